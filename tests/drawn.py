"""Drawn answers read back: each format for people into tables of headings and rows of text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

#: A number as cells have it: with its sign, behind an arrow.
_NUMBER = re.compile(r"(?:[▲▼■=] *)?([+-]?\d+(?:\.\d+)?)\*?$")
_FIGURE = re.compile(r"(?<![\w.])[+-]?\d+(?:\.\d+)?(?![\w.])")


class Drawn(NamedTuple):
    """A table as it was drawn; records that stand vertical are rows with these headings."""

    headings: list[str]
    rows: list[list[str]]


def number(text: str) -> float | None:
    """The number that a cell shows; None for other text."""
    found = _NUMBER.match(text)
    return float(found[1]) if found else None


# --- a table that was piped ----------------------------------------------------------------------


def table_of_text(text: str) -> Drawn:
    """The one table of a piped list: its heading and its rows."""
    return _columns(text.splitlines())


def blocks_of_text(text: str) -> list[Drawn]:
    """The tables of compared records that were piped, each below its title, above its note."""
    blocks = [block.splitlines()[1:] for block in text.split("\n\n")]
    return [_columns([line for line in lines if not line.startswith("* ")]) for lines in blocks]


def _columns(lines: list[str]) -> Drawn:
    """Cells by where they stand: columns are parted where all lines are blank twice or more."""
    width = max(map(len, lines))
    padded = [line.ljust(width) for line in lines]
    blank = "".join("_" if all(line[n] == " " for line in padded) else "x" for n in range(width))
    spans = [found.span() for found in re.finditer(r"x(?:x|_(?!_))*", blank)]
    headings, *rows = [[line[start:end].strip() for start, end in spans] for line in padded]
    return Drawn(headings, rows)


def records_of_text(text: str) -> list[Drawn]:
    """Records that stand vertical: their names, then a line `heading: value` for each field."""
    found = []
    for block in text.rstrip("\n").split("\n\n"):
        pairs = [line.strip().partition(": ") for line in block.splitlines()]
        headings = [heading if colon else "" for heading, colon, _ in pairs]
        found.append(Drawn(headings, [[value or heading for heading, _, value in pairs]]))
    return found


# --- markdown ------------------------------------------------------------------------------------


def tables_of_markdown(text: str) -> list[Drawn]:
    """The tables between `|`, and lists of fields as tables of one row."""
    found = []
    for block in text.split("\n\n"):
        lines = block.splitlines()
        if block.startswith("| "):
            headings, _, *rows = [_cells(line) for line in lines]
            found.append(Drawn(headings, rows))
        elif block.startswith("- ") and all(": " in line for line in lines):
            pairs = [_plain(line[2:]).partition(": ") for line in lines]
            found.append(Drawn([pair[0] for pair in pairs], [[pair[2] for pair in pairs]]))
    return found


def _cells(line: str) -> list[str]:
    return [_plain(cell) for cell in line.removeprefix("| ").removesuffix(" |").split(" | ")]


def _plain(text: str) -> str:
    return unescape(re.sub(r"\\(.)", r"\1", text))


# --- html ----------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """The tables and lists of fields of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Drawn] = []
        self.cells: list[str] | None = None
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag in ("table", "dl"):
            self.found.append(Drawn([], [[]] if tag == "dl" else []))
        elif tag == "tr":
            is_head = not self.found[-1].headings and not self.found[-1].rows
            self.cells = self.found[-1].headings if is_head else []
            if not is_head:
                self.found[-1].rows.append(self.cells)
        elif tag in ("dt", "dd"):
            self.cells = self.found[-1].headings if tag == "dt" else self.found[-1].rows[0]
        if tag in ("td", "th", "dt", "dd"):
            assert self.cells is not None
            self.cells.append("")
            self.inside += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "dt", "dd"):
            self.inside -= 1

    def handle_data(self, data: str) -> None:
        if self.inside and self.cells:
            self.cells[-1] += data


def tables_of_html(text: str) -> list[Drawn]:
    """The tables of a page, and its lists of fields as tables of one row."""
    page = _Page()
    page.feed(text)
    return page.found


# --- svg -----------------------------------------------------------------------------------------


def figures_of_svg(text: str) -> list[float]:
    """All figures of a picture, line by line from the top, each from left to right."""
    return list(_figures(line for _, line in sorted(_texts(text))))


def _texts(text: str) -> Iterator[tuple[tuple[float, float], str]]:
    for element in ET.fromstring(text).iter("{http://www.w3.org/2000/svg}text"):
        place = float(element.attrib["y"]), float(element.attrib["x"])
        yield place, "".join(element.itertext()).replace("\xa0", " ")


def _figures(texts: Iterable[str]) -> Iterator[float]:
    for text in texts:
        yield from map(float, _FIGURE.findall(text))


def figures_of_text(text: str) -> list[float]:
    """All figures of a text or a page."""
    return list(_figures([unescape(re.sub(r"\\(?=\W)|<[^>]*>", " ", text))]))

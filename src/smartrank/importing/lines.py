"""Text -> lines: one form for the blanks, bars and marks of all kinds of copies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|[\n\r]")
#: What also ends a line of text, but is not counted as one by editors: page breaks and such.
_BREAK = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
#: A line below a heading or between rows. A sign or two may be the trend of a rating.
_RULE = re.compile(r"[\s|]*(?:(?:[:+=_\u2500-\u257f-][\s|]*){3,})?")
#: What stands between the cells of a row. Two blanks may also stand inside a name.
_CELL_END = re.compile(r"[\t|;]")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_HEADING_MARK = re.compile(r"^[\s|>]*(?P<marks>#{1,6})\s+")
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_LINK = re.compile(
    r"!?\[(?P<text>[^\[\]]*)\]\(<?(?P<url>(?:[^()\s<>]|\([^()\s]*\))*)>?(?:\s+\"[^\"]*\")?\)"
)
#: `[1]` before each link, as lynx writes it.
_LINK_NUMBER = re.compile(r"(?<!\S)\[\d{1,3}\](?=[^\s:])")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]+)>")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')

_DATE_AND_TIME = r"(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d{2}-\d{2}),? \d{1,2}:\d{2}(?: [AP]M)?"
#: What browsers print at the edge of a page: date and time, mostly with the page's title.
_STAMP = re.compile(rf"{_DATE_AND_TIME}\b.*|.*\b{_DATE_AND_TIME}")
_ONLY_STAMP = re.compile(_DATE_AND_TIME)
_ADDRESS = r"(?:https?|file)://\S+"
_OF_PAGES = r"(?:Seite )?\d{1,3} ?(?:/|von|of) ?\d{1,3}"
_PAGE_NUMBER = re.compile(_OF_PAGES)
_PRINTED_ADDRESS = re.compile(rf"{_ADDRESS} {_OF_PAGES}|{_OF_PAGES} {_ADDRESS}")
_ONLY_ADDRESS = re.compile(_ADDRESS)
#: The printed page's own address, if it was a saved one.
_FILE = re.compile(r"file://\S+")
#: The text of a picture that names the edition in which the picture was made.
_PICTURE = re.compile(r"Keyvisual\b.*", re.IGNORECASE)

#: Signs that turn reading order: they stay, to be refused and shown.
_OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TRANSLATED: dict[int, int | str] = {**_FULL_WIDTH, 0x2800: " ", 0x2010: "-", 0x2011: "-"}
_BLANKS = re.compile(r"[^\S\x1c-\x1f]+")
#: A place for a hyphen, at which a word was broken.
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])\u00ad\s+(?=[^\W\d_])")
#: A sign of an icon font. Between letters it may be a ligature, and stays to be refused.
_PRIVATE = "[\ue000-\uf8ff\U000f0000-\U0010fffd]"
_ICON = re.compile(rf"(?<![^\W\d_]){_PRIVATE}|{_PRIVATE}(?![^\W\d_])")
#: Signs without a shape that Unicode does not count among the marks of formatting.
_SHAPELESS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\ufffc"
    "\U000e0100-\U000e01ef]"
)


class Line(NamedTuple):
    """A line of the page.

    `plain` is its text with single blanks, `cells` are its parts where bars, tabs or semicolons
    stand between them. `gap` says that a blank line or the edge of a block is above it, `page` that
    a printed page begins with it, `level` from 1 that it is a heading, `width` how many columns it
    takes in the copy. `link` is the address of a line that is a link as a whole. `is_row` says that
    it is a row of a table in HTML, where others are surely none.
    """

    number: int
    plain: str
    cells: tuple[str, ...]
    gap: bool = False
    page: bool = False
    level: int = 0
    width: int = 0
    link: str | None = None
    is_row: bool = False

    @property
    def text(self) -> str:
        """The text with a blank between cells."""
        return " ".join(self.cells)

    @property
    def is_parted(self) -> bool:
        """Whether the copy says where a cell ends."""
        return len(self.cells) > 1


class Lines(NamedTuple):
    """The lines that hold something, and how many of them had HTML entities in them."""

    lines: tuple[Line, ...]
    entities: int = 0


def read_lines(text: str) -> Lines:
    """The lines of a text that hold something."""
    lines: list[Line] = []
    entities = 0
    gap = False
    for number, page, raw in _raw_lines(text):
        entities += bool(_ENTITY.search(raw))
        line = _line(number, raw, gap=gap or page, page=page)
        if line:
            lines.append(line)
        gap = not line and (gap or page or not raw.strip())
    return Lines(tuple(without_furniture(lines)), entities)


def _raw_lines(text: str) -> Iterator[tuple[int, bool, str]]:
    """Number, whether a printed page begins there, and text."""
    for number, whole in enumerate(_LINE_END.split(text), 1):
        page = False
        for part in re.split(r"(\x0c)", whole):
            if part == "\x0c":
                page = True
                continue
            for raw in _BREAK.split(part):
                yield number, page, raw
                page = False


def _line(number: int, raw: str, *, gap: bool, page: bool) -> Line | None:
    text = visible_signs(_unescaped(raw))
    mark = _HEADING_MARK.match(text)
    text = _ESCAPED.sub("", text[mark.end() :] if mark else text)
    if _RULE.fullmatch(text):
        return None
    text, link = _without_links(text)
    cells = tuple(filter(None, map(_cell, _CELL_END.split(text))))
    if not cells:
        return None
    plain = blanks_made_one(text.replace("**", "")).strip("|; ")
    return Line(
        number=number,
        plain=_unquoted(plain),
        cells=cells,
        gap=gap,
        page=page,
        level=len(mark["marks"]) if mark else 0,
        width=len(raw.expandtabs().rstrip()),
        link=link,
    )


def visible_signs(text: str) -> str:
    """The text composed, without signs that nobody sees, and with full-width signs made plain."""
    text = unicodedata.normalize("NFC", text)
    if text.isascii():
        return text
    text = _SHAPELESS.sub("", _BROKEN_WORD.sub("- ", text).translate(_TRANSLATED))
    return "".join(c for c in _ICON.sub("", text) if c in _OVERRIDES or _is_visible(c))


def _is_visible(sign: str) -> bool:
    """Whether a sign is no mark of formatting."""
    return unicodedata.category(sign) != "Cf"


def blanks_made_one(text: str) -> str:
    """The text without blanks around it, and with one blank for several of any kind.

    Python also counts controls as blanks, as which some PDF files hand out ligatures.
    """
    return _BLANKS.sub(" ", text).strip(" ")


def _unescaped(raw: str) -> str:
    if not _ENTITY.search(raw):
        return raw
    from html import unescape

    return unescape(raw)


def _without_links(text: str) -> tuple[str, str | None]:
    """The text with links of Markdown and lynx made text, and the address of the only link."""
    whole = _LINK.fullmatch(text.strip(" \t>|*-"))
    text = _LINK.sub(lambda found: "" if found[0][0] == "!" else found["text"], text)
    text = _AUTOLINK.sub(r" \1 ", text)
    return _LINK_NUMBER.sub("", text), whole["url"] if whole and whole[0][0] != "!" else None


def _cell(text: str) -> str:
    return _unquoted(blanks_made_one(text.replace("**", "")))


def _unquoted(text: str) -> str:
    """The text without the quotation marks that a spreadsheet sets around a cell."""
    quoted = _QUOTED.fullmatch(text)
    return blanks_made_one(quoted[1].replace('""', '"')) if quoted else text


# --- what is printed at the edges of pages --------------------------------------------------------


def without_furniture(lines: list[Line]) -> Iterator[Line]:
    """The lines without what browsers print around each page, and without texts of pictures.

    What remains of a printed page begins with a line that is marked so.
    """
    title = _printed_title(lines)
    before: Line | None = None
    page = False
    for line, following in zip_longest(lines, lines[1:]):
        page |= line.page
        is_title = before is not None and _is(_STAMP, before) and line.plain == title
        if not (is_title or _is_furniture(before, line, following)):
            yield line._replace(page=page, gap=line.gap or page)
            page = False
        before = line


def _is(pattern: re.Pattern[str], line: Line | None) -> bool:
    return line is not None and pattern.fullmatch(line.plain) is not None


def _printed_title(lines: list[Line]) -> str | None:
    """The title that follows the date on a line of its own, if it does so on every page."""
    titles = [after.plain for line, after in pairwise(lines) if _is(_ONLY_STAMP, line)]
    return titles[0] if len(titles) > 1 and len(set(titles)) == 1 else None


def _is_furniture(before: Line | None, line: Line, following: Line | None) -> bool:
    if any(_is(pattern, line) for pattern in (_STAMP, _PRINTED_ADDRESS, _FILE, _PICTURE)):
        return True
    at_edge = _is(_ONLY_ADDRESS, before) or following is None or following.page
    return _is(_PAGE_NUMBER, line) and (at_edge or _is(_STAMP, following))

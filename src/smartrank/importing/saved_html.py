"""Saved HTML -> lines: a row of a table is a line with its cells, a block of text a line."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from smartrank.importing.lines import Line, blanks_made_one, visible_signs, without_furniture

#: What is never seen on the page or struck out, or belongs to its forms, its menus and its foot.
#: All of it has end tags.
_UNSEEN = frozenset(
    (
        *("title", "script", "style", "noscript", "template", "svg", "math", "iframe"),
        *("object", "canvas", "audio", "video", "progress", "meter", "nav", "footer"),
        *("select", "datalist", "textarea", "button", "del", "s", "strike"),
    )
)
#: Where the end tag may be missing: such a one may say that it is hidden, and not where it ends.
_MAYBE_OPEN = frozenset(
    ("p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "option", "body", "html")
)
#: What has no end tag.
_EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
#: What ends no block of text.
_INLINE = frozenset(
    (
        *("abbr", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "dfn", "em"),
        *("font", "i", "ins", "kbd", "label", "mark", "q", "samp", "small", "span", "strong"),
        *("sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
_CELLS = frozenset(("td", "th"))
_ROW_ENDS = frozenset(("tr", "table", "thead", "tbody", "tfoot", "caption"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NOT_SHOWN = re.compile(r"display\s*:\s*none\b", re.IGNORECASE)
#: Raised and lowered figures are no figures of the number before them.
_SHIFTED = {
    "sup": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "sub": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}
#: Ends a block of text inside a cell.
_BLOCK_END = "\v"


def read_html(text: str) -> tuple[Line, ...]:
    """The lines of a page that was saved as HTML, numbered as in the file."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    return tuple(without_furniture(reader.lines))


class _Reader(HTMLParser):
    """Collects text until a block or a row ends."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.unseen: list[str] = []  # the elements that are open inside one that is not seen
        self.cells: list[str] = [""]  # of the row that is open; a block of text is one cell
        self.picture = ""  # the text of a picture in the cell that is open
        self.in_row = False
        self.shift: dict[int, int] = {}
        self.number = 0
        self.gap = True
        self.level = 0
        self.link: str | None = None  # the address of the link that is open
        self.links: list[str] = []
        self.linked = ""  # the text inside links
        self.in_heading = False  # of a table

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open what is unseen, a cell, a block or a link."""
        given = dict(attrs)
        if self.unseen or self._is_unseen(tag, given):
            if tag not in _EMPTY:
                self.unseen.append(tag)
        elif tag in _CELLS:
            self._open_cell()
            self.in_heading = tag == "th"
        elif tag == "a":
            self.link = given.get("href")
        elif tag == "img":
            self._add_picture(given.get("alt") or "")
        else:
            self.shift = _SHIFTED.get(tag, self.shift)
            self._end(tag)
            if not self.in_row:
                self.level = _HEADINGS.get(tag, self.level)

    def _is_unseen(self, tag: str, given: dict[str, str | None]) -> bool:
        """Whether what an element holds is not on the page.

        A heading may be a button, which opens what is below it or sorts a table.
        """
        if "hidden" in given or _NOT_SHOWN.search(given.get("style") or ""):
            return tag not in _MAYBE_OPEN
        return tag in _UNSEEN and not (tag == "button" and (self.level or self.in_heading))

    def handle_endtag(self, tag: str) -> None:
        """Close what is unseen, a row, a block or a link."""
        if tag in self.unseen:
            while self.unseen.pop() != tag:
                pass
        elif tag == "a":
            self.link = None
        elif not self.unseen:
            self.shift = {} if tag in _SHIFTED else self.shift
            self._end(tag)

    def handle_data(self, data: str) -> None:
        """Text of the block or cell that is open."""
        if not self.unseen:
            is_mark = any(sign in data for sign in "[])")  # as `[1]`, which no number takes in
            self._add(data if is_mark else data.translate(self.shift))

    def _add(self, data: str) -> None:
        if data.strip() and not any(cell.strip() for cell in self.cells):
            before = data[: len(data) - len(data.lstrip())]
            self.number = self.getpos()[0] + before.count("\n")
        if self.cells[-1][-1:].isdigit() and data[:1].isdigit():
            data = f" {data}"  # as a note behind a number, which is no part of it
        self.cells[-1] += data
        if self.link and data.strip():
            self.links.append(self.link)
            self.linked += data

    def _add_picture(self, text: str) -> None:
        """A sign is a part of its cell; words are read where the cell holds nothing else."""
        if self.in_row and any(c.isalpha() for c in text):
            self.picture = text
        elif self.in_row:
            self._add(f" {text} ")

    def _close_cell(self) -> None:
        if not self.cells[-1].strip():
            self._add(self.picture)
        self.picture = ""

    def _open_cell(self) -> None:
        self._close_cell()
        if self.in_row:
            self.cells.append("")
        else:
            self.end_block()
            self.in_row = True

    def _end(self, tag: str) -> None:
        """What a tag ends: a row, a block of text, or a word inside a cell or heading."""
        if tag in _INLINE or tag in _CELLS:
            return
        if self.level and tag not in _HEADINGS:
            self._add(" ")
        elif tag in _ROW_ENDS or not self.in_row:
            self.end_block(gap=tag not in ("br", "tr"))
        else:
            self._add(" " if tag == "br" else _BLOCK_END)

    def end_block(self, *, gap: bool = True) -> None:
        """Make a line of what was collected."""
        self._close_cell()
        cells = tuple(filter(None, map(_cell, self.cells)))
        if cells:
            is_link = (
                len(set(self.links)) == 1 and "".join(self.cells).split() == self.linked.split()
            )
            self.lines.append(
                Line(
                    number=self.number,
                    plain=" ".join(cells),
                    cells=cells,
                    gap=self.gap,
                    level=self.level,
                    link=self.links[0] if is_link else None,
                    is_row=self.in_row,
                )
            )
            self.gap = False
        self.gap |= gap
        self.cells, self.in_row, self.level = [""], False, 0
        self.links, self.linked, self.shift = [], "", {}
        self.in_heading = False


def _cell(text: str) -> str:
    """The text of a cell, with bars between its blocks: they may be a name and what explains it."""
    blocks = (blanks_made_one(visible_signs(block)) for block in text.split(_BLOCK_END))
    return " | ".join(filter(None, blocks))

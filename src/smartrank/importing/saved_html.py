"""Saved HTML -> lines: a row of a table is a line with its cells, a block of text a line."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from smartrank.importing.figures import read_trend
from smartrank.importing.lines import Line, blanks_made_one, visible_signs, without_furniture

#: What is never seen on the page, or belongs to its forms. All of it has end tags.
_UNSEEN = frozenset(
    (
        *("title", "script", "style", "noscript", "template", "svg", "math", "iframe"),
        *("object", "canvas", "audio", "video", "progress", "meter"),
        *("select", "datalist", "textarea", "button"),
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
        *("abbr", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn", "em"),
        *(
            "font",
            "i",
            "ins",
            "kbd",
            "label",
            "mark",
            "q",
            "s",
            "samp",
            "small",
            "span",
            "strong",
            "sub",
        ),
        *("sup", "time", "tt", "u", "var", "wbr"),
    )
)
_CELLS = frozenset(("td", "th"))
_ROW_ENDS = frozenset(("tr", "table", "thead", "tbody", "tfoot", "caption"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NOT_SHOWN = re.compile(r"display\s*:\s*none\b", re.IGNORECASE)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


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
        self.in_row = False
        self.number = 0
        self.gap = True
        self.level = 0
        self.link: str | None = None  # the address of the link that is open
        self.links: list[str] = []
        self.linked = ""  # the text inside links
        self.is_raised = False
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
            self._add(f" {_sign(given.get('alt') or '')} " if self.in_row else "")
        else:
            self._end(tag)
            self.level = _HEADINGS.get(tag, self.level)
            self.is_raised |= tag == "sup"

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
            self._end(tag)
            self.is_raised &= tag != "sup"

    def handle_data(self, data: str) -> None:
        """Text of the block or cell that is open."""
        if not self.unseen:
            self._add(data)

    def _add(self, data: str) -> None:
        if data.strip() and not any(cell.strip() for cell in self.cells):
            before = data[: len(data) - len(data.lstrip())]
            self.number = self.getpos()[0] + before.count("\n")
        # the number of a footnote must not become the last digit of the score before it
        is_number = self.is_raised and not any(sign in data for sign in "[])")
        self.cells[-1] += data.translate(_RAISED) if is_number else data
        if self.link and data.strip():
            self.links.append(self.link)
            self.linked += data

    def _open_cell(self) -> None:
        if self.in_row:
            self.cells.append("")
        else:
            self.end_block()
            self.in_row = True

    def _end(self, tag: str) -> None:
        """What a tag ends: a row, a block of text, or a word where a block stands in a cell."""
        if tag in _INLINE or tag in _CELLS:
            return
        if tag in _ROW_ENDS or not self.in_row:
            self.end_block(gap=tag not in ("br", "tr"))
        else:
            self._add(" ")

    def end_block(self, *, gap: bool = True) -> None:
        """Make a line of what was collected."""
        cells = tuple(filter(None, (blanks_made_one(visible_signs(x)) for x in self.cells)))
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
        self.links, self.linked = [], ""
        self.is_raised = self.in_heading = False


def _sign(text: str) -> str:
    """The text of a picture if it is a trend, and not that of an icon beside a name."""
    return text if read_trend(text) or not any(sign.isalpha() for sign in text) else ""

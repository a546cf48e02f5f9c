"""`svg`: the tables as a picture, drawn with the fonts at hand and with no address in it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from rich.cells import cell_len

from smartrank.errors import UsageError
from smartrank.messages import say
from smartrank.query.answer import Answer
from smartrank.render import View
from smartrank.render.fit import GAP
from smartrank.render.layout import Beside, LaidColumn, Layout, Line, Part, Run, Table
from smartrank.text import escape_unsafe

#: As many characters as a line that is read with ease; what is narrower is drawn narrower.
WIDTH = 100
#: A longer picture is none that anybody looks at.
MAX_LINES = 1000
#: Size of a character and height of a line, in pixels: what a font of 14 pixels takes.
_CELL, _LINE, _FONT, _BASE = 8.43, 20, 14, 15
_MARGIN = 16
_BAR = 12
#: Named by what they mean, alike in all pictures: two in one page don't disturb each other.
_STYLE = f"""\
.smartrank-text {{ font: {_FONT}px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  white-space: pre; fill: #1c2733; }}
.smartrank-heading {{ font-weight: 700; }}
.smartrank-columns, .smartrank-quiet {{ fill: #5b6875; }}
.smartrank-up {{ fill: #14683a; }}
.smartrank-down {{ fill: #a3271f; }}
.smartrank-track {{ fill: #e3eaef; }}
.smartrank-bar {{ fill: #3c85ab; }}"""


def write(answer: Answer[Any], view: View) -> str:
    """The answer as a picture, with title, notes and source; each piece of text as text in it.

    Raises UsageError for an answer that is too long for a picture.
    """
    screen = view._replace(width=_width(answer, view), encoding="utf-8")
    sketch = Sketch()
    layout = Layout(screen, cell_len, bars=True)
    for part in layout.document(answer, framed=view.header, warnings=True):
        sketch.part(part)
    return sketch.picture(answer.title)


def _width(answer: Answer[Any], view: View) -> int:
    """What is to be read with ease; cities side by side take as much as they need."""
    layout = Layout(view._replace(width=None, encoding="utf-8"), cell_len, bars=False)
    beside = answer._replace(sheets=tuple(sheet for sheet in answer.sheets if sheet.sides))
    parts = layout.document(beside, framed=False, warnings=False)
    return max([WIDTH, *(part.width for part in parts if isinstance(part, Table))])


class Sketch:
    """Elements of a picture, line by line from the top."""

    def __init__(self) -> None:
        self.elements: list[str] = []
        self.lines = 0
        self.width = 0

    def _grow(self, lines: int) -> None:
        self.lines += lines
        if self.lines > MAX_LINES:
            message = say("picture-too-long", limit=MAX_LINES)
            raise UsageError(message, hint=say("picture-too-long-hint"))

    def part(self, part: Part, left: int = 0) -> None:
        """A part of an answer, below what is drawn."""
        if isinstance(part, Line):
            self._line(part, left)
        elif isinstance(part, Table):
            self._table(part, left)
        else:
            self._beside(part)

    def _beside(self, parts: Beside) -> None:
        top, bottoms = self.lines, []
        for side, left in ((parts.left, 0), (parts.right, parts.place)):
            self.lines = top
            for part in side:
                self.part(part, left)
            bottoms.append(self.lines)
        self.lines = max(bottoms)

    def _line(self, line: Line, left: int) -> None:
        place = left + line.indent
        for run in line.runs:
            self._text(run, place, self.lines)
            place += cell_len(run.text)
        self._grow(1)

    def _table(self, table: Table, left: int) -> None:
        heights = table.heights or [1] * len(table.columns[0].cells)
        top = self.lines
        self._grow(table.header_height + sum(heights))
        for column in table.columns:
            if table.header:
                self._heading(column, left, top + table.header_height)
            self._cells(column, left, top + table.header_height, heights)
            left += column.width + GAP

    def _heading(self, column: LaidColumn, left: int, bottom: int) -> None:
        for offset, text in enumerate(column.heading, bottom - len(column.heading)):
            self._placed(column, Run(text, "columns"), left, offset)

    def _cells(self, column: LaidColumn, left: int, top: int, heights: list[int]) -> None:
        for cell, height in zip(column.cells, heights, strict=True):
            if column.is_bar:
                self._bar(cell.part or 0.0, left, top, column.width)
            else:
                for offset, text in enumerate(column.lines[cell]):
                    self._placed(column, Run(text, cell.tone), left, top + offset)
            top += height

    def _placed(self, column: LaidColumn, run: Run, left: int, top: int) -> None:
        """A text at its end of a column."""
        free = column.width - cell_len(run.text)
        self._text(run, left + free if column.is_number else left, top)

    def _text(self, run: Run, left: int, top: int) -> None:
        text = run.text.strip()
        if not text:
            return
        left += cell_len(run.text[: len(run.text) - len(run.text.lstrip())])
        cells = cell_len(text)
        self.width = max(self.width, left + cells)
        tone = f" smartrank-{run.tone}" if run.tone else ""
        shown = escape(text).replace(" ", "&#160;")
        self.elements.append(
            f'<text class="smartrank-text{tone}" x="{_x(left)}" y="{top * _LINE + _BASE}"'
            f' textLength="{cells * _CELL:.1f}">{shown}</text>'
        )

    def _bar(self, part: float, left: int, top: int, width: int) -> None:
        """A bar as long as the part (0-1) of what can be reached, on a track of the whole."""
        self.width = max(self.width, left + width)
        y = top * _LINE + (_LINE - _BAR) / 2
        for name, share in (("track", 1.0), ("bar", part)):
            if share:
                self.elements.append(
                    f'<rect class="smartrank-{name}" x="{_x(left)}" y="{y:g}"'
                    f' width="{share * width * _CELL:.1f}" height="{_BAR}"/>'
                )

    def picture(self, title: str) -> str:
        """All that was drawn, with a title for who cannot see it."""
        label = escape(escape_unsafe(title))
        width = f"{self.width * _CELL + 2 * _MARGIN:.0f}"
        height = self.lines * _LINE + 2 * _MARGIN
        return "\n".join(self._elements(label, width, height)) + "\n"

    def _elements(self, label: str, width: str, height: int) -> Iterator[str]:
        yield (
            f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            f' xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}">'
        )
        yield f"<title>{label}</title>"
        yield f"<style>\n{_STYLE}\n</style>"
        yield '<rect width="100%" height="100%" fill="#ffffff"/>'
        yield f'<g transform="translate({_MARGIN}, {_MARGIN})">'
        yield from self.elements
        yield "</g>"
        yield "</svg>"


def _x(cells: int) -> str:
    return f"{cells * _CELL:.1f}"

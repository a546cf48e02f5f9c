"""`table`: for people, on a terminal that bounds the width or on a pipe that does not.

What Rich prints here is laid out before: it neither measures nor folds, and takes the rows of a
table as one block, since a cell costs it far more than a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from itertools import chain
from typing import Any, NamedTuple

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.table import Table as RichTable

from smartrank.query.answer import Answer
from smartrank.render import View
from smartrank.render.cells import Cell
from smartrank.render.fit import GAP
from smartrank.render.glyphs import Glyphs, glyphs_for
from smartrank.render.layout import Beside, LaidColumn, Layout, Line, Part, Table

#: Rich gets this much at once: memory stays flat however long an answer is.
ROWS_AT_ONCE, PIECES_AT_ONCE = 500, 2000
_STYLES = {
    "up": Style(color="green"),
    "down": Style(color="red"),
    "quiet": Style(dim=True),
    "bar": Style(color="cyan"),
    "heading": Style(bold=True),
    "columns": Style(dim=True),
}
_END = Segment.line()


def write(answer: Answer[Any], view: View) -> str:
    """The answer as aligned text in the characters of the screen.

    A list on a pipe is its heading and its rows; a terminal, a file and a whole profile are told
    title, legends, notes and source, too.
    """
    layout = Layout(view, cell_len, bars=view.width is not None)
    is_read = view.framed or view.width is not None or answer.is_nested or answer.is_cited
    framed = view.header and is_read
    # beside a screen, standard error says the warnings; a file is handed on
    parts: Iterable[Part] = layout.document(answer, framed=framed, warnings=view.framed)
    if not answer.is_nested and answer.sheet.excerpts and view.fields is None:
        from smartrank.render.excerpts import blocks

        told = answer.warnings if view.framed else ()
        parts = chain(blocks(answer.sheet.excerpts, view, cell_len), layout.sentences(told))
    pencil = Pencil(_STYLES if view.colour else {}, glyphs_for(view.encoding))
    console = _console(view)
    for width, drawn in pencil.drawn(parts):
        console.width = width
        console.print(drawn, end="", crop=False)
    printed: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip(" ") for line in printed.split("\n"))


def _console(view: View) -> Console:
    """A console that only draws what it is told, into memory, whatever the environment says."""
    return Console(
        file=StringIO(),
        force_terminal=view.colour,
        color_system="standard" if view.colour else None,
        no_color=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )


class Lines(NamedTuple):
    """What Rich prints as it stands: pieces of lines, each as wide as its column."""

    pieces: list[Segment]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[Segment]:
        """The pieces."""
        return self.pieces


class Pencil(NamedTuple):
    """Turns what was laid out into what Rich prints, in the colours and signs of a screen."""

    styles: Mapping[str, Style]
    signs: Glyphs

    def drawn(self, parts: Iterable[Part]) -> Iterator[tuple[int, RenderableType]]:
        """What Rich prints below each other, each with the width it takes."""
        pieces: list[Segment] = []
        for part in parts:
            if isinstance(part, Line):
                pieces.extend(self._line(part))
            if pieces and (not isinstance(part, Line) or len(pieces) > PIECES_AT_ONCE):
                yield 1, Lines(pieces)
                pieces = []
            if isinstance(part, Table):
                yield from self._tables(part)
            elif isinstance(part, Beside):
                yield self._beside(part)
        yield 1, Lines(pieces)

    def _beside(self, parts: Beside) -> tuple[int, RichTable]:
        table = RichTable.grid()
        sides = [list(self.drawn(side)) for side in (parts.left, parts.right)]
        width = max(width for width, _ in sides[1])
        table.add_column(width=parts.place)
        table.add_column(width=width)
        table.add_row(*(Group(*(drawn for _, drawn in side)) for side in sides))
        return parts.place + width, table

    def _line(self, line: Line) -> Iterator[Segment]:
        if line.indent:
            yield Segment(" " * line.indent)
        for text, tone in line.runs:
            yield Segment(text, self.styles.get(tone))
        yield _END

    def _tables(self, laid: Table) -> Iterator[tuple[int, RichTable]]:
        count = len(laid.columns[0].cells)
        for first in range(0, max(count, 1), ROWS_AT_ONCE):
            yield laid.width, self._table(laid, first, header=laid.header and first == 0)

    def _table(self, laid: Table, first: int, *, header: bool) -> RichTable:
        """The rows of a table from one on, as a block that for Rich is one row."""
        table = RichTable(
            box=None, padding=0, pad_edge=False, show_header=header, header_style=Style.null()
        )
        block = []
        heights = laid.heights and laid.heights[first : first + ROWS_AT_ONCE]
        for place, column in enumerate(laid.columns):
            gap = GAP if place else 0
            heading = self._pieces(column, column.heading, "columns", gap)
            table.add_column(
                Lines([piece for line in heading for piece in line]), width=column.width + gap
            )
            cells = column.cells[first : first + ROWS_AT_ONCE]
            block.append(Lines(list(self._block(column, cells, heights, gap))))
        if block[0].pieces:
            table.add_row(*block)
        return table

    def _block(
        self, column: LaidColumn, cells: list[Cell], heights: list[int] | None, gap: int
    ) -> Iterator[Segment]:
        """The cells of a column below each other; what looks alike is made once."""
        made = {cell: self._cell(column, cell, gap) for cell in set(cells)}
        if heights is None:
            for cell in cells:
                yield from made[cell][0]
            return
        (blank,) = self._pieces(column, [""], "", gap)
        for cell, height in zip(cells, heights, strict=True):
            lines = made[cell]
            for line in lines:
                yield from line
            yield from blank * (height - len(lines))

    def _cell(self, column: LaidColumn, cell: Cell, gap: int) -> list[list[Segment]]:
        if column.is_bar:
            return self._pieces(column, [self._bar(cell.part or 0.0, column.width)], "bar", gap)
        return self._pieces(column, column.lines[cell], cell.tone, gap)

    def _pieces(
        self, column: LaidColumn, lines: list[str], tone: str, gap: int
    ) -> list[list[Segment]]:
        """Lines as wide as the column, with the gap before it."""
        style = self.styles.get(tone) if any(lines) else None
        made = []
        for text in lines:
            blanks = " " * (column.width - cell_len(text))
            padded = f"{blanks}{text}" if column.is_number else f"{text}{blanks}"
            if style is None:
                made.append([Segment(f"{' ' * gap}{padded}"), _END])
            else:
                made.append([Segment(" " * gap), Segment(padded, style), _END])
        return made

    def _bar(self, part: float, width: int) -> str:
        """A bar as long as the part (0-1) of what can be reached."""
        steps = len(self.signs.bar)
        full, rest = divmod(round(part * width * steps), steps)
        return self.signs.bar[-1] * full + (self.signs.bar[rest - 1] if rest else "")

"""Answers -> lines and tables with a place for each cell: what a drawing program needs, no more.

Nothing here knows of Rich, colours or pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product, takewhile
from typing import Any, NamedTuple

from smartrank.query.answer import Answer
from smartrank.render import View, fit
from smartrank.render.beside import grids
from smartrank.render.cells import MARK, Cell, Column, Grid, legends
from smartrank.render.fit import GAP, Extent, Measure
from smartrank.render.glyphs import glyphs_for, transliterate
from smartrank.render.grouped import choices, grouped


class Run(NamedTuple):
    """A piece of a line that looks one way."""

    text: str
    tone: str = ""


class Line(NamedTuple):
    """A line that stands alone, from its indent on."""

    runs: tuple[Run, ...] = ()
    indent: int = 0


class LaidColumn(NamedTuple):
    """A column of a table: its width, and the lines of its heading and of each of its cells.

    Cells that look alike share their lines. A column of bars has cells with a part (0-1), and no
    lines.
    """

    width: int
    heading: list[str]
    cells: list[Cell]
    lines: Mapping[Cell, list[str]]
    is_number: bool = False
    is_bar: bool = False


class Table(NamedTuple):
    """Columns side by side, with the height of each row (None: one line each)."""

    columns: tuple[LaidColumn, ...]
    header: bool
    heights: list[int] | None = None

    def piece(self, start: int, end: int) -> Table:
        """Its rows from one up to another."""
        columns = tuple(column._replace(cells=column.cells[start:end]) for column in self.columns)
        return Table(columns, self.header, self.heights and self.heights[start:end])

    @property
    def width(self) -> int:
        """From the left of its first column to the right of its last."""
        return fit.total(column.width for column in self.columns)


class Beside(NamedTuple):
    """Lines and tables beside others that begin at a place."""

    left: list[Line | Table]
    right: list[Line | Table]
    place: int


Part = Line | Table | Beside
BLANK = Line()
#: Between tables that stand side by side.
GUTTER = 4


class Layout:
    """Lays out answers for one screen: knows its width, its characters and how to measure them."""

    def __init__(self, view: View, measure: Measure, *, bars: bool) -> None:
        self.view = view
        self.measure = measure
        self.signs = glyphs_for(view.encoding)
        self.bars = bars
        self.drawn: list[Column] = []  # whose legends are told

    def document(self, answer: Answer[Any], *, framed: bool, warnings: bool) -> Iterator[Part]:
        """An answer: with its title, subtitle, notes and source if `framed`, else its tables alone.

        `warnings` are drawn only where standard error does not say them beside the picture.
        """
        if framed:
            yield from self._prose(answer.title, "heading")
            for fact in answer.subtitle:
                yield from self._prose(fact)
        yield from self._tables([self._spelled(drawn) for drawn in self._grids(answer)], framed)
        if framed:
            yield from self.sentences(legends(self.drawn), "quiet")
            notes = [f"{MARK} {note}" for note in answer.footnotes]
            yield from self.sentences([*notes, *(answer.warnings if warnings else ())])
            yield from self.sentences([answer.source], "quiet")

    def sentences(self, texts: Iterable[str], tone: str = "") -> Iterator[Line]:
        """Sentences, parted from what stands above."""
        for number, text in enumerate(filter(None, texts)):
            if number == 0:
                yield BLANK
            yield from self._prose(text, tone)

    def _grids(self, answer: Answer[Any]) -> Iterator[Grid]:
        for sheet in answer.sheets:
            yield from grids(sheet, self.view.fields, self.signs, self.view.language)

    # --- text ---------------------------------------------------------------------------------

    def _text(self, text: str) -> str:
        """Text in characters the screen has, of which none can drive it."""
        return transliterate(text, self.view.encoding)

    def _spelled(self, drawn: Grid) -> Grid:
        """A table whose texts the screen can show."""
        return drawn._replace(columns=tuple(map(self._spelled_column, drawn.columns)))

    def _spelled_column(self, column: Column) -> Column:
        known = {cell: cell._replace(text=self._text(cell.text)) for cell in set(column.cells)}
        cells = [known[cell] for cell in column.cells]
        return column._replace(heading=self._text(column.heading), cells=cells)

    def _prose(self, text: str, tone: str = "") -> Iterator[Line]:
        return self._broken(self._text(text), [(tone, None)])

    def _broken(
        self, text: str, tones: list[tuple[str, int | None]], indent: int = 0
    ) -> Iterator[Line]:
        """The lines of a text whose stretches, each up to a place, have tones."""
        width = None if self.view.width is None else self.view.width - indent
        for start, end in fit.wrapped(text, width, self.measure):
            runs, first = [], start
            for tone, until in tones:
                last = end if until is None else min(until, end)
                if last > first:
                    runs.append(Run(text[first:last], tone))
                    first = last
            yield Line(tuple(runs), indent)

    # --- tables -------------------------------------------------------------------------------

    def _tables(self, found: list[Grid], framed: bool) -> Iterator[Part]:
        """All tables below each other, or in twos where the screen is wide enough for that."""
        width = self.view.width or 0
        rights = [n for n, drawn in enumerate(found) if drawn.beside and drawn.beside <= width]
        half = Layout(self.view._replace(width=(width - GUTTER) // 2), self.measure, bars=self.bars)
        half.drawn = self.drawn
        halved = {found[n].headings for n in rights}
        parts = [
            (half if drawn.headings in halved else self).titled(drawn, found) for drawn in found
        ]
        for number, part in enumerate(parts):
            if number in rights:
                continue
            if framed or number:
                yield BLANK
            if number + 1 in rights:
                yield Beside(list(part), list(parts[number + 1]), (width + GUTTER) // 2)
            else:
                yield from part

    def titled(self, drawn: Grid, others: list[Grid]) -> Iterator[Line | Table]:
        """A table with its title and note; those with the same columns line up."""
        if drawn.title and self.view.header:
            yield from self._prose(drawn.title, "heading")
        yield from self._grid(drawn, [o for o in others if o.headings == drawn.headings])
        if drawn.note and self.view.header:
            yield from self._prose(drawn.note)

    def _grid(self, drawn: Grid, alike: list[Grid]) -> Iterator[Line | Table]:
        """A table that fits the width and lines up with those like it, else one in groups.

        Where not even that fits, records stand vertical.
        """
        if not drawn.vertical:
            widths = self._widths(drawn.columns, alike)
            table = self._table(drawn, widths)
            if widths and _is_low(table):
                self.drawn.extend(drawn.columns[place] for place in widths)
                yield table
                return
            parts = [] if self.view.fields else self._grouped(drawn, alike)
            if parts:  # fields that are named stand as they are named
                yield from parts
                return
        self.drawn.extend(drawn.columns)
        yield from self._vertical(drawn)

    def _grouped(self, drawn: Grid, alike: list[Grid]) -> list[Line | Table]:
        """The rows below lines of what they share, with as many columns as fit; nothing if none."""
        tables = [grouped(table, self.signs.nothing) for table in (drawn, *alike)]
        tried = zip(*(choices(found.table.columns) for found in tables), strict=True)
        for whole_words, (columns, *others) in product((True, False), tried):
            alikes = [drawn._replace(columns=other) for other in others]
            widths = self._widths(columns, alikes, whole_words=whole_words)
            laid = self._table(drawn._replace(columns=columns), widths)
            if widths and _is_low(laid):
                count = len(drawn.columns) - len(tables[0].table.columns)
                self.drawn.extend(drawn.columns[: count + 1])
                self.drawn.extend(columns[place] for place in widths if place)
                return [*self._parted(laid, tables[0].above)]
        return []

    def _parted(self, table: Table, above: list[tuple[Cell, ...]]) -> Iterator[Line | Table]:
        """A table in pieces, with lines between them."""
        starts = [number for number, cells in enumerate(above) if cells or not number]
        if table.header:
            yield table.piece(0, 0)
        for start, end in zip(starts, [*starts[1:], len(above)], strict=False):
            for cell in above[start]:
                yield from self._broken(cell.text, [("heading", None)])
            yield table.piece(start, end)._replace(header=False)

    def _widths(
        self, columns: tuple[Column, ...], alike: list[Grid], *, whole_words: bool = False
    ) -> dict[int, int]:
        """The columns to draw, each with its width; none if even the needed ones do not fit."""
        extents = []
        for place, column in enumerate(columns):
            cells = {cell for other in alike for cell in other.columns[place].cells}
            extents.append(self._extent(column, cells, whole_words=whole_words))
        return fit.fitted(extents, self.view.width)

    def _extent(self, column: Column, cells: set[Cell], *, whole_words: bool) -> Extent:
        texts = {cell.text for cell in cells}
        folds = self.view.width is not None and not column.is_number
        return Extent(
            cells=max(map(self.measure, texts), default=0),
            headings=fit.heading_widths(column.heading, self.measure),
            floor=fit.narrowest(texts, self.measure, whole_words=whole_words) if folds else None,
            optional=column.field if column.optional else "",
            bar=self._has_bar(cells),
        )

    def _has_bar(self, cells: Iterable[Cell]) -> bool:
        return self.bars and any(cell.part is not None for cell in cells)

    def _table(self, drawn: Grid, widths: dict[int, int]) -> Table:
        is_whole = len(widths) == len(drawn.columns)
        bar = fit.bar_width(widths, self.view.width) if is_whole else 0
        columns = [self._laid(drawn.columns[place], width) for place, width in widths.items()]
        pictured = next((c for c in drawn.columns if self._has_bar(c.cells)), None)
        if bar and pictured:
            columns.append(LaidColumn(bar, [""], pictured.cells, {}, is_bar=True))
        return Table(tuple(columns), self.view.header, _heights(columns))

    def _laid(self, column: Column, width: int) -> LaidColumn:
        lines = {cell: fit.folded(cell.text, width, self.measure) for cell in set(column.cells)}
        heading = fit.folded(column.heading, width, self.measure)
        return LaidColumn(width, heading, column.cells, lines, column.is_number)

    # --- records vertical ---------------------------------------------------------------------

    def _vertical(self, drawn: Grid) -> Iterator[Line]:
        """Each record as a block: the names it begins with, then a line for each other field."""
        headings = len([*takewhile(lambda column: column.role == "name", drawn.columns)])
        for number, row in enumerate(drawn.rows):
            if number:
                yield BLANK
            for cell in row[:headings]:
                yield from self._broken(cell.text, [("heading", None)])
            for column, cell in zip(drawn.columns[headings:], row[headings:], strict=True):
                yield from self._field(column, cell)

    def _field(self, column: Column, cell: Cell) -> Iterator[Line]:
        heading = f"{column.heading}: "
        indent = GAP if self.view.width is None or self.view.width >= GAP * 4 else 0
        tones = [("columns", len(heading)), (cell.tone, None)]
        return self._broken(f"{heading}{cell.text}", tones, indent)


def _is_low(table: Table) -> bool:
    """Whether no row takes so many lines that records read better vertical."""
    return max(table.heights or (0,)) <= fit.MAX_LINES


def _heights(columns: Iterable[LaidColumn]) -> list[int] | None:
    """How many lines each row takes; None if all take one."""
    folded = [
        column for column in columns if any(len(lines) > 1 for lines in column.lines.values())
    ]
    if not folded:
        return None
    per_column = ([len(column.lines[cell]) for cell in column.cells] for column in folded)
    return [max(heights) for heights in zip(*per_column, strict=True)]

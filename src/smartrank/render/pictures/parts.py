"""What pictures share: what each can do, what rows are called, and the cells of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from smartrank.language import spoken
from smartrank.messages import joined, say
from smartrank.query.answer import Sheet, Side
from smartrank.render import View
from smartrank.render.beside import grids, shown_sides
from smartrank.render.cells import Cell, Column, grid, in_language
from smartrank.render.fit import folded
from smartrank.render.glyphs import UNICODE
from smartrank.render.svg import QUIET, TONES, Canvas, Font

#: More rows are a list, which a table shows best.
MAX_ROWS = 60
#: Names among the figures are broken beyond so many pixels.
_FIGURE = 150
#: The fields that say what a row is about.
_LABELS = ("city_name", "edition", "category_name", "indicator_name")
_NOTHING = Cell(UNICODE.nothing, "quiet")


class Picture(Protocol):
    """A part of a picture: it knows how wide it must be, and draws itself."""

    @property
    def width(self) -> int:
        """The least width in pixels."""

    @property
    def columns(self) -> Sequence[Column]:
        """Whose legends a reader needs."""

    def draw(self, canvas: Canvas, x: float, y: float, width: float, height: float) -> float:
        """Draw from x and y (the upper left) on; gives the y below it.

        `height` is what there is to fill, as far as that helps.
        """

    def described(self) -> Iterator[str]:
        """Its figures in words, a sentence a row."""


class Size(NamedTuple):
    """How large rows are drawn, in pixels."""

    font: Font
    small: Font
    least: int  # height of a row
    most: int
    bar: int  # its height, and its least width
    plot: int
    gap: int
    #: From how many pixels on the names of rows, and headings, are broken.
    name: int
    heading: int


SLIDE = Size(Font(16), Font(13), 32, 84, 18, 220, 20, 340, 124)
DENSE = Size(Font(13), Font(11), 21, 30, 9, 90, 14, 250, 92)


class Label(NamedTuple):
    """What a row is called, and what it is part of."""

    name: str
    context: str = ""
    strong: bool = False


# --- what is drawn --------------------------------------------------------------------------------


def columns_of(sheet: Sheet, language: str) -> dict[str, Column]:
    """The columns that a table of the sheet shows, by field."""
    return {found.field: found for found in in_language(grid(sheet), language).columns}


def column_of(sheet: Sheet, name: str, language: str) -> Column:
    """A column of the sheet, whether a table shows it or not."""
    plain = sheet._replace(marked=frozenset())  # a mark stands at a name, which it need not show
    return in_language(grid(plain, (name,)), language).columns[0]


def parted(columns: dict[str, Column]) -> tuple[list[Label], list[Column]]:
    """Columns -> what each row is called, and the figures of all rows.

    The name that tells rows apart best is the name of the row, what else it is part of its context.
    """
    labels = [found for name, found in columns.items() if name in _LABELS]
    names = [found for found in labels if found.role == "name"]
    best = max(reversed(names), key=lambda found: len(set(found.cells)))
    others = [found for found in labels if found is not best]
    rows = zip(*(found.cells for found in (best, *others)), strict=True)
    return (
        [Label(name.text, joined((cell.text for cell in row), " · ")) for name, *row in rows],
        [found for found in columns.values() if found not in labels],
    )


def labels_by_level(rows: Sequence[Sequence[Cell]]) -> list[Label]:
    """Category and indicator of each row -> what it is called: a rating by its category alone."""
    return [
        Label(category.text)
        if not indicator or indicator[0].text == UNICODE.nothing
        else Label(indicator[0].text, category.text)
        for category, *indicator in rows
    ]


class Lines(NamedTuple):
    """Compared records: what stands on a line together, and the figures of each side."""

    labels: list[Label]
    sides: tuple[Side, ...]
    #: The records of the sides on each line; None where a side has none.
    records: list[list[object]]
    #: By figure (`rank`, `score`) the cells of the sides, and the differences to the first.
    figures: dict[str, list[Column]]
    differences: dict[str, list[Column]]
    headings: dict[str, str]
    notes: list[str]

    def values(self, figure: str) -> dict[int, list[Any]]:
        """What a figure is on each line, of the sides of which it is known, as the columns are."""
        by_side = {
            side: [getattr(line[place], figure, None) for line in self.records]
            for place, side in enumerate(self.sides)
        }
        shown = shown_sides(
            self.sides, lambda side: any(value is not None for value in by_side[side])
        )
        return {self.sides.index(side): by_side[side] for side in shown}


def lines_of(sheet: Sheet, language: str) -> Lines:
    """The records of a sheet line by line, with the cells that its tables show."""
    assert sheet.lines is not None
    together: dict[int, dict[tuple[str, int], object]] = {}
    for number, row in zip(sheet.lines, sheet.rows, strict=True):
        together.setdefault(number, {})[row.city, row.edition] = row
    records = [
        [line.get((side.city, side.edition)) for side in sheet.sides] for line in together.values()
    ]
    found = Lines([Label("")] * len(records), sheet.sides, records, {}, {}, {}, [])
    for drawn in grids(sheet, language=language):
        found.headings[_add_block(found, drawn.columns)] = drawn.title
        found.notes.extend([drawn.note] if drawn.note else [])
    return found


def _add_block(found: Lines, columns: Sequence[Column]) -> str:
    """The columns of a figure, with a cell a line: a block leaves out lines without it."""
    figure = next(column.field for column in columns if column.field in ("rank", "score"))
    kept = [
        number
        for number, line in enumerate(found.records)
        if any(getattr(record, figure, None) is not None for record in line)
    ]
    names = [column.cells for column in columns if column.role == "name"]
    for number, label in zip(kept, labels_by_level([*zip(*names, strict=True)]), strict=True):
        found.labels[number] = label
    for column in columns:
        if column.role != "name":
            cells = [_NOTHING] * len(found.records)
            for number, cell in zip(kept, column.cells, strict=True):
                cells[number] = cell
            into = found.figures if column.field == figure else found.differences
            into.setdefault(figure, []).append(column._replace(cells=cells))
    return figure


def headed(heading: str, columns: Iterable[Column]) -> list[Column]:
    """Columns of a figure for several sides, each with the figure in its heading."""
    return [
        column._replace(heading=say("picture-figure", name=heading, figure=column.heading))
        for column in columns
    ]


def described(labels: Sequence[Label], columns: Sequence[Column]) -> Iterator[str]:
    """Rows in words: each with its headings and figures."""
    figures = [found for found in columns if found.field not in _LABELS]
    for row, label in enumerate(labels):
        name = joined(filter(None, (label.context, label.name)), " · ")
        told = [
            say("picture-figure", name=found.heading, figure=one_line(found.cells[row].text))
            for found in figures
        ]
        yield say("picture-row", name=name, figures=joined(told))


def one_line(text: str) -> str:
    """Text without the blanks that line up a column of a terminal."""
    return " ".join(text.split())


# --- columns of figures ---------------------------------------------------------------------------


class Piece(NamedTuple):
    """A line of text with its looks."""

    text: str
    font: Font
    colour: str


def draw_pieces(
    canvas: Canvas, pieces: Sequence[Piece], x: float, middle: float, *, anchor: str = "start"
) -> None:
    """Lines of text below each other, around a middle."""
    y = middle - sum(piece.font.line for piece in pieces) / 2
    for text, font, colour in pieces:
        canvas.text(x, y + font.line / 2 + font.base, text, font, colour, anchor=anchor)
        y += font.line


class Stack:
    """Figures of each row that stand above each other, and the headings that say so."""

    def __init__(self, columns: tuple[Column, ...], view: View, size: Size) -> None:
        self.columns = columns
        self.size = size
        self.is_number = all(found.is_number for found in columns)
        self.headings = [
            line
            for found in columns
            for line in folded(spoken(found.heading, view.language), size.heading, size.small.width)
        ]
        self._known: dict[tuple[Cell, int], list[str]] = {}
        texts = [
            self._font(place, strong=True).width(line)
            for place, found in enumerate(columns)
            for cell in set(found.cells)
            for line in self._broken(cell, place)
        ]
        self.width = max([*texts, *map(size.small.width, self.headings)])

    def _font(self, place: int, *, strong: bool) -> Font:
        return self.size.small if place else self.size.font._replace(bold=strong)

    def _broken(self, cell: Cell, place: int) -> list[str]:
        key = (cell, place)
        if key not in self._known:
            font = self._font(place, strong=True)
            self._known[key] = folded(one_line(cell.text), _FIGURE, font.width)
        return self._known[key]

    def _pieces(self, row: int, *, strong: bool = False) -> list[Piece]:
        return [
            Piece(text, self._font(place, strong=strong), TONES[found.cells[row].tone])
            for place, found in enumerate(self.columns)
            for text in self._broken(found.cells[row], place)
        ]

    def need(self, row: int) -> int:
        """How high the figures of a row are."""
        return sum(piece.font.line for piece in self._pieces(row))

    def head(self, canvas: Canvas, x: float, bottom: float) -> None:
        """The headings, the last of them on a base line."""
        anchor, place = ("end", x + self.width) if self.is_number else ("start", x)
        for number, text in enumerate(reversed(self.headings)):
            y = bottom - number * self.size.small.line
            canvas.text(place, y, text, self.size.small, QUIET, anchor=anchor)

    def draw(
        self, canvas: Canvas, row: int, x: float, middle: float, *, strong: bool = False
    ) -> None:
        """The figures of a row."""
        anchor, place = ("end", x + self.width) if self.is_number else ("start", x)
        draw_pieces(canvas, self._pieces(row, strong=strong), place, middle, anchor=anchor)


def head_stacks(canvas: Canvas, stacks: Sequence[Stack], x: float, bottom: float) -> None:
    """The headings of columns side by side."""
    for stack in stacks:
        stack.head(canvas, x, bottom)
        x += stack.width + stack.size.gap


def draw_stacks(
    canvas: Canvas,
    stacks: Sequence[Stack],
    row: int,
    place: tuple[float, float],
    *,
    strong: bool = False,
) -> None:
    """The figures of a row side by side."""
    x, middle = place
    for stack in stacks:
        stack.draw(canvas, row, x, middle, strong=strong)
        x += stack.width + stack.size.gap

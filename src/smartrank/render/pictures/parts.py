"""What pictures are made of: what each can do, rows with their labels, marks and figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from smartrank.language import spoken
from smartrank.messages import joined, say
from smartrank.query.answer import Sheet
from smartrank.render import View
from smartrank.render.cells import Cell, Column, grid
from smartrank.render.fit import folded
from smartrank.render.svg import GRID, INK, QUIET, TONES, Canvas, Font

#: More rows are a list, which a table shows best.
MAX_ROWS = 60
GAP = 20
#: Names are broken beyond so many pixels, headings and names among the figures sooner.
_NAME, _FIGURE = 330, 150


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
    bar: int


SLIDE = Size(Font(15), Font(12), 30, 64, 16)
DENSE = Size(Font(12), Font(11), 20, 24, 9)


class Label(NamedTuple):
    """What a row is called, and what it is part of."""

    name: str
    context: str = ""
    strong: bool = False


class Plot(Protocol):
    """The marks between the labels and the figures of rows."""

    #: Said above the marks.
    heading: str
    #: The least width, and how much of a row's height stands above the middle of its mark.
    width: int
    height: int

    def guide(self, canvas: Canvas, x: float, top: float, width: float, bottom: float) -> None:
        """What lies behind the marks of all rows."""

    def mark(self, canvas: Canvas, row: int, x: float, y: float, width: float) -> None:
        """The mark of a row, whose middle is y."""


class Rows:
    """Rows of a label, a mark and figures, which line up below their headings."""

    def __init__(
        self,
        labels: Sequence[Label],
        plot: Plot,
        stacks: Sequence[tuple[Column, ...]],
        columns: Sequence[Column],
        view: View,
        size: Size = SLIDE,
    ) -> None:
        self.labels = labels
        self.plot = plot
        self.columns = columns
        self.view = view
        self.size = size
        self._names = [self._lines(label) for label in labels]
        self._label_width = max(
            (font.width(text) for lines in self._names for text, font, _ in lines), default=0
        )
        self._stacks = [_Stack(stack, view, size) for stack in stacks]
        self.width = (
            self._label_width + GAP + plot.width + sum(GAP + stack.width for stack in self._stacks)
        )

    def _lines(self, label: Label) -> list[tuple[str, Font, str]]:
        font = self.size.font._replace(bold=label.strong)
        names = folded(label.name, _NAME, font.width)
        contexts = folded(label.context, _NAME, self.size.small.width) if label.context else []
        return [
            *((text, font, INK) for text in names),
            *((text, self.size.small, QUIET) for text in contexts),
        ]

    def draw(self, canvas: Canvas, x: float, y: float, width: float, height: float) -> float:
        """Headings first, then the rows, as high as they need or as fills the height."""
        plot_x = x + self._label_width + GAP
        plot_width = self.plot.width + width - self.width
        top = self._headings(canvas, plot_x, y, plot_width) if self.view.header else y
        needs = [self._need(row) for row in range(len(self.labels))]
        spare = max(0.0, height - (top - y) - sum(needs)) / max(1, len(needs))
        heights = [max(need, min(need + spare, self.size.most)) for need in needs]
        self.plot.guide(canvas, plot_x, top, plot_width, top + sum(heights))
        for row, tall in enumerate(heights):
            middle = top + tall / 2
            self._row(canvas, row, x, middle)
            self.plot.mark(canvas, row, plot_x, middle, plot_width)
            left = plot_x + plot_width + GAP
            for stack in self._stacks:
                stack.draw(canvas, row, left, middle, strong=self.labels[row].strong)
                left += stack.width + GAP
            top += tall
            if self.labels[row].strong and row + 1 < len(self.labels):
                canvas.line([(x, top), (x + width, top)], GRID)
        return top

    def _need(self, row: int) -> int:
        named = sum(font.line for _, font, _ in self._names[row])
        figures = max((stack.need(row) for stack in self._stacks), default=0)
        return max(self.size.least, self.plot.height, named + 8, figures + 6)

    def _headings(self, canvas: Canvas, plot_x: float, y: float, plot_width: float) -> float:
        font = self.size.small
        count = max((len(stack.headings) for stack in self._stacks), default=0)
        bottom = y + max(1, count) * font.line
        canvas.text(plot_x, bottom - 6, self.plot.heading, font, QUIET)
        left = plot_x + plot_width + GAP
        for stack in self._stacks:
            stack.head(canvas, left, bottom - 6)
            left += stack.width + GAP
        return bottom + 4

    def _row(self, canvas: Canvas, row: int, x: float, middle: float) -> None:
        column(canvas, self._names[row], x, middle)

    def described(self) -> Iterator[str]:
        """Each row with its figures."""
        return described(self.labels, self.columns)


def column(
    canvas: Canvas,
    lines: Sequence[tuple[str, Font, str]],
    x: float,
    middle: float,
    anchor: str = "start",
) -> None:
    """Lines of text below each other, around a middle."""
    y = middle - sum(font.line for _, font, _ in lines) / 2
    for text, font, colour in lines:
        canvas.text(x, y + font.line / 2 + font.base, text, font, colour, anchor)
        y += font.line


class _Stack:
    """Figures of each row that stand above each other."""

    def __init__(self, columns: tuple[Column, ...], view: View, size: Size) -> None:
        self.columns = columns
        self.size = size
        self.is_number = all(found.is_number for found in columns)
        self.headings = [
            line
            for found in columns
            for line in folded(spoken(found.heading, view.language), _FIGURE - 50, size.small.width)
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
            self._known[key] = folded(" ".join(cell.text.split()), _FIGURE, font.width)
        return self._known[key]

    def head(self, canvas: Canvas, x: float, bottom: float) -> None:
        """The headings, the last of them on a line."""
        for number, text in enumerate(reversed(self.headings)):
            y = bottom - number * self.size.small.line
            self._put(canvas, x, y, text, self.size.small, QUIET)

    def need(self, row: int) -> int:
        """How high the figures of a row are."""
        return sum(
            self._font(place, strong=False).line * len(self._broken(found.cells[row], place))
            for place, found in enumerate(self.columns)
        )

    def draw(self, canvas: Canvas, row: int, x: float, middle: float, *, strong: bool) -> None:
        """The figures of a row."""
        lines = [
            (text, self._font(place, strong=strong), TONES[found.cells[row].tone])
            for place, found in enumerate(self.columns)
            for text in self._broken(found.cells[row], place)
        ]
        anchor = "end" if self.is_number else "start"
        column(canvas, lines, x + self.width if self.is_number else x, middle, anchor)

    def _put(self, canvas: Canvas, x: float, y: float, text: str, font: Font, colour: str) -> None:
        if self.is_number:
            canvas.text(x + self.width, y, text, font, colour, "end")
        else:
            canvas.text(x, y, text, font, colour)


# --- what is drawn --------------------------------------------------------------------------------


def columns_of(sheet: Sheet, view: View) -> dict[str, Column]:
    """The columns that a table of the sheet shows, by field."""
    del view
    return {found.field: found for found in grid(sheet).columns}


def column_of(sheet: Sheet, name: str) -> Column:
    """A column of a sheet, whether a table shows it or not."""
    (found,) = grid(sheet, (name,)).columns
    return found


def split(columns: dict[str, Column]) -> tuple[list[Label], list[Column]]:
    """Columns -> what each row is called, and the figures of all rows.

    The name that tells rows apart best is the name of the row, what else it is part of its context.
    """
    labels = [found for found in columns.values() if found.field in _CONTEXT]
    names = [found for found in labels if found.role == "name"]
    best = max(reversed(names), key=lambda found: len(set(found.cells)))
    others = [found for found in labels if found is not best]
    rows = zip(*(found.cells for found in (best, *others)), strict=True)
    return (
        [
            Label(name.text, joined(dict.fromkeys(cell.text for cell in context), " · "))
            for name, *context in rows
        ],
        [found for found in columns.values() if found not in labels],
    )


#: The fields that say what a row is about.
_CONTEXT = ("city_name", "edition", "category_name", "indicator_name", "likely_name")


def described(labels: Sequence[Label], columns: Sequence[Column]) -> Iterator[str]:
    """Rows in words: each with its headings and figures."""
    figures = [found for found in columns if found.field not in _CONTEXT]
    for row, label in enumerate(labels):
        name = joined(filter(None, (label.context, label.name)), " · ")
        told = [
            say(
                "picture-figure", name=found.heading, figure=" ".join(found.cells[row].text.split())
            )
            for found in figures
        ]
        yield say("picture-row", name=name, figures=joined(told)) if told else name

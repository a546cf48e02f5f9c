"""Rows of a label, a mark and figures, which line up below their headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from smartrank.language import spoken
from smartrank.render import View
from smartrank.render.cells import Column
from smartrank.render.fit import folded
from smartrank.render.pictures.parts import SLIDE, Label, Size, described
from smartrank.render.pictures.stacks import Piece, Stack, draw_pieces, draw_stacks, head_stacks
from smartrank.render.svg import GRID, INK, QUIET, Canvas


class Plot(Protocol):
    """The marks between the labels and the figures of rows."""

    @property
    def width(self) -> int:
        """The least width in pixels."""

    @property
    def height(self) -> int:
        """The least height of a row."""

    @property
    def head_height(self) -> int:
        """How high what stands above the marks is."""

    def head(self, canvas: Canvas, x: float, bottom: float, width: float) -> None:
        """What stands above the marks: the scale, and what they are."""

    def guide(self, canvas: Canvas, x: float, width: float, span: tuple[float, float]) -> None:
        """What lies behind the marks of all rows, from the top to the bottom of a span."""

    def mark(self, canvas: Canvas, row: int, x: float, y: float, width: float) -> None:
        """The mark of a row, whose middle is y."""


class Rows:
    """Rows that share a plot; the wider the picture, the wider the plot."""

    def __init__(
        self,
        labels: Sequence[Label],
        plot: Plot,
        stacks: Sequence[tuple[Column, ...]],
        columns: Sequence[Column],
        view: View,
        *,
        size: Size = SLIDE,
        title: str = "",
        note: str = "",
    ) -> None:
        self.title = spoken(title, view.language)
        self.note = spoken(note, view.language)
        self.labels = labels
        self.plot = plot
        self.columns = columns
        self.view = view
        self.size = size
        self._names = [self._pieces(label) for label in labels]
        heading = size.font._replace(bold=True).width(self.title)
        widths = (piece.font.width(piece.text) for pieces in self._names for piece in pieces)
        self.label_width = max(heading, *widths)
        self.stacks = [Stack(stack, view, size) for stack in stacks]

    @property
    def width(self) -> int:
        """Labels, the least of the plot, and the figures."""
        figures = sum(self.size.gap + stack.width for stack in self.stacks)
        return self.label_width + self.size.gap + self.plot.width + figures

    def align(self, others: Sequence[Rows]) -> None:
        """Take as much room for labels and figures as the widest of some alike."""
        self.label_width = max(other.label_width for other in others)
        for place, stack in enumerate(self.stacks):
            stack.width = max(other.stacks[place].width for other in others)

    def is_like(self, other: Rows) -> bool:
        """Whether both have the same figures."""
        headings = ([stack.headings for stack in rows.stacks] for rows in (self, other))
        return next(headings) == next(headings)

    def _pieces(self, label: Label) -> list[Piece]:
        font, small = self.size.font._replace(bold=label.strong), self.size.small
        names = folded(label.name, self.size.name, font.width)
        contexts = folded(label.context, self.size.name, small.width) if label.context else []
        return [
            *(Piece(text, font, INK) for text in names),
            *(Piece(text, small, QUIET) for text in contexts),
        ]

    def draw(self, canvas: Canvas, x: float, y: float, width: float, height: float) -> float:
        """Headings first, then the rows, as high as they need or as fills the height."""
        left = x + self.label_width + self.size.gap
        plot_width = self.plot.width + width - self.width
        right = left + plot_width + self.size.gap
        top = y
        if self.view.header:
            top = self._head(canvas, (x, y), (left, plot_width), right)
        heights = self._heights(height - (top - y))
        self.plot.guide(canvas, left, plot_width, (top, top + sum(heights)))
        for row, (label, tall) in enumerate(zip(self.labels, heights, strict=True)):
            middle = top + tall / 2
            draw_pieces(canvas, self._names[row], x, middle)
            self.plot.mark(canvas, row, left, middle, plot_width)
            draw_stacks(canvas, self.stacks, row, (right, middle), strong=label.strong)
            top += tall
            if label.strong and row + 1 < len(heights):
                canvas.line([(x, top), (x + width, top)], GRID)
        if self.note and self.view.header:
            top += self.size.small.line
            canvas.text(x, top - 3, self.note, self.size.small, QUIET)
        return top

    def _head(
        self, canvas: Canvas, place: tuple[float, float], plot: tuple[float, float], right: float
    ) -> float:
        x, y = place
        lines = max((len(stack.headings) for stack in self.stacks), default=0)
        bottom = y + max(lines * self.size.small.line, self.plot.head_height)
        canvas.text(x, bottom - 4, self.title, self.size.font._replace(bold=True))
        self.plot.head(canvas, plot[0], bottom - 4, plot[1])
        head_stacks(canvas, self.stacks, right, bottom - 4)
        return bottom + 4

    def _heights(self, room: float) -> list[float]:
        needs = [self._need(row) for row in range(len(self.labels))]
        spare = max(0.0, room - sum(needs)) / len(needs)
        return [max(need, min(need + spare, self.size.most)) for need in needs]

    def _need(self, row: int) -> int:
        named = sum(piece.font.line for piece in self._names[row]) + 4
        figures = [stack.need(row) + 6 for stack in self.stacks]
        return max([self.size.least, self.plot.height, named, *figures])

    def described(self) -> Iterator[str]:
        """Each row with its figures."""
        return described(self.labels, self.columns)

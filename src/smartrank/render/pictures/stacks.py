"""Columns of figures beside the marks of a picture, one figure of a row above another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from smartrank.language import spoken
from smartrank.render import View
from smartrank.render.cells import Cell, Column
from smartrank.render.fit import folded
from smartrank.render.pictures.parts import Size, one_line
from smartrank.render.svg import QUIET, TONES, Canvas, Font

#: Figures are broken beyond so many pixels: there may be names among them.
_BROKEN = 150


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
            self._known[key] = folded(one_line(cell.text), _BROKEN, font.width)
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

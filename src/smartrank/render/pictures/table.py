"""A table as a picture: for what no other picture shows better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from smartrank.language import spoken
from smartrank.messages import joined, say
from smartrank.render import View
from smartrank.render.cells import Cell, Grid
from smartrank.render.fit import folded
from smartrank.render.pictures.parts import one_line
from smartrank.render.pictures.stacks import Piece
from smartrank.render.svg import BAR, EDGE, GRID, INK, QUIET, TONES, TRACK, Canvas, Font

_FONT, _HEAD = Font(13), Font(12)
_NAME, _TITLE = Font(13, bold=True), Font(15, bold=True)
_GAP, _ROW, _BAR = 22, 22, 130
#: Texts are broken beyond so many pixels, headings sooner.
_TEXT, _HEADING = 600, 120


class Place(NamedTuple):
    """Where a column stands."""

    x: float
    width: int
    is_number: bool = False


class Table:
    """Rows of cells below headings, with a bar behind the first figure that has a maximum."""

    def __init__(self, drawn: Grid, view: View) -> None:
        self.drawn = drawn
        self.view = view
        self.columns = drawn.columns
        self._known = {
            cell: folded(cell.text, _TEXT, _FONT.width)
            for found in drawn.columns
            for cell in set(found.cells)
        }
        self._headings = [
            folded(spoken(found.heading, view.language), _HEADING, _HEAD.width)
            for found in drawn.columns
        ]
        self._widths = [
            max(
                *(_HEAD.width(line) for line in heading),
                *(_FONT.width(line) for cell in set(found.cells) for line in self._known[cell]),
                0,
            )
            for found, heading in zip(drawn.columns, self._headings, strict=True)
        ]
        self._bar = next(
            (n for n, found in enumerate(drawn.columns) if any(c.part for c in found.cells)), None
        )
        bar = 0 if self._bar is None else _BAR + _GAP
        self.width = sum(self._widths) + _GAP * (len(self._widths) - 1) + bar

    def draw(self, canvas: Canvas, x: float, y: float, width: float, height: float) -> float:
        """Title, headings, rows and note, each as high as it needs."""
        del width, height
        if self.view.header:
            y = self._heads(canvas, x, _titled(canvas, self.drawn, self.view, x, y))
        for row in self.drawn.rows:
            y = self._row(canvas, row, x, y)
        if self.drawn.note and self.view.header:
            note = spoken(self.drawn.note, self.view.language)
            canvas.text(x, y + _HEAD.line, note, _HEAD, QUIET)
            y += _HEAD.line + 6
        return y

    def _heads(self, canvas: Canvas, x: float, y: float) -> float:
        bottom = y + _HEAD.line * max(map(len, self._headings))
        for place, lines in zip(self._places(x), self._headings, strict=True):
            for number, text in enumerate(reversed(lines)):
                _put(canvas, place, bottom - 5 - number * _HEAD.line, Piece(text, _HEAD, QUIET))
        canvas.line([(x, bottom + 1), (x + self.width, bottom + 1)], EDGE)
        return bottom + 6

    def _places(self, x: float) -> Iterator[Place]:
        for number, (found, width) in enumerate(zip(self.columns, self._widths, strict=True)):
            yield Place(x, width, found.is_number)
            x += width + _GAP + (_BAR + _GAP if number == self._bar else 0)

    def _row(self, canvas: Canvas, row: Sequence[Cell], x: float, y: float) -> float:
        height = _ROW + _FONT.line * (max(len(self._known[cell]) for cell in row) - 1)
        for number, (place, cell) in enumerate(zip(self._places(x), row, strict=True)):
            base = y + _ROW / 2 + _FONT.base
            for text in self._known[cell]:
                _put(canvas, place, base, Piece(text, _FONT, TONES[cell.tone]))
                base += _FONT.line
            if number == self._bar and cell.part is not None:
                _bar(canvas, place.x + place.width + _GAP, y + _ROW / 2, cell.part)
        canvas.line([(x, y + height), (x + self.width, y + height)], GRID)
        return y + height

    def described(self) -> Iterator[str]:
        """Each row with its headings."""
        for row in self.drawn.rows:
            yield joined(
                say("picture-figure", name=found.heading, figure=one_line(cell.text))
                for found, cell in zip(self.columns, row, strict=True)
            )


def _titled(canvas: Canvas, drawn: Grid, view: View, x: float, y: float) -> float:
    """The title, if there is one; gives the y below it."""
    if not drawn.title:
        return y
    canvas.text(x, y + 16, spoken(drawn.title, view.language), _TITLE)
    return y + 28


def _put(canvas: Canvas, place: Place, base: float, piece: Piece) -> None:
    """A text at its end of a column."""
    anchor, x = ("end", place.x + place.width) if place.is_number else ("start", place.x)
    canvas.text(x, base, *piece, anchor=anchor)


def _bar(canvas: Canvas, x: float, middle: float, part: float) -> None:
    canvas.rectangle(x, middle - 5, _BAR, 10, TRACK)
    canvas.rectangle(x, middle - 5, _BAR * part, 10, BAR)
    canvas.rectangle(x + _BAR - 1, middle - 7, 1.5, 14, EDGE)


class Records:
    """Records one below the other: the names each begins with, then a line for each other field."""

    width = 900

    def __init__(self, drawn: Grid, view: View) -> None:
        self.drawn = drawn
        self.view = view
        self.columns = drawn.columns

    def draw(self, canvas: Canvas, x: float, y: float, width: float, height: float) -> float:
        """The records, their texts as wide as there is room."""
        del height
        if self.view.header:
            y = _titled(canvas, self.drawn, self.view, x, y)
        heads = [spoken(found.heading, self.view.language) for found in self.columns]
        names = len([*takewhile(lambda found: found.role == "name", self.columns)])
        inset = max(map(_HEAD.width, heads[names:]), default=0) + _GAP
        for row in self.drawn.rows:
            for cell in row[:names]:
                y = _prose(canvas, cell.text, Place(x, int(width)), y, _NAME)
            for heading, cell in zip(heads[names:], row[names:], strict=True):
                canvas.text(x, y + _FONT.line - 4, heading, _HEAD, QUIET)
                y = _prose(canvas, cell.text, Place(x + inset, int(width - inset)), y, _FONT)
            y += 10
        return y

    def described(self) -> Iterator[str]:
        """Each record with its headings."""
        return Table(self.drawn, self.view).described()


def _prose(canvas: Canvas, text: str, place: Place, y: float, font: Font) -> float:
    for line in folded(text, place.width, font.width):
        y += font.line
        canvas.text(place.x, y - 4, line, font, INK)
    return y


def picture(drawn: Grid, view: View) -> Table | Records:
    """A table, or records below each other where it is to be read so."""
    return Records(drawn, view) if drawn.vertical else Table(drawn, view)

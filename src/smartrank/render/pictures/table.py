"""A table as a picture: for what no other picture shows better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from smartrank.language import spoken
from smartrank.messages import joined, say
from smartrank.render import View
from smartrank.render.cells import Cell, Column, Grid
from smartrank.render.fit import folded
from smartrank.render.svg import BAR, EDGE, GRID, INK, QUIET, TONES, TRACK, Canvas, Font

_FONT, _HEAD, _TITLE = Font(13), Font(12), Font(15, bold=True)
_GAP, _ROW, _BAR = 22, 22, 130
#: Texts are broken beyond so many pixels, headings sooner.
_TEXT, _HEADING = 380, 120


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
            y = self._heads(canvas, x, self._title(canvas, x, y))
        for row in self.drawn.rows:
            y = self._row(canvas, row, x, y)
        if self.drawn.note and self.view.header:
            note = spoken(self.drawn.note, self.view.language)
            canvas.text(x, y + _HEAD.line, note, _HEAD, QUIET)
            y += _HEAD.line + 6
        return y

    def _title(self, canvas: Canvas, x: float, y: float) -> float:
        if not self.drawn.title:
            return y
        canvas.text(x, y + 16, spoken(self.drawn.title, self.view.language), _TITLE)
        return y + 28

    def _heads(self, canvas: Canvas, x: float, y: float) -> float:
        bottom = y + _HEAD.line * max(map(len, self._headings))
        for left, found, lines, width in self._places(x, self._headings):
            for number, text in enumerate(reversed(lines)):
                base = bottom - 5 - number * _HEAD.line
                _put(canvas, (left, width), base, text, found, _HEAD, QUIET)
        canvas.line([(x, bottom + 1), (x + self.width, bottom + 1)], EDGE)
        return bottom + 6

    def _places(
        self, x: float, texts: Sequence[list[str]]
    ) -> Iterator[tuple[float, Column, list[str], int]]:
        for n, (found, width) in enumerate(zip(self.columns, self._widths, strict=True)):
            yield x, found, texts[n], width
            x += width + _GAP + (_BAR + _GAP if n == self._bar else 0)

    def _row(self, canvas: Canvas, row: Sequence[Cell], x: float, y: float) -> float:
        texts = [self._known[cell] for cell in row]
        height = _ROW + _FONT.line * (max(map(len, texts)) - 1)
        for n, (left, found, lines, width) in enumerate(self._places(x, texts)):
            for number, text in enumerate(lines):
                base = y + _ROW / 2 + _FONT.base + number * _FONT.line
                _put(canvas, (left, width), base, text, found, _FONT, TONES[row[n].tone])
            if n == self._bar and row[n].part is not None:
                _bar(canvas, left + width + 10, y + _ROW / 2, row[n].part or 0.0)
        canvas.line([(x, y + height), (x + self.width, y + height)], GRID, 0.7)
        return y + height

    def described(self) -> Iterator[str]:
        """Each row with its headings."""
        for row in self.drawn.rows:
            yield joined(
                say("picture-figure", name=found.heading, figure=" ".join(cell.text.split()))
                for found, cell in zip(self.columns, row, strict=True)
            )


def _put(
    canvas: Canvas,
    place: tuple[float, int],
    base: float,
    text: str,
    found: Column,
    font: Font,
    colour: str,
) -> None:
    left, width = place
    if found.is_number:
        canvas.text(left + width, base, text, font, colour, "end")
    else:
        canvas.text(left, base, text, font, colour)


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
        if self.drawn.title and self.view.header:
            canvas.text(x, y + 16, spoken(self.drawn.title, self.view.language), _TITLE)
            y += 28
        heads = [spoken(found.heading, self.view.language) for found in self.columns]
        names = len([*takewhile(lambda found: found.role == "name", self.columns)])
        inset = max(map(_HEAD.width, heads[names:]), default=0) + _GAP
        for row in self.drawn.rows:
            for cell in row[:names]:
                y = _prose(canvas, cell.text, x, y, width, _FONT._replace(bold=True))
            for heading, cell in zip(heads[names:], row[names:], strict=True):
                canvas.text(x, y + _FONT.line - 4, heading, _HEAD, QUIET)
                y = _prose(canvas, cell.text, x + inset, y, width - inset, _FONT)
            y += 10
        return y

    def described(self) -> Iterator[str]:
        """Each record with its headings."""
        return Table(self.drawn, self.view).described()


def _prose(canvas: Canvas, text: str, x: float, y: float, width: float, font: Font) -> float:
    for line in folded(text, int(width), font.width):
        y += font.line
        canvas.text(x, y - 4, line, font, INK)
    return y


def picture(drawn: Grid, view: View) -> Table | Records:
    """A table, or records below each other where it is to be read so."""
    return Records(drawn, view) if drawn.vertical else Table(drawn, view)

"""A slope: ranks from edition to edition, rank 1 at the top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from smartrank.language import spoken
from smartrank.messages import say
from smartrank.query.answer import Sheet
from smartrank.render import View
from smartrank.render.beside import grids
from smartrank.render.cells import Cell, Column
from smartrank.render.pictures.parts import GAP, Label, columns_of, described, split
from smartrank.render.svg import DOWN, EDGE, GRID, INK, PAPER, QUIET, TONES, UP, Canvas, Font

#: More lines are a tangle.
MAX_LINES = 14
#: Between two editions, and the height of a slope that has no other to fill.
_STEP, _HEIGHT = 210, 420
_LABEL, _SMALL, _FIGURE = Font(14), Font(12), Font(14, bold=True)
#: Between lines of labels.
_ROW = 21


class Stop(NamedTuple):
    """A rank of a line in an edition, with its text."""

    rank: int | None
    text: str


class Slope:
    """Lines from rank to rank, with their figures at each edition and their names at the end."""

    def __init__(
        self,
        heads: Sequence[str],
        lines: Sequence[Sequence[Stop]],
        labels: Sequence[Label],
        figures: Sequence[Column],
        columns: Sequence[Column],
        view: View,
        last: int = 0,
    ) -> None:
        self.heads = heads
        self.lines = lines
        self.labels = labels
        self.figures = figures
        self.columns = columns
        self.view = view
        ranks = [stop.rank for line in lines for stop in line if stop.rank is not None]
        self.last = max(last, *ranks, 2)
        texts = [stop.text for line in lines for stop in line]
        self.figure = max(map(_FIGURE.width, (*texts, str(self.last))))
        self.names = max((_name_width(label) for label in labels), default=0)
        self.widths = [
            max(
                _LABEL.width(_plain(cell)) if row else _SMALL.width(text)
                for row, cell, text in _heading_and_cells(found, view)
            )
            for found in figures
        ]
        self.after = self.names + sum(GAP + width for width in self.widths)
        self.width = round(
            2 * self.figure + 48 + _STEP * (len(heads) - 1) + self.after + self.figure
        )

    def draw(self, canvas: Canvas, x: float, y: float, width: float, height: float) -> float:
        """The lines on their scale, with room enough for every label."""
        top = y + (_SMALL.line + 14 if self.view.header else 6)
        low = top + max(height - (top - y) - 8, _HEIGHT, _ROW * len(self.lines))
        first = x + 2 * self.figure + 34
        step = (width - (first - x) - self.figure - 14 - self.after) / (len(self.heads) - 1)
        step = min(step, 2.2 * _STEP)
        places = [first + step * number for number in range(len(self.heads))]
        self._scale(canvas, x, places, top, low)
        shown = self._spread(top, low)
        for number, line in enumerate(self.lines):
            self._line(canvas, line, places, top, low)
            self._figures(canvas, number, places, shown)
        self._ends(canvas, places[-1] + self.figure + 26, top, shown[-1])
        return low + 8

    def _y(self, rank: float, top: float, low: float) -> float:
        return top + 8 + (rank - 1) / (self.last - 1) * (low - top - 16)

    def _scale(
        self, canvas: Canvas, x: float, places: Sequence[float], top: float, low: float
    ) -> None:
        for rank in (1, self.last):
            y = self._y(rank, top, low)
            canvas.line([(places[0], y), (places[-1], y)], GRID)
            canvas.text(x + self.figure, y + _SMALL.base, str(rank), _SMALL, QUIET, "end")
        for head, place in zip(self.heads, places, strict=True):
            canvas.line([(place, top), (place, low)], GRID)
            if self.view.header:
                canvas.text(place, top - 8, head, _SMALL, QUIET, "middle")

    def _spread(self, top: float, low: float) -> list[dict[int, float]]:
        """For each edition the height of the figures: near their ranks, and none over another."""
        found = []
        for stop in range(len(self.heads)):
            known = {
                number: self._y(rank, top, low)
                for number, line in enumerate(self.lines)
                if (rank := line[stop].rank) is not None
            }
            if stop == len(self.heads) - 1:  # what has no rank there has its label at the bottom
                known.update({n: low for n in range(len(self.lines)) if n not in known})
            found.append(spread(known, _ROW, top + 8, low - 8))
        return found

    def _line(
        self, canvas: Canvas, line: Sequence[Stop], places: Sequence[float], top: float, low: float
    ) -> None:
        points = [
            (place, self._y(stop.rank, top, low), stop.rank)
            for place, stop in zip(places, line, strict=True)
            if stop.rank is not None
        ]
        for (x1, y1, before), (x2, y2, now) in zip(points, points[1:], strict=False):
            canvas.line([(x1, y1), (x2, y2)], _colour(before, now), 3)
        for number, (place, y, rank) in enumerate(points):
            colour = _colour(points[number - 1][2] if number else rank, rank) if number else EDGE
            canvas.circle(place, y, 5, colour, PAPER)

    def _figures(
        self,
        canvas: Canvas,
        number: int,
        places: Sequence[float],
        shown: Sequence[dict[int, float]],
    ) -> None:
        for stop, (place, heights) in enumerate(zip(places, shown, strict=True)):
            text = self.lines[number][stop].text
            if number in heights and text:
                y = heights[number] + _FIGURE.base
                last = stop == len(places) - 1
                if last:
                    canvas.text(place + 14 + self.figure, y, text, _FIGURE, INK, "end")
                else:
                    canvas.text(place - 12, y, text, _FIGURE, INK, "end")

    def _ends(self, canvas: Canvas, x: float, top: float, heights: dict[int, float]) -> None:
        left = x + self.names
        for found, width in zip(self.figures, self.widths, strict=True):
            left += GAP + width
            if self.view.header:
                heading = spoken(found.heading, self.view.language)
                canvas.text(left, top - 8, heading, _SMALL, QUIET, "end")
        for number, label in enumerate(self.labels):
            y = heights[number] + _LABEL.base
            font = _LABEL._replace(bold=label.strong)
            canvas.text(x, y, label.name, font)
            if label.context:
                canvas.text(x + font.width(label.name) + 8, y, label.context, _SMALL, QUIET)
            left = x + self.names
            for found, width in zip(self.figures, self.widths, strict=True):
                left += GAP + width
                cell = found.cells[number]
                canvas.text(left, y, _plain(cell), _LABEL, TONES[cell.tone], "end")

    def described(self) -> Iterator[str]:
        """Each line with its figures."""
        return described(self.labels, self.columns)


def _name_width(label: Label) -> int:
    width = _LABEL._replace(bold=True).width(label.name)
    return width + 8 + _SMALL.width(label.context) if label.context else width


def _plain(cell: Cell) -> str:
    return " ".join(cell.text.split())


def _heading_and_cells(found: Column, view: View) -> Iterator[tuple[bool, Cell, str]]:
    nothing = Cell("")
    yield False, nothing, spoken(found.heading, view.language)
    for cell in set(found.cells):
        yield True, cell, ""


def _colour(before: int, now: int) -> str:
    return UP if now < before else DOWN if now > before else EDGE


def spread(wanted: dict[int, float], gap: float, top: float, low: float) -> dict[int, float]:
    """Heights as near as can be to those wanted, at least a gap apart, between top and low."""
    order = sorted(wanted, key=lambda number: wanted[number])
    # with the gaps taken out, heights need only rise: falling neighbours share their mean
    blocks: list[tuple[float, int]] = []
    for place, number in enumerate(order):
        block = (wanted[number] - place * gap, 1)
        while blocks and blocks[-1][0] > block[0]:
            mean, count = blocks.pop()
            total = count + block[1]
            block = ((mean * count + block[0] * block[1]) / total, total)
        blocks.append(block)
    flat = [mean for mean, count in blocks for _ in range(count)]
    bottom = max(top, low - (len(order) - 1) * gap)
    return {
        number: min(max(height, top), bottom) + place * gap
        for place, (number, height) in enumerate(zip(order, flat, strict=True))
    }


def picture(sheet: Sheet, view: View) -> Slope | None:
    """The ranks of a sheet; None if the lines are too many, or no rank before is known."""
    return _of_editions(sheet, view) if sheet.sides else _of_trends(sheet, view)


def _of_trends(sheet: Sheet, view: View) -> Slope | None:
    rows = sheet.rows
    if len(rows) > MAX_LINES or all(row.previous_rank is None for row in rows):
        return None
    columns = columns_of(sheet, view)
    labels, figures = split(columns)
    stops = [
        [Stop(row.previous_rank, before.text), Stop(row.rank, now.text)]
        for row, before, now in zip(
            rows, columns["previous_rank"].cells, columns["rank"].cells, strict=True
        )
    ]
    editions = {row.edition for row in rows}
    heads = [columns[name].heading for name in ("previous_rank", "rank")]
    if len(editions) == 1:
        (edition,) = editions
        heads = [str(edition - 1), str(edition)]
    left = [found for found in figures if found.field not in ("rank", "previous_rank")]
    last = max((row.ranked_cities or 0 for row in rows), default=0)
    return Slope(heads, stops, labels, left, [*columns.values()], view, last)


def _of_editions(sheet: Sheet, view: View) -> Slope | None:
    drawn = next((found for found in grids(sheet) if found.columns[-1].cells), None)
    del drawn, view, say
    return None

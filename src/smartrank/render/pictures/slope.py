"""A slope: ranks from edition to edition, rank 1 at the top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from smartrank.language import spoken
from smartrank.names import OVERALL
from smartrank.query.answer import Sheet
from smartrank.render import View
from smartrank.render.cells import Column
from smartrank.render.pictures.lines import headed, lines_of
from smartrank.render.pictures.parts import SLIDE, Label, column_of, columns_of, described, parted
from smartrank.render.pictures.stacks import Stack, draw_stacks, head_stacks
from smartrank.render.svg import DOWN, EDGE, GRID, INK, PAPER, QUIET, UP, Canvas, Font

#: More lines are a tangle.
MAX_LINES = 14
#: The least way between two editions, the least height, and from one line of labels to the next.
_STEP, _HEIGHT, _ROW = 150, 360, 24
_NAME, _SMALL, _FIGURE = SLIDE.font, SLIDE.small, Font(15, bold=True)


class Stops(NamedTuple):
    """An edition: what it is called, and the ranks of all lines with their texts."""

    heading: str
    ranks: list[int | None]
    texts: list[str]


def picture(sheet: Sheet, view: View) -> Slope | None:
    """The ranks of a sheet; None if the lines are too many, or of one edition alone."""
    return _of_editions(sheet, view) if sheet.sides else _of_trends(sheet, view)


def _of_trends(sheet: Sheet, view: View) -> Slope | None:
    """From the rank before, which follows from the trend, to the rank."""
    rows = sheet.rows
    cities = {row.city for row in rows}
    if len(cities) > 1 or len(rows) > MAX_LINES or not any(row.previous_rank for row in rows):
        return None
    columns = columns_of(sheet, view.language)
    before, now = (column_of(sheet, name, view.language) for name in ("previous_rank", "rank"))
    heads = (before.heading, now.heading)
    editions = {row.edition for row in rows}
    if len(editions) == 1:
        heads = (str(min(editions) - 1), str(min(editions)))
    stops = [
        Stops(heads[0], [row.previous_rank for row in rows], [c.text for c in before.cells]),
        Stops(heads[1], [row.rank for row in rows], [c.text for c in now.cells]),
    ]
    labels, figures = parted(columns)
    labels = [
        label._replace(strong=row.category == OVERALL)
        for label, row in zip(labels, rows, strict=True)
    ]
    figures = [found for found in figures if found.field not in ("rank", "previous_rank")]
    last = max(row.ranked_cities or 0 for row in rows)
    return Slope(stops, labels, figures, [*columns.values()], view, heading=now.heading, last=last)


def _of_editions(sheet: Sheet, view: View) -> Slope | None:
    """Through the editions of a city, and the scores as figures."""
    lines = lines_of(sheet, view.language)
    ranks = lines.figures.get("rank", [])
    if len(lines.labels) > MAX_LINES or len(ranks) < 2:
        return None
    stops = [
        Stops(found.heading, [*values], [cell.text for cell in found.cells])
        for found, values in zip(ranks, lines.values("rank").values(), strict=True)
    ]
    figures = list(lines.differences.get("rank", ()))
    if "score" in lines.figures:
        figures += headed(lines.headings["score"], lines.figures["score"])
        figures += headed(lines.headings["score"], lines.differences.get("score", ()))
    labels = [
        label._replace(strong=any(getattr(row, "category", "") == OVERALL for row in line))
        for label, line in zip(lines.labels, lines.records, strict=True)
    ]
    columns = [*headed(lines.headings["rank"], ranks), *figures]
    return Slope(
        stops, labels, figures, columns, view, heading=lines.headings["rank"], notes=lines.notes
    )


class Slope:
    """Lines from rank to rank, with their figures at each edition and their names at the end."""

    def __init__(
        self,
        stops: Sequence[Stops],
        labels: Sequence[Label],
        figures: Sequence[Column],
        columns: Sequence[Column],
        view: View,
        *,
        heading: str,
        last: int = 0,
        notes: Sequence[str] = (),
    ) -> None:
        self.stops = stops
        self.labels = labels
        self.columns = columns
        self.view = view
        self.notes = notes
        self._rank = spoken(heading, view.language)
        self.last = max(last, 2, *(rank or 0 for stop in stops for rank in stop.ranks))
        texts = [text for stop in stops for text in stop.texts]
        self._figure = max(map(_FIGURE.width, (*texts, str(self.last))))
        self._name = max(map(_name_width, labels))
        self._stacks = [Stack((found,), view, SLIDE) for found in figures]
        # before the first edition the ends of the scale and a figure, behind the last a figure
        self._before = max(2 * self._figure, _SMALL.width(self._rank)) + 36
        self._after = self._figure + 36
        ends = self._name + sum(SLIDE.gap + stack.width for stack in self._stacks)
        self.width = self._before + _STEP * (len(stops) - 1) + self._after + ends

    def draw(self, canvas: Canvas, x: float, y: float, width: float, height: float) -> float:
        """The lines on their scale, with room enough for every label."""
        head = max(len(stack.headings) for stack in self._stacks) if self._stacks else 1
        top = y + (head * _SMALL.line + 6 if self.view.header else 0)
        foot = len(self.notes) * _SMALL.line + 4 if self.notes and self.view.header else 0
        low = top + max(height - (top - y) - foot - 4, _HEIGHT, _ROW * len(self.labels))
        step = _STEP + (width - self.width) / (len(self.stops) - 1)
        places = [x + self._before + step * number for number in range(len(self.stops))]
        if self.view.header:
            self._heads(canvas, places, top - 8)
        scale = Ranks(self.last, top + 10, low - 10)
        self._scale(canvas, x, places, scale)
        for line in range(len(self.labels)):
            self._line(canvas, line, places, scale)
        self._texts(canvas, places, scale)
        for note in self.notes if self.view.header else ():
            low += _SMALL.line
            canvas.text(x, low, spoken(note, self.view.language), _SMALL, QUIET)
        return low + 4

    def _heads(self, canvas: Canvas, places: Sequence[float], bottom: float) -> None:
        for stop, place in zip(self.stops, places, strict=True):
            heading = spoken(stop.heading, self.view.language)
            canvas.text(place, bottom, heading, _SMALL, QUIET, anchor="middle")
        canvas.text(places[0] - self._before, bottom, self._rank, _SMALL, QUIET)
        head_stacks(canvas, self._stacks, self._right(places), bottom)

    def _right(self, places: Sequence[float]) -> float:
        """Where the figures behind the names begin."""
        return places[-1] + self._after + self._name + SLIDE.gap

    def _scale(self, canvas: Canvas, x: float, places: Sequence[float], scale: Ranks) -> None:
        for rank in (1, self.last):
            y = scale.y(rank)
            canvas.line([(places[0], y), (places[-1], y)], GRID)
            base = y + _SMALL.base
            canvas.text(x + self._figure, base, str(rank), _SMALL, QUIET, anchor="end")
        for place in places:
            canvas.line([(place, scale.top), (place, scale.low)], GRID)

    def _line(self, canvas: Canvas, line: int, places: Sequence[float], scale: Ranks) -> None:
        """The way of a line: each stretch in the colour of where it goes."""
        known = [
            (place, scale.y(rank), rank)
            for place, stop in zip(places, self.stops, strict=True)
            if (rank := stop.ranks[line]) is not None
        ]
        for (x1, y1, before), (x2, y2, now) in pairwise(known):
            width = 5 if self.labels[line].strong else 2.5
            canvas.line([(x1, y1), (x2, y2)], _colour(before, now), width)
        for (place, y, rank), (_, _, before) in zip(known, [*known[:1], *known], strict=False):
            canvas.circle(place, y, 5.5, _colour(before, rank), edge=PAPER)

    def _texts(self, canvas: Canvas, places: Sequence[float], scale: Ranks) -> None:
        """The figures beside their dots, and behind the last ones the names and other figures."""
        last = len(self.stops) - 1
        for number, (stop, place) in enumerate(zip(self.stops, places, strict=True)):
            wanted = {
                # what has no rank at the end is named at the bottom
                line: scale.y(self.last if rank is None else rank)
                for line, rank in enumerate(stop.ranks)
                if rank is not None or number == last
            }
            x = place + 16 + self._figure if number == last else place - 12
            for line, y in spread(wanted, _ROW, scale.top, scale.low).items():
                text = stop.texts[line]
                if 0 < number < last:  # lines pass behind it
                    taken = _FIGURE.width(text) + 4
                    canvas.rectangle(x - taken + 2, y - 9, taken, 18, PAPER)
                canvas.text(x, y + _FIGURE.base, text, _FIGURE, INK, anchor="end")
                if number == last:
                    self._end(canvas, line, places, y)

    def _end(self, canvas: Canvas, line: int, places: Sequence[float], y: float) -> None:
        label = self.labels[line]
        font = _NAME._replace(bold=label.strong)
        x = places[-1] + self._after
        canvas.text(x, y + font.base, label.name, font)
        context = x + font.width(label.name) + 8
        canvas.text(context, y + font.base, label.context, _SMALL, QUIET)
        draw_stacks(canvas, self._stacks, line, (self._right(places), y))

    def described(self) -> Iterator[str]:
        """Each line with its figures."""
        return described(self.labels, self.columns)


class Ranks(NamedTuple):
    """The scale of ranks, the first at the top."""

    last: int
    top: float
    low: float

    def y(self, rank: int) -> float:
        """How high a rank stands."""
        return self.top + (rank - 1) / (self.last - 1) * (self.low - self.top)


def _name_width(label: Label) -> int:
    context = 8 + _SMALL.width(label.context) if label.context else 0
    return _NAME._replace(bold=label.strong).width(label.name) + context


def _colour(before: int, now: int) -> str:
    return UP if now < before else DOWN if now > before else EDGE


def spread(wanted: dict[int, float], gap: float, top: float, low: float) -> dict[int, float]:
    """Heights as near as can be to those wanted, a gap or more apart, between top and low."""
    order = sorted(wanted, key=lambda line: wanted[line])
    # with the gaps taken out heights need only not fall: those that would share their mean
    blocks: list[tuple[float, int]] = []
    for place, line in enumerate(order):
        total, count = wanted[line] - place * gap, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before, many = blocks.pop()
            total, count = total + before, count + many
        blocks.append((total, count))
    flat = [total / count for total, count in blocks for _ in range(count)]
    bottom = max(top, low - (len(order) - 1) * gap)
    return {
        line: min(max(height, top), bottom) + place * gap
        for place, (line, height) in enumerate(zip(order, flat, strict=True))
    }

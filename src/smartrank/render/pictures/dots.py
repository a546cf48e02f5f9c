"""Dots: a city in the field of its edition, of which little or all may be known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from smartrank.language import spoken
from smartrank.names import category_key
from smartrank.query.answer import Sheet
from smartrank.render import View
from smartrank.render.cells import Column
from smartrank.render.pictures.parts import MAX_ROWS, columns_of, parted
from smartrank.render.pictures.rows import Rows
from smartrank.render.pictures.scale import FIGURE, HEAD_HEIGHT, SMALL, Scale, places, points, track
from smartrank.render.svg import BAR, EDGE, INK, PAPER, QUIET, Canvas

#: What stands above each other, and the figure that stands at the city's dot.
_STACKS = (
    ("rank", "ranked_cities"),
    ("score",),
    ("mean", "difference_to_mean"),
    ("median",),
    ("best_city_name", "best_score"),
    ("next_city_name", "to_next"),
    ("behind_city_name", "ahead_of_behind"),
    ("state_rank",),
    ("size_rank",),
)


def picture(sheet: Sheet, view: View) -> Rows | None:
    """The rows of a sheet: scores among those of the field, or ranks alone; None for many."""
    if len(sheet.rows) > MAX_ROWS:
        return None
    columns = columns_of(sheet, view.language)
    crowds = {(edition, category): scores for edition, category, scores in sheet.crowds}
    known = [crowds.get((row.edition, category_key(row.category)), ()) for row in sheet.rows]
    in_field = max(map(len, known)) > 1 and all(row.score is not None for row in sheet.rows)
    at_dot = "score" if in_field else "rank"
    plot: Crowd | Line
    if in_field:
        plot = Crowd(sheet.rows, known, columns, view)
    else:
        plot = Line(sheet.rows, columns["rank"], view)
    labels, figures = parted(columns)
    left = {found.field: found for found in figures if found.field != at_dot}
    stacks = [
        stack
        for names in _STACKS
        if (stack := tuple(left.pop(name) for name in names if name in left))
    ]
    return Rows(labels, plot, stacks, [*columns.values()], view)


class Crowd:
    """The scores of all cities as dots, with the city's own, the mean and the median."""

    width = 380
    height = 56
    head_height = HEAD_HEIGHT

    def __init__(
        self,
        rows: Sequence[Any],
        crowds: Sequence[Sequence[float]],
        columns: dict[str, Column],
        view: View,
    ) -> None:
        self.rows = rows
        self.crowds = crowds
        self.cells = columns["score"].cells
        self.lines = [
            (name, spoken(columns[name].heading, view.language))
            for name in ("mean", "median")
            if name in columns
        ]
        self.heading = spoken(columns["score"].heading, view.language)
        scores = [score for crowd in crowds for score in crowd]
        self.scale: Scale = points(max(scores), min(scores))

    def head(self, canvas: Canvas, x: float, bottom: float, width: float) -> None:
        """The scale, and what the lines across are."""
        self.scale.head(canvas, x, bottom, width)
        base = bottom - SMALL.line - 2
        canvas.circle(x + 8, base - 4, 8, BAR, edge=PAPER)
        canvas.text(x + 20, base, self.heading, SMALL, QUIET)
        left = x + 20 + SMALL.width(self.heading) + 24
        for name, heading in self.lines:
            _across(canvas, name, left, base - 4)
            canvas.text(left + 8, base, heading, SMALL, QUIET)
            left += 8 + SMALL.width(heading) + 24

    def guide(self, canvas: Canvas, x: float, width: float, span: tuple[float, float]) -> None:
        """The scale."""
        self.scale.guide(canvas, x, width, span)

    def mark(self, canvas: Canvas, row: int, x: float, y: float, width: float) -> None:
        """All cities, then the lines across, then the city with its score above."""
        y += 8
        for score in self.crowds[row]:
            canvas.circle(self.scale.x(score, x, width), y, 3, EDGE)
        for name, _ in self.lines:
            value = getattr(self.rows[row], name)
            if value is not None:
                _across(canvas, name, self.scale.x(value, x, width), y)
        place = self.scale.x(self.rows[row].score, x, width)
        canvas.circle(place, y, 8, BAR, edge=PAPER)
        canvas.text(place, y - 14, self.cells[row].text, FIGURE, BAR, anchor="middle")


def _across(canvas: Canvas, name: str, x: float, y: float) -> None:
    """A line across the dots; that of the median is broken in two."""
    if name == "mean":
        canvas.line([(x, y - 11), (x, y + 11)], INK, 2.5)
    else:
        canvas.line([(x, y - 11), (x, y - 4)], INK, 2.5)
        canvas.line([(x, y + 4), (x, y + 11)], INK, 2.5)


class Line:
    """A line from the first rank to the last, with the city's dot at its own."""

    width = 380
    height = 48
    head_height = HEAD_HEIGHT

    def __init__(self, rows: Sequence[Any], ranks: Column, view: View) -> None:
        self.rows = rows
        self.cells = ranks.cells
        self.heading = spoken(ranks.heading, view.language)
        self.scale = places(max(row.ranked_cities or row.rank for row in rows))

    def head(self, canvas: Canvas, x: float, bottom: float, width: float) -> None:
        """The first rank and the last."""
        canvas.text(x, bottom - SMALL.line - 2, self.heading, SMALL, QUIET)
        self.scale.head(canvas, x, bottom, width)

    def guide(self, canvas: Canvas, x: float, width: float, span: tuple[float, float]) -> None:
        """The ends of the line."""
        self.scale.guide(canvas, x, width, span)

    def mark(self, canvas: Canvas, row: int, x: float, y: float, width: float) -> None:
        """The city with its rank above."""
        y += 8
        track(canvas, x, y, width)
        place = self.scale.x(self.rows[row].rank, x, width)
        canvas.circle(place, y, 8, BAR, edge=PAPER)
        canvas.text(place, y - 14, self.cells[row].text, FIGURE, BAR, anchor="middle")

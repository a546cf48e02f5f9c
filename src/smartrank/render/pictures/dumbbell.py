"""Dumbbells: cities on a line each, as far apart as their figures are."""

from __future__ import annotations

from collections.abc import Sequence

from smartrank.language import spoken
from smartrank.messages import say
from smartrank.query.answer import Sheet
from smartrank.render import View
from smartrank.render.cells import Column
from smartrank.render.pictures.lines import Lines, headed, lines_of
from smartrank.render.pictures.parts import MAX_ROWS
from smartrank.render.pictures.rows import Rows
from smartrank.render.pictures.scale import FIGURE, NEAR, SIDES, SMALL, Scale, places, points, sign
from smartrank.render.svg import EDGE, QUIET, Canvas


def picture(sheet: Sheet, view: View) -> Rows | None:
    """The lines of a sheet: by score within an edition, else by rank, which all editions share.

    None for many lines or cities, or where nothing can be set beside each other.
    """
    lines = lines_of(sheet, view.language)
    if len(lines.labels) > MAX_ROWS or len(lines.sides) > len(SIDES):
        return None
    one_edition = len({side.edition for side in lines.sides}) == 1
    figure = "score" if one_edition and "score" in lines.figures else "rank"
    if len(lines.figures.get(figure, ())) < len(lines.sides):
        return None
    plot = Dumbbells(lines, figure, view)
    order = (figure, *(name for name in lines.figures if name != figure))
    every = [
        found
        for name in order
        for found in headed(
            lines.headings[name], (*lines.figures[name], *lines.differences.get(name, ()))
        )
    ]
    beside: list[tuple[Column, ...]] = [(found,) for found in every[2:]]
    stacks = beside if plot.at_marks else _by_side(lines, order)
    return Rows(lines.labels, plot, stacks, every, view)


def _by_side(lines: Lines, order: Sequence[str]) -> list[tuple[Column, ...]]:
    """The figures of each side above each other, then its differences to the first."""
    stacks: dict[tuple[bool, int], list[Column]] = {}
    for name in order:
        sides = [*lines.values(name)]
        keys = [*((False, side) for side in sides), *((True, side) for side in sides[1:])]
        columns = (*lines.figures[name], *lines.differences.get(name, ()))
        for key, column in zip(keys, columns, strict=True):
            stack = stacks.setdefault(key, [])
            heading = lines.headings[name]
            if not stack:
                heading = say("picture-figure", name=column.heading, figure=heading)
            stack.append(column._replace(heading=heading))
    return [tuple(stacks[key]) for key in sorted(stacks)]


class Dumbbells:
    """A sign a side, and the way between them; the figures of two stand beyond both ends."""

    height = 30

    def __init__(self, lines: Lines, figure: str, view: View) -> None:
        self.columns = lines.figures[figure]
        self.heading = spoken(lines.headings[figure], view.language)
        self.values = [*zip(*lines.values(figure).values(), strict=True)]
        known = [value for line in self.values for value in line if value is not None]
        self.scale: Scale = points(max(known)) if figure == "score" else places(max(known))
        self.at_marks = len(lines.sides) == 2
        texts = [cell.text for found in self.columns for cell in found.cells]
        self.margin = NEAR + (max(map(FIGURE.width, texts)) if self.at_marks else 0)
        names = 42 + max(SMALL.width(found.heading) for found in self.columns)
        self.width = max(240, names + SMALL.width(self.heading)) + 2 * self.margin
        self.head_height = SMALL.line * (1 + len(self.columns)) + 6

    def head(self, canvas: Canvas, x: float, bottom: float, width: float) -> None:
        """The scale, and which sign is whose: a line a side, since names may be long."""
        self.scale.head(canvas, x + self.margin, bottom, width - 2 * self.margin)
        base = bottom - (SMALL.line + 2) - SMALL.line * (len(self.columns) - 1)
        right = x + width - self.margin
        canvas.text(right, base, self.heading, SMALL, QUIET, anchor="end")
        for side, found in enumerate(self.columns):
            sign(canvas, side, x + self.margin + 8, base - 4)
            canvas.text(x + self.margin + 22, base, found.heading, SMALL, QUIET)
            base += SMALL.line

    def guide(self, canvas: Canvas, x: float, width: float, span: tuple[float, float]) -> None:
        """The scale."""
        self.scale.guide(canvas, x + self.margin, width - 2 * self.margin, span)

    def mark(self, canvas: Canvas, row: int, x: float, y: float, width: float) -> None:
        """The signs of a line with the way between them; the first side above the others."""
        x, width = x + self.margin, width - 2 * self.margin
        known = {
            side: self.scale.x(value, x, width)
            for side, value in enumerate(self.values[row])
            if value is not None
        }
        if known:
            canvas.line([(min(known.values()), y), (max(known.values()), y)], EDGE, 3)
        for side in reversed(known):
            sign(canvas, side, known[side], y)
        if self.at_marks:
            self._figures(canvas, row, known, y)

    def _figures(self, canvas: Canvas, row: int, known: dict[int, float], y: float) -> None:
        left = min(known, key=lambda side: known[side], default=0)
        for side, place in known.items():
            anchor, near = ("end", -NEAR) if side == left else ("start", NEAR)
            text = self.columns[side].cells[row].text
            base = y + FIGURE.base
            canvas.text(place + near, base, text, FIGURE, SIDES[side], anchor=anchor)

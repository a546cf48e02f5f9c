"""Scales of marks, the letters at them, and signs that tell sides apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from smartrank.render.svg import BAR, EDGE, GRID, PAPER, QUIET, Canvas, Font

_FONT = Font(12)
#: Figures at marks, and how far from them; words above the scale, in one line with air.
FIGURE, NEAR = Font(14, bold=True), 12
SMALL = Font(13)
HEAD_HEIGHT = 2 * SMALL.line + 4
#: Told apart by their shape as well; more sides than there are get a table.
SIDES = (BAR, "#8a5a00", "#6a3d9a", "#3d4a57")


class Scale(NamedTuple):
    """Figures from the left end to the right end of a plot; the left may be the greater."""

    left: float
    right: float
    ticks: Sequence[float]

    def x(self, value: float, x: float, width: float) -> float:
        """Where a figure stands on a plot from x on."""
        return x + width * (value - self.left) / (self.right - self.left)

    def head(self, canvas: Canvas, x: float, bottom: float, width: float) -> None:
        """The ticks in figures, none of them beyond the plot."""
        for tick in self.ticks:
            anchor = {self.left: "start", self.right: "end"}.get(tick, "middle")
            place = self.x(tick, x, width)
            canvas.text(place, bottom, f"{tick:g}", _FONT, QUIET, anchor=anchor)

    def guide(self, canvas: Canvas, x: float, width: float, span: tuple[float, float]) -> None:
        """A thin line for each tick."""
        for tick in self.ticks:
            place = self.x(tick, x, width)
            canvas.line([(place, span[0]), (place, span[1])], GRID)


def points(highest: float = 100, lowest: float = 0) -> Scale:
    """Points, from a multiple of ten at or below the lowest up to 100 or more."""
    left = int(lowest // 10) * 10
    right = max(100, -int(-highest // 10) * 10)
    step = 20 if right - left > 50 else 10
    return Scale(left, right, [tick for tick in range(left, right + 1) if tick % step == 0])


def places(last: int) -> Scale:
    """Ranks, the first at the left."""
    return Scale(1, max(last, 2), (1, max(last, 2)))


def sign(canvas: Canvas, side: int, x: float, y: float) -> None:
    """The sign of a side: a circle, a square, a diamond or a triangle."""
    colour = SIDES[side]
    if side == 0:
        canvas.circle(x, y, 7, colour, edge=PAPER)
        return
    shape = (
        ((-6, -6), (6, -6), (6, 6), (-6, 6)),
        ((0, -8), (8, 0), (0, 8), (-8, 0)),
        ((0, -8), (8, 6), (-8, 6)),
    )[side - 1]
    canvas.polygon([(x + dx, y + dy) for dx, dy in shape], colour, edge=PAPER)


def track(canvas: Canvas, x: float, y: float, width: float) -> None:
    """The line that marks stand on, from end to end of their scale."""
    canvas.line([(x, y), (x + width, y)], EDGE)

"""Bars: the score of each row on a track to its maximum."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from smartrank.query.answer import Sheet
from smartrank.render import View
from smartrank.render.cells import Cell
from smartrank.render.pictures.parts import MAX_ROWS, SLIDE, Rows, Size, columns_of, split
from smartrank.render.svg import BAR, EDGE, TRACK, Canvas


def picture(
    sheet: Sheet, view: View, size: Size = SLIDE, *, strong: Collection[int] = ()
) -> Rows | None:
    """The rows of one sheet; None if they are too many, or none has a score.

    Rows of the places `strong` stand out.
    """
    columns = columns_of(sheet, view)
    score = columns.get("score")
    if len(sheet.rows) > MAX_ROWS or score is None or not any(cell.part for cell in score.cells):
        return None
    labels, figures = split(columns)
    labels = [label._replace(strong=place in strong) for place, label in enumerate(labels)]
    stacks = [(score,), *((found,) for found in figures if found is not score)]
    return Rows(labels, Bars(score.cells, size), stacks, [*columns.values()], view, size)


class Bars:
    """A bar a row, as long as its part of what can be reached."""

    heading = ""
    height = 0

    def __init__(self, cells: Sequence[Cell], size: Size) -> None:
        self.cells = cells
        self.size = size
        self.width = size.bar * 14

    def guide(self, canvas: Canvas, x: float, top: float, width: float, bottom: float) -> None:
        """Nothing: the tracks are guide enough."""

    def mark(self, canvas: Canvas, row: int, x: float, y: float, width: float) -> None:
        """The bar on its track, whose end is the maximum; nothing without a score."""
        part = self.cells[row].part
        if part is None:
            return
        height = self.size.bar
        canvas.rectangle(x, y - height / 2, width, height, TRACK)
        canvas.rectangle(x, y - height / 2, width * part, height, BAR)
        canvas.rectangle(x + width - 1, y - height / 2 - 2, 1.5, height + 4, EDGE)

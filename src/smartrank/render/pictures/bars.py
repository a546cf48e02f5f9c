"""Bars: the score of each row on a track to its maximum."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from smartrank.query.answer import Sheet
from smartrank.render import View
from smartrank.render.cells import Cell
from smartrank.render.pictures.parts import MAX_ROWS, SLIDE, Size, columns_of, parted
from smartrank.render.pictures.rows import Rows
from smartrank.render.svg import BAR, EDGE, QUIET, TRACK, Canvas


def picture(
    sheet: Sheet,
    view: View,
    *,
    size: Size = SLIDE,
    strong: Collection[int] = (),
    titled: bool = False,
) -> Rows | None:
    """The rows of one sheet; None if they are too many, or no score is known.

    Rows at the places `strong` stand out; `titled` sets the title of the sheet above them.
    """
    columns = columns_of(sheet, view.language)
    score = columns["score"]
    if len(sheet.rows) > MAX_ROWS or all(cell.part is None for cell in score.cells):
        return None
    labels, figures = parted(columns)
    labels = [label._replace(strong=place in strong) for place, label in enumerate(labels)]
    stacks = [(score,), *((found,) for found in figures if found is not score)]
    # where rows have maxima of their own, a column says them
    plot = Bars(score.cells, size, scaled="max_score" not in columns)
    title = sheet.title if titled else ""
    every = [*columns.values()]
    return Rows(labels, plot, stacks, every, view, size=size, title=title, note=sheet.note)


class Bars:
    """A bar a row, as long as its part of what can be reached."""

    height = 0

    def __init__(self, cells: Sequence[Cell], size: Size, *, scaled: bool) -> None:
        self.cells = cells
        self.size = size
        self.scaled = scaled
        self.width = size.plot
        self.head_height = size.small.line

    def head(self, canvas: Canvas, x: float, bottom: float, width: float) -> None:
        """The ends of the scale, if all rows have the same."""
        if self.scaled:
            canvas.text(x, bottom, "0", self.size.small, QUIET)
            canvas.text(x + width, bottom, "100", self.size.small, QUIET, anchor="end")

    def guide(self, canvas: Canvas, x: float, width: float, span: tuple[float, float]) -> None:
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

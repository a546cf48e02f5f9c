"""Before and after: where a change takes the scores."""

from __future__ import annotations

from collections.abc import Sequence

from smartrank.language import spoken
from smartrank.query.answer import Sheet
from smartrank.render import View
from smartrank.render.cells import Cell, Column
from smartrank.render.pictures.parts import MAX_ROWS, columns_of, labels_by_level
from smartrank.render.pictures.rows import Rows
from smartrank.render.pictures.scale import FIGURE, HEAD_HEIGHT, NEAR, SMALL, points
from smartrank.render.svg import BAR, EDGE, INK, PAPER, QUIET, Canvas


def picture(sheet: Sheet, view: View) -> Rows | None:
    """The rows of a sheet; None for many."""
    if len(sheet.rows) > MAX_ROWS:
        return None
    columns = columns_of(sheet, view.language)
    names = [columns[name].cells for name in ("category_name", "indicator_name")]
    labels = labels_by_level(names)
    labels = [
        label._replace(strong=row.level == "overall")
        for label, row in zip(labels, sheet.rows, strict=True)
    ]
    known = ("category_name", "indicator_name", "before", "after")
    stacks = [(found,) for name, found in columns.items() if name not in known]
    figures = [found for name, found in columns.items() if name not in known[:2]]
    values = [(row.before, row.after) for row in sheet.rows]
    plot = Change(values, (columns["before"], columns["after"]), view)
    return Rows(labels, plot, stacks, figures, view)


class Change:
    """An open dot before, a full one after, and the way between; their figures at both sides."""

    height = 30
    head_height = HEAD_HEIGHT

    def __init__(
        self,
        values: Sequence[tuple[float | None, float | None]],
        columns: tuple[Column, Column],
        view: View,
    ) -> None:
        self.values = values
        self.before, self.after = columns
        self.view = view
        known = [value for pair in values for value in pair if value is not None]
        self.scale = points(max(known, default=100))
        self.margin = NEAR + max(
            FIGURE.width(cell.text) for found in columns for cell in found.cells
        )
        self.width = 240 + 2 * self.margin

    def head(self, canvas: Canvas, x: float, bottom: float, width: float) -> None:
        """The scale, and which dot is which."""
        inner = x + self.margin
        self.scale.head(canvas, inner, bottom, width - 2 * self.margin)
        base = bottom - SMALL.line - 2
        for found in (self.before, self.after):
            _dot(canvas, inner + 6, base - 4, full=found is self.after)
            heading = spoken(found.heading, self.view.language)
            canvas.text(inner + 18, base, heading, SMALL, QUIET)
            inner += 18 + SMALL.width(heading) + 24

    def guide(self, canvas: Canvas, x: float, width: float, span: tuple[float, float]) -> None:
        """The scale."""
        self.scale.guide(canvas, x + self.margin, width - 2 * self.margin, span)

    def mark(self, canvas: Canvas, row: int, x: float, y: float, width: float) -> None:
        """The way from before to after; dashes where the scores are unknown."""
        x, width = x + self.margin, width - 2 * self.margin
        before, after = self.values[row]
        cells = (self.before.cells[row], self.after.cells[row])
        if before is None or after is None:
            _figures(canvas, cells, (x, x), y, falls=False)
            return
        start, end = (self.scale.x(value, x, width) for value in (before, after))
        canvas.line([(start, y), (end, y)], BAR, 5)
        _dot(canvas, start, y, full=False)
        _dot(canvas, end, y, full=True)
        _figures(canvas, cells, (start, end), y, falls=end < start)


def _dot(canvas: Canvas, x: float, y: float, *, full: bool) -> None:
    if full:
        canvas.circle(x, y, 7, BAR, edge=PAPER)
    else:
        canvas.circle(x, y, 6, PAPER, edge=EDGE)


def _figures(
    canvas: Canvas, cells: tuple[Cell, Cell], places: tuple[float, float], y: float, *, falls: bool
) -> None:
    """The figures beyond both ends of the way, never on it."""
    sides = (1, -1) if falls else (-1, 1)
    for cell, place, side, colour in zip(cells, places, sides, (QUIET, INK), strict=True):
        anchor = "end" if side < 0 else "start"
        canvas.text(place + side * NEAR, y + FIGURE.base, cell.text, FIGURE, colour, anchor=anchor)

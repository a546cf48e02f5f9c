"""A board: the pictures of a whole profile in columns, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from smartrank.query.answer import Sheet
from smartrank.render import View
from smartrank.render.beside import grids
from smartrank.render.cells import Column
from smartrank.render.pictures import bars, profile, table
from smartrank.render.pictures.parts import DENSE, Picture
from smartrank.render.pictures.rows import Rows
from smartrank.render.svg import Canvas

_COLUMNS = 3
#: Between columns, and between pictures in one.
_GUTTER, _GAP = 44, 20


def picture(sheets: Sequence[Sheet], view: View) -> Board:
    """The sheets of a profile: ratings and rows in columns, what is to be read below them."""
    found = [part for sheet in sheets for part in _parts(sheet, view)]
    beside = [part for part in found if not isinstance(part, table.Records)]
    below = [part for part in found if isinstance(part, table.Records)]
    rows = [part for part in beside if isinstance(part, Rows)]
    for part in rows:
        part.align([other for other in rows if other.is_like(part)])
    return Board(beside, below)


def _parts(sheet: Sheet, view: View) -> Iterator[Picture]:
    kinds = {"profile": profile.picture, "bars": bars.picture}
    draw = kinds.get(sheet.picture)
    found = draw(sheet, view, size=DENSE, titled=True) if draw else None
    if found is not None:
        yield found
    else:
        yield from (table.picture(drawn, view) for drawn in grids(sheet, language=view.language))


class Board:
    """Pictures in columns that end as evenly as can be, and others below them."""

    def __init__(self, beside: Sequence[Picture], below: Sequence[Picture]) -> None:
        self.beside = beside
        self.below = below
        self.heights = [part.draw(Canvas(), 0, 0, part.width, 0) + _GAP for part in beside]
        self.cuts = min(self._ways(), key=self._unevenness)
        self.widths = [
            max(part.width for part in self.beside[start:end]) for start, end in pairwise(self.cuts)
        ]
        self.width = sum(self.widths) + _GUTTER * (len(self.widths) - 1)
        self.columns: list[Column] = [
            column for part in (*beside, *below) for column in part.columns
        ]

    def _ways(self) -> Iterator[tuple[int, ...]]:
        """All ways to part the pictures into columns, as the places where columns begin."""
        count = len(self.beside)
        for inner in combinations(range(1, count), min(_COLUMNS, count) - 1):
            yield (0, *inner, count)

    def _unevenness(self, cuts: tuple[int, ...]) -> float:
        return sum(sum(self.heights[start:end]) ** 2 for start, end in pairwise(cuts))

    def draw(self, canvas: Canvas, x: float, y: float, width: float, height: float) -> float:
        """Column by column, then what stands below."""
        del height
        extra = (width - self.width) / len(self.widths)
        left, bottom = x, y
        for number, taken in enumerate(self.widths):
            top = y
            for part in self.beside[self.cuts[number] : self.cuts[number + 1]]:
                top = part.draw(canvas, left, top, taken + extra, 0) + _GAP
            bottom = max(bottom, top)
            left += taken + extra + _GUTTER
        for part in self.below:
            bottom = part.draw(canvas, x, bottom, width, 0)
        return bottom

    def described(self) -> Iterator[str]:
        """All figures, picture by picture."""
        for part in (*self.beside, *self.below):
            yield from part.described()

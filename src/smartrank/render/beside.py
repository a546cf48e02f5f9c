"""Compared records side by side: a block for each figure, cities or editions as its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from smartrank.language import ENGLISH
from smartrank.messages import joined, label, say
from smartrank.query.answer import Sheet, Side
from smartrank.query.fields import FieldInfo, fields_of
from smartrank.render.cells import MARK, Cell, Column, Grid, column, grid, in_language, shown
from smartrank.render.glyphs import UNICODE, Glyphs

_Line = dict[tuple[str, int], Any]  # the record of each side


class _Block(NamedTuple):
    """A figure of all sides, with its difference to the first of them."""

    sheet: Sheet
    figure: FieldInfo
    difference: FieldInfo
    lines: list[_Line]
    sides: list[Side]
    signs: Glyphs

    @property
    def is_history(self) -> bool:
        """Whether all sides are editions of one city."""
        return len({side.city for side in self.sides}) == 1

    def records(self, side: Side) -> list[Any]:
        """The record of a side on each line; None where it has none."""
        return [line.get((side.city, side.edition)) for line in self.lines]

    def cells(self, side: Side, info: FieldInfo) -> list[Cell]:
        """What a field is on each line."""
        present = self.records(side)
        records = [record for record in present if record is not None]
        found = iter(column(info, self.sheet, records, (), self.signs, good=self.good(side)).cells)
        gap = Cell(self.signs.nothing, "quiet")
        return [gap if record is None else next(found)._replace(part=None) for record in present]

    def good(self, side: Side) -> int:
        """What more of a side is for the first city: good (1), bad (-1), or neither (0)."""
        first = self.sides[0]
        if side.edition == first.edition:
            return -1
        return 1 if side.city == first.city and not self.difference.about.per_edition else 0


def grids(
    sheet: Sheet,
    fields: tuple[str, ...] | None = None,
    signs: Glyphs = UNICODE,
    language: str = ENGLISH,
) -> list[Grid]:
    """The tables of a sheet: records that stand on one line are laid side by side.

    Where fields are named, they are one table with a row a record.
    """
    if sheet.lines is not None and fields is None:
        found = blocks(sheet, signs)
    else:
        found = [grid(sheet, fields, signs=signs)]
    return [in_language(drawn, language) for drawn in found]


def blocks(sheet: Sheet, signs: Glyphs) -> list[Grid]:
    """The tables of compared records: one for each figure that has a difference to the first.

    The difference stands behind each city; of a history it stands once, for the newest edition.
    """
    known = fields_of(sheet.record)
    lines = records_by_line(sheet)
    found: list[Grid] = []
    for difference in known.values():
        if difference.about.compares:
            figure = known[difference.about.compares]
            block = _block(sheet, figure, difference, lines, signs)
            if block.lines or not (lines or found):  # an empty answer has one heading
                found.append(_grid(block))
    return found


def records_by_line(sheet: Sheet) -> list[_Line]:
    """The records that stand on each line, by their city and edition."""
    assert sheet.lines is not None
    lines: dict[int, _Line] = {}
    for number, row in zip(sheet.lines, sheet.rows, strict=True):
        lines.setdefault(number, {})[row.city, row.edition] = row
    return list(lines.values())


def _block(
    sheet: Sheet, figure: FieldInfo, difference: FieldInfo, lines: list[_Line], signs: Glyphs
) -> _Block:
    """The lines and sides of which a figure is known; without any lines all sides."""

    def has(record: Any) -> bool:
        return getattr(record, figure.name, None) is not None

    kept = [line for line in lines if any(map(has, line.values()))]
    sides = shown_sides(
        sheet.sides,
        lambda side: not lines or any(has(line.get((side.city, side.edition))) for line in kept),
    )
    return _Block(sheet, figure, difference, kept, sides, signs)


def shown_sides(sides: Sequence[Side], is_known: Callable[[Side], bool]) -> list[Side]:
    """The sides of which a figure is known.

    The first of several cities, with which all are compared, stays, whatever is known of it.
    """
    base = sides[0] if len({side.city for side in sides}) > 1 else None
    return [side for side in sides if side is base or is_known(side)]


def _grid(block: _Block) -> Grid:
    called = _told_apart(block.sheet.sides)
    first, *others = block.sides
    columns = [*_labels(block)]
    for side in block.sides:
        mark = MARK if side.from_trend else ""
        columns.append(_column(block, side, block.figure, f"{called[side]}{mark}"))
        if side in others and not block.is_history:
            columns.append(_difference(block, side, "versus", called[first]))
    if others and block.is_history:
        columns.append(_difference(block, others[-1], "since", called[first]))
    notes = [
        say("from-trend", mark=MARK, edition=side.edition + 1)
        for side in block.sides
        if side.from_trend
    ]
    return Grid(label(block.figure.about.heading), tuple(columns), note=joined(notes, " "))


def _labels(block: _Block) -> Iterator[Column]:
    """What tells the lines apart: the names, as the first side with a line has them."""
    firsts = tuple(next(iter(line.values())) for line in block.lines)
    sheet = block.sheet._replace(rows=firsts, context=())
    for info in shown(sheet):
        if info.about.role == "name" and info.about.visibility != "context":
            yield column(info, sheet, firsts, (), block.signs)


def _column(block: _Block, side: Side, info: FieldInfo, heading: str) -> Column:
    legend = info.about.legend and say(info.about.legend)
    cells = block.cells(side, info)
    return Column(heading, info.about.role, cells, field=info.name, legend=legend)


def _difference(block: _Block, side: Side, code: str, first: str) -> Column:
    """The difference of a side to the first: the code says to whom, or since when."""
    found = _column(block, side, block.difference, say(code, first=first))
    legend = say(f"legend-{code}-{block.figure.name}", first=first)
    return found._replace(optional=True, legend=legend)


def _told_apart(sides: Sequence[Side]) -> dict[Side, str]:
    """What each side is called among the others: by what differs between them."""
    if len(sides) > 1 and len({side.edition for side in sides}) == 1:
        return {side: side.city_name for side in sides}
    if len(sides) > 1 and len({side.city for side in sides}) == 1:
        return {side: str(side.edition) for side in sides}
    return {side: f"{side.city_name} {side.edition}" for side in sides}

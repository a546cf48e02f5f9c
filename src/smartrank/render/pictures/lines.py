"""Compared records line by line, for pictures that set sides beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from smartrank.messages import say
from smartrank.query.answer import Sheet, Side
from smartrank.render.beside import grids, records_by_line, shown_sides
from smartrank.render.cells import Cell, Column
from smartrank.render.glyphs import UNICODE
from smartrank.render.pictures.parts import Label, labels_by_level

_NOTHING = Cell(UNICODE.nothing, "quiet")


class Lines(NamedTuple):
    """Compared records: what stands on a line together, and the figures of each side."""

    labels: list[Label]
    sides: tuple[Side, ...]
    #: The records of the sides on each line; None where a side has none.
    records: list[list[object]]
    #: By figure (`rank`, `score`) the cells of the sides, and the differences to the first.
    figures: dict[str, list[Column]]
    differences: dict[str, list[Column]]
    headings: dict[str, str]
    notes: list[str]

    def values(self, figure: str) -> dict[int, list[Any]]:
        """What a figure is on each line, of the sides of which it is known, as the columns are."""
        by_side = {
            side: [getattr(line[place], figure, None) for line in self.records]
            for place, side in enumerate(self.sides)
        }
        shown = shown_sides(
            self.sides, lambda side: any(value is not None for value in by_side[side])
        )
        return {self.sides.index(side): by_side[side] for side in shown}


def lines_of(sheet: Sheet, language: str) -> Lines:
    """The records of a sheet line by line, with the cells that its tables show."""
    records = [
        [line.get((side.city, side.edition)) for side in sheet.sides]
        for line in records_by_line(sheet)
    ]
    found = Lines([Label("")] * len(records), sheet.sides, records, {}, {}, {}, [])
    for drawn in grids(sheet, language=language):
        found.headings[_add_block(found, drawn.columns)] = drawn.title
        found.notes.extend([drawn.note] if drawn.note else [])
    return found


def _add_block(found: Lines, columns: Sequence[Column]) -> str:
    """The columns of a figure, with a cell a line: a block leaves out lines without it."""
    figure = next(column.field for column in columns if column.field in ("rank", "score"))
    kept = [
        number
        for number, line in enumerate(found.records)
        if any(getattr(record, figure, None) is not None for record in line)
    ]
    names = [column.cells for column in columns if column.role == "name"]
    for number, label in zip(kept, labels_by_level(names), strict=True):
        found.labels[number] = label
    for column in columns:
        if column.role != "name":
            cells = [_NOTHING] * len(found.records)
            for number, cell in zip(kept, column.cells, strict=True):
                cells[number] = cell
            into = found.figures if column.field == figure else found.differences
            into.setdefault(figure, []).append(column._replace(cells=cells))
    return figure


def headed(heading: str, columns: Iterable[Column]) -> list[Column]:
    """Columns of a figure for several sides, each with the figure in its heading."""
    return [
        column._replace(heading=say("picture-figure", name=heading, figure=column.heading))
        for column in columns
    ]

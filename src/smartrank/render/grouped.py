"""Tables too wide for a screen: what tells groups of rows apart becomes lines above them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from smartrank.render.cells import Cell, Column, Grid

#: What rows are about; behind it stand their figures.
_NAMES = ("name", "key")
#: What no table is without.
_NEEDED = ("score", "text", "verdict")
#: Names and a first figure are the least that is a table.
_FEWEST = 2


class Grouped(NamedTuple):
    """A table that begins with its last names, and the lines above each of its rows."""

    table: Grid
    above: list[tuple[Cell, ...]]


def grouped(drawn: Grid, nothing: str) -> Grouped:
    """The table with all names but the last as lines above the rows that share them.

    A row that lacks the last name (its text is `nothing`), as that of a category among its
    indicators, is called by the name before it and heads the rows that follow.
    """
    leading = _leading(drawn.columns)
    names, last = drawn.columns[: leading - 1], drawn.columns[leading - 1]
    above: list[tuple[Cell, ...]] = []
    cells: list[Cell] = []
    known: tuple[Cell, ...] = ()
    for number, cell in enumerate(last.cells):
        group = tuple(column.cells[number] for column in names)
        heads = bool(group) and cell.text == nothing
        above.append(_news(group[:-1] if heads else group, known))
        cells.append(group[-1]._replace(tone="heading") if heads else cell)
        known = group
    columns = (last._replace(cells=cells), *drawn.columns[leading:])
    return Grouped(drawn._replace(columns=columns), above)


def choices(columns: tuple[Column, ...]) -> Iterator[tuple[Column, ...]]:
    """All columns, then fewer and fewer, the last gone first; what is needed stays."""
    least = _fewest(columns)
    going = [place for place in range(least, len(columns)) if not columns[place].needed]
    for count in range(len(going), -1, -1):
        gone = going[count:]
        yield tuple(column for place, column in enumerate(columns) if place not in gone)


def _fewest(columns: tuple[Column, ...]) -> int:
    """How many columns must stay, from the first on: names, scores, words, one figure."""
    figure = columns[1].field if len(columns) >= _FEWEST else ""
    needed = (
        place
        for place, column in enumerate(columns)
        if column.field == figure or (column.role in _NEEDED and not column.optional)
    )
    return max([_FEWEST, *(place + 1 for place in needed)])


def _leading(columns: tuple[Column, ...]) -> int:
    """How many columns there are up to the last name before the figures."""
    found = [*takewhile(lambda column: column.role in _NAMES, columns)]
    while found and found[-1].role != "name":
        found.pop()
    return max(len(found), 1)


def _news(group: tuple[Cell, ...], known: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The names from the first on that the rows before do not have."""
    same = [*takewhile(lambda pair: pair[0] == pair[1], zip(group, known, strict=False))]
    return group[len(same) :]

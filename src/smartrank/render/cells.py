"""Records -> cells of text, column by column, for the formats that draw tables for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from smartrank.arithmetic import REGULAR_MAXIMUM, decimals, share_of_maximum
from smartrank.messages import say
from smartrank.query.answer import Sheet
from smartrank.query.fields import FieldInfo, Role, fields_of
from smartrank.render.glyphs import UNICODE, Glyphs

#: A mark behind the name of a row that a note speaks of.
MARK = "*"
BAD_VERDICTS = ("differs", "fault")
_DECIMAL = ("score", "points", "gain")
_NUMBERS = ("whole", "plain", "points", "score", "change", "gain")


class Cell(NamedTuple):
    """Text with its meaning.

    `tone` is `up`, `down`, `quiet` or nothing; `part` (0-1) asks for a bar.
    """

    text: str
    tone: str = ""
    part: float | None = None


class Column(NamedTuple):
    """A column: its heading, what it is, and whether it may go where there is no room.

    Rows that look alike in it share one cell.
    """

    heading: str
    role: Role
    cells: list[Cell]
    optional: bool = False

    @property
    def is_number(self) -> bool:
        """Whether its cells line up at the right."""
        return self.role in _NUMBERS


class Grid(NamedTuple):
    """A table of cells."""

    title: str
    columns: tuple[Column, ...]
    vertical: bool = False
    note: str = ""

    @property
    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The cells row by row."""
        return zip(*(column.cells for column in self.columns), strict=True)

    @property
    def headings(self) -> tuple[str, ...]:
        """What its columns are called."""
        return tuple(column.heading for column in self.columns)


def grid(
    sheet: Sheet,
    fields: tuple[str, ...] | None = None,
    *,
    signs: Glyphs = UNICODE,
    lay_beside: bool = False,
) -> Grid:
    """The cells of a sheet: of the fields that are named, else of those its declarations show.

    With `lay_beside`, records that the sheet puts on one line share a row.
    """
    if lay_beside and sheet.lines is not None and fields is None:
        return _side_by_side(sheet, signs)
    known = fields_of(sheet.record)
    names = fields or sheet.columns or _shown(known, sheet)
    columns = [_column(known[name], sheet, sheet.rows, names, signs) for name in names]
    if fields is not None:
        columns = [column._replace(optional=False) for column in columns]
    if sheet.marked:
        first = next(column for column in columns if column.role == "name")
        for place in sheet.marked:
            cell = first.cells[place]
            first.cells[place] = cell._replace(text=f"{cell.text} {MARK}")
    return Grid(sheet.title, tuple(columns), sheet.vertical, sheet.note)


def _side_by_side(sheet: Sheet, signs: Glyphs) -> Grid:
    """One row for the records of a line: names first, then the figures of each city and edition."""
    assert sheet.lines is not None
    known = fields_of(sheet.record)
    shown = [known[name] for name in _shown(known, sheet)]
    labels = [i for i in shown if i.about.role == "name" and i.about.visibility != "context"]
    figures = [info for info in shown if info.about.role in _NUMBERS]
    groups = list(dict.fromkeys((row.city_name, row.edition) for row in sheet.rows))
    lines: dict[Any, dict[Any, Any]] = {}
    for number, row in zip(sheet.lines, sheet.rows, strict=True):
        lines.setdefault(number, {})[row.city_name, row.edition] = row
    called = _told_apart(groups)
    firsts = [next(iter(line.values())) for line in lines.values()]
    columns = [_column(info, sheet, firsts, (), signs) for info in labels]
    for number, (city, edition) in enumerate(groups):
        for info in figures:
            if number == 0 and info.about.role == "gain":
                continue  # the first differs from itself by nothing
            present = [line.get((city, edition)) for line in lines.values()]
            column = _column(info, sheet, [row for row in present if row], (), signs)
            found = iter(column.cells)
            gap = Cell(signs.nothing, "quiet")
            cells = [gap if row is None else next(found)._replace(part=None) for row in present]
            columns.append(
                column._replace(heading=f"{called[number]} {column.heading}", cells=cells)
            )
    return Grid(sheet.title, tuple(columns), note=sheet.note)


def _told_apart(groups: list[tuple[str, int]]) -> list[str]:
    """What each city and edition is called among the others: by what differs between them."""
    if len(groups) > 1 and len({edition for _, edition in groups}) == 1:
        return [city for city, _ in groups]
    if len(groups) > 1 and len({city for city, _ in groups}) == 1:
        return [str(edition) for _, edition in groups]
    return [f"{city} {edition}" for city, edition in groups]


def _shown(known: dict[str, FieldInfo], sheet: Sheet) -> tuple[str, ...]:
    """The fields that are drawn where none are named."""

    def values(name: str) -> set[Any]:
        return set(map(attrgetter(name), sheet.rows))

    def is_shown(info: FieldInfo) -> bool:
        if info.about.visibility == "context":
            return info.name in sheet.context or len(values(info.name)) > 1
        if info.about.visibility == "if_any":
            return bool(values(info.name) - {None})
        return info.about.visibility != "on_request"

    return tuple(name for name, info in known.items() if is_shown(info))


def _column(
    info: FieldInfo, sheet: Sheet, rows: Sequence[Any], drawn: Sequence[str], signs: Glyphs
) -> Column:
    """The cells of a field; what looks alike is made once, however many rows there are."""
    about = info.about
    style = _Style(_decimals(info, rows), signs)
    others = (about.of, about.fallback, *about.null[1:])
    looks = attrgetter(info.name, *(name for name in others if name in sheet.record._fields))
    made: dict[Any, Cell] = {}
    keys = []
    for row in rows:
        key = looks(row)
        keys.append(key)
        if key not in made:
            made[key] = _cell(info, row, drawn, style)
    if about.role == "change":
        made = dict(zip(made, _arrows_aligned(made.values()), strict=True))
    cells = [made[key] for key in keys]
    return Column(about.heading, about.role, cells, about.visibility == "if_room")


def _arrows_aligned(cells: Iterable[Cell]) -> list[Cell]:
    """Changes of rank with their arrows below each other."""
    found = list(cells)
    width = max((len(cell.text) for cell in found), default=0)

    def aligned(text: str) -> str:
        sign, blank, number = text.rpartition(" ")
        return sign + number.rjust(width - len(sign)) if blank else text

    return [cell._replace(text=aligned(cell.text)) for cell in found]


def _decimals(info: FieldInfo, rows: Sequence[Any]) -> int:
    """How many decimals a column needs so that none of its values is cut; at least one."""
    if info.about.role not in _DECIMAL:
        return 0
    values = set(map(attrgetter(info.name), rows)) - {None}
    return max(map(decimals, values), default=1)


def _cell(info: FieldInfo, row: Any, drawn: Sequence[str], style: _Style) -> Cell:
    value = getattr(row, info.name)
    if value is None:
        return _missing(info, row, drawn, style.signs)
    return _CELLS.get(info.about.role, _text)(value, info, row, style)


def _missing(info: FieldInfo, row: Any, drawn: Sequence[str], signs: Glyphs) -> Cell:
    code, *needed = info.about.null or ("",)
    values = {name: getattr(row, name) for name in needed}
    if not code or None in values.values():
        return Cell(signs.nothing, "quiet")
    likely = info.about.fallback
    if likely and likely not in drawn and getattr(row, likely, None):
        return Cell(say("cell-likely", name=getattr(row, likely)), "quiet")
    return Cell(say(code, **values), "quiet")


# --- one function a role --------------------------------------------------------------------------


class _Style(NamedTuple):
    """What the cells of a column share: its decimals, and the signs of the screen."""

    decimals: int
    signs: Glyphs


def _text(value: Any, info: FieldInfo, row: Any, style: _Style) -> Cell:
    return Cell(str(value))


def _plain(value: float, info: FieldInfo, row: Any, style: _Style) -> Cell:
    return Cell(f"{value:.15g}")


def _points(value: float, info: FieldInfo, row: Any, style: _Style) -> Cell:
    return Cell(f"{value:.{style.decimals}f}", "quiet")


def _score(value: float, info: FieldInfo, row: Any, style: _Style) -> Cell:
    maximum = getattr(row, info.about.of, None)
    part = share_of_maximum(value, REGULAR_MAXIMUM if maximum is None else maximum)
    return Cell(f"{value:.{style.decimals}f}", part=min(max(part, 0.0), 1.0))


def _gain(value: float, info: FieldInfo, row: Any, style: _Style) -> Cell:
    sign = "+" if value > 0 else ""
    return Cell(f"{sign}{value:.{style.decimals}f}", _tone(value))


def _change(value: int, info: FieldInfo, row: Any, style: _Style) -> Cell:
    sign = "+" if value > 0 else ""
    return Cell(f"{style.signs.direction(value)}{sign}{value}", _tone(value))


def _verdict(value: str, info: FieldInfo, row: Any, style: _Style) -> Cell:
    return Cell(value, "down" if value in BAD_VERDICTS else "quiet")


def _tone(change: float) -> str:
    return "up" if change > 0 else "down" if change < 0 else "quiet"


_CELLS: dict[str, Callable[[Any, FieldInfo, Any, _Style], Cell]] = {
    "plain": _plain,
    "points": _points,
    "score": _score,
    "gain": _gain,
    "change": _change,
    "verdict": _verdict,
}

"""Records -> cells of text, column by column, for the formats that draw tables for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, Literal, NamedTuple, get_origin

from smartrank.arithmetic import REGULAR_MAXIMUM, decimals, share_of_maximum
from smartrank.language import ENGLISH, figure_spoken, spoken
from smartrank.messages import Message, label, say
from smartrank.query.answer import Sheet
from smartrank.query.fields import FieldInfo, Role, fields_of
from smartrank.render.glyphs import UNICODE, Glyphs

#: A mark behind the name of a row that a note speaks of.
MARK = "*"
BAD_VERDICTS = ("differs", "fault")
#: What we compute is rounded to hundredths.
_OUR_DECIMALS = 2
_DECIMAL = ("score", "points", "gain", "difference")
_NUMBERS = (*_DECIMAL, "whole", "plain", "change")


class Cell(NamedTuple):
    """Text with its meaning.

    `tone` is `up`, `down`, `quiet` or nothing; `part` (0-1) asks for a bar; `legend` is a sentence
    that a reader of it needs; `value` is what the record holds, None where it is unknown.
    """

    text: str
    tone: str = ""
    part: float | None = None
    legend: str = ""
    value: Any = None


class Column(NamedTuple):
    """A column: its heading, what it is, and its cells; rows that look alike share one.

    Where there is no room, optional ones may go, all of a field at once.
    """

    heading: str
    role: Role
    cells: list[Cell]
    optional: bool = False
    field: str = ""
    #: What its figures mean, in a sentence.
    legend: str = ""
    #: Whether it stays where others go.
    needed: bool = False

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
    #: From which width on it may stand beside the one before it; 0 for never.
    beside: int = 0

    @property
    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The cells row by row."""
        return zip(*(column.cells for column in self.columns), strict=True)

    @property
    def headings(self) -> tuple[str, ...]:
        """What its columns are called."""
        return tuple(column.heading for column in self.columns)


def legends(columns: Iterable[Column]) -> list[str]:
    """What columns and their cells mean, each sentence once."""
    said: dict[str, None] = {}
    for found in columns:
        said[found.legend] = None
        said.update(dict.fromkeys(cell.legend for cell in found.cells))
    return [legend for legend in said if legend]


def grid(sheet: Sheet, fields: tuple[str, ...] | None = None, *, signs: Glyphs = UNICODE) -> Grid:
    """The cells of a sheet: of the fields that are named, else of those its declarations show."""
    known = fields_of(sheet.record)
    names = fields or sheet.columns or tuple(info.name for info in shown(sheet))
    columns = [column(known[name], sheet, sheet.rows, names, signs) for name in names]
    if fields is not None:
        columns = [found._replace(optional=False) for found in columns]
    elif sheet.optional:
        columns = [
            found._replace(optional=found.optional or found.field in sheet.optional)
            for found in columns
        ]
    if sheet.needed:
        columns = [
            found._replace(optional=False, needed=True) if found.field in sheet.needed else found
            for found in columns
        ]
    if sheet.marked:
        first = next(found for found in columns if found.role == "name")
        for place in sheet.marked:
            cell = first.cells[place]
            first.cells[place] = cell._replace(text=f"{cell.text}{MARK}")
    return Grid(sheet.title, tuple(columns), sheet.vertical, sheet.note, sheet.beside)


def in_language(drawn: Grid, language: str) -> Grid:
    """A table as people who speak a language read it."""
    if language == ENGLISH:
        return drawn
    columns = tuple(_column_in(column, language) for column in drawn.columns)
    title, note = spoken(drawn.title, language), spoken(drawn.note, language)
    return drawn._replace(title=title, columns=columns, note=note)


def _column_in(column: Column, language: str) -> Column:
    known = {cell: _cell_in(cell, column.role, language) for cell in set(column.cells)}
    return column._replace(
        heading=spoken(column.heading, language),
        cells=[known[cell] for cell in column.cells],
        legend=spoken(column.legend, language),
    )


def _cell_in(cell: Cell, role: Role, language: str) -> Cell:
    is_figure = role in _NUMBERS and not isinstance(cell.text, Message)
    text = figure_spoken(cell.text, language) if is_figure else spoken(cell.text, language)
    return cell._replace(text=text, legend=spoken(cell.legend, language))


def shown(sheet: Sheet) -> list[FieldInfo]:
    """The fields that are drawn where none are named."""

    def values(name: str) -> set[Any]:
        return set(map(attrgetter(name), sheet.rows))

    def is_shown(info: FieldInfo) -> bool:
        if info.about.visibility == "context":
            return info.name in sheet.context or len(values(info.name)) > 1
        if info.about.visibility in ("if_any", "if_room"):
            known = values(info.name)
            return bool(known - {None}) or (not known and info.about.visibility == "if_room")
        return info.about.visibility != "on_request"

    return [info for info in fields_of(sheet.record).values() if is_shown(info)]


def column(
    info: FieldInfo,
    sheet: Sheet,
    rows: Sequence[Any],
    drawn: Sequence[str],
    signs: Glyphs,
    *,
    good: int = 0,
) -> Column:
    """The cells of a field; what looks alike is made once, however many rows there are.

    `good` says whether more of a difference is good (1), bad (-1) or neither (0) for the reader.
    """
    about = info.about
    style = _Style(_decimals(info, rows, sheet), signs, good)
    others = (about.of, about.kind, about.fallback, *about.null[1:])
    looks = attrgetter(info.name, *(name for name in others if name in sheet.record._fields))
    made: dict[Any, Cell] = {}
    keys = []
    for row in rows:
        key = looks(row)
        keys.append(key)
        if key not in made:
            cell = _cell(info, row, drawn, style)
            made[key] = cell._replace(value=getattr(row, info.name))
    if about.role == "change":
        made = dict(zip(made, _arrows_aligned(made.values()), strict=True))
    cells = [made[key] for key in keys]
    return Column(
        heading=label(about.heading),
        role=about.role,
        cells=cells,
        optional=about.visibility == "if_room",
        field=info.name,
        legend=about.legend and say(about.legend),
    )


def _arrows_aligned(cells: Iterable[Cell]) -> list[Cell]:
    """Changes of rank with their arrows below each other."""
    found = list(cells)
    width = max((len(cell.text) for cell in found), default=0)

    def aligned(text: str) -> str:
        sign, blank, number = text.rpartition(" ")
        return sign + number.rjust(width - len(sign)) if blank else text

    return [cell._replace(text=aligned(cell.text)) for cell in found]


def _decimals(info: FieldInfo, rows: Sequence[Any], sheet: Sheet) -> int:
    """How many decimals a column has: by its field, whichever rows are shown; none is cut."""
    about = info.about
    if about.role not in _DECIMAL or info.type is int:
        return 0
    least = _OUR_DECIMALS if about.origin == "ours" else 1
    if about.role == "score" or about.compares:
        least = sheet.decimals
    values = set(map(attrgetter(info.name), rows)) - {None}
    return max([least, *map(decimals, values)])


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
        text = say("cell-likely", name=getattr(row, likely))
        return Cell(text, "quiet", legend=say("legend-likely"))
    return Cell(say(code, **values), "quiet")


# --- one function a role --------------------------------------------------------------------------


class _Style(NamedTuple):
    """What the cells of a column share: decimals, signs of the screen, what more of it is."""

    decimals: int
    signs: Glyphs
    good: int


def _text(value: Any, info: FieldInfo, row: Any, style: _Style) -> Cell:
    return Cell(label(value) if get_origin(info.type) is Literal else _said(value))


def _said(value: Any) -> str:
    return value if isinstance(value, str) else str(value)


def _name(value: str, info: FieldInfo, row: Any, style: _Style) -> Cell:
    if getattr(row, info.about.kind, "") == "bonus":
        return Cell(say("cell-bonus", name=value), legend=say("legend-bonus"))
    return Cell(_said(value))


def _plain(value: float, info: FieldInfo, row: Any, style: _Style) -> Cell:
    return Cell(f"{value:.15g}")


def _points(value: float, info: FieldInfo, row: Any, style: _Style) -> Cell:
    return Cell(f"{value:.{style.decimals}f}", "quiet")


def _score(value: float, info: FieldInfo, row: Any, style: _Style) -> Cell:
    maximum = getattr(row, info.about.of, None)
    part = share_of_maximum(value, REGULAR_MAXIMUM if maximum is None else maximum)
    return Cell(f"{value:.{style.decimals}f}", part=min(max(part, 0.0), 1.0))


def _gain(value: float, info: FieldInfo, row: Any, style: _Style) -> Cell:
    return Cell(_signed(value, style), _tone(value))


def _difference(value: float, info: FieldInfo, row: Any, style: _Style) -> Cell:
    tone = _tone(value * style.good) if style.good or not value else ""
    return Cell(_signed(value, style), tone)


def _change(value: int, info: FieldInfo, row: Any, style: _Style) -> Cell:
    sign = "+" if value > 0 else ""
    return Cell(f"{style.signs.direction(value)}{sign}{value}", _tone(value))


def _verdict(value: str, info: FieldInfo, row: Any, style: _Style) -> Cell:
    return Cell(label(value), "down" if value in BAD_VERDICTS else "quiet")


def _signed(value: float, style: _Style) -> str:
    sign = "+" if value > 0 else ""
    return f"{sign}{value:.{style.decimals}f}"


def _tone(change: float) -> str:
    return "up" if change > 0 else "down" if change < 0 else "quiet"


_CELLS: dict[str, Callable[[Any, FieldInfo, Any, _Style], Cell]] = {
    "name": _name,
    "plain": _plain,
    "points": _points,
    "score": _score,
    "gain": _gain,
    "difference": _difference,
    "change": _change,
    "verdict": _verdict,
}

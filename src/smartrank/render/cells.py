"""Records -> cells of text, for the formats that draw tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from smartrank.arithmetic import REGULAR_MAXIMUM, decimals, share_of_maximum
from smartrank.query.fields import fields_of
from smartrank.render.glyphs import UNICODE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from smartrank.query.answer import Sheet
    from smartrank.query.fields import FieldInfo, Role
    from smartrank.render.glyphs import Glyphs

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
    """A column: its heading, what it is, and whether it may go where there is no room."""

    heading: str
    role: Role
    optional: bool = False

    @property
    def is_number(self) -> bool:
        """Whether its cells line up at the right."""
        return self.role in _NUMBERS


class Grid(NamedTuple):
    """A table of cells."""

    title: str
    columns: tuple[Column, ...]
    rows: list[list[Cell]]
    vertical: bool = False


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
    infos = [known[name] for name in names]
    columns = tuple(_column(info, named=fields is not None) for info in infos)
    cells = [_column_cells(info, sheet.rows, names, signs) for info in infos]
    rows = [list(row) for row in zip(*cells, strict=True)]
    for place in sheet.marked:
        first = next(spot for spot, column in enumerate(columns) if column.role == "name")
        rows[place][first] = rows[place][first]._replace(text=f"{rows[place][first].text} {MARK}")
    return Grid(sheet.title, columns, rows, sheet.vertical)


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
    columns = [_column(info, named=False) for info in labels]
    firsts = [next(iter(line.values())) for line in lines.values()]
    cells = [_column_cells(info, firsts, (), signs) for info in labels]
    for number, (city, edition) in enumerate(groups):
        for info in figures:
            if number == 0 and info.about.role == "gain":
                continue  # the first differs from itself by nothing
            column = _column(info, named=False)
            heading = f"{called[number]} {column.heading}"
            columns.append(column._replace(heading=heading))
            present = [line.get((city, edition)) for line in lines.values()]
            found = iter(_column_cells(info, [row for row in present if row], (), signs))
            gap = Cell(signs.nothing, "quiet")
            cells.append(
                [gap if row is None else next(found)._replace(part=None) for row in present]
            )
    rows = [list(row) for row in zip(*cells, strict=True)]
    return Grid(sheet.title, tuple(columns), rows)


def _told_apart(groups: list[tuple[str, int]]) -> list[str]:
    """What each city and edition is called among the others: by what differs between them."""
    if len(groups) > 1 and len({edition for _, edition in groups}) == 1:
        return [city for city, _ in groups]
    if len(groups) > 1 and len({city for city, _ in groups}) == 1:
        return [str(edition) for _, edition in groups]
    return [f"{city} {edition}" for city, edition in groups]


def _column(info: FieldInfo, *, named: bool) -> Column:
    return Column(
        info.about.heading, info.about.role, info.about.visibility == "if_room" and not named
    )


def _shown(known: dict[str, FieldInfo], sheet: Sheet) -> tuple[str, ...]:
    def is_shown(info: FieldInfo) -> bool:
        values = {getattr(row, info.name) for row in sheet.rows}
        if info.about.visibility == "context":
            return info.name in sheet.context or len(values) > 1
        if info.about.visibility == "if_any":
            return bool(values - {None})
        return info.about.visibility != "on_request"

    return tuple(name for name, info in known.items() if is_shown(info))


def _column_cells(
    info: FieldInfo, rows: Sequence[Any], names: tuple[str, ...], signs: Glyphs
) -> list[Cell]:
    role = info.about.role
    places = _decimals([getattr(row, info.name) for row in rows]) if role in _DECIMAL else 0
    style = _Style(places, signs)
    cells = [_cell(info, row, names, style) for row in rows]
    return _arrows_aligned(cells) if role == "change" else cells


def _arrows_aligned(cells: list[Cell]) -> list[Cell]:
    """Changes of rank with their arrows below each other."""
    width = max((len(cell.text) for cell in cells), default=0)

    def aligned(text: str) -> str:
        sign, blank, number = text.rpartition(" ")
        return sign + number.rjust(width - len(sign)) if blank else text

    return [cell._replace(text=aligned(cell.text)) for cell in cells]


def _decimals(values: Sequence[float | None]) -> int:
    """How many decimals a column needs so that none of its values is cut; at least one."""
    return max((decimals(value) for value in values if value is not None), default=1)


def _cell(info: FieldInfo, row: Any, names: tuple[str, ...], style: _Style) -> Cell:
    value = getattr(row, info.name)
    if value is None:
        return _missing(info.name, row, names, style.signs)
    return _CELLS.get(info.about.role, _text)(value, row, style)


def _missing(name: str, row: Any, names: tuple[str, ...], signs: Glyphs) -> Cell:
    if name == "rank_change":
        return Cell("new", "quiet")
    if name == "indicator_name" and row.position is not None:
        likely = getattr(row, "likely_name", None)
        if likely and "likely_name" not in names:
            return Cell(f"(unlabelled, likely {likely})", "quiet")
        return Cell(f"(unlabelled, row {row.position})", "quiet")
    return Cell(signs.nothing, "quiet")


# --- one function a role --------------------------------------------------------------------------


class _Style(NamedTuple):
    """What the cells of a column share: its decimals, and the signs of the screen."""

    decimals: int
    signs: Glyphs


def _text(value: Any, row: Any, style: _Style) -> Cell:
    return Cell(str(value))


def _plain(value: float, row: Any, style: _Style) -> Cell:
    return Cell(f"{value:.15g}")


def _points(value: float, row: Any, style: _Style) -> Cell:
    return Cell(f"{value:.{style.decimals}f}", "quiet")


def _score(value: float, row: Any, style: _Style) -> Cell:
    part = share_of_maximum(value, getattr(row, "max_score", REGULAR_MAXIMUM))
    return Cell(f"{value:.{style.decimals}f}", part=min(max(part, 0.0), 1.0))


def _gain(value: float, row: Any, style: _Style) -> Cell:
    sign = "+" if value > 0 else ""
    return Cell(f"{sign}{value:.{style.decimals}f}", _tone(value))


def _change(value: int, row: Any, style: _Style) -> Cell:
    sign = "+" if value > 0 else ""
    return Cell(f"{style.signs.direction(value)}{sign}{value}", _tone(value))


def _verdict(value: str, row: Any, style: _Style) -> Cell:
    return Cell(value, "down" if value in BAD_VERDICTS else "quiet")


def _tone(change: float) -> str:
    return "up" if change > 0 else "down" if change < 0 else "quiet"


_CELLS: dict[str, Callable[[Any, Any, _Style], Cell]] = {
    "plain": _plain,
    "points": _points,
    "score": _score,
    "gain": _gain,
    "change": _change,
    "verdict": _verdict,
}

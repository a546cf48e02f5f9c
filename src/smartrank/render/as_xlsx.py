"""`xlsx`: a workbook with a sheet a table, typed cells, and a sheet of notes; needs XlsxWriter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_origin

from smartrank.arithmetic import REGULAR_MAXIMUM
from smartrank.errors import SmartrankError
from smartrank.language import spoken
from smartrank.messages import label, say
from smartrank.query.answer import is_record
from smartrank.query.fields import Computed, FieldInfo, fields_of
from smartrank.render.beside import grids
from smartrank.render.cells import Cell, Column, Grid, grid, legends
from smartrank.render.glyphs import UNICODE
from smartrank.text import escape_unsafe

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from smartrank.query.answer import Answer, Sheet
    from smartrank.render import View

#: What is unknown is an empty cell.
_SIGNS = UNICODE._replace(nothing="")
#: Excel's limits on names of sheets; one is its own.
_NAME_LENGTH, _NO_NAME, _TAKEN = 31, str.maketrans(dict.fromkeys("[]:*?/\\", " ")), "history"
#: Widths of columns, in characters; the arrow of a filter takes some.
_NARROWEST, _WIDEST, _ARROW, _NOTES_WIDTH = 8, 60, 3, 100
#: Height of a line, and how many lines a row of Excel can have.
_LINE, _MOST_LINES = 15, 27
#: The format of a date that follows the country of the reader.
_LOCAL_DATE = 14
_BAR = {
    "type": "data_bar",
    "data_bar_2010": True,
    "bar_solid": True,
    "bar_color": "#CFE3EE",
    "bar_border_color": "#CFE3EE",
    "min_type": "num",
    "max_type": "num",
    "min_value": 0,
}
#: Roles of figures that have a sign, and of those that stand as they are.
_SIGNED, _UNGROUPED = ("gain", "difference", "change"), ("key", "text", "plain")
_NUMBERS = (int, float, Computed)


class _Table(NamedTuple):
    """A table that becomes a sheet of the workbook."""

    title: str
    drawn: Grid
    sheet: Sheet
    #: How many columns are seen at once; the rest unfolds by a click.
    seen: int


class _Exact(float):
    """A number that is written with all its digits, where XlsxWriter would leave it at sixteen."""

    def __format__(self, form: str) -> str:
        return repr(float(self))


def write(answer: Answer[Any], view: View) -> bytes:
    """The answer as a workbook, of which the same answer gives the same bytes.

    Raises SmartrankError without XlsxWriter, or where Excel has no room for a text or row.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as missing:
        hint = say("no-xlsxwriter-hint")
        raise SmartrankError(say("no-xlsxwriter"), hint=hint) from missing
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": _safe(answer.title), "created": datetime(2000, 1, 1)})  # noqa: DTZ001 - no moment, but always the same
        writer = _Writer(book, answer, view)
        tables = list(_tables(answer, view))
        for table in tables:
            writer.draw(table)
        writer.annotate(tables)
    return content.getvalue()


def _tables(answer: Answer[Any], view: View) -> Iterator[_Table]:
    for sheet in answer.sheets:
        plain = sheet._replace(marked=frozenset(), lines=None)
        if sheet.lines is not None and view.fields is None:
            for drawn in grids(sheet, signs=_SIGNS):
                yield _Table(drawn.title, drawn, sheet, len(drawn.columns))
            plain = plain._replace(title=say("sheet-of-rows"))
        drawn = grid(plain, view.fields, signs=_SIGNS)
        seen = len(drawn.columns)
        if view.fields is None:
            drawn = drawn._replace(columns=(*drawn.columns, *_others(plain, drawn)))
        yield _Table(plain.title or answer.title, drawn, sheet, seen)


def _others(sheet: Sheet, drawn: Grid) -> tuple[Column, ...]:
    """The columns of the fields that people seldom need."""
    shown = {column.field for column in drawn.columns}
    names = tuple(name for name in sheet.record._fields if name not in shown)
    return grid(sheet, names, signs=_SIGNS).columns if names else ()


class _Writer:
    """Draws tables into a workbook."""

    def __init__(self, book: Workbook, answer: Answer[Any], view: View) -> None:
        self.book = book
        self.answer = answer
        self.view = view
        self.names = {_TAKEN}
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def said(self, text: str) -> str:
        """A text in the language of the view, as a cell can hold it."""
        return _safe(spoken(text, self.view.language))

    def look(self, **properties: Any) -> Format:
        """The format of cells with these properties, made once."""
        key = tuple(properties.items())
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **properties})
        return self.formats[key]

    def page(self, title: str) -> Worksheet:
        """A new sheet, which is printed on pages across of A4."""
        page = self.book.add_worksheet(_name(self.said(title), self.names))
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        return page

    # --- tables -----------------------------------------------------------------------------------

    def draw(self, table: _Table) -> None:
        """A table as a sheet: headings that stay in sight, and a filter on each."""
        page = self.page(table.title)
        top = int(self.view.header)
        bottom = top + len(table.drawn.columns[0].cells) - 1
        infos = fields_of(table.sheet.record)
        for place, column in enumerate(table.drawn.columns):
            info = infos[column.field]
            self._column(page, place, column, info, top)
            folded = {"level": 1, "hidden": True} if place >= table.seen else {}
            page.set_column(place, place, self._width(column), None, folded)
            self._bars(page, place, table, top)
        self._heights(page, table, top)
        if top:
            page.freeze_panes(1, 0)
            page.repeat_rows(0)
            page.autofilter(0, 0, max(bottom, 0), len(table.drawn.columns) - 1)
        self._marks(page, table, top)

    def _column(
        self, page: Worksheet, place: int, column: Column, info: FieldInfo, top: int
    ) -> None:
        if top:
            align = "right" if column.is_number else "left"
            look = self.look(bold=True, bottom=1, text_wrap=True, align=align)
            self.text(page, 0, place, column.heading, look)
            page.write_comment(0, place, self._meaning(column, info), {"x_scale": 2})
        for number, cell in enumerate(column.cells, top):
            self._cell(page, number, place, cell, info)

    def _meaning(self, column: Column, info: FieldInfo) -> str:
        meaning = label(info.about.meaning)
        if info.about.unit:
            meaning = say("field-with-unit", meaning=meaning, unit=label(info.about.unit))
        return "\n\n".join(self.said(text) for text in (meaning, column.legend) if text)

    def _cell(
        self, page: Worksheet, row: int, place: int, cell: Cell, info: FieldInfo, **more: Any
    ) -> None:
        value = cell.value
        if isinstance(value, (int, float)):
            look = self.look(num_format=_number_format(cell, info), **more)
            number = _Exact(value) if isinstance(value, float) else value
            page.write_number(row, place, number, look)
        elif value is not None and info.about.role == "date":
            look = self.look(num_format=_LOCAL_DATE, **more)
            page.write_datetime(row, place, date.fromisoformat(value), look)
        else:
            self.text(page, row, place, _words(cell, info), self.look(text_wrap=True, **more))
            if cell.legend:
                page.write_comment(row, place, self.said(cell.legend))

    def text(self, page: Worksheet, row: int, place: int, text: str, look: Format) -> None:
        """A text as it is, never a formula or link; raises SmartrankError if it must be cut."""
        if text and page.write_string(row, place, self.said(text), look):
            raise SmartrankError(say("no-room-in-workbook"), hint=say("no-room-in-workbook-hint"))

    def _width(self, column: Column) -> int:
        texts = [self.said(cell.text) for cell in column.cells]
        longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
        heading = len(self.said(column.heading)) + _ARROW
        return min(max(_NARROWEST, longest + 1, heading), _WIDEST)

    def _heights(self, page: Worksheet, table: _Table, top: int) -> None:
        """Rows as high as their longest text, which not every program finds out by itself."""
        columns = table.drawn.columns[: table.seen]
        widths = [self._width(column) for column in columns]
        for number, cells in enumerate(
            zip(*(column.cells for column in columns), strict=True), top
        ):
            texts = (self.said(cell.text) for cell in cells)
            _set_height(page, number, max(map(_lines, texts, widths)))

    def _bars(self, page: Worksheet, place: int, table: _Table, top: int) -> None:
        """Bars to the most points that each row can have: those of bonus rows have their own."""
        column = table.drawn.columns[place]
        if all(cell.part is None for cell in column.cells):
            return
        most_in = fields_of(table.sheet.record)[column.field].about.of
        most = [getattr(row, most_in, None) for row in table.sheet.rows]
        first = top
        for maximum, run in groupby(most):
            last = first + len(list(run)) - 1
            value = REGULAR_MAXIMUM if maximum is None else maximum
            page.conditional_format(first, place, last, place, {**_BAR, "max_value": value})
            first = last + 1

    def _marks(self, page: Worksheet, table: _Table, top: int) -> None:
        """What the answer says of marked rows, as a note on their names."""
        if not table.sheet.marked:
            return
        names = (n for n, column in enumerate(table.drawn.columns) if column.role == "name")
        place = next(names)
        said = "\n".join(map(self.said, self.answer.footnotes))
        for row in sorted(table.sheet.marked):
            page.write_comment(top + row, place, said, {"x_scale": 3})

    # --- notes ------------------------------------------------------------------------------------

    def annotate(self, tables: list[_Table]) -> None:
        """A sheet of what must be known of the figures: facts, notes, legends, source, rights."""
        page = self.page(say("sheet-of-notes"))
        page.set_column(0, 0, 24)
        page.set_column(1, 1, _NOTES_WIDTH)
        row = 0
        for heading, text in self._remarks(tables):
            self.text(page, row, 0, heading, self.look(bold=True))
            self.text(page, row, 1, text, self.look(text_wrap=True))
            _set_height(page, row, _lines(self.said(text), _NOTES_WIDTH))
            row += 1
        for info, record in _facts(self.answer.document):
            self.text(page, row, 0, label(info.about.heading), self.look(bold=True))
            page.write_comment(row, 0, self.said(label(info.about.meaning)))
            value = getattr(record, info.name)
            self._cell(page, row, 1, Cell(str(value), value=value), info, align="left")
            row += 1

    def _remarks(self, tables: list[_Table]) -> Iterator[tuple[str, str]]:
        answer = self.answer
        columns = [column for table in tables for column in table.drawn.columns[: table.seen]]
        notes = dict.fromkeys(table.drawn.note for table in tables)
        rights = say("rights-of-publisher") if answer.source else ""
        parts = (
            ("notes-title", (answer.title,)),
            ("notes-facts", answer.subtitle),
            ("notes-legends", legends(columns)),
            ("notes-notes", (*answer.footnotes, *notes)),
            ("notes-warnings", answer.warnings),
            ("notes-source", (answer.source, rights)),
        )
        for code, texts in parts:
            heading: str = say(code)
            for text in filter(None, texts):
                yield heading, text
                heading = ""


def _facts(document: Any) -> Iterator[tuple[FieldInfo, Any]]:
    """The fields of a nested record that are facts, and those of its source."""
    if document is None:
        return
    for info in fields_of(type(document)).values():
        value = getattr(document, info.name)
        if isinstance(value, (str, int, float)):
            yield info, document
        elif info.name == "source" and is_record(value):
            yield from _facts(value)


def _words(cell: Cell, info: FieldInfo) -> str:
    """The text of a cell: a value as it is; one of few words, and what is unknown, as drawn."""
    if cell.value is None and info.type in _NUMBERS:
        return ""
    is_drawn = cell.value is None or get_origin(info.type) is Literal
    return cell.text if is_drawn else str(cell.value)


def _number_format(cell: Cell, info: FieldInfo) -> str:
    """As many decimals as are drawn; the digits of a year are not grouped."""
    if info.about.role in _UNGROUPED:
        return "General"
    decimals = len(cell.text.partition(".")[2])
    shape = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return f"+{shape};-{shape};{shape}" if info.about.role in _SIGNED else shape


def _lines(text: str, width: int) -> int:
    """On how many lines a text stands in a column of this width, in characters."""
    return sum(len(line) // width + 1 for line in text.split("\n"))


def _set_height(page: Worksheet, row: int, lines: int) -> None:
    if lines > 1:
        page.set_row(row, _LINE * min(lines, _MOST_LINES))


def _safe(text: str) -> str:
    """The text without what no file of XML can hold."""
    return escape_unsafe(text, newline=True).encode("utf-8", "replace").decode()


def _name(title: str, taken: set[str]) -> str:
    """A name for a sheet that Excel allows and no other has; `taken` learns it."""
    plain = " ".join(title.translate(_NO_NAME).split()).strip("'")
    name, number = plain[:_NAME_LENGTH].strip(" '"), 1
    while name.lower() in taken or not name:
        number += 1
        name = f"{plain[: _NAME_LENGTH - 5].strip()} ({number})".strip()
    taken.add(name.lower())
    return name

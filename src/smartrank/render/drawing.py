"""Cells -> pictures of characters, with Rich: tables that fit a width, else records vertical."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, chop_cells
from rich.console import Console, Group
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from smartrank.render.cells import MARK, Cell, Column, Grid, grid
from smartrank.render.glyphs import glyphs_for, readable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from smartrank.query.answer import Answer
    from smartrank.render import View
    from smartrank.render.glyphs import Glyphs

GAP = 2
#: A bar is drawn if this many cells are free for it, and takes no more than that many.
LEAST_BAR, MOST_BAR = 6, 20
#: Names longer than this are folded to give a bar of some length its place.
WANTED_BAR, EASY_NAME = 12, 36
#: A column of names is folded down to its longest word, within these bounds; if that is not
#: enough, records stand vertical.
LEAST_NAME, MOST_PIECE = 8, 20
#: Where a cell would have more lines than this, records stand vertical, too.
MOST_LINES = 5
_PIECE = re.compile(r"[^\s-]*(?:-+|\s+|$)|-+")
STYLES = {
    "up": Style(color="green"),
    "down": Style(color="red"),
    "quiet": Style(dim=True),
    "bar": Style(color="cyan"),
    "heading": Style(bold=True),
    "columns": Style(dim=True),
    "": Style(),
}


class Drawing:
    """Draws answers for one screen: knows its width, its encoding and whether bars have a place."""

    def __init__(self, view: View, *, bars: bool) -> None:
        self.view = view
        self.signs: Glyphs = glyphs_for(view.encoding)
        self.bars = bars

    def text(self, text: str, tone: str = "") -> Text:
        """Data as text that is never markup, in characters the screen has."""
        return Text(readable(text, self.view.encoding), style=STYLES[tone], overflow="fold")

    def document(self, answer: Answer[Any], *, framed: bool, remarks: bool) -> RenderableType:
        """An answer: with its title, facts, notes and source if `framed`, else its tables alone.

        `remarks` are drawn only where standard error does not say them beside the picture.
        """
        parts: list[RenderableType] = []
        if framed:
            parts.append(self.text(answer.title, "heading"))
            parts.extend(self.text(fact) for fact in answer.subtitle)
        grids = [
            grid(s, self.view.fields, signs=self.signs, lay_beside=True) for s in answer.sheets
        ]
        for drawn in grids:
            if framed:
                parts.append(Text())
            if drawn.title:
                parts.append(self.text(drawn.title, "heading"))
            # tables with the same columns line up below each other
            alike = [row for other in grids if other.columns == drawn.columns for row in other.rows]
            parts.append(self.grid(drawn, alike, header=self.view.header))
        if framed:
            notes = [f"{MARK} {note}" for note in answer.footnotes]
            notes += answer.warnings if remarks else ()
            if notes:
                parts.append(Text())
            parts.extend(self.text(note) for note in notes)
            if answer.source:
                parts.extend([Text(), self.text(answer.source, "quiet")])
        return Group(*parts)

    def grid(self, drawn: Grid, alike: list[list[Cell]], *, header: bool) -> RenderableType:
        """A table that fits the width and lines up with `alike` rows; else records vertical."""
        widths = {} if drawn.vertical else self._fitting(drawn.columns, alike)
        if not widths or self._is_tall(drawn, widths):
            return self._vertical(drawn)
        return self._table(drawn, widths, header=header)

    # --- a table ------------------------------------------------------------------------------

    def _natural(self, column: Column, cells: list[Text]) -> int:
        heading = self.text(column.heading).plain
        words = heading.split() if self.view.width else [heading]
        return max(*(cell_len(word) for word in words), *(cell.cell_len for cell in cells), 1)

    def _fitting(self, columns: tuple[Column, ...], rows: list[list[Cell]]) -> dict[int, int]:
        """The columns to draw, each with its width; none if even the needed ones do not fit."""
        texts = [[self.text(row[place].text) for row in rows] for place in range(len(columns))]
        widths = {p: self._natural(columns[p], cells) for p, cells in enumerate(texts)}
        most = self.view.width
        if most is None:
            return widths
        floors = {
            place: max([LEAST_NAME, *(_longest_piece(text.plain) for text in texts[place])])
            for place in widths
            if not columns[place].is_number
        }
        optional = [place for place in widths if columns[place].optional]
        while _total(widths.values()) > most and optional:
            del widths[optional.pop()]
        if self._bar_column(rows, widths) is not None:
            wanted = most - WANTED_BAR - GAP
            eased = _folded_to(wanted, widths, {p: max(EASY_NAME, f) for p, f in floors.items()})
            widths = eased or widths
        return _folded_to(most, widths, floors)

    def _table(self, drawn: Grid, widths: dict[int, int], *, header: bool) -> Table:
        table = Table(
            box=None, padding=0, pad_edge=False, show_header=header, header_style=STYLES[""]
        )
        bar_after = self._bar_column(drawn.rows, widths)
        free = (self.view.width or 0) - _total(widths.values()) - GAP
        bar_width = min(free, MOST_BAR) if free >= LEAST_BAR else 0
        for place, width in widths.items():
            column = drawn.columns[place]
            if place != min(widths):
                table.add_column("", width=GAP)
            table.add_column(
                self._folded(Cell(column.heading, "columns"), width),
                justify="right" if column.is_number else "left",
                width=width,
                no_wrap=column.is_number,
            )
            if place == bar_after and bar_width:
                table.add_column("", width=GAP)
                table.add_column("", width=bar_width, no_wrap=True)
        for row in drawn.rows:
            cells: list[Text] = []
            for place, width in widths.items():
                if cells:
                    cells.append(Text())
                cells.append(self._folded(row[place], width))
                if place == bar_after and bar_width:
                    cells.extend([Text(), self._bar(row[place].part or 0.0, bar_width)])
            table.add_row(*cells)
        return table

    def _folded(self, cell: Cell, width: int) -> Text:
        """A cell whose lines break between words, behind hyphens, or where nothing else helps."""
        text = self.text(cell.text, cell.tone)
        if text.cell_len <= width:
            return text
        lines = [""]
        for piece in _pieces(text.plain):
            if cell_len(lines[-1]) + cell_len(piece.rstrip()) <= width:
                lines[-1] += piece
            else:
                lines.extend(chop_cells(piece.rstrip(), width))
                lines[-1] += piece[len(piece.rstrip()) :]
        text.plain = "\n".join(line.rstrip() for line in lines if line)
        return text

    def _is_tall(self, drawn: Grid, widths: dict[int, int]) -> bool:
        """Whether prose would stand in narrow columns."""
        cells = (self._folded(row[p], width) for row in drawn.rows for p, width in widths.items())
        return any(cell.plain.count("\n") >= MOST_LINES for cell in cells)

    def _bar_column(self, rows: list[list[Cell]], widths: dict[int, int]) -> int | None:
        if not self.bars:
            return None
        return next((p for p in widths if any(row[p].part is not None for row in rows)), None)

    def _bar(self, part: float, width: int) -> Text:
        """A bar as long as the part (0-1) of what can be reached."""
        steps = len(self.signs.bar)
        full, rest = divmod(round(part * width * steps), steps)
        bar = self.signs.bar[-1] * full + (self.signs.bar[rest - 1] if rest else "")
        return Text(bar, style=STYLES["bar"])

    # --- records vertical ----------------------------------------------------------------------

    def _vertical(self, drawn: Grid) -> RenderableType:
        parts: list[RenderableType] = []
        for row in drawn.rows:
            if parts:
                parts.append(Text())
            for column, cell in zip(drawn.columns, row, strict=True):
                parts.append(self._field(column, cell))
        return Group(*parts)

    def _field(self, column: Column, cell: Cell) -> RenderableType:
        value = self.text(cell.text, cell.tone)
        if column.role == "name":
            value.stylize(STYLES["heading"])
            return value
        heading = self.text(column.heading).plain
        line = Text.assemble((f"{heading}: ", STYLES["columns"]), value, overflow="fold")
        return Padding(line, (0, 0, 0, GAP)) if (self.view.width or GAP * 4) >= GAP * 4 else line


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(text)


def _longest_piece(text: str) -> int:
    return min(max(cell_len(piece.rstrip()) for piece in _pieces(text) or [""]), MOST_PIECE)


def _folded_to(most: int, widths: dict[int, int], floors: dict[int, int]) -> dict[int, int]:
    """The widths with columns of names made narrower until all fit; none if they cannot."""
    widths = dict(widths)
    while (excess := _total(widths.values()) - most) > 0:
        slack = {p: widths[p] - floor for p, floor in floors.items() if p in widths}
        widest = max((p for p in slack if slack[p] > 0), key=lambda p: widths[p], default=None)
        if widest is None:
            return {}
        others = max((widths[p] for p in slack if p != widest and slack[p] > 0), default=0)
        goal = max(floors[widest], widths[widest] - excess, min(others, widths[widest] - 1))
        widths[widest] = goal
    return widths


def _total(widths: Iterable[int]) -> int:
    found = list(widths)
    return sum(found) + GAP * (len(found) - 1)


def console(view: View, *, record: bool = False) -> Console:
    """A console that only draws what it is told, into memory, whatever the environment says."""
    from io import StringIO

    return Console(
        file=StringIO(),
        width=view.width or 1_000_000,
        force_terminal=view.colour,
        color_system="standard" if view.colour else None,
        no_color=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        record=record,
        _environ={},
    )

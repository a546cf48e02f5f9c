"""`html`: one self-contained page with pictures and accessible tables, on screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartrank.language import spoken
from smartrank.messages import joined, say
from smartrank.query.answer import PictureKind
from smartrank.query.fields import fields_of
from smartrank.render.beside import grids
from smartrank.render.cells import MARK, legends
from smartrank.render.html import Prose, element, plain
from smartrank.render.pictures import picture
from smartrank.render.svg import BAR, DOWN, EDGE, GRID, INK, PAPER, QUIET, TRACK, UP

if TYPE_CHECKING:
    from smartrank.query.answer import Answer, Sheet
    from smartrank.render import View
    from smartrank.render.cells import Cell, Column, Grid

#: The picture that stands beside a table of a kind: its bars are drawn in the table itself.
_PICTURES: dict[PictureKind, str] = {
    "profile": "slope",
    "slope": "slope",
    "dumbbell": "dumbbell",
    "dots": "dots",
    "change": "change",
}
#: Tables of more columns may be wider than a phone: the keyboard scrolls them, too.
_NARROW = 4
#: Colours of pictures -> those of the page, which follow the reader's light or dark.
_COLOURS = {
    INK: "ink",
    QUIET: "quiet",
    BAR: "bar",
    UP: "up",
    DOWN: "down",
    EDGE: "edge",
    TRACK: "track",
    GRID: "line",
    PAPER: "paper",
}


def write(answer: Answer[Any], view: View) -> str:
    """The answer as a page."""
    return Page(answer, view).written()


@cache
def style() -> str:
    """The style sheet of a page, and of the pictures in it."""
    sheet = Path(__file__).with_name("page.css").read_text("utf-8")
    return sheet + "".join(
        f'svg [{part}="{colour}"] {{ {part}: var(--{name}); }}\n'
        for colour, name in _COLOURS.items()
        for part in ("fill", "stroke")
    )


class Page:
    """An answer as a page: what matters first, then every row, then how to read it, and whose."""

    def __init__(self, answer: Answer[Any], view: View) -> None:
        self.answer = answer
        self.view = view
        german = _published((*answer.sheets, *answer.further)) | answer.published
        self.prose = Prose(view.language, german)
        self.legends: dict[str, None] = {}
        self._tables = 0
        self._pictures = 0

    def written(self) -> str:
        """The page as text."""
        title = plain(self.answer.title).replace("<br>", " ")
        body = "\n".join(self._body())
        return (
            f'<!DOCTYPE html>\n<html lang="{self.view.language}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title}</title>\n<style>\n{style()}</style>\n</head>\n"
            f"<body>\n{body}\n</body>\n</html>\n"
        )

    def _body(self) -> Iterator[str]:
        answer, inside = self.answer, self.prose.inside
        yield element("main", "", class_="" if answer.is_nested else "list").removesuffix("</main>")
        yield inside("h1", answer.title, id="title")
        if answer.subtitle:
            yield inside("p", joined(answer.subtitle, " · "), class_="facts")
        first, *others = answer.sentences or ("",)
        if first:
            yield inside("p", first, class_="lead")
            yield from (inside("p", sentence) for sentence in others)
        yield from self._sections()
        yield from self._method()
        yield "</main>"
        source = answer.citation or answer.source
        if source:
            yield element("footer", inside("p", source))

    def _sections(self) -> Iterator[str]:
        """The sheets under the headings of their sections, in the order of first mention."""
        sections: dict[str, list[Sheet]] = {}
        for sheet in (*self.answer.sheets, *self.answer.further):
            sections.setdefault(sheet.section, []).append(sheet)
        for number, (heading, sheets) in enumerate(sections.items()):
            parts = "\n".join(part for sheet in sheets for part in self._sheet(sheet))
            is_list = any(sheet.vertical for sheet in sheets) or number == 0
            kind = "sheets" if is_list else "sheets rows"
            yield f"<section{_class('top' if self.answer.is_nested and not number else '')}>"
            if heading:
                yield self.prose.inside("h2", heading)
            yield f'<div class="{kind}">\n{parts}\n</div>\n</section>'

    def _sheet(self, sheet: Sheet) -> Iterator[str]:
        drawn = self._picture(sheet)
        if drawn:
            yield drawn
        for table in grids(sheet, self.view.fields, language=self.view.language):
            self.legends.update(dict.fromkeys(legends(table.columns)))
            if table.vertical:
                yield from self._records(table)
            else:
                yield self._table(table)

    def _picture(self, sheet: Sheet) -> str:
        """The picture of a sheet in a figure; nothing where the table alone is best."""
        kind = _PICTURES.get(sheet.picture)
        if kind is None:
            return ""
        self._pictures += 1
        identity = f"picture-{self._pictures}"
        title = sheet.title or self.answer.title
        drawn = picture(sheet, self.view, identity, title=title, kind=kind, width=0)
        if drawn is None:
            return ""
        return f'<figure tabindex="0" aria-labelledby="{identity}-title">\n{drawn}\n</figure>'

    def _table(self, table: Grid) -> str:
        """A table, named by its caption, or by the title of the page if it is alone."""
        self._tables += 1
        named = f"table-{self._tables}" if table.title else "title"
        wide = len(table.columns) > _NARROW
        focus = f' tabindex="0" role="region" aria-labelledby="{named}"' if wide else ""
        by_title = "" if table.title else ' aria-labelledby="title"'
        lines = [f'<div class="sheet"{focus}>', f"<table{by_title}>"]
        if table.title:
            lines.append(self.prose.inside("caption", table.title, id=named))
        if self.view.header:
            heads = "".join(map(self._head, table.columns))
            lines.append(f"<thead><tr>{heads}</tr></thead>")
        lines += ["<tbody>", *self._rows(table), "</tbody>", "</table>"]
        if table.note:
            lines.append(self.prose.inside("p", table.note, class_="quiet"))
        return "\n".join([*lines, "</div>"])

    def _rows(self, table: Grid) -> Iterator[str]:
        name = _row_name(table.columns)
        for row in table.rows:
            cells = (
                self._cell(column, cell, is_name=place == name)
                for place, (column, cell) in enumerate(zip(table.columns, row, strict=True))
            )
            yield f"<tr>{''.join(cells)}</tr>"

    def _head(self, column: Column) -> str:
        number = "n" if column.is_number else ""
        return element("th", plain(column.heading), scope="col", class_=number)

    def _cell(self, column: Column, cell: Cell, *, is_name: bool) -> str:
        if is_name:
            return self.prose.inside("th", cell.text, scope="row", class_=cell.tone)
        kinds = " ".join(filter(None, ("n" if column.is_number else "", cell.tone)))
        if cell.part is None:
            return self.prose.inside("td", cell.text, class_=kinds)
        filled = f'<span style="width:{cell.part:.1%}"></span>'
        bar = f'<span class="track">{filled}</span>{self.prose.inside("span", cell.text)}'
        return element("td", bar, class_=f"{kinds} bar")

    def _records(self, table: Grid) -> Iterator[str]:
        """Each record as a list of its fields, under the heading of its section."""
        for row in table.rows:
            pairs = (
                element("dt", plain(column.heading)) + self.prose.inside("dd", cell.text)
                for column, cell in zip(table.columns, row, strict=True)
            )
            yield element("dl", "".join(pairs))

    def _method(self) -> Iterator[str]:
        """What the figures mean and what to beware of, in a box."""
        answer = self.answer
        said = (
            *self.legends,
            *(f"{MARK} {note}" for note in answer.footnotes),
            *answer.warnings,
        )
        if said:
            heading = spoken(say("section-method"), self.view.language)
            items = "\n".join(self.prose.inside("li", text) for text in said)
            title = self.prose.inside("h2", heading)
            yield f'<section class="method">\n{title}\n<ul>\n{items}\n</ul>\n</section>'


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _published(sheets: Sequence[Sheet]) -> set[str]:
    """The publisher's own words in records: labels, titles and texts."""
    found: set[Any] = set()
    for sheet in sheets:
        for info in fields_of(sheet.record).values():
            if info.about.published:
                found.update(getattr(row, info.name) for row in sheet.rows)
    return {text for text in found if text}


def _row_name(columns: Sequence[Column]) -> int | None:
    """The column that tells the rows apart best: what a screen reader says before each figure."""
    names = [place for place, column in enumerate(columns) if column.role == "name"]
    return max(names, key=lambda place: len(set(columns[place].cells)), default=None)

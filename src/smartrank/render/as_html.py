"""`html`: one self-contained page with accessible tables, on screen and on paper."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from smartrank.render.beside import grids
from smartrank.render.cells import MARK, legends
from smartrank.text import escape_unsafe

if TYPE_CHECKING:
    from smartrank.query.answer import Answer
    from smartrank.render import View
    from smartrank.render.cells import Cell, Column, Grid

_STYLE = """
html { color-scheme: light; font-size: 15px; }
body { margin: 2rem auto; max-width: 76rem; padding: 0 1.5rem; color: #1c2733; background: #fff;
  font: 1rem/1.45 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { margin: 0 0 .3rem; font-size: 1.7rem; line-height: 1.2; }
p { margin: .2rem 0; }
.sheets { columns: 2 30rem; column-gap: 3rem; margin: 1rem 0; }
.sheets.one { columns: auto; }
.scroll { overflow-x: auto; margin: 0 0 1.4rem; break-inside: avoid; }
table { border-collapse: collapse; width: 100%; }
.one table { width: auto; }
caption { padding: 0 0 .3rem; font-weight: 650; text-align: left; }
th, td { padding: .16rem .5rem; border-bottom: 1px solid #e6eaee; text-align: left;
  vertical-align: top; overflow-wrap: break-word; }
thead th { color: #5b6875; border-bottom-color: #b9c3cc; font-weight: 500;
  vertical-align: bottom; }
tbody th { font-weight: 400; }
.n { width: 3.9rem; text-align: right; font-variant-numeric: tabular-nums; }
td.n { white-space: nowrap; }
.n.bar { position: relative; z-index: 0; width: 6.6rem; }
.bar span { position: absolute; z-index: -1; left: 0; top: .14rem; height: 1.4em;
  background: #cfe3ee; }
.up { color: #14683a; } .down { color: #a3271f; } .quiet { color: #67737f; }
dl { margin: 0 0 1.4rem; break-inside: avoid; }
dt { color: #5b6875; } dd { margin: 0 0 .4rem; white-space: pre-line; overflow-wrap: anywhere; }
h2 { margin: 0 0 .3rem; font-size: 1rem; font-weight: 650; break-after: avoid; }
footer { margin-top: 1rem; color: #5b6875; font-size: .9rem; overflow-wrap: anywhere; }
@media (max-width: 30rem) {
  body { margin: 1rem auto; padding: 0 .8rem; }
  table { font-size: .87rem; }
  th, td { padding: .16rem .25rem; }
  .n { width: 2.6rem; }
  .n.bar { width: 4rem; }
}
@media print {
  @page { size: A4; margin: 10mm; }
  html { font-size: 10px; }
  body { margin: 0; padding: 0; max-width: none; }
  .sheets { columns: 2; column-gap: 8mm; }
  .scroll { overflow: visible; }
  th, td { padding: .05rem .3rem; }
  .bar span { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""


def write(answer: Answer[Any], view: View) -> str:
    """The answer as a page."""
    tables = [
        drawn
        for sheet in answer.sheets
        for drawn in grids(sheet, view.fields, language=view.language)
    ]
    one = "" if answer.is_nested else " one"
    body = [
        f"<h1>{_text(answer.title)}</h1>",
        *(f"<p>{_text(fact)}</p>" for fact in answer.subtitle),
        f'<div class="sheets{one}">',
        *(_sheet(drawn, _caption(drawn, answer, tables), header=view.header) for drawn in tables),
        "</div>",
        "<footer>",
        *(
            f"<p>{_text(legend)}</p>"
            for legend in legends(column for drawn in tables for column in drawn.columns)
        ),
        *(f"<p>{MARK} {_text(note)}</p>" for note in answer.footnotes),
        *(f"<p>{_text(remark)}</p>" for remark in answer.warnings),
        *([f"<p>{_text(answer.source)}</p>"] if answer.source else []),
        "</footer>",
    ]
    head = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(answer.title)}</title>",
        f"<style>{_STYLE}</style>",
    ]
    return "\n".join([*head, "<body>", *body, "</body>", "</html>"]) + "\n"


def _text(text: str) -> str:
    return escape(escape_unsafe(text, newline=True))


def _caption(drawn: Grid, answer: Answer[Any], tables: list[Grid]) -> str:
    """The title of a table; one that stands alone says what it is and where it comes from."""
    if len(tables) > 1:
        return drawn.title
    return ". ".join(filter(None, (answer.title, drawn.title, answer.source)))


def _sheet(drawn: Grid, caption: str, *, header: bool) -> str:
    if drawn.vertical:
        return _list(drawn)
    lines = ['<div class="scroll">', "<table>", f"<caption>{_text(caption)}</caption>"]
    if header:
        heads = "".join(_head(column) for column in drawn.columns)
        lines.append(f"<thead><tr>{heads}</tr></thead>")
    lines.append("<tbody>")
    name = _row_name(drawn)
    for row in drawn.rows:
        cells = (
            _cell(column, cell, is_name=place == name)
            for place, (column, cell) in enumerate(zip(drawn.columns, row, strict=True))
        )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    note = [f"<p>{_text(drawn.note)}</p>"] if drawn.note else []
    return "\n".join([*lines, "</tbody>", "</table>", *note, "</div>"])


def _row_name(drawn: Grid) -> int | None:
    """The column that tells the rows apart best: what a screen reader says before each figure."""
    names = [place for place, column in enumerate(drawn.columns) if column.role == "name"]
    return max(names, key=lambda place: len(set(drawn.columns[place].cells)), default=None)


def _head(column: Column) -> str:
    number = ' class="n"' if column.is_number else ""
    return f'<th scope="col"{number}>{_text(column.heading)}</th>'


def _cell(column: Column, cell: Cell, *, is_name: bool) -> str:
    classes = [*(["n"] if column.is_number else []), *([cell.tone] if cell.tone else [])]
    bar = ""
    if cell.part is not None:
        classes.append("bar")
        bar = f'<span style="width:{cell.part:.1%}"></span>'
    named = f' class="{" ".join(classes)}"' if classes else ""
    tag, scope = ("th", ' scope="row"') if is_name else ("td", "")
    text = _text(cell.text).replace("\n", "<br>")
    return f"<{tag}{scope}{named}>{text}{bar}</{tag}>"


def _list(drawn: Grid) -> str:
    parts = [f"<h2>{_text(drawn.title)}</h2>"] if drawn.title else []
    for row in drawn.rows:
        pairs = (
            f"<dt>{_text(column.heading)}</dt><dd>{_text(cell.text)}</dd>"
            for column, cell in zip(drawn.columns, row, strict=True)
        )
        parts.append(f"<dl>{''.join(pairs)}</dl>")
    return "\n".join(parts)

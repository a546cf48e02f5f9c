"""`markdown`: headings, tables and notes, as GitHub reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from smartrank.render.beside import grids
from smartrank.render.cells import MARK, legends
from smartrank.text import escape_unsafe

if TYPE_CHECKING:
    from smartrank.query.answer import Answer
    from smartrank.render import View
    from smartrank.render.cells import Grid

#: What Markdown, HTML in it, an emoji's name, a mention or a formula would be made of.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&$]|:(?=[\w+-]+:)|(?<!\w)@(?=\w)")
_BLOCK_START = re.compile(r"^(\s*)([-+=](?=[-+=\s]|$)|\d+[.)](?=\s|$))")


def write(answer: Answer[Any], view: View) -> str:
    """The answer as a Markdown document: with `header` off, its rows alone."""
    parts = []
    if view.header:
        parts.append(f"# {_text(answer.title)}")
        parts.extend(map(_paragraph, answer.subtitle))
    tables = [
        drawn
        for sheet in answer.sheets
        for drawn in grids(sheet, view.fields, language=view.language)
    ]
    for drawn in tables:
        if drawn.title and view.header:
            parts.append(f"## {_text(drawn.title)}")
        parts.append(_list(drawn) if drawn.vertical else _table(drawn, header=view.header))
        if drawn.note and view.header:
            parts.append(_paragraph(drawn.note))
    if view.header:
        parts.append(
            "\n".join(
                f"- {_text(legend)}"
                for legend in legends(column for drawn in tables for column in drawn.columns)
            )
        )
        parts.extend(f"{_text(MARK)} {_text(note)}" for note in answer.footnotes)
        parts.extend(map(_paragraph, (*answer.warnings, answer.source)))
    return "".join(f"{part}\n\n" for part in parts if part).rstrip("\n") + "\n"


def _text(text: str) -> str:
    """Text of which nothing is markup; a line end becomes a break."""
    return _SPECIAL.sub(_literal, escape_unsafe(text, newline=True)).replace("\n", "<br>")


def _literal(found: re.Match[str]) -> str:
    # a reference where tables or extensions would read a backslash in their own way
    return f"&#{ord(found.group())};" if found.group() in "<>&|:@$" else f"\\{found.group()}"


def _paragraph(text: str) -> str:
    """Text that does not begin a list or a rule."""
    return _BLOCK_START.sub(lambda found: f"{found[1]}&#8203;{found[2]}", _text(text))


def _table(drawn: Grid, *, header: bool) -> str:
    lines = []
    if header:
        lines.append(_line([_text(column.heading) for column in drawn.columns]))
        lines.append(_line(["---:" if column.is_number else "---" for column in drawn.columns]))
    lines.extend(_line([_text(cell.text) for cell in row]) for row in drawn.rows)
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _list(drawn: Grid) -> str:
    return "\n\n".join(
        "\n".join(
            f"- {_text(column.heading)}: {_text(cell.text)}"
            for column, cell in zip(drawn.columns, row, strict=True)
        )
        for row in drawn.rows
    )

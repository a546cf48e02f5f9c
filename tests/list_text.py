"""Ranking lists -> the text of list pages, in each of the forms in which they are copied."""

from __future__ import annotations

import dataclasses
import random
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from smartrank import Rankings
from smartrank.model import OVERALL_NAME
from smartrank.rankings import Ranking, RankingRow

#: What tells the cells of a row apart.
Cells = Literal[" ", "\t", " | ", "| |", "line", "html"]
#: Rows of a table on one page of the publisher.
PAGE = 10
FILTERS = ("Bundesland auswählen", "Größenordnung auswählen")
PROSE = (
    "Der Index rankt 83 Städte mit mehr als 100.000 Einwohnern in 5 Kategorien.",
    "Seit 2019 wurden 13.529 Datenpunkte in 163 Parametern erfasst, im Mittel 70,8.",
    "2025 waren es 83 Städte und 37 Indikatoren",
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListForm:
    """How a list page is copied."""

    cells: Cells = " "
    line_end: str = "\n"
    bom: bool = False
    blank_lines: bool = True
    blank: str = " "
    decomposed: bool = False
    minus: str = "-"
    zero: str = "0"
    new: str = ""
    decimal: str = "."
    #: The names of tables on lines of their own.
    names: bool = True
    #: The heading above each table.
    headings: bool = True
    #: The names of all tables above the first of them, as the page has them to choose from.
    menu: bool = False
    old_name: bool = False
    keyvisual: bool = True
    edition: bool = True
    filters: bool = True
    prose: bool = True
    pager: bool = False


def pages_of(rankings: Rankings, size: int = PAGE) -> list[Rankings]:
    """The lists as the publisher shows them: some rows of each a page."""
    last = max(len(ranking.rows) for ranking in rankings.rankings)
    return [
        rankings._replace(
            rankings=tuple(
                ranking._replace(rows=ranking.rows[start : start + size])
                for ranking in rankings.rankings
            )
        )
        for start in range(0, last, size)
    ]


def list_text(page: Rankings, form: ListForm | None = None) -> str:
    """The text of a list page."""
    form = form or ListForm()
    text = form.line_end.join(_lines(page, form)) + form.line_end
    if form.cells != "html":
        text = text.replace(" ", form.blank)
    return unicodedata.normalize("NFD", text) if form.decomposed else text


def list_bytes(page: Rankings, form: ListForm | None = None) -> bytes:
    """The bytes of a list page."""
    return list_text(page, form).encode("utf-8-sig" if form and form.bom else "utf-8")


def _lines(page: Rankings, form: ListForm) -> Iterator[str]:
    is_html = form.cells == "html"
    if is_html:
        yield "<!DOCTYPE html><html><head><title>Smart City Index</title></head><body>"
    for line in _head(page, form):
        yield f"<p>{line}</p>" if is_html else line
    for ranking in page.rankings:
        yield from _table(ranking, form)
    for line in _foot(form):
        yield f"<p>{line}</p>" if is_html else line


def _head(page: Rankings, form: ListForm) -> Iterator[str]:
    yield "Bitkom"
    if form.keyvisual:
        yield "Keyvisual Smart City Index 2021"
    if form.edition:
        yield f"Smart City Index {page.edition}"
    yield "Das Ranking der Großstädte"
    yield from _gap(form)
    if form.menu:
        yield from (_name(ranking, form) for ranking in page.rankings)


def _table(ranking: Ranking, form: ListForm) -> Iterator[str]:
    is_html = form.cells == "html"
    if form.names:
        yield f"<h3>{_name(ranking, form)}</h3>" if is_html else _name(ranking, form)
    rows = [_cells(row, form) for row in ranking.rows]
    if form.headings:
        rows.insert(0, ["Platz", "Tendenz", "Stadt", "Index"])
    if is_html:
        yield "<table>"
        yield from (f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        yield "</table>"
        return
    for row in rows:
        yield _row(row, form)
    yield from _gap(form)


def _name(ranking: Ranking, form: ListForm) -> str:
    return "Gesellschaft" if form.old_name and "Gesell" in ranking.name else ranking.name


def _cells(row: RankingRow, form: ListForm) -> list[str]:
    change = form.new
    if row.rank_change is not None:
        change = f"{row.rank_change:+d}".replace("-", form.minus)
    if row.rank_change == 0:
        change = form.zero
    return [str(row.rank), change, row.city, f"{row.score:.1f}".replace(".", form.decimal)]


def _row(cells: Sequence[str], form: ListForm) -> str:
    if form.cells == "| |":
        return f"| {' | '.join(cells)} |"
    if form.cells == "line":
        return form.line_end.join(filter(None, cells))
    if form.cells == " ":
        return " ".join(filter(None, cells))
    return form.cells.join(cells)


def _gap(form: ListForm) -> list[str]:
    return [""] if form.blank_lines and form.cells != "html" else []


def _foot(form: ListForm) -> Iterator[str]:
    if form.pager:
        yield "« ‹ 1 2 3 4 … 9 › »"
    if form.filters:
        yield from FILTERS
    if form.prose:
        yield from PROSE


# --- forms that are generated ---------------------------------------------------------------------

FORMS: SearchStrategy[ListForm] = st.builds(
    ListForm,
    cells=st.sampled_from([" ", "\t", " | ", "| |", "line", "html"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    bom=st.booleans(),
    blank_lines=st.booleans(),
    blank=st.sampled_from([" ", "\u00a0", "\u202f", "  "]),
    decomposed=st.booleans(),
    minus=st.sampled_from(["-", "−", "–"]),
    zero=st.sampled_from(["0", "±0", "+0"]),
    new=st.sampled_from(["", "-", "–", "neu"]),
    decimal=st.sampled_from([".", ","]),
    names=st.booleans(),
    headings=st.booleans(),
    menu=st.booleans(),
    old_name=st.booleans(),
    keyvisual=st.booleans(),
    filters=st.booleans(),
    prose=st.booleans(),
    pager=st.booleans(),
)


def thinned(rankings: Rankings, seed: int, share: float = 0.5) -> Rankings:
    """Lists that were filtered: the same cities are left in all of them."""
    source = random.Random(seed)
    names = sorted({row.city for ranking in rankings.rankings for row in ranking.rows})
    kept = set(source.sample(names, max(1, int(len(names) * share))))
    return rankings._replace(
        rankings=tuple(
            ranking._replace(rows=tuple(row for row in ranking.rows if row.city in kept))
            for ranking in rankings.rankings
        )
    )


def overall_of(rankings: Rankings) -> Ranking:
    """The list of the whole."""
    return next(ranking for ranking in rankings.rankings if ranking.name == OVERALL_NAME)

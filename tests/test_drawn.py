"""What is drawn for people shows the figures of the JSON, line by line, whatever was asked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import drawn
import smartrank
from conftest import examples, make_city, write_city
from drawn import Drawn, number
from every_answer import known_cities
from invented_cities import editions_of_a_city, several_cities
from smartrank import (
    Answer,
    Selection,
    Store,
    View,
    compare,
    history,
    indicators,
    render_answer,
    show,
    strong,
    weak,
    whatif,
)
from smartrank.names import category_key
from smartrank.query.fields import FieldInfo, Role, fields_of
from test_every_query import LISTS, known_categories, selections

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from smartrank import City

Record = dict[str, Any]


#: Each example draws one answer in all formats.
some = examples(10)
#: There are more ways to stand side by side.
more = examples(30)


def json_of(answer: Answer[Any], fields: tuple[str, ...] | None = None) -> list[Record]:
    records: list[Record] = json.loads(render_answer(answer, "json", View(fields=fields)))
    return records


def text_of(answer: Answer[Any], form: str, fields: tuple[str, ...] | None = None) -> str:
    return render_answer(answer, form, View(fields=fields)).decode()


# --- one record -----------------------------------------------------------------------------------


def assert_shows(text: str, value: Any) -> None:
    """A cell shows a value of the JSON: a number exactly, a name with at most what marks it."""
    if isinstance(value, str):
        assert text.removesuffix("*").removesuffix(" (bonus)") == value
    else:
        assert number(text) == value, (text, value)


def by_heading(record: type[Any]) -> dict[str, str]:
    """The names of fields by what tables call them."""
    return {info.about.heading: name for name, info in fields_of(record).items()}


def assert_rows_show(
    table: Drawn, records: Sequence[Record], record: type[Any], fields: tuple[str, ...] | None
) -> None:
    """Each row shows its record; those fields that are named, or those that headings name."""
    known = by_heading(record)
    names = fields or tuple(known[heading] for heading in table.headings)
    assert [known[heading] for heading in table.headings] == list(names)
    for row, found in zip(table.rows, records, strict=True):
        for name, text in zip(names, row, strict=True):
            assert_shows(text, found[name])


def assert_told(
    told: Sequence[float],
    records: Sequence[Record],
    record: type[Any],
    fields: tuple[str, ...] | None,
    roles: tuple[Role, ...] = get_args(Role),
) -> None:
    """The figures of all records are among those told; where fields are named, in their order.

    Where none are named, those of some roles are enough: a narrow screen has no room for all.
    """
    if fields is None:
        always = [
            name
            for name, info in fields_of(record).items()
            if is_figure(info, "always") and info.about.role in roles
        ]
        shown = Counter(r[name] for r in records for name in always if r[name] is not None)
        assert not shown - Counter(told)
        return
    remaining = iter(told)
    for found in records:
        for name in fields:
            if isinstance(found[name], int | float):
                assert found[name] in remaining, (name, found)


def is_figure(info: FieldInfo, visibility: str) -> bool:
    return info.type in (int, float) and info.about.visibility == visibility


# --- lists ----------------------------------------------------------------------------------------


def assert_list_is_drawn(answer: Answer[Any], fields: tuple[str, ...] | None) -> None:
    records, record = json_of(answer, fields), answer.sheet.record
    (markdown,) = drawn.tables_of_markdown(text_of(answer, "markdown", fields))[:1]
    (html,) = drawn.tables_of_html(text_of(answer, "html", fields))
    for table in (drawn.table_of_text(text_of(answer, "table", fields)), markdown, html):
        assert_rows_show(table, records, record, fields)
    picture = drawn.figures_of_svg(text_of(answer, "svg", fields))
    screen = render_answer(answer, "table", View(fields=fields, width=40)).decode()
    assert_told(picture, records, record, fields)
    assert_told(drawn.figures_of_text(screen), records, record, fields, ("score",))


def draw_fields(data: st.DataObject, record: type[Any]) -> tuple[str, ...] | None:
    names = st.lists(st.sampled_from(record._fields), min_size=1, max_size=6, unique=True)
    return data.draw(st.none() | names.map(tuple))


def asked(
    data: st.DataObject, ask: Callable[[Selection], Answer[Any]], cities: Sequence[City]
) -> Answer[Any]:
    """An answer to a question with any of the shared options."""
    selection = data.draw(selections(ask(Selection()).sheet.record))
    assume({category_key(key) for key in selection.categories} <= known_categories(cities))
    return ask(selection)


EXTREMES: dict[str, Callable[[list[City], Selection], Answer[Any]]] = {
    "weak": weak,
    "strong": strong,
    "potential": lambda cities, selection: weak(cities, selection, by="potential", field=cities),
}


@pytest.mark.parametrize("name", [*LISTS, *EXTREMES])
@some
@given(cities=several_cities(), data=st.data())
def test_lists_show_the_figures_of_the_json(
    name: str, cities: list[City], data: st.DataObject
) -> None:
    query = {**LISTS, **EXTREMES}[name]
    about = cities[:1] if name == "moves" else cities
    answer = asked(data, lambda selection: query(cities, selection), about)
    assert_list_is_drawn(answer, draw_fields(data, answer.sheet.record))


@some
@given(cities=several_cities(), data=st.data())
def test_changes_show_the_figures_of_the_json(cities: list[City], data: st.DataObject) -> None:
    city = cities[0]
    rows = [record.row for record in indicators([city]).records]
    assume(rows)
    chosen = data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=2, unique=True))
    scores = st.sampled_from(["max", "0"])
    changes = [f"{row}={data.draw(scores)}" for row in chosen]
    answer = asked(data, lambda selection: whatif(city, changes, selection, field=cities), [city])
    assert_list_is_drawn(answer, draw_fields(data, answer.sheet.record))


# --- lines of compared records --------------------------------------------------------------------


def expected_blocks(answer: Answer[Any]) -> list[list[list[Any]]]:
    """Ranks and scores of each line with their differences, where any is known."""
    found = [
        _block(answer, "rank", "rank_difference"),
        _block(answer, "score", "difference"),
    ]
    return [block for block in found if block]


def _block(answer: Answer[Any], figure: str, difference: str) -> list[list[Any]]:
    lines = [line for line in _lines(answer) if any(r[figure] is not None for r in line.values())]
    sides = [(side.city, side.edition) for side in answer.sheet.sides]
    is_history = len({city for city, _ in sides}) == 1
    known = [
        who
        for place, who in enumerate(sides)
        if (place == 0 and not is_history)
        or any(line.get(who, {}).get(figure) is not None for line in lines)
    ]
    rows = []
    for line in lines:
        row: list[Any] = [{record["category_name"] for record in line.values()}]
        for place, who in enumerate(known):
            record = line.get(who, {})
            row.append(record.get(figure))
            if place and (not is_history or place == len(known) - 1):
                row.append(record.get(difference))
        rows.append(row)
    return rows


def _lines(answer: Answer[Any]) -> list[dict[tuple[str, int], Record]]:
    """The records of the JSON that stand on each line, by city and edition."""
    assert answer.sheet.lines is not None
    numbered = zip(answer.sheet.lines, json_of(answer), strict=True)
    return [
        {(record["city"], record["edition"]): record for _, record in line}
        for _, line in groupby(numbered, key=lambda pair: pair[0])
    ]


def assert_lines_are_drawn(answer: Answer[Any]) -> None:
    expected = expected_blocks(answer)
    for tables in (
        drawn.blocks_of_text(text_of(answer, "table")),
        drawn.tables_of_markdown(text_of(answer, "markdown")),
        drawn.tables_of_html(text_of(answer, "html")),
    ):
        blocks = [table for table in tables if "Category" in table.headings]
        if not expected:
            assert [table.rows for table in blocks] == [[]]  # an empty answer has one heading
            continue
        for table, block in zip(blocks, expected, strict=True):
            names = sum(heading in ("Category", "Indicator") for heading in table.headings)
            for texts, (categories, *figures) in zip(table.rows, block, strict=True):
                assert texts[table.headings.index("Category")] in categories
                assert [number(text) for text in texts[names:]] == figures
    shown = Counter(f for block in expected for _, *row in block for f in row if f is not None)
    assert not shown - Counter(drawn.figures_of_svg(text_of(answer, "svg")))


def assert_comparison_is_drawn(
    data: st.DataObject, ask: Callable[[Selection], Answer[Any]], cities: Sequence[City]
) -> None:
    answer = asked(data, ask, cities)
    fields = draw_fields(data, answer.sheet.record)
    if fields is None:
        assert_lines_are_drawn(answer)
    else:
        assert_list_is_drawn(answer, fields)


@more
@given(several_cities(), st.booleans(), st.data())
def test_comparisons_show_the_figures_of_the_json(
    cities: list[City], rows: bool, data: st.DataObject
) -> None:
    assert_comparison_is_drawn(data, lambda s: compare(cities, s, indicators=rows), cities)


@more
@given(editions_of_a_city(), st.booleans(), st.data())
def test_histories_show_the_figures_of_the_json(
    cities: list[City], rows: bool, data: st.DataObject
) -> None:
    assert_comparison_is_drawn(data, lambda s: history(cities, s, indicators=rows), cities)


# --- what takes no options ------------------------------------------------------------------------


@some
@given(several_cities(), st.sampled_from(["table", "markdown", "html", "svg"]))
def test_profiles_show_the_figures_of_the_json(cities: list[City], form: str) -> None:
    answer = show(cities[0])
    profile = json.loads(render_answer(answer, "json"))
    ratings = [profile["overall"], *profile["categories"]]
    shown = Counter(
        rating[name]
        for rating in ratings
        if rating is not None
        for name in ("rank", "rank_change", "previous_rank", "score")
        if rating[name] is not None
    )
    rows = [row for category in profile["categories"] for row in category["indicators"]]
    shown.update(row[name] for row in rows for name in ("score", "max_score", "potential"))
    text = text_of(answer, form)
    told = drawn.figures_of_svg(text) if form == "svg" else drawn.figures_of_text(text)
    assert not shown - Counter(told)


@pytest.mark.parametrize(
    "fields", [None, ("edition", "city_name"), ("city", "city_name", "edition")]
)
def test_a_list_of_files_shows_what_the_json_has(
    tmp_path: Path, fields: tuple[str, ...] | None
) -> None:
    for city in known_cities():
        write_city(tmp_path, city)
    assert_list_is_drawn(smartrank.cities(Store([tmp_path]).everything()), fields)


@pytest.mark.parametrize("fields", [("line", "column"), ("code", "line", "message")])
def test_findings_show_what_the_json_has(tmp_path: Path, fields: tuple[str, ...]) -> None:
    path = write_city(tmp_path, make_city(rows=((None, 20.0), ("Extra", 30.0))))
    path.write_text(path.read_text().replace("rank = 10", "rank = 0").replace("30.0", '"x"'))
    answer = smartrank.check([path])
    assert len(answer.records) > 2
    assert_list_is_drawn(answer, fields)


@pytest.mark.parametrize("fields", [None, ("position", "sentence"), ("edition", "city")])
def test_sentences_show_what_the_json_has(fields: tuple[str, ...] | None) -> None:
    answer = smartrank.brief(known_cities()[0])
    assert_list_is_drawn(answer._replace(is_cited=False), fields)  # title and source around it


def test_a_plan_shows_what_the_json_has() -> None:
    cities = known_cities()
    assert_list_is_drawn(smartrank.plan_for_target(cities[0], 62.5, field=cities), None)


def test_vertical_records_show_what_the_json_has() -> None:
    answer = smartrank.explain("score")
    records = json_of(answer)
    known = by_heading(answer.sheet.record)
    for tables in (
        drawn.records_of_text(text_of(answer, "table")),
        drawn.tables_of_markdown(text_of(answer, "markdown")),
        drawn.tables_of_html(text_of(answer, "html")),
    ):
        for table, record in zip(tables, records, strict=True):
            (row,) = table.rows
            for heading, text in zip(table.headings, row, strict=True):
                assert text == record[known.get(heading, "term")]

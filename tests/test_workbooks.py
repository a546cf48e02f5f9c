"""Workbooks, read back by openpyxl and pandas: typed values, notes, bars, names, refusals."""

from __future__ import annotations

import io
import json
import sys
import warnings
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest

import smartrank
from conftest import make_city, write_city
from every_answer import ANSWERS, known_cities
from smartrank import Answer, SmartrankError, View, render_answer
from smartrank.cli import output
from smartrank.query.answer import Sheet
from smartrank.query.catalogue import record_of
from smartrank.query.fields import fields_of
from smartrank.query.indicators import IndicatorRecord
from smartrank.query.ranks import RatingRecord
from smartrank.render.as_xlsx import _name
from smartrank.text import escape_unsafe

if TYPE_CHECKING:
    from conftest import Invoke
    from smartrank import City

LISTS = [name for name in ANSWERS if not name.startswith("show")]


def book_of(content: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl knows no bars of solid colour
        return openpyxl.load_workbook(io.BytesIO(content))


def opened(answer: Answer[Any], **view: Any) -> Any:
    return book_of(render_answer(answer, "xlsx", View(**view)))


def by_field(page: Any, record: type[Any]) -> list[dict[str, Any]]:
    """The rows of a sheet under the names of the fields whose headings they stand below."""
    names = {info.about.heading: name for name, info in fields_of(record).items()}
    heads, *rows = page.iter_rows(values_only=True)
    return [{names[head]: value for head, value in zip(heads, row, strict=True)} for row in rows]


def notes_of(book: Any) -> list[tuple[Any, ...]]:
    return list(book.worksheets[-1].iter_rows(max_col=2, values_only=True))


@pytest.fixture
def cities() -> list[City]:
    return known_cities()


# --- values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
def test_every_value_of_every_list_is_there_with_its_type(name: str, cities: list[City]) -> None:
    answer = ANSWERS[name](cities)
    records = json.loads(render_answer(answer, "json"))
    assert records
    rows = by_field(opened(answer).worksheets[-2], answer.sheet.record)
    for row, expected in zip(rows, records, strict=True):
        assert set(row) == set(expected)
        for field, value in expected.items():
            if value is None:  # a word for people at most, and never a figure
                assert row[field] is None or isinstance(row[field], str)
            else:
                assert row[field] == (value if not isinstance(value, str) else value or None)
                assert isinstance(row[field], str) is isinstance(value, str) or value == ""


def test_a_figure_that_is_unknown_is_empty_and_a_name_is_told(cities: list[City]) -> None:
    answer = smartrank.indicators(cities)
    row = by_field(opened(answer).worksheets[0], IndicatorRecord)[0]
    assert (row["indicator_name"], row["indicator"]) == ("(unlabelled, row 1)", None)
    rows = by_field(opened(smartrank.ranks([cities[2]])).worksheets[0], RatingRecord)
    assert {row["rank_change"] for row in rows} == {None}


def test_pandas_reads_types_and_keys_that_begin_with_zero() -> None:
    city = replace(make_city(), ags="01234567")
    content = render_answer(smartrank.ranks([city]), "xlsx")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame: Any = pd.read_excel(io.BytesIO(content), dtype={"AGS": str})
    assert set(frame["AGS"]) == {"01234567"}
    assert [str(frame[name].dtype) for name in ("Rank", "Score", "Edition")] == [
        "int64",
        "float64",
        "int64",
    ]
    assert list(frame["Score"]) == [row.score for row in smartrank.ranks([city]).records]


@pytest.mark.parametrize("score", [0.1 + 0.2, 99.99999999999999, 8.0, 1e-07])
def test_a_number_keeps_all_its_digits(score: float) -> None:
    row = smartrank.indicators([make_city()]).records[0]._replace(score=score)
    answer = Answer("Probe", (Sheet(IndicatorRecord, (row,)),), "")
    assert by_field(opened(answer).worksheets[0], IndicatorRecord)[0]["score"] == score


def test_numbers_look_as_they_are_published_and_dates_follow_the_country() -> None:
    city = make_city(rows=(("X", 12.25), ("Y", 80.0)))
    city = replace(city, source=replace(city.source, retrieved=date(2025, 9, 11)))
    book = opened(smartrank.show(city))
    looks = {
        (page.title, page.cell(1, cell.column).value): cell.number_format
        for page in book.worksheets[:-1]
        for cell in page[2]
    }
    assert looks["Probe", "Score"] == "#,##0.00"
    assert looks["Ranks by category", "Rank"] == "#,##0"
    assert looks["Ranks by category", "Trend"] == "+#,##0;-#,##0;#,##0"
    assert looks["Ranks by category", "Edition"] == "General"
    assert looks["Ranks by category", "Category"] == "General"
    (cell,) = (b for a, b in book["Notes"].iter_rows(max_col=2) if a.value == "Retrieved")
    assert (cell.value, cell.number_format) == (datetime(2025, 9, 11), "mm-dd-yy")  # noqa: DTZ001


# --- sheets ---------------------------------------------------------------------------------------


def test_a_profile_is_a_workbook_of_sheets(cities: list[City]) -> None:
    city = replace(cities[0], best_practices=())
    book = opened(smartrank.show(city))
    assert book.sheetnames == ["Ranks by category", "Strongest", "Weakest", "Probe", "Notes"]
    facts = dict(row for row in notes_of(book) if row[0])
    assert facts["AGS"] == "01234567"
    assert facts["Inhabitants"] == city.population
    assert facts["Publisher"] == city.source.publisher
    assert "Overall" not in facts
    for page in book.worksheets[:-1]:
        assert (page.freeze_panes, page.auto_filter.ref) == ("A2", page.dimensions)


def test_compared_cities_stand_side_by_side_and_as_rows() -> None:
    a, b = make_city(), make_city("Halle (Muster)", rank=7, rank_change=None)
    answer = smartrank.compare([a, b])
    book = opened(answer)
    assert book.sheetnames == ["Rank", "Score", "All rows", "Notes"]
    heads, first, *_ = book["Score"].iter_rows(values_only=True)
    assert heads == ("Category", "Musterstadt", "Halle (Muster)", "vs Musterstadt")
    scores = [row.score for row in answer.records[:2]]
    assert first[1:] == (*scores, answer.records[1].difference)


def test_named_fields_are_the_only_ones_and_stand_in_one_sheet(cities: list[City]) -> None:
    answer = smartrank.compare(cities[:2])
    book = opened(answer, fields=("score", "city"))
    page = book.worksheets[0]
    assert len(book.sheetnames) == 2
    assert list(page.iter_rows(values_only=True)) == [
        ("Score", "City key"),
        *((row.score, row.city) for row in answer.records),
    ]
    assert not any(found.hidden for found in page.column_dimensions.values())


def test_what_people_seldom_need_is_folded_behind_the_rest() -> None:
    page = opened(smartrank.ranks([make_city()])).worksheets[0]
    heads = [cell.value for cell in page[1]]
    hidden = {name for name, found in page.column_dimensions.items() if found.hidden}
    first = page.column_dimensions[min(hidden)]
    assert heads[: first.min - 1] == ["Category", "Rank", "Trend", "Previous", "Score"]
    assert (first.min, first.outlineLevel) == (6, 1)


def test_without_headings_rows_begin_at_the_top() -> None:
    answer = smartrank.ranks([make_city()])
    page = opened(answer, header=False).worksheets[0]
    assert page["A1"].value == answer.records[0].category_name
    assert (page.freeze_panes, page.auto_filter.ref, page["A1"].comment) == (None, None, None)


def test_an_answer_without_rows_keeps_its_headings(cities: list[City]) -> None:
    none = smartrank.Selection(limit=0)
    for answer in (smartrank.ranks(cities, none), smartrank.compare(cities, selection=none)):
        page = opened(answer).worksheets[0]
        assert page.max_row == 1
        assert all(cell.value for cell in page[1])


def test_headings_tell_their_meaning_and_marked_rows_theirs(jena: City) -> None:
    book = opened(smartrank.show(jena))
    page = book["Ranks by category"]
    said = {cell.value: cell.comment.text for cell in page[1]}
    assert said["Rank"] == "place in the ranking, 1 is the best (place)"
    assert said["Score"].endswith("not perfection")
    marked = {cell.value: cell.comment.text for cell in page["A"][1:] if cell.comment}
    assert list(marked) == ["IT und Kommunikation"]
    assert marked["IT und Kommunikation"] in [text for _, text in notes_of(book)]
    bonus = [cell for cell in book["Mobilität"]["A"][1:] if cell.comment]
    assert bonus
    assert all(cell.comment.text.startswith(("(bonus)", "Likely")) for cell in bonus)


def test_bars_reach_to_the_most_points_of_each_row() -> None:
    rows = smartrank.indicators([make_city(rows=(("A", 1.0), ("B", 2.0), ("C", 3.0)))]).records
    kinds = (100.0, 100.0, 5.0)
    rows = tuple(row._replace(max_score=most) for row, most in zip(rows, kinds, strict=False))
    answer = Answer("Probe", (Sheet(IndicatorRecord, rows, columns=("score",)),), "")
    found = {
        str(area.sqref): [(end.type, end.val) for end in rule.dataBar.cfvo]
        for area in opened(answer).worksheets[0].conditional_formatting
        for rule in area.rules
    }
    assert found == {
        "A2:A3": [("num", 0), ("num", 100)],
        "A4": [("num", 0), ("num", 5)],
    }


def test_the_notes_have_what_must_be_known(jena: City) -> None:
    answer = smartrank.show(jena)
    told = notes_of(opened(answer))
    texts = [text for _, text in told]
    assert told[0] == ("Title", answer.title)
    for text in (*answer.subtitle, *answer.footnotes, answer.source):
        assert text in texts
    assert "Rights in the figures: the publisher named above" in texts
    warned = answer._replace(warnings=("Vorsicht",))
    assert ("Warnings", "Vorsicht") in notes_of(opened(warned))
    bare = notes_of(opened(smartrank.explain()))
    assert [heading for heading, _ in bare] == ["Title"]


def test_a_workbook_speaks_german(jena: City) -> None:
    book = opened(smartrank.ranks([jena]), language="de")
    page = book.worksheets[0]
    heads = [cell.value for cell in page[1]]
    assert heads[0] == "Kategorie"
    assert page["A1"].comment.text == "Name der Kategorie wie veröffentlicht"
    assert page.cell(2, heads.index("AGS") + 1).value == "16053000"
    assert 67.1 in [cell.value for cell in page[2]]


def test_rows_are_as_high_as_their_text() -> None:
    city = make_city(rows=(("Wort " * 30, 40.0), ("kurz", 60.0), ("x" * 32_000, 50.0)))
    page = opened(smartrank.indicators([city])).worksheets[0]
    heights = [page.row_dimensions[row].height for row in (2, 3, 4)]
    assert heights == [15 * 3, None, 15 * 27]
    warned = smartrank.ranks([city])._replace(warnings=("Wort " * 30,))
    notes = opened(warned).worksheets[-1]
    found = {row[1].value: notes.row_dimensions[row[1].row].height for row in notes}
    assert found["Wort " * 30] == 15 * 2


def test_headings_of_figures_stand_over_them() -> None:
    page = opened(smartrank.ranks([make_city()])).worksheets[0]
    aligned = {cell.value: cell.alignment.horizontal for cell in page[1]}
    assert (aligned["Category"], aligned["Score"]) == ("left", "right")


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ranks: Jena [2025]", "Ranks Jena 2025"),
        ("a/b\\c?d*e", "a b c d e"),
        ("'quoted'", "quoted"),
        ("History", "History (2)"),
        ("x" * 40, "x" * 31),
        ("x" * 30 + "'y", "x" * 30),
        ("[]", "(2)"),
        ("A", "A (2)"),
    ],
)
def test_a_sheet_has_a_name_that_excel_allows(title: str, name: str) -> None:
    taken = {"history", "a"}
    assert _name(title, taken) == name
    assert name.lower() in taken


def test_many_long_titles_that_begin_alike_get_names_of_their_own() -> None:
    taken: set[str] = set()
    names = [_name("Ä" * 40, taken) for _ in range(12)]
    assert len({name.lower() for name in names}) == 12
    assert max(map(len, names)) <= 31


# --- hostile text ---------------------------------------------------------------------------------

HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://example.org")',
    "+1",
    "-1",
    "@x",
    "{=1}",
    "'a",
    "0123",
    "1e5",
    "TRUE",
    "http://example.org",
    "internal:Notes!A1",
    "a\x1bb",
    "a\u202eb",
    "a\ufffeb",
    "<b>&amp;",
    "_x0041_",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    city = make_city("Musterstadt", rows=((text, 40.0),))
    content = render_answer(smartrank.indicators([city]), "xlsx")
    row, _ = by_field(book_of(content).worksheets[0], IndicatorRecord)
    assert row["indicator_name"].replace("_x005F_", "_") == escape_unsafe(text)
    with ZipFile(io.BytesIO(content)) as parts:
        whole = b"".join(parts.read(name) for name in parts.namelist() if "sheets" in name)
    assert b"<f>" not in whole
    assert b"hyperlink" not in whole


def test_half_a_surrogate_pair_becomes_a_question_mark() -> None:
    city = make_city(rows=(("a\ud800b", 40.0),))
    row, _ = by_field(opened(smartrank.indicators([city])).worksheets[0], IndicatorRecord)
    assert row["indicator_name"] == "a?b"


def test_a_text_that_excel_would_cut_is_refused() -> None:
    whole, cut = ("x" * 32_767, "x" * 32_768)
    found = opened(smartrank.indicators([make_city(rows=((whole, 40.0),))])).worksheets[0]
    assert by_field(found, IndicatorRecord)[0]["indicator_name"] == whole
    with pytest.raises(SmartrankError, match="too long") as caught:
        opened(smartrank.indicators([make_city(rows=((cut, 40.0),))]))
    assert caught.value.hint == "take `--format csv`, which has no limits"


# --- bytes, files and refusals --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["show", "compare", "weak"])
def test_an_answer_gives_the_same_bytes_again(name: str, cities: list[City]) -> None:
    first, again = (render_answer(ANSWERS[name](cities), "xlsx") for _ in range(2))
    assert first == again
    with ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b">2000-01-01T00:00:00Z</dcterms:modified>" in parts.read("docProps/core.xml")


def test_the_ending_chooses_the_format_and_a_pipe_takes_it(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "weak.xlsx"
    assert invoke("weak", "jena", "-o", file).code == 0
    assert file.read_bytes() == invoke("weak", "jena", "-f", "xlsx").data
    assert file.read_bytes()[:2] == b"PK"


_OTHER = "file with another extension"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "-f excel -o x.xlsx",
            (
                "error: a file named `x.xlsx` does not hold the format excel\n"
                f"hint: take `--format xlsx`, or a {_OTHER}\n"
            ),
        ),
        (
            "--json -o x.xlsx",
            (
                "error: a file named `x.xlsx` does not hold the format json\n"
                f"hint: take `--format xlsx`, or a {_OTHER}\n"
            ),
        ),
        (
            "-f xlsx -o x.csv",
            (
                "error: a file named `x.csv` does not hold the format xlsx\n"
                f"hint: take `--format csv`, or a {_OTHER}\n"
            ),
        ),
        (
            "-o x.pdf",
            (
                "error: cannot tell the format from `x.pdf`\n"
                "hint: write a page with `-o x.html`, and print it from a browser to PDF\n"
            ),
        ),
        (
            "-o x.PNG",
            (
                "error: cannot tell the format from `x.PNG`\n"
                "hint: write a picture with `-o x.svg`, and convert it, as with `rsvg-convert`\n"
            ),
        ),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_with_the_way(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = invoke("weak", "jena", *words.split())
    assert (outcome.code, outcome.out, outcome.err) == (2, "", said)
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_gets_no_bytes(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "is_terminal", lambda stream: stream is sys.stdout)
    outcome = invoke("weak", "jena", "-f", "xlsx")
    assert (outcome.code, outcome.data) == (2, b"")
    assert outcome.err == (
        "error: a terminal cannot show the format xlsx\n"
        "hint: write it to a file: `-o smartrank.xlsx`\n"
    )


def test_without_xlsxwriter_one_line_says_how_to_get_it(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    outcome = invoke("weak", "jena", "-o", tmp_path / "x.xlsx")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "error: a workbook needs the package XlsxWriter, which is not installed\n"
        "hint: `pip install 'smartrank[xlsx]'`\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_data_files_are_listed(invoke: Invoke) -> None:
    records = json.loads(invoke("cities", "--json").out)
    rows = by_field(book_of(invoke("cities", "-f", "xlsx").data).worksheets[0], record_of("cities"))
    assert [{name: row[name] for name in records[0]} for row in rows] == records


def test_data_files_with_faults_are_listed_too(invoke: Invoke, tmp_path: Path) -> None:
    write_city(tmp_path, make_city())
    (tmp_path / "faulty.toml").write_text('[city]\nname = 5\nnome = "x"\n')
    outcome = invoke("check", tmp_path, "-f", "xlsx")
    records = json.loads(invoke("check", tmp_path, "--json").out)
    assert len(records) > 2
    assert by_field(book_of(outcome.data).worksheets[0], record_of("check")) == [
        {name: value or None for name, value in record.items()} for record in records
    ]

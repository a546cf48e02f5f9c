"""Every command in every format: the same records, in the same order, with no value cut."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from conftest import make_city, write_city
from smartrank import (
    Answer,
    Format,
    Selection,
    UnknownNameError,
    UsageError,
    View,
    audit,
    compare,
    indicators,
    render_answer,
    show,
    weak,
    whatif,
)
from smartrank.dataset.folders import bundled_folder
from smartrank.query.answer import Sheet
from smartrank.query.catalogue import queries
from smartrank.query.indicators import IndicatorRecord
from smartrank.query.practices import PracticeRecord
from smartrank.query.ranks import RatingRecord
from smartrank.render import as_ndjson
from smartrank.render.delimited import DIALECTS, FORMULA_STARTS
from smartrank.render.glyphs import UNICODE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conftest import Invoke
    from smartrank import City

Attributes = list[tuple[str, str | None]]

#: The formats of text; for workbooks see test_workbooks.
ALL = ("table", "json", "ndjson", "csv", "tsv", "excel", "markdown", "html", "svg")
#: Formats that keep every value exactly.
EXACT = ("json", "ndjson", "csv", "tsv", "excel")
DRAWN = ("table", "markdown", "html", "svg")

#: For each query command: its words and two fields that tell its records apart.
COMMANDS: dict[str, tuple[tuple[str, ...], tuple[str, str]]] = {
    "cities": (("cities",), ("city", "score")),
    "ranks": (("ranks",), ("category", "score")),
    "trends": (("trends",), ("category", "score")),
    "indicators": (("indicators",), ("city", "score")),
    "weak": (("weak", "--below", "60"), ("city", "score")),
    "strong": (("strong", "--bonus"), ("city", "score")),
    "compare": (
        ("compare", "jena", "musterstadt@2024", "musterstadt", "--indicators"),
        ("city", "score"),
    ),
    "history": (("history", "musterstadt", "--indicators"), ("edition", "category")),
    "whatif": (
        ("whatif", "jena", "--set", "lpwan=max", "--set", "mobilitaet/4=+10"),
        ("category", "gain"),
    ),
    "audit": (("audit",), ("city", "difference")),
    "practices": (("practices",), ("city", "position")),
    "check": (("check",), ("line", "column")),
}
#: Query commands that need more than these cities, or answer in sentences: tested elsewhere.
OTHERS = ("show", "brief", "explain", "moves", "standing")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Invented cities: two editions of one, one without an earlier edition and with odd labels."""
    path = tmp_path_factory.mktemp("cities")
    write_city(path, make_city(edition=2024, rank=12, rank_change=-1))
    write_city(path, make_city(edition=2025))
    rows = (("=1+1 | <b>", 0.0), (None, 12.25), ('"Anführung"; [x]', 99.5))
    write_city(path, make_city("Halle (Muster)", rank=7, rank_change=None, rows=rows))
    return path


def words_of(command: str, folder: Path) -> tuple[str | Path, ...]:
    """A command over the shipped and the invented cities."""
    words, _ = COMMANDS[command]
    return (*words, folder) if command == "check" else (*words, "--data", folder)


class Asked(Protocol):
    """The records of a query command, as its JSON has them."""

    def __call__(self, command: str) -> list[dict[str, Any]]: ...


@pytest.fixture(scope="module")
def asked(folder: Path) -> Asked:
    """Each command asked once."""

    @cache
    def ask(command: str) -> list[dict[str, Any]]:
        from smartrank.cli import app

        words = [str(word) for word in words_of(command, folder)]
        found: list[dict[str, Any]] = json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)
        return found

    return ask


# --- reading the formats back --------------------------------------------------------------------


def excel_rows(data: bytes) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def delimited_rows(data: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter))


def markdown_rows(data: bytes) -> list[list[str]]:
    lines = [line for line in data.decode().splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines[:1] + lines[2:]]


class TableReader(HTMLParser):
    """The rows of all tables of a page, headings included."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:  # noqa: ARG002
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def html_rows(data: bytes) -> list[list[str]]:
    reader = TableReader()
    reader.feed(data.decode())
    return reader.rows


def svg_lines(data: bytes) -> list[list[str]]:
    """The texts of a picture by the height they stand at, from left to right."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for element in ET.fromstring(data).iter("{http://www.w3.org/2000/svg}text"):
        text = (element.text or "").replace("\xa0", " ")
        if text.strip(f" \n{UNICODE.bar}"):  # no line end, no bar
            lines.setdefault(float(element.attrib["y"]), []).append(
                (float(element.attrib["x"]), text)
            )
    return [[text for _, text in sorted(lines[y])] for y in sorted(lines)]


def table_rows(data: bytes) -> list[list[str]]:
    return [re.split(r" {2,}", line.strip()) for line in data.decode().splitlines()]


def read_two(form: str, data: bytes) -> list[list[str]]:
    """The rows of an answer of two fields that hold no blank, as text."""
    if form in ("json", "ndjson"):
        records = json.loads(data) if form == "json" else [json.loads(x) for x in data.splitlines()]
        return [[str(value) for value in record.values()] for record in records]
    readers: dict[str, Callable[[bytes], list[list[str]]]] = {
        "csv": lambda data: delimited_rows(data, ",")[1:],
        "tsv": lambda data: delimited_rows(data, "\t")[1:],
        "excel": lambda data: excel_rows(data)[1:],
        "markdown": lambda data: markdown_rows(data)[1:],
        "html": lambda data: html_rows(data)[1:],
        "svg": lambda data: [line for line in svg_lines(data) if len(line) >= 2][1:],
        "table": lambda data: table_rows(data)[1:],
    }
    return readers[form](data)


def plain_value(text: str) -> str | float:
    """A name, or a number however it is written."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


# --- all commands, all formats -------------------------------------------------------------------


def test_these_are_all_query_commands() -> None:
    assert {*COMMANDS, *OTHERS} == set(queries())


def test_each_format_has_a_module_that_writes_it() -> None:
    assert tuple(form.value for form in Format) == (*ALL, "xlsx")
    assert set(DIALECTS) == {form.value for form in Format if form.family}
    for form in Format:
        if not form.family:
            module = import_module(f"smartrank.render.as_{form.value}")
            assert callable(module.write), form


@pytest.mark.parametrize("command", COMMANDS)
def test_exact_formats_give_equal_records_in_one_order(
    invoke: Invoke, folder: Path, asked: Asked, command: str
) -> None:
    words, records = words_of(command, folder), asked(command)
    assert len(records) > (2 if command != "practices" else 0)
    assert [json.loads(x) for x in invoke(*words, "-f", "ndjson").out.splitlines()] == records

    plain = [["" if value is None else str(value) for value in r.values()] for r in records]
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        found = delimited_rows(invoke(*words, "-f", form).data, delimiter)
        assert found == [list(records[0]), *plain], form

    found = excel_rows(invoke(*words, "-f", "excel").data)
    assert found == [list(records[0]), *[[as_excel(x) for x in r.values()] for r in records]]


def as_excel(value: Any) -> str:
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" ").startswith(FORMULA_STARTS) else value
    return "" if value is None else str(value).replace(".", ",")


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_format_has_every_row_and_the_fields_that_were_named(
    invoke: Invoke, folder: Path, asked: Asked, command: str, form: str
) -> None:
    order = COMMANDS[command][1][::-1]  # not the order in which they are declared
    outcome = invoke(*words_of(command, folder), "--fields", ",".join(order), "-f", form)
    assert outcome.code == 0
    found = [[plain_value(text) for text in row] for row in read_two(form, outcome.data)]
    assert found == [[record[name] for name in order] for record in asked(command)]


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "whatif"])
def test_an_empty_answer_keeps_its_shape(
    invoke: Invoke, folder: Path, asked: Asked, command: str, form: str
) -> None:
    outcome = invoke(*words_of(command, folder), "-n", "0", "-f", form)
    names = list(asked(command)[0])
    assert outcome.code == 0
    exact = {
        "json": b"[]\n",
        "ndjson": b"",
        "csv": f"{','.join(names)}\n".encode(),
        "tsv": "\t".join(names).encode() + b"\n",
        "excel": f"\ufeff{';'.join(names)}\r\n".encode(),
    }
    if form in exact:
        assert outcome.data == exact[form]
    else:
        headings = headings_and_rows(form, outcome.data)
        assert len(headings) == 1
        assert len(headings[0]) >= 2


def headings_and_rows(form: str, data: bytes) -> list[list[str]]:
    if form == "table":
        return [row for row in table_rows(data) if len(row) > 1]  # not title or note of a block
    if form == "markdown":
        return markdown_rows(data)
    if form == "html":
        return html_rows(data)
    title, *lines = svg_lines(data)
    assert title
    return [line for line in lines if len(line) >= 2 and not line[0].startswith("Source:")][:1]


#: The first thing of the headings of `weak --fields indicator_name,score` in a format.
HEADINGS = {"csv": "indicator_name", "tsv": "indicator_name", "excel": "indicator_name"}


@pytest.mark.parametrize("form", ALL)
def test_no_header_leaves_out_the_headings_and_nothing_else(invoke: Invoke, form: str) -> None:
    words = ("weak", "jena", "--fields", "indicator_name,score", "-f", form)
    whole, rows = invoke(*words).out, invoke(*words, "--no-header").out
    heading = HEADINGS.get(form, "Indicator")
    if form in ("json", "ndjson"):
        assert rows == whole
    elif form in ("html", "svg"):
        assert ">Indicator<" in whole
        assert ">Indicator<" not in rows
    else:
        assert heading in whole.splitlines()[0 if form != "markdown" else 2]
        assert heading not in rows
        assert len(rows.splitlines()) == 5
    for score in ("8.3", "13.8", "17.0", "18.2", "31.3"):
        assert (score.replace(".", ",") if form == "excel" else score) in rows


@pytest.mark.parametrize("form", ALL)
def test_an_unknown_field_is_refused_in_every_format(invoke: Invoke, form: str) -> None:
    outcome = invoke("ranks", "--fields", "city,scor", "-f", form)
    assert (outcome.code, outcome.out) == (2, "")
    assert "`scor`" in outcome.err
    assert "hint: " in outcome.err
    assert "score" in outcome.err.splitlines()[1]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (" , ", "error: `--fields` names no field"),
        ("score,rank,score", "error: the field `score` is named twice"),
    ],
)
def test_fields_that_name_nothing_or_one_twice_are_refused(
    invoke: Invoke, fields: str, message: str
) -> None:
    outcome = invoke("ranks", "--json", "--fields", fields)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.splitlines()[0] == message
    assert outcome.err.splitlines()[1].startswith("hint: ")


@pytest.mark.parametrize("form", DRAWN)
def test_what_is_not_known_is_said_in_a_word_or_a_dash(
    invoke: Invoke, folder: Path, form: str
) -> None:
    words = (
        "cities",
        "-d",
        folder,
        "--match",
        "Halle",
        "--fields",
        "ags,rank_change,ranked_cities",
    )
    (row,) = read_two(form, invoke(*words, "-f", form).data)
    assert row == ["–", "new", "50"]


def test_each_member_of_the_enum_is_accepted_by_the_api_by_name(jena: City) -> None:
    answer = indicators([jena])
    for form in Format:
        assert render_answer(answer, form) == render_answer(answer, form.value)
    with pytest.raises(UnknownNameError, match="`nothing`"):
        render_answer(answer, "csv", View(fields=("nothing",)))


def test_an_unknown_format_is_told_with_what_is_close(jena: City) -> None:
    for name, hint in (
        ("jsno", "did you mean `json`?"),
        ("xml", "available: " + ", ".join(f"`{form.value}`" for form in Format)),
    ):
        with pytest.raises(UnknownNameError) as caught:
            render_answer(indicators([jena]), name)
        assert (caught.value.message, caught.value.hint) == (f"no format `{name}`", hint)


def test_a_format_may_give_bytes(monkeypatch: pytest.MonkeyPatch, jena: City) -> None:
    monkeypatch.setattr(as_ndjson, "write", lambda answer, view: b"\xff")  # noqa: ARG005
    assert render_answer(indicators([jena]), "ndjson") == b"\xff"


SCRATCH = """
def write(answer, view):
    if answer.is_nested:
        return f"{answer.document.city_name} as a whole\\n"
    names = view.fields or answer.sheet.record._fields
    return "".join(f"{len(names)} values: {row.city_name}\\n" for row in answer.sheet.rows)
"""
TRIAL = """
import sys
from smartrank import SmartrankError, find, ranks, render_answer, show
from smartrank.cli import app

jena = find("jena")
print(render_answer(ranks([jena]), "scratch").splitlines()[-1].decode())
try:
    print(render_answer(show(jena), "scratch").decode().strip())
except SmartrankError as error:
    print(error, error.hint, sep=" | ")
sys.stdout.flush()
app(["ranks", "jena", "-o", "-", "-f", "scratch", "-n", "1"], standalone_mode=False)
app(["show", "jena", "-f", "scratch"])
"""


@pytest.mark.parametrize("nests", [False, True])
def test_a_format_made_by_the_recipe_works_at_once(tmp_path: Path, nests: bool) -> None:
    source = Path(import_module("smartrank").__file__ or "").parent
    shutil.copytree(source, tmp_path / "smartrank", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(bundled_folder(), tmp_path / "smartrank" / "data")
    render = tmp_path / "smartrank" / "render"
    (render / "as_scratch.py").write_text(SCRATCH)
    declared = (render / "__init__.py").read_text()
    member = f'    SCRATCH = "scratch", (".scratch",){", True" if nests else ""}\n'
    svg = next(line for line in declared.splitlines(keepends=True) if line.startswith("    SVG ="))
    (render / "__init__.py").write_text(declared.replace(svg, svg + member))
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", TRIAL], capture_output=True, env=env, check=False, encoding="utf-8"
    )
    values = len(RatingRecord._fields)
    refused = "a whole profile does not fit into scratch"
    hint = (
        "ask `ranks` or `indicators`, which are flat, "
        "or write it as `table`, `json`, `markdown`, `html`, `svg` or `xlsx`"
    )
    if nests:
        expected = (f"{values} values: Jena", "Jena as a whole", f"{values} values: Jena")
        assert done.stdout.splitlines() == [*expected, "Jena as a whole"]
        assert (done.returncode, done.stderr) == (0, "")
    else:
        expected = (f"{values} values: Jena", f"{refused} | {hint}", f"{values} values: Jena")
        assert done.stdout.splitlines() == list(expected)
        assert done.returncode == 2
        assert done.stderr.splitlines()[0] == f"error: {refused}"


# --- show ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "tsv", "excel", "ndjson"])
def test_show_refuses_flat_formats_and_names_the_way_out(
    invoke: Invoke, jena: City, form: str
) -> None:
    outcome = invoke("show", "jena", "--format", form)
    assert (outcome.code, outcome.out) == (2, "")
    error, hint = outcome.err.splitlines()
    assert error.startswith("error: ")
    assert form in error
    assert hint.startswith("hint: ")
    assert "ranks" in hint
    assert "indicators" in hint
    with pytest.raises(UsageError) as caught:
        render_answer(show(jena), form)
    assert caught.value.message == f"a whole profile does not fit into {form}"


def test_a_profile_has_no_choice_of_fields(jena: City) -> None:
    with pytest.raises(UsageError, match="no choice of fields") as caught:
        render_answer(show(jena), "json", View(fields=("city",)))
    assert caught.value.hint == "leave out `View(fields=...)`, or ask `ranks` or `indicators`"


@pytest.mark.parametrize("form", ["table", "json", "markdown", "html"])
def test_show_holds_every_figure_and_label(jena: City, form: str) -> None:
    text = render_answer(show(jena), form).decode()
    for _, name, rating in jena.ratings():
        assert name in text
        assert f"{rating.score}" in text
    for category in jena.categories:
        for row in category.indicators:
            assert f"{row.score}" in text
            assert (row.name or row.likely_name or "") in text
    for practice in jena.best_practices:
        assert practice.title.split()[-1] in text


# --- json ----------------------------------------------------------------------------------------


def test_json_is_one_record_a_line_in_a_bare_array(invoke: Invoke) -> None:
    text = invoke("indicators", "jena", "--json").out
    lines = text.split("\n")
    assert (lines[0], lines[-2], lines[-1]) == ("[", "]", "")
    records = [json.loads(line.removesuffix(",")) for line in lines[1:-2]]
    assert records == json.loads(text)
    assert len(records) == 37


def test_numbers_stay_numbers_and_null_is_there_in_json(invoke: Invoke, folder: Path) -> None:
    record = json.loads(
        invoke("ranks", "halle-muster", "-d", folder, "-c", "overall", "--json").out
    )
    assert record == [
        {
            "city": "halle-muster",
            "city_name": "Halle (Muster)",
            "edition": 2025,
            "category": "overall",
            "category_name": "Gesamtwertung",
            "rank": 7,
            "rank_change": None,
            "previous_rank": None,
            "direction": "new",
            "ranked_cities": 50,
            "score": 37.1,
            "ags": None,
        }
    ]
    assert [type(value) for value in record[0].values()] == [
        str, str, int, str, str, int, type(None), type(None), str, int, float,
        type(None),
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["json", "ndjson"])
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_json_never_holds_what_json_has_no_word_for(jena: City, form: str, value: float) -> None:
    answer = indicators([jena])
    rows = (answer.records[0]._replace(score=value),)
    with pytest.raises(ValueError, match="JSON"):
        render_answer(answer._replace(sheets=(answer.sheet._replace(rows=rows),)), form)


def test_json_with_another_format_is_a_usage_error(invoke: Invoke) -> None:
    outcome = invoke("ranks", "--json", "--format", "csv")
    assert (outcome.code, outcome.out) == (2, "")
    assert "--json" in outcome.err
    assert "csv" in outcome.err
    same = invoke("ranks", "--json", "--format", "json")
    assert same.out == invoke("ranks", "--json").out


# --- csv, tsv, excel -----------------------------------------------------------------------------


def test_csv_and_tsv_have_no_bom_and_end_lines_with_lf_alone(invoke: Invoke) -> None:
    assert (
        invoke("weak", "jena", "-f", "csv", "--fields", "indicator_name,score").data
        == (
            "indicator_name,score\nOnline-Terminvergabe,8.3\nEmissionsarme Busse,13.8\n"
            "Anteil E-Fahrzeuge,17.0\nLPWAN,18.2\nMultimodalität,31.3\n"
        ).encode()
    )
    assert (
        invoke("weak", "jena", "-f", "tsv", "--fields", "score,indicator_name").data
        == (
            "score\tindicator_name\n8.3\tOnline-Terminvergabe\n13.8\tEmissionsarme Busse\n"
            "17.0\tAnteil E-Fahrzeuge\n18.2\tLPWAN\n31.3\tMultimodalität\n"
        ).encode()
    )


def test_excel_has_bom_semicolon_decimal_comma_and_crlf(invoke: Invoke, folder: Path) -> None:
    words = ("indicators", "halle-muster", "-d", folder, "-f", "excel")
    assert (
        invoke(*words, "--fields", "position,indicator_name,score,potential").data
        == (
            "\ufeffposition;indicator_name;score;potential\r\n"
            "1;'=1+1 | <b>;0,0;6,35\r\n"
            "2;;12,25;5,57\r\n"
            '3;"""Anführung""; [x]";99,5;0,03\r\n'
            "4;Sonstige Projekte Probe;5,0;0,63\r\n"
        ).encode()
    )


def test_the_guard_of_excel_leaves_numbers_alone(invoke: Invoke) -> None:
    rows = excel_rows(invoke("trends", "jena", "-f", "excel", "--fields", "rank_change").data)
    assert rows == [["rank_change"], ["-17"], ["-13"], ["-11"], ["-7"], ["-1"], ["3"]]
    rows = excel_rows(invoke("audit", "jena", "-f", "excel", "--fields", "difference").data)
    assert rows == [["difference"], ["0,02"], ["0,02"], ["-0,03"], ["1,62"], ["-0,03"], ["0,04"]]


# --- round trips over hostile text ---------------------------------------------------------------

#: All of Unicode but surrogates, which no file can hold, with what breaks formats more often.
NASTY = st.sampled_from(
    [*"\r\n\t\";,|\\'=+-@<>&[]#", "\u2028", "\x85", "\x1b[31m", "\u202e", "é", "e\u0301", "\ufeff"]
)
TEXT = st.lists(
    NASTY | st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8
).map("".join)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
PRACTICES = st.lists(
    st.builds(
        PracticeRecord,
        TEXT,
        TEXT,
        st.integers(),
        st.integers(min_value=1),
        TEXT,
        st.none() | TEXT,
        st.none() | TEXT,
        TEXT,
        TEXT,
    ),
    max_size=4,
)
INDICATORS = st.lists(
    st.builds(
        IndicatorRecord,
        TEXT,
        TEXT,
        st.integers(),
        TEXT,
        TEXT,
        st.integers(),
        st.none() | TEXT,
        st.none() | TEXT,
        st.none() | TEXT,
        st.sampled_from(["regular", "bonus"]),
        FINITE,
        FINITE,
        FINITE,
        row=TEXT,
        ags=st.none() | TEXT,
    ),
    max_size=4,
)


def answer_of(record: type[Any], rows: Iterable[Any]) -> Answer[Any]:
    return Answer(title="Probe", sheets=(Sheet(record, tuple(rows)),), source="Source: Probe")


def both(test: Callable[[type[Any], list[Any]], None]) -> Callable[..., None]:
    """Run a test over records of two classes."""
    either = st.tuples(st.just(PracticeRecord), PRACTICES) | st.tuples(
        st.just(IndicatorRecord), INDICATORS
    )

    def run(pair: tuple[type[Any], list[Any]]) -> None:
        test(*pair)

    run.__name__ = test.__name__
    return given(either)(run)


@both
def test_json_and_ndjson_read_back_equal(record: type[Any], rows: list[Any]) -> None:
    answer = answer_of(record, rows)
    wanted = [row._asdict() for row in rows]
    assert json.loads(render_answer(answer, "json")) == wanted
    lines = render_answer(answer, "ndjson").decode().split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == wanted


@both
def test_csv_and_tsv_read_back_equal(record: type[Any], rows: list[Any]) -> None:
    wanted = [list(record._fields), *[["" if x is None else str(x) for x in row] for row in rows]]
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        assert delimited_rows(render_answer(answer_of(record, rows), form), delimiter) == wanted


@both
def test_excel_reads_back_equal_but_for_its_guard(record: type[Any], rows: list[Any]) -> None:
    data = render_answer(answer_of(record, rows), "excel")
    assert data.startswith(b"\xef\xbb\xbf")
    for read, row in zip(excel_rows(data)[1:], rows, strict=True):
        for text, value in zip(read, row, strict=True):
            if isinstance(value, str):
                assert text in (value, f"'{value}")
                assert not text.lstrip(" ").startswith(FORMULA_STARTS)
            elif value is None:
                assert text == ""
            else:
                assert type(value)(text.replace(",", ".")) == value


@both
def test_markdown_and_html_have_a_cell_for_each_value(record: type[Any], rows: list[Any]) -> None:
    view = View(fields=record._fields)
    for form, read in (("markdown", markdown_rows), ("html", html_rows)):
        found = read(render_answer(answer_of(record, rows), form, view))
        assert [len(row) for row in found] == [len(record._fields)] * (len(rows) + 1), form


@pytest.mark.parametrize("form", ["csv", "excel", "tsv"])
def test_a_lone_null_is_a_row_and_not_an_empty_line(form: str) -> None:
    rows = indicators([make_city(rows=((None, 1.0), ("Laternen", 2.0)))])
    data = render_answer(rows, form, View(fields=("indicator",)))
    found = excel_rows(data) if form == "excel" else delimited_rows(data, "\t")
    assert found == [["indicator"], [""], ["laternen"], ["sonstige-projekte-probe"]]


@pytest.mark.parametrize("form", DRAWN)
@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("score", 33.333333333333336, "33.333333333333336"),
        ("score", 0.00001, "0.00001"),
        ("max_score", 1234567.5, "1234567.5"),
        ("potential", 0.12, "+0.12"),
        ("edition", 1234567890123, "1234567890123"),
    ],
    ids=["long", "tiny", "large", "gain", "whole"],
)
def test_drawn_formats_cut_no_number(form: str, field: str, value: float, shown: str) -> None:
    answer = indicators([make_city()])
    changed: dict[str, Any] = {field: value}
    rows = [answer.records[0]._replace(**changed)]
    view = View(fields=("city", field))
    assert shown in render_answer(answer_of(IndicatorRecord, rows), form, view).decode()


@pytest.mark.parametrize("form", DRAWN)
def test_decimals_do_not_depend_on_which_rows_are_shown(form: str) -> None:
    rows = (("Bahnsteige", 40.0), ("Laternen", 80.25), ("Brunnen", 90.0))
    city = make_city(rows=rows)
    other = make_city("Beispielburg", rows=rows)
    for answer in (
        indicators([city], Selection(limit=1)),
        weak([city], Selection(limit=1)),
        compare([city, other], Selection(limit=3, match="Bahnsteige"), indicators=True),
        show(city),
    ):
        text = re.sub("<[^>]*>", " ", render_answer(answer, form).decode())
        assert "40.00" in text
        assert re.search(r"40\.0\b", text) is None


@pytest.mark.parametrize("form", DRAWN)
def test_ours_has_two_decimals_and_what_is_published_as_many_as_there(form: str) -> None:
    answer = audit([make_city(rows=(("Bahnsteige", 50.0),))])  # 55 / 1.05 = 52.38
    text = render_answer(answer, form).decode()
    for figure in ("52.4", "52.38", "-0.02", "0.10"):
        assert re.search(rf"(?<![\d.]){re.escape(figure)}(?!\d)", text), figure


@pytest.mark.parametrize("form", DRAWN)
def test_a_bonus_row_is_told_behind_its_name(form: str) -> None:
    city, other = make_city(), make_city("Beispielburg")
    for answer in (
        indicators([city]),
        weak([city], bonus=True),
        show(city),
        compare([city, other], indicators=True),
        whatif(city, ["sonstige-projekte-probe=max"]),
    ):
        text = " ".join(render_answer(answer, form).decode().split())
        shown = re.sub(r"<[^>]*>", " ", text.replace("&#160;", " "))
        assert "Sonstige Projekte Probe (bonus)" in " ".join(shown.split()).replace("\\", "")
        assert "Bahnsteige (bonus)" not in shown


@pytest.mark.parametrize("form", DRAWN)
def test_the_area_of_a_city_is_not_rounded(invoke: Invoke, tmp_path: Path, form: str) -> None:
    write_city(tmp_path, dataclasses.replace(make_city(), area_km2=1234.5678))
    words = ("cities", "-d", tmp_path, "--fields", "city,area_km2", "-f", form)
    assert "1234.5678" in invoke(*words).out


# --- files and bytes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ending", "form"),
    [
        (".txt", "table"),
        (".json", "json"),
        (".ndjson", "ndjson"),
        (".jsonl", "ndjson"),
        (".csv", "csv"),
        (".tsv", "tsv"),
        (".md", "markdown"),
        (".html", "html"),
        (".svg", "svg"),
        (".SVG", "svg"),
    ],
)
def test_the_ending_of_the_file_chooses_the_format(
    invoke: Invoke, jena: City, tmp_path: Path, ending: str, form: str
) -> None:
    file = tmp_path / f"answer{ending}"
    outcome = invoke("weak", "jena", "--output", file)
    assert (outcome.code, outcome.out) == (0, "")
    if form == "table":  # what is handed on says what it is
        assert file.read_bytes() == render_answer(weak([jena]), "table", View(framed=True))
    else:
        assert file.read_bytes() == invoke("weak", "jena", "--format", form).data


@pytest.mark.parametrize("form", ALL)
def test_a_file_gets_the_bytes_of_standard_output(
    invoke: Invoke, tmp_path: Path, form: str
) -> None:
    file = tmp_path / "answer.json"  # a named format beats the ending
    assert invoke("indicators", "jena", "-f", form, "-o", file).code == 0
    piped = invoke("indicators", "jena", "-f", form).data
    assert invoke("indicators", "jena", "-f", form, "-o", "-").data == file.read_bytes()
    if form != "table":
        assert file.read_bytes() == piped


def test_a_table_in_a_file_says_what_it_is_and_what_its_figures_mean(
    invoke: Invoke, tmp_path: Path
) -> None:
    file = tmp_path / "answer.txt"
    outcome = invoke("audit", "jena", "-o", file)
    (warning,) = outcome.err.splitlines()
    assert file.read_text().splitlines() == [
        "Audit: Jena 2025",
        "",
        *invoke("audit", "jena").out.splitlines(),
        "",
        "Score: 100 on an indicator is the best city of the edition, not perfection",
        "Recomputed: by our formula from the other published figures; not published",
        "",
        warning.removeprefix("note: "),
        "",
        "Source: Bitkom e. V., Smart City Index 2025, https://www.bitkom.org/Smart-City-2025/Jena",
    ]
    rows = invoke("audit", "jena", "-o", "-", "--no-header").out
    assert rows == "".join(f"{x}\n" for x in invoke("audit", "jena").out.splitlines()[1:])


LEGENDS = {
    "Score": "Score: 100 on an indicator is",
    "Max.": "Max.: the most points",
    "Possible gain (our estimate)": "Possible gain: overall points",
}


@pytest.mark.parametrize("form", DRAWN)
@pytest.mark.parametrize("fields", [("category",), ("score",), ("score", "max_score", "potential")])
def test_legends_speak_of_the_columns_that_are_drawn(
    jena: City, form: str, fields: tuple[str, ...]
) -> None:
    answer = indicators([jena])
    headings = {"score": "Score", "max_score": "Max.", "potential": "Possible gain (our estimate)"}
    data = render_answer(answer, form, View(fields=fields, framed=True)).decode()
    text = " ".join(re.sub("<[^>]*>", " ", data).replace("&#160;", " ").split())
    drawn = {headings.get(name) for name in fields}
    assert {name for name, legend in LEGENDS.items() if legend in text} == drawn - {None}


@pytest.mark.parametrize("form", DRAWN)
def test_legends_tell_likely_names_and_bonus_rows_where_there_are_some(form: str) -> None:
    plain = make_city()
    unlabelled = make_city(rows=((None, 1.0),))
    category = unlabelled.categories[0]
    row = dataclasses.replace(category.indicators[0], likely_name="Laternen")
    unlabelled = dataclasses.replace(
        unlabelled,
        categories=(dataclasses.replace(category, indicators=(row, *category.indicators[1:])),),
    )
    likely, bonus = "our reading of rows without a label", "extra projects, worth at most"
    view = View(framed=True)
    for answer, expected in (
        (indicators([plain]), {bonus}),
        (weak([plain]), set()),
        (weak([unlabelled]), {likely}),
        (indicators([unlabelled]), {likely, bonus}),
    ):
        data = render_answer(answer, form, view).decode()
        text = " ".join(re.sub("<[^>]*>", " ", data).replace("&#160;", " ").split())
        assert {legend for legend in (likely, bonus) if legend in text} == expected


def test_a_column_that_had_to_go_has_no_legend() -> None:
    for width, expected in ((80, True), (40, False)):
        text = render_answer(weak([make_city()]), "table", View(width=width)).decode()
        assert ("Possible gain:" in text) is expected


@pytest.mark.parametrize("name", ["answer", "answer.xls", "md", "json"])
def test_a_file_whose_ending_says_nothing_is_refused(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = invoke("ranks", "jena", "-o", name)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"`{name}`" in outcome.err
    assert "--format" in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_only_with_force(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "answer.csv"
    file.write_text("old\n")
    refused = invoke("ranks", "jena", "-o", file)
    assert (refused.code, refused.out) == (2, "")
    assert "--force" in refused.err
    assert file.read_text() == "old\n"
    assert invoke("ranks", "jena", "-o", file, "--force").code == 0
    assert file.read_bytes() == invoke("ranks", "jena", "-f", "csv").data
    assert [path.name for path in tmp_path.iterdir()] == ["answer.csv"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_the_console_changes_the_bytes_of_no_format_but_table(encoding: str) -> None:
    script = (
        "import sys\n"
        "from smartrank.cli import app\n"
        "for form in sys.argv[1:]:\n"
        "    app(['indicators', 'jena', '--format', form], standalone_mode=False)\n"
        "app(['show', 'jena', '--json'], standalone_mode=False)\n"
        "app(['schema', 'ranks'], standalone_mode=False)\n"
    )
    command = [sys.executable, "-c", script, *(form for form in ALL if form != "table")]

    def run(encoding: str) -> bytes:
        env = {**os.environ, "PYTHONIOENCODING": encoding, "FORCE_COLOR": "1"}
        done = subprocess.run(command, capture_output=True, env=env, check=True)
        assert done.stderr == b""
        return done.stdout

    written = run(encoding)
    assert "Öffentlichkeitsbeteiligung" in written.decode()
    assert written == run("utf-8")
    assert b"\x1b" not in written

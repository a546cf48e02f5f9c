"""Text from data stays text: no markup, no formula, no escape sequence, in no format."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conftest import make_city, write_city
from smartrank import (
    Answer,
    Format,
    View,
    compare,
    indicators,
    practices,
    ranks,
    render_answer,
    show,
)
from smartrank.model import BestPractice, Milestone
from smartrank.query.answer import Sheet
from smartrank.query.practices import PracticeRecord

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Invoke
    from smartrank import City

#: What a data file may hold, and what a format must not read as its own.
PRINTABLE = {
    "bold": "[bold]fett[/bold]",
    "closing": "[/x]",
    "link": "[link=file:///etc]x[/link]",
    "emoji": ":smile: :warning: :+1:",
    "pipe": "a|b || c\\|d",
    "script": "<script>alert(1)</script>",
    "entity": "&amp; &lt;b&gt; &#60; &nbsp;",
    "comment": "<!-- x --> ]]> <![CDATA[ y",
    "attribute": '" onload="x" \' style=\'y',
    "formula": "=1+1",
    "command": "@SUM(A1)",
    "minus": "-2+3",
    "quotes": "\"zwei\" 'eins' `z`",
    "markdown": "**x** __y__ `z` ~~w~~ [l](u) ![i](u) <https://example.org>",
    "template": "{width} {0} %s %(x)s $x$ @LABEL@",
    "separators": "a,b;c",
    "wide": "東京 🏙️ e\u0301",
}
#: What only the API lets in.
UNSAFE = {
    "tab": "a\tb",
    "ansi": "\x1b[31mrot\x1b[0m",
    "osc": "\x1b]0;Titel\x07",
    "c1": "\x9b31mrot",
    "bidi": "\u202eabc\u2066d",
    "return": "a\rb",
    "line end": "a\nb",
    "separator": "a\u2028b",
    "nul": "a\x00b",
}
EVERY = {**PRINTABLE, **UNSAFE}
#: What may reach a terminal, a browser or an editor from none of the formats that draw.
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
SVG = "{http://www.w3.org/2000/svg}"
LONG = "Sehr-langer-Name " * 600

every_text = pytest.mark.parametrize("text", EVERY.values(), ids=EVERY.keys())
printable_text = pytest.mark.parametrize("text", PRINTABLE.values(), ids=PRINTABLE.keys())


def hostile_city(text: str, name: str = "Musterstadt") -> City:
    """A city that says the text wherever a data file has text."""
    city = make_city(name, rows=((text, 40.0), ("Laternen", 80.0), (None, 60.0)))
    (category,) = city.categories
    rows = list(category.indicators)
    rows[2] = replace(rows[2], likely_name=text)
    practice = BestPractice(
        title=text,
        url=text,
        summary=text,
        milestones=(Milestone(2024, text),),
        partners=(text, text),
    )
    return replace(
        city,
        state=text,
        source=replace(city.source, title=text, publisher=text, url=text),
        categories=(replace(category, name=text, indicators=tuple(rows)),),
        best_practices=(practice,),
    )


def answers(text: str) -> dict[str, Answer[Any]]:
    """One answer of each kind: a list, one with long texts, a nested one, one side by side."""
    city = hostile_city(text, text)
    other = replace(hostile_city(text), source=replace(city.source, edition=2024))
    return {
        "indicators": indicators([city]),
        "practices": practices([city]),
        "show": show(city),
        "compare": compare([city, other], indicators=True),
    }


class Page(HTMLParser):
    """The elements of a page with the names of their attributes, and the texts of its cells."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[str] = []
        self.links: list[str] = []
        self.cells: list[str] = []
        self.inside = False
        self.in_picture = False
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":  # a line end in a text
            self.handle_data("\n")
            return
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")
        self.in_picture |= tag == "svg"
        # links and marks of German follow from the text; pictures have tests of their own
        if self.in_picture or tag in ("a", "wbr") or (tag, attrs) == ("span", [("lang", "de")]):
            return
        # whether a text is German, as published, or a sentence with it
        kept = [(name, value) for name, value in attrs if name != "lang"]
        self.elements.append((tag, tuple(name for name, _ in kept)))
        self.values.extend(value or "" for _, value in kept)
        if tag in ("td", "th", "dd", "dt"):
            self.inside = True
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self.in_picture &= tag != "svg"
        if tag in ("td", "th", "dd", "dt"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def markdown_tables(data: bytes) -> list[list[str]]:
    """The rows of all tables of a document as a reader of Markdown sees them."""
    rows: list[list[str]] = []
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(data.decode())
    for before, token in zip([*tokens[:1], *tokens], tokens, strict=False):
        if token.type == "tr_open":
            rows.append([])
        if before.type in ("td_open", "th_open"):
            kinds = {child.type for child in token.children or []}
            assert kinds <= {"text", "text_special", "html_inline"}, token.content
            rows[-1].append(
                "".join(
                    "\n" if child.type == "html_inline" else child.content
                    for child in token.children or []
                )
            )
            assert all(c.content == "<br>" for c in token.children or [] if c.type == "html_inline")
    return rows


def svg_texts(data: bytes) -> list[str]:
    texts = ET.fromstring(data).iter("{http://www.w3.org/2000/svg}text")
    return [(element.text or "").replace("\xa0", " ") for element in texts]


# --- formats that keep every character -----------------------------------------------------------


@every_text
def test_json_csv_and_tsv_are_exact(text: str) -> None:
    if "\0" in text and sys.version_info < (3, 11):
        pytest.skip("the csv module of Python 3.10 writes no NUL; no data file holds one")
    answer = indicators([hostile_city(text)])
    (record, *_) = answer.records
    assert record.indicator_name == text
    assert json.loads(render_answer(answer, "json"))[0] == record._asdict()
    assert json.loads(render_answer(answer, "ndjson").split(b"\n")[0]) == record._asdict()
    wanted = [str(value or "") for value in record[:9]]
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        data = io.StringIO(render_answer(answer, form).decode(), newline="")
        assert list(csv.reader(data, delimiter=delimiter))[1][:9] == wanted, form


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+49 3641", "'+49 3641"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1+1", "'\r=1+1"),
        ("1+1", "1+1"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_excel_makes_formulas_text(text: str, safe: str) -> None:
    answer = indicators([hostile_city(text)])
    data = render_answer(answer, "excel", View(fields=("indicator_name", "score")))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1] == [safe, "40,0"]


# --- formats that draw ---------------------------------------------------------------------------


@printable_text
def test_tables_show_the_text_as_it_is(text: str) -> None:
    answer = indicators([hostile_city(text)])
    view = View(fields=("indicator_name", "score"))
    heading, first, *_ = render_answer(answer, "table", view).decode().splitlines()
    assert re.split(r"  +", heading) == ["Indicator", "Score"]
    assert first.removesuffix("40.0").rstrip() == text
    assert Page(render_answer(answer, "html", view)).cells[2:4] == [text, "40.0"]
    assert markdown_tables(render_answer(answer, "markdown", view))[1] == [text, "40.0"]
    assert text in svg_texts(render_answer(answer, "svg", view))


@pytest.mark.parametrize("text", UNSAFE.values(), ids=UNSAFE.keys())
@pytest.mark.parametrize("kind", ["indicators", "practices", "show", "compare"])
def test_what_could_drive_a_terminal_is_shown_escaped(text: str, kind: str) -> None:
    answer = answers(text)[kind]
    drawn = [render_answer(answer, form) for form in ("table", "markdown", "html", "svg")]
    drawn += [render_answer(answer, "table", View(width=width)) for width in (80, 12)]
    for data in drawn:
        assert FORBIDDEN.search(data.decode()) is None


def test_unsafe_characters_are_shown_by_their_number() -> None:
    view = View(fields=("indicator_name", "score"))
    for text, shown in (("a\tb", "a\\x09b"), ("\x9bm", "\\x9bm"), ("\u202ed", "\\u202ed")):
        answer = indicators([hostile_city(text)])
        assert f"\n{shown} " in render_answer(answer, "table", view).decode()
        assert Page(render_answer(answer, "html", view)).cells[2] == shown
        assert markdown_tables(render_answer(answer, "markdown", view))[1][0] == shown
        assert shown in svg_texts(render_answer(answer, "svg", view))


@every_text
@pytest.mark.parametrize("kind", ["indicators", "practices", "show", "compare"])
def test_no_element_and_no_attribute_comes_from_data(text: str, kind: str) -> None:
    answer, harmless = answers(text)[kind], answers("Probe")[kind]
    page, other = (Page(render_answer(one, "html")) for one in (answer, harmless))
    assert page.elements == other.elements
    assert page.values == other.values
    assert all(re.match("https?://", address) for address in page.links)

    picture, plain = (ET.fromstring(render_answer(one, "svg")) for one in (answer, harmless))
    assert shape(picture) == shape(plain)


def shape(picture: ET.Element) -> set[tuple[str, tuple[str, ...]]]:
    """The kinds of elements with their attributes; how many there are follows from the text."""
    kinds = {(e.tag, tuple(sorted(e.attrib))) for e in picture.iter()}
    kinds -= {(f"{SVG}rect", ("class", "height", "width", "x", "y"))}  # a bar has its place or not
    classes = {e.attrib["class"] for e in picture.iter() if "class" in e.attrib}
    assert all(re.fullmatch(r"smartrank-\w+( smartrank-\w+)?", name) for name in classes)
    return kinds


@every_text
@pytest.mark.parametrize("kind", ["indicators", "practices", "compare"])
def test_markdown_tables_keep_their_number_of_cells(text: str, kind: str) -> None:
    rows = markdown_tables(render_answer(answers(text)[kind], "markdown"))
    harmless = markdown_tables(render_answer(answers("Probe")[kind], "markdown"))
    assert [len(row) for row in rows] == [len(row) for row in harmless]


@printable_text
def test_a_whole_profile_in_markdown_has_no_markup_from_data(text: str) -> None:
    def kinds(text: str) -> list[str]:
        parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
        document = render_answer(show(hostile_city(text)), "markdown").decode()
        tokens = parser.parse(document)
        inline = {child.type for token in tokens for child in token.children or []}
        assert inline <= {"text", "text_special", "softbreak"}
        return [token.type for token in tokens]

    assert kinds(text) == kinds("Probe")


@given(
    st.lists(
        st.sampled_from([*"\\`*_{}[]<>#|~&$:@!-+=.()1 \n", "www.", "http://a.b", "<b>", "&lt;"])
        | st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Cn", "Cf"]),
        max_size=12,
    ).map("".join)
)
def test_a_reader_of_markdown_or_html_reads_the_text_again(text: str) -> None:
    record = PracticeRecord("probe", "Probe", 2025, 1, "Titel", None, text, "a", "b")
    answer = Answer("Probe", (Sheet(PracticeRecord, (record,)),), source="")
    view = View(fields=("title", "summary", "partners"))
    wanted = "".join(text.split())
    for row in (
        markdown_tables(render_answer(answer, "markdown", view))[1],
        Page(render_answer(answer, "html", view)).cells[3:],
    ):
        assert ["".join(cell.split()) for cell in row] == ["Titel", wanted, "b"]


def test_a_line_end_in_a_summary_breaks_no_row() -> None:
    city = hostile_city("erste\nzweite")
    answer = practices([city])
    view = View(fields=("position", "summary"))
    assert render_answer(answer, "table", view).decode().count("\n") == 2
    assert markdown_tables(render_answer(answer, "markdown", view))[1] == ["1", "erste\nzweite"]
    assert Page(render_answer(answer, "html", view)).cells[2:] == ["1", "erste\nzweite"]
    assert json.loads(render_answer(answer, "json"))[0]["summary"] == "erste\nzweite"


# --- size, and what no encoding can hold ---------------------------------------------------------


@pytest.mark.parametrize("form", [form for form in Format if not form.is_binary])
def test_a_name_of_ten_thousand_characters_is_whole(form: Format) -> None:
    name = LONG.strip()
    assert len(name) > 10_000
    answer = indicators([make_city(rows=((name, 40.0),))])
    text = render_answer(answer, form).decode()
    if form == "svg":
        text = "".join(svg_texts(text.encode()))
    assert "".join(name.split()) in "".join(text.split())


@pytest.mark.parametrize("width", [10, 80, 300])
def test_a_long_name_fits_a_terminal(width: int) -> None:
    answer = indicators([make_city(rows=((LONG.strip(), 40.0), ("W" * 10_000, 60.0)))])
    text = render_answer(answer, "table", View(width=width)).decode()
    assert max(map(len, text.splitlines())) <= width
    assert text.count("Sehr") == 600
    assert text.count("W") == 10_000


@pytest.mark.parametrize("form", [form for form in Format if not form.is_binary])
def test_half_a_surrogate_pair_becomes_a_question_mark(form: Format) -> None:
    answer = indicators([make_city(rows=(("a\ud800b", 40.0),))])
    assert "a?b" in render_answer(answer, form).decode()


def test_a_picture_holds_no_character_that_xml_forbids() -> None:
    city = hostile_city("a\ufffeb\uffffc", "Musterstadt \ufffe")
    for answer in (indicators([city]), show(city)):
        texts = "".join(svg_texts(render_answer(answer, "svg")))
        assert "\ufffe" not in texts
        assert "Laternen" in texts


# --- as data files, through the program ----------------------------------------------------------


@printable_text
def test_the_program_reads_and_prints_hostile_data_files(
    invoke: Invoke, tmp_path: Path, text: str
) -> None:
    city = hostile_city(text)
    write_city(tmp_path, city)
    for words, answer in (
        (("indicators", "musterstadt", "-f", "csv"), render_answer(indicators([city]), "csv")),
        (("indicators", "musterstadt"), render_answer(indicators([city]), "table")),
        (("show", "musterstadt", "-f", "html"), render_answer(show(city), "html")),
        (
            ("practices", "musterstadt", "-f", "markdown"),
            render_answer(practices([city]), "markdown"),
        ),
    ):
        outcome = invoke(*words, "--data", tmp_path)
        assert (outcome.code, outcome.err) == (0, "")
        assert outcome.data == answer


@pytest.mark.parametrize("text", UNSAFE.values(), ids=UNSAFE.keys())
def test_a_data_file_with_unsafe_text_is_refused_and_the_text_shown_escaped(
    invoke: Invoke, tmp_path: Path, text: str
) -> None:
    write_city(tmp_path, replace(make_city(), state=text))
    outcome = invoke("ranks", "musterstadt", "-d", tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert FORBIDDEN.search(outcome.err) is None
    assert "state" in outcome.err
    assert "\\x" in outcome.err or "\\u" in outcome.err


def test_hostile_words_on_the_command_line_are_shown_escaped(invoke: Invoke) -> None:
    for words in (
        ("ranks", "\x1b[31mx"),
        ("ranks", "--category", "\x1b]0;x\x07"),
        ("ranks", "--fields", "\u202ex"),
        ("check", "\x1b[31m.toml"),
    ):
        outcome = invoke(*words)
        assert outcome.code in (1, 2)
        assert FORBIDDEN.search(outcome.err + outcome.out) is None, words


def test_ratings_of_a_city_called_like_markup_keep_their_heading() -> None:
    cities = [make_city("[bold]Alt[/bold]"), make_city("Neu | <b>")]
    text = render_answer(compare(cities), "table").decode()
    headings = [line for line in text.splitlines() if line.startswith("Category")]
    assert len(headings) == 2
    for heading in headings:
        assert heading.split("  ", 1)[1].strip() == (
            "[bold]Alt[/bold]  Neu | <b>  vs [bold]Alt[/bold]"
        )
    text = render_answer(ranks(cities), "markdown").decode()
    assert {len(row) for row in markdown_tables(text.encode())} == {6}

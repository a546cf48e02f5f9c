"""The page and the picture: self-contained, accessible, printable, with every row."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from conftest import make_city
from smartrank import (
    Answer,
    UsageError,
    View,
    audit,
    compare,
    indicators,
    practices,
    ranks,
    render_answer,
    show,
    trends,
    weak,
)
from smartrank.render.glyphs import UNICODE

if TYPE_CHECKING:
    from conftest import Invoke
    from smartrank import City, IndicatorRecord

SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("show", "ranks", "trends", "indicators", "weak", "audit", "practices", "compare")


def ask(kind: str, jena: City) -> Answer[Any]:
    """An answer of each kind."""
    two = [jena, make_city("Halle (Muster)")]
    found: dict[str, Answer[Any]] = {
        "show": show(jena),
        "ranks": ranks([jena]),
        "trends": trends([jena]),
        "indicators": indicators([jena]),
        "weak": weak([jena]),
        "audit": audit([jena]),
        "practices": practices([jena]),
        "compare": compare(two, indicators=True),
    }
    return found[kind]


class Page(HTMLParser):
    """A page as a list of elements with attributes, and texts by the element they stand in."""

    VOID = ("meta", "br", "wbr")

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.rows: list[list[tuple[str, str]]] = []
        self.stack: list[str] = []
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in self.VOID:
            return
        self.stack.append(tag)
        self.texts.setdefault(tag, []).append("")
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.stack:
            self.texts[tag][-1] += data
        inside = [tag for tag in self.stack if tag in ("td", "th")]
        if inside:
            tag, text = self.rows[-1][-1]
            self.rows[-1][-1] = (tag, text + data)


def lines_of(data: bytes) -> list[tuple[str, ...]]:
    lines: dict[float, list[tuple[float, str]]] = {}
    for element in ET.fromstring(data).iter(f"{SVG}text"):
        text = (element.text or "").replace("\xa0", " ").strip(f" \n{UNICODE.bar}")
        if text:
            lines.setdefault(float(element.attrib["y"]), []).append(
                (float(element.attrib["x"]), text)
            )
    return [tuple(text for _, text in sorted(lines[y])) for y in sorted(lines)]


# --- html ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_loads_nothing_and_runs_nothing(jena: City, kind: str) -> None:
    page = Page(render_answer(ask(kind, jena), "html"))
    tags = {tag for tag, _ in page.elements}
    structure = {"html", "head", "meta", "title", "style", "body", "main", "section", "footer"}
    tables = {"table", "caption", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd"}
    pictures = {"figure", "svg", "desc", "rect", "text", "polyline", "polygon", "circle"}
    texts = {"h1", "h2", "p", "div", "ul", "li", "span", "a", "br", "wbr"}
    assert tags <= structure | tables | pictures | texts
    values = [
        f"{name}={value}"
        for _, attributes in page.elements
        for name, value in attributes.items()
        if name not in ("href", "xmlns")
    ]
    loading = re.compile(r"https?:|//|url\(|^(src|on\w+)=", re.IGNORECASE)
    assert [value for value in values if loading.search(value)] == []
    (style,) = page.texts["style"]
    assert re.search(r"@import|url\(|http", style) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible(jena: City, kind: str) -> None:
    answer = ask(kind, jena)
    data = render_answer(answer, "html")
    assert data.startswith(b'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n')
    page = Page(data)
    assert page.texts["title"][0] == answer.title
    assert page.texts["h1"] == [answer.title]
    scopes = [attributes.get("scope") for tag, attributes in page.elements if tag == "th"]
    assert set(scopes) == {"col", "row"}
    for row in page.rows:
        heads = [text for tag, text in row if tag == "th"]
        assert len(heads) in (1, len(row)), "one name a row, or headings alone"
        assert all(heads)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_names_its_source(jena: City, kind: str) -> None:
    answer = ask(kind, jena)
    page = Page(render_answer(answer, "html"))
    assert answer.source.startswith("Source: Bitkom e. V., Smart City Index 2025")
    assert answer.source in page.texts["footer"][0]
    if kind == "compare":
        assert page.texts["caption"] == ["Rank", "Score"]


def test_a_page_has_css_for_paper(jena: City) -> None:
    (style,) = Page(render_answer(show(jena), "html")).texts["style"]
    assert "@media print" in style
    assert "@page" in style


def called(row: IndicatorRecord) -> str:
    """What a drawn format calls a row."""
    if row.indicator_name is None:
        return f"(unlabelled, likely {row.likely_name})"
    return f"{row.indicator_name} (bonus)" if row.kind == "bonus" else row.indicator_name


def test_a_page_has_every_row_in_order(jena: City) -> None:
    page = Page(render_answer(indicators([jena]), "html"))
    heads, *rows = [[text for _, text in row] for row in page.rows]
    assert heads == ["Category", "Indicator", "Score", "Max.", "Possible gain (our estimate)"]
    records = indicators([jena]).records
    shown = [called(row) for row in records]
    assert [row[1] for row in rows] == shown
    assert [float(row[2]) for row in rows] == [row.score for row in records]


def test_the_page_of_a_profile_has_a_table_for_each_category(jena: City) -> None:
    page = Page(render_answer(show(jena), "html"))
    names = [category.name for category in jena.categories]
    assert page.texts["caption"] == [
        *("Ranks by category", "Strongest", "Weakest", "Most to gain"),
        *names,
    ]
    assert len(page.rows) == (1 + 6) + (1 + 5) * 3 + 37 + 5
    text = page.texts["body"][0]
    for needed in (
        "Thüringen", "111 191", "Rank 54 of 83 cities", "-17",
        "Modellprojekt Smartes Quartier Jena-Lobeda", "70.72",
    ):  # fmt: skip
        assert needed in text


def test_bars_are_as_long_as_what_is_reached(jena: City) -> None:
    rows = weak([jena]).records
    data = render_answer(weak([jena]), "html").decode()
    assert re.findall(r'<span style="width:([\d.]+)%"></span>', data) == [
        str(row.score) for row in rows
    ]
    bonus = [row for row in indicators([jena]).records if row.kind == "bonus"]
    assert {row.score / row.max_score for row in bonus} == {1.0}


def test_notes_and_remarks_stand_in_page_and_picture(invoke: Invoke) -> None:
    for words in (("whatif", "jena", "--set", "lpwan=max"), ("audit", "jena")):
        said = invoke(*words).err.removeprefix("note: ").strip()
        assert said
        assert said in " ".join(Page(invoke(*words, "-f", "html").data).texts["li"])
        drawn = " ".join(" ".join(line) for line in lines_of(invoke(*words, "-f", "svg").data))
        assert "".join(said.split()) in "".join(drawn.split())


# --- svg -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_loads_nothing_and_runs_nothing(jena: City, kind: str) -> None:
    data = render_answer(ask(kind, jena), "svg")
    root = ET.fromstring(data)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    shapes = {"rect", "text", "polyline", "polygon", "circle"}
    assert tags <= {"svg", "title", "desc", *shapes}
    for element in root.iter():
        for name, value in element.attrib.items():
            assert re.search(r"http|//|data:|javascript|url\(", value) is None
            assert name not in ("class", "style", "href")
    outside = re.sub(rb">[^<]*<", b"><", data).replace(b"http://www.w3.org/2000/svg", b"", 1)
    assert b"http" not in outside


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_says_its_title_and_figures(jena: City, kind: str) -> None:
    answer = ask(kind, jena)
    root = ET.fromstring(render_answer(answer, "svg"))
    assert root.findtext(f"{SVG}title") == answer.title
    assert root.findtext(f"{SVG}desc")
    assert root.attrib["role"] == "img"
    ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
    assert root.attrib["aria-labelledby"].split() == ids


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_looks_the_same_beside_others(jena: City, kind: str) -> None:
    root = ET.fromstring(render_answer(ask(kind, jena), "svg"))
    assert {e.tag for e in root.iter()} & {f"{SVG}style", f"{SVG}defs", f"{SVG}use"} == set()
    assert [e.attrib for e in root.iter() if {"class", "style"} & set(e.attrib)] == []
    assert not any("url(" in value for e in root.iter() for value in e.attrib.values())


def test_ids_of_two_pictures_are_disjoint(jena: City) -> None:
    found = [
        e.attrib["id"]
        for kind in KINDS
        for e in ET.fromstring(render_answer(ask(kind, jena), "svg")).iter()
        if "id" in e.attrib
    ]
    assert len(found) == len(set(found)) == 2 * len(KINDS)


def test_bars_of_a_picture_are_as_long_as_what_is_reached(jena: City) -> None:
    root = ET.fromstring(render_answer(weak([jena]), "svg"))
    bars = [e.attrib for e in root.iter(f"{SVG}rect") if e.attrib["height"] == "18"]
    tracks, reached = bars[::2], bars[1::2]
    shares = [
        float(bar["width"]) / float(track["width"]) * 100
        for track, bar in zip(tracks, reached, strict=True)
    ]
    assert shares == pytest.approx([row.score for row in weak([jena]).records], abs=0.1)


def test_the_picture_of_a_profile_is_the_whole_profile(jena: City) -> None:
    texts = ET.fromstring(render_answer(show(jena), "svg")).iter(f"{SVG}text")
    drawn = "".join("".join((e.text or "").split()) for e in texts)
    for category in jena.categories:
        for row in category.indicators:
            assert f"{row.score}" in drawn
            assert "".join((row.name or row.likely_name or "").split()) in drawn
    assert "".join(jena.best_practices[0].title.split()) in drawn


def test_a_picture_holds_no_text_of_line_ends_alone(jena: City) -> None:
    texts = ET.fromstring(render_answer(ranks([jena]), "svg")).iter(f"{SVG}text")
    assert [element.attrib for element in texts if not (element.text or "").strip()] == []


def test_a_picture_that_is_too_long_is_refused() -> None:
    view = View(fields=("indicator_name",), header=False)

    def picture(rows: int) -> bytes:
        city = make_city(rows=tuple((f"Bahnsteig {n}", 1.0) for n in range(rows - 1)))
        return render_answer(indicators([city]), "svg", view)

    assert len(lines_of(picture(1000))) == 1000
    for rows in (1001, 5000):
        with pytest.raises(UsageError) as caught:
            picture(rows)
        assert caught.value.message == "a picture of more than 1000 lines is too long to be read"
        assert caught.value.hint == "keep fewer rows, or write it as `html`"


def test_a_picture_without_heading_is_rows_alone(jena: City) -> None:
    view = View(fields=("indicator_name", "score"), header=False)
    rows = [line for line in lines_of(render_answer(weak([jena]), "svg", view)) if line]
    assert rows == [
        ("Online-Terminvergabe", "8.3"),
        ("Emissionsarme Busse", "13.8"),
        ("Anteil E-Fahrzeuge", "17.0"),
        ("LPWAN", "18.2"),
        ("Multimodalität", "31.3"),
    ]

"""The page: whole outputs, its structure by the HTML standard, and the marks of its language."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise
from typing import Any

import html5lib
import pytest
from syrupy.assertion import SnapshotAssertion

from conftest import make_city
from every_answer import ANSWERS, known_cities
from invented_field import invented_field
from smartrank import (
    Answer,
    City,
    View,
    brief,
    history,
    render_answer,
    show,
    standing,
    trends,
    weak,
)
from smartrank.messages import label, say
from smartrank.render import svg
from smartrank.render.as_html import style
from smartrank.render.html import Prose

GOLDEN = ("show", "compare", "history", "standing in a field", "weak", "whatif")
EVERY = (*ANSWERS, "standing in a field")
GERMAN = View(language="de")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def asked(kind: str) -> Answer[Any]:
    if kind == "standing in a field":
        field = invented_field()
        return standing([field[17]], field=field)
    return ANSWERS[kind](known_cities())


def parsed(data: bytes) -> ET.Element:
    """A page, read by the standard: whatever is wrong with it is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: ET.Element = parser.parse(data)
    return root


def page(kind: str, view: View = View()) -> ET.Element:
    return parsed(render_answer(asked(kind), "html", view))


def text_of(element: ET.Element) -> str:
    return "".join(element.itertext())


# --- whole pages ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", GOLDEN)
def test_a_whole_page(snapshot: SnapshotAssertion, kind: str, language: str) -> None:
    text = render_answer(asked(kind), "html", View(language=language)).decode()
    assert text.replace(style(), "...\n") == snapshot


# --- structure ------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", [View(), GERMAN], ids=["en", "de"])
@pytest.mark.parametrize("kind", EVERY)
def test_a_page_is_well_built(kind: str, view: View) -> None:
    root = page(kind, view)
    assert root.attrib["lang"] == view.language
    (body,) = root.iter("body")
    assert [child.tag for child in body] == ["main", "footer"][: len(body)]
    headings = [element for element in body.iter() if element.tag in HEADINGS]
    levels = [int(element.tag[1]) for element in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(text_of(element).strip() for element in headings)
    assert root.findtext("head/title") == text_of(headings[0])


@pytest.mark.parametrize("kind", EVERY)
def test_every_table_has_one_name_and_every_row_its_own(kind: str) -> None:
    root = page(kind)
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(set(ids)) == len(ids)
    for table in root.iter("table"):
        captions = [text_of(caption) for caption in table.iter("caption")]
        assert len(captions) == 1 or table.attrib["aria-labelledby"] == "title"
        for row in table.iter("tr"):
            scopes = [head.attrib["scope"] for head in row.iter("th")]
            assert scopes in (["row"], [], ["col"] * len(row))
    labels = " ".join(e.attrib.get("aria-labelledby", "") for e in root.iter()).split()
    assert set(labels) <= set(ids)


@pytest.mark.parametrize("kind", EVERY)
def test_what_a_page_says_of_itself_it_says_once(kind: str) -> None:
    answer = asked(kind)
    root = page(kind)
    texts = [
        text_of(element).replace("\n", " ")
        for element in root.iter()
        if element.tag in ("h1", "h2", "caption", "p", "li")
    ]
    known = [answer.title, *answer.subtitle, *answer.warnings]
    assert [texts.count(text) for text in known if text in texts] == [1] * sum(
        text in texts for text in known
    )
    captions = [text_of(caption) for caption in root.iter("caption")]
    assert answer.title not in captions


@pytest.mark.parametrize("kind", EVERY)
def test_a_page_loads_nothing_and_runs_nothing(kind: str) -> None:
    root = page(kind)
    assert {"script", "link", "img", "iframe", "object"} & {
        str(element.tag).rpartition("}")[2] for element in root.iter()
    } == set()
    for element in root.iter():
        for name, value in element.attrib.items():
            if name.endswith("xmlns"):  # a name, and not an address that is asked
                continue
            assert not name.startswith("on")
            if (element.tag, name) == ("a", "href"):
                assert re.match("https?://", value)
            else:
                assert re.search(r"//|url\(|javascript:", value) is None
    assert re.search(r"@import|@font-face|url\(|//", style()) is None


def test_wide_tables_and_pictures_scroll_by_keyboard() -> None:
    root = page("standing in a field")
    focused = [element for element in root.iter() if element.attrib.get("tabindex") == "0"]
    assert [element.tag for element in focused] == ["figure", "div"]
    assert all(element.attrib["aria-labelledby"] for element in focused)
    narrow = page("audit")
    assert [e.tag for e in narrow.iter() if "tabindex" in e.attrib] == ["div"]
    assert "tabindex" not in {name for e in page("brief").iter() for name in e.attrib}


def test_no_word_is_broken_by_style() -> None:
    assert re.search(r"overflow-wrap|word-break|hyphens", style()) is None


def test_colours_of_pictures_are_those_of_the_page() -> None:
    light, dark, paper = style(), style().partition("prefers-color-scheme: dark")[2], "@page"
    assert paper in light
    for colour in (svg.INK, svg.QUIET, svg.BAR, svg.UP, svg.DOWN, svg.EDGE, svg.TRACK, svg.PAPER):
        name = re.findall(rf'svg \[fill="{colour}"\] {{ fill: var\(--(\w+)\)', light)
        assert re.search(rf"--{name[0]}: {colour};", light), "in light as drawn"
        assert re.search(rf"--{name[0]}: #", dark)


# --- what it begins with --------------------------------------------------------------------------


def test_a_profile_begins_with_what_matters(jena: City) -> None:
    root = parsed(render_answer(show(jena), "html"))
    main = next(root.iter("main"))
    assert [text_of(section) for section in main.iter("h2")] == [
        "At a glance",
        "All indicators by category",
        "Best practice",
        "How to read the figures",
    ]
    lead, *sentences = [
        text_of(p) for p in main.findall("p") if p.attrib.get("class", "lead") == "lead"
    ]
    assert lead == (
        "In the Smart City Index 2025, Jena holds rank 54 of 83 cities, with 67.1 of 100 points, "
        "7 places worse than in the edition before (47)."
    )
    assert len(sentences) == 2
    captions = [text_of(caption) for caption in next(main.iter("section")).iter("caption")]
    assert captions == ["Ranks by category", "Strongest", "Weakest", "Most to gain"]
    (picture,) = main.iter("{http://www.w3.org/2000/svg}svg")
    assert "47" in text_of(picture)
    levers = list(next(main.iter("section")).iter("table"))[-1]
    first = [text_of(cell) for cell in list(levers.iter("tr"))[1]]
    assert first == ["Energie und Umwelt", "Emissionsarme Busse", "13.8", "+2.74"]
    footer = text_of(next(root.iter("footer")))
    assert footer == (
        "Source: Bitkom e. V., Smart City Index 2025, https://www.bitkom.org/Smart-City-2025/Jena. "
        "Rights in the figures: Bitkom e. V."
    )


def test_what_can_gain_nothing_is_no_lever() -> None:
    full = make_city(rows=(("Bahnsteige", 100.0), ("Laternen", 100.0)))
    assert show(full).further == ()
    (levers,) = show(make_city(rows=(("Bahnsteige", 100.0), ("Laternen", 40.0)))).further
    assert [row.indicator_name for row in levers.rows] == ["Laternen"]
    assert weak([full], by="potential").records[0].potential == 0


def test_the_day_of_reading_is_said(jena: City) -> None:
    from datetime import date

    read = replace(jena, source=replace(jena.source, retrieved=date(2025, 9, 12)))
    root = parsed(render_answer(show(read), "html"))
    assert "read 2025-09-12" in text_of(next(root.iter("footer")))


def test_lists_have_the_picture_that_a_table_lacks() -> None:
    def pictures(answer: Answer[Any]) -> int:
        return len(list(parsed(render_answer(answer, "html")).iter("figure")))

    cities = known_cities()
    assert pictures(weak(cities)) == 0, "its bars stand in the table"
    assert pictures(trends(cities[:1])) == 1
    assert pictures(history(cities[:2])) == 1
    assert pictures(history(cities[:1])) == 1
    fresh = make_city(rank_change=None)
    assert pictures(show(fresh)) == 0, "no rank before, no slope"


# --- language -------------------------------------------------------------------------------------


def marked(root: ET.Element) -> list[str]:
    (body,) = root.iter("body")
    return [text_of(element) for element in body.iter() if "lang" in element.attrib]


def test_published_german_is_marked_in_english_pages(jena: City) -> None:
    root = parsed(render_answer(show(jena), "html"))
    found = marked(root)
    assert root.attrib["lang"] == "en"
    for category in jena.categories:
        assert category.name in found
        for row in category.indicators:
            assert row.name is None or row.name in found
            assert row.likely_name is None or row.likely_name in found
    (practice,) = jena.best_practices
    assert practice.title in found
    assert practice.summary in found
    assert "; ".join(practice.partners) in found
    assert {"Jena", "67.1", "Strongest"} & set(found) == set()
    sentence = next(p for p in root.iter("p") if text_of(p).startswith("It ranks best"))
    assert [text_of(span) for span in sentence] == [
        "Gesellschaft und Bildung",
        "Energie und Umwelt",
    ]
    assert {span.attrib["lang"] for span in sentence} == {"de"}


def test_published_german_is_marked_inside_sentences(jena: City) -> None:
    found = marked(parsed(render_answer(brief(jena), "html")))
    assert found[:2] == ["Gesellschaft und Bildung", "Energie und Umwelt"]
    assert set(found[2:]) < {row.name for c in jena.categories for row in c.indicators}
    assert len(found) == 8
    assert marked(parsed(render_answer(brief(jena), "html", GERMAN))) == []


@pytest.mark.parametrize("kind", EVERY)
def test_no_name_that_is_published_stands_unmarked(kind: str) -> None:
    published = {"Gesamtwertung"}
    for city in known_cities():
        published |= {c.name for c in city.categories}
        published |= {row.name for c in city.categories for row in c.indicators if row.name}

    def unmarked(element: ET.Element) -> list[str]:
        if element.tag.endswith("svg") or element.attrib.get("lang") == "de":
            return []
        texts = [element.text or "", *(child.tail or "" for child in element)]
        found = [text for text in texts if text.strip() in published]
        return found + [text for child in element for text in unmarked(child)]

    assert unmarked(page(kind)) == []


def test_german_pages_mark_nothing(jena: City) -> None:
    root = parsed(render_answer(show(jena), "html", GERMAN))
    assert root.attrib["lang"] == "de"
    assert marked(root) == []


def test_a_mark_is_that_of_a_name_and_not_of_a_word_like_it() -> None:
    prose = Prose("en", ["Rank", "Laternen"])
    assert prose.markup("Rank and Laternen") == "Rank and Laternen", "no message, no name"
    assert prose.markup(label("Rank")) == "Rank"
    assert prose.markup("Rank") == '<span lang="de">Rank</span>'
    said = say("in-brackets", name="Laternen", value="Rank 1")
    assert prose.markup(said) == '<span lang="de">Laternen</span> (Rank 1)'


# --- links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "see https://a.example/?b&c.",
            'see <a href="https://a.example/?b&amp;c">https://<wbr>a.<wbr>example/?<wbr>b&amp;c</a>.',
        ),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("ftp://a.example", "ftp://a.example"),
        ("xhttps://a.example", "xhttps://a.example"),
        (
            'http://a"onclick="b',
            '<a href="http://a">http://<wbr>a</a>&quot;onclick=&quot;b',
        ),
        ("http://.", "http://."),
        ("eins\nzwei", "eins<br>zwei"),
    ],
)
def test_addresses_are_links_and_nothing_else_is(text: str, shown: str) -> None:
    assert Prose("en", []).markup(text) == shown


def test_a_published_address_is_a_link_in_marked_text() -> None:
    prose = Prose("en", ["siehe http://a.example"])
    wanted = 'siehe <a href="http://a.example">http://<wbr>a.<wbr>example</a>'
    assert prose.inside("dd", "siehe http://a.example") == f'<dd lang="de">{wanted}</dd>'
    said = say("in-brackets", name="siehe http://a.example", value="x")
    assert prose.markup(said) == f'<span lang="de">{wanted}</span> (x)'

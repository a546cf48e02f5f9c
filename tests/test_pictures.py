"""Pictures: whole, readable, and with every figure of their answer."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from conftest import make_city
from every_answer import ANSWERS, known_cities
from invented_field import invented_field
from smartrank import Answer, View, compare, history, render_answer, show, standing, trends, whatif
from smartrank.render import svg
from smartrank.render.cells import grid
from smartrank.render.pictures import picture
from smartrank.render.pictures.slope import spread

SVG = "{http://www.w3.org/2000/svg}"
KINDS = [kind for kind in ANSWERS if kind not in ("explain", "practices", "brief", "audit")]


def asked(kind: str) -> Answer[Any]:
    if kind == "standing in a field":
        field = invented_field()
        return standing([field[17]], field=field)
    return ANSWERS[kind](known_cities())


def texts(data: bytes) -> list[dict[str, Any]]:
    return [
        {**element.attrib, "text": element.text or ""}
        for element in ET.fromstring(data).iter(f"{SVG}text")
    ]


def box(text: dict[str, Any]) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of a text, as it is estimated."""
    size, x, y = (float(text[name]) for name in ("font-size", "x", "y"))
    width = svg.Font(size, "font-weight" in text).width(text["text"])
    left = x - {"end": 1.0, "middle": 0.5}.get(text.get("text-anchor", ""), 0.0) * width
    return left, left + width, y - size * 0.7, y


@pytest.mark.parametrize("kind", [*KINDS, "standing in a field"])
def test_a_whole_picture(snapshot: SnapshotAssertion, kind: str) -> None:
    assert render_answer(asked(kind), "svg").decode() == snapshot


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", [*KINDS, "standing in a field"])
def test_no_text_lies_on_another_or_is_cut(kind: str, language: str) -> None:
    data = render_answer(asked(kind), "svg", View(language=language))
    _, _, width, height = map(float, ET.fromstring(data).attrib["viewBox"].split())
    found = [(box(text), text["text"]) for text in texts(data)]
    for (left, right, top, bottom), text in found:
        assert left >= 0, text
        assert right <= width, text
        assert top >= 0, text
        assert bottom <= height, text
    clashes = [
        (one, other)
        for (a, one), (b, other) in combinations(found, 2)
        if a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
    ]
    assert clashes == []


@pytest.mark.parametrize("kind", ["ranks", "trends", "indicators", "weak", "strong", "standing"])
def test_every_cell_of_the_table_is_in_the_picture(kind: str) -> None:
    answer = asked(kind)
    drawn = "".join("".join(text["text"].split()) for text in texts(render_answer(answer, "svg")))
    for row in grid(answer.sheet).rows:
        for cell in row:
            assert "".join(cell.text.split()) in drawn


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def test_what_carries_meaning_stands_out() -> None:
    guides = {svg.TRACK, svg.GRID, svg.PAPER}
    for kind in KINDS:
        root = ET.fromstring(render_answer(asked(kind), "svg"))
        for element in root.iter():
            least = 4.5 if element.tag == f"{SVG}text" else 3
            for name in ("fill", "stroke"):
                colour = element.attrib.get(name, "none")
                if colour != "none" and colour not in guides:
                    assert re.fullmatch("#[0-9a-f]{6}", colour)
                    assert contrast(colour, svg.PAPER) >= least
    assert contrast(svg.BAR, svg.TRACK) >= 3


@pytest.mark.parametrize("kind", ["", "slope"])
def test_a_fragment_for_a_page(kind: str) -> None:
    (ratings, *_) = show(known_cities()[0]).sheets
    found = picture(ratings, View(), "one", title="<b> & Probe", kind=kind)
    assert found is not None
    root = ET.fromstring(found)
    assert root.findtext(f"{SVG}title") == "<b> & Probe"
    assert root.attrib["aria-labelledby"] == "one-title one-desc"


def test_a_fragment_is_none_where_a_table_is_best() -> None:
    sheet = asked("audit").sheet
    assert picture(sheet, View(), "one") is None


def test_labels_are_spread_as_little_as_can_be() -> None:
    assert spread({0: 50, 1: 50, 2: 90}, 20, 0, 100) == {0: 40, 1: 60, 2: 90}
    assert spread({0: 0, 1: 0}, 20, 0, 100) == {0: 0, 1: 20}
    assert spread({0: 100, 1: 100}, 20, 0, 100) == {0: 80, 1: 100}


@pytest.mark.parametrize("kind", [*KINDS, "explain", "practices", "brief", "audit"])
def test_without_headings_the_figures_stay(kind: str) -> None:
    bare, whole = (
        {text["text"] for text in texts(render_answer(asked(kind), "svg", View(header=header)))}
        for header in (False, True)
    )
    assert bare <= whole
    figures = {text for text in whole if re.fullmatch(r"[+-]?\d+\.\d+", text)}
    assert figures - bare <= {text for text in whole if text.startswith("0.")} or figures <= bare


def test_trends_of_two_editions_are_told_by_what_they_are() -> None:
    city, earlier, *_ = known_cities()
    drawn = [text["text"] for text in texts(render_answer(trends([city, earlier]), "svg"))]
    assert {"Previous", "Rank"} <= set(drawn)


@pytest.mark.parametrize("kind", ["change", "dots"])
def test_more_rows_than_can_be_told_apart_are_a_table(kind: str) -> None:
    city = make_city(rows=tuple((f"Reihe {number}", 1.0) for number in range(70)))
    cities = [make_city(f"Musterstadt {number}", rank=number + 1) for number in range(40)]
    answer: Answer[Any] = (
        whatif(city, [f"probe/{number}=2" for number in range(1, 71)])
        if kind == "change"
        else standing(cities)
    )
    assert picture(answer.sheet, View(), "x") is None
    assert len(texts(render_answer(answer, "svg"))) > 70


def test_a_rating_without_a_mean_has_no_line_for_it() -> None:
    first, *others = invented_field()
    field = [replace(first, categories=()), *others]  # only the overall list is complete
    answer = standing([field[17]], field=field)
    overall, *rest = answer.records
    assert overall.mean is not None
    assert {row.mean for row in rest} == {None}
    marks = re.findall(r'stroke-width="2.5"', render_answer(answer, "svg").decode())
    assert len(marks) == 3 + 3  # mean and median of the one rating, and what each looks like


def test_ties_that_are_cut_are_told_below_the_bars() -> None:
    rows = tuple((f"Reihe {number}", 100.0) for number in range(9))
    found = texts(render_answer(show(make_city(rows=rows)), "svg"))
    assert [text["text"] for text in found if text["text"] == "and 4 more with 100.0"]


def test_what_cannot_be_set_beside_each_other_is_a_table() -> None:
    city, *_, ranked = known_cities()
    assert picture(compare([city, ranked]).sheet, View(), "x") is None
    assert picture(history([make_city(rank_change=None)]).sheet, View(), "x") is None


def test_a_score_that_is_unknown_before_and_after_has_dashes() -> None:
    city = make_city()
    assert city.overall is not None
    unscored = replace(city, overall=replace(city.overall, score=None))
    answer = whatif(unscored, ["laternen=100"])
    assert None in [row.before for row in answer.records]
    drawn = [text["text"] for text in texts(render_answer(answer, "svg"))]
    assert drawn.count("–") >= 2

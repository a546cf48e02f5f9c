"""What the shared options keep, and in which order."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import make_city
from smartrank import (
    Selection,
    UnknownNameError,
    UsageError,
    audit,
    cities,
    compare,
    indicators,
    practices,
    ranks,
    strong,
    trends,
    weak,
)
from smartrank.dataset.load import Dataset
from smartrank.model import Category, Indicator, Rating

if TYPE_CHECKING:
    from collections.abc import Callable

    from smartrank import Answer, City

    Query = Callable[..., Answer[Any]]


def _city(name: str = "Musterstadt", edition: int = 2025, *categories: str) -> City:
    """An invented city with categories of these names, one row each."""
    made = (
        Category(
            name=category,
            rating=Rating(rank=5, score=50.0),
            indicators=(Indicator(name=f"Zahl {category}", score=50.0),),
        )
        for category in categories
    )
    return replace(make_city(name, edition), categories=tuple(made))


def _rows(city: City, selection: Selection) -> list[str | None]:
    return [row.indicator_name for row in indicators([city], selection).records]


# --- thresholds -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "below", "kept"),
    [
        pytest.param(None, 50.0, ["A"], id="strictly-below"),
        pytest.param(50.0, None, ["C"], id="strictly-above"),
        pytest.param(20.0, 80.0, ["B"], id="between"),
        pytest.param(50.0, 50.0, [], id="nothing-between"),
        pytest.param(-1.0, 200.0, ["A", "B", "C"], id="all"),
    ],
)
def test_thresholds(above: float | None, below: float | None, kept: list[str]) -> None:
    city = make_city(rows=(("A", 20.0), ("B", 50.0), ("C", 80.0)))
    assert _rows(city, Selection(match="", above=above, below=below)) == kept


@given(
    st.lists(st.integers(0, 1000), min_size=1, max_size=8, unique=True),
    st.integers(-100, 1100),
    st.integers(-100, 1100),
)
def test_thresholds_split_the_rows(tenths: list[int], low: int, high: int) -> None:
    city = make_city(rows=tuple((f"Reihe {n}", n / 10) for n in tenths))
    every = indicators([city]).records
    kept = indicators([city], Selection(above=low / 10, below=high / 10)).records
    rows = [row for row in every if row.kind == "regular"]
    assert list(kept) == [row for row in rows if low / 10 < row.score < high / 10]


@pytest.mark.parametrize("bound", [nan, inf, -inf], ids=str)
@pytest.mark.parametrize("field", ["above", "below"])
def test_a_threshold_must_be_finite(jena: City, field: str, bound: float) -> None:
    with pytest.raises(UsageError) as caught:
        indicators([jena], Selection(**{field: bound}))  # type: ignore[arg-type]
    assert str(caught.value) == f"a threshold must be a finite number, not {bound}"
    assert caught.value.hint == "scores run from 0 to 100"


def test_thresholds_of_ratings(jena: City) -> None:
    records = ranks([jena], Selection(above=68.9, below=79.4)).records
    assert [r.category for r in records] == ["verwaltung", "it-und-kommunikation"]


def test_what_is_unknown_passes_no_threshold() -> None:
    city = replace(make_city(), overall=Rating(rank=3))
    for selection in (Selection(above=-1), Selection(below=101)):
        assert [r.category for r in ranks([city], selection).records] == ["probe"]


# --- match ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("Straße", id="as-published"),
        pytest.param("STRASSE", id="upper-case"),
        pytest.param("strasse", id="transliterated"),
        pytest.param("ÖPNV", id="umlaut"),
        pytest.param("öpnv", id="lower-case-umlaut"),
        pytest.param("oepnv", id="umlaut-transliterated"),
        pytest.param("opnv", id="umlaut-left-out"),
        pytest.param("O\u0308PNV", id="umlaut-decomposed"),
    ],
)
def test_match_takes_umlauts_in_any_form(typed: str) -> None:
    row = "Straße" if "r" in typed.lower() else "Smarter ÖPNV"
    city = make_city(rows=((row, 1.0), ("Anderes", 2.0)))
    assert _rows(city, Selection(match=typed)) == [row]


def test_match_finds_decomposed_names_too() -> None:
    city = make_city(rows=(("Mobilita\u0308t", 1.0), ("Anderes", 2.0)))
    assert _rows(city, Selection(match="mobilität")) == ["Mobilita\u0308t"]


def test_match_finds_likely_names_and_pieces_of_words(jena: City) -> None:
    assert _rows(jena, Selection(match="sharing")) == [None]
    assert _rows(jena, Selection(match="portal")) == [
        "Serviceportal",
        "Open Data Portal",
        "Geoportal",
    ]
    assert _rows(jena, Selection(match="gibt es nicht")) == []


def test_match_is_text_and_no_pattern(jena: City) -> None:
    assert _rows(jena, Selection(match=".*")) == []


def test_match_looks_into_the_name_of_what_is_listed(jena: City) -> None:
    assert [r.category for r in ranks([jena], Selection(match="bildung")).records] == [
        "gesellschaft-und-bildung"
    ]
    assert len(practices([jena], Selection(match="quartier")).records) == 1
    assert practices([jena], Selection(match="jena gmbh")).records == ()
    dataset = Dataset(jena, "jena.toml", "")
    assert len(cities([dataset], Selection(match="JEN")).records) == 1
    assert cities([dataset], Selection(match="muster")).records == ()


def test_match_in_a_comparison_finds_ratings_by_name() -> None:
    pair = [_city("Musterstadt", 2025, "Verkehr", "Wohnen"), _city("Beispielburg", 2025, "Verkehr")]
    answer = compare(pair, Selection(match="verkehr"))
    assert [(r.city, r.category) for r in answer.records] == [
        ("musterstadt", "verkehr"),
        ("beispielburg", "verkehr"),
    ]


def test_match_in_a_comparison_of_rows_finds_each_by_its_own_name() -> None:
    pair = [_city("Musterstadt", 2025, "Verkehr", "Wohnen"), _city("Beispielburg", 2025, "Verkehr")]
    answer = compare(pair, Selection(match="zahl wohnen"), indicators=True)
    assert [(r.city, r.indicator) for r in answer.records] == [("musterstadt", "zahl-wohnen")]


def test_match_in_a_comparison_finds_likely_names(jena: City) -> None:
    other = replace(jena, name="Beispielburg")
    answer = compare([jena, other], Selection(match="sharing"), indicators=True)
    assert [(r.city, r.position) for r in answer.records] == [("jena", 4), ("beispielburg", 4)]


# --- categories -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        pytest.param(["mobilitaet"], ["mobilitaet"], id="slug"),
        pytest.param(["Mobilität"], ["mobilitaet"], id="name"),
        pytest.param(["MOBILITAT"], ["mobilitaet"], id="no-umlaut"),
        pytest.param(["verw"], ["verwaltung"], id="prefix"),
        pytest.param(["umwelt"], ["energie-und-umwelt"], id="word"),
        pytest.param(["overall"], ["overall"], id="overall"),
        pytest.param(["Gesamtwertung"], ["overall"], id="overall-as-published"),
        pytest.param(["gesellschaft"], ["gesellschaft-und-bildung"], id="older-name"),
        pytest.param(["mob", "verw", "mob"], ["verwaltung", "mobilitaet"], id="several"),
    ],
)
def test_categories_by_any_of_their_names(jena: City, names: list[str], kept: list[str]) -> None:
    assert [r.category for r in ranks([jena], Selection(names)).records] == kept


def test_overall_has_no_rows(jena: City) -> None:
    assert indicators([jena], Selection(["overall"])).records == ()


def test_categories_are_resolved_in_each_data_set() -> None:
    old = _city("Musterstadt", 2022, "Verkehr", "Gesellschaft")
    new = _city("Musterstadt", 2023, "Verwaltung", "Gesellschaft und Bildung")
    for name in ("gesellschaft", "Gesellschaft und Bildung", "gesell"):
        found = ranks([old, new], Selection([name])).records
        assert [(r.edition, r.category) for r in found] == [
            (2022, "gesellschaft"),
            (2023, "gesellschaft-und-bildung"),
        ]
    found = ranks([old, new], Selection(["ver"])).records
    assert [r.category for r in found] == ["verkehr", "verwaltung"]


def test_a_category_that_only_one_data_set_has_is_known() -> None:
    pair = [_city("Musterstadt", 2025, "Verkehr"), _city("Beispielburg", 2025, "Wohnen")]
    assert [r.city for r in ranks(pair, Selection(["wohnen"])).records] == ["beispielburg"]


def test_a_category_that_no_data_set_has() -> None:
    pair = [_city("Musterstadt", 2025, "Verkehr"), _city("Beispielburg", 2025, "Wohnen")]
    with pytest.raises(UnknownNameError) as caught:
        ranks(pair, Selection(["xyz"]))
    assert str(caught.value) == "no category `xyz`"
    assert caught.value.hint == "available: `overall`, `verkehr`, `wohnen`"
    with pytest.raises(UnknownNameError) as caught:
        ranks(pair, Selection(["wonen"]))
    assert caught.value.hint == "did you mean `wohnen`?"


def test_an_unclear_category_is_not_guessed(jena: City) -> None:
    with pytest.raises(UnknownNameError) as caught:
        ranks([jena], Selection(["und"]))
    assert str(caught.value) == "`und` could be more than one category"
    assert caught.value.hint == (
        "it may be `energie-und-umwelt`, `it-und-kommunikation`, `gesellschaft-und-bildung`"
    )


# --- order ----------------------------------------------------------------------------------------


def test_selection_comes_before_sorting_and_the_limit_last(jena: City) -> None:
    selection = Selection(["mobilitaet"], below=80.0, sort="score", desc=True, limit=2)
    assert [r.score for r in indicators([jena], selection).records] == [68.8, 60.5]


@pytest.mark.parametrize("desc", [False, True], ids=["ascending", "descending"])
def test_unknown_values_sort_last(jena: City, desc: bool) -> None:
    records = indicators([jena], Selection(sort="indicator_name", desc=desc)).records
    assert [record.score for record in records[-2:]] == [89.5, 60.5]  # in page order
    assert records[0].indicator_name == ("Umweltmonitoring" if desc else "5G")


@pytest.mark.parametrize(
    ("desc", "names"),
    [(False, ["a", "c", "b", "d"]), (True, ["b", "d", "a", "c"])],
    ids=["ascending", "descending"],
)
def test_ties_keep_page_order(desc: bool, names: list[str]) -> None:
    city = make_city(rows=(("A", 1.0), ("B", 2.0), ("C", 1.0), ("D", 2.0)))
    selection = Selection(below=2.5, sort="score", desc=desc)
    assert [r.indicator for r in indicators([city], selection).records] == names


def test_text_is_sorted_as_its_key_is() -> None:
    names = ("Zoll", "öffnung", "Ober", "Ärzte", "Acker", "5G")
    city = make_city(rows=tuple((name, 50.0) for name in names))
    found = _rows(city, Selection(above=49, sort="indicator_name"))
    assert found == ["5G", "Acker", "Ärzte", "Ober", "öffnung", "Zoll"]


def test_computed_figures_are_sorted_unrounded() -> None:
    # 2.8581 and 2.8571 are both printed as 2.86
    city = make_city(rows=(("Größer", 69.99), ("Kleiner", 70.0)))
    answer = indicators([city], Selection(above=60, sort="potential"))
    assert [(r.indicator_name, r.potential) for r in answer.records] == [
        ("Kleiner", 2.86),
        ("Größer", 2.86),
    ]
    assert [r.indicator_name for r in weak([city], by="potential").records] == ["Größer", "Kleiner"]


@pytest.mark.parametrize("query", [ranks, indicators, weak, strong, trends, audit, practices])
def test_desc_alone_reverses_the_order_of_the_query(jena: City, query: Query) -> None:
    straight = query([jena]).records
    assert query([jena], Selection(desc=True)).records == straight[::-1]


def test_several_fields_order_one_after_the_other() -> None:
    city = make_city(rows=(("A", 1.0), ("B", 2.0), ("C", 1.0), ("D", 2.0)))

    def found(sort: str, *, desc: bool = False) -> list[str | None]:
        return _rows(city, Selection(match="", above=0, below=3, sort=sort, desc=desc))

    assert found("score,-indicator_name") == ["C", "A", "D", "B"]
    assert found("-score, indicator_name") == ["B", "D", "A", "C"]
    assert found("score,-indicator_name", desc=True) == ["B", "D", "A", "C"]
    assert found("likely_name,-position") == ["D", "C", "B", "A"]  # nulls are equal
    assert found("-score,score,position") == ["B", "D", "A", "C"]


@pytest.mark.parametrize("limit", [0, 1, 36, 37, 1000])
def test_limit(jena: City, limit: int) -> None:
    every = indicators([jena]).records
    assert indicators([jena], Selection(limit=limit)).records == every[:limit]


def test_every_field_can_be_sorted_by(jena: City) -> None:
    record = indicators([jena]).sheet.record
    for field in record._fields:
        for desc in (False, True):
            answer = indicators([jena], Selection(sort=field, desc=desc))
            assert len(answer.records) == 37


def test_an_unknown_field_is_refused_even_when_nothing_is_kept(jena: City) -> None:
    with pytest.raises(UnknownNameError) as caught:
        indicators([jena], Selection(match="xyz", sort="scor"))
    assert str(caught.value) == "no field `scor` in this answer"
    assert caught.value.hint == "did you mean `score`?"
    for sort in ("score,scor", "-scor", "--score", "score-"):
        with pytest.raises(UnknownNameError):
            indicators([jena], Selection(sort=sort))


# --- what an answer is about ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("about", "title"),
    [
        pytest.param([("Musterstadt", 2025)], "Ranks: Musterstadt 2025", id="one"),
        pytest.param(
            [("Musterstadt", 2024), ("Musterstadt", 2025)],
            "Ranks: Musterstadt 2024 and 2025",
            id="editions",
        ),
        pytest.param(
            [("Musterstadt", 2025), ("Beispielburg", 2024)],
            "Ranks: Musterstadt 2025, Beispielburg 2024",
            id="two",
        ),
        pytest.param(
            [("Musterstadt", 2025), ("Beispielburg", 2025), ("Halle (Muster)", 2025)],
            "Ranks: 3 cities",
            id="many",
        ),
        pytest.param([], "Ranks", id="none"),
    ],
)
def test_the_title_names_what_is_asked_about(about: list[tuple[str, int]], title: str) -> None:
    assert ranks([_city(name, edition, "Verkehr") for name, edition in about]).title == title


def test_the_source_is_named() -> None:
    city = make_city()
    with_url = replace(city, source=replace(city.source, url="https://example.org/muster"))
    assert ranks([with_url]).source == (
        "Source: Musterverlag, Musterindex 2025, https://example.org/muster"
    )
    assert ranks([city]).source == "Source: Musterverlag, Musterindex 2025"
    other = make_city("Beispielburg", 2024)
    other = replace(other, source=replace(other.source, publisher="Anderer Verlag"))
    assert ranks([with_url, make_city("Halle (Muster)", 2023), other]).source == (
        "Source: Anderer Verlag, Musterindex 2024, Musterverlag, Musterindex 2023, 2025"
    )
    assert ranks([]).source == ""


@pytest.mark.parametrize(
    ("editions", "title"),
    [
        ([2023, 2024, 2025], "Ranks: Musterstadt 2023-2025"),
        ([2025, 2023, 2024, 2024], "Ranks: Musterstadt 2023-2025"),
        ([2021, 2024, 2025], "Ranks: Musterstadt 2021, 2024 and 2025"),
        ([2023, 2025], "Ranks: Musterstadt 2023 and 2025"),
    ],
)
def test_the_title_names_editions_in_short(editions: list[int], title: str) -> None:
    assert ranks([_city("Musterstadt", edition) for edition in editions]).title == title

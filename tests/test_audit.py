"""`audit`: printed scores against recomputed ones, and what rounding alone can do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import make_city
from smartrank import Selection, audit
from smartrank.model import Category, Indicator, Rating

if TYPE_CHECKING:
    from smartrank import City


def test_audit_of_jena(jena: City) -> None:
    records = audit([jena]).records
    assert [(r.category_name, r.score, r.recomputed, r.difference, r.verdict) for r in records] == [
        ("Gesamtwertung", 67.1, 67.12, 0.02, "agrees"),
        ("Verwaltung", 71.6, 71.62, 0.02, "agrees"),
        ("Energie und Umwelt", 46.6, 46.57, -0.03, "agrees"),
        ("IT und Kommunikation", 69.1, 70.72, 1.62, "differs"),
        ("Mobilität", 68.9, 68.87, -0.03, "agrees"),
        ("Gesellschaft und Bildung", 79.4, 79.44, 0.04, "agrees"),
    ]


@pytest.mark.parametrize("n", [6, 7])
def test_tolerance_is_the_one_of_the_facts(jena: City, n: int) -> None:
    expected = 0.05 * (n + 1) / (1.05 * n) + 0.05
    found = {
        r.tolerance
        for r, category in zip(audit([jena]).records[1:], jena.categories, strict=True)
        if category.regular_count == n
    }
    assert found == {round(expected, 2)}
    assert audit([jena]).records[0].tolerance == 0.1


def test_what_differs_is_said_as_our_reading_and_nothing_is_repaired(jena: City) -> None:
    answer = audit([jena])
    (note,) = answer.warnings
    assert note == (
        "IT und Kommunikation: by our formula the indicators give 70.72, but 69.1 is published; "
        "probably one published indicator differs from the value used"
    )
    differing = [r for r in answer.records if r.verdict == "differs"]
    assert [(r.category, r.score) for r in differing] == [("it-und-kommunikation", 69.1)]
    assert audit([jena], Selection(["mobilitaet"])).warnings == ()


def test_an_overall_score_that_is_not_the_mean_is_told_as_published(jena: City) -> None:
    assert jena.overall is not None
    far = replace(jena, overall=replace(jena.overall, score=68.0))
    assert audit([far]).warnings[0] == (
        "Gesamtwertung: the mean of its categories is 67.12, but 68.0 is published"
    )


def test_with_several_cities_a_note_names_the_city(jena: City) -> None:
    (note,) = audit([make_city(), jena]).warnings
    assert note.startswith("Jena 2025, IT und Kommunikation: by our formula the indicators give")


def test_a_category_without_regular_rows_cannot_be_recomputed() -> None:
    bonus = Indicator(name="Sonstige Projekte Leer", score=0.0, kind="bonus")
    rating = Rating(rank=1, score=12.3)
    empty = Category(name="Leer", rating=rating, indicators=(bonus,))
    city = replace(make_city(), categories=(empty,), overall=rating)
    overall, category = audit([city]).records
    assert overall[5:] == (12.3, 12.3, 0.0, 0.1, "agrees")
    assert category[5:] == (12.3, None, None, None, None)
    assert audit([city]).warnings == ()
    by_size = audit([city], Selection(sort="recomputed", desc=True)).records
    assert by_size[-1].category == "leer"


@pytest.mark.parametrize(
    ("score", "verdict"),
    [
        # 40 + 80 + 5 = 125 in two rows give 59.5238; tolerance 0.05 * 3 / 2.1 + 0.05 = 0.1214
        pytest.param(59.4, "differs", id="just-beyond"),
        pytest.param(59.5, "agrees", id="as-rounded"),
        pytest.param(59.6, "agrees", id="within"),
        pytest.param(59.7, "differs", id="above"),
    ],
)
def test_the_verdict_follows_the_tolerance(score: float, verdict: str) -> None:
    city = make_city()
    rating = Rating(rank=10, score=score)
    (category,) = city.categories
    category = replace(category, rating=rating)
    record = audit([replace(city, overall=rating, categories=(category,))]).records[1]
    assert (record.recomputed, record.tolerance, record.verdict) == (59.52, 0.12, verdict)


def test_the_overall_score_is_compared_with_the_mean_of_printed_scores() -> None:
    city = make_city()
    far = replace(city, overall=Rating(rank=10, score=59.8))  # 59.5 is that of its one category
    assert audit([city]).records[0].verdict == "agrees"
    record = audit([far]).records[0]
    assert (record.verdict, record.difference, record.tolerance) == ("differs", -0.3, 0.1)


def test_two_printed_decimals_narrow_the_tolerance() -> None:
    city = make_city(rows=(("Bahnsteige", 40.25), ("Laternen", 80.0)))
    rating = Rating(rank=1, score=59.64)
    (category,) = city.categories
    exact = replace(city, overall=rating, categories=(replace(category, rating=rating),))
    record = audit([exact]).records[1]
    assert (record.recomputed, record.tolerance, record.verdict) == (59.64, 0.01, "agrees")


@st.composite
def rounded_cities(draw: st.DrawFn) -> City:
    """A city whose unrounded scores follow the formula, printed with one or two decimals."""
    rows_printed, scores_printed = draw(st.sampled_from([(1, 1), (2, 2), (1, 2), (2, 1)]))
    exact: list[float] = []
    categories = []
    points = st.floats(0, 100, allow_subnormal=False)
    for number in range(draw(st.integers(1, 5))):
        rows = draw(st.lists(points, min_size=1, max_size=9))
        bonus = draw(st.floats(0, 5 * len(rows), allow_subnormal=False))
        exact.append((sum(rows) + bonus) / (1.05 * len(rows)))
        printed = [
            Indicator(name=f"Reihe {place}", score=round(row, rows_printed))
            for place, row in enumerate(rows)
        ]
        last = Indicator(name="Sonstige Projekte", score=round(bonus, rows_printed), kind="bonus")
        if draw(st.booleans()):
            printed.append(last)
        else:
            exact[-1] = sum(rows) / (1.05 * len(rows))
        rating = Rating(rank=1, score=round(exact[-1], scores_printed))
        categories.append(
            Category(name=f"Probe {number}", rating=rating, indicators=tuple(printed))
        )
    overall = Rating(rank=1, score=round(sum(exact) / len(exact), scores_printed))
    return replace(make_city(), overall=overall, categories=tuple(categories))


@given(rounded_cities())
def test_rounding_alone_never_exceeds_the_tolerance(city: City) -> None:
    answer = audit([city])
    assert {record.verdict for record in answer.records} == {"agrees"}
    assert answer.warnings == ()
    for record in answer.records:
        assert record.difference is not None
        assert record.tolerance is not None
        assert abs(record.difference) <= record.tolerance + 0.01  # both are rounded here


@pytest.mark.parametrize(("count", "more"), [(5, []), (6, ["1 more published score that differs"])])
def test_of_many_scores_that_differ_the_rest_is_counted(
    jena: City, count: int, more: list[str]
) -> None:
    cities = [replace(jena, name=f"Musterstadt {letter}") for letter in "ABCDEF"[:count]]
    first, rest = audit(cities).warnings[:5], audit(cities).warnings[5:]
    assert [note.split(" 2025")[0] for note in first] == [city.name for city in cities[:5]]
    assert rest == tuple(f"... and {text} from the recomputed one" for text in more)

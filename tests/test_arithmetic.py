"""The arithmetic of the index, by the figures of Jena and by invented categories."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import make_city
from smartrank import arithmetic
from smartrank.model import Category, City, Indicator, Rating
from smartrank.query.indicators import indicators
from smartrank.query.whatif import whatif

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Category, regular rows, sum of all rows, recomputed, printed, whether they agree.
JENA = [
    ("verwaltung", 7, 526.4, 71.62, 71.6, True),
    ("energie-und-umwelt", 6, 293.4, 46.57, 46.6, True),
    ("it-und-kommunikation", 7, 519.8, 70.72, 69.1, False),
    ("mobilitaet", 6, 433.9, 68.87, 68.9, True),
    ("gesellschaft-und-bildung", 6, 500.5, 79.44, 79.4, True),
]


def category_of(city: City, key: str) -> Category:
    (found,) = (category for category in city.categories if category.slug == key)
    return found


def rated(score: float, rows: Sequence[float], bonus: float | None = None) -> Category:
    indicators = [Indicator(name=f"Zeile {n}", score=row) for n, row in enumerate(rows)]
    if bonus is not None:
        indicators.append(Indicator(name="Sonstige Projekte", kind="bonus", score=bonus))
    return Category(name="Probe", rating=Rating(rank=1, score=score), indicators=tuple(indicators))


def city_of(overall: float, *categories: Category) -> City:
    return replace(make_city(), overall=Rating(rank=1, score=overall), categories=categories)


# --- Jena ----------------------------------------------------------------------------------------


def reached(category: Category, row: Indicator) -> float:
    return arithmetic.share_of_maximum(row.score, arithmetic.max_score(category, row))


def adds_up(city: City, category: Category) -> bool:
    recomputed = arithmetic.recomputed_score(category)
    assert recomputed is not None
    assert category.rating.score is not None
    return arithmetic.agrees(
        recomputed - category.rating.score, arithmetic.Tolerance(city).of(category)
    )


@pytest.mark.parametrize("row", JENA, ids=[row[0] for row in JENA])
def test_category_of_jena(jena: City, row: tuple[str, int, float, float, float, bool]) -> None:
    key, count, total, recomputed, printed, agrees = row
    category = category_of(jena, key)
    found = arithmetic.recomputed_score(category)
    assert category.regular_count == count
    assert sum(row.score for row in category.indicators) == pytest.approx(total)
    assert found is not None
    assert round(found, 2) == recomputed
    assert category.rating.score == printed
    assert adds_up(jena, category) is agrees
    tolerance = 0.05 * (count + 1) / (1.05 * count) + 0.05
    assert arithmetic.Tolerance(jena).of(category) == pytest.approx(tolerance)


def test_overall_of_jena_is_the_mean_of_the_published_categories(jena: City) -> None:
    assert arithmetic.recomputed_overall(jena) == pytest.approx(67.12)
    assert arithmetic.Tolerance(jena).of_overall == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("key", "worth"), [("verwaltung", 0.0272), ("mobilitaet", 0.0317)], ids=["seven", "six"]
)
def test_worth_of_one_more_point(jena: City, key: str, worth: float) -> None:
    category = category_of(jena, key)
    assert arithmetic.weight(category) == pytest.approx(1 / (1.05 * category.regular_count))
    assert round(arithmetic.overall_weight(jena, category), 4) == worth


def test_bonus_rows_of_jena_are_at_their_maximum_and_no_weakness(jena: City) -> None:
    for category in jena.categories:
        (bonus,) = (row for row in category.indicators if row.kind == "bonus")
        assert arithmetic.max_score(category, bonus) == 5 * category.regular_count
        assert reached(category, bonus) == 1.0


# --- invented categories -------------------------------------------------------------------------


def test_row_below_its_maximum() -> None:
    category = rated(60.0, [40.0, 80.0], bonus=4.0)
    low, high, bonus = category.indicators
    assert [arithmetic.max_score(category, row) for row in (low, bonus)] == [100.0, 10.0]
    assert [reached(category, row) for row in (low, high, bonus)] == [0.4, 0.8, 0.4]
    assert arithmetic.recomputed_score(category) == pytest.approx(124 / 2.1)


def test_bonus_above_its_maximum_has_reached_more_than_all() -> None:
    category = rated(60.0, [40.0, 80.0], bonus=12.0)
    assert reached(category, category.indicators[-1]) == pytest.approx(1.2)


@pytest.mark.parametrize("bonus", [None, 5.0], ids=["no-rows", "bonus-only"])
def test_category_without_regular_rows_cannot_be_recomputed(bonus: float | None) -> None:
    category = rated(50.0, [], bonus=bonus)
    assert arithmetic.recomputed_score(category) is None
    assert arithmetic.weight(category) == 0.0
    for row in category.indicators:
        assert arithmetic.max_score(category, row) == 0.0
        assert reached(category, row) == 1.0


def test_the_mean_of_categories_needs_all_of_them() -> None:
    known, unknown = rated(60.0, []), replace(rated(0.0, []), rating=Rating(rank=1))
    assert arithmetic.recomputed_overall(city_of(60.0, known, known)) == 60.0
    assert arithmetic.recomputed_overall(city_of(60.0, known, unknown)) is None
    assert arithmetic.recomputed_overall(city_of(60.0)) is None
    # a page shows all its categories; of ranking lists some may not be at hand
    listed = replace(known, rating=Rating(rank=1, score=70.0, origin="ranking"))
    assert arithmetic.recomputed_overall(city_of(60.0, *[listed] * 4)) is None
    assert arithmetic.recomputed_overall(city_of(60.0, *[listed] * 5)) == 70.0


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([71.6, 46.0], 0.05),
        ([71.62, 46.0], 0.005),
        ([71.6, 46.05], 0.005),
        ([100.0], 0.05),
        ([], 0.05),
        ([1e-7], 5e-8),
        ([1e20], 0.05),
    ],
    ids=["one", "two", "two-in-another", "none-printed", "empty", "tiny", "huge"],
)
def test_rounding_error_of_the_decimals_that_are_printed(
    scores: list[float], expected: float
) -> None:
    assert arithmetic.rounding_error(scores) == pytest.approx(expected)


def test_tolerance_follows_the_decimals_of_rows_and_of_ratings_apart() -> None:
    one, two = rated(60.0, [40.0, 80.0]), rated(60.0, [40.25, 80.0])
    assert arithmetic.Tolerance(city_of(60.0, one)).of(one) == pytest.approx(0.05 * 2 / 2.1 + 0.05)
    assert arithmetic.Tolerance(city_of(60.0, two)).of(two) == pytest.approx(0.005 * 2 / 2.1 + 0.05)
    assert arithmetic.Tolerance(city_of(60.01, one)).of(one) == pytest.approx(
        0.05 * 2 / 2.1 + 0.005
    )
    assert arithmetic.Tolerance(city_of(60.01, one)).of_overall == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("difference", "expected"),
    [(0.1, True), (-0.1, True), (0.1 + 1e-12, True), (0.101, False), (-0.101, False)],
)
def test_difference_within_the_tolerance_agrees(difference: float, expected: bool) -> None:
    assert arithmetic.agrees(difference, 0.1) is expected


@given(
    st.lists(
        st.lists(st.floats(0, 100), min_size=1, max_size=8).flatmap(
            lambda rows: st.tuples(st.just(rows), st.none() | st.floats(0, 5 * len(rows)))
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([(1, 1), (2, 2), (2, 1), (1, 2)]),
)
def test_rounding_alone_never_exceeds_the_tolerance(
    unrounded: list[tuple[list[float], float | None]], decimals: tuple[int, int]
) -> None:
    of_rows, of_ratings = decimals
    categories, exact = [], []
    for rows, bonus in unrounded:
        score = (sum(rows) + (bonus or 0.0)) / (1.05 * len(rows))
        exact.append(score)
        printed = [round(row, of_rows) for row in rows]
        categories.append(
            rated(
                round(score, of_ratings), printed, bonus if bonus is None else round(bonus, of_rows)
            )
        )
    city = city_of(round(sum(exact) / len(exact), of_ratings), *categories)
    assert all(adds_up(city, category) for category in city.categories)
    overall = arithmetic.recomputed_overall(city)
    assert overall is not None
    assert city.overall is not None
    assert city.overall.score is not None
    difference = overall - city.overall.score
    assert arithmetic.agrees(difference, arithmetic.Tolerance(city).of_overall)


def test_an_overall_score_is_a_fifth_of_each_category_also_where_few_are_known(jena: City) -> None:
    whole = {row.row: row.potential for row in indicators([jena]).records}
    part = replace(jena, categories=jena.categories[:2])
    found = {row.row: row.potential for row in indicators([part]).records}
    assert found == {row: whole[row] for row in found}
    change = whatif(part, ["verwaltung/3=max"])
    assert change.records == whatif(jena, ["verwaltung/3=max"]).records

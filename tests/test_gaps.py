"""What changes of the code would have slipped past the other tests: bounds, ties, who is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import smartrank
from conftest import make_city
from smartrank import Selection, UnknownNameError, UsageError, ranks, render_answer, weak, whatif
from smartrank.model import Category, Indicator, Rating
from smartrank.names import MAX_LISTED, did_you_mean, listed
from smartrank.query.field import fields_by_rating, passed

if TYPE_CHECKING:
    from smartrank import City


def two_categories() -> City:
    """A city with a row of the same name in both of its categories."""
    city = make_city()
    (first,) = city.categories
    return replace(city, categories=(first, replace(first, name="Versuch")))


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Laternen", "laternen", "LATERNEN"])
def test_a_row_that_two_categories_have_is_never_guessed(name: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        whatif(two_categories(), [f"{name}=1"])
    assert caught.value.message == f"`{name}` could be more than one indicator"
    assert caught.value.hint == "it may be `probe/laternen`, `versuch/laternen`"


def test_a_row_that_two_categories_have_goes_by_its_category() -> None:
    changed = whatif(two_categories(), ["versuch/laternen=81"]).records
    assert {row.category for row in changed if row.level == "indicator"} == {"versuch"}


def test_a_longer_name_does_not_make_an_exact_one_unclear() -> None:
    city = make_city(rows=(("Laternen", 80.0), ("Laternen am Fluss", 20.0)))
    (row, *_) = (row for row in whatif(city, ["laternen=81"]).records if row.level == "indicator")
    assert row.indicator == "laternen"


def test_a_hint_lists_twelve_names_and_counts_the_rest() -> None:
    names = [f"x{number:02}" for number in range(14)]
    assert MAX_LISTED == 12
    assert listed(names).endswith("`x10`, `x11` and 2 more")
    assert listed(names[:12]).endswith("`x10`, `x11`")
    assert listed(names, limit=1) == "`x00` and 13 more"
    assert did_you_mean("qqq", names).endswith("`x11` and 2 more")


# --- who and when is told apart -------------------------------------------------------------------


def test_the_edition_is_told_where_one_of_several_is_left() -> None:
    cities = [make_city(edition=2024), make_city(edition=2025)]
    heading, row, *_ = render_answer(ranks(cities, Selection(limit=1))).decode().splitlines()
    assert "Edition" in heading.split()
    assert "2024" in row.split()
    heading, *_ = render_answer(ranks(cities[:1], Selection(limit=1))).decode().splitlines()
    assert "Edition" not in heading.split()


# --- bounds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rank", "is_near"), [(5, True), (15, True), (4, False), (16, False)])
def test_around_a_city_are_five_places_ahead_and_behind(rank: int, *, is_near: bool) -> None:
    center, other = make_city(rank=10), make_city("Probeburg", rank=rank)
    found = ranks([center, other], Selection(["overall"]), around=center).records
    assert ("probeburg" in {row.city for row in found}) is is_near


def test_weak_names_five_and_a_threshold_all() -> None:
    rows = tuple((f"Reihe {number}", float(number)) for number in range(1, 8))
    city = make_city(rows=rows)
    assert len(weak([city]).records) == 5
    assert len(weak([city], Selection(below=7.5)).records) == 7
    assert len(weak([city], Selection(above=0)).records) == 7


@pytest.mark.parametrize("query", [smartrank.weak, smartrank.strong, smartrank.ranks])
def test_a_limit_below_0_is_refused_by_all(query: object) -> None:
    assert callable(query)
    with pytest.raises(UsageError) as caught:
        query([make_city()], Selection(limit=-1))
    assert caught.value.message == "a limit must be 0 or more, not -1"
    assert query([make_city()], Selection(limit=0)).records == ()


def test_points_that_a_bonus_row_has_above_its_maximum_bring_nothing() -> None:
    city = make_city()
    (category,) = city.categories
    bonus = Indicator(name="Sonstige Projekte Probe", score=12.0, kind="bonus")
    city = replace(
        city,
        categories=(
            Category(
                name=category.name,
                rating=category.rating,
                indicators=(*category.indicators[:-1], bonus),
            ),
        ),
    )
    (row,) = (row for row in smartrank.indicators([city]).records if row.kind == "bonus")
    assert (row.score, row.max_score, row.potential) == (12.0, 10.0, 0.0)


# --- what is said ---------------------------------------------------------------------------------


def test_units_stand_in_the_schema_where_there_are_some() -> None:
    properties = smartrank.schema("ranks")["items"]["properties"]
    assert properties["rank"]["description"].endswith(" (place)")
    assert properties["city"]["description"] == "key of the city"


def test_ties_in_brief_are_those_with_the_last_that_is_named() -> None:
    rows = (("A", 90.0), ("B", 80.0), ("C", 70.0), ("D", 70.0), ("E", 1.0), ("F", 2.0), ("G", 3.0))
    said = smartrank.brief(make_city(rows=rows)).records[-1].sentence
    assert "A (90.0), B (80.0), C (70.0) and one more with 70.0" in said
    assert said.endswith("its weakest are E (1.0), F (2.0) and G (3.0).")


@pytest.mark.parametrize(("score", "names"), [(80.2, ["Probeburg"]), (80.1, []), (79.9, [])])
def test_a_city_is_passed_only_beyond_what_rounding_may_be_off(
    score: float, names: list[str]
) -> None:
    other = make_city("Probeburg", rank=9)
    other = replace(other, overall=Rating(rank=9, score=80.0))
    city = replace(make_city(), overall=Rating(rank=10, score=70.0))
    field = fields_by_rating([city, other])["overall"]
    assert city.overall
    # half a printed unit of the other's score, and as much of the own one
    assert passed(city.overall, field, score, 0.05) == names

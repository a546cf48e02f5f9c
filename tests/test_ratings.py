"""`ranks` and `trends`: ranks, where they went, and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from conftest import make_city
from smartrank import Selection, audit, indicators, ranks, standing, strong, trends, weak
from smartrank.model import Category, Rating

if TYPE_CHECKING:
    from collections.abc import Callable

    from smartrank import Answer, City
    from smartrank.model import Direction


def _moving(*changes: int | None) -> City:
    """A city whose overall rating held its rank, and whose categories moved as told."""
    categories = tuple(
        Category(name=f"Probe {letter}", rating=Rating(rank=20, rank_change=change, score=50.0))
        for letter, change in zip("ABCDEFG", changes, strict=False)
    )
    return replace(make_city(rank_change=0), categories=categories)


def _keys(city: City, *, desc: bool = False) -> list[str]:
    return [record.category for record in trends([city], Selection(desc=desc)).records]


def test_ranks_of_jena(jena: City) -> None:
    records = ranks([jena]).records
    assert [(*r[3:9], r.score) for r in records] == [
        ("overall", "Gesamtwertung", 54, -7, 47, "down", 67.1),
        ("verwaltung", "Verwaltung", 54, 3, 57, "up", 71.6),
        ("energie-und-umwelt", "Energie und Umwelt", 69, -1, 68, "down", 46.6),
        ("it-und-kommunikation", "IT und Kommunikation", 61, -17, 44, "down", 69.1),
        ("mobilitaet", "Mobilität", 47, -11, 36, "down", 68.9),
        ("gesellschaft-und-bildung", "Gesellschaft und Bildung", 35, -13, 22, "down", 79.4),
    ]
    about = {(r.city, r.city_name, r.edition, r.ranked_cities, r.ags) for r in records}
    assert about == {("jena", "Jena", 2025, 83, "16053000")}


def test_trends_begin_with_the_biggest_fall(jena: City) -> None:
    assert [(r.category_name, r.rank_change) for r in trends([jena]).records] == [
        ("IT und Kommunikation", -17),
        ("Gesellschaft und Bildung", -13),
        ("Mobilität", -11),
        ("Gesamtwertung", -7),
        ("Energie und Umwelt", -1),
        ("Verwaltung", 3),
    ]


def test_trends_with_desc_begin_with_the_biggest_climb(jena: City) -> None:
    records = trends([jena], Selection(desc=True, limit=2)).records
    assert [r.category for r in records] == ["verwaltung", "energie-und-umwelt"]


def test_trends_of_ties_keep_page_order_in_both_directions() -> None:
    city = _moving(4, -4, 4, -4)
    assert _keys(city) == ["probe-b", "probe-d", "overall", "probe-a", "probe-c"]
    assert _keys(city, desc=True) == [
        "probe-a",
        "probe-c",
        "overall",
        "probe-b",
        "probe-d",
    ]


def test_what_has_no_earlier_edition_comes_last_in_both_directions() -> None:
    city = _moving(None, 1, None, -1)
    assert _keys(city) == ["probe-d", "overall", "probe-b", "probe-a", "probe-c"]
    assert _keys(city, desc=True) == [
        "probe-b",
        "overall",
        "probe-d",
        "probe-a",
        "probe-c",
    ]


def test_without_an_earlier_edition_the_direction_is_new() -> None:
    record = ranks([_moving(None)]).records[1]
    assert (record.rank_change, record.previous_rank, record.direction) == (None, None, "new")


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        pytest.param(["up"], ["probe-a"], id="up"),
        pytest.param(["down"], ["probe-b"], id="down"),
        pytest.param(["unchanged"], ["overall"], id="unchanged"),
        pytest.param(["new"], ["probe-c"], id="new"),
        pytest.param(["up", "down"], ["probe-b", "probe-a"], id="up-and-down"),
        pytest.param([], ["probe-b", "overall", "probe-a", "probe-c"], id="all"),
    ],
)
def test_directions(wanted: list[Direction], kept: list[str]) -> None:
    answer = trends([_moving(2, -2, None)], directions=wanted)
    assert [record.category for record in answer.records] == kept


def _placed(name: str, edition: int, **ranks: int) -> City:
    """A city with these ranks, the first of them overall; scores fall with the rank."""
    ratings = {n: Rating(rank=rank, score=100.0 - rank) for n, rank in ranks.items()}
    (overall, *rest) = ratings.items()
    categories = tuple(Category(name=name, rating=rating) for name, rating in rest)
    return replace(make_city(name, edition), overall=overall[1], categories=categories)


FIRST = _placed("Musterstadt", 2025, overall=7, verkehr=20, wohnen=1)
SECOND = _placed("Beispielburg", 2025, overall=3, verkehr=30, wohnen=50)
EARLY = _placed("Oedenweiler", 2023, overall=5, verkehr=1)


def test_one_rating_of_many_cities_is_listed_by_rank() -> None:
    def listed(cities: list[City], selection: Selection) -> list[tuple[str, int, int]]:
        return [(r.city, r.edition, r.rank) for r in ranks(cities, selection).records]

    overall = Selection(["overall"])
    assert listed([FIRST, SECOND], overall) == [("beispielburg", 2025, 3), ("musterstadt", 2025, 7)]
    assert listed([FIRST, SECOND], overall._replace(desc=True)) == [
        ("musterstadt", 2025, 7),
        ("beispielburg", 2025, 3),
    ]
    assert listed([FIRST, SECOND], overall._replace(limit=1)) == [("beispielburg", 2025, 3)]
    assert listed([SECOND, FIRST], Selection(match="verkehr")) == [
        ("musterstadt", 2025, 20),
        ("beispielburg", 2025, 30),
    ]
    # ranks of different editions are no order; another order that is asked for is
    assert listed([FIRST, EARLY], overall) == [("oedenweiler", 2023, 5), ("musterstadt", 2025, 7)]
    assert listed([FIRST, SECOND], overall._replace(sort="-rank")) == [
        ("musterstadt", 2025, 7),
        ("beispielburg", 2025, 3),
    ]


def test_what_is_left_of_several_ratings_is_not_listed_by_rank() -> None:
    best = ranks([SECOND, FIRST], Selection(above=96)).records  # of each city one
    assert [(r.city, r.category, r.rank) for r in best] == [
        ("beispielburg", "overall", 3),
        ("musterstadt", "wohnen", 1),
    ]


def test_the_two_names_of_the_renamed_category_are_one_rating() -> None:
    old = _placed("Musterstadt", 2022, overall=1, Gesellschaft=9)
    new = _placed("Beispielburg", 2023, overall=1, **{"Gesellschaft und Bildung": 2})
    assert [r.rank for r in ranks([new, old], Selection(["gesell"])).records] == [9, 2]


@pytest.mark.parametrize("query", [ranks, trends, indicators, weak, strong, audit, standing])
def test_mixed_editions_are_told(query: Callable[..., Answer[Any]]) -> None:
    note = (
        "editions differ: 2023, 2025; their scores are not on one scale, since 100 is the best "
        "city of each edition"
    )
    assert note in query([FIRST, EARLY, SECOND]).warnings
    assert not any("editions" in note for note in query([FIRST, SECOND]).warnings)


def test_several_cities_stand_one_after_the_other_and_are_ranked_together() -> None:
    first, second = make_city("Musterstadt", rank_change=1), make_city("Beispielburg")
    assert [(r.city, r.category) for r in ranks([first, second]).records] == [
        ("musterstadt", "overall"),
        ("musterstadt", "probe"),
        ("beispielburg", "overall"),
        ("beispielburg", "probe"),
    ]
    assert [r.city for r in trends([second, first]).records] == [
        "musterstadt",
        "musterstadt",
        "beispielburg",
        "beispielburg",
    ]


def test_trends_can_be_sorted_by_another_field(jena: City) -> None:
    answer = trends([jena], Selection(sort="rank", desc=True, limit=3))
    assert [record.rank for record in answer.records] == [69, 61, 54]
    assert answer.records[2].category == "overall"  # 54 twice: page order

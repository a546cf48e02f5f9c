"""`ranks` and `trends`: ranks, where they went, and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from conftest import make_city
from smartrank import Selection, ranks, trends
from smartrank.model import Category, Rating

if TYPE_CHECKING:
    from conftest import Invoke
    from smartrank import City
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
    assert [record[3:] for record in records] == [
        ("overall", "Gesamtwertung", 54, -7, 47, "down", 83, 67.1),
        ("verwaltung", "Verwaltung", 54, 3, 57, "up", 83, 71.6),
        ("energie-und-umwelt", "Energie und Umwelt", 69, -1, 68, "down", 83, 46.6),
        ("it-und-kommunikation", "IT und Kommunikation", 61, -17, 44, "down", 83, 69.1),
        ("mobilitaet", "Mobilität", 47, -11, 36, "down", 83, 68.9),
        ("gesellschaft-und-bildung", "Gesellschaft und Bildung", 35, -13, 22, "down", 83, 79.4),
    ]
    assert {record[:3] for record in records} == {("jena", "Jena", 2025)}


def test_trends_begin_with_the_biggest_fall(invoke: Invoke) -> None:
    out = invoke("trends", "jena", "--fields", "category_name,rank_change", "-f", "csv").out
    assert out.splitlines() == [
        "category_name,rank_change",
        "IT und Kommunikation,-17",
        "Gesellschaft und Bildung,-13",
        "Mobilität,-11",
        "Gesamtwertung,-7",
        "Energie und Umwelt,-1",
        "Verwaltung,3",
    ]


def test_trends_with_desc_begin_with_the_biggest_climb(invoke: Invoke) -> None:
    words = ("--desc", "--limit", "2", "--fields", "category", "-f", "csv", "--no-header")
    assert invoke("trends", *words).out == "verwaltung\nenergie-und-umwelt\n"


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
    ("options", "kept"),
    [
        pytest.param(["--up"], ["probe-a"], id="up"),
        pytest.param(["--down"], ["probe-b"], id="down"),
        pytest.param(["--unchanged"], ["overall"], id="unchanged"),
        pytest.param(["--up", "--down"], ["probe-b", "probe-a"], id="up-and-down"),
        pytest.param([], ["probe-b", "overall", "probe-a", "probe-c"], id="all"),
    ],
)
def test_directions(options: list[str], kept: list[str]) -> None:
    wanted: list[Direction] = [
        direction for direction in ("up", "down", "unchanged") if f"--{direction}" in options
    ]
    answer = trends([_moving(2, -2, None)], directions=wanted)
    assert [record.category for record in answer.records] == kept


@pytest.mark.parametrize(
    ("option", "count"), [("--up", 1), ("--down", 5), ("--unchanged", 0)], ids=str
)
def test_directions_on_the_command_line(invoke: Invoke, option: str, count: int) -> None:
    outcome = invoke("trends", "jena", option, "-f", "csv", "--no-header")
    assert (outcome.code, len(outcome.out.splitlines())) == (0, count)


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

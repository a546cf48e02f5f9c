"""The place that a score gives: a range that holds the true place, and says where it is open."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented_field import COUNT, Entry, invented_lists
from smartrank.names import OVERALL
from smartrank.places import PlaceRange, ScoredPlace, others_of, place_range


def places(entries: list[Entry]) -> list[ScoredPlace]:
    return [ScoredPlace(entry.rank, entry.score) for entry in entries]


def true_place(entries: list[Entry], own: Entry, score: float) -> int:
    return 1 + sum(entry.unrounded > score for entry in entries if entry is not own)


def test_the_invented_field_has_ties_in_print() -> None:
    printed = [entry.score for entry in invented_lists()[OVERALL]]
    assert len(set(printed)) < len(printed) == COUNT


@pytest.mark.parametrize("seed", range(8))
def test_the_range_holds_the_place_of_every_city(seed: int) -> None:
    for entries in invented_lists(seed).values():
        for own in entries:
            found = place_range(others_of(places(entries), own.rank), own.score, 0.05, COUNT)
            assert found.worst is not None
            assert found.best <= own.rank <= found.worst
            assert (found.is_open_above, found.is_open_below) == (False, False)


@pytest.mark.parametrize("seed", range(2))
def test_the_range_holds_the_place_of_a_thousand_changed_scores(seed: int) -> None:
    source = random.Random(seed)
    entries = invented_lists(seed)[OVERALL]
    widths = []
    for _ in range(1000):
        own = source.choice(entries)
        score = source.uniform(0, 100)
        told = score + source.uniform(-0.1, 0.1)
        found = place_range(others_of(places(entries), own.rank), told, 0.1, COUNT)
        assert found.worst is not None
        assert found.best <= true_place(entries, own, score) <= found.worst
        widths.append(found.worst - found.best + 1)
    assert sum(width <= 3 for width in widths) > 900


@given(
    seed=st.integers(0, 50),
    own=st.integers(0, COUNT - 1),
    known=st.sets(st.integers(0, COUNT - 1)),
    score=st.floats(0, 100),
)
def test_a_part_of_a_list_still_holds_the_true_place(
    seed: int, own: int, known: set[int], score: float
) -> None:
    entries = invented_lists(seed)[OVERALL]
    part = [place for number, place in enumerate(places(entries)) if number in known]
    found = place_range(others_of(part, entries[own].rank), score, 0.0, COUNT)
    assert found.worst is not None
    assert found.best <= true_place(entries, entries[own], score) <= found.worst


TOP = [ScoredPlace(rank, 90.0 - rank) for rank in range(1, 11)]


def test_below_a_top_ten_the_place_is_11_at_best() -> None:
    assert place_range(TOP, 50.0, 0.05, 83) == PlaceRange(11, 83, is_open_below=True)
    assert place_range(TOP, 50.0, 0.05, None) == PlaceRange(11, None, is_open_below=True)


def test_above_a_part_from_11_the_place_is_11_or_better() -> None:
    part = [place._replace(rank=place.rank + 10) for place in TOP]
    assert place_range(part, 95.0, 0.05, 83) == PlaceRange(1, 11, is_open_above=True)


def test_nothing_known_says_nothing() -> None:
    assert place_range([], 50.0, 0.0, 83) == PlaceRange(1, 83, is_open_below=True)


def test_equal_print_may_be_above_or_below() -> None:
    assert place_range(TOP, 85.0, 0.0, 83)[:2] == (5, 6)


def test_the_own_row_goes_out_and_those_behind_close_up() -> None:
    assert others_of(TOP[:4], 2) == [TOP[0], ScoredPlace(2, 87.0), ScoredPlace(3, 86.0)]
    assert others_of(TOP[:2], None) == TOP[:2]

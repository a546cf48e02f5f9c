"""`brief`: sentences that can be cited as they stand, with their source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from conftest import make_city
from smartrank import brief
from smartrank.model import Category, Indicator, Rating
from smartrank.render import render_answer

if TYPE_CHECKING:
    from smartrank import City


def _sentences(city: City) -> list[str]:
    return [record.sentence for record in brief(city).records]


def test_jena_in_three_sentences(jena: City) -> None:
    assert _sentences(jena) == [
        (
            "In the Smart City Index 2025, Jena holds rank 54 of 83 cities, with 67.1 of 100 "
            "points, 7 places worse than in the edition before (47)."
        ),
        (
            "It ranks best in Gesellschaft und Bildung (rank 35, 79.4 points) and worst in Energie "
            "und Umwelt (rank 69, 46.6 points)."
        ),
        (
            "Its strongest indicators are Interne Prozesse (100.0), Geoportal (100.0), Smartes "
            "Verkehrsmanagement (100.0) and one more with 100.0; its weakest are "
            "Online-Terminvergabe (8.3), Emissionsarme Busse (13.8) and Anteil E-Fahrzeuge (17.0)."
        ),
    ]


def test_the_citation_names_all_that_a_reader_needs(jena: City) -> None:
    answer = brief(jena)
    source = (
        "Source: Bitkom e. V., Smart City Index 2025, "
        "https://www.bitkom.org/Smart-City-2025/Jena{}. Rights in the figures: Bitkom e. V."
    )
    unread = replace(jena, source=replace(jena.source, retrieved=None))
    read = replace(jena, source=replace(jena.source, retrieved=date(2025, 9, 12)))
    assert brief(unread).source == source.format("")
    assert brief(read).source == source.format(", read 2025-09-12")
    assert {record.source for record in answer.records} == {answer.source}
    assert [record.position for record in answer.records] == [1, 2, 3]
    assert answer.title == "In brief: Jena 2025"


@pytest.mark.parametrize(
    ("change", "rest"),
    [
        (None, "; it had no rank in the edition before."),
        (0, ", as in the edition before."),
        (1, ", one place better than in the edition before (11)."),
        (2, ", 2 places better than in the edition before (12)."),
        (-1, ", one place worse than in the edition before (9)."),
        (-9, ", 9 places worse than in the edition before (1)."),
    ],
)
def test_where_the_rank_went(change: int | None, rest: str) -> None:
    (sentence, *_) = _sentences(make_city(rank_change=change))
    place = (
        "In the Musterindex 2025, Musterstadt holds rank 10 of 50 cities, with 59.5 of 100 points"
    )
    assert sentence == f"{place}{rest}"


def test_what_is_unknown_is_left_out() -> None:
    city = make_city()
    alone = replace(city, source=replace(city.source, ranked_cities=None))
    assert _sentences(alone)[0].startswith(
        "In the Musterindex 2025, Musterstadt holds rank 10, with"
    )
    unscored = replace(city, overall=Rating(rank=10, rank_change=0), categories=())
    assert _sentences(unscored) == [
        (
            "In the Musterindex 2025, Musterstadt holds rank 10 of 50 cities, as in the edition "
            "before."
        )
    ]
    assert _sentences(replace(unscored, overall=None)) == []


def _rated(**ranks: int) -> City:
    categories = tuple(
        Category(name=name, rating=Rating(rank=rank)) for name, rank in ranks.items()
    )
    return replace(make_city(), categories=categories)


def test_categories_that_share_a_rank_are_all_named() -> None:
    (_, sentence) = _sentences(_rated(Wege=3, Wohnen=3, Wasser=3, Wind=8, Wald=9, Wiese=9))
    assert sentence == (
        "It ranks best in Wege (rank 3), Wohnen (rank 3) and Wasser (rank 3) and worst in "
        "Wald (rank 9) and Wiese (rank 9)."
    )


@pytest.mark.parametrize("ranks", [{"Wege": 3}, {"Wege": 3, "Wohnen": 3}], ids=["one", "equal"])
def test_categories_of_one_rank_have_no_best_and_worst(ranks: dict[str, int]) -> None:
    assert len(_sentences(_rated(**ranks))) == 1


def test_indicators_by_what_they_reached_without_bonus_rows() -> None:
    city = make_city(rows=(("A", 10.0), ("B", 20.0), (None, 30.0), ("D", 40.0)))
    assert _sentences(city)[-1] == (
        "Its strongest indicators are D (40.0), Probe, row 3 (unlabelled) (30.0) and B (20.0); "
        "its weakest are A (10.0), B (20.0) and Probe, row 3 (unlabelled) (30.0)."
    )
    few = make_city(rows=(("A", 10.0), ("B", 20.0), ("C", 30.0)))
    assert len(_sentences(few)) == 1


def test_indicators_that_are_as_weak_or_strong_are_counted() -> None:
    rows = tuple(Indicator(name=name, score=50.0) for name in "ABCDE")
    city = make_city()
    (category,) = city.categories
    (*_, sentence) = _sentences(replace(city, categories=(replace(category, indicators=rows),)))
    assert sentence.endswith("its weakest are A (50.0), B (50.0), C (50.0) and 2 more with 50.0.")


def test_the_source_goes_with_the_sentences_to_a_pipe() -> None:
    """They are copied from there, too."""
    lines = render_answer(brief(make_city())).decode().splitlines()
    assert lines[0].startswith("In brief:")
    assert "Rights in the figures:" in lines[-1]

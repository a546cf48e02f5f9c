"""`show`: the whole profile as one object, made of the records of the other commands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from conftest import make_city
from smartrank import indicators, practices, ranks, show, strong, weak
from smartrank.model import BestPractice, Category, Milestone, Rating

if TYPE_CHECKING:
    from conftest import Invoke
    from smartrank import City


def test_the_profile_of_jena_is_made_of_the_records_of_other_queries(jena: City) -> None:
    profile = show(jena).document
    rows = [row for category in profile.categories for row in category.indicators]
    assert tuple(rows) == indicators([jena]).records
    overall, *ratings = ranks([jena]).records
    assert profile.overall == overall
    found = [category._asdict() for category in profile.categories]
    for category in found:
        del category["indicators"]
    assert found == [rating._asdict() for rating in ratings]
    assert profile.best_practices == practices([jena]).records
    assert (profile.state, profile.area_km2, profile.population, profile.ags) == (
        "Thüringen",
        114,
        111_191,
        "16053000",
    )


def test_what_is_not_known_is_null_or_empty_and_still_there() -> None:
    city = make_city(rank_change=None)
    profile = show(replace(city, source=replace(city.source, ranked_cities=None))).document
    assert (profile.ags, profile.best_practices) == (None, ())
    assert profile.source == ("Musterindex", "Musterverlag", 2025, None, None, None)
    overall = profile.overall
    assert overall is not None
    assert (overall.rank_change, overall.previous_rank, overall.direction) == (None, None, "new")


def test_a_city_of_which_only_ranks_are_known() -> None:
    rating = Rating(rank=3)
    categories = (Category(name="Probe", rating=rating),)
    city = replace(make_city(), state=None, area_km2=None, population=None, categories=categories)
    answer = show(replace(city, overall=rating))
    assert answer.subtitle == ("Rank 3 of 50 cities",)
    (category,) = answer.document.categories
    assert (category.rank, category.score, category.indicators) == (3, None, ())
    nothing = show(replace(city, overall=None, categories=()))
    assert (nothing.subtitle, nothing.document.overall) == ((), None)


def test_the_day_of_reading_is_a_date_as_text() -> None:
    city = make_city()
    city = replace(city, source=replace(city.source, retrieved=date(2025, 9, 11)))
    assert show(city).document.source.retrieved == "2025-09-11"


def test_the_facts_of_the_city() -> None:
    city = make_city()
    assert show(city).title == "Musterstadt in the Musterindex 2025"
    assert show(city).subtitle == (
        "Musterland · 12.5 km² · 100 001 inhabitants",
        "Rank 10 of 50 cities · 2 places up since 2024 · 59.5 points",
    )
    alone = replace(city, source=replace(city.source, ranked_cities=None))
    assert show(alone).subtitle[1] == "Rank 10 · 2 places up since 2024 · 59.5 points"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (1, "1 place up since 2024 · "),
        (-3, "3 places down since 2024 · "),
        (0, "unchanged since 2024 · "),
        (None, ""),
    ],
)
def test_the_trend_stands_beside_the_rank(change: int | None, said: str) -> None:
    answer = show(make_city(rank_change=change))
    assert answer.subtitle[1] == f"Rank 10 of 50 cities · {said}59.5 points"


def test_a_category_that_does_not_add_up_is_marked_and_noted(jena: City) -> None:
    answer = show(jena)
    (note,) = answer.footnotes
    assert note.startswith("IT und Kommunikation: by our formula the indicators give 70.72, but")
    ratings = answer.sheets[0]
    assert [ratings.rows[place].category for place in ratings.marked] == ["it-und-kommunikation"]
    assert not show(make_city()).sheets[0].marked


def test_the_profile_holds_everything_a_reader_asks_for(invoke: Invoke) -> None:
    out = invoke("show").out  # one city at hand: its name may be left out
    assert out == invoke("show", "jena").out
    for text in (
        "Jena in the Smart City Index 2025",
        "Thüringen · 114 km² · 111 191 inhabitants",
        "Rank 54 of 83 cities · 7 places down since 2024 · 67.1 points",
        "Strongest",
        "Weakest",
        "Öffentlichkeitsbeteiligung",
        "Sharing-Angebote",
        "Modellprojekt Smartes Quartier Jena-Lobeda",
        "2024 Telemedizinraum für digitale Sprechstunden in Betrieb",
        "Source: Bitkom e. V., Smart City Index 2025, https://www.bitkom.org/Smart-City-2025/Jena",
    ):
        assert text in out


def test_the_strongest_and_weakest_are_those_of_their_queries(jena: City) -> None:
    strongest, weakest = show(jena).sheets[1:3]
    assert (strongest.rows, weakest.rows) == (strong([jena]).records, weak([jena]).records)


def test_ties_that_the_strongest_cut_are_told_below_them() -> None:
    city = make_city(rows=tuple((f"Reihe {n}", 100.0) for n in range(9)))
    strongest, weakest = show(city).sheets[1:3]
    assert len(strongest.rows) == len(weakest.rows) == 5
    assert strongest.note == weakest.note == "and 4 more with 100.0"
    assert show(make_city()).sheets[1].note == ""


def test_a_profile_without_projects_has_no_empty_section() -> None:
    city = make_city()
    titles = [sheet.title for sheet in show(city).sheets]
    assert titles == ["Ranks by category", "Strongest", "Weakest", "Probe"]
    practice = BestPractice(title="Lichtprobe", milestones=(Milestone(2024, "Beginn"),))
    city = replace(city, best_practices=(practice,))
    assert [sheet.title for sheet in show(city).sheets] == [*titles, "Best practice"]


@pytest.mark.parametrize("form", ["ndjson", "csv", "tsv", "excel"])
def test_a_profile_is_refused_by_flat_formats(invoke: Invoke, form: str) -> None:
    outcome = invoke("show", "jena", "--format", form)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        f"error: a whole profile does not fit into {form}\n"
        "hint: ask `ranks` or `indicators`, which are flat, or write it as `table`, `json`, "
        "`markdown`, `html`, `svg` or `xlsx`\n"
    )

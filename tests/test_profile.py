"""`show`: the whole profile as one object, made of the records of the other commands."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from conftest import make_city, write_city
from smartrank import show
from smartrank.model import BestPractice, Milestone

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Invoke
    from smartrank import City

KEYS = [
    "city",
    "city_name",
    "state",
    "area_km2",
    "population",
    "ags",
    "edition",
    "source",
    "overall",
    "categories",
    "best_practices",
]


def _json(invoke: Invoke, *words: str | Path) -> Any:
    outcome = invoke(*words, "--json")
    assert outcome.code == 0
    return json.loads(outcome.out)


def test_the_profile_of_jena_is_made_of_the_records_of_other_commands(invoke: Invoke) -> None:
    profile = _json(invoke, "show", "jena")
    assert list(profile) == KEYS
    rows = [row for category in profile["categories"] for row in category.pop("indicators")]
    assert rows == _json(invoke, "indicators", "jena")
    assert [profile["overall"], *profile["categories"]] == _json(invoke, "ranks", "jena")
    assert profile["best_practices"] == _json(invoke, "practices", "jena")
    assert profile["ags"] == "16053000"


def test_what_is_not_known_is_null_or_empty_and_still_there(invoke: Invoke, tmp_path: Path) -> None:
    city = make_city(rank_change=None)
    city = replace(city, source=replace(city.source, ranked_cities=None))
    write_city(tmp_path, city)
    profile = _json(invoke, "show", "musterstadt", "--data", tmp_path)
    assert list(profile) == KEYS
    assert (profile["ags"], profile["best_practices"]) == (None, [])
    assert profile["source"] == {
        "title": "Musterindex",
        "publisher": "Musterverlag",
        "edition": 2025,
        "ranked_cities": None,
        "url": None,
        "retrieved": None,
    }
    overall = profile["overall"]
    assert (overall["rank_change"], overall["previous_rank"], overall["direction"]) == (
        None,
        None,
        "new",
    )


def test_the_day_of_reading_is_a_date_as_text() -> None:
    city = make_city()
    city = replace(city, source=replace(city.source, retrieved=date(2025, 9, 11)))
    assert show(city).document.source.retrieved == "2025-09-11"


def test_the_facts_of_the_city() -> None:
    city = make_city()
    assert show(city).title == "Musterstadt in the Musterindex 2025"
    assert show(city).facts == (
        "Musterland · 12.5 km² · 100 001 inhabitants",
        f"Rank 10 of 50 cities · {city.overall.score} points",
    )
    alone = replace(city, source=replace(city.source, ranked_cities=None))
    assert show(alone).facts[1] == f"Rank 10 · {city.overall.score} points"


def test_a_category_that_does_not_add_up_is_marked_and_noted(invoke: Invoke) -> None:
    out = invoke("show", "jena").out
    assert (
        "IT und Kommunikation: its rows give 70.72, 69.1 is printed; "
        "one of the printed rows is not the value that was used"
    ) in out
    assert "its rows give" not in out.replace("IT und Kommunikation: its rows give", "")


def test_the_mark_stands_at_the_category_that_does_not_add_up(jena: City) -> None:
    ratings = show(jena).sheets[0]
    assert [ratings.rows[place].category for place in ratings.marked] == ["it-und-kommunikation"]
    assert not show(make_city()).sheets[0].marked


def test_the_profile_holds_everything_a_reader_asks_for(invoke: Invoke) -> None:
    out = invoke("show").out  # one city at hand: its name may be left out
    assert out == invoke("show", "jena").out
    for text in (
        "Jena in the Smart City Index 2025",
        "Thüringen · 114 km² · 111 191 inhabitants",
        "Rank 54 of 83 cities · 67.1 points",
        "Strongest",
        "Weakest",
        "Öffentlichkeitsbeteiligung",
        "Sharing-Angebote",
        "Modellprojekt Smartes Quartier Jena-Lobeda",
        "2024 Telemedizinraum für digitale Sprechstunden in Betrieb",
        "Source: Bitkom e. V., Smart City Index 2025, https://www.bitkom.org/Smart-City-2025/Jena",
    ):
        assert text in out


def test_a_profile_without_projects_has_no_empty_section() -> None:
    city = make_city()
    titles = [sheet.title for sheet in show(city).sheets]
    assert titles == ["Ratings", "Strongest", "Weakest", "Probe"]
    practice = BestPractice(title="Lichtprobe", milestones=(Milestone(2024, "Beginn"),))
    city = replace(city, best_practices=(practice,))
    assert [sheet.title for sheet in show(city).sheets] == [*titles, "Best practice"]


@pytest.mark.parametrize("form", ["ndjson", "csv", "tsv", "excel"])
def test_a_profile_is_refused_by_flat_formats(invoke: Invoke, form: str) -> None:
    outcome = invoke("show", "jena", "--format", form)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        f"error: a whole profile does not fit into {form}\n"
        "hint: use `smartrank ranks` or `smartrank indicators`, which are flat, or `--json`\n"
    )

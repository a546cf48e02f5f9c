"""Editions known in part: what is unknown is null, never 0, and never first."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import smartrank
from conftest import make_city
from smartrank import (
    Selection,
    UsageError,
    audit,
    cities,
    compare,
    dump,
    history,
    indicators,
    plan_for_target,
    ranks,
    render_answer,
    schema,
    show,
    standing,
    strong,
    weak,
    whatif,
)
from smartrank.dataset.lint import notes_on
from smartrank.dataset.load import Dataset, parse
from smartrank.importing.merge import merge
from smartrank.query.groups import of_size, of_state

if TYPE_CHECKING:
    from smartrank import City

SIX_RANKS = """\
[city]
name = "Beispielburg"

[source]
title = "Musterindex"
publisher = "Musterverlag"
edition = 2025

[overall]
rank = 40
rank_change = 3

[categories.verwaltung]
name = "Verwaltung"
rank = 41

[categories.energie-und-umwelt]
name = "Energie und Umwelt"
rank = 42

[categories.it-und-kommunikation]
name = "IT und Kommunikation"
rank = 43

[categories.mobilitaet]
name = "Mobilität"
rank = 44

[categories.gesellschaft-und-bildung]
name = "Gesellschaft und Bildung"
rank = 45
"""


def read(text: str) -> Dataset:
    return parse(text.encode(), "beispielburg.toml", stem="beispielburg")


RANKS_ALONE = read(SIX_RANKS).city
WHOLE = make_city("Musterstadt", rank=3)
EARLIER = replace(WHOLE.source, edition=2024)


def records(answer: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(render_answer(answer, "json"))
    return found


# --- the file -----------------------------------------------------------------------------------


def test_a_file_of_six_ranks_is_a_file_without_notes() -> None:
    city = RANKS_ALONE
    assert (city.state, city.area_km2, city.population, city.ags) == (None, None, None, None)
    assert [rating.rank for _, _, rating in city.ratings()] == [40, 41, 42, 43, 44, 45]
    assert {rating.score for _, _, rating in city.ratings()} == {None}
    assert {category.indicators for category in city.categories} == {()}
    assert notes_on(read(SIX_RANKS)) == []


def test_what_is_left_out_is_left_out_again() -> None:
    assert dump(RANKS_ALONE) == SIX_RANKS


def test_the_schema_takes_it_too() -> None:
    import tomli

    Draft202012Validator(schema("dataset")).validate(tomli.loads(SIX_RANKS))


def test_a_rank_is_still_needed() -> None:
    with pytest.raises(smartrank.DatasetError) as error:
        read(SIX_RANKS.replace("rank = 44\n", ""))
    assert error.value.lines == ("beispielburg.toml:25:2: categories.mobilitaet.rank: is missing",)


@pytest.mark.parametrize(
    ("state", "notes"),
    [
        ("Thüringen", []),
        ("Musterland", [("city.state", "`Musterland` is not one of the 16 German states")]),
    ],
)
def test_a_state_that_is_none_of_the_16_is_a_note(state: str, notes: list[tuple[str, str]]) -> None:
    found = notes_on(read(SIX_RANKS.replace("\n\n[source]", f'\nstate = "{state}"\n\n[source]', 1)))
    assert [(note.key, note.message) for note in found] == notes
    assert all((note.line, note.column, note.code) == (3, 9, "unusual") for note in found)


def test_what_the_page_says_takes_the_place_of_what_was_unknown() -> None:
    page = replace(
        RANKS_ALONE,
        state="Bayern",
        population=100_000,
        overall=smartrank.model.Rating(rank=40, rank_change=3, score=60.0),
    )
    assert merge(page, read(SIX_RANKS)) == (page, ())


def test_what_was_written_by_hand_is_kept_where_the_page_has_nothing() -> None:
    written = SIX_RANKS.replace("\n\n[source]", "\npopulation = 100000\n\n[source]", 1)
    city, notes = merge(RANKS_ALONE, read(written))
    assert city == replace(RANKS_ALONE, population=100_000)
    assert notes == ("kept from the old file: city.population",)


# --- answers ------------------------------------------------------------------------------------


def test_unknown_scores_are_null() -> None:
    answers = {
        "ranks": ranks([RANKS_ALONE]),
        "audit": audit([RANKS_ALONE]),
        "compare": compare([RANKS_ALONE, WHOLE]),
        "history": history([RANKS_ALONE, replace(WHOLE, name="Beispielburg", source=EARLIER)]),
        "standing": standing([RANKS_ALONE]),
        "cities": cities([Dataset(RANKS_ALONE, "x.toml", "")]),
    }
    for name, answer in answers.items():
        found = records(answer)
        Draft202012Validator(schema(name)).validate(found)
        own = [r for r in found if (r["city"], r["edition"]) == ("beispielburg", 2025)]
        assert own, name
        assert {record["score"] for record in own} == {None}, name
    profile = json.loads(render_answer(show(RANKS_ALONE), "json"))
    Draft202012Validator(schema("show")).validate(profile)
    assert (profile["state"], profile["area_km2"], profile["population"]) == (None, None, None)
    assert profile["overall"]["score"] is None
    assert {category["score"] for category in profile["categories"]} == {None}


@pytest.mark.parametrize("desc", [False, True])
def test_unknown_scores_sort_last_either_way(desc: bool) -> None:
    found = ranks([RANKS_ALONE, WHOLE], Selection(sort="score", desc=desc)).records
    assert [row.score is None for row in found] == [False] * 2 + [True] * 6


@pytest.mark.parametrize("selection", [Selection(below=101), Selection(above=-1)])
def test_unknown_scores_pass_no_threshold(selection: Selection) -> None:
    assert {row.city for row in ranks([RANKS_ALONE, WHOLE], selection).records} == {"musterstadt"}


def test_unknown_scores_draw_a_dash_and_no_bar() -> None:
    page = render_answer(ranks([RANKS_ALONE, WHOLE]), "html").decode()
    assert page.count('<span style="width:') == 2  # the two scores that are known
    assert " –" in render_answer(ranks([RANKS_ALONE]), "table").decode()


def test_what_is_unknown_is_in_no_group() -> None:
    assert of_state([RANKS_ALONE, WHOLE], "Musterland") == [WHOLE]
    assert of_size([RANKS_ALONE, WHOLE], "0-") == [WHOLE]


def test_an_audit_has_no_verdict_on_what_is_unknown() -> None:
    answer = audit([RANKS_ALONE])
    assert {(row.recomputed, row.difference, row.verdict) for row in answer.records} == {
        (None, None, None)
    }
    assert answer.warnings == ("no indicators are known of Beispielburg 2025",)


@pytest.mark.parametrize("query", [indicators, weak, strong, audit])
def test_lists_of_rows_say_of_how_many_cities_there_are_none(query: Any) -> None:
    other = replace(RANKS_ALONE, name="Probenau")
    answer = query([RANKS_ALONE, WHOLE, other])
    assert "no indicators are known of 2 cities" in answer.warnings
    assert not any("no indicators" in warning for warning in query([WHOLE]).warnings)


def test_a_what_if_says_what_it_lacks() -> None:
    with pytest.raises(UsageError, match="no indicators are known of Beispielburg 2025"):
        whatif(RANKS_ALONE, ["lpwan=100"])
    with pytest.raises(UsageError, match="the score of Beispielburg 2025 in `Gesamtwertung`"):
        plan_for_target(RANKS_ALONE, 70)


def test_a_what_if_tells_gains_where_only_scores_are_unknown() -> None:
    city = _without_scores(WHOLE)
    overall, row, category = whatif(city, ["bahnsteige=+10"]).records
    assert (overall.before, overall.after, category.before, category.after) == (None,) * 4
    assert (row.before, row.after) == (40.0, 50.0)
    assert category.gain == pytest.approx(10 / 2.1, abs=0.005)
    assert overall.gain == category.overall_gain == pytest.approx(10 / 2.1 / 5, abs=0.005)


def _without_scores(city: City) -> City:
    assert city.overall is not None
    return replace(
        city,
        overall=replace(city.overall, score=None),
        categories=tuple(replace(c, rating=replace(c.rating, score=None)) for c in city.categories),
    )


def test_a_profile_shows_what_there_is() -> None:
    text = render_answer(show(RANKS_ALONE), "table").decode()
    assert text == (
        "Beispielburg in the Musterindex 2025\n"
        "Rank 40 · 3 places up since 2024\n"
        "\n"
        "Ranks by category\n"
        "Category                  Rank  Trend  Previous  Score\n"
        "Gesamtwertung               40   ▲ +3        43      –\n"
        "Verwaltung                  41    new         –      –\n"
        "Energie und Umwelt          42    new         –      –\n"
        "IT und Kommunikation        43    new         –      –\n"
        "Mobilität                   44    new         –      –\n"
        "Gesellschaft und Bildung    45    new         –      –\n"
        "\n"
        "Score: 100 on an indicator is the best city of the edition, not perfection\n"
        "\n"
        "Source: Musterverlag, Musterindex 2025\n"
    )
    assert show(RANKS_ALONE).warnings == ("no indicators are known of Beispielburg 2025",)
    assert show(WHOLE).warnings == ()

"""`whatif`: what other scores of indicators would make of the category and overall scores."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import make_city, write_city
from smartrank import Selection, UnknownNameError, UsageError, indicators, plan_for_target, whatif
from smartrank.model import Category, Indicator, Rating

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Invoke
    from smartrank import City

ASSUMPTIONS = (
    "note: assumes that the index is computed as we read it, that the rest of the city and all "
    "other cities stay as they are, and starts from the printed scores, unclamped\n"
)
SCORE_HINT = "give a score such as `lpwan=100`, a change such as `lpwan=+10`, or `lpwan=max`"


def _changes(invoke: Invoke, *words: str | Path) -> list[tuple[Any, ...]]:
    outcome = invoke("whatif", *words, "--json")
    assert outcome.code == 0
    assert outcome.err.endswith(ASSUMPTIONS)
    keys = ("level", "category", "position", "indicator", "before", "after", "gain")
    return [tuple(record[key] for key in keys) for record in json.loads(outcome.out)]


# --- scores ---------------------------------------------------------------------------------------


def test_what_the_issue_asks_for(invoke: Invoke) -> None:
    assert _changes(invoke, "jena", "--set", "online-terminvergabe=100") == [
        ("indicator", "verwaltung", 3, "online-terminvergabe", 8.3, 100.0, 91.7),
        ("category", "verwaltung", None, None, 71.6, 84.08, 12.48),
        ("overall", "overall", None, None, 67.1, 69.6, 2.5),
    ]


def test_as_a_table_with_its_assumptions(invoke: Invoke) -> None:
    outcome = invoke("whatif", "--set", "mobilitaet/4=max", "--set", "payment=0")
    assert outcome.code == 0
    reading = "note: `mobilitaet/4` is unlabelled, and likely Sharing-Angebote\n"
    assert outcome.err == reading + ASSUMPTIONS
    assert [" ".join(line.split()) for line in outcome.out.splitlines()] == [
        "Category Indicator Before After Gain",
        "Mobilität (unlabelled, row 4) 60.5 100.00 +39.50",
        "Verwaltung Payment 91.7 0.00 -91.70",
        "Verwaltung – 71.6 59.12 -12.48",
        "Mobilität – 68.9 75.17 +6.27",
        "Gesamtwertung – 67.1 65.86 -1.24",
    ]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        pytest.param("lpwan=100", 100.0, id="score"),
        pytest.param("lpwan=0", 0.0, id="nothing"),
        pytest.param("lpwan=max", 100.0, id="max"),
        pytest.param("lpwan=MAX", 100.0, id="max-in-capitals"),
        pytest.param("lpwan=+10", 28.2, id="more"),
        pytest.param("lpwan=-5", 13.2, id="less"),
        pytest.param("lpwan=−5", 13.2, id="less-with-a-real-minus"),
        pytest.param("lpwan=+81.8", 100.0, id="up-to-the-maximum"),
        pytest.param("lpwan=-18.2", 0.0, id="down-to-nothing"),
        pytest.param("lpwan=20.5", 20.5, id="decimal-point"),
        pytest.param("lpwan=20,5", 20.5, id="decimal-comma"),
        pytest.param("lpwan=+0,5", 18.7, id="relative-decimal-comma"),
        pytest.param("lpwan=.5", 0.5, id="no-whole-part"),
        pytest.param("lpwan = 20", 20.0, id="blanks"),
        pytest.param("LPWAN=20", 20.0, id="published-name"),
        pytest.param("lpw=20", 20.0, id="prefix"),
        pytest.param("it-und-kommunikation/lpwan=20", 20.0, id="category-and-slug"),
        pytest.param("IT und Kommunikation/LPWAN=20", 20.0, id="category-and-name"),
        pytest.param("it/lpwan=20", 20.0, id="category-by-prefix"),
        pytest.param("it-und-kommunikation/4=20", 20.0, id="place"),
        pytest.param("it/4=20", 20.0, id="place-by-prefix"),
    ],
)
def test_ways_to_say_a_change(jena: City, text: str, after: float) -> None:
    first, second, third = whatif(jena, [text]).records
    assert (first.indicator, first.position, first.before, first.after) == (
        "lpwan",
        4,
        18.2,
        after,
    )
    gain = (after - 18.2) / 7.35
    assert (second.category, second.gain) == ("it-und-kommunikation", round(gain, 2))
    assert (third.category, third.gain) == ("overall", pytest.approx(gain / 5, abs=0.0051))


@pytest.mark.parametrize(
    ("text", "category", "position"),
    [
        ("verwaltung/5=max", "verwaltung", 5),
        ("Mobilität/4=+1", "mobilitaet", 4),
        ("mobilitat/04=max", "mobilitaet", 4),
    ],
)
def test_unlabelled_rows_by_their_place(
    jena: City, text: str, category: str, position: int
) -> None:
    record = whatif(jena, [text]).records[0]
    assert (record.category, record.position) == (category, position)
    assert (record.indicator, record.indicator_name) == (None, None)


def test_names_that_two_categories_share_are_told_apart_by_the_category(jena: City) -> None:
    record = whatif(jena, ["energie/sonstige-projekte=0"]).records[0]
    assert (record.indicator, record.before, record.after) == (
        "sonstige-projekte-energie",
        30.0,
        0.0,
    )


def test_several_changes_in_the_order_given_then_categories_in_page_order(jena: City) -> None:
    texts = ["multimodalitaet=max", "payment=-10", "parken=83.3", "lpwan=0"]
    found = [(r.level, r.indicator or r.category) for r in whatif(jena, texts).records]
    assert found == [
        ("indicator", "multimodalitaet"),
        ("indicator", "payment"),
        ("indicator", "parken"),
        ("indicator", "lpwan"),
        ("category", "verwaltung"),
        ("category", "it-und-kommunikation"),
        ("category", "mobilitaet"),
        ("overall", "overall"),
    ]


def test_a_category_is_not_clamped_to_100(jena: City) -> None:
    names = ("intelligente", "energiel", "umweltm", "anteil", "lade", "emissionsarme")
    records = whatif(jena, [f"{name}=max" for name in names]).records
    assert [r.after for r in records if r.level == "category"] == [100.03]


def test_a_change_that_is_none_gives_the_printed_scores(invoke: Invoke) -> None:
    assert _changes(invoke, "--set", "lpwan=18.2") == [
        ("indicator", "it-und-kommunikation", 4, "lpwan", 18.2, 18.2, 0.0),
        ("category", "it-und-kommunikation", None, None, 69.1, 69.1, 0.0),
        ("overall", "overall", None, None, 67.1, 67.1, 0.0),
    ]


def test_a_change_too_small_to_see_has_no_minus(invoke: Invoke) -> None:
    outcome = invoke("whatif", "--set", "lpwan=18.199", "--fields", "gain", "-f", "csv")
    assert outcome.out == "gain\n0.0\n0.0\n0.0\n"


def test_a_bonus_row_runs_to_the_bonus_maximum(jena: City) -> None:
    with pytest.raises(UsageError) as caught:
        whatif(jena, ["sonstige-projekte-mobilitaet=30.1"])
    assert caught.value.hint == "its score can be from 0 to 30"
    (record, *_) = whatif(jena, ["sonstige-projekte-mobilitaet=max"]).records
    assert (record.before, record.after, record.gain) == (30.0, 30.0, 0.0)


def test_a_bonus_printed_above_its_maximum_may_be_kept() -> None:
    bonus = Indicator(name="Sonstige Projekte", score=12.0, kind="bonus")
    city = make_city()
    (category,) = city.categories
    rows = (*category.indicators[:2], bonus)
    city = replace(city, categories=(replace(category, indicators=rows),))
    assert whatif(city, ["sonstige=12"]).records[0].gain == 0.0
    assert whatif(city, ["sonstige=max"]).records[0].gain == -2.0
    with pytest.raises(UsageError):
        whatif(city, ["sonstige=12.1"])


def test_selection_and_order(jena: City) -> None:
    selection = Selection(["verwaltung"], sort="gain", desc=True)
    records = whatif(jena, ["payment=max", "lpwan=max"], selection).records
    assert [(r.level, r.gain) for r in records] == [("indicator", 8.3), ("category", 1.13)]


def test_one_of_several_cities_must_be_named(invoke: Invoke, tmp_path: Path) -> None:
    write_city(tmp_path, make_city())
    words = ("--set", "laternen=max", "--data", tmp_path)
    outcome = invoke("whatif", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "error: name a city: there is more than one\nhint: there is `jena`, `musterstadt`\n"
    )
    assert _changes(invoke, "musterstadt", *words)[0][3:] == ("laternen", 80.0, 100.0, 20.0)


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("lpwan=100.1", "`it-und-kommunikation/lpwan` would have 100.1 points", "0 to 100"),
        ("lpwan=+90", "`it-und-kommunikation/lpwan` would have 108.2 points", "0 to 100"),
        ("lpwan=-20", "`it-und-kommunikation/lpwan` would have -1.8 points", "0 to 100"),
        ("mobilitaet/4=-61", "`mobilitaet/4` would have -0.5 points", "0 to 100"),
        ("lpwan=nan", "`nan` is no score", SCORE_HINT),
        ("lpwan=inf", "`inf` is no score", SCORE_HINT),
        ("lpwan=1e1", "`1e1` is no score", SCORE_HINT),
        ("lpwan=viel", "`viel` is no score", SCORE_HINT),
        ("lpwan=1,2,3", "`1,2,3` is no score", SCORE_HINT),
        ("lpwan=", "`` is no score", SCORE_HINT),
        ("lpwan=+", "`+` is no score", SCORE_HINT),
        ("lpwan", "`lpwan` is not INDICATOR=SCORE", SCORE_HINT),
        ("=5", "`=5` is not INDICATOR=SCORE", SCORE_HINT),
        ("lpwann=5", "Jena 2025 has no indicator `lpwann`", "did you mean `lpwan`?"),
        ("verwaltung/9=5", "Jena 2025 has no indicator `verwaltung/9`", "`verwaltung/5`"),
        ("verwaltung/0=5", "Jena 2025 has no indicator `verwaltung/0`", "`verwaltung/5`"),
        ("verwaltung/lpwan=5", "Jena 2025 has no indicator `verwaltung/lpwan`", "`lpwan`?"),
        ("gibtsnicht/1=5", "Jena 2025 has no category `gibtsnicht`", "`verwaltung`"),
        ("webseite=5", "Jena 2025 has no indicator `webseite`", "`verwaltung/5` is"),
        ("smart=5", "`smart` could be more than one indicator", "it-und-kommunikation/smart-city"),
        ("verwaltung/sonstige=36", "`verwaltung/sonstige-projekte-verwaltung` would", "0 to 35"),
    ],
    ids=lambda value: value if "=" in value or value == "lpwan" else "",
)
def test_a_change_that_cannot_be_meant(invoke: Invoke, text: str, message: str, hint: str) -> None:
    outcome = invoke("whatif", "jena", "--set", text)
    assert (outcome.code, outcome.out) == (2, "")
    error, said = outcome.err.splitlines()
    assert error.startswith(f"error: {message}")
    assert said.startswith("hint: ")
    assert hint in said


def test_a_place_with_very_many_digits_is_no_place(invoke: Invoke) -> None:
    outcome = invoke("whatif", "jena", "--set", f"verwaltung/{'9' * 5000}=1")
    assert (outcome.code, outcome.out) == (2, "")


def test_two_equal_signs_are_not_read_as_one(invoke: Invoke) -> None:
    outcome = invoke("whatif", "jena", "--set", "lpwan==5")
    assert (outcome.code, outcome.out) == (2, "")


def test_a_row_cannot_be_set_twice(invoke: Invoke) -> None:
    outcome = invoke("whatif", "jena", "--set", "payment=max", "--set", "verwaltung/2=5")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "error: `verwaltung/payment` is set twice\nhint: set each indicator once\n"
    )


def test_nothing_to_change_is_asked_for(invoke: Invoke) -> None:
    outcome = invoke("whatif", "jena")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "error: nothing is changed\nhint: add `--set INDICATOR=SCORE` or `--target SCORE`\n"
    )


@pytest.mark.parametrize("target", ["0", "90"])
def test_set_and_target_are_two_questions(invoke: Invoke, target: str) -> None:
    outcome = invoke("whatif", "jena", "--set", "payment=max", "--target", target)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("error: `--set` and `--target` are two different questions\n")


def test_an_ambiguous_name_lists_what_it_may_be(jena: City) -> None:
    with pytest.raises(UnknownNameError) as caught:
        whatif(jena, ["sonstige=0"])
    assert caught.value.hint == (
        "it may be `verwaltung/sonstige-projekte-verwaltung`, "
        "`energie-und-umwelt/sonstige-projekte-energie`, "
        "`it-und-kommunikation/sonstige-projekte-it-infrastruktur`, "
        "`mobilitaet/sonstige-projekte-mobilitaet`, "
        "`gesellschaft-und-bildung/sonstige-projekte-gesellschaft-und-bildung`"
    )


# --- a target -------------------------------------------------------------------------------------


def test_a_target_takes_the_rows_with_most_potential(invoke: Invoke) -> None:
    assert _changes(invoke, "jena", "--target", "72") == [
        ("indicator", "energie-und-umwelt", 6, "emissionsarme-busse", 13.8, 100.0, 86.2),
        ("indicator", "energie-und-umwelt", 4, "anteil-e-fahrzeuge", 17.0, 100.0, 83.0),
        ("category", "energie-und-umwelt", None, None, 46.6, 73.46, 26.86),
        ("overall", "overall", None, None, 67.1, 72.47, 5.37),
    ]


def test_a_target_out_of_reach_has_all_rows_at_their_maximum(invoke: Invoke) -> None:
    outcome = invoke("whatif", "jena", "--target", "100", "--json")
    assert outcome.code == 0
    assert outcome.err == (
        "note: 100 points cannot be reached: with all rows at their maximum it is 99.65\n"
        "note: `mobilitaet/4` is unlabelled, and likely Sharing-Angebote\n"
        "note: `verwaltung/5` is unlabelled, and likely Webseite und Social Media\n" + ASSUMPTIONS
    )
    records = json.loads(outcome.out)
    rows = [record for record in records if record["level"] == "indicator"]
    assert len(rows) == 28  # 32 regular rows but the four that have 100 points
    assert {row["after"] for row in rows} == {100.0}
    assert [row["level"] for row in records[28:]] == ["category"] * 5 + ["overall"]
    assert records[-1]["after"] == 99.65


@pytest.mark.parametrize("target", ["0", "67", "67.1"])
def test_a_target_that_is_reached_already_needs_nothing(invoke: Invoke, target: str) -> None:
    outcome = invoke("whatif", "jena", "--target", target, "--json")
    assert outcome.code == 0
    assert outcome.err.startswith(f"note: 67.1 points reach the target of {target} already\n")
    (record,) = json.loads(outcome.out)
    assert (record["level"], record["before"], record["after"], record["gain"]) == (
        "overall",
        67.1,
        67.1,
        0.0,
    )


@pytest.mark.parametrize("target", ["-1", "100.01", "nan", "inf"])
def test_a_target_out_of_range(invoke: Invoke, target: str) -> None:
    outcome = invoke("whatif", "jena", "--target", target)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("error: a target must be from 0 to 100 points, not ")


# --- properties -----------------------------------------------------------------------------------


@st.composite
def cities(draw: st.DrawFn) -> City:
    city = make_city()
    categories = []
    tenths = st.integers(0, 1000).map(lambda n: n / 10)
    for number in range(draw(st.integers(1, 3))):
        count = draw(st.integers(1, 5))
        rows = [Indicator(name=f"Reihe {number} {n}", score=draw(tenths)) for n in range(count)]
        if draw(st.booleans()):
            bonus = draw(st.integers(0, 60 * count)) / 10  # also above the maximum
            rows.insert(0, Indicator(score=bonus, kind="bonus"))
        rating = Rating(rank=1, score=draw(tenths))
        categories.append(Category(name=f"Probe {number}", rating=rating, indicators=tuple(rows)))
    overall = Rating(rank=1, score=draw(tenths))
    return replace(city, overall=overall, categories=tuple(categories))


def _places(city: City) -> list[str]:
    return [f"{row.category}/{row.position}" for row in indicators([city]).records]


@given(cities(), st.data())
def test_no_real_change_gives_the_printed_scores(city: City, data: st.DataObject) -> None:
    rows = indicators([city]).records
    chosen = data.draw(st.lists(st.sampled_from(rows), min_size=1, unique=True))
    same = data.draw(st.sampled_from(["{0.score}", "+0", "-0.0"]))
    texts = [f"{row.category}/{row.position}={same.format(row)}" for row in chosen]
    for record in whatif(city, texts).records:
        assert (record.gain, record.after) == (0.0, record.before)


@given(cities(), st.data())
def test_gains_add_up(city: City, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(_places(city)), min_size=1, unique=True))
    scores = st.sampled_from(["0", "max", "1.5"])
    texts = [f"{place}={data.draw(scores)}" for place in chosen]
    together = whatif(city, texts).records
    alone = [whatif(city, [text]).records[-1].gain for text in texts]
    # each gain alone is rounded, and so is their sum
    assert together[-1].gain == pytest.approx(sum(alone), abs=0.005 * (len(texts) + 1) + 1e-9)
    categories = [record.gain for record in together if record.level == "category"]
    mean = sum(categories) / len(city.categories)
    assert together[-1].gain == pytest.approx(mean, abs=0.0101)


@given(cities())
def test_potential_is_the_gain_at_the_maximum(city: City) -> None:
    for row in indicators([city]).records:
        gain = whatif(city, [f"{row.category}/{row.position}=max"]).records[-1].gain
        assert row.potential == max(gain, 0.0)


@given(cities(), st.integers(0, 1000))
def test_a_target_is_reached_by_the_fewest_rows(city: City, tenths: int) -> None:
    target = tenths / 10
    records = plan_for_target(city, target).records
    chosen = [record for record in records if record.level == "indicator"]
    potentials = sorted((row.potential for row in indicators([city]).records), reverse=True)
    slack = 0.005 * (len(potentials) + 1)
    if records[-1].after < target - 0.006:  # out of reach: every row that can gain is there
        assert len(chosen) >= sum(potential > 0 for potential in potentials)
    else:
        fewer = potentials[: max(len(chosen) - 1, 0)]
        if chosen:
            assert city.overall.score + sum(fewer) < target + slack
        assert city.overall.score + sum(potentials[: len(chosen)]) >= target - slack


def test_a_published_name_may_hold_a_slash() -> None:
    city = make_city(rows=(("24/7-Service", 40.0), ("Laternen", 80.0)))
    (row, *_) = whatif(city, ["24/7-Service=50"]).records
    assert (row.indicator, row.after) == ("24-7-service", 50.0)


def test_the_likely_name_of_a_row_is_said(invoke: Invoke) -> None:
    said = invoke("whatif", "jena", "--set", "verwaltung/5=max").err
    assert "`verwaltung/5` is unlabelled, and likely Webseite und Social Media" in said

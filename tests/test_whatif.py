"""`whatif`: what other scores of indicators would make of the category and overall scores."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import make_city
from invented_cities import several_cities
from smartrank import Selection, UnknownNameError, UsageError, indicators, plan_for_target, whatif
from smartrank.model import Category, Indicator, Rating
from smartrank.query.rows import find_row

if TYPE_CHECKING:
    from smartrank import Answer, City, WhatIfRecord

ASSUMPTIONS = (
    "Our estimate, not Bitkom's: uses our reading of the formula and assumes that nothing else "
    "changes, here or in other cities. Results may exceed 100."
)
SCORE_HINT = "give a score such as `lpwan=100`, a change such as `lpwan=+10`, or `lpwan=max`"


def _found(answer: Answer[WhatIfRecord]) -> list[tuple[Any, ...]]:
    """What records say: of a row its place, else the key of the rating."""
    return [(r.row or r.category, r.before, r.after, r.gain) for r in answer.records]


def _steps(answer: Answer[WhatIfRecord]) -> list[WhatIfRecord]:
    return [record for record in answer.records if record.level == "indicator"]


# --- scores ---------------------------------------------------------------------------------------


def test_the_headline_comes_first_then_each_step_then_what_it_makes_of_categories(
    jena: City,
) -> None:
    answer = whatif(jena, ["online-terminvergabe=100"])
    assert _found(answer) == [
        ("overall", 67.1, 69.6, 2.5),
        ("verwaltung/3", 8.3, 100.0, 91.7),
        ("verwaltung", 71.6, 84.08, 12.48),
    ]
    assert [record.level for record in answer.records] == ["overall", "indicator", "category"]
    assert {record.overall_gain for record in answer.records} == {2.5}
    assert answer.warnings == (ASSUMPTIONS,)


def test_each_step_says_what_it_gains_overall(jena: City) -> None:
    answer = whatif(jena, ["mobilitaet/4=max", "payment=0", "parken=max"])
    assert [(r.row or r.category, r.gain, r.overall_gain) for r in answer.records] == [
        ("overall", -0.71, -0.71),
        ("mobilitaet/4", 39.5, 1.25),
        ("verwaltung/2", -91.7, -2.5),
        ("mobilitaet/1", 16.7, 0.53),
        ("verwaltung", -12.48, -2.5),
        ("mobilitaet", 8.92, 1.78),
    ]
    assert answer.warnings == (
        "`mobilitaet/4` is unlabelled, and likely Sharing-Angebote",
        ASSUMPTIONS,
    )


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
        pytest.param("lpwan=–5", 13.2, id="less-with-a-dash"),
        pytest.param("lpwan=\u200e−5", 13.2, id="less-behind-a-mark-of-direction"),
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
    overall, step, category = whatif(jena, [text]).records
    assert (step.indicator, step.position, step.before, step.after) == ("lpwan", 4, 18.2, after)
    gain = (after - 18.2) / 7.35
    assert (category.category, category.gain) == ("it-und-kommunikation", round(gain, 2))
    assert overall.gain == pytest.approx(gain / 5, abs=0.0051)


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
    (record,) = _steps(whatif(jena, [text]))
    assert (record.category, record.position) == (category, position)
    assert record.row == f"{category}/{position}"
    assert (record.indicator, record.indicator_name) == (None, None)


def test_names_that_two_categories_share_are_told_apart_by_the_category(jena: City) -> None:
    (record,) = _steps(whatif(jena, ["energie/sonstige-projekte=0"]))
    assert (record.indicator, record.before, record.after) == (
        "sonstige-projekte-energie",
        30.0,
        0.0,
    )


def test_several_changes_in_the_order_given_then_categories_in_page_order(jena: City) -> None:
    texts = ["multimodalitaet=max", "payment=-10", "parken=83.3", "lpwan=0"]
    assert [r.indicator or r.category for r in whatif(jena, texts).records] == [
        "overall",
        "multimodalitaet",
        "payment",
        "parken",
        "lpwan",
        "verwaltung",
        "it-und-kommunikation",
        "mobilitaet",
    ]


def test_a_category_is_not_clamped_to_100(jena: City) -> None:
    names = ("intelligente", "energiel", "umweltm", "anteil", "lade", "emissionsarme")
    records = whatif(jena, [f"{name}=max" for name in names]).records
    assert [r.after for r in records if r.level == "category"] == [100.03]


def test_a_change_too_small_to_see_has_no_minus(jena: City) -> None:
    gains = {str(record.gain) for record in whatif(jena, ["lpwan=18.199"]).records}
    assert gains == {"0.0"}


def test_a_bonus_row_runs_to_the_bonus_maximum(jena: City) -> None:
    with pytest.raises(UsageError) as caught:
        whatif(jena, ["sonstige-projekte-mobilitaet=30.1"])
    assert caught.value.hint == "its score can be from 0 to 30"
    (record,) = _steps(whatif(jena, ["sonstige-projekte-mobilitaet=max"]))
    assert (record.before, record.after, record.gain) == (30.0, 30.0, 0.0)


def test_a_bonus_printed_above_its_maximum_may_be_kept() -> None:
    bonus = Indicator(name="Sonstige Projekte", score=12.0, kind="bonus")
    city = make_city()
    (category,) = city.categories
    rows = (*category.indicators[:2], bonus)
    city = replace(city, categories=(replace(category, indicators=rows),))
    assert _steps(whatif(city, ["sonstige=12"]))[0].gain == 0.0
    assert _steps(whatif(city, ["sonstige=max"]))[0].gain == -2.0
    with pytest.raises(UsageError):
        whatif(city, ["sonstige=12.1"])


@pytest.mark.parametrize(
    ("selection", "steps"),
    [
        pytest.param(Selection(["verwaltung"]), ["verwaltung/2", "verwaltung/3"], id="category"),
        pytest.param(Selection(match="lpw"), ["it-und-kommunikation/4"], id="match"),
        pytest.param(Selection(above=50), ["verwaltung/2"], id="threshold"),
        pytest.param(Selection(limit=1), ["verwaltung/2"], id="limit"),
        pytest.param(Selection(limit=0), [], id="none"),
        pytest.param(Selection(limit=1, desc=True), ["it-und-kommunikation/4"], id="last"),
        pytest.param(Selection(limit=1, sort="-gain"), ["verwaltung/3"], id="first-in-order"),
    ],
)
def test_a_selection_keeps_steps_and_never_cuts_off_what_they_lead_to(
    jena: City, selection: Selection, steps: list[str]
) -> None:
    changes = ["payment=max", "online-termin=max", "lpwan=max"]
    found = whatif(jena, changes, selection)
    assert [record.row for record in _steps(found)] == steps
    every = [record for record in whatif(jena, changes).records if record.level != "indicator"]
    assert sorted(r for r in found.records if r.level != "indicator") == sorted(every)


def test_an_order_is_that_of_all_records(jena: City) -> None:
    changes = ["payment=max", "lpwan=max"]
    found = whatif(jena, changes, Selection(sort="-gain")).records
    assert [r.gain for r in found] == [81.8, 11.13, 8.3, 2.45, 1.13]
    straight = whatif(jena, changes).records
    assert whatif(jena, changes, Selection(desc=True)).records == straight[::-1]


@pytest.mark.parametrize(
    "selection",
    [
        Selection(above=float("nan")),
        Selection(limit=-1),
        Selection(sort="scor"),
        Selection(["xyz"]),
    ],
    ids=["threshold", "limit", "field", "category"],
)
def test_a_selection_that_cannot_be_meant(jena: City, selection: Selection) -> None:
    with pytest.raises(UsageError):
        whatif(jena, ["lpwan=max"], selection)
    with pytest.raises(UsageError):
        plan_for_target(jena, 70, selection)


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("lpwan=100.1", "`it-und-kommunikation/lpwan` would have 100.1 points", "0 to 100"),
        ("lpwan=+90", "`it-und-kommunikation/lpwan` would have 108.2 points", "0 to 100"),
        ("lpwan=-20", "`it-und-kommunikation/lpwan` would have -1.8 points", "0 to 100"),
        ("mobilitaet/4=-61", "`mobilitaet/4` would have -0.5 points", "0 to 100"),
        ("lpwan=nan", "`nan` is not a number", SCORE_HINT),
        ("lpwan=inf", "`inf` is not a number", SCORE_HINT),
        ("lpwan=1e1", "`1e1` is not a number", SCORE_HINT),
        ("lpwan=viel", "`viel` is not a number", SCORE_HINT),
        ("lpwan=1,2,3", "`1,2,3` is not a number", SCORE_HINT),
        ("lpwan=", "`` is not a number", SCORE_HINT),
        ("lpwan=+", "`+` is not a number", SCORE_HINT),
        ("lpwan==5", "`=5` is not a number", SCORE_HINT),
        ("lpwan=1,000", "`1,000` can be read in two ways", "type 1.000 or 1000"),
        ("lpwan=-1,500", "`-1,500` can be read in two ways", "type -1.500 or -1500"),
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
def test_a_change_that_cannot_be_meant(jena: City, text: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        whatif(jena, [text])
    assert str(caught.value).startswith(message)
    assert caught.value.hint is not None
    assert hint in caught.value.hint


def test_a_comma_that_parts_thousands_or_decimals_is_not_guessed(jena: City) -> None:
    for typed in ("1,000", "-0,500", "verwaltung=75,500"):
        with pytest.raises(UsageError, match="two ways"):
            plan_for_target(jena, typed)
    assert plan_for_target(jena, "1.000").records == plan_for_target(jena, 1).records


def test_a_place_with_very_many_digits_is_no_place(jena: City) -> None:
    with pytest.raises(UnknownNameError):
        whatif(jena, [f"verwaltung/{'9' * 5000}=1"])


def test_a_row_cannot_be_set_twice(jena: City) -> None:
    with pytest.raises(UsageError) as caught:
        whatif(jena, ["payment=max", "verwaltung/2=5"])
    assert str(caught.value) == "`verwaltung/payment` is set twice"
    assert caught.value.hint == "set each indicator once"


def test_nothing_to_change(jena: City) -> None:
    with pytest.raises(UsageError, match=r"^nothing to change$"):
        whatif(jena, [])


# --- a category is no indicator -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "category"),
    [
        pytest.param("verwaltung", "verwaltung", id="exact"),
        pytest.param("Verwaltung", "verwaltung", id="published-name"),
        pytest.param("gesellschaft", "gesellschaft-und-bildung", id="alias"),
        pytest.param("gesamtwertung", "overall", id="alias-of-overall"),
        pytest.param("overall", "overall", id="overall"),
        pytest.param("verw", "verwaltung", id="prefix"),
        pytest.param("umwelt", "energie-und-umwelt", id="prefix-of-a-word"),
        pytest.param("mobilitat", "mobilitaet", id="without-umlaut"),
        pytest.param("verwaltung/verwaltung", "verwaltung", id="behind-its-own-name"),
        pytest.param("verw/verw", "verwaltung", id="prefix-behind-a-slash"),
        pytest.param("energie/energie", "energie-und-umwelt", id="other-prefix"),
    ],
)
@pytest.mark.parametrize("score", ["30", "max", "+1"])
def test_a_category_is_never_taken_for_an_indicator(
    jena: City, typed: str, category: str, score: str
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        whatif(jena, [f"{typed}={score}"])
    name = typed.rpartition("/")[2]
    assert str(caught.value) == f"`{name}` is a category (`{category}`), not an indicator"
    place = "verwaltung" if category == "overall" else category
    assert f"name one of its indicators: `{place}/" in str(caught.value.hint)


def test_the_beginning_of_several_categories_names_them_all(jena: City) -> None:
    with pytest.raises(UnknownNameError) as caught:
        whatif(jena, ["und=5"])
    assert str(caught.value) == (
        "`und` is a category (`energie-und-umwelt`, `it-und-kommunikation` or "
        "`gesellschaft-und-bildung`), not an indicator"
    )


def _two_categories(*rows: tuple[str, str]) -> City:
    """A city with the categories Verkehr und Wege and Wohnen, whose rows are told."""
    city = make_city()
    (probe,) = city.categories
    categories = tuple(
        replace(
            probe,
            name=name,
            indicators=tuple(Indicator(name=row, score=40.0) for c, row in rows if c == name),
        )
        for name in ("Verkehr und Wege", "Wohnen")
    )
    return replace(city, categories=categories)


def test_an_exact_name_in_two_categories_is_ambiguous() -> None:
    city = _two_categories(("Verkehr und Wege", "Apps"), ("Wohnen", "Apps"), ("Wohnen", "Apps 2"))
    with pytest.raises(UnknownNameError) as caught:
        whatif(city, ["Apps=5"])
    assert str(caught.value) == "`Apps` could be more than one indicator"
    assert caught.value.hint == "it may be `verkehr-und-wege/apps`, `wohnen/apps`"
    (record,) = _steps(whatif(city, ["wohnen/apps=5"]))
    assert record.row == "wohnen/1"


def test_an_exact_name_with_a_slash_in_two_categories_is_ambiguous() -> None:
    city = _two_categories(("Verkehr und Wege", "24/7"), ("Wohnen", "24/7"))
    with pytest.raises(UnknownNameError, match="more than one"):
        whatif(city, ["24/7=5"])


def test_a_row_with_the_name_of_a_category_is_named_behind_it() -> None:
    city = _two_categories(("Verkehr und Wege", "Wohnen"), ("Wohnen", "Wohnen"))
    with pytest.raises(UnknownNameError, match="is a category"):
        whatif(city, ["Wohnen=5"])
    for typed, place in (("verkehr/wohnen", "verkehr-und-wege/1"), ("wohnen/wohnen", "wohnen/1")):
        assert [record.row for record in _steps(whatif(city, [f"{typed}=5"]))] == [place]


def test_an_exact_name_wins_over_the_beginning_of_a_category() -> None:
    city = _two_categories(("Verkehr und Wege", "Parken"), ("Wohnen", "Wege"))
    assert [record.row for record in _steps(whatif(city, ["wege=5"]))] == ["wohnen/1"]


def test_a_row_without_a_letter_in_its_name_has_only_its_place() -> None:
    city = _two_categories(("Verkehr und Wege", "–"), ("Wohnen", "Wege"))
    with pytest.raises(UnknownNameError):
        whatif(city, ["-=5"])
    assert _steps(whatif(city, ["verkehr/1=5"]))[0].indicator_name == "–"


def test_a_city_without_known_rows() -> None:
    with pytest.raises(UnknownNameError, match="no indicators are known of Musterstadt 2025"):
        whatif(_two_categories(), ["wege=5"])


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


def test_a_target_takes_the_rows_with_most_to_gain_the_last_only_as_far_as_needed(
    jena: City,
) -> None:
    assert _found(plan_for_target(jena, 72)) == [
        ("overall", 67.1, 72.0, 4.9),
        ("energie-und-umwelt/6", 13.8, 100.0, 86.2),
        ("energie-und-umwelt/4", 17.0, 85.2, 68.2),
        ("energie-und-umwelt", 46.6, 71.11, 24.51),
    ]
    assert _found(plan_for_target(jena, 68)) == [
        ("overall", 67.1, 68.0, 0.9),
        ("energie-und-umwelt/6", 13.8, 42.2, 28.4),
        ("energie-und-umwelt", 46.6, 51.11, 4.51),
    ]


def test_a_tenth_is_no_more_than_needed_for_the_noise_of_binary_fractions() -> None:
    # 40 + 3.6 * 5 * 2.1 is 77.8, in binary fractions a little more
    (step,) = _steps(plan_for_target(make_city(), 63.1))
    assert step.after == 77.8


@pytest.mark.parametrize(
    ("target", "score"), [(68, 68.0), ("68", 68.0), ("68,0", 68.0), ("gesamt=68", 68.0)]
)
def test_ways_to_say_a_target(jena: City, target: str | float, score: float) -> None:
    assert plan_for_target(jena, target).records == plan_for_target(jena, score).records


@pytest.mark.parametrize("target", ["verwaltung=75", "Verw = 75,0"])
def test_the_target_of_a_category_changes_only_its_rows(jena: City, target: str) -> None:
    assert _found(plan_for_target(jena, target)) == [
        ("overall", 67.1, 67.78, 0.68),
        ("verwaltung/3", 8.3, 33.3, 25.0),
        ("verwaltung", 71.6, 75.0, 3.4),
    ]


def test_a_cap_is_the_most_that_an_indicator_may_have(jena: City) -> None:
    found = plan_for_target(jena, 70, cap=60)
    assert {record.after for record in _steps(found)[:-1]} == {60.0}
    assert max(record.after or 0 for record in _steps(found)) == 60.0
    assert found.records[0].after == 70.0
    assert not any("cannot be reached" in note for note in found.warnings)
    few = plan_for_target(jena, 90, cap=20)  # only the rows below 20 can rise, and not beyond
    assert [(r.indicator, r.after) for r in _steps(few)] == [
        ("online-terminvergabe", 20.0),
        ("emissionsarme-busse", 20.0),
        ("anteil-e-fahrzeuge", 20.0),
        ("lpwan", 20.0),
    ]


def test_a_selection_says_which_rows_a_plan_may_touch_and_how_many(jena: City) -> None:
    found = plan_for_target(jena, 69, Selection(["mobilitaet", "verwaltung"]))
    assert [(r.row, r.after) for r in _steps(found)] == [("verwaltung/3", 78.2)]
    assert [r.row or r.category for r in found.records] == ["overall", "verwaltung/3", "verwaltung"]
    two = plan_for_target(jena, 90, Selection(limit=2))
    assert [(r.indicator, r.after) for r in _steps(two)] == [
        ("emissionsarme-busse", 100.0),
        ("anteil-e-fahrzeuge", 100.0),
    ]
    assert two.warnings[0].startswith("Gesamtwertung: 90 points cannot be reached; with all that")
    overall = plan_for_target(jena, 90, Selection(["overall"]))
    assert [record.level for record in overall.records] == ["overall"]


def test_a_target_out_of_reach_has_all_rows_at_their_maximum(jena: City) -> None:
    found = plan_for_target(jena, 100)
    steps = _steps(found)
    assert len(steps) == 28  # 32 regular rows but the four that have 100 points
    assert {row.after for row in steps} == {100.0}
    assert found.records[0].after == 99.65
    assert found.warnings == (
        "Gesamtwertung: 100 points cannot be reached; with all that may change it is 99.65",
        "`mobilitaet/4` is unlabelled, and likely Sharing-Angebote",
        "`verwaltung/5` is unlabelled, and likely Webseite und Social Media",
        ASSUMPTIONS,
    )


@pytest.mark.parametrize(
    ("target", "note"),
    [
        ("0", "Gesamtwertung: the score of 67.1 already meets the target of 0"),
        ("67.1", "Gesamtwertung: the score of 67.1 already meets the target of 67.1"),
        ("verw=71.6", "Verwaltung: the score of 71.6 already meets the target of 71.6"),
    ],
)
def test_a_target_that_is_met_already_needs_nothing(jena: City, target: str, note: str) -> None:
    found = plan_for_target(jena, target)
    assert found.warnings == (note, ASSUMPTIONS)
    assert _found(found) == [("overall", 67.1, 67.1, 0.0)]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("-1", "a target must be from 0 to 100 points, not -1"),
        (100.01, "a target must be from 0 to 100 points, not 100.01"),
        (float("nan"), "a target must be from 0 to 100 points, not nan"),
        ("verwaltung=101", "a target must be from 0 to 100 points, not 101"),
        ("viel", "`viel` is not a number"),
        ("verwaltung=", "`` is not a number"),
        ("xyz=75", "Jena 2025 has no category `xyz`"),
        ("und=75", "`und` could be more than one category"),
        ("lpwan=75", "Jena 2025 has no category `lpwan`"),
    ],
)
def test_a_target_that_cannot_be_meant(jena: City, target: str | float, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        plan_for_target(jena, target)
    assert str(caught.value) == message
    assert caught.value.hint


@pytest.mark.parametrize("cap", [-0.1, 100.1, float("nan")])
def test_a_cap_out_of_range(jena: City, cap: float) -> None:
    with pytest.raises(UsageError, match="a cap must be from 0 to 100 points"):
        plan_for_target(jena, 70, cap=cap)


def test_a_target_of_what_is_unknown(jena: City) -> None:
    (first, *rest) = jena.categories
    unknown = replace(first, rating=Rating(rank=54))
    city = replace(jena, overall=None, categories=(unknown, *rest))
    for target, name in (("70", "Gesamtwertung"), ("verwaltung=80", "Verwaltung")):
        with pytest.raises(UsageError) as caught:
            plan_for_target(city, target)
        assert str(caught.value) == f"the score of Jena 2025 in `{name}` is unknown"
    overall, step, category = whatif(city, ["payment=max"]).records
    assert (overall.before, overall.after, overall.gain) == (None, None, 0.23)
    assert (step.after, category.after, category.gain) == (100.0, None, 1.13)


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
    headline, *rest = whatif(city, texts).records
    slack = 0.005 * (len(texts) + 1) + 1e-9  # each gain alone is rounded, and so is their sum
    for level in ("indicator", "category"):
        gains = [record.overall_gain for record in rest if record.level == level]
        assert headline.gain == pytest.approx(sum(gains), abs=slack)
    alone = [whatif(city, [text]).records[0].gain for text in texts]
    assert alone == [record.overall_gain for record in rest if record.level == "indicator"]


@given(cities())
def test_potential_is_the_gain_at_the_maximum(city: City) -> None:
    for row in indicators([city]).records:
        gain = whatif(city, [f"{row.row}=max"]).records[0].gain
        assert row.potential == max(gain, 0.0)


@given(
    cities(),
    st.integers(0, 1000),
    st.none() | st.integers(0, 1000),
    st.sampled_from(["overall", "probe-0", "probe-1", "probe-2"]),
    st.none() | st.integers(0, 8),
)
def test_a_plan_is_as_short_as_can_be_and_reaches_its_target(
    city: City, tenths: int, cap: int | None, about: str, limit: int | None
) -> None:
    keys = {category.slug for category in city.categories}
    goal = about if about in keys else "overall"
    target, most = tenths / 10, None if cap is None else cap / 10
    found = plan_for_target(city, f"{goal}={target}", Selection(limit=limit), cap=most)
    steps, score = _steps(found), _score(city, goal)
    rows = {row.row: row for row in indicators([city]).records}
    worth = {place: _worth(city, goal, row.category) for place, row in rows.items()}

    def gain(place: str) -> float:
        row = rows[place]
        highest = row.max_score if most is None else min(row.max_score, most)
        return max(highest - row.score, 0.0) * worth[place]

    possible = sorted((gain(place) for place in rows if gain(place) > 0), reverse=True)[:limit]
    for step in steps:
        assert step.row is not None
        assert step.before is not None
        assert step.after is not None
        assert step.before < step.after <= rows[step.row].max_score + 1e-9
        assert most is None or step.after <= most
        assert goal in ("overall", step.category)
    reached = score + sum(((s.after or 0) - (s.before or 0)) * worth[s.row or ""] for s in steps)
    if score + sum(possible) < target - 1e-9:  # out of reach: all that may change goes up
        assert len(steps) == len(possible)
        assert reached == pytest.approx(score + sum(possible))
        assert "cannot be reached" in found.warnings[0]
    else:
        assert reached >= target - 1e-6
        assert score + sum(possible[: max(len(steps) - 1, 0)]) < target or not steps
    if steps and reached >= target:  # one tenth less of the last step, and it is missed
        last = steps[-1]
        assert last.row is not None
        assert last.before is not None
        assert last.after is not None
        step_down = min(0.1, last.after - last.before)
        assert reached - step_down * worth[last.row] < target - 1e-9


def _score(city: City, goal: str) -> float:
    (found,) = (rating.score for key, _, rating in city.ratings() if key == goal)
    assert found is not None
    return found


def _worth(city: City, goal: str, category: str) -> float:
    """What one more point in a row of a category is worth for a score."""
    (found,) = (c for c in city.categories if c.slug == category)
    if goal not in ("overall", category) or not found.regular_count:
        return 0.0
    worth = 1 / (1.05 * found.regular_count)
    return worth / max(5, len(city.categories)) if goal == "overall" else worth


@given(several_cities())
def test_a_row_is_found_by_its_place_and_by_a_name_that_no_other_row_has(
    cities: list[City],
) -> None:
    for city in cities:
        rows = indicators([city]).records
        names = [row.indicator_name for row in rows]
        for row in rows:
            assert find_row(city, row.row).place == row.row
            if row.indicator_name is None:
                continue
            assert find_row(city, f"{row.category}/{row.indicator_name}").place == row.row
            if names.count(row.indicator_name) == 1:
                assert find_row(city, row.indicator_name).place == row.row
            else:
                with pytest.raises(UnknownNameError, match="more than one indicator"):
                    find_row(city, row.indicator_name)
        for _, name, _ in city.ratings() if rows else ():
            for length in range(1, len(name) + 1):
                with pytest.raises(UnknownNameError):
                    find_row(city, name[:length])


def test_a_published_name_may_hold_a_slash() -> None:
    city = make_city(rows=(("24/7-Service", 40.0), ("Laternen", 80.0)))
    for name in ("24/7-Service", "probe/24/7-service"):
        (row,) = _steps(whatif(city, [f"{name}=50"]))
        assert (row.indicator, row.after) == ("24-7-service", 50.0)

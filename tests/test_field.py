"""`standing`, `moves` and what-if in places, on an invented field; figures against pandas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from conftest import make_city
from invented_field import COUNT, STATES, invented_field
from smartrank import (
    Selection,
    UnknownNameError,
    UsageError,
    history,
    moves,
    plan_for_target,
    ranks,
    show,
    standing,
    weak,
    whatif,
)
from smartrank.model import Category, Indicator, Rating
from smartrank.names import OVERALL
from smartrank.query.field import RatingField, fields_of, size_class
from smartrank.query.groups import of_size, of_state
from smartrank.query.plan import plan_for_rank

if TYPE_CHECKING:
    from smartrank import City

FIELD = invented_field()


def overall(city: City) -> Rating:
    assert city.overall is not None
    return city.overall


BY_RANK = sorted(FIELD, key=lambda city: overall(city).rank)


def frame() -> Any:  # the stubs of pandas see a union in each figure
    """All ratings of the field as pandas sees them, with rank, state and size class."""
    rows = [
        {
            "city": city.slug,
            "category": key,
            "rank": rating.rank,
            "score": rating.score,
            "state": city.state,
            "size": size_class(city.population),
            "change": rating.rank_change,
        }
        for city in FIELD
        for key, _, rating in city.ratings()
    ]
    return pd.DataFrame(rows)


# --- standing -----------------------------------------------------------------------------------


def test_means_medians_gaps_and_groups_are_those_of_pandas() -> None:
    table = frame()
    grouped = table.groupby("category")["score"]
    table["mean"], table["median"] = grouped.transform("mean"), grouped.transform("median")
    table["state_rank"] = table.groupby(["category", "state"])["rank"].rank().astype(int)
    table["size_rank"] = table.groupby(["category", "size"])["rank"].rank().astype(int)
    table["state_cities"] = table.groupby(["category", "state"])["rank"].transform("size")
    ordered = table.sort_values(["category", "rank"])
    ordered["ahead"] = ordered.groupby("category")["score"].shift(1)
    ordered["behind"] = ordered.groupby("category")["score"].shift(-1)
    expected: dict[Any, Any] = {(row.city, row.category): row for row in ordered.itertuples()}
    records = standing(FIELD, field=FIELD).records
    assert len(records) == len(expected) == COUNT * 6
    for record in records:
        row = expected[record.city, record.category]
        assert record.mean == round(row.mean, 2)
        assert record.median == round(row.median, 2)
        assert (record.state_rank, record.size_rank) == (row.state_rank, row.size_rank)
        assert record.state_cities == row.state_cities
        assert record.difference_to_mean == pytest.approx(row.score - row.mean, abs=0.006)
        if record.rank > 1:
            assert record.to_next == pytest.approx(row.ahead - row.score)
        if record.rank < COUNT:
            assert record.ahead_of_behind == pytest.approx(row.score - row.behind)


def test_the_best_has_nobody_ahead_and_the_last_nobody_behind() -> None:
    first, *_ = standing(BY_RANK[:1], field=FIELD).records
    last, *_ = standing(BY_RANK[-1:], field=FIELD).records
    assert (first.next_city_name, first.next_rank, first.to_next) == (None, None, None)
    assert (first.best_city_name, first.best_score) == (first.city_name, first.score)
    assert (last.behind_city_name, last.ahead_of_behind) == (None, None)
    assert last.next_city_name == BY_RANK[-2].name


def test_of_a_part_only_what_it_reaches_is_told() -> None:
    top = BY_RANK[:10]
    record, *_ = standing([top[4]], field=top).records
    assert (record.known_cities, record.mean, record.median) == (10, None, None)
    assert record.next_city_name == top[3].name
    assert record.state_rank == 1 + sum(city.state == top[4].state for city in top[:4])
    assert (record.state_cities, record.size_cities) == (None, None)
    later = BY_RANK[20:30]
    record, *_ = standing([later[0]], field=later).records
    assert (record.best_city_name, record.next_city_name, record.state_rank) == (None,) * 3
    assert record.behind_city_name == later[1].name


def test_a_stranger_takes_nobodys_rank_and_spoils_no_mean() -> None:
    stranger = replace(BY_RANK[20], name="Fremdenau")
    of_all = {r.city: r for r in standing([*FIELD, stranger], field=FIELD).records[::6]}
    usual = {r.city: r for r in standing(FIELD, field=FIELD).records[::6]}
    own = of_all.pop("fremdenau")
    assert of_all == usual
    assert (own.known_cities, own.mean) == (COUNT, usual[BY_RANK[0].slug].mean)
    assert own.next_city_name == BY_RANK[19].name


def test_without_a_field_rank_and_published_facts_are_told(jena: City) -> None:
    answer = standing([jena])
    record = answer.records[0]
    assert (record.rank, record.ranked_cities, record.known_cities) == (54, 83, 1)
    assert (record.mean, record.difference_to_mean, record.state_rank) == (70.8, -3.7, None)
    assert [row.mean for row in answer.records[1:]] == [None] * 5
    assert answer.warnings[:2] == (
        "Jena 2025 ranks better than 29 of the 82 other cities",
        "Jena 2025 is 3.7 points below the published mean of 70.8",
    )
    assert "import" in answer.warnings[2]


def test_a_published_mean_is_that_of_the_index_alone(jena: City) -> None:
    above = replace(jena, overall=replace(overall(jena), score=80.8))
    assert "10.0 points above the published mean" in standing([above]).warnings[1]
    other = make_city(edition=2025)
    assert standing([other]).records[0].mean is None
    early = replace(jena, source=replace(jena.source, edition=2023))
    assert standing([early]).records[0].mean is None


def test_a_complete_field_tells_its_own_mean_alone(jena: City) -> None:
    title = jena.source.title
    field = [
        replace(city, source=replace(city.source, title=title, publisher=jena.source.publisher))
        for city in FIELD
    ]
    assert any("published mean" in note for note in standing(field[:1]).warnings)
    (note,) = standing(field[:1], field=field).warnings
    assert "ranks better than" in note


def test_an_incomplete_field_is_told_as_such() -> None:
    note = standing(FIELD[:1], field=FIELD[:7]).warnings[-1]
    assert note == (
        "the ranking lists of 2025 are incomplete: only 7 cities are known; "
        "import the missing pages for means and groups"
    )


def test_a_field_in_which_two_claim_a_rank_is_told_as_such() -> None:
    own = replace(BY_RANK[40], overall=replace(overall(BY_RANK[40]), rank=42), categories=())
    others = [replace(city, categories=()) for city in FIELD]
    note = standing([own], field=others).warnings[-1]
    assert note.startswith("data files and ranking lists of 2025 contradict each other: ")
    assert "`smartrank check`" in note


def test_no_lead_is_less_than_nothing() -> None:
    own = replace(BY_RANK[40], overall=replace(overall(BY_RANK[40]), score=99.0))
    record, *_ = standing([own], field=FIELD).records
    assert record.to_next is None
    own = replace(BY_RANK[40], overall=replace(overall(BY_RANK[40]), score=1.0))
    record, *_ = standing([own], field=FIELD).records
    assert record.ahead_of_behind is None


def test_an_equal_print_is_less_than_a_tenth_and_one_city_is_no_group() -> None:
    ahead = overall(BY_RANK[39])
    own = replace(
        BY_RANK[40],
        state="Bremen",
        overall=replace(overall(BY_RANK[40]), score=ahead.score),
    )
    others = [replace(c, state="Hessen") if c.state == "Bremen" else c for c in FIELD]
    _, close = show(own, field=others).subtitle[-1].split(" · ")
    assert close == f"less than 0.1 points to rank 40 ({BY_RANK[39].name})"


def test_a_city_of_unknown_state_and_size_is_in_no_group() -> None:
    bare = replace(BY_RANK[3], state=None, population=None)
    record, *_ = standing([bare], field=FIELD).records
    groups = (record.state, record.state_rank, record.state_cities)
    assert groups == (record.size_class, record.size_rank, record.size_cities) == (None,) * 3


def test_ratings_without_scores_have_ranks_and_no_means() -> None:
    bare = [
        replace(city, overall=replace(overall(city), score=None), categories=()) for city in FIELD
    ]
    record, *_ = standing(bare[:1], field=bare).records
    assert record.next_city_name is not None
    assert (record.mean, record.median, record.to_next, record.best_score) == (None,) * 4


def test_a_field_of_an_unknown_number_of_cities_is_not_complete() -> None:
    field = RatingField([], None)
    assert not field.is_complete
    assert not field.has_all_scores


@pytest.mark.parametrize(
    ("population", "expected"),
    [(None, None), (1, "0-149999"), (149_999, "0-149999"), (150_000, "150000-249999"),
     (250_000, "250000-499999"), (500_000, "500000-"), (3_700_000, "500000-")],
)  # fmt: skip
def test_size_classes(population: int | None, expected: str | None) -> None:
    assert size_class(population) == expected


# --- moves --------------------------------------------------------------------------------------


def test_who_passed_whom_follows_from_ranks_and_trends() -> None:
    table = frame().dropna(subset=["change"])
    table["before"] = table["rank"] + table["change"]
    for city in FIELD[:12]:
        records = moves(city, field=FIELD).records
        for key, name, rating in city.ratings():
            of_category = table[table.category == key]
            told = {r.other_city: r.relation for r in records if r.category_name == name}
            if rating.previous_rank is None:
                assert told == {}
                continue
            behind = of_category[of_category.before > rating.previous_rank]
            ahead = of_category[of_category.before < rating.previous_rank]
            expected = dict.fromkeys(behind[behind["rank"] < rating.rank].city, "passed_by")
            expected |= dict.fromkeys(ahead[ahead["rank"] > rating.rank].city, "passed")
            assert told == expected


def test_places_lost_are_those_who_passed_less_those_passed() -> None:
    for city in FIELD:
        change = overall(city).rank_change
        if change is None:
            continue
        rows = moves(city, Selection(categories=["overall"]), field=FIELD).records
        gained = sum(1 if row.relation == "passed" else -1 for row in rows)
        new_ahead = sum(
            overall(c).rank_change is None and overall(c).rank < overall(city).rank for c in FIELD
        )
        assert change == gained - new_ahead


def test_moves_of_a_part_say_so() -> None:
    assert "10 cities" in moves(BY_RANK[0], field=BY_RANK[:10]).warnings[0]
    assert moves(BY_RANK[0], field=FIELD).warnings == ()
    assert "1 city" in moves(BY_RANK[0]).warnings[0]


# --- what-if in places --------------------------------------------------------------------------


def with_rows(city: City) -> City:
    """A city of the field with ten equal rows in each category, which add up to its scores."""
    categories = tuple(
        Category(
            name=category.name,
            rating=category.rating,
            indicators=tuple(
                Indicator(name=f"Zeile {n}", score=min(category.rating.score or 0.0, 100.0))
                for n in range(10)
            ),
        )
        for category in city.categories
    )
    return replace(city, categories=categories)


def test_a_change_is_told_in_places() -> None:
    city = with_rows(BY_RANK[40])
    answer = whatif(city, ["mobilitaet/1=max"], field=FIELD)
    headline = answer.records[0]
    assert headline.rank_before == 41
    assert headline.rank_best is not None
    assert headline.rank_worst is not None
    assert headline.rank_best <= headline.rank_worst <= 41
    step = answer.records[1]
    assert (step.rank_before, step.rank_best, step.rank_worst) == (None, None, None)
    assert any(note.startswith("would pass") for note in answer.warnings)


def test_no_change_keeps_the_place_in_the_range() -> None:
    for place in (0, 17, 40, 82):
        city = with_rows(BY_RANK[place])
        headline = whatif(city, ["mobilitaet/1=+0"], field=FIELD).records[0]
        assert headline.rank_best is not None
        assert headline.rank_worst is not None
        assert headline.rank_best <= place + 1 <= headline.rank_worst


def test_without_a_field_there_are_no_places() -> None:
    headline = whatif(with_rows(BY_RANK[40]), ["mobilitaet/1=max"]).records[0]
    assert (headline.rank_before, headline.rank_best, headline.rank_worst) == (41, None, None)


@pytest.mark.parametrize("rank", [16, 20, 30, 45, 60])
def test_a_plan_for_a_rank_surely_gets_there(rank: int) -> None:
    city = with_rows(BY_RANK[70])
    headline = plan_for_rank(city, rank, field=FIELD).records[0]
    assert headline.rank_worst is not None
    assert headline.rank_worst <= rank


@pytest.mark.parametrize("rank", [0, 84, 11])
def test_a_rank_whose_score_is_not_at_hand_is_refused(rank: int) -> None:
    with pytest.raises(UsageError, match=f"rank {rank} of 2025 is not known"):
        plan_for_rank(with_rows(BY_RANK[5]), rank, field=BY_RANK[:10])


def test_a_plan_for_the_mean() -> None:
    low = with_rows(BY_RANK[75])
    mean = standing([low], field=FIELD).records[0].mean
    headline = plan_for_target(low, "mean", field=FIELD).records[0]
    assert mean is not None
    assert headline.after is not None
    assert mean - 0.005 <= headline.after < mean + 0.1
    with pytest.raises(UsageError, match="mean of all cities in 2025 is not known"):
        plan_for_target(low, "mean")


def test_ends_of_a_part_are_told() -> None:
    top = BY_RANK[:10]
    below = with_rows(replace(BY_RANK[60]))
    answer = whatif(below, ["mobilitaet/1=+0"], field=[*top, below])
    assert any(note.startswith("rank 11 at best") for note in answer.warnings)
    best = with_rows(BY_RANK[0])
    answer = whatif(best, ["mobilitaet/1=+0"], field=BY_RANK[10:20])
    assert any("or better" in note for note in answer.warnings)


def test_potentials_are_told_in_places() -> None:
    city = with_rows(BY_RANK[50])
    for row in weak([city], by="potential", field=FIELD).records:
        headline = whatif(city, [f"{row.row}=max"], field=FIELD).records[0]
        assert (row.rank_best, row.rank_worst) == (headline.rank_best, headline.rank_worst)
    assert weak([city], by="potential").records[0].rank_best is None
    bare = replace(city, overall=None)
    assert weak([bare], by="potential", field=FIELD).records[0].rank_best is None


# --- groups and neighbours ----------------------------------------------------------------------


def test_the_neighbours_of_a_city_are_up_to_five_places_away() -> None:
    rows = ranks(FIELD, Selection(categories=["overall"]), around=BY_RANK[1]).records
    assert [row.rank for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert ranks(FIELD, around=replace(BY_RANK[1], overall=None, categories=())).records == ()


def test_cities_of_a_state() -> None:
    assert {city.state for city in of_state(FIELD, "thuringen")} == {"Thüringen"}
    assert of_state(FIELD, "Saarland") == []
    assert sum(len(of_state(FIELD, state)) for state in STATES) == COUNT
    with pytest.raises(UnknownNameError, match="no federal state `Tirol`"):
        of_state(FIELD, "Tirol")
    for typed in ("Thüringne", "Thueringne"):
        with pytest.raises(UnknownNameError) as caught:
            of_state(FIELD, typed)
        assert caught.value.hint == "did you mean `Thüringen`?"
    with pytest.raises(UnknownNameError, match="more than one state"):
        of_state(FIELD, "sa")


@pytest.mark.parametrize(
    ("size", "low", "high"),
    [("100000-150000", 100_000, 150_000), ("-150.000", 0, 150_000), ("500.000 –", 500_000, 9e9)],
)
def test_cities_of_a_size(size: str, low: int, high: float) -> None:
    expected = [city for city in FIELD if low <= (city.population or 0) <= high]
    assert of_size([*FIELD, replace(FIELD[0], population=None)], size) == expected
    assert expected


@pytest.mark.parametrize("size", ["", "-", "viele", "100000", "1-2-3"])
def test_a_size_that_is_no_range_is_refused(size: str) -> None:
    with pytest.raises(UsageError, match="not a range of inhabitants"):
        of_size(FIELD, size)


@pytest.mark.parametrize("size", ["150000-100000", "150.000 – 149.999"])
def test_bounds_in_the_wrong_order_are_refused(size: str) -> None:
    with pytest.raises(UsageError, match="begins with more inhabitants than it ends") as caught:
        of_size(FIELD, size)
    assert caught.value.hint == "give bounds as `100000-150000`, `-150000` or `500000-`"


def test_bounds_may_be_the_same() -> None:
    own = replace(FIELD[0], population=120_000)
    assert of_size([own], "120000-120000") == [own]


def test_the_city_that_is_asked_for_comes_before_its_row_in_the_lists() -> None:
    own = replace(BY_RANK[5], name=BY_RANK[5].name, state="Bremen")
    fields = fields_of([own], FIELD)[2025]
    found = fields[OVERALL].at(6)
    assert found is not None
    assert found.city.state == "Bremen"


# --- in a profile, and over the years -----------------------------------------------------------


def test_a_profile_tells_where_the_city_stands(jena: City) -> None:
    assert show(jena).subtitle[2] == "3.7 points below the mean of 70.8"
    own = BY_RANK[40]
    record = standing([own], field=FIELD).records[0]
    assert record.to_next is not None
    assert show(own, field=FIELD).subtitle[-1] == (
        f"{abs(record.difference_to_mean or 0):.1f} points above the mean of {record.mean:.1f}"
        f" · {record.to_next:.1f} points to rank 40 ({BY_RANK[39].name})"
        f" · rank {record.state_rank} of {record.state_cities} in {own.state}"
    )
    assert len(show(replace(own, overall=None)).subtitle) == 1


def test_a_fall_with_a_higher_score_is_told() -> None:
    early, late = make_city(edition=2023, rank=10), make_city(edition=2024, rank=12)
    fewer = replace(early, overall=replace(overall(early), score=40.0))
    (note,) = [n for n in history([fewer, late]).warnings if "although its score rose" in n]
    assert note.startswith("from 2023 to 2024 Musterstadt fell in rank although its score rose: ")
    assert "Gesamtwertung; other cities" in note
    assert not any("although" in n for n in history([late, early]).warnings)
    unknown = replace(early, overall=replace(overall(early), score=None))
    assert not any("although" in n for n in history([unknown, late]).warnings)
    only_probe = Selection(categories=["probe"])
    assert not any("although" in n for n in history([fewer, late], only_probe).warnings)

"""`indicators`, `weak` and `strong`: which rows, in which order, and what they could bring."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import make_city
from smartrank import Selection, indicators, strong, weak
from smartrank.model import Category, Indicator, Rating

if TYPE_CHECKING:
    from collections.abc import Callable

    from smartrank import Answer, City
    from smartrank.query.indicators import IndicatorRecord

    Query = Callable[..., Answer[IndicatorRecord]]

scores = st.integers(0, 1000).map(lambda tenths: tenths / 10)


@st.composite
def cities(draw: st.DrawFn) -> City:
    """A city whose rows tie often, with a bonus row in each category."""
    city = make_city()
    categories = []
    for number in range(draw(st.integers(1, 3))):
        drawn = draw(st.lists(st.one_of(st.sampled_from([0.0, 50.0, 100.0]), scores), max_size=5))
        rows = [Indicator(name=f"Reihe {number} {n}", score=s) for n, s in enumerate(drawn)]
        bonus = draw(st.integers(0, 5 * len(rows)))
        rows.append(Indicator(name=f"Sonstige Projekte {number}", score=float(bonus), kind="bonus"))
        rating = city.categories[0].rating
        categories.append(Category(name=f"Probe {number}", rating=rating, indicators=tuple(rows)))
    return replace(city, categories=tuple(categories))


def _named(answer: Answer[IndicatorRecord]) -> list[tuple[str | None, float]]:
    return [(record.indicator_name, record.score) for record in answer.records]


def _reached(record: IndicatorRecord) -> float:
    return record.score / record.max_score if record.max_score else 1.0


# --- Jena -----------------------------------------------------------------------------------------


def test_weakest_of_jena(jena: City) -> None:
    assert _named(weak([jena])) == [
        ("Online-Terminvergabe", 8.3),
        ("Emissionsarme Busse", 13.8),
        ("Anteil E-Fahrzeuge", 17.0),
        ("LPWAN", 18.2),
        ("Multimodalität", 31.3),
    ]


def test_weakest_of_jena_by_potential(jena: City) -> None:
    answer = weak([jena], by="potential")
    assert [(record.indicator_name, record.potential) for record in answer.records] == [
        ("Emissionsarme Busse", 2.74),
        ("Anteil E-Fahrzeuge", 2.63),
        ("Online-Terminvergabe", 2.5),
        ("LPWAN", 2.23),
        ("Multimodalität", 2.18),
    ]


def test_strongest_of_jena_keep_page_order_where_they_tie(jena: City) -> None:
    assert _named(strong([jena])) == [
        ("Interne Prozesse", 100.0),
        ("Geoportal", 100.0),
        ("Smartes Verkehrsmanagement", 100.0),
        ("Digitalkompetenz", 100.0),
        ("5G", 99.9),
    ]


def test_a_bonus_row_at_its_maximum_is_full_marks_and_no_weakness(jena: City) -> None:
    everything = len(indicators([jena]).records)
    rows = weak([jena], Selection(limit=everything), bonus=True).records
    assert len(rows) == 37
    assert {row.kind for row in rows[:-9]} == {"regular"}
    last = rows[-9:]
    assert {_reached(row) for row in last} == {1.0}
    assert sum(row.kind == "bonus" for row in last) == 5


def test_a_weak_bonus_row_counts_only_with_bonus() -> None:
    city = make_city()  # 5 of the 10 points that its bonus row can have: half, as 40 is less
    assert _named(weak([city])) == [("Bahnsteige", 40.0), ("Laternen", 80.0)]
    assert _named(weak([city], bonus=True)) == [
        ("Bahnsteige", 40.0),
        ("Sonstige Projekte Probe", 5.0),
        ("Laternen", 80.0),
    ]
    # as much as a selection that is shared by several queries says
    assert weak([city], Selection(bonus=True)).records == weak([city], bonus=True).records


def test_thresholds_leave_bonus_rows_out_or_weigh_which_share_they_reached(jena: City) -> None:
    below = Selection(below=50)
    weakest = [8.3, 13.8, 17.0, 18.2, 31.3, 41.2, 44.4, 49.2]  # no bonus row: all are full marks
    for query in (indicators, weak, strong):
        assert sorted(row.score for row in query([jena], below).records) == weakest
        assert sorted(row.score for row in query([jena], below, bonus=True).records) == weakest
    city = make_city()  # a bonus row with 5 of 10 points
    half = Selection(above=49, below=51)
    assert indicators([city], half).records == ()
    for found in (
        indicators([city], half, bonus=True),
        indicators([city], half._replace(bonus=True)),
    ):
        assert _named(found) == [("Sonstige Projekte Probe", 5.0)]


def test_a_bonus_above_its_maximum_is_stronger_than_full_and_has_no_potential() -> None:
    city = make_city(rows=(("Laternen", 100.0),))
    (category,) = city.categories
    above = Indicator(name="Sonstige Projekte Probe", score=7.0, kind="bonus")
    rows = (category.indicators[0], above)
    city = replace(city, categories=(replace(category, indicators=rows),))
    (first, second) = strong([city], bonus=True).records
    assert (first.indicator_name, first.max_score, first.potential) == (above.name, 5.0, 0.0)
    assert second.indicator_name == "Laternen"


def test_indicators_of_a_category_in_page_order(jena: City) -> None:
    rows = indicators([jena], Selection(categories=["mobilitaet"])).records
    assert [(row.position, row.row, row.indicator, row.score) for row in rows] == [
        (1, "mobilitaet/1", "parken", 83.3),
        (2, "mobilitaet/2", "smartes-verkehrsmanagement", 100.0),
        (3, "mobilitaet/3", "smarter-oepnv", 68.8),
        (4, "mobilitaet/4", None, 60.5),
        (5, "mobilitaet/5", "multimodalitaet", 31.3),
        (6, "mobilitaet/6", "letzte-meile-logistik", 60.0),
        (7, "mobilitaet/7", "sonstige-projekte-mobilitaet", 30.0),
    ]
    assert {row.ags for row in rows} == {"16053000"}


def test_potential_of_one_point_is_what_the_facts_say(jena: City) -> None:
    worth = {
        row.category: row.potential / (100 - row.score)
        for row in indicators([jena]).records
        if row.kind == "regular" and row.score < 50
    }
    assert worth["verwaltung"] == pytest.approx(0.0272, abs=1e-4)
    assert worth["energie-und-umwelt"] == pytest.approx(0.0317, abs=1e-4)


# --- how many, in which order ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selection", "count"),
    [
        pytest.param(Selection(), 5, id="five-if-nobody-says"),
        pytest.param(Selection(limit=7), 7, id="limit"),
        pytest.param(Selection(limit=0), 0, id="none"),
        pytest.param(Selection(limit=100), 32, id="all-there-are"),
        pytest.param(Selection(below=75), 18, id="all-below"),
        pytest.param(Selection(above=60), 20, id="all-above"),
        pytest.param(Selection(below=75, limit=3), 3, id="some-below"),
        pytest.param(Selection(below=8.3), 0, id="strictly-below"),
        pytest.param(Selection(above=0, below=14), 2, id="between"),
        pytest.param(Selection(["verwaltung"]), 5, id="five-of-a-category"),
    ],
)
@pytest.mark.parametrize("query", [weak, strong])
def test_how_many(jena: City, query: Query, selection: Selection, count: int) -> None:
    assert len(query([jena], selection).records) == count


@given(cities(), st.integers(0, 20), st.booleans())
def test_n_asked_gives_n_or_all(city: City, number: int, bonus: bool) -> None:
    rows = indicators([city]).records
    every = [row for row in rows if bonus or row.kind == "regular"]
    for query in (weak, strong):
        answer = query([city], Selection(limit=number), bonus=bonus)
        assert len(answer.records) == min(number, len(every))
        assert set(answer.records) <= set(every)


@given(cities())
def test_weak_and_strong_mirror_each_other(city: City) -> None:
    every = Selection(limit=100)
    up = weak([city], every, bonus=True).records
    down = strong([city], every, bonus=True).records
    assert [_reached(row) for row in up] == [_reached(row) for row in reversed(down)]
    assert set(up) == set(down) == set(indicators([city]).records)


@given(cities(), st.sampled_from(["weak", "strong", "potential"]))
def test_extremes_are_stably_ordered_and_nothing_left_out_is_more_extreme(
    city: City, which: str
) -> None:
    rows = [row for row in indicators([city]).records if row.kind == "regular"]
    sizes = Counter(row.category for row in rows)

    def key(row: IndicatorRecord) -> tuple[float, int]:
        most = (100 - row.score) / (1.05 * sizes[row.category])
        found = {"weak": _reached(row), "strong": -_reached(row), "potential": -most}[which]
        return round(found, 9), rows.index(row)

    if which == "strong":
        answer = strong([city])
    else:
        answer = weak([city], by="potential" if which == "potential" else "score")
    assert list(answer.records) == sorted(rows, key=key)[:5]


@pytest.mark.parametrize("query", [weak, strong])
def test_desc_alone_reverses_the_same_rows(jena: City, query: Query) -> None:
    straight = query([jena], Selection(limit=2)).records
    assert query([jena], Selection(limit=2, desc=True)).records == straight[::-1]


def test_another_order_keeps_the_five(jena: City) -> None:
    by_name = weak([jena], Selection(sort="indicator_name"))
    assert [record.indicator_name for record in by_name.records] == [
        "Anteil E-Fahrzeuge",
        "Emissionsarme Busse",
        "LPWAN",
        "Multimodalität",
        "Online-Terminvergabe",
    ]


def test_weakest_of_several_cities_are_those_of_all_together() -> None:
    first = make_city("Musterstadt", rows=(("Bahnsteige", 10.0), ("Laternen", 30.0)))
    second = make_city("Beispielburg", rows=(("Bahnsteige", 20.0), ("Laternen", 10.0)))
    answer = weak([first, second], Selection(limit=3))
    assert [(r.city, r.score) for r in answer.records] == [
        ("musterstadt", 10.0),
        ("beispielburg", 10.0),
        ("beispielburg", 20.0),
    ]


def test_a_weak_row_keeps_its_place_on_the_page_among_equals_of_another_order(jena: City) -> None:
    found = weak([jena], Selection(limit=9, sort="category")).records
    places = [(row.category, row.position) for row in found]
    assert len(places) == 9
    assert places == sorted(places)


# --- what is not shown ----------------------------------------------------------------------------


def test_ties_that_are_cut_are_counted(jena: City) -> None:
    six = make_city(rows=tuple((f"Reihe {n}", 100.0 if n else 40.0) for n in range(7)))
    assert weak([six]).warnings == ("and 2 more with 100.0",)
    assert strong([six]).warnings == ("and 1 more with 100.0",)
    assert strong([six], Selection(limit=2)).warnings == ("and 4 more with 100.0",)
    assert strong([six], Selection(limit=2, sort="-score,position")).warnings == (
        "and 4 more with 100.0",
    )
    for selection in (
        Selection(limit=6),
        Selection(limit=0),
        Selection(limit=9),
        Selection(above=9),
    ):
        assert strong([six], selection).warnings == ()
    # four full marks of Jena and five full bonus rows, of 30 and 35 points
    assert strong([jena], Selection(limit=1), bonus=True).warnings == (
        "and 8 more tied with the last",
    )
    assert weak([six], Selection(limit=2), by="potential").warnings == ("and 5 more with 100.0",)


@given(cities(), st.integers(0, 20), st.booleans())
def test_what_is_cut_and_shown_are_all_that_tie(city: City, number: int, bonus: bool) -> None:
    rows = [row for row in indicators([city]).records if bonus or row.kind == "regular"]
    for query in (weak, strong):
        found = query([city], Selection(limit=number), bonus=bonus)
        last = _reached(found.records[-1]) if found.records else None
        cut = sum(_reached(row) == last for row in rows if row not in found.records)
        assert [note.split()[1] for note in found.warnings] == ([str(cut)] if cut else [])


# --- what a possible gain is worth in places ------------------------------------------------------


def test_a_possible_gain_is_told_as_a_range_of_places() -> None:
    city = make_city(rank=2)  # 59.5 points, 65.21 if Bahnsteige had 100

    def listed(name: str, rank: int, score: float) -> City:
        return replace(make_city(name), overall=Rating(rank=rank, score=score))

    # 65.3 may be up to 0.05 less, and 65.21 up to 0.1 more, as rows and ratings are rounded
    field = [listed("Beispielburg", 1, 65.3), listed("Oedenweiler", 3, 50.0), city]
    found = weak([city], by="potential", field=field).records
    places = [(row.indicator, row.rank_best, row.rank_worst) for row in found]
    assert places == [("bahnsteige", 1, 2), ("laternen", 2, 2)]
    turned = weak([city], Selection(sort="-rank_best"), by="potential", field=field).records
    assert [row.indicator for row in turned] == ["laternen", "bahnsteige"]
    assert {row.rank_best for row in weak([city], by="potential").records} == {None}
    unknown = replace(city, overall=Rating(rank=2))
    assert {row.rank_best for row in weak([unknown], by="potential", field=field).records} == {None}

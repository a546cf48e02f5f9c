"""Every query with every combination of the shared options, over a few invented cities.

What is expected is found plainly from the unselected answer: filter, compare neighbours, cut.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import examples
from invented_cities import CATEGORIES, editions_of_a_city, several_cities
from smartrank import (
    Selection,
    audit,
    compare,
    history,
    indicators,
    moves,
    practices,
    ranks,
    standing,
    strong,
    trends,
    weak,
)
from smartrank.names import category_key, slug
from smartrank.query.fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from smartrank import Answer, City

#: Queries that list records, and whether these have categories and scores to select by.
LISTS: dict[str, Callable[[list[City], Selection], Answer[Any]]] = {
    "ranks": ranks,
    "trends": trends,
    "indicators": indicators,
    "audit": audit,
    "practices": practices,
    "standing": lambda cities, selection: standing(cities, selection, field=cities),
    "moves": lambda cities, selection: moves(cities[0], selection, field=cities),
}
FIGURES = ("potential", "recomputed", "difference", "tolerance")
#: Fields with figures that are ordered before they are rounded.
ROUNDED = (*FIGURES, "mean", "median", "difference_to_mean", "to_next", "ahead_of_behind")

#: Each example asks many questions.
some = examples(20)
bounds = st.none() | st.sampled_from([0.0, 50.0, 99.9, 100.0]) | st.floats(-10, 110)


@st.composite
def selections(draw: st.DrawFn, record: type[Any]) -> Selection:
    """A selection that can be meant for records of a class."""
    fields = record._fields
    named = st.tuples(st.sampled_from(["", "-"]), st.sampled_from(fields)).map("".join)
    sort = draw(st.none() | st.lists(named, min_size=1, max_size=3).map(",".join))
    known = st.lists(st.sampled_from(["overall", *map(slug, CATEGORIES)]), max_size=2)
    has_score = "score" in fields
    return Selection(
        categories=draw(known) if "category" in fields else (),
        match=draw(st.none() | st.sampled_from(["a", "verw", "café", "sonst", "foto", "zz"])),
        above=draw(bounds) if has_score else None,
        below=draw(bounds) if has_score else None,
        sort=sort,
        desc=draw(st.booleans()),
        limit=draw(st.none() | st.integers(0, 9)),
        bonus=draw(st.booleans()),
    )


# --- what is expected -----------------------------------------------------------------------------


def known_categories(cities: Sequence[City]) -> set[str]:
    return {category_key(key) for city in cities for key, _, _ in city.ratings()}


def name_of(record: Any) -> str:
    """What `match` looks at."""
    if getattr(record, "row", None) is not None:
        return record.indicator_name or record.likely_name or ""
    names = ("title", "other_city_name", "category_name", "city_name")
    return str(next(getattr(record, name) for name in names if hasattr(record, name)))


def points_of(record: Any, *, bonus: bool) -> float | None:
    """What thresholds look at."""
    if getattr(record, "kind", None) != "bonus":
        points: float | None = record.score
        return points
    if not bonus:
        return None
    return 100 * record.score / record.max_score if record.max_score else 100.0


def is_kept(record: Any, selection: Selection) -> bool:
    wanted = {category_key(key) for key in selection.categories}
    if wanted and category_key(record.category) not in wanted:
        return False
    if selection.match and slug(selection.match) not in slug(name_of(record)):
        return False
    low, high = selection.above, selection.below
    if low is None and high is None:
        return True
    points = points_of(record, bonus=selection.bonus)
    return points is not None and (low is None or points > low) and (high is None or points < high)


def fields_in(selection: Selection) -> list[tuple[str, bool]]:
    names = selection.sort.split(",") if selection.sort else []
    return [(name.lstrip("-"), name.startswith("-") != selection.desc) for name in names]


def follows(first: Any, second: Any, *, descends: bool) -> bool:
    """Whether two different values may stand one behind the other."""
    if first is None or second is None:
        return second is None
    if isinstance(first, str):
        first, second = (slug(first), first), (slug(second), second)
    return bool(first > second if descends else first < second)


def assert_in_order(
    records: Sequence[Any],
    selection: Selection,
    page: Sequence[Any],
    value: Callable[[Any, str], Any] = getattr,
) -> None:
    """Sorted by each field in turn, and as on the page where all are equal."""
    for first, second in pairwise(records):
        for field, descends in fields_in(selection):
            values = value(first, field), value(second, field)
            if values[0] != values[1]:
                assert follows(*values, descends=descends)
                break
            if field in ROUNDED:  # what is equal when rounded was not before
                break
        else:
            assert not selection.sort or page.index(first) < page.index(second)


def page_of(records: Sequence[Any], cities: Sequence[City]) -> list[Any]:
    """Records in the order of the cities, and in each as on its page."""
    places = [(*city.key, key) for city in cities for key, _, _ in city.ratings()]
    if not records or not hasattr(records[0], "category"):
        return list(records)
    return sorted(records, key=lambda r: places.index((r.city, r.edition, r.category)))


def own_order(name: str, page: list[Any], *, desc: bool) -> list[Any]:
    """Records as a query orders them by itself; equals stay as on the page."""
    if name == "trends":
        known = [record for record in page if record.rank_change is not None]
        known.sort(key=lambda record: record.rank_change, reverse=desc)
        return [*known, *(record for record in page if record.rank_change is None)]
    if name == "ranks" and len({category_key(record.category) for record in page}) == 1:
        return sorted(page, key=lambda record: (record.edition, record.rank), reverse=desc)
    return page[::-1] if desc else page


def unlimited(selection: Selection) -> Selection:
    return selection._replace(limit=None)


# --- lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
@some
@given(cities=several_cities(), data=st.data())
def test_lists_hold_what_was_asked_for_in_the_order_asked_for(
    name: str, cities: list[City], data: st.DataObject
) -> None:
    query = LISTS[name]
    every = page_of(query(cities, Selection()).records, cities)
    selection = data.draw(selections(query(cities, Selection()).sheet.record))
    about = cities[:1] if name == "moves" else cities
    assume({category_key(key) for key in selection.categories} <= known_categories(about))
    whole = query(cities, unlimited(selection)).records
    expected = [record for record in every if is_kept(record, selection)]
    if selection.sort is None:
        assert list(whole) == own_order(name, expected, desc=selection.desc)
    assert sorted(whole, key=repr) == sorted(expected, key=repr)
    assert_in_order(whole, selection, every)
    assert query(cities, selection).records == whole[: selection.limit]


@pytest.mark.parametrize("by", ["weak", "strong", "potential"])
@some
@given(cities=several_cities(), data=st.data())
def test_extremes_are_chosen_first_and_only_then_put_in_another_order(
    by: str, cities: list[City], data: st.DataObject
) -> None:
    every = indicators(cities).records
    selection = data.draw(selections(indicators(cities).sheet.record))
    assume({category_key(key) for key in selection.categories} <= known_categories(cities))
    if by == "strong":
        found = strong(cities, selection)
    else:
        found = weak(cities, selection, by="potential" if by == "potential" else "score")

    def extreme(record: Any) -> float:
        if by == "potential":
            return -float(record.potential)
        share = record.score / record.max_score if record.max_score else 1.0
        return -share if by == "strong" else share

    rows = [row for row in every if selection.bonus or row.kind == "regular"]
    candidates = [row for row in rows if is_kept(row, selection)]
    limit = selection.limit
    if limit is None and selection.above is None and selection.below is None:
        limit = 5
    expected = sorted(map(extreme, candidates))[:limit]
    assert sorted(map(extreme, found.records)) == expected
    assert set(found.records) <= set(candidates)
    if selection.sort is None:
        shown = [extreme(record) for record in found.records]
        assert shown == (expected[::-1] if selection.desc else expected)
    assert_in_order(found.records, selection, every)


# --- lines ----------------------------------------------------------------------------------------


def lines_of(answer: Answer[Any]) -> list[tuple[Any, ...]]:
    lines = answer.sheet.lines
    assert lines is not None
    assert list(lines) == sorted(lines)
    pairs = zip(lines, answer.records, strict=True)
    return [tuple(r for _, r in line) for _, line in groupby(pairs, key=lambda pair: pair[0])]


def difference(value: float | None, base: float | None) -> float | None:
    return None if value is None or base is None else round(value - base, 2) + 0.0


def assert_lines_are_right(
    whole: Sequence[tuple[Any, ...]], order: Sequence[tuple[str, int]], base: tuple[str, int]
) -> None:
    """Each line holds an edition of a city once, in their order, measured from first and base."""
    for line in whole:
        owners = [(record.city, record.edition) for record in line]
        assert owners == [who for who in order if who in owners]
        figures = dict(zip(owners, line, strict=True))
        first, scored = figures.get(order[0]), figures.get(base)
        assert len({(category_key(r.category), r.level) for r in line}) == 1
        assert len({r.indicator for r in line}) == 1
        for record in line:
            assert record.difference == difference(record.score, scored and scored.score)
            assert record.rank_difference == difference(first and first.rank, record.rank)


def assert_lines_are_selected(
    ask: Callable[[Selection], Answer[Any]],
    selection: Selection,
    base: tuple[str, int],
    compared: tuple[str, int],
) -> None:
    whole = lines_of(ask(Selection()))
    kept = lines_of(ask(unlimited(selection)))
    by_category = selection._replace(match=None, above=None, below=None)
    by_rest = selection._replace(categories=())
    expected = [
        line
        for line in whole
        if any(is_kept(record, by_category) for record in line)
        and any(is_kept(record, by_rest) for record in line)
    ]
    assert sorted(kept, key=repr) == sorted(expected, key=repr)

    def value(line: tuple[Any, ...], field: str) -> Any:
        owner = {"rank": base, "score": base, "rank_difference": compared, "difference": compared}
        who = owner.get(field)
        found = [r for r in line if who is None or (r.city, r.edition) == who]
        return getattr(found[0], field) if found else None

    assert_in_order(kept, selection, whole, value)
    assert lines_of(ask(selection)) == kept[: selection.limit]


@some
@given(several_cities(), st.booleans(), st.data())
def test_lines_of_a_comparison_stay_whole(
    cities: list[City], rows: bool, data: st.DataObject
) -> None:
    def ask(selection: Selection) -> Answer[Any]:
        return compare(cities, selection, indicators=rows)

    order = [city.key for city in cities]
    assert_lines_are_right(lines_of(ask(Selection())), order, order[0])
    selection = data.draw(selections(ask(Selection()).sheet.record))
    assume({category_key(key) for key in selection.categories} <= known_categories(cities))
    assert_lines_are_selected(ask, selection, order[0], order[1])


@some
@given(editions_of_a_city(), st.booleans(), st.data())
def test_lines_of_a_history_stay_whole(cities: list[City], rows: bool, data: st.DataObject) -> None:
    def ask(selection: Selection) -> Answer[Any]:
        return history(cities, selection, indicators=rows)

    order = sorted(city.key for city in cities)
    oldest = min(cities, key=lambda city: city.edition)
    before = (oldest.slug, oldest.edition - 1)
    with_trend = any(rating.rank_change is not None for _, _, rating in oldest.ratings())
    first = [before] if with_trend else []
    assert_lines_are_right(lines_of(ask(Selection())), [*first, *order], order[0])
    for record in ask(Selection()).records:
        assert (record.origin == "trend") == ((record.city, record.edition) == before)
    selection = data.draw(selections(ask(Selection()).sheet.record))
    assume({category_key(key) for key in selection.categories} <= known_categories(cities))
    assert_lines_are_selected(ask, selection, order[0], order[-1])


def test_computed_figures_are_all_known_here(jena: City) -> None:
    """The fields that these tests take for rounded are those that are declared to be our own."""
    records = [LISTS[name]([jena, jena], Selection()).sheet.record for name in LISTS]
    ours = {
        n
        for record in records
        for n, info in fields_of(record).items()
        if info.about.origin == "ours"
    }
    assert set(FIGURES) <= ours

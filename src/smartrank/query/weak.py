"""The weakest indicators, compared with what each can reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from smartrank import arithmetic
from smartrank.messages import Message, say
from smartrank.model import City
from smartrank.names import OVERALL
from smartrank.query.answer import Answer, answer
from smartrank.query.indicators import IndicatorRecord, indicator_records, lacking_rows
from smartrank.query.select import Measure, Selection, check_selection, select

#: How many rows are weak or strong if nobody says.
FEW = 5


def weak(
    cities: Sequence[City],
    selection: Selection = Selection(),
    *,
    by: Measure = "score",
    bonus: bool = False,
    field: Sequence[City] = (),
) -> Answer[IndicatorRecord]:
    """The rows with the lowest share of their maximum, or, by potential, the most to gain.

    They are 5 if `selection` has neither a limit nor a threshold. Bonus rows count only with
    `bonus`. With the cities of the edition as `field`, potentials are told in places, too.

    Raises UsageError for a selection that cannot be meant.
    """
    selection = selection._replace(bonus=bonus or selection.bonus)
    if by == "score":
        return extremes(cities, selection, share_reached, title="title-weak")
    found = extremes(
        cities, selection, lambda row: -row.potential, title="title-potential", field=field
    )
    return found._replace(sheets=(found.sheet._replace(needed=("potential",)),))


def _with_places(
    rows: Iterable[IndicatorRecord], cities: Sequence[City], field: Sequence[City]
) -> Iterator[IndicatorRecord]:
    """The rows with the overall places that each possible gain can give."""
    from smartrank.query.field import fields_of, place_of

    known = {city.key: (city, arithmetic.Tolerance(city)) for city in cities}
    editions = fields_of(cities, field)
    for row in rows:
        city, tolerance = known[row.city, row.edition]
        if city.overall is None or city.overall.score is None:
            yield row
            continue
        off = tolerance.of_rating + tolerance.of_row
        score = city.overall.score + row.potential
        places = place_of(city.overall, editions[row.edition].get(OVERALL), score, off)
        yield row._replace(rank_best=places and places.best, rank_worst=places and places.worst)


def share_reached(row: IndicatorRecord) -> float:
    """Which share of its maximum a row has, 0-1."""
    return arithmetic.share_of_maximum(row.score, row.max_score)


def extremes(
    cities: Sequence[City],
    selection: Selection,
    order: Callable[[IndicatorRecord], float],
    *,
    title: str,
    field: Sequence[City] = (),
) -> Answer[IndicatorRecord]:
    """The first rows in an order, as `weak` and `strong` choose them."""
    check_selection(IndicatorRecord, selection)
    every = indicator_records(cities)
    rows = [row for row in every if selection.bonus or row.kind == "regular"]
    beyond = selection.above is not None or selection.below is not None
    limit = selection.limit if selection.limit is not None or beyond else FEW
    # how many is part of what is asked here, so it is settled before any other order applies
    kept = select(rows, cities, selection)
    picked, ties = first_of(kept, order, limit)
    if selection.sort is not None:  # ties of another order keep that of the page
        chosen = {id(row) for row in picked}
        picked = [row for row in kept if id(row) in chosen]
    if field:
        picked = list(_with_places(picked, cities, field))
    rest = Selection(sort=selection.sort, desc=selection.desc)
    found = answer(IndicatorRecord, picked, cities, rest, title=title, every=every, picture="bars")
    return found._replace(warnings=(*ties, *lacking_rows(cities), *found.warnings))


def first_of(
    rows: Iterable[IndicatorRecord],
    order: Callable[[IndicatorRecord], float],
    limit: int | None = FEW,
) -> tuple[list[IndicatorRecord], list[Message]]:
    """The first rows in an order, and how many are left out that tie with the last of them."""
    ordered = sorted(rows, key=order)
    picked, rest = ordered[:limit], ordered[limit:] if limit is not None else []
    if not picked:
        return picked, []
    last = picked[-1]
    cut = [row for row in rest if order(row) == order(last)]
    if not cut:
        return picked, []
    if {row.score for row in cut} == {last.score}:
        return picked, [say("ties-cut", count=len(cut), score=last.score)]
    return picked, [say("ties-cut-alike", count=len(cut))]

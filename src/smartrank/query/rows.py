"""Indicator rows: all of them in page order, the weakest, the strongest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from smartrank import arithmetic
from smartrank.model import Kind
from smartrank.query.records import (
    CategoryName,
    CategorySlug,
    CityName,
    CitySlug,
    Computed,
    Edition,
    Field,
    IndicatorName,
    IndicatorSlug,
    Position,
    Score,
)
from smartrank.query.selection import Selection, answer, arranged, select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from smartrank.model import Category, City
    from smartrank.query.records import Answer

#: How many rows are weak or strong if nobody says.
FEW = 5
Measure = Literal["score", "potential"]


class IndicatorRecord(NamedTuple):
    """One indicator row of a city."""

    city: CitySlug
    city_name: CityName
    edition: Edition
    category: CategorySlug
    category_name: CategoryName
    position: Position
    indicator: IndicatorSlug
    indicator_name: IndicatorName
    likely_name: Annotated[
        str | None,
        Field("Likely name", "our reading of an unlabelled row, not published", role="name"),
    ]
    kind: Annotated[
        Kind, Field("Kind", "`regular`, or `bonus` for the row of projects outside the indicators")
    ]
    score: Score
    max_score: Annotated[
        float,
        Field("Of", "the most points the row can have", "points", "plain", "always"),
    ]
    potential: Annotated[
        float,
        Field(
            "Potential",
            "what the overall score would gain if the row went to its maximum",
            "points",
            "gain",
            "room",
        ),
    ]


def category_records(city: City, category: Category) -> Iterator[IndicatorRecord]:
    """The rows of one category in page order."""
    for position, row in category.rows():
        yield IndicatorRecord(
            city.slug,
            city.name,
            city.edition,
            category.slug,
            category.name,
            position,
            row.slug,
            row.name,
            row.likely_name,
            row.kind,
            row.score,
            arithmetic.maximum_score(category, row),
            Computed(arithmetic.potential(city, category, row)),
        )


def indicator_records(cities: Sequence[City]) -> list[IndicatorRecord]:
    """All rows of cities, in page order."""
    return [
        row
        for city in cities
        for category in city.categories
        for row in category_records(city, category)
    ]


def indicators(cities: Sequence[City], selection: Selection = Selection()) -> Answer:
    """The indicator rows of cities in page order."""
    rows = indicator_records(cities)
    return answer(IndicatorRecord, rows, cities, selection, title="Indicators")


def weak(
    cities: Sequence[City],
    selection: Selection = Selection(),
    *,
    by: Measure = "score",
    bonus: bool = False,
) -> Answer:
    """The rows with the lowest part of what they can reach, or, by potential, the most to gain.

    They are 5 if `selection` has neither a limit nor a threshold. Bonus rows count only with
    `bonus`.
    """
    order = _potential_first if by == "potential" else _reached
    title = "Most to gain" if by == "potential" else "Weakest indicators"
    return _extremes(cities, selection, order, bonus=bonus, title=title)


def strong(
    cities: Sequence[City], selection: Selection = Selection(), *, bonus: bool = False
) -> Answer:
    """The rows with the highest part of what they can reach; else as `weak`."""
    title = "Strongest indicators"
    return _extremes(cities, selection, lambda row: -_reached(row), bonus=bonus, title=title)


def _reached(row: IndicatorRecord) -> float:
    return arithmetic.part_reached(row.score, row.max_score)


def _potential_first(row: IndicatorRecord) -> float:
    return -row.potential


def _extremes(
    cities: Sequence[City],
    selection: Selection,
    order: Callable[[IndicatorRecord], float],
    *,
    bonus: bool,
    title: str,
) -> Answer:
    rows = [row for row in indicator_records(cities) if bonus or row.kind == "regular"]
    beyond = selection.above is not None or selection.below is not None
    most = selection.limit if selection.limit is not None or beyond else FEW
    # how many is part of what is asked here, so it is settled before any other order applies
    picking = Selection(limit=most)
    kept = select(rows, cities, selection)
    picked = arranged(kept, IndicatorRecord, picking, order)
    if selection.sort is not None:  # ties of another order keep that of the page
        chosen = {id(row) for row in picked}
        picked = [row for row in kept if id(row) in chosen]
    rest = Selection(sort=selection.sort, desc=selection.desc)
    return answer(IndicatorRecord, picked, cities, rest, title=title)

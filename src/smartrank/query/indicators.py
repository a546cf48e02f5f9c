"""Indicators: the rows of the categories in page order."""

# Annotations are evaluated, not postponed: a named tuple would compile each one on its own.
from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

from smartrank import arithmetic
from smartrank.messages import Message, say
from smartrank.model import Category, City, Kind
from smartrank.query.answer import Answer, answer
from smartrank.query.fields import (
    Ags,
    BestRank,
    CategoryName,
    CategorySlug,
    CityName,
    CitySlug,
    Computed,
    Edition,
    Field,
    IndicatorName,
    IndicatorSlug,
    LikelyName,
    Position,
    RowAddress,
    Score,
    WorstRank,
)
from smartrank.query.select import Selection


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
    likely_name: LikelyName
    kind: Annotated[
        Kind, Field("Kind", "`regular`, or `bonus` for the row of projects outside the indicators")
    ]
    score: Score
    max_score: Annotated[
        float,
        Field(
            "Max.",
            "the most points the row can have: 100, or for a bonus row by our reading 5 for each "
            "regular indicator of its category",
            "points",
            "plain",
            "always",
            legend="legend-max",
            origin="ours",
        ),
    ]
    potential: Annotated[
        float,
        Field(
            "Possible gain (our estimate)",
            "what the overall score would gain if the row went to its maximum, by our formula",
            "points",
            "difference",
            "if_room",
            legend="legend-potential",
            origin="ours",
        ),
    ]
    row: RowAddress
    ags: Ags
    rank_best: BestRank
    rank_worst: WorstRank


def category_records(city: City, category: Category) -> Iterator[IndicatorRecord]:
    """The rows of one category in page order."""
    weight = arithmetic.overall_weight(city, category)
    for position, row in category.rows():
        max_score = arithmetic.max_score(category, row)
        yield IndicatorRecord(
            city=city.slug,
            city_name=city.name,
            edition=city.edition,
            category=category.slug,
            category_name=category.name,
            position=position,
            indicator=row.slug,
            indicator_name=row.name,
            likely_name=row.likely_name,
            kind=row.kind,
            score=row.score,
            max_score=max_score,
            potential=Computed(max(max_score - row.score, 0.0) * weight),
            row=f"{category.slug}/{position}",
            ags=city.ags,
            rank_best=None,
            rank_worst=None,
        )


def indicator_records(cities: Sequence[City]) -> list[IndicatorRecord]:
    """All rows of cities, in page order."""
    return [
        row
        for city in cities
        for category in city.categories
        for row in category_records(city, category)
    ]


def indicators(
    cities: Sequence[City], selection: Selection = Selection(), *, bonus: bool = False
) -> Answer[IndicatorRecord]:
    """The indicator rows of cities in page order.

    Thresholds leave bonus rows out, or with `bonus` weigh their share of their maximum.

    Raises UsageError for a selection that cannot be meant.
    """
    rows = indicator_records(cities)
    selection = selection._replace(bonus=bonus or selection.bonus)
    notes = lacking_rows(cities)
    return answer(
        IndicatorRecord,
        rows,
        cities,
        selection,
        title="title-indicators",
        warnings=notes,
        picture="bars",
    )


def lacking_rows(cities: Sequence[City]) -> list[Message]:
    """A note on the cities of which no row is known, if there are any."""
    lacking = [city.label for city in cities if not any(c.indicators for c in city.categories)]
    return [say("cities-without-rows", count=len(lacking), name=lacking[0])] if lacking else []

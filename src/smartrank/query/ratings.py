"""Ratings: rank, change, previous rank and score, overall and in each category."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from smartrank.query.records import (
    CategoryName,
    CategorySlug,
    CityName,
    CitySlug,
    DirectionWord,
    Edition,
    PreviousRank,
    Rank,
    RankChange,
    RankedCities,
    Score,
)
from smartrank.query.selection import Selection, answer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from smartrank.model import City, Direction, Rating
    from smartrank.query.records import Answer


class RatingRecord(NamedTuple):
    """A rank and a score of a city: overall or in a category."""

    city: CitySlug
    city_name: CityName
    edition: Edition
    category: CategorySlug
    category_name: CategoryName
    rank: Rank
    rank_change: RankChange
    previous_rank: PreviousRank
    direction: DirectionWord
    ranked_cities: RankedCities
    score: Score


def rating_records(city: City) -> Iterator[RatingRecord]:
    """All ratings of a city: first overall, then each category in page order."""
    for key, name, rating in city.ratings():
        yield rating_record(city, key, name, rating)


def rating_record(city: City, key: str, name: str, rating: Rating) -> RatingRecord:
    """One rating of a city as a record."""
    return RatingRecord(
        city.slug,
        city.name,
        city.edition,
        key,
        name,
        rating.rank,
        rating.rank_change,
        rating.previous_rank,
        rating.direction,
        city.source.ranked_cities,
        rating.score,
    )


def ranks(cities: Sequence[City], selection: Selection = Selection()) -> Answer:
    """Rank, change, previous rank and score of cities: overall and each category."""
    rows = [row for city in cities for row in rating_records(city)]
    return answer(RatingRecord, rows, cities, selection, title="Ranks")


def trends(
    cities: Sequence[City],
    selection: Selection = Selection(),
    *,
    directions: Collection[Direction] = (),
) -> Answer:
    """The ratings of cities, biggest fall first; `directions` keeps only those that went there."""
    rows = [
        row
        for city in cities
        for row in rating_records(city)
        if not directions or row.direction in directions
    ]

    def order(row: RatingRecord) -> int | None:
        return row.rank_change

    return answer(RatingRecord, rows, cities, selection, title="Trends", order=order)

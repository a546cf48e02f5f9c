"""Ratings: rank, change, previous rank and score, overall and in each category."""

# Annotations are evaluated, not postponed: a named tuple would compile each one on its own.
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from smartrank.model import City
from smartrank.names import category_key
from smartrank.query.answer import Answer, answer
from smartrank.query.fields import (
    Ags,
    CategoryName,
    CategorySlug,
    CityName,
    CitySlug,
    DirectionWord,
    Edition,
    OptionalScore,
    PreviousRank,
    Rank,
    RankChange,
    RankedCities,
)
from smartrank.query.select import Selection, check_selection, select

#: So many places ahead and behind are near.
NEAR = 5


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
    score: OptionalScore
    ags: Ags


def rating_records(city: City) -> Iterator[RatingRecord]:
    """All ratings of a city: first overall, then each category in page order."""
    slug, edition, ranked_cities = city.slug, city.edition, city.source.ranked_cities
    for key, name, rating in city.ratings():
        yield RatingRecord(
            city=slug,
            city_name=city.name,
            edition=edition,
            category=key,
            category_name=name,
            rank=rating.rank,
            rank_change=rating.rank_change,
            previous_rank=rating.previous_rank,
            direction=rating.direction,
            ranked_cities=ranked_cities,
            score=rating.score,
            ags=city.ags,
        )


def ranks(
    cities: Sequence[City], selection: Selection = Selection(), *, around: City | None = None
) -> Answer[RatingRecord]:
    """Rank, change, previous rank and score of cities: overall and each category.

    One rating of many cities is listed by rank. `around` keeps those near a city: up to 5 places
    ahead and behind in the same rating.

    Raises UsageError for a selection that cannot be meant.
    """
    rows = [row for city in cities for row in rating_records(city)]
    if around is not None:
        near = {category_key(key): rating.rank for key, _, rating in around.ratings()}
        rows = [row for row in rows if _is_near(row, near.get(category_key(row.category)))]
    check_selection(RatingRecord, selection)
    kept = select(rows, cities, selection)
    is_one_rating = len({category_key(row.category) for row in kept}) == 1
    return answer(
        RatingRecord,
        kept,
        cities,
        selection._replace(categories=(), match=None, above=None, below=None),
        title="title-ranks",
        picture="profile",
        order=(lambda row: (row.edition, row.rank)) if is_one_rating else None,
    )


def _is_near(row: RatingRecord, rank: int | None) -> bool:
    return rank is not None and abs(row.rank - rank) <= NEAR

"""Changes of rank since the edition before."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from smartrank.model import City, Direction
from smartrank.query.answer import Answer, answer
from smartrank.query.ranks import RatingRecord, rating_records
from smartrank.query.select import Selection


def trends(
    cities: Sequence[City],
    selection: Selection = Selection(),
    *,
    directions: Collection[Direction] = (),
) -> Answer[RatingRecord]:
    """The ratings of cities, biggest fall first; `directions` keeps only those that went there.

    Raises UsageError for a selection that cannot be meant.
    """
    rows = [
        row
        for city in cities
        for row in rating_records(city)
        if not directions or row.direction in directions
    ]
    return answer(
        RatingRecord,
        rows,
        cities,
        selection,
        title="title-trends",
        picture="slope",
        order=lambda row: row.rank_change,
    )

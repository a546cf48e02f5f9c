"""The data sets at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

from smartrank.query.records import (
    CitySlug,
    DirectionWord,
    Field,
    PreviousRank,
    Rank,
    RankChange,
    RankedCities,
    Score,
)
from smartrank.query.selection import Selection, answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartrank.loading import Dataset
    from smartrank.query.records import Answer


class CityRecord(NamedTuple):
    """A city in one edition, with its overall rating and the file it was read from."""

    city: CitySlug
    city_name: Annotated[
        str, Field("City", "name of the city as published", role="name", shown="always")
    ]
    edition: Annotated[int, Field("Edition", "edition of the index", "year", "key", "always")]
    state: Annotated[str, Field("State", "federal state", role="name", shown="room")]
    area_km2: Annotated[float, Field("Area", "area of the city", "km²", "plain")]
    population: Annotated[int, Field("Inhabitants", "inhabitants", "people", "whole")]
    ags: Annotated[
        str | None,
        Field(
            "AGS", "official key of the municipality, text since it may begin with 0", role="key"
        ),
    ]
    rank: Rank
    rank_change: RankChange
    previous_rank: PreviousRank
    direction: DirectionWord
    score: Score
    ranked_cities: RankedCities
    source_url: Annotated[str | None, Field("Address", "page the figures were taken from")]
    data_file: Annotated[str, Field("File", "data file that was read", shown="room")]


def cities(datasets: Sequence[Dataset], selection: Selection = Selection()) -> Answer:
    """The data sets at hand: every city in every edition, and from which file."""
    rows = [
        CityRecord(
            city.slug,
            city.name,
            city.edition,
            city.state,
            city.area_km2,
            city.population,
            city.ags,
            city.overall.rank,
            city.overall.rank_change,
            city.overall.previous_rank,
            city.overall.direction,
            city.overall.score,
            city.source.ranked_cities,
            city.source.url,
            file,
        )
        for city, file, _ in datasets
    ]
    about = [dataset.city for dataset in datasets]
    return answer(CityRecord, rows, about, selection, title="Cities at hand")

"""The cities and editions that are available, and their files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from smartrank.dataset.load import Dataset
from smartrank.model import City
from smartrank.query.answer import Answer, answer
from smartrank.query.fields import (
    Ags,
    Area,
    CitySlug,
    Field,
    OptionalDirection,
    OptionalRank,
    OptionalScore,
    Population,
    PreviousRank,
    RankChange,
    RankedCities,
    if_room,
)
from smartrank.query.select import Selection


class CityRecord(NamedTuple):
    """A city in one edition, with its overall rating and the file it was read from."""

    city: CitySlug
    city_name: Annotated[
        str, Field("City", "name of the city as published", role="name", visibility="always")
    ]
    edition: Annotated[int, Field("Edition", "edition of the index", "year", "key", "always")]
    state: Annotated[
        str | None,
        Field("State", "federal state; null if unknown", role="name", visibility="if_room"),
    ]
    area_km2: Area
    population: Population
    ags: Ags
    rank: OptionalRank
    rank_change: Annotated[int | None, if_room(RankChange)]
    previous_rank: PreviousRank
    direction: OptionalDirection
    score: Annotated[float | None, if_room(OptionalScore)]
    ranked_cities: RankedCities
    source_url: Annotated[str | None, Field("Link", "page the figures were taken from")]
    data_file: Annotated[
        str, Field("File", "data file that was read", visibility="always", origin="program")
    ]


def cities(datasets: Sequence[Dataset], selection: Selection = Selection()) -> Answer[CityRecord]:
    """The data sets with their overall ratings and the files they were read from.

    Raises UsageError for a selection that cannot be meant.
    """
    rows = [_record(dataset.city, dataset.file) for dataset in datasets]
    about = [dataset.city for dataset in datasets]
    return answer(CityRecord, rows, about, selection, title="title-cities", compares=False)


def _record(city: City, file: str) -> CityRecord:
    overall = city.overall
    return CityRecord(
        city=city.slug,
        city_name=city.name,
        edition=city.edition,
        state=city.state,
        area_km2=city.area_km2,
        population=city.population,
        ags=city.ags,
        rank=overall.rank if overall else None,
        rank_change=overall.rank_change if overall else None,
        previous_rank=overall.previous_rank if overall else None,
        direction=overall.direction if overall else None,
        score=overall.score if overall else None,
        ranked_cities=city.source.ranked_cities,
        source_url=city.source.url,
        data_file=file,
    )

"""The cities and editions that are available, and their files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from smartrank.dataset.load import Dataset
from smartrank.model import City, Direction
from smartrank.query.answer import Answer, answer
from smartrank.query.fields import (
    Ags,
    Area,
    CityName,
    CitySlug,
    Edition,
    Field,
    OptionalScore,
    Population,
    PreviousRank,
    RankChange,
    RankedCities,
    State,
    shown,
)
from smartrank.query.select import Selection


class CityRecord(NamedTuple):
    """A city in one edition, with its overall rating and the file it was read from."""

    city: CitySlug
    city_name: Annotated[str, shown(CityName, "always")]
    edition: Annotated[int, shown(Edition, "always")]
    state: State
    area_km2: Area
    population: Population
    ags: Ags
    rank: Annotated[
        int | None,
        Field(
            "Rank",
            "place in the ranking, 1 is the best; null if unknown",
            "place",
            "whole",
            "always",
        ),
    ]
    rank_change: Annotated[int | None, shown(RankChange, "if_room")]
    previous_rank: PreviousRank
    direction: Annotated[
        Direction | None,
        Field(
            "Direction",
            "where the rank went; `new` without an edition before, null where the rank is unknown",
        ),
    ]
    score: Annotated[float | None, shown(OptionalScore, "if_room")]
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

"""The whole profile of a city: one nested record, and the sheets that draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

from smartrank.query.audit import audit_notes, audit_records
from smartrank.query.practices import PracticeRecord, practice_records
from smartrank.query.ratings import RatingRecord, rating_record, rating_records
from smartrank.query.records import (
    Answer,
    CategoryName,
    CategorySlug,
    CityName,
    CitySlug,
    DirectionWord,
    Edition,
    Field,
    PreviousRank,
    Rank,
    RankChange,
    RankedCities,
    Score,
    Sheet,
)
from smartrank.query.rows import IndicatorRecord, category_records, strong, weak
from smartrank.query.selection import rounded, source_line

if TYPE_CHECKING:
    from smartrank.model import City


class SourceRecord(NamedTuple):
    """Where the figures of a city come from."""

    title: Annotated[str, Field("Title", "title of the publication")]
    publisher: Annotated[str, Field("Publisher", "who publishes it")]
    edition: Edition
    ranked_cities: RankedCities
    url: Annotated[str | None, Field("Address", "page the figures were taken from")]
    retrieved: Annotated[str | None, Field("Retrieved", "day the page was read, as 2025-09-11")]


class CategoryRecord(NamedTuple):
    """A rating of a city in a category, with its indicator rows."""

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
    indicators: Annotated[
        tuple[IndicatorRecord, ...], Field("Indicators", "the rows in page order")
    ]


class ProfileRecord(NamedTuple):
    """Everything a city's page says in figures and facts."""

    city: CitySlug
    city_name: CityName
    state: Annotated[str, Field("State", "federal state")]
    area_km2: Annotated[float, Field("Area", "area of the city", "km²")]
    population: Annotated[int, Field("Inhabitants", "inhabitants", "people")]
    ags: Annotated[
        str | None,
        Field("AGS", "official key of the municipality, text since it may begin with 0"),
    ]
    edition: Edition
    source: Annotated[SourceRecord, Field("Source", "where the figures come from")]
    overall: Annotated[RatingRecord, Field("Overall", "the overall rating, as in `ranks`")]
    categories: Annotated[
        tuple[CategoryRecord, ...],
        Field("Categories", "ratings as in `ranks`, each with its indicators"),
    ]
    best_practices: Annotated[
        tuple[PracticeRecord, ...], Field("Best practice", "projects as in `practices`")
    ]


def show(city: City) -> Answer:
    """The whole profile of a city."""
    document = profile_record(city)
    return Answer(
        title=f"{city.name} in the {city.source.title} {city.edition}",
        sheets=_sheets(city, document),
        source=source_line([city]),
        facts=_facts(city),
        notes=tuple(audit_notes(audit_records(city))),
        document=document,
    )


def profile_record(city: City) -> ProfileRecord:
    """The profile as one nested record."""
    source = city.source
    retrieved = source.retrieved.isoformat() if source.retrieved else None
    overall, *_ = rating_records(city)
    return ProfileRecord(
        city.slug,
        city.name,
        city.state,
        city.area_km2,
        city.population,
        city.ags,
        city.edition,
        SourceRecord(
            source.title,
            source.publisher,
            source.edition,
            source.ranked_cities,
            source.url,
            retrieved,
        ),
        overall,
        tuple(
            CategoryRecord(
                *rating_record(city, category.slug, category.name, category.rating),
                tuple(rounded(IndicatorRecord, category_records(city, category))),
            )
            for category in city.categories
        ),
        tuple(practice_records(city)),
    )


def _facts(city: City) -> tuple[str, ...]:
    people = f"{city.population:,}".replace(",", " ")
    place = f"Rank {city.overall.rank}"
    if city.source.ranked_cities is not None:
        place += f" of {city.source.ranked_cities} cities"
    return (
        f"{city.state} · {city.area_km2:.15g} km² · {people} inhabitants",
        f"{place} · {city.overall.score} points",
    )


def _sheets(city: City, document: ProfileRecord) -> tuple[Sheet, ...]:
    ratings = tuple(rating_records(city))
    columns = ("indicator_name", "score", "max_score", "potential")
    odd = {row.category for row in audit_records(city) if row.verdict == "differs"}
    marked = frozenset(place for place, row in enumerate(ratings) if row.category in odd)
    categories = (
        Sheet(IndicatorRecord, category.indicators, category.category_name, columns)
        for category in document.categories
    )
    extremes = (
        answer.sheet._replace(title=title, columns=("indicator_name", "category_name", "score"))
        for title, answer in (("Strongest", strong([city])), ("Weakest", weak([city])))
    )
    practices = Sheet(PracticeRecord, document.best_practices, "Best practice", upright=True)
    return (
        Sheet(RatingRecord, ratings, "Ratings", marked=marked),
        *extremes,
        *categories,
        *([practices] if document.best_practices else []),
    )

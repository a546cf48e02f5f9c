"""The whole profile of a city: one nested record, and the sheets that draw it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from smartrank.messages import Grouped, Message, joined, say
from smartrank.model import City
from smartrank.names import OVERALL
from smartrank.query.answer import Answer, Sheet, published_decimals, source_line
from smartrank.query.audit import audit_notes, audit_records
from smartrank.query.brief import citation, sentences
from smartrank.query.fields import (
    Ags,
    Area,
    CategoryName,
    CategorySlug,
    CityName,
    CitySlug,
    DirectionWord,
    Edition,
    Field,
    OptionalScore,
    Population,
    PreviousRank,
    Rank,
    RankChange,
    RankedCities,
    State,
)
from smartrank.query.indicators import IndicatorRecord, category_records, lacking_rows
from smartrank.query.practices import PracticeRecord, practice_records
from smartrank.query.ranks import RatingRecord, rating_records
from smartrank.query.select import rounded
from smartrank.query.standing import place_facts
from smartrank.query.weak import first_of, share_reached

#: Widths of screens: from these on strongest and weakest, and two categories, stand side by side.
USUAL, WIDE = 80, 120


class SourceRecord(NamedTuple):
    """Where the figures of a city come from."""

    title: Annotated[str, Field("Title", "title of the publication")]
    publisher: Annotated[str, Field("Publisher", "who publishes it")]
    edition: Edition
    ranked_cities: RankedCities
    url: Annotated[str | None, Field("Link", "page the figures were taken from")]
    retrieved: Annotated[
        str | None, Field("Retrieved", "day the page was read, as 2025-09-11", role="date")
    ]


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
    score: OptionalScore
    indicators: Annotated[
        tuple[IndicatorRecord, ...], Field("Indicators", "the rows in page order")
    ]
    ags: Ags


class ProfileRecord(NamedTuple):
    """Everything a city's page says in figures and facts."""

    city: CitySlug
    city_name: CityName
    state: State
    area_km2: Area
    population: Population
    ags: Ags
    edition: Edition
    source: Annotated[SourceRecord, Field("Source", "where the figures come from")]
    overall: Annotated[
        RatingRecord | None,
        Field("Overall", "the overall rating, as in `ranks`; null if unknown"),
    ]
    categories: Annotated[
        tuple[CategoryRecord, ...],
        Field("Categories", "ratings as in `ranks`, each with its indicators"),
    ]
    best_practices: Annotated[
        tuple[PracticeRecord, ...], Field("Best practice", "projects as in `practices`")
    ]


def show(city: City, *, field: Sequence[City] = ()) -> Answer[ProfileRecord]:
    """The whole profile of a city, and where it stands among the cities of `field`."""
    document = profile_record(city)
    return Answer(
        title=say("title-show", city=city.name, title=city.source.title, edition=city.edition),
        sheets=_sheets(city, document),
        source=source_line([city]),
        subtitle=tuple(filter(None, (_facts(city), _place(city), place_facts(city, field)))),
        footnotes=tuple(audit_notes(audit_records(city))),
        warnings=tuple(lacking_rows([city])),
        document=document,
        sentences=tuple(sentences(city)),
        further=_levers(document),
        citation=citation(city),
    )


def profile_record(city: City) -> ProfileRecord:
    """The profile as one nested record."""
    records = {record.category: record for record in rating_records(city)}
    return ProfileRecord(
        city=city.slug,
        city_name=city.name,
        state=city.state,
        area_km2=city.area_km2,
        population=city.population,
        ags=city.ags,
        edition=city.edition,
        source=_source_record(city),
        overall=records.get(OVERALL),
        categories=tuple(
            CategoryRecord(
                **records[category.slug]._asdict(),
                indicators=tuple(rounded(IndicatorRecord, category_records(city, category))),
            )
            for category in city.categories
        ),
        best_practices=tuple(practice_records(city)),
    )


def _source_record(city: City) -> SourceRecord:
    source = city.source
    return SourceRecord(
        title=source.title,
        publisher=source.publisher,
        edition=source.edition,
        ranked_cities=source.ranked_cities,
        url=source.url,
        retrieved=source.retrieved.isoformat() if source.retrieved else None,
    )


def _facts(city: City) -> str:
    facts = []
    if city.state is not None:
        facts.append(city.state)
    if city.area_km2 is not None:
        facts.append(say("fact-area", area=float(city.area_km2)))
    if city.population is not None:
        facts.append(say("fact-population", population=Grouped(city.population)))
    return joined(facts, " · ")


def _place(city: City) -> str:
    if city.overall is None:
        return ""
    rank, score, cities = city.overall.rank, city.overall.score, city.source.ranked_cities
    facts = [say("rank", rank=rank) if cities is None else say("rank-of", rank=rank, count=cities)]
    if city.overall.rank_change is not None:
        facts.append(_trend(city.overall.rank_change, city.edition - 1))
    if score is not None:
        facts.append(say("points", score=score))
    return joined(facts, " · ")


def _trend(change: int, since: int) -> Message:
    if change == 0:
        return say("rank-unchanged", since=since)
    return say("places-up" if change > 0 else "places-down", count=abs(change), since=since)


def _sheets(city: City, document: ProfileRecord) -> tuple[Sheet, ...]:
    ratings = tuple(rating_records(city))
    columns = ("indicator_name", "score", "max_score", "potential")
    odd = {row.category for row in audit_records(city) if row.verdict == "differs"}
    marked = frozenset(place for place, row in enumerate(ratings) if row.category in odd)
    categories = (
        Sheet(
            IndicatorRecord,
            category.indicators,
            category.category_name,
            columns,
            section=say("section-indicators"),
            beside=WIDE * (number % 2),
            picture="bars",
        )
        for number, category in enumerate(c for c in document.categories if c.indicators)
    )
    every = [row for category in document.categories for row in category.indicators]
    rows = [row for row in every if row.kind == "regular"]
    decimals = published_decimals([*ratings, *every])
    extremes = (
        Sheet(
            IndicatorRecord,
            tuple(picked),
            title,
            columns=("category_name", "indicator_name", "score"),
            optional=("category_name",),
            note=joined(ties),
            section=say("section-glance"),
            beside=beside,
            picture="bars",
        )
        for title, beside, (picked, ties) in (
            (say("title-strongest"), 0, first_of(rows, lambda row: -share_reached(row))),
            (say("title-weakest"), USUAL, first_of(rows, share_reached)),
        )
    )
    practices = Sheet(
        PracticeRecord,
        document.best_practices,
        say("title-practices"),
        vertical=True,
        section=say("title-practices"),
    )
    sheets = (
        Sheet(
            RatingRecord,
            ratings,
            say("title-ratings"),
            marked=marked,
            picture="profile",
            section=say("section-glance"),
        ),
        *(extremes if every else ()),
        *categories,
        *([practices] if document.best_practices else []),
    )
    return tuple(sheet._replace(decimals=decimals) for sheet in sheets)


def _levers(document: ProfileRecord) -> tuple[Sheet, ...]:
    """The rows of which the overall score would gain most."""
    every = [row for category in document.categories for row in category.indicators]
    rows = [row for row in every if row.kind == "regular" and row.potential > 0]
    picked, ties = first_of(rows, lambda row: -row.potential)
    if not picked:
        return ()
    levers = Sheet(
        IndicatorRecord,
        tuple(picked),
        say("title-potential"),
        columns=("category_name", "indicator_name", "score", "potential"),
        note=joined((*ties, say("levers-note"))),
        decimals=published_decimals(every),
        section=say("section-glance"),
    )
    return (levers,)

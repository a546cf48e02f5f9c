"""A few sentences about a city that can be cited as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, NamedTuple

from smartrank.messages import Message, in_a_row, joined, say
from smartrank.model import Category, City, Rating
from smartrank.query.answer import Answer, Sheet, source_line, titled
from smartrank.query.fields import CityName, CitySlug, Edition, Field
from smartrank.query.indicators import IndicatorRecord, indicator_records
from smartrank.query.weak import share_reached

#: How many indicators a sentence names.
NAMED = 3


class BriefRecord(NamedTuple):
    """A sentence about a city, with where its figures come from."""

    city: CitySlug
    city_name: CityName
    edition: Edition
    position: Annotated[
        int, Field("No.", "place of the sentence, counted from 1", role="whole", origin="program")
    ]
    sentence: Annotated[
        str,
        Field("Sentence", "a sentence that can be cited", visibility="always", origin="program"),
    ]
    source: Annotated[
        str,
        Field(
            "Source",
            "publisher, title, edition, address, the day it was read, and whose the rights are",
        ),
    ]


def brief(city: City) -> Answer[BriefRecord]:
    """Place and change, strongest and weakest category and indicators, in a sentence each."""
    cited = citation(city)
    rows = (row.name for category in city.categories for row in category.indicators)
    records = tuple(
        BriefRecord(
            city=city.slug,
            city_name=city.name,
            edition=city.edition,
            position=position,
            sentence=sentence,
            source=cited,
        )
        for position, sentence in enumerate(sentences(city), 1)
    )
    return Answer(
        title=titled("title-brief", [city]),
        sheets=(Sheet(BriefRecord, records),),
        source=cited,
        published=frozenset((*filter(None, rows), *(name for _, name, _ in city.ratings()))),
        is_cited=True,
    )


def citation(city: City) -> Message:
    """Publisher, title, edition, address, the day it was read, and whose the rights are."""
    source = city.source
    works = source_line([city])
    rights = say("rights", publisher=source.publisher)
    if source.retrieved is None:
        return say("citation", source=works, rights=rights)
    return say("citation-read", source=works, day=source.retrieved.isoformat(), rights=rights)


def sentences(city: City) -> Iterator[Message]:
    """The sentences of `brief`: as many as what is known of the city allows."""
    if city.overall is not None:
        yield _place(city, city.overall)
    yield from _categories(city)
    yield from _indicators(city)


def _place(city: City, rating: Rating) -> Message:
    cities = city.source.ranked_cities
    rank = say("brief-rank", rank=rating.rank)
    if cities is not None:
        rank = say("brief-rank-of", rank=rating.rank, count=cities)
    if rating.score is not None:
        rank = say("brief-with-points", rank=rank, score=rating.score)
    source = city.source
    place = say(
        "brief-place", city=city.name, title=source.title, edition=source.edition, rank=rank
    )
    change = rating.rank_change
    if change is None:
        return say("brief-new", place=place)
    if change == 0:
        return say("brief-unchanged", place=place)
    code = "brief-gained" if change > 0 else "brief-lost"
    return say(code, place=place, count=abs(change), previous=rating.previous_rank)


def _categories(city: City) -> Iterator[Message]:
    by_rank: dict[int, list[Message]] = {}
    for category in city.categories:
        by_rank.setdefault(category.rating.rank, []).append(_rated(category))
    if len(by_rank) > 1:
        best, worst = (in_a_row("and", by_rank[find(by_rank)]) for find in (min, max))
        yield say("brief-categories", best=best, worst=worst)


def _rated(category: Category) -> Message:
    rating = category.rating
    rank = say("brief-rank", rank=rating.rank)
    if rating.score is not None:
        rank = say("rank-and-points", rank=rank, score=rating.score)
    return say("in-brackets", name=category.name, value=rank)


def _indicators(city: City) -> Iterator[Message]:
    rows = [row for row in indicator_records([city]) if row.kind == "regular"]
    if len(rows) > NAMED:
        yield say(
            "brief-indicators",
            strongest=_named(rows, lambda row: -share_reached(row)),
            weakest=_named(rows, share_reached),
        )


def _named(rows: Sequence[IndicatorRecord], order: Callable[[IndicatorRecord], float]) -> str:
    """The first rows with their scores; how many more are as good or bad is told."""
    ranked = sorted(rows, key=order)
    named, rest = ranked[:NAMED], ranked[NAMED:]
    ties = sum(order(row) == order(named[-1]) for row in rest)
    names = [_scored(row) for row in named]
    if ties:
        return say("brief-ties", names=joined(names), count=ties, score=named[-1].score)
    return in_a_row("and", names)


def _scored(row: IndicatorRecord) -> Message:
    if row.indicator_name is not None:
        return say("in-brackets", name=row.indicator_name, value=row.score)
    category, position = row.category_name, row.position
    unlabelled = say("unlabelled-row-of", category=category, position=position)
    return say("in-brackets", name=unlabelled, value=row.score)

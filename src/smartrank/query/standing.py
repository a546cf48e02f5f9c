"""Where a city stands among the others of its edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

from smartrank.arithmetic import difference
from smartrank.dataset.editions import published_mean
from smartrank.messages import Message, joined, say
from smartrank.model import OVERALL_NAME, City, Rating
from smartrank.names import OVERALL, category_key
from smartrank.query.answer import Answer, answer
from smartrank.query.field import (
    MIN_FIELD,
    RatingField,
    fields_of,
    size_class,
)
from smartrank.query.fields import (
    CategoryName,
    CategorySlug,
    CityName,
    CitySlug,
    Edition,
    Field,
    OptionalScore,
    Rank,
    computed,
)
from smartrank.query.select import Selection

#: Points that figures with one decimal can tell apart; a gap of less is no figure to print.
SMALLEST_GAP = 0.05


class StandingRecord(NamedTuple):
    """A rating of a city in the field of its edition; what is not known of it is null."""

    city: CitySlug
    city_name: CityName
    edition: Edition
    category: CategorySlug
    category_name: CategoryName
    rank: Rank
    ranked_cities: Annotated[
        int | None,
        Field("Of", "how many cities the edition ranks", "cities", "whole", "if_any"),
    ]
    known_cities: Annotated[
        int,
        Field(
            "Known",
            "of how many cities this rating is at hand",
            "cities",
            "whole",
            origin="program",
        ),
    ]
    score: OptionalScore
    mean: Annotated[
        float | None,
        Field(
            "Mean",
            "mean of all cities: of a complete field, else as published; null without either",
            "points",
            "points",
            "if_any",
        ),
    ]
    difference_to_mean: Annotated[
        float | None, Field("To mean", "score - mean", "points", "gain", "if_any")
    ]
    median: Annotated[
        float | None,
        Field("Median", "median of a complete field; else null", "points", "points", "if_any"),
    ]
    best_city_name: Annotated[
        str | None, Field("Best", "the city of rank 1, if it is known", "", "name", "if_any")
    ]
    best_score: Annotated[
        float | None, Field("Best score", "its score", "points", "points", "if_room")
    ]
    next_city_name: Annotated[
        str | None, Field("Next", "the city one place ahead, if it is known", "", "name", "if_any")
    ]
    next_rank: Annotated[int | None, Field("Next rank", "its rank", "place", "whole")]
    to_next: Annotated[
        float | None,
        Field(
            "To next",
            "points to the score of the next city; 0 where the same score is published",
            "points",
            "points",
            "if_any",
        ),
    ]
    behind_city_name: Annotated[
        str | None, Field("Behind", "the city one place behind, if known", "", "name", "if_any")
    ]
    ahead_of_behind: Annotated[
        float | None,
        Field("Ahead by", "points ahead of the city behind", "points", "points", "if_any"),
    ]
    state: Annotated[str | None, Field("State", "federal state", "", "name")]
    state_rank: Annotated[
        int | None,
        Field("In state", "place among the cities of the state", "place", "whole", "if_any"),
    ]
    state_cities: Annotated[
        int | None,
        Field("State cities", "how many of them are ranked; null if not all are known", "cities"),
    ]
    size_class: Annotated[
        str | None,
        Field("Size class", "inhabitants from-to, in classes of ours", "people", origin="ours"),
    ]
    size_rank: Annotated[
        int | None,
        Field(
            "In size class",
            "place among the cities of the size",
            "place",
            "whole",
            "if_any",
            origin="ours",
        ),
    ]
    size_cities: Annotated[
        int | None,
        Field(
            "Size cities",
            "how many of them are ranked; null if not all are known",
            "cities",
            origin="ours",
        ),
    ]


def standing(
    cities: Sequence[City], selection: Selection = Selection(), *, field: Sequence[City] = ()
) -> Answer[StandingRecord]:
    """Where cities stand in the field of their edition, overall and in each category.

    `field` holds the cities at hand of the same editions; without it, all is told that rank and
    published facts allow.

    Raises UsageError for a selection that cannot be meant.
    """
    rows: list[StandingRecord] = []
    notes: dict[Message, None] = {}  # what an edition lacks is told once, not of each city
    editions = fields_of(cities, field)
    for city in cities:
        rows.extend(_records(city, editions[city.edition]))
        notes.update(dict.fromkeys(_notes(city, editions[city.edition])))
    found = answer(
        StandingRecord,
        rows,
        cities,
        selection,
        title="title-standing",
        warnings=notes,
        picture="dots",
    )
    crowds = tuple(_crowds(editions))
    return found._replace(sheets=(found.sheet._replace(crowds=crowds),))


def _crowds(
    editions: dict[int, dict[str, RatingField]],
) -> Iterator[tuple[int, str, tuple[float, ...]]]:
    """The known scores of each rating of each edition."""
    for edition, fields in editions.items():
        for key, field in fields.items():
            yield edition, key, tuple(field.scores())


def _records(city: City, fields: dict[str, RatingField]) -> Iterator[StandingRecord]:
    for key, name, rating in city.ratings():
        yield _record(city, (key, name), rating, fields[category_key(key)])


def _record(
    city: City, category: tuple[str, str], rating: Rating, field: RatingField
) -> StandingRecord:
    mean = field_mean(city, category[0], field)
    best, ahead, behind = (field.at(rank) for rank in (1, rating.rank - 1, rating.rank + 1))
    in_state = field.in_state(city, rating.rank)
    in_size_class = field.in_size_class(city, rating.rank)
    return StandingRecord(
        city=city.slug,
        city_name=city.name,
        edition=city.edition,
        category=category[0],
        category_name=category[1],
        rank=rating.rank,
        ranked_cities=city.source.ranked_cities,
        known_cities=len(field.ranked),
        score=rating.score,
        mean=mean,
        difference_to_mean=computed(difference(rating.score, mean)),
        median=computed(_median(field.scores()) if field.has_all_scores else None),
        best_city_name=best.city.name if best else None,
        best_score=best.rating.score if best else None,
        next_city_name=ahead.city.name if ahead else None,
        next_rank=ahead.rating.rank if ahead else None,
        to_next=computed(_lead(ahead and ahead.rating.score, rating.score)),
        behind_city_name=behind.city.name if behind else None,
        ahead_of_behind=computed(_lead(rating.score, behind and behind.rating.score)),
        state=city.state,
        state_rank=in_state.rank,
        state_cities=in_state.cities,
        size_class=size_class(city.population),
        size_rank=in_size_class.rank,
        size_cities=in_size_class.cities,
    )


def _lead(score: float | None, behind: float | None) -> float | None:
    """Points that a rank is ahead of the next; None where the scores contradict the ranks."""
    gap = difference(score, behind)
    return None if gap is None or gap < 0 else gap


def _median(scores: Sequence[float]) -> float:
    """The middle of scores in their order, or the mean of the two in the middle."""
    half = len(scores) // 2
    return (scores[half] + scores[-1 - half]) / 2


def field_mean(city: City, category: str, field: RatingField) -> float | None:
    """The mean of all cities in points: of a complete field, else the overall one as published."""
    if field.has_all_scores:
        return computed(sum(field.scores()) / len(field.scores()))
    return published_mean(city.source) if category == OVERALL else None


def _notes(city: City, fields: dict[str, RatingField]) -> Iterator[Message]:
    """What a city's rank alone says, and what is lacking for more."""
    count = city.source.ranked_cities
    if city.overall is not None and count is not None:
        rank = city.overall.rank
        yield say("better-than", city=city.label, behind=count - rank, others=count - 1)
    score = None if city.overall is None else city.overall.score
    published = published_mean(city.source)
    # a complete field tells its own mean
    if score is not None and published is not None and not fields[OVERALL].has_all_scores:
        yield _from_mean(city, score - published, published)
    if not any(field.is_complete for field in fields.values()):
        yield _what_lacks(city, fields)


def _what_lacks(city: City, fields: dict[str, RatingField]) -> Message:
    if any(field.is_contradicted for field in fields.values()):
        return say("field-contradicted", edition=city.edition)
    known = max((len(field.ranked) for field in fields.values()), default=0)
    if known < MIN_FIELD:
        return say("no-field", edition=city.edition)
    return say("field-incomplete", edition=city.edition, count=known)


def _from_mean(city: City, difference: float, mean: float) -> Message:
    code = "below-mean" if difference < 0 else "above-mean"
    return say(code, city=city.label, points=abs(difference), mean=mean)


def place_facts(city: City, field: Sequence[City] = ()) -> Message:
    """Where a city stands overall, in short: to the mean, to the next place, in its state."""
    if city.overall is None:
        return joined(())
    category = (OVERALL, OVERALL_NAME)
    record = _record(city, category, city.overall, fields_of([city], field)[city.edition][OVERALL])
    facts = []
    if record.mean is not None and record.difference_to_mean is not None:
        code = "fact-below-mean" if record.difference_to_mean < 0 else "fact-above-mean"
        facts.append(say(code, points=abs(record.difference_to_mean), mean=record.mean))
    if record.next_city_name is not None and record.to_next is not None:
        next_city = {"rank": record.next_rank, "city": record.next_city_name}
        if record.to_next < SMALLEST_GAP:
            facts.append(say("fact-close-to-next", **next_city))
        else:
            facts.append(say("fact-to-next", points=record.to_next, **next_city))
    if record.state_rank is not None and (record.state_cities or 0) >= MIN_FIELD:
        place = {"rank": record.state_rank, "cities": record.state_cities}
        facts.append(say("fact-in-state", state=record.state, **place))
    return joined(facts, " · ")

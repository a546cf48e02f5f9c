"""Who passed a city since the edition before, and whom it passed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, NamedTuple

from smartrank.messages import Message, say
from smartrank.model import City, Rating
from smartrank.names import category_key
from smartrank.query.answer import Answer, answer
from smartrank.query.field import RatingField, fields_of
from smartrank.query.fields import CategoryName, CategorySlug, CityName, CitySlug, Edition, Field
from smartrank.query.select import Selection

Relation = Literal["passed_by", "passed"]


class MoveRecord(NamedTuple):
    """A city that changed places with the one that was asked for, in one rating."""

    city: CitySlug
    city_name: CityName
    edition: Edition
    category: CategorySlug
    category_name: CategoryName
    other_city: Annotated[str, Field("Other city key", "key of the other city", role="key")]
    other_city_name: Annotated[
        str, Field("Other city", "name of the other city", role="name", visibility="always")
    ]
    relation: Annotated[
        Relation,
        Field(
            "Relation",
            "`passed_by`: the other city is ahead now and was behind; `passed`: the other way",
            visibility="always",
        ),
    ]
    other_rank: Annotated[
        int, Field("Its rank", "rank of the other city", "place", "whole", "always")
    ]
    other_previous_rank: Annotated[
        int, Field("Previous", "its rank in the edition before", "place", "whole", "always")
    ]


def moves(
    city: City, selection: Selection = Selection(), *, field: Sequence[City] = ()
) -> Answer[MoveRecord]:
    """Who passed a city and whom it passed, from the ranks and trends of one edition.

    `field` holds the cities at hand; cities that are new in the edition passed nobody.

    Raises UsageError for a selection that cannot be meant.
    """
    fields = fields_of([city], field)[city.edition]
    rows = [
        row
        for key, name, rating in city.ratings()
        for row in _records(city, (key, name), rating, fields[category_key(key)])
    ]
    notes = _notes(city, fields)
    return answer(MoveRecord, rows, [city], selection, title="title-moves", warnings=notes)


def _records(
    city: City, category: tuple[str, str], rating: Rating, field: RatingField
) -> Iterator[MoveRecord]:
    before = rating.previous_rank
    for other, its in field.ranked:
        was = its.previous_rank
        if before is None or was is None or other.slug == city.slug:
            continue
        relation = _relation(its.rank - rating.rank, was - before)
        if relation is not None:
            yield MoveRecord(
                city=city.slug,
                city_name=city.name,
                edition=city.edition,
                category=category[0],
                category_name=category[1],
                other_city=other.slug,
                other_city_name=other.name,
                relation=relation,
                other_rank=its.rank,
                other_previous_rank=was,
            )


def _relation(behind_now: int, behind_before: int) -> Relation | None:
    """How places behind a city, now and before, tell who passed whom."""
    if behind_now < 0 < behind_before:
        return "passed_by"
    if behind_before < 0 < behind_now:
        return "passed"
    return None


def _notes(city: City, fields: dict[str, RatingField]) -> Iterator[Message]:
    if not any(field.is_complete for field in fields.values()):
        known = max((len(field.ranked) for field in fields.values()), default=0)
        yield say("moves-of-part", count=known, edition=city.edition)

"""The shortest way to a target: which indicators to raise, and how far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from smartrank import arithmetic
from smartrank.errors import UsageError
from smartrank.messages import Message, say
from smartrank.model import OVERALL_NAME, Category, City
from smartrank.names import OVERALL
from smartrank.places import others_of
from smartrank.query.answer import Answer
from smartrank.query.indicators import indicator_records
from smartrank.query.numbers import parse_number
from smartrank.query.rows import Row, category_meant, city_rows
from smartrank.query.select import Selection, select
from smartrank.query.standing import field_mean
from smartrank.query.whatif import (
    Change,
    WhatIfRecord,
    changes_answer,
    check_changes,
    edition_fields,
    tolerance_of,
)

MEAN = "mean"


class Target(NamedTuple):
    """A score to reach: overall (no category), or of a category."""

    score: float
    category: Category | None = None


def plan_for_target(
    city: City,
    target: str | float,
    selection: Selection = Selection(),
    *,
    cap: float | None = None,
    field: Sequence[City] = (),
) -> Answer[WhatIfRecord]:
    """The shortest list of rows that lift a score to a target.

    `target` is the overall score to reach (in points), that of a category as `verwaltung=75`, or
    `mean`, the mean of all cities.
    The rows with the most to gain come first, each to its maximum or to `cap` (in points), the last
    only as far as it must, in tenths. `selection` says which rows may change, and how many at most.
    If all of them together do not reach it, the answer holds them all and says so.

    Raises UsageError for a target or cap out of range, or a selection that cannot be meant.
    """
    goal = Target(_mean(city, field)) if target == MEAN else parse_target(city, target)
    return _planned(city, goal, selection, cap, field)


def plan_for_rank(
    city: City,
    rank: int,
    selection: Selection = Selection(),
    *,
    cap: float | None = None,
    field: Sequence[City] = (),
) -> Answer[WhatIfRecord]:
    """The shortest list of rows that surely lift the city to an overall rank, else as for a target.

    Raises UsageError also for a rank that the cities of `field` do not tell the score of.
    """
    score, chosen = score_at_rank(city, rank, field), list[Change]()
    while True:
        # every further step is another rounded figure that may set the score off
        goal = Target(ceil((score + tolerance_of(city, chosen)) * 10 + arithmetic.EPSILON) / 10)
        steps = _steps(city, goal, selection, cap)
        further = _as_far_as_needed(steps, goal, city)
        if len(further) <= len(chosen):
            return _planned(city, goal, selection, cap, field)
        chosen = further


def score_at_rank(city: City, rank: int, field: Sequence[City]) -> float:
    """The most overall points that another city at a rank can have, if the city itself goes out.

    Raises UsageError if the field at hand does not tell it.
    """
    known = edition_fields(city, field).get(OVERALL)
    own = city.overall
    places = others_of(known.scored_places(), own.rank) if known and own else []
    holder = next((place for place in places if place.rank == rank), None)
    if holder is None:
        message = say("rank-unknown", rank=rank, edition=city.edition)
        raise UsageError(message, hint=say("rank-unknown-hint"))
    return holder.score + arithmetic.rounding_error(place.score for place in places)


def _planned(
    city: City, goal: Target, selection: Selection, cap: float | None, field: Sequence[City]
) -> Answer[WhatIfRecord]:
    if cap is not None and not 0 <= cap <= arithmetic.REGULAR_MAXIMUM:
        message = say("cap-out-of-range", cap=cap, limit=arithmetic.REGULAR_MAXIMUM)
        raise UsageError(message, hint=say("cap-hint"))
    check_changes(selection)
    chosen = _as_far_as_needed(_steps(city, goal, selection, cap), goal, city)
    reached = _score_of(city, goal) + sum(c.gain * _weight(city, goal, c.row) for c in chosen)
    return changes_answer(
        city,
        chosen,
        Selection(sort=selection.sort, desc=selection.desc),
        field,
        _target_notes(city, goal, reached, chosen),
    )


def _mean(city: City, field: Sequence[City]) -> float:
    """The mean of all cities' overall scores, in points."""
    known = edition_fields(city, field).get(OVERALL)
    mean = field_mean(city, OVERALL, known) if known else None
    if mean is None:
        raise UsageError(say("mean-unknown", edition=city.edition), hint=say("rank-unknown-hint"))
    return mean


def parse_target(city: City, target: str | float) -> Target:
    """Read the overall score to reach, or `CATEGORY=SCORE`.

    Raises UsageError if it cannot be read or is not from 0 to 100.
    """
    name, equals, asked = (part.strip() for part in str(target).rpartition("="))
    score = parse_number(asked, hint=say("target-hint")) if isinstance(target, str) else target
    limit = arithmetic.REGULAR_MAXIMUM
    if not 0 <= score <= limit:
        message = say("target-out-of-range", target=score, limit=limit)
        raise UsageError(message, hint=say("target-hint"))
    if not equals:
        return Target(score)
    key = category_meant(city, name, [key for key, _, _ in city.ratings()])
    return Target(score, next((c for c in city.categories if c.slug == key), None))


# --- the steps ------------------------------------------------------------------------------------


def _steps(city: City, goal: Target, selection: Selection, cap: float | None) -> list[Change]:
    """The rows that may change, each as far as it can, those with the most to gain first."""
    allowed = {record.row for record in select(indicator_records([city]), [city], selection)}
    steps = [
        Change(row, min(row.max_score, cap if cap is not None else row.max_score))
        for row in city_rows(city)
        if row.place in allowed and goal.category in (None, row.category)
    ]
    gaining = [step for step in steps if step.gain > arithmetic.EPSILON]
    gaining.sort(key=lambda step: -step.gain * _weight(city, goal, step.row))
    return gaining[: selection.limit]


def _as_far_as_needed(steps: Sequence[Change], goal: Target, city: City) -> list[Change]:
    """The first steps that reach a target; the last goes no further than the tenth that does."""
    chosen: list[Change] = []
    missing = goal.score - _score_of(city, goal)
    for step in steps:
        if missing <= arithmetic.EPSILON:
            break
        weight = _weight(city, goal, step.row)
        needed = step.row.indicator.score + missing / weight
        enough = ceil(needed * 10 - arithmetic.EPSILON) / 10
        chosen.append(step._replace(score=min(step.score, enough)))
        missing -= chosen[-1].gain * weight
    return chosen


def _score_of(city: City, goal: Target) -> float:
    rating = goal.category.rating if goal.category else city.overall
    if rating is None or rating.score is None:
        category = goal.category.name if goal.category else OVERALL_NAME
        message = say("score-unknown", city=city.label, category=category)
        raise UsageError(message, hint=say("score-unknown-hint"))
    return rating.score


def _weight(city: City, goal: Target, row: Row) -> float:
    """Points of the target's score for one more point in a row."""
    if goal.category is None:
        return arithmetic.overall_weight(city, row.category)
    return arithmetic.weight(row.category)


def _target_notes(
    city: City, goal: Target, reached: float, chosen: Sequence[Change]
) -> Iterator[Message]:
    category = goal.category.name if goal.category else OVERALL_NAME
    if reached < goal.score - arithmetic.EPSILON:
        yield say("target-unreachable", category=category, target=goal.score, limit=reached)
    elif not chosen:
        score = _score_of(city, goal)
        yield say("target-met", category=category, score=score, target=goal.score)

"""What a change of indicators would do to the category and overall scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import Annotated, NamedTuple

from smartrank import arithmetic
from smartrank.errors import UnknownNameError, UsageError
from smartrank.messages import Message, say
from smartrank.model import OVERALL_NAME, Category, City
from smartrank.names import (
    CATEGORY_ALIASES,
    OVERALL,
    category_key,
    did_you_mean,
    resolve,
)
from smartrank.places import others_of
from smartrank.query.answer import Answer, answer
from smartrank.query.field import RatingField, fields_of, passed, place_of
from smartrank.query.fields import (
    BestRank,
    CategoryName,
    CategorySlug,
    CityName,
    CitySlug,
    Computed,
    Edition,
    Field,
    IndicatorName,
    IndicatorSlug,
    Level,
    LikelyName,
    OptionalKind,
    OptionalPosition,
    OptionalRowAddress,
    WorstRank,
    computed,
)
from smartrank.query.indicators import IndicatorRecord, indicator_records
from smartrank.query.rows import Row, city_rows, find_row, likely_reading
from smartrank.query.select import Selection, arranged, check_selection, select
from smartrank.query.standing import field_mean
from smartrank.text import parse_number

MAXIMUM, MEAN = "max", "mean"


class WhatIfRecord(NamedTuple):
    """A score before and after a change: overall, of a row, of its category."""

    level: Level
    city: CitySlug
    city_name: CityName
    edition: Edition
    category: CategorySlug
    category_name: CategoryName
    position: OptionalPosition
    indicator: IndicatorSlug
    indicator_name: IndicatorName
    before: Annotated[
        float | None,
        Field("Before", "score as published; null if unknown", "points", "points", "always"),
    ]
    after: Annotated[
        float | None,
        Field(
            "After",
            "score with the change, not clamped to 100; null if the score before is unknown",
            "points",
            "points",
            "always",
            legend="legend-after",
            ours=True,
        ),
    ]
    gain: Annotated[
        float, Field("Gain", "after - before, of this score", "points", "gain", ours=True)
    ]
    row: OptionalRowAddress
    overall_gain: Annotated[
        float,
        Field(
            "Overall gain",
            "gain of the overall score from this",
            "points",
            "gain",
            "always",
            legend="legend-overall-gain",
            ours=True,
        ),
    ]
    rank_before: Annotated[
        int | None,
        Field("Rank before", "rank as published; null for a row", "place", "whole", "if_any"),
    ]
    rank_best: BestRank
    rank_worst: WorstRank
    likely_name: LikelyName
    kind: OptionalKind


class Change(NamedTuple):
    """A row with the score it is to have."""

    row: Row
    score: float

    @property
    def gain(self) -> float:
        """Points gained on the row's own scale."""
        return self.score - self.row.indicator.score


class Target(NamedTuple):
    """A score to reach: overall (no category), or of a category."""

    score: float
    category: Category | None = None


def whatif(
    city: City,
    changes: Iterable[str],
    selection: Selection = Selection(),
    *,
    field: Sequence[City] = (),
) -> Answer[WhatIfRecord]:
    """The new scores of changed rows, of their categories and overall.

    `changes` are texts as `lpwan=100`, `lpwan=+10` or `lpwan=max`. `selection` keeps rows; what
    they lead to is always told. With the cities of the edition as `field` the places are told, as
    ranges: published scores say no more.

    Raises UsageError for a change or selection that cannot be meant.
    """
    parsed = [parse_change(city, text) for text in changes]
    if not parsed:
        raise UsageError(say("nothing-to-change"), hint=say("nothing-to-change-hint"))
    seen: set[str] = set()
    for change in parsed:
        if change.row.place in seen:
            message = say("set-twice", row=change.row.address)
            raise UsageError(message, hint=say("set-once"))
        seen.add(change.row.place)
    return _answer(city, parsed, selection, field)


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
        goal = Target(ceil((score + _tolerance(city, chosen)) * 10 + arithmetic.EPSILON) / 10)
        steps = _steps(city, goal, selection, cap)
        further = _as_far_as_needed(steps, goal, city)
        if len(further) <= len(chosen):
            return _planned(city, goal, selection, cap, field)
        chosen = further


def score_at_rank(city: City, rank: int, field: Sequence[City]) -> float:
    """The most overall points that another city at a rank can have, if the city itself goes out.

    Raises UsageError if the field at hand does not tell it.
    """
    known = _fields(city, field).get(OVERALL)
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
    _check(selection)
    chosen = _as_far_as_needed(_steps(city, goal, selection, cap), goal, city)
    reached = _score_of(city, goal) + sum(c.gain * _weight(city, goal, c.row) for c in chosen)
    return _answer(
        city,
        chosen,
        Selection(sort=selection.sort, desc=selection.desc),
        field,
        _target_notes(city, goal, reached, chosen),
    )


def _mean(city: City, field: Sequence[City]) -> float:
    """The mean of all cities' overall scores, in points."""
    known = _fields(city, field).get(OVERALL)
    mean = field_mean(city, OVERALL, known) if known else None
    if mean is None:
        raise UsageError(say("mean-unknown", edition=city.edition), hint=say("rank-unknown-hint"))
    return mean


def _fields(city: City, field: Sequence[City]) -> dict[str, RatingField]:
    return fields_of([city], field)[city.edition]


# --- what is asked --------------------------------------------------------------------------------


def parse_change(city: City, text: str) -> Change:
    """Read `INDICATOR=SCORE`, where the score may be `max` or relative as `+10` and `-5`.

    Raises UsageError if it cannot be read or leaves the range from 0 to the row's maximum.
    """
    name, equals, asked = (part.strip() for part in text.partition("="))
    if not equals or not name:
        raise UsageError(say("change-unreadable", change=text), hint=say("change-hint"))
    row = find_row(city, name)
    if asked.lower() == MAXIMUM:
        return Change(row, row.max_score)
    number = parse_number(asked, hint=say("change-hint"))
    before = row.indicator.score
    score = before + number if asked[0] in "+-−" else number
    # a published bonus may stand above what we take for its maximum: keeping it is allowed
    limit = max(row.max_score, before)
    if not -arithmetic.EPSILON <= score <= limit + arithmetic.EPSILON:
        message = say("score-out-of-range", row=row.address, score=score)
        raise UsageError(message, hint=say("score-range", limit=limit))
    return Change(row, min(max(score, 0.0), limit))


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
    slugs = [key for key, _, _ in city.ratings()]
    found = resolve(name, slugs, "ambiguous-category", CATEGORY_ALIASES)
    if found is None:
        message = say("unknown-category-of", city=city.label, name=name)
        raise UnknownNameError(message, hint=did_you_mean(name, slugs))
    return Target(score, next((c for c in city.categories if c.slug == found), None))


# --- the plan -------------------------------------------------------------------------------------


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


# --- the answer -----------------------------------------------------------------------------------


def _answer(
    city: City,
    changes: Sequence[Change],
    selection: Selection,
    field: Sequence[City] = (),
    warnings: Iterable[str] = (),
) -> Answer[WhatIfRecord]:
    _check(selection)
    order = Selection(sort=selection.sort, desc=selection.desc)
    selected = {record.row for record in select(indicator_records([city]), [city], selection)}
    steps = [record for record in _step_records(city, changes) if record.row in selected]
    shown = {r.row for r in arranged(steps, order._replace(limit=selection.limit))}
    kept = [record for record in steps if record.row in shown]
    tolerance = _tolerance(city, changes)
    fields = _fields(city, field)
    results = [_overall_record(city, changes), *_category_records(city, changes)]
    headline, *categories = _with_places(city, results, tolerance, fields)
    return answer(
        WhatIfRecord,
        [headline, *kept, *categories],
        [city],
        order,
        title="title-whatif",
        warnings=(
            *warnings,
            *_would_pass(city, headline, tolerance, fields),
            *_readings(changes),
            say("whatif-assumptions"),
        ),
    )


def _check(selection: Selection) -> None:
    """Raise UsageError for a selection of rows, or an order of records, that cannot be meant."""
    check_selection(IndicatorRecord, selection._replace(sort=None))
    check_selection(WhatIfRecord, Selection(sort=selection.sort))


def _with_places(
    city: City, results: Iterable[WhatIfRecord], tolerance: float, fields: dict[str, RatingField]
) -> Iterator[WhatIfRecord]:
    """The results with the places that their new scores can give."""
    ratings = {key: rating for key, _, rating in city.ratings()}
    for record in results:
        rating = ratings.get(record.category)
        if rating is None:
            yield record
            continue
        field = fields.get(category_key(record.category))
        places = place_of(rating, field, record.after, tolerance)
        yield record._replace(
            rank_before=rating.rank,
            rank_best=places and places.best,
            rank_worst=places and places.worst,
        )


def _tolerance(city: City, changes: Sequence[Change]) -> float:
    """How far rounding in print may set a new score off, in points: never less than the truth."""
    tolerance = arithmetic.Tolerance(city)
    weights = sum(arithmetic.weight(change.row.category) for change in changes)
    return tolerance.of_rating + weights * tolerance.of_row


def _would_pass(
    city: City, headline: WhatIfRecord, tolerance: float, fields: dict[str, RatingField]
) -> Iterator[Message]:
    field = fields.get(OVERALL)
    if field is None or city.overall is None or headline.after is None:
        return
    names = passed(city.overall, field, headline.after, tolerance)
    if names:
        yield say("would-pass", count=len(names), names=", ".join(names))
    places = place_of(city.overall, field, headline.after, tolerance)
    if places and places.is_open_below:
        yield say("place-at-best", rank=places.best)
    if places and places.is_open_above:
        yield say("place-or-better", rank=places.worst)


def _readings(changes: Sequence[Change]) -> Iterator[str]:
    for row, _ in changes:
        if row.indicator.likely_name is not None:
            yield likely_reading(row)


def _overall_record(city: City, changes: Sequence[Change]) -> WhatIfRecord:
    gain = sum(c.gain * arithmetic.overall_weight(city, c.row.category) for c in changes)
    score = city.overall.score if city.overall else None
    record = _record(city, (OVERALL, OVERALL_NAME), score, gain, gain)
    return record._replace(level="overall")


def _step_records(city: City, changes: Sequence[Change]) -> Iterator[WhatIfRecord]:
    """The changed rows in their order."""
    for change in changes:
        category, position, row = change.row
        overall_gain = change.gain * arithmetic.overall_weight(city, category)
        yield _record(
            city, (category.slug, category.name), row.score, change.gain, overall_gain
        )._replace(
            level="indicator",
            position=position,
            indicator=row.slug,
            indicator_name=row.name,
            row=change.row.place,
            likely_name=row.likely_name,
            kind=row.kind,
        )


def _category_records(city: City, changes: Sequence[Change]) -> Iterator[WhatIfRecord]:
    """The categories of changed rows, in page order."""
    gains: dict[str, float] = {}
    for change in changes:
        key = change.row.category.slug
        gains[key] = gains.get(key, 0.0) + change.gain
    for category in city.categories:
        if category.slug in gains:
            gain = gains[category.slug] * arithmetic.weight(category)
            before = category.rating.score
            overall_gain = gain / len(city.categories)
            yield _record(city, (category.slug, category.name), before, gain, overall_gain)


def _record(
    city: City, category: tuple[str, str], before: float | None, gain: float, overall_gain: float
) -> WhatIfRecord:
    return WhatIfRecord(
        level="category",
        city=city.slug,
        city_name=city.name,
        edition=city.edition,
        category=category[0],
        category_name=category[1],
        position=None,
        indicator=None,
        indicator_name=None,
        before=before,
        after=computed(None if before is None else before + gain),
        gain=Computed(gain),
        row=None,
        overall_gain=Computed(overall_gain),
        rank_before=None,
        rank_best=None,
        rank_worst=None,
        likely_name=None,
        kind=None,
    )

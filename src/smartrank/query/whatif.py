"""What a change of indicators would do to the category and overall scores."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, NamedTuple

from smartrank import arithmetic
from smartrank.errors import UsageError
from smartrank.messages import say
from smartrank.model import OVERALL_NAME, City
from smartrank.names import OVERALL
from smartrank.query.answer import Answer, answer
from smartrank.query.fields import (
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
    OptionalPosition,
)
from smartrank.query.rows import Row, city_rows, find_row, likely_reading
from smartrank.query.select import Selection

MAXIMUM = "max"
_SCORE = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")


class WhatIfRecord(NamedTuple):
    """A score before and after a change: of a row, of its category, or overall."""

    level: Level
    city: CitySlug
    city_name: CityName
    edition: Edition
    category: CategorySlug
    category_name: CategoryName
    position: OptionalPosition
    indicator: IndicatorSlug
    indicator_name: IndicatorName
    before: Annotated[float, Field("Before", "score as published", "points", "points", "always")]
    after: Annotated[
        float,
        Field("After", "score with the change, not clamped to 100", "points", "points", "always"),
    ]
    gain: Annotated[float, Field("Gain", "after - before", "points", "gain", "always")]


class Change(NamedTuple):
    """A row with the score it is to have."""

    row: Row
    score: float


def parse_change(city: City, text: str) -> Change:
    """Read `INDICATOR=SCORE`, where the score may be `max` or relative as `+10` and `-5`.

    Raises UsageError if it cannot be read or leaves the range from 0 to the row's maximum.
    """
    name, equals, asked = (part.strip() for part in text.partition("="))
    if not equals or not name:
        raise UsageError(say("change-unreadable", change=text), hint=say("change-hint"))
    row = find_row(city, name)
    number = asked.replace(",", ".").replace("−", "-")
    if asked.lower() == MAXIMUM:
        return Change(row, row.max_score)
    if not _SCORE.fullmatch(number):
        raise UsageError(say("not-a-score", score=asked), hint=say("change-hint"))
    relative = number[0] in "+-"
    before = row.indicator.score
    score = before + float(number) if relative else float(number)
    # a published bonus may stand above what we take for its maximum: keeping it is allowed
    limit = max(row.max_score, before)
    if not -arithmetic.EPSILON <= score <= limit + arithmetic.EPSILON:
        message = say("score-out-of-range", row=row.address, score=score)
        raise UsageError(message, hint=say("score-range", limit=limit))
    return Change(row, min(max(score, 0.0), limit))


def whatif(
    city: City, changes: Iterable[str], selection: Selection = Selection()
) -> Answer[WhatIfRecord]:
    """The new scores of changed rows, of their categories and overall.

    `changes` are texts as `lpwan=100`.

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
    return _answer(city, parsed, selection)


def plan_for_target(
    city: City, target: float, selection: Selection = Selection()
) -> Answer[WhatIfRecord]:
    """The shortest list of rows that lift the overall score to a target (in points).

    Each row goes to its maximum, those with the most potential first. If all together do not
    reach it, the answer holds them all and says so.

    Raises UsageError for a target out of range or a selection that cannot be meant.
    """
    limit = arithmetic.REGULAR_MAXIMUM
    if not 0 <= target <= limit:
        message = say("target-out-of-range", target=target, limit=limit)
        raise UsageError(message, hint=say("target-hint"))
    steps = sorted(
        ((_potential(city, row), row) for row in city_rows(city)), key=lambda step: -step[0]
    )
    missing = target - city.overall.score
    chosen: list[Change] = []
    for gain, row in steps:
        if missing <= arithmetic.EPSILON or gain == 0:
            break
        chosen.append(Change(row, row.max_score))
        missing -= gain
    warnings = []
    if missing > arithmetic.EPSILON:
        warnings.append(say("target-unreachable", target=target, limit=target - missing))
    elif not chosen:
        warnings.append(say("target-met", score=city.overall.score, target=target))
    return _answer(city, chosen, selection, warnings)


def _potential(city: City, row: Row) -> float:
    missing = max(row.max_score - row.indicator.score, 0.0)
    return missing * arithmetic.overall_weight(city, row.category)


def _answer(
    city: City, changes: Sequence[Change], selection: Selection, warnings: Iterable[str] = ()
) -> Answer[WhatIfRecord]:
    return answer(
        WhatIfRecord,
        _records(city, changes),
        [city],
        selection,
        title="title-whatif",
        warnings=(*warnings, *_readings(changes), say("whatif-assumptions")),
    )


def _readings(changes: Sequence[Change]) -> Iterator[str]:
    for row, _ in changes:
        if row.indicator.likely_name is not None:
            yield likely_reading(row)


def _records(city: City, changes: Sequence[Change]) -> list[WhatIfRecord]:
    """The changed rows in their order, then their categories in page order, then the overall."""
    records = []
    for (category, position, row), score in changes:
        blank = _rating_record(city, category.slug, category.name, row.score, score - row.score)
        records.append(
            blank._replace(
                level="indicator", position=position, indicator=row.slug, indicator_name=row.name
            )
        )
    overall_gain = 0.0
    for category in city.categories:
        gains = [score - row.score for (of, _, row), score in changes if of is category]
        overall_gain += sum(gains) * arithmetic.overall_weight(city, category)
        if gains:
            gain = sum(gains) * arithmetic.weight(category)
            before = category.rating.score
            records.append(_rating_record(city, category.slug, category.name, before, gain))
    overall = _rating_record(city, OVERALL, OVERALL_NAME, city.overall.score, overall_gain)
    return [*records, overall._replace(level="overall")]


def _rating_record(city: City, key: str, name: str, before: float, gain: float) -> WhatIfRecord:
    return WhatIfRecord(
        level="category",
        city=city.slug,
        city_name=city.name,
        edition=city.edition,
        category=key,
        category_name=name,
        position=None,
        indicator=None,
        indicator_name=None,
        before=before,
        after=Computed(before + gain),
        gain=Computed(gain),
    )

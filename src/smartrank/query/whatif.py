"""What a change of indicators would do to the category and overall scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, NamedTuple

from smartrank import arithmetic
from smartrank.errors import UsageError
from smartrank.messages import Message, say
from smartrank.model import OVERALL_NAME, City
from smartrank.names import (
    OVERALL,
    category_key,
)
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
from smartrank.query.numbers import parse_number, plain_number
from smartrank.query.rows import Row, find_row, likely_reading
from smartrank.query.select import Selection, arranged, check_selection, select

MAXIMUM = "max"


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
            origin="ours",
        ),
    ]
    gain: Annotated[
        float, Field("Gain", "after - before, of this score", "points", "gain", origin="ours")
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
            origin="ours",
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
    return changes_answer(city, parsed, selection, field)


def edition_fields(city: City, field: Sequence[City]) -> dict[str, RatingField]:
    """The field of the city's own edition, by rating."""
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
    score = before + number if plain_number(asked)[0] in "+-" else number
    # a published bonus may stand above what we take for its maximum: keeping it is allowed
    limit = max(row.max_score, before)
    if not -arithmetic.EPSILON <= score <= limit + arithmetic.EPSILON:
        message = say("score-out-of-range", row=row.address, score=score)
        raise UsageError(message, hint=say("score-range", limit=limit))
    return Change(row, min(max(score, 0.0), limit))


# --- the answer -----------------------------------------------------------------------------------


def changes_answer(
    city: City,
    changes: Sequence[Change],
    selection: Selection,
    field: Sequence[City] = (),
    warnings: Iterable[str] = (),
) -> Answer[WhatIfRecord]:
    """What some changes lead to: overall first, then each step, then the categories."""
    check_changes(selection)
    order = Selection(sort=selection.sort, desc=selection.desc)
    selected = {record.row for record in select(indicator_records([city]), [city], selection)}
    steps = [record for record in _step_records(city, changes) if record.row in selected]
    shown = {r.row for r in arranged(steps, order._replace(limit=selection.limit))}
    kept = [record for record in steps if record.row in shown]
    tolerance = tolerance_of(city, changes)
    fields = edition_fields(city, field)
    results = [_overall_record(city, changes), *_category_records(city, changes)]
    headline, *categories = _with_places(city, results, tolerance, fields)
    return answer(
        WhatIfRecord,
        [headline, *kept, *categories],
        [city],
        order,
        title="title-whatif",
        picture="change",
        warnings=(
            *warnings,
            *_would_pass(city, headline, tolerance, fields),
            *_readings(changes),
            say("whatif-assumptions"),
        ),
    )


def check_changes(selection: Selection) -> None:
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


def tolerance_of(city: City, changes: Sequence[Change]) -> float:
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
            points = gains[category.slug]
            gain = points * arithmetic.weight(category)
            before = category.rating.score
            overall_gain = points * arithmetic.overall_weight(city, category)
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

"""What a change of indicators would do to the category and overall scores."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, NamedTuple

from smartrank import arithmetic
from smartrank.errors import UnknownNameError, UsageError
from smartrank.model import OVERALL_NAME
from smartrank.names import CATEGORY_ALIASES, MOST_LISTED, OVERALL, did_you_mean, matches, slug
from smartrank.query.records import (
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
from smartrank.query.selection import Selection, answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from smartrank.model import Category, City, Indicator
    from smartrank.query.records import Answer

MAXIMUM = "max"
_SCORE = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_SCORE_HINT = "give a score such as `lpwan=100`, a change such as `lpwan=+10`, or `lpwan=max`"
ASSUMPTIONS = (
    "assumes that the index is computed as we read it, that the rest of the city and all other "
    "cities stay as they are, and starts from the printed scores, unclamped"
)


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


class Row(NamedTuple):
    """An indicator row with its category and its place there, counted from 1."""

    category: Category
    position: int
    row: Indicator

    @property
    def place(self) -> str:
        """`category/position`, which every row has."""
        return f"{self.category.slug}/{self.position}"

    @property
    def address(self) -> str:
        """`category/indicator`; for an unlabelled row its place."""
        return f"{self.category.slug}/{self.row.slug}" if self.row.slug else self.place

    @property
    def maximum(self) -> float:
        """The most points the row can have."""
        return arithmetic.maximum_score(self.category, self.row)


class Change(NamedTuple):
    """A row with the score it is to have."""

    row: Row
    score: float


def city_rows(city: City) -> list[Row]:
    """All rows of a city in page order."""
    return [Row(c, position, row) for c in city.categories for position, row in c.rows()]


def row_addresses(city: City) -> list[str]:
    """The shortest address of each row: its key where only one row has it."""
    rows = city_rows(city)
    slugs = [row.row.slug for row in rows]
    return [
        row.row.slug if row.row.slug and slugs.count(row.row.slug) == 1 else row.address
        for row in rows
    ]


def find_row(city: City, name: str) -> Row:
    """The row that a name, `category/name` or `category/position` means.

    Raises UnknownNameError, with what is close, if there is none or more than one.
    """
    rows = city_rows(city)
    whole = [row for row in rows if row.row.slug is not None and row.row.slug == slug(name)]
    if len(whole) == 1:  # a published name may hold a slash itself
        return whole[0]
    category_name, slash, row_name = name.partition("/")
    if slash:
        known = [category.slug for category in city.categories]
        slugs = matches(category_name, known, CATEGORY_ALIASES)
        if not slugs:
            message = f"{city.name} {city.edition} has no category `{category_name}`"
            raise UnknownNameError(message, hint=did_you_mean(category_name, known))
        rows = [row for row in rows if row.category.slug in slugs]
    else:
        row_name = name
    if slash and row_name.isdecimal():
        found = [row for row in rows if str(row.position) == row_name.lstrip("0")]
    else:
        slugs = matches(row_name, [row.row.slug for row in rows if row.row.slug])
        found = [row for row in rows if row.row.slug in slugs]
    if len(found) > 1:
        hint = f"it may be {', '.join(f'`{row.address}`' for row in found[:MOST_LISTED])}"
        raise UnknownNameError(f"`{name}` could be more than one indicator", hint=hint)
    if not found:
        message = f"{city.name} {city.edition} has no indicator `{name}`"
        raise UnknownNameError(message, hint=_hint(city, row_name))
    return found[0]


def _hint(city: City, typed: str) -> str:
    """What is close to an unknown name: an unlabelled row by its likely name, else a key."""
    for row in city_rows(city):
        likely = row.row.likely_name
        if likely is not None and matches(typed, [slug(likely)]):
            return f"`{row.place}` is unlabelled, and likely {likely}"
    return did_you_mean(typed, row_addresses(city))


def parse_change(city: City, text: str) -> Change:
    """Read `INDICATOR=SCORE`, where the score may be `max` or relative as `+10` and `-5`.

    Raises UsageError if it cannot be read or leaves the range from 0 to the row's maximum.
    """
    name, equals, asked = (part.strip() for part in text.partition("="))
    if not equals or not name:
        raise UsageError(f"`{text}` is not INDICATOR=SCORE", hint=_SCORE_HINT)
    row = find_row(city, name)
    number = asked.replace(",", ".").replace("−", "-")
    if asked.lower() == MAXIMUM:
        return Change(row, row.maximum)
    if not _SCORE.fullmatch(number):
        raise UsageError(f"`{asked}` is no score", hint=_SCORE_HINT)
    relative = number[0] in "+-"
    score = row.row.score + float(number) if relative else float(number)
    # a printed bonus may stand above what we take for its maximum: keeping it is allowed
    most = max(row.maximum, row.row.score)
    if not -arithmetic.SLACK <= score <= most + arithmetic.SLACK:
        message = f"`{row.address}` would have {score:.10g} points"
        raise UsageError(message, hint=f"its score can be from 0 to {most:g}")
    return Change(row, min(max(score, 0.0), most))


def whatif(city: City, changes: Iterable[str], selection: Selection = Selection()) -> Answer:
    """The new scores of changed rows, of their categories and overall.

    `changes` are texts as `lpwan=100`. Raises UsageError for one that cannot be meant.
    """
    parsed = [parse_change(city, text) for text in changes]
    if not parsed:
        raise UsageError(
            "nothing is changed", hint="add `--set INDICATOR=SCORE` or `--target SCORE`"
        )
    seen: set[str] = set()
    for change in parsed:
        if change.row.place in seen:
            message = f"`{change.row.address}` is set twice"
            raise UsageError(message, hint="set each indicator once")
        seen.add(change.row.place)
    return _answer(city, parsed, selection)


def reach(city: City, target: float, selection: Selection = Selection()) -> Answer:
    """The shortest list of rows that lift the overall score to a target (in points).

    Each row goes to its maximum, those with the most potential first. If all together do not
    reach it, the answer holds them all and says so. Raises UsageError for a target out of range.
    """
    if not 0 <= target <= arithmetic.REGULAR_MAXIMUM:
        message = f"a target must be from 0 to {arithmetic.REGULAR_MAXIMUM:g} points"
        raise UsageError(f"{message}, not {target:g}", hint="name the overall score to reach")
    rows = sorted(city_rows(city), key=lambda row: -_potential(city, row))
    missing = target - city.overall.score
    chosen: list[Change] = []
    for row in rows:
        if missing <= arithmetic.SLACK or _potential(city, row) == 0:
            break
        chosen.append(Change(row, row.maximum))
        missing -= _potential(city, row)
    remarks = []
    if missing > arithmetic.SLACK:
        most = target - missing
        remarks.append(
            f"{target:g} points cannot be reached: with all rows at their maximum it is {most:.2f}"
        )
    elif not chosen:
        remarks.append(f"{city.overall.score:g} points reach the target of {target:g} already")
    return _answer(city, chosen, selection, remarks)


def _potential(city: City, row: Row) -> float:
    return arithmetic.potential(city, row.category, row.row)


def _answer(
    city: City, changes: Sequence[Change], selection: Selection, remarks: Sequence[str] = ()
) -> Answer:
    return answer(
        WhatIfRecord,
        _records(city, changes),
        [city],
        selection,
        title="What if",
        remarks=(*remarks, *_readings(changes), ASSUMPTIONS),
    )


def _readings(changes: Sequence[Change]) -> Iterator[str]:
    for row, _ in changes:
        if row.row.likely_name is not None:
            yield f"`{row.place}` is unlabelled, and likely {row.row.likely_name}"


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
        overall_gain += sum(gains) * arithmetic.overall_point_worth(city, category)
        if gains:
            gain = sum(gains) * arithmetic.point_worth(category)
            before = category.rating.score
            records.append(_rating_record(city, category.slug, category.name, before, gain))
    overall = _rating_record(city, OVERALL, OVERALL_NAME, city.overall.score, overall_gain)
    return [*records, overall._replace(level="overall")]


def _rating_record(city: City, key: str, name: str, before: float, gain: float) -> WhatIfRecord:
    return WhatIfRecord(
        "category",
        city.slug,
        city.name,
        city.edition,
        key,
        name,
        None,
        None,
        None,
        before,
        Computed(before + gain),
        Computed(gain),
    )

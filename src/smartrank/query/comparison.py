"""Cities and editions side by side, with the difference to the first of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from smartrank.errors import UsageError
from smartrank.model import OVERALL_NAME
from smartrank.names import OVERALL, category_key, slug
from smartrank.notes import contradictions
from smartrank.query.records import (
    CategoryName,
    CategorySlug,
    CityName,
    CitySlug,
    Computed,
    Edition,
    Field,
    IndicatorSlug,
    Level,
    OptionalPosition,
    Score,
)
from smartrank.query.selection import Selection, answer, chosen_categories

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from smartrank.model import City, Indicator, Rating
    from smartrank.query.records import Answer

Key = tuple[Any, ...]
Who = tuple[str, int]  # a city and an edition

SCALE = (
    "scores of different editions are not on one scale: 100 is the best city of each edition, so a "
    "difference of scores is no measure of progress"
)


class ComparisonRecord(NamedTuple):
    """A rating or an indicator row of one city in one edition, and how far it is from the first."""

    level: Level
    city: CitySlug
    city_name: CityName
    edition: Edition
    category: CategorySlug
    category_name: CategoryName
    position: OptionalPosition
    indicator: IndicatorSlug
    indicator_name: Annotated[
        str | None,
        Field("Indicator", "name as published; null if unlabelled", "", "name", "filled"),
    ]
    rank: Annotated[
        int | None,
        Field(
            "Rank", "place in the ranking, 1 is the best; null for a row", "place", "whole", "room"
        ),
    ]
    rank_difference: Annotated[
        int | None,
        Field(
            "Places",
            "places better than the first, plus is better; null without a partner",
            "places",
            "change",
        ),
    ]
    score: Score
    difference: Annotated[
        float | None,
        Field(
            "Difference",
            "score minus the score of the first; null without a partner",
            "points",
            "gain",
            "always",
        ),
    ]


class _Entry(NamedTuple):
    """A rating or row before it is compared; `key` is shared by what may be compared."""

    city: City
    key: Key
    category: tuple[str, str]
    score: float
    rating: Rating | None = None
    position: int | None = None
    row: Indicator | None = None

    @property
    def level(self) -> Literal["overall", "category", "indicator"]:
        if self.row is not None:
            return "indicator"
        return "overall" if self.category[0] == OVERALL else "category"

    @property
    def name(self) -> str:
        """What a person calls it."""
        if self.row is None:
            return self.category[1]
        return f"{self.category[1]}: {self.row.name or f'unlabelled row {self.position}'}"


def compare(
    cities: Sequence[City], selection: Selection = Selection(), *, indicators: bool = False
) -> Answer:
    """Two or more cities or editions, with the difference to the first of them.

    Rows are matched by key within matching categories; unlabelled ones by their likely names, or
    where these are not told by their place in the same edition. Raises UsageError for one alone.
    """
    if len(cities) < 2:
        hint = "as in `compare jena musterstadt` or `compare jena@2024 jena@2025`"
        raise UsageError("name at least two different cities or editions", hint=hint)
    return _answer(cities, selection, indicators=indicators, title="Comparison")


def history(
    editions: Sequence[City], selection: Selection = Selection(), *, indicators: bool = False
) -> Answer:
    """All editions of a city, oldest first, with the difference to the oldest."""
    return _answer(editions, selection, indicators=indicators, title="History")


def _answer(
    cities: Sequence[City], selection: Selection, *, indicators: bool, title: str
) -> Answer:
    if not cities:
        raise UsageError("there is nothing to compare", hint="name a city")
    lines = _lines(entry for city in cities for entry in _entries(city, indicators=indicators))
    wanted = {_who(city): {key for key, _, _ in city.ratings()} for city in cities}
    if selection.categories:
        wanted = chosen_categories(cities, selection.categories)
    asked = [
        line
        for line in lines
        if any(entry.category[0] in wanted[who] for who, entry in line.items())
    ]
    first = _who(cities[0])
    records = [_record(entry, line.get(first)) for line in lines for entry in line.values()]
    line_of = {
        _identity(entry): number for number, line in enumerate(lines) for entry in line.values()
    }
    found = answer(
        ComparisonRecord,
        records,
        cities,
        selection,
        title=title,
        line_of=lambda record: line_of[_record_identity(record)],
        remarks=(
            *_edition_warnings(cities),
            *_gaps(cities, asked),
            *_contradictory(cities, wanted),
        ),
    )
    kept = Counter(line_of[_record_identity(record)] for record in found.records)
    if all(count == len(lines[number]) for number, count in kept.items()):
        return found
    # half a line would look like a figure that is missing: then each record has a row of its own
    return found._replace(sheets=(found.sheet._replace(line_of=None),))


def _who(city: City) -> Who:
    return city.slug, city.edition


def _identity(entry: _Entry) -> Key:
    return (entry.level, *_who(entry.city), entry.category[0], entry.position)


def _record_identity(record: ComparisonRecord) -> Key:
    return (record.level, record.city, record.edition, record.category, record.position)


def _entries(city: City, *, indicators: bool) -> Iterator[_Entry]:
    overall = (OVERALL, OVERALL_NAME)
    yield _Entry(city, (OVERALL,), overall, city.overall.score, city.overall)
    for category in city.categories:
        names = (category.slug, category.name)
        key = category_key(category.slug)
        yield _Entry(city, (key,), names, category.rating.score, category.rating)
        if not indicators:
            continue
        for position, row in category.rows():
            yield _Entry(city, (key, row.slug), names, row.score, None, position, row)


def _lines(entries: Iterable[_Entry]) -> list[dict[Who, _Entry]]:
    """What is compared with each other: on each line at most one entry of a city and edition."""
    lines: list[dict[Who, _Entry]] = []
    by_key: dict[Key, list[dict[Who, _Entry]]] = {}
    for entry in entries:
        alike = by_key.setdefault(entry.key, [])
        who = _who(entry.city)
        free = [line for line in alike if who not in line and _are_partners(entry, line)]
        # of two categories that were one in another edition, the one of the same name comes first
        free.sort(key=lambda line: next(iter(line.values())).category[0] != entry.category[0])
        line = free[0] if free else {}
        if not free:
            lines.append(line)
            alike.append(line)
        line[who] = entry
    return lines


def _are_partners(entry: _Entry, line: dict[Who, _Entry]) -> bool:
    other = next(iter(line.values()))
    if entry.row is None or entry.row.name is not None:
        return True
    return _same_unlabelled(entry, other)


def _same_unlabelled(entry: _Entry, other: _Entry) -> bool:
    assert entry.row is not None
    assert other.row is not None
    likely, others = entry.row.likely_name, other.row.likely_name
    if likely is not None and others is not None:
        return slug(likely) == slug(others)
    return entry.city.edition == other.city.edition and entry.position == other.position


def _record(entry: _Entry, first: _Entry | None) -> ComparisonRecord:
    rank = entry.rating.rank if entry.rating else None
    places = first.rating.rank - rank if first and first.rating and rank is not None else None
    return ComparisonRecord(
        entry.level,
        entry.city.slug,
        entry.city.name,
        entry.city.edition,
        *entry.category,
        entry.position,
        entry.row.slug if entry.row else None,
        entry.row.name if entry.row else None,
        rank,
        places,
        entry.score,
        Computed(entry.score - first.score) if first else None,
    )


# --- what a reader must know ----------------------------------------------------------------------


def _label(city: City) -> str:
    return f"{city.name} {city.edition}"


def _edition_warnings(cities: Sequence[City]) -> Iterator[str]:
    """What sets editions apart: the scale always, and what changed between those compared."""
    if len({city.edition for city in cities}) < 2:
        return
    yield SCALE
    first = cities[0]
    for other in cities[1:]:
        if other.edition != first.edition:
            changes = list(_changes(first, other))
            if changes:
                yield f"between {_label(first)} and {_label(other)}: {'; '.join(changes)}"


def _changes(first: City, other: City) -> Iterator[str]:
    before, after = first.source.ranked_cities, other.source.ranked_cities
    if before != after:
        yield f"ranked cities {before or 'unknown'} -> {after or 'unknown'}"
    names = [{category_key(c.slug): c.name for c in city.categories} for city in (first, other)]
    for key in sorted(names[0].keys() & names[1].keys()):
        if names[0][key] != names[1][key]:
            yield f"category `{names[0][key]}` is called `{names[1][key]}`"
    for here, there, what in ((0, 1, "without"), (1, 0, "with")):
        gone = [name for key, name in names[here].items() if key not in names[there]]
        if gone:
            yield f"{what} the category {', '.join(f'`{name}`' for name in gone)}"
    counts = [sum(len(c.indicators) for c in city.categories) for city in (first, other)]
    if counts[0] != counts[1]:
        yield f"rows {counts[0]} -> {counts[1]}"


def _gaps(cities: Sequence[City], lines: Sequence[dict[Who, _Entry]]) -> Iterator[str]:
    """Which ratings and rows have no partner in a city that is compared."""
    for city in cities:
        lacking = [line for line in lines if _who(city) not in line]
        names = [f"`{next(iter(line.values())).name}`" for line in lacking]
        if names:
            yield f"{_label(city)} has no partner for {', '.join(names)}"


def _contradictory(cities: Sequence[City], wanted: dict[Who, set[str]]) -> Iterator[str]:
    for city, key, name, message in contradictions(cities):
        if key in wanted[_who(city)]:
            yield f"{_label(city)}, {name}: {message}"

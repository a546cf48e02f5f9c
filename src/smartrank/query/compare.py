"""Cities and editions side by side, with the difference to the first of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any, Literal, NamedTuple

from smartrank.arithmetic import difference, max_score
from smartrank.errors import UsageError
from smartrank.messages import joined, say
from smartrank.model import Category, City, Indicator
from smartrank.names import OVERALL, category_key, slug
from smartrank.query.answer import (
    Answer,
    Sheet,
    Side,
    published_decimals,
    source_line,
    titled,
    told_apart,
)
from smartrank.query.comparability import contradiction_warnings, edition_warnings
from smartrank.query.fields import (
    CategoryName,
    CategorySlug,
    CityName,
    CitySlug,
    Edition,
    Field,
    IndicatorName,
    IndicatorSlug,
    Level,
    LikelyName,
    OptionalKind,
    OptionalPosition,
    OptionalRowAddress,
    OptionalScore,
    computed,
    shown,
)
from smartrank.query.select import (
    Selection,
    arranged,
    check_selection,
    chosen_categories,
    rounded,
    select,
    sort_key,
)

Key = tuple[Any, ...]
Origin = Literal["page", "ranking", "trend"]
Who = tuple[str, int]  # a city and an edition
#: Fields by which a line is ordered as its base has them, and those as the one compared with it.
_FIGURES = ("rank", "score")
_DIFFERENCES = ("rank_difference", "difference")


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
    indicator_name: Annotated[str | None, shown(IndicatorName, "if_any")]
    rank: Annotated[
        int | None,
        Field(
            "Rank",
            "place in the ranking, 1 is the best; null for a row",
            "place",
            "whole",
            "if_room",
        ),
    ]
    rank_difference: Annotated[
        int | None,
        Field(
            "Places",
            "places better than the first, plus is better; null without a partner",
            "places",
            "difference",
            compares="rank",
        ),
    ]
    score: OptionalScore
    difference: Annotated[
        float | None,
        Field(
            "Difference",
            "score minus the score of the first; null without a partner",
            "points",
            "difference",
            "always",
            compares="score",
            per_edition=True,
        ),
    ]
    row: OptionalRowAddress
    likely_name: LikelyName
    kind: OptionalKind
    max_score: Annotated[
        float | None,
        Field(
            "Max.",
            "the most points the row can have; null for a rating",
            "points",
            "plain",
            origin="ours",
        ),
    ]
    origin: Annotated[
        Origin,
        Field(
            "Origin",
            "where the figures stand: the city's `page`, a `ranking` list, or `trend` for the rank "
            "that follows from the trend of the oldest edition",
            origin="program",
        ),
    ]


class _Entry(NamedTuple):
    """A rating or row before it is compared; `key` is shared by what may be compared."""

    city: City
    edition: int
    key: Key
    category: tuple[str, str]
    rank: int | None
    score: float | None
    origin: Origin = "page"
    position: int | None = None
    row: Indicator | None = None
    max_score: float | None = None

    @property
    def who(self) -> Who:
        return self.city.slug, self.edition

    @property
    def level(self) -> Literal["overall", "category", "indicator"]:
        if self.row is not None:
            return "indicator"
        return "overall" if self.category[0] == OVERALL else "category"

    @property
    def name(self) -> str:
        """What a person calls it."""
        category = self.category[1]
        if self.row is None:
            return category
        if self.row.name is None:
            return say("unlabelled-row-of", category=category, position=self.position)
        return say("row-of", category=category, name=self.row.name)


_Line = dict[Who, _Entry]
_Records = list[ComparisonRecord]  # of one line, in the order of the cities


def compare(
    cities: Sequence[City], selection: Selection = Selection(), *, indicators: bool = False
) -> Answer[ComparisonRecord]:
    """Two or more cities or editions, with the difference to the first of them.

    Rows are matched by key within matching categories; unlabelled ones by their likely names, or
    where these are not told by their place in the same edition. What is on one line stays
    together: lines are selected, ordered and counted, not records.

    Raises UsageError for one city alone, or for a selection that cannot be meant.
    """
    if len({city.key for city in cities}) < 2:
        raise UsageError(say("compare-one"), hint=say("compare-one-hint"))
    return side_by_side(cities, selection, indicators=indicators, title="title-compare")


def side_by_side(
    cities: Sequence[City],
    selection: Selection,
    *,
    indicators: bool,
    title: str,
    with_trend: bool = False,
) -> Answer[ComparisonRecord]:
    """Cities or editions compared with the first of them, which is the base.

    `with_trend` puts before the first the ranks that follow from its trends; ranks are then
    compared with these.

    Raises UsageError for no city at all, or for a selection that cannot be meant.
    """
    if not cities:
        raise UsageError(say("compare-none"), hint=say("compare-none-hint"))
    check_selection(ComparisonRecord, selection)
    cities = list({city.key: city for city in cities}.values())
    entries = [entry for city in cities for entry in _entries(city, indicators=indicators)]
    earlier = list(_entries_from_trend(cities[0])) if with_trend else []
    order = [*dict.fromkeys(entry.who for entry in earlier), *(city.key for city in cities)]
    lines = _lines((*earlier, *entries))
    wanted = {city.key: {key for key, _, _ in city.ratings()} for city in cities}
    if selection.categories:
        wanted = chosen_categories(cities, selection.categories)
    asked = [
        line
        for line in lines
        if any(entry.category[0] in wanted[entry.city.key] for entry in line.values())
    ]
    found = [_records(line, order, cities[0].key) for line in asked]
    # what is compared with the base: the next one, or of a history the newest edition
    compared = cities[-1] if with_trend else cities[1]
    kept = _arranged(found, (cities[0], compared), selection._replace(categories=()))
    rows = [(number, record) for number, line in enumerate(kept) for record in line]
    sheet = Sheet(
        ComparisonRecord,
        tuple(rounded(ComparisonRecord, (record for _, record in rows))),
        context=told_apart(cities),
        lines=tuple(number for number, _ in rows),
        sides=tuple(_side(who, cities) for who in order),
        decimals=published_decimals(entries),
        picture="slope" if len({who[0] for who in order}) == 1 else "dumbbell",
    )
    return Answer(
        title=titled(title, cities),
        sheets=(sheet,),
        source=source_line(cities),
        warnings=(
            *edition_warnings(cities),
            *_gaps(cities, asked),
            *contradiction_warnings(cities, wanted),
        ),
    )


def _side(who: Who, cities: Sequence[City]) -> Side:
    """A city and edition; one that is none of the cities has the edition before the first."""
    key, edition = who
    name = next(city.name for city in cities if city.slug == key)
    return Side(key, name, edition, from_trend=all(city.key != who for city in cities))


def _entries(city: City, *, indicators: bool) -> Iterator[_Entry]:
    rows = {category.slug: category for category in city.categories}
    for key, name, rating in city.ratings():
        yield _Entry(
            city,
            city.edition,
            (category_key(key),),
            (key, name),
            rating.rank,
            rating.score,
            origin=rating.origin,
        )
        if indicators and key in rows:
            yield from _row_entries(city, rows[key])


def _row_entries(city: City, category: Category) -> Iterator[_Entry]:
    for position, row in category.rows():
        yield _Entry(
            city,
            city.edition,
            (category_key(category.slug), row.slug),
            (category.slug, category.name),
            None,
            row.score,
            position=position,
            row=row,
            max_score=max_score(category, row),
        )


def _entries_from_trend(city: City) -> Iterator[_Entry]:
    """The ranks of the edition before, as the trend of a city tells them."""
    for key, name, rating in city.ratings():
        if rating.previous_rank is not None:
            yield _Entry(
                city,
                city.edition - 1,
                (category_key(key),),
                (key, name),
                rating.previous_rank,
                None,
                origin="trend",
            )


# --- lines ----------------------------------------------------------------------------------------


def _lines(entries: Iterable[_Entry]) -> list[_Line]:
    """What is compared with each other: on each line at most one entry of a city and edition."""
    lines: list[_Line] = []
    by_key: dict[Key, list[_Line]] = {}
    for entry in entries:
        keys = _partner_keys(entry)
        alike = [line for key in keys for line in by_key.get(key, ())]
        free = [line for line in alike if entry.who not in line and _are_partners(entry, line)]
        # of two categories that were one in another edition, the one of the same name comes first
        free.sort(key=lambda line: next(iter(line.values())).category[0] != entry.category[0])
        line = free[0] if free else {}
        if not free:
            lines.append(line)
            for key in keys:
                by_key.setdefault(key, []).append(line)
        line[entry.who] = entry
    return lines


def _partner_keys(entry: _Entry) -> list[Key]:
    """Under which keys the partners of an entry may be, the surest first."""
    if entry.row is None or entry.row.name is not None:
        return [entry.key]
    place = (*entry.key, entry.edition, entry.position)
    likely = entry.row.likely_name
    return [place] if likely is None else [(*entry.key, slug(likely)), place]


def _are_partners(entry: _Entry, line: _Line) -> bool:
    """Whether nothing speaks against it: likely names of two rows in one place may differ."""
    rows = (entry.row, next(iter(line.values())).row)
    return len({slug(row.likely_name) for row in rows if row and row.likely_name}) < 2


def _records(line: _Line, order: Sequence[Who], base: Who) -> _Records:
    """The records of a line; ranks are compared with the first of all, scores with the base."""
    first, scored = line.get(order[0]), line.get(base)
    return [_record(line[who], first, scored) for who in order if who in line]


def _record(entry: _Entry, first: _Entry | None, scored: _Entry | None) -> ComparisonRecord:
    return ComparisonRecord(
        level=entry.level,
        city=entry.city.slug,
        city_name=entry.city.name,
        edition=entry.edition,
        category=entry.category[0],
        category_name=entry.category[1],
        position=entry.position,
        indicator=entry.row.slug if entry.row else None,
        indicator_name=entry.row.name if entry.row else None,
        rank=entry.rank,
        rank_difference=difference(first and first.rank, entry.rank),
        score=entry.score,
        difference=computed(difference(entry.score, scored and scored.score)),
        row=f"{entry.category[0]}/{entry.position}" if entry.row else None,
        likely_name=entry.row.likely_name if entry.row else None,
        kind=entry.row.kind if entry.row else None,
        max_score=entry.max_score,
        origin=entry.origin,
    )


def _arranged(
    lines: Sequence[_Records], pair: tuple[City, City], selection: Selection
) -> list[_Records]:
    """The lines that a selection keeps, whole, in the order asked for.

    `pair` is the base and the one whose differences to it are looked at.
    """
    passed = {id(row) for row in select([row for line in lines for row in line], pair, selection)}
    kept = [line for line in lines if any(id(row) in passed for row in line)]
    return arranged(kept, selection, value_of=lambda field: _line_value(field, pair))


def _line_value(field: str, pair: tuple[City, City]) -> Callable[[_Records], Any]:
    """What a line is ordered by: a figure of the base, a difference to it, or what it is about."""
    base, compared = pair
    owner = {**dict.fromkeys(_FIGURES, base), **dict.fromkeys(_DIFFERENCES, compared)}.get(field)

    def value(line: _Records) -> Any:
        rows = (row for row in line if owner is None or (row.city, row.edition) == owner.key)
        return next((sort_key(getattr(row, field)) for row in rows), None)

    return value


def _gaps(cities: Sequence[City], lines: Sequence[_Line]) -> Iterator[str]:
    """Which ratings and rows only some of the compared cities have."""
    by_owners: dict[tuple[str, ...], list[str]] = {}
    for line in lines:
        owners = tuple(city.label for city in cities if city.key in line)
        if len(owners) < len(cities):
            names = by_owners.setdefault(owners, [])
            names.append(next(iter(line.values())).name)
    for owners, names in by_owners.items():
        yield say("only-in", cities=", ".join(owners), names=joined(names, "; "))

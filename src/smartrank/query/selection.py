"""Which records an answer holds and in what order: the options that all list queries share."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from smartrank.errors import UnknownNameError, UsageError
from smartrank.names import CATEGORY_ALIASES, contains, did_you_mean, matches, slug
from smartrank.query.records import Answer, Computed, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from smartrank.model import City

R = TypeVar("R", bound=tuple[Any, ...])

#: Where `match` looks: the first of these names that a record has.
_SEARCHED = ("indicator_name", "title", "category_name", "city_name")


class Selection(NamedTuple):
    """What to keep, in which order, and how many; selecting comes first, then sorting.

    Categories go by any of their names, `match` is text in a name, `above` and `below` are points
    and strict, `sort` is a field, `desc` alone reverses the query's own order.
    """

    categories: Sequence[str] = ()
    match: str | None = None
    above: float | None = None
    below: float | None = None
    sort: str | None = None
    desc: bool = False
    limit: int | None = None


def answer(
    record: type[R],
    rows: Iterable[R],
    cities: Sequence[City],
    selection: Selection,
    *,
    title: str,
    order: Callable[[R], Any] | None = None,
    line_of: Callable[[Any], Hashable] | None = None,
    remarks: tuple[str, ...] = (),
) -> Answer:
    """Records -> an answer: selected, sorted, limited, and only then rounded.

    `order` is the query's own order (None keeps that of the rows); a key of None sorts last.
    Raises UsageError for a threshold, category or field that cannot be meant.
    """
    if selection.categories:
        check_field(record, "category")
    if (selection.above, selection.below) != (None, None):
        check_field(record, "score")
    if selection.limit is not None and selection.limit < 0:
        message = f"a limit must be 0 or more, not {selection.limit}"
        raise UsageError(message, hint="leave it out for all")
    kept = arranged(select(rows, cities, selection), record, selection, order)
    return Answer(
        title=f"{title}: {subject(cities)}" if cities else title,
        sheets=(
            Sheet(record, rounded(record, kept), context=_told_apart(cities), line_of=line_of),
        ),
        source=source_line(cities),
        remarks=remarks,
    )


def _told_apart(cities: Sequence[City]) -> tuple[str, ...]:
    differing = {
        "city_name": len({city.slug for city in cities}) > 1,
        "edition": len({city.edition for city in cities}) > 1,
    }
    return tuple(name for name, differs in differing.items() if differs)


def subject(cities: Sequence[City]) -> str:
    """What an answer is about, in short: `Jena 2025`, `Jena 2024 and 2025`, `3 cities`."""
    names = list(dict.fromkeys(city.name for city in cities))
    if len(names) > 2:
        return f"{len(names)} cities"
    return ", ".join(
        f"{name} {' and '.join(str(city.edition) for city in cities if city.name == name)}"
        for name in names
    )


def source_line(cities: Iterable[City]) -> str:
    """Who published the figures: publisher, title, editions, and the address if it is one page."""
    sources = [city.source for city in cities]
    works = {(source.publisher, source.title) for source in sources}
    texts = []
    for publisher, title in sorted(works):
        editions = sorted(
            {s.edition for s in sources if (s.publisher, s.title) == (publisher, title)}
        )
        texts.append(f"{publisher}, {title} {', '.join(map(str, editions))}")
    if len(sources) == 1 and sources[0].url:
        texts.append(sources[0].url)
    return "Source: " + ", ".join(texts) if texts else ""


def select(rows: Iterable[R], cities: Sequence[City], selection: Selection) -> list[R]:
    """The records that a selection keeps, in their order."""
    kept = list(rows)
    if selection.categories:
        wanted = chosen_categories(cities, selection.categories)
        kept = [row for row in kept if row.category in wanted[row.city, row.edition]]  # type: ignore[attr-defined]
    if selection.match:
        likely = _likely_names(cities)
        kept = [row for row in kept if _matches_text(row, selection.match, likely)]
    for bound, sign in ((selection.above, 1), (selection.below, -1)):
        if bound is None:
            continue
        if not isfinite(bound):
            hint = "scores run from 0 to 100"
            raise UsageError(f"a threshold must be a finite number, not {bound}", hint=hint)
        kept = [row for row in kept if (row.score - bound) * sign > 0]  # type: ignore[attr-defined]
    return kept


def chosen_categories(
    cities: Sequence[City], names: Iterable[str]
) -> dict[tuple[str, int], set[str]]:
    """For each city and edition the keys of the categories that are named, resolved in each.

    Raises UnknownNameError for a name that no data set has, or that fits several categories of one.
    """
    wanted: dict[tuple[str, int], set[str]] = {(c.slug, c.edition): set() for c in cities}
    for name in names:
        known = False
        for city in cities:
            slugs = [key for key, _, _ in city.ratings()]
            meant = matches(name, slugs, CATEGORY_ALIASES)
            if len(meant) > 1:
                hint = f"it may be {', '.join(f'`{key}`' for key in meant)}"
                raise UnknownNameError(f"`{name}` could be more than one category", hint=hint)
            wanted[city.slug, city.edition].update(meant)
            known = known or bool(meant)
        if not known:
            every = (key for city in cities for key, _, _ in city.ratings())
            raise UnknownNameError(f"there is no category `{name}`", hint=did_you_mean(name, every))
    return wanted


def _likely_names(cities: Iterable[City]) -> dict[tuple[str, int, str, int | None], str | None]:
    return {
        (city.slug, city.edition, category.slug, position): row.likely_name
        for city in cities
        for category in city.categories
        for position, row in category.rows()
    }


def _matches_text(
    row: Any, typed: str, likely: dict[tuple[str, int, str, int | None], str | None]
) -> bool:
    """Whether what a record is about has the text in its name, or in its likely name."""
    name = next((getattr(row, n) for n in _SEARCHED if getattr(row, n, None) is not None), None)
    if getattr(row, "position", None) is not None and hasattr(row, "indicator_name"):
        key = (row.city, row.edition, row.category, row.position)
        name = row.indicator_name or likely[key]
    return name is not None and contains(name, typed)


def check_field(record: type[Any], name: str) -> str:
    """The name of a field of a record; raises UnknownNameError with what is close."""
    if name in record._fields:
        return name
    hint = did_you_mean(name, record._fields, most=len(record._fields))
    raise UnknownNameError(f"there is no field `{name}` in this answer", hint=hint)


def arranged(
    rows: Sequence[R],
    record: type[R],
    selection: Selection,
    order: Callable[[R], Any] | None = None,
) -> list[R]:
    """The records in the order asked for, at most as many as asked for."""
    if selection.sort is not None:
        field = check_field(record, selection.sort)

        def order(row: R) -> Any:
            value = getattr(row, field)
            return (slug(value), value) if isinstance(value, str) else value

    if order is not None:
        keyed = [(order(row), row) for row in rows]
        known = [pair for pair in keyed if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=selection.desc)
        kept = [row for _, row in known] + [row for key, row in keyed if key is None]
    else:
        kept = list(reversed(rows)) if selection.desc else list(rows)
    return kept if selection.limit is None else kept[: selection.limit]


def rounded(record: type[R], rows: Iterable[R]) -> list[R]:
    """The records with computed figures at two decimals."""
    return [record(*map(_two_decimals, row)) for row in rows]


def _two_decimals(value: Any) -> Any:
    return round(float(value), 2) + 0.0 if isinstance(value, Computed) else value  # no -0.0

"""Which records an answer holds and in what order: the options that all list queries share."""

# Annotations are evaluated, not postponed: a named tuple would compile each one on its own.
from collections.abc import Callable, Iterable, Sequence
from math import isfinite
from typing import Any, Literal, NamedTuple, TypeVar

from smartrank.arithmetic import share_of_maximum
from smartrank.errors import UnknownNameError, UsageError
from smartrank.messages import say
from smartrank.model import City
from smartrank.names import CATEGORY_ALIASES, contains, did_you_mean, resolve, slug
from smartrank.query.fields import Computed

#: By what the weakest rows are found: their share of the maximum, or what they could gain.
Measure = Literal["score", "potential"]
T = TypeVar("T")
R = TypeVar("R", bound=tuple[Any, ...])

#: Where `match` looks: the first of these names that a record has, one of a row or another.
_ROW_NAMES = ("indicator_name", "likely_name")
_NAMES = ("title", "other_city_name", "category_name", "city_name")


class Selection(NamedTuple):
    """What to keep, in which order, and how many; selecting comes first, then sorting.

    Categories go by any of their names, `match` is text in a name. `above` and `below` are points,
    strict; a bonus row passes them only with `bonus`, by its share of its maximum in percent.
    `sort` is a field or several, as `category,-score`; `desc` alone reverses the query's own order.
    """

    categories: Sequence[str] = ()
    match: str | None = None
    above: float | None = None
    below: float | None = None
    sort: str | None = None
    desc: bool = False
    limit: int | None = None
    bonus: bool = False


def check_selection(record: type[Any], selection: Selection) -> None:
    """Raise UsageError for a selection that cannot be meant for records of a class."""
    if selection.categories:
        check_field(record, "category")
    if (selection.above, selection.below) != (None, None):
        check_field(record, "score")
    for field, _ in sort_fields(selection):
        check_field(record, field)
    if selection.limit is not None and selection.limit < 0:
        message = say("limit-below-0", limit=selection.limit)
        raise UsageError(message, hint=say("limit-hint"))
    for bound in (selection.above, selection.below):
        if bound is not None and not isfinite(bound):
            message = say("threshold-not-finite", threshold=bound)
            raise UsageError(message, hint=say("threshold-hint"))


def select(rows: Iterable[R], cities: Sequence[City], selection: Selection) -> list[R]:
    """The records that a selection keeps, in their order."""
    kept = list(rows)
    if selection.categories:
        wanted = chosen_categories(cities, selection.categories)
        kept = [row for row in kept if row.category in wanted[row.city, row.edition]]  # type: ignore[attr-defined]
    if selection.match:
        kept = [row for row in kept if _matches_text(row, selection.match)]
    for bound, sign in ((selection.above, 1), (selection.below, -1)):
        if bound is not None:
            scored = ((row, _threshold_score(row, bonus=selection.bonus)) for row in kept)
            kept = [row for row, s in scored if s is not None and (s - bound) * sign > 0]
    return kept


def _threshold_score(row: Any, *, bonus: bool) -> float | None:
    """The points that a threshold looks at; None for what passes none."""
    score: float | None = row.score
    if score is None or getattr(row, "kind", None) != "bonus":
        return score
    return 100 * share_of_maximum(score, row.max_score) if bonus else None


def chosen_categories(
    cities: Sequence[City], names: Iterable[str]
) -> dict[tuple[str, int], set[str]]:
    """For each city and edition the keys of the categories that are named, resolved in each.

    Raises UnknownNameError for a name that no data set has, or that fits several categories of one.
    """
    wanted: dict[tuple[str, int], set[str]] = {city.key: set() for city in cities}
    for name in names:
        known = False
        for city in cities:
            slugs = [key for key, _, _ in city.ratings()]
            if meant := resolve(name, slugs, "ambiguous-category", CATEGORY_ALIASES):
                wanted[city.key].add(meant)
                known = True
        if not known:
            every = (key for city in cities for key, _, _ in city.ratings())
            message = say("unknown-category", name=name)
            raise UnknownNameError(message, hint=did_you_mean(name, every))
    return wanted


def _matches_text(row: Any, typed: str) -> bool:
    """Whether what a record is about has the text in its name, or in its likely name."""
    names = _ROW_NAMES if getattr(row, "row", None) is not None else _NAMES
    name = next((getattr(row, n) for n in names if getattr(row, n, None) is not None), None)
    return name is not None and contains(name, typed)


def check_field(record: type[Any], name: str) -> str:
    """The name of a field of a record; raises UnknownNameError with what is close."""
    if name in record._fields:
        return name
    hint = did_you_mean(name, record._fields, limit=len(record._fields))
    raise UnknownNameError(say("unknown-field", name=name), hint=hint)


def sort_key(value: Any) -> Any:
    """What a value of a field is sorted by: text as people look it up; None sorts last."""
    return (slug(value), value) if isinstance(value, str) else value


def field_value(field: str) -> Callable[[Any], Any]:
    """What records are sorted by for a field."""
    return lambda row: sort_key(getattr(row, field))


def arranged(
    rows: Sequence[T],
    selection: Selection,
    order: Callable[[T], Any] | None = None,
    value_of: Callable[[str], Callable[[T], Any]] = field_value,
) -> list[T]:
    """What is kept in the order asked for, at most as much as asked for.

    `order` is the query's own, in force where no field is named; `value_of` a field tells how to
    look at it.
    """
    kept = list(rows)
    orders = [(value_of(field), descends) for field, descends in sort_fields(selection)]
    if order is not None and not orders:
        orders = [(order, False)]
    for value, descends in reversed(orders):
        kept = _sorted(kept, value, descends=descends != selection.desc)
    if not orders and selection.desc:
        kept.reverse()
    return kept if selection.limit is None else kept[: selection.limit]


def sort_fields(selection: Selection) -> list[tuple[str, bool]]:
    """The fields to sort by, each with whether it descends: `a,-b`."""
    names = [name.strip() for name in (selection.sort or "").split(",") if name.strip()]
    return [(name.removeprefix("-"), name.startswith("-")) for name in names]


def _sorted(rows: Sequence[T], order: Callable[[T], Any], *, descends: bool) -> list[T]:
    """Rows by a key of which None comes last, either way."""
    keyed = [(order(row), row) for row in rows]
    known = [pair for pair in keyed if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=descends)
    return [row for _, row in known] + [row for key, row in keyed if key is None]


def rounded(record: type[R], rows: Iterable[R]) -> list[R]:
    """The records with computed figures at two decimals."""
    make = record._make  # type: ignore[attr-defined]
    # a sum with 0.0 is never -0.0
    return [
        make([round(float(v), 2) + 0.0 if type(v) is Computed else v for v in row]) for row in rows
    ]

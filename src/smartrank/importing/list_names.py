"""Which rating each table of a list page is of: named there, given, or told from what is known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from smartrank.dataset.register import registered_slug
from smartrank.errors import UnknownNameError, UsageError
from smartrank.importing.list_page import ListPage, ListTable
from smartrank.importing.problems import Problem, page_error
from smartrank.importing.words import LISTS
from smartrank.messages import say
from smartrank.model import City
from smartrank.names import OVERALL, category_key, did_you_mean, listed, resolve

_ALIASES = {"gesamtwertung": OVERALL}


def given_lists(names: Iterable[str]) -> list[str]:
    """The keys of lists that are given by name. Raises UnknownNameError."""
    keys = []
    for name in names:
        key = resolve(name, LISTS, "ambiguous-category", _ALIASES)
        if key is None:
            message = say("unknown-category", name=name)
            raise UnknownNameError(message, hint=did_you_mean(name, LISTS))
        keys.append(key)
    return keys


def list_keys(
    page: ListPage, file: str, given: Sequence[str], known: Callable[[], Sequence[City]]
) -> list[str]:
    """The key of the list that each table of a page is.

    Tables without a name are those that are `given`, else all six in the order of the page, else
    told from cities that are `known`: by their rank and score.

    Raises UsageError if what is given does not fit the page, PageError if a table is not told.
    """
    named = [table.key for table in page.tables]
    if None not in named:
        keys: Sequence[str | None] = named
    elif given:
        keys = _as_given(named, given, file)
    elif _are_in_order(page.tables):
        keys = LISTS
    else:
        keys = _as_known(page.tables, known())
    found = [key for key in keys if key]
    if len(found) < len(keys) or (None in named and len(set(found)) < len(found)):
        unknown = next(
            table
            for table, key in zip(page.tables, keys, strict=True)
            if table.key is None and (key is None or found.count(key) > 1)
        )
        raise page_error(file, [Problem(say("list-without-name"), unknown.rows[0].line)])
    return found


def _as_given(named: Sequence[str | None], given: Sequence[str], file: str) -> Sequence[str]:
    fits = len(named) == len(given) and all(
        key in (None, other) for key, other in zip(named, given, strict=True)
    )
    if fits:
        return given
    count = len(named)
    found = listed(key or "?" for key in named)
    raise UsageError(
        say("tables-differ", file=file, count=count, names=found), hint=say("tables-hint")
    )


def _are_in_order(tables: Sequence[ListTable]) -> bool:
    """Whether these are all lists, in the order of the page, of the same ranks or cities."""
    if len(tables) != len(LISTS):
        return False
    if any(table.key not in (None, key) for table, key in zip(tables, LISTS, strict=True)):
        return False
    ranks = {frozenset(row.rank for row in table.rows) for table in tables}
    cities = {frozenset(row.city.name for row in table.rows) for table in tables}
    return len(ranks) == 1 or len(cities) == 1


def _as_known(tables: Sequence[ListTable], known: Sequence[City]) -> list[str | None]:
    """The lists in which known cities have these ranks and scores, where that is only one."""
    taken = {table.key for table in tables}
    cities = {registered_slug(city.slug): city for city in known}
    return [table.key or _fitting(table, cities, taken) for table in tables]


def _fitting(
    table: ListTable, cities: dict[str, City], taken: Collection[str | None]
) -> str | None:
    """The one list that some known city of a table is in as it says, and that none contradicts."""
    possible = set(LISTS) - set(taken)
    proved: set[str] = set()
    for row in table.rows:
        if city := cities.get(registered_slug(row.city.name)):
            ratings = {category_key(key): rating for key, _, rating in city.ratings()}
            same_rank = {key for key, rating in ratings.items() if rating.rank == row.rank}
            proved |= {key for key in same_rank if ratings[key].score == row.score}
            unknown = {key for key in LISTS if key not in ratings}
            unknown |= {key for key in same_rank if ratings[key].score is None}
            possible &= unknown | {key for key in same_rank if ratings[key].score == row.score}
    return next(iter(possible)) if len(possible) == 1 and possible <= proved else None

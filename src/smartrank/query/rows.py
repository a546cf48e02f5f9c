"""The indicator rows of a city, and how they are addressed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from smartrank import arithmetic
from smartrank.errors import UnknownNameError
from smartrank.messages import any_of, say
from smartrank.model import Category, City, Indicator
from smartrank.names import (
    CATEGORY_ALIASES,
    OVERALL,
    ambiguity,
    did_you_mean,
    listed,
    matches,
    resolve,
    slug,
)


class Row(NamedTuple):
    """An indicator row with its category and its place there, counted from 1."""

    category: Category
    position: int
    indicator: Indicator

    @property
    def place(self) -> str:
        """`category/position`, which every row has."""
        return f"{self.category.slug}/{self.position}"

    @property
    def address(self) -> str:
        """`category/indicator`; for an unlabelled row its place."""
        return f"{self.category.slug}/{self.indicator.slug}" if self.indicator.slug else self.place

    @property
    def max_score(self) -> float:
        """The most points the row can have."""
        return arithmetic.max_score(self.category, self.indicator)


def city_rows(city: City) -> list[Row]:
    """All rows of a city in page order."""
    return [Row(c, position, row) for c in city.categories for position, row in c.rows()]


def row_addresses(city: City) -> list[str]:
    """The shortest address of each row: its key where only one row has it."""
    rows = city_rows(city)
    owners = Counter(row.indicator.slug for row in rows)
    return [
        row.indicator.slug
        if row.indicator.slug and owners[row.indicator.slug] == 1
        else row.address
        for row in rows
    ]


def find_row(city: City, name: str) -> Row:
    """The row that a name, `category/name` or `category/position` means.

    A category's name is never taken for a row. Raises UnknownNameError, with what is close, if
    there is none or more than one.
    """
    rows = city_rows(city)
    if not rows:
        raise UnknownNameError(say("no-indicators", city=city.label), hint=say("add-indicators"))
    category_name, slash, row_name = name.partition("/")
    is_category = slug(name) in (*_categories(city), *CATEGORY_ALIASES)
    exact = [] if is_category else _of_slug(rows, name)
    if exact or not slash:  # a published name may hold a slash itself
        row_name = name
    else:
        category = category_meant(city, category_name, [c.slug for c in city.categories])
        rows = [row for row in rows if row.category.slug == category]
        exact = _of_slug(rows, row_name)
    if row_name.isdecimal() and row_name is not name:
        found = [row for row in rows if str(row.position) == row_name.lstrip("0")]
    else:
        found = exact or _beginning(city, row_name, rows)
    if len(found) > 1:
        raise ambiguity("ambiguous-indicator", name, (row.address for row in found))
    if not found:
        message = say("unknown-indicator-of", city=city.label, name=name)
        raise UnknownNameError(message, hint=_hint(city, row_name))
    return found[0]


def _of_slug(rows: list[Row], name: str) -> list[Row]:
    return [row for row in rows if row.indicator.slug == slug(name) != ""]


def _beginning(city: City, name: str, rows: list[Row]) -> list[Row]:
    """The rows that a name means without being theirs, nor that of a category."""
    _refuse_category(city, name, rows)
    slugs = set(matches(name, [row.indicator.slug for row in rows if row.indicator.slug]))
    return [row for row in rows if row.indicator.slug in slugs]


def _categories(city: City) -> list[str]:
    """The keys of a city's categories, the overall rating among them."""
    return [OVERALL, *(category.slug for category in city.categories)]


def category_meant(city: City, name: str, keys: Sequence[str]) -> str:
    """The one of some ratings of a city that a name means, by its key.

    Raises UnknownNameError if there is none or more than one.
    """
    found = resolve(name, keys, "ambiguous-category", CATEGORY_ALIASES)
    if found is None:
        message = say("unknown-category-of", city=city.label, name=name)
        raise UnknownNameError(message, hint=did_you_mean(name, keys))
    return found


def _refuse_category(city: City, name: str, rows: list[Row]) -> None:
    """Raise UnknownNameError for the name of a category, exact, alias or prefix."""
    meant = matches(name, _categories(city), CATEGORY_ALIASES)
    if not meant:
        return
    addresses = [row.address for row in rows if row.category.slug in meant]
    raise UnknownNameError(
        say("category-not-indicator", name=name, categories=any_of(meant)),
        hint=say("name-indicator", names=listed(addresses or [row.address for row in rows])),
    )


def likely_reading(row: Row) -> str:
    """What an unlabelled row is likely called."""
    return say("unlabelled-likely", row=row.place, name=row.indicator.likely_name)


def _hint(city: City, typed: str) -> str:
    """What is close to an unknown name: an unlabelled row by its likely name, else a key."""
    for row in city_rows(city):
        likely = row.indicator.likely_name
        if likely is not None and matches(typed, [slug(likely)]):
            return likely_reading(row)
    return did_you_mean(typed, row_addresses(city))

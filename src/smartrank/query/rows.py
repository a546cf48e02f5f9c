"""The indicator rows of a city, and how they are addressed."""

from __future__ import annotations

from typing import NamedTuple

from smartrank import arithmetic
from smartrank.errors import UnknownNameError
from smartrank.messages import say
from smartrank.model import Category, City, Indicator
from smartrank.names import (
    CATEGORY_ALIASES,
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
    slugs = [row.indicator.slug for row in rows]
    return [
        row.indicator.slug
        if row.indicator.slug and slugs.count(row.indicator.slug) == 1
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
    exact = [row for row in rows if row.indicator.slug == slug(name)]
    _refuse_category(city, name, rows, has_exact=bool(exact))
    if len(exact) == 1:  # a published name may hold a slash itself
        return exact[0]
    category_name, slash, row_name = name.partition("/")
    if slash:
        category = _category(city, category_name)
        rows = [row for row in rows if row.category.slug == category]
    else:
        row_name = name
    if slash and row_name.isdecimal():
        found = [row for row in rows if str(row.position) == row_name.lstrip("0")]
    else:
        slugs = matches(row_name, [row.indicator.slug for row in rows if row.indicator.slug])
        found = [row for row in rows if row.indicator.slug in slugs]
    if len(found) > 1:
        raise ambiguity("ambiguous-indicator", name, (row.address for row in found))
    if not found:
        message = say("unknown-indicator-of", city=city.label, name=name)
        raise UnknownNameError(message, hint=_hint(city, row_name))
    return found[0]


def _category(city: City, name: str) -> str:
    known = [category.slug for category in city.categories]
    found = resolve(name, known, "ambiguous-category", CATEGORY_ALIASES)
    if found is None:
        message = say("unknown-category-of", city=city.label, name=name)
        raise UnknownNameError(message, hint=did_you_mean(name, known))
    return found


def _refuse_category(city: City, name: str, rows: list[Row], *, has_exact: bool) -> None:
    """Raise UnknownNameError for the name of a category, exact, alias or prefix."""
    known = [key for key, _, _ in city.ratings()]
    meant = matches(name, known, CATEGORY_ALIASES)
    is_whole = slug(name) in (*known, *CATEGORY_ALIASES)
    if not meant or (has_exact and not is_whole):
        return
    addresses = [row.address for row in rows if row.category.slug in meant]
    raise UnknownNameError(
        say("category-not-indicator", name=name, category=meant[0]),
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

"""The indicator rows of a city, and how they are addressed."""

from __future__ import annotations

from typing import NamedTuple

from smartrank import arithmetic
from smartrank.errors import UnknownNameError
from smartrank.messages import say
from smartrank.model import Category, City, Indicator
from smartrank.names import CATEGORY_ALIASES, ambiguity, did_you_mean, matches, slug


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

    Raises UnknownNameError, with what is close, if there is none or more than one.
    """
    rows = city_rows(city)
    whole = [
        row for row in rows if row.indicator.slug is not None and row.indicator.slug == slug(name)
    ]
    if len(whole) == 1:  # a published name may hold a slash itself
        return whole[0]
    category_name, slash, row_name = name.partition("/")
    if slash:
        known = [category.slug for category in city.categories]
        slugs = matches(category_name, known, CATEGORY_ALIASES)
        if not slugs:
            message = say("unknown-category-of", city=city.label, name=category_name)
            raise UnknownNameError(message, hint=did_you_mean(category_name, known))
        rows = [row for row in rows if row.category.slug in slugs]
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

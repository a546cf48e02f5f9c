"""The publisher's own words: by them a copied page is told apart from everything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from smartrank import names
from smartrank.model import OVERALL_NAME, STATES
from smartrank.names import category_key, slug

TITLE, PUBLISHER = "Smart City Index", "Bitkom e. V."
#: The five categories; the last was called `Gesellschaft` until 2022.
CATEGORIES = {
    slug(name): name
    for name in (
        "Verwaltung",
        "Energie und Umwelt",
        "IT und Kommunikation",
        "Mobilität",
        "Gesellschaft und Bildung",
        "Gesellschaft",
    )
}
#: What is rated: the categories and the whole.
OVERALL = slug(OVERALL_NAME)
RATED = {OVERALL: OVERALL_NAME, **CATEGORIES}
#: The lists of an edition in the order of the page, by the key that each has in all editions.
LISTS = (names.OVERALL, *dict.fromkeys(map(category_key, CATEGORIES)))
#: The last category has its name since this edition.
_RENAMED_IN = 2023
#: How the name of a category's bonus row begins, by edition.
BONUS_NAMES = ("sonstige-projekte", "weitere-pilotprojekte")
PRACTICE = ("best-practice", "best-practices")
#: What lynx writes above the addresses of all links, in English and in German.
LINK_LISTS = (
    *("references", "visible-links", "hidden-links"),
    *("verweise", "sichtbare-links", "versteckte-links"),
)
LAENDER = {slug(name): name for name in STATES}

RATING_COLUMNS = ("platz", "tendenz", "kategorie", "index")
#: The first edition had no trend.
RATING_HEADINGS = (RATING_COLUMNS, ("platz", "kategorie", "index"))
ROW_COLUMNS = ("indikator", "index")
#: The heading of the publisher's ranking lists: cities in the place of categories.
RANKING_COLUMNS = ("platz", "tendenz", "stadt", "index")

_WORD = re.compile(r"[^\W\d_]+")


class Heading(NamedTuple):
    """The heading of a table: its columns from left to right, and over how many lines it goes."""

    columns: tuple[str, ...]
    lines: int


def heading(texts: Sequence[str], start: int, *wanted: Iterable[str]) -> Heading | None:
    """The heading that begins at a line, its words on one line or on several; None if none does."""
    known = {frozenset(columns) for columns in wanted}
    found: list[str] = []
    for count, text in enumerate(texts[start : start + len(RATING_COLUMNS)], 1):
        words = [] if any(c.isdigit() for c in text) else _WORD.findall(text.casefold())
        found += words
        if not words or len(set(found)) < len(found):
            return None
        if frozenset(found) in known:
            return Heading(tuple(found), count)
    return None


def list_name(key: str, edition: int) -> str | None:
    """The name of a list in an edition; None if it is none of the index."""
    if key == names.OVERALL:
        return OVERALL_NAME
    by_key = {category_key(old): name for old, name in CATEGORIES.items()}
    return by_key.get(key) if edition < _RENAMED_IN else CATEGORIES.get(key)

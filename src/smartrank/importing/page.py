"""A copied page -> model: every figure of it is understood, or stops the import with its line."""

from __future__ import annotations

import re

from smartrank.dataset.fields import FIRST_YEAR, LAST_YEAR, MAX_WHOLE
from smartrank.errors import UsageError
from smartrank.importing.city_page import About, Page, read_city
from smartrank.importing.content import Content, read_content
from smartrank.importing.problems import EditionError, PageError, refusal
from smartrank.importing.ratings import is_like_rating
from smartrank.importing.sections import locate
from smartrank.importing.words import RANKING_COLUMNS, ROW_COLUMNS, heading
from smartrank.messages import say
from smartrank.text import escape_unsafe, unsafe_characters

_EDITION = re.compile(r"Smart-City-(?P<edition>\d{4})(?:/|$)")


#: So many ratings of things that are no categories are a ranking list.
_MANY = 3


def about(edition: int | None, url: str | None, ranked_cities: int | None) -> About:
    """What is known beside the page, with the edition from its address if it is not given.

    Raises UsageError if a value is out of range, EditionError if two editions are told.
    """
    found = _EDITION.search(url or "")
    named = int(found["edition"]) if found else None
    year = named if edition is None else edition
    if year is not None and named not in (None, year):
        raise EditionError(
            say("editions-of-url", edition=year, other=named), hint=say("edition-twice-hint")
        )
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        message = say("edition-range", edition=year, first=FIRST_YEAR, last=LAST_YEAR)
        raise EditionError(message, hint=say("edition-hint"))
    if ranked_cities is not None and not 1 <= ranked_cities <= MAX_WHOLE:
        message = say("ranked-cities-range", number=ranked_cities)
        raise UsageError(message, hint=say("ranked-cities-hint"))
    if url is not None and (not url.strip() or unsafe_characters(url)):
        raise UsageError(say("url-unsafe", url=escape_unsafe(url)), hint=say("url-hint"))
    return About(year, url, ranked_cities)


def read_page(content: bytes, file: str, known: About) -> Page:
    """Read a copy of a city's page: text or saved HTML, in any encoding that copies come in.

    Raises PageError, with the lines at fault, if a line of the tables is not understood or
    something needed is missing; EditionError if the edition is not known, or told in two ways.
    """
    read = read_content(content, file)
    sections = locate(read.lines)
    if not sections.ratings:
        raise _refusal(read, file)
    page = read_city(sections, file, known)
    return page._replace(notes=(*page.notes, *read.notes))


def _refusal(read: Content, file: str) -> PageError:
    """The error for a page without a rating of a category: the one thing that it probably is."""
    texts = [line.text for line in read.lines]

    def has(*columns: tuple[str, ...]) -> bool:
        return any(heading(texts, place, *columns) for place in range(len(texts)))

    if has(RANKING_COLUMNS) or sum(map(is_like_rating, read.lines)) >= _MANY:
        return refusal(file, "page-is-ranking", "copy-city-page")
    if has(ROW_COLUMNS):
        return refusal(file, "ratings-cut", "copy-page")
    return refusal(file, "html-is-other" if read.is_html else "page-is-other", "copy-page")

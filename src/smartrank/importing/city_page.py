"""The sections of a city's page -> the city: what each of them says, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from smartrank.importing.head import Head, read_head
from smartrank.importing.labels import Label
from smartrank.importing.lines import Line
from smartrank.importing.practices import Practices, read_practices
from smartrank.importing.problems import EditionError, Problem, line_list, page_error
from smartrank.importing.ratings import Ratings, read_ratings
from smartrank.importing.sections import Sections, Table
from smartrank.importing.tables import Row, decimals_note, label_notes, read_table
from smartrank.importing.words import CATEGORIES, OVERALL, PUBLISHER, TITLE
from smartrank.messages import Message, all_of, any_of, say
from smartrank.model import Category, City, Rating, Source
from smartrank.names import slug


class Page(NamedTuple):
    """What was read: the city, and what a person should know of the reading."""

    city: City
    notes: tuple[Message, ...]


class About(NamedTuple):
    """What a page may not say of itself: edition, address, and how many cities are ranked."""

    edition: int | None = None
    url: str | None = None
    ranked_cities: int | None = None


class Tables(NamedTuple):
    """The rows of each category by its key, and what was found on the way."""

    rows: dict[str, tuple[Row, ...]]
    problems: tuple[Problem, ...]
    left_out: tuple[Line, ...]


def read_city(sections: Sections, file: str, known: About) -> Page:
    """The city of a page.

    Raises PageError with the lines at fault, EditionError if the edition is not clear.
    """
    head = read_head(sections.head)
    ratings = read_ratings(sections.ratings)
    tables = read_tables(sections.tables, ratings)
    practices = read_practices(sections.practices, sections.width)
    problems = (
        *head.problems,
        *ratings.problems,
        *tables.problems,
        *practices.problems,
        *(() if ratings.problems else _gaps(head, ratings.ratings, sections.tables)),
    )
    if problems:
        raise page_error(file, problems)
    edition = edition_of(known, sections.editions, file)
    city = _city(head, ratings.ratings, tables.rows, practices, known._replace(edition=edition))
    left_out = (*head.left_out, *ratings.left_out, *tables.left_out)
    notes = (
        *_summary(city),
        *edition_notes(known, sections.editions),
        *ratings.notes,
        *label_notes(_labels(head, tables, practices)),
        *decimals_note([row for rows in tables.rows.values() for row in rows]),
        *practices.notes,
        *((say("left-out", lines=line_list(left_out)),) if left_out else ()),
    )
    return Page(city, notes)


def _labels(head: Head, tables: Tables, practices: Practices) -> Iterator[tuple[Line, Label]]:
    """The names of the city, of rows and of projects, each with its line."""
    yield from filter(None, [head.name])
    for rows in tables.rows.values():
        yield from ((row.line, row.name) for row in rows if row.name)
    yield from practices.titles


# --- sections beside each other -------------------------------------------------------------------


def read_tables(tables: Sequence[Table], ratings: Ratings) -> Tables:
    """The rows of all categories."""
    rows: dict[str, tuple[Row, ...]] = {}
    problems: list[Problem] = []
    left_out: list[Line] = []
    found = [
        (table, read_table(table.lines, is_last=table is tables[-1], by_cell=ratings.by_cell))
        for table in tables
    ]
    for table, read in found:
        problems += read.problems
        left_out += read.left_out
        if rows.get(table.category):
            problems.append(Problem(say("second-table"), table.title))
        else:
            rows[table.category] = read.rows
    if any(not rows.get(key) for key in ratings.ratings if key != OVERALL):
        # where a table lacks, its rows may stand below those of another
        problems += [
            Problem(say("row-behind-bonus"), read.behind_bonus.line)
            for _, read in found
            if read.behind_bonus
        ]
    return Tables(rows, tuple(problems), tuple(left_out))


def _gaps(head: Head, ratings: Mapping[str, Rating], tables: Sequence[Table]) -> Iterator[Problem]:
    """What is missing among the ratings, and what stands elsewhere and is not theirs."""
    for table in tables:
        if table.category not in ratings:
            yield Problem(say("table-without-rating"), table.title)
    if len(ratings) == (OVERALL in ratings):
        yield Problem(say("missing-categories"))
    if OVERALL not in ratings:
        yield Problem(say("missing-overall"))
    elif head.place and head.place[1] != ratings[OVERALL].rank:
        yield Problem(say("place-differs", rank=ratings[OVERALL].rank), head.place[0])


# --- the edition ----------------------------------------------------------------------------------


def edition_of(known: About, stated: Sequence[tuple[Line, int]], file: str) -> int:
    """The edition that is given, or that the page states; both must agree.

    Raises EditionError.
    """
    years = {year: line for line, year in reversed(stated)}
    if known.edition is not None:
        if years and known.edition not in years:
            year, line = next(iter(years.items()))
            message = say(
                "edition-contradicts",
                file=file,
                line=line.number,
                stated=year,
                edition=known.edition,
            )
            raise EditionError(message, hint=say("edition-contradicts-hint"))
        return known.edition
    if not years:
        raise EditionError(say("edition-unknown", file=file), hint=say("edition-hint"))
    if len(years) > 1:
        message = say("edition-unclear", file=file, editions=any_of(sorted(years)))
        raise EditionError(message, hint=say("edition-hint"))
    return next(iter(years))


def edition_notes(known: About, stated: Sequence[tuple[Line, int]]) -> Iterator[Message]:
    """Where the edition was read, if it was not given."""
    if known.edition is None:
        line, year = stated[0]
        yield say("edition-stated", edition=year, line=line.number)


# --- the city -------------------------------------------------------------------------------------


def _city(
    head: Head,
    ratings: Mapping[str, Rating],
    rows: Mapping[str, tuple[Row, ...]],
    practices: Practices,
    known: About,
) -> City:
    assert head.name  # a page without one has been refused
    assert known.edition
    return City(
        name=head.name[1].name,
        state=head.state,
        area_km2=head.area,
        population=head.people,
        source=Source(
            title=TITLE,
            publisher=PUBLISHER,
            edition=known.edition,
            ranked_cities=known.ranked_cities or head.ranked_cities,
            url=known.url,
        ),
        overall=ratings[OVERALL],
        categories=tuple(
            Category(
                name=CATEGORIES[key],
                rating=rating,
                indicators=tuple(row.indicator for row in rows.get(key, ())),
            )
            for key, rating in ratings.items()
            if key != OVERALL
        ),
        best_practices=practices.projects,
    )


def _summary(city: City) -> Iterator[Message]:
    rows = [row for category in city.categories for row in category.indicators]
    yield say(
        "page-read",
        city=city.label,
        categories=say("count-categories", count=len(city.categories)),
        rows=say("count-rows", count=len(rows)),
        unlabelled=sum(row.name is None for row in rows),
        bonus=sum(row.kind == "bonus" for row in rows),
        projects=say("count-projects", count=len(city.best_practices)),
    )
    for category in city.categories:
        if not category.indicators:
            yield say("no-rows", category=category.name)
    if city.best_practices:
        yield say("practices-taken", titles=all_of(p.title for p in city.best_practices))
    address = re.split("[?#]", city.source.url or "")[0]
    path = address.rstrip("/").rpartition("/")[2]
    if path and slug(path) != city.slug:
        yield say("url-of-another", path=path, city=city.name)

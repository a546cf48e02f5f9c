"""Lines -> sections of a city's page: head, ratings, tables of categories, best practice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from smartrank.importing.labels import read_label
from smartrank.importing.lines import Line
from smartrank.importing.ratings import RatingRow, rating_at
from smartrank.importing.tables import begins_with_row
from smartrank.importing.words import (
    CATEGORIES,
    OVERALL,
    PRACTICE,
    RATING_COLUMNS,
    RATING_HEADINGS,
    ROW_COLUMNS,
    heading,
)
from smartrank.names import slug

_DIGIT = re.compile("[0-9]")
_EDITION = re.compile(r"(?:Bitkom )?Smart City Index (?P<edition>[0-9]{4})", re.IGNORECASE)


class Table(NamedTuple):
    """The table of a category: the line that names it, its key, and the lines below."""

    title: Line
    category: str
    lines: tuple[Line, ...]


class Sections(NamedTuple):
    """The parts of a page.

    Each section of best practice has its heading as its first line. `editions` are the lines that
    state the edition, with the year. `width` is that of the copy in columns, where that tells which
    lines may be cut; 0 if it tells nothing.
    """

    head: tuple[Line, ...]
    ratings: tuple[RatingRow | Line, ...]
    tables: tuple[Table, ...]
    practices: tuple[tuple[Line, ...], ...]
    editions: tuple[tuple[Line, int], ...]
    width: int


def locate(lines: Sequence[Line]) -> Sections:
    """Where each section of a page begins and ends."""
    locator = _Locator(lines)
    place = 0
    while place < len(lines):
        place += locator.take(place)
    return Sections(
        head=tuple(locator.head),
        ratings=tuple(locator.ratings),
        tables=tuple(Table(title, key, tuple(rows)) for title, key, rows in locator.tables),
        practices=tuple(tuple(practice) for practice in locator.practices if practice[1:]),
        editions=tuple(locator.editions),
        # a line of one word may be longer than the copy is wide
        width=max((line.width for line in lines if " " in line.plain), default=0),
    )


def stated_edition(line: Line) -> int | None:
    """The edition that a line states, a year; None if it states none."""
    found = _EDITION.fullmatch(line.plain)
    return int(found["edition"]) if found else None


class _Locator:
    """Goes through a page once; each line goes to the section that is open."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.texts = [line.text for line in lines]
        self.columns: tuple[str, ...] = RATING_COLUMNS
        self.head: list[Line] = []
        self.ratings: list[RatingRow | Line] = []
        self.tables: list[tuple[Line, str, list[Line]]] = []
        self.practices: list[list[Line]] = []
        self.editions: list[tuple[Line, int]] = []
        self.open: list[Line] | list[RatingRow | Line] = self.head
        self.in_practice = False

    def take(self, place: int) -> int:
        """Give a line to its section; how many lines were taken with it."""
        line = self.lines[place]
        if taken := self._rating(place):
            return taken
        stated = None if self.in_practice else stated_edition(line)
        if stated:
            self.editions.append((line, stated))
        elif self.open is self.head:
            self.head.append(line)
        elif self._key(place) in PRACTICE and (line.level or not line.link):
            self.practices.append([line])
            self.open, self.in_practice = self.practices[-1], True
        elif self._opens_table(place):
            self.tables.append((line, self._key(place), []))
            self.open, self.in_practice = self.tables[-1][2], False
        elif not self._is_link(place):
            self.open.append(line)
        return 1

    def _key(self, place: int) -> str:
        """The key of a line that may be the name of a section: such a name holds no digit."""
        text = self.texts[place] if place < len(self.texts) else ""
        return "" if _DIGIT.search(text) else slug(read_label(text).name)

    def _rating(self, place: int) -> int:
        """How many lines a rating, or the heading above the ratings, takes; 0 if there is none."""
        if self.open is not self.head and self.open is not self.ratings:
            return 0
        if found := heading(self.texts, place, *RATING_HEADINGS):
            self.columns = found.columns
            self.open = self.ratings
            return found.lines
        rating = rating_at(self.lines, place, self.columns)
        if not rating:
            return 0
        self.open = self.ratings
        self.ratings.append(rating)
        return rating.lines

    def _opens_table(self, place: int) -> bool:
        """Whether a line is the name of a category above its table."""
        key = self._key(place)
        if key not in CATEGORIES:
            return False
        is_above_table = begins_with_row(self.lines, place + 1) or bool(
            heading(self.texts, place + 1, ROW_COLUMNS)
        )
        if self.in_practice:  # prose may hold such a line, too
            return is_above_table and all(key != known for _, known, _ in self.tables)
        is_last = place + 1 == len(self.lines)
        is_above_words = self._key(place + 1) not in (*CATEGORIES, OVERALL, *PRACTICE)
        return is_above_table or (is_above_words and not is_last and not self._may_be_tail(place))

    def _may_be_tail(self, place: int) -> bool:
        """Whether a line inside a table may be the end of the name above it."""
        return self.open is not self.ratings and not self.lines[place].gap

    def _is_link(self, place: int) -> bool:
        """Whether a line is the name of a section in a list of them."""
        is_name = self._key(place) in (*CATEGORIES, OVERALL)
        return is_name and not self.in_practice and not self._may_be_tail(place)

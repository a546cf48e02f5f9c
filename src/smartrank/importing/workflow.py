"""A copied page to the text of a data file, and what to know of it; writes nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from smartrank.dataset.dump import dump, dump_rankings
from smartrank.dataset.editions import with_facts
from smartrank.dataset.layout import DATASET_SCHEMA, RANKING_SCHEMA, SUFFIX, ranking_stem
from smartrank.dataset.lint import notes_on
from smartrank.dataset.load import parse_file, read_dataset, read_rankings
from smartrank.errors import DatasetError, SmartrankError, UsageError
from smartrank.files import STANDARD_INPUT, read_bytes
from smartrank.frozen import replace
from smartrank.importing.city_page import About, edition_notes, edition_of
from smartrank.importing.list_names import given_lists, list_keys
from smartrank.importing.list_page import ListPage
from smartrank.importing.merge import merge
from smartrank.importing.page import about, read_any_page
from smartrank.importing.problems import EditionError, refusal
from smartrank.importing.ranking import NamedPage, gather
from smartrank.messages import joined, say
from smartrank.model import City
from smartrank.names import listed
from smartrank.rankings import Rankings
from smartrank.text import escape_unsafe

_URL = re.compile(r"[a-z][a-z0-9+.-]*:/", re.IGNORECASE)


class Copy(NamedTuple):
    """A copied page that was read: how it is called, its city, and what to know of the reading."""

    name: str
    city: City
    notes: tuple[str, ...]

    @property
    def label(self) -> str:
        """What it is of: `Jena 2025`."""
        return self.city.label

    @property
    def file_names(self) -> tuple[str, ...]:
        """What its data file may be called: without the year, and with it."""
        names = (self.city.slug, f"{self.city.slug}-{self.city.edition}")
        return tuple(f"{name}{SUFFIX}" for name in names)

    @property
    def schema(self) -> str:
        """The name of the schema of its data file."""
        return DATASET_SCHEMA

    def file_in(self, folder: Path) -> Path:
        """The data file in a folder: a file without the year only if it holds this edition."""
        short, dated = (folder / name for name in self.file_names)
        return short if self._is_in(short) else dated

    def _is_in(self, file: Path) -> bool:
        try:
            return os.path.exists(file) and read_dataset(file).city.key == self.city.key  # noqa: PTH110 - never raises
        except DatasetError:
            return False

    def data_file(self, old: Path | None = None, *, schema_line: bool = False) -> Imported:
        """The data file of the page, with what the old file holds of its own.

        With `schema_line`, it names the schema that is beside the file.

        Raises DatasetError if the old file is invalid, UsageError if it holds another city or
        edition, SmartrankError if what the page says gives no valid data file.
        """
        city, notes = self.city, self.notes
        if old is not None:
            kept = merge(city, read_dataset(old))
            city, notes = kept.city, (*notes, *kept.notes)
        city = replace(city, source=with_facts(city.source))
        text = dump(city, schema_line=schema_line)
        return Imported(city, text, (*notes, *_findings(text, self.name)))


class ListCopy(NamedTuple):
    """A copied list page that was read."""

    name: str
    page: ListPage
    edition: int


class RankingCopy(NamedTuple):
    """The list pages of one edition: whose lists they are, and what is known beside them."""

    pages: tuple[NamedPage, ...]
    known: About
    notes: tuple[str, ...]

    @property
    def name(self) -> str:
        """How the pages are called, all together."""
        return self.label

    @property
    def label(self) -> str:
        """What they are of."""
        return say("lists-of", edition=self.known.edition)

    @property
    def file_names(self) -> tuple[str, ...]:
        """What the ranking file must be called."""
        assert self.known.edition is not None
        return (f"{ranking_stem(self.known.edition)}{SUFFIX}",)

    @property
    def schema(self) -> str:
        """The name of the schema of its ranking file."""
        return RANKING_SCHEMA

    def file_in(self, folder: Path) -> Path:
        """The ranking file in a folder."""
        return folder / self.file_names[0]

    def data_file(self, old: Path | None = None, *, schema_line: bool = False) -> ImportedRankings:
        """The ranking file of the pages, with the rows of the old file.

        Raises DatasetError if the old file is invalid, UsageError if it holds another edition,
        ListsError if rows contradict each other.
        """
        before = None if old is None else read_rankings(old)
        if before and before.rankings.edition != self.known.edition:
            found = say("lists-of", edition=before.rankings.edition)
            message = say("other-city", file=before.file, found=found, wanted=self.label)
            raise UsageError(message, hint=say("write-to", file=self.file_names[-1]))
        rankings, read = gather(self.pages, self.known, before)
        text = dump_rankings(rankings, schema_line=schema_line)
        notes = (*read, *self.notes, *_findings(text, self.name))
        return ImportedRankings(rankings, text, notes)


class Imported(NamedTuple):
    """A page as a data file: the city, the text of the file, and what a person should know."""

    city: City
    text: str
    notes: tuple[str, ...]

    @property
    def file_name(self) -> str:
        """What the data file may be called: `jena-2025.toml`."""
        return f"{self.city.slug}-{self.city.edition}{SUFFIX}"


class ImportedRankings(NamedTuple):
    """List pages as a ranking file: the lists, its text, and what a person should know."""

    rankings: Rankings
    text: str
    notes: tuple[str, ...]

    @property
    def file_name(self) -> str:
        """What the ranking file must be called: `ranking-2025.toml`."""
        return f"{ranking_stem(self.rankings.edition)}{SUFFIX}"


def import_page(
    page: str | Path | bytes,
    *,
    edition: int | None = None,
    url: str | None = None,
    ranked_cities: int | None = None,
    over: str | Path | None = None,
) -> Imported:
    """Turn the copy of a city's page into the text of a data file.

    `page` is a file with the text or HTML of the page (`-` is standard input), or its content as
    bytes. `edition` (a year), `url` and `ranked_cities` (a count) are what the page may not say.
    `over` is a data file of the same city and edition: what was added to it by hand is kept.

    Raises PageError with the lines at fault if the page is not understood, EditionError if its
    edition is not known, SmartrankError if a file cannot be read, DatasetError if `over` is
    invalid, UsageError if it holds another city or a value is out of range.
    """
    copy = read_copy(page, about(edition, url, ranked_cities))
    if isinstance(copy, ListCopy):
        raise refusal(copy.name, "page-is-ranking", "call-import-ranking")
    return copy.data_file(None if over is None else Path(over))


def import_ranking(
    pages: Iterable[str | Path | bytes],
    *,
    edition: int | None = None,
    url: str | None = None,
    ranked_cities: int | None = None,
    tables: Sequence[str] = (),
    cities: Iterable[City] = (),
    over: str | Path | None = None,
) -> ImportedRankings:
    """Turn copies of the list pages of one edition, in any order, into the text of a ranking file.

    Tables of a page that have no name are those that `tables` names, in the order of the page; else
    all six in their usual order, or told by the ranks and scores of known `cities` of the edition.
    `over` is a ranking file of the edition: the pages are added to it. All else is as in
    `import_page`.

    Raises as that does, ListsError for rows that contradict each other, EditionError for pages of
    several editions.
    """
    known = about(edition, url, ranked_cities)
    copies = [
        copy_of(page, f"<page {number}>", known)
        if isinstance(page, bytes)
        else read_copy(page, known)
        for number, page in enumerate(pages, 1)
    ]
    lists = [copy for copy in copies if isinstance(copy, ListCopy)]
    for copy in copies:
        if isinstance(copy, Copy):
            raise refusal(copy.name, "page-is-city", "call-import-page")
    found = gathered_lists(lists, known, given_lists(tables), lambda _: list(cities))
    if len(found) != 1:
        editions = listed(str(copy.known.edition) for copy in found)
        raise EditionError(say("several-editions", names=editions), hint=say("one-edition-a-call"))
    return found[0].data_file(None if over is None else Path(over))


def read_copy(page: str | Path | bytes, known: About) -> Copy | ListCopy:
    """A page in a file, on standard input, or as bytes. Raises as `import_page` does."""
    if isinstance(page, bytes):
        return copy_of(page, "<page>", known)
    name = str(page)
    if _URL.match(name):
        raise UsageError(say("no-network", url=name), hint=say("save-page"))
    named = None if name == STANDARD_INPUT else say("page-named", page=escape_unsafe(name))
    try:
        content = read_bytes(Path(page), named)
    except SmartrankError as error:
        raise SmartrankError(error.message, hint=say("name-page")) from error
    return copy_of(content, "<stdin>" if name == STANDARD_INPUT else name, known)


def copy_of(content: bytes, name: str, known: About) -> Copy | ListCopy:
    """A page whose content is at hand. Raises as `import_page` does."""
    page = read_any_page(content, name, known)
    if isinstance(page, ListPage):
        return ListCopy(name, page, edition_of(known, page.editions, name))
    return Copy(name, page.city, page.notes)


def gathered_lists(
    copies: Sequence[ListCopy],
    known: About,
    given: Sequence[str],
    cities_of: Callable[[int], Sequence[City]],
) -> list[RankingCopy]:
    """List pages by edition, with the list that each table is.

    `given` are the keys of lists for tables without a name, `cities_of` gives the known cities of
    an edition, and is asked only if that is needed. Raises PageError, UsageError.
    """
    editions: dict[int, list[ListCopy]] = {}
    for copy in copies:
        editions.setdefault(copy.edition, []).append(copy)
    return [
        RankingCopy(
            tuple(_named(copy, given, partial(cities_of, edition)) for copy in found),
            known._replace(edition=edition),
            tuple(edition_notes(known, found[0].page.editions)),
        )
        for edition, found in editions.items()
    ]


def _named(copy: ListCopy, given: Sequence[str], cities: Callable[[], Sequence[City]]) -> NamedPage:
    keys = list_keys(copy.page, copy.name, given, cities)
    return NamedPage(copy.name, copy.page, tuple(keys))


def _findings(text: str, page: str) -> list[str]:
    """The notes on the new data file, the audit of the arithmetic among them."""
    try:
        data = parse_file(text.encode(), page)
    except DatasetError as error:
        faults = joined((fault.text for fault in error.faults), "; ")
        message = say("page-gives-faults", page=page, faults=faults)
        raise SmartrankError(message, hint=say("compare-with-page")) from error
    return [finding.text for finding in notes_on(data)]

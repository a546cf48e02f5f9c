"""A copied page to the text of a data file, and what to know of it; writes nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from smartrank.dataset.dump import dump
from smartrank.dataset.editions import facts_of
from smartrank.dataset.layout import SUFFIX
from smartrank.dataset.lint import notes_on
from smartrank.dataset.load import parse, read_dataset
from smartrank.errors import DatasetError, SmartrankError, UsageError
from smartrank.files import STANDARD_INPUT, read_bytes
from smartrank.importing.city_page import About
from smartrank.importing.merge import merge
from smartrank.importing.page import about, read_page
from smartrank.messages import say
from smartrank.model import City
from smartrank.text import escape_unsafe

_URL = re.compile(r"[a-z][a-z0-9+.-]*:/", re.IGNORECASE)


class Copy(NamedTuple):
    """A copied page that was read: how it is called, its city, and what to know of the reading."""

    name: str
    city: City
    notes: tuple[str, ...]


class Imported(NamedTuple):
    """A page as a data file: the city, the text of the file, and what a person should know."""

    city: City
    text: str
    notes: tuple[str, ...]

    @property
    def file_name(self) -> str:
        """What the data file may be called: `jena-2025.toml`."""
        return f"{self.city.slug}-{self.city.edition}{SUFFIX}"


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
    known = about(edition, url, ranked_cities)
    old = None if over is None else Path(over)
    if isinstance(page, bytes):
        return data_file(copy_of(page, "<page>", known), old)
    return data_file(read_copy(page, known), old)


def read_copy(page: str | Path, known: About) -> Copy:
    """The city of a page in a file, or on standard input. Raises as `import_page` does."""
    name = str(page)
    if _URL.match(name):
        raise UsageError(say("no-network", url=name), hint=say("save-page"))
    try:
        content = read_bytes(Path(page), say("page-named", page=escape_unsafe(name)))
    except SmartrankError as error:
        raise SmartrankError(error.message, hint=say("name-page")) from error
    return copy_of(content, "<stdin>" if name == STANDARD_INPUT else name, known)


def copy_of(content: bytes, name: str, known: About) -> Copy:
    """The city of a page whose content is at hand. Raises as `import_page` does."""
    city, notes = read_page(content, name, known)
    return Copy(name, city, notes)


def data_file(copy: Copy, old: Path | None = None, *, schema_line: bool = False) -> Imported:
    """The data file of a copied page, with what the old file holds of its own.

    With `schema_line`, it names the schema that is beside the file.

    Raises DatasetError if the old file is invalid, UsageError if it holds another city or edition,
    SmartrankError if what the page says gives no valid data file.
    """
    city, notes = copy.city, copy.notes
    if old is not None:
        kept = merge(city, read_dataset(old))
        city, notes = kept.city, (*notes, *kept.notes)
    facts = facts_of(city.source)
    if facts and city.source.ranked_cities is None:
        city = replace(city, source=replace(city.source, ranked_cities=facts.cities))
    text = dump(city, schema_line=schema_line)
    return Imported(city, text, (*notes, *_findings(text, copy.name)))


def _findings(text: str, page: str) -> list[str]:
    """The notes on the new data file, the audit of the arithmetic among them."""
    try:
        dataset = parse(text.encode(), page)
    except DatasetError as error:
        faults = "; ".join(fault.text for fault in error.faults)
        message = say("page-gives-faults", page=page, faults=faults)
        raise SmartrankError(message, hint=say("compare-with-page")) from error
    return [finding.text for finding in notes_on(dataset)]

"""`import`: a page to a data file, told and written step by step."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from smartrank.importing.merge import carry_over
from smartrank.cli.console import note
from smartrank.cli.output import STANDARD_OUTPUT, write
from smartrank.errors import DatasetError, SmartrankError, UsageError
from smartrank.files import STANDARD_INPUT, read_bytes
from smartrank.dataset.load import parse, read_dataset
from smartrank.dataset.lint import notes_on
from smartrank.importing.page import read_page
from smartrank.dataset.store import SUFFIX
from smartrank.dataset.dump import dump

if TYPE_CHECKING:
    from pathlib import Path

    from smartrank.model import City
    from smartrank.importing.page import About


class Target(NamedTuple):
    """Where a data file goes (None: standard output), over an old one, or only compared."""

    file: Path | None
    force: bool
    diff: bool


def import_page(page: Path, known: About, target: Target) -> None:
    """Read a page, keep what an old file holds of its own, and write the data file.

    Raises SmartrankError if the page or the old file cannot be read, UsageError if the file exists
    or its name does not fit the city.
    """
    file = target.file if str(target.file) != STANDARD_OUTPUT else None
    if target.diff and file is None:
        hint = "add `--output` with the file to compare with"
        raise UsageError("`--diff` compares with a file, and none is named", hint=hint)
    read = read_page(_content(page), _name(page), known)
    city, notes = read.city, read.notes
    if file is not None:
        _check_name(file, city)
    old = None
    if file is not None and (target.force or target.diff) and os.path.exists(file):  # noqa: PTH110 - never raises
        old = read_dataset(file)
        carried = carry_over(city, old)
        city, notes = carried.city, (*notes, *carried.notes)
    text = dump(city)
    notes = (*notes, *_findings(text, _name(page)))
    if target.diff and file is not None:
        write(_diff(file, old.text if old else "", text).encode(), None, force=False)
    else:
        write(text.encode(), file, force=target.force)
    for text_of_note in notes:
        note(text_of_note)


def _content(page: Path) -> bytes:
    try:
        return read_bytes(page)
    except SmartrankError as error:
        hint = "name the text of a page, or `-` for standard input"
        raise SmartrankError(f"the page `{page}` {error}", hint=hint) from error


def _name(page: Path) -> str:
    return "<stdin>" if str(page) == STANDARD_INPUT else str(page)


def _check_name(file: Path, city: City) -> None:
    fitting = [f"{city.slug}{SUFFIX}", f"{city.slug}-{city.edition}{SUFFIX}"]
    if file.name not in fitting:
        hint = f"call it `{fitting[0]}` or `{fitting[1]}`"
        raise UsageError(f"`{file.name}` does not fit {city.name} {city.edition}", hint=hint)


def _findings(text: str, page: str) -> list[str]:
    """The notes on the new data file, the audit of the arithmetic among them."""
    try:
        dataset = parse(text.encode(), page)
    except DatasetError as error:
        faults = "; ".join(fault.text for fault in error.faults)
        hint = "compare the page with what was copied of it"
        raise SmartrankError(f"{page}: gives no valid data file: {faults}", hint=hint) from error
    return [finding.text for finding in notes_on(dataset)]


def _diff(file: Path, old: str, new: str) -> str:
    from difflib import unified_diff

    texts = (old.splitlines(keepends=True), new.splitlines(keepends=True))
    lines = unified_diff(*texts, str(file), f"{file} (imported)")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )

"""`import`: copied pages to data files, told and written step by step."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

import typer

from smartrank.cli.console import has_colour, is_terminal, note, reads_escapes
from smartrank.cli.output import STANDARD_OUTPUT, write
from smartrank.dataset.dump import schema_file
from smartrank.dataset.folders import user_folder
from smartrank.dataset.load import read_file
from smartrank.dataset.store import Store
from smartrank.errors import MAX_TOLD, SmartrankError, UsageError
from smartrank.files import STANDARD_INPUT, reason
from smartrank.importing.city_page import About
from smartrank.importing.list_names import given_lists
from smartrank.importing.problems import PageError, some
from smartrank.importing.workflow import (
    Copy,
    Imported,
    ImportedRankings,
    ListCopy,
    RankingCopy,
    gathered_lists,
    read_copy,
)
from smartrank.messages import any_of, say
from smartrank.model import City
from smartrank.names import listed

#: A bar is drawn for so many pages or more.
_MANY = 3
_BAR = 30
_COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}


class Target(NamedTuple):
    """Where data files go: a file, a folder, or standard output (None).

    `is_made` says that names of files are made from the cities.
    """

    path: Path | None
    is_made: bool
    force: bool
    diff: bool


class _PagesError(SmartrankError):
    """What is wrong with several pages: the first problem of each, of the first few pages."""

    def __init__(self, errors: Sequence[SmartrankError]) -> None:
        super().__init__(errors[0].message, hint=errors[0].hint)
        self.exit_code = errors[0].exit_code
        told = [_first_problem(error) for error in errors[:MAX_TOLD]]
        more = len(errors) - len(told)
        self._lines = (*told, say("more-pages", count=more)) if more else tuple(told)

    @property
    def lines(self) -> tuple[str, ...]:
        """One line a page, and how many more pages there are."""
        return self._lines


def _first_problem(error: SmartrankError) -> str:
    line, *_ = error.lines
    more = len(error.problems) - 1 if isinstance(error, PageError) else 0
    return say("more-on-page", line=line, count=more) if more else line


def chosen_target(output: Path | None, *, save: bool, force: bool, diff: bool) -> Target:
    """Where data files go.

    Raises UsageError if that is not clear, or nothing can be compared.
    """
    if save and output is not None:
        raise UsageError(say("save-and-output"), hint=say("save-or-output"))
    if save:
        return Target(user_folder(), is_made=True, force=force, diff=diff)
    path = None if output is None or str(output) == STANDARD_OUTPUT else output
    if diff and path is None:
        raise UsageError(say("diff-needs-file"), hint=say("diff-hint"))
    is_folder = path is not None and path.is_dir()
    return Target(path, is_made=is_folder, force=force, diff=diff)


def import_pages(
    pages: Sequence[str], known: About, target: Target, tables: str | None = None
) -> None:
    """Read all pages, keep what old files hold of their own, and write the data files.

    List pages of one edition go into one file; `tables` names the lists, separated by commas, where
    tables have no name.

    Nothing is written unless every page is understood. Raises SmartrankError if a page or an old
    file cannot be read, UsageError if a file exists or its name does not fit the page; typer.Exit
    with 1 if `--diff` shows a difference.
    """
    copies = _gathered(_read(pages, known), known, tables)
    if len(copies) > 1 and known.url is not None:
        raise UsageError(say("url-of-one-page"), hint=say("url-of-one-page-hint"))
    if len(copies) > 1 and not target.is_made:
        raise UsageError(say("pages-need-folder"), hint=say("pages-hint"))
    files = [_file(copy, target) for copy in copies]
    _refuse_clashes(copies, files, target)
    new = [_data_file(copy, file, target) for copy, file in zip(copies, files, strict=True)]
    changed = [_shown(imported, file, target) for imported, file in zip(new, files, strict=True)]
    told: dict[str, list[str]] = {}
    for copy, imported, is_changed in zip(copies, new, changed, strict=True):
        for text in imported.notes if is_changed else ():
            told.setdefault(text, []).append(copy.name)
    for text, names in told.items():
        note(text if len(copies) == 1 else say("of-page", page=some(names), note=text))
    if not target.diff:
        pairs = zip(copies, files, strict=True)
        lacking = [copy.schema for copy, file in pairs if file and not _has_schema(copy, file)]
        for schema in dict.fromkeys(lacking):
            note(say("no-schema", file=schema_file(schema), schema=schema))
    if target.diff and any(changed):
        raise typer.Exit(SmartrankError.exit_code)


# --- reading --------------------------------------------------------------------------------------


def _read(pages: Sequence[str], known: About) -> list[Copy | ListCopy]:
    """All pages, or what is wrong with each of them."""
    copies: list[Copy | ListCopy] = []
    errors: list[SmartrankError] = []
    for page in _with_progress(pages):
        if page == STANDARD_INPUT and is_terminal(sys.stdin):
            note(say("waiting-windows" if sys.platform == "win32" else "waiting"))
        try:
            copies.append(read_copy(page, known))
        except SmartrankError as error:
            errors.append(error)
    if errors:
        raise errors[0] if len(errors) == 1 else _PagesError(errors)
    return copies


def _gathered(
    copies: Sequence[Copy | ListCopy], known: About, tables: str | None
) -> list[Copy | RankingCopy]:
    """The pages of cities, and the list pages of each edition as one."""
    of_cities = [copy for copy in copies if isinstance(copy, Copy)]
    lists = [copy for copy in copies if isinstance(copy, ListCopy)]
    given = given_lists(tables.split(",")) if tables else []

    def cities_of(edition: int) -> list[City]:
        here = [copy.city for copy in of_cities if copy.city.edition == edition]
        return [*Store().field(edition), *here]

    return [*of_cities, *gathered_lists(lists, known, given, cities_of)]


def _with_progress(pages: Sequence[str]) -> Iterator[str]:
    """The pages, with a bar on a terminal while many of them are read."""
    if len(pages) < _MANY or not reads_escapes(sys.stderr):
        yield from pages
        return
    for count, page in enumerate(pages, 1):
        bar = "#" * (_BAR * count // len(pages))
        sys.stderr.write(f"\r[{bar:<{_BAR}}] {count}/{len(pages)}")
        sys.stderr.flush()
        yield page
    sys.stderr.write("\r\x1b[K")


# --- files ----------------------------------------------------------------------------------------


def _file(copy: Copy | RankingCopy, target: Target) -> Path | None:
    """The data file of a page; raises UsageError if the name that is given does not fit it."""
    if target.path is None:
        return None
    if target.is_made:
        return copy.file_in(target.path)
    if target.path.name not in copy.file_names:
        message = say("file-does-not-fit", file=target.path.name, city=copy.label)
        raise UsageError(message, hint=say("call-it", names=any_of(copy.file_names)))
    return target.path


def _refuse_clashes(
    copies: Sequence[Copy | RankingCopy], files: Sequence[Path | None], target: Target
) -> None:
    """Raise UsageError for pages of one file, and for files that exist, before any is written."""
    pages: dict[Path, str] = {}
    for copy, file in zip(copies, files, strict=True):
        if file in pages:
            message = say("same-file", first=pages[file], second=copy.name, city=copy.label)
            raise UsageError(message, hint=say("same-file-hint"))
        if file is not None:
            pages[file] = copy.name
    existing = [file for file in pages if os.path.lexists(file)]
    if existing and not (target.force or target.diff):
        raise UsageError(
            say("files-exist", files=listed(map(str, existing))), hint=say("use-force")
        )


def _data_file(
    copy: Copy | RankingCopy, file: Path | None, target: Target
) -> Imported | ImportedRankings:
    is_replaced = file is not None and (target.force or target.diff) and os.path.exists(file)  # noqa: PTH110 - never raises
    old = file if is_replaced else None
    return copy.data_file(old, schema_line=_has_schema(copy, file))


def _has_schema(copy: Copy | RankingCopy, file: Path | None) -> bool:
    """Whether the schema is beside a data file."""
    return file is not None and (file.parent / schema_file(copy.schema)).exists()


# --- writing --------------------------------------------------------------------------------------


def _shown(new: Imported | ImportedRankings, file: Path | None, target: Target) -> bool:
    """Write the data file, or how it would change; whether there was anything to say."""
    if not target.diff or file is None:
        if target.is_made and file is not None:
            _make_folder(file.parent)
        write(new.text.encode(), file, force=target.force)
        if target.is_made:
            note(say("written", file=file))
        return True
    old = read_file(file).text if file.exists() else ""
    difference = _diff(file, old, new.text)
    write(difference.encode(), None, force=False)
    return bool(difference)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SmartrankError(say("folder-not-made", folder=folder, reason=reason(error))) from error


def _diff(file: Path, old: str, new: str) -> str:
    texts = (old.splitlines(keepends=True), new.splitlines(keepends=True))
    lines = unified_diff(*texts, str(file), say("as-imported", file=file))
    is_coloured = has_colour(sys.stdout)
    return "".join(_coloured(line) if is_coloured else line for line in map(_ended, lines))


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _coloured(line: str) -> str:
    colour = _COLOURS.get(line[:1])
    text, end, rest = line.partition("\n")
    return f"{colour}{text}\x1b[0m{end}{rest}" if colour else line

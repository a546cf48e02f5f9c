"""Every fault and note of data files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NamedTuple

from smartrank.dataset.folders import data_files
from smartrank.dataset.lint import notes_across, notes_on
from smartrank.dataset.load import read_file
from smartrank.errors import Code, DatasetError, Finding, Severity, SmartrankError
from smartrank.files import STANDARD_INPUT, short_path
from smartrank.messages import say
from smartrank.query.answer import Answer, Excerpt, answer
from smartrank.query.fields import Field
from smartrank.query.select import Selection


class CheckRecord(NamedTuple):
    """A fault or note of a data file."""

    file: Annotated[
        str, Field("File", "the data file", role="name", visibility="always", origin="program")
    ]
    line: Annotated[
        int,
        Field("Line", "line, counted from 1", role="whole", visibility="always", origin="program"),
    ]
    column: Annotated[
        int,
        Field(
            "Column",
            "character in the line, counted from 1",
            role="whole",
            visibility="always",
            origin="program",
        ),
    ]
    key: Annotated[
        str,
        Field(
            "Key",
            "key path, places in arrays counted from 0; empty for the file as a whole",
            visibility="always",
            origin="program",
        ),
    ]
    severity: Annotated[
        Severity,
        Field(
            "Severity",
            "`fault`: the file is refused; `note`: it is used",
            role="verdict",
            visibility="always",
            origin="program",
        ),
    ]
    code: Annotated[Code, Field("Code", "what kind of fault or note it is", origin="program")]
    message: Annotated[
        str, Field("Message", "what is the matter", visibility="always", origin="program")
    ]


def check(
    files: Sequence[str | Path], selection: Selection = Selection(), *, strict: bool = False
) -> Answer[CheckRecord]:
    """All faults and notes of data files, and of all in the folders that are named.

    The answer has errors if there is a fault, with `strict` also if there is a note.

    Raises UsageError for a selection that cannot be meant.
    """
    read, findings = [], []
    paths: list[str] = []
    for file in map(Path, files):
        try:
            paths.extend(_files(file))
        except SmartrankError as error:
            findings.append(Finding(str(file), 1, 1, "", "fault", "unreadable", error.message))
    # a file that is named twice, alone and by its folder, is one file
    paths = list({_identity(path): path for path in paths}.values())
    for path in paths:
        try:
            data = read_file(Path(path))
        except DatasetError as error:
            findings.extend(error.faults)
            continue
        read.append(data)
        findings.extend(notes_on(data))
    findings.extend(notes_across(read))
    faults = sum(finding.stands_for for finding in findings if finding.severity == "fault")
    notes = sum(finding.severity == "note" for finding in findings)
    summary = say(
        "checked",
        files=say("files", count=len(paths)),
        faults=say("faults", count=faults),
        notes=say("notes", count=notes),
    )
    rows = [CheckRecord(*finding[:-1]) for finding in findings]
    found = answer(CheckRecord, rows, [], selection, title="title-check", warnings=[summary])
    lines = {(f.file, f.line): f.source_line for f in findings}
    excerpts = tuple(_excerpt(record, lines) for record in found.records)
    return found._replace(
        sheets=(found.sheet._replace(excerpts=excerpts),),
        has_errors=bool(faults or (strict and findings)),
    )


def _excerpt(found: CheckRecord, lines: Mapping[tuple[str, int], str]) -> Excerpt:
    source = lines[found.file, found.line]
    file = short_path(found.file)
    return Excerpt(file, found.line, found.column, found.key, found.severity, found.message, source)


def _identity(path: str) -> Path:
    """Which file a path is; the path itself where the current folder has been deleted."""
    with suppress(FileNotFoundError):
        return Path(path).absolute()
    return Path(path)


def _files(path: Path) -> list[str]:
    if str(path) == STANDARD_INPUT:
        return [STANDARD_INPUT]
    return data_files(path)

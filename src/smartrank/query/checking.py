"""Every fault and note of data files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from smartrank.errors import DatasetError, SmartrankError
from smartrank.files import STANDARD_INPUT
from smartrank.findings import Code, Finding, Severity
from smartrank.loading import read_dataset
from smartrank.notes import notes_across, notes_on
from smartrank.query.records import Field
from smartrank.query.selection import Selection, answer
from smartrank.store import SUFFIX, data_files
from smartrank.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartrank.query.records import Answer


class CheckRecord(NamedTuple):
    """A fault or note of a data file."""

    file: Annotated[str, Field("File", "the data file", role="name", shown="always")]
    line: Annotated[int, Field("Line", "line, counted from 1", role="whole", shown="always")]
    column: Annotated[
        int, Field("Column", "character in the line, counted from 1", role="whole", shown="always")
    ]
    key: Annotated[str, Field("Key", "key path, places in arrays counted from 0", shown="always")]
    severity: Annotated[
        Severity,
        Field(
            "Severity", "`fault`: the file is refused; `note`: it is used", "", "verdict", "always"
        ),
    ]
    code: Annotated[Code, Field("Code", "what kind of fault or note it is")]
    message: Annotated[str, Field("Message", "what is the matter", shown="always")]


def check(
    files: Sequence[str | Path], selection: Selection = Selection(), *, strict: bool = False
) -> Answer:
    """All faults and notes of data files, and of all in the folders that are named.

    The answer is faulty if there is a fault, with `strict` also if there is a note.
    """
    datasets, findings = [], []
    paths: list[str] = []
    for file in map(Path, files):
        try:
            paths.extend(_files(file))
        except SmartrankError as error:
            findings.append(Finding(str(file), 1, 1, "", "fault", "unreadable", str(error)))
    # a file that is named twice, alone and by its folder, is one file
    paths = list({Path(path).absolute(): path for path in paths}.values())
    for path in paths:
        try:
            dataset = read_dataset(Path(path))
        except DatasetError as error:
            findings.extend(error.faults)
            continue
        datasets.append(dataset)
        findings.extend(notes_on(dataset))
    findings.extend(notes_across(datasets))
    faults = sum(finding.severity == "fault" for finding in findings)
    counts = f"{counted(faults, 'fault')}, {counted(len(findings) - faults, 'note')}"
    found = answer(
        CheckRecord,
        [CheckRecord(*finding) for finding in findings],
        [],
        selection,
        title="Check",
        remarks=(f"{counted(len(paths), 'file')} checked: {counts}",),
    )
    return found._replace(faulty=bool(faults or (strict and findings)))


def _files(path: Path) -> list[str]:
    if str(path) == STANDARD_INPUT:
        return [STANDARD_INPUT]
    found = data_files(path)
    if not found:
        raise SmartrankError(f"holds no data file, `*{SUFFIX}`")
    return found

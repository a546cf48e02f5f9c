"""Opens workbooks with LibreOffice as a German has it, and sees that every value is what it was.

    python tests/real_workbooks.py      a line an answer; exit code 1 if a value is another

Without LibreOffice it says so in one line.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from every_answer import ANSWERS, known_cities
from smartrank import Answer, render_answer
from smartrank.query.fields import fields_of

#: Each sheet as a file: semicolons, UTF-8, German, text quoted, values and not how they look.
_AS_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1,,1031,true,false,false,false,false,-1"
_FACTS = "Notes"


def converted(books: list[Path], folder: Path) -> None:
    """Every sheet of the workbooks as LibreOffice reads it, `BOOK-SHEET.csv`."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    german = {**os.environ, "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8", "HOME": str(folder)}
    words = ["soffice", profile, "--headless", "--convert-to", _AS_CSV, "--outdir", str(folder)]
    subprocess.run([*words, *books], env=german, capture_output=True, check=True, timeout=280)


def differences(answer: Answer[Any], file: Path) -> Iterator[str]:
    """What LibreOffice has read otherwise than the records say."""
    names = {info.about.heading: name for name, info in fields_of(answer.sheet.record).items()}
    with file.open(encoding="utf-8", newline="") as lines:
        heads, *rows = csv.reader(lines, delimiter=";")
    records = json.loads(render_answer(answer, "json"))
    if len(rows) != len(records):
        yield f"{len(rows)} rows of {len(records)}"
    for number, (row, record) in enumerate(zip(rows, records, strict=False), 1):
        for head, text in zip(heads, row, strict=True):
            value = record[names[head]]
            if value is not None and not _is_same(text, value):
                yield f"row {number}, {head}: {text!r} for {value!r}"


def _is_same(text: str, value: Any) -> bool:
    if isinstance(value, str):
        return text == value
    return text.count(".") == 0 and float(text.replace(",", ".")) == value


def main() -> int:
    """Run as a script."""
    if not shutil.which("soffice"):
        sys.stdout.write("not there: soffice; no workbook was opened by LibreOffice\n")
        return 0
    cities = known_cities()
    lists = [name for name in ANSWERS if not name.startswith("show")]
    wrong = False
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        answers = {f"book{place}": ANSWERS[name](cities) for place, name in enumerate(lists)}
        for stem, answer in answers.items():
            (folder / f"{stem}.xlsx").write_bytes(render_answer(answer, "xlsx"))
        converted([folder / f"{stem}.xlsx" for stem in answers], folder)
        for name, (stem, answer) in zip(lists, answers.items(), strict=True):
            (file,) = _files_of_records(folder, stem)
            found = list(differences(answer, file))
            wrong = wrong or bool(found)
            sys.stdout.write(f"{name:<20} {'; '.join(found) or 'same'}\n")
    return int(wrong)


def _files_of_records(folder: Path, stem: str) -> list[Path]:
    """The sheet with all records: that of all rows, else the only one beside the notes."""
    files = [f for f in folder.glob(f"{stem}-*.csv") if f.stem != f"{stem}-{_FACTS}"]
    return [f for f in files if f.stem.endswith("-All rows")] or files


if __name__ == "__main__":
    raise SystemExit(main())

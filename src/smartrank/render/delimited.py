"""`csv`, `tsv`, `excel`: one line a record, its values parted by a sign; dialects of one format."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any, NamedTuple

from smartrank.query.answer import Answer
from smartrank.render import View

#: What begins a formula; a text that begins so gets an apostrophe, which Excel takes as "text".
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_it_is(value: Any) -> Any:
    """The value, which a CSV writer writes exactly; None as an empty cell."""
    return value


def for_german_excel(value: Any) -> Any:
    """Numbers with a decimal comma, and text that can't be taken for a formula."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{value}"
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    return value


class Dialect(NamedTuple):
    """How records are written as lines, values quoted where needed (RFC 4180)."""

    delimiter: str
    line_end: str = "\n"
    start: str = ""
    cell: Callable[[Any], Any] = as_it_is

    def write(self, answer: Answer[Any], view: View) -> str:
        """The records in this dialect."""
        names = view.fields or answer.sheet.record._fields
        text = StringIO()
        text.write(self.start)
        # with its own line end the writer would leave a lone carriage return in a cell unquoted
        lines = csv.writer(
            _LineEnds(text, self.line_end), delimiter=self.delimiter, lineterminator="\r\n"
        )
        if view.header:
            lines.writerow(names)
        lines.writerows(
            [self.cell(getattr(row, name)) for name in names] for row in answer.sheet.rows
        )
        return text.getvalue()


class _LineEnds:
    """Takes lines from a CSV writer and gives them another end."""

    def __init__(self, target: StringIO, line_end: str) -> None:
        self.target = target
        self.line_end = line_end

    def write(self, line: str) -> int:
        return self.target.write(line.removesuffix("\r\n") + self.line_end)


#: The formats of this family. `excel` is what a German Excel opens by a double click.
DIALECTS = {
    "csv": Dialect(","),
    "tsv": Dialect("\t"),
    "excel": Dialect(";", "\r\n", "\ufeff", for_german_excel),
}

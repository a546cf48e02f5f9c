"""What the formats with one row a record share: csv, tsv, excel, ndjson."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from smartrank.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from smartrank.query.answer import Answer
    from smartrank.render import View


def refuse_nested(answer: Answer[Any], name: str) -> None:
    """Raise UsageError for an answer that is one nested object."""
    if answer.is_nested:
        hint = "use `smartrank ranks` or `smartrank indicators`, which are flat, or `--json`"
        raise UsageError(f"a whole profile does not fit into {name}", hint=hint)


def delimited(
    answer: Answer[Any],
    view: View,
    delimiter: str,
    *,
    line_end: str = "\n",
    cell: Callable[[Any], Any] = lambda value: value,
) -> str:
    """The records as lines of cells, quoted where needed (RFC 4180); null is an empty cell."""
    names = view.fields or answer.sheet.record._fields
    text = io.StringIO()
    # with its own line end the writer would leave a lone carriage return in a cell unquoted
    lines = csv.writer(_LineEnds(text, line_end), delimiter=delimiter, lineterminator="\r\n")
    if view.header:
        lines.writerow(names)
    lines.writerows([cell(getattr(row, name)) for name in names] for row in answer.sheet.rows)
    return text.getvalue()


class _LineEnds:
    """Takes lines from a CSV writer and gives them another end."""

    def __init__(self, target: io.StringIO, line_end: str) -> None:
        self.target = target
        self.line_end = line_end

    def write(self, line: str) -> int:
        return self.target.write(line.removesuffix("\r\n") + self.line_end)

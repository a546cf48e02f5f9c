"""What is wrong or remarkable in a data file, with its place."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["fault", "note"]
Code = Literal[
    # faults: the file is refused
    "unreadable",
    "encoding",
    "syntax",
    "missing-key",
    "unknown-key",
    "type",
    "range",
    "text",
    "duplicate",
    "mismatch",
    # notes: the file is used
    "rank-beyond-field",
    "bonus-beyond-maximum",
    "does-not-add-up",
    "unlabelled",
    "unusual",
    "shadowed",
    "contradiction",
]


class Finding(NamedTuple):
    """A fault or note: file, line and column (counted from 1), key path, and what is the matter."""

    file: str
    line: int
    column: int
    key: str
    severity: Severity
    code: Code
    message: str

    @property
    def place(self) -> str:
        """`FILE:LINE:COLUMN`, as editors and other tools read it."""
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def text(self) -> str:
        """What is the matter, behind the key path if there is one."""
        return f"{self.key}: {self.message}" if self.key else self.message

"""What can go wrong, said to a person: exceptions, and findings in data files."""

# Annotations are evaluated, not postponed: a named tuple would compile each one on its own.
from collections.abc import Sequence
from typing import Literal, NamedTuple

from smartrank.messages import all_of, say

Severity = Literal["fault", "note"]
Code = Literal[
    # faults: the file is refused
    "unreadable",
    "encoding",
    "syntax",
    "unknown-kind",
    "missing-key",
    "unknown-key",
    "type",
    "range",
    "text",
    "duplicate",
    "mismatch",
    "more",
    # notes: the file is used
    "rank-beyond-field",
    "bonus-beyond-maximum",
    "does-not-add-up",
    "unlabelled",
    "unusual",
    "incomplete",
    "shadowed",
    "contradiction",
]

#: The way to a key: names of keys, and places in arrays counted from 0.
KeyPath = tuple[str | int, ...]
#: What is the matter at a key, before its line and column are looked up.
Problem = tuple[KeyPath, Code, str]


class Finding(NamedTuple):
    """A fault or note: file, line and column (counted from 1), key path, and what is the matter."""

    file: str
    line: int
    column: int
    key: str
    severity: Severity
    code: Code
    message: str
    #: The line of the file as it is; empty if it could not be read.
    source_line: str = ""

    @property
    def place(self) -> str:
        """`FILE:LINE:COLUMN`, as editors and other tools read it, on one line."""
        return f"{_on_one_line(self.file)}:{self.line}:{self.column}"

    @property
    def text(self) -> str:
        """What is the matter, behind the key path if there is one."""
        return say("at-key", key=self.key, message=self.message) if self.key else self.message


def _on_one_line(file: str) -> str:
    """The name of a file without what could end a line or drive a terminal."""
    if file.isprintable():
        return file
    from smartrank.text import escape_unsafe

    return escape_unsafe(file)


class SmartrankError(Exception):
    """A file, folder or page is missing, unreadable, unwritable, invalid or not understood.

    `hint` is the way out, `exit_code` what the command line answers with.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint

    @property
    def message(self) -> str:
        """What is wrong, as one sentence."""
        message: str = self.args[0]
        return message

    @property
    def lines(self) -> tuple[str, ...]:
        """What is wrong, one line a problem."""
        return (self.message,)


class UsageError(SmartrankError):
    """What was asked for cannot be asked: an unknown name, a value out of range."""

    exit_code = 2


class UnknownNameError(UsageError):
    """A city, category, indicator or field that no data set has, or that several share."""


class DatasetError(SmartrankError):
    """A data file that is refused, with every fault in it."""

    def __init__(self, faults: Sequence[Finding]) -> None:
        self.faults = tuple(faults)
        files = list(dict.fromkeys(fault.file for fault in self.faults))[:3]
        super().__init__("\n".join(self.lines), hint=say("fix-files", files=all_of(files)))

    @property
    def lines(self) -> tuple[str, ...]:
        """One line a fault."""
        return tuple(say("at-place", place=f.place, what=f.text) for f in self.faults)

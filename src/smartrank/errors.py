"""What can go wrong, said to a person: exceptions, and findings in data files."""

# Annotations are evaluated, not postponed: a named tuple would compile each one on its own.
from collections.abc import Sequence
from typing import Literal, NamedTuple

from smartrank.messages import Message, all_of, say

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

#: So many faults and problems are told; of more only the number.
MAX_TOLD = 5
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

    @property
    def stands_for(self) -> int:
        """How many faults it stands for: the last one of a file may count those left out."""
        if self.code == "more" and isinstance(self.message, Message):
            return int(self.message.values["count"])
        return 1


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
        command = " ".join(["smartrank check", *map(_as_typed, files)])
        hint = say("fix-files", files=all_of(files), command=command)
        super().__init__("\n".join(self.lines), hint=hint)

    @property
    def lines(self) -> tuple[str, ...]:
        """The first five faults, one line each, and how many more there are."""
        first = [say("at-place", place=f.place, what=f.text) for f in self.faults[:MAX_TOLD]]
        return first_lines(first, sum(fault.stands_for for fault in self.faults))


def first_lines(lines: Sequence[str], count: int) -> tuple[str, ...]:
    """The first few of some lines, and how many more there are than are told."""
    told = lines[:MAX_TOLD]
    more = count - len(told)
    return (*told, say("more", count=more)) if more > 0 else tuple(told)


def _as_typed(file: str) -> str:
    """The name of a file as it is typed on the command line."""
    return f'"{_on_one_line(file)}"' if " " in file else _on_one_line(file)

"""What stops the import of a page, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from smartrank.errors import MAX_TOLD, SmartrankError, UsageError, first_lines
from smartrank.importing.lines import Line
from smartrank.messages import Message, say
from smartrank.text import escape_unsafe

#: The way out of a problem, where it is not to fix or delete the line.
_HINTS = {
    "no-score": "join-lines",
    "no-rating": "join-lines",
    "broken-name": "join-lines",
    "state-cut": "join-lines",
    "title-cut": "join-lines",
    "address-cut": "join-lines",
    "trend-unclear": "write-trend",
    "trend-dash": "write-trend",
    "trend-blank": "write-trend",
    "two-scores": "part-cells",
    "split-score": "part-cells",
    "damaged": "write-as-published",
    "no-category-of-index": "delete-other-ratings",
    "table-without-category": "add-category",
    "row-in-practice": "delete-practice",
    "row-behind-bonus": "add-category",
    "table-without-rating": "copy-page",
    "second-page": "one-page-a-file",
    "name-unclear": "delete-menu",
    "no-list-row": "fix-list",
    "row-behind-table": "fix-list",
    "row-or-prose": "mark-row",
    "row-out-of-order": "fix-list",
    "tables-unclear": "name-tables",
    "list-without-name": "tables-hint",
}
_LONGEST_EXCERPT = 60


class Problem(NamedTuple):
    """What is wrong in a line, or with the page as a whole."""

    what: Message
    line: Line | None = None

    def told(self, file: str) -> Message:
        """The problem with its place."""
        if self.line is None:
            return say("in-page", file=file, what=self.what)
        return say(
            "in-line",
            file=file,
            line=self.line.number,
            what=self.what,
            text=excerpt(self.line.plain),
        )


class PageError(SmartrankError):
    """A page that cannot be read to the end: `problems` are all of them, `lines` the first few."""

    def __init__(self, file: str, problems: Iterable[Problem], *, hint: Message) -> None:
        self.file = file
        self.problems = tuple(problems)
        super().__init__("\n".join(self.lines), hint=hint)

    @property
    def lines(self) -> tuple[str, ...]:
        """At most five problems, one line each, and how many more there are."""
        told = [problem.told(self.file) for problem in self.problems[:MAX_TOLD]]
        more = len(self.problems) - len(told)
        return (*told, say("more-problems", file=self.file, count=more)) if more else tuple(told)


def page_error(file: str, found: Sequence[Problem]) -> PageError:
    """The error for all problems of a page, one for each line, with the way out of the first."""
    whole = [problem for problem in found if problem.line is None]
    by_line = {problem.line.number: problem for problem in reversed(found) if problem.line}
    problems = [*whole, *(by_line[number] for number in sorted(by_line))]
    usual = "fix-lines" if by_line and not whole else "copy-page"
    return PageError(file, problems, hint=say(_HINTS.get(problems[0].what.code, usual)))


class Place(NamedTuple):
    """A row of a list: its file, its line counted from 1, and its text."""

    file: str
    line: int
    text: str


class ListsError(SmartrankError):
    """Rows of list pages, or of a ranking file, that contradict each other."""

    def __init__(self, told: Iterable[Message], *, hint: Message | None = None) -> None:
        self._told = tuple(told)
        super().__init__("\n".join(self.lines), hint=hint or say("compare-lists"))

    @property
    def lines(self) -> tuple[str, ...]:
        """At most five contradictions, one line each, and how many more there are."""
        return first_lines(self._told, len(self._told))


class EditionError(UsageError):
    """A page whose edition is not known, or of which two are told."""


def refusal(file: str, code: str, hint: str) -> PageError:
    """The error for a page that is not read at all, for one reason."""
    return PageError(file, [Problem(say(code))], hint=say(hint))


def excerpt(text: str) -> str:
    """The beginning of a text, with every sign that cannot be seen written out."""
    short = text if len(text) <= _LONGEST_EXCERPT else f"{text[: _LONGEST_EXCERPT - 1]}…"
    return escape_unsafe(short)


def some(told: Sequence[str]) -> str:
    """The first few of what there is to tell, and how many more there are."""
    names = ", ".join(told[:MAX_TOLD])
    more = len(told) - MAX_TOLD
    return say("and-more", names=names, count=more) if more > 0 else names


def line_list(lines: Sequence[Line]) -> str:
    """Lines by number and text, the first few, and how many more there are."""
    return some([say("line-text", line=x.number, text=excerpt(x.plain)) for x in lines])

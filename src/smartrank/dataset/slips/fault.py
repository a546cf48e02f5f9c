"""A text and where the parser stopped in it: what rules of slips ask about the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from smartrank.dataset.fields import Array, Kind, Named, Table, shortened
from smartrank.dataset.layout import CITY_FILE, File
from smartrank.dataset.ranking_layout import RANKING_FILE
from smartrank.messages import Message, say
from smartrank.text import escape_unsafe


class Slip(NamedTuple):
    """A slip: where it is told, what to type, and the text it puts in place of a span."""

    at: int
    message: Message
    start: int
    end: int
    text: str


class Value(NamedTuple):
    """What stands behind the equals sign of a key, without the blanks around it."""

    key: str
    #: Where the key begins.
    at: int
    start: int
    end: int
    text: str
    #: Whether it is in a row, in braces.
    in_row: bool

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What the data files have under the key; nothing if they have no such key."""
        return tuple(kind for key, kind in declared(in_row=self.in_row) if key == self.key)

    def is_only(self, *kinds: type[Kind]) -> bool:
        """Whether the key has values of these kinds, and no others."""
        return bool(self.kinds) and all(isinstance(kind, kinds) for kind in self.kinds)

    def may_be(self, *kinds: type[Kind]) -> bool:
        """Whether the key has values of these kinds, or is unknown."""
        return not self.kinds or self.is_only(*kinds)


class Fault(NamedTuple):
    """A text and where the parser stopped in it, with the bounds of that line."""

    text: str
    at: int
    first: int
    last: int

    @property
    def line(self) -> str:
        """The line it is in."""
        return self.text[self.first : self.last]

    @property
    def start(self) -> int:
        """Where the line begins behind its blanks."""
        return self.first + len(self.line) - len(self.line.lstrip(" \t"))

    @property
    def before(self) -> str:
        """The line up to the fault, without blanks at its end."""
        return self.text[self.first : self.at].rstrip(" \t")

    @property
    def list_key(self) -> str:
        """The key of the list whose brackets are open where the line begins; empty if none is."""
        lists = list(_LISTS.finditer(self.text, 0, self.first))
        if not lists:
            return ""
        found = lists[-1]
        depth = 1
        for part in _PARTS.finditer(self.text, found.end(), self.first):
            depth += (part.group() == "[") - (part.group() == "]")
            if not depth:
                return ""
        return found["key"]

    @property
    def value(self) -> Value | None:
        """The value the parser stopped in, before or right behind; None if in no value."""
        for pair in _PAIR.finditer(self.text, self.first, self.last):
            in_row = "{" in self.text[self.first : pair.start()]
            end = (_IN_ROW if in_row else _IN_LINE).match(self.text, pair.end(), self.last)
            assert end is not None
            if pair.end("sign") <= self.at <= end.end():
                text = end.group().rstrip(" \t")
                start = pair.end()
                return Value(pair["key"], pair.start(), start, start + len(text), text, in_row)
        return None

    @property
    def lonely_key(self) -> Value | None:
        """The known key before the fault that nothing follows; None if there is no such."""
        found = _LONELY.search(self.text, self.first, self.last)
        if found is None or not found.start("key") < self.at <= found.end():
            return None
        end = found.end("key")
        in_row = "{" in self.text[self.first : end]
        value = Value(found["key"], found.start("key"), end, end, "", in_row)
        return value if value.kinds else None


_LONG = r"\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''.*?'''"
_SHORT = r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|#[^\n]*"
_TOKENS = re.compile(rf"{_LONG}|(?P<open_long>\"\"\"|''')|{_SHORT}|(?P<open>[\"'])", re.DOTALL)
_PARTS = re.compile(rf"{_LONG}|{_SHORT}|[\[\]]", re.DOTALL)
_LISTS = re.compile(r"^[ \t]*(?P<key>[\w-]+)[ \t]*=[ \t]*\[", re.MULTILINE)
_LONELY = re.compile(r"(?:^|[{,])[ \t]*(?P<key>[\w-]+)[ \t]*(?=[,}\n]|$)", re.MULTILINE)
_PAIR = re.compile(r"(?P<key>[\w-]+)(?P<sign>[ \t]*=)[ \t]*")
_NO_PAIR = r"(?![ \t]*[,;]?[ \t]*[\w-]+[ \t]*=)"
_IN_ROW = re.compile(rf"(?:{_NO_PAIR}(?![ \t]//)(?:[^,}}\]#\n]|,(?=\d)))*")
_IN_LINE = re.compile(rf"(?:{_NO_PAIR}(?![ \t](?://|/\*|--|<!--)|[,;][ \t]*(?:#|\n|$))[^#\n])*")


def fault_at(text: str, at: int) -> Fault:
    """The fault at an offset; of text that is never closed it is where its quotes open."""
    for found in _TOKENS.finditer(text):
        if found.start() > at:
            break
        if found["open"] or found["open_long"]:
            at = found.start()
            break
    first = text.rfind("\n", 0, at) + 1
    last = text.find("\n", at)
    return Fault(text, at, first, len(text) if last < 0 else last)


def replaced(code: str, found: re.Match[str], text: str, **values: str) -> Slip:
    """The slip that has another text in place of what was found, or of its group `here`.

    It is told where that begins; the message may have what was there, and what is right.
    """
    start, end = found.span("here" if "here" in found.re.groupindex else 0)
    there = found.string[start:end].strip(" \t")
    return Slip(start, said(code, sign=there, right=text, **values), start, end, text)


def said(code: str, **values: str) -> Message:
    """The message of a code with values of the file."""
    shown = {
        name: value if isinstance(value, Message) else escape_unsafe(shortened(value))
        for name, value in values.items()
    }
    return say(code, **shown)


def end_before(text: str, at: int) -> int:
    """Where what stands before an offset ends, without comments and blanks."""
    end = len(text[:at].rstrip())
    while True:
        first = text.rfind("\n", 0, end) + 1
        found = (part for part in _TOKENS.finditer(text, first, end) if part.group()[0] == "#")
        comment = next(found, None)
        if comment is None:
            return end
        end = len(text[: comment.start()].rstrip())


@cache
def declared(*, in_row: bool) -> tuple[tuple[str, Kind], ...]:
    """The keys of rows, or of the tables, of all data files, each with its kind of value."""
    every = (*_below(CITY_FILE), *_below(RANKING_FILE))
    return tuple((key, kind) for key, kind, is_of_row in every if is_of_row == in_row)


def _below(table: Table, *, in_row: bool = False) -> Iterator[tuple[str, Kind, bool]]:
    for key, kind in table.keys.items():
        yield key, kind, in_row
        items = kind.items if isinstance(kind, (Array, Named)) else kind
        if isinstance(items, Table):
            # the tables of a file have lines of their own also where they are a list
            is_row = isinstance(kind, Array) and not isinstance(table, File)
            yield from _below(items, in_row=is_row)

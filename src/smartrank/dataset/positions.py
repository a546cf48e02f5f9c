"""Where keys stand in a TOML text: the only place that gives a finding its line and column.

The text has been parsed by tomli, so it is known to be valid: this reads only as much of the
grammar as is needed to follow keys and values, and passes over what nobody asks for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from smartrank.errors import Finding, KeyPath, Problem, Severity


class Place(NamedTuple):
    """Offsets of a key (or of an array's element) and of its value in the text."""

    key: int
    value: int


_BLANK = re.compile(r"[ \t]*")
_SPACE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]+")
_BASIC = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
_LITERAL = r"'[^'\n]*'"
#: The first that matches; a closing run may hold up to two quotes of the text.
STRING_FORMS = (
    r'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"{3,5}',
    r"'''[^']*(?:'(?!'')[^']*)*'{3,5}",
    _BASIC,
    _LITERAL,
)
_STRING = re.compile("|".join(STRING_FORMS), re.DOTALL)
TOKEN = re.compile("|".join([*STRING_FORMS, r"#[^\n]*", r"[\[\]{}]"]), re.DOTALL)
#: Lines with a plain key and a value on that line, passed over many at once.
_PLAIN_LINES = re.compile(
    rf"(?:[ \t]*(?:[A-Za-z0-9_-]+[ \t]*=[ \t]*(?:{_BASIC}|{_LITERAL}|[^\n\"'\[{{#]+)[ \t]*)?"
    r"(?:#[^\n]*)?\n){1,500}"
)


def findings_at(
    problems: Iterable[Problem],
    text: str,
    file: str,
    severity: Severity,
    table: Mapping[str, Any] | None = None,
) -> list[Finding]:
    """The problems of a file as findings, in the order of the file.

    `table` is what the text says; it may be left out if all the paths are there.
    """
    told = list(problems)
    wanted = [path if table is None else _existing(path, table) for path, _, _ in told]
    places = locate(text, wanted)
    lines = Lines(text)
    found = []
    for path, code, message in told:
        at = lines.at(_offset(places, path, value=code != "unknown-key"))
        source = lines.text(at[0])
        found.append(Finding(file, *at, key_text(path), severity, code, message, source))
    return sorted(found, key=lambda finding: (finding.line, finding.column))


def key_text(path: KeyPath) -> str:
    """A key path as text: `categories.verwaltung.indicators[4].score`, counted from 0."""
    from smartrank.text import escape_unsafe

    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            is_bare = part.isascii() and part.replace("-", "_").replace("_", "a").isalnum()
            key = part if is_bare else f'"{escape_unsafe(part)}"'
            text += f".{key}" if text else key
    return text


def locate(text: str, wanted: Iterable[KeyPath] | None = None) -> dict[KeyPath, Place]:
    """The places of all keys and array elements, by key path; lines must end in a line feed.

    With `wanted` paths, those of them and of what leads to them, and of little else.
    """
    locator = _Locator(text, wanted)
    locator.read()
    return locator.places


def comment_lines(text: str) -> list[int]:
    """The lines, counted from 1, that hold a comment."""
    lines = Lines(text)
    comments = (found.start() for found in TOKEN.finditer(text) if found.group()[0] == "#")
    return [lines.at(offset)[0] for offset in comments]


class Lines:
    """Lines and columns of one text, counted from 1 in characters."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._texts: dict[int, str] = {}
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def text(self, line: int) -> str:
        """A line without its end; one that is asked for again is the same string."""
        if line not in self._texts:
            first, end = self._starts[line - 1], self._text.find("\n", self._starts[line - 1])
            self._texts[line] = self._text[first : end if end >= 0 else None]
        return self._texts[line]


def _offset(places: Mapping[KeyPath, Place], path: KeyPath, *, value: bool) -> int:
    """Where a value stands, or its key; if it is missing, the nearest table around it."""
    for end in range(len(path), 0, -1):
        if place := places.get(path[:end]):
            return place.value if value and end == len(path) else place.key
    return 0


def _existing(path: KeyPath, table: Mapping[str, Any]) -> KeyPath:
    """As much of a path as there is."""
    value: Any = table
    for end, key in enumerate(path):
        if isinstance(key, str) and not (isinstance(value, dict) and key in value):
            return path[:end]
        value = value[key]
    return path


class _Locator:
    """Walks through a text as far as it must to find what is wanted."""

    def __init__(self, text: str, wanted: Iterable[KeyPath] | None) -> None:
        self.text = text
        self.at = 0
        self.places: dict[KeyPath, Place] = {}
        self.provisional: set[KeyPath] = set()
        self.lengths: dict[KeyPath, int] = {}  # of the arrays of tables
        self.everything = wanted is None
        self.missing = {path for path in wanted or () if path}
        #: How many of them are below a path, and how many are its own keys or elements.
        self.below = Counter(path[:end] for path in self.missing for end in range(len(path)))
        self.inside = Counter(path[:-1] for path in self.missing)

    def read(self) -> None:
        """Walk to the end, or until nothing is missing."""
        table: KeyPath = ()
        while self._is_wanted(()):
            if not (self.everything or self.inside[table]):
                self._pass_plain_lines()
            self._pass(_SPACE)
            if self.at >= len(self.text):
                break
            if self._next("[["):
                table = self._header("]]", array=True)
            elif self._next("["):
                table = self._header("]", array=False)
            else:
                self._pair(table)

    def _is_wanted(self, path: KeyPath) -> bool:
        """Whether something below a path is still to be found."""
        return self.everything or self.below[path] > 0

    def _found(self, path: KeyPath, place: Place, *, final: bool = True) -> None:
        """Keep the first place of a path; one that is not final may still be found again."""
        if not (self._is_wanted(path) or path in self.missing):
            return
        if path in self.provisional:
            self.provisional.remove(path)
            self.places[path] = place
        self.places.setdefault(path, place)
        if not final:
            self.provisional.add(path)
        elif path in self.missing:
            self.missing.remove(path)
            self.inside[path[:-1]] -= 1
            self.below.subtract(path[:end] for end in range(len(path)))

    def _next(self, token: str) -> bool:
        found = self.text.startswith(token, self.at)
        if found:
            self.at += len(token)
        return found

    def _pass(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        assert found is not None, f"not valid TOML at {self.at}"
        self.at = found.end()
        return found.group()

    def _pass_plain_lines(self) -> None:
        while found := _PLAIN_LINES.match(self.text, self.at):
            self.at = found.end()

    def _header(self, closing: str, *, array: bool) -> KeyPath:
        self._pass(_BLANK)
        start = self.at
        keys = self._keys()
        self.at += len(closing)
        here = Place(start, start)
        path = self._resolve([key for key, _ in keys[:-1]], here)
        path += (keys[-1][0],)
        if array:
            number = self.lengths.get(path, 0)
            self.lengths[path] = number + 1
            self._found(path, here)
            path += (number,)
        self._found(path, here)
        return path

    def _resolve(self, keys: Iterable[str], here: Place) -> KeyPath:
        """A header's path, in which the name of an array of tables means its last table."""
        path: KeyPath = ()
        for key in keys:
            path += (key,)
            # its own header may come after those of its sub-tables, and is the place to name
            if path not in self.places:
                self._found(path, here, final=False)
            if path in self.lengths:
                path += (self.lengths[path] - 1,)
        return path

    def _pair(self, table: KeyPath) -> None:
        keys = self._keys()
        self.at += 1  # the `=`
        self._pass(_BLANK)
        value = self.at
        path = table
        for key, start in keys:
            path += (key,)
            self._found(path, Place(start, value))
        self._value(path)

    def _keys(self) -> list[tuple[str, int]]:
        keys = []
        while True:
            self._pass(_BLANK)
            start = self.at
            if self.text[start] in "\"'":
                keys.append((_unquoted(self._pass(_STRING)), start))
            else:
                keys.append((self._pass(_BARE), start))
            self._pass(_BLANK)
            if not self._next("."):
                return keys

    def _value(self, path: KeyPath) -> None:
        if self._is_wanted(path):
            if self._next("["):
                self._array(path)
                return
            if self._next("{"):
                self._inline_table(path)
                return
        first = self.text[self.at]
        if first in "[{":
            self._pass_brackets(0)
        else:
            self._pass(_STRING if first in "\"'" else _SCALAR)

    def _pass_brackets(self, depth: int) -> None:
        """Pass to the end of an array or inline table of which some brackets are open."""
        parts = TOKEN.finditer(self.text, self.at)
        while True:
            found = next(parts)
            part = found.group()
            depth += (part in "[{") - (part in "]}")
            if not depth:
                self.at = found.end()
                return

    def _array(self, path: KeyPath) -> None:
        number = 0
        self._pass(_SPACE)
        while not self._next("]"):
            if not self._is_wanted(path):
                self._pass_brackets(1)
                return
            element = (*path, number)
            self._found(element, Place(self.at, self.at))
            self._value(element)
            number += 1
            self._pass(_SPACE)
            self._next(",")
            self._pass(_SPACE)

    def _inline_table(self, path: KeyPath) -> None:
        self._pass(_BLANK)
        while not self._next("}"):
            if not self._is_wanted(path):
                self._pass_brackets(1)
                return
            self._pair(path)
            self._pass(_BLANK)
            self._next(",")
            self._pass(_BLANK)


def _unquoted(key: str) -> str:
    if key.startswith("'") or "\\" not in key:
        return key[1:-1]
    import tomli

    (name,) = tomli.loads(f"{key} = 0")
    return name

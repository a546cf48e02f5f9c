"""Where each key of a TOML text stands: the positions that tomli does not give.

The text has been parsed by tomli, so it is known to be valid: this reads only as much of the
grammar as is needed to follow keys and values.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Path = tuple["str | int", ...]


class Place(NamedTuple):
    """Offsets of a key (or of an array's element) and of its value in the text."""

    key: int
    value: int


class NewSyntaxError(ValueError):
    """Syntax of TOML 1.1 in a file that must be TOML 1.0, at an offset of the text."""

    def __init__(self, what: str, offset: int) -> None:
        super().__init__(what)
        self.offset = offset


_BLANK = re.compile(r"[ \t]*")
_SPACE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_COMMENT = re.compile(r"#[^\n]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALARS = re.compile(r"(?:[^][{}\"'#]+|#[^\n]*)*")
_SCALAR = re.compile(r"[^,\]}#\n]+")
_NEW_ESCAPE = re.compile(r"\\(?:[^xe]|(?P<new>[xe]))", re.DOTALL)
_STRINGS = (  # the first that matches; a closing run may hold up to two quotes of the text
    re.compile(r'"""(?P<text>[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*)"{3,5}', re.DOTALL),
    re.compile(r"'''[^']*(?:'(?!'')[^']*)*'{3,5}"),
    re.compile(r'"(?P<text>[^"\\\n]*(?:\\.[^"\\\n]*)*)"'),
    re.compile(r"'[^'\n]*'"),
)


def locate(text: str, wanted: Iterable[Path] | None = None) -> dict[Path, Place]:
    """The places of all keys and array elements, by key path; lines must end in a line feed.

    With `wanted` paths, arrays that none of them leads into are passed over without their elements.
    Raises NewSyntaxError where a file uses what only TOML 1.1 allows.
    """
    return _Locator(text, wanted).read()


def comment_lines(text: str) -> list[int]:
    """The lines, counted from 1, that hold a comment."""
    locator = _Locator(text)
    locator.read()
    lines = Locations(text)
    return [lines.at(offset)[0] for offset in locator.comments]


class Locations:
    """Lines and columns, counted from 1 in characters, of the keys of one text.

    `wanted` are the paths that will be asked for, if that is known.
    """

    def __init__(self, text: str, wanted: Iterable[Path] | None = None) -> None:
        self._wanted = wanted
        self._line_starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._text = text
        self._places: dict[Path, Place] | None = None

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def of(self, path: Path, *, value: bool = True) -> tuple[int, int]:
        """Line and column of a value, or of its key; if missing, of the nearest table around it."""
        if self._places is None:
            self._places = locate(self._text, self._wanted)
        for end in range(len(path), 0, -1):
            if place := self._places.get(path[:end]):
                return self.at(place.value if value and end == len(path) else place.key)
        return 1, 1


class _Locator:
    def __init__(self, text: str, wanted: Iterable[Path] | None = None) -> None:
        self.text = text
        self.at = 0
        self.inside: set[Path] | None = None
        if wanted is not None:
            self.inside = {path[:end] for path in wanted for end in range(len(path))}
        self.places: dict[Path, Place] = {}
        self.lengths: dict[Path, int] = {}  # of the arrays of tables
        self.comments: list[int] = []

    def read(self) -> dict[Path, Place]:
        table: Path = ()
        self._pass(_SPACE)
        while self.at < len(self.text):
            if self._next("[["):
                table = self._header("]]", array=True)
            elif self._next("["):
                table = self._header("]", array=False)
            else:
                self._pair(table)
            self._pass(_SPACE)
        return self.places

    def _next(self, token: str) -> bool:
        found = self.text.startswith(token, self.at)
        if found:
            self.at += len(token)
        return found

    def _pass(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        assert found is not None, f"not valid TOML at {self.at}"
        if pattern is _SPACE:
            self.comments.extend(
                c.start() for c in _COMMENT.finditer(self.text, self.at, found.end())
            )
        self.at = found.end()
        return found.group()

    def _header(self, closing: str, *, array: bool) -> Path:
        self._pass(_BLANK)
        start = self.at
        keys = self._keys()
        self.at += len(closing)
        path = self._resolve(tuple(key for key, _ in keys[:-1]), start)
        path += (keys[-1][0],)
        if array:
            number = self.lengths.get(path, 0)
            self.lengths[path] = number + 1
            self.places.setdefault(path, Place(start, start))
            path += (number,)
        # a header may come after its own sub-tables: the explicit one is the place to name
        self.places[path] = Place(start, start)
        return path

    def _resolve(self, keys: tuple[str, ...], start: int) -> Path:
        """A header's path, in which the name of an array of tables means its last table."""
        path: Path = ()
        for key in keys:
            path += (key,)
            self.places.setdefault(path, Place(start, start))
            if path in self.lengths:
                path += (self.lengths[path] - 1,)
        return path

    def _pair(self, table: Path) -> None:
        keys = self._keys()
        self.at += 1  # the `=`
        self._pass(_BLANK)
        value = self.at
        path = table
        for key, start in keys:
            path += (key,)
            self.places.setdefault(path, Place(start, value))
        self._value(path)

    def _keys(self) -> list[tuple[str, int]]:
        keys = []
        while True:
            self._pass(_BLANK)
            start = self.at
            if self.text[start] in "\"'":
                self._string()
                keys.append((_unquoted(self.text[start : self.at]), start))
            else:
                keys.append((self._pass(_BARE), start))
            self._pass(_BLANK)
            if not self._next("."):
                return keys

    def _value(self, path: Path) -> None:
        if self._next("["):
            self._array(path)
        elif self._next("{"):
            self._inline_table(path)
        elif self.text[self.at] in "\"'":
            self._string()
        else:
            self._pass(_SCALAR)

    def _array(self, path: Path) -> None:
        number = 0
        is_wanted = self.inside is None or path in self.inside
        between = _SPACE if is_wanted else _SCALARS
        self._pass(between)
        while not self._next("]"):
            if is_wanted:
                self.places[(*path, number)] = Place(self.at, self.at)
            self._value((*path, number))
            number += 1
            self._pass(_SPACE)
            self._next(",")
            self._pass(between)

    def _inline_table(self, path: Path) -> None:
        comma = self.at
        self._inline_space()
        while not self._next("}"):
            self._pair(path)
            self._inline_space()
            comma = self.at
            if self._next(","):
                self._inline_space()
                if self.text.startswith("}", self.at):
                    raise NewSyntaxError("a comma after the last key of an inline table", comma)

    def _inline_space(self) -> None:
        start = self.at
        if "\n" in self._pass(_SPACE):
            raise NewSyntaxError("an inline table over several lines", start)

    def _string(self) -> None:
        found = next(filter(None, (form.match(self.text, self.at) for form in _STRINGS)))
        for escape in _NEW_ESCAPE.finditer(found.groupdict().get("text") or ""):
            if escape["new"]:
                offset = found.start("text") + escape.start()
                raise NewSyntaxError(f"the escape `\\{escape['new']}`", offset)
        self.at = found.end()


def _unquoted(key: str) -> str:
    if key.startswith("'") or "\\" not in key:
        return key[1:-1]
    import tomli

    (name,) = tomli.loads(f"{key} = 0")
    return name

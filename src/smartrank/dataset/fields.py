"""Typed getters for the keys of TOML tables: each checks its value, all collect what is wrong."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from smartrank.names import close_names, slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartrank.errors import Code
    from smartrank.dataset.positions import Path as KeyPath

    Problem = tuple[KeyPath, Code, str]

FIRST_YEAR, LAST_YEAR = 1000, 9999
#: No figure of a city comes near these; what does would break the programs that read our output.
MOST_WHOLE = 1_000_000_000
MOST_KM2 = 1_000_000
#: So many did-you-means are help; more are a file that is something else.
_MOST_HINTS = 100


class Reader:
    """Takes the keys of one table, checks each, and collects what is wrong with them.

    A getter that reports a fault gives a value that passes every later check, so that one mistake
    is one fault.
    """

    def __init__(
        self,
        table: dict[str, Any],
        path: KeyPath = (),
        problems: list[Problem] | None = None,
    ) -> None:
        self.table = table
        self.path = path
        self.problems: list[Problem] = [] if problems is None else problems
        self.asked: list[str] = []

    def report(self, code: Code, message: str, *keys: str | int) -> None:
        """Note what is wrong with a key of this table, or below it."""
        self.problems.append(((*self.path, *keys), code, message))

    def is_faulty(self, key: str) -> bool:
        """Whether a key of this table is missing or has been refused."""
        return any(path == (*self.path, key) for path, _, _ in self.problems)

    def _take(self, key: str, *, required: bool) -> Any:
        self.asked.append(key)
        if required and key not in self.table:
            self.report("missing-key", "is missing", key)
        return self.table.get(key)

    def _wrong_type(self, expected: str, value: object, *keys: str | int) -> None:
        self.report("type", f"must be {expected}, not {_kind(value)}", *keys)

    def _checked_text(self, value: object, *keys: str | int, newline: bool = False) -> str:
        if not isinstance(value, str):
            self._wrong_type("text", value, *keys)
        elif not value.strip():
            self.report("text", "must not be empty", *keys)
        elif value.isprintable() or not (refused := _unsafe(value, newline=newline)):
            return value
        else:
            self.report("text", f"holds characters that are not allowed: {refused}", *keys)
        return ""

    def optional_text(self, key: str, *, newline: bool = False) -> str | None:
        """Text without unsafe characters, that is not blank."""
        value = self._take(key, required=False)
        return None if value is None else self._checked_text(value, key, newline=newline)

    def text(self, key: str) -> str:
        """Text that must be there."""
        value = self._take(key, required=True)
        return "" if value is None else self._checked_text(value, key)

    def name(self, key: str) -> str:
        """A name, which has a letter or digit and so a key."""
        return self._named(self.text(key), key)

    def optional_name(self, key: str) -> str | None:
        """A name that may be left out."""
        value = self.optional_text(key)
        return None if value is None else self._named(value, key)

    def _named(self, name: str, key: str) -> str:
        if name and not slug(name):
            self.report("text", "must hold a letter or a digit", key)
            return ""
        return name

    def texts(self, key: str) -> tuple[str, ...]:
        """An array of texts; empty if it is left out."""
        value = self._take(key, required=False)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._wrong_type("an array of texts", value, key)
            return ()
        return tuple(self._checked_text(item, key, place) for place, item in enumerate(value))

    def optional_whole(self, key: str, least: int, most: int = MOST_WHOLE) -> int | None:
        """A whole number within bounds that may be left out."""
        value = self._take(key, required=False)
        if value is None:
            return None
        whole = self._checked_whole(value, key, least, most)
        return None if self.is_faulty(key) else whole

    def whole(self, key: str, least: int, most: int = MOST_WHOLE) -> int:
        """A whole number within bounds."""
        value = self._take(key, required=True)
        return least if value is None else self._checked_whole(value, key, least, most)

    def _checked_whole(self, value: object, key: str, least: int, most: int) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            self._wrong_type("a whole number", value, key)
        elif not least <= value <= most:
            bound = f"at least {least}" if value < least else f"at most {most}"
            self.report("range", f"must be {bound}, not {_shortened(value)}", key)
        else:
            return value
        return max(least, 0)

    def number(self, key: str, most: float, *, above_zero: bool = False) -> float:
        """A finite number from 0 (or above it) to a most."""
        value = self._take(key, required=True)
        if value is None:
            return 0.0
        if not isinstance(value, int | float) or isinstance(value, bool):
            self._wrong_type("a number", value, key)
        elif not 0 <= value <= most or (above_zero and value == 0):  # nan and inf, too
            least = "above 0 and at most" if above_zero else "from 0 to"
            self.report("range", f"must be {least} {most:.15g}, not {_shortened(value)}", key)
        else:
            return value
        return 0.0

    def score(self, key: str = "score") -> float:
        """Points, 0-100."""
        return float(self.number(key, 100)) + 0.0  # no -0.0

    def optional_choice(self, key: str, choices: tuple[str, ...]) -> str | None:
        """One of some words."""
        value = self.optional_text(key)
        if value and value not in choices:
            listed = " or ".join(f"`{choice}`" for choice in choices)
            self.report("range", f"must be {listed}, not `{value}`", key)
        return value

    def optional_date(self, key: str) -> date | None:
        """A date without time and quotes."""
        value = self._take(key, required=False)
        if value is None or type(value) is date:
            return value
        self._wrong_type("a date such as 2025-09-11, without quotes", value, key)
        return None

    def inner(self, key: str) -> Reader:
        """The reader of a table below this one; an empty one if it is missing or no table."""
        value = self._take(key, required=True)
        if value is not None and not isinstance(value, dict):
            self._wrong_type("a table", value, key)
        if isinstance(value, dict):
            return Reader(value, (*self.path, key), self.problems)
        return Reader({}, (*self.path, key), [])  # one fault, not one for each key it lacks

    def each(self, key: str, *, required: bool) -> Iterator[Reader]:
        """The readers of an array of tables."""
        value = self._take(key, required=required)
        if value is None:
            return
        if not isinstance(value, list):
            self._wrong_type("an array of tables", value, key)
            return
        for place, item in enumerate(value):
            if isinstance(item, dict):
                yield Reader(item, (*self.path, key, place), self.problems)
            else:
                self._wrong_type("a table", item, key, place)

    def close(self) -> None:
        """Report the keys that nobody asked for."""
        for key in self.table:
            if key in self.asked:
                continue
            unused = [known for known in self.asked if known not in self.table]
            close = close_names(key, unused) if len(self.problems) < _MOST_HINTS else []
            known = ", ".join(f"`{name}`" for name in self.asked)
            hint = f"did you mean `{close[0]}`?" if close else f"known here: {known}"
            self.report("unknown-key", f"is no key of this table; {hint}", key)


def _kind(value: object) -> str:
    kinds = {bool: "a boolean", str: "text", int: "a whole number", float: "a number with decimals"}
    kinds |= {list: "an array", dict: "a table", date: "a date", datetime: "a date with time"}
    return kinds.get(type(value), "a time")


def _unsafe(text: str, *, newline: bool) -> str:
    from smartrank.text import unsafe_characters

    return ", ".join(dict.fromkeys(unsafe_characters(text, newline=newline)))


def _shortened(number: float) -> str:
    if isinstance(number, int) and number.bit_length() > 14_000:  # text of it is refused
        return "a number with thousands of digits"
    text = str(number)
    return text if len(text) <= 20 else f"{text[:8]}... ({len(text)} digits)"

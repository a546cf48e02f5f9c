"""What a person slipped on in a text that is no TOML, and its cure: told only if the cure works.

A cure is tried: what it changes must bring the parser further than the fault, else it is not told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import tomli

from smartrank.dataset.fields import Array, Date, Kind, Named, Number, Table, Whole
from smartrank.dataset.layout import CITY_FILE
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


class _Fault(NamedTuple):
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
    def before(self) -> str:
        """The line up to the fault, without blanks at its end."""
        return self.text[self.first : self.at].rstrip(" \t")


#: Longer lines are written by programs; no person looks for a slip in them.
MAX_LINE = 1000
_OPENING = "„“”»«‚‘’‹›″"
_CLOSING = f'"{_OPENING}'
_END = r"(?=[ \t]*(?:[,}\]#\n]|$))"
_QUOTED = re.compile(rf"[{_OPENING}](?P<text>[^\n{_CLOSING}\\]*)[{_CLOSING}]{_END}")
_UNQUOTED = re.compile(rf"(?P<text>[^\W\d][^,\]}}#=\n\"'\\]*?)[\"{_OPENING}]?{_END}")
_MINUS = re.compile(r"[−–—‒‐‑－][ \t]*(?=\d)")
_UNIT = re.compile(rf"(?P<unit>[%‰]|[^\W\d][^\s,\]}}#]*){_END}")
_LAST_SIGN = re.compile(r"[,;](?=[ \t]*(?:#|\n|$))")
_COLON = re.compile(r":=?")
_VALUE = re.compile(r"(?=[\"'\d{\[+-])")
_NEXT = re.compile(r"[{\"'\[]|[\w-]+[ \t]*=")
_KEY = re.compile(r"(?P<key>[\w-]+)[ \t]*=[ \t]*[+-]?$")
_STRINGS = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|#.*|(?P<open>[\"'])")
_NUMBER = r"(?<![\w.,'’])[+-]?(?P<number>{})(?![\w.,'’])"
_DECIMAL_COMMA = re.compile(_NUMBER.format(r"\d+(?:\.\d{3})*,\d+"))
_THOUSANDS = re.compile(_NUMBER.format(r"\d{1,3}(?:(?:[ '’\u00a0\u202f]\d{3})+|(?:\.\d{3}){2,})"))
_ZEROS = re.compile(_NUMBER.format(r"0\d+(?:\.\d+)?"))
_DATE = re.compile(_NUMBER.format(r"(?P<d>\d{1,2})\.[ ]?(?P<m>\d{1,2})\.[ ]?(?P<y>\d{4})"))
_HEADER = re.compile(r"(?P<open>\[{1,2})[ \t]*(?P<name>[^\[\]\n#]*?)[ \t]*\]{0,2}[ \t]*(?:#.*)?")
_KEYS = re.compile(r"^[ \t]*(?P<key>[\w-]+|\"[^\"\n]*\")[ \t]*=", re.MULTILINE)
_INLINE_KEYS = re.compile(r"[{,][ \t]*(?P<key>[\w-]+)[ \t]*=")
_HEADERS = re.compile(r"^[ \t]*\[{1,2}[ \t]*(?P<name>[^\[\]\n]*?)[ \t]*\]", re.MULTILINE)
#: A name that no file has: what stands twice gets it, to see whether that was the fault.
_OTHER = "smartrank-other-name"


def slip(text: str, at: int) -> Slip | None:
    """The slip that stopped the parser at an offset of a text; None if it is none we know."""
    first = text.rfind("\n", 0, at) + 1
    last = text.find("\n", at)
    fault = _Fault(text, at, first, len(text) if last < 0 else last)
    if len(fault.line) > MAX_LINE:
        return None
    found = (cure for rule in _RULES for cure in rule(fault))
    return next((cure for cure in found if _helps(cure, fault)), None)


def cured(text: str, slip: Slip) -> str:
    """The text with a slip cured."""
    return text[: slip.start] + slip.text + text[slip.end :]


def _helps(cure: Slip, fault: _Fault) -> bool:
    """Whether the parser comes further than the fault and the cure."""
    text = cured(fault.text, cure)
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return len(text) - error.pos < len(fault.text) - max(fault.at, cure.end)
    except (ValueError, RecursionError):
        return False
    return True


def _replaced(code: str, found: re.Match[str], text: str, **values: str) -> Slip:
    message = say(code, **{name: escape_unsafe(value) for name, value in values.items()})
    return Slip(found.start(), message, found.start(), found.end(), text)


def _key_before(fault: _Fault, at: int) -> str:
    found = _KEY.search(fault.text, fault.first, at)
    return found["key"] if found else ""


# --- values -------------------------------------------------------------------------------------


def _values(fault: _Fault) -> Iterator[Slip]:
    """What stands where a value is expected."""
    if found := _MINUS.match(fault.text, fault.at):
        yield _replaced("slip-minus", found, "-")
    if found := _QUOTED.match(fault.text, fault.at):
        right = f'"{found["text"]}"'
        yield _replaced("slip-quotes", found, right, right=right)
    if not fault.before.endswith("="):
        return
    found = _UNQUOTED.match(fault.text, fault.at)
    if found and _key_before(fault, fault.at) not in _keys_of(Whole, Number, Date):
        right = f'"{found["text"]}"'
        yield _replaced("slip-unquoted", found, right, right=right)


def _open_strings(fault: _Fault) -> Iterator[Slip]:
    """A string that is not closed on its line, or by a typographic quote."""
    for found in [found for found in _STRINGS.finditer(fault.line) if found["open"]]:
        start, quote = fault.first + found.start(), found["open"]
        ends = rf"[{_OPENING}]?(?=[ \t]*(?:,[ \t]*[\w-]+[ \t]*=|[,}}\]]*[ \t]*,?[ \t]*(?:#|\n|$)))"
        text = re.compile(rf"{quote}(?P<text>[^{_OPENING}\n{quote}\\]*?){ends}")
        if whole := text.match(fault.text, start):
            right = f"{quote}{whole['text']}{quote}"
            yield _replaced("slip-open-string", whole, right, right=right)


def _numbers(fault: _Fault) -> Iterator[Slip]:
    """Numbers and dates as people write them."""
    for pattern, rewritten in _NUMBERS:
        for found in pattern.finditer(fault.text, fault.first, fault.last):
            if found.start() <= fault.at <= found.end() + 2:
                key = _key_before(fault, found.start())
                code, right = rewritten(found, key)
                yield _replaced(code, found, right, right=right)


@cache
def _keys_of(*kinds: type[Kind]) -> frozenset[str]:
    """The keys of all data files whose values are of one of these kinds."""
    every = (*_below(CITY_FILE), *_below(RANKING_FILE))
    return frozenset(key for key, kind in every if isinstance(kind, kinds))


def _below(kind: Kind) -> Iterator[tuple[str, Kind]]:
    if isinstance(kind, (Array, Named)):
        yield from _below(kind.items)
    elif isinstance(kind, Table):
        for key, inner in kind.keys.items():
            yield key, inner
            yield from _below(inner)


def _decimal_comma(found: re.Match[str], key: str) -> tuple[str, str]:
    whole, _, rest = found.group().replace(".", "").partition(",")
    if key in _keys_of(Whole) and len(rest) == 3:
        return "slip-thousands", whole + rest
    return "slip-decimal-comma", f"{whole}.{rest}"


def _thousands(found: re.Match[str], _: str) -> tuple[str, str]:
    return "slip-thousands", re.sub(r"[^\d+-]", "", found.group())


def _zeros(found: re.Match[str], key: str) -> tuple[str, str]:
    if key == "ags":
        return "slip-unquoted", f'"{found.group()}"'
    sign = found.group()[: found.start("number") - found.start()]
    number = found["number"].lstrip("0")
    return "slip-zeros", sign + (number if number[:1].isdigit() else f"0{number}")


def _date(found: re.Match[str], _: str) -> tuple[str, str]:
    return "slip-date", f"{found['y']}-{found['m']:0>2}-{found['d']:0>2}"


_NUMBERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], tuple[str, str]]], ...] = (
    (_DATE, _date),
    (_DECIMAL_COMMA, _decimal_comma),
    (_THOUSANDS, _thousands),
    (_ZEROS, _zeros),
)


# --- signs --------------------------------------------------------------------------------------


def _signs(fault: _Fault) -> Iterator[Slip]:
    """A sign that does not belong there."""
    text, at = fault.text, fault.at
    if text.startswith("//", at):
        yield Slip(at, say("slip-comment"), at, at + 2, "#")
    if found := _COLON.match(text, at):
        yield _replaced("slip-colon", found, " =")
    if re.search(r"\d$", fault.before) and (found := _UNIT.match(text, at)):
        yield _replaced("slip-unit", found, "", unit=found["unit"])
    if found := _LAST_SIGN.match(text, at):
        yield _replaced("slip-last-sign", found, "", sign=found.group())
    if text.startswith("}", at) and fault.before.endswith(","):
        comma = fault.first + len(fault.before) - 1
        yield Slip(comma, say("slip-last-comma"), comma, comma + 1, "")


def _missing_signs(fault: _Fault) -> Iterator[Slip]:
    """A sign that is missing: told where it belongs."""
    text, at = fault.text, fault.at
    if re.fullmatch(r"[ \t]*[\w-]+", fault.before) and _VALUE.match(text, at):
        yield Slip(at, say("slip-equals"), at, at, "= ")
    end = _end_before(text, at)
    if _NEXT.match(text, at):
        yield Slip(end, say("slip-no-comma"), end, end, ",")
    yield from _missing_brackets(fault, end)


def _missing_brackets(fault: _Fault, end: int) -> Iterator[Slip]:
    header = _HEADER.fullmatch(fault.line.strip(" \t"))
    if header:
        brackets = header["open"].replace("[", "]")
        start = fault.first + fault.line.index("[")
        right = f"{header['open']}{header['name']}{brackets}"
        yield Slip(start, say("slip-header", right=right), start, fault.last, right)
    if found := re.fullmatch(r"[ \t]*(?P<name>[\w.-]+)\][ \t]*", fault.line):
        right = f"[{found['name']}]"
        place = fault.first + found.start("name")
        yield Slip(place, say("slip-header", right=right), place, fault.last, right)
    starts_line = not fault.before or fault.before.strip() == "["
    if starts_line or fault.at == len(fault.text):
        end = _end_before(fault.text, fault.first if starts_line else fault.at)
        yield Slip(end, say("slip-bracket", bracket="]"), end, end, "\n]")
    for place in {end, end - 1}:  # before a comma that is there
        for brace in ("}", "},"):
            yield Slip(place, say("slip-bracket", bracket="}"), place, place, f" {brace}")


def _end_before(text: str, at: int) -> int:
    """Where what stands before an offset ends, without comments and blanks."""
    end = len(text[:at].rstrip())
    while True:
        first = text.rfind("\n", 0, end) + 1
        comment = next(
            (f for f in _STRINGS.finditer(text, first, end) if f.group()[:1] == "#"), None
        )
        if comment is None:
            return end
        end = len(text[: comment.start()].rstrip())


# --- what stands twice --------------------------------------------------------------------------


def _twice(fault: _Fault) -> Iterator[Slip]:
    """A key or table that stands twice, and rows behind an array that is closed."""
    line = fault.line.strip(" \t")
    if header := _HEADER.fullmatch(line):
        yield from _header_twice(fault, header)
        return
    if line.startswith("{") and _end_before(fault.text, fault.first):
        place = fault.first + fault.line.index("{")
        if fault.text[: _end_before(fault.text, fault.first)].rstrip(",").endswith("]"):
            yield Slip(place, say("slip-behind"), place, fault.last, "")
    yield from _key_twice(fault, _INLINE_KEYS, fault.line.rfind("{", 0, fault.at) + fault.first)
    headers = list(_HEADERS.finditer(fault.text, 0, fault.at))
    yield from _key_twice(fault, _KEYS, headers[-1].end() if headers else 0)


def _header_twice(fault: _Fault, header: re.Match[str]) -> Iterator[Slip]:
    name, text = header["name"], fault.text
    place = fault.first + fault.line.index("[")
    *_, key = name.split(".")
    other = f"{header['open']}{_OTHER}{header['open'].replace('[', ']')}"
    for earlier in _HEADERS.finditer(text, 0, fault.first):
        if earlier["name"] == name:
            first = text.count("\n", 0, earlier.start("name")) + 1
            message = say("slip-table-twice", name=escape_unsafe(name), line=first)
            yield Slip(place, message, place, fault.last, other)
    if any(found["key"] == key for found in _KEYS.finditer(text, 0, fault.first)):
        message = say("slip-closed", name=escape_unsafe(name))
        yield Slip(place, message, place, fault.last, other)


def _key_twice(fault: _Fault, pattern: re.Pattern[str], start: int) -> Iterator[Slip]:
    found = list(pattern.finditer(fault.text, start, fault.at))
    for last in found[-1:]:
        for earlier in (key for key in found[:-1] if key["key"] == last["key"]):
            line = fault.text.count("\n", 0, earlier.start("key")) + 1
            message = say("slip-key-twice", key=escape_unsafe(last["key"]), line=line)
            yield Slip(last.start("key"), message, *last.span("key"), _OTHER)


_RULES = (_values, _numbers, _open_strings, _signs, _twice, _missing_signs)

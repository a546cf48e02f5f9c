"""Figures of a page: text -> number, or nothing where it has no meaning or more than one."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

#: A score has one decimal or two: what has none may be a rank.
SCORE = r"[0-9]{1,3}[.,][0-9]{1,2}"
RANK = r"[1-9][0-9]{0,3}"
#: Where a number begins, and not inside a word.
FIGURE = re.compile(r"(?<!\w)\d")

#: The plain one last, where it is no range in a set of characters.
_MINUS = "‒–—―−➖˗⁻﹣-"
_UNCHANGED = ("0", "=", "→", "➔", "➜", "➡", "⇒", "▬", "unverändert", "unchanged")
_NEW = ("neu", "new")
_PLACES = re.compile(
    rf"(?P<before>[^\w\s+{_MINUS}])?\s?(?P<sign>[+{_MINUS}])?\s?(?P<places>[0-9]{{1,4}})"
    rf"(?:\s?(?P<behind>[^\w\s+{_MINUS}]))?"
)
_ZERO = re.compile(rf"(?:±|[+{_MINUS}]|\+/?[{_MINUS}])\s?0")

_THOUSANDS = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:\s[0-9]{3})+|[0-9]{1,12}"
)
_DECIMALS = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")
#: A word or sign before a score, or at the end of a name whose score stands in the next line.
_INEXACT = re.compile(
    r"(?:^|\s)(?:[<>≤≥~≈±]|ca\.?|circa|rd\.|rund|etwa|über|unter|mind\.|max\.|bis)"
    rf"(?:\s{SCORE})?$",
    re.IGNORECASE,
)


class Trend(NamedTuple):
    """A trend that was read: the change of rank in places, and what it was read from.

    `absent` is a blank or a dash, of which only the other ratings can tell the meaning.
    """

    change: int | None
    source: Literal["number", "sign", "word", "absent"]


def read_trend(text: str) -> Trend | None:
    """The trend in the cell of a rating; None if it has no meaning, or more than one."""
    plain = text.strip().casefold()
    if not plain or plain in set(_MINUS):
        return Trend(None, "absent")
    if plain in _NEW:
        return Trend(None, "word")
    if plain in _UNCHANGED or _ZERO.fullmatch(plain):
        return Trend(0, "number" if "0" in plain else "sign")
    found = _PLACES.fullmatch(plain)
    return _change(found) if found else None


def _change(found: re.Match[str]) -> Trend | None:
    marks = [mark for mark in (found["before"], found["sign"], found["behind"]) if mark]
    places = int(found["places"])
    falls = set(map(_falls, marks))
    if not places and set(marks) <= set(_UNCHANGED):
        return Trend(0, "number")
    if falls == {True}:
        return Trend(-places, "number")
    if falls == {False}:
        return Trend(places, "number")
    return None  # a number that may be anything, or marks that contradict each other


def _falls(mark: str) -> bool | None:
    """Whether a sign before or behind places says that they were lost; None if it says nothing."""
    if mark == "+" or mark in _MINUS:
        return mark != "+"
    name = unicodedata.name(mark, "")
    up, down = re.search(r"\b(?:UP|NORTH)", name), re.search(r"\b(?:DOWN|SOUTH)", name)
    is_clear = bool(up) != bool(down) and re.search("ARROW|TRIANGLE|TREND", name)
    return bool(down) if is_clear else None


def number(text: str) -> float:
    """A number with a point or comma before its decimals."""
    return float(text.replace(",", "."))


def read_area(text: str) -> float | None:
    """An area in km²; None if it can be read in two ways or none."""
    if not _DECIMALS.fullmatch(text):
        return None
    return int(text) if text.isdecimal() else number(text)


def read_count(text: str) -> int | None:
    """A number of people, with a point, comma or blank between thousands; None if it is none."""
    return int(re.sub(r"\D", "", text)) if _THOUSANDS.fullmatch(text) else None


def is_inexact(row: str) -> bool:
    """Whether the score at the end of a row is about so much, or more or less than that."""
    return _INEXACT.search(row) is not None


def may_be_split(name: str, score: str) -> bool:
    """Whether the end of a name may be the beginning of the score, as in `Payment 9 1.7`."""
    found = re.search(r"(?<!\S)([0-9]{1,2})$", name)
    return found is not None and 10 <= number(found[1] + score) <= 100

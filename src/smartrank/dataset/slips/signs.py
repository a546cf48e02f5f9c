"""Slips of single signs: one too many, one that is another than is meant, one that is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smartrank.dataset.slips.fault import Fault, Slip, end_before, replaced
from smartrank.messages import say

_KEY = r"(?:[\w-]*\w|\"[^\"\n]*\")"
_VALUE = r"[\"'\d{\[+„“.−–-]"


def slips(fault: Fault) -> Iterator[Slip]:
    """A sign that does not belong there: at the fault, before it, or where its line begins."""
    end = fault.first + len(fault.before)
    if fault.text.startswith("}", fault.at) and fault.before.count("{") <= fault.before.count("}"):
        yield Slip(fault.at, say("slip-surplus", sign="}"), fault.at, fault.at + 1, "")
    places = dict.fromkeys((fault.at, end, max(end - 1, fault.first), fault.start))
    for code, pattern, right in _SIGNS:
        for place in places:
            if found := pattern.match(fault.text, place):
                yield replaced(code, found, found.expand(right))


def separator_slips(fault: Fault) -> Iterator[Slip]:
    """Another sign than `=` between a key and its value."""
    for found in _SEPARATORS.finditer(fault.text, fault.first, fault.last):
        yield replaced("slip-equals-instead", found, " =")


def unseen_slips(fault: Fault) -> Iterator[Slip]:
    """A sign at the fault that nobody sees."""
    if found := _UNSEEN.match(fault.text, fault.at):
        name = f"U+{ord(found.group()[0]):04X}"
        for code, text in (
            ("slip-unseen", ""),
            ("slip-unseen-blank", " "),
            ("slip-unseen-end", "\n"),
        ):
            yield replaced(code, found, text, name=name)


def missing_slips(fault: Fault) -> Iterator[Slip]:
    """A sign that is missing: told where it belongs."""
    text, at = fault.text, fault.at
    end = end_before(text, at)
    for place, code, before, behind, missing in (
        (at, "slip-equals", rf"(?:^|[{{,])[ \t]*{_KEY}[ \t]*$", _VALUE, "= "),
        (end, "slip-no-comma", "", rf"[{{\"'\[]|{_KEY}[ \t]*[=:]", ","),
    ):
        if re.search(before, text[fault.first : at]) and re.match(behind, text[at : fault.last]):
            yield Slip(place, say(code), place, place, missing)
    next_key = _NEXT_KEY.match(text, end, fault.last)
    if next_key and end > fault.first and "{" not in fault.before:
        yield replaced("slip-new-line", next_key, "\n")
    if brace := _LIST_BRACE.search(text, 0, at):
        yield replaced("slip-instead", brace, "[")
    yield from _missing_brackets(fault, end)


def _missing_brackets(fault: Fault, end: int) -> Iterator[Slip]:
    text, at = fault.text, fault.at
    if fault.before.endswith("=") and text[at:].lstrip().startswith("{"):
        yield Slip(at, say("slip-bracket", bracket="["), at, at, " [")
    starts_line = fault.at <= fault.start or fault.before.strip() == "["
    if starts_line or at == len(text):
        place = end_before(text, fault.first) if starts_line else end
        yield Slip(place, say("slip-bracket", bracket="]"), place, place, "\n]")
    for place in {end, end - 1}:  # before a comma that is there
        for brace in ("}", "},"):
            yield Slip(place, say("slip-bracket", bracket="}"), place, place, f" {brace}")


#: Blanks and signs that no editor shows, and ends of lines that are none in a data file.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+"
)
_LIST_BRACE = re.compile(r"=[ \t]*(?P<here>\{)[ \t]*\n\s*\Z")
_NEXT_KEY = re.compile(rf"[ \t]*(?P<here>[,;]?)[ \t]*(?={_KEY}[ \t]*[=:])")
_SEPARATORS = re.compile(
    rf"{_KEY}[ \t]*(?P<here>:=?|==+|=>|->|!=|=[ \t]+=|[＝≠–|]|-(?=[ \t]))(?=[ \t]*{_VALUE})"
)
#: The code of what is said, what is found, and what belongs in its place, or in that of `here`.
_SIGNS = tuple(
    (code, re.compile(pattern), right)
    for code, pattern, right in (
        ("slip-same-line", r"[ \t]*\n[ \t]*(?=\S)", " "),
        ("slip-equals-instead", rf"[,;](?=[ \t]*{_VALUE})", " ="),
        ("slip-surplus", r"`{3,}\w*(?=\n|$)", ""),
        ("slip-comment", r"(?P<here>//+|/\*|--+|<!--|%+|;+)(?!\n|$)", "#"),
        ("slip-surplus", r"(?P<here>(?:[*•+>|$·▪-]|\d+[.:)]?)[ \t]+)(?=[\w\[{\"#])", ""),
        ("slip-surplus", r"(?P<here>[*•+>|$·▪])(?=[\w\[{\"#])", ""),
        ("slip-last-comma", r",(?=[ \t]*\})", ""),
        ("slip-second-comma", r",(?=[ \t]*[^\s#])", ""),
        ("slip-last-sign", r"[,;](?=[ \t]*(?:#|\n|$))", ""),
        ("slip-instead", r"[;，、|/&]|and\b|und\b", ","),
        ("slip-surplus", r"[\])]|\{(?=[ \t]*\{)|\.+|…|\\", ""),
        ("slip-instead", r"[\])>｝]", "}"),
        ("slip-instead", r"[})>]", "]"),
        ("slip-instead", r"(?<=[= ])[\](<]", "["),
    )
)

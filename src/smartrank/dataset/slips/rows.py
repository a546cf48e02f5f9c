"""Slips in the rows of a list: what is a row to a person, and none to the parser."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smartrank.dataset.slips.fault import Fault, Slip, declared, replaced, said

_PAIRS = re.compile(r"(?P<key>[\w-]+)[ \t]*[=:][^\n]*[^\s,]")
_OPENING = re.compile(r"[\[(｛<]")
#: A name and a number, with whatever a table of another kind has between and around them.
_CELLS = re.compile(
    r"[\[({]?[ \t]*[\"'„“]?(?P<name>[^\W\d_][^\"'„“”=:;,|\t{}\[\]()#\n]*?)[\"'“”]?[ \t]*"
    r"[,;:=|\t ][ \t]*(?P<score>\d+(?:[.,]\d+)?)[ \t]*[})\]]?[ \t]*[,;]?[ \t]*(?=\n|$)"
)


def slips(fault: Fault) -> Iterator[Slip]:
    """A row without its braces, or without its keys."""
    if not fault.list_key:
        return
    if opening := _OPENING.match(fault.text, fault.start):
        yield replaced("slip-instead", opening, "{")
    keys = {key for key, _ in declared(in_row=True)}
    found = _PAIRS.match(fault.text, fault.start, fault.last)
    if found and found["key"] in keys:
        at = fault.start
        yield Slip(at, said("slip-bracket", bracket="{"), at, at, "{ ")
        right = f"{{ {found.group()} }},"
        yield Slip(at, said("slip-row", right=right), at, fault.last, right)
    found = _CELLS.match(fault.text, fault.start, fault.last)
    if found and found["name"] not in keys and fault.list_key == "indicators":
        score = found["score"].replace(",", ".")
        yield replaced("slip-row", found, f'{{ name = "{found["name"]}", score = {score} }},')

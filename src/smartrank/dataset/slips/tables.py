"""Slips in the names of tables and keys, and in where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smartrank.dataset.layout import CITY_FILE
from smartrank.dataset.ranking_layout import RANKING_FILE
from smartrank.dataset.slips.fault import Fault, Slip, declared, end_before, replaced, said
from smartrank.messages import say
from smartrank.names import close_names, slug

_TABLES = {*CITY_FILE.keys, *RANKING_FILE.keys}
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HEADER = re.compile(
    r"(?P<open>[^\w\"'#\n]*)(?P<name>[\w\"'][^\[\](){}<>【】=#\n]*?)(?P<end>[^\w\"'#\n]*)(?:#.*)?"
)
_NAME = r"[\w-]+|\"[^\"\n]*\"|'[^'\n]*'"
_PARTS = re.compile(_NAME)
_KEYS = re.compile(rf"^[ \t]*(?P<key>{_NAME})[ \t]*=", re.MULTILINE)
_ROW_KEYS = re.compile(rf"[{{,][ \t]*(?P<key>{_NAME})[ \t]*=")
_ODD_KEYS = re.compile(
    r"(?:^|[{,])[ \t]*(?P<here>[^\s\"'={}\[\],#:][^\"'={}\[\],#:\n]*?)[ \t]*=", re.MULTILINE
)
_HEADERS = re.compile(r"^[ \t]*\[{1,2}[ \t]*(?P<name>[^\[\]\n]*?)[ \t]*\]", re.MULTILINE)
#: Above rows, the name of a list as if it were a table.
_LIST_HEADER = re.compile(r"(?P<here>\[+(?:[\w-]+\.)*(?P<key>[\w-]+)\]+)\s*\Z")
#: A name that no file has: what stands twice gets it, to see whether that was the fault.
_OTHER = "smartrank-other-name"


def header_slips(fault: Fault) -> Iterator[Slip]:
    """A line that names a table, but not as it must."""
    found = _HEADER.fullmatch(fault.text, fault.start, fault.last)
    if found is None:
        return
    parts = [part.strip(" \t\"'") for part in re.split(r"[./:,]", found["name"])]
    parts = [part if _BARE.fullmatch(part) else slug(part) for part in parts if slug(part)]
    if not parts:
        return
    is_open = "[" in found["open"] or "]" in found["end"].partition("=")[0]
    if is_open and parts[0] not in _TABLES:
        parts[:1] = close_names(parts[0], _TABLES)[:1] or parts[:1]
    name = ".".join(parts)
    is_table = parts[0] in _TABLES
    if not is_table and not is_open:
        return
    opening = "[[" if found["open"].startswith("[[") and not is_table else "["
    right = f"{opening}{name}{opening.replace('[', ']')}"
    if right != found.group().rstrip():
        is_named = found["name"] == name and (found["open"] + found["end"]).strip("[] \t") == ""
        code = "slip-header" if is_named else "slip-table"
        yield Slip(fault.start, said(code, right=right), fault.start, fault.last, right)


def key_slips(fault: Fault) -> Iterator[Slip]:
    """A key with signs that no key has."""
    for found in _ODD_KEYS.finditer(fault.text, fault.first, fault.last):
        key = found["here"]
        if found.start() <= fault.at <= found.end() and not _BARE.fullmatch(key):
            known = {key for key, _ in declared(in_row="{" in fault.before)}
            close = close_names(slug(key), known)
            yield replaced(
                "slip-key-close" if close else "slip-key", found, close[0] if close else _OTHER
            )


def twice_slips(fault: Fault) -> Iterator[Slip]:
    """A key or table that stands twice, and rows behind a list that is closed."""
    if header := _HEADERS.match(fault.text, fault.first, fault.last):
        if parts := _parts(header["name"]):
            yield from _header_twice(fault, parts)
        return
    if fault.text.startswith("{", fault.start):
        if name := _LIST_HEADER.search(fault.text, 0, fault.start):
            yield replaced("slip-instead", name, f"{name['key']} = [")
        before = fault.text[: end_before(fault.text, fault.first)]
        if before.rstrip(",").endswith("]"):
            yield Slip(fault.start, say("slip-behind"), fault.start, fault.last, "")
    yield from _key_twice(fault, _ROW_KEYS, fault.line.rfind("{", 0, fault.at) + fault.first)
    headers = list(_HEADERS.finditer(fault.text, 0, fault.at))
    yield from _key_twice(fault, _KEYS, headers[-1].end() if headers else 0)


def _header_twice(fault: Fault, parts: list[str]) -> Iterator[Slip]:
    text, place = fault.text, fault.start
    name = ".".join(parts)
    other = f"[[{_OTHER}]]" if text.startswith("[[", place) else f"[{_OTHER}]"
    for earlier in _HEADERS.finditer(text, 0, fault.first):
        if _parts(earlier["name"]) == parts:
            message = said("slip-table-twice", name=name, line=_line(text, earlier))
            yield Slip(place, message, place, fault.last, other)
    if any(_parts(found["key"]) == parts[-1:] for found in _KEYS.finditer(text, 0, fault.first)):
        yield Slip(place, said("slip-closed", name=name), place, fault.last, other)


def _key_twice(fault: Fault, pattern: re.Pattern[str], start: int) -> Iterator[Slip]:
    found = list(pattern.finditer(fault.text, start, fault.at))
    for last in found[-1:]:
        key = _parts(last["key"])
        for earlier in (other for other in found[:-1] if _parts(other["key"]) == key):
            message = said("slip-key-twice", key=key[0], line=_line(fault.text, earlier))
            yield Slip(last.start("key"), message, *last.span("key"), _OTHER)


def _parts(name: str) -> list[str]:
    """The parts of the name of a table or key, whatever their quotes and the blanks around them."""
    return [part.strip("\"'") for part in _PARTS.findall(name)]


def _line(text: str, found: re.Match[str]) -> str:
    return str(text.count("\n", 0, found.start(1)) + 1)

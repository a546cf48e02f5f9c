"""Syntax of TOML 1.1, which tomli reads since 2.5 and which another reader would refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from smartrank.dataset.positions import STRING_FORMS, TOKEN

#: What parts of an inline table can be, beside its keys and plain values.
_SYNTAX = re.compile("|".join([*STRING_FORMS, r"[ \t]*(?:#[^\n]*|\n)", r"[\[\]{},]"]), re.DOTALL)
_NEW_ESCAPE = re.compile(r"\\(?:[^xe]|(?P<new>[xe]))", re.DOTALL)


class NewSyntax(NamedTuple):
    """The code of the message that names a piece of syntax, and its offset in the text."""

    code: str
    at: int


def new_syntax(text: str) -> Iterator[NewSyntax]:
    """What only TOML 1.1 allows, in the order of a text that is one or the other."""
    around: list[str] = []
    before = ""
    end = 0
    # without a brace only the strings matter
    parts = _SYNTAX if "{" in text else TOKEN
    for found in parts.finditer(text):
        part, start = found.group(), found.start()
        first = part[0]
        if first == '"':
            yield from _new_escapes(part, start)
        elif first in "[{":
            around.append(first)
        elif first in "]}":
            if first == "}" and before == "," and not text[end:start].strip():
                yield NewSyntax("toml-last-comma", end - 1)
            around.pop()
        elif first not in "'," and around[-1:] == ["{"]:
            yield NewSyntax("toml-several-lines", start)
        before, end = first, found.end()


def _new_escapes(string: str, start: int) -> Iterator[NewSyntax]:
    for escape in _NEW_ESCAPE.finditer(string):
        if escape["new"]:
            yield NewSyntax(f"toml-escape-{escape['new']}", start + escape.start())

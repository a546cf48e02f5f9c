"""Text that people and files hand us: which characters are refused, and how they are shown."""

from __future__ import annotations

import re
from functools import cache

#: Controls (C0, DEL, C1), line and paragraph separators, what overrides the direction of text, and
#: what is no character and breaks XML.
UNSAFE = "\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff"


@cache
def _pattern(*, newline: bool) -> re.Pattern[str]:
    return re.compile(f"(?!\n)[{UNSAFE}]" if newline else f"[{UNSAFE}]")


def _escaped(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def unsafe_characters(text: str, *, newline: bool = False) -> list[str]:
    """The characters of a text that could drive a terminal or turn reading order, each escaped.

    With `newline`, a line feed is allowed.
    """
    if text.isprintable():  # nearly every text is, and then no pattern is needed
        return []
    return [_escaped(found) for found in _pattern(newline=newline).finditer(text)]


def escape_unsafe(text: str, *, newline: bool = False) -> str:
    r"""The text with each unsafe character written out, as `\x1b` or `\u202e`."""
    return text if text.isprintable() else _pattern(newline=newline).sub(_escaped, text)

"""HTML: elements, and text of which nothing is markup but links and marks of its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from smartrank.text import escape_unsafe

#: The language of what is published.
GERMAN = "de"
_LINK = r"\bhttps?://[^\s<>\"'`]*[^\s<>\"'`.,;:!?)\]]"
#: Where an address may go on in the next line.
_BREAKS = re.compile(r"([/?&=._-]+)(?=[^/?&=._-])")


class Prose:
    """Text in a language: web addresses become links, and published German is marked as such."""

    def __init__(self, language: str, german: Iterable[str]) -> None:
        names = sorted(filter(str.strip, german), key=len, reverse=True)
        self._german = frozenset(names) if language != GERMAN else frozenset[str]()
        marked = "|".join(map(re.escape, names)) if self._german else "(?!)"
        self._parts = re.compile(rf"(?P<link>{_LINK})|(?<!\w)(?P<german>{marked})(?!\w)")

    def markup(self, text: str) -> str:
        """Text as it stands within an element."""
        return "".join(self._pieces(text))

    def inside(self, tag: str, text: str, **attributes: str) -> str:
        """An element of one text, which carries the mark of its language itself where it can."""
        if text in self._german:
            return element(tag, _lines(text), lang=GERMAN, **attributes)
        return element(tag, self.markup(text), **attributes)

    def _pieces(self, text: str) -> Iterator[str]:
        place = 0
        for found in self._parts.finditer(text):
            yield _lines(text[place : found.start()])
            place = found.end()
            if found["link"]:
                yield element("a", _BREAKS.sub(r"\1<wbr>", _lines(found[0])), href=found[0])
            else:
                yield element("span", _lines(found[0]), lang=GERMAN)
        yield _lines(text[place:])


def element(tag: str, content: str, **attributes: str) -> str:
    """An element with those attributes that have a value; `class_` stands for `class`."""
    named = "".join(
        f' {name.rstrip("_")}="{escape(escape_unsafe(value))}"'
        for name, value in attributes.items()
        if value
    )
    return f"<{tag}{named}>{content}</{tag}>"


def _lines(text: str) -> str:
    return escape(escape_unsafe(text, newline=True)).replace("\n", "<br>")

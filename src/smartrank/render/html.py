"""HTML: elements, and text of which nothing is markup but links and marks of its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from smartrank.messages import JOINED, LABEL, Message, joined, say
from smartrank.text import escape_unsafe

#: The language of what is published.
GERMAN = "de"
#: Around published German within a sentence: signs that Unicode keeps free for such use.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_LINK = r"\bhttps?://[^\s<>\"'`\ufdd0\ufdd1]*[^\s<>\"'`\ufdd0\ufdd1.,;:!?)\]]"
_PARTS = re.compile(f"(?P<link>{_LINK})|{_OPEN}(?P<german>[^{_OPEN}{_CLOSE}]*){_CLOSE}")
#: Where an address may go on in the next line.
_BREAKS = re.compile(r"([/?=._-]+)(?=[^/?=._-])")


class Prose:
    """Text in a language: web addresses become links, and published German is marked as such."""

    def __init__(self, language: str, german: Iterable[str]) -> None:
        self._german = frozenset(german) if language != GERMAN else frozenset[str]()

    def markup(self, text: str) -> str:
        """Text as it stands within an element."""
        return "".join(_pieces(self._marked(text)))

    def inside(self, tag: str, text: str, **attributes: str) -> str:
        """An element of one text, which carries the mark of its language itself where it can."""
        if self._is_german(text):
            return element(tag, "".join(_pieces(text)), lang=GERMAN, **attributes)
        return element(tag, self.markup(text), **attributes)

    def _marked(self, text: str) -> str:
        """A sentence with signs around what is published in it."""
        if not self._german:
            return text
        if self._is_german(text):
            return f"{_OPEN}{text}{_CLOSE}"
        if not isinstance(text, Message) or text.code == LABEL:
            return text
        if text.code == JOINED:
            return joined(map(self._marked, text.values["parts"]), text.values["between"])
        return say(text.code, **{name: self._value(value) for name, value in text.values.items()})

    def _is_german(self, text: str) -> bool:
        """Whether it is published as it is, and not a sentence of ours that reads alike."""
        return text in self._german and not isinstance(text, Message)

    def _value(self, value: Any) -> Any:
        return self._marked(value) if isinstance(value, str) else value


def element(tag: str, content: str, **attributes: str) -> str:
    """An element with those attributes that have a value; `class_` stands for `class`."""
    named = "".join(
        f' {name.rstrip("_")}="{escape(escape_unsafe(value))}"'
        for name, value in attributes.items()
        if value
    )
    return f"<{tag}{named}>{content}</{tag}>"


def _pieces(text: str) -> Iterator[str]:
    place = 0
    for found in _PARTS.finditer(text):
        yield plain(text[place : found.start()])
        place = found.end()
        if found["link"]:
            yield element("a", _BREAKS.sub(r"\1<wbr>", plain(found[0])), href=found[0])
        else:
            yield element("span", "".join(_pieces(found["german"])), lang=GERMAN)
    yield plain(text[place:])


def plain(text: str) -> str:
    """Text without links and marks, as it stands within an element."""
    return escape(escape_unsafe(text, newline=True)).replace("\n", "<br>")

"""What people read, in their language: sentences by template, figures as it writes them."""

from __future__ import annotations

from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Any

from smartrank.messages import JOINED, MESSAGES, Message

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH, GERMAN = "en", "de"
LANGUAGES = (ENGLISH, GERMAN)


def spoken(text: str, language: str) -> str:
    """A text in a language: a message with its values, another text if the catalogue knows it."""
    if language == ENGLISH or not text:
        return str(text)
    if not isinstance(text, Message):
        return _catalogue(language).gettext(text)
    if text.code == JOINED:
        return str(text.values["between"]).join(spoken(p, language) for p in text.values["parts"])
    return _Sentence(language).vformat(_template(text, language), (), text.values)


def figure(text: str, language: str) -> str:
    """A figure with a decimal point, as a language writes it."""
    return text if language == ENGLISH else text.replace(".", ",")


def grouped(number: int, language: str) -> str:
    """A count with its thousands apart: `111 191`, in German `111.191`."""
    return f"{number:,}".replace(",", " " if language == ENGLISH else ".")


def _template(message: Message, language: str) -> str:
    template = MESSAGES[message.code]
    if isinstance(template, tuple):
        return _catalogue(language).ngettext(*template, message.values["count"])
    return _catalogue(language).gettext(template)


@cache
def _catalogue(language: str) -> NullTranslations:
    import gettext
    from pathlib import Path

    return gettext.translation("smartrank", Path(__file__).parent / "locale", [language])


class _Sentence(Formatter):
    """Fills a template: values that are sentences are spoken, figures written as usual there."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        """A value as text."""
        if isinstance(value, Message):
            return spoken(value, self.language)
        text = format(value, format_spec)
        return figure(text, self.language) if isinstance(value, float) else text

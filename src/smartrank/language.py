"""The languages that people read: what was made in English is said anew in another.

Translations stand in `locale/`; English needs none, and nothing is loaded for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from smartrank.messages import JOINED, LABEL, MESSAGES, Grouped, Message

if TYPE_CHECKING:
    from gettext import GNUTranslations

ENGLISH = "en"
#: Code of a language -> its name in that language.
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}
#: The domain of the catalogue, for what Typer says by gettext, too.
DOMAIN = "smartrank"
#: English signs of figures -> those of the other language.
_FIGURES = str.maketrans(".,", ",.")
#: From so many digits on whole figures are grouped.
_GROUPED_FROM = 5


def language_asked(options: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language that `--lang`, else the environment, asks for; English where there is none."""
    for place, option in enumerate(options):
        name, equals, value = option.partition("=")
        if name == "--lang" and (equals or place + 1 < len(options)):
            return _known(value if equals else options[place + 1]) or ENGLISH
    for variable in ("SMARTRANK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable):
            return _known(environment[variable]) or ENGLISH
    return ENGLISH


def _known(name: str) -> str | None:
    """`de` of `de`, `DE`, `de_AT` or `de_DE.UTF-8`."""
    code = name[:2].lower()
    return code if code in LANGUAGES and not name[2:3].isalnum() else None


def spoken(text: str, language: str) -> str:
    """A text in a language: a message is said anew from its code and values, all else stays."""
    if language == ENGLISH or not isinstance(text, Message):
        return text
    catalogue, values = _catalogue(language), text.values
    if text.code == JOINED:
        between: str = values["between"]
        return between.join(spoken(part, language) for part in values["parts"])
    if text.code == LABEL:
        return catalogue.gettext(values["text"]) if text else text
    template = MESSAGES[text.code]
    if isinstance(template, tuple):
        template = catalogue.npgettext(text.code, *template, values["count"])
    else:
        template = catalogue.pgettext(text.code, template)
    return _filled(template, values, language)


def all_spoken(value: Any, language: str) -> Any:
    """A value with all messages in it, at any depth of tuples and records, in a language."""
    if isinstance(value, str):
        return spoken(value, language)
    if isinstance(value, tuple):
        parts = [all_spoken(part, language) for part in value]
        make = getattr(type(value), "_make", tuple)
        return value if all(map(_is, parts, value)) else make(parts)
    return value


def _is(one: Any, other: Any) -> bool:
    return one is other


def figure_spoken(text: str, language: str) -> str:
    """A figure as it is written in a language: in German 67,1 and 111.191."""
    if language == ENGLISH:
        return text
    if text.isdecimal() and len(text) >= _GROUPED_FROM:
        text = f"{int(text):,}"
    return text.translate(_FIGURES)


def _filled(template: str, values: Mapping[str, Any], language: str) -> str:
    from string import Formatter

    class Spoken(Formatter):
        """Puts values into a template as the language writes them."""

        def format_field(self, value: Any, format_spec: str) -> str:
            if isinstance(value, Grouped):
                return f"{int(value):,}".translate(_FIGURES)
            if isinstance(value, float):
                return format(value, format_spec).translate(_FIGURES)
            if isinstance(value, str):
                value = spoken(value, language)
            return format(value, format_spec)

    return Spoken().vformat(template, (), values)


def folder() -> str:
    """Where the catalogues are."""
    from pathlib import Path

    return str(Path(__file__).parent / "locale")


@cache
def _catalogue(language: str) -> GNUTranslations:
    from gettext import translation

    return translation(DOMAIN, folder(), [language])


def speak(language: str) -> None:
    """Let Typer, which asks gettext of the process, say its words in a language, too."""
    if language == ENGLISH:
        return
    import gettext
    import os

    gettext.bindtextdomain(DOMAIN, folder())
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language

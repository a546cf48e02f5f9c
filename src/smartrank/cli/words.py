"""What newcomers type, and what it means here: done where that is clear, else said what to type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from smartrank.cli.console import note
from smartrank.dataset.store import Store
from smartrank.errors import SmartrankError
from smartrank.messages import Message, say
from smartrank.model import City
from smartrank.names import CATEGORY_ALIASES, city_matches, is_ags, is_year, matches, slug

#: Commands by what a German calls them, as slugs.
_GERMAN = {
    "anzeigen": "show",
    "profil": "show",
    "zeige": "show",
    "staedte": "cities",
    "platz": "ranks",
    "plaetze": "ranks",
    "rangliste": "ranks",
    "tendenz": "trends",
    "tendenzen": "trends",
    "indikatoren": "indicators",
    "schwaechen": "weak",
    "staerken": "strong",
    "projekte": "practices",
    "vergleich": "compare",
    "vergleiche": "compare",
    "entwicklung": "history",
    "verlauf": "history",
    "was-waere-wenn": "whatif",
    "was-wenn": "whatif",
    "nachrechnen": "audit",
    "pruefe": "check",
    "pruefen": "check",
    "importieren": "import",
    "hilfe": "help",
}
#: Options by what other tools call them.
_ELSEWHERE = {
    "--columns": "--fields",
    "--order-by": "--sort",
    "--reverse": "--desc",
    "--top": "--limit",
}
#: Hyphens before an option, and what word processors make of them.
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
#: So much of a name is no slip of the finger.
_MIN_LETTERS = 4
#: So many cities are asked for their categories and rows: of some little is known.
_SAMPLES = 5


def command_meant(word: str) -> str | None:
    """The command that a German word stands for; None if it stands for none."""
    return _GERMAN.get(slug(word))


def is_city(word: str, known: Sequence[str]) -> bool:
    """Whether a word is clearly an official key, or one of the cities known by their keys."""
    city = slug(word.partition("@")[0])
    if city in known or is_ags(city):
        return True
    return len(city) >= _MIN_LETTERS and len(city_matches(city, known)) == 1


def options_meant(words: Sequence[str], known: Mapping[str, bool]) -> Iterator[tuple[str, str]]:
    """Each word with what it means: an option may come with odd dashes or under another name.

    `known` are the options of the command, and whether each takes a value.
    """
    is_value = ended = False
    for word in words:
        name, equals, value = word.partition("=")
        option = name if is_value or ended else _option_meant(name, known)
        yield word, f"{option}{equals}{value}"
        ended = ended or (not is_value and word == "--")
        is_value = not is_value and not ended and not equals and known.get(option, False)


def _option_meant(name: str, known: Mapping[str, bool]) -> str:
    bare = name.lstrip(_DASHES)
    option = name if bare == name else f"-{bare}" if len(bare) == 1 else f"--{bare}"  # `-json`, too
    option = _ELSEWHERE.get(option, option)
    return option if option in known else name


def cities_meant(words: Iterable[str]) -> list[str]:
    """Names of cities, a year behind one of them joined to it: `jena 2025` is `jena@2025`."""
    meant: list[str] = []
    for word in words:
        if not (meant and is_year(word)):
            meant.append(word)
            continue
        city, at, _ = meant[-1].partition("@")
        joined = f"{city}@{word}"
        tell_meant(f"{city} {word}", joined)
        if not at:
            meant.pop()
        meant.append(joined)
    return meant


def tell_meant(typed: str, meant: str) -> None:
    """Say as what a word was taken."""
    note(say("taken-as", typed=typed, meant=meant))


def other_meaning(word: str, store: Store, *, categories: bool) -> Message | None:
    """A hint for a word that is no city but an edition, a category or an indicator.

    `categories` is whether the command itself takes a category.
    """
    if is_year(word):
        return say("is-edition", edition=word)
    for sample in store.city_slugs()[:_SAMPLES]:
        with suppress(SmartrankError):
            if found := _meaning_in(store.find(sample).city, word, categories=categories):
                return found
    return None


def _meaning_in(city: City, word: str, *, categories: bool) -> Message | None:
    keys = [key for key, _, _ in city.ratings()]
    if len(meant := matches(word, keys, CATEGORY_ALIASES)) == 1:
        code = "is-category" if categories else "is-category-elsewhere"
        return say(code, category=meant[0])
    rows = {row.slug for category in city.categories for row in category.indicators}
    return say("is-indicator", indicator=slug(word)) if slug(word) in rows else None

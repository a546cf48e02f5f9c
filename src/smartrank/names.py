"""Names of cities, categories and indicators: slugs, and matches that forgive but never guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from smartrank.errors import UnknownNameError
from smartrank.messages import Message, any_of, joined, quoted, say

_TRANSLITERATED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

#: How many names a hint lists.
MAX_LISTED = 12
#: The category that stands for the overall rating wherever a category is named.
OVERALL = "overall"
#: Categories that were renamed: this one in 2023.
_RENAMED_CATEGORIES = {"gesellschaft": "gesellschaft-und-bildung"}
#: What stands before or behind the name of a city in registers: `Jena, Stadt`, `Hansestadt Lübeck`.
_TITLES = frozenset(
    "bundeshauptstadt|bundesstadt|freie|gemeinde|grosse|hanse|hansestadt|kreisfreie|kreisstadt|"
    "landeshauptstadt|sk|stadt|stadtkreis|und|universitaetsstadt|wissenschaftsstadt".split("|")
)
#: Other names by which a category may be asked for.
CATEGORY_ALIASES = {
    "gesamtwertung": OVERALL,
    **{new: old for old, new in _RENAMED_CATEGORIES.items()},
}


def is_ags(text: str) -> bool:
    """Whether it is an official key of a municipality (AGS): eight digits."""
    return len(text) == 8 and text.isascii() and text.isdigit()


def is_year(text: str) -> bool:
    """Whether it is an edition as people type it, and as names of files end: four digits."""
    return len(text) == 4 and text.isdecimal()


def nfc(text: str) -> str:
    """The text with its letters composed: `ó` as one character, however it was typed."""
    if text.isascii():
        return text
    import unicodedata

    return unicodedata.normalize("NFC", text)


@cache
def slug(name: str) -> str:
    """The name as a key: `Halle (Saale)` -> `halle-saale`, `Mobilität` -> `mobilitaet`."""
    text = name.lower().translate(_TRANSLITERATED)
    if not text.isascii():
        text = nfc(name).lower().translate(_TRANSLITERATED)
    return "-".join("".join(c if c.isalnum() else " " for c in text).split())


def _without_marks(name: str) -> str:
    """The slug of a name whose umlauts were typed as bare vowels: `Mobilität` -> `mobilitat`."""
    if name.isascii():
        return slug(name)
    import unicodedata

    bare = unicodedata.normalize("NFD", name)
    return slug("".join(c for c in bare if not unicodedata.combining(c)))


def _forms(known: str) -> tuple[str, str]:
    return known, known.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _begins(form: str, typed: str) -> bool:
    return form.startswith(typed) or f"-{typed}" in form


def matches(
    typed: str, slugs: Iterable[str], aliases: Mapping[str, str] | None = None
) -> list[str]:
    """The slugs that a typed name means: one if it is clear, several if it is not, else none.

    Any case, umlauts or their transliteration or neither, composed or decomposed. An exact name
    wins, then an alias, then the beginning of the slug, of an alias or of one of their words.
    """
    known = list(dict.fromkeys(slugs))
    asked = {slug(typed), _without_marks(typed)} - {""}
    if not asked:
        return []
    for form in (slug(typed), (aliases or {}).get(slug(typed))):
        if form in known:
            return [form]
    exact = [name for name in known if asked & set(_forms(name))]
    if exact:
        return exact
    forms = {name: list(_forms(name)) for name in known}
    for alias, name in (aliases or {}).items():
        if name in forms:
            forms[name].append(alias)
    return [name for name in known if any(_begins(f, a) for f in forms[name] for a in asked)]


def city_matches(typed: str, slugs: Iterable[str]) -> list[str]:
    """As `matches`, also by a city's official name: `Jena, Stadt`, `Landeshauptstadt Kiel`."""
    known = list(slugs)
    return matches(typed, known) or matches(without_title(typed), known)


def without_title(city: str) -> str:
    """The name of a city without what it calls itself; the whole if nothing else is in it."""
    words = slug(city).split("-")
    while words and words[0] in _TITLES:
        words.pop(0)
    while words and words[-1] in _TITLES:
        words.pop()
    return "-".join(words) or city


def resolve(
    typed: str, slugs: Iterable[str], ambiguous: str, aliases: Mapping[str, str] | None = None
) -> str | None:
    """The one slug that a typed name means; None if there is none.

    Raises UnknownNameError, with the message of the code `ambiguous`, if there are several.
    """
    meant = matches(typed, slugs, aliases)
    if len(meant) > 1:
        raise ambiguity(ambiguous, typed, meant)
    return meant[0] if meant else None


def ambiguity(code: str, typed: str, meant: Iterable[str]) -> UnknownNameError:
    """The error for a name that could be more than one, with those that it could be."""
    return UnknownNameError(say(code, name=typed), hint=say("one-of", names=listed(meant)))


def category_key(known: str) -> str:
    """The current key of a category that was renamed between editions; else its own."""
    return _RENAMED_CATEGORIES.get(known, known)


def contains(name: str, typed: str) -> bool:
    """Whether a name holds what was typed, in any case and with umlauts in any form."""
    if typed.casefold() in name.casefold():
        return True
    pairs = ((made(name), made(typed)) for made in (slug, _without_marks))
    return any(form and form in whole for whole, form in pairs)


def close_names(typed: str, known: Iterable[str]) -> list[str]:
    """At most three names that look like what was typed, best first, for a did-you-mean."""
    from difflib import get_close_matches

    names = list(dict.fromkeys(known))
    wanted = slug(typed)
    by_word = {word: name for name in reversed(names) for word in (*name.split("-"), name)}
    found = get_close_matches(wanted, list(by_word), n=6, cutoff=0.65)
    return list(dict.fromkeys(by_word[word] for word in found))[:3]


def city_hint(typed: str, known: Sequence[str]) -> Message:
    """A hint for a city that is not known: those that what was typed names, else what is close."""
    asked = without_title(typed).split("-")
    named = [city for city in known if _is_within(city.split("-"), asked)]
    named = named or [c for c in known if (first := c.split("-")[0]) in asked and len(first) > 3]
    if named:
        return say("did-you-mean", names=any_of(named[:3]))
    return did_you_mean(without_title(typed), known)


def _is_within(words: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether words stand one behind the other in a longer name."""
    places = range(len(whole) - len(words) + 1)
    return any(whole[place : place + len(words)] == words for place in places)


def did_you_mean(typed: str, known: Iterable[str], limit: int = MAX_LISTED) -> Message:
    """A hint that names what is close, else what there is, at most `limit` names."""
    names = list(dict.fromkeys(known))
    if close := close_names(typed, names):
        return say("did-you-mean", names=any_of(close))
    return say("known-names", names=listed(names, limit)) if names else say("no-names")


def listed(names: Iterable[str], limit: int = MAX_LISTED) -> str:
    """The names one behind the other: at most `limit`, the rest is counted."""
    every = list(names)
    text = joined(map(quoted, every[:limit]))
    return say("and-more", names=text, count=len(every) - limit) if len(every) > limit else text

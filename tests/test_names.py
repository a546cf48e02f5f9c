"""Names: their keys, what a typed name means, and what is suggested where it means nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smartrank.names import (
    CATEGORY_ALIASES,
    category_key,
    close_names,
    contains,
    did_you_mean,
    matches,
    slug,
)

NAMES = st.text(st.characters(codec="utf-8"), max_size=30) | st.text(
    "aäöüßéÄÖÜẞ -()/5", max_size=20
)

CITIES = ("beispielburg-am-see", "halle", "halle-muster", "muelheim", "musterstadt", "oedenweiler")
CATEGORIES = (
    "overall",
    "verwaltung",
    "energie-und-umwelt",
    "it-und-kommunikation",
    "mobilitaet",
    "gesellschaft-und-bildung",
)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# --- slugs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mobilität", "mobilitaet"),
        ("Energie und Umwelt", "energie-und-umwelt"),
        ("Halle (Muster)", "halle-muster"),
        ("Öffentlichkeitsbeteiligung", "oeffentlichkeitsbeteiligung"),
        ("GRÖSSE", "groesse"),
        ("Straße", "strasse"),
        ("STRAẞE", "strasse"),
        ("Sonstige Projekte IT-Infrastruktur", "sonstige-projekte-it-infrastruktur"),
        ("5G", "5g"),
        ("  --Ost / West--  ", "ost-west"),
        ("Café", "café"),
        ("_", ""),
        ("", ""),
    ],
)
def test_slug_of_a_name_composed_and_decomposed(name: str, expected: str) -> None:
    assert [slug(name), slug(decomposed(name))] == [expected, expected]


@given(NAMES)
@example("İlk")
@example("a\u0308\u0308")
@example("Ǆ ǅ")
def test_slug_of_a_slug_is_itself_and_holds_letters_digits_and_single_hyphens(name: str) -> None:
    key = slug(name)
    assert slug(key) == key
    assert key == key.strip("-")
    assert "--" not in key
    assert all(c == "-" or c.isalnum() for c in key)
    assert not set(key) & set("äöüß")


@given(NAMES)
def test_slug_does_not_depend_on_how_unicode_is_composed(name: str) -> None:
    composed = unicodedata.normalize("NFC", name)
    assert slug(composed) == slug(decomposed(composed))


# --- what a typed name means ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("musterstadt", ["musterstadt"]),
        ("MUSTERSTADT", ["musterstadt"]),
        (" Musterstadt ", ["musterstadt"]),
        ("musters", ["musterstadt"]),  # beginning of the slug
        ("muster", ["halle-muster", "musterstadt"]),  # of a word of one, of another
        ("see", ["beispielburg-am-see"]),  # beginning of a word
        ("am s", ["beispielburg-am-see"]),  # over words
        ("halle", ["halle"]),  # exact wins over the beginning of another
        ("Halle (Muster)", ["halle-muster"]),
        ("hal", ["halle", "halle-muster"]),
        ("Mülheim", ["muelheim"]),
        (decomposed("Mülheim"), ["muelheim"]),
        ("muelheim", ["muelheim"]),
        ("mulheim", ["muelheim"]),
        ("MÜLH", ["muelheim"]),
        ("mulh", ["muelheim"]),
        ("Öden", ["oedenweiler"]),
        ("odenweiler", ["oedenweiler"]),
        ("burg", []),  # the middle of a word is no beginning
        ("stadt", []),
        ("musterstadtt", []),
        ("mustrestadt", []),  # close, but nobody typed it
        ("", []),
        ("  ", []),
        ("-", []),
        ("*", []),
    ],
)
def test_typed_name_means_these_cities(typed: str, expected: list[str]) -> None:
    assert sorted(matches(typed, CITIES)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("gesamtwertung", ["overall"]),
        ("Gesamtwertung", ["overall"]),
        ("gesamt", ["overall"]),  # the beginning of an alias
        ("ges", ["gesellschaft-und-bildung", "overall"]),
        ("gesellschaft", ["gesellschaft-und-bildung"]),
        ("bildung", ["gesellschaft-und-bildung"]),
        ("mobilitat", ["mobilitaet"]),
        ("IT", ["it-und-kommunikation"]),
        ("um", ["energie-und-umwelt"]),
        ("und", ["energie-und-umwelt", "gesellschaft-und-bildung", "it-und-kommunikation"]),
    ],
)
def test_typed_name_means_these_categories(typed: str, expected: list[str]) -> None:
    assert sorted(matches(typed, CATEGORIES, CATEGORY_ALIASES)) == expected


def test_an_exact_name_wins_over_an_alias_and_an_alias_over_a_beginning() -> None:
    aliases = {"neu": "alt"}
    assert matches("neu", ["neu", "alt", "neustadt"], aliases) == ["neu"]
    assert matches("neu", ["alt", "neustadt"], aliases) == ["alt"]
    assert matches("neu", ["neustadt"], aliases) == ["neustadt"]


def test_the_older_and_the_newer_name_of_the_fifth_category_are_one() -> None:
    assert matches("gesellschaft", ["gesellschaft"], CATEGORY_ALIASES) == ["gesellschaft"]
    for typed in ("gesellschaft-und-bildung", "bildung"):
        assert matches(typed, ["gesellschaft"], CATEGORY_ALIASES) == ["gesellschaft"]
    assert category_key("gesellschaft") == category_key("gesellschaft-und-bildung")
    assert category_key("mobilitaet") == "mobilitaet"


def test_a_name_that_is_known_twice_is_one_name() -> None:
    assert matches("muster", ["musterstadt", "musterstadt"]) == ["musterstadt"]


@given(st.lists(NAMES.map(slug).filter(bool), min_size=1, max_size=6, unique=True), st.data())
def test_a_known_name_always_means_itself_and_nothing_is_invented(
    known: list[str], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(known))
    assert matches(name, known) == [name]
    typed = data.draw(NAMES)
    for found in matches(typed, known):
        assert found in known


@given(st.sampled_from(CITIES), st.data())
def test_a_beginning_of_a_word_always_finds_the_name(name: str, data: st.DataObject) -> None:
    words = name.split("-")
    first = data.draw(st.integers(0, len(words) - 1))
    rest = "-".join(words[first:])
    typed = rest[: data.draw(st.integers(1, len(rest)))].rstrip("-")
    found = matches(typed.upper(), CITIES)
    assert found == [typed] if typed in CITIES else name in found


# --- text in names -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("Mobilität", "bilit", True),
        ("Mobilität", "MOBILITÄT", True),
        ("Mobilität", "mobilitaet", True),
        ("Mobilität", "mobilitat", True),
        ("Mobilität", decomposed("tät"), True),
        (decomposed("Mobilität"), "tät", True),
        ("Intelligente Straßenbeleuchtung", "STRASSE", True),
        ("Halle (Muster)", "(M", True),
        ("Halle (Muster)", "halle muster", True),
        ("Online-Terminvergabe", "online termin", True),
        ("5G", "5g", True),
        ("Mobilität", "", True),
        ("Mobilität", "[", False),
        ("Mobilität", "-", False),
        ("Mobilität", "mobilitaten", False),
    ],
)
def test_text_in_a_name(name: str, typed: str, expected: bool) -> None:
    assert contains(name, typed) is expected


# --- what is suggested ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "known", "expected"),
    [
        ("musterstdt", CITIES, "did you mean `musterstadt` or `halle-muster`?"),
        ("Mulhiem", CITIES, "did you mean `muelheim`?"),
        ("verwaltugn", CATEGORIES, "did you mean `verwaltung`?"),
        ("umwlet", CATEGORIES, "did you mean `energie-und-umwelt`?"),  # by one of its words
        ("qqq", ["alpha", "beta"], "available: `alpha`, `beta`"),
        ("qqq", ["alpha", "alpha"], "available: `alpha`"),
        ("", ["alpha"], "available: `alpha`"),
        ("qqq", [], "none are available"),
    ],
)
def test_hint_names_what_is_close_else_what_there_is(
    typed: str, known: list[str], expected: str
) -> None:
    assert did_you_mean(typed, known) == expected


def test_hint_counts_what_it_does_not_list() -> None:
    known = [f"ort-{number}" for number in range(20)]
    listed = ", ".join(f"`{name}`" for name in known[:12])
    assert did_you_mean("qqq", known) == f"available: {listed} and 8 more"
    assert did_you_mean("qqq", known, limit=2) == "available: `ort-0`, `ort-1` and 18 more"


def test_hint_names_at_most_three_and_the_best_first() -> None:
    known = ["probeort-a", "probeort-b", "probeort-c", "probeort-d", "probeort"]
    close = close_names("probeort-d", known)
    assert close[0] == "probeort-d"
    assert len(close) == 3

"""Model -> TOML -> model: nothing is lost, and the canonical form stays as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import tomli
from hypothesis import given
from hypothesis import strategies as st

from conftest import make_city
from smartrank.dataset.dump import dump
from smartrank.dataset.folders import bundled_folder
from smartrank.dataset.layout import RESERVED_CATEGORIES
from smartrank.dataset.load import parse
from smartrank.model import BestPractice, Category, City, Indicator, Milestone, Rating, Source
from smartrank.names import slug
from smartrank.text import UNSAFE, escape_unsafe, unsafe_characters

#: Everything that a data file may hold: no controls, no separators of lines, no overrides.
_SAFE = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cs", "Zl", "Zp"),
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
_TRICKY = st.sampled_from("\"\\'#=[]{},.\u00a0äöüßÄÖÜẞa\u0308éπ𝐀 :|<>$`%")
TEXTS = st.text(_SAFE | _TRICKY, min_size=1, max_size=20).filter(str.strip)
SUMMARIES = st.text(_SAFE | _TRICKY | st.just("\n"), min_size=1, max_size=40).filter(str.strip)
NAMES = TEXTS.filter(slug)
SCORES = st.floats(0, 100).map(abs)
YEARS = st.integers(1000, 9999)


def _rows() -> st.SearchStrategy[tuple[Indicator, ...]]:
    labelled = st.builds(
        Indicator, name=NAMES, score=SCORES, kind=st.sampled_from(["regular", "bonus"])
    )
    unlabelled = st.builds(Indicator, likely_name=st.none() | TEXTS, score=SCORES)

    def key(row: Indicator) -> object:
        return row.slug if row.name else object()

    return st.lists(labelled | unlabelled, max_size=6, unique_by=key).map(tuple)


def _ratings(ranked: int | None) -> st.SearchStrategy[Rating]:
    def changed(rank: int) -> st.SearchStrategy[Rating]:
        changes = st.none() | st.integers(1 - rank, 100)
        return st.builds(Rating, rank=st.just(rank), rank_change=changes, score=SCORES)

    return st.integers(1, ranked or 1_000_000).flatmap(changed)


@st.composite
def cities(draw: st.DrawFn) -> City:
    ranked = draw(st.none() | st.integers(1, 100))
    category = st.builds(
        Category,
        name=NAMES.filter(lambda name: slug(name) not in RESERVED_CATEGORIES),
        rating=_ratings(ranked),
        indicators=_rows(),
    )
    practice = st.builds(
        BestPractice,
        title=TEXTS,
        url=st.none() | TEXTS,
        summary=st.none() | SUMMARIES,
        milestones=st.lists(st.builds(Milestone, YEARS, TEXTS), max_size=3).map(tuple),
        partners=st.lists(TEXTS, max_size=3).map(tuple),
    )
    return City(
        name=draw(NAMES),
        state=draw(TEXTS),
        area_km2=draw(st.integers(1, 1000) | st.floats(0.001, 1000)),
        population=draw(st.integers(1, 10_000_000)),
        ags=draw(st.none() | st.just("01234567")),
        source=Source(
            title=draw(TEXTS),
            publisher=draw(TEXTS),
            edition=draw(YEARS),
            ranked_cities=ranked,
            url=draw(st.none() | TEXTS),
            retrieved=draw(st.none() | st.dates(date(1000, 1, 1))),
        ),
        overall=draw(_ratings(ranked)),
        categories=tuple(
            draw(st.lists(category, min_size=1, max_size=3, unique_by=lambda c: c.slug))
        ),
        best_practices=tuple(draw(st.lists(practice, max_size=2))),
    )


@given(cities())
def test_written_city_is_read_back_equal_and_written_again_the_same(city: City) -> None:
    text = dump(city)
    read = parse(text.encode(), "x.toml", stem=f"{city.slug}-{city.edition}").city
    assert read == city
    assert dump(read) == text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_shipped_file_is_written_as_it_is() -> None:
    content = (bundled_folder() / "jena.toml").read_bytes()
    city = parse(content, "jena.toml", stem="jena").city
    assert dump(city, schema_line=True).encode() == content


def test_canonical_form() -> None:
    city = make_city(rank_change=None)
    unlabelled = Indicator(likely_name='La "terne"', score=80.0)
    category = replace(city.categories[0], name="Über 100 %", indicators=(unlabelled,))
    practice = BestPractice(
        title="Musterprojekt",
        summary="Eins\nzwei \\ drei",
        milestones=(Milestone(2024, "Beginn"),),
        partners=("Musterwerke",),
    )
    city = replace(
        city,
        categories=(category, replace(category, name="Школа", indicators=())),
        best_practices=(practice, BestPractice(title="Zweites")),
        source=replace(city.source, retrieved=date(2025, 9, 11)),
    )
    assert (
        dump(city)
        == """\
[city]
name = "Musterstadt"
state = "Musterland"
area_km2 = 12.5
population = 100001

[source]
title = "Musterindex"
publisher = "Musterverlag"
edition = 2025
ranked_cities = 50
retrieved = 2025-09-11

[overall]
rank = 10
score = 59.5

[categories.ueber-100]
name = "Über 100 %"
rank = 10
score = 59.5
indicators = [
    { likely_name = "La \\"terne\\"", score = 80.0 },
]

[categories."школа"]
name = "Школа"
rank = 10
score = 59.5

[[best_practices]]
title = "Musterprojekt"
summary = "Eins\\nzwei \\\\ drei"
milestones = [
    { year = 2024, what = "Beginn" },
]
partners = [
    "Musterwerke",
]

[[best_practices]]
title = "Zweites"
"""
    )


# --- text ----------------------------------------------------------------------------------------

_UNSAFE_CHARACTERS = [
    chr(code)
    for start, end in [
        (0, 0x1F),
        (0x7F, 0x9F),
        (0x2028, 0x202E),
        (0x2066, 0x2069),
        (0xFFFE, 0xFFFF),
    ]
    for code in range(start, end + 1)
]


def test_every_character_is_either_refused_and_escaped_or_kept() -> None:
    everything = "".join(chr(code) for code in range(0x11000))
    assert unsafe_characters(everything) == [
        f"\\x{ord(c):02x}" if ord(c) < 0x100 else f"\\u{ord(c):04x}" for c in _UNSAFE_CHARACTERS
    ]
    refused = set(_UNSAFE_CHARACTERS)
    shown = escape_unsafe(everything)
    assert not refused & set(shown)
    assert set(everything) - refused <= set(shown)
    assert "\n" in escape_unsafe(everything, newline=True)
    assert "\\x0a" not in unsafe_characters(everything, newline=True)
    assert UNSAFE.isprintable() is False


@given(st.text())
def test_text_without_unsafe_characters_is_shown_as_it_is(text: str) -> None:
    assert (escape_unsafe(text) == text) is (unsafe_characters(text) == [])


def test_the_schema_is_named_only_where_it_is_wanted() -> None:
    text = dump(make_city())
    assert dump(make_city(), schema_line=True) == f"#:schema dataset.schema.json\n\n{text}"
    assert "#" not in text
    assert list(tomli.loads(text)) == ["city", "source", "overall", "categories"]

"""Invented cities for property tests: a few of one or several editions, known wholly or in part.

Rows tie often, some have no name, categories are renamed between editions, scores and trends may be
unknown.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from conftest import make_city
from smartrank.model import BestPractice, Category, City, Indicator, Rating

NAMES = ("Musterstadt", "Beispielburg", "Halle (Muster)")
EDITIONS = (2022, 2023, 2025)
#: The last of them has another name before 2023.
CATEGORIES = ("Verwaltung", "Mobilität", "Gesellschaft und Bildung")
ROWS = ("Apps", "Busse", "Café", "Daten")

points = st.sampled_from([0.0, 50.0, 100.0, 33.33]) | st.integers(0, 1000).map(lambda n: n / 10)


@st.composite
def ratings(draw: st.DrawFn) -> Rating:
    rank = draw(st.integers(1, 20))
    change = draw(st.none() | st.integers(1 - rank, 20))
    return Rating(rank=rank, rank_change=change, score=draw(st.none() | points))


@st.composite
def rows(draw: st.DrawFn) -> tuple[Indicator, ...]:
    names = draw(st.lists(st.sampled_from(ROWS), max_size=4, unique=True))
    found = [Indicator(name=name, score=draw(points)) for name in names]
    for likely in draw(st.lists(st.sampled_from([None, "Extra", "Foto"]), max_size=2)):
        place = draw(st.integers(0, len(found)))
        found.insert(place, Indicator(score=draw(points), likely_name=likely))
    if draw(st.booleans()):
        bonus = float(draw(st.integers(0, 6 * len(found))))  # also above its maximum
        found.append(Indicator(name="Sonstige Projekte", score=bonus, kind="bonus"))
    return tuple(found)


@st.composite
def city_of(draw: st.DrawFn, name: str, edition: int) -> City:
    categories = []
    for category in draw(st.lists(st.sampled_from(CATEGORIES), max_size=3, unique=True)):
        published = category.removesuffix(" und Bildung") if edition < 2023 else category
        rating = draw(ratings())
        categories.append(Category(name=published, rating=rating, indicators=draw(rows())))
    titles = draw(st.lists(st.sampled_from(["Lichtprobe", "Wegprobe"]), max_size=2))
    return replace(
        make_city(name, edition),
        ags=draw(st.none() | st.just("01234567")),
        overall=draw(st.none() | ratings()),
        categories=tuple(categories),
        best_practices=tuple(BestPractice(title=title) for title in titles),
    )


@st.composite
def several_cities(draw: st.DrawFn) -> list[City]:
    """Two to four cities, each once in an edition."""
    known = st.tuples(st.sampled_from(NAMES), st.sampled_from(EDITIONS))
    chosen = draw(st.lists(known, min_size=2, max_size=4, unique=True))
    return [draw(city_of(name, edition)) for name, edition in chosen]


@st.composite
def editions_of_a_city(draw: st.DrawFn) -> list[City]:
    """One to three editions of one city, in any order."""
    chosen = draw(st.lists(st.sampled_from(EDITIONS), min_size=1, unique=True))
    return [draw(city_of("Musterstadt", edition)) for edition in chosen]

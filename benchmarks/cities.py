"""An invented edition of the index: as many cities as are asked for, always the same ones.

The data files of smartrank and the tables of the other programs are both written from here, so that
none of these depends on what smartrank answers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from smartrank import City, Rankings, dump, dump_rankings
from smartrank.model import Category, Indicator, Rating, Source
from smartrank.rankings import Ranking, RankingRow

#: Of no year in which there is a real one: no answer mixes the invented and the shipped.
EDITION = 2099
#: Published name -> how many rows it has beside its bonus row, as on the page of a city.
CATEGORIES = {
    "Verwaltung": 7,
    "Energie und Umwelt": 6,
    "IT und Kommunikation": 7,
    "Mobilität": 6,
    "Gesellschaft und Bildung": 6,
}
STATES = ("Bayern", "Hessen", "Sachsen", "Thüringen")


class Row(NamedTuple):
    """A row of an indicator, as a flat table has it."""

    city: str
    category: str
    position: int
    indicator: str
    kind: str
    score: float


class Place(NamedTuple):
    """A row of a ranking list, as a flat table has it."""

    category: str
    rank: int
    city: str
    score: float


def invented_cities(count: int) -> list[City]:
    """The cities of an edition; ranks follow from the scores."""
    numbers = random.Random(count)  # noqa: S311 - the same each time
    drawn = [[_category(name, numbers) for name in CATEGORIES] for _ in range(count)]
    by_category = [
        _ratings([one.score for one in column], numbers) for column in zip(*drawn, strict=True)
    ]
    overall = _ratings([sum(one.score for one in city) / len(city) for city in drawn], numbers)
    source = Source(
        title="Musterindex", publisher="Musterverlag", edition=EDITION, ranked_cities=count
    )
    return [
        City(
            name=f"Musterstadt {number}",
            state=STATES[place % len(STATES)],
            area_km2=float(100 + number % 300),
            population=100_000 + number,
            source=source,
            overall=overall[place],
            categories=tuple(
                Category(name=one.name, rating=ratings[place], indicators=one.rows)
                for one, ratings in zip(drawn[place], by_category, strict=True)
            ),
        )
        for place, number in enumerate(range(1, count + 1))
    ]


class _Drawn(NamedTuple):
    name: str
    rows: tuple[Indicator, ...]
    score: float


def _category(name: str, numbers: random.Random) -> _Drawn:
    count = CATEGORIES[name]
    rows = [
        Indicator(name=f"Prüfreihe {name} {position}", score=numbers.randrange(1001) / 10)
        for position in range(1, count + 1)
    ]
    bonus = float(numbers.randrange(5 * count + 1))
    rows.append(Indicator(name=f"Sonstige Projekte {name}", score=bonus, kind="bonus"))
    return _Drawn(name, tuple(rows), sum(row.score for row in rows) / (1.05 * count))


def _ratings(scores: Sequence[float], numbers: random.Random) -> list[Rating]:
    """The rating of each city, by its unrounded score."""
    places = range(1, len(scores) + 1)
    previous = numbers.sample(places, len(scores))
    best_first = sorted(range(len(scores)), key=lambda city: -scores[city])
    found = {
        city: Rating(rank=rank, rank_change=before - rank, score=round(scores[city], 1))
        for rank, before, city in zip(places, previous, best_first, strict=True)
    }
    return [found[city] for city in range(len(scores))]


def write_files(cities: Sequence[City], folder: Path) -> None:
    """Write the data file of each city."""
    folder.mkdir()
    for city in cities:
        (folder / f"{city.slug}-{EDITION}.toml").write_text(dump(city), encoding="utf-8")


def write_rankings(cities: Sequence[City], file: Path) -> None:
    """Write the ranking file of the edition."""
    lists: dict[str, list[RankingRow]] = {}
    for city in cities:
        for _, name, rating in city.ratings():
            row = RankingRow(rating.rank, city.name, rating.rank_change, rating.score)
            lists.setdefault(name, []).append(row)
    rankings = tuple(Ranking(name, tuple(sorted(rows))) for name, rows in lists.items())
    file.write_text(dump_rankings(Rankings(cities[0].source, rankings)), encoding="utf-8")


def rows_of(cities: Sequence[City]) -> Iterator[Row]:
    """All rows of the cities."""
    for city in cities:
        for category in city.categories:
            for position, row in category.rows():
                assert row.name
                yield Row(city.name, category.name, position, row.name, row.kind, row.score)


def places_of(cities: Sequence[City]) -> Iterator[Place]:
    """All places of the cities, overall and in each category."""
    for city in cities:
        for _, name, rating in city.ratings():
            assert rating.score is not None
            yield Place(name, rating.rank, city.name, rating.score)

"""An invented edition of 83 obviously invented cities, with ties at printed precision."""

from __future__ import annotations

import random
from itertools import product
from typing import NamedTuple

from smartrank.model import OVERALL_NAME, Category, City, Rating, RatingOrigin, Source
from smartrank.names import OVERALL, slug
from smartrank.rankings import Ranking, RankingRow, Rankings

STARTS = (
    "Muster",
    "Beispiel",
    "Probe",
    "Übungs",
    "Fantasie",
    "Modell",
    "Erfind",
    "Schein",
    "Traum",
)
ENDS = ("stadt", "hausen", "burg", "tal", "au", "feld", "ßen", "brück", "werder", "kirchen")
STATES = ("Bayern", "Hessen", "Sachsen", "Thüringen")
CATEGORIES = (
    "Verwaltung",
    "Energie und Umwelt",
    "IT und Kommunikation",
    "Mobilität",
    "Gesellschaft und Bildung",
)
COUNT = 83
LABELS = {OVERALL: OVERALL_NAME, **{slug(name): name for name in CATEGORIES}}


class Entry(NamedTuple):
    """A line of an invented list: printed figures, and the score that nobody prints."""

    rank: int
    rank_change: int | None
    name: str
    score: float
    unrounded: float


def names(count: int = COUNT) -> list[str]:
    """Obviously invented names of cities."""
    return [f"{start}{end}" for start, end in product(STARTS, ENDS)][:count]


def invented_lists(
    seed: int = 1, count: int = COUNT, spread: float = 12.0
) -> dict[str, list[Entry]]:
    """The overall list and five category lists, best first: ranks come from unrounded scores."""
    source = random.Random(seed)
    lists = {}
    newcomer = random.Random(seed).choice(names(count))
    for key in (OVERALL, *map(slug, CATEGORIES)):
        scores = sorted(
            (min(max(source.gauss(68, spread), 5), 99) for _ in range(count)), reverse=True
        )
        cities = source.sample(names(count), count)
        earlier = iter(source.sample(range(1, count), count - 1))
        changes = [
            None if name == newcomer else next(earlier) - rank
            for rank, name in enumerate(cities, 1)
        ]
        lists[key] = [
            Entry(rank, change, name, round(score, 1), score)
            for rank, (change, name, score) in enumerate(
                zip(changes, cities, scores, strict=True), 1
            )
        ]
    return lists


def invented_source(edition: int = 2025, count: int = COUNT) -> Source:
    """Who published the invented figures."""
    return Source(
        title="Musterindex", publisher="Musterverlag", edition=edition, ranked_cities=count
    )


def invented_rankings(seed: int = 1, count: int = COUNT, edition: int = 2025) -> Rankings:
    """The invented lists as a ranking file has them."""
    return Rankings(
        invented_source(edition, count),
        tuple(
            Ranking(
                LABELS[key],
                tuple(RankingRow(e.rank, e.name, e.rank_change, float(e.score)) for e in entries),
            )
            for key, entries in invented_lists(seed, count).items()
        ),
    )


def invented_field(
    seed: int = 1, count: int = COUNT, edition: int = 2025, origin: RatingOrigin = "ranking"
) -> list[City]:
    """The cities of the invented lists, without rows of indicators."""
    lists = invented_lists(seed, count)
    ratings: dict[str, dict[str, Rating]] = {}
    for key, entries in lists.items():
        for entry in entries:
            ratings.setdefault(entry.name, {})[key] = Rating(
                rank=entry.rank, rank_change=entry.rank_change, score=entry.score, origin=origin
            )
    source = invented_source(edition, count)
    return [
        City(
            name=name,
            source=source,
            state=STATES[place % len(STATES)],
            population=100_000 + 9_000 * place,
            overall=ratings[name][OVERALL],
            categories=tuple(
                Category(name=LABELS[key], rating=ratings[name][key])
                for key in map(slug, CATEGORIES)
            ),
        )
        for place, name in enumerate(names(count))
    ]

"""One answer of every query about a few invented cities, of which much or little is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import smartrank
from conftest import make_city
from smartrank import Answer, City
from smartrank.model import BestPractice, Milestone, Rating

#: Answers about cities of which much is known, little, and only ranks.
ANSWERS: dict[str, Callable[[list[City]], Answer[Any]]] = {
    "show": lambda cities: smartrank.show(cities[0]),
    "show of a bare city": lambda cities: smartrank.show(cities[2]),
    "show of ranks alone": lambda cities: smartrank.show(cities[3]),
    "ranks": smartrank.ranks,
    "trends": smartrank.trends,
    "indicators": smartrank.indicators,
    "weak": lambda cities: smartrank.weak(cities, bonus=True),
    "weak by potential": lambda cities: smartrank.weak(cities, by="potential", field=cities),
    "strong": smartrank.strong,
    "compare": smartrank.compare,
    "compare rows": lambda cities: smartrank.compare(cities, indicators=True),
    "history": lambda cities: smartrank.history(cities[:2], indicators=True),
    "history of ranks": lambda cities: smartrank.history(cities[3:]),
    "whatif": lambda cities: smartrank.whatif(cities[0], ["x=max", "probe/1=+1"], field=cities),
    "whatif target": lambda cities: smartrank.plan_for_target(cities[0], 100),
    "audit": smartrank.audit,
    "practices": smartrank.practices,
    "standing": lambda cities: smartrank.standing(cities, field=cities),
    "moves": lambda cities: smartrank.moves(cities[0], field=cities),
    "brief": lambda cities: smartrank.brief(cities[0]),
    "explain": lambda _: smartrank.explain(),
}
LISTS = {
    "ranks": smartrank.ranks,
    "trends": smartrank.trends,
    "indicators": smartrank.indicators,
    "weak": smartrank.weak,
    "strong": smartrank.strong,
    "compare": smartrank.compare,
    "history": smartrank.history,
    "audit": smartrank.audit,
    "practices": smartrank.practices,
    "standing": smartrank.standing,
}


def known_cities() -> list[City]:
    """Two editions of a city, one of which little is known, and one with nothing but its ranks."""
    practice = BestPractice(title="Probe")
    rich = replace(practice, milestones=(Milestone(2024, "Start"),), partners=("A", "B"), url="u")
    rows = ((None, 0.0), ("X", 100.0))
    city = make_city(rows=rows)
    full = replace(city, ags="01234567", best_practices=(practice, rich))
    bare = make_city("Halle (Muster)", rank=7, rank_change=None, rows=rows)
    bare = replace(bare, source=replace(bare.source, ranked_cities=None))
    ranked = replace(make_city("Beispielburg"), state=None, area_km2=None, population=None)
    (probe,) = ranked.categories
    unscored = Rating(rank=3, rank_change=12)
    probe = replace(probe, rating=unscored, indicators=())
    ranked = replace(ranked, overall=unscored, categories=(probe,))
    earlier = make_city(edition=2024, rank=12, rank_change=-1, rows=rows)
    return [full, earlier, bare, ranked]

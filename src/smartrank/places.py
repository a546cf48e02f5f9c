"""The place that a score gives in a ranking list, as a range: printed scores say no more.

The rule, tried leave-one-out on 170 published rows (the true place was inside 170 times): take the
city's own row out, so that the places behind it close up by one. A city is surely above a score if
its printed score less half a printed unit is, and maybe above if its printed score with it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from smartrank.arithmetic import EPSILON, rounding_error


class ScoredPlace(NamedTuple):
    """A place of a list: a rank and the printed score there, in points."""

    rank: int
    score: float


class PlaceRange(NamedTuple):
    """The best and the worst place that a score can give; `worst` is None if nothing bounds it.

    `is_open_above`, `is_open_below`: the range ends where what is known of the list does.
    """

    best: int
    worst: int | None
    is_open_above: bool = False
    is_open_below: bool = False


def others_of(list_: Iterable[ScoredPlace], own_rank: int | None) -> list[ScoredPlace]:
    """A list without the city's own row, the places behind it closed up by one."""
    return [
        place if own_rank is None or place.rank < own_rank else place._replace(rank=place.rank - 1)
        for place in sorted(list_)
        if place.rank != own_rank
    ]


def place_range(
    others: Iterable[ScoredPlace], score: float, tolerance: float, ranked_cities: int | None
) -> PlaceRange:
    """The places that a score can give among other cities.

    `others` are places known without the city's own, a part of the list will do; `tolerance` is how
    far the score itself may be off (points), `ranked_cities` how many cities the edition ranks.
    """
    known = sorted(others)
    error = rounding_error(place.score for place in known)
    surely = [place for place in known if place.score - error > score + tolerance + EPSILON]
    below = [place for place in known if place.score + error < score - tolerance - EPSILON]
    best = surely[-1].rank + 1 if surely else 1
    worst = below[0].rank if below else ranked_cities
    return PlaceRange(
        best=best,
        worst=worst,
        is_open_above=not surely and bool(known) and known[0].rank > 1,
        is_open_below=not below and (worst is None or not known or known[-1].rank < worst - 1),
    )

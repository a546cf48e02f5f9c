"""The field of an edition: its cities at hand, by rating, and where one of them stands in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import NamedTuple

from smartrank.arithmetic import EPSILON, rounding_error
from smartrank.model import City, Rating
from smartrank.names import category_key
from smartrank.places import PlaceRange, ScoredPlace, others_of, place_range

#: A field of fewer cities has nobody to compare with.
MIN_FIELD = 2
#: The size classes by their least number of inhabitants: ours, since the publisher's are not said.
SIZE_CLASSES = (0, 150_000, 250_000, 500_000)


class Ranked(NamedTuple):
    """A city with one of its ratings."""

    city: City
    rating: Rating


class Group(NamedTuple):
    """A place within a group of the field, and how many there are.

    The place is known if all places before are, the number if the field is complete.
    """

    rank: int | None
    cities: int | None


class RatingField:
    """All that is known of one rating in an edition, best first; a part of the list will do.

    A rank is held once: whoever comes after the first to claim it is a stranger to this field.
    """

    def __init__(self, ranked: Iterable[Ranked], ranked_cities: int | None) -> None:
        self._by_rank: dict[int, Ranked] = {}
        every = sorted(ranked, key=lambda one: one.rating.rank)
        for one in every:
            self._by_rank.setdefault(one.rating.rank, one)
        self.ranked = list(self._by_rank.values())
        #: Whether two cities claim one rank.
        self.is_contradicted = len(self.ranked) < len(every)
        self.ranked_cities = ranked_cities
        self._states = _ranks_by(self.ranked, lambda city: city.state)
        self._sizes = _ranks_by(self.ranked, lambda city: size_class(city.population))
        self._reach = next(rank for rank in count(1) if rank not in self._by_rank) - 1

    @property
    def is_complete(self) -> bool:
        """Whether every rank from 1 to the number of ranked cities is known."""
        return self._reach > 0 and self._reach == self.ranked_cities

    def at(self, rank: int) -> Ranked | None:
        """Who holds a rank, if that is known."""
        return self._by_rank.get(rank)

    def in_state(self, city: City, rank: int) -> Group:
        """The place among the cities of the same state."""
        return self._group(self._states.get(city.state), rank)

    def in_size_class(self, city: City, rank: int) -> Group:
        """The place among the cities of the same size class."""
        return self._group(self._sizes.get(size_class(city.population)), rank)

    def _group(self, ranks: Sequence[int] | None, rank: int) -> Group:
        if ranks is None:
            return Group(None, None)
        place = bisect_left(ranks, rank) + 1
        return Group(
            place if rank <= self._reach else None, len(ranks) if self.is_complete else None
        )

    def scores(self) -> list[float]:
        """The known scores in points, best first."""
        return [one.rating.score for one in self.ranked if one.rating.score is not None]

    @property
    def has_all_scores(self) -> bool:
        """Whether the field is complete, scores and all."""
        return self.is_complete and len(self.scores()) == self.ranked_cities

    def scored_places(self) -> list[ScoredPlace]:
        """The known ranks with their scores."""
        return [
            ScoredPlace(one.rating.rank, one.rating.score)
            for one in self.ranked
            if one.rating.score is not None
        ]


def fields_by_rating(cities: Sequence[City]) -> dict[str, RatingField]:
    """The field of each rating, by the key that a category has in all editions."""
    ranked: dict[str, list[Ranked]] = {}
    for city in cities:
        for key, _, rating in city.ratings():
            ranked.setdefault(category_key(key), []).append(Ranked(city, rating))
    sizes = (city.source.ranked_cities for city in cities)
    size = next((size for size in sizes if size is not None), None)
    return {key: RatingField(found, size) for key, found in ranked.items()}


def fields_of(cities: Sequence[City], others: Iterable[City]) -> dict[int, dict[str, RatingField]]:
    """The fields of each edition of some cities: these as they are given, and the others of it."""
    # a city that the others lack comes last, so that it takes nobody's rank
    known = {city.key: city for city in (*others, *cities)}
    editions: dict[int, list[City]] = {city.edition: [] for city in cities}
    for city in known.values():
        if city.edition in editions:
            editions[city.edition].append(city)
    return {edition: fields_by_rating(found) for edition, found in editions.items()}


def place_of(
    rating: Rating, field: RatingField | None, score: float | None, tolerance: float
) -> PlaceRange | None:
    """The places that a new score would give a city among the others; None without others.

    `tolerance` is how far the score itself may be off, in points.
    """
    if field is None or score is None or len(field.ranked) < MIN_FIELD:
        return None
    others = others_of(field.scored_places(), rating.rank)
    return place_range(others, score, tolerance, field.ranked_cities)


def passed(rating: Rating, field: RatingField, score: float, tolerance: float) -> list[str]:
    """The names of the cities ahead that a new score would surely pass, best first."""
    error = rounding_error(field.scores()) + tolerance + EPSILON
    return [
        one.city.name
        for one in field.ranked
        if one.rating.rank < rating.rank
        and one.rating.score is not None
        and one.rating.score + error < score
    ]


def size_class(population: int | None) -> str | None:
    """The size class of a city, as `--size` takes it: `150000-249999`, `500000-`."""
    if population is None:
        return None
    low = max(bound for bound in SIZE_CLASSES if population >= bound)
    higher = [bound for bound in SIZE_CLASSES if bound > low]
    return f"{low}-{higher[0] - 1}" if higher else f"{low}-"


def _ranks_by(
    ranked: Iterable[Ranked], of: Callable[[City], str | None]
) -> dict[str | None, list[int]]:
    """The ranks, best first, of each group; a city whose group is unknown is in none."""
    groups: dict[str | None, list[int]] = {}
    for city, rating in ranked:
        if of(city) is not None:
            groups.setdefault(of(city), []).append(rating.rank)
    return groups

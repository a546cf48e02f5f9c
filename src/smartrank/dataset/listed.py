"""What ranking lists say of each city, and how that goes together with the city's own file.

It is loaded only when there is a ranking file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from smartrank.dataset.editions import with_facts
from smartrank.dataset.layout import RANKINGS
from smartrank.dataset.load import Dataset, RankingData
from smartrank.dataset.ranking_layout import ROWS
from smartrank.dataset.register import filled, registered, registered_slug
from smartrank.errors import KeyPath
from smartrank.frozen import replace
from smartrank.model import Category, City, Rating
from smartrank.names import OVERALL, category_key, slug


class ListedCities:
    """The cities of a ranking file; one that the register knows goes by its name there."""

    def __init__(self, data: RankingData) -> None:
        self._data = data
        self._source = with_facts(data.rankings.source)
        self._lists = data.rankings.rankings
        self._keys = [ranking.slug for ranking in self._lists]
        #: City key -> the places of its rows: number of the list, and of the row in it.
        self._rows: dict[str, list[tuple[int, int]]] = {}
        for number, ranking in enumerate(self._lists):
            for place, row in enumerate(ranking.rows):
                self._rows.setdefault(slug(row.city), []).append((number, place))

    def slugs(self) -> list[str]:
        """The keys of the cities, in the order of the file."""
        return list(dict.fromkeys(map(registered_slug, self._rows)))

    def dataset(self, key: str) -> Dataset | None:
        """What the lists say of the city of a key or another of its names; None if nothing."""
        rows = self._rows_of(key)
        return self._dataset(rows) if rows else None

    def others(self, known: Iterable[tuple[str, int]]) -> Iterator[Dataset]:
        """All cities but those that are known by key and edition, in the order of the file."""
        own = {registered_slug(city) for city, edition in known if edition == self._source.edition}
        for key in self.slugs():
            if key not in own:
                yield self._dataset(self._rows_of(key))

    def admits(self, city: City) -> bool:
        """Whether a city can be of this field: the lists have it, or nobody at its ranks."""
        return bool(self._rows_of(city.slug)) or not any(
            rating.rank in self._ranks.get(category_key(key), ())
            for key, _, rating in city.ratings()
        )

    @cached_property
    def _ranks(self) -> dict[str, set[int]]:
        return {category_key(list_.slug): {row.rank for row in list_.rows} for list_ in self._lists}

    def joined(self, own: City) -> City:
        """What a city's own file says, and what the lists say of the rest."""
        overall, listed = self._ratings(self._rows_of(own.slug))
        if overall is None and not listed:
            return own
        rest = {category_key(category.slug): category for category in listed}
        categories = [_filled(c, rest.pop(category_key(c.slug), None)) for c in own.categories]
        size = own.source.ranked_cities or self._source.ranked_cities
        return replace(
            own,
            source=replace(own.source, ranked_cities=size, mean_score=self._source.mean_score),
            overall=_rating(own.overall, overall) if own.overall else overall,
            categories=(*categories, *rest.values()),
        )

    def row_paths(self, city: str) -> dict[str, KeyPath]:
        """Where the rows of a city stand in the file, by the key of the rating in any edition."""
        paths: dict[str, KeyPath] = {}
        for number, place in self._rows_of(city):
            key = self._keys[number]
            paths.setdefault(category_key(key), (RANKINGS, key, ROWS, place))
        return paths

    def _rows_of(self, key: str) -> list[tuple[int, int]]:
        """The rows of a city, also under other names that the register has."""
        rows = self._rows.get(key, [])
        known = registered(key) if len(rows) < len(self._lists) else None
        if known is None:
            return rows
        return sorted(place for name in known.slugs for place in self._rows.get(name, ()))

    def _ratings(self, places: list[tuple[int, int]]) -> tuple[Rating | None, list[Category]]:
        """What some rows say of their city: overall, and by category; the first of each list."""
        rows: dict[str, tuple[str, Rating]] = {}
        for number, place in places:
            ranking = self._lists[number]
            rows.setdefault(self._keys[number], (ranking.name, ranking.rows[place].rating))
        _, overall = rows.pop(OVERALL, ("", None))
        return overall, [Category(name=name, rating=rating) for name, rating in rows.values()]

    def _dataset(self, places: list[tuple[int, int]]) -> Dataset:
        number, place = places[0]
        name = self._lists[number].rows[place].city
        known = registered(name)
        overall, categories = self._ratings(places)
        city = City(
            name=known.name if known else name,
            source=self._source,
            overall=overall,
            categories=tuple(categories),
        )
        return Dataset(filled(city), self._data.file, self._data.text)


def _filled(own: Category, listed: Category | None) -> Category:
    rating = _rating(own.rating, listed.rating if listed else None)
    return own if rating is own.rating else replace(own, rating=rating)


def _rating(own: Rating, listed: Rating | None) -> Rating:
    """A rating with what only the list says of the same rank."""
    if listed is None or listed.rank != own.rank or None not in (own.score, own.rank_change):
        return own
    return replace(
        own,
        score=listed.score if own.score is None else own.score,
        rank_change=listed.rank_change if own.rank_change is None else own.rank_change,
    )

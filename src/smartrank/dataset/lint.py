"""The notes on data files that can be used, on each and on those that do not go together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from smartrank.arithmetic import agrees, rounding_error
from smartrank.dataset.city_lint import city_notes, rating_path
from smartrank.dataset.load import DataFile, Dataset, RankingData
from smartrank.errors import Finding, KeyPath, Problem
from smartrank.messages import Message, say
from smartrank.model import City, Rating
from smartrank.names import category_key

if TYPE_CHECKING:
    from smartrank.dataset.listed import ListedCities
    from smartrank.rankings import Rankings


class Home(NamedTuple):
    """A city in an edition, and where a file has its ratings, by their key in any edition."""

    city: City
    file: DataFile
    paths: Mapping[str, KeyPath]


def notes_on(file: DataFile) -> list[Finding]:
    """The notes on one data file, in the order of the file."""
    if isinstance(file, Dataset):
        return findings(file, city_notes(file.city))
    from smartrank.dataset.ranking_lint import ranking_notes

    return findings(file, ranking_notes(file.rankings))


def notes_across(files: Iterable[DataFile]) -> list[Finding]:
    """Notes on data files that do not go together.

    Two files of one city and edition or of the lists of one edition, a list against a city's own
    file, and ranks that contradict those of the edition before.
    """
    cities: dict[tuple[str, int], Dataset] = {}
    rankings: dict[int, RankingData] = {}
    found = []
    for file in files:
        if isinstance(file, Dataset):
            found += _shadowed(file, cities.get(file.city.key), "shadowed", ("city",))
            cities[file.city.key] = file
        else:
            edition = file.rankings.edition
            found += _shadowed(file, rankings.get(edition), "shadowed-rankings", ("source",))
            rankings[edition] = file
    homes = [Home(data.city, data, _paths(data.city)) for data in cities.values()]
    if rankings:
        from smartrank.dataset.listed import ListedCities

        lists = [(file, ListedCities(file)) for file in rankings.values()]
        for file, listed in lists:
            found += findings(file, _contradicting_rows(file, listed, homes))
        homes += _homes_in_lists(lists, homes)
    return found + _across_editions(homes)


def _shadowed(file: DataFile, other: DataFile | None, code: str, path: KeyPath) -> list[Finding]:
    if other is None:
        return []
    return findings(file, [(path, "shadowed", say(code, file=other.file))])


def _paths(city: City) -> dict[str, KeyPath]:
    return {category_key(key): rating_path(key) for key, _, _ in city.ratings()}


def _across_editions(homes: Sequence[Home]) -> list[Finding]:
    by_key = {home.city.key: home for home in homes}
    notes: dict[str, tuple[DataFile, list[Problem]]] = {}
    for city, category, _, message in contradictions(home.city for home in homes):
        home = by_key[city.key]
        path = (*home.paths[category_key(category)], "rank_change")
        _, problems = notes.setdefault(home.file.file, (home.file, []))
        problems.append((path, "contradiction", message))
    return [finding for file, problems in notes.values() for finding in findings(file, problems)]


def contradictions(cities: Iterable[City]) -> Iterator[tuple[City, str, str, Message]]:
    """Where a change of rank does not lead to the rank that the edition before has.

    Yields the later edition, key and name of the category, and what is the matter.
    """
    for earlier, later in pairwise(sorted(cities, key=lambda city: city.key)):
        if earlier.slug != later.slug or later.edition - earlier.edition != 1:
            continue
        ranks = {category_key(key): rating.rank for key, _, rating in earlier.ratings()}
        for key, name, rating in later.ratings():
            rank = ranks.get(category_key(key))
            if rank is not None and rating.previous_rank not in (None, rank):
                yield later, key, name, _contradiction(rating, earlier.edition, rank)


def _contradiction(rating: Rating, edition: int, rank: int) -> Message:
    return say(
        "contradiction",
        rank=rating.rank,
        change=rating.rank_change,
        previous=rating.previous_rank,
        edition=edition,
        other=rank,
    )


def findings(file: DataFile, notes: Iterable[Problem]) -> list[Finding]:
    """The notes on a file, each with its place."""
    if not (found := list(notes)):
        return []
    from smartrank.dataset.positions import findings_at

    return findings_at(found, file.text, file.file, "note")


# --- lists beside the files of cities -----------------------------------------------------------


def _homes_in_lists(
    lists: Iterable[tuple[RankingData, "ListedCities"]], known: Iterable[Home]
) -> list[Home]:
    """The cities of lists that have no file of their own."""
    own = {home.city.key for home in known}
    return [
        Home(dataset.city, file, listed.row_paths(dataset.city.slug))
        for file, listed in lists
        for dataset in listed.others(own)
    ]


def _contradicting_rows(
    file: RankingData, listed: "ListedCities", homes: Iterable[Home]
) -> Iterator[Problem]:
    """Rows that contradict the city's own file, with both places."""
    for home in homes:
        if home.city.edition == file.rankings.edition:
            yield from _contradictions(home, listed.row_paths(home.city.slug), file.rankings)


def _contradictions(
    home: Home, rows: dict[str, KeyPath], rankings: "Rankings"
) -> Iterator[Problem]:
    for key, _, own in home.city.ratings():
        path = rows.get(category_key(key))
        if path is None:
            continue
        row = _row_at(path, rankings)
        for name, code in _differences(row, own):
            here = (*home.paths[category_key(key)], name)
            message = say(
                code,
                value=getattr(row, name),
                place=_place(home.file, here),
                other=getattr(own, name),
            )
            yield (*path, name), "contradiction", message


def _row_at(path: KeyPath, rankings: "Rankings") -> Rating:
    _, key, _, place = path
    assert isinstance(place, int)
    return next(r for r in rankings.rankings if r.slug == key).rows[place].rating


def _differences(row: Rating, own: Rating) -> Iterator[tuple[str, str]]:
    """The figures that both have and that do not agree: name, and code of the message."""
    if row.rank != own.rank:
        yield "rank", "rank-contradicts"
    if None not in (row.rank_change, own.rank_change) and row.rank_change != own.rank_change:
        yield "rank_change", "change-contradicts"
    if row.score is not None and own.score is not None:
        error = max(rounding_error([score]) for score in (row.score, own.score))
        if not agrees(row.score - own.score, error):
            yield "score", "score-contradicts"


def _place(file: DataFile, path: KeyPath) -> str:
    (finding,) = findings(file, [(path, "contradiction", "")])
    return finding.place

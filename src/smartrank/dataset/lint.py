"""What is remarkable in a data file that can be used: notes, each with its place in the file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from smartrank import arithmetic
from smartrank.dataset.load import DataFile, Dataset, RankingData
from smartrank.dataset.register import registered
from smartrank.errors import Finding, KeyPath, Problem
from smartrank.messages import Message, say
from smartrank.model import OVERALL_NAME, STATE_NUMBERS, STATES, Category, City, Rating
from smartrank.names import OVERALL, category_key

#: Pages had five categories in every edition, and this many rows (2019-2025, bonus rows included).
USUAL_CATEGORIES = arithmetic.CATEGORY_COUNT
USUAL_ROWS = range(35, 39)


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
        from smartrank.dataset.ranking_lint import contradicting_rows, homes_in_lists

        found += contradicting_rows(rankings.values(), homes)
        homes += homes_in_lists(rankings.values(), homes)
    return found + _across_editions(homes)


def _shadowed(file: DataFile, other: DataFile | None, code: str, path: KeyPath) -> list[Finding]:
    if other is None:
        return []
    return findings(file, [(path, "shadowed", say(code, file=other.file))])


def _paths(city: City) -> dict[str, KeyPath]:
    return {category_key(key): _rating_path(key) for key, _, _ in city.ratings()}


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


def city_notes(city: City) -> Iterator[Problem]:
    """The notes on one city in one edition."""
    tolerance = arithmetic.Tolerance(city)
    if city.state is not None and city.state not in STATES:
        yield ("city", "state"), "unusual", say("no-land", state=city.state)
    number = STATE_NUMBERS.get(city.state or "")
    if city.ags and number and not city.ags.startswith(number):
        message = say("ags-of-state", ags=city.ags, state=city.state, number=number)
        yield ("city", "ags"), "unusual", message
    elif city.ags and (known := registered(city.name)) and known.ags != city.ags:
        message = say("ags-of-city", ags=city.ags, city=known.name, known=known.ags)
        yield ("city", "ags"), "unusual", message
    yield from _previous_rank_notes(city)
    for category in city.categories:
        yield from _row_notes(category)
        yield from _score_notes(category, tolerance)
    yield from _overall_notes(city, tolerance)
    yield from _count_notes(city)


def _rating_path(key: str) -> KeyPath:
    return (OVERALL,) if key == OVERALL else ("categories", key)


def _previous_rank_notes(city: City) -> Iterator[Problem]:
    field = city.source.ranked_cities
    for key, _, rating in city.ratings():
        before = rating.previous_rank
        if field is not None and before is not None and before > field:
            message = say("previous-rank-beyond-field", rank=before, count=field)
            yield (*_rating_path(key), "rank_change"), "rank-beyond-field", message


def _row_notes(category: Category) -> Iterator[Problem]:
    for position, row in category.rows():
        path = ("categories", category.slug, "indicators", position - 1)
        if row.name is None:
            code = "note-unlabelled" if row.likely_name is None else "note-likely"
            message = say(code, position=position, name=row.likely_name)
            yield path, "unlabelled", message
        maximum = arithmetic.max_score(category, row)
        if row.kind == "bonus" and row.score > maximum:
            message = say("bonus-beyond-maximum", score=row.score, maximum=maximum)
            yield (*path, "score"), "bonus-beyond-maximum", message


def _score_notes(category: Category, tolerance: arithmetic.Tolerance) -> Iterator[Problem]:
    recomputed, score = arithmetic.recomputed_score(category), category.rating.score
    if recomputed is None or score is None:
        return
    if not arithmetic.agrees(recomputed - score, tolerance.of(category)):
        message = say("audit-category", category=category.name, recomputed=recomputed, score=score)
        yield ("categories", category.slug, "score"), "does-not-add-up", message


def _overall_notes(city: City, tolerance: arithmetic.Tolerance) -> Iterator[Problem]:
    recomputed = arithmetic.recomputed_overall(city)
    score = None if city.overall is None else city.overall.score
    if recomputed is None or score is None:
        return
    if not arithmetic.agrees(recomputed - score, tolerance.of_overall):
        message = say("audit-overall", category=OVERALL_NAME, recomputed=recomputed, score=score)
        yield (OVERALL, "score"), "does-not-add-up", message


def _count_notes(city: City) -> Iterator[Problem]:
    count = len(city.categories)
    if count != USUAL_CATEGORIES:
        yield (
            ("categories",),
            "unusual",
            say("unusual-categories", count=count, usual=USUAL_CATEGORIES),
        )
    rows = sum(len(category.indicators) for category in city.categories)
    if rows and rows not in USUAL_ROWS:  # without any, they are unknown
        message = say("unusual-rows", count=rows, first=USUAL_ROWS[0], last=USUAL_ROWS[-1])
        yield ("categories",), "unusual", message


def findings(file: DataFile, notes: Iterable[Problem]) -> list[Finding]:
    """The notes on a file, each with its place."""
    if not (found := list(notes)):
        return []
    from smartrank.dataset.positions import findings_at

    return findings_at(found, file.text, file.file, "note")

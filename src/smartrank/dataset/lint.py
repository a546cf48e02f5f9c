"""What is remarkable in a data file that can be used: notes, each with its place in the file."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from smartrank import arithmetic
from smartrank.errors import Finding
from smartrank.dataset.load import key_text
from smartrank.dataset.positions import Locations
from smartrank.model import OVERALL_NAME
from smartrank.names import OVERALL, category_key
from smartrank.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from smartrank.errors import Code
    from smartrank.dataset.load import Dataset
    from smartrank.dataset.positions import Path as KeyPath
    from smartrank.model import Category, City

#: Pages had five categories in every edition, and this many rows (2019-2025, bonus rows included).
USUAL_CATEGORIES = 5
USUAL_ROWS = range(35, 39)


class Note(NamedTuple):
    """A note before its place is looked up."""

    path: KeyPath
    code: Code
    message: str


def notes_on(dataset: Dataset) -> list[Finding]:
    """The notes on one data file, in the order of the file."""
    locations = Locations(dataset.text)
    found = [_finding(dataset, locations, note) for note in city_notes(dataset.city)]
    return sorted(found, key=lambda finding: (finding.line, finding.column))


def notes_across(datasets: Iterable[Dataset]) -> list[Finding]:
    """Notes on data files that do not go together: twins, and ranks that contradict each other."""
    found = []
    known: dict[tuple[str, int], Dataset] = {}
    for dataset in datasets:
        key = (dataset.city.slug, dataset.city.edition)
        if key in known:
            message = f"is the same city and edition as {known[key].file}; the later file is used"
            found.append(
                _finding(dataset, Locations(dataset.text), Note(("city",), "shadowed", message))
            )
        known[key] = dataset
    for city, category, _, message in contradictions(dataset.city for dataset in known.values()):
        dataset = known[city.slug, city.edition]
        note = Note((*_rating_path(category), "rank_change"), "contradiction", message)
        found.append(_finding(dataset, Locations(dataset.text), note))
    return found


def contradictions(cities: Iterable[City]) -> Iterator[tuple[City, str, str, str]]:
    """Where a change of rank does not lead to the rank that the edition before has.

    Yields the later edition, key and name of the category, and what is the matter.
    """
    known = sorted(cities, key=lambda city: (city.slug, city.edition))
    for earlier, later in pairwise(known):
        if earlier.slug != later.slug or later.edition - earlier.edition != 1:
            continue
        ranks = {category_key(key): rating.rank for key, _, rating in earlier.ratings()}
        for key, name, rating in later.ratings():
            rank, previous = ranks.get(category_key(key)), rating.previous_rank
            if rank is not None and previous is not None and rank != previous:
                printed = f"rank {rating.rank} and change {rating.rank_change:+d}"
                meant = (
                    f"mean rank {previous} in the edition before, but {earlier.edition} has {rank}"
                )
                yield later, key, name, f"{printed} {meant}"


def city_notes(city: City) -> Iterator[Note]:
    """The notes on one city in one edition."""
    yield from _rank_notes(city)
    for category in city.categories:
        yield from _row_notes(category)
    yield from _sum_notes(city)
    if len(city.categories) != USUAL_CATEGORIES:
        counts = (
            f"{counted(len(city.categories), 'category', 'categories')}, not {USUAL_CATEGORIES}"
        )
        yield Note(("categories",), "unusual", f"has {counts}")
    rows = sum(len(category.indicators) for category in city.categories)
    if rows not in USUAL_ROWS:
        usual = f"pages had {USUAL_ROWS[0]} to {USUAL_ROWS[-1]}"
        yield Note(("categories",), "unusual", f"has {counted(rows, 'row')} in all; {usual}")


def _rating_path(key: str) -> KeyPath:
    return (OVERALL,) if key == OVERALL else ("categories", key)


def _rank_notes(city: City) -> Iterator[Note]:
    field = city.source.ranked_cities
    for key, _, rating in city.ratings():
        before = rating.previous_rank
        if field is not None and before is not None and before > field:
            message = f"means rank {before} in the edition before; {field} cities are ranked now"
            yield Note((*_rating_path(key), "rank_change"), "rank-beyond-field", message)


def _row_notes(category: Category) -> Iterator[Note]:
    for position, row in category.rows():
        path = ("categories", category.slug, "indicators", position - 1)
        if row.name is None:
            likely = f"likely `{row.likely_name}`" if row.likely_name else "no likely name is given"
            yield Note(path, "unlabelled", f"row {position} has no published name; {likely}")
        most = arithmetic.max_score(category, row)
        if row.kind == "bonus" and row.score > most:
            message = f"a bonus of {row.score} is above {most:g}, 5 for each regular indicator"
            yield Note((*path, "score"), "bonus-beyond-maximum", message)


def _sum_notes(city: City) -> Iterator[Note]:
    tolerance = arithmetic.Tolerance(city)
    for category in city.categories:
        recomputed = arithmetic.recomputed_score(category)
        score = category.rating.score
        if recomputed is None or score is None:
            continue
        if not arithmetic.agrees(recomputed - score, tolerance.of(category)):
            message = (
                f"the rows of {category.name} give {recomputed:.2f}, not {category.rating.score}"
            )
            yield Note(("categories", category.slug, "score"), "does-not-add-up", message)
    overall = arithmetic.recomputed_overall(city)
    if overall is None or city.overall is None or city.overall.score is None:
        return
    if not arithmetic.agrees(overall - city.overall.score, tolerance.of_overall):
        message = f"the mean of the categories is {overall:.2f}, not {city.overall.score}"
        yield Note((OVERALL, "score"), "does-not-add-up", f"{OVERALL_NAME}: {message}")


def _finding(dataset: Dataset, locations: Locations, note: Note) -> Finding:
    place = locations.of(note.path)
    return Finding(dataset.file, *place, key_text(note.path), "note", note.code, note.message)

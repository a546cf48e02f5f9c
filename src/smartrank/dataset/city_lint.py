"""What is remarkable in the file of a city that can be used: notes on its keys."""

from collections.abc import Iterator

from smartrank import arithmetic
from smartrank.dataset.editions import with_facts
from smartrank.dataset.register import registered
from smartrank.errors import KeyPath, Problem
from smartrank.messages import say
from smartrank.model import STATE_NUMBERS, STATES, Category, City, Rating
from smartrank.names import OVERALL

#: Pages had five categories in every edition, and this many rows (2019-2025, bonus rows included).
USUAL_CATEGORIES = arithmetic.CATEGORY_COUNT
USUAL_ROWS = range(35, 39)


def city_notes(city: City) -> Iterator[Problem]:
    """The notes on one city in one edition."""
    if city.state is not None and city.state not in STATES:
        yield ("city", "state"), "unusual", say("no-land", state=city.state)
    number = STATE_NUMBERS.get(city.state or "")
    if city.ags and number and not city.ags.startswith(number):
        message = say("ags-of-state", ags=city.ags, state=city.state, number=number)
        yield ("city", "ags"), "unusual", message
    elif city.ags and (known := registered(city.name)) and known.ags != city.ags:
        message = say("ags-of-city", ags=city.ags, city=known.name, known=known.ags)
        yield ("city", "ags"), "unusual", message
    size = with_facts(city.source).ranked_cities
    for key, _, rating in city.ratings():
        yield from previous_rank_note(rating, size, rating_path(key))
    for category in city.categories:
        yield from _row_notes(category)
    yield from _score_notes(city)
    yield from _count_notes(city)


def previous_rank_note(rating: Rating, size: int | None, path: KeyPath) -> Iterator[Problem]:
    """A note on a rank of the edition before that is beyond the number of ranked cities."""
    before = rating.previous_rank
    if size is not None and before is not None and before > size:
        message = say("previous-rank-beyond-field", rank=before, count=size)
        yield (*path, "rank_change"), "rank-beyond-field", message


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


def _score_notes(city: City) -> Iterator[Problem]:
    for found in arithmetic.recomputed_scores(city):
        if found.agrees is False:
            code = "audit-overall" if found.key == OVERALL else "audit-category"
            message = say(code, category=found.name, recomputed=found.recomputed, score=found.score)
            yield (*rating_path(found.key), "score"), "does-not-add-up", message


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


def rating_path(key: str) -> KeyPath:
    """Where a city's file has a rating, by its key."""
    return (OVERALL,) if key == OVERALL else ("categories", key)

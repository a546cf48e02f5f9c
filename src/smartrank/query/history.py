"""All editions of a city."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from smartrank.messages import Message, joined, say
from smartrank.model import City, Rating
from smartrank.names import category_key
from smartrank.query.answer import Answer
from smartrank.query.compare import ComparisonRecord, side_by_side
from smartrank.query.select import Selection


def history(
    editions: Sequence[City], selection: Selection = Selection(), *, indicators: bool = False
) -> Answer[ComparisonRecord]:
    """All editions of a city, oldest first, with the difference to the oldest.

    The ranks of the year before the oldest follow from its trends; places won or lost are counted
    from these. An order by a difference is by that of the newest edition. Where a score rose and
    the rank fell, a warning says so.

    Raises UsageError for no edition at all, or for a selection that cannot be meant.
    """
    oldest_first = sorted({city.key: city for city in editions}.values(), key=lambda c: c.edition)
    found = side_by_side(
        oldest_first, selection, indicators=indicators, title="title-history", with_trend=True
    )
    told = {category_key(record.category) for record in found.records}
    falls = [note for pair in pairwise(oldest_first) for note in _falls(*pair, told)]
    return found._replace(warnings=(*found.warnings, *falls))


def _falls(earlier: City, later: City, told: set[str]) -> Iterator[Message]:
    """The ratings in which a city fell although its score rose, of those that are told."""
    before = {category_key(key): rating for key, _, rating in earlier.ratings()}
    names = [
        name
        for key, name, rating in later.ratings()
        if category_key(key) in told and _fell_with_more(before.get(category_key(key)), rating)
    ]
    if names:
        yield say(
            "fell-with-more",
            city=later.name,
            earlier=earlier.edition,
            later=later.edition,
            names=joined(names),
        )


def _fell_with_more(before: Rating | None, now: Rating) -> bool:
    if before is None or before.score is None or now.score is None:
        return False
    return now.rank > before.rank and now.score > before.score

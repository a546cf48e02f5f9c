"""All editions of a city."""

from __future__ import annotations

from collections.abc import Sequence

from smartrank.model import City
from smartrank.query.answer import Answer
from smartrank.query.compare import ComparisonRecord, side_by_side
from smartrank.query.select import Selection


def history(
    editions: Sequence[City], selection: Selection = Selection(), *, indicators: bool = False
) -> Answer[ComparisonRecord]:
    """All editions of a city, oldest first, with the difference to the oldest.

    The ranks of the year before the oldest follow from its trends; places won or lost are counted
    from these. An order by a difference is by that of the newest edition.

    Raises UsageError for no edition at all, or for a selection that cannot be meant.
    """
    oldest_first = sorted(editions, key=lambda city: city.edition)
    return side_by_side(
        oldest_first, selection, indicators=indicators, title="title-history", with_trend=True
    )

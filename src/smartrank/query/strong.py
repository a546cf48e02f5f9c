"""The strongest indicators, compared with what each can reach."""

from __future__ import annotations

from collections.abc import Sequence

from smartrank.model import City
from smartrank.query.answer import Answer
from smartrank.query.indicators import IndicatorRecord
from smartrank.query.select import Selection
from smartrank.query.weak import extremes, share_reached


def strong(
    cities: Sequence[City], selection: Selection = Selection(), *, bonus: bool = False
) -> Answer[IndicatorRecord]:
    """The rows with the highest share of their maximum; else as `weak`.

    Raises UsageError for a selection that cannot be meant.
    """
    selection = selection._replace(bonus=bonus or selection.bonus)
    return extremes(cities, selection, lambda row: -share_reached(row), title="title-strong")

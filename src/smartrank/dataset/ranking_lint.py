"""What is remarkable in a ranking file that can be used: notes on its keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from smartrank import arithmetic
from smartrank.dataset.city_lint import previous_rank_note
from smartrank.dataset.editions import with_facts
from smartrank.dataset.layout import RANKINGS
from smartrank.dataset.ranking_layout import ROWS
from smartrank.dataset.register import registered_slug
from smartrank.errors import Problem
from smartrank.messages import Message, joined, say
from smartrank.rankings import Ranking, RankingRow, Rankings

#: The lists of an edition: overall and one for each category.
USUAL_LISTS = 1 + arithmetic.CATEGORY_COUNT
#: So many gaps of a list are told; of more only the number.
MAX_GAPS = 5
#: However a caller says where a row is.
_Place = TypeVar("_Place")


def ranking_notes(rankings: Rankings) -> Iterator[Problem]:
    """The notes on the lists of one edition."""
    count = len(rankings.rankings)
    if count != USUAL_LISTS:
        yield (RANKINGS,), "incomplete", say("lists-missing", count=count, usual=USUAL_LISTS)
    size = with_facts(rankings.source).ranked_cities
    for ranking in rankings.rankings:
        yield from _gap_notes(ranking, size)
        for place, row in enumerate(ranking.rows):
            yield from previous_rank_note(row.rating, size, (RANKINGS, ranking.slug, ROWS, place))
        yield from _registered_twice(ranking)
    yield from _lost_trends(rankings)


def _gap_notes(ranking: Ranking, size: int | None) -> Iterator[Problem]:
    """Which ranks are missing: up to the number of ranked cities, if that is known."""
    known = {row.rank for row in ranking.rows}
    last = size or max(known, default=0)
    missing = [rank for rank in range(1, last + 1) if rank not in known]
    if missing:
        ranks = ranges(missing)
        message = say("ranks-missing", count=len(missing), last=last, ranks=ranks)
        yield (RANKINGS, ranking.slug, ROWS), "incomplete", message


def ranges(ranks: Sequence[int]) -> Message:
    """Ranks in short: `1-10, 12`."""
    ends: list[list[int]] = []
    for rank in ranks:
        if ends and ends[-1][-1] == rank - 1:
            ends[-1][1:] = [rank]
        else:
            ends.append([rank])
    told = joined("-".join(map(str, pair)) for pair in ends[:MAX_GAPS])
    more = len(ends) - MAX_GAPS
    return say("and-more", names=told, count=more) if more > 0 else told


def _registered_twice(ranking: Ranking) -> Iterator[Problem]:
    """Rows of one city under two of its names."""
    seen: dict[str, str] = {}
    for place, row in enumerate(ranking.rows):
        key = registered_slug(row.city)
        if key in seen:
            message = say("same-registered", city=row.city, other=seen[key])
            yield (RANKINGS, ranking.slug, ROWS, place, "city"), "contradiction", message
        seen.setdefault(key, row.city)


def _lost_trends(rankings: Rankings) -> Iterator[Problem]:
    rows = [
        ((ranking, place), row)
        for ranking in rankings.rankings
        for place, row in enumerate(ranking.rows)
    ]
    for (ranking, place), (other, _) in lost_trends(rows):
        message = say("trend-lost-here", city=ranking.rows[place].city, other=other.name)
        yield (RANKINGS, ranking.slug, ROWS, place, "rank"), "contradiction", message


def lost_trends(rows: Iterable[tuple[_Place, RankingRow]]) -> Iterator[tuple[_Place, _Place]]:
    """Where rows of an edition have no trend and their cities have one elsewhere, and where.

    A city is in all lists of an edition or in none, so it is new in all of them or in none.
    """
    moved: dict[str, _Place] = {}
    still: list[tuple[_Place, str]] = []
    for place, row in rows:
        city = registered_slug(row.city)
        if row.rank_change is None:
            still.append((place, city))
        else:
            moved.setdefault(city, place)
    yield from ((place, moved[city]) for place, city in still if city in moved)

"""What is remarkable in ranking files, alone and beside the files of cities: notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from smartrank import arithmetic
from smartrank.dataset.editions import with_facts
from smartrank.dataset.layout import RANKINGS
from smartrank.dataset.lint import Home, findings
from smartrank.dataset.listed import ListedCities
from smartrank.dataset.load import DataFile, RankingData
from smartrank.dataset.ranking_layout import ROWS
from smartrank.dataset.register import registered_slug
from smartrank.errors import Finding, KeyPath, Problem
from smartrank.messages import Message, joined, say
from smartrank.model import Rating
from smartrank.names import category_key
from smartrank.rankings import Ranking, Rankings

#: The lists of an edition: overall and one for each category.
USUAL_LISTS = 1 + arithmetic.CATEGORY_COUNT
#: So many gaps of a list are told; of more only the number.
MAX_GAPS = 5


def ranking_notes(rankings: Rankings) -> Iterator[Problem]:
    """The notes on the lists of one edition."""
    count = len(rankings.rankings)
    if count != USUAL_LISTS:
        yield (RANKINGS,), "incomplete", say("lists-missing", count=count, usual=USUAL_LISTS)
    size = with_facts(rankings.source).ranked_cities
    for ranking in rankings.rankings:
        yield from _gap_notes(ranking, size)
        yield from _previous_rank_notes(ranking, size)
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


def _previous_rank_notes(ranking: Ranking, size: int | None) -> Iterator[Problem]:
    for place, row in enumerate(ranking.rows):
        before = row.rating.previous_rank
        if size is not None and before is not None and before > size:
            path = (RANKINGS, ranking.slug, ROWS, place, "rank_change")
            message = say("previous-rank-beyond-field", rank=before, count=size)
            yield path, "rank-beyond-field", message


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
    """Rows without a trend of cities that have one in another list: new is new in all of them."""
    moved: dict[str, str] = {}
    for ranking in rankings.rankings:
        for row in ranking.rows:
            if row.rank_change is not None:
                moved.setdefault(registered_slug(row.city), ranking.name)
    for ranking in rankings.rankings:
        for place, row in enumerate(ranking.rows):
            other = moved.get(registered_slug(row.city))
            if row.rank_change is None and other:
                message = say("trend-lost-here", city=row.city, other=other)
                yield (RANKINGS, ranking.slug, ROWS, place, "rank"), "contradiction", message


# --- lists beside the files of cities -----------------------------------------------------------


def homes_in_lists(files: Iterable[RankingData], known: Iterable[Home]) -> list[Home]:
    """The cities of lists that have no file of their own."""
    own = {home.city.key for home in known}
    return [
        Home(dataset.city, file, listed.row_paths(dataset.city.slug))
        for file, listed in ((file, ListedCities(file)) for file in files)
        for dataset in listed.others(own)
    ]


def contradicting_rows(files: Iterable[RankingData], homes: Sequence[Home]) -> list[Finding]:
    """Rows that contradict the city's own file, with both places."""
    found: list[Finding] = []
    for file in files:
        listed = ListedCities(file)
        notes: list[Problem] = []
        for home in homes:
            if home.city.edition == file.rankings.edition:
                notes += _contradictions(home, listed.row_paths(home.city.slug), file.rankings)
        found += findings(file, notes)
    return found


def _contradictions(home: Home, rows: dict[str, KeyPath], rankings: Rankings) -> Iterator[Problem]:
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


def _row_at(path: KeyPath, rankings: Rankings) -> Rating:
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
        error = max(arithmetic.rounding_error([score]) for score in (row.score, own.score))
        if not arithmetic.agrees(row.score - own.score, error):
            yield "score", "score-contradicts"


def _place(file: DataFile, path: KeyPath) -> str:
    (finding,) = findings(file, [(path, "contradiction", "")])
    return finding.place

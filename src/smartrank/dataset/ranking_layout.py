"""The tables and keys of ranking files, as `layout.py` has those of city files.

It is loaded only when there is such a file.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

from smartrank.dataset.fields import (
    REFUSED,
    Array,
    Checked,
    Name,
    Named,
    Problems,
    Score,
    Table,
)
from smartrank.dataset.layout import (
    RANKINGS,
    RATING_KEYS,
    SOURCE_KEYS,
    SUFFIX,
    File,
    check_previous_rank,
    check_rank,
    ranking_stem,
)
from smartrank.errors import KeyPath
from smartrank.messages import say
from smartrank.model import Source
from smartrank.names import nfc, slug
from smartrank.rankings import Ranking, RankingRow, Rankings, ranking_key

ROWS = "rows"
_SCORED = {"rank", "score"}


class Lists(Named):
    """The lists of an edition, each under the key of its rating."""

    empty, misnamed = "no-ranking", "ranking-key"

    def key_of(self, name: str) -> str:
        """The key of a list: that of the overall rating is not its name."""
        return ranking_key(name)


# --- what ties keys to each other ---------------------------------------------------------------


def _check_rows(ranking: Checked, path: KeyPath, problems: Problems) -> None:
    """Ranks, cities and previous ranks occur once; no score rises with the rank."""
    rows = [
        ((*path, ROWS, place), row)
        for place, row in enumerate(ranking.get(ROWS, ()))
        if row is not REFUSED
    ]
    _check_once(rows, problems)
    _check_previous(rows, problems)
    _check_scores(rows, problems)


def _check_once(rows: list[tuple[KeyPath, Checked]], problems: Problems) -> None:
    ranks: set[int] = set()
    cities: set[str] = set()
    for path, row in rows:
        rank, city = row.get("rank"), row.get("city")
        if rank in ranks:
            problems.add((*path, "rank"), "duplicate", partial(say, "rank-twice", rank=rank))
        elif rank is not None:
            ranks.add(rank)
        key = None if city is None else slug(city)
        if key in cities:
            problems.add((*path, "city"), "duplicate", partial(say, "city-twice", city=city))
        elif key is not None:
            cities.add(key)


def _check_previous(rows: list[tuple[KeyPath, Checked]], problems: Problems) -> None:
    """Two cities cannot have had one rank."""
    holders: dict[int, Any] = {}
    for path, row in rows:
        rank, change = row.get("rank"), row.get("rank_change")
        if rank is None or change is None:
            continue
        previous = rank + change
        if previous in holders:
            message = partial(
                say,
                "previous-rank-twice",
                rank=rank,
                change=change,
                previous=previous,
                other=holders[previous],
            )
            problems.add((*path, "rank_change"), "duplicate", message)
        holders.setdefault(previous, row.get("city"))


def _check_scores(rows: list[tuple[KeyPath, Checked]], problems: Problems) -> None:
    known = [(row["rank"], row["score"], path) for path, row in rows if row.keys() >= _SCORED]
    for (better, other, _), (rank, score, path) in pairwise(sorted(known)):
        if score > other and rank > better:
            message = partial(
                say, "score-rises", score=score, rank=rank, other=other, better=better
            )
            problems.add((*path, "score"), "range", message)


def _check_ranks(file: Checked, _: KeyPath, problems: Problems) -> None:
    limit = file.get("source", {}).get("ranked_cities")
    for key, ranking in file.get(RANKINGS, {}).items():
        for place, row in enumerate(ranking.get(ROWS, ())):
            if row is not REFUSED:
                path = (RANKINGS, key, ROWS, place)
                check_rank(row.get("rank", 0), limit, path, problems)


def _check_file_name(file: Checked, stem: str, problems: Problems) -> None:
    edition = file.get("source", {}).get("edition")
    if edition is not None and nfc(stem) != ranking_stem(edition):
        name = f"{ranking_stem(edition)}{SUFFIX}"
        message = partial(say, "ranking-file-name", edition=edition, file=name)
        problems.add(("source", "edition"), "mismatch", message)


# --- the ranking file ---------------------------------------------------------------------------

ROW = Table(
    "a city in a list",
    RankingRow,
    {
        "rank": RATING_KEYS["rank"],
        "rank_change": RATING_KEYS["rank_change"],
        "city": Name("name of the city as published", authority="page"),
        "score": RATING_KEYS["score"],
    },
    rules=[check_previous_rank],
)
RANKING = Table(
    "the list of one rating, under the key of its name; a part of it will do",
    Ranking,
    {
        "name": Name("name as published; the key is `overall`, or its slug", authority="page"),
        ROWS: Array("the cities, a line each", ROW),
    },
    rules=[_check_rows],
)
RANKING_FILE = File(
    "the ranking lists of one edition of the index",
    Rankings,
    {
        "source": Table(
            "where the figures come from",
            Source,
            {
                **SOURCE_KEYS,
                "mean_score": Score(
                    "mean of all cities' overall scores, as published, in points", optional=True
                ),
            },
        ),
        RANKINGS: Lists("the lists: overall, and of the categories", RANKING),
    },
    fits=_check_file_name,
    rules=[_check_ranks],
)

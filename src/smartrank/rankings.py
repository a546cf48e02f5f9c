"""The ranking lists of one edition: rank, trend and score of its cities, as published."""

# Annotations are evaluated, not postponed: a named tuple would compile each one on its own.
from typing import NamedTuple

from smartrank.model import OVERALL_NAME, Rating, Source
from smartrank.names import OVERALL, slug


class RankingRow(NamedTuple):
    """A row of a list: a city by its name as published, with what its `Rating` has, too."""

    rank: int
    city: str
    rank_change: int | None = None
    score: float | None = None

    @property
    def rating(self) -> Rating:
        """The row as the rating of its city."""
        return Rating(
            rank=self.rank, score=self.score, rank_change=self.rank_change, origin="ranking"
        )


class Ranking(NamedTuple):
    """The list of one rating, overall or of a category; a part of it will do."""

    name: str
    rows: tuple[RankingRow, ...]

    @property
    def slug(self) -> str:
        """The key of the rating: `overall`, or that of the category."""
        return ranking_key(self.name)


class Rankings(NamedTuple):
    """The lists of one edition, as far as they are at hand."""

    source: Source
    rankings: tuple[Ranking, ...]

    @property
    def edition(self) -> int:
        """The edition, a year."""
        return self.source.edition


def ranking_key(name: str) -> str:
    """The key of a list, from its name as published: `Gesamtwertung` -> `overall`."""
    key = slug(name)
    return OVERALL if key == slug(OVERALL_NAME) else key

"""One city in one edition of the index, as its page states it; derived facts are properties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from smartrank.names import OVERALL, slug

if TYPE_CHECKING:
    from dataclasses import dataclass, field
else:
    from smartrank.frozen import dataclass, field

Direction = Literal["up", "down", "unchanged", "new"]
Kind = Literal["regular", "bonus"]
RatingOrigin = Literal["page", "ranking"]

#: How the page names the overall rating.
OVERALL_NAME = "Gesamtwertung"
#: The federal states, as pages name them, each with its official number: the first two digits of
#: the keys of its municipalities.
STATE_NUMBERS = {
    "Schleswig-Holstein": "01",
    "Hamburg": "02",
    "Niedersachsen": "03",
    "Bremen": "04",
    "Nordrhein-Westfalen": "05",
    "Hessen": "06",
    "Rheinland-Pfalz": "07",
    "Baden-Württemberg": "08",
    "Bayern": "09",
    "Saarland": "10",
    "Berlin": "11",
    "Brandenburg": "12",
    "Mecklenburg-Vorpommern": "13",
    "Sachsen": "14",
    "Sachsen-Anhalt": "15",
    "Thüringen": "16",
}
STATES = tuple(sorted(STATE_NUMBERS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One row of a category.

    `score` is in points, 0 (the last city of the edition) to 100 (the best). A bonus row is on a
    scale of its own. `name` is None where the page prints none; `likely_name` is then our reading.
    """

    score: float
    name: str | None = None
    likely_name: str | None = None
    kind: Kind = "regular"

    @property
    def slug(self) -> str | None:
        """The key of the published name; None if the row is unlabelled."""
        return None if self.name is None else slug(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A place in the ranking: overall, or in one category.

    `rank` 1 is the best. `rank_change` is the page's Tendenz in places, plus means climbed; None
    where the city has no earlier edition. `score` is in points, 0-100; None where it is unknown.
    `origin` is where it was published: on the city's page, or in a ranking list.
    """

    rank: int
    score: float | None = None
    rank_change: int | None = None
    origin: RatingOrigin = "page"

    @property
    def previous_rank(self) -> int | None:
        """The rank in the edition before; None if there is none."""
        return None if self.rank_change is None else self.rank + self.rank_change

    @property
    def direction(self) -> Direction:
        """Where the rank went since the edition before."""
        if self.rank_change is None:
            return "new"
        return "up" if self.rank_change > 0 else "down" if self.rank_change else "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category: its name as published, its rating, its rows in the order of the page.

    Without rows they are unknown.
    """

    name: str
    rating: Rating
    indicators: tuple[Indicator, ...] = ()
    #: How many rows are on the 0-100 scale; the bonus row is not.
    regular_count: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Count the rows once: every row asks for the number."""
        count = [row.kind for row in self.indicators].count("regular")
        object.__setattr__(self, "regular_count", count)

    @property
    def slug(self) -> str:
        """The key of the category."""
        return slug(self.name)

    def rows(self) -> Iterator[tuple[int, Indicator]]:
        """The rows with their position, counted from 1."""
        return enumerate(self.indicators, 1)


class Milestone(NamedTuple):
    """What a project reached in a year."""

    year: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BestPractice:
    """A project that the page presents, told in our own words."""

    title: str
    url: str | None = None
    summary: str | None = None
    milestones: tuple[Milestone, ...] = ()
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the figures come from: a publication and its edition, a year.

    `mean_score` is the mean of all cities' overall scores in points, which only lists tell.
    """

    title: str
    publisher: str
    edition: int
    ranked_cities: int | None = None
    url: str | None = None
    retrieved: date | None = None
    mean_score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """One city in one edition, of which a part may be unknown (None).

    `area_km2` is in km², `population` counts inhabitants, `ags` is the official key of the
    municipality.
    """

    name: str
    source: Source
    state: str | None = None
    area_km2: float | None = None
    population: int | None = None
    overall: Rating | None = None
    categories: tuple[Category, ...] = ()
    ags: str | None = None
    best_practices: tuple[BestPractice, ...] = ()

    @property
    def slug(self) -> str:
        """The key of the city."""
        return slug(self.name)

    @property
    def edition(self) -> int:
        """The edition, a year."""
        return self.source.edition

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from all others: slug and edition."""
        return self.slug, self.edition

    @property
    def label(self) -> str:
        """What a reader calls it: `Jena 2025`."""
        return f"{self.name} {self.edition}"

    def ratings(self) -> Iterator[tuple[str, str, Rating]]:
        """Key, published name and rating: first overall, then each category in page order.

        A rating that is unknown is left out.
        """
        if self.overall is not None:
            yield OVERALL, OVERALL_NAME, self.overall
        for category in self.categories:
            yield category.slug, category.name, category.rating

"""The arithmetic of the index, in points.

Stated by the publisher: an indicator runs from 0 (the last city of an edition) to 100 (the best),
and the row "Sonstige Projekte" is a bonus worth at most 5 % of what a category can reach.

Our own reading, stated by nobody: for a category with n regular indicators

    category score = (sum of all rows, bonus included) / (1.05 * n)      bonus maximum = 5 * n
    overall score  = plain mean of the printed category scores

It fits 4 of the 5 categories of Jena 2025 and its overall score, and 15 of 15 categories of three
other cities in 2021 to two decimals. Jena's "IT und Kommunikation" does not fit (70.72 for 69.1 in
print): one of its printed rows is not the value that was used. `docs/data.md` tells the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from smartrank.model import Category, City, Indicator
from smartrank.names import OVERALL

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    from smartrank.frozen import dataclass

Figure = TypeVar("Figure", int, float)

#: The best city of an edition has 100 points in a regular indicator.
REGULAR_MAXIMUM = 100.0
#: Points of the bonus row for each regular indicator of its category: 5 % of 100.
BONUS_PER_INDICATOR = 5.0
#: Every edition has five categories.
CATEGORY_COUNT = 5
#: What binary fractions may add to a comparison of decimal figures.
EPSILON = 1e-9


def max_score(category: Category, row: Indicator) -> float:
    """The most points a row can have: 100, or for the bonus row 5 for each regular indicator."""
    if row.kind == "bonus":
        return BONUS_PER_INDICATOR * category.regular_count
    return REGULAR_MAXIMUM


def share_of_maximum(score: float, maximum: float) -> float:
    """Which share of its maximum a score is, 0-1 (more if a bonus is above its maximum).

    Where nothing can be reached, all of it is.
    """
    return score / maximum if maximum else 1.0


def weight(category: Category) -> float:
    """Points of the category score for one more point in a row; 0 without regular rows."""
    count = category.regular_count
    return 1 / (count + count * BONUS_PER_INDICATOR / REGULAR_MAXIMUM) if count else 0.0


def overall_weight(city: City, category: Category) -> float:
    """Points of the overall score for one more point in a row of the category.

    A city may be known with fewer categories than its edition has: the others count all the same.
    """
    return weight(category) / max(CATEGORY_COUNT, len(city.categories))


def recomputed_score(category: Category) -> float | None:
    """The category score that its rows give; None without a regular row."""
    if not category.regular_count:
        return None
    return sum(row.score for row in category.indicators) * weight(category)


def recomputed_overall(city: City) -> float | None:
    """The overall score that the published category scores give; None if one is unknown.

    A page shows all its categories; ranking lists at hand may be less than all.
    """
    ratings = [category.rating for category in city.categories]
    known = [rating.score for rating in ratings if rating.score is not None]
    may_lack = any(rating.origin == "ranking" for rating in ratings)
    if not known or len(known) < len(ratings) or (may_lack and len(ratings) < CATEGORY_COUNT):
        return None
    return sum(known) / len(known)


def decimals(value: float) -> int:
    """How many decimals a figure is printed with, at least one."""
    text = repr(float(value))
    if "e" not in text:
        return len(text) - text.index(".") - 1
    from decimal import Decimal

    exponent = Decimal(text).as_tuple().exponent
    return max(-exponent, 1) if isinstance(exponent, int) else 1


def rounding_error(scores: Iterable[float]) -> float:
    """Half a unit of the decimals that scores are printed with, at least one: 0.05, or 0.005."""
    return 0.5 / 10.0 ** max(map(decimals, scores), default=1)


class Tolerance:
    """How far rounding alone can set recomputed scores of a city off from the published ones."""

    def __init__(self, city: City) -> None:
        self._rows = rounding_error(row.score for c in city.categories for row in c.indicators)
        scores = (rating.score for _, _, rating in city.ratings())
        self._ratings = rounding_error(score for score in scores if score is not None)

    @property
    def of_rating(self) -> float:
        """Of a published score of a rating: points."""
        return self._ratings

    @property
    def of_row(self) -> float:
        """Of a published score of a row: points."""
        return self._rows

    def of(self, category: Category) -> float:
        """For the score of a category, from its rows: points."""
        return self._rows * len(category.indicators) * weight(category) + self._ratings

    @property
    def of_overall(self) -> float:
        """For the overall score, from the category scores: points."""
        return 2 * self._ratings


def agrees(difference: float, tolerance: float) -> bool:
    """Whether a difference, unrounded, can come from rounding alone."""
    return abs(difference) <= tolerance + EPSILON


def difference(one: Figure | None, other: Figure | None) -> Figure | None:
    """One figure less another; None if one of them is unknown."""
    return None if one is None or other is None else one - other


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """A published score of a rating beside the one that other published figures give, in points.

    Either is None if it is unknown; `tolerance` is how far rounding alone can set them apart.
    """

    key: str
    name: str
    score: float | None
    recomputed: float | None
    tolerance: float

    @property
    def difference(self) -> float | None:
        """How far the recomputed score is above the published one."""
        return difference(self.recomputed, self.score)

    @property
    def agrees(self) -> bool | None:
        """Whether the difference can come from rounding alone; None without one."""
        return None if self.difference is None else agrees(self.difference, self.tolerance)


def recomputed_scores(city: City) -> Iterator[Recomputed]:
    """The scores of a city beside those recomputed: overall, then each category in page order."""
    tolerance = Tolerance(city)
    categories = {category.slug: category for category in city.categories}
    for key, name, rating in city.ratings():
        if key == OVERALL:
            recomputed, off = recomputed_overall(city), tolerance.of_overall
        else:
            recomputed, off = recomputed_score(categories[key]), tolerance.of(categories[key])
        yield Recomputed(
            key=key, name=name, score=rating.score, recomputed=recomputed, tolerance=off
        )

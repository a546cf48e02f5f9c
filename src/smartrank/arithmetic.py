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

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smartrank.model import Category, City, Indicator

#: The best city of an edition has 100 points in a regular indicator.
REGULAR_MAXIMUM = 100.0
#: Points of the bonus row for each regular indicator of its category: 5 % of 100.
BONUS_PER_INDICATOR = 5.0
#: What binary fractions may add to a comparison of decimal figures.
SLACK = 1e-9


def maximum_score(category: Category, row: Indicator) -> float:
    """The most points a row can have: 100, or for the bonus row 5 for each regular indicator."""
    if row.kind == "bonus":
        return BONUS_PER_INDICATOR * category.regular_count
    return REGULAR_MAXIMUM


def part_reached(score: float, most: float) -> float:
    """Which part of its maximum a score is, 0-1 (more if a bonus is above its maximum).

    Where nothing can be reached, all of it is.
    """
    return score / most if most else 1.0


def point_worth(category: Category) -> float:
    """Points of the category score that a point in a row is worth; 0 without regular rows."""
    count = category.regular_count
    return 1 / (count + count * BONUS_PER_INDICATOR / REGULAR_MAXIMUM) if count else 0.0


def overall_point_worth(city: City, category: Category) -> float:
    """Points of the overall score that one more point in a row of the category is worth."""
    return point_worth(category) / len(city.categories)


def potential(city: City, category: Category, row: Indicator) -> float:
    """Points the overall score would gain if the row went to its maximum; never below 0."""
    missing = maximum_score(category, row) - row.score
    return max(missing, 0.0) * overall_point_worth(city, category)


def recomputed_score(category: Category) -> float | None:
    """The category score that its rows give; None without a regular row."""
    if not category.regular_count:
        return None
    return sum(row.score for row in category.indicators) * point_worth(category)


def recomputed_overall(city: City) -> float:
    """The overall score that the printed category scores give."""
    return sum(category.rating.score for category in city.categories) / len(city.categories)


def decimals(value: float) -> int:
    """How many decimals a figure is printed with, at least one."""
    from decimal import Decimal  # only where figures are weighed or drawn

    exponent = Decimal(repr(float(value))).as_tuple().exponent
    return max(-exponent, 1) if isinstance(exponent, int) else 1


def half_unit(scores: Iterable[float]) -> float:
    """Half a unit of the decimals that scores are printed with, at least one: 0.05, or 0.005."""
    return 0.5 / 10.0 ** max(map(decimals, scores), default=1)


def row_half_unit(city: City) -> float:
    """Half a unit of the decimals that the city's rows are printed with."""
    return half_unit(row.score for category in city.categories for row in category.indicators)


def rating_half_unit(city: City) -> float:
    """Half a unit of the decimals that the city's ratings are printed with."""
    return half_unit(rating.score for _, _, rating in city.ratings())


def category_tolerance(city: City, category: Category) -> float:
    """How far rounding alone can set a category's recomputed score off from the printed one."""
    rows = row_half_unit(city) * len(category.indicators) * point_worth(category)
    return rows + rating_half_unit(city)


def overall_tolerance(city: City) -> float:
    """How far rounding alone can set the recomputed overall score off from the printed one."""
    return 2 * rating_half_unit(city)


def agrees(difference: float, tolerance: float) -> bool:
    """Whether a difference, unrounded, can come from rounding alone."""
    return abs(difference) <= tolerance + SLACK


def adds_up(city: City, category: Category) -> bool:
    """Whether the printed score of a category agrees with its rows, or cannot be recomputed."""
    recomputed = recomputed_score(category)
    if recomputed is None:
        return True
    return agrees(recomputed - category.rating.score, category_tolerance(city, category))

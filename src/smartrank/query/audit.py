"""Printed scores against the ones that the index's arithmetic gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from smartrank import arithmetic
from smartrank.model import OVERALL_NAME
from smartrank.names import OVERALL
from smartrank.query.records import (
    CategoryName,
    CategorySlug,
    CityName,
    CitySlug,
    Computed,
    Edition,
    Field,
    Score,
)
from smartrank.query.selection import Selection, answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from smartrank.model import City
    from smartrank.query.records import Answer

#: What it means that a category differs; said wherever one does.
DIFFERS = "one of the printed rows is not the value that was used"


class AuditRecord(NamedTuple):
    """A printed score of a city and the one that other printed figures give."""

    city: CitySlug
    city_name: CityName
    edition: Edition
    category: CategorySlug
    category_name: CategoryName
    score: Score
    recomputed: Annotated[
        float | None,
        Field(
            "Recomputed",
            "category: what its rows give; overall: the mean of the printed category scores; "
            "null without a regular row",
            "points",
            "points",
            "always",
        ),
    ]
    difference: Annotated[
        float | None, Field("Difference", "recomputed - score", "points", "gain", "always")
    ]
    tolerance: Annotated[
        float | None,
        Field("Tolerance", "how far rounding alone can set them apart", "points", "points", "room"),
    ]
    verdict: Annotated[
        Literal["agrees", "differs"] | None,
        Field("Verdict", "whether the difference is within the tolerance", "", "verdict", "always"),
    ]


def audit(cities: Sequence[City], selection: Selection = Selection()) -> Answer:
    """Printed against recomputed scores of cities, overall and by category; nothing is repaired."""
    rows = [row for city in cities for row in audit_records(city)]
    found = answer(AuditRecord, rows, cities, selection, title="Audit")
    return found._replace(remarks=tuple(audit_notes(found.records, named=len(cities) > 1)))


def audit_records(city: City) -> Iterator[AuditRecord]:
    """The audit of one city: first overall, then each category in page order."""
    yield _record(
        city,
        (OVERALL, OVERALL_NAME),
        city.overall.score,
        arithmetic.recomputed_overall(city),
        arithmetic.overall_tolerance(city),
    )
    for category in city.categories:
        yield _record(
            city,
            (category.slug, category.name),
            category.rating.score,
            arithmetic.recomputed_score(category),
            arithmetic.category_tolerance(city, category),
        )


def audit_notes(records: Iterable[AuditRecord], *, named: bool = False) -> Iterator[str]:
    """A sentence for each printed score that other printed figures do not give."""
    for row in records:
        if row.verdict == "differs":
            whose = f"{row.city_name} {row.edition}, " if named else ""
            given = "the mean of its categories is" if row.category == OVERALL else "its rows give"
            printed = f"{given} {row.recomputed:.2f}, {row.score} is printed"
            reason = "" if row.category == OVERALL else f"; {DIFFERS}"
            yield f"{whose}{row.category_name}: {printed}{reason}"


def _record(
    city: City,
    category: tuple[str, str],
    score: float,
    recomputed: float | None,
    tolerance: float,
) -> AuditRecord:
    about = (city.slug, city.name, city.edition, *category, score)
    if recomputed is None:
        return AuditRecord(*about, None, None, None, None)
    difference = recomputed - score
    return AuditRecord(
        *about,
        Computed(recomputed),
        Computed(difference),
        Computed(tolerance),
        "agrees" if arithmetic.agrees(difference, tolerance) else "differs",
    )

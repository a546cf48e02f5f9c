"""Published scores against the ones that the index's arithmetic gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Literal, NamedTuple

from smartrank.arithmetic import recomputed_scores
from smartrank.messages import say
from smartrank.model import City
from smartrank.names import OVERALL
from smartrank.query.answer import Answer, answer
from smartrank.query.fields import (
    CategoryName,
    CategorySlug,
    CityName,
    CitySlug,
    Computed,
    Edition,
    Field,
    OptionalScore,
    computed,
)
from smartrank.query.indicators import lacking_rows
from smartrank.query.select import Selection

Verdict = Literal["agrees", "differs"]
_VERDICTS: dict[bool | None, Verdict | None] = {True: "agrees", False: "differs", None: None}
#: Of more scores that differ, the rest is counted: the table has them all.
MAX_NOTES = 5


class AuditRecord(NamedTuple):
    """A published score of a city and the one that other published figures give."""

    city: CitySlug
    city_name: CityName
    edition: Edition
    category: CategorySlug
    category_name: CategoryName
    score: OptionalScore
    recomputed: Annotated[
        float | None,
        Field(
            "Recomputed",
            "category: what its rows give; overall: the mean of the published category scores; "
            "null without a regular row, or if one of them is unknown",
            "points",
            "points",
            "always",
            legend="legend-recomputed",
            origin="ours",
        ),
    ]
    difference: Annotated[
        float | None,
        Field("Difference", "recomputed - score", "points", "difference", "always", origin="ours"),
    ]
    tolerance: Annotated[
        float | None,
        Field(
            "Tolerance",
            "how far rounding alone can set them apart",
            "points",
            "points",
            "if_room",
            origin="ours",
        ),
    ]
    verdict: Annotated[
        Verdict | None,
        Field(
            "Verdict",
            "whether the difference is within the tolerance",
            "",
            "verdict",
            "always",
            origin="ours",
        ),
    ]


def audit(cities: Sequence[City], selection: Selection = Selection()) -> Answer[AuditRecord]:
    """Published against recomputed scores, overall and by category; nothing is repaired.

    Raises UsageError for a selection that cannot be meant.
    """
    rows = [row for city in cities for row in audit_records(city)]
    found = answer(AuditRecord, rows, cities, selection, title="title-audit")
    notes = _first(list(audit_notes(found.records, named=len(cities) > 1)))
    return found._replace(warnings=(*notes, *lacking_rows(cities), *found.warnings))


def _first(notes: Sequence[str]) -> Iterator[str]:
    """As many sentences as are read; the rest is counted."""
    yield from notes[:MAX_NOTES]
    if len(notes) > MAX_NOTES:
        yield say("audit-more", count=len(notes) - MAX_NOTES)


def audit_records(city: City) -> Iterator[AuditRecord]:
    """The audit of one city: first overall, then each category in page order."""
    for found in recomputed_scores(city):
        yield AuditRecord(
            city=city.slug,
            city_name=city.name,
            edition=city.edition,
            category=found.key,
            category_name=found.name,
            score=found.score,
            recomputed=computed(found.recomputed),
            difference=computed(found.difference),
            tolerance=None if found.difference is None else Computed(found.tolerance),
            verdict=_VERDICTS[found.agrees],
        )


def audit_notes(records: Iterable[AuditRecord], *, named: bool = False) -> Iterator[str]:
    """A sentence for each published score that other published figures do not give."""
    for row in records:
        if row.verdict == "differs":
            code = "audit-overall" if row.category == OVERALL else "audit-category"
            sentence = say(
                code, category=row.category_name, recomputed=row.recomputed, score=row.score
            )
            label = f"{row.city_name} {row.edition}"
            yield say("of-city", city=label, sentence=sentence) if named else sentence

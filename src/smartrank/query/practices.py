"""Best-practice projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

from smartrank.query.records import CityName, CitySlug, Edition, Field
from smartrank.query.selection import Selection, answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smartrank.model import City
    from smartrank.query.records import Answer


class PracticeRecord(NamedTuple):
    """A project that a city's page presents."""

    city: CitySlug
    city_name: CityName
    edition: Edition
    position: Annotated[int, Field("No.", "place on the page, counted from 1", role="whole")]
    title: Annotated[str, Field("Project", "title of the project", role="name", shown="always")]
    url: Annotated[str | None, Field("Address", "page of the project", shown="room")]
    summary: Annotated[str | None, Field("Summary", "what it is, in our words", shown="always")]
    milestones: Annotated[str, Field("Milestones", "`YEAR what`, joined by `; `", shown="always")]
    partners: Annotated[str, Field("Partners", "who takes part, joined by `; `", shown="always")]


def practice_records(city: City) -> Iterator[PracticeRecord]:
    """The projects of a city in page order."""
    for position, practice in enumerate(city.best_practices, 1):
        yield PracticeRecord(
            city.slug,
            city.name,
            city.edition,
            position,
            practice.title,
            practice.url,
            practice.summary,
            "; ".join(f"{milestone.year} {milestone.what}" for milestone in practice.milestones),
            "; ".join(practice.partners),
        )


def practices(cities: Sequence[City], selection: Selection = Selection()) -> Answer:
    """The best-practice projects of cities in page order."""
    rows = [row for city in cities for row in practice_records(city)]
    return answer(PracticeRecord, rows, cities, selection, title="Best practice")

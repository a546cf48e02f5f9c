"""Best-practice projects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

from smartrank.model import City
from smartrank.query.answer import Answer, answer
from smartrank.query.fields import CityName, CitySlug, Edition, Field
from smartrank.query.select import Selection


class PracticeRecord(NamedTuple):
    """A project that a city's page presents."""

    city: CitySlug
    city_name: CityName
    edition: Edition
    position: Annotated[int, Field("No.", "place on the page, counted from 1", role="whole")]
    title: Annotated[
        str,
        Field("Project", "title of the project", role="name", visibility="always", published=True),
    ]
    url: Annotated[str | None, Field("Link", "page of the project", visibility="if_room")]
    summary: Annotated[
        str | None,
        Field(
            "Summary",
            "what it is, in our words",
            visibility="always",
            origin="ours",
            published=True,
        ),
    ]
    milestones: Annotated[
        str,
        Field("Milestones", "`YEAR what`, joined by `; `", visibility="always", published=True),
    ]
    partners: Annotated[
        str,
        Field("Partners", "who takes part, joined by `; `", visibility="always", published=True),
    ]


def practice_records(city: City) -> Iterator[PracticeRecord]:
    """The projects of a city in page order."""
    for position, practice in enumerate(city.best_practices, 1):
        yield PracticeRecord(
            city=city.slug,
            city_name=city.name,
            edition=city.edition,
            position=position,
            title=practice.title,
            url=practice.url,
            summary=practice.summary,
            milestones="; ".join(
                f"{milestone.year} {milestone.what}" for milestone in practice.milestones
            ),
            partners="; ".join(practice.partners),
        )


def practices(cities: Sequence[City], selection: Selection = Selection()) -> Answer[PracticeRecord]:
    """The best-practice projects of cities in page order.

    Raises UsageError for a selection that cannot be meant.
    """
    rows = [row for city in cities for row in practice_records(city)]
    return answer(PracticeRecord, rows, cities, selection, title="title-practices", compares=False)

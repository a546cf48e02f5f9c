"""What sets editions apart: what a reader of the differences between them must know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from smartrank.dataset.lint import contradictions
from smartrank.messages import Message, say
from smartrank.model import City
from smartrank.names import category_key


def edition_warnings(cities: Sequence[City]) -> Iterator[str]:
    """The scale always, and what changed between the first edition and each other."""
    if len({city.edition for city in cities}) < 2:
        return
    yield say("scale")
    first = cities[0]
    for other in cities[1:]:
        if other.edition != first.edition:
            yield from _changes(first, other)


def _changes(first: City, other: City) -> Iterator[Message]:
    if first.source.ranked_cities != other.source.ranked_cities:
        yield _field_sizes(first, other)
    names = [{category_key(c.slug): c.name for c in city.categories} for city in (first, other)]
    for key in sorted(names[0].keys() & names[1].keys()):
        if names[0][key] != names[1][key]:
            yield say(
                "category-renamed",
                old=names[0][key],
                old_edition=first.edition,
                new=names[1][key],
                new_edition=other.edition,
            )
    counts = [sum(len(c.indicators) for c in city.categories) for city in (first, other)]
    if counts[0] != counts[1]:
        yield say(
            "row-counts",
            first=first.label,
            first_count=counts[0],
            other=other.label,
            other_count=counts[1],
        )


def _field_sizes(first: City, other: City) -> Message:
    sizes = [city.source.ranked_cities for city in (first, other)]
    if None in sizes:
        known, unknown = (first, other) if sizes[1] is None else (other, first)
        return say(
            "field-size-unknown",
            known=known.label,
            count=known.source.ranked_cities,
            unknown=unknown.label,
        )
    code = "field-sizes-of-city" if first.slug == other.slug else "field-sizes"
    return say(
        code,
        city=first.name,
        other=other.name,
        first_edition=first.edition,
        first_count=sizes[0],
        other_edition=other.edition,
        other_count=sizes[1],
    )


def contradiction_warnings(
    cities: Sequence[City], wanted: Mapping[tuple[str, int], set[str]]
) -> Iterator[str]:
    """Where ranks contradict the trends of the next edition, in the categories that are wanted."""
    for city, key, name, message in contradictions(cities):
        if key in wanted[city.key]:
            yield say(
                "of-city", city=city.label, sentence=say("row-of", category=name, name=message)
            )

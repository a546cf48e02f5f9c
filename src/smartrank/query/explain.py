"""What the words of the output mean, their units, and whether they are published or our own."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from smartrank.errors import UnknownNameError
from smartrank.messages import say
from smartrank.names import did_you_mean, slug
from smartrank.query.answer import Answer, Sheet
from smartrank.query.catalogue import queries, record_of
from smartrank.query.fields import Field, fields_of

#: Words that are no field, each with the origin of what it stands for.
_CONCEPTS: dict[str, Literal["published", "ours"]] = {
    "ags": "published",
    "bonus": "published",
    "edition": "published",
    "field": "ours",
    "points": "published",
    "register": "published",
    "scale": "published",
    "unlabelled": "ours",
}


class ExplainRecord(NamedTuple):
    """A word of the output and what it means."""

    term: Annotated[
        str, Field("Term", "name of the field, or a word", role="name", visibility="always")
    ]
    heading: Annotated[
        str, Field("Heading", "what tables call it", role="text", visibility="always")
    ]
    meaning: Annotated[str, Field("Meaning", "what it means", visibility="always")]
    unit: Annotated[str, Field("Unit", "unit of its figures; empty for text", visibility="always")]
    origin: Annotated[
        Literal["published", "ours"],
        Field("Origin", "`published` by the source, or `ours`", visibility="always"),
    ]
    commands: Annotated[str, Field("Commands", "which commands tell it, joined by `; `")]


def explain(term: str | None = None) -> Answer[ExplainRecord]:
    """What a word of the output means: a field, a heading or a concept; without one, all of them.

    Raises UnknownNameError for a word that the output does not use.
    """
    records = _all()
    if term is not None:
        records = _meant(term, records)
    sheet = Sheet(ExplainRecord, tuple(records), vertical=True)
    return Answer(title=say("title-explain"), sheets=(sheet,), source="")


def _meant(term: str, records: list[ExplainRecord]) -> list[ExplainRecord]:
    """The records of a term: named so, else headed so, else beginning so."""
    wanted = slug(term)
    for names in (_exact_names, _word_beginnings):
        found = [record for record in records if wanted in names(record)]
        if found:
            return found
    known = dict.fromkeys(name for r in records for name in (r.term, r.heading))
    raise UnknownNameError(say("unknown-term", term=term), hint=did_you_mean(term, known))


def _exact_names(record: ExplainRecord) -> set[str]:
    return {slug(record.term), slug(record.heading)}


def _word_beginnings(record: ExplainRecord) -> set[str]:
    words = {word for name in _exact_names(record) for word in name.split("-")}
    return {word[:length] for word in words for length in range(3, len(word) + 1)}


def _all() -> list[ExplainRecord]:
    """Every field, once for each meaning it has, then the concepts, by name."""
    commands: dict[tuple[str, Field], list[str]] = {}
    for query in queries():
        for name, info in fields_of(record_of(query)).items():
            commands.setdefault((name, info.about), []).append(query)
    fields = [
        ExplainRecord(
            term=name,
            heading=about.heading,
            meaning=about.meaning,
            unit=about.unit,
            origin="ours" if about.ours else "published",
            commands="; ".join(where),
        )
        for (name, about), where in commands.items()
    ]
    return sorted([*fields, *_concepts()], key=lambda record: (record.term, record.meaning))


def _concepts() -> list[ExplainRecord]:
    return [
        ExplainRecord(
            term=concept,
            heading=say(f"concept-{concept}"),
            meaning=say(f"explain-{concept}"),
            unit="",
            origin=origin,
            commands="",
        )
        for concept, origin in _CONCEPTS.items()
    ]

"""What the words of the output mean, their units, and whether they are published or our own."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from smartrank.errors import UnknownNameError
from smartrank.messages import label, say
from smartrank.names import did_you_mean, matches, slug
from smartrank.query.answer import Answer, Sheet
from smartrank.query.catalogue import queries, record_of
from smartrank.query.fields import Field, FieldOrigin, fields_of

#: Words that are no field, each with the origin of what it stands for.
_CONCEPTS: dict[str, FieldOrigin] = {
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
        str,
        Field(
            "Term",
            "name of the field, or a word",
            role="name",
            visibility="always",
            origin="program",
        ),
    ]
    heading: Annotated[
        str, Field("Heading", "what tables call it", visibility="always", origin="program")
    ]
    meaning: Annotated[
        str, Field("Meaning", "what it means", visibility="always", origin="program")
    ]
    unit: Annotated[
        str,
        Field("Unit", "unit of its figures; empty for text", visibility="always", origin="program"),
    ]
    origin: Annotated[
        FieldOrigin,
        Field(
            "Origin",
            "`published`, or plain arithmetic on what is; `ours`: by our formula, size classes or "
            "reading; `program`: what smartrank itself names or reports",
            visibility="always",
            origin="program",
        ),
    ]
    commands: Annotated[
        str, Field("Commands", "which commands tell it, joined by `; `", origin="program")
    ]


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
    """The records of a term: named or headed so, else so that a word of it begins so."""
    names = [{slug(record.term), slug(record.heading)} for record in records]
    meant = set(matches(term, (name for both in names for name in both)))
    if not meant:
        known = dict.fromkeys(name for r in records for name in (r.term, r.heading))
        raise UnknownNameError(say("unknown-term", term=term), hint=did_you_mean(term, known))
    return [record for record, both in zip(records, names, strict=True) if both & meant]


def _all() -> list[ExplainRecord]:
    """Every field, once for each heading and meaning it has, and the concepts, by name."""
    commands: dict[ExplainRecord, list[str]] = {}
    for query in queries():
        for name, info in fields_of(record_of(query)).items():
            about = info.about
            said = label(about.heading), label(about.meaning), label(about.unit)
            field = ExplainRecord(name, *said, about.origin, "")
            commands.setdefault(field, []).append(query)
    fields = [field._replace(commands="; ".join(where)) for field, where in commands.items()]
    return sorted([*fields, *_concepts()])


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

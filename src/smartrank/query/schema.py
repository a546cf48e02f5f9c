"""JSON Schema (2020-12) of every answer, made from the declarations of the records."""

from __future__ import annotations

from types import NoneType
from typing import Any, Literal, get_args, get_origin

from smartrank.errors import UnknownNameError
from smartrank.messages import say
from smartrank.names import did_you_mean
from smartrank.query.catalogue import queries, record_of
from smartrank.query.fields import fields_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: It grows when a field is renamed, removed or gets another type; not when one is added.
CONTRACT = 1
DATASET, RANKING = "dataset", "ranking"
#: The commands that answer with one object; all others with an array of records.
_OBJECTS = ("show",)
#: Programs that read an answer must let fields pass that they don't know.
_FIELDS_NOTE = (
    "Later versions may add fields. With --fields a record has only those that are named, in that "
    "order; the others are then missing although they are required here."
)
_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def names() -> tuple[str, ...]:
    """The names of all schemas: the commands that answer, and the kinds of data files."""
    return (*queries(), DATASET, RANKING)


def schema(name: str | None = None) -> dict[str, Any]:
    """The schema of a command's JSON output, of a data file, or without a name all of them.

    Raises UnknownNameError.
    """
    if name is None:
        return {known: schema(known) for known in names()}
    if name == DATASET:
        from smartrank.dataset.layout import CITY_FILE

        return _identified(name, CITY_FILE.schema())
    if name == RANKING:
        from smartrank.dataset.ranking_layout import RANKING_FILE

        return _identified(name, RANKING_FILE.schema())
    if name not in queries():
        hint = did_you_mean(name, names(), limit=len(names()))
        raise UnknownNameError(say("unknown-schema", name=name), hint=hint)
    record = _record_schema(record_of(name))
    if name in _OBJECTS:
        return _identified(name, record)
    return _identified(name, {"type": "array", "description": _FIELDS_NOTE, "items": record})


def _identified(name: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": DIALECT, "$id": f"urn:smartrank:{CONTRACT}:{name}", "title": name, **body}


def _record_schema(record: type[Any]) -> dict[str, Any]:
    properties = {}
    for name, info in fields_of(record).items():
        unit = f" ({info.about.unit})" if info.about.unit else ""
        described = {"description": f"{info.about.meaning}{unit}"}
        properties[name] = {**_type_schema(info.type, nullable=info.nullable), **described}
    return {
        "type": "object",
        "description": record.__doc__,
        "properties": properties,
        "required": list(properties),
    }


def _type_schema(kind: Any, *, nullable: bool) -> dict[str, Any]:
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _record_schema(get_args(kind)[0])}
    if get_origin(kind) is Literal:
        return {"enum": [*get_args(kind), *([None] if nullable else [])]}
    if kind in _TYPES:
        return {"type": [_TYPES[kind], "null"] if nullable else _TYPES[kind]}
    return _record_schema(kind)

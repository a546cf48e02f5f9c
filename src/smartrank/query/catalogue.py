"""Which command answers with which record: read by help, completion, the schema and the API.

A query is a function in the module of its name that gives an `Answer` of its record.
"""

from __future__ import annotations

import typing
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from smartrank.query.answer import Answer


@cache
def queries() -> tuple[str, ...]:
    """The names of all queries, in the order of the alphabet."""
    modules = (path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    return tuple(sorted(name for name in modules if is_query(name)))


@cache
def records() -> dict[str, type[Any]]:
    """All record classes by name, also those inside of others."""
    modules = (import_module(f"smartrank.query.{name}") for name in queries())
    return {
        name: found
        for module in modules
        for name, found in vars(module).items()
        if name.endswith("Record") and isinstance(found, type)
    }


def public(name: str) -> Any:
    """The query or the record class of a name; None if there is none."""
    if is_query(name):
        return getattr(import_module(f"smartrank.query.{name}"), name)
    return records().get(name)


def is_query(name: str) -> bool:
    """Whether there is a query of this name."""
    return isinstance(_record(name), type)


def record_of(query: str) -> type[Any]:
    """The record class of a query, from what its function is declared to give."""
    record: type[Any] = _record(query)
    return record


def _record(name: str) -> Any:
    try:
        function = getattr(import_module(f"smartrank.query.{name}"), name)
    except (ImportError, AttributeError):
        return None
    given = typing.get_type_hints(function).get("return")
    return typing.get_args(given)[0] if typing.get_origin(given) is Answer else None

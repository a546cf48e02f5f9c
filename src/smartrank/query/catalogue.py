"""Which command answers with which record: read by help, completion, the schema and the API.

A query is a function in the module of its name that is declared to give an `Answer` of its record.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any


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
    return _record(name) is not None


def record_of(query: str) -> type[Any]:
    """The record class of a query."""
    record: type[Any] = _record(query)
    return record


def _record(name: str) -> Any:
    try:
        module = import_module(f"smartrank.query.{name}")
        given = getattr(module, name).__annotations__["return"]
    except (ImportError, AttributeError, KeyError):
        return None
    # `Answer[XRecord]`, postponed or not; a pattern would take as long to compile as all of this
    _, of, rest = str(given).rpartition("Answer[")
    record = rest.rpartition(".")[2].removesuffix("]")
    return vars(module)[record] if of and record.endswith("Record") else None

"""Model -> TOML: the one canonical form of a data file, by the layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import tomli_w

from smartrank.dataset.fields import Array, Kind, Named, Table
from smartrank.dataset.layout import CITY_FILE, DATASET_SCHEMA, RANKING_SCHEMA, File
from smartrank.model import City

if TYPE_CHECKING:
    from smartrank.rankings import Rankings


def schema_file(schema: str) -> str:
    """How the file of a schema is called beside data files."""
    return f"{schema}.schema.json"


#: The first line where the schema is beside the file: editors complete and check by it.
SCHEMA_LINE, RANKING_SCHEMA_LINE = (
    f"#:schema {schema_file(schema)}\n" for schema in (DATASET_SCHEMA, RANKING_SCHEMA)
)


def dump(city: City, *, schema_line: bool = False) -> str:
    """The text of a city's data file; loading it gives an equal city.

    With `schema_line`, it names the schema that is beside the file.
    """
    return _text(CITY_FILE, city, SCHEMA_LINE if schema_line else None)


def dump_rankings(rankings: Rankings, *, schema_line: bool = False) -> str:
    """The text of a ranking file, as `dump` gives that of a city's."""
    from smartrank.dataset.ranking_layout import RANKING_FILE

    return _text(RANKING_FILE, rankings, RANKING_SCHEMA_LINE if schema_line else None)


def _text(kind: File, model: Any, first: str | None) -> str:
    lines = [first] if first else []
    return "\n".join([*lines, *_blocks(kind, kind.unbuild(model))])


def _blocks(table: Table, values: Mapping[str, Any]) -> Iterator[str]:
    """The blocks of a file: a table, or each of several, under its header."""
    for key, kind in table.keys.items():
        if key in values:
            yield from _tables(_key(key), kind, values[key])


def _tables(key: str, kind: Any, value: Any) -> Iterator[str]:
    if isinstance(kind, Table):
        yield _block(f"[{key}]", kind, value)
    elif isinstance(kind, Named):
        for name, item in value.items():
            yield _block(f"[{key}.{_key(name)}]", kind.items, item)
    else:
        for item in value:
            yield _block(f"[[{key}]]", kind.items, item)


def _block(header: str, table: Table, values: Mapping[str, Any]) -> str:
    return "".join(f"{line}\n" for line in (header, *_pairs(table, values)))


def _pairs(table: Table, values: Mapping[str, Any]) -> Iterator[str]:
    for key, kind in table.keys.items():
        if key in values:
            yield f"{_key(key)} = {_value(kind, values[key])}"


def _value(kind: Kind, value: Any) -> str:
    if isinstance(kind, Table):
        return f"{{ {', '.join(_pairs(kind, value))} }}"
    if isinstance(kind, Array):
        lines = "".join(f"    {_value(kind.items, item)},\n" for item in value)
        return f"[\n{lines}]" if lines else "[]"
    return _line("v", value).removeprefix("v = ")


def _line(key: str, value: Any) -> str:
    return tomli_w.dumps({key: value}).rstrip("\n")


@cache
def _key(key: str) -> str:
    return _line(key, 0).removesuffix(" = 0")

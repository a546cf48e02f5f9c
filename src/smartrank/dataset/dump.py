"""Model -> TOML: the one canonical form of a data file, by the layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import tomli_w

from smartrank.dataset.fields import Array, Kind, Named, Table
from smartrank.dataset.layout import CITY_FILE, File
from smartrank.model import City

if TYPE_CHECKING:
    from smartrank.rankings import Rankings

#: The schema of city files and that of ranking files, where they are beside a file.
SCHEMA_FILE, RANKING_SCHEMA_FILE = "dataset.schema.json", "ranking.schema.json"
#: The first line where that is so: editors complete and check by it.
SCHEMA_LINE, RANKING_SCHEMA_LINE = (
    f"#:schema {file}\n" for file in (SCHEMA_FILE, RANKING_SCHEMA_FILE)
)


def dump(city: City, *, schema_line: bool = False) -> str:
    """The text of a city's data file; loading it gives an equal city.

    With `schema_line`, it names the schema that is beside the file.
    """
    return _text(CITY_FILE, city, *([SCHEMA_LINE] if schema_line else []))


def dump_rankings(rankings: Rankings, *, schema_line: bool = False) -> str:
    """The text of a ranking file, as `dump` gives that of a city's."""
    from smartrank.dataset.ranking_layout import RANKING_FILE

    return _text(RANKING_FILE, rankings, *([RANKING_SCHEMA_LINE] if schema_line else []))


def _text(kind: File, model: Any, *first: str) -> str:
    return "\n".join([*first, *_blocks(kind, kind.unbuild(model))])


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

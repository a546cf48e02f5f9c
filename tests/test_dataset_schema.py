"""Schema and loader accept and refuse the same files, as far as a schema can say it."""

from __future__ import annotations

import copy
import json
import re
from datetime import date, datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli
import tomli_w
from jsonschema import Draft202012Validator

from conftest import ROOT
from smartrank.dataset.folders import bundled_folder
from smartrank.dataset.layout import CITY_FILE
from smartrank.dataset.load import parse
from smartrank.errors import DatasetError
from smartrank.query.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Invoke
    from smartrank.errors import Finding

KeyPath = tuple["str | int", ...]

DATASETS = Path(__file__).parent / "datasets"
ALL_KEYS = tomli.loads((DATASETS / "valid" / "all-keys.toml").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(
    CITY_FILE.schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
)

#: What a schema cannot say: it sees one value at a time, and not how it is written in TOML.
BEYOND_A_SCHEMA = {
    "rank against another key": r"must be at most \d+ \(`ranked_cities`\)",
    "previous rank": r"give a previous rank below 1",
    "key of a category against its name": r"the key of the category must be",
    "name of the file": r"does not fit the file",
    "name twice in a category": r"occurs twice in this category|have the same key",
    "text without a letter or digit": r"must contain a letter or a digit",
    "a whole number written with decimals": r"must be a whole number, not a number",
    "a date in quotes": r"must be a date such as",
    "a date without quotes": r"must be text, not a date",
    "a number that JSON cannot hold": r"not (nan|-?inf)$",
}


def as_json(value: Any) -> Any:
    """A TOML value as an editor hands it to a schema: dates are text."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return list(map(as_json, value))
    return value.isoformat() if hasattr(value, "isoformat") else value


def faults_of(data: dict[str, Any]) -> tuple[Finding, ...]:
    try:
        parse(tomli_w.dumps(data).encode(), "x.toml")
    except DatasetError as error:
        return error.faults
    return ()


def beyond_a_schema(fault: Finding) -> bool:
    return any(re.search(pattern, fault.message) for pattern in BEYOND_A_SCHEMA.values())


def check_same_verdict(data: dict[str, Any]) -> None:
    faults = faults_of(data)
    if VALIDATOR.is_valid(as_json(data)):
        assert all(map(beyond_a_schema, faults)), [fault.text for fault in faults]
    else:
        assert faults, f"only the schema refuses {data}"


def paths_of(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """All places of a dataset, tables and arrays included."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths_of(item, (*path, key))


EVERY_PATH = list(paths_of(ALL_KEYS))

REMOVED = object()
VALUES = {
    "removed": REMOVED,
    "boolean": True,
    "zero": 0,
    "minus-one": -1,
    "one": 1,
    "minus-hundred": -100,
    "thousand": 1000,
    "ten-thousand": 10_000,
    "huge": 10**12,
    "minus-huge": -(10**12),
    "half": 0.5,
    "one-with-decimals": 1.0,
    "hundred-and-a-bit": 100.1,
    "minus-a-bit": -0.1,
    "million-and-one": 1_000_001,
    "nan": float("nan"),
    "infinity": float("inf"),
    "empty-text": "",
    "blank-text": " \t ",
    "no-break-space": "\u00a0",
    "text": "Text",
    "punctuation": "---",
    "brackets": "[bold] ] - ^ \\",
    "newline": "a\nb",
    "carriage-return": "a\rb",
    "tab": "a\tb",
    "null-character": "a\0b",
    "escape-character": "\x1b[31m",
    "delete": "a\x7fb",
    "c1": "a\x9bb",
    "override": "a\u202eb",
    "isolate": "a\u2069b",
    "line-separator": "a\u2028b",
    "left-to-right-mark": "a\u200eb",
    "bonus": "bonus",
    "Bonus": "Bonus",
    "date": date(2025, 9, 11),
    "date-in-quotes": "2025-09-11",
    "impossible-date-in-quotes": "2025-02-30",
    "date-with-time": datetime(2025, 9, 11, 7, 32, tzinfo=timezone.utc),
    "empty-array": [],
    "array-of-numbers": [1],
    "array-of-texts": ["a", "b"],
    "array-of-tables": [{}],
    "empty-table": {},
    "table": {"name": "Text"},
}


def changed(path: KeyPath, value: object) -> dict[str, Any]:
    data = copy.deepcopy(ALL_KEYS)
    table: Any = data
    for key in path[:-1]:
        table = table[key]
    if value is REMOVED:
        del table[path[-1]]
    else:
        table[path[-1]] = value
    return data


# --- the schema itself ---------------------------------------------------------------------------


def test_schema_is_valid_and_describes_every_key() -> None:
    Draft202012Validator.check_schema(schema("dataset"))

    def described(part: dict[str, Any]) -> Iterator[str]:
        for key, value in part.get("properties", {}).items():
            if "type" in value and value["type"] != "object":
                assert value["description"], key
            yield key
            yield from described(value)
            yield from described(value.get("items", {}))
        if isinstance(part.get("additionalProperties"), dict):
            yield from described(part["additionalProperties"])

    keys = {key for path in paths_of(ALL_KEYS) for key in path if isinstance(key, str)}
    assert set(described(schema("dataset"))) == keys - {"probe"}


def test_schema_in_the_repository_is_the_one_that_the_command_prints(invoke: Invoke) -> None:
    printed = invoke("schema", "dataset")
    assert printed.code == 0
    assert (ROOT / "data" / "dataset.schema.json").read_bytes() == printed.data
    assert json.loads(printed.out)["$id"] == "urn:smartrank:1:dataset"


def test_shipped_file_names_the_schema_beside_it() -> None:
    first = (bundled_folder() / "jena.toml").read_text(encoding="utf-8").partition("\n")[0]
    assert first == "#:schema dataset.schema.json"


# --- verdicts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [*sorted((DATASETS / "valid").glob("*.toml")), bundled_folder() / "jena.toml"],
    ids=lambda path: path.stem,
)
def test_valid_file_is_accepted_by_the_schema(path: Path) -> None:
    data = tomli.loads(path.read_text(encoding="utf-8-sig"))
    assert [error.message for error in VALIDATOR.iter_errors(as_json(data))] == []


def _readable(path: Path) -> bool:
    if path.stem.startswith("number-with"):
        return False  # the validator cannot print it
    try:
        tomli.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    "path",
    [path for path in sorted((DATASETS / "invalid").glob("*.toml")) if _readable(path)],
    ids=lambda path: path.stem,
)
def test_invalid_file_is_refused_by_the_schema_unless_it_cannot_say_the_fault(path: Path) -> None:
    lines = path.with_suffix(".errors.txt").read_text(encoding="utf-8").splitlines()
    said = [
        line
        for line in lines
        if " fault syntax " not in line
        and not any(re.search(pattern, line) for pattern in BEYOND_A_SCHEMA.values())
    ]
    data = as_json(tomli.loads(path.read_text(encoding="utf-8")))
    if said:
        assert not VALIDATOR.is_valid(data)


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_every_key_with_this_value_gets_the_same_verdict(value: object) -> None:
    # one row of each kind will do
    kinds = {tuple("n" if isinstance(p, int) else p for p in path): path for path in EVERY_PATH}
    for path in kinds.values():
        check_same_verdict(changed(path, value))


def test_unknown_key_in_every_table_is_refused_by_both() -> None:
    tables: list[KeyPath] = [()]
    tables += [path for path in paths_of(ALL_KEYS) if isinstance(at(path), dict)]
    assert len(tables) == 13
    for path in tables:
        if path == ("categories",):
            continue  # every key there is a category
        data = changed((*path, "unknown"), 1)
        assert faults_of(data)
        assert not VALIDATOR.is_valid(as_json(data))


def at(path: KeyPath) -> Any:
    value: Any = ALL_KEYS
    for key in path:
        value = value[key]
    return value


@pytest.mark.parametrize("name", ["overall", "gesamtwertung"])
def test_category_with_the_name_of_the_overall_rating_is_refused_by_both(name: str) -> None:
    category = {**at(("categories", "probe")), "name": name.capitalize()}
    data = {**ALL_KEYS, "categories": {name: category}}
    assert faults_of(data)
    assert not VALIDATOR.is_valid(as_json(data))

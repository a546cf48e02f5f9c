"""Model, layout, schema, dump and merge agree; a new key takes a line of the model and one here."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli

import smartrank
from conftest import make_city
from smartrank.dataset.dump import dump, dump_rankings
from smartrank.dataset.fields import (
    MAX_WHOLE,
    Ags,
    Array,
    Choice,
    Date,
    Group,
    Kind,
    Name,
    Named,
    Number,
    Problems,
    Score,
    Table,
    Text,
    Whole,
)
from smartrank.dataset.layout import CITY_FILE, File
from smartrank.dataset.load import Dataset, kind_of, parse_file
from smartrank.dataset.ranking_layout import RANKING_FILE
from smartrank.importing.merge import merge
from smartrank.model import BestPractice, Category, City, Indicator, Milestone, Rating, Source
from smartrank.rankings import Ranking, RankingRow, Rankings

#: Attributes of the model that no key need give: where a rating was published, a count, and what
#: only the lists of an edition tell.
BEYOND_KEYS = {(Rating, "origin"), (Category, "regular_count"), (Source, "mean_score")}
LAYOUTS = {"city": CITY_FILE, "ranking": RANKING_FILE}
every_layout = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def tables_of(kind: Kind, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Table]]:
    """Every table of a layout with the keys that lead to it; a group is one, too."""
    if isinstance(kind, Array | Named):
        yield from tables_of(kind.items, path)
    if isinstance(kind, Table):
        yield path, kind
        for key, inner in kind.parts.items():
            yield from tables_of(inner, (*path, key))


TABLES = {
    (name, *path): table for name, layout in LAYOUTS.items() for path, table in tables_of(layout)
}


def attributes(table: Table) -> Iterator[tuple[str, Kind]]:
    """The attributes of a table's model with the kinds of values that give them."""
    for key, kind in table.parts.items():
        if isinstance(kind, Table) and kind.model is None:
            yield from attributes(kind)
        else:
            yield key, kind


def defaults_of(model: Any) -> dict[str, Any]:
    """The attributes of a model with what they are where nothing is said; MISSING if it must be."""
    if dataclasses.is_dataclass(model):
        return {field.name: field.default for field in dataclasses.fields(model)}
    return {name: model._field_defaults.get(name, dataclasses.MISSING) for name in model._fields}


# --- the declarations agree -----------------------------------------------------------------------


def test_every_class_of_the_model_is_made_by_a_table() -> None:
    models = {table.model for table in TABLES.values()} - {None}
    assert models == {
        *(City, Source, Rating, Category, Indicator, BestPractice, Milestone),
        *(Rankings, Ranking, RankingRow),
    }


@pytest.mark.parametrize(
    "table", [table for table in TABLES.values() if table.model], ids=lambda table: table.meaning
)
def test_keys_and_attributes_of_the_model_are_the_same(table: Table) -> None:
    defaults = defaults_of(table.model)
    names = {name for name, _ in attributes(table)}
    assert names <= defaults.keys()
    assert {(table.model, name) for name in defaults.keys() - names} <= BEYOND_KEYS
    for name, kind in attributes(table):
        if kind.optional:
            assert defaults[name] == kind.default, name


@every_layout
def test_schema_has_every_key_in_the_same_place(layout: File) -> None:
    def of_schema(part: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        for key, inner in part.get("properties", {}).items():
            yield from of_schema(inner, (*path, key))
        for inner in (part.get("items"), part.get("additionalProperties")):
            if isinstance(inner, dict):
                yield from of_schema(inner, path)

    def of_layout(kind: Kind, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        if isinstance(kind, Array | Named):
            yield from of_layout(kind.items, path)
        for key, inner in kind.keys.items() if isinstance(kind, Table) else ():
            yield from of_layout(inner, (*path, key))

    assert list(of_schema(layout.schema(), ())) == list(of_layout(layout, ()))


VALUES: dict[type[Kind], Any] = {
    Ags: "01234567",
    Text: "Text",
    Name: "Name",
    Choice: "bonus",
    Whole: 2000,
    Number: 12.5,
    Score: 50.0,
    Date: date(2025, 9, 11),
}


def full(kind: Kind) -> Any:
    """A value with every key there is."""
    if isinstance(kind, Array):
        return [full(kind.items)]
    if isinstance(kind, Named):
        return {"name": full(kind.items)}
    if isinstance(kind, Table):
        without = kind.exclusive[0] if kind.exclusive else None
        return {key: full(inner) for key, inner in kind.keys.items() if key != without}
    return VALUES[type(kind)]


@every_layout
def test_every_key_is_accepted_built_and_written_again(layout: File) -> None:
    tables, problems = full(layout), Problems()
    assert layout.check(tables, (), problems) == tables
    assert problems.found == []
    model = layout.build(tables)
    assert layout.unbuild(model) == tables
    text = dump_rankings(model) if layout is RANKING_FILE else dump(model)
    assert tomli.loads(text) == tables
    assert parse_file(text.encode(), "x.toml")[0] == model


def every_key(kind: Kind, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all values of the full file."""
    if isinstance(kind, Array) and isinstance(kind.items, Table):
        yield from every_key(kind.items, (*path, 0))
    elif isinstance(kind, Named):
        yield from every_key(kind.items, (*path, "name"))
    elif isinstance(kind, Table):
        for key, inner in kind.keys.items():
            if not kind.exclusive or key != kind.exclusive[0]:
                yield from every_key(inner, (*path, key))
    else:
        yield path


@pytest.mark.parametrize(
    "path",
    [path for path in every_key(CITY_FILE) if path[-1] not in ("name", "edition")],
    ids=lambda path: ".".join(map(str, path)),
)
def test_every_key_that_differs_is_kept_or_the_pages_or_told(path: tuple[Any, ...]) -> None:
    """Each key alone differs between page and old file."""
    old, new = full(CITY_FILE), full(CITY_FILE)
    others = {str: "Anders", int: 1999, float: 49.0, date: date(2024, 1, 1), list: ["Anders"]}
    table: Any = new
    for key in path[:-1]:
        table = table[key]
    mine = table[path[-1]]
    table[path[-1]] = "regular" if path[-1] == "kind" else others[type(mine)]
    merged = merge(CITY_FILE.build(new), Dataset(CITY_FILE.build(old), "x.toml", ""))
    kind: Any = CITY_FILE
    for key in path:
        kind = kind.keys[key] if isinstance(kind, Table) else kind.items
    named = "milestones" if "milestones" in path else str(path[-1])
    is_told = any(named in note for note in merged.notes)
    if kind.authority == "person":
        assert merged.city == CITY_FILE.build(old)
        assert is_told
    else:
        assert merged.city == CITY_FILE.build(new)
        assert is_told is (kind.authority == "import")


# --- kinds of files -------------------------------------------------------------------------------


@every_layout
def test_kind_of_a_file_is_told_by_the_tables_that_only_it_has(layout: File) -> None:
    for key in layout.keys.keys() - {"source"}:
        assert kind_of({key: {}, "source": {}, "other": {}}) is layout
    assert kind_of({"source": {}}) is None


# --- a scratch key --------------------------------------------------------------------------------

SCRATCH = {
    "model.py": [
        ("    ags: str | None = None\n", "    mayor: str | None = None\n"),
        ("    likely_name: str | None = None\n", "    weight: float | None = None\n"),
        ("    rank_change: int | None = None\n", "    shared: int | None = None\n"),
    ],
    "dataset/layout.py": [
        (
            '                "population": Whole("inhabitants", 1, optional=True, is_large=True),\n',  # noqa: E501
            '                "mayor": Text("who leads the city", optional=True),\n',
        ),
        (
            '        "likely_name": Text("our reading of an unlabelled row", optional=True),\n',
            '        "weight": Number("weight", 10, optional=True),\n',
        ),
        (
            '    "rank": Whole("place in the ranking, 1 is the best", 1, authority="page"),\n',
            '    "shared": Whole("cities that share the rank", 1, optional=True),\n',
        ),
    ],
}
TRY = """
import json, sys
from dataclasses import replace
from smartrank import dump
from smartrank.dataset.load import parse
from smartrank.importing.merge import merge
from smartrank.query.schema import schema

text = sys.stdin.read()
dataset = parse(text.encode(), "musterstadt.toml", stem="musterstadt")
city = dataset.city
row = city.categories[0].indicators[0]
rating = city.categories[0].rating
bare = replace(
    city,
    mayor=None,
    overall=replace(city.overall, shared=None),
    categories=(
        replace(
            city.categories[0],
            rating=replace(rating, shared=None),
            indicators=(replace(row, weight=None), *city.categories[0].indicators[1:]),
        ),
    ),
)
merged = merge(bare, dataset)
print(json.dumps({
    "read": [city.mayor, row.weight, rating.shared, city.overall.shared],
    "dumped": dump(city) == text,
    "kept": merged.city == city,
    "notes": merged.notes,
    "schema": schema("dataset"),
}))
"""


def test_scratch_key_in_model_and_layout_alone_is_read_described_written_and_kept(
    tmp_path: Path,
) -> None:
    package = tmp_path / "smartrank"
    shutil.copytree(Path(smartrank.__file__).parent, package)
    for name, lines in SCRATCH.items():
        source = (package / name).read_text(encoding="utf-8")
        for beside, line in lines:
            assert source.count(beside) == 1, beside
            source = source.replace(beside, beside + line)
        (package / name).write_text(source, encoding="utf-8")
    text = dump(make_city())
    for beside, line in (
        ("population = 100001\n", 'mayor = "Erika Muster"\n'),
        ("rank = 10\n", "shared = 2\n"),
        ('{ name = "Bahnsteige", ', "weight = 1.5, "),
    ):
        text = text.replace(beside, beside + line)
    run = subprocess.run(
        [sys.executable, "-c", TRY],
        input=text,
        env={"PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert run.stderr == ""
    found = json.loads(run.stdout)
    assert found["read"] == ["Erika Muster", 1.5, 2, 2]
    assert (found["dumped"], found["kept"]) == (True, True)
    kept = "city.mayor, overall.shared, categories.probe.shared"
    weight = "categories.probe.indicators[0].weight"
    assert found["notes"] == [f"kept from the old file: {kept}, {weight}"]
    tables = found["schema"]["properties"]
    assert tables["city"]["properties"]["mayor"]["description"] == "who leads the city"
    category = tables["categories"]["additionalProperties"]["properties"]
    assert category["shared"] == tables["overall"]["properties"]["shared"]
    assert category["shared"]["maximum"] == MAX_WHOLE
    assert category["indicators"]["items"]["properties"]["weight"]["maximum"] == 10


def test_a_group_is_no_table_of_the_file() -> None:
    groups = [path for path, table in TABLES.items() if isinstance(table, Group)]
    assert groups == [("city", "categories", "rating")]
    assert "rating" not in TABLES["city", "categories"].keys

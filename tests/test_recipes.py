"""Recipes for the tools that people use; types survive on the way there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import pytest

from conftest import make_city, write_city
from documents import BLOCK, blocks, examples, text_of
from smartrank.dataset.dump import dump

if TYPE_CHECKING:
    from conftest import Invoke


def test_there_are_recipes_for_every_tool() -> None:
    document = text_of("docs/recipes.md")
    parts = re.split(r"^## ", BLOCK.sub("", document), flags=re.MULTILINE)[1:]
    told = " ".join(part.partition("\n")[0] for part in parts).lower()
    tools = "grep ndjson jq pandas polars duckdb parquet sqlite excel libreoffice dask package"
    for tool in tools.split():
        assert tool in told
    # each `sh` block has a `text` block behind it, and is run
    assert len(examples("docs/recipes.md")) == len(blocks("docs/recipes.md", "sh")) >= 17


# --- types ----------------------------------------------------------------------------------------

INTEGERS = {"edition", "rank", "rank_change", "previous_rank", "ranked_cities", "position"}
NUMBERS = {"score", "max_score", "potential"}
#: Null in every row as long as there is no ranking list.
UNKNOWN = {"rank_best", "rank_worst"}


@pytest.fixture
def west(tmp_path: Path) -> Path:
    """A city whose official key begins with a zero, with a name that looks like one."""
    city = make_city("Musterstadt", rows=(("5", 12.5), ("Alpha", 80.5)))
    path = write_city(tmp_path, city, "musterstadt")
    text = dump(city).replace("[city]\n", '[city]\nags = "05315000"\n', 1)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["json", "csv"])
@pytest.mark.parametrize(("command", "rows"), [("ranks", 6), ("indicators", 37)])
def test_pandas_finds_types_in_one_line(
    invoke: Invoke, tmp_path: Path, command: str, rows: int, ending: str
) -> None:
    file = tmp_path / f"rows.{ending}"
    assert invoke(command, "jena", "--output", file).code == 0
    read: Any = pd.read_json if ending == "json" else pd.read_csv
    frame = read(file, dtype={"ags": str}).dropna(axis="columns", how="all")
    assert len(frame) == rows
    found = {name: pd.api.types.infer_dtype(frame[name], skipna=True) for name in frame.columns}
    # pandas makes integers of floats that are all whole, such as the maximum of every row
    found.pop("max_score", None)
    assert found == {
        name: "integer" if name in INTEGERS else "floating" if name in NUMBERS else "string"
        for name in found
    }


@pytest.mark.parametrize("ending", ["json", "csv"])
@pytest.mark.parametrize(("command", "rows"), [("ranks", 6), ("indicators", 37)])
def test_duckdb_finds_types_in_one_line(
    invoke: Invoke, tmp_path: Path, command: str, rows: int, ending: str
) -> None:
    file = tmp_path / f"rows.{ending}"
    assert invoke(command, "jena", "--output", file).code == 0
    found = duckdb.execute(f"DESCRIBE FROM read_{ending}('{file}')").fetchall()
    # some versions take HUGEINT for integers of which some are negative
    types = {name: str(kind).replace("HUGEINT", "BIGINT") for name, kind, *_ in found}
    assert types == {
        name: "BIGINT" if name in INTEGERS else "DOUBLE" if name in NUMBERS else "VARCHAR"
        for name in types
    } | {name: kind for name, kind in types.items() if name in UNKNOWN or name == "ags"}
    assert duckdb.execute(f"SELECT count(*) FROM read_{ending}('{file}')").fetchall() == [(rows,)]


@pytest.mark.parametrize("command", ["cities", "ranks", "indicators"])
def test_pandas_and_duckdb_read_every_value_as_it_is(
    invoke: Invoke, tmp_path: Path, west: Path, command: str
) -> None:
    """Keys that begin with a zero, names that are numbers, missing values: as the recipes say."""
    rows_json, rows_csv = tmp_path / "rows.json", tmp_path / "rows.csv"
    for file in (rows_json, rows_csv):
        assert invoke(command, "--data", west, "--output", file).code == 0
    truth = json.loads(rows_json.read_text(encoding="utf-8"))
    assert any(row["city_name"] == "Musterstadt" for row in truth)
    assert command != "cities" or [row["ags"] for row in truth] == ["16053000", "05315000"]

    text = "types = {'ags': 'VARCHAR'}"
    for source in (f"read_json('{rows_json}')", f"read_csv('{rows_csv}', {text})"):
        answer = duckdb.execute(f"FROM {source}")
        names = [column[0] for column in answer.description or ()]
        assert [dict(zip(names, row, strict=True)) for row in answer.fetchall()] == truth

    frames = (
        pd.read_json(rows_json, dtype={"ags": str}, precise_float=True),
        pd.read_csv(rows_csv, dtype={"ags": str}),
    )
    for frame in frames:
        assert [
            {name: None if pd.isna(value) else value for name, value in row.items()}
            for row in frame.to_dict("records")
        ] == truth

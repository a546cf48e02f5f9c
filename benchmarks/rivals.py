"""The programs that answer the same questions: each with the data it reads and its commands.

Every command is a line of sh that is run in the folder of the data.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.cities import (
    EDITION,
    Place,
    Row,
    places_of,
    rows_of,
    write_files,
    write_rankings,
)
from smartrank import City

#: The questions that rivals are asked: the columns of the answer, and the rows that are meant.
Figure = tuple[str, ...]


class Question(NamedTuple):
    """What is asked of all: the columns of the answer, and the figures it should hold."""

    columns: tuple[str, ...]
    expected: Callable[[Sequence[City]], Iterable[Figure]]


def _of_one_city(cities: Sequence[City]) -> Iterable[Figure]:
    return (
        (row.indicator, str(row.score))
        for row in rows_of(cities[:1])
        if row.category == "Mobilität"
    )


def _low(cities: Sequence[City]) -> Iterable[Figure]:
    return (
        (row.city, row.category, row.indicator, str(row.score))
        for row in rows_of(cities)
        if row.score < 10 and row.kind == "regular"
    )


def _top(cities: Sequence[City]) -> Iterable[Figure]:
    return (
        (str(place.rank), place.city, str(place.score))
        for place in places_of(cities)
        if place.category == "Mobilität" and place.rank <= 10
    )


QUESTIONS = {
    "city": Question(("indicator", "score"), _of_one_city),
    "low": Question(("city", "category", "indicator", "score"), _low),
    "top": Question(("rank", "city", "score"), _top),
    "table": Question(("indicator", "score"), _of_one_city),
}


# --- data -----------------------------------------------------------------------------------------


def toml_files(cities: Sequence[City], folder: Path) -> None:
    """TOML: a file a city, and the ranking file."""
    write_files(cities, folder / "cities")
    write_rankings(cities, folder / f"ranking-{EDITION}.toml")


def csv_files(cities: Sequence[City], folder: Path) -> None:
    """CSV: a row an indicator, a row a place."""
    for name, columns, rows in _tables(cities):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(rows)


def json_files(cities: Sequence[City], folder: Path) -> None:
    """JSON: an array of objects, one a line."""
    for name, columns, rows in _tables(cities):
        lines = (
            json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) for row in rows
        )
        text = ",\n".join(lines)
        (folder / f"{name}.json").write_text(f"[\n{text}\n]\n", encoding="utf-8")


def sqlite_file(cities: Sequence[City], folder: Path) -> None:
    """SQLite: a database with an index on the city."""
    database = sqlite3.connect(folder / "cities.db")
    for name, columns, rows in _tables(cities):
        database.execute(f"create table {name} ({', '.join(columns)})")
        marks = ", ".join("?" * len(columns))
        database.executemany(f"insert into {name} values ({marks})", rows)  # noqa: S608 - ours
        database.execute(f"create index of_{name} on {name} (city)")
    database.commit()
    database.close()


def _tables(
    cities: Sequence[City],
) -> Iterable[tuple[str, tuple[str, ...], Iterable[tuple[object, ...]]]]:
    yield "rows", Row._fields, rows_of(cities)
    yield "places", Place._fields, places_of(cities)


# --- answers --------------------------------------------------------------------------------------


def read_csv(text: str, columns: Sequence[str]) -> list[Figure]:
    """The figures of comma-separated text: with a heading, the columns it names; else all."""
    return _picked(list(csv.reader(text.splitlines())), columns)


def read_drawn(text: str, columns: Sequence[str]) -> list[Figure]:
    """The figures of a table whose columns are apart by lines or by two spaces."""
    text = text.replace(" (bonus)", "")  # said by smartrank behind the name
    lines = (line.strip(" |│") for line in text.splitlines())
    return _picked([re.split(r" *[|│] *|  +", line) for line in lines], columns)


def _picked(rows: list[list[str]], columns: Sequence[str]) -> list[Figure]:
    if rows and set(columns) <= set(rows[0]):
        places = [rows[0].index(name) for name in columns]
        rows = [[row[place] for place in places] for row in rows[1:]]
    # a score is a number, however many digits it is written with
    return [(*row[:-1], str(float(row[-1]))) for row in rows if _is_number(row[-1])]


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


# --- the programs ---------------------------------------------------------------------------------


class Rival(NamedTuple):
    """A program: what to install, the data it reads, a command for each question it can answer."""

    name: str
    #: What must be on the PATH.
    program: str
    #: The Python package that brings it, if it is one.
    package: str | None
    prepare: Callable[[Sequence[City], Path], None]
    commands: Mapping[str, str]


_OURS = "--fields indicator_name,score --format csv --no-header"
_SQL = {
    "city": "select indicator, score from {rows} where city = 'Musterstadt 1'"
    " and category = 'Mobilität'",
    "low": "select city, category, indicator, score from {rows} where score < 10"
    " and kind = 'regular'",
    "top": "select rank, city, score from {places} where category = 'Mobilität' and rank <= 10",
}


def _sql(rows: str, places: str) -> dict[str, str]:
    filled = {name: text.format(rows=rows, places=places) for name, text in _SQL.items()}
    return {**filled, "table": filled["city"]}


_DUCK = _sql("'rows.csv'", "'places.csv'")
_LITE = _sql("rows", "places")

RIVALS = (
    Rival(
        "smartrank",
        "smartrank",
        None,
        toml_files,
        {
            "city": f"smartrank indicators musterstadt-1 -d cities -c mobilitaet {_OURS}",
            "low": f"smartrank indicators -d cities --edition {EDITION} --below 10"
            " --fields city_name,category_name,indicator_name,score --format csv --no-header",
            "top": f"smartrank ranks -d ranking-{EDITION}.toml --edition {EDITION} -c mobilitaet"
            " --sort rank --limit 10 --fields rank,city_name,score --format csv --no-header",
            "table": "smartrank indicators musterstadt-1 -d cities -c mobilitaet"
            " --fields indicator_name,score",
        },
    ),
    Rival(
        "tomlq",
        "tomlq",
        "yq",
        toml_files,
        {
            "city": "tomlq -r '.categories.mobilitaet.indicators[] | [.name, .score] | @csv'"
            f" cities/musterstadt-1-{EDITION}.toml",
            "low": "tomlq -r '.city.name as $city | .categories[] | .name as $category"
            ' | .indicators[] | select(.score < 10 and .kind != "bonus")'
            " | [$city, $category, .name, .score] | @csv' cities/*.toml",
            "top": "tomlq -r '.rankings.mobilitaet.rows[] | select(.rank <= 10)"
            f" | [.rank, .city, .score] | @csv' ranking-{EDITION}.toml",
        },
    ),
    Rival(
        "jq",
        "jq",
        None,
        json_files,
        {
            "city": 'jq -r \'.[] | select(.city == "Musterstadt 1" and .category == "Mobilität")'
            " | [.indicator, .score] | @csv' rows.json",
            "low": 'jq -r \'.[] | select(.score < 10 and .kind == "regular")'
            " | [.city, .category, .indicator, .score] | @csv' rows.json",
            "top": 'jq -r \'.[] | select(.category == "Mobilität" and .rank <= 10)'
            " | [.rank, .city, .score] | @csv' places.json",
        },
    ),
    Rival(
        "miller",
        "mlr",
        None,
        csv_files,
        {
            "city": 'mlr --csv filter \'$city == "Musterstadt 1" && $category == "Mobilität"\''
            " then cut -o -f indicator,score rows.csv",
            "low": "mlr --csv filter '$score < 10 && $kind == \"regular\"'"
            " then cut -o -f city,category,indicator,score rows.csv",
            "top": "mlr --csv filter '$category == \"Mobilität\" && $rank <= 10'"
            " then cut -o -f rank,city,score places.csv",
            "table": "mlr --icsv --opprint --barred filter"
            ' \'$city == "Musterstadt 1" && $category == "Mobilität"\''
            " then cut -o -f indicator,score rows.csv",
        },
    ),
    Rival(
        "duckdb",
        "duckdb",
        "duckdb-cli",
        csv_files,
        {
            **{name: f'duckdb -csv -c "{_DUCK[name]}"' for name in _SQL},
            "table": f'duckdb -box -c "{_DUCK["table"]}"',
        },
    ),
    Rival(
        "sqlite3",
        "sqlite3",
        None,
        sqlite_file,
        {
            **{name: f'sqlite3 -csv cities.db "{_LITE[name]}"' for name in _SQL},
            "table": f'sqlite3 -box cities.db "{_LITE["table"]}"',
        },
    ),
    Rival(
        "sqlite-utils",
        "sqlite-utils",
        "sqlite-utils",
        sqlite_file,
        {
            **{name: f'sqlite-utils query --csv cities.db "{_LITE[name]}"' for name in _SQL},
            "table": f'sqlite-utils query --table cities.db "{_LITE["table"]}"',
        },
    ),
    Rival(
        "csvgrep",
        "csvgrep",
        "csvkit",
        csv_files,
        {
            "city": "csvgrep -c city -r '^Musterstadt 1$' rows.csv"
            " | csvgrep -c category -m Mobilität",
            "low": "csvgrep -c score -r '^[0-9][.]' rows.csv | csvgrep -c kind -m regular",
            "top": "csvgrep -c rank -r '^([1-9]|10)$' places.csv"
            " | csvgrep -c category -m Mobilität",
            "table": "csvgrep -c city -r '^Musterstadt 1$' rows.csv"
            " | csvgrep -c category -m Mobilität | csvlook",
        },
    ),
    Rival(
        "frictionless",
        "frictionless",
        "frictionless",
        csv_files,
        {
            "city": "$FRICTIONLESS_PYTHON filtered.py rows.csv"
            " \"city == 'Musterstadt 1' and category == 'Mobilität'\"",
            "low": "$FRICTIONLESS_PYTHON filtered.py rows.csv"
            " \"float(score) < 10 and kind == 'regular'\"",
            "top": "$FRICTIONLESS_PYTHON filtered.py places.csv"
            " \"category == 'Mobilität' and int(rank) <= 10\"",
        },
    ),
)

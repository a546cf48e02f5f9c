"""`cities`: which data sets are at hand, and from which file."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest

from conftest import make_city, write_city
from smartrank.dataset.folders import bundled_folder
from smartrank.dataset.load import Dataset
from smartrank.query.cities import cities
from smartrank.render import View, render_answer

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Invoke


def _records(invoke: Invoke, *words: str | Path) -> list[dict[str, Any]]:
    outcome = invoke("cities", *words, "--json")
    assert (outcome.code, outcome.err) == (0, "")
    records: list[dict[str, Any]] = json.loads(outcome.out)
    return records


def _files(records: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    return [(r["city"], r["edition"], os.path.basename(r["data_file"])) for r in records]


def test_the_shipped_city(invoke: Invoke) -> None:
    assert _records(invoke) == [
        {
            "city": "jena",
            "city_name": "Jena",
            "edition": 2025,
            "state": "Thüringen",
            "area_km2": 114,
            "population": 111_191,
            "ags": "16053000",
            "rank": 54,
            "rank_change": -7,
            "previous_rank": 47,
            "direction": "down",
            "score": 67.1,
            "ranked_cities": 83,
            "source_url": "https://www.bitkom.org/Smart-City-2025/Jena",
            "data_file": str(bundled_folder() / "jena.toml"),
        }
    ]


def test_every_edition_by_city_then_edition(invoke: Invoke, tmp_path: Path) -> None:
    for name, edition in (("Musterstadt", 2025), ("Musterstadt", 2023), ("Beispielburg", 2024)):
        write_city(tmp_path, make_city(name, edition))
    assert _files(_records(invoke, "--data", tmp_path)) == [
        ("beispielburg", 2024, "beispielburg-2024.toml"),
        ("jena", 2025, "jena.toml"),
        ("musterstadt", 2023, "musterstadt-2023.toml"),
        ("musterstadt", 2025, "musterstadt-2025.toml"),
    ]


def test_an_equal_city_and_edition_takes_the_place_and_later_wins(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [tmp_path / name for name in ("one", "two", "three")]
    for rank, folder in enumerate(folders, 1):
        folder.mkdir()
        write_city(folder, make_city("Jena", rank=rank))
    monkeypatch.setenv("SMARTRANK_DATA", f"{folders[0]}{os.pathsep}{folders[1]}")
    (record,) = _records(invoke)
    assert (record["rank"], record["data_file"]) == (2, str(folders[1] / "jena-2025.toml"))
    (record,) = _records(invoke, "--data", folders[2])
    assert record["rank"] == 3
    (record,) = _records(invoke, "--data", folders[2], "--data", folders[0])
    assert record["rank"] == 1


def test_sorted_and_cut(invoke: Invoke, tmp_path: Path) -> None:
    write_city(tmp_path, make_city("Musterstadt", rank=48))
    write_city(tmp_path, make_city("Beispielburg", rank=3, rank_change=None))
    words = ("--sort", "rank", "--fields", "city,direction", "-f", "csv", "--no-header")
    outcome = invoke("cities", "-d", tmp_path, *words)
    assert outcome.out == "beispielburg,new\nmusterstadt,up\njena,down\n"
    outcome = invoke("cities", "-d", tmp_path, *words, "--match", "burg")
    assert outcome.out == "beispielburg,new\n"


def test_the_table_names_the_file(invoke: Invoke) -> None:
    assert str(bundled_folder() / "jena.toml") in invoke("cities").out


@pytest.mark.parametrize(
    ("width", "headings"),
    [
        (80, ["City", "Edition", "State", "Rank", "Trend", "Previous", "Score", "File"]),
        (60, ["City", "Edition", "State", "Rank", "File"]),
        (50, ["City", "Edition", "Rank", "File"]),
    ],
)
def test_the_file_is_the_last_to_go(width: int, headings: list[str]) -> None:
    answer = cities([Dataset(make_city(), "musterstadt.toml", "")])
    lines = render_answer(answer, "table", View(width=width)).decode().splitlines()
    assert lines[2].split() == headings


def test_the_file_is_told_on_the_narrowest_screen() -> None:
    answer = cities([Dataset(make_city(), "musterstadt.toml", "")])
    drawn = render_answer(answer, "table", View(width=40)).decode()
    assert re.search(r"File\n(?:.*\n){2}.* musterstadt\.toml\n", drawn)

"""What was once wrong or misread, as a person meets it: all that a command prints, and its code.

`pytest tests/test_findings.py --snapshot-update` writes the outputs anew: read the difference.
"""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import make_city, write_city
from smartrank.model import Rating

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from conftest import Invoke
    from smartrank import City

#: Findings and the commands that showed them, in a folder of invented cities.
FINDINGS = {
    # silently wrong
    "compare ordered by a difference": "compare musterstadt beispielburg --sort difference",
    "compare limited by whole lines": "compare beispielburg musterstadt --indicators --desc -n 2",
    "compare above a threshold": "compare musterstadt beispielburg --indicators --above 80",
    "history ordered by a difference": "history musterstadt --sort -difference",
    "history limited": "history musterstadt --limit 1",
    "a category is no indicator": "whatif jena --set verwaltung=30",
    "a category's alias is no indicator": "whatif jena --set gesamt=30",
    "a row of two categories is not guessed": "whatif zwillingen --set laternen=90",
    "a file of any name is read": "ranks neustadt --data anders.toml",
    "a file of another ending is read": "ranks neustadt --data anders.txt",
    "a file that is broken is told": "ranks --data kaputt.toml",
    "a folder without data files is told": "ranks --data leer",
    "an empty path is refused": "ranks --data=",
    "a target is met to the tenth": "whatif jena --target 68",
    "a target by some categories": "whatif jena --target 68 -c mobilitaet",
    "a target by few rows": "whatif jena --target 69 --limit 1",
    "a target of a category": "whatif jena --target verwaltung=75",
    "a target below a cap": "whatif jena --target 68 --cap 80",
    "a score that reads in two ways": "whatif jena --set lpwan=1,000",
    "lists are of one edition": "ranks -c overall",
    "a list of another edition": "ranks -c overall --edition 2024",
    "lists of all editions": "ranks -c overall --all-editions",
    "two editions in one list": "ranks musterstadt@2024 musterstadt@2025 -c overall",
    "strong tells ties": "strong kachelstadt --limit 2",
    "weak tells ties": "weak kachelstadt --limit 2",
    "show tells ties": "show kachelstadt",
    # misread
    "history has two blocks": "history musterstadt",
    "history in markdown": "history musterstadt -f markdown",
    "compare says to whom": "compare musterstadt beispielburg kachelstadt",
    "legends in markdown": "weak jena --by potential -n 2 -f markdown",
    "a full bonus is not weak": "indicators jena --below 50 -c verwaltung",
    "a bonus that is asked for": "indicators musterstadt --below 50 --bonus",
    "weak weighs a bonus by its maximum": "weak jena --bonus -n 3",
    "audit says our reading": "audit jena -c it-und-kommunikation",
    "each step of a change has its gain": "whatif jena --set lpwan=max --set payment=max",
    "explain a heading": "explain Max.",
    # first contact
    "a city alone": "jena --no-pager -f markdown",
    "a category for a city": "ranks verwaltung",
    "an edition behind a city": "ranks jena 2025",
    "a city of which nothing is known": "compare jena erfurt",
    "a descending field": "ranks jena --sort -score",
    "top for limit": "weak jena --top 2",
    "a format in capitals": "ranks jena --format NDJSON -n 1",
    "an alias of overall": "ranks jena -c gesamt",
    "a change without its option": "whatif jena lpwan=100",
    "an official name": "ranks 'Jena, Stadt' -n 1",
    "an em dash": "ranks jena —json -n 1",
    "a German command": "vergleich jena musterstadt",
    "nothing matched": "indicators jena --match zzz",
    # to be cited
    "brief": "brief jena",
    "brief of invented figures": "brief musterstadt -f markdown",
}


def rated(city: City, rank: int, score: float) -> City:
    """A city with these overall figures."""
    return replace(city, overall=Rating(rank=rank, rank_change=2, score=score))


@pytest.fixture
def _cities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of invented cities, which is where the commands are typed."""
    rows = (("Bahnsteige", 40.0), ("Laternen", 80.0), (None, 12.5))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "cities"
    for name in ("cities", "leer"):
        (tmp_path / name).mkdir()
    for year, rank in ((2023, 30), (2024, 25), (2025, 27)):
        city = make_city(edition=year, rank=rank, rows=(*rows[:2], (None, year - 2000.0)))
        write_city(folder, rated(city, rank + 3, 45.5 + rank))
    write_city(folder, rated(make_city("Beispielburg", rows=(*rows[1:], ("Apps", 95.0))), 4, 81.0))
    tied = tuple((f"Kachel {letter}", 100.0 if letter < "E" else 0.0) for letter in "ABCDEFGH")
    write_city(folder, make_city("Kachelstadt", rows=tied))
    write_city(folder, make_city("Altdorf", 2024))
    twin = make_city("Zwillingen")
    second = replace(twin.categories[0], name="Probe zwei")
    write_city(folder, replace(twin, categories=(*twin.categories, second)))
    new = write_city(tmp_path, make_city("Neustadt"), "anders")
    (tmp_path / "anders.txt").write_text(new.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "kaputt.toml").write_text("[city\n", encoding="utf-8")
    monkeypatch.setenv("SMARTRANK_DATA", "cities")


def words_of(line: str) -> list[str]:
    """A typed line as words."""
    return shlex.split(line)


@pytest.mark.usefixtures("_cities")
@pytest.mark.parametrize("finding", FINDINGS)
def test_a_finding(invoke: Invoke, snapshot: SnapshotAssertion, finding: str) -> None:
    line = FINDINGS[finding]
    ran = invoke(*words_of(line))
    assert f"$ smartrank {line}\n{ran.out}--- {ran.code}\n{ran.err}" == snapshot


@pytest.mark.usefixtures("_cities")
@pytest.mark.parametrize("line", ["audit jena", "compare musterstadt beispielburg"])
def test_colours_judge_for_the_first_city(
    invoke: Invoke, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert invoke(*line.split()).out.replace("\x1b", "␛") == snapshot


@pytest.mark.usefixtures("_cities")
@pytest.mark.parametrize("name", ["weak.txt", "weak.md"])
def test_a_file_names_city_edition_and_source(
    invoke: Invoke, snapshot: SnapshotAssertion, name: str
) -> None:
    assert invoke("weak", "musterstadt", "--output", name).code == 0
    assert Path(name).read_text(encoding="utf-8") == snapshot


@pytest.mark.usefixtures("_cities")
def test_a_broken_path_of_the_environment_is_named(
    invoke: Invoke, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTRANK_DATA", "leer")
    ran = invoke("ranks")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == snapshot

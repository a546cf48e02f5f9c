"""Whole runs of the program against small Typer apps: CPU time, and instructions by valgrind.

    python benchmarks/start.py [RUNS]

Uses the installed package. Times are medians of runs in turn and say what a person feels;
instructions are the same from run to run and say what a change costs. A ratio above its bound ends
with exit code 1; without valgrind, times alone are measured.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

#: What any command line of two commands takes to print a word.
ONE_WORD = """\
import typer

app = typer.Typer()


@app.command()
def one():
    print("one")


@app.command()
def two():
    print("two")


app()
"""
#: What it takes to draw a table of 40 rows and 4 columns.
ONE_TABLE = """\
import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer()


@app.command()
def one():
    table = Table()
    for name in ("City", "Category", "Indicator", "Score"):
        table.add_column(name)
    for number in range(40):
        table.add_row("Musterstadt", "Energie", f"Indicator {number}", f"{number / 3:.1f}")
    Console().print(table)


@app.command()
def two():
    print("two")


app()
"""
RUNS = 25
#: Invented cities of a large answer, and the most that its table may take of its JSON.
CITIES, MOST_OF_JSON = 500, 5.0


class Race(NamedTuple):
    """A command of ours against an app, with the most that it may take of what that takes."""

    words: str
    against: str
    instructions: float
    time: float


RACES = (
    Race("indicators --category mobilitaet --json", "one word", 1.20, 1.25),
    Race("weak jena", "one table", 1.00, 1.10),
    Race("show jena", "one table", 1.25, 1.35),
    Race("show jena --format html", "one table", 1.00, 1.10),
)
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
    "PYTHONHASHSEED": "0",
}


def cpu_seconds(command: list[str]) -> float:
    """CPU time of one run of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def millions_of_instructions(command: list[str]) -> float:
    """What one run of a command executes, counted by valgrind."""
    counter = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    done = subprocess.run(
        [*counter, *command], check=True, capture_output=True, text=True, env=ENVIRONMENT
    )
    found = re.search(r"Collected : (\d+)", done.stderr)
    assert found, done.stderr
    return int(found[1]) / 1e6


def median_milliseconds(commands: list[list[str]], runs: int) -> list[float]:
    """The median CPU time of each command, run in turn."""
    times = [[cpu_seconds(command) for command in commands] for _ in range(runs)]
    return [statistics.median(column) * 1000 for column in zip(*times, strict=True)]


def reported(name: str, figures: list[float], bounds: list[float], unit: str) -> bool:
    """Print what the commands took and each one's ratio; whether all bounds hold."""
    print(f"\n{name}")
    apps = dict(zip(("one word", "one table"), figures, strict=False))
    for app, figure in apps.items():
        print(f"{app:45} {figure:6.0f} {unit}")
    hold = True
    for race, figure, bound in zip(RACES, figures[2:], bounds, strict=True):
        ratio = figure / apps[race.against]
        hold = hold and ratio <= bound
        verdict = f"{ratio:.2f} of {race.against}, at most {bound:.2f}"
        print(f"{race.words:45} {figure:6.0f} {unit}  {verdict}")
    return hold


def large_answer_holds(folder: Path) -> bool:
    """Draw the rows of many cities as a table, and write them as JSON; whether the bound holds."""
    from smartrank import dump, find

    jena = find("jena")
    for number in range(CITIES):
        city = replace(jena, name=f"Musterstadt {number}", ags=None)
        (folder / f"{city.slug}-{city.edition}.toml").write_text(dump(city), encoding="utf-8")
    command = [sys.executable, "-m", "smartrank", "indicators", "--data", str(folder)]
    table, text = median_milliseconds([command, [*command, "--json"]], 3)
    print(f"\nThe rows of {CITIES} cities\n{'as JSON':45} {text:6.0f} ms")
    print(f"{'as a table':45} {table:6.0f} ms  {table / text:.2f} of JSON, at most {MOST_OF_JSON}")
    return table / text <= MOST_OF_JSON


def main() -> int:
    """Measure, print, and say whether the bounds hold."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as folder:
        commands = []
        for name, text in (("one_word.py", ONE_WORD), ("one_table.py", ONE_TABLE)):
            app = Path(folder) / name
            app.write_text(text)
            commands.append([sys.executable, str(app), "one"])
        commands += [[sys.executable, "-m", "smartrank", *race.words.split()] for race in RACES]
        for command in commands:
            cpu_seconds(command)  # compile once
        times = median_milliseconds(commands, runs)
        hold = reported("CPU time", times, [race.time for race in RACES], "ms")
        if shutil.which("valgrind"):
            counts = [millions_of_instructions(command) for command in commands]
            bounds = [race.instructions for race in RACES]
            hold = reported("Instructions, in millions", counts, bounds, "") and hold
        cities = Path(folder) / "cities"
        cities.mkdir()
        hold = large_answer_holds(cities) and hold
    return 0 if hold else 1


if __name__ == "__main__":
    sys.exit(main())

"""Whole runs of the program against small Typer apps: CPU time, and instructions by valgrind.

    python -m benchmarks.start [RUNS]

Uses the installed package. Times are medians of runs in turn and say what a person feels;
instructions are the same from run to run and say what a change costs. A ratio above its bound ends
with exit code 1; without valgrind, times alone are measured.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.cities import invented_cities, write_files
from benchmarks.measure import can_count, millions_of_instructions, run

APPS = Path(__file__).parent / "apps"
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


def median_milliseconds(commands: list[list[str]], runs: int) -> list[float]:
    """The median CPU time of each command, run in turn."""
    times = [[run(command)[0].cpu for command in commands] for _ in range(runs)]
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
    write_files(invented_cities(CITIES), folder)
    command = [sys.executable, "-m", "smartrank", "indicators", "--data", str(folder)]
    table, text = median_milliseconds([command, [*command, "--json"]], 3)
    print(f"\nThe rows of {CITIES} cities\n{'as JSON':45} {text:6.0f} ms")
    print(f"{'as a table':45} {table:6.0f} ms  {table / text:.2f} of JSON, at most {MOST_OF_JSON}")
    return table / text <= MOST_OF_JSON


def main() -> int:
    """Measure, print, and say whether the bounds hold."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    commands = [[sys.executable, str(APPS / f"one_{app}.py"), "one"] for app in ("word", "table")]
    commands += [[sys.executable, "-m", "smartrank", *race.words.split()] for race in RACES]
    for command in commands:
        run(command)  # compile once
    times = median_milliseconds(commands, runs)
    hold = reported("CPU time", times, [race.time for race in RACES], "ms")
    if can_count():
        counts = [millions_of_instructions(command) or 0 for command in commands]
        bounds = [race.instructions for race in RACES]
        hold = reported("Instructions, in millions", counts, bounds, "") and hold
    with tempfile.TemporaryDirectory() as folder:
        hold = large_answer_holds(Path(folder) / "cities") and hold
    return 0 if hold else 1


if __name__ == "__main__":
    sys.exit(main())

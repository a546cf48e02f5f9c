"""The start of the program against the smallest Typer app: CPU time, run in turn, ratio of medians.

    python benchmarks/start.py [RUNS]

Uses the installed package. A ratio above 1.25 ends with exit code 1.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SMALLEST_APP = """\
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
MOST = 1.25
RUNS = 25


def cpu_seconds(command: list[str]) -> float:
    """CPU time of one run of a command, its children included."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )


def main() -> int:
    """Measure, print, and say whether the bound holds."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as folder:
        smallest = Path(folder) / "smallest.py"
        smallest.write_text(SMALLEST_APP)
        program = [sys.executable, "-m", "smartrank"]
        ours = [*program, "indicators", "--category", "mobilitaet", "--json"]
        theirs = [sys.executable, str(smallest), "one"]
        cpu_seconds(ours), cpu_seconds(theirs)  # compile once
        times = [(cpu_seconds(ours), cpu_seconds(theirs)) for _ in range(runs)]
    medians = [statistics.median(column) * 1000 for column in zip(*times, strict=True)]
    ratio = medians[0] / medians[1]
    print(f"smartrank {medians[0]:.0f} ms, smallest app {medians[1]:.0f} ms, ratio {ratio:.2f}")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())

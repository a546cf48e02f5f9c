"""Measure all tasks, and write docs/performance.md; `--help` tells the options."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from benchmarks.page import page
from benchmarks.rivals import RIVALS
from benchmarks.runner import (
    RUNS,
    environment,
    machine,
    measured,
    smallest_memory,
    versions,
)
from benchmarks.tasks import TASKS

ROOT = Path(__file__).parents[1]
RUN, PAGE = ROOT / "benchmarks" / "run.json", ROOT / "docs" / "performance.md"


def install_rivals(folder: Path) -> None:
    """Make a virtual environment with the rivals that are Python packages, unless it is there."""
    if not folder.exists():
        venv.create(folder, with_pip=True)
        packages = sorted({rival.package for rival in RIVALS if rival.package})
        python = str(folder / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("--rivals", type=Path, help="environment of rivals; made if missing")
    parser.add_argument("--runs", type=int, default=RUNS, help="runs at most of each command")
    parser.add_argument("--no-count", action="store_true", help="count no instructions")
    parser.add_argument("--only", action="append", help="this task alone, printed (repeatable)")
    given = parser.parse_args()
    if given.rivals:
        install_rivals(given.rivals)
    env = environment(given.rivals and given.rivals.resolve())
    chosen = [task for task in TASKS if not given.only or task.key in given.only]
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        results = measured(
            chosen,
            Path(folder),
            env,
            runs=given.runs,
            count=not given.no_count,
            tell=lambda title: print(
                f"{time.monotonic() - start:4.0f} s  {title}", file=sys.stderr
            ),
        )
    if given.only:
        print(json.dumps(results, indent=1, ensure_ascii=False))
        return
    run = {
        "machine": machine(),
        "versions": versions(env),
        "smallest_memory": smallest_memory(env),
        "tasks": results,
    }
    RUN.write_text(json.dumps(run, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(run), encoding="utf-8")
    print(f"{time.monotonic() - start:4.0f} s  {PAGE.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()

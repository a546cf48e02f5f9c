"""Runs tasks: prepares the data, checks that all give the same figures, then measures each."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.cities import invented_cities
from benchmarks.measure import (
    ENVIRONMENT,
    Cost,
    TooLongError,
    can_count,
    millions_of_instructions,
    run,
)
from benchmarks.rivals import QUESTIONS, RIVALS
from benchmarks.tasks import Entry, Task
from smartrank import City

APPS = Path(__file__).parent / "apps"
#: A run that takes longer is stopped, in seconds.
LIMIT = 20.0
#: A command is run at most so often, and no more once its runs took so many seconds.
RUNS, SECONDS = 15, 2.0
#: Instructions are counted of what takes at most so many seconds: valgrind takes 50 times as long.
COUNTED = 0.6

#: Task -> entry -> what was measured; `{"note": ...}` where nothing was.
Results = dict[str, dict[str, dict[str, Any]]]


class DisagreementError(Exception):
    """A command failed, or gave other figures than were asked for."""


def environment(rivals: Path | None = None) -> dict[str, str]:
    """Where commands run: our program first, then the rivals of a virtual environment."""
    folders = [Path(sys.executable).parent, *([rivals / "bin"] if rivals else [])]
    path = os.pathsep.join([*map(str, folders), ENVIRONMENT["PATH"]])
    env = {name: ENVIRONMENT[name] for name in ("TMPDIR",) if name in ENVIRONMENT}
    frictionless = shutil.which("frictionless", path=path)
    if frictionless:
        env["FRICTIONLESS_PYTHON"] = str(Path(frictionless).with_name("python"))
    return env | {"PATH": path, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}


def installed(entry: Entry, env: Mapping[str, str]) -> bool:
    """Whether its program is there."""
    return shutil.which(entry.program, path=env["PATH"]) is not None


def prepare(cities: Sequence[City], folder: Path) -> None:
    """Write every form of the data, and the small apps."""
    shutil.copytree(APPS, folder)
    for write in dict.fromkeys(rival.prepare for rival in RIVALS):
        write(cities, folder)


def measured(
    tasks: Iterable[Task],
    folder: Path,
    env: Mapping[str, str],
    *,
    runs: int = RUNS,
    count: bool = True,
    tell: Callable[[str], object] = lambda _: None,
) -> Results:
    """What each entry of each task took.

    Raises DisagreementError where one fails or gives other figures than were asked for.
    """
    env = {**env, "HOME": str(folder)}  # no one's own data files
    results: Results = {}
    for task in tasks:
        tell(task.title)
        cities = invented_cities(task.cities)
        place = folder / str(task.cities)
        if not place.exists():
            prepare(cities, place)
        results[task.key] = _measured(task, cities, place, env, runs=runs)
        if count and can_count():
            _count(task, results[task.key], place, env)
    return results


def _measured(
    task: Task,
    cities: Sequence[City],
    folder: Path,
    env: Mapping[str, str],
    *,
    runs: int,
) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    costs: dict[str, list[Cost]] = {}
    for entry in task.entries:
        if not installed(entry, env):
            found[entry.name] = {"note": "not installed"}
            continue
        try:
            check(task, entry, cities, folder, env)  # also what is read and compiled once
            costs[entry.name] = []
        except TooLongError:
            found[entry.name] = {"note": f"stopped after {LIMIT:.0f} s"}
    left = [entry for entry in task.entries if entry.name in costs]
    for _ in range(runs):  # in turn: what disturbs the machine disturbs all
        for entry in left:
            costs[entry.name].append(run(_line(entry), env, folder)[0])
        left = [one for one in left if sum(cost.wall for cost in costs[one.name]) < SECONDS]
    found |= {name: _summary(of) for name, of in costs.items()}
    return {entry.name: found[entry.name] for entry in task.entries}


def check(
    task: Task, entry: Entry, cities: Sequence[City], folder: Path, env: Mapping[str, str]
) -> None:
    """Run an entry once.

    Raises DisagreementError if it fails, or does not give the figures that its task asks for.
    """
    try:
        _, text = run(_line(entry), env, folder, LIMIT)
    except subprocess.CalledProcessError as error:
        raise DisagreementError(f"{task.key}: {entry.name} fails: {error.stderr}") from None
    if task.question and entry.read:
        wanted = sorted(QUESTIONS[task.question].expected(cities))
        given = sorted(entry.read(text))
        if not wanted or given != wanted:
            raise DisagreementError(
                f"{task.key}: {entry.name} gives {len(given)} figures, not the {len(wanted)} that "
                f"are meant: {given[:3]} ..., {wanted[:3]} ..."
            )


def _line(entry: Entry) -> list[str]:
    return ["sh", "-c", entry.command]


def _summary(costs: Sequence[Cost]) -> dict[str, Any]:
    """The medians, in ms and MB."""
    wall, cpu, memory = (statistics.median(column) for column in zip(*costs, strict=True))
    return {
        "wall": round(wall * 1000, 1),
        "cpu": round(cpu * 1000, 1),
        "memory": round(memory, 1),
        "runs": len(costs),
    }


def _count(
    task: Task, found: dict[str, dict[str, Any]], folder: Path, env: Mapping[str, str]
) -> None:
    """Add the instructions of what is short enough; side by side, for that changes no count."""
    short = [one for one in task.entries if found[one.name].get("cpu", 1e9) <= COUNTED * 1000]

    def counted(entry: Entry) -> float | None:
        return millions_of_instructions(_line(entry), env, folder)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for entry, millions in zip(short, pool.map(counted, short), strict=True):
            if millions is not None:
                found[entry.name]["instructions"] = round(millions, 1)


# --- what was measured on -------------------------------------------------------------------------


def smallest_memory(env: Mapping[str, str]) -> float:
    """What a program seems to take that takes almost nothing, in MB: less cannot be told."""
    return round(run(["true"], env)[0].memory, 1)


def versions(env: Mapping[str, str]) -> dict[str, str]:
    """The version of each program that is there."""
    found = {}
    for rival in RIVALS:
        if shutil.which(rival.program, path=env["PATH"]):
            done = subprocess.run(
                [rival.program, "--version"], capture_output=True, text=True, check=False, env=env
            )
            words = (done.stdout + done.stderr).replace("-", " ").split()
            numbers = [word.strip("v,") for word in words if any(map(str.isdigit, word))]
            found[rival.name] = numbers[0]
    return found


def machine() -> dict[str, str]:
    """The processor, memory and system."""
    lines = Path("/proc/cpuinfo")
    text = lines.read_text(encoding="utf-8") if lines.exists() else ""
    models = [line.partition(": ")[2] for line in text.splitlines() if "model name" in line]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = os.uname()
    return {
        "processor": f"{models[0] if models else system.machine}, {os.cpu_count()} cores",
        "memory": f"{memory:.0f} GB",
        "system": f"{system.sysname} {system.release}",
        "python": sys.version.split()[0],
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
    }

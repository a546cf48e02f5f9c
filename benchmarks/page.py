"""The page of the handbook that shows a run: docs/performance.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.rivals import RIVALS
from benchmarks.runner import COUNTED, LIMIT, RUNS, SECONDS
from benchmarks.tasks import TASKS, Task

COMMAND = "python -m benchmarks --rivals .rivals"

_HEAD = """\
# Performance

<!-- made by `python -m benchmarks` from benchmarks/run.json -->

What a command costs as a whole process: time by the clock, time of the processor, memory, and
instructions. Other programs answer the same questions from the same figures, and small apps show
what Python, Typer and Rich take by themselves. The cities are invented. Before anything is timed,
each answer is compared with the figures that were written; one that differs ends the run.

- Measured on {date}: {processor}, {memory}, {system}, Python {python}.
- Programs: {programs}.
- Not installed: {missing}.
- Data is made before: smartrank and tomlq read TOML, jq reads JSON, sqlite3 and sqlite-utils a
  database with an index on the city, all others CSV.
- Times and memory are medians of up to {runs} runs in turn, fewer once a command has taken
  {seconds:.0f} s; a run of more than {limit:.0f} s is stopped. `x` is the time by the clock as a
  multiple of what the first line takes.
- Memory is that of the largest process of a command. Less than {smallest:.0f} MB cannot be told.
- Instructions are in millions, counted by valgrind with PYTHONHASHSEED=0: nearly the same from run
  to run. `–` stands where a command takes more than {counted:.1f} s of the processor, or valgrind
  cannot run it.

To repeat it, in the folder of the source:

```sh
{command}
```

It installs the rivals that are Python packages into an environment of their own, `.rivals`; jq,
miller, sqlite3 and valgrind come from the system.
"""


def page(run: Mapping[str, Any]) -> str:
    """The page of a run, as `python -m benchmarks` has kept it."""
    known = run["versions"]
    missing = [rival.name for rival in RIVALS if rival.name not in known]
    head = _HEAD.format(
        **run["machine"],
        programs=", ".join(f"{name} {version}" for name, version in known.items()),
        missing=", ".join(missing) or "none",
        runs=RUNS,
        seconds=SECONDS,
        limit=LIMIT,
        smallest=run["smallest_memory"],
        counted=COUNTED,
        command=COMMAND,
    )
    return "\n".join([head, *(f"{_task(task, run['tasks'][task.key])}\n" for task in TASKS)])


def _task(task: Task, measured: Mapping[str, Mapping[str, Any]]) -> str:
    rows = [
        "| program | time, ms | x | processor, ms | memory, MB | instructions |",
        "|---|--:|--:|--:|--:|--:|",
        *_rows(task, measured),
    ]
    parts = [f"## {task.title}", task.about, "\n".join(rows)]
    if task.question:
        lines = "\n".join(entry.command for entry in task.entries)
        parts.append(f"```sh\n{lines}\n```")
    return "\n\n".join(parts)


def _rows(task: Task, measured: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    first = measured[task.entries[0].name].get("wall")
    for entry in task.entries:
        found = measured[entry.name]
        cells = [found["note"], "", "", "", ""] if "note" in found else _cells(found, first)
        yield f"| {' | '.join([entry.name, *cells])} |"


def _cells(found: Mapping[str, Any], first: float | None) -> Sequence[str]:
    count = found.get("instructions")
    return [
        f"{found['wall']:,.0f}",
        f"{found['wall'] / first:.2f}" if first else "",
        f"{found['cpu']:,.0f}",
        f"{found['memory']:,.0f}",
        "–" if count is None else f"{count:,.0f}",
    ]

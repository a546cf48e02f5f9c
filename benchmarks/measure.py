"""What one run of a command costs: time, memory, and instructions by valgrind."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

#: Runs a command and prints what it took: a process counts the memory of the one that started it,
#: so that one has to be small.
_LAUNCHER = """
import os, sys, time
start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(child, 0)
wall = time.perf_counter() - start
print(os.waitstatus_to_exitcode(status), wall, used.ru_utime + used.ru_stime, used.ru_maxrss,
      file=sys.stderr)
"""
#: Without what changes the start of Python; hashes are the same from run to run.
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
    "PYTHONHASHSEED": "0",
}


class TooLongError(Exception):
    """A command did not end in the time that it had."""


class Cost(NamedTuple):
    """What a run took: seconds of the clock and of the processor, and the most memory in MB."""

    wall: float
    cpu: float
    memory: float


def run(
    command: Sequence[str],
    env: Mapping[str, str] = ENVIRONMENT,
    folder: Path | None = None,
    limit: float | None = None,
) -> tuple[Cost, str]:
    """Run a command, and give what it took and what it printed.

    Raises TooLongError beyond a limit in seconds, and CalledProcessError where the command fails.
    """
    words = [sys.executable, "-I", "-S", "-c", _LAUNCHER, *command]
    with subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",  # a workbook is no text
        env=env,
        cwd=folder,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise TooLongError from None
    told, _, last = err.rstrip("\n").rpartition("\n")
    code, wall, cpu, memory = map(float, last.split())
    if code:
        raise subprocess.CalledProcessError(int(code), list(command), out, told)
    return Cost(wall, cpu, memory / 1024), out


def can_count() -> bool:
    """Whether valgrind is there."""
    return shutil.which("valgrind") is not None


def millions_of_instructions(
    command: Sequence[str], env: Mapping[str, str] = ENVIRONMENT, folder: Path | None = None
) -> float | None:
    """What a run executes, with all processes it starts; None where valgrind cannot run it."""
    counter = ["valgrind", "--tool=callgrind", "--trace-children=yes"]
    done = subprocess.run(
        [*counter, "--callgrind-out-file=/dev/null", *command],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        env=env,
        cwd=folder,
    )
    counts = re.findall(r"Collected : (\d+)", done.stderr)
    return None if done.returncode or not counts else sum(map(int, counts)) / 1e6

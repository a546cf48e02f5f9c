"""How much effort a file may cost: bounds that hold on any machine, as shares of known work.

They are measured in a process of their own, where no coverage is counted.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import tomli

from smartrank.dataset.load import parse
from smartrank.errors import DatasetError

ROW = '  { name = "Laternen", score = 180.0 },\n'
#: Valid TOML that is no data file, or a hopeless one: each of some hundred kilobytes.
HUGE = {
    "keys-of-a-table": "[city]\n" + "".join(f"k{n} = 'x'\n" for n in range(25_000)),
    "keys": "city = {}\n" + "".join(f"key{n} = 1\n" for n in range(25_000)),
    "escapes": "[city]\n" + "".join(f'k{n} = "\\\\x"\n' for n in range(25_000)),
    "rows": f"[categories.x]\nindicators = [\n{ROW * 12_000}]\n",
    "projects": "[[best_practices]]\nname = 1\n" * 12_000,
    "categories": "".join(f"[categories.k{n}]\nrank = 0\n" for n in range(8_000)),
    "tables": "[city]\n" + "".join(f"[x.k{n}]\ny = [ {{ z = 1 }} ]\n" for n in range(8_000)),
    "numbers": f"[city]\nx = [{'1, ' * 80_000}]\n",
    "arrays": f"[city]\nx = [{'[1, [2]], ' * 25_000}]\n",
    "lines": "[city]\nx = [\n" + "1,\n" * 80_000 + "]\n",
    "long-text": f'[city]\nx = """{"a b" * 300_000}\n"""\n',
    "long-key": f"[city]\n{'k' * 1_000_000} = 1\n",
    "another-kind": "".join(f"key{n} = [ {{ a = 1 }} ]\n" for n in range(12_000)),
}
#: What a refusal may cost at most, as a multiple of the parse.
MOST = 4


def seconds(work: Callable[[], object]) -> float:
    """One run, in seconds of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def share(text: str) -> float:
    """What a refusal costs as a multiple of the parse: the least disturbed of five pairs."""
    refusal, parsing = partial(refuse, text), partial(tomli.loads, text)
    found = float("inf")
    for _ in range(5):
        found = min(found, seconds(refusal) / seconds(parsing))
        if found < MOST:
            break
    return found


def refuse(text: str) -> None:
    """Read a data file that is refused."""
    try:
        parse(text.encode(), "x.toml", stem="x")
    except DatasetError:
        return
    raise AssertionError


def measure() -> None:
    """Print what each text costs, as a multiple of its parse."""
    shares = {name: share(text) for name, text in HUGE.items()}
    sys.stdout.write(json.dumps(shares))


def test_a_huge_file_is_refused_in_three_times_its_parse() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "import test_effort; test_effort.measure()"],
        cwd=Path(__file__).parent,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    shares = json.loads(run.stdout)
    assert shares.keys() == HUGE.keys()
    assert {name: found for name, found in shares.items() if found >= MOST} == {}

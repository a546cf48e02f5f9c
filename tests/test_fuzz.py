from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import fuzz

if TYPE_CHECKING:
    import pytest


def test_mutated_files_and_pages_are_used_or_refused_with_their_place() -> None:
    counts, failures = fuzz.run(120, seed=1)
    assert failures == []
    # a run in which all cases end the same way would say nothing
    assert min(counts[f"{kind} {end}"] for kind in ("data", "page") for end in ("used", "refused"))


def test_a_case_that_goes_wrong_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> str:
        raise RecursionError("too deep")

    monkeypatch.setattr(fuzz, "try_page", broken)
    monkeypatch.setattr(fuzz, "try_data", broken)
    assert fuzz.main(["2", "7"]) == 1
    *lines, last = capsys.readouterr().out.splitlines()
    assert last == "0 passed, 2 failed"
    assert [line.partition(":")[0] for line in lines] == ["seed 7", "seed 8", "2 failed"]
    assert "RecursionError at broken" in lines[0]


def test_the_script_says_how_many_passed() -> None:
    script = Path(__file__).with_name("fuzz.py")
    run = subprocess.run(
        [sys.executable, script, "20", "7"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.splitlines()[-1] == "20 passed, 0 failed"

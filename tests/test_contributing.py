"""The recipes of docs/contributing.md, followed to the letter in a copy of the source."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT

#: Where a piece of code goes in a file that exists: behind the line that begins so.
PLACES = {
    "src/smartrank/messages.py": "    # --- titles and sources of answers ---",
    "src/smartrank/__init__.py": "    from smartrank.query.indicators import indicators as",
    "src/smartrank/render/__init__.py": '    SVG = "svg"',
}
BLOCK = re.compile(r"^```python\n# (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def followed(recipe: str, root: Path) -> None:
    """Write the code of a recipe into a copy of the source as the recipe says."""
    text = (ROOT / "docs/contributing.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {recipe}\n")[2].partition("\n## ")[0]
    pieces = BLOCK.findall(section)
    assert len(pieces) > 1, f"no code in the recipe `{recipe}`"
    for name, code in pieces:
        file = root / name
        if not file.exists():
            file.write_text(code, encoding="utf-8")
            continue
        old = file.read_text(encoding="utf-8")
        if name not in PLACES:
            file.write_text(f"{old}\n\n{code}", encoding="utf-8")
            continue
        before, place, after = old.partition(f"\n{PLACES[name]}")
        assert place, name
        rest, _, after = after.partition("\n")
        file.write_text(f"{before}{place}{rest}\n{code}{after}", encoding="utf-8")


class Copy:
    """The program from a copy of the source."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "data", root / "data")
        shutil.copy(ROOT / "pyproject.toml", root)

    def python(self, *words: str, **environment: str) -> str:
        ran = subprocess.run(
            [sys.executable, *words],
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root / "src"), **environment},
        )
        assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout + ran.stderr
        return ran.stdout

    def smartrank(self, *words: str) -> str:
        return self.python("-m", "smartrank", *words)

    def completed(self, line: str) -> list[str]:
        told = self.python(
            "-m",
            "smartrank",
            _SMARTRANK_COMPLETE="complete_fish",
            _TYPER_COMPLETE_FISH_ACTION="get-args",
            _TYPER_COMPLETE_ARGS=line,
        )
        return [candidate.partition("\t")[0] for candidate in told.splitlines()]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = Copy(tmp_path_factory.mktemp("copy"))
    followed("A new command", copy.root)
    followed("A new format", copy.root)
    return copy


def test_a_new_command_answers(copy: Copy) -> None:
    rows: list[dict[str, Any]] = json.loads(copy.smartrank("median", "jena", "--json"))
    assert [row["category"] for row in rows][:2] == ["verwaltung", "energie-und-umwelt"]
    assert list(rows[0]) == ["city", "city_name", "edition", "category", "category_name", "median"]
    assert rows[0]["median"] == 87.5
    table = copy.smartrank("median", "-c", "mobil", "-c", "verw", "--sort", "-median")
    assert [line.split() for line in table.splitlines()][1:] == [
        ["Verwaltung", "87.50"],
        ["Mobilität", "64.65"],
    ]


def test_a_new_command_has_its_help(copy: Copy) -> None:
    listed = copy.smartrank("--help").partition("Commands:\n")[2].splitlines()
    assert listed[-1].split() == ["median", *"The middle score of each category.".split()]
    told = copy.smartrank("median", "--help")
    assert told.startswith("Usage: smartrank median [OPTIONS] [CITY]...\n")
    assert re.search(r"^  median +middle score of the indicators \(points\)$", told, re.MULTILINE)


def test_a_new_command_is_completed(copy: Copy) -> None:
    assert copy.completed("smartrank med") == ["median"]
    assert copy.completed("smartrank median --sort med") == ["median"]
    assert copy.completed("smartrank median -c mob") == ["mobilitaet"]


def test_a_new_command_has_its_schema_and_is_explained(copy: Copy) -> None:
    schema = json.loads(copy.smartrank("schema", "median"))
    assert schema["$id"] == "urn:smartrank:1:median"
    assert list(schema["items"]["properties"])[-1] == "median"
    assert "middle score of the indicators" in copy.smartrank("explain", "median")


def test_a_new_command_is_public(copy: Copy) -> None:
    code = (
        "from smartrank import MedianRecord, find, median; import smartrank; "
        "print(type(median([find('jena')]).records[0]) is MedianRecord, "
        "{'median', 'MedianRecord'} <= {*smartrank.__all__})"
    )
    assert copy.python("-c", code) == "True True\n"


def test_a_new_format_writes(copy: Copy) -> None:
    words = ("ranks", "-c", "overall", "--fields", "city,rank")
    assert copy.smartrank(*words, "--format", "lines") == "city=jena rank=54\n"
    copy.smartrank(*words, "--output", "ranks.lines")
    assert (copy.root / "ranks.lines").read_text(encoding="utf-8") == "city=jena rank=54\n"
    assert copy.completed("smartrank ranks --format li") == ["lines"]
    code = (
        "import smartrank; jena = smartrank.find('jena')\n"
        "try:\n    smartrank.render_answer(smartrank.show(jena), 'lines')\n"
        "except smartrank.UsageError as error:\n    print(error)"
    )
    assert copy.python("-c", code) == "a whole profile does not fit into lines\n"


def test_what_the_recipes_write_is_clean(copy: Copy) -> None:
    if not (find_spec("mypy") and find_spec("ruff")):
        pytest.skip("ruff and mypy are not installed")
    new = [f"src/smartrank/{name}" for name in ("query/median.py", "render/as_lines.py")]
    changed = [f"src/smartrank/{name}" for name in ("cli/commands.py", "__init__.py")]
    copy.python("-m", "ruff", "check", *new, *changed)
    copy.python("-m", "ruff", "format", "--check", *new, *changed)
    copy.python("-m", "mypy", *new, *changed)

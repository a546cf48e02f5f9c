"""The code blocks of the documents: what is run, and what is shown below it.

In a `console` block each line that begins with `$ ` is run in bash, in an empty folder that the
blocks of one document share. The lines below it are all that it prints: standard output, then
standard error. A line `...` stands for any lines. What is not to be run stands in `sh`, but for
`sh` blocks with a `text` block behind them, as in docs/recipes.md: that is what they print.

`python tests/documents.py` writes what is printed now into README.md and the recipes; read the
difference before you commit it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in (".", "docs", "data")
    for path in (ROOT / folder).glob("*.md")
)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_PAIR = re.compile(r"^```sh\n(.*?)^```\n+```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def blocks(document: str, *languages: str) -> list[str]:
    """The code blocks of a document in these languages; all if none is named."""
    found = BLOCK.finditer(text_of(document))
    return [block[2] for block in found if not languages or block[1] in languages]


class Shown(NamedTuple):
    """A command of a document, and the lines below it."""

    command: str
    printed: list[str]


def prepare(document: str, folder: Path) -> None:
    """Put into the folder of a document what it begins with."""
    if document == "docs/field.md":
        from field_pages import write_copies

        write_copies(folder)


def shown(document: str) -> list[Shown]:
    """The commands of a document's `console` blocks."""
    return [example for block in blocks(document, "console") for example in _examples(block)]


def _examples(block: str) -> Iterator[Shown]:
    assert block.startswith("$ "), f"no command begins the block:\n{block}"
    for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *printed = example.splitlines()
        yield Shown(command, printed)


def fits(shown: list[str], printed: list[str]) -> bool:
    """Whether lines are as shown, where `...` stands for any lines."""
    if not shown:
        return not printed
    if shown[0] == "...":
        return any(fits(shown[1:], printed[start:]) for start in range(len(printed) + 1))
    return bool(printed) and shown[0] == printed[0] and fits(shown[1:], printed[1:])


def ran(command: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a command in bash, with this Python and its programs first on the PATH."""
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("examples are run in bash, which is not installed")
    if "jq " in command and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    scripts = [str(Path(sys.executable).parent), sysconfig.get_path("scripts")]
    return subprocess.run(
        [bash, *options, "-c", command],
        cwd=folder,
        env={
            **os.environ,
            "PATH": os.pathsep.join([*scripts, os.environ["PATH"]]),
            "LC_ALL": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def printed_by(example: Shown, folder: Path) -> list[str]:
    """All lines that an example prints."""
    done = ran(example.command, folder)
    return (done.stdout + done.stderr).splitlines()


def _renewed(document: str) -> str:
    """The text of a document with what its examples print now; what has `...` stays."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(document, folder)

        def console(block: re.Match[str]) -> str:
            if block[1] != "console":
                return block[0]
            lines = []
            for example in _examples(block[2]):
                told = example.printed if "..." in example.printed else printed_by(example, folder)
                lines += [f"$ {example.command}", *told]
            return "\n".join(["```console", *lines, "```"])

        def recipe(pair: re.Match[str]) -> str:
            with tempfile.TemporaryDirectory() as own:
                out = ran(pair[1], Path(own), "-e", "-o", "pipefail").stdout
            return f"```sh\n{pair[1]}```\n\n```text\n{out}```"

        return _PAIR.sub(recipe, BLOCK.sub(console, text_of(document)))


if __name__ == "__main__":
    for name in DOCUMENTS:
        (ROOT / name).write_text(_renewed(name), encoding="utf-8")

"""The code blocks of the documents: what is run, and what is shown below it.

The examples of a document are run in their order, in one folder:

- `console`: each line that begins with `$ ` is a command of bash; the lines below it are all that
  it prints, standard output, then standard error. A line `...` stands for any lines.
- `sh` with a `text` block behind it: commands of bash, of which none fails, and what they print on
  standard output.
- `python`, but for code that goes into a file of the source: a script that prints no warning, with
  its standard output in a `text` block behind it, if there is one.

What is not to be run stands in `sh` alone. A line `<!-- needs: polars -->` above an example names
the programs, modules and packages of R (`R:jsonlite`) without which it is passed over.

`python tests/documents.py [DOCUMENT...]` writes what is printed now; read the difference before you
commit it.
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
from functools import cache
from importlib.util import find_spec
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
_EXAMPLE = re.compile(
    r"(?:^<!-- needs: (?P<needs>.+?) -->\n+)?"
    r"^```(?P<language>console|sh|python)\n(?P<code>.*?)^```$"
    r"(?P<gap>\n+```text\n)?(?(gap)(?P<shown>.*?)^```$)",
    re.DOTALL | re.MULTILINE,
)
#: How code begins that goes into a file of the source.
_OF_SOURCE = re.compile(r"# \S+/\S+\n")


@cache
def is_there(name: str) -> bool:
    """Whether this machine has a program, a module, or a package of R."""
    language, _, package = name.rpartition(":")
    if not language:
        return bool(shutil.which(name) or find_spec(name))
    asked = ["Rscript", "-e", f"quit(status = !requireNamespace('{package}', quietly = TRUE))"]
    return bool(shutil.which("Rscript")) and not subprocess.run(asked, check=False).returncode


class Example(NamedTuple):
    """Code of a document: what runs it, and what must be there for that."""

    language: str
    code: str
    #: What is shown behind it; None where nothing is.
    shown: str | None
    needs: tuple[str, ...]

    @property
    def lacking(self) -> list[str]:
        """What it needs and this machine has not."""
        return [name for name in self.needs if not is_there(name)]


class Shown(NamedTuple):
    """A command of a `console` block, and the lines below it."""

    command: str
    printed: list[str]


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def blocks(document: str, *languages: str) -> list[str]:
    """The code blocks of a document in these languages; all if none is named."""
    found = BLOCK.finditer(text_of(document))
    return [block[2] for block in found if not languages or block[1] in languages]


def examples(document: str) -> list[Example]:
    """What is to be run of a document, in its order."""
    found = map(_example, _EXAMPLE.finditer(text_of(document)))
    return [example for example in found if example]


def _example(block: re.Match[str]) -> Example | None:
    language, code, shown = block["language"], block["code"], block["shown"]
    if (language == "sh" and shown is None) or (language == "python" and _OF_SOURCE.match(code)):
        return None
    needs = tuple(block["needs"].split(", ")) if block["needs"] else ()
    return Example(language, code, shown, needs)


def prepare(document: str, folder: Path) -> None:
    """Put into the folder of a document what it begins with."""
    if document == "docs/field.md":
        from field_pages import write_copies

        write_copies(folder)


def commands(block: str) -> Iterator[Shown]:
    """The commands of a `console` block."""
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


def run(example: Example, folder: Path) -> str:
    """Run an example as it should be, and give the code that would show what it printed."""
    if example.language == "console":
        told = [_told(one, folder) for one in commands(example.code)]
        return "".join(f"{line}\n" for lines in told for line in lines)
    if example.language == "sh":
        done = _bash(example.code, folder, "-e", "-o", "pipefail")
    else:
        done = _run([sys.executable, "-W", "error", "-c", example.code], folder)
        assert done.stderr == ""
    assert done.returncode == 0, done.stderr
    return done.stdout


def expected(example: Example) -> str | None:
    """What `run` gives if the document is right; None where it shows nothing."""
    return example.code if example.language == "console" else example.shown


def _told(one: Shown, folder: Path) -> list[str]:
    """A command with what is shown below it if that is right, else with what it printed."""
    done = _bash(one.command, folder)
    printed = (done.stdout + done.stderr).splitlines()
    return [f"$ {one.command}", *(one.printed if fits(one.printed, printed) else printed)]


def _bash(command: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("examples are run in bash, which is not installed")
    return _run([bash, *options, "-c", command], folder)


def _run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program with this Python and its programs first on the PATH."""
    scripts = [str(Path(sys.executable).parent), sysconfig.get_path("scripts")]
    return subprocess.run(
        words,
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


def _renewed(document: str) -> str:
    """The text of a document with what its examples print now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(document, folder)

        def renew(block: re.Match[str]) -> str:
            example = _example(block)
            if example is None or example.lacking:
                return block[0]
            printed = run(example, folder)
            group = "code" if example.language == "console" else "shown"
            if example.shown is None and group == "shown":
                return block[0]
            start, end = (at - block.start() for at in block.span(group))
            return block[0][:start] + printed + block[0][end:]

        return _EXAMPLE.sub(renew, text_of(document))


if __name__ == "__main__":
    for name in sys.argv[1:] or DOCUMENTS:
        (ROOT / name).write_text(_renewed(name), encoding="utf-8")

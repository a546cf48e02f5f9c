"""The documents say what is so: commands run, outputs are shown as they are, links lead somewhere.

In a `console` block each line that begins with `$ ` is run in bash, in an empty folder that the
blocks of one document share. The lines below it are what it prints: standard output, or that and
standard error behind it. A line `...` stands for any lines. What is not to be run stands in `sh`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import smartrank
import smartrank.cli.commands  # registers the commands
from conftest import ROOT
from smartrank.cli.framework import COMMANDS
from smartrank.names import slug

if TYPE_CHECKING:
    from conftest import Invoke

DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in (".", "docs", "data")
    for path in (ROOT / folder).glob("*.md")
)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def blocks(document: str, *languages: str) -> list[str]:
    """The code blocks of a document in these languages; all if none is named."""
    found = BLOCK.finditer(text_of(document))
    return [block[2] for block in found if not languages or block[1] in languages]


# --- commands with their output -------------------------------------------------------------------


class Shown(NamedTuple):
    command: str
    printed: list[str]


def shown(document: str) -> list[Shown]:
    """The commands of a document's `console` blocks, and the lines below each."""
    found: list[Shown] = []
    for block in blocks(document, "console"):
        assert block.startswith("$ "), f"{document}: no command begins the block:\n{block}"
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(Shown(line[2:], []))
            else:
                found[-1].printed.append(line)
    return found


def fits(shown: list[str], printed: list[str]) -> bool:
    """Whether lines are as shown, where `...` stands for any lines."""
    if not shown:
        return not printed
    if shown[0] == "...":
        return any(fits(shown[1:], printed[start:]) for start in range(len(printed) + 1))
    return bool(printed) and shown[0] == printed[0] and fits(shown[1:], printed[1:])


@pytest.mark.parametrize("lines", ["a b c", "a ...", "... c", "a ... c", "...", "a b c ..."])
def test_three_dots_stand_for_any_lines(lines: str) -> None:
    assert fits(lines.split(), ["a", "b", "c"])


@pytest.mark.parametrize("lines", ["", "a b", "a c", "... b", "b ...", "a b c d"])
def test_without_dots_no_line_may_lack(lines: str) -> None:
    assert not fits(lines.split(), ["a", "b", "c"])


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: tmp_path_factory.mktemp(slug(name)) for name in DOCUMENTS}


EXAMPLES = [(document, example) for document in DOCUMENTS for example in shown(document)]


@pytest.mark.parametrize(
    ("document", "example"),
    [pytest.param(*case, id=f"{case[0]}: {case[1].command}") for case in EXAMPLES],
)
def test_a_command_prints_what_the_document_shows(
    document: str, example: Shown, folders: dict[str, Path]
) -> None:
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("examples are run in bash, which is not installed")
    scripts = [str(Path(sys.executable).parent), sysconfig.get_path("scripts")]
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([*scripts, os.environ["PATH"]]),
        "LC_ALL": "C.UTF-8",
    }
    ran = subprocess.run(
        [bash, "-c", example.command],
        cwd=folders[document],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    everything = (ran.stdout + ran.stderr).splitlines()
    if not fits(example.printed, everything):
        assert example.printed == ran.stdout.splitlines(), ran.stderr


def test_the_readme_shows_commands_with_their_output() -> None:
    assert len(shown("README.md")) >= 3


def test_python_in_the_readme_runs() -> None:
    found = blocks("README.md", "python")
    assert found
    for code in found:
        ran = subprocess.run(
            [sys.executable, "-W", "error", "-c", code], capture_output=True, check=False
        )
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert ran.stdout.strip()


# --- the first two commands -----------------------------------------------------------------------


def first_commands() -> list[str]:
    return [block.rstrip("\n") for block in blocks("README.md")[:2]]


def test_the_readme_opens_with_two_commands_of_one_line() -> None:
    opening = text_of("README.md").partition("\n## ")[0]
    assert len(BLOCK.findall(opening)) >= 2
    for command in first_commands():
        assert "\n" not in command
        make, install, run = command.split(" && ")
        folder = re.fullmatch(r"python3 -m venv (\S+)", make)
        assert folder
        assert install.startswith(f"{folder[1]}/bin/pip install ")
        assert run.startswith(f"{folder[1]}/bin/")


def test_the_first_command_shows_jena_and_the_second_runs_all_tests() -> None:
    show, test = first_commands()
    assert re.search(r"pip install (-\S+ )*\. && \S+/bin/smartrank show jena$", show)
    tests = r"pip install (-\S+ )*'\.\[test\]' && \S+/bin/python -m pytest( -\S+| auto)*$"
    assert re.search(tests, test)


# --- names, links, versions -----------------------------------------------------------------------


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_readme_names_every_command(command: str) -> None:
    assert re.search(rf"(`|smartrank ){command}\b", text_of("README.md"))


#: `smartrank weak jena --limit 3`, in a block or between backticks, up to a pipe or the end.
CALL = re.compile(r"(?:^(?:\$ )?|[`/])smartrank ((?:[^`\n|&]|\\\n)*)", re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_and_options_that_are_named_exist(invoke: Invoke, document: str) -> None:
    helps: dict[str, str] = {}
    for call in CALL.findall(text_of(document)):
        words = call.split()
        name = next((word for word in words if not word.startswith("-")), "")
        if name in COMMANDS:
            asked = helps.setdefault(name, invoke(name, "--help").out)
        else:
            assert not name or name.isupper(), f"there is no command in `smartrank {call}`"
            asked = helps.setdefault("", invoke("--help").out)
        for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", call):
            assert re.search(rf"{option}\b", asked) or name.isupper(), f"`smartrank {call}`"


def anchors(document: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", text_of(document)), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_to_files_and_headings_that_exist(document: str) -> None:
    for link in LINK.findall(BLOCK.sub("", text_of(document))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / document).parent / path if path else ROOT / document
        assert target.exists(), f"{document} links to {link}"
        if anchor:
            assert anchor in anchors(target.resolve().relative_to(ROOT).as_posix()), link


def test_the_changelog_has_the_version() -> None:
    versions = re.findall(r"^## \[?v?(\d[^\s\]]*)", text_of("CHANGELOG.md"), flags=re.MULTILINE)
    assert versions[0] == smartrank.__version__

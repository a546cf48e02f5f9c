"""The documents say what is so: commands run and print what is shown, links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import smartrank
import smartrank.cli.commands  # registers the commands
from documents import (
    BLOCK,
    DOCUMENTS,
    ROOT,
    blocks,
    commands,
    examples,
    expected,
    fits,
    prepare,
    run,
    text_of,
)
from smartrank.cli.framework import COMMANDS

if TYPE_CHECKING:
    from conftest import Invoke

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")

# --- commands with their output -------------------------------------------------------------------


@pytest.mark.parametrize("lines", ["a b c", "a ...", "... c", "a ... c", "...", "a b c ..."])
def test_three_dots_stand_for_any_lines(lines: str) -> None:
    assert fits(lines.split(), ["a", "b", "c"])


@pytest.mark.parametrize("lines", ["", "a b", "a c", "... b", "b ...", "a b c d"])
def test_without_dots_no_line_may_lack(lines: str) -> None:
    assert not fits(lines.split(), ["a", "b", "c"])


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if examples(name)])
def test_examples_of_a_document_print_what_it_shows(document: str, tmp_path: Path) -> None:
    prepare(document, tmp_path)
    for example in examples(document):
        if not example.lacking:
            printed, shown = run(example, tmp_path), expected(example)
            assert shown in (None, printed), example.code


@pytest.mark.parametrize(
    "needed", sorted({name for d in DOCUMENTS for one in examples(d) for name in one.needs})
)
def test_what_examples_need_is_there(needed: str) -> None:
    """It says which examples were passed over."""
    needing = [one for d in DOCUMENTS for one in examples(d) if needed in one.needs]
    lacking = [one for one in needing if needed in one.lacking]
    if lacking:
        pytest.skip(f"{needed} is not installed: {len(lacking)} examples are not run")


def test_the_readme_shows_commands_with_their_output() -> None:
    shown = [block for block in examples("README.md") if block.language == "console"]
    assert sum(len(list(commands(block.code))) for block in shown) >= 3
    assert blocks("README.md", "python")


def mypy(code: str, folder: Path) -> str:
    """What mypy --strict says of code that uses the package as it is installed."""
    if not find_spec("mypy"):
        pytest.skip("mypy is not installed beside this Python")
    (folder / "example.py").write_text(code, encoding="utf-8")
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--no-incremental",
            "--config-file=",
            "example.py",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout


def test_python_in_the_readme_is_typed(tmp_path: Path) -> None:
    code = "\n".join(blocks("README.md", "python"))
    assert mypy(code, tmp_path).startswith("Success: no issues found")
    assert "row.score" in code
    misspelt = mypy(code.replace("row.score", "row.scoer"), tmp_path)
    assert '"IndicatorRecord" has no attribute "scoer"' in misspelt


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
        name = {"jena": "show", "zsh": "", "help": ""}.get(name, name)
        if f"def {name}(" in text_of(document):
            continue  # the document makes this command
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


def test_the_readme_shows_every_picture_that_is_drawn_for_it() -> None:
    shown = re.findall(r"!\[([^\]]+)\]\(docs/images/(\w+\.png)\)", text_of("README.md"))
    drawn = re.findall(r"IMAGES / \"(\w+\.png)\"", text_of("docs/pictures.py"))
    assert [name for _, name in shown] == drawn == ["page.png", "picture.png"]
    for _, name in shown:
        assert (ROOT / "docs/images" / name).read_bytes().startswith(b"\x89PNG")

"""What the program writes into the handbook, the manual and the metadata is what it is now."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hatch_build import addresses, readme_for_index

import smartrank
from documents import ROOT, text_of
from generate import made
from test_completion import ARGUMENTS, QUIET, Terminal

if TYPE_CHECKING:
    from conftest import Invoke

REPOSITORY = "https://beispiel.invalid/smartrank"


@pytest.mark.parametrize("path", sorted(made()), ids=lambda path: path.name)
def test_what_is_generated_is_up_to_date(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == made()[path], "`python docs/generate.py` writes it anew"


def test_man_reads_the_manual_page_without_a_warning() -> None:
    man = shutil.which("man")
    if not man:
        pytest.skip("man is not installed")
    page = ROOT / "share/man/man1/smartrank.1"
    read = subprocess.run(
        [man, "--warnings", "-E", "UTF-8", "-l", str(page)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "MANWIDTH": "80"},
        check=False,
    )
    if "minimized" in read.stdout:
        pytest.skip("this system has no manual pages")
    assert (read.returncode, read.stderr) == (0, "")
    headings = re.findall(r"^([A-Z ]+)$", read.stdout, re.MULTILINE)
    assert [heading.strip() for heading in headings if heading.strip()] == (
        "NAME,SYNOPSIS,DESCRIPTION,OPTIONS,COMMANDS,SHARED OPTIONS,EXIT STATUS,ENVIRONMENT,FILES,"
        "HANDBOOK,NOTES".split(",")
    )
    assert "smartrank weak jena --by potential" in read.stdout


LOAD = {
    "bash": "source '{}/bash-completion/completions/smartrank'",
    "zsh": "fpath=('{}/zsh/site-functions' $fpath); autoload -Uz compinit; compinit -u -D",
    "fish": "source '{}/fish/vendor_completions.d/smartrank.fish'",
}


@pytest.mark.parametrize("name", LOAD)
def test_shells_complete_by_the_installed_files(name: str, tmp_path: Path) -> None:
    load = LOAD[name].format(ROOT / "share")
    shell = Terminal(name, tmp_path, ARGUMENTS[name], f"{QUIET[name]}; {load}")
    try:
        assert shell.tab("smartrank show je") == "smartrank show jena "
        assert shell.tab("smartrank ranks -c verw") == "smartrank ranks -c verwaltung "
    finally:
        shell.close()


def test_links_on_a_package_index_lead_into_the_repository() -> None:
    text = "![p](docs/a.png) [d](docs/data.md#x) [here](#own) [w](https://beispiel.invalid/)"
    assert readme_for_index(text, REPOSITORY, "1.2") == (
        f"![p]({REPOSITORY}/raw/v1.2/docs/a.png) [d]({REPOSITORY}/blob/v1.2/docs/data.md#x) "
        "[here](#own) [w](https://beispiel.invalid/)"
    )
    assert addresses(REPOSITORY)["Source"] == REPOSITORY


def test_without_a_repository_no_link_leads_nowhere() -> None:
    text = "![p](docs/a.png)[d](docs/data.md#x) [here](#own) [w](https://beispiel.invalid/)"
    assert readme_for_index(text, "", "1.2") == "d [here](#own) [w](https://beispiel.invalid/)"
    assert list(addresses("")) == ["Figures"]


@pytest.mark.parametrize(
    "page", sorted(path.name for path in (ROOT / "docs").glob("*.md") if path.stem != "index")
)
def test_help_leads_to_every_page_of_the_handbook(invoke: Invoke, page: str) -> None:
    assert "docs/index.md" in invoke("--help").out
    assert f"]({page})" in text_of("docs/index.md")
    assert page in text_of("share/man/man1/smartrank.1").replace("\\-", "-")
    assert re.search(rf"[ \[]{page}[,\]\n]", text_of("mkdocs.yml").partition("\nnav:\n")[2])


def test_the_citation_has_the_version() -> None:
    assert f"\nversion: {smartrank.__version__}\n" in text_of("CITATION.cff")

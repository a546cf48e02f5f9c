"""What stands in more than one file of the project is the same in all of them."""

from __future__ import annotations

import re
import subprocess

import tomli

from documents import ROOT, text_of


def test_pre_commit_uses_the_versions_of_the_extra() -> None:
    extras = tomli.loads(text_of("pyproject.toml"))["project"]["optional-dependencies"]
    pinned = dict(item.split("==") for item in extras["lint"] if "==" in item)
    assert set(pinned) == {"ruff", "mypy"}
    hooks = text_of(".pre-commit-config.yaml")
    assert re.findall(r"rev: v(.+)", hooks) == [pinned["ruff"]]
    assert f"name: mypy {pinned['mypy']}\n" in hooks


def test_the_checks_run_what_the_readme_says() -> None:
    script = ROOT / ".ci/run"
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(script)], check=True)
    command = r"""awk '/^```/ { block++; next } block == 3' README.md"""
    assert command in script.read_text(encoding="utf-8")
    found = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert found.stdout.strip().endswith("-m pytest -q -n auto --cov")


def test_hook_for_repositories_of_data_files_names_a_command_and_its_files() -> None:
    text = text_of(".pre-commit-hooks.yaml")
    hook = dict(re.findall(r"^[- ] (\w+): (.+)$", text, flags=re.MULTILINE))
    assert hook["id"] == "smartrank-check"
    assert (hook["language"], hook["types"]) == ("python", "[toml]")
    project = tomli.loads(text_of("pyproject.toml"))
    command, subcommand = hook["entry"].split()
    assert command in project["project"]["scripts"]
    assert subcommand == "check"
    wanted, others = re.compile(hook["files"]), re.compile(hook["exclude"])
    names = ("jena.toml", "x/halle-saale-2025.toml", "ranking-2025.toml", "probe-chóśebuz.toml")
    for name in names:
        assert wanted.search(name)
        assert not others.search(name)
    assert not wanted.search("Cargo.toml")
    assert others.search("pyproject.toml")
    assert others.search("tools/ruff.toml")
    assert (
        "/.pre-commit-hooks.yaml"
        in project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    )

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

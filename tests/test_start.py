"""What the program imports when it starts: as little as it can, never Rich, nothing new unseen."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

import smartrank
from smartrank.query.catalogue import queries

#: Runs the program after noting, at each first import, who asked for it: the modules on the stack.
PROBE = """
import json, sys
from pathlib import Path
chains = {}
class Witness:
    def find_spec(self, name, path=None, target=None):
        frame, chain = sys._getframe(1), []
        while frame is not None:
            asking = frame.f_globals.get("__name__", "?")
            machinery = asking.partition(".")[0] in ("importlib", "_frozen_importlib", "__main__")
            if not machinery and chain[-1:] != [asking]:
                chain.append(asking)
            frame = frame.f_back
        chains.setdefault(name, chain[::-1])
sys.meta_path.insert(0, Witness())
before = set(sys.modules)
program, report, *sys.argv[1:] = sys.argv[1:]
sys.argv[0] = "smartrank"
try:
    exec(program)
except SystemExit as stop:
    assert not stop.code, stop.code
found = {name: chains.get(name, []) for name in sys.modules if name not in before}
Path(report).write_text(json.dumps(found))
"""
PROGRAM = "from smartrank.__main__ import main; main()"
#: What any Typer application with two commands loads when one of them prints a word.
BASELINE = """
import typer
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
@app.command()
def one(word: str = "x"):
    print(word)
@app.command()
def two():
    pass
app(["one"])
"""

#: Command line -> the modules it needs beside those that all commands share; a query brings those
#: that it imports itself.
NEEDED = {
    "indicators --category mobilitaet --json": ("query.indicators", "render.as_json"),
    "ranks jena --json": ("query.ranks", "render.as_json"),
    "show jena --json": ("query.show", "render.as_json"),
    "--help": (),
    "--version": (),
    "indicators --help": ("query.indicators",),
}


def with_imports(modules: Iterable[str]) -> set[str]:
    """Modules and what they import, at the top or later, as far as it is ours."""
    found: set[str] = set()
    left = [f"smartrank.{module}" for module in modules]
    while left:
        module = left.pop()
        file = Path(smartrank.__file__).parent.joinpath(*module.split(".")[1:]).with_suffix(".py")
        if module in found or not file.exists():
            continue
        found.add(module)
        text = file.read_text(encoding="utf-8")
        left += re.findall(r"^ *from (smartrank\.\S+) import", text, re.MULTILINE)
    return found


def is_for_some_commands(module: str) -> bool:
    """Whether only some commands need a module: a query, a format, the import, the completion."""
    room, _, name = module.removeprefix("smartrank.").partition(".")
    if room == "query":
        return name in queries()
    if room == "cli":
        return name in {"completion", "importing", "pager", "shells"}
    return room == "importing" or (room == "render" and bool(name))


class Imports(NamedTuple):
    """Module -> the modules whose code led to its import, outermost first."""

    chains: dict[str, list[str]]

    def named(self) -> dict[str, list[str]]:
        """Ours by module, those of others by package; without the standard library."""
        found: dict[str, list[str]] = {}
        for module in self.chains:
            package = module.partition(".")[0]
            if package not in sys.stdlib_module_names and not package.endswith("__mypyc"):
                name = module if package == "smartrank" else package
                found[name] = self.chains.get(name, [])
        return found


def _imports(tmp_path_factory: pytest.TempPathFactory, program: str, words: str) -> Imports:
    report = tmp_path_factory.mktemp("start") / "report.json"
    command = [sys.executable, "-c", PROBE, program, str(report), *words.split()]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, encoding="utf-8")
    return Imports(json.loads(report.read_text()))


def newcomers(imports: Imports, expected: set[str]) -> list[str]:
    """What is imported beyond what is expected, each with the chain that leads to it."""
    return [
        f"{module}, imported by {' > '.join(chain) or 'no module that was seen'}"
        for module, chain in imports.named().items()
        if module not in expected
    ]


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    return set(_imports(tmp_path_factory, BASELINE, "").named())


@pytest.fixture(scope="module", params=list(NEEDED))
def started(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Imports]:
    return request.param, _imports(tmp_path_factory, PROGRAM, request.param)


def test_others_than_typer_are_not_imported(
    started: tuple[str, Imports], baseline: set[str]
) -> None:
    words, imports = started
    ours = {module for module in imports.named() if module.partition(".")[0] == "smartrank"}
    new = newcomers(imports, {*ours, *baseline, "tomli"})
    assert not new, f"`smartrank {words}` imports more than it needs:\n" + "\n".join(new)


def test_a_command_loads_what_it_needs_and_nothing_of_the_others(
    started: tuple[str, Imports],
) -> None:
    words, imports = started
    loaded = {module for module in imports.named() if is_for_some_commands(module)}
    needed = with_imports(NEEDED[words])
    new = newcomers(imports, {*imports.named()} - (loaded - needed))
    assert not new, f"`smartrank {words}` imports more than it needs:\n" + "\n".join(new)
    assert {f"smartrank.{module}" for module in NEEDED[words]} <= loaded


def test_rich_is_not_imported(started: tuple[str, Imports]) -> None:
    _, imports = started
    rich = {name: chain for name, chain in imports.chains.items() if name.startswith("rich")}
    assert rich == {}


def test_the_table_imports_rich_only_where_it_draws(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    # proves that the tests above would see Rich
    chains = _imports(tmp_path_factory, PROGRAM, "ranks jena --format table").chains
    assert "rich" in chains
    assert any(module.startswith("smartrank.render.") for module in chains["rich"])


def test_a_newcomer_is_named_with_its_import_chain(started: tuple[str, Imports]) -> None:
    _, imports = started
    expected = set(imports.named()) - {"tomli"}
    (newcomer,) = newcomers(imports, expected)
    assert newcomer.startswith("tomli, imported by smartrank.__main__ > smartrank.cli > ")
    assert newcomer.endswith(" > smartrank.dataset.store > smartrank.dataset.load")

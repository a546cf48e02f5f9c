"""What the program imports when it starts: as little as it can, never Rich, nothing new unseen."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import NamedTuple

import pytest

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

#: Every command needs these.
SPINE = {
    "smartrank",
    "smartrank.__main__",
    "smartrank.cli",
    "smartrank.cli.commands",
    "smartrank.cli.framework",
    "smartrank.cli.options",
    "smartrank.cli.output",
    "smartrank.dataset",
    "smartrank.errors",
    "smartrank.files",
    "smartrank.dataset.load",
    "smartrank.messages",
    "smartrank.model",
    "smartrank.names",
    "smartrank.query",
    "smartrank.query.answer",
    "smartrank.query.fields",
    "smartrank.query.select",
    "smartrank.dataset.fields",
    "smartrank.render",
    "smartrank.dataset.store",
    "tomli",
}
ROWS = {"smartrank.arithmetic", "smartrank.query.indicators"}
JSON = {"smartrank.render.as_json"}
PINNED = {
    "indicators --category mobilitaet --json": SPINE | ROWS | JSON,
    "ranks jena --json": SPINE | JSON | {"smartrank.query.ranks"},
    "show jena --json": SPINE
    | ROWS
    | JSON
    | {
        "smartrank.query.audit",
        "smartrank.query.practices",
        "smartrank.query.show",
        "smartrank.query.ranks",
        "smartrank.query.strong",
        "smartrank.query.weak",
    },
    "--help": SPINE,
    "--version": SPINE,
    "indicators --help": SPINE | ROWS | {"smartrank.query.catalogue"},
}


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


@pytest.fixture(scope="module", params=list(PINNED))
def started(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Imports]:
    return request.param, _imports(tmp_path_factory, PROGRAM, request.param)


def test_nothing_new_is_imported(started: tuple[str, Imports], baseline: set[str]) -> None:
    words, imports = started
    new = newcomers(imports, PINNED[words] | baseline)
    assert not new, f"`smartrank {words}` imports more than it did:\n" + "\n".join(new)


def test_the_pinned_list_holds_nothing_that_is_gone(started: tuple[str, Imports]) -> None:
    words, imports = started
    assert PINNED[words] - set(imports.named()) == set()


def test_rich_is_not_imported(started: tuple[str, Imports]) -> None:
    _, imports = started
    rich = {name: chain for name, chain in imports.chains.items() if name.startswith("rich")}
    assert rich == {}


def test_the_table_imports_rich_only_where_it_draws(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    # proves that the tests above would see Rich
    chains = _imports(tmp_path_factory, PROGRAM, "ranks jena --format svg").chains
    assert "rich" in chains
    assert any(module.startswith("smartrank.render.") for module in chains["rich"])


def test_a_newcomer_is_named_with_its_import_chain(started: tuple[str, Imports]) -> None:
    _, imports = started
    expected = set(imports.named()) - {"tomli"}
    (newcomer,) = newcomers(imports, expected)
    assert newcomer.startswith("tomli, imported by smartrank.__main__ > smartrank.cli > ")
    assert newcomer.endswith(" > smartrank.dataset.store > smartrank.dataset.load")

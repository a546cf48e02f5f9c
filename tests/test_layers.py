"""Imports point one way only, and each part keeps to what it owns."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import smartrank

SOURCE = Path(smartrank.__file__).parent
MODULES = sorted(path.relative_to(SOURCE) for path in SOURCE.rglob("*.py"))

#: From left to right; a part may import from its own and from those to its left.
LAYERS = (
    ("errors", "text", "names", "files", "findings"),
    ("model", "arithmetic"),
    (
        "locating",
        "reading",
        "loading",
        "store",
        "notes",
        "writing",
        "pages",
        "carrying",
        "dataset_schema",
    ),
    ("query",),
    ("render",),
    ("cli",),
    ("__main__",),
)
RUN_TIME = {"typer", "rich", "tomli", "tomli_w"}


def part_of(module: str) -> str:
    return module.split(".")[1]


def level_of(part: str) -> int:
    return next(level for level, parts in enumerate(LAYERS) if part in parts)


def imports_of(path: Path) -> set[str]:
    """All modules a file imports: at the top, inside functions, and for type checking."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((SOURCE / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            module = str(node.module)
            bare = module in {"smartrank", "smartrank.query", "smartrank.render"}
            found |= {f"{module}.{a.name}" if bare else module for a in node.names}
    return found


def test_there_are_modules() -> None:
    assert Path("query/records.py") in MODULES


@pytest.mark.parametrize("path", [p for p in MODULES if p.name != "__init__.py"], ids=str)
def test_every_module_has_a_layer(path: Path) -> None:
    assert level_of(path.parts[0].removesuffix(".py")) >= 0


@pytest.mark.parametrize("path", [p for p in MODULES if p != Path("__init__.py")], ids=str)
def test_imports_point_left(path: Path) -> None:
    own = level_of(path.parts[0].removesuffix(".py"))
    for module in imports_of(path):
        if module.startswith("smartrank.") and module != "smartrank.__version__":
            assert level_of(part_of(module)) <= own, f"{path} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_third_parties_are_the_declared_ones(path: Path) -> None:
    outside = {module.split(".")[0] for module in imports_of(path)}
    outside -= {"smartrank", *sys.stdlib_module_names}
    assert outside <= RUN_TIME


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_only_the_drawing_formats_use_rich(path: Path) -> None:
    drawing = {Path("render/drawing.py"), Path("render/as_svg.py")}
    uses = any(module.split(".")[0] == "rich" for module in imports_of(path))
    assert uses <= (path in drawing)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_only_the_command_line_uses_typer_and_prints(path: Path) -> None:
    uses = any(module.split(".")[0] == "typer" for module in imports_of(path))
    tree = ast.parse((SOURCE / path).read_text(encoding="utf-8"))
    names = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.expr)}
    prints = names & {"print", "sys.stdout", "sys.stderr"}
    assert not (uses or prints) or path.parts[0] == "cli"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_model_and_queries_open_no_file(path: Path) -> None:
    if path.parts[0] in {"model.py", "arithmetic.py", "query", "render", "names.py", "text.py"}:
        opened = imports_of(path) & {"os", "io.open", "shutil", "tempfile"}
        assert not opened

"""Imports point one way only, and each part keeps to what it owns."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import get_args

import smartrank
from smartrank.query.answer import PictureKind
from smartrank.query.catalogue import queries

SOURCE = Path(smartrank.__file__).parent
TREES = {
    path.relative_to(SOURCE): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(SOURCE.rglob("*.py"))
}

#: From left to right; a part may import from its own layer and from those to its left.
LAYERS = (
    ("errors", "messages", "language", "text", "names", "files", "frozen"),
    ("model", "rankings", "arithmetic", "places"),
    ("dataset", "importing"),
    ("query",),
    ("render",),
    ("cli",),
    ("__main__",),
)
RUN_TIME = {"typer", "rich", "tomli", "tomli_w"}
#: By an extra.
WORKBOOK = Path("render/as_xlsx.py")
DRAWING = {Path("render/as_table.py")}


def part_of(path: Path) -> str:
    return path.parts[0].removesuffix(".py")


def level_of(part: str) -> int:
    """How far to the right a part stands; a part without a layer fails."""
    (level,) = [level for level, parts in enumerate(LAYERS) if part in parts]
    return level


def imports_of(tree: ast.AST) -> set[str]:
    """All modules that are imported: at the top, inside functions, and for type checking."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def users_of(package: str) -> set[Path]:
    return {
        path
        for path, tree in TREES.items()
        if any(module.split(".")[0] == package for module in imports_of(tree))
    }


def test_every_part_has_a_layer_and_every_layer_its_parts() -> None:
    parts = {part_of(path) for path in TREES} - {"__init__"}
    assert parts == {part for layer in LAYERS for part in layer}


def test_imports_point_left() -> None:
    wrong = [
        f"{path} imports {module}"
        for path, tree in TREES.items()
        if path != Path("__init__.py")  # the public names come from everywhere
        for module in imports_of(tree)
        if module.startswith("smartrank.")
        and module != "smartrank.__version__"
        and level_of(module.split(".")[1]) > level_of(part_of(path))
    ]
    assert wrong == []
    assert "smartrank.query.answer.Answer" in imports_of(TREES[Path("cli/commands.py")])


def test_third_parties_are_the_declared_ones() -> None:
    outside = {module.split(".")[0] for tree in TREES.values() for module in imports_of(tree)}
    assert outside - {"smartrank", *sys.stdlib_module_names} == RUN_TIME | {"xlsxwriter"}
    assert users_of("xlsxwriter") == {WORKBOOK}


def test_only_the_drawing_formats_use_rich() -> None:
    assert users_of("rich") == DRAWING


def test_only_the_command_line_uses_typer_and_prints() -> None:
    printing = {
        path
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and ast.unparse(node) in {"print", "sys.stdout", "sys.stderr"}
    }
    assert {part_of(path) for path in users_of("typer") | printing} == {"cli"}


def test_model_and_queries_open_no_file() -> None:
    pure = {"model", "arithmetic", "places", "query", "render", "names", "text", "messages"}
    system = {"os", "io", "shutil", "tempfile"}
    opening = {
        path
        for path, tree in TREES.items()
        if part_of(path) in pure and {module.split(".")[0] for module in imports_of(tree)} & system
    }
    # for the ending of a file's name, and for text and bytes that grow
    growing = {Path("render/delimited.py"), WORKBOOK}
    assert opening <= {Path("render/__init__.py"), *growing, *DRAWING}


# --- the house as a whole -------------------------------------------------------------------------


def modules_of(tree: ast.AST) -> set[Path]:
    """The modules of ours that are imported, at the top or later; without packages."""
    names = (name.split(".") for name in imports_of(tree) if name.startswith("smartrank."))
    parts = (part for _, *rest in names for part in (rest, rest[:-1]) if part)
    return {Path(*part).with_suffix(".py") for part in parts} & TREES.keys()


def test_no_modules_need_each_other() -> None:
    """Whatever nothing else needs is taken away, and then what only that needed: all must go."""
    needed = {path: modules_of(tree) - {path} for path, tree in TREES.items()}
    assert {Path("arithmetic.py"), Path("dataset/load.py")} <= needed[Path("dataset/lint.py")]
    while free := [path for path in needed if not any(path in of for of in needed.values())]:
        for path in free:
            del needed[path]
    assert needed == {}


def test_the_map_names_every_module() -> None:
    """Those of commands, formats and pictures are named by what they are of."""
    guide = (Path(__file__).parents[1] / "docs/contributing.md").read_text(encoding="utf-8")
    drawn = guide.partition("## The map")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(\w+)`", drawn))
    of_their_own = {*queries(), *get_args(PictureKind)}
    unnamed = {
        str(path)
        for path in TREES
        if path.parts[0] != "importing"
        and not path.stem.startswith(("__", "as_"))
        and path.stem not in named | of_their_own
    }
    assert unnamed == set()

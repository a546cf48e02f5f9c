"""Everything in the handbook that the program itself knows, written by the program.

    python docs/generate.py

A page holds regions between `<!-- made by docs/generate.py: NAME -->` and `<!-- end of NAME -->`;
what stands there is replaced. The manual page and the completion files of `share/` are written
whole. A test compares, so that nothing drifts.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any, Literal, NamedTuple, get_args, get_origin

import smartrank
from manual import completion_file, manual_page
from program import Described, Option, described, shared_options
from smartrank.dataset import fields as kinds
from smartrank.dataset.layout import CITY_FILE
from smartrank.dataset.ranking_layout import RANKING_FILE
from smartrank.query.catalogue import queries, record_of
from smartrank.query.fields import FieldInfo, fields_of
from smartrank.render import Format
from smartrank.render.delimited import DIALECTS

ROOT = Path(__file__).parents[1]
SHARE = ROOT / "share"
_REGION = re.compile(
    r"(<!-- made by docs/generate\.py: ([\w-]+) -->\n).*?(<!-- end of \2 -->)", re.DOTALL
)


# --- tables ---------------------------------------------------------------------------------------


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


# --- commands -------------------------------------------------------------------------------------


def commands() -> str:
    """Every command with its help, its own options, and the names of the shared ones."""
    return "\n".join(map(_command, described()))


def _command(command: Described) -> str:
    parts = [f"## {command.name}\n", f"{_code(command.usage)}\n", f"{command.about}\n"]
    parts.append(f"```sh\n{command.examples}```\n")
    if command.own:
        parts.append(_options("argument or option", command.own))
    if command.shared:
        names = ", ".join(_code(option.long) for option in command.shared)
        parts.append(f"Also the [shared options](#shared-options) {names}.\n")
    if command.name in queries():
        parts.append(f"[Fields of the answer](fields.md#{command.name})\n")
    return "\n".join(parts)


def shared() -> str:
    """The options that several commands have."""
    return _options("option", shared_options())


def _options(heading: str, options: Sequence[Option]) -> str:
    return table([heading, "meaning"], [[_code(one.names), one.help] for one in options])


# --- fields ---------------------------------------------------------------------------------------

_TYPES = {str: "text", int: "whole number", float: "number", bool: "true or false"}


def fields() -> str:
    """The fields of every command's answer, as they are declared."""
    return "\n".join(
        part for name in queries() for part in _record(f"## {name}", record_of(name), name)
    )


def _record(heading: str, record: type[Any], command: str) -> Iterator[str]:
    yield f"{heading}\n\n{_docstring(record)}\n"
    known = fields_of(record)
    headings = ["field", "meaning", "heading", "type", "unit", "null", "origin"]
    yield table(headings, [_field(info, command) for info in known.values()])
    for name, info in known.items():
        if inner := _inner(info.type):
            yield from _record(f"### {name} of {command}", inner, command)


def _inner(kind: Any) -> type[Any] | None:
    """The record class inside of a field, if there is one."""
    found: Any = get_args(kind)[0] if get_origin(kind) is tuple else kind
    return found if hasattr(found, "_fields") else None


def _field(info: FieldInfo, command: str) -> list[str]:
    about = info.about
    return [
        _code(info.name),
        about.meaning,
        about.heading,
        _type_words(info, command),
        about.unit,
        "may be" if info.nullable else "never",
        about.origin,
    ]


def _type_words(info: FieldInfo, command: str) -> str:
    if get_origin(info.type) is Literal:
        return ", ".join(map(_code, get_args(info.type)))
    if _inner(info.type):
        many = "list of records" if get_origin(info.type) is tuple else "record"
        return f"[{many}](#{info.name}-of-{command})"
    return _TYPES[info.type]


def _docstring(thing: Any) -> str:
    return inspect.getdoc(thing) or ""


# --- formats --------------------------------------------------------------------------------------

_LINE_ENDS = {"\n": "LF", "\r\n": "CRLF"}


def formats() -> str:
    """What a program must know of each format."""
    headings = ["format", "extensions", "encoding", "lines end in", "`show`"]
    return table(headings, [_format(form) for form in Format])


def _format(form: Format) -> list[str]:
    dialect = DIALECTS.get(form.value)
    start = " with BOM" if dialect and dialect.start else ""
    encoding = "the terminal's; in a file UTF-8" if form is Format.TABLE else f"UTF-8{start}"
    line_end = _LINE_ENDS[dialect.line_end if dialect else "\n"]
    if form.is_binary:
        encoding, line_end = "binary", "-"
    endings = ", ".join(map(_code, form.endings)) or "none"
    return [_code(form.value), endings, encoding, line_end, "yes" if form.nests else "no"]


# --- data files -----------------------------------------------------------------------------------


def city_keys() -> str:
    """The keys of a city's file."""
    return _keys(CITY_FILE)


def ranking_keys() -> str:
    """The keys of a ranking file."""
    return _keys(RANKING_FILE)


def _keys(file: kinds.Table) -> str:
    rows = [_key(path, kind) for path, kind in _walk(file, "")]
    return table(["key", "value", "", "meaning"], rows)


def _walk(kind: kinds.Table, path: str) -> Iterator[tuple[str, kinds.Kind]]:
    for key, value in kind.keys.items():
        yield f"{path}{key}", value
        inside, step = value, "."
        if isinstance(value, kinds.Array):
            inside, step = value.items, "[]."
        elif isinstance(value, kinds.Named):
            inside, step = value.items, ".<key>."
        if isinstance(inside, kinds.Table):
            yield from _walk(inside, f"{path}{key}{step}")


def _key(path: str, kind: kinds.Kind) -> list[str]:
    return [_code(path), _value(kind), "optional" if kind.optional else "", kind.meaning]


def _value(kind: kinds.Kind) -> str:
    """The type and bounds of a value, as its schema has them."""
    schema = kind.schema()
    if "enum" in schema:
        return " or ".join(map(_code, schema["enum"]))
    if isinstance(kind, kinds.Date):
        return "date"
    word: str = schema["type"]
    word = {"string": "text", "integer": "whole number", "object": "table"}.get(word, word)
    least, most = schema.get("minimum"), schema.get("maximum")
    if most is None or (isinstance(kind, kinds.Whole) and most == kinds.MAX_WHOLE):
        return word if least is None or least < 0 else f"{word} from {least}"
    above = "above " if "exclusiveMinimum" in schema else ""
    return f"{word}, {above}{least:,} to {most:,}" if most > 9999 else f"{word}, {least}-{most}"


# --- the Python interface -------------------------------------------------------------------------


class _Public(NamedTuple):
    name: str
    thing: Any


def _public() -> list[_Public]:
    return [_Public(name, getattr(smartrank, name)) for name in sorted(smartrank.__all__)]


def api_queries() -> str:
    """The functions that answer as commands do."""
    return "\n".join(_function(name, item) for name, item in _public() if name in queries())


def api_functions() -> str:
    """All other functions."""
    found = [one for one in _public() if one.name not in queries()]
    return "\n".join(_function(*one) for one in found if inspect.isfunction(one.thing))


def api_classes() -> str:
    """The public classes but records, which have their fields in fields.md."""
    classes = [one for one in _public() if inspect.isclass(one.thing)]
    return "\n".join(_class(*one) for one in classes if not one.name.endswith("Record"))


def api_records() -> str:
    """The record class of each query."""
    rows = [
        [_code(record_of(query).__name__), f"[`{query}`](fields.md#{query})"] for query in queries()
    ]
    return table(["record", "fields"], sorted(rows))


def _function(name: str, function: Any) -> str:
    return f"### {name}\n\n```text\n{name}{_signature(function)}\n```\n\n{_docstring(function)}\n"


def _signature(function: Any) -> str:
    """Parameters and result as the source has them."""
    (node,) = ast.parse(dedent(inspect.getsource(function))).body
    assert isinstance(node, ast.FunctionDef)
    node.args.args = [one for one in node.args.args if one.arg not in ("self", "cls")]
    # the quotes of a class that is imported late mean nothing to a reader
    given = ast.unparse(node.returns).strip("'") if node.returns else ""
    result = f" -> {given}" if given else ""
    parameters = _wrapped(ast.unparse(node.args))
    return f"({parameters}){result}"


def _wrapped(parameters: str) -> str:
    """Parameters in the usual spacing, long ones one a line."""
    parts = [part.replace("=", " = ", 1) if ":" in part else part for part in _split(parameters)]
    if len(parameters) < 60:
        return ", ".join(parts)
    return "".join(f"\n    {part}," for part in parts) + "\n"


def _split(parameters: str) -> list[str]:
    """Cut at the commas that stand in no bracket."""
    parts, depth = [""], 0
    for sign in parameters:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def _class(name: str, kind: type[Any]) -> str:
    text = f"### {name}\n\n{_docstring(kind)}\n"
    rows = [[_code(part), about] for part, about in _members(kind)]
    return f"{text}\n{table(['member', ''], rows)}" if rows else text


def _members(kind: type[Any]) -> Iterator[tuple[str, str]]:
    """What a class and those it is made of declare: values with their types, then functions."""
    homes = [home for home in kind.__mro__ if home.__module__.startswith("smartrank")]
    bodies = [ast.parse(dedent(inspect.getsource(home))).body[0] for home in reversed(homes)]
    nodes = [node for body in bodies if isinstance(body, ast.ClassDef) for node in body.body]
    for node in nodes:
        if isinstance(node, ast.AnnAssign) and not ast.unparse(node.target).startswith("_"):
            yield f"{ast.unparse(node.target)}: {ast.unparse(node.annotation)}", ""
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            about = (ast.get_docstring(node) or "").partition("\n")[0]
            is_value = any(ast.unparse(one) == "property" for one in node.decorator_list)
            call = "" if is_value else _signature(getattr(kind, node.name)).partition(" -> ")[0]
            yield f"{node.name}{call}", about


# --- where all of it goes -------------------------------------------------------------------------

#: What each region of a page holds.
REGIONS: dict[str, Callable[[], str]] = {
    "commands": commands,
    "shared-options": shared,
    "fields": fields,
    "formats": formats,
    "city-keys": city_keys,
    "ranking-keys": ranking_keys,
    "api-queries": api_queries,
    "api-functions": api_functions,
    "api-classes": api_classes,
    "api-records": api_records,
}
#: Files that are made as a whole, by their place below share/.
FILES: dict[str, Callable[[], str]] = {
    "man/man1/smartrank.1": manual_page,
    "bash-completion/completions/smartrank": lambda: completion_file("bash"),
    "zsh/site-functions/_smartrank": lambda: completion_file("zsh"),
    "fish/vendor_completions.d/smartrank.fish": lambda: completion_file("fish"),
}


def filled(page: str) -> str:
    """The text of a page with its regions as they are now."""

    def region(found: re.Match[str]) -> str:
        start, name, end = found.groups()
        return f"{start}\n{REGIONS[name]()}\n{end}" if name in REGIONS else found[0]

    return _REGION.sub(region, page)


def made() -> dict[Path, str]:
    """Every file that holds something of it, with its text as it should be."""
    pages = [*sorted((ROOT / "docs").glob("*.md"))]
    texts = {page: page.read_text(encoding="utf-8") for page in pages}
    new = {page: filled(text) for page, text in texts.items() if _REGION.search(text)}
    return new | {SHARE / name: make() for name, make in FILES.items()}


def main() -> None:
    """Write what differs."""
    for path, text in made().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()

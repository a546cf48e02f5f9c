"""Where keys and values stand in a TOML text, checked against tomli."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from smartrank.dataset.new_syntax import new_syntax
from smartrank.dataset.positions import comment_lines, findings_at, locate
from smartrank.errors import Code, KeyPath
from smartrank.messages import MESSAGES


def place_of(text: str, path: KeyPath, *, value: bool = True) -> tuple[int, int]:
    """Where a problem with a value, or with its key, is told."""
    code: Code = "type" if value else "unknown-key"
    table = tomli.loads(text)
    (found,) = findings_at([(path, code, "")], text, "x.toml", "fault", table)
    if path in flattened(table):
        assert [found] == findings_at([(path, code, "")], text, "x.toml", "fault")
    return found.line, found.column


def flattened(value: Any, path: KeyPath = ()) -> dict[KeyPath, Any]:
    """All key paths of what tomli read, with what stands there."""
    found: dict[KeyPath, Any] = {path: value} if path else {}
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    for key, item in inner:
        found |= flattened(item, (*path, key))
    return found


def key_at(text: str, offset: int) -> str:
    found = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""").match(text, offset)
    assert found is not None, f"no key at {offset}: {text[offset : offset + 20]!r}"
    (key,) = tomli.loads(f"{found.group()} = 0")
    return key


def value_stands_at(text: str, offset: int, value: Any) -> bool:
    """Whether the text from here to some place where a value may end is this value."""
    if text[offset - 1] not in "= \t\n[,":
        return False
    ends = (found.start() for found in re.compile(r"[,\]}\s#]|\Z").finditer(text, offset + 1))
    for end in ends:
        try:
            if tomli.loads(f"v = {text[offset:end]}")["v"] == value:
                return True
        except tomli.TOMLDecodeError:
            continue
    return False


def check_against_tomli(text: str) -> None:
    """All paths are found, each key's place begins with the key, each value's with the value."""
    expected = flattened(tomli.loads(text))
    places = locate(text)
    assert set(places) == set(expected)
    for path, place in places.items():
        value, is_table = expected[path], isinstance(expected[path], dict)
        of_tables = isinstance(value, list) and any(isinstance(item, dict) for item in value)
        if is_table or of_tables:
            # it may stand at a header, which begins with the name of the table around it
            inline = text[place.key] in "[{"
            assert inline or key_at(text, place.key) in path, path
        else:
            if isinstance(path[-1], str):
                assert key_at(text, place.key) == path[-1]
            assert value_stands_at(text, place.value, value), path


# --- written by hand -----------------------------------------------------------------------------

VARIANTS = {
    "empty": "",
    "blank-lines-and-comments": "\n \t\n# a = 1\n\n  # [b]\n",
    "no-final-newline": "a = 1",
    "spaces-around": "  a   =   1   # c\n\tb\t=\t2\t\n",
    "no-spaces": "a=1\nb=2",
    "dotted-keys": "a.b.c = 1\na.b.d = 2\na.e = 3\nf . g = 4\n",
    "dotted-keys-below-a-header": "[t]\na.b = 1\na.c = 2\n[t.u]\na.b = 3\n",
    "quoted-keys": '"a b" = 1\n\'c.d\' = 2\n"e\\"f" = 3\n"" = 4\n\'g\' . "x" = 5\n',
    "escaped-key": '"\\u0061bc" = 1\n["\\u00e4.b"]\nc = 2\n',
    "keys-like-values": "true = 1\n1234 = 2\n3.14 = 3\n-_- = 4\nnan = 5\n",
    "umlauts": '"Mobilität" = "schön"\nb = [ "ä", "ö" ]\n',
    "basic-strings": 'a = "x"\nb = ""\nc = "q\\"q # no comment"\nd = "\\\\"\ne = "]},["\n',
    "literal-strings": "a = 'x'\nb = ''\nc = '\\'\nd = '# \"[{'\n",
    "multi-line-basic-strings": (
        'a = """\nx = 1\n[t]\n"""\nb = """"q""""\nc = """a""b"""\nd = """\\\n   z\\""""""\ne = 1\n'
    ),
    "multi-line-literal-strings": "a = '''\nx = 1\n[t]\n'''\nb = ''''q''''\nc = '''''''\nd = 1\n",
    "numbers": "a = +1_000\nb = 0xff\nc = -1e3\nd = inf\ne = 1.5\nf = 0b1\n",
    "dates": (
        "a = 2025-09-11\nb = 2025-09-11T07:32:00Z\nc = 2025-09-11 07:32:00.5 # c\nd = 07:32:00\n"
        "e = [2025-09-11 07:32:00, 2025-09-11]\n"
    ),
    "arrays": "a = []\nb = [ ]\nc = [1,2]\nd = [ 1 , 2 , ]\ne = [[1, [2]], [], [[]]]\n",
    "multi-line-arrays": (
        "a = [ # c ]\n  1,\n\n  # ] 2\n  2 # c, d\n  , 3,\n]\n"
        "b = [\n]\nc = [\n  'x', # ]\n  [\n 1 ],\n]\n"
    ),
    "mixed-arrays": 'a = [ 1, "x]", { b = 1 }, [ { c = [ 2 ] } ], true ]\n',
    "inline-tables": "a = {}\nb = { }\nc = {x=1}\nd = { x = { y = 1 , z.w = 2 } , 'v' = [ 3 ] }\n",
    "multi-line-array-in-inline-table": "a = { b = [\n  1, # c\n  2,\n], c = 3 }\n",
    "multi-line-string-in-inline-table": 'a = { b = """\n,}\n""", c = 3 }\n',
    "tables": "[a]\nx = 1\n[b]\n[ c . d ]\nx = 2\n['e f'.\"g\"]\n",
    "table-after-its-sub-table": "[a.b]\nx = 1\n[a]\ny = 2\n",
    "table-defined-only-by-sub-tables": "[a.b.c]\nx = 1\n[a.b.d]\ny = 2\n",
    "header-with-comment": "[a] # c\n[[b]] # d\nx = 1\n",
    "arrays-of-tables": "[[a]]\nx = 1\n[[a]]\n[[ a ]]\nx = 2\n",
    "arrays-of-tables-below-each-other": (
        "[[a]]\nx = 1\n[[a.b]]\ny = 1\n[[a.b]]\ny = 2\n[a.c]\nz = 1\n"
        "[[a]]\n[[a.b]]\ny = 3\n[a.c.d]\n"
    ),
    "array-of-tables-below-a-table": "[a]\nx = 1\n[[a.b]]\n[[a.b.c]]\nd.e = 1\n",
}


@pytest.mark.parametrize("text", VARIANTS.values(), ids=VARIANTS.keys())
def test_variant_of_the_syntax(text: str) -> None:
    check_against_tomli(text)


def test_places_are_those_a_reader_would_point_at() -> None:
    text = 'x.y = 1  # c\n[a.b]\n  k = [ 10,\n        "z" ]\n[[t]]\n[[t]]\nn = { "m" = 2 }\n[a]\n'
    places = {
        ("x",): (1, 1),
        ("x", "y"): (1, 3),
        ("a", "b"): (2, 2),
        ("a", "b", "k"): (3, 3),
        ("t", 0): (5, 3),
        ("t", 1): (6, 3),
        ("t", 1, "n"): (7, 1),
        ("t", 1, "n", "m"): (7, 7),
        ("a",): (8, 2),
    }
    assert {path: place_of(text, path, value=False) for path in places} == places
    assert place_of(text, ("x", "y")) == (1, 7)
    assert place_of(text, ("a", "b", "k")) == (3, 7)
    assert place_of(text, ("a", "b", "k", 0)) == (3, 9)
    assert place_of(text, ("a", "b", "k", 1)) == (4, 9)
    assert place_of(text, ("t", 1, "n", "m")) == (7, 13)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("[a]\nx = 1\n", ("a", "missing"), (1, 2)),
        ("\n[a.b]\nx = 1\n", ("a", "b", "missing"), (2, 2)),
        ("\n[a.b]\nx = 1\n", ("a", "missing"), (2, 2)),
        ("a = 1\nt.x = 1\n", ("t", "missing"), (2, 1)),
        ("[[a]]\n[[a]]\nx = 1\n", ("a", 1, "missing"), (2, 3)),
        ("a = [\n  { x = 1 },\n  { y = 1 } ]\n", ("a", 1, "x"), (3, 3)),
        ("a = 1\n", ("missing",), (1, 1)),
        ("", ("a", "b"), (1, 1)),
    ],
    ids=[
        "table",
        "dotted-header",
        "table-known-by-a-sub-table",
        "dotted-key",
        "array-of-tables",
        "inline-table",
        "root",
        "empty",
    ],
)
def test_missing_key_stands_at_its_tables_header(
    text: str, path: KeyPath, expected: tuple[int, int]
) -> None:
    assert place_of(text, path) == expected


def test_columns_count_characters_not_bytes() -> None:
    assert place_of('"ä𝐀" = [ "ß", 1 ]', ("ä𝐀", 1)) == (1, 15)


# --- TOML 1.1 ------------------------------------------------------------------------------------

SEVERAL_LINES, LAST_COMMA = "toml-several-lines", "toml-last-comma"
NEW_SYNTAX = {
    "newline-in-inline-table": ("x = 1\na = {\n b = 1 }", SEVERAL_LINES, 11),
    "newline-before-closing": ("a = { b = 1\n}", SEVERAL_LINES, 11),
    "comment-in-inline-table": (
        "a = { b = 1, # }\n c = 1 } # {",
        SEVERAL_LINES,
        12,
    ),
    "trailing-comma": ("a = { b = 1, }", LAST_COMMA, 11),
    "trailing-comma-without-space": (
        "a = {b=1,}",
        LAST_COMMA,
        8,
    ),
    "escape-e": ('a = "\\\\ \\e"', "toml-escape-e", 8),
    "escape-x": ('a = "\\x41"', "toml-escape-x", 5),
    "escape-in-multi-line-string": ('a = """\n\\x41"""', "toml-escape-x", 8),
    "escape-in-key": ('"\\x41" = 1', "toml-escape-x", 1),
    "escape-in-header": ('["\\x41"]', "toml-escape-x", 2),
}


@pytest.mark.parametrize(("text", "what", "offset"), NEW_SYNTAX.values(), ids=NEW_SYNTAX.keys())
def test_syntax_of_toml_1_1_is_refused_where_it_stands(text: str, what: str, offset: int) -> None:
    assert next(new_syntax(text)) == (what, offset)
    assert what in MESSAGES


@pytest.mark.parametrize(
    "text",
    [
        "a = '\\x41 \\e'",
        "a = '''\\x41'''",
        'a = "\\\\x41 \\\\e"',
        "'\\x41' = 1",
        "# \\x41 { , }\n",
        'a = "{ b = 1, }"',
        'a = { b = ",}", c = "\\n" }',
    ],
)
def test_what_only_looks_like_toml_1_1_is_read(text: str) -> None:
    assert list(new_syntax(text)) == []
    check_against_tomli(text)


# --- comments ------------------------------------------------------------------------------------


def test_lines_with_a_comment() -> None:
    text = (
        "# one\n"
        "a = 1 # two\n"
        'b = "# none"\n'
        "c = '''\n# none\n'''\n"
        "d = [ # seven\n  1, # eight\n  # nine\n]\n"
        "[e] # eleven\n"
        'f = """\n# none""" # thirteen\n'
        "[[g]]\n"
        "h = { i = '#' }\n"
        "  # sixteen # once"
    )
    assert comment_lines(text) == [1, 2, 7, 8, 9, 11, 13, 16]
    assert comment_lines("a = 1\n") == []


# --- made up -------------------------------------------------------------------------------------

BARE = st.text("abcXYZ019_-", min_size=1, max_size=6)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)
SCALARS = (
    st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False, width=32)
    | st.booleans()
    | TEXT
    | st.dates()
    | st.datetimes()
    | st.times()
)
KEYS = BARE | TEXT
INLINE = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)


class Writer:
    """Writes nested data as TOML, in a way that is drawn anew at each turn."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def one_of(self, *forms: str) -> str:
        return self.draw(st.sampled_from(forms))

    def blank(self) -> str:
        return self.one_of("", " ", "\t ")

    def space(self) -> str:
        return self.one_of("", " ", "\n", "  # c ]}\"'\n\t", "\n\n")

    def end(self) -> str:
        return self.one_of("\n", " \n", " # [c]\n", "#\n\n\t\n")

    def key(self, name: str) -> str:
        forms = [_basic(name)]
        if name and all(c.isascii() and (c.isalnum() or c in "-_") for c in name):
            forms.append(name)
        if name.isprintable() and "'" not in name:
            forms.append(f"'{name}'")
        return self.one_of(*forms)

    def string(self, text: str) -> str:
        forms = [_basic(text), f'"""{_basic(text)[1:-1]}"""', f'"""\n{_basic(text)[1:-1]}"""']
        if text.isprintable() and "'" not in text:
            forms += [f"'{text}'", f"'''{text}'''", f"'''\n{text}'''"]
        return self.one_of(*forms)

    def value(self, value: Any) -> str:
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, list):
            parts = [f"{self.space()}{self.value(item)}{self.space()}" for item in value]
            comma = self.one_of("", ",") if parts else ""
            return f"[{','.join(parts)}{comma}{self.space()}]"
        if isinstance(value, dict):
            pairs = [
                f"{self.blank()}{self.key(key)}{self.blank()}="
                f"{self.blank()}{self.value(item)}{self.blank()}"
                for key, item in value.items()
            ]
            return f"{{{','.join(pairs)}{self.blank()}}}"
        return value.isoformat() if hasattr(value, "isoformat") else repr(value)

    def pair(self, *keys: str, value: Any) -> str:
        name = f"{self.blank()}.{self.blank()}".join(map(self.key, keys))
        return f"{self.blank()}{name}{self.blank()}={self.blank()}{self.value(value)}{self.end()}"

    def table(self, table: dict[str, Any], path: tuple[str, ...] = ()) -> tuple[str, str]:
        """The keys of a table, and the blocks of the tables below it that have headers."""
        keys, blocks = "", ""
        for key, item in table.items():
            of_tables = isinstance(item, list) and item and all(isinstance(i, dict) for i in item)
            if (isinstance(item, dict) or of_tables) and self.one_of(
                "header", "inline"
            ) == "header":
                blocks += self.block((*path, key), item)
            elif isinstance(item, dict) and item and self.one_of("dotted", "inline") == "dotted":
                keys += "".join(self.pair(key, name, value=value) for name, value in item.items())
            else:
                keys += self.pair(key, value=item)
        return keys, blocks

    def block(self, path: tuple[str, ...], item: Any) -> str:
        name = f"{self.blank()}.{self.blank()}".join(map(self.key, path))
        if isinstance(item, list):
            tables = ["".join(self.table(one, path)) for one in item]
            return "".join(f"[[{self.blank()}{name}]]{self.end()}{table}" for table in tables)
        keys, blocks = self.table(item, path)
        if blocks and not keys and self.one_of("implicit", "explicit") == "implicit":
            return blocks
        own = f"[{self.blank()}{name}{self.blank()}]{self.end()}{keys}"
        return blocks + own if self.one_of("after", "before") == "after" else own + blocks


def _basic(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


@st.composite
def documents(draw: st.DrawFn) -> str:
    data = draw(st.dictionaries(KEYS, INLINE, max_size=6))
    return "".join(Writer(draw).table(data))


@given(documents())
def test_any_document_is_located_as_tomli_reads_it(text: str) -> None:
    assert list(new_syntax(text)) == []
    check_against_tomli(text)


@given(documents(), st.data())
def test_what_is_wanted_stands_where_it_stands_among_all(text: str, data: st.DataObject) -> None:
    whole = locate(text)
    wanted = data.draw(st.lists(st.sampled_from(sorted(whole, key=repr)))) if whole else []
    some = locate(text, wanted)
    assert {path: some[path] for path in wanted} == {path: whole[path] for path in wanted}
    lacking = [(*path, "lacks") for path in wanted]
    for path in lacking:
        assert place_of(text, path) == place_of(text, path[:-1], value=False)


def test_only_what_leads_to_the_wanted_paths_is_kept() -> None:
    text = 'a = [1, "]", [2, { b = 3 }], # ]\n  4]\nc = [5, [6, 7]]\nd = { e = [8] }\nf = 1\n'
    whole = locate(text)
    some = locate(text, [("c", 1, 0), ("d", "e")])
    assert set(some) == {("c",), ("c", 1), ("c", 1, 0), ("d",), ("d", "e")}
    assert all(place == whole[path] for path, place in some.items())
    assert locate(text, ()) == {}


def test_a_table_that_has_no_header_yet_is_looked_for_to_the_end() -> None:
    text = "[a.b]\nx = 1\n[[c]]\n[a]\n"
    assert place_of(text, ("a",), value=False) == (4, 2)
    assert place_of(text, ("a", "lacks")) == (4, 2)
    assert place_of(text, ("a", "b", "lacks")) == (1, 2)

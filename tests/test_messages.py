"""Every sentence is declared once, is said somewhere, and gets just the values that it wants."""

from __future__ import annotations

import ast
import copy
import pickle
import re
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

import smartrank
from smartrank.language import ENGLISH, spoken
from smartrank.messages import MESSAGES, Message, Template, all_of, any_of, joined, say

SOURCE = Path(smartrank.__file__).parent


# --- where sentences are said ---------------------------------------------------------------------


class Saying(NamedTuple):
    """A call of `say`: which codes it may have, as far as the source tells, and which values."""

    place: str
    codes: frozenset[str]
    values: frozenset[str] | None


def codes_in(code: ast.expr, scope: ast.AST) -> frozenset[str]:
    """The codes that an expression can be: a literal, one of two, a pattern, or a local name."""
    if isinstance(code, ast.Constant):
        return frozenset({str(code.value)})
    if isinstance(code, ast.IfExp):
        return codes_in(code.body, scope) | codes_in(code.orelse, scope)
    if isinstance(code, ast.JoinedStr):
        return matching(code)
    assigned = [
        node.value
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(code, ast.Name) and isinstance(target, ast.Name) and target.id == code.id
    ]
    return frozenset().union(*(codes_in(value, scope) for value in assigned))


def matching(code: ast.JoinedStr) -> frozenset[str]:
    """The declared codes that begin and go on as an f-string does."""
    parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in code.values)
    pattern = re.compile("".join(parts))
    begins = isinstance(code.values[0], ast.Constant)
    return frozenset(known for known in MESSAGES if begins and pattern.fullmatch(known))


def sayings() -> list[Saying]:
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        says = any(
            isinstance(node, ast.ImportFrom)
            and node.module == "smartrank.messages"
            and any(name.name == "say" for name in node.names)
            for node in ast.walk(tree)
        )
        scopes = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)] if says else []
        for scope in scopes:
            found += [
                Saying(
                    f"{path.relative_to(SOURCE)}:{node.lineno}",
                    codes_in(node.args[0], scope),
                    None
                    if any(keyword.arg is None for keyword in node.keywords)
                    else frozenset(str(keyword.arg) for keyword in node.keywords),
                )
                for node in ast.walk(scope)
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "say"
            ]
    return found


def handed_on() -> set[str]:
    """The codes that stand anywhere in a function: those are also given to others that say them."""
    found: set[str] = set()
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        # the declarations themselves stand in no function
        tops = tree.body if path.name != "messages.py" else tree.body[:-1]
        for node in (node for top in tops for node in ast.walk(top)):
            if isinstance(node, ast.Constant):
                found |= {str(node.value)} & MESSAGES.keys()
            elif isinstance(node, ast.JoinedStr):
                found |= matching(node)
    return found


def forms(template: Template) -> tuple[str, ...]:
    return (template,) if isinstance(template, str) else template


def values_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def wanted(code: str) -> set[str]:
    """The values of a sentence; a plural wants the number that its form is chosen by."""
    template = MESSAGES[code]
    values = set().union(*map(values_in, forms(template)))
    return values if isinstance(template, str) else values | {"count"}


def test_what_is_said_is_declared() -> None:
    unknown = [s for s in sayings() if s.codes - MESSAGES.keys()]
    assert unknown == []


def test_what_is_said_gets_just_the_values_that_it_wants() -> None:
    wrong = []
    for place, codes, values in sayings():
        needed = [wanted(code) for code in codes & MESSAGES.keys()]
        if values is None or not needed:
            continue
        lacking = [sorted(names - values) for names in needed if names - values]
        needless = values - set().union(*needed)
        if lacking or needless:
            wrong.append((place, sorted(codes), lacking, sorted(needless)))
    assert wrong == []


def test_what_is_declared_is_said() -> None:
    said = frozenset().union(*(saying.codes for saying in sayings()))
    assert sorted(MESSAGES.keys() - said - handed_on()) == []


def test_the_walk_finds_sentences_in_all_their_forms() -> None:
    """What the tests above rest on: each way to name a code is found in the source as it is."""
    by_code: dict[str, list[Saying]] = {}
    for saying in sayings():
        for code in saying.codes:
            by_code.setdefault(code, []).append(saying)
    assert len(by_code) > 150
    assert by_code["unknown-field"][0].place.startswith("query/select.py:")
    assert {"concept-ags", "explain-ags", "brief-gained", "brief-lost"} <= by_code.keys()
    assert by_code["field-sizes"] == by_code["field-sizes-of-city"]


# --- templates ------------------------------------------------------------------------------------


def test_no_code_is_declared_twice() -> None:
    """Of two the first would be lost without a word."""
    tree = ast.parse((SOURCE / "messages.py").read_text(encoding="utf-8"))
    (table,) = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign)
        if isinstance(node.value, ast.Dict)
    )
    codes = [ast.literal_eval(key) for key in table.keys if key is not None]
    assert [code for code in codes if codes.count(code) > 1] == []
    assert codes == list(MESSAGES)


def test_templates_are_whole_and_name_their_values() -> None:
    for code, template in MESSAGES.items():
        assert re.fullmatch(r"[a-z0-9]+([-.][a-z0-9]+)*", code)
        for text in forms(template):
            assert text == text.strip()
            assert "  " not in text
            assert all(name.isidentifier() for name in values_in(text))


def test_a_number_of_things_has_two_forms() -> None:
    """`count` chooses the form; more than one are counted, or listed as the one is named."""
    for code, template in MESSAGES.items():
        one, more = (values_in(text) for text in (forms(template)[0], forms(template)[-1]))
        if isinstance(template, str):
            assert "count" not in one, code
        else:
            assert "count" in more or one == more != set(), code


# --- messages -------------------------------------------------------------------------------------

PLURAL = "cities"
NESTED = say("of-city", city="Musterstadt 2025", sentence=say("row-of", category="A", name="B"))
SAID = [
    say("no-names"),
    say("unknown-city", name="x"),
    say(PLURAL, count=1),
    say(PLURAL, count=2),
    NESTED,
    joined([say(PLURAL, count=3), "and so on"], between=" · "),
    say("known-names", names=joined(["a", "b"])),
]


@pytest.mark.parametrize("message", SAID, ids=str)
def test_a_message_is_its_text_and_remembers_what_made_it(message: Message) -> None:
    text = "".join(message)  # no message, but text
    assert type(text) is str
    assert message == text
    assert hash(message) == hash(text)
    for again in (
        copy.copy(message),
        copy.deepcopy(message),
        *(pickle.loads(pickle.dumps(message, p)) for p in range(pickle.HIGHEST_PROTOCOL + 1)),
    ):
        assert type(again) is Message
        assert (again, again.code, again.values) == (message, message.code, message.values)


def test_the_text_is_that_of_the_template() -> None:
    assert say("unknown-city", name="x") == "no data for `x`"
    assert NESTED == "Musterstadt 2025, A: B"
    assert NESTED.values["sentence"].code == "row-of"
    assert [say(PLURAL, count=count) for count in (0, 1, 2)] == ["0 cities", "1 city", "2 cities"]
    assert joined(["a", "b"]) == "a, b"
    assert joined([]) == ""


def test_what_was_not_declared_or_lacks_a_value_cannot_be_said() -> None:
    with pytest.raises(KeyError, match="no-such-code"):
        say("no-such-code")
    with pytest.raises(KeyError, match="name"):
        say("unknown-city")
    with pytest.raises(KeyError, match="count"):
        say(PLURAL)


def test_names_are_listed_as_literals() -> None:
    assert any_of(["a"]) == all_of(["a"]) == "`a`"
    assert any_of(["a", "b", 3]) == "`a`, `b` or `3`"
    assert all_of(["a", "b"]) == "`a` and `b`"
    assert any_of(["a\nb"]) == r"`a\x0ab`"


def test_english_is_said_as_it_stands() -> None:
    sentence = say("no-names")
    assert spoken(sentence, ENGLISH) is sentence

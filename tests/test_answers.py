"""Answers as values: the same when asked again, carried over processes, unchangeable, and typed."""

from __future__ import annotations

import copy
import pickle
import re
from typing import TYPE_CHECKING, Any

import pytest

import smartrank
from conftest import make_city, write_city
from every_answer import ANSWERS, known_cities
from smartrank import Answer, Selection, Store
from smartrank.query.catalogue import is_query, queries, record_of
from smartrank.query.fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Queries about files, which have no answer here.
ABOUT_FILES = {"check", "cities"}


def is_unchangeable(value: Any) -> bool:
    """Whether a value and all that it holds cannot be changed in place."""
    if isinstance(value, tuple | frozenset):
        return all(map(is_unchangeable, value))
    return value is None or isinstance(value, str | int | float | type)


@pytest.mark.parametrize("case", ANSWERS)
def test_an_answer_is_a_value(case: str) -> None:
    answer = ANSWERS[case](known_cities())
    assert answer.records
    assert answer == ANSWERS[case](known_cities())  # of cities that are equal, but others
    assert is_unchangeable(tuple(answer))
    assert hash(answer) == hash(ANSWERS[case](known_cities()))
    for again in (copy.copy(answer), copy.deepcopy(answer), pickle.loads(pickle.dumps(answer))):
        assert type(again) is Answer
        assert again == answer
        assert again.records == answer.records
    for value, field in ((answer, "title"), (answer, "remark"), (answer.records[0], "city")):
        with pytest.raises(AttributeError):
            setattr(value, field, "another")


def test_answers_about_files_are_values(tmp_path: Path) -> None:
    path = write_city(tmp_path, make_city(rows=((None, 20.0),)))
    asked: list[Callable[[], Answer[Any]]] = [
        lambda: smartrank.check([path]),
        lambda: smartrank.cities(Store([path]).everything()),
    ]
    for answer, again in ((ask(), ask()) for ask in asked):
        assert answer.records
        assert answer == again == pickle.loads(pickle.dumps(answer))
        assert is_unchangeable(tuple(answer))


def test_answers_to_different_questions_differ() -> None:
    cities = known_cities()
    assert smartrank.ranks(cities) != smartrank.ranks(cities, Selection(limit=1))
    assert smartrank.ranks(cities[:1]) != smartrank.ranks(cities[1:2])
    assert smartrank.compare(cities[:2]) != smartrank.compare(cities[:2][::-1])


def test_every_query_is_asked_here() -> None:
    assert {case.split()[0] for case in ANSWERS} | ABOUT_FILES == set(queries())


@pytest.mark.parametrize("case", ANSWERS)
def test_an_answer_says_what_it_is_and_only_in_declared_fields(case: str) -> None:
    cities = known_cities()
    answer = ANSWERS[case](cities)
    assert answer.title
    assert case == "explain" or answer.source.startswith("Source: Musterverlag, Musterindex")
    assert answer.warnings == tuple(dict.fromkeys(answer.warnings))
    name = case.split(maxsplit=1)[0]
    assert {type(record) for record in answer.records} == {record_of(name)}
    for sheet in answer.sheets:
        assert {type(row) for row in sheet.rows} <= {sheet.record}
        declared = fields_of(sheet.record)
        assert set(sheet.columns or ()) <= declared.keys()
        assert set(sheet.context) <= declared.keys()
        assert all(0 <= place < len(sheet.rows) for place in sheet.marked)
        assert sheet.lines is None or len(sheet.lines) == len(sheet.rows)


def test_what_is_no_query_has_no_record() -> None:
    assert not any(map(is_query, ("answer", "select", "fields", "ranking", "")))


# --- types ----------------------------------------------------------------------------------------

CITY, PAIR = 'find("jena")', '[find("jena"), find("jena")]'
#: How each query is asked in a program.
ASKED = {
    "audit": f"audit({PAIR})",
    "brief": f"brief({CITY})",
    "check": 'check(["jena.toml"])',
    "cities": 'cities([load_dataset("jena.toml")])',
    "compare": f"compare({PAIR})",
    "explain": 'explain("score")',
    "history": f"history({PAIR})",
    "indicators": f"indicators({PAIR}, Selection(below=50))",
    "moves": f"moves({CITY})",
    "practices": f"practices({PAIR})",
    "ranks": f"ranks({PAIR})",
    "show": f"show({CITY})",
    "standing": f"standing({PAIR})",
    "strong": f"strong({PAIR})",
    "trends": f"trends({PAIR})",
    "weak": f"weak({PAIR})",
    "whatif": f'whatif({CITY}, ["lpwan=max"])',
}


def test_a_field_that_no_record_has_is_found_by_a_type_checker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mypy = pytest.importorskip("mypy.api")
    assert ASKED.keys() == set(queries())
    names = ", ".join([*ASKED, "Dataset", "Selection", "find"])
    lines = [f"from smartrank import {names}"]
    lines.append("def load_dataset(file: str) -> Dataset: raise OSError")
    wrong = {}
    for name, asked in ASKED.items():
        lines += [
            f"for {name}_record in {asked}.records:",
            f"    print({name}_record.{record_of(name)._fields[0]})",
            f"    print({name}_record.scoer)",
        ]
        wrong[len(lines)] = record_of(name).__name__
    program = tmp_path / "program.py"
    program.write_text("\n".join([*lines, ""]))
    monkeypatch.chdir(tmp_path)  # away from the settings of the project
    out, err, code = mypy.run(["--strict", f"--cache-dir={tmp_path / 'cache'}", program.name])
    found = re.findall(
        r'^program\.py:(\d+): error: "(\w+)" has no attribute "scoer"', out, re.MULTILINE
    )
    assert {int(line): record for line, record in found} == wrong, out
    assert (err, code) == ("", 1)
    assert out.endswith(f"Found {len(wrong)} errors in 1 file (checked 1 source file)\n"), out

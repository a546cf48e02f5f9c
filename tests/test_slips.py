"""Slips of a person in TOML: each is told with its cure, at its place, and the cure works."""

from __future__ import annotations

import dataclasses
import unicodedata
from typing import TYPE_CHECKING, Literal

import pytest
import tomli

from conftest import make_city, write_city
from smartrank.dataset.load import parse
from smartrank.dataset.slips import MAX_LINE, cured, slip
from smartrank.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Invoke

SLIPS = [
    ("score = 67,1", "2:9 write a decimal point, not a comma: `67.1`"),
    ("population = 111,191", "2:14 write the number without signs between the thousands: `111191`"),
    (
        "population = 111.191.000",
        "2:14 write the number without signs between the thousands: `111191000`",
    ),
    ("population = 111 191", "2:14 write the number without signs between the thousands: `111191`"),
    ("name = „Jena“", '2:8 write straight quotes: `"Jena"`'),
    ("name = “Jena”", '2:8 write straight quotes: `"Jena"`'),
    ("name = »Jena«", '2:8 write straight quotes: `"Jena"`'),
    ('name = "Jena“', '2:8 the quotes of this text are not closed: `"Jena"`'),
    ('name = „Jena"', '2:8 write straight quotes: `"Jena"`'),
    ("x = −7", "2:5 write the minus as `-`, the sign on the keyboard"),
    ("x = – 7", "2:5 write the minus as `-`, the sign on the keyboard"),
    ("name = Jena", '2:8 text needs quotes: `"Jena"`'),
    ("name = Halle (Saale) # x", '2:8 text needs quotes: `"Halle (Saale)"`'),
    ('name = "Jena', '2:8 the quotes of this text are not closed: `"Jena"`'),
    ("{", "2:1 the list is closed already: add this row inside its brackets"),
    (
        'a = [\n { name = "P, score = 9.7 },\n]',
        '3:11 the quotes of this text are not closed: `"P"`',
    ),
    (
        'a = [\n { name = "A", score = 1.0 }\n { name = "B", score = 2.0 },\n]',
        "3:29 a comma is missing here",
    ),
    (
        'a = [\n { name = "A", score = 1.0 } # c, d\n # e\n { name = "B", score = 2.0 },\n]',
        "3:29 a comma is missing here",
    ),
    ('a = { name = "A" score = 1.0 }', "2:17 a comma is missing here"),
    ("a = [\n { name = „A“, score = 67,1 },\n]", '3:11 write straight quotes: `"A"`'),
    ("a = [\n { name = A, score = 67.1 %, k = 1 },\n]", '3:11 text needs quotes: `"A"`'),
    ('a = [\n { name = Payment", score = 67.1 },\n]', '3:11 text needs quotes: `"Payment"`'),
    ("rank: 54", "2:5 write `=` between key and value, not `:`"),
    ('"rank": 54', "2:7 write `=` between key and value, not `:`"),
    ("rank 54", "2:6 `=` is missing between key and value"),
    ("[overall\nrank = 5", "2:1 a bracket is missing: `[overall]`"),
    ("overall]\nrank = 5", "2:1 a bracket is missing: `[overall]`"),
    ("[[x]\na=1", "2:1 a bracket is missing: `[[x]]`"),
    ('a = [\n { name = "A", score = 1.0 },\n\n[overall]\nrank = 1', "3:30 `]` is missing here"),
    ('a = [\n { name = "A", score = 1.0 },\n\nrank = 1', "3:30 `]` is missing here"),
    ('a = [\n { name = "A", score = 1.0 },\n', "3:30 `]` is missing here"),
    (
        'a = [\n { name = "A", score = 1.0,\n { name = "B", score = 1.0 },\n]',
        "3:27 `}` is missing here",
    ),
    (
        'a = [\n { name = "A", score = 1.0\n { name = "B", score = 1.0 },\n]',
        "3:27 `}` is missing here",
    ),
    ("rank = 1\nrank = 2", "3:1 `rank` occurs twice, first in line 2; delete one of them"),
    ("[x]\na=1\n[table]\nb = 1", "4:1 [table] occurs twice, first in line 1; delete one of them"),
    (
        'a = [\n { name = "A", score = 1.0 },\n]\n{ name = "B", score = 2.0 },\n',
        "5:1 the list is closed already: add this row inside its brackets",
    ),
    (
        'a = [\n { name = "A", score = 1.0 },\n]\n[[table.a]]\nname = "x"',
        "5:1 `table.a` is closed already: add the row inside its brackets",
    ),
    (
        'a = { name = "A", name = "B" }',
        "2:19 `name` occurs twice, first in line 2; delete one of them",
    ),
    ("rank = 5 // c", "2:10 a comment begins with `#`, not with `//`"),
    ("// c", "2:1 a comment begins with `#`, not with `//`"),
    ("score = 67.1 %", "2:14 delete `%`: a number stands alone"),
    ("area = 114 km²", "2:12 delete `km²`: a number stands alone"),
    ("rank = 54,", "2:10 delete `,`: a line ends without it"),
    ("rank = 54;", "2:10 delete `;`: a line ends without it"),
    ("ags = 01002000", '2:7 text needs quotes: `"01002000"`'),
    ("rank = 07", "2:8 write the number without zeros before it: `7`"),
    ("d = 15.09.2025", "2:5 write the date as year, month and day: `2025-09-15`"),
    ('a = [ "x" "y" ]', "2:10 a comma is missing here"),
    ('a = ["x", „y“]', '2:11 write straight quotes: `"y"`'),
    ("x = 1.234,5", "2:5 write a decimal point, not a comma: `1234.5`"),
    (
        'a = [\n { name = "A" },\n]\n[table.a]\nname = "x"',
        "5:1 `table.a` is closed already: add the row inside its brackets",
    ),
]
UNKNOWN = [
    "d = 2025-13-01",
    "score = k. A.",
    "a = b = c",
    "score = ",
    'name = "a "b" c"',
    "name = 'Jena",
    "a = 5\n ]",
]
UNKNOWN += [
    f"name = Stadt {'x' * MAX_LINE}",
    "x = " + "[" * 300,
    'name = "\x01"',
    'name = "a\\n',
]


def text_of(statement: str) -> str:
    return f"[table]\n{statement}\n"


def fault_of(text: str) -> str:
    with pytest.raises(DatasetError) as refused:
        parse(text.encode(), "x.toml")
    (fault,) = refused.value.faults
    assert fault.code == "syntax"
    return f"{fault.line}:{fault.column} {fault.message}"


@pytest.mark.parametrize(("statement", "told"), SLIPS)
def test_slip_is_told_with_its_cure(statement: str, told: str) -> None:
    assert fault_of(text_of(statement)) == told


@pytest.mark.parametrize("statement", [statement for statement, _ in SLIPS])
def test_cures_leave_no_fault(statement: str) -> None:
    text = text_of(statement)
    for _ in range(4):  # some hold several slips
        try:
            tomli.loads(text)
        except tomli.TOMLDecodeError as error:
            found = slip(text, error.pos)
            assert found is not None
            text = cured(text, found)
        else:
            return
    pytest.fail(f"not cured: {text}")


@pytest.mark.parametrize("statement", UNKNOWN)
def test_what_is_no_known_slip_keeps_the_words_of_the_parser(statement: str) -> None:
    assert " not TOML: " in fault_of(text_of(statement))


def test_text_in_a_message_cannot_drive_a_terminal() -> None:
    assert fault_of(text_of("name = Muster\u202estadt")) == (
        '2:8 text needs quotes: `"Muster\\u202estadt"`'
    )


def test_last_comma_of_an_inline_table_is_told_where_the_parser_refuses_it() -> None:
    text = "x = { a = 1, }"  # newer parsers take it
    found = slip(text, text.index("}"))
    assert found is None or found.at == text.index(",")
    found = slip(f"{text}\ny = 67,1", text.index("}"))
    assert found is not None
    assert (found.at, found.message) == (11, "delete this comma: nothing follows it before `}`")
    assert cured(text, found) == "x = { a = 1 }"


def test_cure_that_the_parser_cannot_take_is_none() -> None:
    number = "1" * 500
    text = f"x = {'9' * 5000}\n"
    assert slip(f"rank: 54\n{text}", 4) is None
    assert slip(f"x = {number}", 4) is None


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_name_of_a_file_may_be_composed_or_decomposed(
    invoke: Invoke, form: Literal["NFC", "NFD"], tmp_path: Path
) -> None:
    city = dataclasses.replace(make_city(), name="Musterstadt-Chóśebuz")
    path = write_city(tmp_path, city)
    path.rename(tmp_path / unicodedata.normalize(form, path.name))
    run = invoke("check", tmp_path, "--json")
    assert (run.code, "mismatch" in run.out) == (0, False)
    assert invoke("ranks", "musterstadt-chóśebuz", "--data", tmp_path).code == 0


def test_ending_in_capitals_is_told_in_a_folder(invoke: Invoke, tmp_path: Path) -> None:
    path = write_city(tmp_path, make_city())
    path.rename(path.with_suffix(".TOML"))
    run = invoke("check", tmp_path)
    assert run.code == 1
    assert ".TOML" in run.out

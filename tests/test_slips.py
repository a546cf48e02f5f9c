"""Slips of a person in TOML: each is told with its cure, at its place, and the cure works."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from typing import TYPE_CHECKING, Literal

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples, make_city, write_city
from smartrank.dataset.dump import dump
from smartrank.dataset.load import parse
from smartrank.dataset.slips import MAX_LINE, cured, slip
from smartrank.errors import MAX_TOLD, DatasetError
from smartrank.language import spoken
from smartrank.text import unsafe_characters

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
    ('rank = 1\n"rank" = 2', "3:1 `rank` occurs twice, first in line 2; delete one of them"),
    ("'rank' = 1\nrank = 2", "3:1 `rank` occurs twice, first in line 2; delete one of them"),
    ("[x]\na=1\n[table]\nb = 1", "4:1 [table] occurs twice, first in line 1; delete one of them"),
    ('[x]\na=1\n["table"]\nb = 1', "4:1 [table] occurs twice, first in line 1; delete one of them"),
    ("[x.y]\n[ x . 'y' ]\nb = 1", "3:1 [x.y] occurs twice, first in line 2; delete one of them"),
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
#: Of a list of rows: what stands as its second row, and what is said of it.
ROWS = [
    (
        '{ name = "P"ay", score = 9.7 },',
        "4:11 the quotes inside of this text end it too early: write `'P\"ay'`",
    ),
    (
        '{ name = "P \'"a", score = 9.7 },',
        '4:11 the quotes inside of this text end it too early: write `"P \'\\"a"`',
    ),
    ('{ name = ""P"", score = 9.7 },', '4:11 write one quote on each side: `"P"`'),
    ("{ name = ''P'', score = 9.7 },", '4:11 write one quote on each side: `"P"`'),
    ("{ name = 'P\", score = 9.7 },", '4:11 write one quote on each side: `"P"`'),
    ("{ name = \"P', score = 9.7 },", '4:11 write one quote on each side: `"P"`'),
    ("{ name = `P`, score = 9.7 },", '4:11 write straight quotes: `"P"`'),
    ("{ name = &quot;P&quot;, score = 9.7 },", '4:11 write straight quotes: `"P"`'),
    ('{ name = "C:\\P", score = 9.7 },', "4:11 write a text with a backslash as `'C:\\P'`"),
    ('{ "name = "P", score = 9.7 },', '4:4 delete `"`: it does not belong here'),
    ('{ name = "P" neu, score = 9.7 },', "4:15 delete `neu`, or put it inside of the quotes"),
    ('{ name = "P\n ay", score = 9.7 },', '4:11 write a text on one line: `"P ay"`'),
    ("{ name = P, score = 9.7 },", '4:11 text needs quotes: `"P"`'),
    ('{ name = "P", score = },', "4:24 `score` has no value; it must be a number"),
    ('{ name = "P", score },', "4:21 `score` has no value; it must be a number"),
    ("{ name = , score = 9.7 },", "4:11 `name` has no value; write one, or delete `name =`"),
    ('{ name = "P", score = k. A. },', "4:24 `score` must be a number, not `k. A.`"),
    ('{ name = "P", score = 9.7 / 100 },', "4:24 write the number as `9.7`"),
    ('{ name = "P", score = 9 7 },', "4:24 `score` must be a number, not `9 7`"),
    ('{ name = "P"; score = 9.7 },', "4:14 write `,`, not `;`"),
    ('{ name = "P" und score = 9.7 },', "4:15 write `,`, not `und`"),
    ('{ name = "P", score = 9.7 };', "4:29 write `,`, not `;`"),
    ('{ name = "P", score = 9.7 ],', "4:28 write `}`, not `]`"),
    ('[ name = "P", score = 9.7 },', "4:2 write `{`, not `[`"),
    ('( name = "P", score = 9.7 },', "4:2 write `{`, not `(`"),
    ('name = "P", score = 9.7 },', "4:2 `{` is missing here"),
    ('name = "P", score = 9.7', '4:2 write the row as `{ name = "P", score = 9.7 },`'),
    ('{ name "P", score = 9.7 },', "4:9 `=` is missing between key and value"),
    ('{ "name": "P", "score": 9.7 },', "4:10 write `=` between key and value, not `:`"),
    ('{ name = "P",, score = 9.7 },', "4:15 delete this comma"),
    (', { name = "P", score = 9.7 },', "4:2 delete this comma"),
    ('{ name = "P", score = 9.7 }},', "4:29 delete `}`: it does not belong here"),
    ('- { name = "P", score = 9.7 },', "4:2 delete `-`: it does not belong here"),
    ('• { name = "P", score = 9.7 },', "4:2 delete `•`: it does not belong here"),
    ("...", "4:2 delete `...`: it does not belong here"),
    ('-- { name = "P", score = 9.7 },', "4:2 a comment begins with `#`, not with `--`"),
    ('<!-- { name = "P" } -->', "4:2 a comment begins with `#`, not with `<!--`"),
    ('{ näme = "P", score = 9.7 },', "4:4 `näme` is not a key; did you mean `name`?"),
    (
        '{ Öö = "P", score = 9.7 },',
        "4:4 `Öö` cannot be a key, which has only letters from a to z, digits, `_` and `-`",
    ),
    ('{\u00a0name = "P", score = 9.7 },', "4:3 delete the character U+00A0, which is not visible"),
    ('\u3000{ name = "P", score = 9.7 },', "4:2 delete the character U+3000, which is not visible"),
]
ROWS += [
    (row, '4:2 write the row as `{ name = "P", score = 9.7 },`')
    for row in ("P 9,7", "P\t9.7", "P = 9.7", '"P": 9.7,', '{ "P", 9.7 },')
]
#: What is said of whole texts.
TEXTS = [
    ('{"city": {"name": "Musterstadt"}}', "1:1 this is JSON, not a data file, which is TOML"),
    ('[\n {"rank": 1}\n]', "1:1 this is JSON, not a data file, which is TOML"),
    ("---\ncity:\n  name: M\n", "1:1 this is YAML, not a data file, which is TOML"),
    (
        "<!DOCTYPE html>\n<p>x</p>",
        "1:1 this is HTML or XML, not a data file; `smartrank import` makes one of a saved page",
    ),
    (
        "rank;city\n1;Musterstadt;5\n",
        (
            "1:1 this is not a data file: it has neither a table such as `[city]` nor a key "
            "and its value such as `rank = 54`"
        ),
    ),
    ("rank;city;score\n1;Musterstadt;67,1\n", "1:1 this is a table (CSV), not a data file"),
    (
        "Musterstadt\n54 -7 Gesamtwertung 67.1\n",
        "1:1 this is a copied page, not a data file; `smartrank import` makes one of it",
    ),
    ("{\\rtf1 x}", "1:1 this is formatted text (RTF), not a data file; save it as plain text"),
    ("%PDF-1.4\nx", "1:1 this is a PDF document, not a data file"),
    (
        "version https://git-lfs.github.com/spec/v1\n",
        "1:1 this is a pointer of Git LFS to a file that is not here; `git lfs pull` gets it",
    ),
    ("--- a/x\n+++ b/x\n@@ -1 +1 @@\n", "1:1 this is a list of changes (diff), not a data file"),
    (
        "[x]\ra = 1\r",
        (
            "1:1 the lines end in CR alone, as on old Macs; save the file with the line ends "
            "of Unix or Windows"
        ),
    ),
    (
        "[x]\n<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> b\n",
        (
            "2:1 two versions of these lines were not merged: keep one of them, and delete "
            "the other and the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
        ),
    ),
    ("[x]\na = 1\n=======\nb = 2\n", "3:1 delete this line, which a merge left behind"),
    (
        'a = [\n { name = "A", score = 1.0 },\n { name = "Bah',
        "3:15 the file ends in the middle of this line; its end is lost",
    ),
    (
        'a = [\n { name = "A", score = 1.0 },\n { name =',
        "3:10 the file ends in the middle of this line; its end is lost",
    ),
    ("\ufeff[x]\na = \ufeff1\n", "2:5 delete the character U+FEFF, which is not visible"),
    ("[x]\u2028a = 1\n", "1:4 begin a new line here; the character U+2028 does not end one"),
    ("```toml\n[x]\n", "1:1 delete ````toml`: it does not belong here"),
    ('[indicators]\n { name = "A" },\n]\n', "1:1 write `indicators = [`, not `[indicators]`"),
    ('indicators = {\n { name = "A" },\n]\n', "1:14 write `[`, not `{`"),
    ('indicators =\n { name = "A" },\n]\n', "1:13 `[` is missing here"),
    ("indicators =\n[\n]\n", "1:13 begin the value on the line of its key"),
    (
        'a = [\n { name = "A" = 5 },\n]',
        (
            "2:15 this is not understood; "
            'a row of the list is written as `{ name = "...", score = 67.1 },`'
        ),
    ),
]
SLIPS += [
    (statement, f"2:{column} {told}")
    for statement, column, told in (
        ("score = ", 9, "`score` has no value; write one, or delete `score =`"),
        ("rank =", 7, "`rank` has no value; it must be a whole number"),
        ("rank", 5, "`rank` has no value; it must be a whole number"),
        ("score = k. A.", 9, "what is not known is left out: delete `score = k. A.`"),
        ("score = n/a", 9, "what is not known is left out: delete `score = n/a`"),
        ("score = –", 9, "what is not known is left out: delete `score = –`"),
        ("rank = ja", 8, "`rank` must be a whole number, not `ja`"),
        (
            "rank_change = neu",
            15,
            (
                "write `3`, `-7`, or `0` for unchanged; where there is no earlier edition, "
                "delete `rank_change = neu`"
            ),
        ),
        ("rank_change = - 7", 15, "write the number as `-7`"),
        ("rank = 54.", 8, "write the number as `54`"),
        ("rank = Platz 54", 8, "write the number as `54`"),
        ("rank = 54 von 83", 8, "write the number as `54`"),
        ("edition = 2025/26", 11, "`edition` must be a whole number, not `2025/26`"),
        (
            "rank_change = Platz 5",
            15,
            (
                "write `3`, `-7`, or `0` for unchanged; where there is no earlier edition, "
                "delete `rank_change = Platz 5`"
            ),
        ),
        ("score = .7", 9, "write the number as `0.7`"),
        ("score = (91.7)", 9, "write the number as `91.7`"),
        ("score = ９１.７", 9, "write the number as `91.7`"),
        ("score = −7,5 Punkte", 9, "write the minus as `-`, the sign on the keyboard"),
        ("score = 9l.7", 9, "`score` must be a number, not `9l.7`"),
        ("area_km2 = 114,7 km²", 12, "write a decimal point, not a comma: `114.7`"),
        ("population = 111 Tsd.", 14, "write the number out: `111000`"),
        ("population = 1,1 Mio.", 14, "write the number out: `1100000`"),
        ("ags = 01 002 000", 7, 'text needs quotes: `"01002000"`'),
        ("url = https://example.org/a", 7, 'text needs quotes: `"https://example.org/a"`'),
        ("retrieved = 2025-13-01", 13, "there is no such day: `2025-13-01`"),
        ("retrieved = 31.02.2025", 13, "there is no such day: `31.02.2025`"),
        ("retrieved = 2025/9/5", 13, "write the date as year, month and day: `2025-09-05`"),
        ("retrieved = 15.9.25", 13, "write the date as year, month and day: `2025-09-15`"),
        (
            "retrieved = 15. September 2025",
            13,
            "write the date as year, month and day: `2025-09-15`",
        ),
        ("retrieved = 15/09/2025", 13, "write the date as year, month and day: `2025-09-15`"),
        (
            "retrieved = 05/09/2025",
            13,
            "`retrieved` must be a date such as 2025-09-11, without quotes, not `05/09/2025`",
        ),
        ("rank == 54", 6, "write `=` between key and value, not `==`"),
        ("rank;54", 5, "write `=` between key and value, not `;`"),
        ("rank = 54, score = 1.0", 10, "each key needs a line of its own: begin a new line here"),
        ("$rank = 54", 1, "delete `$`: it does not belong here"),
        ("let rank = 54", 1, "`let rank` is not a key; did you mean `rank`?"),
        ("[overall} # x", 1, "write the name of the table as `[overall]`"),
        ("(overall)", 1, "write the name of the table as `[overall]`"),
        ("overall:", 1, "write the name of the table as `[overall]`"),
        ("[over all]", 1, "write the name of the table as `[overall]`"),
        ("[categories.Mobilität]", 1, "write the name of the table as `[categories.mobilitaet]`"),
        ("[categories/verwaltung]", 1, "write the name of the table as `[categories.verwaltung]`"),
        ('name = "Jena\x01"', 13, "delete the character U+0001, which is not visible"),
        ("name = 'Jena", 8, "the quotes of this text are not closed: `'Jena'`"),
        ('name = """Jena"', 8, 'write one quote on each side: `"Jena"`'),
    )
]
UNKNOWN = [
    "a = b = c",
    "rank = 54 = 55",
    "[overall] 54",
    "[]",
    "[_\nb = 1",
    "a = §",
    "x = " + "[" * 300,
    f"name = Stadt {'x' * MAX_LINE}",
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
def test_what_is_no_known_slip_has_a_plain_sentence(statement: str) -> None:
    assert " not understood; " in fault_of(text_of(statement))


@pytest.mark.parametrize(("row", "told"), ROWS)
def test_slip_in_a_row_is_told_with_its_cure(row: str, told: str) -> None:
    first, last = '{ name = "A", score = 1.0 },', '{ name = "B", score = 2.0 },'
    rows = f"indicators = [\n {first}\n {row}\n {last}\n]"
    assert fault_of(text_of(rows)) == told


@pytest.mark.parametrize(("text", "told"), TEXTS)
def test_text_that_is_no_data_file_is_told_as_what_it_is(text: str, told: str) -> None:
    assert fault_of(text) == told


def refusal_of(text: str) -> DatasetError | None:
    try:
        parse(text.encode(), "musterstadt.toml", stem="musterstadt")
    except DatasetError as error:
        return error
    return None


#: Words of the parser, which say nothing to people.
JARGON = re.compile(
    "inline|array|document|statement|initial|illegal|unclosed|unterminated|unescaped|mutate"
    "|namespace|cannot (?:overwrite|declare)|boolean"
)
MUTATIONS = [
    "",
    '"',
    "„",
    "'",
    "{",
    "}",
    "[",
    "]",
    ",",
    ";",
    "=",
    ":",
    "#",
    "-",
    "−",
    ".",
    "/",
    "\n",
    "\t",
]
MUTATIONS += [
    "\r",
    "\0",
    "\u00a0",
    "ä",
    "0",
    "\\",
    "<<<<<<< x\n",
    '"""',
    "k. A.",
    " = ",
    "//",
    "{{",
    "\ufeff",
]


@given(st.data())
@examples(150)
def test_whatever_is_typed_has_its_place_and_words_for_people(data: st.DataObject) -> None:
    text = dump(make_city())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.sampled_from([0, 0, 1, 2, 40, len(text)]))
        text = text[:at] + data.draw(st.sampled_from(MUTATIONS)) + text[at + gone :]
    error = refusal_of(text)
    if error is None:
        return
    assert len(error.lines) <= MAX_TOLD + 1
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for fault in error.faults:
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1
        for language in ("en", "de"):
            told = spoken(fault.message, language)
            assert not unsafe_characters(told)
            assert len(told) < 400
            assert not JARGON.search(told)


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

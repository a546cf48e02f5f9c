from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import random
import re
from typing import TYPE_CHECKING, Any

import pytest

from conftest import make_city, write_city
from smartrank.dataset.dump import dump
from smartrank.dataset.folders import bundled_folder
from smartrank.model import Category, City, Indicator, Rating

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Invoke, Outcome

FIELD = "ranked_cities = 50"
FIELDS = ["file", "line", "column", "key", "severity", "code", "message"]


def checked(run: Outcome) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = json.loads(run.out)
    assert all(list(record) == FIELDS for record in records)
    return records


def ordinary(name: str = "Musterstadt", edition: int = 2025) -> City:
    """A city with five categories and 35 rows, of which nothing remarkable can be said."""
    rows = tuple(Indicator(name=f"Reihe {number}", score=50.0) for number in range(1, 7))
    rows += (Indicator(name="Sonstige Projekte", score=15.0, kind="bonus"),)
    rating = Rating(rank=10, rank_change=2, score=50.0)
    categories = tuple(
        Category(name=f"Thema {letter}", rating=rating, indicators=rows) for letter in "ABCDE"
    )
    city = make_city(name, edition)
    return dataclasses.replace(city, state="Thüringen", overall=rating, categories=categories)


def place_of(text: str, part: str) -> tuple[int, int]:
    """Line and column of a part that stands once in a text."""
    assert text.count(part) == 1
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


# --- what is checked ------------------------------------------------------------------------------


def test_the_shipped_data_has_exactly_three_notes(invoke: Invoke) -> None:
    run = invoke("check", "--json")
    assert run.code == 0
    assert [(r["key"], r["severity"], r["code"], r["message"]) for r in checked(run)] == [
        (
            "categories.verwaltung.indicators[4]",
            "note",
            "unlabelled",
            "row 5 has no label on the page; likely `Webseite und Social Media`",
        ),
        (
            "categories.it-und-kommunikation.score",
            "note",
            "does-not-add-up",
            (
                "IT und Kommunikation: by our formula the indicators give 70.72, but 69.1 is "
                "published; probably one published indicator differs from the value used"
            ),
        ),
        (
            "categories.mobilitaet.indicators[3]",
            "note",
            "unlabelled",
            "row 4 has no label on the page; likely `Sharing-Angebote`",
        ),
    ]
    text = (bundled_folder() / "jena.toml").read_text(encoding="utf-8")
    assert [(r["line"], r["column"]) for r in checked(run)] == [
        place_of(text, '{ likely_name = "Webseite und Social Media"'),
        place_of(text, "69.1"),
        place_of(text, '{ likely_name = "Sharing-Angebote"'),
    ]
    assert invoke("check", "--strict").code == 1


def test_an_ordinary_file_has_no_finding(invoke: Invoke, tmp_path: Path) -> None:
    file = write_city(tmp_path, ordinary())
    run = invoke("check", file, "--json", "--strict")
    assert (run.code, run.out) == (0, "[]\n")
    assert run.err == "note: 1 file checked: 0 faults, 0 notes\n"


def test_files_folders_and_standard_input_in_one_run(invoke: Invoke, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("Musterstadt", "Beispielburg"):
        write_city(folder, ordinary(name))
    (folder / "broken.toml").write_text("x = ")
    (folder / ".hidden.toml").write_text("x = ")
    (folder / "notes.txt").write_text("x = ")
    single = write_city(tmp_path, ordinary("Probenau"))
    run = invoke("check", folder, single, "-", "--json", stdin="y = 1 2")
    assert run.code == 1
    assert [(r["file"], r["line"], r["column"], r["code"]) for r in checked(run)] == [
        (str(folder / "broken.toml"), 1, 5, "syntax"),
        ("<stdin>", 1, 5, "syntax"),
    ]
    assert run.err == "note: 5 files checked: 2 faults, 0 notes\n"


def test_standard_input_with_a_city(invoke: Invoke) -> None:
    run = invoke("check", "-", "--json", stdin=dump(ordinary()))
    assert (run.code, checked(run)) == (0, [])


def test_what_is_no_file_is_a_fault_beside_the_others(invoke: Invoke, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    large = tmp_path / "large.toml"
    large.write_bytes(b"")
    os.truncate(large, 100_000_000)
    broken = tmp_path / "broken.toml"
    broken.write_text("x = ")
    missing = tmp_path / "missing.toml"
    files = [missing, empty, pipe, large, broken]
    run = invoke("check", *files, "--json")
    assert run.code == 1
    found = {r["file"]: (r["line"], r["column"], r["code"], r["message"]) for r in checked(run)}
    assert set(found) == set(map(str, files))
    for file, told in zip(files[:4], ("no", "no data file", "pipe", "10 MB"), strict=True):
        assert found[str(file)][:3] == (1, 1, "unreadable")
        assert told in found[str(file)][3]
    assert found[str(broken)][:3] == (1, 5, "syntax")


# --- faults ---------------------------------------------------------------------------------------


def test_every_fault_of_every_file_at_once(invoke: Invoke, tmp_path: Path) -> None:
    text = dump(ordinary())
    old_and_new = {
        'publisher = "Musterverlag"\n': "",
        "population = 100001": 'population = "viele"',
        "area_km2": "area_km",
        "ranked_cities = 50": "ranked_cities = true",
        "[overall]\nrank = 10": "[overall]\nrank = 0",
        "[categories.thema-b]": "[categories.thema-x]",
        '[categories.thema-e]\nname = "Thema E"': '[categories.thema-e]\nname = "Thema\\u202e E"',
        'name = "Thema C"\nrank = 10\nrank_change = 2\nscore = 50.0': (
            'name = "Thema C"\nrank = 10\nrank_change = -10\nscore = 100.1'
        ),
    }
    for old, new in old_and_new.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    files = []
    for name in ("musterstadt", "andersdorf"):
        files.append(tmp_path / f"{name}.toml")
        files[-1].write_text(text, encoding="utf-8")
    run = invoke("check", *files, "--json")
    assert run.code == 1
    keys = [
        ("source", "missing-key"),  # publisher, at the header
        ("city.area_km", "unknown-key"),
        ("city.population", "type"),
        ("source.ranked_cities", "type"),
        ("overall.rank", "range"),
        ("categories.thema-x.name", "mismatch"),
        ("categories.thema-c.rank_change", "range"),
        ("categories.thema-c.score", "range"),
        ("categories.thema-e.name", "text"),
    ]
    found = checked(run)
    first = [r for r in found if r["file"] == str(files[0])]
    assert sorted(r["code"] for r in first) == sorted(code for _, code in keys)
    assert [r["line"] for r in first] == sorted(r["line"] for r in first)
    second = [r for r in found if r["file"] == str(files[1])]
    assert len(second) == len(first) + 1
    assert any(r["key"] == "city.name" and r["code"] == "mismatch" for r in second)
    for record in first:
        line = text.splitlines()[record["line"] - 1]
        last = re.sub(r"\[\d+\]$", "", record["key"]).rpartition(".")[2]
        if record["code"] == "missing-key":
            assert line == "[source]"
        elif record["code"] != "mismatch":
            assert last in line
    unknown = next(r for r in first if r["code"] == "unknown-key")
    assert "did you mean `area_km2`?" in unknown["message"]
    assert "\u202e" not in run.out


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param(
            FIELD,
            'ranked_cities = "50"',
            ("source.ranked_cities", "type"),
            id="field",
        ),
        pytest.param(
            FIELD,
            "ranked_cities = 0",
            ("source.ranked_cities", "range"),
            id="field-0",
        ),
        pytest.param(
            "[overall]\nrank = 10\nrank_change = 2",
            '[overall]\nrank = "10"\nrank_change = -7',
            ("overall.rank", "type"),
            id="rank",
        ),
        pytest.param("edition = 2025", "edition = 25", ("source.edition", "range"), id="edition"),
        pytest.param(
            "population = 100001",
            f"population = 0x{'f' * 5000}",
            ("city.population", "range"),
            id="population-of-5000-hexadecimal-digits",
        ),
        pytest.param(
            "[overall]\nrank = 10\nrank_change = 2\nscore = 50.0",
            f"[overall]\nrank = 10\nrank_change = 2\nscore = 0b{'1' * 20_000}",
            ("overall.score", "range"),
            id="score-of-20000-binary-digits",
        ),
        pytest.param('"Thema C"', '""', ("categories.thema-c.name", "text"), id="name"),
    ],
)
def test_one_mistake_is_one_fault(
    invoke: Invoke, tmp_path: Path, old: str, new: str, fault: tuple[str, str]
) -> None:
    text = dump(ordinary())
    assert text.count(old) == 1
    file = tmp_path / "musterstadt-2025.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    run = invoke("check", file, "--json")
    assert run.code == 1
    assert [(r["key"], r["code"]) for r in checked(run)] == [fault]


def _value(chance: random.Random, depth: int = 0) -> str:
    scalars = ["1", "-2.5", "true", '"text"', "'x'", "2025-09-11", "07:32:00", "inf", "nan", "0x1F"]
    kind = chance.random()
    if depth > 2 or kind < 0.6:
        return chance.choice(scalars)
    if kind < 0.8:
        return f"[{', '.join(_value(chance, depth + 1) for _ in range(chance.randrange(4)))}]"
    keys = [f"{key} = {_value(chance, depth + 1)}" for key in _keys(chance, 3)]
    return f"{{ {', '.join(keys)} }}"


def _keys(chance: random.Random, most: int) -> list[str]:
    known = ["name", "rank", "score", "edition", "indicators", "url", '"a b"', "'ä'", "x-1", "0"]
    return chance.sample(known, chance.randrange(most + 1))


def _no_city(chance: random.Random) -> str:
    """A file that is valid TOML and no city."""
    blocks = ["".join(f"{key} = {_value(chance)}\n" for key in _keys(chance, 4))]
    headers = ["[city]", "[source]", "[overall]", "[categories]", "[[best_practices]]", "[tool.x]"]
    headers += ["[categories.overall]", "[categories.probe]", "[[categories.a.indicators]]"]
    for header in chance.sample(headers, chance.randrange(len(headers))):
        pairs = "".join(f"{key} = {_value(chance)}\n" for key in _keys(chance, 6))
        blocks.append(f"{header}\n{pairs}")
    return "\n".join(blocks)


def _no_toml(chance: random.Random) -> bytes:
    """A file that is no TOML."""
    text = dump(ordinary())
    at = chance.randrange(len(text))
    broken = chance.choice(["= =", "[[[", '"""', "\x00", "}", "a b c", "'", "[a]\n[a]\n", "\r"])
    data = f"{text[:at]}\n{broken}\n{text[at:]}\n{broken}".encode()
    return data + chance.choice([b"", b"\xff", b"\xfe\x00"])


def test_hundreds_of_files_that_are_no_data_sets(invoke: Invoke, tmp_path: Path) -> None:
    chance = random.Random(5)
    for number in range(250):
        (tmp_path / f"valid-{number:03}.toml").write_text(_no_city(chance), encoding="utf-8")
        (tmp_path / f"broken-{number:03}.toml").write_bytes(_no_toml(chance))
    (tmp_path / "deep.toml").write_text(f"x = {'[' * 100_000}")
    for depth in (100, 200, 300, 350, 400, 450, 500, 1000):
        inline = f"x = {'{a=' * depth}1{'}' * depth}"
        (tmp_path / f"inline-{depth}.toml").write_text(inline)
        (tmp_path / f"array-{depth}.toml").write_text(f"x = {'[' * depth}{']' * depth}")
        (tmp_path / f"dotted-{depth}.toml").write_text(f"{'.'.join('a' * depth)} = 1")
        (tmp_path / f"header-{depth}.toml").write_text(f"[{'.'.join('a' * depth)}]")
    files = sorted(map(str, tmp_path.iterdir()))
    run = invoke("check", tmp_path, "--json")
    assert run.code == 1
    found = checked(run)
    assert sorted({record["file"] for record in found}) == files
    for record in found:
        assert record["severity"] == "fault"
        assert record["line"] >= 1
        assert record["column"] >= 1
        assert record["message"].isprintable()
    named = run.err.removeprefix(f"note: {len(files)} files checked: {len(found)} faults, ")
    assert named == "0 notes\n"


# --- notes ----------------------------------------------------------------------------------------


def _replaced(city: City, place: int, **changes: Any) -> City:
    categories = list(city.categories)
    categories[place] = dataclasses.replace(categories[place], **changes)
    return dataclasses.replace(city, categories=tuple(categories))


def _with_row(city: City, place: int, row: int, **changes: Any) -> City:
    rows = list(city.categories[place].indicators)
    rows[row] = dataclasses.replace(rows[row], **changes)
    return _replaced(city, place, indicators=tuple(rows))


@pytest.mark.parametrize(
    ("city", "notes"),
    [
        pytest.param(
            _replaced(ordinary(), 1, rating=Rating(rank=30, rank_change=21, score=50.0)),
            [
                (
                    "categories.thema-b.rank_change",
                    "rank-beyond-field",
                    "means rank 51 in the edition before; 50 cities are ranked now",
                )
            ],
            id="previous-rank-beyond-the-field",
        ),
        pytest.param(
            _with_row(_with_row(ordinary(), 2, 0, score=34.9), 2, 6, score=30.1),
            [
                (
                    "categories.thema-c.indicators[6].score",
                    "bonus-beyond-maximum",
                    "a bonus of 30.1 exceeds the maximum of 30 (5 per regular indicator)",
                )
            ],
            id="bonus-above-its-maximum",
        ),
        pytest.param(
            _with_row(ordinary(), 0, 3, name=None),
            [
                (
                    "categories.thema-a.indicators[3]",
                    "unlabelled",
                    "row 4 has no label on the page; add `likely_name` if you know it",
                )
            ],
            id="unlabelled",
        ),
        pytest.param(
            _with_row(ordinary(), 3, 0, score=57.0),
            [
                (
                    "categories.thema-d.score",
                    "does-not-add-up",
                    (
                        "Thema D: by our formula the indicators give 51.11, but 50.0 is published; "
                        "probably one published indicator differs from the value used"
                    ),
                )
            ],
            id="category-does-not-add-up",
        ),
        pytest.param(
            dataclasses.replace(ordinary(), overall=Rating(rank=10, rank_change=2, score=50.2)),
            [
                (
                    "overall.score",
                    "does-not-add-up",
                    "Gesamtwertung: the mean of its categories is 50.00, but 50.2 is published",
                )
            ],
            id="overall-does-not-add-up",
        ),
        pytest.param(
            dataclasses.replace(ordinary(), categories=ordinary().categories[:4]),
            [
                ("categories", "unusual", "has 4 categories, not 5"),
                ("categories", "unusual", "has 28 rows in all; pages had 35 to 38"),
            ],
            id="unusual-numbers",
        ),
        pytest.param(
            _replaced(ordinary(), 4, indicators=()),
            [("categories", "unusual", "has 28 rows in all; pages had 35 to 38")],
            id="category-without-rows",
        ),
    ],
)
def test_notes(
    invoke: Invoke, tmp_path: Path, city: City, notes: list[tuple[str, str, str]]
) -> None:
    file = write_city(tmp_path, city)
    run = invoke("check", file, "--json")
    assert run.code == 0
    found = checked(run)
    assert [(r["key"], r["code"], r["message"]) for r in found] == notes
    lines = file.read_text(encoding="utf-8").splitlines()
    for record in found:
        assert record["severity"] == "note"
        if record["key"].endswith((".score", ".rank_change")):
            assert lines[record["line"] - 1][record["column"] - 1 :][:1] in set("0123456789-")
    assert invoke("check", file, "--strict").code == 1


def test_a_city_that_is_named_twice_in_a_run_is_no_twin(invoke: Invoke, tmp_path: Path) -> None:
    file = write_city(tmp_path, ordinary())
    run = invoke("check", file, tmp_path, "--json", "--strict")
    assert (run.code, checked(run)) == (0, [])


def test_two_files_of_one_city_and_edition(invoke: Invoke, tmp_path: Path) -> None:
    first = write_city(tmp_path, ordinary())
    second = write_city(tmp_path, ordinary(), "musterstadt")
    run = invoke("check", second, first, "--json")
    assert run.code == 0
    (record,) = checked(run)
    assert (record["file"], record["key"], record["code"]) == (str(first), "city", "shadowed")
    assert str(second) in record["message"]
    assert first.read_text(encoding="utf-8").splitlines()[record["line"] - 1] == "[city]"


def test_ranks_of_two_editions_that_contradict_each_other(invoke: Invoke, tmp_path: Path) -> None:
    older, newer = ordinary(edition=2024), ordinary(edition=2025)
    older = dataclasses.replace(older, overall=Rating(rank=11, score=50.0))
    for place in range(5):
        rating = Rating(rank=12, rank_change=None if place == 1 else 0, score=50.0)
        older = _replaced(older, place, rating=rating)
    newer = _replaced(newer, 2, rating=Rating(rank=9, rank_change=4, score=50.0))
    write_city(tmp_path, older)
    file = write_city(tmp_path, newer)
    write_city(tmp_path, ordinary(edition=2022))  # not the edition before 2024
    write_city(tmp_path, ordinary("Nebenstadt", 2026))
    run = invoke("check", tmp_path, "--json")
    assert run.code == 0
    assert [(r["file"], r["key"], r["code"], r["message"]) for r in checked(run)] == [
        (
            str(file),
            "overall.rank_change",
            "contradiction",
            "rank 10 and change +2 mean rank 12 in the edition before, but 2024 has 11",
        ),
        (
            str(file),
            "categories.thema-c.rank_change",
            "contradiction",
            "rank 9 and change +4 mean rank 13 in the edition before, but 2024 has 12",
        ),
    ]


def test_a_renamed_category_is_the_same_in_the_edition_before(
    invoke: Invoke, tmp_path: Path
) -> None:
    older = _replaced(ordinary(edition=2022), 4, name="Gesellschaft")
    newer = _replaced(ordinary(edition=2023), 4, name="Gesellschaft und Bildung")
    for city in (older, newer):
        write_city(tmp_path, city)
    found = checked(invoke("check", tmp_path, "--json"))
    assert [(r["key"], r["code"]) for r in found] == [
        ("overall.rank_change", "contradiction"),
        *((f"categories.thema-{letter}.rank_change", "contradiction") for letter in "abcd"),
        ("categories.gesellschaft-und-bildung.rank_change", "contradiction"),
    ]


# --- forms and exit codes -------------------------------------------------------------------------


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    file = tmp_path / "musterstadt.toml"
    file.write_text('[city]\nname = "a"\nnaem = [1, "|=<b>"]\n', encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "options",
    [
        ("--limit", "0"),
        ("--limit", "1"),
        ("--fields", "code"),
        ("--sort", "code"),
        ("--format", "csv", "--no-header"),
        ("--strict",),
    ],
    ids=" ".join,
)
def test_no_option_hides_the_exit_code(
    invoke: Invoke, faulty: Path, options: tuple[str, ...]
) -> None:
    assert invoke("check", faulty, *options).code == 1


def test_a_limit_keeps_the_first_records_and_the_counts(invoke: Invoke, faulty: Path) -> None:
    every = checked(invoke("check", faulty, "--json"))
    run = invoke("check", faulty, "--json", "--limit", "2")
    assert checked(run) == every[:2]
    assert run.err == f"note: 1 file checked: {len(every)} faults, 0 notes\n"


@pytest.mark.parametrize(
    "form", ["table", "json", "ndjson", "csv", "tsv", "excel", "markdown", "html", "svg"]
)
def test_every_format_has_every_fault(invoke: Invoke, faulty: Path, form: str) -> None:
    records = checked(invoke("check", faulty, "--json"))
    run = invoke("check", faulty, "--format", form)
    assert run.code == 1
    text = run.data.decode("utf-8-sig")
    if form in ("csv", "tsv"):
        read = list(csv.DictReader(io.StringIO(text), delimiter="," if form == "csv" else "\t"))
        assert read == [{key: str(value) for key, value in r.items()} for r in records]
    elif form == "ndjson":
        assert [json.loads(line) for line in text.splitlines()] == records
    else:
        unescaped = text.replace("\\", "")  # Markdown escapes the underscore
        assert all(record["key"] in unescaped for record in records)


def test_the_answer_goes_to_a_file(invoke: Invoke, faulty: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    run = invoke("check", faulty, "--output", report)
    assert (run.code, run.out) == (1, "")
    assert report.read_text(encoding="utf-8").splitlines()[0] == ",".join(FIELDS)


def test_an_unknown_field_is_a_usage_error(invoke: Invoke, faulty: Path) -> None:
    run = invoke("check", faulty, "--sort", "colum")
    assert (run.code, run.out) == (2, "")
    assert "`column`" in run.err


# --- for people: a block a finding ----------------------------------------------------------------


def blocks(text: str) -> list[list[str]]:
    return [block.split("\n") for block in text.rstrip("\n").split("\n\n")]


def test_a_finding_is_its_place_its_line_and_a_caret(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "musterstadt.toml"
    file.write_text('[city]\nname = "Musterstadt"\n\tstate\t= "\t日本" # 1\nrank: 5\n')
    run = invoke("check", file)
    assert (run.code, run.err) == (1, "note: 1 file checked: 1 fault, 0 notes\n")
    assert run.out == (
        "musterstadt.toml:4:5: fault: write `=` between key and value, not `:`\n"
        "    rank: 5\n"
        "        ^\n"
    )


def test_what_drives_a_terminal_is_escaped_and_wide_letters_are_counted(
    invoke: Invoke, tmp_path: Path
) -> None:
    file = tmp_path / "x.toml"
    file.write_text('[city]\nx = { "日\t\u202e" = 1, a: 2 }\n', encoding="utf-8")
    out = invoke("check", file).out
    line, caret = blocks(out)[0][1:]
    assert line == '    x = { "日 \\u202e" = 1, a: 2 }'
    assert caret == " " * (4 + len('x = { "__ \\u202e" = 1, a')) + "^"


def test_long_lines_are_cut_around_the_caret(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    long = f"a = {{ {', '.join(f'k{n} = 1' for n in range(60))}, b: 2, {'c = 1, ' * 40} }}"
    file.write_text(long)
    line, caret = blocks(invoke("check", file).out)[0][1:]
    assert line.startswith("    …")
    assert line.endswith("…")
    assert len(line) <= 100
    assert line[caret.index("^")] == ":"


def test_a_line_of_the_whole_file_is_shown_in_part(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    keys = ", ".join(f"k{n} = 1" for n in range(50_000))
    file.write_text(f"city = {{ {keys} }}")
    run = invoke("check", file)
    assert run.code == 1
    assert len(run.out) < 50_000
    assert all(len(block) <= 3 for block in blocks(run.out))


def test_a_finding_without_a_line_is_its_place(invoke: Invoke, tmp_path: Path) -> None:
    missing = tmp_path / "missing.toml"
    (block,) = blocks(invoke("check", missing).out)
    assert len(block) == 1
    assert block[0].split(": ")[1] == "fault"


def test_bytes_of_another_encoding_are_shown_as_they_were_meant(
    invoke: Invoke, tmp_path: Path
) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes("[city]\nname = 'Köln'\n".encode("cp1252"))
    assert blocks(invoke("check", file).out)[0][1:] == ["    name = 'Köln'", "             ^"]


def test_paths_are_the_shorter_of_the_two(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "a" / "b" / "c" / "d" / "e" / "f" / "g" / "h" / "i" / "j" / "k" / "l"
    deep.mkdir(parents=True)
    file = tmp_path / "x.toml"
    file.write_text("rank: 5")
    monkeypatch.chdir(tmp_path)
    assert invoke("check", file).out.startswith("x.toml:1:5: ")
    assert invoke("check", "x.toml").out.startswith("x.toml:1:5: ")
    monkeypatch.chdir(deep)
    names = [str(file), os.path.relpath(file)]
    assert invoke("check", file).out.startswith(f"{min(names, key=len)}:1:5: ")
    deep.rmdir()
    assert invoke("check", file).out.startswith(f"{file}:1:5: ")


def test_records_do_not_hold_the_line(invoke: Invoke, faulty: Path) -> None:
    assert all(list(record) == FIELDS for record in checked(invoke("check", faulty, "--json")))
    run = invoke("check", faulty, "--fields", "line,code")
    assert run.out.split("\n")[0].split() == ["Line", "Code"]


def test_a_file_that_is_handed_on_ends_with_the_summary(
    invoke: Invoke, faulty: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.txt"
    run = invoke("check", faulty, "--output", report)
    last = report.read_text(encoding="utf-8").splitlines()[-2:]
    assert ["", run.err.removeprefix("note: ").splitlines()[0]] == last

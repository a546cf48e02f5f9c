"""Data files: what is read from them, and every fault and note with its place.

A file in `datasets/invalid` breaks a rule, and `NAME.errors.txt` beside it has all lines that are
said about it; `datasets/valid` holds files that are used, with their notes. Each is read under the
name `musterstadt.toml`.
"""

from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import make_city, write_city
from smartrank.dataset.city_lint import city_notes
from smartrank.dataset.dump import dump
from smartrank.dataset.layout import CITY_FILE, stem_slugs
from smartrank.dataset.lint import contradictions, notes_across, notes_on
from smartrank.dataset.load import Dataset, load, parse, read_dataset
from smartrank.dataset.positions import key_text
from smartrank.errors import DatasetError, Finding
from smartrank.model import BestPractice, Category, City, Indicator, Milestone, Rating, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import Invoke

DATASETS = Path(__file__).parent / "datasets"
INVALID = sorted((DATASETS / "invalid").glob("*.toml"))
VALID = sorted((DATASETS / "valid").glob("*.toml"))
NAME = "musterstadt.toml"


def lines_of(findings: Sequence[Finding]) -> list[str]:
    return [f"{f.line}:{f.column} {f.severity} {f.code} {f.text}" for f in findings]


def as_expected(lines: list[str], expected: list[str]) -> list[str]:
    """The lines, cut where the expected ones end in `...`."""
    ends = [len(line) - 3 if line.endswith("...") else None for line in expected]
    if len(ends) != len(lines):
        return lines
    return [
        line if end is None else f"{line[:end]}..." for line, end in zip(lines, ends, strict=True)
    ]


def faults(content: str | bytes, stem: str | None = "musterstadt") -> list[str]:
    data = content.encode() if isinstance(content, str) else content
    with pytest.raises(DatasetError) as refused:
        parse(data, NAME, stem=stem)
    return lines_of(refused.value.faults)


@pytest.fixture
def plain() -> City:
    return parse((DATASETS / "valid" / "plain.toml").read_bytes(), NAME).city


# --- every rule has its file ---------------------------------------------------------------------


def test_there_are_files_for_the_rules() -> None:
    assert len(INVALID) >= 70
    assert len(VALID) >= 9
    expected = {path.with_suffix(".errors.txt") for path in INVALID}
    assert set((DATASETS / "invalid").glob("*.txt")) == expected
    assert set((DATASETS / "valid").glob("*.txt")) == {
        path.with_suffix(".notes.txt") for path in VALID
    }


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_file_is_refused_with_exactly_these_faults(path: Path, tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_bytes(path.read_bytes())
    with pytest.raises(DatasetError) as refused:
        load(file)
    expected = path.with_suffix(".errors.txt").read_text(encoding="utf-8").splitlines()
    found = refused.value.faults
    assert lines_of(found) == expected
    assert {fault.file for fault in found} == {str(file)}
    told = [f"{fault.place}: {fault.text}" for fault in found]
    more = [f"... and {len(told) - 5} more"] if len(told) > 5 else []
    assert refused.value.lines == (*told[:5], *more)
    assert all(line.isprintable() for line in refused.value.lines)
    assert refused.value.hint is not None
    assert str(file) in refused.value.hint
    assert refused.value.exit_code == 1


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_file_is_used_with_exactly_these_notes(path: Path, tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_bytes(path.read_bytes())
    expected = path.with_suffix(".notes.txt").read_text(encoding="utf-8").splitlines()
    assert lines_of(notes_on(read_dataset(file))) == expected


def test_files_with_byte_order_mark_and_crlf_really_have_them() -> None:
    content = {path.stem: path.read_bytes() for path in VALID}
    marked = {name for name, data in content.items() if data.startswith(b"\xef\xbb\xbf")}
    assert marked == {"bom", "bom-and-crlf"}
    assert {name for name, data in content.items() if b"\r\n" in data} == {"crlf", "bom-and-crlf"}


# --- what is read --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bom", "crlf", "bom-and-crlf", "other-syntax"])
def test_form_of_the_file_changes_nothing(name: str, plain: City) -> None:
    assert parse((DATASETS / "valid" / f"{name}.toml").read_bytes(), NAME).city == plain


def test_every_key_is_read() -> None:
    assert parse((DATASETS / "valid" / "all-keys.toml").read_bytes(), NAME).city == City(
        name="Musterstadt",
        state="Musterland",
        area_km2=12.5,
        population=100_001,
        ags="00000000",
        source=Source(
            title="Musterindex",
            publisher="Musterverlag",
            edition=2025,
            ranked_cities=50,
            url="https://index.example/2025/Musterstadt",
            retrieved=date(2025, 9, 11),
        ),
        overall=Rating(rank=10, rank_change=-2, score=59.5),
        categories=(
            Category(
                name="Probe",
                rating=Rating(rank=50, rank_change=0, score=59.5),
                indicators=(
                    Indicator(name="Bahnsteige", score=40.0),
                    Indicator(likely_name="Laternen", score=80.0),
                    Indicator(name="Sonstige Projekte Probe", kind="bonus", score=5.0),
                ),
            ),
        ),
        best_practices=(
            BestPractice(
                title="Musterprojekt",
                url="https://musterprojekt.example/",
                summary=('Eine Zeile.\nUnd noch "eine" – mit [Klammern], <b> und :smile:.'),
                milestones=(Milestone(2024, "Beginn"), Milestone(2026, "Ende")),
                partners=("Musterstadt", "Musterwerke GmbH"),
            ),
            BestPractice(title="Zweites Projekt"),
        ),
    )


def test_what_is_optional_is_absent() -> None:
    city = parse((DATASETS / "valid" / "minimal.toml").read_bytes(), NAME).city
    assert city.ags is None
    assert city.best_practices == ()
    source = city.source
    assert (source.ranked_cities, source.url, source.retrieved) == (None, None, None)
    for _, _, rating in city.ratings():
        assert (rating.rank_change, rating.previous_rank, rating.direction) == (None, None, "new")
        assert isinstance(rating.score, float)


@pytest.mark.parametrize(
    ("change", "previous", "direction"),
    [(3, 13, "up"), (-7, 3, "down"), (0, 10, "unchanged"), (None, None, "new")],
)
def test_previous_rank_and_direction(
    change: int | None, previous: int | None, direction: str
) -> None:
    rating = Rating(rank=10, rank_change=change, score=50.0)
    assert (rating.previous_rank, rating.direction) == (previous, direction)


def test_derived_facts_of_a_city(plain: City) -> None:
    assert (plain.slug, plain.edition) == ("musterstadt", 2025)
    assert [key for key, _, _ in plain.ratings()] == ["overall", "probe"]
    assert [(at, row.slug) for at, row in plain.categories[0].rows()] == [
        (1, "bahnsteige"),
        (2, "laternen"),
        (3, "sonstige-projekte-probe"),
    ]
    assert Indicator(score=1.0).slug is None


def test_dataset_keeps_its_file_and_text(tmp_path: Path) -> None:
    file = write_city(tmp_path, make_city())
    found = read_dataset(file)
    assert found == Dataset(make_city(), str(file), file.read_text(encoding="utf-8"))
    assert load(str(file)) == found.city


# --- bytes that are no data file -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            'a = 1\r\nb = "ä\xff"'.encode("latin-1"),
            "2:6 fault encoding looks like Windows-1252 ...",
        ),
        (
            b'\xef\xbb\xbf"\xc3\xa4" = "\xfc"',
            "1:8 fault encoding looks like Windows-1252 ...",
        ),
        (
            "a = 1".encode("utf-16"),
            "1:1 fault encoding looks like UTF-16 ...",
        ),
        (
            b"a = '\xc3",
            "1:6 fault encoding byte 0xc3 is not UTF-8; save the file as UTF-8",
        ),
        (b"a = 1\rb = 2\r", "1:1 fault syntax the lines end in CR alone, ..."),
        (b"\0" * 100, "1:1 fault syntax delete the character U+0000, ..."),
        (
            "a = 1\nb = 1_000" + "0" * 5000,
            "2:5 fault syntax a number with thousands of digits",
        ),
        ("a = " + "[" * 100_000, "1:1 fault syntax not a data file: ..."),
        ("a = " + "[" * 100_000 + "]" * 100_000, "1:1 fault syntax not a data file: ..."),
        ("a = " + "{a=" * 100_000, "1:1 fault syntax not a data file: ..."),
        (".".join("a" * 100_000) + " = 1", "1:1 fault syntax not a data file: ..."),
        ("[" + ".".join("a" * 100_000) + "]", "1:1 fault syntax not a data file: ..."),
        ("[" * 100_000, "1:3 fault syntax this line is not understood; ..."),
        ('"' * 100_000, "1:3 fault syntax this line is not understood; ..."),
    ],
    ids=[
        "latin-1",
        "latin-1-behind-a-mark",
        "utf-16",
        "cut-off",
        "bare-carriage-returns",
        "nulls",
        "5000-digits",
        "nested-arrays",
        "nested-arrays-closed",
        "nested-inline-tables",
        "nested-dotted-keys",
        "nested-header",
        "brackets",
        "quotes",
    ],
)
def test_bytes_that_are_no_toml_are_one_fault(content: str | bytes, expected: str) -> None:
    assert as_expected(faults(content), [expected]) == [expected]


def test_encodings_of_windows_are_named() -> None:
    save = "save the file as UTF-8"
    ansi = "1:6 fault encoding looks like Windows-1252 (called ANSI in Windows)"
    assert faults("a = 'Köln'".encode("cp1252")) == [f"1:7 {ansi[4:]}, `ö` by its byte; {save}"]
    assert faults("a = „x“".encode("cp1252")) == [f"1:5 {ansi[4:]}, `„` by its byte; {save}"]
    wide = [f"1:1 fault encoding looks like UTF-16 (called Unicode in Windows); {save}"]
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        assert faults("a = 1".encode(encoding)) == wide


# --- files of another kind -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", None),
        ("# only a comment\n\n", None),
        ("\ufeff", None),
        ("[project]\nname = 'x'\n[tool.x]\n", "`project`, `tool`"),
        ("version = 1\n[[package]]\nname = 'x'\n", "`version`, `package`"),
        ("[source]\ntitle = 'x'\n", "`source`"),
        ("[City]\nname = 'x'\n", "`City`"),
        ("name = 'Jena'\nrank = 54\n", "`name`, `rank`"),
        ("a=1\nb=1\nc=1\nd=1\ne=1\nf=1\ng=1\n", "`a`, `b`, `c`, `d`, `e` and 2 more"),
        (f"{'k' * 1000} = 1", f"`{'k' * 59}…`"),
        ('"a\\u001b[31m\\n" = 1', "`a\\x1b[31m\\x0a`"),
        ('x = """\n\\x41"""', "`x`"),
    ],
)
def test_file_of_another_kind_is_told_as_such(content: str, found: str | None) -> None:
    has = "it is empty" if found is None else f"it has {found}"
    said = f"not a data file of smartrank: {has}; expected the table `city` or `rankings`"
    assert faults(content) == [f"1:1 fault unknown-kind {said}"]


@pytest.mark.parametrize("told_by", sorted(CITY_FILE.keys.keys() - {"source"}))
def test_file_with_a_table_of_a_city_is_a_broken_city(told_by: str) -> None:
    found = faults(f"[ctiy]\n[{told_by}]\n")
    assert "ctiy: unknown key" in "\n".join(found)
    assert "unknown-kind" not in "\n".join(found)


# --- as many faults as somebody would read -------------------------------------------------------


def keys_of(count: int) -> str:
    return "city = {}\n" + "".join(f"key{number} = 1\n" for number in range(count))


def test_hundred_faults_are_told_and_the_others_are_counted() -> None:
    missing = 1 + 3  # the name of the city, and tables
    found = faults(keys_of(3000))
    assert len(found) == 101
    last = int(found[-2].split(":")[0])
    assert found[-1].startswith(f"{last}:1 fault more and {3000 + missing - 100} more faults in")
    exactly = faults(keys_of(100 - missing))
    assert len(exactly) == 100
    assert not any(" more " in line for line in exactly)
    assert faults(keys_of(101 - missing))[-1].endswith("fault more and 1 more fault in this file")


def test_check_counts_the_faults_that_are_not_told(tmp_path: Path, invoke: Invoke) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(keys_of(3000))
    run = invoke("check", tmp_path, "--json")
    assert (run.code, len(json.loads(run.out))) == (1, 2 * 101)
    assert run.err == "note: 2 files checked: 6008 faults, 0 notes\n"


def test_deep_nesting_beside_another_fault_is_no_traceback() -> None:
    for depth in (100, 300, 490, 600, 990):
        found = faults(
            f"city = 1\nx = {'[' * depth}{']' * depth}\ny = {'{a=' * depth}1{'}' * depth}\n"
        )
        assert found


def test_number_of_each_number_system_is_checked(plain: City) -> None:
    text = dump(plain)
    for huge in ("0b" + "1" * 20_000, "0o" + "7" * 8_000, "0x" + "f" * 5_000):
        (found,) = faults(text.replace("100001", huge))
        assert found.startswith(
            "5:14 fault range city.population: must be at most 1000000000, not "
        )
        assert len(found) < 150


# --- TOML 1.1 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{ name = "Laternen", ', '{\n name = "Laternen", '),
        ('{ name = "Laternen", ', '{ name = "Laternen",\n'),
        ("score = 80.0 }", "score = 80.0\n}"),
        ("score = 80.0 }", "score = 80.0, }"),
        ("score = 80.0 }", "score = 80.0,}"),
        ("score = 80.0 }", "score = 80.0, # comment\n}"),
        ('"Laternen"', '"Later\\x6een"'),
        ('"Laternen"', '"Laternen\\e[0m"'),
        ("score = 80.0 },", "score = 80.0 # }\n}, # {"),
        ('{ name = "Laternen", score = 80.0 },', '{ name = "}",\n score = 80.0 }, # {'),
        ('{ name = "Laternen", score = 80.0 },', '{ name = "}", score = 80.0, },'),
        ('{ name = "Laternen", score = 80.0 },', '{ name = "}", score = 80.0,\t}, # {'),
        ("[overall]", '"\\x61" = 1\n[overall]'),
    ],
)
def test_toml_1_1_is_refused_as_other_readers_refuse_it(old: str, new: str, plain: City) -> None:
    text = dump(plain)
    assert old in text
    (found,) = faults(text.replace(old, new))
    assert found.split(" ")[1:3] == ["fault", "syntax"]
    assert "only TOML 1.1 allows" in found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Laternen"', "'Later\\x6een'"),
        ('"Laternen"', '"Later\\\\x6een\\\\e"'),
        ('"Laternen"', '"{ a ,}"'),
        ('"Laternen"', '"a{", kind = "regular"'),
        ("[overall]", "# { a = 1,\n# , } \\x\n[overall]"),
    ],
)
def test_what_only_looks_like_toml_1_1_is_no_syntax_fault(old: str, new: str, plain: City) -> None:
    text = dump(plain).replace(old, new)
    assert text != dump(plain)
    assert parse(text.encode(), NAME).city.overall == plain.overall


# --- what is no file -----------------------------------------------------------------------------


def refusal(path: Path) -> str:
    with pytest.raises(DatasetError) as refused:
        load(path)
    (line,) = lines_of(refused.value.faults)
    assert refused.value.lines == (f"{path}:1:1: {refused.value.faults[0].message}",)
    return line


def test_missing_file_and_folder_are_unreadable(tmp_path: Path) -> None:
    missing = tmp_path / "fehlt.toml"
    said = f"1:1 fault unreadable cannot read `{missing}`: no such file or directory"
    assert refusal(missing) == said
    assert refusal(tmp_path) == f"1:1 fault unreadable `{tmp_path}` is a folder, not a file"
    below = write_city(tmp_path, make_city()) / "x.toml"
    assert refusal(below) == f"1:1 fault unreadable cannot read `{below}`: not a directory"


def test_pipe_and_device_are_refused_unread(tmp_path: Path) -> None:
    pipe = tmp_path / "musterstadt.toml"
    os.mkfifo(pipe)
    assert refusal(pipe) == f"1:1 fault unreadable `{pipe}` is a named pipe, not a file"
    device = Path("/dev/zero")
    assert refusal(device) == "1:1 fault unreadable `/dev/zero` is a device, not a file"


def test_large_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / NAME
    with file.open("wb") as sparse:
        sparse.truncate(10_000_001)
    monkeypatch.setattr(Path, "open", None)
    assert refusal(file) == f"1:1 fault unreadable `{file}` is larger than 10 MB"


def test_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = write_city(tmp_path, make_city())
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user may read every file")
    assert refusal(file) == f"1:1 fault unreadable cannot read `{file}`: permission denied"


def test_standard_input_is_read_and_named(plain: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def given(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    given(b"\xef\xbb\xbf" + dump(plain).encode())
    found = read_dataset(Path("-"))
    assert (found.file, found.city) == ("<stdin>", plain)
    given(b"#" * 10_000_000 + b"#")
    with pytest.raises(DatasetError, match=r"^<stdin>:1:1: standard input is larger than 10 MB$"):
        read_dataset(Path("-"))
    given(b"#" * 10_000_000)
    with pytest.raises(
        DatasetError, match=r"^<stdin>:1:1: not a data file of smartrank: it is empty"
    ):
        read_dataset(Path("-"))


# --- names of files ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "stem", "fits"),
    [
        ("Musterstadt", "musterstadt", True),
        ("Musterstadt", "musterstadt-2025", True),
        ("Musterstadt", "musterstadt-2024", False),
        ("Musterstadt", "Musterstadt", False),
        ("Musterstadt", "musterstadt2025", False),
        ("Musterstadt", "musterstadt-2025-2025", False),
        ("Musterstadt 2025", "musterstadt-2025", True),
        ("Musterstadt 2025", "musterstadt-2025-2025", True),
        ("Musterstadt 2025", "musterstadt", False),
        ("Halle (Muster)", "halle-muster", True),
        ("Mülheim", "muelheim", True),
        ("Mülheim", "mülheim", False),
        ("Musterstadt", None, True),
    ],
)
def test_name_of_the_file_fits_the_city(name: str, stem: str | None, fits: bool) -> None:
    content = dump(make_city(name)).encode()
    if fits:
        assert parse(content, NAME, stem=stem).city.name == name
        return
    with pytest.raises(DatasetError) as refused:
        parse(content, NAME, stem=stem)
    (fault,) = refused.value.faults
    assert (fault.code, fault.key, fault.line, fault.column) == ("mismatch", "city.name", 2, 8)
    slug = make_city(name).slug
    assert fault.message.endswith(f"it must be called `{slug}.toml` or `{slug}-2025.toml`")


def test_wrong_edition_in_the_name_is_named_beside_other_faults() -> None:
    text = dump(make_city()).replace("score = 40.0", "score = 400.0")
    found = faults(text, stem="musterstadt-2024")
    assert [line.split(" ")[2] for line in found] == ["mismatch", "range"]


def test_edition_that_cannot_be_read_is_no_mismatch() -> None:
    text = dump(make_city()).replace("edition = 2025", 'edition = "2025"')
    (found,) = faults(text, stem="musterstadt-2025")
    assert "source.edition: must be a whole number" in found


def test_slugs_that_a_stem_may_mean() -> None:
    assert stem_slugs("musterstadt") == ["musterstadt"]
    assert stem_slugs("musterstadt-2025") == ["musterstadt-2025", "musterstadt"]
    assert stem_slugs("musterstadt2025") == ["musterstadt2025"]
    assert stem_slugs("musterstadt-202") == ["musterstadt-202"]


def test_key_path_as_text() -> None:
    path = ("categories", "probe", "indicators", 4, "score")
    assert key_text(path) == "categories.probe.indicators[4].score"
    assert key_text(()) == ""
    assert key_text(("a.b", "", "c-1")) == '"a.b"."".c-1'
    assert key_text(("a\x1b[31m", "\u202e")) == '"a\\x1b[31m"."\\u202e"'


# --- notes ---------------------------------------------------------------------------------------


def test_shipped_file_has_exactly_the_notes_that_are_true_of_it(jena: City) -> None:
    text = dump(jena)
    found = notes_on(Dataset(jena, "jena.toml", text))
    assert [(finding.key, finding.message) for finding in found] == [
        (
            "categories.verwaltung.indicators[4]",
            "row 5 has no label on the page; likely `Webseite und Social Media`",
        ),
        (
            "categories.it-und-kommunikation.score",
            (
                "IT und Kommunikation: by our formula the indicators give 70.72, but 69.1 is "
                "published; probably one published indicator differs from the value used"
            ),
        ),
        (
            "categories.mobilitaet.indicators[3]",
            "row 4 has no label on the page; likely `Sharing-Angebote`",
        ),
    ]
    for finding in found:
        line = text.split("\n")[finding.line - 1][finding.column - 1 :]
        assert line.startswith(("{ likely_name", "69.1"))


def test_what_is_unknown_is_no_reason_for_a_note() -> None:
    city = replace(make_city(), state=None)
    (probe,) = city.categories
    wrong = replace(probe, rating=replace(probe.rating, score=1.0))
    for unknown in (
        replace(city, overall=None),
        replace(city, overall=Rating(rank=10)),
        replace(city, categories=(replace(probe, rating=Rating(rank=10)),)),
        replace(city, categories=(replace(wrong, indicators=()),), overall=None),
    ):
        assert {code for _, code, _ in city_notes(unknown)} == {"unusual"}


def dataset_of(city: City, file: str) -> Dataset:
    return Dataset(city, file, dump(city))


def test_file_of_an_equal_city_and_edition_is_noted() -> None:
    first, second = dataset_of(make_city(), "a.toml"), dataset_of(make_city(rank=9), "b.toml")
    (found,) = notes_across([first, second, dataset_of(make_city(edition=2020), "c.toml")])
    assert found == Finding(
        "b.toml",
        1,
        2,
        "city",
        "note",
        "shadowed",
        "is the same city and edition as a.toml; the later file is used",
        "[city]",
    )


def test_change_of_rank_that_contradicts_the_edition_before_is_noted() -> None:
    old = make_city(edition=2024, rank=13)
    new = make_city(edition=2025, rank=10, rank_change=2)
    found = notes_across([dataset_of(new, "new.toml"), dataset_of(old, "old.toml")])
    message = "rank 10 and change +2 mean rank 12 in the edition before, but 2024 has 13"
    assert [(f.file, f.line, f.column, f.key, f.code, f.message) for f in found] == [
        ("new.toml", 15, 15, "overall.rank_change", "contradiction", message),
        ("new.toml", 21, 15, "categories.probe.rank_change", "contradiction", message),
    ]


def test_editions_that_agree_or_are_no_neighbours_do_not_contradict() -> None:
    new = make_city(edition=2025, rank=10, rank_change=2)
    agreeing = make_city(edition=2024, rank=12)
    older = make_city(edition=2023, rank=40)
    first = make_city(edition=2026, rank=10, rank_change=None)
    elsewhere = make_city("Beispielburg", edition=2024, rank=40)
    assert list(contradictions([new, agreeing, elsewhere])) == []
    assert list(contradictions([new, older])) == []
    assert list(contradictions([first, new])) == []


def test_renamed_category_is_compared_with_its_older_name() -> None:
    def fifth(name: str, edition: int, rank: int, change: int | None) -> City:
        city = make_city(edition=edition, rank_change=None)
        rating = Rating(rank=rank, rank_change=change, score=50.0)
        return replace(city, categories=(Category(name=name, rating=rating),))

    old = fifth("Gesellschaft", 2022, 7, None)
    new = fifth("Gesellschaft und Bildung", 2023, 5, 1)
    assert [(later.edition, key) for later, key, _, _ in contradictions([old, new])] == [
        (2023, "gesellschaft-und-bildung")
    ]


# --- official keys -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ('"0012345"', "4:7 fault text city.ags: an official key has eight digits"),
        ('"160530001"', "4:7 fault text city.ags: an official key has eight digits"),
        ('"16 05300"', "4:7 fault text city.ags: an official key has eight digits"),
        ('"١٦٠٥٣٠٠٠"', "4:7 fault text city.ags: an official key has eight digits"),
        ('" "', "4:7 fault text city.ags: must not be empty"),
        (
            "16053000",
            '4:7 fault type city.ags: must be text, not a whole number: write `"16053000"`',
        ),
    ],
)
def test_official_key_that_is_none_is_refused(key: str, told: str) -> None:
    text = (DATASETS / "valid" / "plain.toml").read_text(encoding="utf-8")
    assert faults(text.replace("[city]\n", f"[city]\n\n\nags = {key}\n", 1)) == [told]


@pytest.mark.parametrize(
    ("state", "key", "told"),
    [
        ("Thüringen", "16999999", []),
        (None, "05999999", []),
        ("Musterland", "99999999", []),
        ("Thüringen", "05999999", ["the keys of Thüringen begin with 16, not as 05999999"]),
        ("Bayern", "10999999", ["the keys of Bayern begin with 09, not as 10999999"]),
    ],
)
def test_official_key_of_another_state_is_noted(
    state: str | None, key: str, told: list[str]
) -> None:
    city = replace(make_city(), state=state, ags=key)
    notes = [message for path, _, message in city_notes(city) if path == ("city", "ags")]
    assert notes == told


@pytest.mark.parametrize(
    ("name", "key", "known"),
    [
        ("Jena", "16054000", "16053000"),
        ("Jena", "16000000", "16053000"),
        ("Frankfurt am Main", "06413000", "06412000"),
        ("Halle (Saale)", "15001000", "15002000"),
        ("Jena", "16053000", None),
        ("Musterstadt", "16999999", None),
    ],
)
def test_official_key_of_another_city_is_noted(name: str, key: str, known: str | None) -> None:
    city = replace(make_city(name), state=None, ags=key)
    notes = [message for path, _, message in city_notes(city) if path == ("city", "ags")]
    told = f"the register has {known} as the key of {name}, not {key}"
    assert notes == ([told] if known else [])


@pytest.mark.parametrize(("typed", "right"), [("111.191", 111191), ("100.000", 100000)])
def test_point_between_thousands_is_told_with_its_cure(typed: str, right: int) -> None:
    text = f"[city]\npopulation = {typed}\n"
    told = "2:14 fault type city.population: must be a whole number, not a number with decimals; "
    told += f"write thousands without a point: `{right}`"
    assert told in faults(text)
    assert not any("population" in fault for fault in faults(text.replace(typed, str(right))))


@pytest.mark.parametrize("typed", ["67.1555", "inf", "nan", "0.5", "true", "1e300"])
def test_population_that_is_no_number_with_thousands_gets_no_cure(typed: str) -> None:
    (told,) = [
        fault for fault in faults(f"[city]\npopulation = {typed}\n") if "population" in fault
    ]
    assert "must be a whole number, not " in told


@pytest.mark.parametrize("title", ["Smart City Index", "Musterindex"])
def test_the_index_has_as_many_previous_ranks_as_was_published(title: str) -> None:
    city = make_city()
    source = replace(
        city.source, title=title, publisher="Bitkom e. V.", edition=2025, ranked_cities=None
    )
    city = replace(city, source=source, overall=Rating(rank=83, rank_change=1, score=1.0))
    told = [message for path, _, message in city_notes(city) if path == ("overall", "rank_change")]
    known = "means rank 84 in the edition before; 83 cities are ranked now"
    assert told == ([known] if title == "Smart City Index" else [])

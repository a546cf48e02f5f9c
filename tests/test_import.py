from __future__ import annotations

import dataclasses
import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from conftest import Invoke, examples, make_city
from page_text import MUSTERSTADT, as_read, page_bytes, page_html, page_text, pages
from smartrank import import_page
from smartrank.cli import importing
from smartrank.dataset.dump import dump
from smartrank.dataset.folders import bundled_folder, user_folder
from smartrank.dataset.load import load, parse
from smartrank.errors import SmartrankError, UsageError
from smartrank.importing.city_page import About
from smartrank.importing.problems import EditionError, PageError
from smartrank.model import BestPractice, Category, City, Indicator, Milestone, Rating, Source

YEAR = ("--edition", "2025")
PRACTICE_NOTE = (
    "best practice: title and link were taken (`Projekt Lampe`), the text was not; write "
    "`summary`, `milestones` and `partners` in your own words"
)
URL = "https://www.bitkom.org/Smart-City-2025/Musterstadt"
unix = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def on_page(name: str = "Musterstadt", edition: int = 2025) -> City:
    """A city as its page tells it: an unlabelled row and a project."""
    rows = (
        Indicator(name="Bahnsteige", score=40.0),
        Indicator(score=80.0),
        Indicator(name="Sonstige Projekte Verwaltung", score=5.0, kind="bonus"),
    )
    rating = Rating(rank=10, rank_change=2, score=59.5)
    return City(
        name=name,
        state="Thüringen",
        area_km2=12.5,
        population=100_001,
        source=Source(title="Smart City Index", publisher="Bitkom e. V.", edition=edition),
        overall=rating,
        categories=(Category(name="Verwaltung", rating=rating, indicators=rows),),
        best_practices=(BestPractice(title="Projekt Lampe", url="https://lampe.example/"),),
    )


def with_source(city: City, **keys: object) -> City:
    return dataclasses.replace(city, source=dataclasses.replace(city.source, **keys))  # type: ignore[arg-type]


def imported(city: City | None = None) -> City:
    """The city in its data file: with the published number of cities."""
    return with_source(city or on_page(), ranked_cities=83)


def by_hand() -> City:
    """The same city with all that people add to a data file."""
    city = on_page()
    (category,) = city.categories
    rows = (
        category.indicators[0],
        dataclasses.replace(category.indicators[1], likely_name="Bänke"),
        category.indicators[2],
    )
    project = BestPractice(
        title="Projekt Lampe",
        url="https://lampe.example/",
        summary="Leuchtet\nseit 2020.",
        milestones=(Milestone(2020, "Beginn"),),
        partners=("Musterwerke",),
    )
    return dataclasses.replace(
        with_source(city, ranked_cities=82, url=URL, retrieved=date(2025, 9, 12)),
        ags="01234567",
        categories=(dataclasses.replace(category, indicators=rows),),
        best_practices=(project,),
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_bytes(page_bytes(on_page()))
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "musterstadt.toml"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's data folder, that is not there yet."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "smartrank"


def notes(err: str) -> list[str]:
    lines = err.splitlines()
    assert all(line.startswith("note: ") for line in lines), err
    return [line.removeprefix("note: ") for line in lines]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# --- the result -----------------------------------------------------------------------------------


def test_without_output_the_data_file_goes_to_standard_output(invoke: Invoke, page: Path) -> None:
    run = invoke("import", page, *YEAR)
    assert (run.code, run.data) == (0, dump(imported()).encode())
    told = notes(run.err)
    assert told[:2] == [
        "read Musterstadt 2025: 1 category, 3 rows, 1 unlabelled, 1 bonus, 1 project",
        PRACTICE_NOTE,
    ]
    assert [note.partition(": ")[0] for note in told[2:]] == [
        "categories",
        "categories",
        "categories.verwaltung.indicators[1]",
    ]


def test_jenas_page_gives_the_figures_of_the_shipped_file(
    invoke: Invoke, jena: City, tmp_path: Path
) -> None:
    file = tmp_path / "jena-2025.toml"
    options = ("--url", jena.source.url or "", "--output", file)
    run = invoke("import", "-", *options, stdin=page_bytes(jena))
    assert (run.code, run.out) == (0, "")
    assert load(file) == dataclasses.replace(as_read(jena), source=jena.source)


def test_the_page_as_it_was_copied_gives_the_figures_of_the_shipped_file(jena: City) -> None:
    page = Path(__file__).parent / "pages" / "jena-2025-tables.txt"
    new = import_page(page, edition=2025, url=jena.source.url)
    wanted = dataclasses.replace(as_read(jena), source=jena.source, best_practices=())
    assert new.city == wanted


def test_the_shipped_file_comes_out_of_the_page_and_itself(
    jena: City, tmp_path: Path, invoke: Invoke
) -> None:
    """What people wrote into the shipped file is kept when its page is imported again."""
    page = tmp_path / "page.txt"
    page.write_bytes(page_bytes(as_read(jena)))
    shipped = bundled_folder() / "jena.toml"
    assert import_page(page, edition=2025, over=shipped).city == jena
    run = invoke("import", page, *YEAR, "-o", shipped, "--diff")
    assert (run.code, run.out, run.err) == (0, "", "")


def test_what_was_imported_passes_check(invoke: Invoke, page: Path, target: Path) -> None:
    assert invoke("import", page, "--url", URL, "-o", target).code == 0
    run = invoke("check", target, "--json")
    assert run.code == 0
    assert '"fault"' not in run.out
    assert load(target) == with_source(imported(), url=URL)


@pytest.mark.parametrize("output", [(), ("--output", "-")], ids=["none", "dash"])
def test_standard_input_to_standard_output(
    invoke: Invoke, output: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = invoke("import", "-", *YEAR, *output, stdin=page_bytes(on_page()))
    assert (run.code, run.out) == (0, dump(imported()))
    assert contents(tmp_path) == {}


@pytest.mark.parametrize(
    ("edition", "options", "cities"),
    [
        pytest.param("2025", (), 83, id="2025"),
        pytest.param("2024", (), 82, id="2024"),
        pytest.param("2019", (), 81, id="2019"),
        pytest.param("2018", (), None, id="not-published"),
        pytest.param("2025", ("--ranked-cities", "90"), 90, id="given"),
    ],
)
def test_the_number_of_cities_is_the_published_one(
    invoke: Invoke, page: Path, edition: str, options: tuple[str, ...], cities: int | None
) -> None:
    run = invoke("import", page, "--edition", edition, *options)
    assert run.code == 0
    assert parse(run.data, "file").city.source.ranked_cities == cities


def test_the_edition_may_come_from_the_page(invoke: Invoke, page: Path) -> None:
    page.write_text("Smart City Index 2024\n" + page_text(on_page()), encoding="utf-8")
    run = invoke("import", page)
    assert run.code == 0
    assert parse(run.data, "file").city.source.edition == 2024
    assert "edition 2024, as line 1 says" in notes(run.err)
    run = invoke("import", page, *YEAR)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"error: {page}:1: the page is of edition 2024, not 2025\n"
        "hint: leave out `--edition` and `--url`, or check which page this is\n"
    )


def test_saved_html_is_imported(invoke: Invoke, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(page_html(MUSTERSTADT), encoding="utf-8")
    run = invoke("import", page, *YEAR)
    assert run.code == 0
    assert parse(run.data, "file").city == imported(MUSTERSTADT)


@pytest.mark.parametrize(
    ("old", "new", "rows", "differs"),
    [
        pytest.param("Bahnsteige 40.0\n", "", 2, True, id="a-dropped-row"),
        pytest.param("Bahnsteige 40.0", "Bahnsteige 4.0", 3, True, id="a-misread-row"),
        pytest.param("Bahnsteige 40.0", "Bahnsteige 40.1", 3, False, id="a-rounded-row"),
    ],
)
def test_the_audit_notices_a_dropped_and_a_misread_row(
    invoke: Invoke, old: str, new: str, rows: int, differs: bool
) -> None:
    text = page_text(on_page())
    assert old in text
    run = invoke("import", "-", *YEAR, stdin=text.replace(old, new))
    assert run.code == 0
    assert f"{rows} rows" in notes(run.err)[0]
    told = [note for note in notes(run.err) if note.startswith("categories.verwaltung.score: ")]
    assert len(told) == differs


def test_the_audit_notices_a_misread_overall_score(invoke: Invoke) -> None:
    city = dataclasses.replace(on_page(), overall=Rating(rank=10, rank_change=2, score=1.0))
    run = invoke("import", "-", *YEAR, stdin=page_bytes(city))
    assert any(note.startswith("overall.score: ") for note in notes(run.err))


@examples(15)
@given(pages(), st.data())
def test_writing_and_loading_a_city_changes_nothing(city: City, data: st.DataObject) -> None:
    texts = st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=20
    ).filter(lambda text: bool(text.strip()) and not set(text) & set(BIDIRECTIONAL))
    maybe = st.none() | texts
    practices = st.builds(
        BestPractice,
        title=texts,
        url=maybe,
        summary=maybe | texts.map(lambda text: f'"""\n{text}\\'),
        milestones=st.lists(st.builds(Milestone, st.integers(1000, 9999), texts)).map(tuple),
        partners=st.lists(texts).map(tuple),
    )
    city = dataclasses.replace(
        with_source(
            city,
            title=data.draw(texts),
            ranked_cities=data.draw(st.none() | st.integers(90, 10**9)),
            url=data.draw(maybe),
            retrieved=data.draw(st.none() | st.dates(date(1000, 1, 1))),
        ),
        state=data.draw(texts),
        ags=data.draw(st.none() | st.integers(0, 99_999_999).map("{:08}".format)),
        best_practices=tuple(data.draw(st.lists(practices, max_size=2))),
        categories=tuple(
            dataclasses.replace(
                category,
                indicators=tuple(
                    row if row.name else dataclasses.replace(row, likely_name=data.draw(maybe))
                    for row in category.indicators
                ),
            )
            for category in city.categories
        ),
    )
    text = dump(city)
    loaded = parse(text.encode(), "file").city
    assert loaded == city
    assert dump(loaded) == text


BIDIRECTIONAL = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


# --- the Python API -------------------------------------------------------------------------------


def test_a_page_is_imported_from_python(page: Path, tmp_path: Path) -> None:
    before = contents(tmp_path)
    new = import_page(page, edition=2025, url=URL)
    assert new.city == with_source(imported(), url=URL)
    assert new.text == dump(new.city)
    assert new.file_name == "musterstadt-2025.toml"
    assert PRACTICE_NOTE in new.notes
    assert contents(tmp_path) == before, "it writes nothing"
    assert import_page(str(page), edition=2025, url=URL) == new
    assert import_page(page.read_bytes(), edition=2025, url=URL) == new


def test_what_was_written_by_hand_is_kept_from_python(page: Path, target: Path) -> None:
    target.write_text(dump(by_hand()), encoding="utf-8")
    assert import_page(page, edition=2025, over=target).city == by_hand()
    given_too = import_page(page, edition=2025, ranked_cities=83, over=target)
    assert given_too.city.source.ranked_cities == 83


def test_what_goes_wrong_in_python_names_no_option(page: Path, tmp_path: Path) -> None:
    with pytest.raises(EditionError) as unknown:
        import_page(page)
    with pytest.raises(UsageError) as address:
        import_page("https://www.bitkom.org/Smart-City-2025/Musterstadt")
    with pytest.raises(SmartrankError) as missing:
        import_page(tmp_path / "no.txt", edition=2025)
    with pytest.raises(PageError) as broken:
        import_page(b"Musterstadt\n", edition=2025)
    for error in (unknown, address, missing, broken):
        text = f"{error.value}\n{error.value.hint}"
        assert "--" not in text
        assert error.value.hint
    assert broken.value.lines[0].startswith("<page>: ")


# --- a file that exists ---------------------------------------------------------------------------


def test_an_existing_file_is_kept_without_force(
    invoke: Invoke, page: Path, target: Path, tmp_path: Path
) -> None:
    target.write_text("mine")
    before = contents(tmp_path)
    run = invoke("import", page, *YEAR, "--output", target)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"error: already there: `{target}`\n"
        "hint: add `--force` to replace it, manual additions are kept; "
        "`--diff` shows what would change\n"
    )
    assert contents(tmp_path) == before


def test_force_keeps_what_was_written_by_hand(
    invoke: Invoke, page: Path, target: Path, tmp_path: Path
) -> None:
    target.write_text(dump(by_hand()), encoding="utf-8")
    run = invoke("import", page, *YEAR, "--output", target, "--force")
    assert (run.code, run.out) == (0, "")
    assert target.read_text(encoding="utf-8") == dump(by_hand())
    (kept,) = [note for note in notes(run.err) if note.startswith("kept from the old file: ")]
    for key in ("city.ags", "source.url", "source.retrieved", "likely_name", "summary"):
        assert key in kept
    assert sorted(contents(tmp_path)) == ["musterstadt.toml", "page.txt"]


def test_what_is_given_wins_over_what_stood_there(invoke: Invoke, page: Path, target: Path) -> None:
    target.write_text(dump(by_hand()), encoding="utf-8")
    given_too = ("--ranked-cities", "99", "--url", f"{URL}#neu")
    run = invoke("import", page, *given_too, "-o", target, "--force")
    assert run.code == 0
    source = load(target).source
    assert (source.ranked_cities, source.url) == (99, f"{URL}#neu")
    assert source.retrieved == date(2025, 9, 12)


@pytest.mark.parametrize(
    "old",
    [
        pytest.param(make_city("Beispielburg"), id="another-city"),
        pytest.param(make_city(edition=2024), id="another-edition"),
    ],
)
@pytest.mark.parametrize("more", [["--force"], ["--diff"]], ids=["force", "diff"])
def test_a_file_of_another_city_or_edition_is_kept(
    invoke: Invoke, page: Path, target: Path, old: City, more: list[str]
) -> None:
    text = dump(old)
    target.write_text(text, encoding="utf-8")
    run = invoke("import", page, *YEAR, "-o", target, *more)
    assert run.code in (1, 2)  # a file named after another city is broken, too
    assert run.out == ""
    assert str(target) in run.err
    assert target.read_text(encoding="utf-8") == text


def test_a_broken_file_is_not_replaced(invoke: Invoke, page: Path, target: Path) -> None:
    target.write_text("# precious\n[city]\nname = 1\n", encoding="utf-8")
    run = invoke("import", page, *YEAR, "-o", target, "--force")
    assert (run.code, run.out) == (1, "")
    assert f"error: {target}:3:8: city.name: " in run.err
    assert target.read_text(encoding="utf-8").startswith("# precious")


@pytest.mark.parametrize("name", ["muster.toml", "musterstadt-2024.toml", "musterstadt.txt", "x"])
def test_a_name_that_does_not_fit_the_city_is_refused(
    invoke: Invoke, page: Path, tmp_path: Path, name: str
) -> None:
    run = invoke("import", page, *YEAR, "--output", tmp_path / name)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"error: the name `{name}` does not fit Musterstadt 2025\n"
        "hint: call it `musterstadt.toml` or `musterstadt-2025.toml`, or give a folder\n"
    )
    assert list(contents(tmp_path)) == ["page.txt"]


# --- what would change ----------------------------------------------------------------------------


def test_diff_shows_what_would_change_and_writes_nothing(
    invoke: Invoke, page: Path, target: Path
) -> None:
    old = dump(by_hand()).replace("Bahnsteige", "Bahnsteig").replace("40.0", "41.0")
    target.write_text(old, encoding="utf-8")
    run = invoke("import", page, *YEAR, "-o", target, "--diff")
    assert run.code == 1
    assert target.read_text(encoding="utf-8") == old
    changes = [line for line in run.out.splitlines() if line[:1] in "+-"]
    assert changes == [
        f"--- {target}",
        f"+++ {target} (imported)",
        '-    { name = "Bahnsteig", score = 41.0 },',
        '+    { name = "Bahnsteige", score = 40.0 },',
    ]
    assert any(note.startswith("kept") for note in notes(run.err))


def test_diff_of_a_file_that_would_not_change_is_silent(
    invoke: Invoke, page: Path, target: Path
) -> None:
    target.write_text(dump(by_hand()), encoding="utf-8")
    run = invoke("import", page, *YEAR, "-o", target, "--diff", "--force")
    assert (run.code, run.out, run.err) == (0, "", "")


def test_diff_of_a_file_that_is_not_there_yet(invoke: Invoke, page: Path, target: Path) -> None:
    run = invoke("import", page, *YEAR, "-o", target, "--diff")
    assert run.code == 1
    added = [line[1:] for line in run.out.splitlines()[3:]]
    assert added == dump(imported()).splitlines()
    assert not target.exists()


def test_diff_keeps_lines_apart_where_the_last_line_end_lacks(
    invoke: Invoke, page: Path, target: Path
) -> None:
    city = dataclasses.replace(imported(), best_practices=())
    page.write_bytes(page_bytes(city))
    target.write_text(dump(city).rstrip("\n"), encoding="utf-8")
    run = invoke("import", page, *YEAR, "-o", target, "--diff")
    assert run.code == 1
    lines = [line for line in run.out.splitlines() if not line.startswith("\\ ")]
    assert lines[-2:] == ["-]", "+]"]


@pytest.mark.parametrize("output", [(), ("-o", "-")], ids=["none", "standard-output"])
def test_diff_needs_a_file_to_compare_with(
    invoke: Invoke, page: Path, output: tuple[str, ...]
) -> None:
    run = invoke("import", page, *YEAR, *output, "--diff")
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: `--diff` needs a file to compare with\n"
        "hint: add `--output` with a file or folder, or `--save`\n"
    )


# --- several pages, folders, the user's data folder -----------------------------------------------


@pytest.fixture
def several(tmp_path: Path) -> list[Path]:
    """Three pages of two cities."""
    cities = [on_page(), on_page("Beispielburg"), on_page("Musterstadt", 2024)]
    paths = []
    for number, city in enumerate(cities):
        path = tmp_path / f"page-{number}.txt"
        path.write_text(f"Smart City Index {city.edition}\n{page_text(city)}", encoding="utf-8")
        paths.append(path)
    return paths


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "cities"
    path.mkdir()
    return path


def test_several_pages_go_into_a_folder_under_names_that_fit(
    invoke: Invoke, several: list[Path], folder: Path
) -> None:
    run = invoke("import", *several, "-o", folder)
    assert (run.code, run.out) == (0, "")
    assert sorted(contents(folder)) == [
        "beispielburg-2025.toml",
        "musterstadt-2024.toml",
        "musterstadt-2025.toml",
    ]
    assert load(folder / "beispielburg-2025.toml") == imported(on_page("Beispielburg"))
    told = notes(run.err)
    assert f"written to `{folder / 'beispielburg-2025.toml'}`" in told
    assert (
        f"{several[1]}: read Beispielburg 2025: 1 category, 3 rows, 1 unlabelled, 1 bonus, "
        "1 project"
    ) in told


def test_a_folder_keeps_the_name_that_a_file_has(invoke: Invoke, page: Path, folder: Path) -> None:
    short = folder / "musterstadt.toml"
    short.write_text(dump(by_hand()), encoding="utf-8")
    assert invoke("import", page, *YEAR, "-o", folder).code == 2
    assert invoke("import", page, *YEAR, "-o", folder, "--force").code == 0
    assert list(contents(folder)) == ["musterstadt.toml"]
    assert load(short) == by_hand()


@pytest.mark.parametrize("old", ["another-edition", "broken"])
def test_a_short_name_that_is_taken_is_left_alone(
    invoke: Invoke, page: Path, folder: Path, old: str
) -> None:
    short = folder / "musterstadt.toml"
    text = dump(on_page(edition=2024)) if old == "another-edition" else "["
    short.write_text(text, encoding="utf-8")
    assert invoke("import", page, *YEAR, "-o", folder).code == 0
    assert sorted(contents(folder)) == ["musterstadt-2025.toml", "musterstadt.toml"]
    assert short.read_text(encoding="utf-8") == text


def test_nothing_is_written_unless_every_page_is_understood(
    invoke: Invoke, several: list[Path], folder: Path
) -> None:
    several[0].write_bytes(b"")
    text = several[2].read_text("utf-8").replace("Bahnsteige 40.0", "Bahnsteige 40")
    several[2].write_text(text, encoding="utf-8")
    run = invoke("import", *several, "-o", folder)
    assert (run.code, run.out) == (1, "")
    assert contents(folder) == {}
    line = text.splitlines().index("Bahnsteige 40") + 1
    assert run.err.splitlines()[:2] == [
        f"error: {several[0]}: this file is empty",
        f"error: {several[2]}:{line}: unexpected number: `Bahnsteige 40`",
    ]
    assert run.err.splitlines()[2].startswith("hint: ")
    assert len(run.err.splitlines()) == 3


def test_of_many_pages_the_first_problems_are_told(
    invoke: Invoke, page: Path, tmp_path: Path
) -> None:
    text = page.read_text("utf-8").replace("Bahnsteige 40.0", "Bahnsteige\nGleise")
    line = text.splitlines().index("Bahnsteige") + 1
    broken = [tmp_path / f"{number}.txt" for number in range(7)]
    for copy in broken:
        copy.write_text(text, "utf-8")
    *lines, more, hint = invoke("import", *broken, *YEAR, "--save").err.splitlines()
    assert [told.partition(": no score")[0] for told in lines] == [
        f"error: {copy}:{line}" for copy in broken[:5]
    ]
    assert all(told.endswith("`Bahnsteige` (and 1 more on this page)") for told in lines)
    assert more == "error: ... and 2 more pages"
    assert hint.startswith("hint: ")


def test_what_several_pages_have_alike_is_told_once(
    invoke: Invoke, several: list[Path], folder: Path
) -> None:
    told = notes(invoke("import", *several, "-o", folder).err)
    first, second, third = several
    (edition,) = (note for note in told if note.endswith("edition 2025, as line 1 says"))
    assert edition.startswith(f"{first}, {second}: ")
    (unlabelled,) = (note for note in told if "has no label on the page" in note)
    assert unlabelled.startswith(f"{first}, {second}, {third}: ")


def test_nothing_is_written_if_one_of_the_files_exists(
    invoke: Invoke, several: list[Path], folder: Path
) -> None:
    (folder / "musterstadt-2024.toml").write_text("mine")
    run = invoke("import", *several, "-o", folder)
    assert (run.code, run.out) == (2, "")
    assert "musterstadt-2024.toml" in run.err
    assert list(contents(folder)) == ["musterstadt-2024.toml"]


def test_two_pages_of_one_city_and_edition_are_refused(
    invoke: Invoke, page: Path, folder: Path, tmp_path: Path
) -> None:
    twin = tmp_path / "again.txt"
    twin.write_bytes(page.read_bytes())
    run = invoke("import", page, twin, *YEAR, "-o", folder)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"error: `{page}` and `{twin}` are both of Musterstadt 2025\nhint: import one of them\n"
    )
    assert contents(folder) == {}


@pytest.mark.parametrize("output", [[], ["-o", "x.toml"], ["-o", "-"], ["-o", "no-folder/"]])
def test_several_pages_need_a_folder(
    invoke: Invoke,
    several: list[Path],
    output: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = contents(tmp_path)
    run = invoke("import", *several, *output)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: several pages need a folder\n"
        "hint: add `--output` with an existing folder, or `--save`\n"
    )
    assert contents(tmp_path) == before


def test_an_address_is_of_one_page(invoke: Invoke, several: list[Path], folder: Path) -> None:
    run = invoke("import", several[0], several[0], "-o", folder, "--url", URL)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: `--url` is the address of one page\n"
        "hint: use `--edition` for several pages, or import them one by one\n"
    )


def test_a_diff_of_several_pages(invoke: Invoke, several: list[Path], folder: Path) -> None:
    assert invoke("import", *several, "-o", folder).code == 0
    run = invoke("import", *several, "-o", folder, "--diff")
    assert (run.code, run.out, run.err) == (0, "", "")
    changed = folder / "beispielburg-2025.toml"
    changed.write_text(changed.read_text("utf-8").replace("Bahnsteige", "Bahn"), encoding="utf-8")
    run = invoke("import", *several, "-o", folder, "--diff")
    assert run.code == 1
    assert run.out.splitlines()[0] == f"--- {changed}"
    assert all(note.startswith(f"{several[1]}: ") for note in notes(run.err))


def test_save_writes_to_the_users_data_folder(invoke: Invoke, page: Path, own: Path) -> None:
    assert user_folder() == own
    run = invoke("import", page, *YEAR, "--save")
    assert (run.code, run.out) == (0, "")
    assert load(own / "musterstadt-2025.toml") == imported()
    assert f"written to `{own / 'musterstadt-2025.toml'}`" in notes(run.err)
    assert invoke("ranks", "musterstadt", "--json").code == 0
    assert invoke("import", page, *YEAR, "--save").code == 2
    assert invoke("import", page, *YEAR, "--save", "--diff").err == ""
    assert invoke("import", page, *YEAR, "--save", "--force").code == 0
    assert sorted(contents(own)) == ["musterstadt-2025.toml"]


def test_save_and_output_contradict_each_other(invoke: Invoke, page: Path, own: Path) -> None:
    run = invoke("import", page, *YEAR, "--save", "-o", "x.toml")
    assert (run.code, run.out) == (2, "")
    assert (
        run.err == "error: `--save` and `--output` contradict each other\nhint: use one of them\n"
    )
    assert not own.exists()


def test_a_data_folder_that_cannot_be_made_is_told(invoke: Invoke, page: Path, own: Path) -> None:
    own.parent.write_text("a file")
    run = invoke("import", page, *YEAR, "--save")
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith(f"error: cannot make the folder `{own}`: ")


@pytest.mark.parametrize(
    ("platform", "variables", "wanted"),
    [
        ("linux", {}, "{home}/.config/smartrank"),
        ("linux", {"XDG_CONFIG_HOME": "/x"}, "/x/smartrank"),
        ("darwin", {"XDG_CONFIG_HOME": "/x"}, "{home}/Library/Application Support/smartrank"),
        ("win32", {"APPDATA": "/roaming"}, "/roaming/smartrank"),
        ("win32", {}, "{home}/smartrank"),
    ],
)
def test_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], wanted: str
) -> None:
    for name in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    if platform == sys.platform:
        assert str(user_folder()) == typer.get_app_dir("smartrank")
    monkeypatch.setattr(sys, "platform", platform)
    assert user_folder().as_posix() == wanted.format(home=Path.home().as_posix())


# --- pages that cannot be imported ----------------------------------------------------------------


@pytest.mark.parametrize("more", [[], ["--output"]], ids=["standard-output", "file"])
def test_a_page_with_problems_is_refused_with_its_lines(
    invoke: Invoke, page: Path, target: Path, more: list[str]
) -> None:
    text = page_text(on_page()).replace("Bahnsteige 40.0", "Bahnsteige 40")
    page.write_text(text.replace("Platz 10\n", "Platz 11\n"), encoding="utf-8")
    run = invoke("import", page, *YEAR, *more, *([target] if more else []))
    assert (run.code, run.out) == (1, "")
    assert not target.exists()
    lines = page.read_text("utf-8").splitlines()
    assert run.err == (
        f"error: {page}:{lines.index('Platz 11') + 1}: not the overall rank, which is 10: "
        "`Platz 11`\n"
        f"error: {page}:{lines.index('Bahnsteige 40') + 1}: unexpected number: `Bahnsteige 40`\n"
        "hint: fix these lines, or delete them if they are not part of the city page\n"
    )


def test_problems_of_standard_input_are_named_by_line(invoke: Invoke) -> None:
    text = page_text(on_page()).replace("Platz 10", "Platz 11")
    run = invoke("import", "-", *YEAR, stdin=text)
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith(f"error: <stdin>:{text.splitlines().index('Platz 11') + 1}: ")


def test_many_problems_are_counted(invoke: Invoke) -> None:
    rows = "".join(f"Reihe {number} x\n" for number in range(58))
    text = page_text(on_page()).replace("Bahnsteige 40.0\n", rows)
    run = invoke("import", "-", *YEAR, stdin=text)
    assert (run.code, run.out) == (1, "")
    assert len(run.err.splitlines()) == 7
    assert run.err.splitlines()[5] == "error: <stdin>: ... and 53 more"


def test_an_empty_page_is_refused(invoke: Invoke) -> None:
    run = invoke("import", "-", *YEAR, stdin=b"")
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("error: <stdin>: this file is empty\nhint: ")


def test_an_address_is_not_fetched(invoke: Invoke) -> None:
    run = invoke("import", URL, *YEAR)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"error: smartrank reads no network: `{URL}` is not fetched\n"
        "hint: open it in a browser and save it as HTML, or select all, copy, and paste it into a "
        "text file; then `smartrank import FILE --url` with the address\n"
    )


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("missing", "no such file"),
        ("folder", "a folder"),
        ("pipe", "a named pipe"),
        ("large", "10 MB"),
        ("nul", "NUL"),
    ],
)
def test_what_is_no_file_is_refused(invoke: Invoke, tmp_path: Path, kind: str, wanted: str) -> None:
    path = tmp_path / ("a\0b" if kind == "nul" else "page.txt")
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "large":
        path.write_bytes(b"")
        os.truncate(path, 10_000_001)
    run = invoke("import", path, *YEAR)
    assert (run.code, run.out) == (1, "")
    error, hint = run.err.splitlines()
    assert error.startswith("error: ")
    assert wanted in error
    assert hint == "hint: give a file with the text of a page, or `-` for standard input"


def _rating(rank: int, change: int | None = None) -> Rating:
    return Rating(rank=rank, rank_change=change, score=50.0)


@pytest.mark.parametrize(
    "city",
    [
        pytest.param(dataclasses.replace(on_page(), population=0), id="no-inhabitants"),
        pytest.param(dataclasses.replace(on_page(), area_km2=0), id="no-area"),
        pytest.param(dataclasses.replace(on_page(), overall=_rating(90, 1)), id="beyond-the-field"),
    ],
)
def test_a_page_that_gives_no_valid_data_file_is_refused_by_name(
    invoke: Invoke, page: Path, target: Path, city: City
) -> None:
    page.write_bytes(page_bytes(city))
    run = invoke("import", page, *YEAR, "-o", target)
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith(f"error: {page}: gives no valid data file: ")
    assert run.err.endswith("\nhint: compare your text with the page\n")
    assert not target.exists()


@pytest.mark.parametrize(
    ("options", "named"),
    [
        pytest.param((), "add `--edition 2025`, or `--url` with the address", id="no-edition"),
        pytest.param(("--edition", "2024", "--url", URL), "contradict", id="contradiction"),
        pytest.param(("--edition", "12"), "12", id="no-year"),
        pytest.param(("--edition", "-1"), "-1", id="negative-year"),
        pytest.param(("--edition", "zwei"), "zwei", id="no-number"),
        pytest.param((*YEAR, "--ranked-cities", "0"), "0", id="no-cities"),
        pytest.param((*YEAR, "--ranked-cities", "9" * 12), "9", id="too-many-cities"),
        pytest.param((*YEAR, "--url", ""), "--url", id="empty-address"),
        pytest.param((*YEAR, "--url", "https://a\x1b.example"), "--url", id="unsafe-address"),
    ],
)
def test_a_wrong_option_is_a_usage_error(
    invoke: Invoke, page: Path, options: tuple[str, ...], named: str
) -> None:
    run = invoke("import", page, *options)
    assert (run.code, run.out) == (2, "")
    assert named in run.err


# --- streams --------------------------------------------------------------------------------------


def _shell(command: str) -> subprocess.CompletedProcess[str]:
    words = ["sh", "-c", f"{sys.executable} -m smartrank {command}"]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)


@unix
def test_closed_standard_input_is_told_in_one_line() -> None:
    run = _shell("import - --edition 2025 <&-")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.splitlines()[0].startswith("error: ")
    assert "closed" in run.stderr.splitlines()[0]
    assert "Traceback" not in run.stderr


def _on_terminal(*words: str | Path, typed: str = "", **variables: str) -> tuple[int | None, str]:
    import pexpect

    child = pexpect.spawn(
        sys.executable,
        ["-m", "smartrank", *map(str, words)],
        env={**os.environ, "TERM": "xterm", **variables},
        dimensions=(50, 200),
        encoding="utf-8",
        timeout=30,
    )
    written = ""
    if typed:
        child.expect("note: .* Ctrl-D ends it")
        written = str(child.after)
        child.send(typed)
        child.sendeof()
    written += str(child.read())
    child.close()
    return child.exitstatus, written.replace("\r\n", "\n")


@unix
def test_a_terminal_is_told_what_the_program_waits_for() -> None:
    code, written = _on_terminal("import", "-", *YEAR, typed="Musterstadt\n", NO_COLOR="1")
    assert code == 1
    assert written.startswith("note: reading the page from standard input; Ctrl-D ends it")
    assert "error: <stdin>: this is not the page of a city" in written


@unix
@pytest.mark.parametrize(
    ("variables", "is_coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
    ids=["terminal", "no-color", "dumb"],
)
def test_a_diff_is_coloured_on_a_terminal(
    page: Path, target: Path, variables: dict[str, str], is_coloured: bool
) -> None:
    target.write_text(dump(by_hand()).replace("Bahnsteige", "Bahn"), encoding="utf-8")
    code, written = _on_terminal("import", page, *YEAR, "-o", target, "--diff", **variables)
    assert code == 1
    added = '+    { name = "Bahnsteige", score = 40.0 },'
    assert (f"\x1b[32m{added}\x1b[0m\n" in written) == is_coloured
    assert (f"\n{added}\n" in written) != is_coloured
    assert ("\x1b[31m-" in written) == is_coloured
    assert ("\x1b[36m@@" in written) == is_coloured


@unix
def test_many_pages_have_a_bar_on_a_terminal(several: list[Path], folder: Path) -> None:
    code, written = _on_terminal("import", *several, "-o", folder)
    assert code == 0
    assert "\r[##########                    ] 1/3\r[####################          ] 2/3" in written
    assert "\r\x1b[K" in written
    code, written = _on_terminal("import", *several, "-o", folder, "--force", TERM="dumb")
    assert code == 0
    assert "[##" not in written
    assert "\x1b" not in written


class _Screen(io.TextIOWrapper):
    """A stream that says that it is a terminal, in this process."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def isatty(self) -> bool:
        return True

    @property
    def written(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode()


def _screen(monkeypatch: pytest.MonkeyPatch) -> _Screen:
    """All three standard streams as one terminal. No fixture: pytest sets streams behind those."""
    found = _Screen()
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, found)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("WT_SESSION", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    return found


@pytest.mark.parametrize(
    ("system", "wanted"), [("linux", "Ctrl-D ends it"), ("win32", "Ctrl-Z and Enter end it")]
)
def test_how_standard_input_ends(monkeypatch: pytest.MonkeyPatch, system: str, wanted: str) -> None:
    screen = _screen(monkeypatch)
    monkeypatch.setattr(sys, "platform", system)
    with pytest.raises(SmartrankError, match="empty"):
        importing.import_pages(["-"], About(2025), importing.Target(None, False, False, False))
    assert screen.written == f"note: reading the page from standard input; {wanted}\n"


def test_the_bar_grows_and_goes(
    several: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = _screen(monkeypatch)
    target = importing.Target(folder, is_made=True, force=False, diff=False)
    importing.import_pages([str(page) for page in several], About(), target)
    bars, notes_behind = screen.written.split("\r\x1b[K")
    assert bars.split("\r") == [
        "",
        f"[{'#' * 10:<30}] 1/3",
        f"[{'#' * 20:<30}] 2/3",
        f"[{'#' * 30:<30}] 3/3",
    ]
    assert notes_behind.startswith("note: ")


def test_a_terminal_that_cannot_move_its_cursor_has_no_bar(
    several: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = _screen(monkeypatch)
    monkeypatch.setenv("TERM", "unknown")
    target = importing.Target(folder, is_made=True, force=False, diff=False)
    importing.import_pages([str(page) for page in several], About(), target)
    assert "\r" not in screen.written
    assert "\x1b" not in screen.written


def test_the_console_of_old_windows_gets_a_diff_without_escapes(
    page: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = _screen(monkeypatch)
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.delenv("WT_SESSION")
    monkeypatch.setattr("smartrank.cli.console._WINDOWS", True)
    target.write_text(dump(by_hand()).replace("Bahnsteige", "Bahn"), encoding="utf-8")
    wanted = importing.Target(target, is_made=False, force=False, diff=True)
    with pytest.raises(typer.Exit):
        importing.import_pages([str(page)], About(2025), wanted)
    assert "Bahnsteige" in screen.written
    assert "\x1b" not in screen.written


@pytest.mark.parametrize("is_coloured", [True, False])
def test_the_colours_of_a_diff(
    page: Path, target: Path, monkeypatch: pytest.MonkeyPatch, is_coloured: bool
) -> None:
    screen = _screen(monkeypatch)
    monkeypatch.delenv("NO_COLOR")
    if not is_coloured:
        monkeypatch.setenv("NO_COLOR", "1")
    target.write_text(dump(by_hand()).replace("Bahnsteige", "Bahn"), encoding="utf-8")
    with pytest.raises(typer.Exit) as ended:
        importing.import_pages(
            [str(page)], About(2025), importing.Target(target, False, False, diff=True)
        )
    assert ended.value.exit_code == 1
    lines = screen.written.splitlines()
    red, green, blue, end = ("\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[0m")
    if not is_coloured:
        red = green = blue = end = ""
    assert lines[0] == f"{red}--- {target}{end}"
    assert lines[2].startswith(f"{blue}@@ ")
    assert f'{red}-    {{ name = "Bahn", score = 40.0 }},{end}' in lines
    assert f'{green}+    {{ name = "Bahnsteige", score = 40.0 }},{end}' in lines
    assert " indicators = [" in lines


def test_a_bar_is_for_terminals(invoke: Invoke, several: list[Path], folder: Path) -> None:
    assert "[##" not in invoke("import", *several, "-o", folder).err

from __future__ import annotations

import dataclasses
import os
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import make_city
from page_text import as_read, page_bytes, page_text, pages
from smartrank.dataset.load import load, parse
from smartrank.model import BestPractice, City, Indicator, Milestone, Rating
from smartrank.dataset.store import bundled_folder
from smartrank.dataset.dump import dump

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Invoke

YEAR = ("--edition", "2025")
PRACTICE_NOTE = (
    "best practice: title and address were taken, the text was not; "
    "tell `summary`, `milestones` and `partners` in your own words"
)
URL = "https://www.bitkom.org/Smart-City-2025/Musterstadt"


def on_page() -> City:
    """A city as its page tells it: an unlabelled row and a project."""
    city = make_city(rows=(("Bahnsteige", 40.0), (None, 80.0)))
    return dataclasses.replace(
        as_read(city),
        best_practices=(BestPractice(title="Projekt Lampe", url="https://lampe.example/"),),
    )


def by_hand() -> City:
    """The same city with all that people add to a data file."""
    city = on_page()
    (probe,) = city.categories
    rows = (
        probe.indicators[0],
        dataclasses.replace(probe.indicators[1], likely_name="Bänke"),
        probe.indicators[2],
    )
    project = BestPractice(
        title="Projekt Lampe",
        url="https://lampe.example/",
        summary="Leuchtet\nseit 2020.",
        milestones=(Milestone(2020, "Beginn"),),
        partners=("Musterwerke",),
    )
    return dataclasses.replace(
        city,
        ags="01234567",
        source=dataclasses.replace(
            city.source, ranked_cities=83, url=URL, retrieved=date(2025, 9, 12)
        ),
        categories=(dataclasses.replace(probe, indicators=rows),),
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


def notes(err: str) -> list[str]:
    lines = err.splitlines()
    assert all(line.startswith("note: ") for line in lines), err
    return [line.removeprefix("note: ") for line in lines]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# --- the result -----------------------------------------------------------------------------------


def test_without_output_the_data_file_goes_to_standard_output(invoke: Invoke, page: Path) -> None:
    run = invoke("import", page, *YEAR)
    assert (run.code, run.data) == (0, dump(on_page()).encode())
    assert notes(run.err) == [
        "read Musterstadt 2025: 1 category, 3 rows, 1 unlabelled, 1 bonus, 1 project",
        PRACTICE_NOTE,
        "categories: has 1 category, not 5",
        "categories: has 3 rows in all; pages had 35 to 38",
        "categories.probe.indicators[1]: row 2 has no published name; no likely name is given",
    ]


def test_jenas_page_gives_the_figures_of_the_shipped_file(
    invoke: Invoke, jena: City, tmp_path: Path
) -> None:
    file = tmp_path / "jena-2025.toml"
    page = page_bytes(jena)
    options = ("--url", jena.source.url or "", "--ranked-cities", "83", "--output", file)
    run = invoke("import", "-", *options, stdin=page)
    assert (run.code, run.out) == (0, "")
    assert load(file) == dataclasses.replace(as_read(jena), source=jena.source)
    told = [note.partition(":")[0] for note in notes(run.err)]
    assert told == [
        "read Jena 2025",
        "best practice",
        "categories.verwaltung.indicators[4]",
        "categories.it-und-kommunikation.score",
        "categories.mobilitaet.indicators[3]",
    ]


def test_the_shipped_file_is_in_the_canonical_form(jena: City) -> None:
    shipped = bundled_folder() / "jena.toml"
    assert shipped.read_bytes() == dump(jena).encode()


def test_what_was_imported_passes_check(invoke: Invoke, page: Path, target: Path) -> None:
    given_too = ("--ranked-cities", "83", "--url", URL)
    assert invoke("import", page, *given_too, "-o", target).code == 0
    run = invoke("check", target, "--json")
    assert run.code == 0
    assert '"fault"' not in run.out
    assert load(target).source == dataclasses.replace(on_page().source, ranked_cities=83, url=URL)


@pytest.mark.parametrize("output", [(), ("--output", "-")], ids=["none", "dash"])
def test_standard_input_to_standard_output(
    invoke: Invoke, output: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = invoke("import", "-", *YEAR, *output, stdin=page_bytes(on_page()))
    assert (run.code, run.out) == (0, dump(on_page()))
    assert contents(tmp_path) == {}


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
    assert any("the rows of Probe give" in note for note in notes(run.err)) == differs


def test_the_audit_notices_a_misread_overall_score(invoke: Invoke) -> None:
    city = on_page()
    city = dataclasses.replace(city, overall=dataclasses.replace(city.overall, score=1.0))
    run = invoke("import", "-", *YEAR, stdin=page_bytes(city))
    assert any(note.startswith("overall.score: ") for note in notes(run.err))


@settings(max_examples=40)
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
        city,
        state=data.draw(texts),
        ags=data.draw(maybe),
        source=dataclasses.replace(
            city.source,
            title=data.draw(texts),
            ranked_cities=data.draw(st.none() | st.integers(90, 10**9)),
            url=data.draw(maybe),
            retrieved=data.draw(st.none() | st.dates(date(1000, 1, 1))),
        ),
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


# --- a file that exists ---------------------------------------------------------------------------


def test_an_existing_file_is_kept_without_force(
    invoke: Invoke, page: Path, target: Path, tmp_path: Path
) -> None:
    target.write_text("mine")
    before = contents(tmp_path)
    run = invoke("import", page, *YEAR, "--output", target)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"error: `{target}` exists\nhint: ")
    assert "--force" in run.err
    assert contents(tmp_path) == before


def test_force_carries_over_what_was_written_by_hand(
    invoke: Invoke, page: Path, target: Path, tmp_path: Path
) -> None:
    target.write_text(dump(by_hand()), encoding="utf-8")
    run = invoke("import", page, *YEAR, "--output", target, "--force")
    assert (run.code, run.out) == (0, "")
    assert target.read_text(encoding="utf-8") == dump(by_hand())
    assert (
        "carried over from the file that is replaced: ags; ranked_cities; url; retrieved; "
        "likely_name of probe/2; Projekt Lampe: summary; Projekt Lampe: milestones; "
        "Projekt Lampe: partners"
    ) in notes(run.err)
    assert sorted(contents(tmp_path)) == ["musterstadt.toml", "page.txt"]


def test_what_is_given_wins_over_what_stood_there(invoke: Invoke, page: Path, target: Path) -> None:
    target.write_text(dump(by_hand()), encoding="utf-8")
    given_too = ("--ranked-cities", "99", "--url", f"{URL}#neu")
    run = invoke("import", page, *given_too, "-o", target, "--force")
    assert run.code == 0
    source = load(target).source
    assert (source.ranked_cities, source.url) == (99, f"{URL}#neu")
    assert source.retrieved == date(2025, 9, 12)


def test_what_cannot_be_carried_over_is_said(invoke: Invoke, target: Path) -> None:
    target.write_text(dump(by_hand()), encoding="utf-8")
    new = make_city(rows=(("Bahnsteige", 40.0), ("Bänke der Stadt", 80.0)))
    new = dataclasses.replace(
        new, best_practices=(BestPractice(title="Eins"), BestPractice(title="Zwei"))
    )
    run = invoke("import", "-", *YEAR, "-o", target, "--force", stdin=page_bytes(new))
    assert run.code == 0
    lost = next(note for note in notes(run.err) if note.startswith("not carried over: "))
    assert "probe/2" in lost
    assert "`Bänke`" in lost
    assert "`Projekt Lampe`" in lost
    assert load(target).best_practices == new.best_practices


@pytest.mark.parametrize(
    ("title", "url"),
    [
        pytest.param("Projekt Lampe", None, id="same-title"),
        pytest.param("Das Projekt der Lampe", "https://lampe.example/", id="same-address"),
        pytest.param("Projekt Lapme", None, id="the-only-one"),
    ],
)
def test_a_project_is_known_again(
    invoke: Invoke, target: Path, title: str, url: str | None
) -> None:
    target.write_text(dump(by_hand()), encoding="utf-8")
    new = dataclasses.replace(on_page(), best_practices=(BestPractice(title=title, url=url),))
    run = invoke("import", "-", *YEAR, "-o", target, "--force", stdin=page_bytes(new))
    assert run.code == 0
    (old,) = by_hand().best_practices
    assert load(target).best_practices == (dataclasses.replace(old, title=title),)
    assert (f"`{old.title}`" in run.err) == (title != old.title)


def test_comments_that_are_lost_are_said_by_their_lines(
    invoke: Invoke, page: Path, target: Path
) -> None:
    text = dump(on_page()).replace("[source]", "# mine\n[source]  # and this")
    text = text.replace("indicators = [\n", "indicators = [  # rows\n")
    target.write_text(text, encoding="utf-8")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if "# " in line]
    run = invoke("import", page, *YEAR, "-o", target, "--force")
    assert len(lines) == 3
    (told,) = [note for note in notes(run.err) if "comments" in note]
    assert ", ".join(map(str, lines)) in told


def test_a_schema_line_of_its_own_is_no_lost_comment(
    invoke: Invoke, page: Path, target: Path
) -> None:
    target.write_text(dump(on_page()), encoding="utf-8")
    run = invoke("import", page, *YEAR, "-o", target, "--force")
    assert not any("comment" in note for note in notes(run.err))
    assert target.read_text(encoding="utf-8").startswith("#:schema ")


def test_a_comment_in_the_first_line_is_lost(invoke: Invoke, page: Path, target: Path) -> None:
    target.write_text("# mine\n" + dump(on_page()).partition("\n")[2], encoding="utf-8")
    run = invoke("import", page, *YEAR, "-o", target, "--force")
    assert any("comments" in note and "line 1 " in note for note in notes(run.err))


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
    assert f"error: {target}:3:8: city.name: must be text, not a whole number\n" in run.err
    assert target.read_text(encoding="utf-8").startswith("# precious")


@pytest.mark.parametrize("name", ["muster.toml", "musterstadt-2024.toml", "musterstadt.txt", "x"])
def test_a_name_that_does_not_fit_the_city_is_refused(
    invoke: Invoke, page: Path, tmp_path: Path, name: str
) -> None:
    run = invoke("import", page, *YEAR, "--output", tmp_path / name)
    assert (run.code, run.out) == (2, "")
    assert f"`{name}` does not fit Musterstadt 2025" in run.err
    assert "`musterstadt.toml` or `musterstadt-2025.toml`" in run.err
    assert list(contents(tmp_path)) == ["page.txt"]


# --- what would change ----------------------------------------------------------------------------


def test_diff_shows_what_would_change_and_writes_nothing(
    invoke: Invoke, page: Path, target: Path
) -> None:
    old = dump(by_hand()).replace("Bahnsteige", "Bahnsteig").replace("40.0", "41.0")
    target.write_text(old, encoding="utf-8")
    run = invoke("import", page, *YEAR, "-o", target, "--diff")
    assert run.code == 0
    assert target.read_text(encoding="utf-8") == old
    changes = [line for line in run.out.splitlines() if line[:1] in "+-"]
    assert changes == [
        f"--- {target}",
        f"+++ {target} (imported)",
        '-    { name = "Bahnsteig", score = 41.0 },',
        '+    { name = "Bahnsteige", score = 40.0 },',
    ]
    assert any(note.startswith("carried over") for note in notes(run.err))


def test_diff_of_a_file_that_would_not_change_is_empty(
    invoke: Invoke, page: Path, target: Path
) -> None:
    target.write_text(dump(by_hand()), encoding="utf-8")
    run = invoke("import", page, *YEAR, "-o", target, "--diff", "--force")
    assert (run.code, run.out) == (0, "")


def test_diff_of_a_file_that_is_not_there_yet(invoke: Invoke, page: Path, target: Path) -> None:
    run = invoke("import", page, *YEAR, "-o", target, "--diff")
    assert run.code == 0
    added = [line[1:] for line in run.out.splitlines()[3:]]
    assert added == dump(on_page()).splitlines()
    assert not target.exists()


def test_diff_keeps_lines_apart_where_the_last_line_end_lacks(
    invoke: Invoke, page: Path, target: Path
) -> None:
    target.write_text(dump(by_hand()).removesuffix("\n"), encoding="utf-8")
    run = invoke("import", page, *YEAR, "-o", target, "--diff")
    lines = [line for line in run.out.splitlines() if not line.startswith("\\ ")]
    assert lines[-2:] == ["-]", "+]"]


@pytest.mark.parametrize("output", [(), ("-o", "-")], ids=["none", "standard-output"])
def test_diff_needs_a_file_to_compare_with(
    invoke: Invoke, page: Path, output: tuple[str, ...]
) -> None:
    run = invoke("import", page, *YEAR, *output, "--diff")
    assert (run.code, run.out) == (2, "")
    assert "`--diff`" in run.err


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
    *errors, hint = run.err.splitlines()
    assert {error.partition(": ")[2].partition(": ")[0] for error in errors} == {
        f"{page}:{number}"
        for number, line in enumerate(page.read_text("utf-8").splitlines(), 1)
        if line in ("Platz 11", "Bahnsteige 40")
    }
    assert hint.startswith("hint: ")


def test_problems_of_standard_input_are_named_by_line(invoke: Invoke) -> None:
    text = page_text(on_page())
    run = invoke("import", "-", *YEAR, stdin=f"Ausgabe 2025\n{text}")
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("error: <stdin>:1: ")


def test_an_empty_page_is_refused(invoke: Invoke) -> None:
    run = invoke("import", "-", *YEAR, stdin=b"")
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("error: <stdin>: ")


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "latin-1", "utf-16", "large"])
def test_what_is_no_page_is_refused(invoke: Invoke, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "page.txt"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind in ("latin-1", "utf-16"):
        path.write_bytes(page_text(on_page()).replace("Probe", "Größe").encode(kind))
    elif kind == "large":
        path.write_bytes(b"")
        os.truncate(path, 10_000_001)
    run = invoke("import", path, *YEAR)
    assert (run.code, run.out) == (1, "")
    assert str(path) in run.err.splitlines()[0]
    wanted = {"folder": "folder", "pipe": "pipe", "large": "10 MB", "missing": "no such file"}
    assert wanted.get(kind, "UTF-8") in run.err
    assert run.err.splitlines()[1].startswith("hint: ")


def _rating(rank: int, change: int | None = None) -> Rating:
    return Rating(rank=rank, rank_change=change, score=50.0)


@pytest.mark.parametrize(
    "city",
    [
        pytest.param(dataclasses.replace(on_page(), population=0), id="no-inhabitants"),
        pytest.param(dataclasses.replace(on_page(), area_km2=0), id="no-area"),
        pytest.param(dataclasses.replace(on_page(), overall=_rating(0)), id="rank-0"),
        pytest.param(dataclasses.replace(on_page(), overall=_rating(3, -3)), id="previous-rank-0"),
        pytest.param(dataclasses.replace(on_page(), overall=_rating(90)), id="beyond-the-field"),
        pytest.param(dataclasses.replace(on_page(), state="M\u202eland"), id="override"),
        pytest.param(
            dataclasses.replace(
                on_page(),
                categories=(
                    dataclasses.replace(
                        on_page().categories[0],
                        indicators=(Indicator(name="\x1b[31mRot", score=1.0),),
                    ),
                ),
            ),
            id="escape-sequence",
        ),
    ],
)
def test_a_page_that_gives_no_valid_data_file_is_refused_by_name(
    invoke: Invoke, page: Path, target: Path, city: City
) -> None:
    page.write_bytes(page_bytes(city))
    run = invoke("import", page, *YEAR, "--ranked-cities", "83", "-o", target)
    assert (run.code, run.out) == (1, "")
    assert str(page) in run.err
    assert "\x1b" not in run.err
    assert "\u202e" not in run.err
    assert not target.exists()


# --- the command line -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "named"),
    [
        pytest.param((), "--edition", id="no-edition"),
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

"""Which data sets are at hand, which one a name means, and which files are read for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import make_city, write_city
from smartrank import store as store_module
from smartrank.errors import DatasetError, SmartrankError, UnknownNameError, UsageError
from smartrank.dataset.load import read_dataset
from smartrank.dataset.store import Store, bundled_folder, data_files, find

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Invoke
    from smartrank.dataset.load import Dataset

BROKEN = "[city]\n"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of all files that are read from here on."""
    names: list[str] = []
    real = read_dataset

    def counted(path: Path) -> Dataset:
        names.append(path.name)
        return real(path)

    monkeypatch.setattr(store_module, "read_dataset", counted)
    return names


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of the bundled one."""
    folder = tmp_path / "bundled"
    folder.mkdir()
    monkeypatch.setattr(store_module, "bundled_folder", lambda: folder)
    return folder


def said(ask: Callable[[], object]) -> tuple[int, str, str | None]:
    with pytest.raises(SmartrankError) as error:
        ask()
    return error.value.exit_code, str(error.value), error.value.hint


def keys(datasets: list[Dataset]) -> list[tuple[str, int]]:
    return [(dataset.city.slug, dataset.city.edition) for dataset in datasets]


# --- where data sets are -------------------------------------------------------------------------


def test_bundled_data_is_that_of_the_repository() -> None:
    assert keys(Store().everything()) == [("jena", 2025)]
    if not (Path(store_module.__file__).parent / "data").is_dir():
        assert bundled_folder() == Path(__file__).parents[1] / "data"


def test_data_beside_the_package_goes_before_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "smartrank"
    package.mkdir(parents=True)
    monkeypatch.setattr(store_module, "__file__", str(package / "store.py"))
    assert bundled_folder() == tmp_path / "data"
    (package / "data").mkdir()
    assert bundled_folder() == package / "data"


def test_files_and_folders_are_added_to_the_bundled_data(tmp_path: Path) -> None:
    write_city(tmp_path, make_city("Musterstadt"))
    other = tmp_path / "other"
    other.mkdir()
    file = write_city(other, make_city("Beispielburg"), "beispielburg")
    write_city(other, make_city("Ungenannt"))
    assert keys(Store([tmp_path, file]).newest()) == [
        ("beispielburg", 2025),
        ("jena", 2025),
        ("musterstadt", 2025),
    ]


def test_a_folder_gives_its_data_files_by_name_and_nothing_else(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", ".hidden.toml", "c.txt", ".smartrank-x.part", "d.toml~"):
        (tmp_path / name).write_text(BROKEN)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "e.toml").write_text(BROKEN)
    assert [Path(file).name for file in data_files(tmp_path)] == ["a.toml", "b.toml"]
    assert data_files(tmp_path / "c.txt") == [str(tmp_path / "c.txt")]


def test_folder_without_data_files_adds_nothing(tmp_path: Path) -> None:
    assert data_files(tmp_path) == []
    assert keys(Store([tmp_path]).everything()) == [("jena", 2025)]


def test_data_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    missing = tmp_path / "fehlt"
    assert said(lambda: Store([missing])) == (
        1,
        f"there is no `{missing}`",
        "name a data file or a folder of data files",
    )


def test_folder_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("link")
    code, message, _ = said(lambda: Store([link]))
    assert code == 1
    assert message == f"cannot read the folder `{link}`: too many levels of symbolic links"


def test_environment_names_data_separated_as_path_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, invoke: Invoke
) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder, name in zip(folders, ["Musterstadt", "Beispielburg"], strict=True):
        folder.mkdir()
        write_city(folder, make_city(name))
    monkeypatch.setenv("SMARTRANK_DATA", os.pathsep.join(["", *map(str, folders), ""]))
    assert [city for city, _ in keys(Store().newest())] == ["beispielburg", "jena", "musterstadt"]
    listed = invoke("cities", "--fields", "city", "--format", "csv", "--no-header")
    assert listed.out.split() == ["beispielburg", "jena", "musterstadt"]
    monkeypatch.setenv("SMARTRANK_DATA", str(tmp_path / "fehlt"))
    missing = invoke("cities")
    assert (missing.code, missing.out) == (1, "")
    assert f"there is no `{tmp_path / 'fehlt'}`" in missing.err


# --- which one takes whose place -----------------------------------------------------------------


def test_equal_city_and_edition_takes_the_earlier_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(folder: str, rank: int, stem: str | None = None, edition: int = 2025) -> Path:
        (tmp_path / folder).mkdir(exist_ok=True)
        city = make_city("Jena", edition, rank=rank)
        return write_city(tmp_path / folder, city, stem)

    environment = at("environment", 2)
    first, second = at("first", 3, "jena"), at("second", 4)
    assert Store().find("jena").city.overall.rank == 54
    monkeypatch.setenv("SMARTRANK_DATA", str(environment.parent))
    assert Store().find("jena").city.overall.rank == 2
    assert Store([first]).find("jena").city.overall.rank == 3
    assert Store([first, second.parent]).find("jena").city.overall.rank == 4
    assert Store([second, first]).find("jena@2025").city.overall.rank == 3
    assert keys(Store([first, second]).everything()) == [("jena", 2025)]
    older = at("second", 5, edition=2024)
    assert Store([older]).find("jena").city.overall.rank == 2
    assert keys(Store([older]).everything()) == [("jena", 2024), ("jena", 2025)]


def test_newest_edition_is_told_by_content(tmp_path: Path) -> None:
    write_city(tmp_path, make_city(edition=2024, rank=3), "musterstadt")
    write_city(tmp_path, make_city(edition=2023, rank=4))
    assert Store([tmp_path]).find("musterstadt").city.edition == 2024
    write_city(tmp_path, make_city(edition=2026, rank=5), "musterstadt")
    store = Store([tmp_path])
    assert store.find("musterstadt").city.edition == 2026
    assert keys(store.editions("musterstadt")) == [("musterstadt", 2023), ("musterstadt", 2026)]
    assert ("musterstadt", 2026) in keys(store.newest())
    assert ("musterstadt", 2023) not in keys(store.newest())


def test_city_of_an_edition(tmp_path: Path) -> None:
    for edition in (2023, 2025):
        write_city(tmp_path, make_city(edition=edition))
    store = Store([tmp_path])
    assert store.find("Musterstadt@2023").city.edition == 2023
    assert store.find("must@ 2025 ").city.edition == 2025
    for unknown in ("2024", "", "x", "20"):
        with pytest.raises(UnknownNameError) as error:
            store.find(f"musterstadt@{unknown}")
        assert str(error.value) == f"there is no edition `{unknown}` of Musterstadt"
        assert error.value.hint == "there is `musterstadt@2023` or `musterstadt@2025`"
    assert find("musterstadt@2023", [tmp_path]).edition == 2023


def test_all_editions_of_a_city(alone: Path) -> None:
    for edition in (2025, 2023):
        write_city(alone, make_city(edition=edition))
    both = [("musterstadt", 2023), ("musterstadt", 2025)]
    assert keys(Store().all_editions("must")) == both
    assert keys(Store().all_editions(None)) == both
    assert said(lambda: Store().all_editions("must@2023")) == (
        2,
        "`must@2023` is one edition, but all are asked for",
        "name the city alone: `must`",
    )


def test_each_city_that_is_named_comes_once_in_the_order_named(tmp_path: Path) -> None:
    for name in ("Musterstadt", "Beispielburg"):
        write_city(tmp_path, make_city(name))
    store = Store([tmp_path])
    asked = ["musterstadt", "jena", "MUSTERSTADT@2025"]
    assert keys(store.chosen(asked)) == [("musterstadt", 2025), ("jena", 2025)]
    assert [city for city, _ in keys(store.chosen([]))] == ["beispielburg", "jena", "musterstadt"]


# --- stems that end in four digits ---------------------------------------------------------------


def test_stem_with_four_digits_is_decided_by_content(alone: Path) -> None:
    write_city(alone, make_city("Musterstadt 1848", 2025), "musterstadt-1848")
    write_city(alone, make_city("Beispielburg", 2024), "beispielburg-2024")
    store = Store()
    assert store.find("musterstadt-1848").city.name == "Musterstadt 1848"
    assert store.find("must").city.name == "Musterstadt 1848"
    assert store.find("Beispielburg").city.edition == 2024
    assert said(lambda: store.find("beispielburg-2024"))[0] == 2
    assert [city for city, _ in keys(store.newest())] == ["beispielburg", "musterstadt-1848"]


def test_city_and_city_with_a_year_in_its_name_are_two(alone: Path) -> None:
    write_city(alone, make_city("Musterstadt", 2025), "musterstadt")
    write_city(alone, make_city("Musterstadt 1848", 2025), "musterstadt-1848")
    store = Store()
    assert store.find("musterstadt").city.name == "Musterstadt"
    assert store.find("musterstadt 1848").city.name == "Musterstadt 1848"
    code, message, hint = said(lambda: store.find("must"))
    assert (code, message) == (2, "`must` could be more than one city")
    assert hint is not None
    assert "`musterstadt`" in hint
    assert "`musterstadt-1848`" in hint


# --- names that mean nothing, or several ---------------------------------------------------------


def test_unknown_city_gets_a_hint(tmp_path: Path) -> None:
    write_city(tmp_path, make_city("Musterstadt"))
    write_city(tmp_path, make_city("Halle (Muster)"))
    message = "there is no data on a city `musterstat`"
    asked = said(lambda: Store([tmp_path]).find("musterstat"))
    assert asked == (2, message, "did you mean `musterstadt` or `halle-muster`?")
    assert said(lambda: Store([tmp_path]).find("xyz"))[2] == (
        "there is `halle-muster`, `jena`, `musterstadt`"
    )
    assert said(lambda: Store().find(""))[:2] == (2, "there is no data on a city ``")


def test_ambiguous_city_is_never_guessed(tmp_path: Path) -> None:
    for name in ("Musterstadt", "Musterburg", "Beispiel am Muster"):
        for edition in (2024, 2025):
            write_city(tmp_path, make_city(name, edition))
    store = Store([tmp_path])
    assert said(lambda: store.find("muster@2025")) == (
        2,
        "`muster` could be more than one city",
        "it may be `beispiel-am-muster`, `musterburg`, `musterstadt`",
    )
    assert store.find("musters").city.name == "Musterstadt"
    write_city(tmp_path, make_city("Muster"))
    assert Store([tmp_path]).find("muster").city.name == "Muster"


@pytest.mark.parametrize("typed", ["Mühlbach", "muehlbach", "muhlbach", "MUHL", "Mu\u0308hl"])
def test_umlauts_of_a_city_in_any_form(tmp_path: Path, typed: str) -> None:
    write_city(tmp_path, make_city("Mühlbach"))
    assert Store([tmp_path]).find(typed).city.name == "Mühlbach"


def test_only_city_may_be_left_out(tmp_path: Path, alone: Path) -> None:
    for edition in (2024, 2025):
        write_city(alone, make_city(edition=edition))
    assert keys([Store().single(None)]) == [("musterstadt", 2025)]
    assert keys([Store().single("must@2024")]) == [("musterstadt", 2024)]
    write_city(tmp_path, make_city("Beispielburg"))
    with pytest.raises(UsageError):
        Store([tmp_path]).single(None)
    assert said(lambda: Store([tmp_path]).single(None)) == (
        2,
        "name a city: there is more than one",
        "there is `beispielburg`, `musterstadt`",
    )


def test_no_city_at_all_is_said_as_such(alone: Path) -> None:
    assert list(alone.iterdir()) == []
    code, message, hint = said(lambda: Store().single(None))
    assert code == 2
    assert "more than one" not in message
    assert hint
    assert Store().newest() == []
    with pytest.raises(UnknownNameError):
        Store().find("musterstadt")


# --- files that are broken, and files that are not needed ----------------------------------------


def test_broken_file_stops_only_what_needs_it(tmp_path: Path, invoke: Invoke) -> None:
    write_city(tmp_path, make_city("Musterstadt"))
    (tmp_path / "beispielburg.toml").write_text(BROKEN)
    (tmp_path / "ordner.toml").mkdir()
    (tmp_path / "nirgends.toml").symlink_to("fehlt")
    os.mkfifo(tmp_path / "rohr.toml")
    for words in (["show", "musterstadt"], ["indicators", "jena"], ["history", "musterstadt"]):
        assert invoke(*words, "--data", tmp_path).code == 0
    for words in (["show", "beispielburg"], ["cities"], ["ranks"]):
        stopped = invoke(*words, "--data", tmp_path)
        assert (stopped.code, stopped.out) == (1, "")
        assert f"{tmp_path / 'beispielburg.toml'}:1:2: city.name: is missing" in stopped.err


def test_all_broken_files_are_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("x")
    (tmp_path / "b.toml").write_text(BROKEN)
    with pytest.raises(DatasetError) as error:
        Store([tmp_path]).everything()
    assert {fault.file for fault in error.value.faults} == {
        str(tmp_path / "a.toml"),
        str(tmp_path / "b.toml"),
    }


def test_broken_older_edition_does_not_stop_another_that_is_named(tmp_path: Path) -> None:
    write_city(tmp_path, make_city(edition=2025))
    (tmp_path / "musterstadt-2023.toml").write_text(BROKEN)
    assert Store([tmp_path]).find("musterstadt@2025").city.edition == 2025
    with pytest.raises(DatasetError):
        Store([tmp_path]).find("musterstadt@2023")
    with pytest.raises(DatasetError):
        Store([tmp_path]).editions("musterstadt")


def test_hint_never_suggests_what_was_typed(tmp_path: Path, invoke: Invoke) -> None:
    file = write_city(tmp_path, make_city(), "Musterstadt")
    asked = invoke("show", "musterstadt", "--data", file)
    assert asked.code in {1, 2}
    assert asked.out == ""
    assert "did you mean `Musterstadt`?" not in asked.err


def test_one_city_among_two_thousand_files_reads_only_its_own(
    tmp_path: Path, reads: list[str]
) -> None:
    for number in range(1998):
        (tmp_path / f"ort-{number:04d}.toml").write_text(BROKEN)
    write_city(tmp_path, make_city(edition=2024))
    write_city(tmp_path, make_city(edition=2025), "musterstadt")
    store = Store([tmp_path])
    assert reads == []
    for typed in ("musterstadt", "Musterstadt", "musters", "musterstadt@2024", "musterstadt@2025"):
        assert store.find(typed).city.name == "Musterstadt"
    assert sorted(reads) == ["musterstadt-2024.toml", "musterstadt.toml"]
    assert store.city_slugs()[:2] == ["jena", "musterstadt"]
    assert sorted(reads) == ["musterstadt-2024.toml", "musterstadt.toml"]
    with pytest.raises(UnknownNameError):
        store.find("unbekannt")
    assert len(reads) == 2


def test_ambiguous_name_reads_no_file(tmp_path: Path, reads: list[str]) -> None:
    for name in ("Musterstadt", "Musterburg"):
        write_city(tmp_path, make_city(name))
    with pytest.raises(UnknownNameError):
        Store([tmp_path]).find("muster")
    assert reads == []


def test_file_is_read_once_however_often_it_is_asked_for(tmp_path: Path, reads: list[str]) -> None:
    file = write_city(tmp_path, make_city())
    store = Store([tmp_path, file])
    store.everything()
    store.newest()
    store.find("musterstadt")
    assert sorted(reads) == ["jena.toml", "musterstadt-2025.toml"]

"""Which data sets are at hand, which one a name means, and which files are read for it."""

from __future__ import annotations

import os
import sys
import unicodedata
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
import typer

from conftest import make_city, write_city
from smartrank.dataset import folders
from smartrank.dataset import store as store_module
from smartrank.dataset.dump import dump
from smartrank.dataset.folders import bundled_folder, data_files, user_folder
from smartrank.dataset.layout import stem_slugs
from smartrank.dataset.load import read_file
from smartrank.dataset.store import Store, find
from smartrank.errors import DatasetError, SmartrankError, UnknownNameError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Invoke
    from smartrank.dataset.load import DataFile, Dataset

BROKEN = "[city]\n"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of all files that are read from here on."""
    names: list[str] = []

    def noted(path: Path, *, any_name: bool = False) -> DataFile:
        names.append(path.name)
        return read_file(path, any_name=any_name)

    monkeypatch.setattr(store_module, "read_file", noted)
    return names


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of the bundled one."""
    folder = tmp_path / "bundled"
    folder.mkdir()
    monkeypatch.setattr(folders, "bundled_folder", lambda: folder)
    return folder


def said(ask: Callable[[], object]) -> tuple[int, str, str | None]:
    with pytest.raises(SmartrankError) as error:
        ask()
    return error.value.exit_code, str(error.value), error.value.hint


def rank_of(dataset: Dataset) -> int | None:
    overall = dataset.city.overall
    return None if overall is None else overall.rank


def keys(datasets: list[Dataset]) -> list[tuple[str, int]]:
    return [(dataset.city.slug, dataset.city.edition) for dataset in datasets]


# --- where data sets are -------------------------------------------------------------------------


def test_bundled_data_is_that_of_the_repository() -> None:
    assert keys(Store().everything()) == [("jena", 2025)]
    if not (Path(folders.__file__).parents[1] / "data").is_dir():
        assert bundled_folder() == Path(__file__).parents[1] / "data"


def test_data_beside_the_package_goes_before_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "smartrank"
    package.mkdir(parents=True)
    monkeypatch.setattr(folders, "__file__", str(package / "dataset" / "folders.py"))
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


# --- files that are named themselves --------------------------------------------------------------

NAMES = [
    "neu.toml",
    "jena (1).toml",
    "Jena-Kopie.toml",
    "notes.txt",
    "JENA.TOML",
    "jena-2019.toml",
    "beispielburg.toml",
    ".jena.toml",
    "ohne",
]


@pytest.mark.parametrize("name", NAMES)
def test_file_that_is_named_is_read_whatever_it_is_called(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / name
    file.write_text(dump(make_city("Jena", rank=3)), encoding="utf-8")
    stores = [Store([file]), Store([str(file)])]
    monkeypatch.setenv("SMARTRANK_DATA", str(file))
    stores.append(Store())
    for store in stores:
        for typed in ("jena", "JENA@2025", "jen"):
            found = store.find(typed)
            assert (rank_of(found), found.file) == (3, str(file))
        assert store.single(None).file == str(file)
        assert [found.file for found in store.everything()] == [str(file)]
        assert store.city_slugs() == ["jena"]


def test_named_file_is_found_under_the_city_it_holds(tmp_path: Path) -> None:
    older = write_city(tmp_path, make_city("Musterstadt", 2023), "a")
    newer = write_city(tmp_path, make_city("Musterstadt", 2025), "b")
    store = Store([newer, older])
    assert store.city_slugs() == ["jena", "musterstadt"]
    assert keys(store.editions("must")) == [("musterstadt", 2023), ("musterstadt", 2025)]
    assert store.find("musterstadt@2023").file == str(older)
    assert said(lambda: store.find("xyz"))[2] == "available: `jena`, `musterstadt`"


@pytest.mark.parametrize(
    "words", [("ranks", "jena"), ("show", "jena"), ("history", "jena"), ("cities",)]
)
def test_fault_of_a_named_file_is_told_whatever_is_asked(
    tmp_path: Path, invoke: Invoke, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "neu.toml"
    file.write_text(BROKEN)
    runs = [invoke(*words, "--data", file)]
    monkeypatch.setenv("SMARTRANK_DATA", str(file))
    runs.append(invoke(*words))
    for run in runs:
        assert (run.code, run.out) == (1, "")
        assert f"error: {file}:1:2: city.name: is missing\n" in run.err


def test_file_that_is_named_and_in_a_folder_that_is_named_is_one(
    tmp_path: Path, reads: list[str]
) -> None:
    file = write_city(tmp_path, make_city(), "neu")
    other = write_city(tmp_path, make_city("Beispielburg"))
    for paths in ([file, tmp_path], [tmp_path, file]):
        assert keys(Store(paths).everything()) == [
            ("beispielburg", 2025),
            ("jena", 2025),
            ("musterstadt", 2025),
        ]
    assert reads.count(file.name) == reads.count(other.name) == 2


def test_later_one_wins_among_folders_and_named_files(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    write_city(folder, make_city(rank=3))
    file = write_city(tmp_path, make_city(rank=4), "neu")
    for paths, rank in (([folder, file], 4), ([file, folder], 3)):
        assert rank_of(Store(paths).find("musterstadt")) == rank


def test_city_in_a_file_that_is_named_as_a_ranking_is_found_by_its_content(tmp_path: Path) -> None:
    write_city(tmp_path, make_city("Ranking"))
    store = Store([tmp_path])
    assert store.city_slugs() == ["jena"]
    assert keys(store.everything()) == [("jena", 2025), ("ranking", 2025)]
    assert keys(Store([tmp_path / "ranking-2025.toml"]).editions("ranking")) == [("ranking", 2025)]


# --- paths that give no data ----------------------------------------------------------------------


@pytest.mark.parametrize("name", [None, "notes.txt", ".musterstadt.toml", "musterstadt.toml~", "x"])
def test_folder_without_data_files_is_told(
    tmp_path: Path, name: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "nowhere"
    folder.mkdir()
    if name:
        (folder / name).write_text(dump(make_city()), encoding="utf-8")
    message = f"`{folder}` has no data file, `*.toml`"
    hint = "name a data file or a folder of data files"
    assert said(lambda: Store([folder])) == (1, message, hint)
    assert said(lambda: data_files(folder)) == (1, message, hint)
    monkeypatch.setenv("SMARTRANK_DATA", str(folder))
    assert said(Store) == (1, f"SMARTRANK_DATA: {message}", hint)


@pytest.mark.parametrize("path", ["", " ", "\t"])
def test_empty_path_is_refused(path: str, monkeypatch: pytest.MonkeyPatch, invoke: Invoke) -> None:
    message, hint = (
        "a path of data files must not be empty",
        "name a data file or a folder of data files",
    )
    assert said(lambda: Store([path])) == (2, message, hint)
    run = invoke("ranks", "jena", "--data", path)
    assert (run.code, run.out, run.err) == (2, "", f"error: {message}\nhint: {hint}\n")
    monkeypatch.setenv("SMARTRANK_DATA", f"{os.pathsep}{path}{os.pathsep}")
    if path:
        assert said(Store) == (2, f"SMARTRANK_DATA: {message}", hint)
    else:
        assert keys(Store().everything()) == [("jena", 2025)]


def test_path_with_a_nul_is_an_error_and_no_traceback() -> None:
    code, message, _ = said(lambda: Store(["a\0b"]))
    assert code == 1
    assert message.startswith("cannot read the folder `a\\x00b`: ")


@pytest.mark.parametrize(
    "name", ["jena.TOML", "Jena.toml", "JENA-2025.Toml", "jena.tOmL", "jena-2025.TOML"]
)
def test_data_file_in_capitals_is_told_not_passed_over(
    tmp_path: Path, name: str, invoke: Invoke
) -> None:
    file = tmp_path / name
    file.write_text(dump(make_city("Jena")), encoding="utf-8")
    fault = f"{file}:2:8: city.name: `Jena` does not fit the file: it must be called `jena.toml` or"
    for words in (("ranks", "jena"), ("cities",)):
        run = invoke(*words, "--data", tmp_path)
        assert (run.code, run.out) == (1, "")
        assert fault in run.err
    assert invoke("check", tmp_path).code == 1
    assert invoke("ranks", "jena", "--data", file).code == 0


# --- names in composed and decomposed letters -----------------------------------------------------


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
@pytest.mark.parametrize(
    "name",
    ["Cottbus/Chóśebuz", "Kraków am Muster", "Žatec", "Ålborg", "Mühlbach", "Ñuñoa", "Ṩtadt"],
)
def test_name_of_a_file_is_compared_composed(
    tmp_path: Path, name: str, form: Literal["NFC", "NFD", "NFKD"], invoke: Invoke
) -> None:
    city = make_city(name)
    for stem in (city.slug, f"{city.slug}-2025"):
        file = tmp_path / f"{unicodedata.normalize(form, stem)}.toml"
        file.write_text(dump(city), encoding="utf-8")
        for typed in (name, city.slug, unicodedata.normalize("NFD", name), f"{city.slug}@2025"):
            assert Store([tmp_path]).find(typed).file == str(file)
        assert Store([tmp_path]).city_slugs() == sorted([city.slug, "jena"])
        assert invoke("check", tmp_path, "--json").code == 0
        file.unlink()


# --- the user's own folder ------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder of data files."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "config" / "smartrank"
    folder.mkdir(parents=True)
    return folder


def test_own_folder_stands_between_bundled_data_and_environment(
    tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keys(Store().everything()) == [("jena", 2025)]  # it is empty
    write_city(own, make_city("Jena", rank=3))
    write_city(own, make_city("Musterstadt", rank=3))
    write_city(tmp_path, make_city("Musterstadt", rank=4))
    ranks = {found.city.slug: rank_of(found) for found in Store().newest()}
    assert ranks == {"jena": 3, "musterstadt": 3}
    monkeypatch.setenv("SMARTRANK_DATA", str(tmp_path))
    assert rank_of(Store().find("musterstadt")) == 4


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CONFIG_HOME": "/x"}, "/x/smartrank"),
        ("linux", {"XDG_CONFIG_HOME": ""}, "/home/muster/.config/smartrank"),
        ("freebsd14", {}, "/home/muster/.config/smartrank"),
        ("darwin", {"XDG_CONFIG_HOME": "/x"}, "/home/muster/Library/Application Support/smartrank"),
        ("win32", {"APPDATA": "/x"}, "/x/smartrank"),
        ("win32", {}, "/home/muster/smartrank"),
    ],
)
def test_own_folder_is_where_the_system_keeps_such_data(
    platform: str, variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("HOME", "/home/muster")
    for name in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert user_folder() == Path(expected)


@pytest.mark.skipif(sys.platform != "linux", reason="as Typer has it on this system")
def test_own_folder_is_the_one_of_typer(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("/x", None):
        if value is None:
            monkeypatch.delenv("XDG_CONFIG_HOME")
        else:
            monkeypatch.setenv("XDG_CONFIG_HOME", value)
        assert str(user_folder()) == typer.get_app_dir("smartrank")


# --- official keys --------------------------------------------------------------------------------


def test_city_is_found_by_its_official_key(tmp_path: Path, reads: list[str]) -> None:
    for edition in (2024, 2025):
        write_city(tmp_path, replace(make_city(edition=edition), ags="01234567"))
    write_city(tmp_path, make_city("Beispielburg"))
    store = Store([tmp_path])
    assert keys(store.editions("01234567")) == [("musterstadt", 2024), ("musterstadt", 2025)]
    assert keys([store.find("01234567@2024")]) == [("musterstadt", 2024)]
    assert keys([Store().find("16053000")]) == [("jena", 2025)]
    reads.clear()
    assert keys([Store([tmp_path]).find("16053000")]) == [("jena", 2025)]
    assert reads == ["jena.toml"]  # the register knows it
    for unknown in ("98765432", "0123456", "012345678", "1605300x"):
        assert said(partial(store.find, unknown))[:2] == (2, f"no data for `{unknown}`")


def test_official_key_of_two_cities_is_never_guessed(tmp_path: Path) -> None:
    for name in ("Musterstadt", "Beispielburg"):
        write_city(tmp_path, replace(make_city(name), ags="01234567"))
    assert said(lambda: Store([tmp_path]).find("01234567")) == (
        2,
        "`01234567` could be more than one city",
        "it may be `beispielburg`, `musterstadt`",
    )


# --- lists of one edition -------------------------------------------------------------------------


def test_list_of_all_cities_is_of_the_newest_edition_and_tells_whom_that_leaves_out(
    tmp_path: Path,
) -> None:
    for name, edition in (("Aaheim", 2024), ("Aaheim", 2026), ("Beheim", 2023), ("Beheim", 2024)):
        write_city(tmp_path, make_city(name, edition))
    store = Store([tmp_path])
    assert store.newest_edition() == 2026
    chosen = store.chosen()
    assert (keys(chosen.datasets), chosen.edition) == ([("aaheim", 2026)], 2026)
    assert keys(chosen.left_out) == [("beheim", 2024), ("jena", 2025)]
    chosen = store.chosen(edition=2024)
    assert keys(chosen.datasets) == [("aaheim", 2024), ("beheim", 2024)]
    assert (chosen.edition, keys(chosen.left_out)) == (2024, [("jena", 2025)])
    chosen = store.chosen(all_editions=True)
    assert (keys(chosen.datasets), chosen.edition) == (keys(store.everything()), None)
    assert chosen.left_out == []
    assert said(lambda: store.chosen(edition=2019)) == (
        2,
        "no data of the edition 2019",
        "available: `2023`, `2024`, `2025`, `2026`",
    )


def test_cities_that_are_named_are_of_the_edition_that_is_asked_for(tmp_path: Path) -> None:
    for name, edition in (("Aaheim", 2024), ("Aaheim", 2026), ("Beheim", 2024)):
        write_city(tmp_path, make_city(name, edition))
    store = Store([tmp_path])
    named = store.chosen(["beheim", "aaheim", "beheim@2024"])
    assert (keys(named.datasets), named.edition) == ([("beheim", 2024), ("aaheim", 2026)], None)
    assert named.left_out == []
    of_2024 = store.chosen(["aaheim", "beheim"], 2024)
    assert (keys(of_2024.datasets), of_2024.edition) == ([("aaheim", 2024), ("beheim", 2024)], 2024)
    mixed = store.chosen(["aaheim@2026", "beheim"], 2024)
    assert keys(mixed.datasets) == [("aaheim", 2026), ("beheim", 2024)]
    every = store.chosen(["aaheim", "beheim@2024"], all_editions=True)
    assert keys(every.datasets) == [("aaheim", 2024), ("aaheim", 2026), ("beheim", 2024)]
    assert said(lambda: store.chosen(["jena"], 2024))[:2] == (2, "no edition `2024` of Jena")


def test_list_without_any_city_is_of_no_edition(alone: Path) -> None:
    assert list(alone.iterdir()) == []
    assert Store().newest_edition() is None
    assert Store().chosen() == ([], None, [])
    assert said(lambda: Store().chosen(edition=2025)) == (
        2,
        "no data of the edition 2025",
        "none are available",
    )


def test_many_cities_among_thousands_of_files_are_looked_up_in_an_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def noted(stem: str) -> list[str]:
        asked.append(stem)
        return stem_slugs(stem)

    text = dump(make_city("Ort 0000"))
    for number in range(4_000):
        if number < 300:
            content = text.replace("Ort 0000", f"Ort {number:04d}")
            (tmp_path / f"ort-{number:04d}.toml").write_text(content, encoding="utf-8")
        else:
            (tmp_path / f"ort-{number:04d}-2024.toml").touch()
    monkeypatch.setattr(store_module, "stem_slugs", noted)
    names = [f"ort-{number:04d}" for number in range(300)]
    chosen = Store([tmp_path]).chosen(names)
    assert [dataset.city.slug for dataset in chosen.datasets] == names
    assert len(asked) < 1.1 * 4_000
    assert [Store([tmp_path]).find(name) for name in names[:20]] == chosen.datasets[:20]


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
    assert rank_of(Store().find("jena")) == 54
    monkeypatch.setenv("SMARTRANK_DATA", str(environment.parent))
    assert rank_of(Store().find("jena")) == 2
    assert rank_of(Store([first]).find("jena")) == 3
    assert rank_of(Store([first, second.parent]).find("jena")) == 4
    assert rank_of(Store([second, first]).find("jena@2025")) == 3
    assert keys(Store([first, second]).everything()) == [("jena", 2025)]
    older = at("second", 5, edition=2024)
    assert rank_of(Store([older]).find("jena")) == 2
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
        assert str(error.value) == f"no edition `{unknown}` of Musterstadt"
        assert error.value.hint == "available: `musterstadt@2023` or `musterstadt@2025`"
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
        "give only the city: `must`",
    )


def test_each_city_that_is_named_comes_once_in_the_order_named(tmp_path: Path) -> None:
    for name in ("Musterstadt", "Beispielburg"):
        write_city(tmp_path, make_city(name))
    store = Store([tmp_path])
    asked = ["musterstadt", "jena", "MUSTERSTADT@2025"]
    assert keys(store.chosen(asked).datasets) == [("musterstadt", 2025), ("jena", 2025)]
    everyone = [city for city, _ in keys(store.chosen().datasets)]
    assert everyone == ["beispielburg", "jena", "musterstadt"]


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
    message = "no data for `musterstat`"
    asked = said(lambda: Store([tmp_path]).find("musterstat"))
    assert asked == (2, message, "did you mean `musterstadt` or `halle-muster`?")
    assert said(lambda: Store([tmp_path]).find("xyz"))[2] == (
        "available: `halle-muster`, `jena`, `musterstadt`"
    )
    assert said(lambda: Store().find(""))[:2] == (2, "no data for ``")


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
        "available: `beispielburg`, `musterstadt`",
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
    write_city(tmp_path, make_city(), "Musterstadt")
    asked = invoke("show", "musterstadt", "--data", tmp_path)
    assert (asked.code, asked.out) == (1, "")
    assert "did you mean" not in asked.err
    assert "must be called `musterstadt.toml` or `musterstadt-2025.toml`" in asked.err


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

"""Ranking files in the store: their cities, names of the register, own files first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from conftest import make_city, write_city
from invented_field import COUNT, invented_field, invented_rankings
from smartrank import (
    City,
    DatasetError,
    Rankings,
    Store,
    UnknownNameError,
    cities,
    dump_rankings,
    history,
    moves,
    ranks,
    standing,
    trends,
)
from smartrank.dataset import folders
from smartrank.dataset import store as store_module
from smartrank.dataset.folders import bundled_folder
from smartrank.dataset.load import read_file
from smartrank.dataset.register import register
from smartrank.model import Category, Rating, Source
from smartrank.rankings import Ranking, RankingRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FIELD = {city.slug: city for city in invented_field()}


@pytest.fixture(autouse=True)
def _only_what_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "user_folder", lambda: tmp_path / "nobody")


def write_rankings(folder: Path, rankings: Rankings, name: str | None = None) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / (name or f"ranking-{rankings.edition}.toml")
    path.write_text(dump_rankings(rankings), encoding="utf-8")
    return path


def real(edition: int = 2024, **lists: Iterable[RankingRow]) -> Rankings:
    """Lists of a few real names with invented figures."""
    names = {"overall": "Gesamtwertung", "verwaltung": "Verwaltung", "mobilitaet": "Mobilität"}
    source = Source(title="Musterindex", publisher="Musterverlag", edition=edition)
    rankings = tuple(Ranking(names[key], tuple(rows)) for key, rows in lists.items())
    return Rankings(source, rankings)


@pytest.fixture
def field(tmp_path: Path) -> Path:
    """A folder with the ranking file of the invented field of 2025."""
    return write_rankings(tmp_path / "data", invented_rankings()).parent


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, in their order."""
    names: list[str] = []
    read = read_file

    def watched(path: Path, **options: Any) -> Any:
        names.append(path.name)
        return read(path, **options)

    monkeypatch.setattr(store_module, "read_file", watched)
    return names


# --- the cities of lists ------------------------------------------------------------------------


def test_each_city_of_the_lists_is_a_city_of_their_edition(field: Path) -> None:
    found = {d.city.slug: d for d in Store([field]).everything() if d.city.slug != "jena"}
    assert set(found) == set(FIELD)
    for slug, dataset in found.items():
        expected = replace(FIELD[slug], state=None, population=None)
        assert dataset.city == expected
        assert dataset.file == str(field / "ranking-2025.toml")


def test_a_ranking_file_that_is_named_may_be_called_anything(tmp_path: Path) -> None:
    path = write_rankings(tmp_path, invented_rankings(), "field.toml")
    store = Store([path])
    assert store.find("musterstadt").city.name == "Musterstadt"
    assert len(store.everything()) == COUNT + 1


def test_queries_work_on_the_cities_of_lists(field: Path) -> None:
    store = Store([field])
    everyone = [d.city for d in store.chosen().datasets if d.city.slug != "jena"]
    listed = invented_rankings().rankings[0].rows
    from smartrank import Selection

    overall = Selection(categories=["overall"])
    assert [row.city_name for row in ranks(everyone, overall).records] == [r.city for r in listed]
    falls = [row.rank_change for row in trends(everyone, overall).records]
    assert falls[:-1] == sorted(row.rank_change for row in listed if row.rank_change is not None)
    assert falls[-1] is None
    files = {row.data_file for row in cities(store.everything()).records}
    assert str(field / "ranking-2025.toml") in files


def test_editions_of_a_city_from_files_and_lists(tmp_path: Path) -> None:
    for edition in (2022, 2023):
        write_rankings(tmp_path, invented_rankings(edition, edition=edition))
    write_city(tmp_path, make_city("Musterstadt", 2021))
    write_city(tmp_path, make_city("Musterstadt", 2023, rank=50))
    store = Store([tmp_path])
    editions = store.editions("Musterstadt")
    assert [(d.city.edition, d.file.rpartition("/")[2]) for d in editions] == [
        (2021, "musterstadt-2021.toml"),
        (2022, "ranking-2022.toml"),
        (2023, "musterstadt-2023.toml"),
    ]
    origins = {
        (row.edition, row.category): row.origin
        for row in history([d.city for d in editions]).records
    }
    assert origins[2021, "overall"] == "page"
    assert origins[2022, "overall"] == origins[2023, "verwaltung"] == "ranking"
    assert origins[2023, "overall"] == origins[2023, "probe"] == "page"


def test_the_newest_edition_may_be_that_of_a_list_or_of_an_own_file(tmp_path: Path) -> None:
    write_rankings(tmp_path, invented_rankings(edition=2023))
    write_city(tmp_path, make_city("Musterstadt", 2022))
    write_city(tmp_path, make_city("Musterhausen", 2024))
    store = Store([tmp_path])
    assert store.find("musterstadt").city.edition == 2023
    assert store.find("musterhausen").city.edition == 2024
    assert store.find("musterhausen@2023").city.edition == 2023
    assert store.find("jena").city.edition == 2025


def test_a_city_that_no_list_has(field: Path) -> None:
    with pytest.raises(UnknownNameError) as error:
        Store([field]).find("Musterstadd")
    assert str(error.value) == "no data for `Musterstadd`"
    assert str(error.value.hint) == "did you mean `musterstadt`, `mustertal` or `musterau`?"
    with pytest.raises(UnknownNameError) as error:
        Store([field]).find("musterstadt@2024")
    assert str(error.value.hint) == "available: `musterstadt@2025`"


def test_completion_offers_the_cities_of_lists(field: Path) -> None:
    assert Store([field]).city_slugs() == sorted({*FIELD, "jena"})


def test_of_two_ranking_files_of_an_edition_the_later_is_used(field: Path, tmp_path: Path) -> None:
    later = write_rankings(tmp_path / "later", invented_rankings(seed=2))
    store = Store([field, later.parent])
    assert {d.file for d in store.everything()} - {str(later)} == {
        str(bundled_folder() / "jena.toml")
    }


def test_a_file_of_a_city_that_is_called_ranking(tmp_path: Path) -> None:
    write_city(tmp_path, make_city("Ranking", 2025))
    store = Store([tmp_path])
    assert store.find("ranking").city.name == "Ranking"
    assert len(store.everything()) == 2
    assert store.field(2025)[1].name == "Ranking"


# --- names --------------------------------------------------------------------------------------

NAMED = real(
    overall=[
        RankingRow(1, "Freiburg im Breisgau", 0, 90.0),
        RankingRow(2, "Halle", 1, 80.0),
        RankingRow(3, "Jena", -1, 70.0),
    ],
    verwaltung=[RankingRow(5, "Halle (Saale)", 0, 60.0)],
    mobilitaet=[RankingRow(7, "Freiburg", 0, 60.0), RankingRow(8, "Musterstadt", 0, 50.0)],
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("freiburg", "Freiburg im Breisgau"),
        ("freib", "Freiburg im Breisgau"),
        ("Halle", "Halle (Saale)"),
        ("halle-saale", "Halle (Saale)"),
        ("Halle (Saale), Stadt", "Halle (Saale)"),
        ("15002000", "Halle (Saale)"),
        ("Jena, Stadt@2024", "Jena"),
        ("16053000", "Jena"),
        ("muster", "Musterstadt"),
    ],
)
def test_names_of_the_register(tmp_path: Path, name: str, expected: str) -> None:
    write_rankings(tmp_path, NAMED)
    assert Store([tmp_path]).find(name).city.name == expected


def test_rows_under_two_names_are_one_city_with_the_facts_of_the_register(tmp_path: Path) -> None:
    write_rankings(tmp_path, NAMED)
    known = {city.name: city for city in register().cities}
    halle = Store([tmp_path]).find("halle").city
    assert [(key, rating.rank) for key, _, rating in halle.ratings()] == [
        ("overall", 2),
        ("verwaltung", 5),
    ]
    facts = known["Halle (Saale)"]
    assert (halle.state, halle.area_km2, halle.population, halle.ags) == (
        facts.state,
        facts.area_km2,
        facts.population,
        facts.ags,
    )
    listed = [d.city for d in Store([tmp_path]).everything() if d.city.edition == 2024]
    assert [(c.name, c.ags is None) for c in listed] == [
        ("Freiburg im Breisgau", False),
        ("Halle (Saale)", False),
        ("Jena", False),
        ("Musterstadt", True),
    ]
    assert [rating.rank for _, _, rating in listed[0].ratings()] == [1, 7]


def test_of_two_rows_of_one_city_in_a_list_the_first_counts(tmp_path: Path) -> None:
    rows = [RankingRow(1, "Halle", 0, 9.0), RankingRow(2, "Halle (Saale)", 0, 8.0)]
    write_rankings(tmp_path, real(overall=rows, verwaltung=[]))
    (dataset,) = (d for d in Store([tmp_path]).everything() if d.city.edition == 2024)
    assert dataset.city.overall == Rating(rank=1, rank_change=0, score=9.0, origin="ranking")


@pytest.mark.parametrize("own_name", ["Halle", "Halle (Saale)"])
@pytest.mark.parametrize("listed_name", ["Halle", "Halle (Saale)"])
def test_an_own_file_and_a_row_find_each_other_by_any_name(
    tmp_path: Path, own_name: str, listed_name: str
) -> None:
    write_rankings(tmp_path, real(overall=[], verwaltung=[RankingRow(3, listed_name, 0, 60.0)]))
    write_city(tmp_path, make_city(own_name, 2024))
    (dataset,) = (d for d in Store([tmp_path]).everything() if d.city.edition == 2024)
    assert dataset.city.name == own_name
    assert [(c.name, c.rating.rank) for c in dataset.city.categories] == [
        ("Probe", 10),
        ("Verwaltung", 3),
    ]
    for name in ("halle", "Halle (Saale)", "15002000"):
        assert Store([tmp_path]).find(name) == dataset


def test_a_key_that_only_a_file_has_is_found_by_content(tmp_path: Path) -> None:
    write_city(tmp_path, replace(make_city(), ags="99999999"))
    assert Store([tmp_path]).find("99999999").city.name == "Musterstadt"
    with pytest.raises(UnknownNameError):
        Store([tmp_path]).find("99999998")


# --- own files first ----------------------------------------------------------------------------


def joined(tmp_path: Path, own: City, rankings: Rankings) -> City:
    write_rankings(tmp_path, rankings)
    write_city(tmp_path, own)
    return Store([tmp_path]).find(f"{own.slug}@{own.edition}").city


OWN = make_city("Musterstadt", 2024)
LISTED = real(
    overall=[RankingRow(10, "Musterstadt", 5, 33.3)],
    verwaltung=[RankingRow(20, "Musterstadt", 1, 44.4)],
)


def test_what_the_own_file_has_comes_first(tmp_path: Path) -> None:
    city = joined(tmp_path, OWN, LISTED)
    assert city.overall == OWN.overall
    assert city.categories == (
        *OWN.categories,
        Category(
            name="Verwaltung",
            rating=Rating(rank=20, rank_change=1, score=44.4, origin="ranking"),
        ),
    )
    assert city.source == OWN.source
    assert replace(city, categories=OWN.categories) == OWN


def test_a_city_that_no_list_has_is_as_its_own_file_says(tmp_path: Path) -> None:
    assert joined(tmp_path, replace(OWN, name="Probenau"), LISTED) == replace(OWN, name="Probenau")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (Rating(rank=10), Rating(rank=10, rank_change=5, score=33.3)),
        (Rating(rank=10, rank_change=3), Rating(rank=10, rank_change=3, score=33.3)),
        (Rating(rank=10, score=40.0), Rating(rank=10, rank_change=5, score=40.0)),
        (Rating(rank=11), Rating(rank=11)),  # a row that contradicts the rank fills nothing
        (None, Rating(rank=10, rank_change=5, score=33.3, origin="ranking")),
    ],
)
def test_ratings_are_filled_where_the_ranks_agree(own: Rating | None, expected: Rating) -> None:
    from smartrank.dataset.listed import ListedCities
    from smartrank.dataset.load import RankingData

    listed = ListedCities(RankingData(LISTED, "x.toml", ""))
    assert listed.joined(replace(OWN, overall=own)).overall == expected


def test_categories_that_were_renamed_are_one(tmp_path: Path) -> None:
    rating = Rating(rank=7)
    own = replace(OWN, categories=(Category(name="Gesellschaft", rating=rating),))
    rows = (RankingRow(7, "Musterstadt", 0, 50.0),)
    rankings = replace_lists(LISTED, Ranking("Gesellschaft und Bildung", rows))
    (category,) = joined(tmp_path, own, rankings).categories
    assert category == Category(
        name="Gesellschaft", rating=Rating(rank=7, rank_change=0, score=50.0)
    )


def replace_lists(rankings: Rankings, *lists: Ranking) -> Rankings:
    return rankings._replace(rankings=lists)


def test_the_size_of_the_field_and_the_mean_come_from_the_lists(tmp_path: Path) -> None:
    source = replace(LISTED.source, ranked_cities=60, mean_score=55.5)
    own = replace(OWN, source=replace(OWN.source, ranked_cities=None))
    city = joined(tmp_path, own, LISTED._replace(source=source))
    assert (city.source.ranked_cities, city.source.mean_score) == (60, 55.5)
    assert standing([city]).records[0].mean == 55.5


@pytest.mark.parametrize(("title", "expected"), [("Smart City Index", 82), ("Musterindex", None)])
def test_the_size_of_the_field_else_comes_from_what_was_published(
    tmp_path: Path, title: str, expected: int | None
) -> None:
    source = replace(LISTED.source, title=title, publisher="Bitkom e. V.")
    own = make_city("Probenau", 2024)
    write_city(tmp_path, replace(own, source=replace(source)))
    write_rankings(tmp_path, LISTED._replace(source=source))
    store = Store([tmp_path])
    assert store.find("probenau").city.source.ranked_cities == expected
    assert store.find("musterstadt").city.source.ranked_cities == expected


def test_facts_of_the_register_fill_what_an_own_file_lacks(tmp_path: Path) -> None:
    own = replace(make_city("Erfurt", 2024), population=None, area_km2=None, state=None)
    write_city(tmp_path, own)
    city = Store([tmp_path]).find("erfurt").city
    assert (city.state, city.ags) == ("Thüringen", "16051000")
    assert city.population is not None
    assert city.area_km2 is not None


# --- the field ----------------------------------------------------------------------------------


def test_the_field_is_all_cities_of_an_edition(field: Path) -> None:
    write_city(field, make_city("Musterstadt", 2025))
    write_city(field, make_city("Musterstadt", 2024))
    store = Store([field])
    cities_ = store.field(2025)
    assert {city.slug for city in cities_} == set(FIELD)
    assert store.find("musterstadt@2025").city in cities_
    assert [city.label for city in store.field(2024)] == ["Musterstadt 2024"]
    assert store.field(2020) == []


def test_around_a_city_only_the_ranking_file_is_read(field: Path, opened: list[str]) -> None:
    write_city(field, wide(make_city("Musterstadt", 2025, rank=99)))
    write_city(field, make_city("Probeburg", 2025))
    store = Store([field])
    city = store.find("musterstadt").city
    cities_ = store.field(2025, around=city)
    assert opened == ["musterstadt-2025.toml", "ranking-2025.toml"]
    assert {city.slug for city in cities_} == set(FIELD)
    assert cities_[0] is city
    assert store.field(2024, around=city) == [city]


def test_who_is_in_no_list_is_a_stranger_where_another_holds_the_rank(
    field: Path, jena: City
) -> None:
    store = Store([field])
    assert jena not in store.field(2025)  # the invented lists have another city at rank 54
    assert store.field(2025, around=jena) == [jena]
    beyond = wide(make_city("Neuenort", 2025, rank=COUNT + 1))
    write_city(field, beyond)
    assert beyond in Store([field]).field(2025)


def wide(city: City) -> City:
    """The city in a field of a hundred."""
    return replace(city, source=replace(city.source, ranked_cities=100))


def test_standing_and_moves_in_the_field_of_lists(field: Path) -> None:
    store = Store([field])
    city = store.find("musterstadt").city
    expected = invented_field()
    around = store.field(2025, around=city)
    own = replace(FIELD["musterstadt"], state=None, population=None)
    unplaced = [replace(c, state=None, population=None) for c in expected]
    assert standing([city], field=around).records == standing([own], field=unplaced).records
    assert moves(city, field=around).records == moves(own, field=unplaced).records


# --- what is read -------------------------------------------------------------------------------


def test_one_city_is_found_with_one_ranking_file_more(field: Path, opened: list[str]) -> None:
    for edition in (2023, 2024):
        write_rankings(field, invented_rankings(edition=edition))
    write_city(field, make_city("Probeburg", 2025))
    assert Store([field]).find("musterstadt").city.edition == 2025
    assert opened == ["ranking-2025.toml"]
    opened.clear()
    assert Store([field]).find("musterstadt@2023").city.edition == 2023
    assert opened == ["ranking-2023.toml"]
    opened.clear()
    Store([field]).find("jena")
    assert opened == ["jena.toml", "ranking-2025.toml"]


def test_a_file_is_read_once(field: Path, opened: list[str]) -> None:
    store = Store([field])
    store.find("musterstadt")
    store.find("musterburg")
    store.field(2025)
    assert sorted(opened) == ["jena.toml", "ranking-2025.toml"]


def test_a_broken_ranking_file_stops_only_what_needs_it(field: Path) -> None:
    (field / "ranking-2024.toml").write_text("x = ")
    store = Store([field])
    assert store.find("musterstadt").city.edition == 2025
    for need in (
        lambda: store.find("musterstadt@2024"),
        lambda: store.editions("musterstadt"),
        store.everything,
        store.city_slugs,
        lambda: store.field(2024),
    ):
        with pytest.raises(DatasetError, match="has no value"):
            need()


def test_a_name_that_does_not_fit_is_told_where_all_are_read(field: Path) -> None:
    (field / "ranking-2025.toml").rename(field / "ranking-2024.toml")
    with pytest.raises(DatasetError, match="must be called"):
        Store([field]).everything()
    (field / "ranking-2024.toml").rename(field / "Ranking-2025.toml")
    with pytest.raises(DatasetError, match="must be called"):
        Store([field]).everything()
    assert Store([field]).find("jena").city.name == "Jena"

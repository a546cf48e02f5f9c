"""The register of municipalities: names, official keys, and what it fills in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, make_city
from smartrank.dataset.editions import editions, facts_of, published_mean
from smartrank.dataset.register import filled, register, registered
from smartrank.dataset.store import completed
from smartrank.model import STATES

if TYPE_CHECKING:
    from smartrank import City

#: The first two digits of an official key, by state.
STATE_NUMBERS = {
    "Schleswig-Holstein": "01", "Hamburg": "02", "Niedersachsen": "03", "Bremen": "04",
    "Nordrhein-Westfalen": "05", "Hessen": "06", "Rheinland-Pfalz": "07",
    "Baden-Württemberg": "08", "Bayern": "09", "Saarland": "10", "Berlin": "11",
    "Brandenburg": "12", "Mecklenburg-Vorpommern": "13", "Sachsen": "14",
    "Sachsen-Anhalt": "15", "Thüringen": "16",
}  # fmt: skip


def test_the_register_holds_83_cities_with_keys_of_their_states() -> None:
    cities = register().cities
    assert len({city.slug for city in cities}) == len({city.ags for city in cities}) == 83
    for city in cities:
        assert city.ags.isdecimal()
        assert len(city.ags) == 8
        assert city.ags[:2] == STATE_NUMBERS[city.state]
        assert city.state in STATES
        assert city.area_km2 > 0
        assert city.population > 90_000


def test_keys_of_the_file_are_the_slugs_of_names() -> None:
    lines = (ROOT / "data" / "register.toml").read_text(encoding="utf-8").splitlines()
    keys = [line.split(" = ")[0] for line in lines if line.endswith("}")]
    assert keys == [city.slug for city in register().cities]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("jena", "Jena"), ("Jena, Stadt", "Jena"), ("16053000", "Jena"), ("Halle", "Halle (Saale)"),
        ("FREIBURG", "Freiburg im Breisgau"), ("Rostock, Hanse- und Universitätsstadt", "Rostock"),
        ("05315000", "Köln"), ("Musterstadt", None), ("hal", None),
    ],
)  # fmt: skip
def test_names_of_the_register_are_exact(name: str, expected: str | None) -> None:
    found = registered(name)
    assert (found and found.name) == expected


def test_what_a_file_lacks_is_filled_and_what_it_has_stays() -> None:
    bare = replace(make_city("Jena"), state=None, area_km2=None, population=None, ags=None)
    city = filled(bare)
    assert (city.state, city.ags) == ("Thüringen", "16053000")
    assert (city.area_km2, city.population) == (114.77, 109_725)
    assert city.population is not None
    own = replace(bare, population=7, state="Musterland", area_km2=1.0)
    assert filled(own) == replace(own, ags="16053000")
    unknown = replace(bare, name="Musterstadt")
    assert filled(unknown) is unknown


def test_a_whole_file_needs_no_register(jena: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartrank.dataset.register.filled", None)
    assert completed(jena) is jena


def test_the_source_of_the_register_is_named() -> None:
    found = register()
    assert "Destatis" in found.attribution
    assert (found.as_of, found.population_date) == ("2025-11-30", "2024-12-31")
    rights = (ROOT / "data" / "RIGHTS.md").read_text(encoding="utf-8")
    assert "Gemeindeverzeichnis GV-ISys (GV100AD), Gebietsstand 30.11.2025" in rights


def test_facts_of_editions(jena: City) -> None:
    assert list(editions()) == list(range(2019, 2026))
    assert [facts.cities for facts in editions().values()] == [81] * 5 + [82, 83]
    facts = facts_of(jena.source)
    assert facts is not None
    assert (facts.cities, facts.indicators, facts.top_ten_score) == (83, 37, 84.7)
    assert published_mean(replace(jena.source, edition=2021)) == 52.4
    assert published_mean(replace(jena.source, edition=2030)) is None
    assert facts_of(replace(jena.source, title="Musterindex")) is None
    assert facts_of(replace(jena.source, publisher="Musterverlag")) is None

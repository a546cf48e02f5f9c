"""The ranked cities in the official register of municipalities, apart from Bitkom's figures."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from smartrank.dataset.folders import bundled_folder
from smartrank.frozen import replace
from smartrank.model import City
from smartrank.names import slug


class RegisteredCity(NamedTuple):
    """A city of the register: names, official key, state, area in km² and inhabitants."""

    name: str
    ags: str
    state: str
    area_km2: float
    population: int
    other_names: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The key of the city."""
        return slug(self.name)

    @property
    def slugs(self) -> list[str]:
        """The keys of all its names, its own first."""
        return list(dict.fromkeys(map(slug, (self.name, *self.other_names))))


class Register(NamedTuple):
    """All registered cities, and where the facts come from."""

    cities: tuple[RegisteredCity, ...]
    attribution: str
    as_of: str
    population_date: str


@cache
def register() -> Register:
    """The register that is shipped."""
    import tomli

    text = (bundled_folder() / "register.toml").read_text(encoding="utf-8")
    tables: dict[str, Any] = tomli.loads(text)
    source = tables["source"]
    return Register(
        cities=tuple(RegisteredCity(**facts) for facts in tables["cities"].values()),
        attribution=source["attribution"],
        as_of=source["as_of"].isoformat(),
        population_date=source["population_date"].isoformat(),
    )


@cache
def _by_name() -> dict[str, RegisteredCity]:
    """The cities by every name they have, official key included; own names come first."""
    names: dict[str, RegisteredCity] = {}
    for city in register().cities:
        for name in (city.name, city.ags, *city.other_names):
            names.setdefault(slug(name), city)
    return names


def registered(name: str) -> RegisteredCity | None:
    """The city that a name, another of its names or its official key (AGS) means exactly."""
    return _by_name().get(slug(name))


def registered_slug(name: str) -> str:
    """The key of the city that a name or key means exactly in the register; else its own."""
    known = registered(name)
    return known.slug if known else slug(name)


def filled(city: City) -> City:
    """The city with what its file leaves out and the register knows."""
    known = registered(city.name)
    if known is None:
        return city
    return replace(
        city,
        state=city.state or known.state,
        area_km2=known.area_km2 if city.area_km2 is None else city.area_km2,
        population=city.population or known.population,
        ags=city.ags or known.ags,
    )

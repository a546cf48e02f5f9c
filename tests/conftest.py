"""What tests share: a clean environment, the shipped city, an invented one, and the program."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest
from hypothesis import settings
from typer.testing import CliRunner

from smartrank.dataset.dump import dump
from smartrank.dataset.folders import bundled_folder
from smartrank.dataset.load import load
from smartrank.model import Category, City, Indicator, Rating, Source

ROOT = Path(__file__).parents[1]

#: How many times as many examples as usual the property tests try: `.ci/run` asks for more.
_TIMES = int(os.environ.get("EXAMPLES", "1"))


def examples(count: int) -> settings:
    """How many examples a property test tries; those of costly ones are few in the suite."""
    return settings(max_examples=count * _TIMES)


# the same examples each time: what passes here passes there, and covers the same branches
settings.register_profile("suite", examples(30), deadline=None, derandomize=True)
settings.load_profile("suite")

#: What would change colour, width or data of the program under test.
_VARIABLES = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM", "SMARTRANK_DATA")


@pytest.fixture(autouse=True)
def _clean_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # a developer's own data files are no business of a test
    for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path_factory.getbasetemp() / "no-home"))
    for name in (*_VARIABLES, "GITHUB_ACTIONS", "PY_COLORS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("SMARTRANK_LANG", "en")


@pytest.fixture(scope="session")
def jena() -> City:
    """The shipped city."""
    return load(bundled_folder() / "jena.toml")


class Outcome(NamedTuple):
    """What a run of the program gave."""

    code: int
    out: str
    err: str
    data: bytes


class Invoke(Protocol):
    """Runs the program in this process, as if typed: `invoke("ranks", "jena", "--json")`."""

    def __call__(self, *words: str | Path, stdin: str | bytes | None = None) -> Outcome: ...


@pytest.fixture
def invoke() -> Invoke:
    """The program, run in this process; a traceback fails the test."""
    from smartrank.cli import app

    def run(*words: str | Path, stdin: str | bytes | None = None) -> Outcome:
        result = CliRunner().invoke(app, [str(word) for word in words], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(result.exit_code, result.stdout, result.stderr, result.stdout_bytes)

    return run


def make_city(
    name: str = "Musterstadt",
    edition: int = 2025,
    *,
    rank: int = 10,
    rank_change: int | None = 2,
    rows: tuple[tuple[str | None, float], ...] = (("Bahnsteige", 40.0), ("Laternen", 80.0)),
) -> City:
    """An invented city with one category, whose printed scores follow from its rows."""
    indicators = tuple(Indicator(name=row, score=score) for row, score in rows)
    bonus = Indicator(name="Sonstige Projekte Probe", score=5.0, kind="bonus")
    score = round((sum(r.score for r in indicators) + 5.0) / (1.05 * len(indicators)), 1)
    rating = Rating(rank=rank, rank_change=rank_change, score=score)
    return City(
        name=name,
        state="Musterland",
        area_km2=12.5,
        population=100_001,
        source=Source(
            title="Musterindex", publisher="Musterverlag", edition=edition, ranked_cities=50
        ),
        overall=rating,
        categories=(Category(name="Probe", rating=rating, indicators=(*indicators, bonus)),),
    )


def write_city(folder: Path, city: City, stem: str | None = None) -> Path:
    """Write a city's data file into a folder."""
    path = folder / f"{stem or f'{city.slug}-{city.edition}'}.toml"
    path.write_text(dump(city), encoding="utf-8")
    return path

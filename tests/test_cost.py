"""Cost grows with the work: of one city with very many rows or categories."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest
import tomli

from conftest import make_city
from smartrank import (
    Selection,
    Store,
    audit,
    brief,
    compare,
    dump,
    history,
    indicators,
    load,
    plan_for_target,
    ranks,
    render_answer,
    show,
    standing,
    strong,
    trends,
    weak,
    whatif,
)
from smartrank.model import Indicator
from smartrank.query.rows import row_addresses

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from smartrank import City

QUERIES: dict[str, Callable[[City], object]] = {
    "show": show,
    "audit": lambda city: audit([city]),
    "indicators": lambda city: indicators([city]),
    "indicators selected": lambda city: indicators(
        [city], Selection(match="reihe", above=10, sort="-score,indicator_name", limit=9)
    ),
    "trends": lambda city: trends([city]),
    "weak": lambda city: weak([city], by="potential", field=[city, _other(city)]),
    "strong": lambda city: strong([city], Selection(above=0)),
    "compare": lambda city: compare([city, _other(city)], indicators=True),
    "history": lambda city: history([city], Selection(sort="-difference"), indicators=True),
    "whatif": lambda city: whatif(city, [f"{city.categories[-1].slug}/1=max"]),
    "plan": lambda city: plan_for_target(city, 100, field=[city, _other(city)]),
    "brief": brief,
    "standing": lambda city: standing([city]),
    "addresses": row_addresses,
}


def _other(city: City) -> City:
    assert city.overall is not None
    return replace(city, name="Beispielburg", overall=replace(city.overall, rank=1))


def with_rows(count: int, name: str | None = "Reihe {0}") -> City:
    """A city with one category of many rows, bonus rows among them, that have names or not."""
    city = make_city()
    (category,) = city.categories
    rows = tuple(
        Indicator(
            name=name and name.format(number),
            score=number % 1000 / 10,
            kind="regular" if number % 3 else "bonus",
        )
        for number in range(count)
    )
    return replace(city, categories=(replace(category, indicators=rows),))


def with_categories(count: int) -> City:
    """A city with many categories of a few rows."""
    city = make_city()
    (category,) = city.categories
    categories = (replace(category, name=f"Probe {number}") for number in range(count))
    return replace(city, categories=tuple(categories))


SIZES: dict[str, tuple[Callable[[int], City], int]] = {
    "rows": (with_rows, 10_000),
    "rows without names": (lambda count: with_rows(count, None), 10_000),
    "categories": (with_categories, 1_000),
}


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, those in C included."""
    count = 0

    def note(_frame: Any, event: str, _about: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@contextmanager
def without_coverage() -> Iterator[None]:
    """It counts our lines, and not those of a library beside which they are measured."""
    counting = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(counting)


def seconds(work: Callable[[], object], runs: int = 1) -> float:
    """The least of some runs, which other programs disturb least."""

    def once() -> float:
        start = process_time()
        work()
        return process_time() - start

    return min(once() for _ in range(runs))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("query", QUERIES)
def test_four_times_as_much_takes_four_times_as_long(query: str, size: str) -> None:
    make, large = SIZES[size]
    ask = QUERIES[query]
    small_city, large_city = make(large // 40), make(large // 10)
    ask(small_city)  # what is loaded and kept once
    ask(large_city)
    assert calls(lambda: ask(large_city)) <= 4.5 * calls(lambda: ask(small_city))


def test_many_files_cost_little_more_than_to_parse_them(tmp_path: Path) -> None:
    rows = tuple((f"Reihe {number}", number + 0.5) for number in range(40))
    for number in range(150):
        city = make_city(f"Musterstadt {number}", rows=rows)
        (tmp_path / f"{city.slug}.toml").write_text(dump(city), encoding="utf-8")

    def parse() -> None:
        tables = [tomli.loads(file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()]
        json.dumps(tables, default=str)

    def ask() -> None:
        cities = [dataset.city for dataset in Store([tmp_path]).everything()]
        assert len(render_answer(ranks(cities), "json")) > 150

    ask()  # what is loaded and kept once
    with without_coverage():
        assert seconds(ask, 5) <= 3 * seconds(parse, 5)  # 2, and room for a busy machine


@pytest.mark.parametrize("size", ["rows", "categories"])
def test_a_huge_city_costs_little_more_than_to_read_it(size: str, tmp_path: Path) -> None:
    make, large = SIZES[size]
    large //= 4
    file = tmp_path / "musterstadt.toml"
    file.write_text(dump(make(large)), encoding="utf-8")
    city = load(file)
    with without_coverage():
        reading = seconds(lambda: load(file), 3)
        basis = reading + seconds(lambda: ranks([city]), 3)
        for query, ask in QUERIES.items():
            # the first three are promised; of the others none may count or search all for each row
            most = 4 if query in ("show", "audit", "indicators") else 8
            taken = (reading + seconds(lambda ask=ask: ask(city)) for _ in range(3))  # type: ignore[misc]
            assert any(found <= most * basis for found in taken), query

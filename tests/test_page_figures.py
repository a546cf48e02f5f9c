"""Every figure and label of the page is in the answer once, and none is invented.

The reader here is its own: it shares no code with the import of pages.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Invoke

#: Fields with a number that stands on the page, and those that others say or we compute.
PUBLISHED = {"area_km2", "population", "rank", "rank_change", "score"}
NOT_PUBLISHED = {
    "edition",
    "max_score",
    "position",
    "potential",
    "previous_rank",
    "ranked_cities",
}


class Page(NamedTuple):
    text: str
    facts: tuple[str, str, int, int]
    ratings: list[tuple[str, int, int, float]]
    rows: list[tuple[str, str | None, float]]


@pytest.fixture(scope="module")
def page() -> Page:
    path = Path(__file__).parent / "pages" / "jena-2025-tables.txt"
    text = path.read_text(encoding="utf-8")
    name = text.partition("\n")[0]
    facts = re.search(
        r"^Bundesland (.+) \| (\d+) km² .+ \| ([\d.]+) Einwohner$", text, re.MULTILINE
    )
    assert facts
    state, area, people = facts.groups()
    ratings = [
        (label, int(rank), int(change), float(score))
        for rank, change, label, score in re.findall(
            r"^(\d+) ([+-]?\d+) (.+) (\d+\.\d)$", text, re.MULTILINE
        )
    ]
    headings = {label for label, *_ in ratings[1:]}
    rows: list[tuple[str, str | None, float]] = []
    category = ""
    for line in text.partition("Kategorie Index\n")[2].splitlines()[len(ratings) :]:
        if line in headings:
            category = line
        elif found := re.fullmatch(r"(?:(.+) )?(\d+\.\d)", line):
            rows.append((category, found[1], float(found[2])))
    return Page(text, (name, state, int(area), int(people.replace(".", ""))), ratings, rows)


@pytest.fixture
def profile(invoke: Invoke) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(invoke("show", "jena", "--json").out)
    return document


def _numbers(value: Any, key: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _numbers(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _numbers(part, key)
    elif isinstance(value, int | float):
        yield key, float(value)


def test_the_fixture_holds_what_the_page_is_known_to_hold(page: Page) -> None:
    assert page.facts == ("Jena", "Thüringen", 114, 111_191)
    assert len(page.ratings) == 6
    assert len(page.rows) == 37
    assert sum(label is not None for _, label, _ in page.rows) == 35
    assert Counter(category for category, _, _ in page.rows) == {
        "Verwaltung": 8,
        "Energie und Umwelt": 7,
        "IT und Kommunikation": 8,
        "Mobilität": 7,
        "Gesellschaft und Bildung": 7,
    }


def test_facts_of_the_city(page: Page, profile: dict[str, Any]) -> None:
    keys = ("city_name", "state", "area_km2", "population")
    assert tuple(profile[key] for key in keys) == page.facts


def test_six_ratings_with_rank_change_and_score(page: Page, profile: dict[str, Any]) -> None:
    keys = ("category_name", "rank", "rank_change", "score")
    ratings = [profile["overall"], *profile["categories"]]
    assert [tuple(rating[key] for key in keys) for rating in ratings] == page.ratings


def test_rows_in_page_order_with_labels_as_published(page: Page, profile: dict[str, Any]) -> None:
    rows = [row for category in profile["categories"] for row in category["indicators"]]
    keys = ("category_name", "indicator_name", "score")
    assert [tuple(row[key] for key in keys) for row in rows] == page.rows
    assert [row["position"] for row in rows[:9]] == [1, 2, 3, 4, 5, 6, 7, 8, 1]


def test_every_published_figure_once_and_none_invented(page: Page, profile: dict[str, Any]) -> None:
    repeated = page.text.replace("Platz 54\n", "", 1)  # stands again in the row of the ratings
    printed = re.findall(r"(?<![\w.])[+-]?\d+(?:\.\d+)?(?![\w.])", repeated)
    on_page = Counter(float(n.replace(".", "") if "191" in n else n) for n in printed)
    figures = list(_numbers({**profile, "best_practices": []}))
    assert {key for key, _ in figures} == PUBLISHED | NOT_PUBLISHED
    assert Counter(number for key, number in figures if key in PUBLISHED) == on_page


def test_the_unlabelled_rows_have_a_likely_name_and_no_other(profile: dict[str, Any]) -> None:
    keys = ("category", "position", "indicator", "indicator_name", "score", "likely_name")
    rows = [row for category in profile["categories"] for row in category["indicators"]]
    likely = [tuple(row[key] for key in keys) for row in rows if row["likely_name"] is not None]
    assert likely == [
        ("verwaltung", 5, None, None, 89.5, "Webseite und Social Media"),
        ("mobilitaet", 4, None, None, 60.5, "Sharing-Angebote"),
    ]


def test_the_bonus_row_of_each_category_is_marked(profile: dict[str, Any]) -> None:
    rows = [row for category in profile["categories"] for row in category["indicators"]]
    bonus = [(row["indicator_name"], row["max_score"]) for row in rows if row["kind"] == "bonus"]
    assert bonus == [
        ("Sonstige Projekte Verwaltung", 35.0),
        ("Sonstige Projekte Energie", 30.0),
        ("Sonstige Projekte IT-Infrastruktur", 35.0),
        ("Sonstige Projekte Mobilität", 30.0),
        ("Sonstige Projekte Gesellschaft und Bildung", 30.0),
    ]


def test_what_the_page_does_not_say_stands_apart(profile: dict[str, Any]) -> None:
    assert profile["source"] == {
        "title": "Smart City Index",
        "publisher": "Bitkom e. V.",
        "edition": 2025,
        "ranked_cities": 83,
        "url": "https://www.bitkom.org/Smart-City-2025/Jena",
        "retrieved": None,
    }
    (project,) = profile["best_practices"]
    assert project["title"] == "Modellprojekt Smartes Quartier Jena-Lobeda"
    assert project["url"] == "https://www.smartes-quartier.de/"

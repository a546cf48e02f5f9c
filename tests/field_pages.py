"""The invented copies that docs/field.md begins with: nine list pages, and the page of one city."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from invented_field import CATEGORIES, COUNT, invented_source, names
from list_text import ListForm, list_text, pages_of
from page_text import page_text
from smartrank import Rankings
from smartrank.model import OVERALL_NAME, Category, City, Indicator, Rating
from smartrank.rankings import Ranking, RankingRow

#: An edition of which nothing was published, so that no figure here is taken for a real one.
EDITION = 2030
#: The city whose page is there, too, and the one that is new in the edition.
CITY, NEWCOMER = "Probestadt", "Scheintal"
#: The rows of each category of the city, but for the bonus.
ROWS = (
    ("Online-Dienste", "Bezahlen", "Termine", "Offene Daten", "Webseite", "Beteiligung"),
    ("Ladepunkte", "Laternen", "Gebäude", "Messnetz", "Solardächer", "Abfall"),
    ("Breitband", "Mobilfunk", "LPWAN", "WLAN", "Rechenzentrum", "Zwilling"),
    ("Sharing", "Parken", "Ampeln", "Bahnsteige", "Radverkehr", "Lieferverkehr"),
    ("Schulen", "Bibliothek", "Hochschule", "Vereine", "Gesundheit", "Kultur"),
)
#: How far the rows of a category are from their mean, and its bonus row: in points.
_SPREAD, _BONUS = (14.0, -14.0, 8.0, -8.0, 3.0), 24.0


def documented_lists() -> Rankings:
    """An invented field, in which the overall score is the mean of the categories."""
    source = random.Random(7)
    scores = {
        name: [_score(source, level) for _ in CATEGORIES]
        for name, level in ((name, source.gauss(68, 9)) for name in names())
    }
    lists = {OVERALL_NAME: {name: sum(s) / len(s) for name, s in scores.items()}}
    for place, category in enumerate(CATEGORIES):
        lists[category] = {name: s[place] for name, s in scores.items()}
    rankings = tuple(_ranking(name, found, source) for name, found in lists.items())
    return Rankings(invented_source(EDITION, COUNT), rankings)


def _score(source: random.Random, level: float) -> float:
    """A score of a city whose scores are about as high as a level: unrounded."""
    return min(max(source.gauss(level, 6), 5.0), 99.0)


def _ranking(name: str, scores: dict[str, float], source: random.Random) -> Ranking:
    best = sorted(scores, key=lambda city: -scores[city])
    known = [city for city in best if city != NEWCOMER]
    before = sorted(known, key=lambda city: best.index(city) + source.gauss(0, 4))
    return Ranking(
        name,
        tuple(
            RankingRow(
                rank,
                city,
                None if city == NEWCOMER else before.index(city) + 1 - rank,
                round(scores[city], 1),
            )
            for rank, city in enumerate(best, 1)
        ),
    )


def documented_city() -> City:
    """One city of the field with the rows of its categories, which add up to their scores."""
    ratings = {
        r.name: next(x for x in r.rows if x.city == CITY) for r in documented_lists().rankings
    }
    overall = ratings.pop(OVERALL_NAME)
    return City(
        name=CITY,
        source=invented_source(EDITION, COUNT),
        state="Thüringen",
        area_km2=98.0,
        population=131_500,
        overall=_rating(overall),
        categories=tuple(
            Category(name=name, rating=_rating(row), indicators=_rows(name, row, labels))
            for (name, row), labels in zip(ratings.items(), ROWS, strict=True)
        ),
    )


def _rating(row: RankingRow) -> Rating:
    return replace(row.rating, origin="page")


def _rows(category: str, row: RankingRow, labels: tuple[str, ...]) -> tuple[Indicator, ...]:
    assert row.score is not None
    total = row.score * 1.05 * len(labels) - _BONUS
    mean = total / len(labels)
    scores = [round(mean + off, 1) for off in _SPREAD]
    scores.append(round(total - sum(scores), 1))
    rows = [Indicator(name=name, score=score) for name, score in zip(labels, scores, strict=True)]
    bonus = Indicator(name=f"Sonstige Projekte {category}", score=_BONUS, kind="bonus")
    return (*rows, bonus)


def write_copies(folder: Path) -> None:
    """Write all copies into the folder `pages`, as a browser gives them."""
    pages = folder / "pages"
    pages.mkdir()
    for number, page in enumerate(pages_of(documented_lists()), 1):
        (pages / f"list-{number}.txt").write_text(list_text(page, ListForm()), encoding="utf-8")
    text = f"Smart City Index {EDITION}\n\n{page_text(documented_city())}"
    (folder / "probestadt.txt").write_text(text, encoding="utf-8")

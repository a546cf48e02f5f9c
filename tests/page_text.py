"""Model -> the text of a city's page, in each of the forms in which pages are copied."""

from __future__ import annotations

import dataclasses
import unicodedata
from typing import TYPE_CHECKING, Literal

from hypothesis import strategies as st

from smartrank.model import BestPractice, Category, City, Indicator, Rating, Source
from smartrank.names import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hypothesis.strategies import SearchStrategy

#: What tells the cells of a row apart: a blank, a tab, bars between cells, bars around the row.
Cells = Literal[" ", "\t", " | ", "| |"]
#: The prose of a project: its numbers, and lines that look like rows, are no figures.
PROSE = (
    "Seit 2020 entstehen 250 Wohnungen, 3,5 % davon barrierearm.",
    "Im Jahr 2024 waren es 17.5",
    "Parken 83.3",
    "54 +3 Probe 71.6",
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Form:
    """How a page is copied."""

    cells: Cells = " "
    line_end: str = "\n"
    bom: bool = False
    blank_lines: bool = True
    trailing: str = ""
    blank: str = " "
    decomposed: bool = False
    minus: str = "-"
    zero: str = "0"
    new: str = ""
    decimal: str = "."
    decimals: int = 1
    thousands: str = "."
    headings: bool = True
    facts_on_one_line: bool = True
    name_twice: bool = True
    place_line: bool = True
    #: The categories' tables in the reverse order of their ratings.
    tables_reversed: bool = False


def page_text(city: City, form: Form | None = None) -> str:
    """The text of the page, without the byte order mark."""
    form = form or Form()
    lines = [f"{line}{form.trailing}" for line in _lines(city, form)]
    text = form.line_end.join(lines) + form.line_end
    text = text.replace(" ", form.blank)
    return unicodedata.normalize("NFD", text) if form.decomposed else text


def page_bytes(city: City, form: Form | None = None) -> bytes:
    """The bytes of the page."""
    text = page_text(city, form)
    return text.encode("utf-8-sig" if form and form.bom else "utf-8")


def as_read(city: City) -> City:
    """The city without what no page says."""
    return dataclasses.replace(
        city,
        ags=None,
        source=dataclasses.replace(
            city.source,
            title="Smart City Index",
            publisher="Bitkom e. V.",
            ranked_cities=None,
            url=None,
            retrieved=None,
        ),
        categories=tuple(
            dataclasses.replace(
                category,
                indicators=tuple(
                    dataclasses.replace(row, likely_name=None) for row in category.indicators
                ),
            )
            for category in city.categories
        ),
        best_practices=tuple(
            BestPractice(title=practice.title, url=practice.url) for practice in city.best_practices
        ),
    )


# --- lines ----------------------------------------------------------------------------------------


def _lines(city: City, form: Form) -> Iterator[str]:
    yield city.name
    yield from _gap(form)
    yield from _facts(city, form)
    yield from _gap(form)
    if form.place_line:
        yield f"Platz {city.overall.rank}"
        yield from _gap(form)
    if form.name_twice:
        yield city.name
    yield "Gesamtwertung"
    yield from _table(
        form,
        ("Platz", "Tendenz", "Kategorie", "Index"),
        [_rating(form, name, rating) for _, name, rating in city.ratings()],
    )
    yield from _gap(form)
    for category in city.categories[:: -1 if form.tables_reversed else 1]:
        yield category.name
        rows = [(row.name or "", _decimals(form, row.score)) for row in category.indicators]
        yield from _table(form, ("Indikator", "Index"), rows)
        yield from _gap(form)
    for practice in city.best_practices:
        yield "Best Practice"
        yield practice.title
        yield from PROSE
        if practice.url:
            yield practice.url
        yield from _gap(form)


def _gap(form: Form) -> list[str]:
    return [""] if form.blank_lines else []


def _facts(city: City, form: Form) -> list[str]:
    people = f"{city.population:,}".replace(",", form.thousands)
    area = f"{city.area_km2:g}".replace(".", form.decimal)
    facts = [
        f"Bundesland {city.state}",
        f"{area} km² Stadtfläche",
        f"{people} Einwohner",
    ]
    return [_row(form, facts)] if form.facts_on_one_line else facts


def _rating(form: Form, name: str, rating: Rating) -> tuple[str, str, str, str]:
    change = form.new
    if rating.rank_change is not None:
        change = f"{rating.rank_change:+d}".replace("-", form.minus)
    if rating.rank_change == 0:
        change = form.zero
    return str(rating.rank), change, name, _decimals(form, rating.score)


def _decimals(form: Form, score: float) -> str:
    decimals = max(form.decimals, len(repr(score).partition(".")[2]))
    return f"{score:.{decimals}f}".replace(".", form.decimal)


def _table(form: Form, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if form.headings:
        yield _row(form, headings)
        if form.cells == " | ":
            yield "|".join("---" for _ in headings)
        elif form.cells == "| |":
            yield "|" + "|".join(" :--- " for _ in headings) + "|"
    yield from (_row(form, row) for row in rows)


def _row(form: Form, cells: list[str] | tuple[str, ...]) -> str:
    if form.cells == "| |":
        return f"| {' | '.join(cells)} |"
    if form.cells == " ":
        return " ".join(filter(None, cells))
    return form.cells.join(cells)


# --- models and forms that are generated ----------------------------------------------------------

FORMS: SearchStrategy[Form] = st.builds(
    Form,
    cells=st.sampled_from([" ", "\t", " | ", "| |"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    bom=st.booleans(),
    blank_lines=st.booleans(),
    trailing=st.sampled_from(["", "  ", " \t ", "\u00a0"]),
    blank=st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "\u2007", "  "]),
    decomposed=st.booleans(),
    minus=st.sampled_from(["-", "−", "–"]),
    zero=st.sampled_from(["0", "±0", "± 0", "+0"]),
    new=st.sampled_from(["", "–", "neu"]),
    decimal=st.sampled_from([".", ","]),
    decimals=st.sampled_from([1, 2]),
    thousands=st.sampled_from([".", " ", ",", "", "\u00a0", "\u202f"]),
    headings=st.booleans(),
    facts_on_one_line=st.booleans(),
    name_twice=st.booleans(),
    place_line=st.booleans(),
    tables_reversed=st.booleans(),
)

_LABELS = (
    "5G",
    "24/7-Service",
    "Halle (Muster)",
    "Industrie 4.0",
    "Anteil E-Fahrzeuge",
    "Smarter ÖPNV",
    "Straßenbeleuchtung [LED]",
    "Bürger:innen & Räte",
    "Gesamtwertung der Daten",
    "Index",
    "Tendenz",
    "Best Practice Datenbank",
    "Platz für Räder",
    "3D-Stadtmodell",
    "1.000 Dächer",
    "C++ / C#",
)
_CATEGORIES = (
    "Verwaltung",
    "Energie und Umwelt",
    "IT und Kommunikation",
    "Mobilität",
    "Gesellschaft",
    "Gesellschaft und Bildung",
    "Wirtschaft/Handel (neu)",
)
_CITIES = ("Musterstadt", "Beispielburg", "Halle (Muster)", "Groß Öde an der Düne", "Muster-Ort")


def _unique_slugs(labels: list[str | None]) -> bool:
    keys = [slug(label) for label in labels if label is not None]
    return len(keys) == len(set(keys))


_WORDS = st.text("abcäöüßÄÖÜéXYZ", min_size=2, max_size=9)
_NAMES = st.sampled_from(_LABELS) | st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)
_ROW_NAMES = st.lists(
    _NAMES.filter(lambda name: slug(name) not in map(slug, (*_CATEGORIES, *_CITIES))) | st.none(),
    max_size=9,
).filter(_unique_slugs)
SCORES = st.integers(0, 1000).map(lambda tenths: tenths / 10) | st.integers(0, 10_000).map(
    lambda hundredths: hundredths / 100
)


@st.composite
def _ratings(draw: st.DrawFn) -> Rating:
    rank = draw(st.integers(1, 90))
    change = draw(st.none() | st.integers(1 - rank, 90))
    return Rating(rank=rank, rank_change=change, score=draw(SCORES))


@st.composite
def _categories(draw: st.DrawFn, name: str, bonus_names: tuple[str, str]) -> Category:
    rows = [Indicator(name=row, score=draw(SCORES)) for row in draw(_ROW_NAMES)]
    bonus = draw(st.sampled_from([*bonus_names, None]))
    if bonus:
        rows.append(Indicator(name=bonus, score=draw(SCORES), kind="bonus"))
    return Category(name=name, rating=draw(_ratings()), indicators=tuple(rows))


@st.composite
def pages(draw: st.DrawFn) -> City:
    """A city as a page may tell it."""
    names = draw(st.lists(st.sampled_from(_CATEGORIES), min_size=1, max_size=6, unique=True))
    titles = draw(st.lists(_WORDS.map("Projekt {}".format), max_size=3, unique=True))
    return City(
        name=draw(st.sampled_from(_CITIES)),
        state=draw(st.sampled_from(["Musterland", "Groß-Übungen", "Freie Lande (Süd)"])),
        area_km2=draw(st.integers(1, 900) | st.integers(101, 90_000).map(lambda n: n / 100)),
        population=draw(st.integers(1, 4_000_000)),
        source=Source(title="Smart City Index", publisher="Bitkom e. V.", edition=2025),
        overall=draw(_ratings()),
        categories=tuple(
            draw(_categories(name, (f"Sonstige Projekte {name}", "Weitere Pilotprojekte")))
            for name in names
        ),
        best_practices=tuple(
            BestPractice(title=title, url=f"https://projekt-{place}.example/a(b)?c=1")
            if draw(st.booleans())
            else BestPractice(title=title)
            for place, title in enumerate(titles)
        ),
    )

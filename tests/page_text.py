"""Model -> the copy of a city's page, in each of the forms in which pages are copied."""

from __future__ import annotations

import dataclasses
import html
import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from smartrank.model import BestPractice, Category, City, Indicator, Rating, Source
from smartrank.names import slug

#: What tells the cells of a row apart: a blank, a tab, bars between cells, bars around the row,
#: a semicolon, a line of its own for each cell, blanks up to the width of the column.
Cells = Literal[" ", "\t", " | ", "| |", ";", "\n", "  "]
RATING_COLUMNS = ("Platz", "Tendenz", "Kategorie", "Index")
ROW_COLUMNS = ("Indikator", "Index")
#: The prose of a project: its numbers, and lines that look like rows, are no figures.
PROSE = (
    "Seit 2020 entstehen 250 Wohnungen, 3,5 % davon barrierearm.",
    "Im Jahr 2024 waren es 17.5",
    "Parken 83.3",
    "54 +3 Verwaltung 71.6",
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Form:
    """How a page is copied."""

    cells: Cells = " "
    columns: tuple[str, ...] = RATING_COLUMNS
    row_columns: tuple[str, ...] = ROW_COLUMNS
    line_end: str = "\n"
    encoding: str = "utf-8"
    blank_lines: bool = True
    trailing: str = ""
    blank: str = " "
    decomposed: bool = False
    markdown: bool = False
    minus: str = "-"
    plus: str = "+"
    zero: str = "0"
    new: str = ""
    decimal: str = "."
    decimals: int = 1
    thousands: str = "."
    headings: bool = True
    facts_on_one_line: bool = True
    name_twice: bool = True
    place_line: bool = True
    edition_line: bool = False
    #: The categories' tables in the reverse order of their ratings.
    tables_reversed: bool = False


def page_text(city: City, form: Form | None = None) -> str:
    """The text of the page."""
    form = form or Form()
    lines = [f"{line}{form.trailing}" for line in _lines(city, form)]
    text = form.line_end.join("\n".join(lines).split("\n")) + form.line_end
    if form.blank != " ":
        text = text.replace(" ", form.blank)
    return unicodedata.normalize("NFD", text) if form.decomposed else text


def page_bytes(city: City, form: Form | None = None) -> bytes:
    """The bytes of the page; in UTF-8 if its encoding lacks a sign."""
    text = page_text(city, form)
    try:
        return text.encode(form.encoding if form else "utf-8")
    except UnicodeEncodeError:
        return text.encode()


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
    yield _title(form, 1, city.name)
    yield from _gap(form)
    if form.edition_line:
        yield f"Smart City Index {city.edition}"
    yield from _facts(city, form)
    yield from _gap(form)
    if form.place_line and city.overall:
        yield f"Platz {city.overall.rank}"
        yield from _gap(form)
    if form.name_twice:
        yield _title(form, 2, city.name)
    yield _title(form, 3, "Gesamtwertung")
    yield from _table(
        form,
        form.columns,
        [_rating(form, name, rating) for _, name, rating in city.ratings()],
    )
    yield from _gap(form)
    for category in city.categories[:: -1 if form.tables_reversed else 1]:
        yield _title(form, 3, category.name)
        yield from _table(form, form.row_columns, _rows(form, category))
        yield from _gap(form)
    for practice in city.best_practices:
        yield _title(form, 3, "Best Practice")
        yield _title(form, 4, practice.title)
        yield from PROSE
        if practice.url:
            yield f"[{practice.url}]({practice.url})" if form.markdown else practice.url
        yield from _gap(form)


def _title(form: Form, level: int, text: str) -> str:
    return f"{'#' * level} {text}" if form.markdown else text


def _gap(form: Form) -> list[str]:
    return [""] if form.blank_lines else []


def _facts(city: City, form: Form) -> list[str]:
    assert city.area_km2 is not None
    people = f"{city.population:,}".replace(",", form.thousands)
    area = f"{city.area_km2:g}".replace(".", form.decimal)
    facts = [
        f"Bundesland {city.state}",
        f"{area} km² Stadtfläche",
        f"{people} Einwohner",
    ]
    return [_row(form, facts)] if form.facts_on_one_line else facts


def _rating(form: Form, name: str, rating: Rating) -> dict[str, str]:
    assert rating.score is not None
    change = form.new
    if rating.rank_change is not None:
        sign = form.minus if rating.rank_change < 0 else form.plus
        change = f"{sign}{abs(rating.rank_change)}"
    if rating.rank_change == 0:
        change = form.zero
    score = _decimals(form, rating.score)
    return {"Platz": str(rating.rank), "Tendenz": change, "Kategorie": name, "Index": score}


def _rows(form: Form, category: Category) -> list[dict[str, str]]:
    return [
        {"Indikator": row.name or "", "Index": _decimals(form, row.score)}
        for row in category.indicators
    ]


def _decimals(form: Form, score: float) -> str:
    decimals = max(form.decimals, len(repr(score).partition(".")[2]))
    return f"{score:.{decimals}f}".replace(".", form.decimal)


def _table(form: Form, columns: tuple[str, ...], rows: Sequence[dict[str, str]]) -> Iterator[str]:
    cells = [[row[column] for column in columns] for row in rows]
    if form.headings:
        cells.insert(0, list(columns))
    if form.cells == "  ":
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        cells = [[c.ljust(w) for c, w in zip(row, widths, strict=True)] for row in cells]
    texts = [_row(form, row) for row in cells]
    if form.headings and "|" in form.cells:
        rule = " | ".join("---" for _ in columns)
        texts.insert(1, f"| {rule} |" if form.cells == "| |" else rule)
    yield from texts


def _row(form: Form, cells: Sequence[str]) -> str:
    if form.cells == "| |":
        return f"| {' | '.join(cells)} |"
    if form.cells in (" ", "  "):
        return (form.cells).join(filter(None, cells)).rstrip()
    return form.cells.join(cells)


# --- saved HTML -----------------------------------------------------------------------------------


def page_html(city: City, form: Form | None = None, *, end_tags: bool = True) -> str:
    """The page as a browser saves it, with a menu and a foot; `end_tags` may be left out."""
    form = form or Form()
    practices = "".join(
        f"<h3>Best Practice</h3>\n<h4>{html.escape(practice.title)}</h4>\n"
        + "".join(f"<p>{html.escape(line)}</p>\n" for line in PROSE)
        + (f'<p><a href="{practice.url}">{practice.url}</a></p>\n' if practice.url else "")
        for practice in city.best_practices
    )
    tables = "".join(
        f"<h3>{category.name}</h3>\n" + _html_table(form.row_columns, _rows(form, category))
        for category in city.categories[:: -1 if form.tables_reversed else 1]
    )
    ratings = _html_table(form.columns, [_rating(form, n, r) for _, n, r in city.ratings()])
    text = f"""<!DOCTYPE html>
<html lang="de"><head><meta charset="{form.encoding}"><title>Muster</title>
<style>td {{ padding: 1px }}</style><script>var platz = "1 <b>2</b>";</script></head>
<body><nav><ul><li><a href="/">Start</a></li><li><a href="/b">Best Practice</a></li></ul></nav>
<form><label>Bundesland ausw&auml;hlen</label><select><option>Bayern</option></select></form>
<main><h1>{html.escape(city.name)}</h1>
<p>{" | ".join(_facts(city, dataclasses.replace(form, facts_on_one_line=False)))}</p>
<p>Platz {city.overall.rank if city.overall else ""}</p>
<h2>{html.escape(city.name)}</h2><h3>Gesamtwertung</h3>
{ratings}{tables}{practices}</main>
<footer><p>Impressum</p><p>Stand 2025</p></footer></body></html>
"""
    if not end_tags:
        for tag in ("td", "th", "tr", "p", "li", "thead", "tbody"):
            text = text.replace(f"</{tag}>", "")
    return text


def _html_table(columns: Sequence[str], rows: Sequence[dict[str, str]]) -> str:
    head = "".join(f"<th>{column}</th>" for column in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(row[column])}</td>' for column in columns)}</tr>\n"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>\n"


# --- the invented page ----------------------------------------------------------------------------


def _category(
    name: str, rank: int, change: int, score: float, rows: Sequence[tuple[str | None, float]]
) -> Category:
    indicators = [Indicator(name=row, score=points) for row, points in rows]
    bonus = dataclasses.replace(indicators[-1], kind="bonus")
    rating = Rating(rank=rank, rank_change=change, score=score)
    return Category(name=name, rating=rating, indicators=(*indicators[:-1], bonus))


MUSTERSTADT = City(
    name="Musterstadt",
    state="Thüringen",
    area_km2=114,
    population=111_191,
    source=Source(title="Smart City Index", publisher="Bitkom e. V.", edition=2025),
    overall=Rating(rank=25, rank_change=-6, score=75.6),
    categories=(
        _category(
            *("Verwaltung", 54, 3, 81.7),
            [
                ("Formulare am Bildschirm", 63.6),
                ("Bezahlen im Netz", 100.0),
                ("Online-Wartemarken", 100.0),
                ("Akten ohne Papier", 100.0),
                (None, 15.6),
                ("Anliegen der Bürgerschaft", 86.6),
                ("Dienste-Portal", 100.0),
                ("Sonstige Projekte Verwaltung", 35.0),
            ],
        ),
        _category(
            *("Energie und Umwelt", 69, -1, 71.9),
            [
                ("Schlaue Straßenlaternen", 73.7),
                ("Nahwärme-Lösungen", 31.3),
                ("Luftmessnetz", 100.0),
                ("Anteil E-Lieferwagen", 18.0),
                ("Ladesäulen", 100.0),
                ("Leise Busse", 100.0),
                ("Sonstige Projekte Energie und Umwelt", 30.0),
            ],
        ),
        _category(
            *("IT und Kommunikation", 61, -17, 85.2),
            [
                ("Kabelnetz", 100.0),
                ("Lichtleiter", 87.0),
                ("6G", 100.0),
                ("FUNKNETZ", 100.0),
                ("Offene Daten-Sammlung", 100.0),
                ("Karten-Portal", 95.9),
                ("Daten der Muster-Stadt", 33.1),
                ("Sonstige Projekte IT und Kommunikation", 10.0),
            ],
        ),
        _category(
            *("Mobilität", 47, 0, 62.5),
            [
                ("Parkleitung", 100.0),
                ("Kluge Ampelsteuerung", 29.8),
                ("Kluger Nahverkehr", 100.0),
                (None, 61.0),
                ("Umsteigen", 11.2),
                ("Pakete auf dem letzten Kilometer", 81.9),
                ("Sonstige Projekte Mobilität", 10.0),
            ],
        ),
        _category(
            *("Gesellschaft und Bildung", 35, -13, 76.7),
            [
                ("Geräte in Schulen", 22.4),
                ("Kurse für alle", 100.0),
                ("Digitale Szene", 100.0),
                ("Läden am Ort und Gründungs-Häuser", 94.2),
                ("Offene Werkstätten und Büros", 100.0),
                ("Öffentliche Mitsprache", 56.6),
                ("Sonstige Projekte Gesellschaft und Bildung", 10.0),
            ],
        ),
    ),
    best_practices=(
        BestPractice(
            title="Modellvorhaben Leuchtende Laternen am Musterfluss",
            url="https://www.laternen-am-musterfluss.example/",
        ),
    ),
)


# --- models and forms that are generated ----------------------------------------------------------

_WIDE: dict[str, SearchStrategy[Any]] = {
    "line_end": st.sampled_from(["\n", "\r\n"]),
    "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    "blank_lines": st.booleans(),
    "trailing": st.sampled_from(["", "  ", " \t ", "\u00a0"]),
    "decomposed": st.booleans(),
    "minus": st.sampled_from([*"-−–‐‑‒－▼↓", "▼ -", "- "]),
    "plus": st.sampled_from([*"+＋▲↑", "▲ +", "+ "]),
    "zero": st.sampled_from(["0", "±0", "± 0", "+0", "=", "→", "▬", "＝", "+-0"]),
    "new": st.sampled_from(["", "–", "-", "neu", "NEU", "New"]),
    "decimal": st.sampled_from([".", ","]),
    "decimals": st.sampled_from([1, 2]),
    "thousands": st.sampled_from([".", " ", ",", "", "\u00a0", "\u202f"]),
    "facts_on_one_line": st.booleans(),
    "name_twice": st.booleans(),
    "place_line": st.booleans(),
    "edition_line": st.booleans(),
    "tables_reversed": st.booleans(),
}
_COLUMNS = st.permutations(RATING_COLUMNS).map(tuple)
_ROW_COLUMNS = st.permutations(ROW_COLUMNS).map(tuple)
#: Forms from which a page must be read, and not only may.
FORMS: SearchStrategy[Form] = st.one_of(
    st.builds(
        Form,
        **_WIDE,
        cells=st.sampled_from([" ", "\t", " | ", "| |", ";", "\n", "  "]),
        blank=st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "\u2007", "  "]),
        headings=st.booleans(),
    ),
    st.builds(
        Form,
        **_WIDE,
        cells=st.sampled_from(["\t", " | ", "| |", ";", " "]),
        columns=_COLUMNS,
        row_columns=_ROW_COLUMNS,
    ),
    st.builds(Form, **_WIDE, cells=st.just("| |"), markdown=st.just(True)),
)

#: Names that are read in every form, and names of which only a cell tells where they end.
LABELS = (
    "5G",
    "24/7-Service",
    "Halle (Muster)",
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
    "Ein- und Ausgang",
)
ODD_LABELS = ("Industrie 4.0", "Stufe 2", "Netz 2.0 der Stadt", "2.0 Netze", "12 +3 Züge")
_CATEGORIES = ("Verwaltung", "Energie und Umwelt", "IT und Kommunikation", "Mobilität")
_LAST = ("Gesellschaft", "Gesellschaft und Bildung")
_CITIES = ("Musterstadt", "Beispielburg", "Halle (Muster)", "Groß Öde an der Düne", "Muster-Ort")
_TAKEN = {slug(name) for name in (*_CATEGORIES, *_LAST, *_CITIES, "Gesamtwertung")}


def _unique_slugs(labels: list[str | None]) -> bool:
    keys = [slug(label) for label in labels if label is not None]
    return len(keys) == len(set(keys))


_WORDS = st.text("abcäöüßÄÖÜéXYZ", min_size=2, max_size=9)
SCORES = st.integers(0, 1000).map(lambda tenths: tenths / 10) | st.integers(0, 10_000).map(
    lambda hundredths: hundredths / 100
)


def _row_names(labels: Sequence[str]) -> SearchStrategy[list[str | None]]:
    names = st.sampled_from(labels) | st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)
    free = names.filter(lambda name: slug(name) not in _TAKEN)
    return st.lists(free | st.none(), min_size=1, max_size=9).filter(_unique_slugs)


@st.composite
def _ratings(draw: st.DrawFn, *, is_new: bool) -> Rating:
    rank = draw(st.integers(1, 90))
    change = None if is_new else draw(st.integers(1 - rank, 90))
    return Rating(rank=rank, rank_change=change, score=draw(SCORES))


@st.composite
def _categories(draw: st.DrawFn, name: str, labels: Sequence[str], *, is_new: bool) -> Category:
    rows = [Indicator(name=row, score=draw(SCORES)) for row in draw(_row_names(labels))]
    bonus = draw(st.sampled_from([f"Sonstige Projekte {name}", "Weitere Pilotprojekte", None]))
    if bonus:
        rows.append(Indicator(name=bonus, score=draw(SCORES), kind="bonus"))
    rating = draw(_ratings(is_new=is_new))
    return Category(name=name, rating=rating, indicators=tuple(rows))


@st.composite
def pages(draw: st.DrawFn, labels: Sequence[str] = LABELS) -> City:
    """A city as a page may tell it. A new city has no trend in any rating."""
    last = draw(st.sampled_from(_LAST))
    names = draw(st.lists(st.sampled_from([*_CATEGORIES, last]), min_size=1, unique=True))
    titles = draw(st.lists(_WORDS.map("Projekt {}".format), max_size=3, unique=True))
    is_new = draw(st.booleans())
    states = ["Thüringen", "Sachsen-Anhalt", "Musterland", "Groß-Übungen", "Freie Lande (Süd)"]
    return City(
        name=draw(st.sampled_from(_CITIES)),
        state=draw(st.sampled_from(states)),
        area_km2=draw(st.integers(1, 900) | st.integers(101, 90_000).map(lambda n: n / 100)),
        population=draw(st.integers(1, 4_000_000)),
        source=Source(title="Smart City Index", publisher="Bitkom e. V.", edition=2025),
        overall=draw(_ratings(is_new=is_new)),
        categories=tuple(draw(_categories(name, labels, is_new=is_new)) for name in names),
        best_practices=tuple(
            BestPractice(title=title, url=f"https://projekt-{place}.example/a(b)?c=1")
            if draw(st.booleans())
            else BestPractice(title=title)
            for place, title in enumerate(titles)
        ),
    )


def all_forms(**choices: Sequence[Any]) -> Iterator[Form]:
    """Every combination of some choices."""
    for values in itertools.product(*choices.values()):
        yield Form(**dict(zip(choices, values, strict=True)))

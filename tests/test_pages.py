from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples
from page_text import (
    FORMS,
    LABELS,
    MUSTERSTADT,
    ODD_LABELS,
    Form,
    all_forms,
    as_read,
    page_bytes,
    page_html,
    page_text,
    pages,
)
from smartrank.errors import SmartrankError, UsageError
from smartrank.importing.city_page import About, Page
from smartrank.importing.page import about, read_page
from smartrank.importing.problems import EditionError, PageError
from smartrank.model import City

PAGE = """\
Musterstadt

Bundesland Musterland | 12.5 km² Stadtfläche | 100.001 Einwohner

Platz 10

Musterstadt
Gesamtwertung
Platz Tendenz Kategorie Index
10 +2 Gesamtwertung 60.0
12 -3 Verwaltung 59.5
7 0 Mobilität 60.5
Verwaltung
Indikator Index
Bahnsteige 40.0
80.0
Sonstige Projekte Verwaltung 5.0
Mobilität
Indikator Index
Laternen 61.0
Sonstige Projekte Mobilität 2.5

Best Practice
Projekt Lampe
Seit 2020 leuchten 250 Lampen.
https://lampe.example/
"""
KNOWN = About(2025)
MANY_ROWS = "\n".join(f"Reihe {number}a 1.0" for number in range(6_000))
COPY_HINT = (
    "open the city page in a browser, select all, copy, and paste it into a text file; "
    "or save it as HTML"
)
FIX_HINT = "fix these lines, or delete them if they are not part of the city page"
JOIN_HINT = (
    "join a name that is on two lines, add a missing score, or delete what is not part of the city "
    "page"
)


def read(text: str | bytes) -> Page:
    return read_page(text if isinstance(text, bytes) else text.encode(), "page.txt", KNOWN)


def changed(old: str, new: str) -> str:
    assert PAGE.count(old) == 1, old
    return PAGE.replace(old, new)


def refusal(text: str | bytes) -> PageError:
    with pytest.raises(PageError) as caught:
        read(text)
    return caught.value


def problems(text: str) -> tuple[str, ...]:
    """All problems of a page, without their places."""
    return tuple(str(problem.what) for problem in refusal(text).problems)


def stops_at(text: str | bytes) -> set[int]:
    """The numbers of the lines that stop a page; 0 for what is missing."""
    return {problem.line.number if problem.line else 0 for problem in refusal(text).problems}


def reported(text: str) -> set[int]:
    """The numbers of the lines that the notes of a page name."""
    return {int(number) for note in read(text).notes for number in re.findall(r"line (\d+)", note)}


# --- every form of a copy -------------------------------------------------------------------------


@examples(25)
@given(pages(), FORMS)
def test_a_page_reads_back_in_every_form(city: City, form: Form) -> None:
    assert read(page_bytes(city, form)).city == city


@examples(10)
@given(pages([*LABELS, *ODD_LABELS]), FORMS, st.booleans())
def test_saved_html_reads_back_whatever_the_names(city: City, form: Form, end_tags: bool) -> None:
    text = page_html(city, form, end_tags=end_tags)
    content = text.encode(form.encoding, "xmlcharrefreplace")
    try:
        assert read(content).city == city
    except PageError as error:
        assert_only_odd_labels_stop(error)


@examples(12)
@given(pages(ODD_LABELS), FORMS)
def test_a_name_of_which_the_end_is_unclear_is_read_right_or_stops_with_its_line(
    city: City, form: Form
) -> None:
    try:
        assert read(page_bytes(city, form)).city == city
    except PageError as error:
        assert_only_odd_labels_stop(error)


def assert_only_odd_labels_stop(error: PageError) -> None:
    for problem in error.problems:
        assert problem.line
        assert any(label in problem.line.text for label in ODD_LABELS)


def test_all_forms_together_give_jenas_figures(jena: City) -> None:
    wanted = as_read(jena)
    forms = list(
        all_forms(
            cells=(" ", "\t", " | ", "| |", ";", "\n", "  "),
            blank=(" ", "\u202f"),
            decomposed=(False, True),
            minus=("-", "−"),
            decimal=(".", ","),
            headings=(True, False),
        )
    )
    assert len(forms) == 7 * 2**5
    for form in forms[::5]:  # which holds each choice with each other
        assert read(page_bytes(jena, form)).city == wanted, form


def test_jenas_page_with_what_it_does_not_say(jena: City) -> None:
    known = About(2025, jena.source.url, jena.source.ranked_cities)
    city = read_page(page_bytes(jena), "page.txt", known).city
    assert city == dataclasses.replace(as_read(jena), source=jena.source)


def test_the_page_of_these_tests_is_read_whole() -> None:
    page = read(PAGE)
    assert page.city.name == "Musterstadt"
    assert [(c.name, c.rating.rank, c.rating.rank_change) for c in page.city.categories] == [
        ("Verwaltung", 12, -3),
        ("Mobilität", 7, 0),
    ]
    assert [(r.name, r.score, r.kind) for r in page.city.categories[0].indicators] == [
        ("Bahnsteige", 40.0, "regular"),
        (None, 80.0, "regular"),
        ("Sonstige Projekte Verwaltung", 5.0, "bonus"),
    ]
    assert [(p.title, p.url) for p in page.city.best_practices] == [
        ("Projekt Lampe", "https://lampe.example/")
    ]
    assert page.notes == (
        "read Musterstadt 2025: 2 categories, 5 rows, 1 unlabelled, 2 bonus, 1 project",
        (
            "best practice: title and link were taken (`Projekt Lampe`), the text was not; write "
            "`summary`, `milestones` and `partners` in your own words"
        ),
    )


def test_the_invented_page_is_read_without_a_word_too_much() -> None:
    page = read(page_text(MUSTERSTADT))
    assert page.city == MUSTERSTADT
    assert [note.code for note in page.notes] == ["page-read", "practices-taken"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("10 +2 G", "10 + 2 G", id="blank-after-the-sign"),
        pytest.param("10 +2 G", "10 \u200b+2 G", id="zero-width-space"),
        pytest.param("Bahnsteige", "Bahn\u00adsteige", id="soft-hyphen"),
        pytest.param("Verwaltung\nInd", "## Verwaltung\nInd", id="markdown-heading"),
        pytest.param("Verwaltung\nInd", "**Verwaltung**\nInd", id="bold"),
        pytest.param("Verwaltung\nInd", "* Verwaltung\nInd", id="list-item"),
        pytest.param("Verwaltung\nInd", "VERWALTUNG\nInd", id="heading-in-capitals"),
        pytest.param("-3 Verwaltung", "-3 VERWALTUNG", id="rating-in-capitals"),
        pytest.param("Best Practice\n", "Best Practices\n", id="best-practices"),
        pytest.param("| 100.001", "|\n100 001", id="facts-on-two-lines"),
        pytest.param("Bundesland M", "Bundesland: M", id="colon-after-the-label"),
        pytest.param("100.001 E", "100.001\nE", id="inhabitants-on-two-lines"),
        pytest.param("12.5 km²", "12.5\nkm²", id="area-on-two-lines"),
        pytest.param("Platz 10\n\nMusterstadt\n", "", id="name-once-and-no-place"),
        pytest.param("Platz 10\n", "Platz\n10\n", id="place-on-two-lines"),
        pytest.param("Platz 10\n", "Platz 10\n;;;\n", id="empty-cells"),
        pytest.param("\n80.0", "\n\fIndikator Index\n80.0", id="heading-on-the-next-page"),
        pytest.param(
            "\n80.0",
            "\n\nhttps://muster.example/\n1/2\n\f25.11.2025, 16:26\n\nIndikator\nIndex\n80.0",
            id="heading-below-what-is-printed",
        ),
        pytest.param("Seit 2020 leuchten 250 Lampen.\n", "", id="project-without-prose"),
        pytest.param("Seit 2020", "Verwaltung\nMobilität\nSeit", id="names-of-categories-in-prose"),
        pytest.param("250", "viele.\n\n7.5\n12 -3 Verwaltung 59.5\n\n9", id="figures-in-prose"),
        pytest.param("\n7 0 M", "\nPlatz Tendenz Kategorie Index\n7 0 M", id="heading-repeated"),
        pytest.param("\nVerwaltung\nI", "\nVerwaltung\nMobilität\nVerwaltung\nI", id="links"),
        pytest.param("\nVerwaltung\nI", "\n\nStärken und mehr\nVerwaltung\nI", id="words-between"),
        pytest.param("Bahnsteige 40.0", "Bahnsteige | 40.0", id="one-row-with-a-bar"),
        pytest.param("Bahnsteige 40.0", "[3]Bahnsteige 40.0", id="number-of-a-link"),
        pytest.param("Bahnsteige 40.0", "[Bahnsteige](/b) 40.0", id="markdown-link"),
        pytest.param("Laternen 61.0", "https://muster.example/\nLaternen 61.0", id="page-address"),
    ],
)
def test_other_spellings_of_the_same_page(old: str, new: str) -> None:
    assert read(changed(old, new)).city == read(PAGE).city


def test_the_heading_tells_the_order_of_the_columns() -> None:
    text = changed("Indikator Index\nLaternen 61.0", "Index ▲ Indikator\n61.0 Laternen")
    text = text.replace("Sonstige Projekte Mobilität 2.5", "2.5 Sonstige Projekte Mobilität")
    assert read(text).city == read(PAGE).city
    assert stops_at(text.replace("61.0 Laternen", "Laternen 61.0")) == {20}


def test_best_practice_before_the_tables() -> None:
    tables, _, practice = PAGE.partition("\n\nBest Practice")
    above, _, below = tables.partition("\nVerwaltung\n")
    moved = f"{above}\nBest Practice{practice}Verwaltung\n{below}"
    assert read(moved).city == read(PAGE).city


def test_a_place_that_names_the_field_gives_the_number_of_cities() -> None:
    city = read(changed("Platz 10\n", "Platz 10 von 83 Großstädten\n")).city
    assert city.source.ranked_cities == 83
    known = About(2025, ranked_cities=82)
    assert read_page(PAGE.encode(), "page.txt", known).city.source.ranked_cities == 82


def test_the_first_edition_had_no_trend() -> None:
    text = changed("Platz Tendenz K", "Platz K").replace("10 +2", "10")
    text = text.replace("12 -3", "12").replace("7 0 M", "7 M")
    page = read(text)
    assert [rating.rank_change for _, _, rating in page.city.ratings()] == [None] * 3
    assert "trends-absent" in [note.code for note in page.notes]


def test_gesellschaft_alone_is_the_category_of_early_editions() -> None:
    text = PAGE.replace("Mobilität", "Gesellschaft")
    assert [c.name for c in read(text).city.categories] == ["Verwaltung", "Gesellschaft"]


# --- what stops the import ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param("Laternen 61.0", "Laternen 40", 20, id="score-without-decimals"),
        pytest.param("Laternen 61.0", "Laternen 40.123", 20, id="three-decimals"),
        pytest.param("Laternen 61.0", "Laternen -40.0", 20, id="negative-score"),
        pytest.param("Laternen 61.0", "61.0 Laternen", 20, id="figure-before-its-name"),
        pytest.param("Laternen 61.0", "Laternen61.0", 20, id="figure-stuck-to-its-name"),
        pytest.param("Laternen 61.0", "Laternen\n61.0", 20, id="figure-on-the-next-line"),
        pytest.param("Laternen 61.0", "Laternen | 6 | 61.0", 20, id="a-cell-too-many"),
        pytest.param("Laternen 61.0", "Laternen\u202e 61.0", 20, id="reading-order"),
        pytest.param("Bahnsteige 40.0", "Bahnsteige 100.1", 15, id="score-above-100"),
        pytest.param("Bahnsteige 40.0", "- 40.0", 15, id="name-of-signs-only"),
        pytest.param("Bahnsteige 40.0", "8.3 40.0", 15, id="two-figures-and-no-name"),
        pytest.param("Bahnsteige 40.0", "8 | 40.0", 15, id="a-figure-as-a-name"),
        pytest.param("Bahnsteige 40.0", "12 -3 Verwaltung 40.0", 15, id="rating-among-the-rows"),
        pytest.param("Bahnsteige 40.0", "12 Verwaltung 40.0", 15, id="rating-without-a-trend"),
        pytest.param("Bahnsteige 40.0", "12 +1 Trier 40.0", 15, id="rating-of-a-city"),
        pytest.param("Bahnsteige 40.0", "Bahnsteige 40.0 Reling 8.0", 15, id="two-rows-in-one"),
        pytest.param("Bahnsteige 40.0", "Bahnsteige 41.0 40.0", 15, id="two-figures-in-a-row"),
        pytest.param("\n80.0", "\nBahnsteige 41.0", 16, id="a-row-twice"),
        pytest.param("\n80.0", "\nBahn-Steige 4.0\nbahn steige 4.1", 17, id="equal-key"),
        pytest.param("\n80.0", "\n80", 16, id="unlabelled-without-decimals"),
        pytest.param("\n80.0", "\nIndikator Index\n80.0", 16, id="a-table-without-its-name"),
        pytest.param("Index\nBahnsteige", "Index\nA\nBahnsteige", 15, id="words-above-a-row"),
        pytest.param("Indikator Index\nB", "Indikator\nIndex\nA\nB", 16, id="words-above-by-cell"),
        pytest.param("Indikator Index\nB", "Indikator\nIndex\nB", 16, id="two-scores-by-cell"),
        pytest.param("Mobilität 2.5", "Mobilität 2.5\nVerwaltung\nA 3.0", 22, id="a-table-twice"),
        pytest.param("7 0 Mobilität 60.5", "7 0 Mobilität 60.5\n" * 2, 13, id="a-rating-twice"),
        pytest.param("7 0 Mobilität 60.5", "7 0 Mobilität 100.2", 12, id="rating-above-100"),
        pytest.param("60.5\n", "60.5\nReling 3.0\n", 13, id="row-outside-a-table"),
        pytest.param("60.5\n", "60.5\nund Umwelt\n", 13, id="words-below-the-ratings"),
        pytest.param("60.5\n", "60.5\n8 +1 Trier 50.0\n", 13, id="rating-of-another-city"),
        pytest.param("12 -3 V", "12 3 V", 11, id="change-without-a-sign"),
        pytest.param("12 -3 Verwaltung", "12 -3 Umwelt", 11, id="no-category"),
        pytest.param("12 -3 Verwaltung", "12 -3 ► Verwaltung", 11, id="sign-before-a-category"),
        pytest.param("Platz 10", "Platz 11", 5, id="place-contradicts-the-rank"),
        pytest.param("Platz 10", "Ausgabe 2025", 5, id="figure-between-facts-and-ratings"),
        pytest.param("Platz 10", "8 +1 Trier 50.0", 5, id="neighbour-between"),
        pytest.param("Musterstadt\n\nB", "M\n8 +1 Trier 50.0\n\nB", 2, id="neighbour-above"),
        pytest.param("12.5 km²", "1.234 km²", 3, id="area-with-two-meanings"),
        pytest.param("12.5 km²", "1,2,3 km²", 3, id="area-that-is-none"),
        pytest.param("12.5 km²", "12.5 km² | 13 km²", 3, id="two-areas"),
        pytest.param("100.001 E", "10.00.1 E", 3, id="inhabitants-that-are-none"),
        pytest.param("100.001 E", "54 111.191 E", 3, id="a-number-before-inhabitants"),
        pytest.param("100.001 E", "7.5 ha Wald | 100.001 E", 3, id="figure-among-the-facts"),
        pytest.param("Musterland |", "Bayern | Bundesland Hessen |", 3, id="two-states"),
        pytest.param("example/\n", "example/\nIndikator Index\n", 27, id="table-in-prose"),
        pytest.param(
            "example/\n", "example/\nPlatz Tendenz Kategorie Index\n", 27, id="a-second-page"
        ),
    ],
)
def test_what_is_not_understood_stops_with_its_line(old: str, new: str, line: int) -> None:
    assert line in stops_at(changed(old, new))


def test_every_problem_of_a_page_is_named_with_its_text() -> None:
    text = changed("Platz 10", "Platz 11").replace("40.0", "40").replace("61.0", "161.0")
    error = refusal(text)
    assert error.lines == (
        "page.txt:5: not the overall rank, which is 10: `Platz 11`",
        "page.txt:15: unexpected number: `Bahnsteige 40`",
        "page.txt:20: a score above 100: `Laternen 161.0`",
    )
    assert str(error) == "\n".join(error.lines)
    assert error.hint == FIX_HINT


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        pytest.param(
            "Bundesland Musterland |",
            "",
            "no state found, as in `Bundesland Thüringen`",
            id="state",
        ),
        pytest.param("12.5 km² Stadtfläche |", "", "no area found, as in `114 km²`", id="area"),
        pytest.param(
            "| 100.001 Einwohner",
            "",
            "no number of inhabitants found, as in `111.191 Einwohner`",
            id="inhabitants",
        ),
        pytest.param(
            "10 +2 Gesamtwertung 60.0\n",
            "",
            "no overall rating found, as in `54 -7 Gesamtwertung 67.1`",
            id="overall",
        ),
    ],
)
def test_a_missing_part_is_named(old: str, new: str, wanted: str) -> None:
    error = refusal(changed(old, new))
    assert error.lines == (f"page.txt: {wanted}",)
    assert error.hint == COPY_HINT


def test_a_page_without_categories() -> None:
    text = re.sub(r"12 -3 .*\n7 0 .*\n(?s:Verwaltung.*)Best", "Best", PAGE)
    assert problems(text) == ("no rating of a category found",)


def test_a_table_without_a_rating() -> None:
    text = changed("7 0 Mobilität 60.5\n", "")
    assert refusal(text).lines == (
        "page.txt:17: a table of a category that has no rating: `Mobilität`",
    )
    assert refusal(text).hint == COPY_HINT


def test_rows_that_lost_the_heading_of_their_table_do_not_move_to_another() -> None:
    text = changed("Mobilität\nIndikator Index\n", "")
    error = refusal(text)
    assert error.lines == (
        (
            "page.txt:18: a row below the bonus row, while another category has no rows: "
            "`Laternen 61.0`"
        ),
    )
    assert error.hint == "put the name of the category above its table"


def test_a_heading_that_is_no_category_moves_no_rows_to_another() -> None:
    text = changed("\nMobilität\nIndikator", "\n\nMobilitaet und mehr\nIndikator")
    assert {19, 20} <= stops_at(text)


# --- the name of the city -------------------------------------------------------------------------


def test_a_city_is_not_named_by_guessing() -> None:
    menu = "Startseite\n" + PAGE.replace("Platz 10\n\nMusterstadt\n", "")
    error = refusal(menu)
    assert error.lines == (
        "page.txt: the name of the city is not clear: `Startseite` or `Musterstadt`",
    )
    assert error.hint == "delete what stands above the name of the city"
    assert read("Startseite\n" + PAGE).city.name == "Musterstadt"


@pytest.mark.parametrize(
    "menu",
    [
        "Start\nStart\n",
        "Verwaltung\nMobilität\nBest Practice\nGesamtwertung\n",
        "Smart City Index\nThemen\nPresse\n\n\nJena\nTrier\n",
        "Bundesland auswählen\nGrößenordnung auswählen\nWir und 153 Partner\nStand 11.09.2025\n",
    ],
)
def test_a_menu_above_the_page_is_left_out(menu: str) -> None:
    page = read(menu + PAGE)
    assert page.city == read(PAGE).city
    (note,) = [note for note in page.notes if note.code == "left-out"]
    assert note.startswith("not understood and left out: line 1 `")


def test_words_twice_around_the_facts_are_not_taken_for_the_name() -> None:
    text = PAGE.replace("Musterstadt\n", "Musterstadt\nDrucken\n")
    assert "the name of the city is not clear: `Musterstadt` or `Drucken`" in problems(text)


def test_the_only_heading_of_the_first_level_names_the_city() -> None:
    menu = "Start\nPresse\n# " + PAGE.replace("Platz 10\n\nMusterstadt\n", "")
    assert read(menu).city.name == "Musterstadt"


def test_a_page_without_a_name() -> None:
    assert problems(PAGE.replace("Musterstadt", "")) == (
        "no city name found above the line with state, area and inhabitants",
    )


def test_a_name_that_could_not_be_read_stops() -> None:
    assert stops_at(PAGE.replace("Musterstadt", "M\ufffdsterstadt")) == {1}


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param("Platz 10", "Startseite", 5, id="words-above-the-tables"),
        pytest.param("Mobilität 2.5\n", "Mobilität 2.5\n\nzur Methodik\n", 23, id="behind"),
        pytest.param("Mobilität 2.5\n", "Mobilität 2.5\n\nStand 2025\n", 23, id="figures-behind"),
        pytest.param("60.5\n", "60.5\n\nStärken und Schwächen\n", 14, id="below-the-ratings"),
        pytest.param("example/\n", "example/\nhttps://zwei.example/\n", 27, id="second-address"),
        pytest.param("example/\n", "example/\nImpressum\n", 27, id="foot-of-one-line"),
        pytest.param("example/\n", "example/\nImpressum\nKontakt\n", 27, id="foot-of-the-page"),
        pytest.param("Projekt Lampe", "Ein Satz. " * 30, 24, id="text-in-place-of-a-title"),
        pytest.param("Projekt Lampe\n", "https://t.example/\n", 24, id="address-for-a-title"),
    ],
)
def test_what_is_left_out_is_noted(old: str, new: str, line: int) -> None:
    assert line in reported(changed(old, new))


def test_a_rating_without_rows_is_noted() -> None:
    text = re.sub(r"Mobilität\nIndikator(?s:.*)\nBest", "Best", PAGE)
    assert "Mobilität has a rating but no rows" in read(text).notes


# --- kinds of files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "wanted", "hint"),
    [
        pytest.param(b"", "this file is empty", COPY_HINT, id="empty"),
        pytest.param(b" \n\n\t\n", "this file is empty", COPY_HINT, id="blank"),
        pytest.param(b"\xef\xbb\xbf", "this file is empty", COPY_HINT, id="byte-order-mark"),
        pytest.param(
            b'#:schema dataset.schema.json\n\n[city]\nname = "Musterstadt"\n',
            "this is a data file, not a copied page",
            "`smartrank check page.txt` checks a data file",
            id="data-file",
        ),
        pytest.param(
            b'[categories.verwaltung]\nname = "Verwaltung"\n',
            "this is a data file, not a copied page",
            "`smartrank check page.txt` checks a data file",
            id="part-of-a-data-file",
        ),
        pytest.param(
            b"Platz Tendenz Stadt Index\n1 0 Musterstadt 88.1\n",
            "this is a ranking list of many cities, not the page of one",
            "copy the page of one city",
            id="ranking-list",
        ),
        pytest.param(
            b"Platz\nTendenz\nStadt\nIndex\n1\n0\nMusterstadt\n88.1\n",
            "this is a ranking list of many cities, not the page of one",
            "copy the page of one city",
            id="ranking-list-by-cells",
        ),
        pytest.param(
            b"1 0 Musterstadt 88.1\n2 +1 Beispielburg 87.0\n3 Muster-Ort 86.9\n",
            "this is a ranking list of many cities, not the page of one",
            "copy the page of one city",
            id="ranking-list-without-a-heading",
        ),
        pytest.param(
            PAGE.partition("Verwaltung 59.5\n7 0 Mobilität 60.5\n")[2].encode(),
            "no rating was found: does the copy begin below them?",
            COPY_HINT,
            id="copied-from-the-middle",
        ),
        pytest.param(
            b"Sehr geehrte Damen und Herren,\n",
            "this is not the page of a city: it has no ratings, as in `54 -7 Gesamtwertung 67.1`",
            COPY_HINT,
            id="a-letter",
        ),
        pytest.param(
            b"<!doctype html><title>Wetter</title><p>Sonne",
            "this is HTML of another page: it has no ratings of a city",
            COPY_HINT,
            id="html-of-another-page",
        ),
        pytest.param(
            b'{"city": "musterstadt"}',
            "this is JSON, not the text of a page",
            "save it as plain text, or copy the page again from the browser",
            id="json",
        ),
        pytest.param(
            b"{\\rtf1\\ansi Musterstadt}",
            "this is formatted text (RTF), not plain text",
            "save it as plain text, or copy the page again from the browser",
            id="rtf",
        ),
        pytest.param(
            b"\xef\xbb\xbf\r\n{\\rtf1\\ansi Musterstadt}",
            "this is formatted text (RTF), not plain text",
            "save it as plain text, or copy the page again from the browser",
            id="rtf-behind-a-blank-line",
        ),
        pytest.param(
            b"Received: from a\n by b\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>54</p>",
            "this is an e-mail, not the text of a page",
            "save it as plain text, or copy the page again from the browser",
            id="e-mail",
        ),
        pytest.param(
            b"Subject: Jena\r\nContent-Type: multipart/related\r\nMIME-Version: 1.0\r\n\r\n--b",
            "this is a web archive, not the text of a page",
            "save it as plain text, or copy the page again from the browser",
            id="mhtml-with-other-headers-first",
        ),
        pytest.param(
            b'\n[{"city": "musterstadt"}]',
            "this is JSON, not the text of a page",
            "save it as plain text, or copy the page again from the browser",
            id="json-array",
        ),
        pytest.param(
            b"%PDF-1.7\n",
            "this is a PDF document, not the text of a page",
            "save it as plain text, or copy the page again from the browser",
            id="pdf",
        ),
        pytest.param(
            b"PK\x03\x04\x14",
            "this is an office document or an archive, not plain text",
            "save it as plain text, or copy the page again from the browser",
            id="docx",
        ),
        pytest.param(
            b"From: <Saved by Blink>\nSubject: Musterstadt\n",
            "this is a web archive, not the text of a page",
            "save it as plain text, or copy the page again from the browser",
            id="mhtml",
        ),
        pytest.param(
            b"\x89PNG\r\n\x1a\n",
            "this is a picture, not the text of a page",
            "save it as plain text, or copy the page again from the browser",
            id="png",
        ),
        pytest.param(
            b"Musterstadt\0\0\n",
            "this is not text",
            "save it as plain text, or copy the page again from the browser",
            id="binary",
        ),
        pytest.param(
            b"Musterstadt\0Platz 5\n",
            "this is not text",
            "save it as plain text, or copy the page again from the browser",
            id="zero-byte",
        ),
        pytest.param(
            b"\x7fELF\x02\x81\x8d\0\0\xc3\0",
            "this is not text",
            "save it as plain text, or copy the page again from the browser",
            id="program",
        ),
        pytest.param(
            PAGE.encode("utf-32-le"),
            "this is not text",
            "save it as plain text, or copy the page again from the browser",
            id="utf-32-unmarked",
        ),
        pytest.param(
            PAGE.encode("utf-32"),
            "this is not text",
            "save it as plain text, or copy the page again from the browser",
            id="utf-32",
        ),
    ],
)
def test_what_is_no_page_is_told_as_what_it_is(content: bytes, wanted: str, hint: str) -> None:
    error = refusal(content)
    assert error.lines == (f"page.txt: {wanted}",)
    assert error.hint == hint


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_say_what_they_are_need_no_note(encoding: str) -> None:
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    page = read(f"{mark}{PAGE}".encode(encoding))
    assert page == read(PAGE)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_needs_no_mark(encoding: str) -> None:
    assert read(PAGE.encode(encoding)) == read(PAGE)


def test_windows_text_is_read_with_a_note() -> None:
    page = read(PAGE.encode("cp1252"))
    assert page.city == read(PAGE).city
    assert page.notes[-1] == "the file is not UTF-8: read as cp1252"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            PAGE.replace("12.5 km²", "\u00c4\u0081")
            .encode("cp437", "ignore")
            .replace(b"\x8e", b"\x81\x8e"),
            id="no-sign-of-windows",
        ),
        pytest.param(PAGE.encode().replace(b"Bahn", b"B\xe4hn"), id="two-encodings"),
    ],
)
def test_what_is_in_no_known_encoding_stops_with_its_line(content: bytes) -> None:
    error = refusal(content)
    assert re.match(r"page\.txt:\d+: neither UTF-8 nor another encoding that is known", str(error))
    assert error.hint == "save the file as UTF-8 text"


def test_a_line_in_no_known_encoding_is_shown() -> None:
    content = PAGE.encode().replace(b"Bahnsteige", b"B\xe4hnsteige \xc2\x81")
    assert refusal(content).lines == (
        (
            "page.txt:15: neither UTF-8 nor another encoding that is known: "
            "`B\ufffdhnsteige \\x81 40.0`"
        ),
    )


@pytest.mark.parametrize("above", ["Gespeichert am 11. September\n", "Musterstadt:\n\n  ", "\n\n"])
def test_html_below_other_lines_is_html(above: str) -> None:
    assert read(above + page_html(MUSTERSTADT)).city == MUSTERSTADT


def test_html_says_its_encoding() -> None:
    text = page_html(MUSTERSTADT, Form(encoding="iso-8859-15"))
    page = read(text.encode("iso-8859-15"))
    assert page.city == MUSTERSTADT
    assert page.notes[-1] == "the file is not UTF-8: read as iso-8859-15"
    wrong = text.replace("iso-8859-15", "no-such-encoding").encode("cp1252")
    assert read(wrong).notes[-1] == "the file is not UTF-8: read as cp1252"


def test_a_form_feed_of_an_extracted_page_moves_no_line_number() -> None:
    text = changed("Platz 10\n", "Platz 10\n\f").replace("40.0", "40")
    assert stops_at(text) == {15}


# --- many problems, long lines --------------------------------------------------------------------


def test_five_problems_are_told_and_the_rest_is_counted() -> None:
    rows = "".join(f"Reihe {letter} 1\n" for letter in "abcdefgh")
    error = refusal(changed("80.0\n", rows))
    assert len(error.problems) == 8
    assert error.lines == (
        *(f"page.txt:{15 + n}: unexpected number: `Reihe {c} 1`" for n, c in enumerate("abcde", 1)),
        "page.txt: ... and 3 more",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("100.001 E", f"{'9' * 5000} E", id="inhabitants"),
        pytest.param("12.5 km", f"{'9' * 5000} km", id="area"),
        pytest.param("12.5 km", f"{'9' * 400}.5 km", id="area-beyond-floats"),
        pytest.param("Platz 10", f"Platz {'9' * 5000}", id="place"),
        pytest.param("-3 Verwaltung", f"-{'9' * 5000} Verwaltung", id="change"),
        pytest.param("12 -3", f"{'9' * 5000} -3", id="rank"),
        pytest.param("40.0", f"{'9' * 5000}.0", id="score"),
        pytest.param("Platz 10", "1 " * 6_000, id="blanks-between-digits"),
        pytest.param("Platz 10", "1" * 8_000, id="digits"),
        pytest.param("12.5 km² Stadtfläche", "1" * 90_000, id="digits-and-no-area"),
        pytest.param("| 100.001 Einwohner", "1 a " * 50_000, id="figures-and-no-inhabitants"),
        pytest.param("Bundesland Musterland", "Bundesland " + "·" * 50_000, id="no-state"),
        pytest.param("Bundesland Musterland", "Bundesland " + "Sachsen-" * 9_000, id="states"),
        pytest.param("Platz 10", "Bundesland " * 20_000, id="words"),
        pytest.param("Platz 10", "[" * 20_000, id="brackets"),
        pytest.param("Platz 10", "[a](" * 10_000, id="links"),
        pytest.param("Platz 10", "&auml;" * 20_000, id="entities"),
        pytest.param("Platz 10", "- " * 20_000, id="bullets"),
        pytest.param("Bahnsteige 40.0", ". " * 20_000 + "1.0", id="leaders"),
        pytest.param("Bahnsteige 40.0", "1.1 " * 50_000, id="figures-in-a-table"),
        pytest.param("Platz 10", "∢" * 100_000 + "a", id="signs"),
        pytest.param("Bahnsteige 40.0", MANY_ROWS, id="many-rows"),
        pytest.param("Platz 10", "\n".join(map(chr, range(0x4E00, 0x6E00))), id="many-lines"),
        pytest.param("Projekt Lampe", "https://x.example/ " * 5_000, id="addresses"),
    ],
)
def test_absurd_lines_are_refused_at_once(old: str, new: str) -> None:
    """Beside a page of 50 lines, so that a slow machine or a busy one says the same."""

    def read_absurd() -> None:
        try:
            read(changed(old, new))
        except SmartrankError as error:
            assert all(line.startswith("page.txt") for line in error.lines)  # noqa: PT017

    page = min(seconds(lambda: read(PAGE)) for _ in range(3))
    assert seconds(read_absurd) < 2_000 * page


def seconds(work: Callable[[], object]) -> float:
    """One run, in seconds of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


# --- what is known beside the page ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "is_noted"),
    [
        pytest.param("https://www.bitkom.org/Smart-City-2025/Musterstadt", False, id="the-city"),
        pytest.param("https://www.bitkom.org/Smart-City-2025/musterstadt/", False, id="slash"),
        pytest.param("https://www.bitkom.org/Smart-City-2025/Musterstadt?a=1", False, id="query"),
        pytest.param("https://www.bitkom.org/Smart-City-2025/Musterstadt#top", False, id="anchor"),
        pytest.param("https://www.bitkom.org/Smart-City-2025/Beispielburg", True, id="another"),
    ],
)
def test_an_address_of_another_city_is_noted(address: str, is_noted: bool) -> None:
    notes = read_page(PAGE.encode(), "page.txt", About(2025, address)).notes
    wanted = "the address ends in `Beispielburg`, but the page is of Musterstadt"
    assert (wanted in notes) == is_noted


@pytest.mark.parametrize(
    ("edition", "url", "wanted"),
    [
        pytest.param(2025, None, 2025, id="edition"),
        pytest.param(None, "https://www.bitkom.org/Smart-City-2025/Jena", 2025, id="address"),
        pytest.param(None, "https://www.bitkom.org/Smart-City-2025", 2025, id="without-a-city"),
        pytest.param(2025, "https://www.bitkom.org/Smart-City-2025/Jena", 2025, id="both-agree"),
        pytest.param(2025, "https://example.org/kopie", 2025, id="address-without-edition"),
        pytest.param(None, None, None, id="left-to-the-page"),
        pytest.param(None, "https://example.org/kopie", None, id="left-to-the-page-by-address"),
    ],
)
def test_the_edition_is_given_or_in_the_address(
    edition: int | None, url: str | None, wanted: int | None
) -> None:
    assert about(edition, url, 83) == About(wanted, url, 83)


@pytest.mark.parametrize(
    ("edition", "url", "ranked", "message", "hint"),
    [
        pytest.param(
            2024,
            "https://www.bitkom.org/Smart-City-2025/Jena",
            None,
            "the edition 2024 and the address, which is of 2025, contradict each other",
            "leave one out",
            id="contradiction",
        ),
        pytest.param(
            12,
            None,
            None,
            "the edition 12 is not a year from 1000 to 9999",
            "give the year of the edition, such as 2025, or the address of the page",
            id="no-year",
        ),
        pytest.param(
            2025,
            None,
            0,
            "0 is not a number of ranked cities",
            "give how many cities the edition ranks, or leave it out",
            id="no-cities",
        ),
        pytest.param(
            2025,
            "https://a\x1b.example",
            None,
            "`https://a\\x1b.example` is not a web address",
            "give the address of the page, or leave it out",
            id="unsafe-address",
        ),
    ],
)
def test_what_cannot_be_known_of_a_page_is_refused(
    edition: int | None, url: str | None, ranked: int | None, message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        about(edition, url, ranked)
    assert (str(caught.value), caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    "line", ["Smart City Index 2025", "# Smart City Index 2025", "Bitkom Smart City Index 2025"]
)
@pytest.mark.parametrize("old", ["Musterstadt\n\nBund", "Platz 10", "7 0 Mobilität 60.5\nVerw"])
def test_the_page_states_its_edition(line: str, old: str) -> None:
    text = changed(old, old.replace("\n\n", f"\n{line}\n\n") if "\n\n" in old else f"{line}\n{old}")
    page = read_page(text.encode(), "page.txt", About())
    assert page.city == read(PAGE).city
    number = text.split("\n").index(line) + 1
    assert f"edition 2025, as line {number} says" in page.notes


@pytest.mark.parametrize("old", ["Platz 10", "Musterstadt\n\nBund", "Indikator Index\nLat"])
def test_the_text_of_a_picture_is_no_edition(old: str) -> None:
    text = changed(old, f"Keyvisual Smart City Index 2021\n{old}")
    assert read(text) == read(PAGE)
    with pytest.raises(EditionError, match="does not say its edition"):
        read_page(text.encode(), "page.txt", About())


def test_a_line_of_the_prose_is_no_edition() -> None:
    text = changed("Seit 2020", "Smart City Index 2021\nSeit 2020")
    with pytest.raises(EditionError, match="does not say its edition"):
        read_page(text.encode(), "page.txt", About())


def test_an_edition_that_contradicts_the_page_is_refused_with_its_line() -> None:
    with pytest.raises(EditionError) as caught:
        read("Smart City Index 2024\n" + PAGE)
    assert str(caught.value) == "page.txt:1: the page is of edition 2024, not 2025"
    assert caught.value.hint == "leave the edition out, or check which page this is"


def test_of_several_editions_one_must_be_given() -> None:
    text = f"Smart City Index 2024\nSmart City Index 2025\n{PAGE}"
    assert read(text).city == read(PAGE).city
    with pytest.raises(EditionError) as caught:
        read_page(text.encode(), "page.txt", About())
    assert str(caught.value) == "page.txt: the page names more than one edition: `2024` or `2025`"

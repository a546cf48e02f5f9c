from __future__ import annotations

import dataclasses
import itertools
import re
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from page_text import FORMS, Form, as_read, page_bytes, pages
from smartrank.errors import SmartrankError, UsageError
from smartrank.importing.page import About, PageError, about, read_page

if TYPE_CHECKING:
    from smartrank.model import City
    from smartrank.importing.page import Page

PAGE = """\
Musterstadt

Bundesland Musterland | 12.5 km² Stadtfläche | 100.001 Einwohner

Platz 10

Musterstadt
Gesamtwertung
Platz Tendenz Kategorie Index
10 +2 Gesamtwertung 60.0
12 -3 Probe 59.5
7 0 Kür 60.5
Probe
Indikator Index
Bahnsteige 40.0
80.0
Sonstige Projekte Probe 5.0
Kür
Indikator Index
Laternen 61.0
Sonstige Projekte Kür 2.5

Best Practice
Projekt Lampe
Seit 2020 leuchten 250 Lampen.
https://lampe.example/
"""
KNOWN = About(2025)
MANY_ROWS = "\n".join(f"Reihe {number}a 1.0" for number in range(6_000))


def read(text: str) -> Page:
    return read_page(text.encode(), "page.txt", KNOWN)


def changed(old: str, new: str) -> str:
    assert PAGE.count(old) == 1
    return PAGE.replace(old, new)


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(PageError) as caught:
        read(text)
    return caught.value.lines


def places(text: str) -> list[str]:
    """Where a page stops the import: `page.txt:15`, or `page.txt` for what is missing."""
    return [line.partition(": ")[0] for line in problems(text)]


def reported(text: str) -> set[int]:
    """The numbers of the lines that stop a page, or that its notes name."""
    try:
        told = read(text).notes
    except PageError as error:
        told = error.lines
    return {
        int(number) for line in told for number in re.findall(r"^(?:page\.txt:|line )(\d+)\b", line)
    }


# --- every form of a copy -------------------------------------------------------------------------


@settings(max_examples=100)
@given(pages(), FORMS)
def test_a_page_reads_back_in_every_form(city: City, form: Form) -> None:
    assert read_page(page_bytes(city, form), "page.txt", KNOWN).city == city


def test_all_forms_together_give_jenas_figures(jena: City) -> None:
    wanted = as_read(jena)
    choices = {
        "cells": (" ", "\t", " | ", "| |"),
        "blank": (" ", "\u202f"),
        "decomposed": (False, True),
        "minus": ("-", "−", "–"),
        "decimal": (".", ","),
        "thousands": (".", " ", ","),
        "headings": (True, False),
    }
    for values in itertools.product(*choices.values()):
        form = Form(**dict(zip(choices, values, strict=True)))  # type: ignore[arg-type]
        assert read_page(page_bytes(jena, form), "page.txt", KNOWN).city == wanted, form


def test_jenas_page_with_what_it_does_not_say(jena: City) -> None:
    known = About(2025, jena.source.url, jena.source.ranked_cities)
    city = read_page(page_bytes(jena), "page.txt", known).city
    assert city == dataclasses.replace(as_read(jena), source=jena.source)


def test_the_page_of_these_tests_is_read_whole() -> None:
    page = read(PAGE)
    assert page.city.name == "Musterstadt"
    assert [(c.name, c.rating.rank, c.rating.rank_change) for c in page.city.categories] == [
        ("Probe", 12, -3),
        ("Kür", 7, 0),
    ]
    assert [(r.name, r.score, r.kind) for r in page.city.categories[0].indicators] == [
        ("Bahnsteige", 40.0, "regular"),
        (None, 80.0, "regular"),
        ("Sonstige Projekte Probe", 5.0, "bonus"),
    ]
    assert [(p.title, p.url) for p in page.city.best_practices] == [
        ("Projekt Lampe", "https://lampe.example/")
    ]
    assert page.notes[0] == (
        "read Musterstadt 2025: 2 categories, 5 rows, 1 unlabelled, 2 bonus, 1 project"
    )
    assert reported(PAGE) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("10 +2 G", "10 + 2 G", id="blank-after-the-sign"),
        pytest.param("10 +2 G", "10 \u200b+2 G", id="zero-width-space"),
        pytest.param("Bahnsteige", "Bahn\u00adsteige", id="soft-hyphen"),
        pytest.param("Probe\nIndikator", "## Probe\nIndikator", id="markdown-heading"),
        pytest.param("Probe\nIndikator", "**Probe**\nIndikator", id="bold"),
        pytest.param("Indikator Index\nLat", "Index | Indikator\nLat", id="headings-swapped"),
        pytest.param("Best Practice\n", "Best Practices\n", id="best-practices"),
        pytest.param("| 100.001", "|\n100 001", id="facts-on-two-lines"),
        pytest.param("Bundesland M", "Bundesland: M", id="colon-after-the-label"),
        pytest.param("Platz 10\n\nMusterstadt\n", "", id="name-once-and-no-place"),
        pytest.param("Seit 2020 leuchten 250 Lampen.\n", "", id="project-without-prose"),
        pytest.param("Seit 2020", "Probe\nKür\nSeit", id="prose-line-named-as-a-category"),
        pytest.param("leuchten 250", "leuchten\n\n7.5\n12 -3 Probe 59.5\n\n9", id="prose-figures"),
    ],
)
def test_other_spellings_of_the_same_page(old: str, new: str) -> None:
    assert read(changed(old, new)).city == read(PAGE).city


def test_best_practice_before_the_tables() -> None:
    tables, _, practice = PAGE.partition("\n\nBest Practice")
    above, _, below = tables.partition("\nProbe\n")
    assert read(f"{above}\nBest Practice{practice}Probe\n{below}").city == read(PAGE).city


def test_several_projects_under_one_heading() -> None:
    second = "Projekt Pumpe\nSie pumpt.\nhttps://pumpe.example/\n"
    city = read(PAGE + second).city
    assert [(p.title, p.url) for p in city.best_practices] == [
        ("Projekt Lampe", "https://lampe.example/"),
        ("Projekt Pumpe", "https://pumpe.example/"),
    ]


def test_no_rank_change() -> None:
    city = read(changed("10 +2 Gesamtwertung", "10 Gesamtwertung")).city
    assert city.overall.rank_change is None


# --- what stops the import ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param("Laternen 61.0", "Laternen 40", 20, id="score-without-decimals"),
        pytest.param("Laternen 61.0", "Laternen 40.123", 20, id="three-decimals"),
        pytest.param("Laternen 61.0", "Laternen 40.0 %", 20, id="per-cent"),
        pytest.param("Laternen 61.0", "Laternen -40.0", 20, id="negative-score"),
        pytest.param("Laternen 61.0", "61.0 Laternen", 20, id="figure-before-its-name"),
        pytest.param("Laternen 61.0", "Laternen 61.0*", 20, id="footnote-mark"),
        pytest.param("Laternen 61.0", "Laternen (61.0)", 20, id="figure-in-brackets"),
        pytest.param("Laternen 61.0", "Laternen ~61.0", 20, id="about"),
        pytest.param("Laternen 61.0", "Laternen61.0", 20, id="figure-stuck-to-its-name"),
        pytest.param("Laternen 61.0", "Laternen\n61.0", 20, id="figure-on-the-next-line"),
        pytest.param("Bahnsteige 40.0", "Bahnsteige 100.1", 15, id="score-above-100"),
        pytest.param("Bahnsteige 40.0", "- 40.0", 15, id="name-of-signs-only"),
        pytest.param("Bahnsteige 40.0", "8.3 40.0", 15, id="two-figures-and-no-name"),
        pytest.param("Bahnsteige 40.0", "12 -3 Probe 40.0", 15, id="rating-among-the-rows"),
        pytest.param("\n80.0", "\nBahnsteige 41.0", 16, id="a-row-twice"),
        pytest.param("\n80.0", "\nBahn-Steige 4.0\nbahn steige 4.1", 17, id="equal-key"),
        pytest.param("\n80.0", "\n80", 16, id="unlabelled-without-decimals"),
        pytest.param("Sonstige Projekte Kür 2.5", "Probe\nReling 3.0", 21, id="a-table-twice"),
        pytest.param("7 0 Kür 60.5", "7 0 Kür 60.5\n7 0 Kür 60.5", 13, id="a-rating-twice"),
        pytest.param("7 0 Kür 60.5", "7 0 Kür 100.2", 12, id="rating-above-100"),
        pytest.param("7 0 Kür 60.5", "7 0 Kür 60.5\nReling 3.0", 13, id="row-outside-a-table"),
        pytest.param("12 -3 Probe", "12 3 Probe", 11, id="change-without-a-sign"),
        pytest.param("Platz 10", "Platz 11", 5, id="place-contradicts-the-rank"),
        pytest.param("Platz 10", "Platz 10 von 83", 5, id="figure-in-the-place-line"),
        pytest.param("Platz 10", "Ausgabe 2025", 5, id="figure-above-the-tables"),
        pytest.param("12.5 km²", "1.234 km²", 3, id="area-with-two-meanings"),
        pytest.param("12.5 km²", "1,2,3 km²", 3, id="area-that-is-none"),
        pytest.param("100.001 E", "10.00.1 E", 3, id="inhabitants-that-are-none"),
        pytest.param("100.001 E", "7.5 ha Wald | 100.001 E", 3, id="figure-among-the-facts"),
    ],
)
def test_a_figure_that_fits_nowhere_stops_with_its_line(old: str, new: str, line: int) -> None:
    assert f"page.txt:{line}" in places(changed(old, new))


def test_every_problem_of_a_page_is_named_with_its_text() -> None:
    text = changed("Platz 10", "Platz 11").replace("40.0", "40").replace("61.0", "161.0")
    found = problems(text)
    assert {line.partition(": ")[0] for line in found} == {
        f"page.txt:{number}" for number in (5, 15, 20)
    }
    for shown in ("`Platz 11`", "`Bahnsteige 40`", "`Laternen 161.0`"):
        assert sum(shown in line for line in found) == 1


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        pytest.param("Bundesland Musterland |", "", "Bundesland", id="state"),
        pytest.param("12.5 km² Stadtfläche |", "", "km²", id="area"),
        pytest.param("| 100.001 Einwohner", "", "Einwohner", id="inhabitants"),
        pytest.param("10 +2 Gesamtwertung 60.0\n", "", "Gesamtwertung", id="overall"),
    ],
)
def test_a_missing_part_is_named(old: str, new: str, named: str) -> None:
    (line,) = problems(changed(old, new))
    assert line.startswith("page.txt: ")
    assert named in line


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "| --- |\n|---|\n"], ids=repr)
def test_an_empty_page_lacks_every_part(text: str) -> None:
    found = problems(text)
    assert len(found) == 6
    assert all(line.startswith("page.txt: ") for line in found)


def test_a_page_without_a_name_or_categories() -> None:
    text = PAGE.replace("Musterstadt", "")
    text = re.sub(r"12 -3 .*\n7 0 .*\n(?s:Probe.*)Best", "Best", text)
    assert [line for line in problems(text) if "name" in line] == [problems(text)[0]]
    assert any("categor" in line for line in problems(text))


def test_a_city_is_not_named_by_guessing() -> None:
    menu = "Startseite\n" + PAGE.replace("Platz 10\n\nMusterstadt\n", "")
    with pytest.raises(PageError, match="name"):
        read(menu)
    assert read("Startseite\n" + PAGE).city.name == "Musterstadt"
    assert 1 in reported("Startseite\n" + PAGE)


def test_a_page_that_is_no_utf8_stops_with_its_line() -> None:
    with pytest.raises(PageError, match=r"^page\.txt:3: .*UTF-8"):
        read_page(PAGE.encode("latin-1"), "page.txt", KNOWN)


def test_a_form_feed_of_an_extracted_page_moves_no_line_number() -> None:
    assert places(changed("Platz 10\n", "Platz 10\n\f").replace("40.0", "40")) == ["page.txt:15"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("100.001 E", f"{'9' * 5000} E", id="inhabitants"),
        pytest.param("12.5 km", f"{'9' * 5000} km", id="area"),
        pytest.param("12.5 km", f"{'9' * 400}.5 km", id="area-beyond-floats"),
        pytest.param("Platz 10", f"Platz {'9' * 5000}", id="place"),
        pytest.param("-3 Probe", f"-{'9' * 5000} Probe", id="change"),
        pytest.param("12 -3", f"{'9' * 5000} -3", id="rank"),
        pytest.param("40.0", f"{'9' * 5000}.0", id="score"),
        pytest.param("Platz 10", "1 " * 6_000, id="blanks-between-digits"),
        pytest.param("Platz 10", "1" * 8_000, id="digits"),
        pytest.param("Platz 10", "Bundesland " * 20_000, id="words"),
        pytest.param("Bahnsteige 40.0", "1.1 " * 50_000, id="figures-in-a-table"),
        pytest.param("Bahnsteige 40.0", MANY_ROWS, id="many-rows"),
        pytest.param("Platz 10", "\n".join(map(chr, range(0x4E00, 0x6E00))), id="many-lines"),
    ],
)
def test_absurd_lines_are_refused_at_once(old: str, new: str) -> None:
    start = time.process_time()
    try:
        read(changed(old, new))
    except SmartrankError as error:
        assert all(line.startswith("page.txt") for line in error.lines)  # noqa: PT017
    assert time.process_time() - start < 1


# --- what is only noted ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param("Laternen 61.0", "Laternen 61.0\nQuelle: Umfrage", 21, id="words-in-a-table"),
        pytest.param("Kür 2.5\n", "Kür 2.5\nzur Methodik\n", 22, id="words-behind-the-tables"),
        pytest.param("Platz 10", "Startseite", 5, id="words-above-the-tables"),
        pytest.param("Bahnsteige 40.0", "Bahnsteige 40.0 Reling 8.0", 15, id="two-rows-in-one"),
        pytest.param("Bahnsteige 40.0", "Bahnsteige 41.0 40.0", 15, id="two-figures-in-a-row"),
        pytest.param("example/\n", "example/\nhttps://zwei.example/\n", 27, id="second-address"),
        pytest.param("example/\n", "example/\nImpressum\n", 27, id="foot-of-one-line"),
        pytest.param("example/\n", "example/\nImpressum\nKontakt\n", 27, id="foot-of-the-page"),
        pytest.param("Projekt Lampe", "Ein Satz. " * 30, 24, id="text-in-place-of-a-title"),
    ],
)
def test_a_line_that_is_not_understood_is_reported(old: str, new: str, line: int) -> None:
    assert line in reported(changed(old, new))


def test_the_foot_of_a_page_is_no_project() -> None:
    foot = "Impressum\nDatenschutz\nKontakt\n"
    assert read(PAGE + foot).city.best_practices == read(PAGE).city.best_practices


@pytest.mark.parametrize(
    "line",
    ["Mehr: https://lampe.example/", "Mehr (https://lampe.example/).", "<https://lampe.example/>"],
)
def test_the_address_of_a_project_without_the_signs_around_it(line: str) -> None:
    (practice,) = read(changed("https://lampe.example/", line)).city.best_practices
    assert practice.url == "https://lampe.example/"


def test_inhabitants_are_not_mixed_up_with_the_unit_of_the_area() -> None:
    city = read(changed("12.5 km² Stadtfläche | 100.001", "12.5 km2 100 001")).city
    assert (city.area_km2, city.population) == (12.5, 100_001)


def test_a_rating_without_rows_is_noted() -> None:
    text = re.sub(r"Kür\nIndikator(?s:.*)\nBest", "Best", PAGE)
    assert any("Kür" in note and "no rows" in note for note in read(text).notes)


def test_a_heading_that_was_not_understood_moves_no_rows_to_another_category() -> None:
    text = changed("\nKür\nIndikator", "\nKuer und mehr\nIndikator")
    assert any("heading" in line and "Kuer und mehr" in line for line in problems(text))


def test_the_prose_is_not_taken_and_a_note_says_so() -> None:
    page = read(PAGE)
    assert "250" not in repr(page.city)
    assert any("best practice" in note for note in page.notes)
    without = read(PAGE.partition("\nBest Practice")[0])
    assert without.city.best_practices == ()
    assert not any("best practice" in note for note in without.notes)


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
    assert any("address" in note and "Musterstadt" in note for note in notes) == is_noted


# --- what the page does not say -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition", "url"),
    [
        pytest.param(2025, None, id="edition"),
        pytest.param(None, "https://www.bitkom.org/Smart-City-2025/Jena", id="address"),
        pytest.param(None, "https://www.bitkom.org/Smart-City-2025", id="address-without-city"),
        pytest.param(2025, "https://www.bitkom.org/Smart-City-2025/Jena", id="both-agree"),
        pytest.param(2025, "https://example.org/kopie", id="address-without-edition"),
    ],
)
def test_the_edition_is_given_or_stands_in_the_address(
    edition: int | None, url: str | None
) -> None:
    assert about(edition, url, 83) == About(2025, url, 83)


@pytest.mark.parametrize(
    ("edition", "url"),
    [
        pytest.param(None, None, id="neither"),
        pytest.param(None, "https://example.org/kopie", id="address-without-edition"),
        pytest.param(2024, "https://www.bitkom.org/Smart-City-2025/Jena", id="contradiction"),
        pytest.param(0, "https://www.bitkom.org/Smart-City-2025/Jena", id="zero"),
        pytest.param(12, None, id="no-year"),
        pytest.param(20255, None, id="five-digits"),
    ],
)
def test_no_edition_or_two_is_a_usage_error(edition: int | None, url: str | None) -> None:
    with pytest.raises(UsageError):
        about(edition, url, None)

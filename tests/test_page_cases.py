"""What once went wrong with copied pages: each case, and its neighbours."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from page_text import MUSTERSTADT, Cells, Form, page_html, page_text
from smartrank.importing.city_page import About, Page
from smartrank.importing.page import read_page
from smartrank.importing.problems import PageError
from smartrank.model import City, Direction, Rating

#: Figures and labels of a real page, with an invented project.
JENA = (
    (Path(__file__).parent / "pages" / "jena-2025-tables.txt").read_text("utf-8")
    + """
Best Practice
Ein Vorhaben am Fluss
Ein erfundener Absatz, der das Vorhaben beschreibt; er steht für den Text der Seite.
https://www.vorhaben.example/
"""
)


@cache
def read(text: str) -> Page:
    return read_page(text.encode(), "page.txt", About(2025))


def changed(old: str, new: str) -> str:
    assert JENA.count(old) == 1, old
    return JENA.replace(old, new)


def line_of(text: str) -> int:
    """The number of the line with which a text begins in the page."""
    return JENA[: JENA.index(text)].count("\n") + 1


def stopped(text: str) -> PageError:
    with pytest.raises(PageError) as caught:
        read(text)
    return caught.value


def stops_at(text: str) -> list[int]:
    return [problem.line.number if problem.line else 0 for problem in stopped(text).problems]


def category(city: City, name: str) -> dict[str | None, float]:
    """The rows of a category by name."""
    (found,) = [c for c in city.categories if c.name == name]
    return {row.name: row.score for row in found.indicators}


def notes(page: Page, code: str) -> list[str]:
    return [str(note) for note in page.notes if note.code == code]


# --- trends ---------------------------------------------------------------------------------------

OVERALL = "54 -7 Gesamtwertung 67.1"


@pytest.mark.parametrize(
    ("written", "change", "direction"),
    [
        *((f"{minus}7", -7, "down") for minus in "-−–—‐‑‒―－﹣"),
        *((f"{sign}{gap}7", -7, "down") for sign in "▼▽↓⬇↘🔻" for gap in ("", " ")),
        *((f"{sign}{gap}7", 7, "up") for sign in "▲△↑⬆↗🔺" for gap in ("", " ")),
        *((f"{sign}{gap}7", -7, "down") for sign in "▾⏷🔽⭣⤵📉🢃" for gap in ("", " ")),
        *((f"{sign}{gap}7", 7, "up") for sign in "▴⏶🔼⭡⤴📈🢁" for gap in ("", " ")),
        *((f"{sign}7{gap}▼", -7, "down") for sign in ("", "-", "−", "▼") for gap in ("", " ")),
        *((f"{sign}7{gap}▲", 7, "up") for sign in ("", "+", "▲") for gap in ("", " ")),
        *((zero, 0, "unchanged") for zero in ("= 0", "→0", "0 →", "▬ 0", "▲ 0", "unchanged")),
        *(("&minus;7", -7, "down"), ("&darr;7", -7, "down"), ("&uarr; 7", 7, "up")),
        ("- 7", -7, "down"),
        ("▼ -7", -7, "down"),
        ("▲ +7", 7, "up"),
        ("⬆\ufe0f7", 7, "up"),
        ("＋７", 7, "up"),
        *((zero, 0, "unchanged") for zero in ("0", "±0", "± 0", "+0", "-0", "+-0", "+/-0")),
        *((sign, 0, "unchanged") for sign in ("=", "→", "▬", "➔", "➡", "⇒", "＝", "unverändert")),
        *((word, None, "new") for word in ("neu", "NEU", "Neu", "new", "New", "NEW")),
    ],
)
def test_a_trend_with_one_meaning_is_read(
    written: str, change: int | None, direction: Direction
) -> None:
    city = read(changed(OVERALL, f"54 {written} Gesamtwertung 67.1")).city
    assert city.overall == Rating(rank=54, rank_change=change, score=67.1)
    assert city.overall.direction == direction
    assert [c.name for c in city.categories] == [c.name for c in read(JENA).city.categories]


@pytest.mark.parametrize(
    "written",
    [
        *("►", "*", "--", "•", "?", "x", "—", "–", "-", "k. A.", "k.A.", "n/a", "N/A", "...", "…"),
        *("7", "+ -7", "(-7)", "-7*", "-7¹", "-1 7", "±7", "▲", "▼", "▲ -3", "▼ +3", "▲2 +3", "⇄"),
        *(
            "7-",
            "7+",
            "⇅ 7",
            "↕7",
            "👍 7",
            "7 ►",
            "►7",
            "• 0",
            "-7 ▲",
            "+7▼",
            "▲7▼",
            "7 ▲ 2",
            "(▲7)",
        ),
        *(
            "47→54",
            "plus 7",
            "+7,0",
            "+7.0",
            "+7.",
            "⁻⁷",
            "$7",
            "~0",
            "O",
            "+l",
            "#NV",
            "=-7",
            "'-7",
        ),
        *("-7 (47)", "+3 Plätze", "vs. 47", "=7", "neu 3", "rank", "٧", "-٧"),
    ],
)
@pytest.mark.parametrize("name", ["Gesamtwertung", "Verwaltung"])
def test_a_trend_that_is_not_clear_stops_with_its_line(written: str, name: str) -> None:
    (old,) = re.findall(rf"54 \S+ {name} \S+", JENA)
    text = changed(old, re.sub(r" \S+ ", lambda _: f" {written} ", old, count=1))
    error = stopped(text)
    assert stops_at(text) == [line_of(old)]
    assert error.lines[0].startswith(f"page.txt:{line_of(old)}: ")


def test_the_signs_of_a_press_copy() -> None:
    ratings = JENA.partition("Verwaltung\nIndikator")[0]
    text = ratings.replace("61 -17", "61 ‑17").replace("47 -11", "47 ‑11")
    city = read(text).city
    assert [(c.slug, c.rating.rank_change) for c in city.categories] == [
        ("verwaltung", 3),
        ("energie-und-umwelt", -1),
        ("it-und-kommunikation", -17),
        ("mobilitaet", -11),
        ("gesellschaft-und-bildung", -13),
    ]


def test_a_sign_for_unchanged_is_told() -> None:
    page = read(changed(OVERALL, "54 = Gesamtwertung 67.1").replace("54 +3", "54 →"))
    assert notes(page, "trends-unchanged") == ["the trend `=` and `→` was read as unchanged"]


@pytest.mark.parametrize("written", ["–", "-", "—", ""])
def test_a_dash_or_blank_is_new_only_where_no_rating_has_a_trend(written: str) -> None:
    text = re.sub(r"(?m)^(\d+) [+-]\d+ ", rf"\1 {written} ", JENA)
    page = read(text)
    assert {rating.rank_change for _, _, rating in page.city.ratings()} == {None}
    assert notes(page, "trends-absent") == ["no ratings have a trend: taken as no earlier edition"]
    beside = re.sub(r"69 \S* E", "69 -1 E", text)
    assert len(stops_at(beside)) == 5


@pytest.mark.parametrize(("rank", "change"), [("54", "-54"), ("1", "-1"), ("54", "-60")])
def test_a_trend_that_gives_no_previous_rank_stops(rank: str, change: str) -> None:
    text = changed("69 -1 Energie", f"{rank} {change} Energie")
    assert stops_at(text) == [line_of("69 -1")]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        (
            "k. A.",
            "write `+3`, `-7`, `0` for unchanged, or `neu` where there is no earlier edition",
        ),
        ("–", "write `+3`, `-7`, `0` for unchanged, or `neu` where there is no earlier edition"),
    ],
)
def test_the_hint_says_what_a_trend_can_be(written: str, hint: str) -> None:
    assert stopped(changed(OVERALL, f"54 {written} Gesamtwertung 67.1")).hint == hint


# --- names on two lines ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Intelligente Straßenbeleuchtung", "Intelligente Straßen-\nbeleuchtung"),
        ("Intelligente Straßenbeleuchtung", "Intelligente\nStraßenbeleuchtung"),
        ("Intelligente Straßenbeleuchtung", "Intelligente Straßen\u00ad\nbeleuchtung"),
        ("Lokaler Handel und Startup-Hubs", "Lokaler Handel und\nStartup-Hubs"),
        ("Smarter ÖPNV 68.8", "Smarter 68.8\nÖPNV"),
        ("Sonstige Projekte Energie 30.0", "Sonstige Projekte 30.0\nEnergie"),
        ("Sonstige Projekte Mobilität 30.0", "Sonstige Projekte 30.0\nMobilität"),
        ("Sonstige Projekte Verwaltung 35.0", "Sonstige Projekte\nVerwaltung 35.0"),
        ("Projekte Gesellschaft und Bildung 30.0", "Projekte Gesellschaft und\nBildung 30.0"),
        ("Projekte Gesellschaft und Bildung 30.0", "Projekte Gesellschaft und 30.0\nBildung"),
        ("Projekte Gesellschaft und Bildung 30.0", "Projekte 30.0\nGesellschaft und Bildung"),
        ("Open Data Portal 75.0", "Open Data\nPortal 75.0"),
        ("5G 99.9", "5G\n99.9"),
        ("Payment 91.7", "Industrie 4.0\nund Handwerk 91.7"),
        ("Payment 91.7", "Industrie 4.0\n\fund Handwerk 91.7"),
        ("Payment 91.7", "Netz 2.0\nfür die Stadt 91.7"),
        ("Payment 91.7", "Netz 2.0\u2028der Stadt 91.7"),
        ("Payment 91.7", "Der Weg zum 91.7"),
        ("Projekte Gesellschaft und Bildung 30.0", "Projekte Gesellschaft und 30.0\n\nBildung\n"),
    ],
)
def test_a_name_on_two_lines_stops_with_one_of_them(old: str, new: str) -> None:
    found = stops_at(changed(old, new))
    first = line_of(old)
    assert found
    assert set(found) <= {first, first + 1}


@pytest.mark.parametrize("cells", ["\t", " | ", "| |", ";"])
@pytest.mark.parametrize(
    "written",
    ["Web 2.0\nAngebote{}100.0", "Web 2.0{}\nAngebote{}100.0", "Web 2.0\n\nAngebote{}100.0"],
)
def test_a_row_without_cells_among_rows_with_cells_stops(cells: Cells, written: str) -> None:
    text = page_text(MUSTERSTADT, Form(cells=cells))
    apart = " | " if "|" in cells else cells
    old = f"Bezahlen im Netz{apart}100.0"
    first = text[: text.index(old)].count("\n") + 1
    broken = written.replace("{}", apart)
    if cells == "| |":
        broken = broken.replace("\n", " |\n| ")
    assert stops_at(text.replace(old, broken)) == [first]


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ("111.\n191 Einwohner | Bundesland Thüringen | 114 km²", 3),
        ("11\n4 km² | Bundesland Thüringen | 111.191 Einwohner", 3),
        ("111\n\n191 Einwohner\nBundesland Thüringen\n114 km²", 3),
        ("Bundesland Thüringen | 111.\n191 Einwohner | 114 km²", 3),
    ],
)
def test_a_figure_on_two_lines_is_read_whole_or_stops(facts: str, line: int) -> None:
    text = changed("Bundesland Thüringen | 114 km² Stadtfläche | 111.191 Einwohner", facts)
    assert stops_at(text) == [line]


def test_a_word_that_was_broken_inside_a_cell_stops() -> None:
    text = page_html(MUSTERSTADT).replace("Straßenlaternen", "Straßen-<br>laternen")
    assert "Straßen- laternen" in stopped(text).lines[0]
    whole = page_html(MUSTERSTADT).replace("Schlaue Straßen", "Schlaue<br>Straßen")
    assert read(whole).city == MUSTERSTADT


@pytest.mark.parametrize(
    "rows",
    [
        "Industrie 4.0\n50.0",
        "Industrie 4.0\n50.0\nWeb 2.0\n60.0",
        "Industrie 4.0\n50.0\n60.0",
        "50.0\nIndustrie 4.0\n60.0",
        "Industrie 4.0\n50.0\nNetz der Stadt 10.0\n60.0",
        "Parken\n50.0\nIndustrie 4.0\n60.0",
    ],
)
@pytest.mark.parametrize("heading", ["", "Indikator\nIndex\n", "Indikator Index\n"])
def test_a_name_that_ends_as_a_score_does_stops_where_each_cell_has_a_line(
    rows: str, heading: str
) -> None:
    text = page_text(MUSTERSTADT, Form(cells="\n")).partition("\n\nEnergie")[0]
    text = f"{text.partition('Indikator')[0]}{heading}{rows}\n"
    error = stopped(text)
    assert all(re.search(r"[a-z] \d+\.0$", p.line.text) for p in error.problems if p.line)
    assert error.problems[0].what.code == "two-scores"
    assert error.hint == "put a tab between name and score, or fix the score"


@pytest.mark.parametrize("written", ["", "–", "k. A.", "100", "x"])
@pytest.mark.parametrize("cells", [" ", "\n"])
@pytest.mark.parametrize("heading", [True, False])
def test_a_row_does_not_take_the_score_of_the_next_one(
    written: str, cells: Cells, *, heading: bool
) -> None:
    text = page_text(MUSTERSTADT, Form(cells=cells)).partition("\n\nEnergie")[0]
    top = f"Indikator{cells}Index\n" if heading else ""
    rows = [f"Bezahlen{cells}{written}", f"{cells}15.6".lstrip(" "), f"Dienste{cells}35.0"]
    text = f"{text.partition('Indikator')[0]}{top}" + "\n".join(rows)
    line = text[: text.index("Bezahlen")].count("\n") + 1
    assert line in stops_at(text) or line + 1 in stops_at(text)


@pytest.mark.parametrize(
    "page_break", ["\n\f", "\n\nhttps://m.example/\n1/2\n\f25.11.2025, 16:26 Musterstadt\n\n"]
)
def test_a_page_may_begin_between_a_name_and_its_score(page_break: str) -> None:
    text = page_text(MUSTERSTADT, Form(cells="\n"))
    assert text.count("\n63.6") == 1
    assert read(text.replace("\n63.6", f"\n{page_break}63.6")).city == MUSTERSTADT


def test_a_row_without_a_name_may_stand_below_the_only_other_one() -> None:
    text = page_text(MUSTERSTADT, Form()).partition("\n\nEnergie")[0].partition("Indikator")[0]
    rows = category(read(f"{text}Industrie 40.0\n50.0\n").city, "Verwaltung")
    assert rows == {"Industrie": 40.0, None: 50.0}


@pytest.mark.parametrize("name", ["Ein- und Ausgang", "Bus- oder Bahnhöfe", "Rad- bis Fußwege"])
def test_a_hyphen_that_stands_for_a_word_is_no_break(name: str) -> None:
    page = read(changed("Payment", name))
    assert category(page.city, "Verwaltung")[name] == 91.7


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("69 -1 Energie und Umwelt 46.6", "69 -1 Energie und\nUmwelt 46.6"),
        ("69 -1 Energie und Umwelt 46.6", "69 -1 Energie und Umwelt\n46.6"),
        ("69 -1 Energie und Umwelt 46.6", "69\n-1 Energie\nund Umwelt\n46.6"),
    ],
)
def test_a_rating_on_several_lines_is_read(old: str, new: str) -> None:
    assert read(changed(old, new)).city == read(JENA).city


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("69 -1 Energie und Umwelt 46.6", "69 -1 Energie und 46.6\nUmwelt"),
        ("35 -13 Gesellschaft und Bildung 79.4", "35 -13 Gesellschaft 79.4\nund Bildung"),
    ],
)
def test_a_score_in_the_midst_of_a_rating_stops(old: str, new: str) -> None:
    first = line_of(old)
    assert set(stops_at(changed(old, new))) <= {first, first + 1}


# --- projects -------------------------------------------------------------------------------------

PROSE = "Ein erfundener Absatz, der das Vorhaben beschreibt; er steht für den Text der Seite."
ADDRESS = "https://www.vorhaben.example/"


def projects(text: str) -> list[tuple[str, str | None]]:
    return [(p.title, p.url) for p in read(text).city.best_practices]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(ADDRESS, f"[1]{ADDRESS}\n\nReferences\n\n   1. {ADDRESS}\n", id="lynx"),
        pytest.param(
            ADDRESS,
            f"[3]{ADDRESS}\n\nReferences\n\nVisible links:\n 1. https://a.example/\n",
            id="lynx-with-a-menu",
        ),
        pytest.param(ADDRESS, f"[{ADDRESS}]({ADDRESS})", id="markdown-link"),
        pytest.param(ADDRESS, f"- [{ADDRESS}]({ADDRESS})", id="markdown-list"),
        pytest.param(ADDRESS, f"[Zum Vorhaben]({ADDRESS})", id="markdown-link-with-words"),
        pytest.param(ADDRESS, f"<{ADDRESS}>", id="autolink"),
        pytest.param(ADDRESS, f"Mehr: {ADDRESS}", id="label"),
        pytest.param(ADDRESS, f"Mehr ({ADDRESS}).", id="brackets"),
        pytest.param(
            ADDRESS, f"{ADDRESS}\nAuf Mastodon teilen\nhttps://m.example/s?u=x", id="share"
        ),
        pytest.param(
            ADDRESS,
            f"Auf LinkedIn teilen\nhttps://www.linkedin.example/sharer?u=x\n{ADDRESS}",
            id="share-first",
        ),
        pytest.param(ADDRESS, f"{ADDRESS}\nImpressum\nDatenschutz\nKontakt", id="foot"),
        pytest.param(
            PROSE, f"{PROSE}\nMehr steht im Bericht bei https://b.example/x", id="in-prose"
        ),
        pytest.param(
            PROSE, f"Mehr steht im Bericht bei https://b.example/x und dort\n{PROSE}", id="midst"
        ),
        pytest.param(
            PROSE,
            "25.11.2025, 16:26 Jena | Smart City Index\n"
            f"https://www.bitkom.org/Smart-City-2025/Jena 1/3\n{PROSE}",
            id="printed-by-chromium",
        ),
        pytest.param(
            ADDRESS,
            f"https://www.bitkom.org/Smart-City-2025/Jena\n1 von 3 25.11.2025, 16:26\n{ADDRESS}",
            id="printed-by-firefox",
        ),
        pytest.param(
            ADDRESS, f"{ADDRESS}\nhttps://www.bitkom.org/Smart-City-2025/Jena", id="own-address"
        ),
        pytest.param(
            PROSE,
            "25.11.2025, 16:26\nJena | Smart City Index\n"
            f"https://www.example.org/Smart-City-2025/Jena\n1 von 3\n{PROSE}",
            id="printed-on-lines-of-their-own",
        ),
        pytest.param(
            PROSE,
            f"Jena | Smart City Index https://www.example.org/Smart-City-2025/Jena\n{PROSE}\n"
            "1 von 3 25.11.2025, 16:26",
            id="printed-above-and-below",
        ),
        pytest.param(
            ADDRESS, f"Teilen:\nhttps://m.example/?u=x\n{ADDRESS}", id="share-with-a-colon"
        ),
        pytest.param(
            ADDRESS,
            f"{ADDRESS}\n[Auf Mastodon teilen](https://m.example/?u=x)",
            id="share-in-markdown",
        ),
    ],
)
def test_the_project_and_its_link_whatever_stands_around(old: str, new: str) -> None:
    assert projects(changed(old, new)) == [("Ein Vorhaben am Fluss", ADDRESS)]


def test_no_sentence_of_the_publisher_becomes_a_project() -> None:
    text = changed(PROSE, "Mehr dazu steht im Bericht bei https://b.example/2024\nDanach ein Satz.")
    page = read(text)
    assert projects(text) == [("Ein Vorhaben am Fluss", ADDRESS)]
    assert "Satz" not in repr(page.city)
    assert notes(page, "address-left") == [
        f"line {line_of(PROSE)}: not taken as the link of the project: `https://b.example/2024`"
    ]


def test_text_behind_a_project_is_no_other_project() -> None:
    text = JENA + "Ein zweites Vorhaben\nEs pumpt.\nhttps://pumpe.example/\n"
    page = read(text)
    assert projects(text) == [("Ein Vorhaben am Fluss", ADDRESS)]
    assert notes(page, "behind-project") == [
        (
            f"line {line_of(ADDRESS) + 1} and what follows the project is not taken: "
            "`Ein zweites Vorhaben`; another project needs the line `Best Practice` above it"
        )
    ]
    assert notes(page, "address-left") == [
        (
            f"line {line_of(ADDRESS) + 3}: not taken as the link of the project: "
            "`https://pumpe.example/`"
        )
    ]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param("\nBest Practice\nDie Pumpe\nSie pumpt.\nhttps://p.example/\n", id="heading"),
        pytest.param("\nBest Practices\nDie Pumpe\nhttps://p.example/\n", id="plural"),
        pytest.param("\n## Best Practice\n### Die Pumpe\n\nhttps://p.example/\n", id="markdown"),
    ],
)
def test_another_heading_makes_another_project(second: str) -> None:
    assert projects(JENA + second) == [
        ("Ein Vorhaben am Fluss", ADDRESS),
        ("Die Pumpe", "https://p.example/"),
    ]


def test_projects_with_headings_of_one_level_are_told_apart() -> None:
    text = changed("Ein Vorhaben am Fluss", "#### Ein Vorhaben am Fluss")
    text += "#### Die Pumpe\nSie pumpt.\nhttps://p.example/\n"
    assert projects(text) == [
        ("Ein Vorhaben am Fluss", ADDRESS),
        ("Die Pumpe", "https://p.example/"),
    ]
    html = page_html(MUSTERSTADT).replace("</main>", "<h4>Die Pumpe</h4><p>Sie pumpt.</p></main>")
    found = [(p.title, p.url) for p in read(html).city.best_practices]
    (only,) = MUSTERSTADT.best_practices
    assert found == [(only.title, only.url), ("Die Pumpe", None)]


def test_a_project_without_a_link() -> None:
    assert projects(changed(ADDRESS + "\n", "")) == [("Ein Vorhaben am Fluss", None)]
    shared = changed(ADDRESS, "Auf Mastodon teilen\nhttps://m.example/?u=x")
    assert projects(shared) == [("Ein Vorhaben am Fluss", None)]


TITLE = "Ein Vorhaben am Fluss"


@pytest.mark.parametrize(
    "written",
    [
        *("„{}“", "»{}«", "*{}*", "_{}_", "`{}`", "[{}]", "{{{}}}", "Mehr [{}]", "({}).", "{}\\"),
        *("{}[Zum Vorhaben]", "[[{}][Zum Vorhaben]]", "[{} Zum Vorhaben]", "`Zum Vorhaben <{}>`_"),
        *("[Zum Vorhaben](<{}>)", "{0}{0}", "{0}<{0}>", "{0} <{0}>", "[12]{}[13]", "{}¹", "{}[1]"),
        *(
            "→ {}",
            "{} 🔗",
            "{} https://b.example/",
            "https://x.com/a\n{}",
            "Foto: https://b.example/\n{}",
        ),
        *("Foto:\nhttps://b.example/\n{}", "Teilen auf Muster\nhttps://b.example/?u=x\n{}"),
        *("Seite empfehlen\nhttps://b.example/?u=x\n{}", "{}\n\n[1]: https://b.example/"),
        *(
            "[1]: https://b.example/\n{}",
            "{}\n\nVerweise\n\n   Sichtbare Links:\n   1. https://b.example/",
        ),
        "[https://www.vorhab…]({})",
    ],
)
def test_an_address_is_read_without_what_stands_around_it(written: str) -> None:
    assert projects(changed(ADDRESS, written.format(ADDRESS))) == [(TITLE, ADDRESS)]


@pytest.mark.parametrize(
    "written",
    [
        *("https://www.vorhab…", "https://www.vorhab...", "Mehr: https://www.vorhab… (extern)"),
        *("https://www.vor- haben.example/", "https://www. vorhaben.example/", "https://vorhaben"),
        *("https:// www.vorhaben.example/", "https://www.vorhaben-"),
    ],
)
def test_an_address_of_which_a_part_is_missing_stops(written: str) -> None:
    assert stops_at(changed(ADDRESS, written)) == [line_of(ADDRESS)]


@pytest.mark.parametrize(
    "written",
    [
        *("https://www.linkedin.com/company/muster", "https://x.com/muster", "https://youtu.be/a1"),
        *("https://muster.social/@stadt", "[Instagram](https://www.instagram.com/muster/)"),
        *("[Zum Vorhaben][1]\n\n[1]: https://b.example/", "Quelle: https://b.example/"),
    ],
)
def test_an_address_of_something_else_is_not_that_of_the_project(written: str) -> None:
    assert projects(changed(ADDRESS, written)) == [(TITLE, None)]


@pytest.mark.parametrize(
    "aside",
    [
        *(
            "Auf Muster teilen\nhttps://m.example/?u=x",
            "Teilen",
            "Drucken",
            "Mehr erfahren",
            "•",
            "***",
        ),
        *(
            "Foto: Stadt Muster",
            "© Stadt Muster",
            "Bild: Stadt",
            "[Logo]",
            "25.11.2025",
            "1/3",
            "- 1 -",
        ),
        *(
            "• Auf Muster teilen",
            "* [7]Auf Muster teilen\n* [8]Per Mail teilen",
            "Fluss Foto: Stadt",
        ),
        *("Seite 1 von 3", "Page 2 of 3", "2025-11-25 16:26", "Smart City Index 2025"),
        *("Jena | Smart City Index", "https://www.bitkom.org/Smart-City-2025/Jena"),
    ],
)
def test_what_stands_between_the_heading_and_a_title_is_no_title(aside: str) -> None:
    text = changed(TITLE, f"{aside}\n{TITLE}")
    assert projects(text) == [(TITLE, ADDRESS)]
    lines = {line_of(TITLE) + n for n in range(aside.count("\n") + 1)}
    told = {int(note.split()[1][:-1]) for note in notes(read(text), "no-title")}
    assert told in (lines, set())  # what browsers print was never a line of the page


@pytest.mark.parametrize(
    "prose",
    [
        *(
            f"{PROSE}\n{words}\nfür andere Städte."
            for words in ("Best Practice", "• Best Practice")
        ),
        "Mehr steht bei https://www.bericht… im Netz.",
        *("Das gilt als\nBest Practice\nund wächst.", f"{PROSE}\n„Best Practice“\nNoch ein Satz."),
        *(
            f"{PROSE}\n\nBest Practice\n\nNoch ein Satz.",
            f"{PROSE}\nBest Practice\n- 2 -\nEin Satz.",
        ),
    ],
)
def test_the_words_in_the_midst_of_prose_begin_no_project(prose: str) -> None:
    assert projects(changed(PROSE, prose)) == [(TITLE, ADDRESS)]


@pytest.mark.parametrize(
    "menu",
    [
        *("Themen\nBest Practice\nPresse\nKontakt\nImpressum", "Best Practice\nImpressum"),
        *("Best Practice\n\nPresse\n\nKontakt", "* Best Practice\n* Presse\n* © 2025 Muster e. V."),
        *("Best Practice\n***", "Best Practice\nReferences\n1. /bp", "Best Practice\nTeilen"),
        *("[Best Practice](/bp)\n[Presse](/presse)", "Best Practice\nTel. 030 1\nMusterstr. 1"),
    ],
)
@pytest.mark.parametrize("behind_project", [True, False])
def test_best_practice_in_a_menu_below_is_no_project(menu: str, *, behind_project: bool) -> None:
    text = JENA if behind_project else JENA.partition("Best Practice")[0]
    page = read(f"{text}\n{menu}\n")
    assert len(page.city.best_practices) == behind_project
    assert notes(page, "no-title") or "/bp" in menu


@pytest.mark.parametrize(
    "behind",
    [
        *("## Mehr\n#### Studie\nEine Studie.", "### Mehr\n#### Studie\nhttps://b.example/"),
        *("# Mehr\nEine Studie.", "#### Presse\nMuster e. V.", "#### Drucken\nEine Studie."),
    ],
)
@pytest.mark.parametrize("title", ["####", "##"])
def test_headings_of_something_else_are_no_projects(title: str, behind: str) -> None:
    text = JENA.replace("Best Practice", "## Best Practice").replace(TITLE, f"{title} {TITLE}")
    assert projects(f"{text}{behind}\n") == [(TITLE, ADDRESS)]


@pytest.mark.parametrize(
    "written",
    ["• {}", "1. {}", "{}:", "„{}“", "{}¹", "– {}", "{} →", "**{}**", "[{}](/a)", "[7]{}"],
)
def test_marks_around_a_title_are_taken_off(written: str) -> None:
    assert projects(changed(TITLE, written.format(TITLE))) == [(TITLE, ADDRESS)]


@pytest.mark.parametrize(
    "written",
    [
        *(
            "Ein Vor- haben am Fluss",
            "Ein Vorhaben am …",
            "Ein Vorhaben am...",
            "Ein Vorh\ufffdben",
        ),
        *("Ein Vorhaben\nAm Fluss\n", "Ein\nVorhaben am Fluss\n\n- 2 -"),
        *("Ein Vorhaben\nam Fluss", "Ein Vor¬haben", "Ein Vorhaben-\nBuch", "E i n V o r haben"),
    ],
)
def test_a_title_of_which_a_part_is_missing_stops(written: str) -> None:
    assert stops_at(changed(TITLE, written)) == [line_of(TITLE)]


#: A copy of at most 40 columns.
NARROW = """\
Jena

Bundesland Thüringen | 114 km²
Stadtfläche | 111.191 Einwohner

Jena

Platz Tendenz Kategorie Index
54 -7 Gesamtwertung 67.1
54 +3 Verwaltung 71.6

Best Practice

Das Vorhaben mit dem langen Namen

Ein Absatz, der nur so breit ist wie die
Seite.
https://www.das-sehr-lange-vorhaben.example/
"""
NARROW_TITLE = "langen Namen\n"
NARROW_ADDRESS = "https://www.das-sehr-lange-vorhaben.example/"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param(NARROW_TITLE, "langen Namen\nzusammengefasst\n", 14, id="title"),
        pytest.param(NARROW_TITLE, "langen \ufffd\n", 14, id="damaged-title"),
        pytest.param("vorhaben.example/", "vorhaben.\nexample/", 18, id="address"),
        pytest.param("https://", "https://\n", 18, id="protocol"),
        pytest.param("https://", "Siehe https://\n", 18, id="protocol-behind-words"),
        pytest.param("example/", "example/\nImpressum", 18, id="perhaps-more-of-the-address"),
    ],
)
def test_a_title_or_address_that_may_be_cut_by_the_width_stops(
    old: str, new: str, line: int
) -> None:
    assert stops_at(NARROW.replace(old, new)) == [line]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("", "", id="as-it-is"),
        pytest.param(NARROW_TITLE, "langen Namen\n\nzusammengefasst\n", id="a-gap-ends-the-title"),
        pytest.param(NARROW_TITLE, f"langen Namen\n{NARROW_ADDRESS}\n", id="an-address-ends-it"),
        pytest.param("Das Vorhaben", "#### Das Vorhaben", id="a-heading-is-whole"),
        pytest.param("example/", "example/\n\nImpressum", id="a-gap-ends-the-address"),
        pytest.param("example/", "example/\nImpressum und so", id="words-are-no-address"),
    ],
)
def test_a_title_or_address_that_surely_ends_is_taken(old: str, new: str) -> None:
    title = "Das Vorhaben mit dem langen Namen"
    assert projects(NARROW.replace(old, new, 1)) == [(title, NARROW_ADDRESS)]


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        *("M\ufffdsterstadt", "Mu¨sterstadt", "M&amp;uuml;sterstadt", "MÂ sterstadt", "Mu\x1fster"),
        *("Muster- stadt", "Muster\u00ad stadt", "Mu\uf001sterstadt", "M u s t e r s t a d t"),
        *("Musterstadt am", "Musterstadt - Smart City Index", "Musterstadt | Bitkom e. V."),
    ],
)
def test_a_damaged_name_of_a_city_stops(written: str) -> None:
    found = stops_at(page_text(MUSTERSTADT).replace("Musterstadt", written))
    assert found in ([1], [0])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("• Musterstadt", "names-read"), ("Musterstadt¹", "names-read")),
        *(("MusterƟadt", "names-unusual"), ("M?sterstadt", "names-unusual")),
        *(("Мusterstadt", "names-unusual"), ("Muster:stadt", "")),
    ],
)
def test_what_is_odd_in_the_name_of_a_city_is_told(written: str, code: str) -> None:
    page = read(page_text(MUSTERSTADT).replace("Musterstadt", written))
    assert bool(notes(page, code)) == bool(code)


def test_a_name_in_capitals_is_read_from_where_it_is_not() -> None:
    text = page_text(MUSTERSTADT)
    assert read(text.replace("Musterstadt", "MUSTERSTADT", 1)).city == MUSTERSTADT


@pytest.mark.parametrize(
    "written",
    [
        *("Payment¹", "Payment ²", "Payment*", "Payment†", "Payment **", "Payment1)", "Payment 2)"),
        *("Payment [1]", "Payment[12]", "– Payment", "- Payment", "• Payment", "* Payment"),
        *("■ Payment", "1. Payment", "12) Payment", "a) Payment", "Payment:", "Payment ....."),
        *("Payment . . . .", "Payment …", "Payment ___", "Payment ███", "Payment ▓▓░", "Payment –"),
        *("Payment →", "Payment,", "» Payment", "*Payment*", "_Payment_", "**Payment**"),
        *("Payment\u200e", "Payment\ufe0f", "Payment\ufffc", "Payment\uf05a", "\u2066Payment"[1:]),
        *("•Payment", "-Payment", "Paymentⓘ", "Payment ℹ", "ⓘPayment", "Payment™", "Payment①"),
        *(
            "Payment^1",
            "Payment^2^",
            "Payment⁽¹⁾",
            "Paymentᵃ",
            "Paymentº",
            "Payment¹⁾",
            "Payment¹,²",
            "Payment*)",
            "¹ Payment",
        ),
        *(
            "Payment [a]",
            "(1) Payment",
            "1: Payment",
            "1.1. Payment",
            "1.2.3 Payment",
            "A. Payment",
        ),
        *(
            "ii) Payment",
            "1) a) Payment",
            "[1] Payment",
            "[x] Payment",
            "[Bild] Payment",
            "(Payment)",
        ),
        *(
            "„Payment“",
            "»Payment«",
            "'Payment'",
            "[Payment]",
            "~~Payment~~",
            "`Payment`",
            "Payment•",
        ),
        *("Payment🔗", "🔗 Payment", "Payment."),
        *("Ｐａｙｍｅｎｔ", "𝐏ayment", "Pay\u00adment", "Pay\u200bment", "Paymen\ufb06"[:-1] + "t"),
    ],
)
@pytest.mark.parametrize("apart", [" ", "\t"])
def test_marks_around_a_name_are_taken_off(written: str, apart: str) -> None:
    page = read(changed("Payment 91.7", f"{written}{apart}91.7"))
    assert page.city == read(JENA).city


@pytest.mark.parametrize(
    ("old", "written", "wanted"),
    [
        ("Öffentlichkeitsbeteiligung", "Ö\ufb00entlichkeitsbeteiligung", None),
        ("Öffentlichkeitsbeteiligung", "O\u0308ffentlichkeitsbeteiligung", None),
        ("Öffentlichkeitsbeteiligung", "&Ouml;ffentlichkeitsbeteiligung", None),
        ("Bevölkerungsanliegen", "Bev&#246;lkerungsanliegen", None),
        ("Glasfaser", "Glas\ufb01aser", "Glasfiaser"),
        ("Geoportal", "Geoportal № 1", "Geoportal No 1"),
        ("OZG-Leistungen", "OZG‑Leistungen", None),
        ("OZG-Leistungen", "OZG‐Leistungen", None),
    ],
)
def test_a_name_is_written_so_that_its_key_matches(
    old: str, written: str, wanted: str | None
) -> None:
    city = read(changed(old, written)).city
    names = {row.name for c in city.categories for row in c.indicators}
    assert (wanted or old) in names


def test_marks_that_were_taken_off_are_told_with_their_line() -> None:
    page = read(changed("Payment", "1. Payment*"))
    assert notes(page, "names-read") == [
        (
            "names were read without the marks around them: "
            f"line {line_of('Payment')} `1. Payment* 91.7` as `Payment`"
        )
    ]
    page = read(changed("Mobilität\nIndikator", "Mobilit&auml;t\nIndikator"))
    assert notes(page, "entities") == [
        "HTML entities such as `&auml;` were read as characters in 1 line"
    ]


@pytest.mark.parametrize(
    ("written", "signs"),
    [
        ("Pay?ment", "?"),
        ("Pay<ment", "<"),
        ("Pаyment", "а"),
        ("Payment #1", "#"),
        ("Payment b)", ")"),
        ("Pay~ment@", "~ @"),
        ("Payment™?", "?"),
        *(("PaƟment", "Ɵ"), ("Payšment", "š"), ("Payıment", "ı"), ("Payment%", "%")),
        *(
            ("Pay-ment", "-"),
            ("Pay.ment", "."),
            ("Pay1ment", "1"),
            ("Payment1", "1"),
            ("0nline", "0"),
        ),
        *(("Payment i", "i"), ("o Payment", "o"), ("Payment (1)", "(1)"), ("Symbol: Payment", ":")),
        *(('"Payment', '"'), ("Payment [neu]", "[ ]"), ("Payment Payment", "Payment")),
    ],
)
def test_unusual_signs_in_a_name_are_told(written: str, signs: str) -> None:
    page = read(changed("Payment", written))
    (note,) = notes(page, "names-unusual")
    assert note.startswith(f"names with unusual characters: line {line_of('Payment')} `")
    assert note.endswith(f" ({signs})")


@pytest.mark.parametrize("name", ["5G", "Payment 24", "24 Stunden Dienst", "Stufe 30"])
def test_a_number_that_stands_alone_in_a_name_is_told(name: str) -> None:
    page = read(changed("Payment", name).replace("5G 99.9", "Sechs 99.9"))
    told = [f"names with a number in them: line {line_of('Payment')} `{name}`"]
    assert notes(page, "names-with-number") == ([] if name == "5G" else told)


@pytest.mark.parametrize(
    "written",
    [
        *("Pay\ufffdent", "PaymÃ¤nt", "PaymÃ¶nt", "Payâ€“ment", "<b>Payment</b>", "Pay\x07ment"),
        *(
            "Pay\x1cment",
            "Pay\uf001ment",
            "PayÂ ment",
            "PaÃŒment",
            "Pay%C3%A4ment",
            "Pay=C3=A4ment",
        ),
        *("Pay\\u00e4ment", "Pay&aumlment", "Pay&#228ment", 'Pay"ment', "Pay„ment", "Pay§ment"),
        *("Pay™ment", "Paya¨ment", "Pay¨ament", "Pay-", "Pay\u00ad ment", "Pay- Ment", "Pay¬ment"),
        *("P a y m e n t", "n/a", "k. A.", "NaN", "null", "None"),
    ],
)
def test_a_damaged_name_stops_with_its_line(written: str) -> None:
    assert stops_at(changed("Payment", written)) == [line_of("Payment")]


@pytest.mark.parametrize("written", ["Mobilit\ufffdt", "Mobilit?t", "MobilitÃ¤t", "Mobilit t"])
def test_a_damaged_category_stops_with_its_line(written: str) -> None:
    found = stops_at(JENA.replace("Mobilität", written))
    assert line_of("47 -11") in found


# --- figures that are none ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        *("91’7", "91'7", "91·7", "91/100", "(100)", "[100]", "100)", "100*", "100¹", "~100"),
        *(
            "100Punkte",
            "91½",
            "⁹¹·⁷",
            ".",
            ";",
            "-",
            "–",
            "—",
            "x",
            "/",
            "…",
            "•",
            "*",
            "?",
            "k. A.",
        ),
        *(
            "n/a",
            "N/A",
            "null",
            "NaN",
            "100",
            "100  %",
            "91.7%",
            "91.7*",
            "91.7¹",
            "91 .7",
            "91. 7",
        ),
        *("91.7 ↑", "(91.7)", "1.000,0", "9.9e1", "٩١.٧", "91.7.1", "91,7,1", "-91.7", "9O.7"),
        *("91.7 Punkte", "9 1.7", "91.7 von 100", "100.1", "#DIV/0!", "91.", ".7", "keine Angabe"),
    ],
)
@pytest.mark.parametrize("apart", [" ", " | "])
def test_what_is_no_score_stops_with_its_line(written: str, apart: str) -> None:
    assert stops_at(changed("Payment 91.7", f"Payment{apart}{written}")) == [line_of("Payment")]


@pytest.mark.parametrize(
    "written",
    [
        *("ca. 91.7", "ca 91.7", "circa 91.7", "rd. 91.7", "rund 91.7", "etwa 91.7", "über 91.7"),
        *("< 91.7", "> 91.7", "≥ 91.7", "~ 91.7", "≈ 91.7", "± 91.7", "mind. 91.7", "bis 91.7"),
        *("Ca.\t91.7", "≈ | 91.7", "max. 91,7", "ca. 9 1.7"),
    ],
)
@pytest.mark.parametrize("name", ["Payment ", ""])
def test_a_score_that_is_not_exact_stops_with_its_line(written: str, name: str) -> None:
    assert stops_at(changed("Payment 91.7", f"{name}{written}")) == [line_of("Payment")]


@pytest.mark.parametrize("written", ["91.72", "91,73", "91.71", "91.70"])
def test_a_score_with_more_decimals_than_the_others_is_told(written: str) -> None:
    page = read(changed("Payment 91.7", f"Payment {written}"))
    assert notes(page, "decimals-differ") == [
        (
            "scores with more decimals than the others, perhaps with a footnote mark: "
            f"line 19 `Payment {written}`"
        )
    ]


def test_scores_that_all_have_two_decimals_are_usual() -> None:
    assert notes(read(re.sub(r"(?m)\.(\d)$", r".\g<1>0", JENA)), "decimals-differ") == []
    assert notes(read(JENA[: JENA.index("Verwaltung\nIndikator")]), "decimals-differ") == []


@pytest.mark.parametrize("written", ["91．7", "91，7", "９１.７", "91,7", "91.70", "91.7\u200e"])
def test_a_score_with_one_meaning_is_read(written: str) -> None:
    assert read(changed("Payment 91.7", f"Payment {written}")).city == read(JENA).city


@pytest.mark.parametrize(
    "written", ["89’5", "89/100", "(89.5)", "n/a", "8 9.5", "89.5 %", "–", "*"]
)
def test_an_unlabelled_row_without_a_score_stops(written: str) -> None:
    assert stops_at(changed("\n89.5\n", f"\n{written}\n")) == [line_of("89.5")]


@pytest.mark.parametrize("written", ["91’7", "–", "k. A.", "100", "(91.7)", ""])
def test_one_cell_a_line_is_as_strict(written: str) -> None:
    text = page_text(MUSTERSTADT, Form(cells="\n"))
    old = "Bezahlen im Netz\n100.0\n"
    assert text.count(old) == 1
    first = text[: text.index(old)].count("\n") + 1
    broken = text.replace(old, f"Bezahlen im Netz\n{written}\n")
    assert set(stops_at(broken)) & {first, first + 1, first + 2}


@pytest.mark.parametrize(
    "written", ["6 7.1", "67", "67.1*", "67’1", "(67.1)", "67.1 %", "–", "k. A."]
)
def test_a_rating_without_a_score_stops_with_its_line(written: str) -> None:
    assert line_of(OVERALL) in stops_at(changed(OVERALL, f"54 -7 Gesamtwertung {written}"))


@pytest.mark.parametrize("written", ["5 4", "54.", "54th", "#54", "0", "-54", "Platz 54", "54-7"])
def test_a_rating_without_a_rank_stops_with_its_line(written: str) -> None:
    text = changed("69 -1 Energie", f"{written} -1 Energie")
    assert stops_at(text) == [line_of("69 -1")]


@pytest.mark.parametrize(
    ("written", "is_split"),
    [
        *(("Payment 9 1.7", True), ("Payment 4 4.4", True), ("Payment 10 0.0", True)),
        *(("Payment 1 00.0", True), ("Payment 24 91.7", False), ("Payment 30 1.7", False)),
    ],
)
def test_a_score_in_two_pieces(written: str, is_split: bool) -> None:
    text = changed("Payment 91.7", written)
    if is_split:
        assert stops_at(text) == [line_of("Payment")]
        assert stopped(text).hint == "put a tab between name and score, or fix the score"
    else:
        assert notes(read(text), "names-with-number")
    name, _, score = written.rpartition(" ")
    parted = changed("Payment 91.7", f"{name}\t{score}")
    assert name in category(read(parted).city, "Verwaltung")


AREA, PEOPLE = "114 km²", "111.191 Einwohner"


@pytest.mark.parametrize(
    "written",
    [
        *("114 qkm", "114 Quadratkilometer", "114 ㎢", "114 km ²", "114 km₂", "114’5 km²"),
        *("~114 km²", "ca. 114 km²", "über 114 km²", "114¹ km²", "-114 km²", "114/115 km²"),
        *("1.114 km²", "11 4 km²", "114 km² (2023)", "114 km² und 20 km²"),
    ],
)
def test_an_area_that_is_not_clear_stops_with_its_line(written: str) -> None:
    error = stopped(changed(AREA, written))
    assert [problem.line and problem.line.number for problem in error.problems] == [3]
    assert error.hint == "fix these lines, or delete them if they are not part of the city page"


@pytest.mark.parametrize(
    "written",
    [
        *("111’191 Einwohner", "111'191 Einwohner", "111.191* Einwohner", "111.191¹ Einwohner"),
        *("111.191 EW", "111.191 Einw.", "Einwohner: 111.191", "Einwohnerzahl 111.191"),
        *("rund 111.000 Einwohner", "~111.191 Einwohner", "111 Tsd. Einwohner"),
        *("0,11 Mio. Einwohner", "111.19 Einwohner", "111.191,0 Einwohner", "-111.191 Einwohner"),
        *("111.191 Einwohner (2023)", "111.191–112.000 Einwohner", "111.191 Einwohner/km²"),
    ],
)
def test_a_number_of_inhabitants_that_is_not_clear_stops_with_its_line(written: str) -> None:
    error = stopped(changed(PEOPLE, written))
    assert [problem.line and problem.line.number for problem in error.problems] == [3]
    assert error.hint == "fix these lines, or delete them if they are not part of the city page"


@pytest.mark.parametrize(
    ("old", "written"),
    [
        *((AREA, area) for area in ("114 km2", "114 km^2", "114,0 km²", "114 km²*", "１１４ km²")),
        *((AREA, f"{name} 114 km²") for name in ("Fläche:", "Stadtfläche")),
        *((PEOPLE, f"111{gap}191 Einwohner") for gap in (" ", "\u202f", "\u00a0", ",", "")),
        *((PEOPLE, f"111.191 Einwohner{end}") for end in ("¹", "*innen", ":innen", "innen")),
    ],
)
def test_a_fact_with_one_meaning_is_read(old: str, written: str) -> None:
    assert read(changed(old, written)).city == read(JENA).city


# --- signs that nobody sees -----------------------------------------------------------------------

INVISIBLE = (
    "\u200e\u200f\u061c\ufe0f\u034f\ufffc\uf05a\u2062\u2063\u200b\u200c\u200d\u2060\u00ad\ufeff"
    "\u180e\u115f\u3164\uffa0\U000e0001\U000e0101\U000f0001\u17b5"
)


@pytest.mark.parametrize("sign", INVISIBLE, ids=lambda sign: f"U+{ord(sign):04X}")
def test_a_sign_that_nobody_sees_changes_nothing(sign: str) -> None:
    text = re.sub(r"(?m)(\d|[a-zä])$", lambda found: f"{found[0]}{sign}", JENA)
    text = text.replace("54 +3", f"{sign}54 {sign}+{sign}3{sign}").replace("91.7", f"9{sign}1.7")
    assert read(text).city == read(JENA).city


@pytest.mark.parametrize("sign", "\u2800\u00a0\u202f\u2009\u2007\u3000\u205f")
def test_a_blank_of_any_kind_is_a_blank(sign: str) -> None:
    assert read(JENA.replace(" ", sign)).city == read(JENA).city


@pytest.mark.parametrize("sign", "\u202a\u202d\u202e\u2066\u2069\x08\x1b")
def test_a_sign_that_turns_or_hides_text_stops_and_is_written_out(sign: str) -> None:
    text = changed("Payment 91.7", f"Payment 91.7{sign}")
    (line,) = stopped(text).lines
    assert sign not in line
    assert f"Payment 91.7\\{'u' if ord(sign) > 255 else 'x'}" in line


# --- the state ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "apart",
    [
        " · ",
        ", ",
        " – ",
        " / ",
        " • ",
        " — ",
        "; ",
        " - ",
        " ▪ ",
        " \t ",
        "  ",
        " ",
        " | ",
        "\n",
        " ⋅ ",
    ],
)
@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("Thüringen", "Thüringen"),
        ("Nordrhein-Westfalen", "Nordrhein-Westfalen"),
        ("Nordrhein–Westfalen", "Nordrhein-Westfalen"),
        ("SACHSEN-ANHALT", "Sachsen-Anhalt"),
        ("Thueringen", "Thüringen"),
    ],
)
def test_a_state_without_the_sign_behind_it(apart: str, written: str, state: str) -> None:
    page = read(
        changed("Thüringen | 114 km² Stadtfläche | ", f"{written}{apart}114 km² Stadtfläche{apart}")
    )
    assert page.city.state == state
    assert (page.city.area_km2, page.city.population) == (114, 111_191)
    assert notes(page, "no-land") == []


@pytest.mark.parametrize(
    ("written", "state"),
    [
        *((f"Sachsen{dash}Anhalt", "Sachsen-Anhalt") for dash in (" - ", "- ", " -", " – ", " ")),
        ("Rheinland – Pfalz", "Rheinland-Pfalz"),
        ("Nordrhein/Westfalen", "Nordrhein-Westfalen"),
        ("Freistaat Thüringen", "Thüringen"),
        ("Land Berlin", "Berlin"),
        ("Freie und Hansestadt Hamburg", "Hamburg"),
        ("Freie Hansestadt Bremen", "Bremen"),
        ("Thuringen", "Thüringen"),
        ("baden-wuerttemberg", "Baden-Württemberg"),
        *(
            ("Thüringen" + tail, "Thüringen")
            for tail in ("¹", "*", ".", ":", " (TH)", ", Deutschland")
        ),
        *((sign + " Thüringen", "Thüringen") for sign in ("·", "–", ":", "=", "->", "▼", "• ")),
        *((sign, "Thüringen") for sign in ("„Thüringen“", "(Thüringen)", "\n· Thüringen\n")),
        ("Thüringen Thüringen", "Thüringen"),
        ("Neu-Thüringen", "Neu-Thüringen"),
        ("Berlin-Mitte", "Berlin-Mitte"),
        ("Sachsenland", "Sachsenland"),
    ],
)
def test_a_land_however_it_is_written(written: str, state: str) -> None:
    assert read(changed("Thüringen | ", f"{written} | ")).city.state == state


@pytest.mark.parametrize(
    "written",
    ["Sachsen/Thüringen", "Thüringen Sachsen", "Thüringen und Sachsen", "Bremen, Niedersachsen"],
)
def test_two_states_stop_with_their_line(written: str) -> None:
    text = changed("Thüringen | ", f"{written} | ")
    assert stops_at(text) == [line_of("Bundesland")]
    assert "more than one state" in stopped(text).lines[0]


@pytest.mark.parametrize(
    ("above", "state"),
    [
        ("Bundesland Baden-Württemberg Bayern Berlin\n", "Thüringen"),
        ("Bundesland auswählen\n", "Thüringen"),
        ("Bundesland Auswählen\n", "Thüringen"),
        ("Bundesland: alle\n", "Thüringen"),
        ("Bundesland\nBaden-Württemberg\nBayern\nThüringen\n", "Thüringen"),
        ("Bundesland Größenordnung\n", "Thüringen"),
        ("Bundesland Thüringen\n", "Thüringen"),
    ],
)
def test_the_filter_of_a_list_is_no_state(above: str, state: str) -> None:
    assert read(above + JENA).city.state == state


@pytest.mark.parametrize(
    "filter_words", ["Bundesland auswählen", "Bundesland wählen", "Bundesland: Alle", "Bundesland"]
)
def test_a_page_with_nothing_but_the_filter_has_no_state(filter_words: str) -> None:
    text = changed("Bundesland Thüringen | ", "").replace("Jena\n", f"{filter_words}\nJena\n", 1)
    assert [str(problem.what) for problem in stopped(text).problems] == [
        "no state found, as in `Bundesland Thüringen`"
    ]


@pytest.mark.parametrize(
    "written",
    [
        *("Nordrhein-\nWestfalen", "Nordrhein- ", "Sachsen-\n", "Mecklenburg–\nVorpommern"),
        *("Nordrhein\nWestfalen", "Nordrhein\u00ad\nWestfalen", "Rheinland -\nPfalz"),
        *("Sachsen\n-Anhalt", "Sachsen\nAnhalt", "Nieder-\nsachsen", "Thüringen-"),
        *("Th\ufffdringen", "Th?ringen", "ThÃ¼ringen", "Th\u202eringen"),
    ],
)
def test_a_state_that_is_cut_or_damaged_stops_with_its_line(written: str) -> None:
    assert stops_at(changed("Thüringen | ", f"{written} | ")) == [line_of("Bundesland")]


# --- saved HTML -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("<td>", '<td class="a">', id="attributes"),
        pytest.param("<td>", "<td><div><span>", id="blocks-in-cells"),
        pytest.param("</td>", "&nbsp;</td>", id="entities"),
        pytest.param("<tr>", "\n\n<TR>\n", id="capitals"),
        pytest.param("<th>", "<td>", id="no-headings"),
        pytest.param(
            "<main>", "<!-- saved from url=(0027)https://muster.example/ --><main>", id="c"
        ),
        pytest.param(
            "<main>", "<noscript><p>12 +3 Musterau 50.0</b></noscript><main>", id="noscript"
        ),
        pytest.param("<main>", "<div hidden>Platz 3<p>5<br></div><main>", id="hidden"),
        pytest.param("<td>-6</td>", '<td><img src="a.png" alt="-6"></td>', id="picture"),
        pytest.param("<h3>Verwaltung</h3>", '<h3><a href="#v">Verwaltung</a></h3>', id="anchor"),
        pytest.param("<h3>Mobil", "<p>Stand: 11.09.2025</p><h3>Mobil", id="between"),
        pytest.param(
            "<h3>Verwaltung", "<p>Stand: 11.09.2025</p><h3>Verwaltung", id="below-ratings"
        ),
        pytest.param("Straßenlaternen", "Straßen<wbr>laternen", id="place-for-a-break"),
        pytest.param("Straßenlaternen", "Straßen&shy;laternen", id="soft-hyphen"),
        pytest.param(
            "https://www.laternen-am-musterfluss.example/</a>", "Zum Vorhaben</a>", id="l"
        ),
        pytest.param("<h3>Verwaltung</h3>", "<h3><button>Verwaltung</button></h3>", id="accordion"),
        pytest.param("<h3>Verwaltung</h3>", "<summary>Verwaltung</summary>", id="details"),
        pytest.param("<th>Index</th>", "<th><button>Index</button></th>", id="sorted-by-buttons"),
        pytest.param("<th>Index</th>", '<th><a href="?s">Index</a></th>', id="sorted-by-links"),
        pytest.param("<td>Bezahlen", '<td><img alt="Karte"><button>i</button>Bezahlen', id="icons"),
        pytest.param("<td>-6", '<td><img alt="▼">6', id="arrow-as-a-picture"),
        pytest.param(
            "<h1>Musterstadt", "<h1>Musterstadt im Smart City Index", id="name-in-a-title"
        ),
        pytest.param("<main>", '<?xml version="1.0"?><main>', id="xhtml"),
        pytest.param("<main>", "<button>12 +3 Musterau 50.0</button><main>", id="button"),
        pytest.param("<main>", "<video>Kein Film 3</video><main>", id="fallback"),
        pytest.param("86.6</td>", '86.6<progress max="100">86.6 %</progress></td>', id="progress"),
        pytest.param("86.6</td>", "86.6<meter>86.6 %</meter></td>", id="meter"),
        pytest.param("<td>-6", '<td><i style="color: red; display: none">5</i>-6', id="not-shown"),
        pytest.param(
            "<main>",
            '<div style="display:none"><tr><td>9<td>+1<td>Musterau<td>9.9</div><main>',
            id="n",
        ),
        pytest.param("<td>-6", "<td><svg><title>fiel</title></svg>-6", id="icon"),
        pytest.param("<td>-6", "<td>&minus;6", id="minus"),
        pytest.param("<td>86.6", '<td title="12.3" data-sort="1>2">86.6', id="other-figures"),
        pytest.param("<td>86.6", "<td><span>86</span><span>.6</span>", id="score-in-two-spans"),
        pytest.param("km²", "km<sup>2</sup>", id="square-kilometres"),
        pytest.param("Bezahlen im Netz", "Bezahlen im Netz<sup>1</sup>", id="footnote"),
        pytest.param("Bezahlen im Netz", 'Bezahlen im Netz<sup><a href="#f">3</a></sup>', id="fl"),
        pytest.param(
            "Bezahlen im Netz", "Bezahlen im Netz<sup>[1]</sup>", id="footnote-in-brackets"
        ),
        pytest.param(
            "Bezahlen im Netz", "Bezahlen im Netz<sup>1)</sup>", id="footnote-with-bracket"
        ),
    ],
)
def test_saved_html_in_other_forms(old: str, new: str) -> None:
    html = page_html(MUSTERSTADT)
    assert old in html
    assert read(html.replace(old, new)).city == MUSTERSTADT


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("Bezahlen", '<img alt="Symbol Bezahlen">Bezahlen', "Bezahlen im Netz"),
        ("Bezahlen im Netz", '<img src="a.png" alt="Bezahlen im Netz">', "Bezahlen im Netz"),
        ("Bezahlen im Netz", 'Bezahlen im Netz <img alt="Info">', "Bezahlen im Netz"),
        ("Bezahlen im Netz", "Bezahlen im Netz<sup>1</sup>", "Bezahlen im Netz"),
        ("Bezahlen im Netz", "Bezahlen im Netz<sup><a href='#f'>[1]</a></sup>", "Bezahlen im Netz"),
        ("Bezahlen im Netz", "<del>Zahlen</del> Bezahlen im Netz", "Bezahlen im Netz"),
        ("Bezahlen im Netz", "<h5>Bezahlen im Netz</h5>", "Bezahlen im Netz"),
        ("Bezahlen im Netz", "CO<sub>2</sub>-Ampel", "CO2-Ampel"),
        ("Bezahlen im Netz", "<p>Bezahlen</p><p>Was das ist</p>", "Bezahlen | Was das ist"),
    ],
)
def test_a_name_in_html(old: str, new: str, name: str) -> None:
    html = page_html(MUSTERSTADT)
    assert html.count(old) == 1
    assert name in category(read(html.replace(old, new)).city, "Verwaltung")


@pytest.mark.parametrize("old", ["<td>63.6", "<td>+3", "<td>69", "111.191"])
@pytest.mark.parametrize("tag", ["sup", "sub", "small", "a"])
def test_a_raised_figure_is_none_of_the_number_before_it(old: str, tag: str) -> None:
    html = page_html(MUSTERSTADT)
    line = html[: html.index(old)].count("\n") + 1
    assert line in stops_at(html.replace(old, f"{old}<{tag}>2</{tag}>"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<footer>", "<footer><h4>Kontakt</h4><p>Schreiben Sie uns.</p>"),
        ("<footer>", "<footer><ul><li>Best Practice</li><li>Presse</li></ul>"),
        ("</main>", "<nav><h4>Weitere Städte</h4><p>Hier sind sie.</p></nav></main>"),
        ("<h4>", "<figure><img alt='Ein Bild'><figcaption>Foto: Muster</figcaption></figure><h4>"),
        ("<h3>Energie und", "<h3>Energie<br>und"),
        ("<h3>Energie und", "<h3><img alt='Energie'><span>Energie</span> und"),
        ("<h3>Best Practice</h3>", "<h3><div>Best</div> <div>Practice</div></h3>"),
        ("<h4>Modellvorhaben ", "<h4>Modellvorhaben<br>"),
    ],
)
def test_parts_of_html_that_are_none_of_the_page(old: str, new: str) -> None:
    html = page_html(MUSTERSTADT)
    assert html.count(old) == 1
    assert read(html.replace(old, new)).city == MUSTERSTADT


def test_a_name_of_a_city_on_two_lines_of_a_heading() -> None:
    html = page_html(MUSTERSTADT).replace("<h2>Musterstadt</h2>", "")
    html = html.replace("<h1>Musterstadt</h1>", "<h1>Muster-Ort<br>(Süd)</h1>")
    assert read(html).city.name == "Muster-Ort (Süd)"


def test_a_page_without_tables_is_read_block_by_block() -> None:
    html = page_html(MUSTERSTADT)
    html = re.sub("<(/?)(?:table|thead|tbody|tr|td|th)>", r"<\1div>", html)
    assert read(html.replace("<div>-6</div>", "<div>-6</div>")).city == MUSTERSTADT


def test_rows_in_html_that_are_no_table_are_not_left_out() -> None:
    html = page_html(MUSTERSTADT)
    listed = re.sub("<tr><td>([^<]*)</td><td>([^<]*)</td></tr>", r"<dt>\1</dt><dd>\2</dd>", html)
    first = listed[: listed.index("Formulare am Bildschirm")].count("\n") + 1
    assert min(stops_at(listed)) == first


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<td>100.0</td>", "<td>100’0</td>"),
        ("<td>100.0</td>", "<td>–</td>"),
        ("<td>100.0</td>", "<td></td>"),
        ("<td>100.0</td>", "<td>100.0</td><td>3.0</td>"),
        ("<td>-6</td>", "<td>►</td>"),
        ("<td>-6</td>", "<td></td>"),
        ("<td>25</td>", "<td>2 5</td>"),
        ("<td>Verwaltung</td>", "<td>Umwelt</td>"),
        ("<td>86.6</td>", "<td>86.6<sup>2</sup></td>"),
        ("<td>86.6</td>", '<td>86.6<sup><a href="#f">3</a></sup></td>'),
        ("<td>86.6</td>", "<td>86.6<sup>1)</sup></td>"),
        ("<td>86.6</td>", '<td><input value="86.6"></td>'),
        ("<td>86.6</td>", "<td>86<br>.6</td>"),
        ("<td>-6</td>", "<td>-6<sup>1</sup></td>"),
        ("<td>25</td>", "<td>25<sup>1</sup></td>"),
        ("<h3>Verwaltung</h3>", "<p>99 +9 Musterau 12.3</p><h3>Verwaltung</h3>"),
        ("<h3>Energie", "<p>Bezahlen 12.3</p><h3>Energie"),
        ("<h3>Energie", "<p>12.3</p><h3>Energie"),
    ],
)
def test_saved_html_stops_with_the_line_of_the_file(old: str, new: str) -> None:
    html = page_html(MUSTERSTADT)
    assert old in html
    line = html[: html.index(old)].count("\n") + 1
    assert line in stops_at(html.replace(old, new, 1))


# --- menus, neighbours ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "menu",
    [
        "Start\nBest Practice\nRanking\nMethodik\n",
        "Best Practice\n",
        "Best Practices\nBest Practices\n",
        "* Start\n* Best Practice\n* Presse\n",
        "Start | Best Practice | Presse\n",
        "Best Practice\nVerwaltung\nEnergie und Umwelt\nGesamtwertung\n",
        "Best Practice\nProjekt des Monats\nhttps://monat.example/\n",
    ],
)
def test_best_practice_in_a_menu_is_no_project(menu: str) -> None:
    assert read(menu + JENA).city == read(JENA).city


@pytest.mark.parametrize(
    "menu",
    [
        "Best Practice\n",
        "\nBest Practice\nRanking\nMethodik\n",
        "\nStart\nBest Practice\nRanking\n",
        "\n* Start\n* Best Practice\n* Presse\n",
        "\nBest Practice\nImpressum\nDatenschutz\n© 2025 Bitkom e. V.\n",
        "\n[Best Practice](https://b.example/)\n[Ranking](https://r.example/)\n",
        "\n* [Best Practice](/b)\n* [Ranking der Städte mit Filter](/r)\n",
        "\nStart | Best Practice | Presse\n",
    ],
)
def test_best_practice_in_a_menu_below_the_page_is_no_project(menu: str) -> None:
    assert read(JENA + menu).city == read(JENA).city


def test_what_is_no_project_is_told() -> None:
    page = read(JENA + "\nBest Practice\nRanking\nMethodik\n")
    line = JENA.count("\n") + 3
    assert notes(page, "no-title") == [f"line {line}: not the title of a project: `Ranking`"]


@pytest.mark.parametrize("above", ["\nVerwaltung\nIndikator", "Bundesland", "Platz 54"])
def test_best_practice_in_a_menu_inside_the_page_is_no_project(above: str) -> None:
    menu = f"\nBest Practice\nRanking\n\n{above.lstrip()}"
    assert read(changed(above, menu)).city == read(JENA).city


@pytest.mark.parametrize(
    "row",
    [
        *("Interne Prozesse 100.0", "Payment 91.7", "89.5\n", "Sonstige Projekte Verwaltung 35.0"),
        *("5G 99.9", "61 -17 IT", "Indikator Index\nInterne"),
    ],
)
def test_best_practice_in_the_midst_of_a_table_stops(row: str) -> None:
    assert min(stops_at(changed(row, f"Best Practice\n{row}"))) == line_of(row) + 1


def test_best_practice_in_the_midst_of_cells_stops_and_says_what_to_delete() -> None:
    text = page_text(MUSTERSTADT, Form(cells="\n"))
    error = stopped(text.replace("Bezahlen im Netz\n", "Best Practice\nBezahlen im Netz\n"))
    assert error.lines[0].endswith(
        "a row of a table below the line `Best Practice`: `Bezahlen im Netz`"
    )
    assert (
        error.hint
        == "delete the line `Best Practice` above it, if it is not the heading of a project"
    )


@pytest.mark.parametrize(
    ("label", "url"), [("Mehr zum Vorhaben", ADDRESS), ("Mehr steht auf der Seite", None)]
)
def test_an_address_in_a_sentence_is_no_link(label: str, url: str | None) -> None:
    project = f"Vorhaben\nEin Satz steht hier.\n{label} {ADDRESS}\n"
    assert projects(JENA[: JENA.index("Ein Vorhaben")] + project) == [("Vorhaben", url)]


@pytest.mark.parametrize(
    ("project", "wanted"),
    [
        (f"Labor für Industrie 4.0\n{ADDRESS}\n", ("Labor für Industrie 4.0", ADDRESS)),
        ("Labor Industrie 4.0\nEin Satz steht hier.\n", ("Labor Industrie 4.0", None)),
        (f"Lobeda\n{ADDRESS}\n", ("Lobeda", ADDRESS)),
        ("Lobeda\nEs ist ein Satz mit Wörtern.\n", ("Lobeda", None)),
    ],
)
def test_a_short_project_is_one(project: str, wanted: tuple[str, str | None]) -> None:
    assert projects(JENA[: JENA.index("Ein Vorhaben")] + project) == [wanted]


@pytest.mark.parametrize(
    "title",
    [
        *("Jena im Smart City Index", "Jena – Smart City Index", "Smart City Index: Jena"),
        *(
            "# Smart City Index",
            "Jena | Smart City Index | Bitkom e. V.",
            "Das Smart-City-Index-Team",
        ),
    ],
)
def test_a_title_of_the_index_is_no_name_of_a_city(title: str) -> None:
    assert read(f"{title}\n\n{JENA}").city == read(JENA).city
    assert read(JENA.replace("Jena\n", f"{title}\n", 1)).city == read(JENA).city


@pytest.mark.parametrize(
    "neighbours",
    [
        "53 +2 Trier 67.3\n55 -1 Kassel 66.9\n",
        "53 +2 Trier 67.3\n",
        "53\t+2\tTrier\t67.3\n",
        "53 Halle (Saale) 67.3\n",
        "53 | -2 | Frankfurt am Main | 67,3\n",
        "53 0 Mülheim an der Ruhr 67.30\n",
    ],
)
@pytest.mark.parametrize("below", ["Platz 54\n\n", "Kategorie Index\n", "Verwaltung 71.6\n"])
def test_ratings_of_other_cities_stop_with_their_line(neighbours: str, below: str) -> None:
    text = changed(below, below + neighbours)
    first = line_of(below) + below.count("\n")
    assert stops_at(text) == list(range(first, first + neighbours.count("\n")))


def test_the_hint_names_the_ratings_of_other_cities() -> None:
    error = stopped(changed("Platz 54\n", "Platz 54\n53 +2 Trier 67.3\n"))
    assert error.lines == (
        (
            "page.txt:6: the rating of something that is not one of Bitkom's five categories: "
            "`53 +2 Trier 67.3`"
        ),
    )
    assert error.hint == "delete the ratings of other cities, or fix the name of the category"

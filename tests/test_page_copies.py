"""One invented page in the forms that real programs make of it, whole and damaged.

`tests/real_copies.py` makes the copies in `tests/pages/musterstadt/` and many more of their kind.
"""

from __future__ import annotations

import dataclasses
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import real_copies
from conftest import examples
from page_text import FORMS, MUSTERSTADT, Form, page_html, page_text
from smartrank.importing.city_page import About
from smartrank.importing.page import read_page
from smartrank.importing.problems import PageError
from smartrank.model import City

COPIES = sorted(real_copies.RECORDED.iterdir())
#: What stops where a program writes a column of names, and then their scores.
_BY_COLUMN = ["Formulare am Bildschirm", "Online-Wartemarken", "Index"]
#: Copies that break lines or part columns: the lines at which they stop, in their order.
STOPPED = {
    "lynx-36.txt": [
        "Formulare am Bildschirm",
        "Anliegen der Bürgerschaft",
        "Sonstige Projekte",
        "Schlaue Straßenlaternen",
        "Sonstige Projekte Energie",
        "und Umwelt 30.0",
        "Sonstige Projekte IT und",
        "Pakete auf dem letzten",
        "Sonstige Projekte Mobilität",
        "Läden am Ort und",
        "Offene Werkstätten und",
        "Sonstige Projekte",
        "Gesellschaft und Bildung",
        "Modellvorhaben Leuchtende",
        "https://www.laternen-am-",
    ],
    "lynx-48.txt": [
        "Sonstige Projekte Energie und Umwelt",
        "Sonstige Projekte IT und Kommunikation",
        "Sonstige Projekte Gesellschaft und",
        "Modellvorhaben Leuchtende Laternen am",
        "https://www.laternen-am-musterfluss.",
    ],
    "w3m-36.txt": [
        "69 -1 Energie und 71.9",
        "Umwelt",
        "61 -17 IT und 85.2",
        "Kommunikation",
        "und Bildung",
        "Sonstige Projekte Energie und 30.0",
        "Umwelt",
        "Sonstige Projekte IT und 10.0",
        "Kommunikation",
        "Kilometer",
        "Läden am Ort und 94.2",
        "Gründungs-Häuser",
        "Gesellschaft und Bildung",
        "Modellvorhaben Leuchtende Laternen",
        "https://",
    ],
    "w3m-48.txt": [
        "Sonstige Projekte Gesellschaft und 10.0",
        "Bildung",
        "Modellvorhaben Leuchtende Laternen am",
    ],
    "pdftotext-bare.txt": _BY_COLUMN,
    "pdftotext-headed.txt": _BY_COLUMN,
}


def read(content: bytes) -> City:
    return read_page(content, "copy", About(2025)).city


@pytest.mark.parametrize("copy", COPIES, ids=lambda path: path.name)
def test_a_recorded_copy_is_read_right_or_stops(copy: Path) -> None:
    wanted = ("stopped", STOPPED[copy.name]) if copy.name in STOPPED else ("same", [])
    assert real_copies.outcome(copy.read_bytes()) == wanted


def test_there_is_a_copy_of_every_program() -> None:
    names = {path.name.partition("-")[0] for path in COPIES}
    assert names == {"lynx", "pdftotext", "saved.html", "select", "w3m"}
    assert set(STOPPED) < {path.name for path in COPIES}


# --- damage ---------------------------------------------------------------------------------------

_NO_SCORES = ("", "–", "k. A.", "91’7", "91/100", "(100)", "100", "91.7*", "91 .7", "9 1.7", "NaN")
_NO_TRENDS = ("►", "*", "--", "(-7)", "7", "k. A.", "-7*", "+-3", "–", "")
_WORDS = ("Umwelt", "Quelle: Muster", "Stand 2025", "12", "Beispielburg 3", "54 +1 Trier 60.0")


def _damages(lines: list[str], place: int, chance: random.Random) -> list[str]:
    """The line at a place as one accident of copying leaves it, with the lines around it."""
    line = lines[place]
    words = line.split(" ")
    match chance.choice(["score", "trend", "split", "join", "insert", "turn", "cut", "twice"]):
        case "score":
            name = line.rpartition(" ")[0]  # without name and score there is no line to stop at
            new = [f"{name} {chance.choice(_NO_SCORES if name else _NO_SCORES[1:])}"]
        case "trend":
            new = [re.sub(r"^(\d+) \S+ ", lambda m: f"{m[1]} {chance.choice(_NO_TRENDS)} ", line)]
        case "split" if len(words) > 1:
            at = chance.randrange(1, len(words))
            new = [" ".join(words[:at]), " ".join(words[at:])]
        case "join":
            return [*lines[:place], f"{line} {lines[place + 1]}", *lines[place + 2 :]]
        case "insert":
            new = [line, chance.choice(_WORDS)]
        case "turn":
            new = [" ".join([*words[-1:], *words[:-1]])]
        case "cut":
            new = [line[: chance.randrange(1, len(line))]]
        case _:
            new = [line, line]
    return [*lines[:place], *new, *lines[place + 1 :]]


@examples(80)
@given(st.integers(0, 10**9))
def test_a_damaged_line_stops_the_page_or_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)
    lines = page_text(MUSTERSTADT).split("\n")
    first, last = lines.index("Platz Tendenz Kategorie Index"), lines.index("Best Practice")
    places = [
        place for place in range(first + 1, last - 1) if lines[place].endswith(tuple("0123456789"))
    ]
    place = chance.choice(places)
    damaged = _damages(lines, place, chance)
    try:
        city = read("\n".join(damaged).encode())
    except PageError as error:
        found = {problem.line.number for problem in error.problems if problem.line}
        assert found & {place, place + 1, place + 2, place + 3}, lines[place]
    else:
        # that an unlabelled row is there twice, only the audit of the sums can notice
        is_twice = re.fullmatch("[0-9.]+", lines[place]) and len(damaged) > len(lines)
        assert city == MUSTERSTADT or is_twice, (lines[place], damaged)


@examples(20)
@given(FORMS, st.integers(0, 10**9))
def test_a_damaged_score_stops_in_every_form(form: Form, seed: int) -> None:
    chance = random.Random(seed)
    text = page_text(MUSTERSTADT, dataclasses.replace(form, encoding="utf-8"))
    score = {".": "86.6", ",": "86,6"}[form.decimal] + "0" * (form.decimals - 1)
    assert text.count(score) == 1
    broken = text.replace(score, chance.choice(_NO_SCORES[1:]))
    line = text[: text.index(score)].count("\n") + 1
    with pytest.raises(PageError) as caught:
        read(broken.encode())
    found = {problem.line.number for problem in caught.value.problems if problem.line}
    assert found & {line - 1, line, line + 1}


@pytest.mark.parametrize("score", _NO_SCORES)
def test_a_damaged_score_stops_in_html(score: str) -> None:
    text = page_html(MUSTERSTADT)
    line = text[: text.index("<td>86.6")].count("\n") + 1
    with pytest.raises(PageError) as caught:
        read(text.replace("<td>86.6", f"<td>{score}").encode())
    assert [problem.line and problem.line.number for problem in caught.value.problems] == [line]

"""Whole outputs for the shipped city, to be looked at when they change.

`pytest tests/test_golden.py --snapshot-update` writes them anew: read the difference before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from smartrank import (
    Answer,
    View,
    audit,
    history,
    indicators,
    practices,
    ranks,
    render_answer,
    show,
    strong,
    trends,
    weak,
    whatif,
)
from smartrank.dataset.folders import bundled_folder

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from smartrank import City


def ask(command: str, jena: City) -> Answer[Any]:
    """The answer of a command about the shipped city."""
    found: dict[str, Answer[Any]] = {
        "ranks": ranks([jena]),
        "trends": trends([jena]),
        "indicators": indicators([jena]),
        "weak": weak([jena]),
        "weak by potential": weak([jena], by="potential"),
        "strong": strong([jena]),
        "history": history([jena]),
        "whatif": whatif(jena, ["online-terminvergabe=100", "mobilitaet/4=max", "lpwan=+10"]),
        "audit": audit([jena]),
        "practices": practices([jena]),
    }
    return found[command]


COMMANDS = (
    "ranks", "trends", "indicators", "weak", "weak by potential", "strong", "history", "whatif",
    "audit", "practices",
)  # fmt: skip
SCREENS = {
    "120": View(width=120),
    "80": View(width=80),
    "40": View(width=40),
    "pipe": View(),
    "ascii at 80": View(width=80, encoding="ascii"),
}


def golden(text: bytes, encoding: str = "utf-8") -> str:
    """Text for a snapshot; where it was made is no part of it."""
    found = text.decode(encoding)
    assert str(bundled_folder()) not in found
    return found


@pytest.mark.parametrize("screen", SCREENS)
def test_show(jena: City, snapshot: SnapshotAssertion, screen: str) -> None:
    view = SCREENS[screen]
    assert golden(render_answer(show(jena), "table", view), view.encoding) == snapshot


@pytest.mark.parametrize("form", ["json", "markdown", "html"])
def test_show_in_other_formats(jena: City, snapshot: SnapshotAssertion, form: str) -> None:
    assert golden(render_answer(show(jena), form)) == snapshot


@pytest.mark.parametrize("screen", ["40", "80", "pipe"])
@pytest.mark.parametrize("command", COMMANDS)
def test_tables(jena: City, snapshot: SnapshotAssertion, command: str, screen: str) -> None:
    assert golden(render_answer(ask(command, jena), "table", SCREENS[screen])) == snapshot


@pytest.mark.parametrize("form", ["json", "csv", "excel", "markdown"])
def test_weak_in_other_formats(jena: City, snapshot: SnapshotAssertion, form: str) -> None:
    assert golden(render_answer(weak([jena]), form)).replace("\r\n", "␍\n") == snapshot


def test_ranks_in_colour(jena: City, snapshot: SnapshotAssertion) -> None:
    text = golden(render_answer(ranks([jena]), "table", View(width=80, colour=True)))
    assert text.replace("\x1b", "␛") == snapshot

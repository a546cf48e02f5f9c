"""`practices`: best-practice projects, with lists as one text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conftest import make_city
from smartrank import Selection, practices
from smartrank.model import BestPractice, Milestone

if TYPE_CHECKING:
    from smartrank import City


def test_the_project_of_jena(jena: City) -> None:
    (record,) = practices([jena]).records
    assert record[:6] == (
        "jena",
        "Jena",
        2025,
        1,
        "Modellprojekt Smartes Quartier Jena-Lobeda",
        "https://www.smartes-quartier.de/",
    )
    assert record.milestones.split("; ")[0] == "2020 Beginn des Vorhabens"
    assert [part[:4] for part in record.milestones.split("; ")] == ["2020", "2023", "2024"]
    assert set(record.partners.split("; ")) >= {
        "Universitätsklinikum Jena",
        "Zollsoft GmbH",
        "Stadt Jena",
    }
    assert record.summary is not None
    for fact in ("250", "Stadtwerke Jena GmbH", "Neurologie", "Chirurgie", "Dermatologie"):
        assert fact in record.summary


def test_what_a_project_does_not_say(jena: City) -> None:
    bare = replace(make_city(), best_practices=(BestPractice(title="Lichtprobe"),))
    full = BestPractice(
        title="Wegprobe",
        url="https://example.org",
        summary="Zeile 1\nZeile 2",
        milestones=(Milestone(2024, "Beginn"), Milestone(2025, "Ende; Abbau")),
        partners=("Muster AG", "Probe e. V."),
    )
    both = replace(bare, best_practices=(*bare.best_practices, full))
    assert [record[3:] for record in practices([both]).records] == [
        (1, "Lichtprobe", None, None, "", ""),
        (
            2,
            "Wegprobe",
            "https://example.org",
            "Zeile 1\nZeile 2",
            "2024 Beginn; 2025 Ende; Abbau",
            "Muster AG; Probe e. V.",
        ),
    ]
    answer = practices([both, jena], Selection(sort="title"))
    assert [record.city for record in answer.records] == ["musterstadt", "jena", "musterstadt"]


def test_a_city_without_projects_gives_an_empty_answer() -> None:
    assert practices([make_city()]).records == ()


def test_projects_of_several_editions_are_not_compared(jena: City) -> None:
    assert practices([jena, make_city(edition=2023)]).warnings == ()

"""The ranking file: what is a fault, what is a note, and that it comes back as it was."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conftest import write_city
from documents import blocks
from invented_field import invented_rankings
from smartrank import (
    City,
    DatasetError,
    Rankings,
    check,
    dump_rankings,
    load,
    load_rankings,
    schema,
)
from smartrank.dataset.lint import notes_across, notes_on
from smartrank.dataset.load import Dataset, RankingData, parse_file, read_file, read_rankings
from smartrank.model import Category, Rating, Source
from smartrank.rankings import Ranking, RankingRow

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
[source]
title = "Musterindex"
publisher = "Musterverlag"
edition = 2025
ranked_cities = 4
url = "https://index.example/2025"
retrieved = 2025-09-11
mean_score = 70.8

[rankings.overall]
name = "Gesamtwertung"
rows = [
    { rank = 1, rank_change = 1, city = "Musterstadt", score = 88.3 },
    { rank = 2, rank_change = -1, city = "Halle (Muster)", score = 88.3 },
    { rank = 3, city = "Übungsbrück", score = 80.0 },
    { rank = 4, rank_change = 0, city = "Probenau" },
]

[rankings.it-und-kommunikation]
name = "IT und Kommunikation"
rows = [
    { rank = 2, rank_change = 0, city = "Probenau", score = 70.25 },
]
"""


def read(text: str) -> RankingData:
    found = parse_file(text.encode(), "ranking-2025.toml", stem="ranking-2025")
    assert isinstance(found, RankingData)
    return found


def changed(old: str, new: str) -> str:
    assert TEXT.count(old) == 1
    return TEXT.replace(old, new)


def faults(text: str) -> list[str]:
    with pytest.raises(DatasetError) as error:
        read(text)
    return [line.removeprefix("ranking-2025.toml:") for line in error.value.lines]


def notes(data: Any) -> list[str]:
    return [f"{n.line}:{n.column}: {n.code}: {n.text}" for n in notes_on(data)]


# --- what it says -------------------------------------------------------------------------------


def test_a_file_gives_its_lists() -> None:
    assert read(TEXT).rankings == Rankings(
        Source(
            title="Musterindex",
            publisher="Musterverlag",
            edition=2025,
            ranked_cities=4,
            url="https://index.example/2025",
            retrieved=date(2025, 9, 11),
            mean_score=70.8,
        ),
        (
            Ranking(
                "Gesamtwertung",
                (
                    RankingRow(1, "Musterstadt", 1, 88.3),
                    RankingRow(2, "Halle (Muster)", -1, 88.3),
                    RankingRow(3, "Übungsbrück", None, 80.0),
                    RankingRow(4, "Probenau", 0, None),
                ),
            ),
            Ranking("IT und Kommunikation", (RankingRow(2, "Probenau", 0, 70.25),)),
        ),
    )


def test_it_is_written_as_it_was_with_a_row_a_line(tmp_path: Path) -> None:
    assert dump_rankings(read(TEXT).rankings) == TEXT
    lines = dump_rankings(read(TEXT).rankings, schema_line=True)
    assert lines == f"#:schema ranking.schema.json\n\n{TEXT}"
    path = tmp_path / "ranking-2025.toml"
    path.write_text(TEXT, encoding="utf-8")
    assert load_rankings(path) == read(TEXT).rankings


@given(st.integers(0, 10_000), st.integers(2, 83), st.sampled_from([2019, 2024]))
def test_what_is_written_is_read_again(seed: int, count: int, edition: int) -> None:
    rankings = invented_rankings(seed, count, edition)
    content = dump_rankings(rankings).encode()
    found = parse_file(content, "x", stem=f"ranking-{edition}")
    assert isinstance(found, RankingData)
    assert found.rankings == rankings
    assert notes_on(found) == []


def test_each_kind_of_file_is_refused_as_the_other(tmp_path: Path, jena: City) -> None:
    rankings, city = tmp_path / "ranking-2025.toml", write_city(tmp_path, jena)
    rankings.write_text(TEXT, encoding="utf-8")
    with pytest.raises(DatasetError, match="this is a ranking file, not the file of a city"):
        load(rankings)
    with pytest.raises(DatasetError, match="this is the file of a city, not a ranking file"):
        load_rankings(city)
    assert isinstance(read_file(city), Dataset)
    assert read_rankings(rankings) == read_file(rankings)


def test_what_is_neither_names_both_tables() -> None:
    with pytest.raises(DatasetError, match="expected the table `city` or `rankings`"):
        parse_file(b'[source]\ntitle = "x"\n', "x.toml")


def test_the_file_of_the_document_is_one() -> None:
    (text,) = (block for block in blocks("docs/data.md", "toml") if "[rankings" in block)
    found = read(text)
    assert [ranking.slug for ranking in found.rankings.rankings] == ["overall", "verwaltung"]


# --- faults -------------------------------------------------------------------------------------

FAULTS = {
    "rank twice": (
        changed("rank = 3", "rank = 2"),
        ["15:14: rankings.overall.rows[2].rank: rank 2 occurs twice in this list"],
    ),
    "city twice": (
        changed("Übungsbrück", "musterstadt"),
        ["15:24: rankings.overall.rows[2].city: `musterstadt` occurs twice in this list"],
    ),
    "score rises": (
        changed("score = 80.0", "score = 88.4"),
        [
            (
                "15:47: rankings.overall.rows[2].score: a score of 88.4 at rank 3 is above the "
                "88.3 at rank 2"
            )
        ],
    ),
    "score rises over a gap, rows in any order": (
        changed("rank = 1, rank_change = 1, ", "rank = 4, ")
        .replace('Musterstadt", score = 88.3', 'Musterstadt", score = 80.1')
        .replace("rank = 4, rank_change = 0, ", "rank = 1, "),
        [
            (
                "13:47: rankings.overall.rows[0].score: a score of 80.1 at rank 4 is above the "
                "80.0 at rank 3"
            )
        ],
    ),
    "previous rank twice": (
        changed("rank = 3, city", "rank = 3, rank_change = -1, city"),
        [
            (
                "15:31: rankings.overall.rows[2].rank_change: rank 3 and a change of -1 give the "
                "previous rank 2, which `Musterstadt` has already"
            )
        ],
    ),
    "previous rank below 1": (
        changed("rank_change = -1", "rank_change = -2"),
        [
            (
                "14:31: rankings.overall.rows[1].rank_change: `rank` 2 and a change of -2 give a "
                "previous rank below 1"
            )
        ],
    ),
    "rank beyond the field": (
        changed("ranked_cities = 4", "ranked_cities = 3"),
        ["16:14: rankings.overall.rows[3].rank: must be at most 3 (`ranked_cities`), not 4"],
    ),
    "key of the overall list": (
        changed("[rankings.overall]", "[rankings.gesamtwertung]"),
        [
            (
                "10:2: rankings.gesamtwertung: the key of the list must be `overall`, because its "
                "name is `Gesamtwertung`"
            )
        ],
    ),
    "key of a category": (
        changed("[rankings.it-und-kommunikation]", "[rankings.it]"),
        [
            (
                "19:2: rankings.it: the key of the list must be `it-und-kommunikation`, because "
                "its name is `IT und Kommunikation`"
            )
        ],
    ),
    "name of the file": (
        changed("edition = 2025", "edition = 2024"),
        ["4:11: source.edition: a ranking file of edition 2024 must be called `ranking-2024.toml`"],
    ),
    "missing and unknown keys": (
        changed('rank = 3, city = "Übungsbrück"', 'place = 3, town = "Übungsbrück"'),
        [
            (
                "15:7: rankings.overall.rows[2].place: unknown key; known here: `rank`, "
                "`rank_change`, `city`, `score`"
            ),
            "15:5: rankings.overall.rows[2].rank: is missing",
            (
                "15:18: rankings.overall.rows[2].town: unknown key; known here: `rank`, "
                "`rank_change`, `city`, `score`"
            ),
            "15:5: rankings.overall.rows[2].city: is missing",
        ],
    ),
    "a row that is no table": (
        changed('{ rank = 3, city = "Übungsbrück", score = 80.0 }', "3"),
        ["15:5: rankings.overall.rows[2]: must be a table, not a whole number"],
    ),
    "no list": (
        TEXT[: TEXT.index("[rankings.overall]")] + "[rankings]\n",
        ["10:2: rankings: has no list"],
    ),
    "no source": (
        TEXT[TEXT.index("[rankings.overall]") :],
        ["1:1: source: is missing"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FAULTS.values(), ids=FAULTS)
def test_faults_with_line_and_column(text: str, expected: list[str]) -> None:
    assert sorted(faults(text)) == sorted(expected)


def test_the_schema_says_what_a_schema_can() -> None:
    validator = Draft202012Validator(schema("ranking"))
    assert schema("ranking")["$id"] == "urn:smartrank:1:ranking"

    def is_valid(text: str) -> bool:
        data = tomli.loads(text)
        data["source"] = {**data.get("source", {}), "retrieved": "2025-09-11"}
        return validator.is_valid(data)

    assert is_valid(TEXT)
    refused = {name for name, (text, _) in FAULTS.items() if not is_valid(text)}
    assert refused == {
        "missing and unknown keys",
        "a row that is no table",
        "no list",
        "no source",
    }


# --- notes --------------------------------------------------------------------------------------


def test_gaps_missing_lists_and_ranks_before_beyond_the_field_are_notes() -> None:
    assert notes(read(changed("rank_change = 1,", "rank_change = 9,"))) == [
        "10:2: incomplete: rankings: has 2 lists; an edition has 6",
        (
            "13:31: rank-beyond-field: rankings.overall.rows[0].rank_change: means rank 10 in the "
            "edition before; 4 cities are ranked now"
        ),
        "21:8: incomplete: rankings.it-und-kommunikation.rows: 3 of 4 ranks are missing: 1, 3-4",
    ]


def _gaps(ranks: list[int], size: int | None) -> list[str]:
    rows = tuple(RankingRow(rank, f"Musterort {rank}") for rank in ranks)
    source = Source(title="Musterindex", publisher="M", edition=2025, ranked_cities=size)
    rankings = Rankings(source, (Ranking("Verwaltung", rows),))
    return [note.message for note in notes_on(read(dump_rankings(rankings)))[1:]]


@pytest.mark.parametrize(
    ("ranks", "size", "told"),
    [
        ([1, 2, 3], 3, []),
        ([1, 2, 3], None, []),
        ([1, 3], None, ["rank 2 of 3 is missing"]),
        ([], None, []),
        ([2, 4, 6, 8, 10, 12], 13, ["7 of 13 ranks are missing: 1, 3, 5, 7, 9 and 2 more"]),
    ],
)
def test_gaps_in_short(ranks: list[int], size: int | None, told: list[str]) -> None:
    assert _gaps(ranks, size) == told


def test_the_index_has_as_many_ranks_as_was_published() -> None:
    text = changed("ranked_cities = 4\n", "").replace("Musterindex", "Smart City Index")
    text = text.replace("Musterverlag", "Bitkom e. V.")
    found = [note for note in notes(read(text)) if "ranks are missing" in note]
    assert found == [
        "11:8: incomplete: rankings.overall.rows: 79 of 83 ranks are missing: 5-83",
        "20:8: incomplete: rankings.it-und-kommunikation.rows: 82 of 83 ranks are missing: 1, 3-83",
    ]


def test_two_names_of_one_city_are_a_note() -> None:
    text = changed("Musterstadt", "Halle").replace("Halle (Muster)", "Halle (Saale)")
    assert [note for note in notes(read(text)) if "contradiction" in note] == [
        (
            "14:42: contradiction: rankings.overall.rows[1].city: `Halle (Saale)` and `Halle` of "
            "this list are one city in the register"
        )
    ]


def test_a_trend_that_only_one_list_lacks_is_a_note() -> None:
    told = (
        "`Probenau` has no trend here, but one in the list {}; it cannot be new in only one of them"
    )
    text = changed(
        '{ rank = 2, rank_change = 0, city = "Probenau"', '{ rank = 2, city = "Probenau"'
    )
    assert [note for note in notes(read(text)) if "contradiction" in note] == [
        "22:14: contradiction: rankings.it-und-kommunikation.rows[0].rank: "
        + told.format("Gesamtwertung")
    ]
    text = changed(
        '{ rank = 4, rank_change = 0, city = "Probenau"', '{ rank = 4, city = "Probenau"'
    )
    assert [note for note in notes(read(text)) if "contradiction" in note] == [
        "16:14: contradiction: rankings.overall.rows[3].rank: "
        + told.format("IT und Kommunikation")
    ]


# --- beside other files -------------------------------------------------------------------------


def own_file(path: Path, **figures: Any) -> Path:
    """The own file of Probenau, 2nd in IT und Kommunikation."""
    rating = Rating(**{"rank": 2, "rank_change": 0, "score": 70.3, **figures})
    category = Category(name="IT und Kommunikation", rating=rating)
    overall = Rating(rank=4, rank_change=0, score=70.0)
    city = City(
        name="Probenau",
        source=replace(read(TEXT).rankings.source, mean_score=None),
        overall=overall,
        categories=(category,),
    )
    return write_city(path, city, "probenau")


def across(folder: Path) -> list[str]:
    files = [read_file(path) for path in sorted(folder.glob("*.toml"))]
    found = notes_across(files)
    return [f"{n.place}: {n.code}: {n.text}".replace(f"{folder}/", "") for n in found]


def written(folder: Path, text: str = TEXT, name: str = "ranking-2025.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("score", [70.3, 70.25, 70.2, 70.254])
def test_figures_that_agree_within_rounding_contradict_nothing(
    tmp_path: Path, score: float
) -> None:
    written(tmp_path)
    own_file(tmp_path, score=score)
    assert across(tmp_path) == []


def test_what_only_the_own_file_has_contradicts_nothing(tmp_path: Path) -> None:
    written(tmp_path, TEXT[: TEXT.index("[rankings.it")])
    own_file(tmp_path)
    assert across(tmp_path) == []


def test_rows_that_contradict_the_own_file_are_notes_with_both_places(tmp_path: Path) -> None:
    written(tmp_path)
    own_file(tmp_path, rank=3, rank_change=-1, score=71.0)
    row = "ranking-2025.toml:22:{}: contradiction: rankings.it-und-kommunikation.rows[0]."
    assert across(tmp_path) == [
        row.format(14) + "rank: rank 2, but probenau.toml:19:8 has 3",
        row.format(31) + "rank_change: a change of +0, but probenau.toml:20:15 has -1",
        row.format(61) + "score: a score of 70.25, but probenau.toml:21:9 has 71.0",
    ]


def test_what_one_of_both_does_not_say_contradicts_nothing(tmp_path: Path) -> None:
    written(
        tmp_path, changed('rank_change = 0, city = "Probenau", score = 70.25', 'city = "Probenau"')
    )
    own_file(tmp_path, rank_change=5, score=99.0)
    assert across(tmp_path) == []


def test_a_contradiction_names_both_through_another_name_of_the_city(tmp_path: Path) -> None:
    written(tmp_path, TEXT.replace("Probenau", "Halle").replace("Halle (Muster)", "Probenau"))
    path = own_file(tmp_path, rank=3)
    path.write_text(path.read_text(encoding="utf-8").replace("Probenau", "Halle (Saale)"))
    path.rename(tmp_path / "halle-saale.toml")
    assert [note.partition("rows[0].")[2] for note in across(tmp_path)] == [
        "rank: rank 2, but halle-saale.toml:19:8 has 3"
    ]


def test_ranks_that_contradict_the_edition_before(tmp_path: Path) -> None:
    written(tmp_path)
    earlier = changed("edition = 2025", "edition = 2024").replace("Halle (Muster)", "Musterburg")
    earlier = re.sub(r"rank_change = -?\d+, ", "", earlier)
    written(tmp_path, earlier, "ranking-2024.toml")
    # Musterstadt was 1st, not 2nd; of Halle (Muster) nothing is known, and Probenau fits
    assert across(tmp_path) == [
        (
            "ranking-2025.toml:13:31: contradiction: rankings.overall.rows[0].rank_change: rank 1 "
            "and change +1 mean rank 2 in the edition before, but 2024 has 1"
        )
    ]
    own_file(tmp_path, rank=1, rank_change=1, score=70.25)
    assert [note for note in across(tmp_path) if "edition before" in note] == [
        (
            "ranking-2025.toml:13:31: contradiction: rankings.overall.rows[0].rank_change: rank 1 "
            "and change +1 mean rank 2 in the edition before, but 2024 has 1"
        )
    ]
    own_file(tmp_path, rank=1, rank_change=5, score=70.25)
    assert [note for note in across(tmp_path) if note.startswith("probenau")] == [
        (
            "probenau.toml:20:15: contradiction: categories.it-und-kommunikation.rank_change: rank "
            "1 and change +5 mean rank 6 in the edition before, but 2024 has 2"
        )
    ]


def test_of_two_files_of_an_edition_the_later_is_used(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    first, second = written(tmp_path), written(tmp_path / "b")
    answer = check([first, second])
    assert [r.message for r in answer.records if r.code == "shadowed"] == [
        f"is of the same edition as {first}; the later file is used"
    ]
    assert answer.warnings == ("2 files checked: 0 faults, 5 notes",)


def test_check_tells_faults_of_a_ranking_file(tmp_path: Path) -> None:
    answer = check([written(tmp_path, changed("rank = 3", "rank = 2"))])
    assert answer.has_errors
    assert [(r.line, r.column, r.key, r.code) for r in answer.records] == [
        (15, 14, "rankings.overall.rows[2].rank", "duplicate")
    ]

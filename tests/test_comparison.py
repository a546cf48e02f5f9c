"""`compare` and `history`: who is how far from the first, and what cannot be compared.

Three invented cities over two editions. Between them the fifth category was renamed, a row was
replaced by another, and a row without a label moved.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import make_city, write_city
from smartrank import Selection, UsageError, compare, history, render_answer
from smartrank.model import Category, Indicator, Rating

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Invoke
    from smartrank import City

Row = tuple[str | None, float, str | None]


def _city(
    name: str,
    edition: int,
    overall: tuple[int, int | None, float],
    categories: dict[str, tuple[tuple[int, int | None, float], list[Row]]],
) -> City:
    """A city from rank, change and score of each rating, and name, score, likely name of rows."""
    base = make_city(name, edition)

    def rating(figures: tuple[int, int | None, float]) -> Rating:
        rank, change, score = figures
        return Rating(rank=rank, rank_change=change, score=score)

    made = (
        Category(
            name=category,
            rating=rating(figures),
            indicators=tuple(
                Indicator(name=row, score=score, likely_name=likely) for row, score, likely in rows
            ),
        )
        for category, (figures, rows) in categories.items()
    )
    source = replace(base.source, ranked_cities=81 if edition < 2023 else 82)
    return replace(base, source=source, overall=rating(overall), categories=tuple(made))


OLD = _city(
    "Musterstadt",
    2022,
    (10, None, 50.0),
    {
        "Verwaltung": (
            (12, None, 40.0),
            [("Payment", 30.0, None), (None, 20.0, "Webseite"), ("Altes Portal", 10.0, None)],
        ),
        "Gesellschaft": ((5, None, 60.0), [("Schulen", 70.0, None)]),
    },
)
NEW = _city(
    "Musterstadt",
    2023,
    (8, 3, 55.0),  # was rank 11, says the change; 10, says the earlier edition
    {
        "Verwaltung": (
            (9, 3, 45.5),
            [("Payment", 35.5, None), ("Neues Portal", 90.0, None), (None, 25.0, "Webseite")],
        ),
        "Gesellschaft und Bildung": ((7, -2, 64.5), [("Schulen", 62.5, None)]),
    },
)
BURG = _city(
    "Beispielburg",
    2023,
    (20, None, 40.0),
    {
        "Verwaltung": (
            (3, None, 80.0),
            [("Payment", 100.0, None), ("Neues Portal", 20.0, None), (None, 55.5, None)],
        ),
        "Mobilität": ((1, None, 79.9), [("Parken", 69.0, None)]),
    },
)
HALLE = _city(
    "Halle (Muster)",
    2022,
    (30, -1, 35.5),
    {
        "Verwaltung": ((31, 0, 33.3), [("Payment", 0.0, None), (None, 11.0, None)]),
        "Gesellschaft": ((30, 1, 37.7), [("Schulen", 1.5, None)]),
    },
)

SCALE = (
    "scores of different editions are not on one scale: 100 is the best city of each edition, "
    "so a difference of scores is no measure of progress"
)
CONTRADICTION = (
    "Musterstadt 2023, Gesamtwertung: rank 8 and change +3 mean rank 11 in the edition before, "
    "but 2022 has 10"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for city in (OLD, NEW, BURG, HALLE):
        write_city(tmp_path, city)
    return tmp_path


def _notes(err: str) -> list[str]:
    assert all(line.startswith("note: ") for line in err.splitlines())
    return [line.removeprefix("note: ") for line in err.splitlines()]


# --- two cities in one edition --------------------------------------------------------------------


def test_cities_of_one_edition_as_table(invoke: Invoke, folder: Path) -> None:
    outcome = invoke("compare", "musterstadt", "beispielburg", "--indicators", "--data", folder)
    assert outcome.code == 0
    head, *lines = [line.rstrip() for line in outcome.out.splitlines()]
    assert [" ".join(line.split()) for line in (head, *lines)] == [
        (
            "Category Indicator Musterstadt Rank Musterstadt Score "
            "Beispielburg Rank Beispielburg Score Beispielburg Difference"
        ),
        "Gesamtwertung – 8 55.0 20 40.0 -15.0",
        "Verwaltung – 9 45.5 3 80.0 +34.5",
        "Verwaltung Payment – 35.5 – 100.0 +64.5",
        "Verwaltung Neues Portal – 90.0 – 20.0 -70.0",
        "Verwaltung (unlabelled, row 3) – 25.0 – 55.5 +30.5",
        "Gesellschaft und Bildung – 7 64.5 – – –",
        "Gesellschaft und Bildung Schulen – 62.5 – – –",
        "Mobilität – – – 1 79.9 –",
        "Mobilität Parken – – – 69.0 –",
    ]
    # aligned: every figure of a column ends where its heading ends
    column = head.index("Beispielburg Score") + len("Beispielburg Score")
    assert [line[:column].split()[-1] for line in lines[:5]] == [
        "40.0",
        "80.0",
        "100.0",
        "20.0",
        "55.5",
    ]


def test_cities_of_one_edition_have_no_warning_on_scale(invoke: Invoke, folder: Path) -> None:
    outcome = invoke("compare", "musterstadt", "beispielburg", "--data", folder)
    assert _notes(outcome.err) == [
        "Musterstadt 2023 has no partner for `Mobilität`",
        "Beispielburg 2023 has no partner for `Gesellschaft und Bildung`",
    ]


def test_differences_and_places_have_the_sign_of_better() -> None:
    records = compare([NEW, BURG]).records
    assert [
        (r.city, r.category, r.rank, r.rank_difference, r.score, r.difference) for r in records
    ] == [
        ("musterstadt", "overall", 8, 0, 55.0, 0.0),
        ("beispielburg", "overall", 20, -12, 40.0, -15.0),
        ("musterstadt", "verwaltung", 9, 0, 45.5, 0.0),
        ("beispielburg", "verwaltung", 3, 6, 80.0, 34.5),
        ("musterstadt", "gesellschaft-und-bildung", 7, 0, 64.5, 0.0),
        ("beispielburg", "mobilitaet", 1, None, 79.9, None),
    ]


# --- three cities over two editions ---------------------------------------------------------------


def _by_line(records: Any) -> dict[tuple[Any, ...], list[Any]]:
    """City and edition -> its records, without what repeats."""
    found: dict[tuple[Any, ...], list[Any]] = {}
    for record in records:
        found.setdefault(tuple(record[k] for k in ("city", "edition")), []).append(
            tuple(
                record[k]
                for k in (
                    "level",
                    "category",
                    "position",
                    "indicator",
                    "rank",
                    "rank_difference",
                    "score",
                    "difference",
                )
            )
        )
    return found


def test_three_cities_over_two_editions_as_json(invoke: Invoke, folder: Path) -> None:
    words = ("musterstadt@2022", "musterstadt@2023", "beispielburg", "halle-muster")
    outcome = invoke("compare", *words, "--indicators", "--data", folder, "--json")
    assert outcome.code == 0
    records = json.loads(outcome.out)
    assert {record["city_name"] for record in records} == {
        "Musterstadt",
        "Beispielburg",
        "Halle (Muster)",
    }
    assert _by_line(records) == {
        ("musterstadt", 2022): [
            ("overall", "overall", None, None, 10, 0, 50.0, 0.0),
            ("category", "verwaltung", None, None, 12, 0, 40.0, 0.0),
            ("indicator", "verwaltung", 1, "payment", None, None, 30.0, 0.0),
            ("indicator", "verwaltung", 2, None, None, None, 20.0, 0.0),
            ("indicator", "verwaltung", 3, "altes-portal", None, None, 10.0, 0.0),
            ("category", "gesellschaft", None, None, 5, 0, 60.0, 0.0),
            ("indicator", "gesellschaft", 1, "schulen", None, None, 70.0, 0.0),
        ],
        ("musterstadt", 2023): [
            ("overall", "overall", None, None, 8, 2, 55.0, 5.0),
            ("category", "verwaltung", None, None, 9, 3, 45.5, 5.5),
            ("indicator", "verwaltung", 1, "payment", None, None, 35.5, 5.5),
            ("indicator", "verwaltung", 3, None, None, None, 25.0, 5.0),
            ("category", "gesellschaft-und-bildung", None, None, 7, -2, 64.5, 4.5),
            ("indicator", "gesellschaft-und-bildung", 1, "schulen", None, None, 62.5, -7.5),
            ("indicator", "verwaltung", 2, "neues-portal", None, None, 90.0, None),
        ],
        ("beispielburg", 2023): [
            ("overall", "overall", None, None, 20, -10, 40.0, -10.0),
            ("category", "verwaltung", None, None, 3, 9, 80.0, 40.0),
            ("indicator", "verwaltung", 1, "payment", None, None, 100.0, 70.0),
            ("indicator", "verwaltung", 2, "neues-portal", None, None, 20.0, None),
            ("indicator", "verwaltung", 3, None, None, None, 55.5, None),
            ("category", "mobilitaet", None, None, 1, None, 79.9, None),
            ("indicator", "mobilitaet", 1, "parken", None, None, 69.0, None),
        ],
        ("halle-muster", 2022): [
            ("overall", "overall", None, None, 30, -20, 35.5, -14.5),
            ("category", "verwaltung", None, None, 31, -19, 33.3, -6.7),
            ("indicator", "verwaltung", 1, "payment", None, None, 0.0, -30.0),
            ("indicator", "verwaltung", 2, None, None, None, 11.0, -9.0),
            ("category", "gesellschaft", None, None, 30, -25, 37.7, -22.3),
            ("indicator", "gesellschaft", 1, "schulen", None, None, 1.5, -68.5),
        ],
    }


def test_three_cities_over_two_editions_warn_of_all_that_sets_them_apart(
    invoke: Invoke, folder: Path
) -> None:
    words = ("musterstadt@2022", "musterstadt@2023", "beispielburg", "halle-muster")
    outcome = invoke("compare", *words, "--indicators", "--data", folder, "--json")
    assert _notes(outcome.err) == [
        SCALE,
        (
            "between Musterstadt 2022 and Musterstadt 2023: ranked cities 81 -> 82; "
            "category `Gesellschaft` is called `Gesellschaft und Bildung`"
        ),
        (
            "between Musterstadt 2022 and Beispielburg 2023: ranked cities 81 -> 82; "
            "without the category `Gesellschaft`; with the category `Mobilität`"
        ),
        (
            "Musterstadt 2022 has no partner for `Verwaltung: Neues Portal`, "
            "`Verwaltung: unlabelled row 3`, `Mobilität`, `Mobilität: Parken`"
        ),
        (
            "Musterstadt 2023 has no partner for `Verwaltung: Altes Portal`, "
            "`Verwaltung: unlabelled row 3`, `Mobilität`, `Mobilität: Parken`"
        ),
        (
            "Beispielburg 2023 has no partner for `Verwaltung: unlabelled row 2`, "
            "`Verwaltung: Altes Portal`, `Gesellschaft`, `Gesellschaft: Schulen`"
        ),
        (
            "Halle (Muster) 2022 has no partner for `Verwaltung: Altes Portal`, "
            "`Verwaltung: Neues Portal`, `Verwaltung: unlabelled row 3`, `Mobilität`, "
            "`Mobilität: Parken`"
        ),
        CONTRADICTION,
    ]


def test_the_first_named_is_the_one_compared_with() -> None:
    straight, turned = compare([OLD, BURG]).records, compare([BURG, OLD]).records
    assert [r.difference for r in straight if r.city == "beispielburg"][:2] == [-10.0, 40.0]
    assert [r.difference for r in turned if r.city == "musterstadt"][:2] == [10.0, -40.0]
    assert [r.rank_difference for r in turned if r.city == "musterstadt"][:2] == [10, -9]


# --- history --------------------------------------------------------------------------------------


def test_history_as_table(invoke: Invoke, folder: Path) -> None:
    outcome = invoke("history", "musterstadt", "--indicators", "--data", folder)
    assert outcome.code == 0
    assert [" ".join(line.split()) for line in outcome.out.splitlines()] == [
        "Category Indicator 2022 Rank 2022 Score 2023 Rank 2023 Score 2023 Difference",
        "Gesamtwertung – 10 50.0 8 55.0 +5.0",
        "Verwaltung – 12 40.0 9 45.5 +5.5",
        "Verwaltung Payment – 30.0 – 35.5 +5.5",
        "Verwaltung (unlabelled, row 2) – 20.0 – 25.0 +5.0",
        "Verwaltung Altes Portal – 10.0 – – –",
        "Gesellschaft – 5 60.0 7 64.5 +4.5",
        "Gesellschaft Schulen – 70.0 – 62.5 -7.5",
        "Verwaltung Neues Portal – – – 90.0 –",
    ]
    assert _notes(outcome.err) == [
        SCALE,
        (
            "between Musterstadt 2022 and Musterstadt 2023: ranked cities 81 -> 82; "
            "category `Gesellschaft` is called `Gesellschaft und Bildung`"
        ),
        "Musterstadt 2022 has no partner for `Verwaltung: Neues Portal`",
        "Musterstadt 2023 has no partner for `Verwaltung: Altes Portal`",
        CONTRADICTION,
    ]


def test_history_is_the_comparison_of_all_editions_oldest_first(
    invoke: Invoke, folder: Path
) -> None:
    words = ("--data", folder, "--json")
    expected = json.loads(invoke("compare", "musterstadt@2022", "musterstadt@2023", *words).out)
    assert json.loads(invoke("history", "musterstadt", *words).out) == expected
    assert [record["edition"] for record in expected] == [2022, 2023] * 3


def test_history_of_one_edition_has_nothing_to_warn_of(invoke: Invoke) -> None:
    outcome = invoke("history", "--fields", "edition,category,difference", "-f", "csv")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines()[:3] == [
        "edition,category,difference",
        "2025,overall,0.0",
        "2025,verwaltung,0.0",
    ]


# --- what changed between editions ----------------------------------------------------------------


def test_a_change_in_the_number_of_rows_is_said() -> None:
    (verwaltung, other) = NEW.categories
    fewer = replace(verwaltung, indicators=verwaltung.indicators[:1])
    answer = history([OLD, replace(NEW, categories=(fewer, other))])
    assert "rows 4 -> 2" in answer.warnings[1]


def test_an_unknown_number_of_cities_is_said() -> None:
    unknown = replace(NEW, source=replace(NEW.source, ranked_cities=None))
    assert "ranked cities 81 -> unknown" in history([OLD, unknown]).warnings[1]
    assert "ranked cities unknown -> 81" in compare([unknown, OLD]).warnings[1]


def test_editions_in_which_nothing_changed_have_only_the_warning_on_scale() -> None:
    later = replace(OLD, source=replace(OLD.source, edition=2023))
    assert history([OLD, later]).warnings == (SCALE,)


def test_ranks_that_agree_or_are_not_of_the_edition_before_are_no_contradiction() -> None:
    agreeing = replace(NEW, overall=replace(NEW.overall, rank_change=2))
    assert CONTRADICTION[:30] not in "".join(history([OLD, agreeing]).warnings)
    later = replace(NEW, source=replace(NEW.source, edition=2024))
    assert "contradict" not in "".join(history([OLD, later]).warnings)
    assert "in the edition before" not in "".join(history([OLD, later]).warnings)


def test_the_contradiction_of_a_renamed_category_is_noted() -> None:
    (verwaltung, bildung) = NEW.categories
    moved = replace(bildung, rating=replace(bildung.rating, rank_change=0))
    answer = history([OLD, replace(NEW, categories=(verwaltung, moved))])
    assert answer.warnings[-1] == (
        "Musterstadt 2023, Gesellschaft und Bildung: rank 7 and change +0 mean rank 7 in the "
        "edition before, but 2022 has 5"
    )


# --- selection and order --------------------------------------------------------------------------


def test_a_category_is_matched_over_its_renaming(invoke: Invoke, folder: Path) -> None:
    words = ("--data", folder, "--fields", "edition,category,difference", "-f", "csv")
    for name in ("gesellschaft", "gesellschaft-und-bildung"):
        outcome = invoke("history", "musterstadt", "-c", name, *words)
        assert outcome.out.splitlines() == [
            "edition,category,difference",
            "2022,gesellschaft,0.0",
            "2023,gesellschaft-und-bildung,4.5",
        ]


def test_a_comparison_can_be_sorted_and_cut() -> None:
    answer = compare([NEW, BURG], Selection(sort="difference", desc=True, limit=2))
    assert [(r.category, r.difference) for r in answer.records] == [
        ("verwaltung", 34.5),
        ("overall", 0.0),
    ]
    last = compare([NEW, BURG], Selection(sort="difference", desc=True)).records[-1]
    assert last.difference is None


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["compare"], id="none"),
        pytest.param(["compare", "jena"], id="one"),
        pytest.param(["compare", "jena", "Jena@2025"], id="twice-the-same"),
    ],
)
def test_a_comparison_needs_two(invoke: Invoke, words: list[str]) -> None:
    outcome = invoke(*words)
    assert (outcome.code, outcome.out) == (2, "")
    error, hint = outcome.err.splitlines()
    assert error == "error: name at least two different cities or editions"
    assert hint.startswith("hint: ")
    assert "compare jena@2024 jena@2025`" in hint
    with pytest.raises(UsageError):
        compare([OLD])


# --- no row is lost -------------------------------------------------------------------------------


def test_two_unlabelled_rows_with_the_same_likely_name_are_both_there() -> None:
    rows: list[Row] = [(None, 30.0, "Webseite"), (None, 31.0, "Webseite")]
    rating = (12, None, 40.0)
    later = _city("Musterstadt", 2023, rating, {"Verwaltung": (rating, rows)})
    records = compare([OLD, later], indicators=True).records
    found = [r.score for r in records if r.edition == 2023 and r.level == "indicator"]
    assert sorted(found) == [30.0, 31.0]


def test_a_city_with_both_names_of_the_renamed_category_keeps_both() -> None:
    rating = (12, None, 40.0)
    both = _city(
        "Beispielburg",
        2023,
        rating,
        {"Gesellschaft": (rating, []), "Gesellschaft und Bildung": (rating, [])},
    )
    records = compare([OLD, both]).records
    assert [r.category for r in records if r.city == "beispielburg"] == [
        "overall",
        "gesellschaft",
        "gesellschaft-und-bildung",
    ]


def test_unlabelled_rows_with_different_likely_names_are_no_partners() -> None:
    rating = (12, None, 40.0)
    first = _city("Musterstadt", 2023, rating, {"Probe": (rating, [(None, 1.0, "Webseite")])})
    other = _city("Beispielburg", 2023, rating, {"Probe": (rating, [(None, 5.0, "Apps")])})
    records = compare([first, other], indicators=True).records
    assert [(r.score, r.difference) for r in records if r.level == "indicator"] == [
        (1.0, 0.0),
        (5.0, None),
    ]


def test_unlabelled_rows_are_partners_by_place_in_one_edition() -> None:
    rating = (12, None, 40.0)
    rows: list[Row] = [(None, 1.0, None), ("Payment", 2.0, None), (None, 3.0, None)]
    first = _city("Musterstadt", 2023, rating, {"Probe": (rating, rows)})
    others: list[Row] = [("Payment", 2.0, None), (None, 5.0, None), (None, 1.0, None)]
    third = _city("Halle (Muster)", 2023, rating, {"Probe": (rating, others)})
    records = compare([first, third], indicators=True).records
    assert [(r.position, r.difference) for r in records if r.city == "halle-muster"][2:] == [
        (1, 0.0),
        (3, -2.0),
        (2, None),  # where the first city has Payment
    ]


@pytest.mark.parametrize(
    ("likely", "difference"),
    [("Webseite", 7.0), ("web-seite", None), ("WEBSEITE", 7.0), ("Apps", None), (None, None)],
)
def test_unlabelled_rows_of_editions_are_partners_by_the_same_likely_name(
    likely: str | None, difference: float | None
) -> None:
    rating = (12, None, 40.0)
    old = _city("Musterstadt", 2022, rating, {"Probe": (rating, [(None, 1.0, "Webseite")])})
    new = _city("Musterstadt", 2023, rating, {"Probe": (rating, [(None, 8.0, likely)])})
    records = history([old, new], indicators=True).records
    assert [r.difference for r in records if r.level == "indicator"] == [0.0, difference]


@st.composite
def compared(draw: st.DrawFn) -> list[City]:
    cities = []
    for name, edition in (("Musterstadt", 2022), ("Musterstadt", 2023), ("Beispielburg", 2023)):
        rows: list[Row] = []
        names = draw(st.lists(st.sampled_from([None, None, "A", "B", "C", "D"]), max_size=5))
        for place, row in enumerate(names):
            if row is not None and any(known[0] == row for known in rows):
                continue
            likely = draw(st.sampled_from([None, "X", "Y"])) if row is None else None
            rows.append((row, float(place), likely))
        rating = (draw(st.integers(1, 50)), None, draw(st.integers(0, 1000)) / 10)
        cities.append(_city(name, edition, rating, {"Probe": (rating, rows)}))
    return cities


@given(compared())
def test_every_row_of_every_city_is_there_once(cities: list[City]) -> None:
    records = compare(cities, indicators=True).records
    found = [(r.city, r.edition, r.level, r.position, r.indicator, r.score) for r in records]
    expected: list[tuple[Any, ...]] = []
    for city in cities:
        (category,) = city.categories
        about = (city.slug, city.edition)
        expected.append((*about, "overall", None, None, city.overall.score))
        expected.append((*about, "category", None, None, category.rating.score))
        expected += [
            (*about, "indicator", place, row.slug, row.score) for place, row in category.rows()
        ]
    assert sorted(found, key=repr) == sorted(expected, key=repr)


@given(compared())
def test_a_comparison_turned_round_has_the_opposite_differences(cities: list[City]) -> None:
    first, _, other = cities

    def found(pair: list[City]) -> dict[str, tuple[float | None, int | None]]:
        return {
            r.indicator or r.level: (r.difference, r.rank_difference)
            for r in compare(pair, indicators=True).records
            if r.city == pair[1].slug and (r.indicator or r.level != "indicator")
        }

    there, back = found([first, other]), found([other, first])
    for key in there.keys() & back.keys():
        (points, places), (turned_points, turned_places) = there[key], back[key]
        assert points is not None
        assert turned_points == -points
        assert turned_places == (None if places is None else -places)


def test_thresholds_hold_in_a_comparison_too() -> None:
    answer = compare(
        [make_city("Musterstadt"), make_city("Beispielburg")],
        Selection(above=40.0, below=80.0),
        indicators=True,
    )
    assert [(row.level, row.score) for row in answer.records] == [
        ("overall", 59.5),
        ("overall", 59.5),
        ("category", 59.5),
        ("category", 59.5),
    ]


def test_half_a_line_is_not_drawn_as_if_a_figure_were_missing() -> None:
    cities = [make_city("Musterstadt"), make_city("Beispielburg")]
    whole = render_answer(compare(cities)).decode().splitlines()
    half = render_answer(compare(cities, Selection(limit=3))).decode().splitlines()
    assert (len(whole), len(half)) == (3, 4)
    assert "–" not in "".join(half)


def test_notes_are_on_the_categories_that_were_asked_for() -> None:
    earlier = make_city(edition=2024, rank=20, rank_change=None, rows=(("Laternen", 80.0),))
    later = make_city(edition=2025, rank=10, rank_change=2)
    whole = compare([earlier, later], indicators=True).warnings
    part = compare([earlier, later], Selection(categories=["overall"]), indicators=True).warnings
    assert [
        ("Bahnsteige" in "".join(notes), "Probe" in "".join(notes)) for notes in (whole, part)
    ] == [
        (True, True),
        (False, False),
    ]
    assert any("Gesamtwertung" in note for note in part)

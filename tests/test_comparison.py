"""`compare` and `history`: who is how far from the first, and what cannot be compared.

Three invented cities over two editions. Between them the fifth category was renamed, a row was
replaced by another, and a row without a label moved.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import make_city
from smartrank import Selection, UsageError, compare, history
from smartrank.model import Category, Indicator, Rating

if TYPE_CHECKING:
    from smartrank import Answer, City, ComparisonRecord

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
    "so a score difference does not measure progress"
)
FELL_WITH_MORE = (
    "from 2022 to 2023 Musterstadt fell in rank although its score rose: "
    "Gesellschaft und Bildung; other cities and the scale moved, too"
)


def _lines(answer: Answer[ComparisonRecord]) -> list[list[ComparisonRecord]]:
    """The records of each line; the sheet tells which belong to one."""
    assert answer.sheet.lines is not None
    pairs = zip(answer.sheet.lines, answer.records, strict=True)
    return [[record for _, record in line] for _, line in groupby(pairs, key=lambda p: p[0])]


# --- two cities in one edition --------------------------------------------------------------------


def test_what_is_compared_stands_on_one_line_the_base_first() -> None:
    answer = compare([NEW, BURG], indicators=True)
    assert [[(r.city, r.row or r.category, r.score) for r in line] for line in _lines(answer)] == [
        [("musterstadt", "overall", 55.0), ("beispielburg", "overall", 40.0)],
        [("musterstadt", "verwaltung", 45.5), ("beispielburg", "verwaltung", 80.0)],
        [("musterstadt", "verwaltung/1", 35.5), ("beispielburg", "verwaltung/1", 100.0)],
        [("musterstadt", "verwaltung/2", 90.0), ("beispielburg", "verwaltung/2", 20.0)],
        [("musterstadt", "verwaltung/3", 25.0), ("beispielburg", "verwaltung/3", 55.5)],
        [("musterstadt", "gesellschaft-und-bildung", 64.5)],
        [("musterstadt", "gesellschaft-und-bildung/1", 62.5)],
        [("beispielburg", "mobilitaet", 79.9)],
        [("beispielburg", "mobilitaet/1", 69.0)],
    ]
    assert answer.warnings == (
        "only in Musterstadt 2023: Gesellschaft und Bildung; Gesellschaft und Bildung: Schulen",
        "only in Beispielburg 2023: Mobilität; Mobilität: Parken",
    )


def test_a_row_tells_what_it_is_and_a_rating_does_not() -> None:
    city = make_city(rows=(("Laternen", 80.0), (None, 20.0)))
    (category,) = city.categories
    first, second, bonus = category.indicators
    rows = (first, replace(second, likely_name="Bahnsteige"), bonus)
    city = replace(city, categories=(replace(category, indicators=rows),))
    records = compare([city, make_city("Beispielburg")], indicators=True).records
    found = [
        (r.row, r.indicator, r.likely_name, r.kind, r.max_score, r.origin)
        for r in records
        if r.city == "musterstadt"
    ]
    assert found == [
        (None, None, None, None, None, "page"),
        (None, None, None, None, None, "page"),
        ("probe/1", "laternen", None, "regular", 100.0, "page"),
        ("probe/2", None, "Bahnsteige", "regular", 100.0, "page"),
        ("probe/3", "sonstige-projekte-probe", None, "bonus", 10.0, "page"),
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


def test_three_cities_over_two_editions() -> None:
    answer = compare([OLD, NEW, BURG, HALLE], indicators=True)
    found: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
    for r in answer.records:
        figures = (r.row or r.category, r.rank, r.rank_difference, r.score, r.difference)
        found.setdefault((r.city, r.edition), []).append(figures)
    assert found == {
        ("musterstadt", 2022): [
            ("overall", 10, 0, 50.0, 0.0),
            ("verwaltung", 12, 0, 40.0, 0.0),
            ("verwaltung/1", None, None, 30.0, 0.0),
            ("verwaltung/2", None, None, 20.0, 0.0),
            ("verwaltung/3", None, None, 10.0, 0.0),
            ("gesellschaft", 5, 0, 60.0, 0.0),
            ("gesellschaft/1", None, None, 70.0, 0.0),
        ],
        ("musterstadt", 2023): [
            ("overall", 8, 2, 55.0, 5.0),
            ("verwaltung", 9, 3, 45.5, 5.5),
            ("verwaltung/1", None, None, 35.5, 5.5),
            ("verwaltung/3", None, None, 25.0, 5.0),
            ("gesellschaft-und-bildung", 7, -2, 64.5, 4.5),
            ("gesellschaft-und-bildung/1", None, None, 62.5, -7.5),
            ("verwaltung/2", None, None, 90.0, None),
        ],
        ("beispielburg", 2023): [
            ("overall", 20, -10, 40.0, -10.0),
            ("verwaltung", 3, 9, 80.0, 40.0),
            ("verwaltung/1", None, None, 100.0, 70.0),
            ("verwaltung/2", None, None, 20.0, None),
            ("verwaltung/3", None, None, 55.5, None),
            ("mobilitaet", 1, None, 79.9, None),
            ("mobilitaet/1", None, None, 69.0, None),
        ],
        ("halle-muster", 2022): [
            ("overall", 30, -20, 35.5, -14.5),
            ("verwaltung", 31, -19, 33.3, -6.7),
            ("verwaltung/1", None, None, 0.0, -30.0),
            ("verwaltung/2", None, None, 11.0, -9.0),
            ("gesellschaft", 30, -25, 37.7, -22.3),
            ("gesellschaft/1", None, None, 1.5, -68.5),
        ],
    }
    *warnings, contradiction = answer.warnings
    assert warnings == [
        SCALE,
        "Musterstadt was ranked among 81 cities in 2022, 82 in 2023",
        "the category `Gesellschaft` of 2022 is `Gesellschaft und Bildung` in 2023",
        "Musterstadt was ranked among 81 cities in 2022, Beispielburg among 82 in 2023",
        (
            "only in Musterstadt 2022, Musterstadt 2023, Halle (Muster) 2022: "
            "Verwaltung, row 2 (unlabelled); Gesellschaft; Gesellschaft: Schulen"
        ),
        "only in Musterstadt 2022: Verwaltung: Altes Portal",
        "only in Musterstadt 2023, Beispielburg 2023: Verwaltung: Neues Portal",
        ("only in Beispielburg 2023: Verwaltung, row 3 (unlabelled); Mobilität; Mobilität: Parken"),
    ]
    assert contradiction.startswith("Musterstadt 2023, Gesamtwertung: ")


def test_the_first_named_is_the_one_compared_with() -> None:
    straight, turned = compare([OLD, BURG]).records, compare([BURG, OLD]).records
    assert [r.difference for r in straight if r.city == "beispielburg"][:2] == [-10.0, 40.0]
    assert [r.difference for r in turned if r.city == "musterstadt"][:2] == [10.0, -40.0]
    assert [r.rank_difference for r in turned if r.city == "musterstadt"][:2] == [10, -9]


# --- history --------------------------------------------------------------------------------------


def test_history_is_the_comparison_of_all_editions_whatever_order_they_come_in() -> None:
    expected = compare([OLD, NEW], indicators=True)
    for editions in ([OLD, NEW], [NEW, OLD], [NEW, OLD, NEW]):
        found = history(editions, indicators=True)
        assert found.sheets == expected.sheets
        assert found.warnings == (*expected.warnings, FELL_WITH_MORE)
    assert [r.edition for r in history([NEW, OLD]).records] == [2022, 2023] * 3


def test_a_fall_with_more_points_is_told_where_it_is_shown() -> None:
    assert history([OLD, NEW], Selection(["gesell"])).warnings[-1] == FELL_WITH_MORE
    assert FELL_WITH_MORE not in history([OLD, NEW], Selection(["verwaltung"])).warnings
    (verwaltung, bildung) = NEW.categories
    for rating in (
        Rating(rank=7, score=60.0),  # no more points
        Rating(rank=5, score=64.5),  # no fall
        Rating(rank=4, score=64.5),
        Rating(rank=7),
    ):
        later = replace(NEW, categories=(verwaltung, replace(bildung, rating=rating)))
        assert not any("fell in rank" in note for note in history([OLD, later]).warnings)
    unscored = replace(OLD, categories=(replace(OLD.categories[1], rating=Rating(rank=5)),))
    assert not any("fell in rank" in note for note in history([unscored, NEW]).warnings)


def test_the_year_before_the_oldest_edition_comes_from_its_trends() -> None:
    answer = history([NEW])
    assert answer.warnings == ()
    assert [
        [(r.edition, r.origin, r.rank, r.rank_difference, r.score, r.difference) for r in line]
        for line in _lines(answer)
    ] == [
        [(2022, "trend", 11, 0, None, None), (2023, "page", 8, 3, 55.0, 0.0)],
        [(2022, "trend", 12, 0, None, None), (2023, "page", 9, 3, 45.5, 0.0)],
        [(2022, "trend", 5, 0, None, None), (2023, "page", 7, -2, 64.5, 0.0)],
    ]
    # no such year where the earlier edition is known, nor in a comparison
    assert {r.origin for r in history([OLD, NEW]).records} == {"page"}
    assert {r.origin for r in compare([NEW, BURG]).records} == {"page"}


def test_places_won_since_the_year_from_the_trend_and_points_since_the_oldest_edition() -> None:
    later = replace(NEW, source=replace(NEW.source, edition=2024))
    oldest = replace(OLD, overall=Rating(rank=10, rank_change=-4, score=50.0))
    (overall, verwaltung, _) = _lines(history([oldest, later]))
    assert [(r.edition, r.rank, r.rank_difference, r.difference) for r in overall] == [
        (2021, 6, 0, None),
        (2022, 10, -4, 0.0),
        (2024, 8, -2, 5.0),
    ]
    # its oldest edition has no trend in this category
    assert [(r.edition, r.rank_difference, r.difference) for r in verwaltung] == [
        (2022, None, 0.0),
        (2024, None, 5.5),
    ]


def test_a_category_that_ended_is_told_beside_the_year_from_the_trend() -> None:
    first = replace(NEW, categories=NEW.categories[:1])
    second = replace(OLD, source=replace(OLD.source, edition=2024), categories=())
    third = replace(OLD, source=replace(OLD.source, edition=2025), categories=())
    for editions in ([first, second], [first, second, third]):
        answer = history(editions)
        assert [[r.edition for r in line] for line in _lines(answer)] == [
            [2022, *(city.edition for city in editions)],
            [2022, 2023],
        ]
        assert "only in Musterstadt 2023: Verwaltung" in answer.warnings


# --- what changed between editions ----------------------------------------------------------------


def test_a_change_in_the_number_of_rows_is_said() -> None:
    (verwaltung, other) = NEW.categories
    fewer = replace(verwaltung, indicators=verwaltung.indicators[:1])
    answer = history([OLD, replace(NEW, categories=(fewer, other))])
    assert "Musterstadt 2022 has 4 rows, Musterstadt 2023 has 2" in answer.warnings


def test_an_unknown_number_of_cities_is_said() -> None:
    unknown = replace(NEW, source=replace(NEW.source, ranked_cities=None))
    note = "Musterstadt 2022 was ranked among 81 cities; for Musterstadt 2023 the number is unknown"
    assert history([OLD, unknown]).warnings[1] == compare([unknown, OLD]).warnings[1] == note


def test_editions_in_which_nothing_changed_have_only_the_warning_on_scale() -> None:
    later = replace(OLD, source=replace(OLD.source, edition=2023))
    assert history([OLD, later]).warnings == (SCALE,)


def test_a_contradiction_is_told_of_the_edition_before_only() -> None:
    def told(new: City) -> list[str]:
        warnings = history([OLD, new]).warnings
        return [note for note in warnings if note.startswith("Musterstadt 2023, ")]

    (verwaltung, bildung) = NEW.categories
    (note,) = told(NEW)  # was rank 11, says the change; 10, says the earlier edition
    assert note.startswith("Musterstadt 2023, Gesamtwertung: ")
    agreeing = replace(NEW, overall=Rating(rank=8, rank_change=2, score=55.0))
    assert told(agreeing) == []
    moved = replace(bildung, rating=replace(bildung.rating, rank_change=0))
    (renamed,) = told(replace(agreeing, categories=(verwaltung, moved)))
    assert renamed.startswith("Musterstadt 2023, Gesellschaft und Bildung: ")
    later = replace(NEW, source=replace(NEW.source, edition=2024))
    assert not any("Gesamtwertung" in note for note in history([OLD, later]).warnings)


# --- selection and order --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["gesellschaft", "gesellschaft-und-bildung", "bildung"])
def test_a_category_is_matched_over_its_renaming(name: str) -> None:
    records = history([OLD, NEW], Selection([name])).records
    assert [(r.edition, r.category, r.difference) for r in records] == [
        (2022, "gesellschaft", 0.0),
        (2023, "gesellschaft-und-bildung", 4.5),
    ]


@pytest.mark.parametrize(
    ("selection", "lines"),
    [
        pytest.param(Selection(sort="difference"), ["overall", "verw", "ges", "mob"], id="asc"),
        pytest.param(Selection(sort="-difference"), ["verw", "overall", "ges", "mob"], id="minus"),
        pytest.param(
            Selection(sort="difference", desc=True), ["verw", "overall", "ges", "mob"], id="desc"
        ),
        pytest.param(Selection(sort="rank_difference"), ["overall", "verw", "ges", "mob"], id="r"),
        pytest.param(Selection(sort="score"), ["verw", "overall", "ges", "mob"], id="of-the-base"),
        pytest.param(Selection(sort="rank"), ["ges", "overall", "verw", "mob"], id="rank"),
        pytest.param(Selection(sort="category"), ["ges", "mob", "overall", "verw"], id="text"),
        pytest.param(Selection(desc=True), ["mob", "ges", "verw", "overall"], id="turned-round"),
        pytest.param(Selection(limit=2), ["overall", "verw"], id="limit"),
        pytest.param(Selection(sort="-score", limit=1), ["ges"], id="limit-comes-last"),
        pytest.param(Selection(above=50), ["overall", "verw", "ges", "mob"], id="any-of-the-line"),
        pytest.param(Selection(above=60), ["verw", "ges", "mob"], id="above"),
        pytest.param(Selection(above=60, below=65), ["ges"], id="between"),
        pytest.param(Selection(match="bildung"), ["ges"], id="match"),
    ],
)
def test_whole_lines_are_kept_and_ordered_with_their_differences(
    selection: Selection, lines: list[str]
) -> None:
    whole = {line[0].category: line for line in _lines(compare([NEW, BURG]))}
    found = _lines(compare([NEW, BURG], selection))
    assert found == [
        whole[key] for beginning in lines for key in whole if key.startswith(beginning)
    ]


def test_of_several_the_second_orders_a_comparison_and_the_newest_a_history() -> None:
    cities = [
        _city("Musterstadt", year, (10, None, 50.0), {"Probe": ((10, None, score), [])})
        for year, score in ((2021, 50.0), (2022, 60.0), (2023, 40.0))
    ]
    order = Selection(sort="difference")
    assert [line[0].category for line in _lines(compare(cities, order))] == ["overall", "probe"]
    assert [line[0].category for line in _lines(history(cities, order))] == ["probe", "overall"]


def test_what_the_base_lacks_is_ordered_by_its_name_and_last_by_a_figure() -> None:
    by_name = compare([BURG, NEW], Selection(sort="category_name")).records
    assert [r.category for r in by_name if r.city == "musterstadt"][1:] == [
        "gesellschaft-und-bildung",
        "verwaltung",
    ]
    by_score = compare([BURG, NEW], Selection(sort="score")).records
    assert by_score[-1].category == "gesellschaft-und-bildung"


def test_a_comparison_needs_two_different_cities_or_editions() -> None:
    for cities in ([], [OLD], [OLD, OLD]):
        with pytest.raises(UsageError) as caught:
            compare(cities)
        assert str(caught.value) == "name at least two different cities or editions"
    with pytest.raises(UsageError, match="nothing to compare"):
        history([])
    assert compare([OLD, NEW, OLD]).records == compare([OLD, NEW]).records


# --- no row is lost -------------------------------------------------------------------------------


def test_two_unlabelled_rows_with_the_same_likely_name_are_both_there() -> None:
    rows: list[Row] = [(None, 30.0, "Webseite"), (None, 31.0, "Webseite")]
    rating = (12, None, 40.0)
    later = _city("Musterstadt", 2023, rating, {"Verwaltung": (rating, rows)})
    records = compare([OLD, later], indicators=True).records
    found = [r.score for r in records if r.edition == 2023 and r.level == "indicator"]
    assert set(found) == {30.0, 31.0}


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


def test_of_two_categories_that_were_one_before_that_of_the_same_name_is_the_partner() -> None:
    def rated(score: float) -> tuple[tuple[int, int | None, float], list[Row]]:
        return (12, None, score), []

    categories = {"Gesellschaft und Bildung": rated(1.0), "Gesellschaft": rated(2.0)}
    both = _city("Beispielburg", 2023, (12, None, 40.0), categories)
    (_, new, old, _) = _lines(compare([both, OLD]))
    assert [r.category for r in new] == ["gesellschaft-und-bildung"]
    assert [r.category for r in old] == ["gesellschaft", "gesellschaft"]


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


def test_a_likely_name_is_a_surer_partner_than_a_place() -> None:
    rating = (12, None, 40.0)
    rows: list[Row] = [(None, 1.0, None), (None, 2.0, "Webseite")]
    first = _city("Musterstadt", 2023, rating, {"Probe": (rating, rows)})
    others: list[Row] = [(None, 5.0, "Webseite"), (None, 7.0, None)]
    other = _city("Beispielburg", 2023, rating, {"Probe": (rating, others)})
    found = _lines(compare([first, other], indicators=True))[2:]
    assert [[r.score for r in line] for line in found] == [[1.0], [2.0, 5.0], [7.0]]


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
        assert city.overall is not None
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


def test_thresholds_leave_bonus_rows_out_of_a_comparison_too() -> None:
    cities = [make_city("Musterstadt"), make_city("Beispielburg")]
    low = Selection(below=60.0)
    found = [r.row or r.category for r in compare(cities, low, indicators=True).records]
    assert found == ["overall", "overall", "probe", "probe", "probe/1", "probe/1"]
    weighed = compare(cities, low._replace(bonus=True), indicators=True).records
    assert [r.row for r in weighed][6:] == ["probe/3", "probe/3"]  # 5 of 10 points


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

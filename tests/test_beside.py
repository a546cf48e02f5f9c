"""Compared records side by side: two blocks, the base first, a field for all or for none."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from conftest import make_city
from smartrank import Selection, View, compare, history, render_answer

if TYPE_CHECKING:
    from smartrank import Answer, City

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def rated(name: str, edition: int, rank: int, change: int | None, score: float) -> City:
    """An invented city with these overall figures."""
    city = make_city(name, edition, rank_change=change)
    assert city.overall is not None
    overall = replace(city.overall, rank=rank, rank_change=change, score=score)
    return replace(city, overall=overall)


def years(count: int, first: int = 2019) -> list[City]:
    """Editions of one city that climbs a place a year."""
    return [
        rated("Musterstadt", first + n, 40 - n, None if n == 0 else 1, 50.0 + n / 5)
        for n in range(count)
    ]


def drawn(answer: Answer[Any], **view: Any) -> list[str]:
    """The lines of a table."""
    return render_answer(answer, "table", View(**view)).decode().splitlines()


def blocks(lines: list[str]) -> dict[str, list[list[str]]]:
    """The lines of the blocks of a table that was piped, as cells, by their titles."""
    found: dict[str, list[list[str]]] = {}
    for line in lines:
        cells = re.split(r" {2,}", line)
        if line in ("Rank", "Score"):
            found[line] = []
        elif found and line:
            found[[*found][-1]].append(cells)
    return found


# --- what a reader sees --------------------------------------------------------------------------


def test_a_history_has_a_block_of_ranks_and_one_of_scores_with_years_as_columns() -> None:
    assert drawn(history(years(3))) == [
        "Rank",
        "Category       2019  2020  2021  since 2019",
        "Gesamtwertung    40    39    38          +2",
        "Probe            10    10    10           0",
        "",
        "Score",
        "Category       2019  2020  2021  since 2019",
        "Gesamtwertung  50.0  50.2  50.4        +0.4",
        "Probe          59.5  59.5  59.5         0.0",
    ]


def test_cities_have_their_difference_to_the_first_behind_them() -> None:
    first, second = rated("Alt", 2025, 10, 2, 60.0), rated("Neu", 2025, 7, 0, 61.5)
    third = rated("Weit", 2025, 30, 0, 40.0)
    assert drawn(compare([first, second, third])) == [
        "Rank",
        "Category        Alt   Neu  vs Alt  Weit  vs Alt",
        "Gesamtwertung    10     7      +3    30     -20",
        "Probe            10    10       0    10       0",
        "",
        "Score",
        "Category        Alt   Neu  vs Alt  Weit  vs Alt",
        "Gesamtwertung  60.0  61.5    +1.5  40.0   -20.0",
        "Probe          59.5  59.5     0.0  59.5     0.0",
    ]


def test_the_year_that_comes_from_a_trend_is_marked_and_has_no_scores() -> None:
    (only,) = years(1)
    assert only.overall is not None
    only = replace(only, overall=replace(only.overall, rank_change=-3))
    assert drawn(history([only], Selection(categories=["overall"]))) == [
        "Rank",
        "Category       2018*  2019  since 2018",
        "Gesamtwertung     37    40          -3",
        "* from rank and trend of 2019",
        "",
        "Score",
        "Category       2019",
        "Gesamtwertung  50.0",
    ]


@pytest.mark.parametrize(
    ("cities", "called", "since"),
    [
        ([("Alt", 2025), ("Alt", 2024)], ["2025", "2024"], ["since 2025"]),
        ([("Alt", 2025), ("Neu", 2025)], ["Alt", "Neu"], ["vs Alt"]),
        ([("Alt", 2025), ("Neu", 2024)], ["Alt 2025", "Neu 2024"], ["vs Alt 2025"]),
    ],
)
def test_sides_are_told_apart_by_what_differs(
    cities: list[tuple[str, int]], called: list[str], since: list[str]
) -> None:
    made = [rated(name, edition, 5, None, 50.0) for name, edition in cities]
    for rows in blocks(drawn(compare(made))).values():
        assert rows[0] == ["Category", *called, *since]


def test_seven_editions_stand_in_66_columns_with_names_of_the_page() -> None:
    editions = [
        replace(
            city,
            categories=(replace(city.categories[0], name="Gesellschaft und Bildung"),),
        )
        for city in years(7)
    ]
    lines = drawn(history(editions), width=66)
    heading = "Category                  2019  2020  2021  2022  2023  2024  2025"
    assert [len(line) for line in lines if line.startswith("Gesellschaft")] == [66, 66]
    assert lines.count(heading) == 2
    wide = drawn(history(editions), width=78)
    assert wide.count(f"{heading}  since 2019") == 2


def test_the_base_is_first_also_where_the_first_line_lacks_it() -> None:
    base, other = make_city("Alt", rows=(("Laternen", 1.0),)), make_city("Neu")
    only = replace(base, overall=None)
    answer = compare([only, other], indicators=True)
    assert answer.records[0].city == "neu" or answer.records[0].category == "probe"
    for selection in (Selection(), Selection(match="Bahnsteige"), Selection(desc=True)):
        found = blocks(drawn(compare([only, other], selection, indicators=True)))
        for rows in found.values():
            sides = [text for text in rows[0] if text in ("Alt", "Neu")]
            assert sides in (["Alt", "Neu"], ["Neu"])


def test_a_difference_goes_for_all_cities_or_for_none() -> None:
    cities = [rated(f"Musterstadt {n}", 2025, n, 0, 90.0 - n) for n in range(1, 6)]
    seen = set()
    for width in range(30, 140):
        text = "\n".join(drawn(compare(cities), width=width))
        headings = re.findall(r"^(?:Rank|Score)\n(?:.*\n)*?Category.*$", text, re.MULTILINE)
        counts = {len(re.findall(r"\bvs\b", heading)) for heading in headings}
        if "Gesamtwertung\n  " not in text:  # else records stand vertical
            assert counts <= {0, 4}, width
            seen |= counts
    assert seen == {0, 4}


def test_a_picture_is_as_wide_as_cities_side_by_side_need() -> None:
    cities = [rated(f"Musterstadt am Muster {n}", 2025, n, 0, 90.0 - n) for n in range(1, 9)]
    data = render_answer(compare(cities), "svg").decode()
    drawn = re.sub("<desc.*</desc>", "", data, flags=re.DOTALL)
    assert len(re.findall(r">\S* ?vs Musterstadt", drawn)) >= 2 * 7
    (width,) = re.findall(r'viewBox="0 0 (\d+) ', data)
    assert int(width) > 2000


def test_columns_of_an_empty_answer_are_those_of_the_cities() -> None:
    cities = [make_city("Alt"), make_city("Neu")]
    assert drawn(compare(cities, Selection(limit=0))) == ["Rank", "Category  Alt  Neu  vs Alt"]


def test_without_headings_there_are_figures_alone() -> None:
    (only,) = years(1)
    assert only.overall is not None
    answer = history([replace(only, overall=replace(only.overall, rank_change=-3))])
    assert drawn(answer, header=False) == [
        "Gesamtwertung     37    40          -3",
        "Probe              –    10           –",
        "",
        "Gesamtwertung  50.0",
        "Probe          59.5",
    ]


# --- good and bad --------------------------------------------------------------------------------


def coloured(answer: Answer[Any]) -> set[tuple[str, str]]:
    """The texts that are green or red, each with its colour."""
    text = render_answer(answer, "table", View(width=100, colour=True)).decode()
    names = {"31": "red", "32": "green"}
    return {
        (shown.strip(), names[code])
        for code, shown in re.findall(r"\x1b\[(\d+)m([^\x1b]*)\x1b\[0m", text)
        if code in names
    }


def test_an_advantage_of_the_first_city_is_good_and_of_another_bad() -> None:
    first = rated("Alt", 2025, 10, 2, 60.0)
    assert coloured(compare([first, rated("Neu", 2025, 7, 0, 61.5)])) == {
        ("+3", "red"),
        ("+1.5", "red"),
    }
    assert coloured(compare([first, rated("Neu", 2025, 17, 0, 41.5)])) == {
        ("-7", "green"),
        ("-18.5", "green"),
    }


def test_places_won_are_good_but_scores_of_editions_are_not_judged() -> None:
    assert coloured(history(years(3))) == {("+2", "green")}
    assert coloured(compare(years(3)[::-1])) == {("-2", "red")}


def test_another_city_in_another_edition_is_not_judged() -> None:
    other = rated("Neu", 2024, 17, 0, 41.5)
    assert coloured(compare([rated("Alt", 2025, 10, 2, 60.0), other])) == set()

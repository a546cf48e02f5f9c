"""How columns get their widths and text its lines: numbers and text alone, nothing is drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from smartrank.render import fit
from smartrank.render.fit import Extent


def column(
    cells: int,
    heading: int = 1,
    *,
    floor: int | None = None,
    optional: str = "",
    bar: bool = False,
) -> Extent:
    """A column whose heading is one word."""
    return Extent(cells, (heading, heading, heading), floor, optional, bar)


def lines(text: str, width: int) -> list[str]:
    """The lines of prose."""
    return [text[start:end] for start, end in fit.wrapped(text, width, cell_len)]


# --- widths --------------------------------------------------------------------------------------


def test_where_nothing_bounds_the_width_all_is_as_wide_as_it_wants() -> None:
    columns = [column(200, floor=8), column(4, heading=30, optional="x")]
    assert fit.fitted(columns, None) == {0: 200, 1: 30}


def test_an_empty_column_is_one_cell_wide() -> None:
    assert fit.fitted([Extent(0, (0, 0, 0))], 10) == {0: 1}


@pytest.mark.parametrize(
    ("limit", "widths"),
    [
        (36, {0: 10, 1: 24}),  # in one line
        (35, {0: 10, 1: 13}),  # in two
        (25, {0: 10, 1: 13}),
        (24, {0: 10, 1: 8}),  # at each word
        (20, {0: 10, 1: 8}),
        (19, {}),
    ],
)
def test_headings_are_broken_before_anything_goes(limit: int, widths: dict[int, int]) -> None:
    assert fit.fitted([column(10), Extent(6, (24, 13, 8))], limit) == widths


@pytest.mark.parametrize(
    ("limit", "widths"),
    [
        (20, {0: 10, 1: 3, 2: 3}),
        (19, {0: 10, 1: 3}),  # the last of those that may go
        (14, {0: 10}),
        (9, {0: 9}),  # and only then a name is folded
        (8, {0: 8}),
        (7, {}),
    ],
)
def test_columns_go_before_names_are_folded(limit: int, widths: dict[int, int]) -> None:
    columns = [column(10, floor=8), column(3, optional="a"), column(3, optional="b")]
    assert fit.fitted(columns, limit) == widths


def test_a_long_name_is_folded_before_a_column_goes() -> None:
    columns = [column(50, floor=10), column(5, optional="a")]
    assert fit.fitted(columns, 57) == {0: 50, 1: 5}
    assert fit.fitted(columns, 56) == {0: 49, 1: 5}
    assert fit.fitted(columns, 39) == {0: fit.WHOLE_NAME, 1: 5}
    assert fit.fitted(columns, 38) == {0: 38}


def test_columns_that_belong_together_go_together() -> None:
    columns = [column(10), *[column(3, optional="a"), column(3, optional="b")] * 2]
    assert fit.fitted(columns, 30) == {0: 10, 1: 3, 2: 3, 3: 3, 4: 3}
    assert fit.fitted(columns, 29) == {0: 10, 1: 3, 3: 3}
    assert fit.fitted(columns, 19) == {0: 10}


def test_the_longest_name_is_folded_first_and_not_below_the_next() -> None:
    columns = [column(40, floor=10), column(30, floor=10), column(20, floor=10)]
    assert fit.fitted(columns, 84) == {0: 30, 1: 30, 2: 20}
    assert sorted(fit.fitted(columns, 74).values()) == [20, 25, 25]
    assert fit.fitted(columns, 34) == {0: 10, 1: 10, 2: 10}
    assert fit.fitted(columns, 33) == {}


def test_a_long_name_is_folded_to_give_a_bar_its_place_and_an_easy_one_is_not() -> None:
    bar = fit.WANTED_BAR + fit.GAP
    assert fit.fitted([column(50, floor=10), column(5, bar=True)], 57 + bar) == {0: 50, 1: 5}
    assert fit.fitted([column(50, floor=10), column(5, bar=True)], 50 + bar) == {0: 43, 1: 5}
    assert fit.fitted([column(36, floor=10), column(5, bar=True)], 50) == {0: 36, 1: 5}


@pytest.mark.parametrize(
    ("limit", "bar"), [(None, 0), (17, 0), (18, 6), (19, 7), (32, 20), (400, 20)]
)
def test_a_bar_takes_what_is_free_within_bounds(limit: int | None, bar: int) -> None:
    assert fit.bar_width({0: 5, 1: 3}, limit) == bar


@pytest.mark.parametrize(
    ("heading", "widths"),
    [
        ("", (0, 0, 0)),
        ("Score", (5, 5, 5)),
        ("Overall gain", (12, 7, 7)),
        ("Possible gain (our estimate)", (28, 14, 9)),
    ],
)
def test_a_heading_is_broken_where_it_becomes_narrowest(
    heading: str, widths: tuple[int, int, int]
) -> None:
    assert fit.heading_widths(heading, cell_len) == widths


def test_a_column_is_not_narrowed_below_its_longest_word_within_bounds() -> None:
    assert fit.narrowest([], cell_len) == fit.MIN_NAME
    assert fit.narrowest(["ein zwei"], cell_len) == fit.MIN_NAME
    assert fit.narrowest(["ein", "Verwaltung-und", "zwei"], cell_len) == len("Verwaltung-")
    assert fit.narrowest(["W" * 50], cell_len) == fit.MAX_PIECE


# --- text ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Sharing-Angebote", 16, ["Sharing-Angebote"]),
        ("Sharing-Angebote", 15, ["Sharing-", "Angebote"]),
        ("Energie und Umwelt", 11, ["Energie und", "Umwelt"]),
        ("Donaudampfschiff", 6, ["Donaud", "ampfsc", "hiff"]),
        ("an Donaudampf", 6, ["an", "Donaud", "ampf"]),
        ("東京都の交通", 5, ["東京", "都の", "交通"]),
        ("-- a", 2, ["--", "a"]),
        ("東", 1, ["東"]),
        ("", 3, [""]),
    ],
)
def test_cells_are_folded_between_words_and_behind_hyphens(
    text: str, width: int, expected: list[str]
) -> None:
    assert fit.folded(text, width, cell_len) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Sharing-Angebote und Busse", 20, ["Sharing-Angebote und", "Busse"]),
        ("Sharing-Angebote und Busse", 16, ["Sharing-Angebote", "und Busse"]),
        ("Sharing-Angebote und Busse", 10, ["Sharing-An", "gebote und", "Busse"]),
        ("und Sharing-Angebote", 10, ["und", "Sharing-An", "gebote"]),
        ("東京都の交通", 5, ["東京", "都の", "交通"]),
        ("", 5, [""]),
    ],
)
def test_prose_is_broken_between_words_alone(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd", "Pd", "Zs", "Lo"])), st.integers(2, 40))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, width: int) -> None:
    for found in (fit.folded(text, width, cell_len), lines(text, width)):
        assert "".join("".join(found).split()) == "".join(text.split())
        assert max(map(cell_len, found), default=0) <= max(width, cell_len(text.strip()[:1]))

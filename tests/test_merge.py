"""What of an old data file is kept when its page is imported again, and what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from conftest import make_city
from smartrank.dataset.dump import SCHEMA_LINE, dump
from smartrank.dataset.load import Dataset
from smartrank.errors import UsageError
from smartrank.importing.merge import merge
from smartrank.model import BestPractice, City, Indicator, Milestone
from test_dump import cities

LAMP = BestPractice(title="Projekt Lampe", url="https://lampe.example/")


def page(*practices: BestPractice) -> City:
    """A city as its page tells it."""
    city = make_city(rows=(("Bahnsteige", 40.0), (None, 80.0)))
    return replace(city, best_practices=practices)


def old(city: City, text: str | None = None) -> Dataset:
    return Dataset(city, "musterstadt.toml", dump(city) if text is None else text)


def with_row(city: City, place: int, **changes: Any) -> City:
    (probe,) = city.categories
    rows = list(probe.indicators)
    rows[place] = replace(rows[place], **changes)
    return replace(city, categories=(replace(probe, indicators=tuple(rows)),))


def with_source(city: City, **changes: Any) -> City:
    return replace(city, source=replace(city.source, **changes))


def check(new: City, before: City, expected: City, *notes: str) -> None:
    """The merged city and all notes; and merging again changes and loses nothing."""
    merged = merge(new, old(before))
    assert merged.city == expected
    assert merged.notes == notes
    assert merge(new, old(expected)).city == expected


# --- what is kept ---------------------------------------------------------------------------------


def test_what_differs_in_nothing_is_not_worth_a_word() -> None:
    check(page(LAMP), page(LAMP), page(LAMP))


@pytest.mark.parametrize(
    ("hand", "told"),
    [
        (replace(page(), name="MUSTERSTADT"), "city.name (the page has `Musterstadt`)"),
        (replace(page(), state="Anderes Land"), "city.state (the page has `Musterland`)"),
        (replace(page(), area_km2=13.0), "city.area_km2 (the page has 12.5)"),
        (replace(page(), population=99_999), "city.population (the page has 100001)"),
        (replace(page(), ags="01234567"), "city.ags"),
        (with_source(page(), title="Anderer"), "source.title (the page has `Musterindex`)"),
        (with_source(page(), publisher="A"), "source.publisher (the page has `Musterverlag`)"),
        (with_source(page(), url="https://muster.example/"), "source.url"),
        (with_source(page(), retrieved=date(2025, 9, 12)), "source.retrieved"),
        (
            with_row(page(), 1, likely_name="Bänke"),
            "categories.probe.indicators[1].likely_name",
        ),
        (
            with_row(page(), 0, kind="bonus"),
            "categories.probe.indicators[0].kind (the page has `regular`)",
        ),
        (
            with_row(page(), 1, kind="bonus"),
            "categories.probe.indicators[1].kind (the page has `regular`)",
        ),
        (
            with_row(page(), 2, kind="regular"),
            "categories.probe.indicators[2].kind (the page has `bonus`)",
        ),
    ],
    ids=lambda value: value.partition(" ")[0] if isinstance(value, str) else "",
)
def test_hand_written_key_is_kept_and_named(hand: City, told: str) -> None:
    check(page(), hand, hand, f"kept from the old file: {told}")


def test_several_keys_are_named_in_one_note_in_the_order_of_the_file() -> None:
    practice = replace(
        LAMP, summary="Leuchtet.", milestones=(Milestone(2020, "Beginn"),), partners=("Werke",)
    )
    hand = replace(with_source(page(practice), ranked_cities=50), ags="01234567")
    check(
        with_source(page(LAMP), ranked_cities=None),
        hand,
        hand,
        "kept from the old file: city.ags, source.ranked_cities, best_practices[0].summary, "
        "best_practices[0].milestones, best_practices[0].partners",
    )


def test_long_value_of_the_page_is_cut_in_the_note() -> None:
    new = replace(page(), state="Land" * 50)
    (note,) = merge(new, old(page())).notes
    assert note == f"kept from the old file: city.state (the page has `{('Land' * 50)[:59]}…`)"


# --- what the page is the source of ---------------------------------------------------------------


def test_figures_of_the_page_replace_those_of_the_file_without_a_word() -> None:
    new, before = (
        page(),
        make_city(rank=11, rank_change=-3, rows=(("BAHNSTEIGE", 1.0), (None, 2.0))),
    )
    check(new, before, new)


def test_figure_that_the_page_no_longer_has_is_named() -> None:
    new = make_city(rank_change=None)
    check(
        new,
        make_city(),
        new,
        "not kept from the old file, because the page does not have it: overall.rank_change 2, "
        "categories.probe.rank_change 2",
    )


def test_what_is_given_with_the_import_replaces_what_stood_there_and_is_named() -> None:
    before = with_source(page(), url="https://alt.example/", ranked_cities=83)
    new = with_source(page(), url="https://neu.example/", ranked_cities=99)
    check(
        new,
        before,
        new,
        "replaced by what was given: source.ranked_cities 83, source.url `https://alt.example/`",
    )


# --- what cannot be kept --------------------------------------------------------------------------


def test_rows_that_the_page_does_not_have_are_named_with_what_was_written_into_them() -> None:
    before = with_row(page(), 1, likely_name="Bänke")
    (probe,) = before.categories
    extra = Indicator(name="Brunnen", score=3.0, kind="bonus")
    before = replace(before, categories=(replace(probe, indicators=(*probe.indicators, extra)),))
    new = make_city(rows=(("Bahnsteige", 40.0), ("Bänke der Stadt", 80.0)))
    check(
        new,
        before,
        new,
        "not kept from the old file, because the page does not have it: "
        "categories.probe.indicators[1].likely_name `Bänke`, "
        "categories.probe.indicators[3] `Brunnen`, "
        "categories.probe.indicators[3].kind `bonus`",
    )


def test_category_that_the_page_does_not_have_is_named_with_all_below_it() -> None:
    before = with_row(page(), 1, likely_name="Bänke")
    (probe,) = before.categories
    before = replace(before, categories=(replace(probe, name="Versuch"),))
    check(
        page(),
        before,
        page(),
        "not kept from the old file, because the page does not have it: "
        "categories.versuch `Versuch`, categories.versuch.indicators[0] `Bahnsteige`, "
        "categories.versuch.indicators[1].likely_name `Bänke`, "
        "categories.versuch.indicators[2] `Sonstige Projekte Probe`, "
        "categories.versuch.indicators[2].kind `bonus`",
    )


def test_project_that_the_page_does_not_have_is_named() -> None:
    others = (BestPractice(title="Eins"), BestPractice(title="Zwei"))
    hand = replace(LAMP, summary="Leuchtet.", partners=("Werke",))
    check(
        page(*others),
        page(hand),
        page(*others),
        "not kept from the old file, because the page does not have it: "
        "best_practices[0] `Projekt Lampe`, best_practices[0].url `https://lampe.example/`, "
        "best_practices[0].summary `Leuchtet.`, best_practices[0].partners",
    )
    check(
        page(),
        page(hand),
        page(),
        "not kept from the old file, because the page does not have it: "
        "best_practices[0] `Projekt Lampe`, best_practices[0].url `https://lampe.example/`, "
        "best_practices[0].summary `Leuchtet.`, best_practices[0].partners",
    )


@pytest.mark.parametrize(
    "now",
    [
        replace(LAMP, title="PROJEKT-LAMPE", url=None),
        replace(LAMP, title="Das Projekt der Lampe"),
        replace(LAMP, title="Projekt Lapme", url=None),
    ],
    ids=["same-key", "same-address", "the-only-one"],
)
def test_project_is_known_again(now: BestPractice) -> None:
    hand = replace(LAMP, summary="Leuchtet.")
    address = ", best_practices[0].url" if now.url is None else ""
    check(
        page(now),
        page(hand),
        page(hand),
        f"kept from the old file: best_practices[0].title (the page has `{now.title}`){address}, "
        "best_practices[0].summary",
    )


def test_projects_in_another_order_keep_their_own() -> None:
    hand = [replace(LAMP, title=f"Projekt {name}", url=None, summary=name) for name in "ABC"]
    bare = [replace(practice, summary=None) for practice in hand]
    merged = merge(page(bare[2], bare[0]), old(page(*hand)))
    assert merged.city == page(hand[2], hand[0])
    assert [note.partition(":")[0] for note in merged.notes] == [
        "kept from the old file",
        "not kept from the old file, because the page does not have it",
    ]
    assert "best_practices[1] `Projekt B`" in merged.notes[1]


def test_address_goes_before_title() -> None:
    hand = (replace(LAMP, summary="a"), replace(LAMP, url="https://b.example/", summary="b"))
    now = (replace(LAMP, title="Anders"), replace(LAMP, url=None))
    merged = merge(page(*now), old(page(*hand)))
    assert [practice.summary for practice in merged.city.best_practices] == ["a", "b"]


def test_two_projects_of_one_title_are_two() -> None:
    twice = (replace(LAMP, url=None), replace(LAMP, url=None))
    hand = tuple(
        replace(practice, summary=text) for practice, text in zip(twice, "ab", strict=True)
    )
    merged = merge(page(*twice), old(page(*hand)))
    assert merged.city.best_practices == hand
    kept = "best_practices[0].summary, best_practices[1].summary"
    assert merged.notes == (f"kept from the old file: {kept}",)


# --- comments -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = 1\n", None),
        (SCHEMA_LINE, None),
        (f"{SCHEMA_LINE}a = '#'\n", None),
        ("# mine\n", "a comment of the old file is lost: line 1"),
        ("#:schema other.json\n", "a comment of the old file is lost: line 1"),
        (f"\n{SCHEMA_LINE}", "a comment of the old file is lost: line 2"),
        (f"{SCHEMA_LINE}# a\nb = 1 # c\n", "comments of the old file are lost: lines 2, 3"),
        (
            'a = """\n# no\n""" # yes\nb = [ # yes\n]\n',
            "comments of the old file are lost: lines 3, 4",
        ),
    ],
)
def test_comments_that_are_lost_are_told_by_their_lines(text: str, told: str | None) -> None:
    notes = merge(page(), old(page(), text)).notes
    assert notes == (() if told is None else (told,))


# --- another city ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "label"),
    [
        (make_city("Beispielburg"), "Beispielburg 2025"),
        (make_city(edition=2024), "Musterstadt 2024"),
    ],
)
def test_file_of_another_city_or_edition_is_refused(before: City, label: str) -> None:
    with pytest.raises(UsageError) as refused:
        merge(page(), old(before))
    message = f"`musterstadt.toml` holds {label}, not Musterstadt 2025"
    assert (refused.value.message, refused.value.hint) == (
        message,
        "write to `musterstadt-2025.toml`",
    )


# --- any city -------------------------------------------------------------------------------------


@given(cities())
def test_a_city_merged_with_its_own_file_is_the_same(city: City) -> None:
    assert merge(city, old(city)) == (city, ())


@given(cities())
def test_all_that_only_the_file_has_is_kept(city: City) -> None:
    bare = replace(
        city,
        ags=None,
        source=replace(city.source, ranked_cities=None, url=None, retrieved=None),
        categories=tuple(
            replace(
                category,
                indicators=tuple(replace(row, likely_name=None) for row in category.indicators),
            )
            for category in city.categories
        ),
    )
    assert merge(bare, old(city)).city == city

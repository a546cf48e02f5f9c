"""Copied list pages: every form that was seen comes to the same file, or stops with the reason."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import examples, make_city, write_city
from invented_field import COUNT, invented_field, invented_rankings
from list_text import FORMS, ListForm, list_bytes, list_text, pages_of, thinned
from page_text import page_bytes
from smartrank import (
    DatasetError,
    EditionError,
    PageError,
    Rankings,
    SmartrankError,
    UnknownNameError,
    UsageError,
    dump_rankings,
    import_page,
    import_ranking,
)
from smartrank.importing.problems import ListsError
from smartrank.model import Category, Rating, Source
from smartrank.names import OVERALL, category_key, slug
from smartrank.rankings import Ranking, RankingRow

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Invoke
    from smartrank import City

FIELD = invented_rankings()
PAGES = pages_of(FIELD)
#: As `--tables` takes them.
KEYS = tuple(ranking.slug for ranking in FIELD.rankings)
#: What an import says of itself, for lists that were invented.
INDEX = Source(title="Smart City Index", publisher="Bitkom e. V.", edition=2025, ranked_cities=83)


def imported(*pages: bytes, **known: Any) -> dict[str, list[RankingRow]]:
    """The rows of each list that pages give."""
    found = import_ranking(pages, **known).rankings
    return {ranking.slug: list(ranking.rows) for ranking in found.rankings}


def rows_of(rankings: Rankings) -> dict[str, list[RankingRow]]:
    return {r.slug: sorted(r.rows) for r in rankings.rankings if r.rows}


# --- whole fields -------------------------------------------------------------------------------


def test_nine_pages_are_the_field() -> None:
    found = import_ranking([list_bytes(page) for page in PAGES])
    assert len(PAGES) == 9
    assert found.rankings == FIELD._replace(source=INDEX)
    assert found.text == dump_rankings(found.rankings)
    assert found.file_name == "ranking-2025.toml"
    assert found.notes[0] == "read 6 lists of the Smart City Index 2025: 498 rows"
    (new,) = {
        row.city for ranking in FIELD.rankings for row in ranking.rows if row.rank_change is None
    }
    assert found.notes[1:] == (
        f"taken as new in this edition, since they have no trend: `{new}`",
        "edition 2025, as line 3 says",
    )


@given(
    seed=st.integers(0, 10_000),
    count=st.integers(12, 60),
    forms=st.lists(FORMS, min_size=1, max_size=4),
    data=st.data(),
)
@examples(12)
def test_pages_in_every_form_give_the_same_file(
    seed: int, count: int, forms: list[ListForm], data: st.DataObject
) -> None:
    field = invented_rankings(seed, count)
    pages = pages_of(field, data.draw(st.integers(8, 12)))
    order = data.draw(st.permutations([*pages, *data.draw(st.lists(st.sampled_from(pages)))]))
    copies = [list_bytes(page, form) for page, form in zip(order, forms * len(order), strict=False)]
    assert imported(*copies) == rows_of(field)


def damaged(text: str, source: random.Random) -> str:
    """A text in which lines are lost, cut, broken, or come twice."""
    lines = text.split("\n")
    for _ in range(source.randint(1, 3)):
        place = source.randrange(len(lines))
        words = lines[place].split(" ")
        change = source.randrange(5)
        if change == 0:
            del lines[place]
        elif change == 1:
            lines[place] = " ".join(words[: source.randrange(len(words) + 1)])
        elif change == 2:
            lines[place] = " ".join(words[source.randrange(len(words) + 1) :])
        elif change == 3:
            lines.insert(place, lines[place])
        else:
            lines[place] = lines[place].replace(" ", "\n", 1)
    return "\n".join(lines)


@given(
    seed=st.integers(0, 100_000),
    form=FORMS,
    loss=st.tuples(st.sampled_from([1.0, 0.6, 0.1]), st.integers(0, 4)),
    is_damaged=st.booleans(),
    tables=st.booleans(),
)
@example(  # tables without names, of different lengths
    seed=2519,
    form=ListForm(cells=" | ", blank="  ", minus="−", names=False, headings=False),
    loss=(0.6, 0),
    is_damaged=True,
    tables=True,
)
@examples(50)
def test_what_is_lost_gives_fewer_rows_or_stops_and_never_other_rows(
    seed: int, form: ListForm, loss: tuple[float, int], is_damaged: bool, tables: bool
) -> None:
    share, lost = loss
    source = random.Random(seed)
    field = thinned(invented_rankings(seed, 30), seed, share)
    page = source.choice(pages_of(field))
    kept = source.sample(page.rankings, 6 - lost)
    page = page._replace(rankings=tuple(r for r in page.rankings if r in kept))
    text = list_text(page, form)
    known: dict[str, Any] = {"tables": [r.slug for r in page.rankings]} if tables else {}
    known["cities"] = source.sample(invented_field(seed, 30), 5)
    with suppress(SmartrankError):
        found = imported((damaged(text, source) if is_damaged else text).encode(), **known)
        check_rows(found, rows_of(field), None if is_damaged else rows_of(page))


def check_rows(
    found: dict[str, list[RankingRow]],
    whole: dict[str, list[RankingRow]],
    page: dict[str, list[RankingRow]] | None,
) -> None:
    """No row is of another list or city; with the page as it was, none lacks."""
    for name, rows in found.items():
        key = category_key(name)  # an edition may have been damaged, too
        # of a trend that was lost nothing can be known: the city is told as one that is new
        lost_trends = {row._replace(rank_change=None) for row in whole[key]}
        assert set(rows) <= {*whole[key], *lost_trends}
    if page is not None:
        assert found == page


# --- telling list pages from others -------------------------------------------------------------

HEAD = "Smart City Index 2025\n\n"
TABLE = "Gesamtwertung\nPlatz Tendenz Stadt Index\n1 +2 Musterstadt 88.1\n2 -1 Probenau 87.0\n"
ROWS = [RankingRow(1, "Musterstadt", 2, 88.1), RankingRow(2, "Probenau", -1, 87.0)]


def test_a_page_of_a_city_is_none_of_lists(jena: City) -> None:
    with pytest.raises(PageError) as error:
        import_ranking([page_bytes(jena)], edition=2025)
    assert error.value.lines == ("<page 1>: this is the page of one city, not a ranking list",)
    with pytest.raises(PageError) as error:
        import_page((HEAD + TABLE).encode())
    assert error.value.lines == (
        "<page>: this is a ranking list of many cities, not the page of one",
    )
    assert str(error.value.hint) == "import it with `import_ranking`"


@pytest.mark.parametrize("rows", [0, 2])
def test_without_a_heading_it_takes_three_rows(rows: int) -> None:
    lines = [f"{n} +1 Musterort{'abc'[n]} 8{9 - n}.0" for n in range(1, rows + 1)]
    with pytest.raises(PageError, match="this is not the page of a city"):
        import_ranking([("Smart City Index 2025\n" + "\n".join(lines)).encode()])


def test_a_list_without_rows() -> None:
    with pytest.raises(PageError, match="this is a ranking list without rows"):
        import_ranking([b"Smart City Index 2025\nPlatz Tendenz Stadt Index\n"])


# --- the edition --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "known", "expected"),
    [
        ("Keyvisual Smart City Index 2021\nSmart City Index 2024\n", {}, 2024),
        ("Keyvisual Smart City Index 2021\n", {"edition": 2023}, 2023),
        ("", {"url": "https://index.example/smart-city-index-2022?page=4"}, 2022),
        ("", {"url": "https://index.example/Smart-City-Index-2023"}, 2023),
        ("", {"url": "https://index.example/Smart-City-2024/Ranking"}, 2024),
        (
            "Smart City Index 2025\n",
            {"url": "https://index.example/Smart-City-Index?order=title&page=1"},
            2025,
        ),
    ],
)
def test_the_edition(head: str, known: dict[str, Any], expected: int) -> None:
    found = import_ranking([(head + TABLE).encode()], **known)
    assert found.rankings.edition == expected
    assert found.rankings.source.url == known.get("url")


def test_the_line_above_the_lists_counts() -> None:
    found = import_ranking([(HEAD + TABLE + "\nSmart City Index 2024\n").encode()])
    assert found.rankings.edition == 2025
    found = import_ranking([(TABLE + "\nSmart City Index 2024\n").encode()])
    assert found.rankings.edition == 2024


def test_an_edition_that_is_not_told_or_told_in_two_ways() -> None:
    with pytest.raises(EditionError, match="the page does not say its edition"):
        import_ranking([f"Keyvisual Smart City Index 2021\n{TABLE}".encode()])
    with pytest.raises(EditionError, match="the page is of edition 2025, not 2024"):
        import_ranking([(HEAD + TABLE).encode()], edition=2024)
    pages = [(HEAD + TABLE).encode(), (HEAD + TABLE).replace("2025", "2024").encode()]
    with pytest.raises(EditionError) as error:
        import_ranking(pages)
    assert str(error.value) == "these are pages of more than one edition: `2025`, `2024`"
    with pytest.raises(EditionError):
        import_ranking([])


# --- names of tables ----------------------------------------------------------------------------


def nameless(*keys: str, rows: int = 10, start: int = 0) -> bytes:
    """Some lists of the field as a copy without names and headings."""
    rankings = tuple(
        r._replace(rows=r.rows[start : start + rows]) for r in FIELD.rankings if r.slug in keys
    )
    page = FIELD._replace(rankings=rankings)
    return list_bytes(page, ListForm(names=False, headings=False, cells=" | "))


def test_six_tables_are_told_by_their_order() -> None:
    assert imported(nameless(*KEYS)) == rows_of(PAGES[0])


@pytest.mark.parametrize("key", KEYS)
def test_a_table_is_told_by_the_rank_and_score_of_a_known_city(key: str) -> None:
    third = next(r for r in FIELD.rankings if r.slug == key).rows[2]
    (city,) = (c for c in invented_field() if c.name == third.city)
    found = imported(nameless(key), cities=[city, make_city("Unbekannt")])
    assert found == {key: rows_of(PAGES[0])[key]}


def test_a_table_that_is_not_told_is_refused_with_its_first_row() -> None:
    first = FIELD.rankings[1].rows[0]
    with pytest.raises(PageError) as error:
        import_ranking([nameless("verwaltung", "mobilitaet")])
    (line,) = error.value.lines
    assert line.startswith("<page 1>:6: a table without a name: which list is it?: `")
    assert first.city in line
    assert str(error.value.hint) == "name the lists of all tables of the page, in its order"


def test_what_fits_two_lists_is_not_told() -> None:
    rating = Rating(rank=1, score=FIELD.rankings[1].rows[0].score)
    categories = tuple(Category(name=name, rating=rating) for name in ("Verwaltung", "Mobilität"))
    city = replace(make_city(FIELD.rankings[1].rows[0].city), categories=categories, overall=None)
    with pytest.raises(PageError, match="which list is it"):
        import_ranking([nameless("verwaltung")], cities=[city])


def test_two_tables_are_never_one_list() -> None:
    (city,) = (c for c in invented_field() if c.name == FIELD.rankings[1].rows[2].city)
    page = nameless("verwaltung")
    rows = page.decode().split("Ranking der Großstädte")[1].split("Bundesland")[0]
    with pytest.raises(PageError, match="which list is it"):
        import_ranking([page + rows.encode()], cities=[city])


def test_a_table_that_has_a_name_is_not_the_one_that_has_none() -> None:
    (city,) = (c for c in invented_field() if c.name == FIELD.rankings[1].rows[2].city)
    verwaltung = nameless("verwaltung").decode()
    rows = verwaltung.split("Großstädte\n\n")[1].split("Bundesland")[0]
    heading = "Platz | Tendenz | Stadt | Index\n"
    text = f"{HEAD}Verwaltung\n{heading}{rows}{heading}{rows}"
    with pytest.raises(PageError, match=r"<page 1>:17: a table without a name"):
        import_ranking([text.encode()], cities=[city])


def test_names_that_are_given() -> None:
    keys = ("verwaltung", "mobilitaet")
    page = nameless(*keys)
    expected = {key: rows_of(PAGES[0])[key] for key in keys}
    assert imported(page, tables=["Verwaltung", "mobil"]) == expected
    (overall,) = imported(nameless(OVERALL), tables=["Gesamtwertung"])
    assert overall == OVERALL
    (category,) = imported(nameless(KEYS[-1]), tables=["gesellschaft"])
    assert category == "gesellschaft-und-bildung"
    with pytest.raises(UnknownNameError, match="no category `Wirtschaft`"):
        import_ranking([page], tables=["Verwaltung", "Wirtschaft"])
    with pytest.raises(UsageError) as error:
        import_ranking([page], tables=["Verwaltung"])
    assert str(error.value) == (
        "<page 1>: the names that are given do not fit the 2 tables of the page: `?`, `?`"
    )


def test_given_names_must_agree_with_those_of_the_page() -> None:
    both = list_text(PAGES[0], ListForm(headings=False)).replace("Mobilität\n", "", 1)
    keys = [key for key in KEYS if key != "mobilitaet"]
    # a table that lost its name goes on in the one above it, and its ranks come twice there
    with pytest.raises(ListsError, match="occurs twice in this list"):
        import_ranking([both.encode()])
    headed = list_text(PAGES[0]).replace("Mobilität\n", "", 1).encode()
    assert imported(headed) == imported(headed, tables=KEYS) == rows_of(PAGES[0])
    with pytest.raises(UsageError, match="do not fit the 6 tables of the page: `overall`, `verw"):
        import_ranking([headed], tables=[*keys, "mobilitaet"])


def test_names_above_the_lists_are_a_menu() -> None:
    menu = ListForm(menu=True, names=False)
    page = FIELD._replace(rankings=PAGES[0].rankings[:1])
    with pytest.raises(PageError, match="which list is it"):
        import_ranking([list_bytes(page._replace(rankings=PAGES[0].rankings[:2]), menu)])
    text = list_text(PAGES[0], menu).replace("Platz", "Mobilität\nPlatz", 1)
    parts = text.split("Platz Tendenz Stadt Index\n")
    one = "Platz Tendenz Stadt Index\n".join(parts[:2]) + "Bundesland auswählen\n"
    assert list(imported(one.encode())) == ["mobilitaet"]
    assert page.rankings[0].rows == PAGES[0].rankings[0].rows


def test_the_filters_may_stand_between_name_and_heading() -> None:
    text = HEAD + TABLE.replace("\nPlatz", "\nBundesland auswählen\nPlatz", 1)
    assert imported(text.encode()) == {OVERALL: ROWS}
    text = HEAD + TABLE.replace("\nPlatz", "\nEtwas anderes\nPlatz", 1)
    with pytest.raises(PageError, match="which list is it"):
        import_ranking([text.encode()])


@pytest.mark.parametrize(
    ("edition", "name"), [(2022, "Gesellschaft"), (2023, "Gesellschaft und Bildung")]
)
@pytest.mark.parametrize("printed", ["Gesellschaft", "Gesellschaft und Bildung"])
def test_the_last_category_has_the_name_of_its_edition(
    edition: int, name: str, printed: str
) -> None:
    text = TABLE.replace("Gesamtwertung", printed)
    found = import_ranking([text.encode()], edition=edition).rankings
    assert [(r.slug, r.name) for r in found.rankings] == [(slug(name), name)]


# --- rows ---------------------------------------------------------------------------------------


def one_row(row: str) -> RankingRow:
    """The row that a line gives, beside one that is plain."""
    text = f"{HEAD}Gesamtwertung\nPlatz Tendenz Stadt Index\n{row}\n40 +1 Musterburg 12.0\n"
    first, _ = imported(text.encode())[OVERALL]
    return first


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("7 +3 Musterstadt 61.3", RankingRow(7, "Musterstadt", 3, 61.3)),
        ("7 −3 Musterstadt 61,3", RankingRow(7, "Musterstadt", -3, 61.3)),
        ("7 + 3 Musterstadt 61.3", RankingRow(7, "Musterstadt", 3, 61.3)),
        ("7 0 Musterstadt 61.3", RankingRow(7, "Musterstadt", 0, 61.3)),
        ("7 ±0 Musterstadt 61.3", RankingRow(7, "Musterstadt", 0, 61.3)),
        ("7 = Musterstadt 61.3", RankingRow(7, "Musterstadt", 0, 61.3)),
        ("7 ▼ 3 Musterstadt 61.3", RankingRow(7, "Musterstadt", -3, 61.3)),
        ("7 neu Musterstadt 61.3", RankingRow(7, "Musterstadt", None, 61.3)),
        ("7 - Musterstadt 61.3", RankingRow(7, "Musterstadt", None, 61.3)),
        ("7 Musterstadt 61.3", RankingRow(7, "Musterstadt", None, 61.3)),
        ("7 +3 Muster (Saale) 61.33", RankingRow(7, "Muster (Saale)", 3, 61.33)),
        ("7 Bad Muster am Berg 61.3", RankingRow(7, "Bad Muster am Berg", None, 61.3)),
        ("7 | neu | Neu Muster | 61.3", RankingRow(7, "Neu Muster", None, 61.3)),
        ("7 | | Neu Muster | 61.3", RankingRow(7, "Neu Muster", None, 61.3)),
        ("7\n+3\nMusterstadt\n61.3", RankingRow(7, "Musterstadt", 3, 61.3)),
        ("7\nMusterstadt\n61.3", RankingRow(7, "Musterstadt", None, 61.3)),
        ("7 +3\nBad Musterstadt 61.3", RankingRow(7, "Bad Musterstadt", 3, 61.3)),
        ("| 7 | +3 | [Musterau](https://x.de) | **61.3** |", RankingRow(7, "Musterau", 3, 61.3)),
    ],
)  # fmt: skip
def test_rows(line: str, expected: RankingRow) -> None:
    assert one_row(line) == expected


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("7 3 Musterstadt 61.3", "the trend `3` is not clear"),
        ("7 +3 Musterstadt", "not a row of the list"),
        ("+3 Musterstadt 61.3", "not a row of the list"),
        ("7 +3 61.3", "not a row of the list"),
        ("7 +3 Musterstadt 61", "not a row of the list"),
        ("7 +3 Musterstadt 61.3 62.4", "not a row of the list"),
        ("7 +3 Muster\nstadt 61.3", "not a row of the list"),
        ("Etwas anderes", "not a row of the list"),
        ("2025", "not a row of the list"),
        ("7 +3 M\ufffdnster 61.3", "damaged characters"),
        ("7 +3 M\ufffdnster", "damaged characters"),
        ("7 ++3 Musterstadt 61.3", "the trend `++3` is not clear"),
        ("7 ▲▼ Musterstadt 61.3", "the trend `▲▼` is not clear"),
        ("7 +3 Muster- stadt 61.3", "a word that is broken in two"),
        ("7 ()() 61.3", "not a name"),
        ("7 | +3 | ()() | 61.3", "not a name"),
        ("7 +3 Musterstadt 161.3", "a score above 100"),
        ("7 +3 Musterstadt ca. 61.3", "a score that is not exact"),
        ("7 +3 Musterstadt < 61.3", "a score that is not exact"),
        ("7\t+3\tMusterstadt über\t61.3", "a score that is not exact"),
        ("7 +3 Musterstadt 61’3", "not a row of the list"),
        ("7 +3 Musterstadt (61.3)", "not a row of the list"),
        ("7 +3 Musterstadt 61.3*", "not a row of the list"),
        ("7 +3 Musterstadt k. A.", "not a row of the list"),
        ("7 +3 Musterstadt –", "not a row of the list"),
    ],
)
def test_a_line_inside_a_table_is_understood_or_stops(line: str, problem: str) -> None:
    text = (
        f"{HEAD}Gesamtwertung\nPlatz Tendenz Stadt Index\n1 +1 Musterau 90.0\n{line}\n"
        "40 +1 Musterburg 12.0\n"
    )
    with pytest.raises(PageError) as error:
        import_ranking([text.encode()])
    assert error.value.lines[0].startswith(f"<page 1>:6: {problem}")


def test_names_are_written_as_in_the_register() -> None:
    text = HEAD + TABLE.replace("Musterstadt", "Halle").replace("Probenau", "FREIBURG")
    found = import_ranking([text.encode()])
    assert [row.city for row in found.rankings.rankings[0].rows] == [
        "Halle (Saale)",
        "Freiburg im Breisgau",
    ]
    assert (
        "names were written as in the register: `Halle` as `Halle (Saale)`, `FREIBURG` as "
        "`Freiburg im Breisgau`"
    ) in found.notes


def test_marks_around_names_are_told_with_their_page() -> None:
    row = "3 +1 Musterau * 60.0\n"
    found = import_ranking([(HEAD + TABLE + row).encode()])
    assert (
        "names were read without the marks around them: line 7 `3 +1 Musterau * 60.0` as `Musterau`"
        in found.notes
    )
    found = import_ranking([(HEAD + TABLE + row).encode(), (HEAD + TABLE).encode()])
    assert any(note.startswith("<page 1>: names were read without") for note in found.notes)


def test_trends_that_are_signs_or_all_missing_are_told() -> None:
    text = HEAD + TABLE.replace("-1 ", "= ")
    assert "the trend `=` was read as unchanged" in import_ranking([text.encode()]).notes
    first = HEAD + TABLE.replace("Tendenz ", "").replace("+2 ", "").replace("-1 ", "")
    found = import_ranking([first.encode()])
    assert "no ratings have a trend: taken as no earlier edition" in found.notes
    assert [row.rank_change for row in found.rankings.rankings[0].rows] == [None, None]


def test_pages_in_other_encodings_say_so() -> None:
    text = HEAD + TABLE.replace("Musterstadt", "Übungstal")
    found = import_ranking([text.encode("cp1252")])
    assert found.rankings.rankings[0].rows[0].city == "Übungstal"
    assert "the file is not UTF-8: read as cp1252" in found.notes


# --- what stands around tables ------------------------------------------------------------------

SECOND = "Verwaltung\nPlatz Tendenz Stadt Index\n5 0 Probenau 60.0\n"


@pytest.mark.parametrize(
    "behind",
    [
        "Bundesland auswählen\nGrößenordnung auswählen\n54 +3 Probe 71.6\n",
        "\nSeit 2019 haben 83 Städte 13.529 Datenpunkte.\n",
        "Seit 2019 haben 83 Städte 13.529 Datenpunkte.\n",
        "\nMehr dazu\n83 Großstädte erreichen im Mittel 70,8\n",
        "2025 waren es 83\n",
        "« ‹ 1 2 3 4 … 9 › »\n3 Fragen und 5 Antworten\n",
        "Aktuelle Seite 1 Seite 2 Seite 3 Nächste Seite › Letzte Seite »\n",
        "| Impressum | Datenschutz |\n",
        "Gesamtwertung\nVerwaltung\n",
        "",
    ],
)
def test_what_follows_the_last_table_is_passed_over(behind: str) -> None:
    assert imported((HEAD + TABLE + behind).encode()) == {OVERALL: ROWS}


@pytest.mark.parametrize(
    ("behind", "place"),
    [
        ("3 +1 Musterau\n", 7),
        ("3\n", 7),
        ("| 4 | +1 | Musterau |\n", 7),
        ("| Musterau | 60.1 |\n", 7),
        ("83 Großstädte erreichen im Mittel 70,8\nMehr dazu\n", 7),
        ("Etwas\n4 +1 Musterau 60.0\n", 7),
        ("\nEtwas mit 12 Wörtern\n4 +1 Musterau 60.0\n", 8),
        ("Bundesland auswählen\n4 +1 Musterau 60.0\n5 0 Musterfeld 59.0\n", 8),
    ],
)
def test_what_may_have_been_a_row_stops(behind: str, place: int) -> None:
    with pytest.raises(PageError) as error:
        import_ranking([(HEAD + TABLE + behind).encode()])
    assert error.value.lines[0].startswith(f"<page 1>:{place}: ")


@pytest.mark.parametrize(
    "between",
    ["", "\n", "\nMehr anzeigen\n", "Bundesland auswählen\nEtwas mit 12 Wörtern\n", "1 2 3 4\n"],
)
def test_what_stands_between_tables(between: str) -> None:
    assert imported((HEAD + TABLE + between + SECOND).encode()) == {
        OVERALL: ROWS,
        "verwaltung": [RankingRow(5, "Probenau", 0, 60.0)],
    }


@pytest.mark.parametrize(
    "between", ["Mehr anzeigen\n", "\n12 Wörter\n", "83 Städte im Mittel 70,8\n"]
)
def test_what_may_belong_to_a_table_stops(between: str) -> None:
    with pytest.raises(PageError, match=r"not a row of the list|or no row at all"):
        import_ranking([(HEAD + TABLE + between + SECOND).encode()])


def test_rows_above_the_first_heading_are_a_table_without_a_name() -> None:
    rows = "1 0 Musterau 91.0\n2 0 Musterfeld 90.0\n"
    with pytest.raises(PageError, match=r"<page 1>:3: a table without a name"):
        import_ranking([(HEAD + rows + SECOND).encode()])
    assert list(imported((HEAD + "83 Städte im Mittel 70,8\n" + SECOND).encode())) == ["verwaltung"]


def test_a_heading_at_the_top_of_a_printed_page_goes_on_with_the_table() -> None:
    head, first, second = TABLE.partition("2 -1")
    heading = "Platz Tendenz Stadt Index\n"
    text = f"{HEAD}{head}\f{heading}{first}{second}"
    assert imported(text.encode()) == {OVERALL: ROWS}


def test_tables_of_which_headings_are_left_and_ranks_come_twice_are_several() -> None:
    heading, *tables = list_text(PAGES[0], ListForm(names=False)).split(
        "Platz Tendenz Stadt Index\n"
    )
    text = heading + "Platz Tendenz Stadt Index\n" + "".join(tables)
    assert imported(text.replace("\n\n", "\n").encode()) == rows_of(PAGES[0])


@pytest.mark.parametrize("headings", [True, False])
def test_lists_that_were_ordered_the_other_way(headings: bool) -> None:
    turned = PAGES[0]._replace(
        rankings=tuple(r._replace(rows=r.rows[::-1]) for r in PAGES[0].rankings)
    )
    for names in (True, False):
        form = ListForm(names=names, headings=headings)
        assert imported(list_bytes(turned, form)) == rows_of(PAGES[0])


def test_lists_that_were_ordered_by_name() -> None:
    turned = PAGES[0]._replace(
        rankings=tuple(
            r._replace(rows=tuple(sorted(r.rows, key=lambda row: row.city)))
            for r in PAGES[0].rankings
        )
    )
    assert imported(list_bytes(turned)) == rows_of(PAGES[0])
    assert imported(list_bytes(turned, ListForm(names=False))) == rows_of(PAGES[0])


def test_six_tables_of_different_parts_are_not_told_by_their_order() -> None:
    first, second = nameless(*KEYS[:3]), nameless(*KEYS[:3], start=10)
    with pytest.raises(PageError, match="which list is it"):
        import_ranking([first + second.partition("Großstädte".encode())[2]])


def test_names_of_tables_in_another_order_are_not_filled_in_by_it() -> None:
    rankings = tuple(PAGES[0].rankings[place] for place in (1, 0, 2, 3, 4, 5))
    text = list_text(PAGES[0]._replace(rankings=rankings)).replace("Mobilität\n", "", 1)
    with pytest.raises(PageError, match="which list is it"):
        import_ranking([text.encode()])


@pytest.mark.parametrize("rows", [5, 6])
def test_the_only_row_out_of_order_may_be_of_another_table(rows: int) -> None:
    listed = FIELD.rankings[0].rows[1:rows]
    moved = (*listed, FIELD.rankings[0].rows[0])
    page = FIELD._replace(rankings=(FIELD.rankings[0]._replace(rows=moved),))
    if rows < 6:  # by chance, a few rows are soon in order
        assert imported(list_bytes(page)) == {OVERALL: sorted(moved)}
        return
    with pytest.raises(PageError, match="the only row that is out of order"):
        import_ranking([list_bytes(page)])


# --- rows beside each other ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1 0 Musterau 88.0", "rank 1 occurs twice in this list"),
        ("3 0 Musterstadt 80.0", "`Musterstadt` occurs twice in this list"),
        ("3 0 Musterau 87.1", "a score of 87.1 at rank 3 is above the 87.0 at rank 2"),
        (
            "4 -1 Musterau 80.0",
            "rank 4 and a change of -1 give the previous rank 3, which `Musterstadt` has already",
        ),
    ],
)
def test_rows_that_contradict_each_other_stop_with_both_places(row: str, told: str) -> None:
    other = HEAD + TABLE.partition("1 +2")[0] + row + "\n"
    with pytest.raises(ListsError) as error:
        import_ranking([(HEAD + TABLE).encode(), other.encode()])
    place = "6" if "87.0" in told else "5"
    if told.startswith("rank 1 "):  # by name, Musterau comes first of the two
        assert len(error.value.lines) >= 1
    assert any(
        line.startswith(
            (f"<page 2>:5: {told} (<page 1>:{place}): `", f"<page 1>:{place}: {told} (<page 2>:5)")
        )
        for line in error.value.lines
    )
    assert str(error.value.hint) == "compare these lines with the pages of the publisher"


NEWCOMER = "Gesamtwertung\nPlatz Tendenz Stadt Index\n1 neu Musterstadt 88.1\n2 -1 Probenau 87.0\n"
OTHER_LIST = "Mobilität\nPlatz Tendenz Stadt Index\n7 {} Musterstadt 61.3\n8 0 Musterau 60.0\n"


@pytest.mark.parametrize("trend", ["", "-", "–"])
def test_a_trend_that_one_list_lost_stops_with_both_places(trend: str) -> None:
    other = OTHER_LIST.format(trend).replace("  ", " ")
    for pages in ([HEAD + TABLE, HEAD + other], [HEAD + other, HEAD + TABLE]):
        with pytest.raises(ListsError) as error:
            import_ranking([page.encode() for page in pages])
        here, there = (pages.index(page) + 1 for page in (HEAD + other, HEAD + TABLE))
        row = " ".join(["7", *trend.split(), "Musterstadt 61.3"])
        (told,) = error.value.lines
        assert told == (
            f"<page {here}>:5: no trend, while the city has one in another list "
            f"(<page {there}>:5): `{row}`"
        )
        assert "`neu`" in str(error.value.hint)


def test_of_lists_that_have_the_trend_the_first_is_named() -> None:
    third = OTHER_LIST.format("").replace("  ", " ").replace("Mobilität", "Verwaltung")
    pages = [HEAD + TABLE, HEAD + OTHER_LIST.format("+2"), HEAD + third]
    with pytest.raises(ListsError, match=r"<page 3>:5: .*\(<page 1>:5\)"):
        import_ranking([page.encode() for page in pages])


def test_a_list_that_lost_all_its_trends_stops_beside_one_that_has_them() -> None:
    bare = "Mobilität\nPlatz Stadt Index\n7 Musterstadt 61.3\n8 Probenau 60.0\n9 Musterau 59.0\n"
    with pytest.raises(ListsError) as error:
        import_ranking([(HEAD + TABLE).encode(), (HEAD + bare).encode()])
    assert len(error.value.lines) == 2
    assert import_ranking([(HEAD + bare).encode()]).rankings.rankings[0].rows[0].rank_change is None


def test_a_city_that_a_list_calls_new_is_believed() -> None:
    pages = [HEAD + NEWCOMER, HEAD + OTHER_LIST.format("+2")]
    found = import_ranking([page.encode() for page in pages])
    assert [ranking.rows[0].rank_change for ranking in found.rankings.rankings] == [None, 2]


def test_a_trend_that_an_old_file_lacks_stops(tmp_path: Path) -> None:
    part = Ranking("Mobilität", (RankingRow(7, "Musterstadt"),))
    path = written(tmp_path, Rankings(INDEX, (part,)))
    with pytest.raises(ListsError) as error:
        import_ranking([(HEAD + TABLE).encode()], over=path)
    assert error.value.lines[0].startswith(f"{path}:")
    assert "no trend, while the city has one in another list (<page 1>:5)" in error.value.lines[0]


def test_a_rank_that_none_can_have() -> None:
    with pytest.raises(ListsError) as error:
        import_ranking([(HEAD + TABLE).encode()], ranked_cities=1)
    assert error.value.lines == (
        "<page 1>:6: must be at most 1 (`ranked_cities`), not 2: `2 -1 Probenau 87.0`",
    )
    with pytest.raises(ListsError, match="must be at most 83"):
        import_ranking([(HEAD + TABLE + "84 0 Musterau 1.0\n").encode()])


def test_of_many_contradictions_the_first_are_told() -> None:
    twice = [list_bytes(PAGES[0]), list_bytes(pages_of(invented_rankings(seed=2))[0])]
    with pytest.raises(ListsError) as error:
        import_ranking(twice)
    assert len(error.value.lines) == 6
    assert error.value.lines[-1].startswith("... and ")


# --- over an old file ---------------------------------------------------------------------------


def written(folder: Path, rankings: Rankings, text: str = "") -> Path:
    path = folder / f"ranking-{rankings.edition}.toml"
    path.write_text(text + dump_rankings(rankings), encoding="utf-8")
    return path


def test_pages_are_added_to_an_old_file(tmp_path: Path) -> None:
    old = import_ranking([list_bytes(PAGES[0])])
    path = written(tmp_path, old.rankings)
    found = import_ranking([list_bytes(page) for page in PAGES[1:]], over=path)
    assert found.rankings == FIELD._replace(source=INDEX)
    assert any(
        note.startswith(
            "added to the old file: Gesamtwertung, ranks 11-83; Verwaltung, ranks 11-83"
        )
        for note in found.notes
    )
    again = import_ranking([list_bytes(PAGES[0])], over=written(tmp_path, found.rankings))
    assert again.text == found.text
    assert "the old file has all of these rows" in again.notes


def test_what_was_written_by_hand_is_kept(tmp_path: Path) -> None:
    source = replace(INDEX, title="Mein Index", url="https://old.example", mean_score=70.8)
    rankings = Rankings(source, (Ranking("Wirtschaft", (RankingRow(3, "Probenau", 0, 1.0),)),))
    path = written(tmp_path, rankings, "# ein Kommentar\n")
    found = import_ranking([(HEAD + TABLE).encode()], over=path, url="https://new.example")
    assert found.rankings.source == replace(source, url="https://new.example")
    assert [r.name for r in found.rankings.rankings] == ["Gesamtwertung", "Wirtschaft"]
    assert found.notes[1:6] == (
        (
            "kept from the old file: source.title (the page has `Smart City Index`), "
            "source.ranked_cities, source.mean_score"
        ),
        "replaced by what was given: source.url `https://old.example`",
        "a comment of the old file is lost: line 1",
        "added to the old file: Gesamtwertung, ranks 1-2",
        "edition 2025, as line 1 says",
    )


def test_rows_that_an_old_file_knows_in_part_are_filled(tmp_path: Path) -> None:
    part = Ranking("Gesamtwertung", (RankingRow(1, "Musterstadt"), RankingRow(9, "Halle")))
    path = written(tmp_path, Rankings(INDEX, (part,)))
    found = import_ranking([(HEAD + TABLE).encode()], over=path)
    assert list(found.rankings.rankings[0].rows) == [*ROWS, RankingRow(9, "Halle (Saale)")]
    assert "added to the old file: Gesamtwertung, rank 2" in found.notes
    assert "filled in the old file: Gesamtwertung, rank 1" in found.notes


def test_an_old_file_that_contradicts_the_pages_is_refused(tmp_path: Path) -> None:
    rows = (RankingRow(1, "Musterstadt", 2, 88.2), RankingRow(2, "Musterau", 0, 87.0))
    path = written(tmp_path, Rankings(INDEX, (Ranking("Gesamtwertung", rows),)))
    with pytest.raises(ListsError) as error:
        import_ranking([(HEAD + TABLE).encode()], over=path)
    assert f"({path}:" in error.value.lines[0] or error.value.lines[0].startswith(f"{path}:")
    assert any("rank 2 occurs twice in this list" in line for line in error.value.lines)
    assert any(f"{path}:11" in line for line in error.value.lines)


def test_only_a_ranking_file_of_the_edition_takes_pages(tmp_path: Path) -> None:
    page = (HEAD + TABLE).encode()
    with pytest.raises(UsageError) as error:
        import_ranking([page], over=written(tmp_path, invented_rankings(edition=2024)))
    assert "holds the ranking lists of 2024, not the ranking lists of 2025" in str(error.value)
    assert str(error.value.hint) == "write to `ranking-2025.toml`"
    with pytest.raises(DatasetError, match="this is the file of a city"):
        import_ranking([page], over=write_city(tmp_path, make_city()))


# --- the command --------------------------------------------------------------------------------


@pytest.fixture
def copies(tmp_path: Path) -> list[Path]:
    """The nine pages of the field, as files."""
    paths = [tmp_path / f"page-{number}.txt" for number, _ in enumerate(PAGES, 1)]
    for path, page in zip(paths, PAGES, strict=True):
        path.write_bytes(list_bytes(page))
    return paths


def test_pages_of_lists_and_cities_in_one_call(
    invoke: Invoke, tmp_path: Path, copies: list[Path], jena: City
) -> None:
    page = tmp_path / "jena.txt"
    page.write_bytes(page_bytes(jena))
    folder = tmp_path / "out"
    folder.mkdir()
    run = invoke("import", *copies[::-1], page, "--edition", "2025", "-o", folder)
    assert (run.code, run.out) == (0, "")
    assert sorted(path.name for path in folder.iterdir()) == ["jena-2025.toml", "ranking-2025.toml"]
    text = (folder / "ranking-2025.toml").read_text(encoding="utf-8")
    assert text == dump_rankings(FIELD._replace(source=INDEX))
    assert f"note: written to `{folder}/ranking-2025.toml`\n" in run.err
    assert "`smartrank schema ranking > ranking.schema.json`" in run.err
    check = invoke("check", folder / "ranking-2025.toml", "--json")
    assert (check.code, check.out) == (0, "[]\n")


def test_lists_go_into_one_file_or_to_standard_output(
    invoke: Invoke, tmp_path: Path, copies: list[Path]
) -> None:
    text = dump_rankings(FIELD._replace(source=INDEX))
    run = invoke("import", *copies)
    assert (run.code, run.out) == (0, text)
    path = tmp_path / "ranking-2025.toml"
    assert invoke("import", *copies, "-o", path).code == 0
    assert path.read_text(encoding="utf-8") == text
    run = invoke("import", *copies, "-o", tmp_path / "ranking.toml")
    assert run.code == 2
    assert "the name `ranking.toml` does not fit the ranking lists of 2025" in run.err
    assert "call it `ranking-2025.toml`" in run.err


def test_force_adds_to_a_file_and_diff_shows_what(
    invoke: Invoke, tmp_path: Path, copies: list[Path]
) -> None:
    path = tmp_path / "ranking-2025.toml"
    assert invoke("import", copies[0], "-o", path).code == 0
    assert invoke("import", *copies[1:], "-o", path).code == 2
    run = invoke("import", *copies[1:], "-o", path, "--diff")
    assert run.code == 1
    assert run.out.count("\n+    {") == 6 * (COUNT - 10)
    run = invoke("import", *copies[1:], "-o", path, "--force")
    assert run.code == 0
    assert "note: added to the old file: Gesamtwertung, ranks 11-83" in run.err
    assert path.read_text(encoding="utf-8") == dump_rankings(FIELD._replace(source=INDEX))
    assert invoke("import", *copies, "-o", path, "--diff").code == 0


def test_a_broken_old_file_is_not_replaced(
    invoke: Invoke, tmp_path: Path, copies: list[Path]
) -> None:
    path = tmp_path / "ranking-2025.toml"
    path.write_text("x = ")
    run = invoke("import", *copies, "-o", tmp_path, "--force")
    assert run.code == 1
    assert path.read_text() == "x = "


def test_a_schema_beside_the_file_is_named_in_it(
    invoke: Invoke, tmp_path: Path, copies: list[Path]
) -> None:
    path = tmp_path / "ranking-2025.toml"
    (tmp_path / "ranking.schema.json").write_text(invoke("schema", "ranking").out)
    run = invoke("import", copies[0], "-o", path)
    assert "schema" not in run.err
    assert path.read_text(encoding="utf-8").startswith("#:schema ranking.schema.json\n\n[source]")
    run = invoke("import", copies[0], "-o", path, "--force")
    assert "comment" not in run.err


def test_pages_of_two_editions_are_two_files(
    invoke: Invoke, tmp_path: Path, copies: list[Path]
) -> None:
    other = tmp_path / "other.txt"
    other.write_text((HEAD + TABLE).replace("2025", "2024"))
    run = invoke("import", copies[0], other)
    assert (run.code, run.out) == (2, "")
    assert "error: several pages need a folder" in run.err
    run = invoke("import", copies[0], other, "--url", "https://index.example", "-o", tmp_path)
    assert "error: `--url` is the address of one page" in run.err
    assert invoke("import", copies[0], other, "-o", tmp_path).code == 0
    assert len(list(tmp_path.glob("ranking-*.toml"))) == 2


def test_tables_are_told_by_files_at_hand_or_by_the_option(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(nameless("verwaltung"))
    run = invoke("import", page)
    assert run.code == 1
    assert "hint: add `--tables overall,verwaltung,...` with the lists of all tables" in run.err
    run = invoke("import", page, "--tables", "Verwaltung")
    assert run.code == 0
    named = run.out
    third = FIELD.rankings[1].rows[2]
    (city,) = (c for c in invented_field() if c.name == third.city)
    folder = tmp_path / "data"
    folder.mkdir()
    write_city(folder, city)
    monkeypatch.setenv("SMARTRANK_DATA", str(folder))
    run = invoke("import", page)
    assert (run.code, run.out) == (0, named)


def test_tables_are_told_by_the_page_of_a_city_in_the_same_call(
    invoke: Invoke, tmp_path: Path, jena: City
) -> None:
    rows = ("54 | +3 | Jena | 71.6", "55 | 0 | Musterau | 71.0", "57 | +1 | Musterfeld | 70.9")
    page, city = tmp_path / "list.txt", tmp_path / "jena.txt"
    page.write_text("\n".join(["Smart City Index 2025", *rows]))
    city.write_bytes(page_bytes(jena))
    folder = tmp_path / "out"
    folder.mkdir()
    run = invoke("import", city, page, "--edition", "2025", "-o", folder)
    assert run.code == 0
    assert "[rankings.verwaltung]" in (folder / "ranking-2025.toml").read_text(encoding="utf-8")

"""What newcomers type: done where it is clear, else one line with what to type."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import make_city, write_city
from smartrank.cli.framework import COMMANDS
from smartrank.cli.hints import HINTS, hint_of
from smartrank.cli.words import _GERMAN, cities_meant, options_meant
from smartrank.dataset.register import register
from smartrank.errors import SmartrankError, UsageError
from smartrank.messages import MESSAGES
from smartrank.names import city_matches, without_title
from smartrank.query.numbers import parse_number

if TYPE_CHECKING:
    from conftest import Invoke
    from smartrank import City


@pytest.fixture(autouse=True)
def _editions(tmp_path: Path, jena: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jena in two editions, and an invented city."""
    write_city(tmp_path, replace(jena, source=replace(jena.source, edition=2024)))
    write_city(tmp_path, make_city("Musterstadt"))
    monkeypatch.setenv("SMARTRANK_DATA", str(tmp_path))


@pytest.mark.parametrize(
    ("typed", "meant", "said"),
    [
        ("jena", "show jena", []),
        ("jena@2024 --json", "show jena@2024 --json", []),
        ("JENA", "show jena", []),
        ("musterst -f html", "show musterstadt -f html", []),
        ("jena 2024", "show jena@2024", ["`jena 2024` is taken as `jena@2024`"]),
        ("show jena 2024", "show jena@2024", ["`jena 2024` is taken as `jena@2024`"]),
        (
            "compare jena 2024 2025",
            "compare jena@2024 jena@2025",
            ["`jena 2024` is taken as `jena@2024`", "`jena 2025` is taken as `jena@2025`"],
        ),
        (
            "compare jena@2024 2025",
            "compare jena@2024 jena@2025",
            ["`jena 2025` is taken as `jena@2025`"],
        ),
        (
            "vergleich jena musterstadt",
            "compare jena musterstadt",
            ["`vergleich` is taken as `compare`"],
        ),
        ("Stärken jena", "strong jena", ["`Stärken` is taken as `strong`"]),
        ("staerken jena", "strong jena", ["`staerken` is taken as `strong`"]),
        ("ranks --top 3", "ranks --limit 3", ["`--top` is taken as `--limit`"]),
        ("ranks --top=3", "ranks --limit=3", ["`--top=3` is taken as `--limit=3`"]),
        ("ranks jena —json", "ranks jena --json", ["`—json` is taken as `--json`"]),
        ("ranks jena –json", "ranks jena --json", ["`–json` is taken as `--json`"]),
        ("ranks jena ‑‑json", "ranks jena --json", ["`‑‑json` is taken as `--json`"]),
        (
            "ranks –n 2 —format=csv",
            "ranks -n 2 --format=csv",
            ["`–n` is taken as `-n`", "`—format=csv` is taken as `--format=csv`"],
        ),
        (
            "whatif jena lpwan=100",
            "whatif jena --set lpwan=100",
            ["`lpwan=100` is taken as `--set lpwan=100`"],
        ),
        (
            "whatif jena --set payment=max lpwan=100",
            "whatif jena --set payment=max --set lpwan=100",
            ["`lpwan=100` is taken as `--set lpwan=100`"],
        ),
        ("ranks jena --format JSON", "ranks jena --format json", []),
        ("weak jena --by Potential", "weak jena --by potential", []),
        ("ranks jena -c gesamt", "ranks jena -c overall", []),
        ("ranks jena -c GESAMTWERTUNG", "ranks jena -c overall", []),
        ("ranks jena --sort -score", "ranks jena --sort score --desc", []),
        ("ranks jena --above 67,1", "ranks jena --above 67.1", []),
        ("ranks jena --above −1", "ranks jena --above -1", []),
        ("whatif jena --target 70 --cap 95,5", "whatif jena --target 70 --cap 95.5", []),
    ],
)
def test_what_is_clear_is_done(invoke: Invoke, typed: str, meant: str, said: list[str]) -> None:
    done, plain = invoke(*typed.split(" ")), invoke(*meant.split(" "))
    assert done.code == plain.code == 0
    assert done.data == plain.data
    assert done.err == "".join(f"note: {line}\n" for line in said) + plain.err


def test_a_short_name_is_a_city_where_it_is_whole(invoke: Invoke, tmp_path: Path) -> None:
    write_city(tmp_path, make_city("Ulm"))
    assert invoke("ulm") == invoke("show", "ulm")
    assert invoke("ul").err.startswith("error: `ul` is neither")
    write_city(tmp_path, make_city("Ulmen"))
    assert invoke("ulm") == invoke("show", "ulm")


def test_the_official_key_alone_is_a_city(invoke: Invoke) -> None:
    assert invoke("16053000").out == invoke("show", "jena").out
    assert invoke("99999999").err.startswith("error: no data for `99999999`\n")


@pytest.mark.parametrize(
    "name",
    [
        *["Jena, Stadt", "Stadt Jena", "Jena (Stadt)", "JENA, kreisfreie Stadt", "SK Jena"],
        *["Landeshauptstadt Jena", "Jena, Universitätsstadt", "Jena, Hansestadt"],
        *[
            "Hanse- und Universitätsstadt Jena",
            "Freie und Hansestadt Jena",
            "jena, universitaetsstadt",
        ],
    ],
)
def test_a_city_goes_by_its_official_name(invoke: Invoke, name: str) -> None:
    assert invoke("ranks", name) == invoke("ranks", "jena")
    assert invoke(name) == invoke("show", "jena")


def test_an_official_name_never_hints_at_another_city(invoke: Invoke, tmp_path: Path) -> None:
    for city in ("Neustadt an der Weinstraße", "Ingolstadt", "Darmstadt"):
        write_city(tmp_path, make_city(city))
    for typed in ("Kiel, Stadt", "Stadt Ulm", "Landeshauptstadt Mainz", "Hamm, kreisfreie Stadt"):
        outcome = invoke("ranks", typed)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err == (
            f"error: no data for `{typed}`\n"
            "hint: available: `darmstadt`, `ingolstadt`, `jena`, `musterstadt`, "
            "`neustadt-an-der-weinstrasse`; to add a city: `smartrank import --help`\n"
        )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *((name, "`jena`") for name in ("Jena, Thüringen", "Jena/Thüringen", "07743 Jena")),
        *((name, "`jena`") for name in ("Stadtverwaltung Jena", "Jena (TH)", "Kreis Jena")),
        *((name, "`jena`") for name in ("DE-Jena", "16053 Jena", "Rat der Stadt Jena")),
        ("Jena und Ulm", "`jena` or `ulm`"),
        ("Oberbürgermeister, Neustadt", "`neustadt-an-der-weinstrasse`"),
        ("Verwaltung Neustadt an der Weinstraße", "`neustadt-an-der-weinstrasse`"),
    ],
)
def test_a_city_inside_what_was_typed_is_hinted_at(
    invoke: Invoke, tmp_path: Path, typed: str, meant: str
) -> None:
    for city in ("Neustadt an der Weinstraße", "Ulm"):
        write_city(tmp_path, make_city(city))
    outcome = invoke("ranks", typed)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"error: no data for `{typed}`\nhint: did you mean {meant}?\n"


@pytest.mark.parametrize("typed", ["Mülheim an der Ruhr", "Bad Orb", "An der Alten Stadt"])
def test_a_small_word_of_a_name_hints_at_no_city(
    invoke: Invoke, tmp_path: Path, typed: str
) -> None:
    for city in ("Neustadt an der Weinstraße", "Bad Musterhausen"):
        write_city(tmp_path, make_city(city))
    assert "hint: available: " in invoke("ranks", typed).err


OFFICIAL = [
    *[
        "{}, Stadt",
        "{} (Stadt)",
        "Stadt {}",
        "SK {}",
        "{}, Landeshauptstadt",
        "{}, kreisfreie Stadt",
    ],
    *[
        "{}, Hansestadt",
        "{}, Universitätsstadt",
        "Freie und Hansestadt {}",
        "{}, Wissenschaftsstadt",
    ],
]


@pytest.mark.parametrize("form", OFFICIAL)
def test_every_ranked_city_goes_by_official_forms_of_its_name(form: str) -> None:
    known = [city.slug for city in register().cities]
    assert len(known) == 83
    for city in register().cities:
        assert city_matches(form.format(city.name), known) == [city.slug]
        others = [name for name in known if name != city.slug]
        assert city_matches(form.format(city.name), others) == []


def test_a_title_alone_is_no_city() -> None:
    assert without_title("Stadt") == "Stadt"
    assert without_title("Neustadt an der Weinstraße") == "neustadt-an-der-weinstrasse"
    assert city_matches("Stadt", ["jena"]) == []


@pytest.mark.parametrize(
    ("typed", "error", "hint"),
    [
        (
            "ranks verwaltung",
            "no data for `verwaltung`",
            "a category, not a city: `--category verwaltung`",
        ),
        (
            "ranks jena mobilität",
            "no data for `mobilität`",
            "a category, not a city: `--category mobilitaet`",
        ),
        (
            "show verwaltung",
            "no data for `verwaltung`",
            "a category, not a city: `smartrank ranks --category verwaltung`",
        ),
        (
            "weak lpwan",
            "no data for `lpwan`",
            "an indicator, not a city: `smartrank indicators --match lpwan`",
        ),
        ("ranks 2024", "no data for `2024`", "an edition, not a city: `--edition 2024`"),
        (
            "compare jena erfurt",
            "no data for `erfurt`",
            "available: `jena`, `musterstadt`; to add a city: `smartrank import --help`",
        ),
        (
            "show jena musterstadt",
            "`jena` and `musterstadt`: this command takes one city",
            "to see them side by side: `smartrank compare jena musterstadt`",
        ),
        (
            "compare jena",
            "name at least two different cities or editions",
            "as in `smartrank compare jena@2024 jena@2025`",
        ),
        (
            "whatif jena",
            "nothing to change",
            "name changes, as in `--set lpwan=100`, or a target, as in `--target 70`",
        ),
        (
            "whatif jena lpwan=1 --target 70",
            "`--set`, `--target` and `--target-rank` are different questions",
            "use one at a time",
        ),
        (
            "whatif jena --set lpwan=1 --cap 70",
            "`--cap` is for `--target` and `--target-rank`, not for `--set`",
            "leave one out",
        ),
        (
            "whatif jena --target-rank 3",
            "the score at rank 3 of 2025 is not known",
            "import the ranking lists of the edition",
        ),
        (
            "ranks jena --edition 2024 --all-editions",
            "`--edition` and `--all-editions` contradict each other",
            "leave one out",
        ),
        ("ranks jena@2024 --edition 2025", "`jena@2024` already names an edition", "leave one out"),
        ("show jena@2024 --edition 2025", "`jena@2024` already names an edition", "leave one out"),
        (
            "erfurt",
            "`erfurt` is neither a command nor a city with data",
            "`smartrank --help` lists the commands, `smartrank cities` the cities",
        ),
        ("jenna", "`jenna` is neither a command nor a city with data", "did you mean `jena`?"),
        (
            "mus",
            "`mus` is neither a command nor a city with data",
            "`smartrank --help` lists the commands, `smartrank cities` the cities",
        ),
    ],
)
def test_what_is_not_clear_is_told(invoke: Invoke, typed: str, error: str, hint: str) -> None:
    outcome = invoke(*typed.split())
    assert (outcome.code, outcome.out) == (2, "")
    said = [line for line in outcome.err.splitlines() if not line.startswith("note: ")]
    assert said == [f"error: {error}", f"hint: {hint}"]


def test_hints_of_the_command_line_are_sentences() -> None:
    for told, own in HINTS.items():
        assert {*told.split("/"), own} <= {*MESSAGES}


def test_an_error_without_a_code_keeps_its_hint() -> None:
    assert hint_of(SmartrankError("something", hint="a way out")) == "a way out"
    assert hint_of(SmartrankError("something")) is None


@pytest.mark.parametrize("typed", ["rank", "indikators", "shov"])
def test_a_mistyped_command_is_told_as_one(invoke: Invoke, tmp_path: Path, typed: str) -> None:
    write_city(tmp_path, make_city("Ranken"))  # begins like a command
    outcome = invoke(typed)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"No such command '{typed}'. Did you mean " in outcome.err


@pytest.mark.parametrize("typed", ["help ranks", "hilfe ranks", "help rangliste"])
def test_help_by_a_word(invoke: Invoke, typed: str) -> None:
    assert invoke(*typed.split()).out == invoke("ranks", "--help").out


def test_help_alone(invoke: Invoke) -> None:
    assert invoke("help") == invoke("--help")
    assert invoke("—help") == invoke("--help")._replace(err="note: `—help` is taken as `--help`\n")


def test_data_that_is_named_behind_the_city(invoke: Invoke, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    write_city(folder, make_city("Probeburg"))
    assert invoke("probeburg").code == 2
    assert invoke("probeburg", "-d", folder).out == invoke("show", "probeburg", "-d", folder).out
    assert invoke("probeburg", "--data", tmp_path / "nowhere").code == 2


def test_a_broken_folder_makes_no_city_of_a_word(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTRANK_DATA", "nowhere")
    assert invoke("jena").err.startswith("error: `jena` is neither a command nor a city with data")
    outcome = invoke("ranks", "verwaltung")
    assert (outcome.code, "nowhere" in outcome.err) == (1, True)


def test_no_data_at_all(invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("SMARTRANK_DATA", "")
    monkeypatch.setattr("smartrank.dataset.folders.bundled_folder", lambda: empty)
    assert invoke("ranks", "verwaltung").err == (
        "error: no data for `verwaltung`\nhint: to add a city: `smartrank import --help`\n"
    )


def test_german_words_stand_for_commands_that_exist() -> None:
    assert {*_GERMAN.values()} <= {*COMMANDS, "help"}
    assert not {*_GERMAN} & {*COMMANDS}


KNOWN = {"--json": False, "-n": True, "--limit": True, "--match": True}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("--match —json", "--match —json"),  # the value of an option
        ("--match=—json", "--match=—json"),
        ("-n 3 —json", "-n 3 --json"),
        ("-- —json --top", "-- —json --top"),
        *(
            (f"{dashes}json", "--json")
            for dashes in ("‑‑", "−−", "﹣﹣", "－－", "–-", "-–", "—-", "‒")
        ),
        *(("-json", "--json"), ("-limit 3", "--limit 3"), ("–limit=3", "--limit=3")),
        *(("－n 3", "-n 3"), ("-n3", "-n3"), ("-–-n 3", "-n 3"), ("-jsno", "-jsno")),
        ("—jsno", "—jsno"),
        ("—", "—"),
        ("--top 3 --reverse", "--limit 3 --reverse"),  # this command has no `--desc`
        ("--match -- —json", "--match -- --json"),
    ],
)
def test_only_options_that_the_command_knows_are_read_otherwise(typed: str, meant: str) -> None:
    assert " ".join(read for _, read in options_meant(typed.split(), KNOWN)) == meant


@pytest.mark.parametrize("words", [["2024", "jena"], ["jena", "20245"], ["jena", "x024"], []])
def test_a_year_belongs_to_the_city_before_it(words: list[str]) -> None:
    assert cities_meant(words) == words


@pytest.mark.parametrize(
    ("option", "typed", "said"),
    [
        ("--above", "1,000", "`1,000` can be read in two ways (type 1.000 or 1000)"),
        ("--cap", "x", "`x` is not a number"),
        ("--below", "nan", "`nan` is not a number"),
        ("--below", "", "`` is not a number"),
    ],
)
def test_what_is_no_number(invoke: Invoke, option: str, typed: str, said: str) -> None:
    outcome = invoke("whatif" if option == "--cap" else "ranks", option, typed)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.endswith(f"Invalid value for '{option}': {said}\n")


def test_numbers_as_people_type_them() -> None:
    assert [parse_number(text) for text in ("67,1", "67.1", "−3", "+.5", " 7 ")] == [
        67.1,
        67.1,
        -3.0,
        0.5,
        7.0,
    ]
    for minus in "−–—‒‐‑":
        assert parse_number(f"{minus}3,5") == -3.5
    for sign in "\u200e\u200b\ufeff\u00ad\u2060":
        assert parse_number(f"{sign}6{sign}7.1{sign}") == 67.1
    for text in (
        "1,000",
        "67–1",
        "67-",
        "ca. 67",
        "67%",
        "67/100",
        "6 7",
        "91’7",
        "k. A.",
        "–",
        "",
    ):
        with pytest.raises(UsageError):
            parse_number(text)


def test_the_mean_as_a_target(invoke: Invoke) -> None:
    words = ("--fields", "row,before,after", "-f", "csv")
    mean, points = (invoke("whatif", "jena", "--target", t, *words) for t in ("mean", "70.8"))
    assert mean.code == 0
    assert mean.out == points.out


# --- editions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("ranks jena --edition 2024", "ranks jena@2024"),
        ("show jena --edition 2024", "show jena@2024"),
        ("whatif jena --edition 2024 --target 70", "whatif jena@2024 --target 70"),
        ("compare jena --all-editions", "compare jena@2024 jena@2025"),
    ],
)
def test_an_edition_by_option(invoke: Invoke, words: str, meant: str) -> None:
    assert invoke(*words.split()) == invoke(*meant.split())


def test_one_edition_of_all_cities(invoke: Invoke) -> None:
    words = ("-c", "overall", "--fields", "city,edition", "-f", "csv", "--no-header")
    assert invoke("ranks", "--edition", "2024", *words).out == "jena,2024\n"
    found = invoke("ranks", "--all-editions", *words).out.split()
    assert sorted(found) == ["jena,2024", "jena,2025", "musterstadt,2025"]


def test_a_list_of_one_edition_says_whom_it_leaves_out(invoke: Invoke, tmp_path: Path) -> None:
    for name, edition in (("Aaheim", 2023), ("Beheim", 2024), ("Beheim", 2022)):
        write_city(tmp_path, make_city(name, edition))
    words = ("ranks", "-c", "overall", "--fields", "city", "-f", "csv", "--no-header")
    outcome = invoke(*words)
    assert outcome.out == "musterstadt\njena\n"
    assert outcome.err == (
        "note: edition 2025 only, without `Aaheim 2023`, `Beheim 2024`; "
        "`--all-editions` lists all\n"
    )
    assert invoke(*words, "jena", "beheim").err == (
        "note: editions differ: 2024, 2025; their scores are not on one scale, since 100 is the "
        "best city of each edition\n"
    )


def test_an_edition_of_the_only_city(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTRANK_DATA", "")
    assert invoke("show", "--edition", "2025") == invoke("show", "jena@2025")


def test_groups_of_cities(invoke: Invoke) -> None:
    words = ("-c", "overall", "--fields", "city", "-f", "csv", "--no-header")
    assert invoke("ranks", "--state", "thüringen", *words).out == "jena\n"
    assert invoke("ranks", "--size", "-105000", *words).out == "musterstadt\n"
    assert invoke("ranks", "--around", "musterstadt", *words).out == "musterstadt\n"


# --- an empty answer ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["ranks --match zzz", "trends --up -c overall --below 1", "cities --match zzz"]
)
def test_an_empty_answer_says_that_nothing_matched(invoke: Invoke, words: str) -> None:
    outcome = invoke(*words.split(), "--json")
    assert (outcome.code, outcome.out, outcome.err) == (0, "[]\n", "note: nothing matched\n")


def test_no_rows_were_asked_for(invoke: Invoke) -> None:
    assert invoke("ranks", "jena", "--limit", "0", "--json").err == ""
    assert invoke("check", "--limit", "0", "--json").err == (
        "note: 1 file checked: 0 faults, 3 notes\n"
    )

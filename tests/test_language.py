"""German: the catalogue is complete, and what people read is in it, and nothing else is."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
import typer
from openpyxl import load_workbook

import catalogue
from conftest import make_city, write_city
from every_answer import ANSWERS, known_cities
from smartrank import find, show
from smartrank.cli.console import speech
from smartrank.cli.framework import COMMANDS
from smartrank.cli.translated import usage_error
from smartrank.language import (
    DOMAIN,
    ENGLISH,
    LANGUAGES,
    all_spoken,
    figure_spoken,
    folder,
    language_asked,
    speak,
    spoken,
)
from smartrank.messages import Grouped, all_of, joined, label, say
from smartrank.query.brief import brief
from smartrank.render import Format, View, render_answer

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from conftest import Invoke
    from smartrank import City

GERMAN = catalogue.read("de")
#: What is asked, each in German.
QUESTIONS = {
    "show": "show jena",
    "cities": "cities --fields city,edition,rank",
    "ranks": "ranks jena",
    "trends": "trends jena --desc",
    "indicators": "indicators jena -c mobilitaet",
    "weak": "weak jena --by potential",
    "weak with bonus": "weak jena --bonus -n 1 -f markdown",
    "strong with ties": "strong jena -n 2",
    "practices": "practices jena -f markdown",
    "brief": "brief jena",
    "standing": "standing jena",
    "moves": "moves jena",
    "compare": "compare jena musterstadt -d .",
    "history": "history musterstadt -d . --indicators",
    "whatif": "whatif jena --set lpwan=100",
    "a target": "whatif jena --target 70 -f markdown",
    "audit": "audit jena",
    "check": "check musterstadt-2024.toml",
    "explain": "explain",
    "nothing": "ranks jena --match nirgends",
    "no city": "show nirgends",
    "no data": "ranks jena -d nirgends",
    "a category": "ranks verwaltung",
    "no command": "shwo",
    "no option": "weak --limt 3",
    "a wrong number": "weak --limit x",
    "a number below": "weak --limit -1",
    "a number that reads in two ways": "weak --above 1,000",
    "no format": "weak --format docx",
    "no value": "weak --limit",
    "a value too many": "weak --desc=3",
    "a shell that there is not": "--show-completion=tcsh",
    "no page": "import",
    "a page that is missing": "import nirgends.txt",
    "words too many": "schema weak strong",
    "a file that is broken": "check kaputt.toml",
    "a file that is missing": "check nirgends.toml",
    "help": "--help",
    **{f"help of {name}": f"{name} --help" for name in COMMANDS},
}
#: Words of published names.
SAME = {"data", "none", "open"}


#: Older versions set choices and arguments in brackets of their own.
IS_OLD_TYPER = tuple(map(int, typer.__version__.split(".")[:2])) < (0, 27)


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """What a run in German changes in this process is undone."""
    language = os.environ.get("LANGUAGE")
    yield
    speech.language = ENGLISH
    gettext.textdomain("messages")
    if language is None:
        os.environ.pop("LANGUAGE", None)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of an invented city, in which the program runs at 80 columns."""
    for edition, rank in ((2024, 12), (2025, 10)):
        write_city(tmp_path, make_city(edition=edition, rank=rank), f"musterstadt-{edition}")
    (tmp_path / "kaputt.toml").write_text("[city]\nname = 3\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


# --- the catalogue --------------------------------------------------------------------------------


def test_the_catalogue_has_all_that_is_said_and_nothing_else() -> None:
    wanted = {(text.id, text.context) for text in catalogue.template()}
    assert {(text.id, text.context) for text in GERMAN} == wanted
    assert catalogue.missing(GERMAN) == []
    assert not any(text.fuzzy for text in GERMAN if text.id)


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    compiled = Path(folder(), "de", "LC_MESSAGES", f"{DOMAIN}.mo")
    with compiled.open("rb") as file:
        known = gettext.GNUTranslations(file)
    for text in GERMAN:
        context, said = text.context or "", catalogue.forms(text.string)
        ours = catalogue.forms(text.id)
        if len(ours) == 2:
            found = tuple(known.npgettext(context, ours[0], ours[1], n) for n in (1, 5))
        elif context:
            found = (known.pgettext(context, ours[0]),)
        else:
            found = (known.gettext(ours[0]),) if ours[0] else said
        assert found == said


def test_a_translation_has_the_values_of_its_text() -> None:
    for text in GERMAN:
        ours, theirs = (
            set().union(*map(_values, catalogue.forms(side))) for side in (text.id, text.string)
        )
        assert theirs <= ours, text.id
        assert ours - theirs <= {"count"}, text.id


def _values(template: str) -> set[str]:
    parts = Formatter().parse(template)
    return {f"{name}:{form}" if form else name for _, name, form, _ in parts if name}


# --- what people read -----------------------------------------------------------------------------


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_people_read(
    question: str, here: Path, invoke: Invoke, snapshot: SnapshotAssertion
) -> None:
    found = invoke(*QUESTIONS[question].split(), "--lang", "de")
    text = f"{found.out}--- {found.code}\n{found.err}".replace(str(here), "ORDNER")
    if not (IS_OLD_TYPER and "Aufruf: " in text):
        assert snapshot == text
    words = set(re.findall(r"[a-zäöüß]{3,}", _without_what_is_typed(text).lower()))
    assert words & (_words_of(0) - _words_of(1) - SAME) == set()


def _without_what_is_typed(text: str) -> str:
    """Without commands, options, fields, keys and file names, where they stand as such."""
    commands = "|".join(COMMANDS)
    for typed in (
        r"^  smartrank .*$",  # an example
        r"^Felder:\n(?:.*\n)*",
        rf"(?:root|smartrank) (?:{commands})\b",
        r"(?:Fehler|Hinweis): [a-z.]+(?=: )",  # a key
        r"^    .*\n +\^$",  # a line of a file
        rf"^  (?:{commands})(?=  )",  # in the list of commands
        r"^[a-z_0-9]+$",  # a term that is explained
        r"`[^`]*`|'[^'\n]*'|<[a-z|]+>|--?[a-z][a-z-]*",
        r"\S+\.toml\S*|\b[a-z]+(?:\.[a-z_0-9\[\]-]+)+",
    ):
        text = re.sub(typed, "", text, flags=re.MULTILINE)
    return text


@cache
def _words_of(place: int) -> set[str]:
    """The words of one side of the catalogue, without what is typed."""
    every: set[str] = set()
    for text in GERMAN:
        for form in catalogue.forms(text.string if place else text.id):
            said = re.sub(r"`[^`]*`|'[^']*'|\{[^}]*\}|--?[a-z-]+", "", form)
            every |= set(re.findall(r"[a-zäöüß]{3,}", said.lower()))
    return every


@pytest.mark.filterwarnings(
    "ignore:.*extension is not supported"
)  # bars, which openpyxl cannot read
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", [form for form in Format if form.is_read])
@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_in_every_form_for_people(name: str, form: Format, language: str) -> None:
    answer = ANSWERS[name](known_cities())
    for width in (120, 80, 40) if form is Format.TABLE else (None,):
        data = render_answer(answer, form, View(width=width, language=language))
        text = _text_of(data, form)
        assert all(len(line) <= (width or len(line)) for line in text.splitlines())
        if language == "de" and name != "explain":  # which tells the names of fields
            words = set(re.findall(r"[a-zäöüß]{3,}", _without_what_is_typed(text).lower()))
            assert words & (_words_of(0) - _words_of(1) - SAME) == set()


def _text_of(data: bytes, form: Format) -> str:
    if form is not Format.XLSX:
        return unescape(re.sub(r"(?s)<style>.*?</style>|<[^>]*>", "\n", data.decode()))
    sheets = load_workbook(BytesIO(data)).worksheets
    return "\n".join(str(cell.value) for sheet in sheets for row in sheet for cell in row)


@pytest.mark.parametrize("name", ANSWERS)
def test_programs_read_the_same_in_both_languages(name: str) -> None:
    answer = ANSWERS[name](known_cities())
    for form in Format:
        if form.is_read or (answer.is_nested and not form.nests):
            continue
        german = render_answer(answer, form, View(language="de"))
        assert german == render_answer(answer, form), form


def test_options_and_codes_are_the_same(invoke: Invoke) -> None:
    for words in (["weak", "--json"], ["ranks", "-f", "csv"], ["schema", "ranks"], ["show", "x"]):
        english, german = invoke(*words), invoke(*words, "--lang", "de")
        assert (german.code, german.out) == (english.code, english.out)


@pytest.mark.parametrize("form", ["table", "markdown", "html", "svg"])
def test_figures_have_a_decimal_comma(form: str, jena: City) -> None:
    text = render_answer(show(jena), form, View(language="de")).decode()
    text = re.sub(r"<style>.*?</style>|<[^>]*>", "", text, flags=re.DOTALL)
    for figure in ("67,1", "111.191", "100,0"):
        assert figure in text
    assert "67.1" not in text


# --- how it is made -------------------------------------------------------------------------------


def test_a_message_is_said_anew_from_its_values() -> None:
    assert spoken(say("points", score=67.1), "de") == "67,1 Punkte"
    assert spoken(say("cities", count=1), "de") == "1 Stadt"
    assert spoken(say("cities", count=1), ENGLISH) == "1 city"
    within = say("note", note=joined([say("no-city"), all_of("ab")], "; "))
    assert spoken(within, "de") == "Hinweis: es gibt keine Daten; `a` und `b`"
    assert spoken(label("Rank"), "de") == "Platz"
    assert spoken("Rank", "de") == "Rank"
    assert spoken(say("fact-population", population=Grouped(5_000)), "de") == "5.000 Einwohner"
    assert spoken(say("below-mean", city="A", points=3.72, mean=70.8), "de").startswith(
        "A liegt 3,7 Punkte"
    )


def test_a_label_is_equal_to_its_text_after_a_copy() -> None:
    import copy

    assert copy.deepcopy(label("Rank")).values == {"text": "Rank"}


def test_figures_are_grouped_from_five_digits_on() -> None:
    assert figure_spoken("1234", "de") == "1234"
    assert figure_spoken("111191", "de") == "111.191"
    assert figure_spoken("+2.50", "de") == "+2,50"
    assert figure_spoken("+2.50", ENGLISH) == "+2.50"


def test_an_answer_stays_what_it_is(jena: City) -> None:
    answer = brief(jena)
    german = all_spoken(answer, "de")
    assert type(german) is type(answer)
    assert german.sheet.rows[0].sentence.startswith("Im Smart City Index 2025 belegt Jena Platz 54")
    assert german.sheet.rows[0].city is answer.sheet.rows[0].city
    assert all_spoken((1, ("a",)), "de") == (1, ("a",))


@pytest.mark.parametrize(
    ("options", "environment", "language"),
    [
        ("", {}, "en"),
        ("", {"LANG": "de_DE.UTF-8"}, "de"),
        ("", {"LANG": "de_AT", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ("", {"LANG": "en_US.UTF-8", "LC_ALL": "de"}, "de"),
        ("", {"LC_ALL": "", "LANG": "de"}, "de"),
        ("", {"LC_ALL": "C", "LANG": "de"}, "en"),
        ("", {"LANG": "den_DK"}, "en"),
        ("", {"SMARTRANK_LANG": "de", "LC_ALL": "en_US"}, "de"),
        ("", {"SMARTRANK_LANG": "fr", "LANG": "de"}, "en"),
        ("--lang de", {"SMARTRANK_LANG": "en"}, "de"),
        ("show jena --lang=DE", {}, "de"),
        ("--lang en", {"LANG": "de_DE"}, "en"),
        ("show --lang", {"LANG": "de_DE"}, "de"),
    ],
)
def test_who_says_the_language(options: str, environment: dict[str, str], language: str) -> None:
    assert language_asked(options.split(), environment) == language


def test_an_unknown_language_is_refused(invoke: Invoke) -> None:
    found = invoke("ranks", "--lang", "fr")
    assert found.code == 2
    assert "'en', 'de'" in found.err


def test_english_loads_no_catalogue(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(gettext, "translation", forbidden)
    assert invoke("ranks", "jena").code == 0
    assert find("jena").name == "Jena"
    assert set(LANGUAGES) == {ENGLISH, "de"}


def test_what_typer_says_in_other_words_stays_as_it_is() -> None:
    from typer._click.exceptions import UsageError

    assert usage_error(UsageError("Something new.")) == "Something new."
    speak(ENGLISH)  # is nothing to do
    assert gettext.textdomain() == "messages"


@pytest.mark.parametrize(
    "said",
    [
        "No such option: --limt Did you mean --limit, --match?",
        "No such option: --limt (Possible options: --limit, --match)",
        "No such option: --limt ('(Possible options: --limit, --match)',)",  # by Typer 0.26
    ],
)
def test_what_is_close_is_told_as_each_typer_says_it(said: str) -> None:
    from typer._click.exceptions import UsageError

    told = usage_error(UsageError(said))
    assert told == "No such option: --limt (did you mean --limit, --match?)"

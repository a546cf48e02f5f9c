"""Tables where they are read: real terminals, pipes, old consoles, streams that end.

Of the pager `test_pager.py` speaks.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from conftest import examples, make_city
from smartrank import (
    View,
    audit,
    compare,
    history,
    indicators,
    practices,
    ranks,
    render_answer,
    show,
    weak,
)
from smartrank.cli.console import complain, note, speech, tell
from smartrank.cli.output import fitted_to_screen
from smartrank.errors import UsageError
from smartrank.messages import say
from smartrank.render import as_table
from smartrank.render.cells import Cell, Column, Grid
from smartrank.render.grouped import grouped

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Invoke
    from smartrank import Answer, City

ESCAPE = "\x1b"
SMARTRANK = (sys.executable, "-m", "smartrank")
unix = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def environment(**variables: str) -> dict[str, str]:
    """The environment without what tells a program about its terminal, and with `variables`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "PYTHONIO", "PYTHONUTF8"))
        and name not in ("COLUMNS", "LANG")
    }
    return {**kept, "LC_ALL": "C.UTF-8", **variables}


def on_terminal(*words: str | Path, width: int = 80, **variables: str) -> str:
    """What the program writes to a terminal of a width."""
    import pexpect

    child = pexpect.spawn(
        SMARTRANK[0],
        [*SMARTRANK[1:], *map(str, words)],
        env=environment(**{"TERM": "xterm", "PAGER": "cat", **variables}),
        dimensions=(50, width),
        encoding="utf-8",
        timeout=20,
    )
    written: str = child.read()
    child.close()
    assert child.exitstatus == 0, written
    return written.replace("\r\n", "\n")


def on_screen(written: str, width: int) -> list[str]:
    """The lines that a person sees; a line that is too long takes two."""
    import pyte

    screen = pyte.Screen(width, written.count("\n") * 3 + 5)
    pyte.Stream(screen).feed(written.replace("\n", "\r\n"))
    lines = [line.rstrip() for line in screen.display]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def piped(*words: str | Path, code: int = 0, **variables: str) -> bytes:
    """What the program writes to a pipe; it must say nothing to standard error."""
    done = subprocess.run(
        [*SMARTRANK, *words], capture_output=True, env=environment(**variables), check=False
    )
    assert (done.returncode, done.stderr) == (code, b"")
    return done.stdout


def without_escapes(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def stripped(text: str) -> str:
    """Lines without blanks at their ends, which a bar in colour has."""
    return re.sub(" +$", "", text, flags=re.MULTILINE)


def tight(text: str) -> str:
    """Text without the blanks and line ends that folding moves."""
    return "".join(text.split())


# --- terminals -----------------------------------------------------------------------------------


@unix
@pytest.mark.parametrize("width", [20, 40, 80, 120, 300])
def test_a_profile_fits_a_terminal(jena: City, width: int) -> None:
    written = on_terminal("show", "jena", width=width)
    assert f"{ESCAPE}[" in written
    plain = without_escapes(written)
    assert ESCAPE not in plain
    assert max(map(len, plain.split("\n"))) <= width
    assert on_screen(written, width) == [line.rstrip() for line in plain.rstrip("\n").split("\n")]
    for _, name, _ in jena.ratings():
        assert tight(name) in tight(plain)
    for category in jena.categories:
        for row in category.indicators:
            assert f"{row.score}" in plain
            if width >= 40:  # narrower, names of one word are broken, too
                assert all(part in plain for part in re.split(r"[\s-]", row.name or ""))
    assert ("█" in plain) is (width >= 80), "bars are the first to go"
    assert tight("Source: Bitkom e. V., Smart City Index 2025") in tight(plain)


FIRST_SCREEN = """\
Jena in the Smart City Index 2025
Thüringen · 114 km² · 111 191 inhabitants
Rank 54 of 83 cities · 7 places down since 2024 · 67.1 points
3.7 points below the mean of 70.8

Ranks by category
Category                  Rank  Trend  Previous  Score
Gesamtwertung               54  ▼  -7        47   67.1  █████████████▍
Verwaltung                  54  ▲  +3        57   71.6  ██████████████▍
Energie und Umwelt          69  ▼  -1        68   46.6  █████████▍
IT und Kommunikation*       61  ▼ -17        44   69.1  █████████████▉
Mobilität                   47  ▼ -11        36   68.9  █████████████▊
Gesellschaft und Bildung    35  ▼ -13        22   79.4  ███████████████▉

Strongest                                 Weakest
Indicator                   Score         Indicator                   Score
Interne Prozesse            100.0         Online-Terminvergabe          8.3
Geoportal                   100.0         Emissionsarme Busse          13.8
Smartes Verkehrsmanagement  100.0         Anteil E-Fahrzeuge           17.0
Digitalkompetenz            100.0         LPWAN                        18.2
5G                           99.9         Multimodalität               31.3
"""


@unix
def test_a_profile_can_be_read_from_its_first_screen() -> None:
    screen = on_screen(on_terminal("show", "jena", width=80), 80)[:23]  # the pager takes a line
    assert "\n".join(screen[:21]) == FIRST_SCREEN.rstrip("\n")


def test_a_wide_screen_has_two_categories_side_by_side(jena: City) -> None:
    def titles(width: int) -> list[list[str]]:
        text = render_answer(show(jena), "table", View(width=width)).decode()
        names = {category.name for category in jena.categories} | {"Strongest", "Weakest"}
        lines = [re.split(r" {2,}", line) for line in text.splitlines()]
        return [line for line in lines if set(line) <= names]

    names = [category.name for category in jena.categories]
    assert titles(79) == [["Strongest"], ["Weakest"], *([name] for name in names)]
    assert titles(119) == [["Strongest", "Weakest"], *([name] for name in names)]
    assert titles(120) == [["Strongest", "Weakest"], names[:2], names[2:4], names[4:]]


def test_what_stands_side_by_side_has_every_row_and_the_same_widths(jena: City) -> None:
    text = render_answer(show(jena), "table", View(width=120)).decode()
    for category in jena.categories:
        for row in category.indicators:
            assert f" {row.score}  " in text
    heads = [line for line in text.splitlines() if line.startswith("Indicator")]
    assert len({head.find("Max.") for head in heads[1:]}) == 1
    coloured = render_answer(show(jena), "table", View(width=120, colour=True)).decode()
    assert stripped(without_escapes(coloured)) == text


@unix
@pytest.mark.parametrize("setting", ["NO_COLOR=1", "TERM=dumb", "NO_COLOR=1 FORCE_COLOR=1"])
def test_colour_can_be_switched_off_on_a_terminal(
    setting: str,
) -> None:
    coloured = on_terminal("trends", "jena")
    variables = dict(pair.split("=") for pair in setting.split())
    written = on_terminal("trends", "jena", width=80, **variables)
    assert ESCAPE not in written
    assert written == stripped(without_escapes(coloured))
    for change in ("-17", "-13", "-11", "-7", "-1", "+3"):
        assert f" {change} " in written, "the sign is printed"


@unix
def test_an_empty_no_color_counts_as_unset() -> None:
    assert ESCAPE in on_terminal("ranks", "jena", NO_COLOR="")


@unix
def test_columns_binds_on_a_terminal() -> None:
    lines = without_escapes(on_terminal("weak", "jena", width=120, COLUMNS="40")).split("\n")
    assert 30 < max(map(len, lines)) <= 40
    lines = without_escapes(on_terminal("weak", "jena", width=44, COLUMNS="0")).split("\n")
    assert 30 < max(map(len, lines)) <= 44, "no width at all is not believed"


@unix
def test_wide_and_combining_characters_stay_aligned(tmp_path: Path) -> None:
    from conftest import write_city

    names = ("東京都の交通", "e\u0301te\u0301", "Straße", "한국어 자료", "ﾊﾝｶｸ")
    write_city(tmp_path, make_city(rows=tuple((name, 50.0) for name in names)))
    for width in (80, 44):
        written = on_terminal(
            "indicators", "musterstadt", "-d", tmp_path, "--fields", "indicator_name,score",
            width=width,
        )  # fmt: skip
        lines = without_escapes(written).split("\n")
        rows = [line for line in lines if "50.0" in line]
        assert len(rows) == len(names)
        assert len({cell_len(row.partition("50.0")[0]) for row in rows}) == 1
        assert max(map(cell_len, lines)) <= width
        assert len(on_screen(written, width)) == written.count("\n")


# --- the word that says what a line is -----------------------------------------------------------


class Screen(io.StringIO):
    """A stand-in for a terminal."""

    def __init__(self, encoding: str | None = "utf-8") -> None:
        super().__init__()
        self.charset = encoding

    @property
    def encoding(self) -> str | None:  # type: ignore[override]
        return self.charset

    def isatty(self) -> bool:
        return True


ERROR, HINT, NOTE, PLAIN = (f"{ESCAPE}[{code}m" for code in ("1;31", "36", "2;33", "0"))


def told(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    """What an error, its hint and a long note look like on a screen of 40 columns."""
    for name, value in {"COLUMNS": "40", "TERM": "xterm", "WT_SESSION": "1", **variables}.items():
        monkeypatch.setenv(name, value)
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    complain(UsageError(say("two-formats", form="csv"), hint=say("leave-one-out")))
    note(say("scale"))
    return screen.getvalue()


def test_the_first_word_of_a_message_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = told(monkeypatch).splitlines()
    assert lines[0] == f"{ERROR}error:{PLAIN} {say('two-formats', form='csv')}"
    assert lines[1] == f"{HINT}hint:{PLAIN} {say('leave-one-out')}"
    assert lines[2].startswith(f"{NOTE}note:{PLAIN} ")
    assert len(lines) > 4, "the note is folded"
    assert ESCAPE not in "".join(lines[3:])
    assert max(map(len, map(without_escapes, lines[2:]))) <= 40


def test_the_word_is_coloured_in_german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "language", "de")
    lines = told(monkeypatch).splitlines()
    starts = [f"{ERROR}Fehler:{PLAIN} ", f"{HINT}Tipp:{PLAIN} ", f"{NOTE}Hinweis:{PLAIN} "]
    for line, start in zip(lines[:3], starts, strict=True):
        assert line.startswith(start)
    assert ESCAPE not in "".join(lines[3:])


@pytest.mark.parametrize(
    "variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}]
)
def test_words_are_plain_where_colour_is_off(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    assert ESCAPE not in told(monkeypatch, **variables)


@pytest.mark.parametrize("session", ["", "1"])
def test_the_console_of_old_windows_gets_no_escapes(
    monkeypatch: pytest.MonkeyPatch, session: str
) -> None:
    monkeypatch.setattr("smartrank.cli.console._WINDOWS", True)
    assert (ESCAPE in told(monkeypatch, WT_SESSION=session)) is bool(session)


@pytest.mark.parametrize("session", ["", "1"])
def test_nor_do_tables_there(monkeypatch: pytest.MonkeyPatch, session: str) -> None:
    monkeypatch.setattr("smartrank.cli.console._WINDOWS", True)
    assert fitted(monkeypatch, WT_SESSION=session).colour is bool(session)
    assert fitted(monkeypatch, WT_SESSION=session, FORCE_COLOR="1").colour


@unix
@pytest.mark.parametrize("redirected", ["2>told.txt", ">answer.txt"])
def test_each_stream_is_coloured_by_itself(redirected: str, tmp_path: Path) -> None:
    import pexpect

    command = f"{shlex.join(SMARTRANK)} ranks nirgendwo {redirected}"
    written = pexpect.run(
        f"bash -c {shlex.quote(command)}",
        env=environment(TERM="xterm", FORCE_COLOR="1"),
        cwd=str(tmp_path),
        encoding="utf-8",
    )
    assert (ERROR in written) is (redirected == ">answer.txt")
    (file,) = tmp_path.iterdir()
    assert ESCAPE not in file.read_text("utf-8")


# --- groups of rows on a narrow screen -----------------------------------------------------------


def narrow(answer: Answer[Any], width: int = 40, **view: Any) -> str:
    """The heading and rows of an answer on a narrow screen, without what frames them."""
    text = render_answer(answer, "table", View(width=width, **view)).decode()
    return text.split("\n\n")[1] + "\n"


def test_names_that_rows_share_stand_above_them() -> None:
    cities = [make_city(), make_city("Musterstadt", 2024), make_city("Beispielburg")]
    assert (
        narrow(indicators(cities))
        == """\
Indicator                    Score  Max.
Musterstadt
2025
Probe
Bahnsteige                    40.0   100
Laternen                      80.0   100
Sonstige Projekte Probe        5.0    10
(bonus)
2024
Probe
Bahnsteige                    40.0   100
Laternen                      80.0   100
Sonstige Projekte Probe        5.0    10
(bonus)
Beispielburg
2025
Probe
Bahnsteige                    40.0   100
Laternen                      80.0   100
Sonstige Projekte Probe        5.0    10
(bonus)
"""
    )


def test_a_category_heads_its_own_rows() -> None:
    city, other = make_city(), make_city("Beispielburg")
    text = render_answer(compare([city, other], indicators=True), "table", View(width=40)).decode()
    assert (
        """
Score
Indicator      Musterstadt  Beispielburg
Gesamtwertung         59.5          59.5
Probe                 59.5          59.5
Bahnsteige            40.0          40.0
Laternen              80.0          80.0
Sonstige               5.0           5.0
Projekte
Probe (bonus)
"""
        in text
    )


def test_a_key_without_a_name_behind_it_stays_in_its_row() -> None:
    city, edition = [Cell("Musterstadt")] * 2, [Cell("2024"), Cell("2025")]
    table = Grid("", (Column("City", "name", city), Column("Edition", "key", edition)))
    assert grouped(table, "–") == (table, [(), ()])


def test_no_side_of_a_comparison_goes_where_there_is_no_room() -> None:
    cities = [make_city(name) for name in ("Musterstadt", "Beispielburg", "Kachelstadt")]
    text = render_answer(compare(cities, indicators=True), "table", View(width=40)).decode()
    assert text.count("Beispielburg: 40.0") == text.count("Kachelstadt: 40.0") == 1


def test_rows_of_a_group_have_no_heading_where_none_is_wanted() -> None:
    text = render_answer(weak([make_city()]), "table", View(width=30, header=False)).decode()
    assert (
        text
        == """\
Probe
Bahnsteige   40.0   100
Laternen     80.0   100
"""
    )


# --- pipes ---------------------------------------------------------------------------------------


def test_a_piped_table_is_plain_whole_and_wide() -> None:
    written = piped("indicators", "jena", COLUMNS="20", TERM="xterm-256color").decode()
    assert ESCAPE not in written
    assert re.search("[─-╿]", written) is None, "no box lines"
    assert "…" not in written
    lines = written.splitlines()
    assert len(lines) == 1 + 37
    starts = [match.start() for match in re.finditer(r"\S+", lines[0])]
    assert all(line[start - 1] == " " for line in lines for start in starts[1:2])
    (found,) = [line for line in lines if "Multimodalität" in line]
    assert re.fullmatch(r"Mobilität +Multimodalität +31\.3 +100 +\+2\.18", found)


def test_a_piped_table_cuts_no_long_text(jena: City) -> None:
    (practice,) = jena.best_practices
    assert practice.summary is not None
    _, row = piped("practices", "jena").decode().splitlines()
    assert practice.summary in row
    assert all(partner in row for partner in practice.partners)


def test_a_pipe_gets_the_rows_and_headings_of_a_terminal(jena: City) -> None:
    for answer in (ranks([jena]), weak([jena]), indicators([jena])):
        wide = render_answer(answer, "table", View(width=300)).decode().splitlines()
        pipe = render_answer(answer, "table").decode().splitlines()
        plain = [re.sub("[▏▎▍▌▋▊▉█]+", "", line).split() for line in wide]
        assert plain[2 : 2 + len(pipe)] == [line.split() for line in pipe]


@pytest.mark.parametrize("form", ["json", "csv", "html", "svg", "table"])
def test_forced_colour_reaches_tables_alone(form: str) -> None:
    written = piped("ranks", "jena", "-f", form, FORCE_COLOR="1").decode()
    assert (ESCAPE in written) is (form == "table")
    if form == "table":
        assert without_escapes(written) == piped("ranks", "jena").decode()
        assert piped("ranks", "jena", FORCE_COLOR="1", NO_COLOR="1").decode().count(ESCAPE) == 0
        assert ESCAPE not in piped("ranks", "jena", FORCE_COLOR="").decode()


# --- consoles without all characters -------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp850", "cp437", "utf-8"])
def test_any_console_gets_readable_letters_and_signs(encoding: str) -> None:
    text = piped("show", "jena", PYTHONIOENCODING=encoding).decode(encoding)
    assert "?" not in text
    assert ("▲" in text) is (encoding == "utf-8")
    assert all(change in text for change in ("-7", "+3", "-17"))
    if encoding == "ascii":
        assert "Mobilitaet" in text
        assert "Universitaetsklinikum" in text
        assert "Intelligente Strassenbeleuchtung" in text
        assert "114 km2" in text
    else:
        assert "Intelligente Straßenbeleuchtung" in text
        assert "Öffentlichkeitsbeteiligung" in text


@pytest.mark.parametrize("encoding", ["ascii", "cp850", "cp1252"])
def test_bars_fall_back_to_signs_that_every_console_has(jena: City, encoding: str) -> None:
    text = render_answer(weak([jena]), "table", View(width=100, encoding=encoding)).decode(encoding)
    bars = [len(bar) for bar in re.findall(r" (#+)$", text, re.MULTILINE)]
    assert bars == sorted(bars)
    assert len(bars) == 5
    assert "█" not in text


def test_a_letter_that_cannot_be_spelled_is_a_question_mark_and_breaks_nothing() -> None:
    city = make_city(rows=(("Œuvre 東京 „Ziel“ – 5 €", 40.0), ("e\u0301te\u0301", 60.0)))
    view = View(fields=("indicator_name", "score"), encoding="ascii")
    assert render_answer(indicators([city]), "table", view).decode("ascii").splitlines() == [
        "Indicator                        Score",
        '?uvre ?? "Ziel" - 5 EUR           40.0',
        "ete                               60.0",
        "Sonstige Projekte Probe (bonus)    5.0",
    ]


def test_the_c_locale_crashes_nothing() -> None:
    for utf8 in ("1", "0"):
        text = piped("show", "jena", LC_ALL="C", PYTHONUTF8=utf8, PYTHONCOERCECLOCALE=utf8)
        assert b"?" not in text
        assert b"31.3" in text


def test_messages_reach_a_console_without_their_letters() -> None:
    done = subprocess.run(
        [*SMARTRANK, "ranks", "--category", "Mobilitätß€東"],
        capture_output=True,
        env=environment(PYTHONIOENCODING="ascii"),
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode("ascii").startswith("error: no category `MobilitaetssEUR?`")


# --- streams that end ----------------------------------------------------------------------------


@unix
def test_head_ends_quietly() -> None:
    command = '"$@" | head -n 1; exit "${PIPESTATUS[0]}"'
    done = subprocess.run(
        ["bash", "-c", command, "-", *SMARTRANK, "indicators", "jena"],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode in (0, 141)
    assert done.stderr == b""
    assert done.stdout.startswith(b"Category")


@unix
@pytest.mark.parametrize("words", [("show", "jena"), ("ranks", "--json"), ("--help",), ("schema",)])
def test_a_reader_that_is_gone_ends_the_program_quietly(words: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as pipe:
        done = subprocess.run(
            [*SMARTRANK, *words],
            stdout=pipe,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert done.returncode in (0, 141)
    assert done.stderr == b""


@unix
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
@pytest.mark.parametrize("words", [("show", "jena"), ("ranks", "--json"), ("schema",)])
def test_a_full_disk_is_an_error(words: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [*SMARTRANK, *words],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("error: cannot write to standard output: ")


@unix
def test_a_closed_output_is_an_error_unless_a_file_is_named(tmp_path: Path) -> None:
    for words, code in ((("ranks", "jena"), 1), (("ranks", "jena", "-o", "x.csv"), 0)):
        done = subprocess.run(
            ["bash", "-c", 'exec "$@" >&-', "-", *SMARTRANK, *words],
            stderr=subprocess.PIPE,
            env=environment(),
            cwd=tmp_path,
            check=False,
        )
        assert done.returncode == code
        assert len(done.stderr.splitlines()) == code
        assert b"Traceback" not in done.stderr
    assert (tmp_path / "x.csv").read_bytes().startswith(b"city,")


@unix
def test_a_closed_standard_error_changes_nothing() -> None:
    for words, code in ((("audit", "jena", "--json"), 0), (("ranks", "nirgendwo"), 2)):
        done = subprocess.run(
            ["bash", "-c", 'exec "$@" 2>&-', "-", *SMARTRANK, *words],
            stdout=subprocess.PIPE,
            env=environment(),
            check=False,
        )
        assert done.returncode == code
        assert done.stdout.startswith(b"[" if code == 0 else b"")


@unix
def test_an_interrupt_ends_the_program_quietly() -> None:
    with subprocess.Popen(
        [*SMARTRANK, "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as child:
        assert child.stdin is not None
        child.stdin.write(b"#\n" * 200_000)  # more than a pipe holds: the program is reading
        child.stdin.flush()
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=20)
    # stopped by the signal itself, so that a shell stops, too
    assert (child.returncode, out, err) == (-signal.SIGINT, b"", b"")


# --- what the program learns of its screen -------------------------------------------------------


def fitted(monkeypatch: pytest.MonkeyPatch, screen: Any = None, **variables: str) -> View:
    for name, value in {"WT_SESSION": "1", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Screen() if screen is None else screen)
    return fitted_to_screen(View())


@pytest.mark.parametrize(
    ("variables", "colour"),
    [
        ({}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "unknown"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "0"}, False),
        ({"NO_COLOR": ""}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
    ids=str,
)
def test_colour_follows_the_conventions(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], colour: bool
) -> None:
    assert fitted(monkeypatch, **variables) == View(width=80, colour=colour)


@pytest.mark.parametrize(
    ("columns", "width"), [("33", 33), ("0", 80), ("", 80), ("x", 80), ("²", 80), ("-1", 80)]
)
def test_a_width_that_is_no_number_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    assert fitted(monkeypatch, COLUMNS=columns).width == width


def test_a_terminal_that_does_not_know_its_width_has_80_columns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def size(_: int) -> os.terminal_size:
        return os.terminal_size((0, 0))

    screen = Screen()
    monkeypatch.setattr(screen, "fileno", lambda: 1)
    monkeypatch.setattr(os, "get_terminal_size", size)
    assert fitted(monkeypatch, screen, COLUMNS="").width == 80


def test_a_screen_may_be_missing_or_have_no_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fitted(monkeypatch, Screen(None)).encoding == "utf-8"
    assert fitted(monkeypatch, Screen("cp850")).encoding == "cp850"
    monkeypatch.setattr(sys, "stdout", None)
    assert fitted_to_screen(View()) == View()


class OldConsole(io.TextIOWrapper):
    """A stream with a code page of its own."""

    def __init__(self, encoding: str) -> None:
        self.raw_bytes = io.BytesIO()
        super().__init__(self.raw_bytes, encoding=encoding)


def test_messages_are_spelled_for_old_consoles_and_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    for encoding, wanted in (
        ("ascii", b"Strasse -> \\x1b[31m ?\n"),
        ("cp850", "Straße -> \\x1b[31m ?\n".encode("cp850")),
        ("utf-8", "Straße → \\x1b[31m 東\n".encode()),
    ):
        console = OldConsole(encoding)
        monkeypatch.setattr(sys, "stderr", console)
        tell("Straße → \x1b[31m 東")
        assert console.raw_bytes.getvalue() == wanted


def test_nobody_listening_to_messages_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = OldConsole("utf-8")
    closed.close()
    for stream in (closed, None):
        monkeypatch.setattr(sys, "stderr", stream)
        tell("niemand da")


class Broken(io.BytesIO):
    """A stream that cannot be written to, until it is mended for its end."""

    error: OSError | None = None

    def write(self, data: Any) -> int:
        if self.error:
            raise self.error
        return super().write(data)


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (BrokenPipeError(32, "gone"), 0, ""),
        (OSError(28, "No space left"), 1, "error: cannot write to standard output: "),
    ],
    ids=["closed pipe", "full disk"],
)
@pytest.mark.parametrize("words", ["ranks jena", "--version"])
def test_errors_of_standard_output_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, words: str, error: OSError, code: int, message: str
) -> None:
    from smartrank.cli import app

    broken, messages = Broken(), io.StringIO()
    broken.error = error
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(broken, encoding="utf-8"))
        patch.setattr(sys, "stderr", messages)
        with pytest.raises(SystemExit) as stop:
            app(words.split())
        broken.error = None
    assert stop.value.code == code
    assert messages.getvalue().startswith(message)
    assert bool(messages.getvalue()) is bool(message)


def test_output_that_is_closed_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from smartrank.cli import app

    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", None)
        with pytest.raises(SystemExit) as stop:
            app(["ranks", "jena"])
        assert stop.value.code == 1
        with pytest.raises(SystemExit):
            app(["--version"])
    assert "error: cannot write to standard output: it is closed" in capsys.readouterr().err


def test_notes_are_broken_between_words_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, invoke: Invoke
) -> None:
    said = invoke("whatif", "jena", "--set", "lpwan=max").err
    assert said.count("\n") == 1, "one line, for scripts"
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "40")
    note(said.strip().removeprefix("note: "))
    lines = without_escapes(screen.getvalue()).splitlines()
    assert max(map(len, lines)) <= 40
    assert " ".join(lines) == said.strip()


# --- every width ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def every_answer(jena: City) -> dict[str, Answer[Any]]:
    other = make_city("Halle (Muster)", rows=(("Smartes Verkehrsmanagement", 40.0), (None, 0.5)))
    return {
        "show": show(jena),
        "ranks": ranks([jena, other]),
        "indicators": indicators([jena, other]),
        "weak": weak([other]),
        "practices": practices([jena]),
        "compare": compare([jena, other], indicators=True),
        "history": history([jena]),
    }


@examples(8)  # of each answer
@given(width=st.integers(1, 300), encoding=st.sampled_from(["utf-8", "ascii"]))
@pytest.mark.parametrize("kind", ["show", "ranks", "indicators", "practices", "compare"])
def test_no_width_breaks_a_line_or_loses_a_value(
    every_answer: dict[str, Answer[Any]], kind: str, width: int, encoding: str
) -> None:
    answer = every_answer[kind]
    view = View(width=width, encoding=encoding)
    text = render_answer(answer, "table", view).decode(encoding)
    if width >= 10:
        assert max(map(cell_len, text.splitlines())) <= width
    assert text.endswith("\n")
    assert all(line == line.rstrip() for line in text.splitlines())
    rows = [row for sheet in answer.sheets for row in sheet.rows]
    scores = [f"{row.score:.1f}" for row in rows if hasattr(row, "score")]
    assert all(score in tight(text) for score in scores)


@given(
    st.lists(
        st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd", "Mn", "Pd"]), min_size=1).filter(
            lambda text: cell_len(text) > 0
        ),
        min_size=1,
        max_size=4,
        unique=True,
    ),
    st.integers(10, 120),
)
@examples(15)
def test_no_name_is_cut_at_any_width(names: list[str], width: int) -> None:
    city = make_city(rows=tuple((name, 50.0) for name in names))
    text = render_answer(indicators([city]), "table", View(width=width)).decode()
    assert max(map(cell_len, text.splitlines())) <= width
    assert text.count("50.0") == len(names)
    # a name that is folded shares its lines with nothing but its own score
    letters = sorted(re.sub(r"[\s\d.▏▎▍▌▋▊▉█+]", "", text))
    for name in names:
        for letter in set(re.sub(r"[\s\d.+]", "", name)):
            assert letters.count(letter) >= name.count(letter)


def test_an_empty_answer_fits_a_terminal(jena: City) -> None:
    from smartrank import Selection

    for width in (1, 10, 40, 120):
        for empty in (
            indicators([jena], Selection(above=100)),
            ranks([jena], Selection(above=100)),
            compare([jena, make_city()], Selection(limit=0)),
        ):
            text = render_answer(empty, "table", View(width=width)).decode()
            assert tight("Source: ") in tight(text)


def test_folded_names_begin_at_the_left_of_their_column() -> None:
    words = "Raum Gesundheitswohnungen und Platz-Gesundheitswohnungen mit Gesundheitswohnungen"
    answer = indicators([make_city(rows=((words, 50.0),))])
    for width in range(30, 60):
        lines = render_answer(answer, "table", View(width=width)).decode().splitlines()
        if "Category  Indicator" in lines[2]:
            start = lines[2].index("Indicator")
            folded = [line[start:] for line in lines[3 : lines.index("", 3)]]
            assert len(folded) > 2
            assert [text for text in folded if text.startswith(" ")] == [], width


@pytest.mark.parametrize("width", [None, 60, 24, 16])
def test_an_answer_of_many_rows_is_whole(
    monkeypatch: pytest.MonkeyPatch, width: int | None
) -> None:
    names = [f"Bahnsteig-Nummer {number}" for number in range(1200)]
    city = make_city(rows=tuple((name, number / 20) for number, name in enumerate(names)))
    view = View(width=width, fields=("indicator_name", "score"), colour=width == 60)
    text = render_answer(indicators([city]), "table", view).decode()
    scores = re.findall(r"\b\d+\.\d\d\b", without_escapes(text))
    assert scores == [f"{row.score:.2f}" for row in indicators([city]).records]
    assert text.count("Nummer") == 1200
    # Rich gets rows and lines in portions, which shows nowhere
    for portion in (1, 7, 10**6):
        monkeypatch.setattr(as_table, "ROWS_AT_ONCE", portion)
        monkeypatch.setattr(as_table, "PIECES_AT_ONCE", portion)
        assert render_answer(indicators([city]), "table", view).decode() == text


def test_bars_go_first_then_optional_columns(jena: City) -> None:
    def heading(width: int) -> str:
        return render_answer(ranks([jena]), "table", View(width=width)).decode().splitlines()[2]

    wide = render_answer(ranks([jena]), "table", View(width=80)).decode()
    narrow = render_answer(ranks([jena]), "table", View(width=54)).decode()
    assert "█" in wide
    assert "█" not in narrow
    assert heading(54).split() == ["Category", "Rank", "Trend", "Previous", "Score"]
    for width in (44, 53):  # a bar does not come back where a column went
        assert heading(width).split() == ["Category", "Rank", "Trend", "Score"]
        narrow = render_answer(ranks([jena]), "table", View(width=width)).decode()
        assert "█" not in narrow


def test_a_name_among_the_figures_of_a_block_is_told_with_its_heading(jena: City) -> None:
    view = View(width=24, fields=("category_name", "rank", "city_name"))
    lines = render_answer(ranks([jena]), "table", view).decode().splitlines()
    start = lines.index("Verwaltung")
    assert lines[start : start + 3] == ["Verwaltung", "  Rank: 54", "  City: Jena"]


def test_a_column_without_any_value_is_not_drawn_unless_it_is_named() -> None:
    city = make_city(rank_change=None)
    wide, named = View(width=100), View(width=100, fields=("category_name", "previous_rank"))
    text = render_answer(ranks([city]), "table", wide).decode()
    assert "Previous" not in text
    assert "new" in text
    assert "Previous" in render_answer(ranks([make_city()]), "table", wide).decode()
    assert "Previous" in render_answer(ranks([city]), "table", named).decode()


def test_an_audit_is_coloured_by_verdict_and_not_by_sign(jena: City) -> None:
    text = render_answer(audit([jena]), "table", View(width=100, colour=True)).decode()
    assert re.findall(r"\x1b\[3[12]m([^\x1b]*)", text) == ["differs"]
    assert "+1.62" in text
    assert "-0.03" in text


def test_what_could_be_gained_is_not_painted_as_good(jena: City) -> None:
    text = render_answer(weak([jena]), "table", View(width=100, colour=True)).decode()
    assert re.findall(r"\x1b\[3[12]m([^\x1b]*)", text) == []
    assert "+2.50" in text


def test_colours_say_nothing_that_is_not_printed(jena: City, invoke: Invoke) -> None:
    view = View(width=80, colour=True)
    text = render_answer(ranks([jena]), "table", view).decode()
    down, up = f"{ESCAPE}[31m", f"{ESCAPE}[32m"
    assert re.findall(re.escape(down) + r"▼ +(-\d+)", text) == ["-7", "-1", "-17", "-11", "-13"]
    assert re.findall(re.escape(up) + r"▲ +(\+\d+)", text) == ["+3"]
    plain = render_answer(ranks([jena]), "table", View(width=80)).decode()
    assert stripped(without_escapes(text)) == plain
    assert ESCAPE not in invoke("ranks", "jena").out

"""The command line: exit codes, messages, help, where output goes."""

from __future__ import annotations

import gc
import io
import json
import os
import runpy
import shlex
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import smartrank
import smartrank.cli
from conftest import make_city, write_city
from smartrank.cli import framework
from smartrank.cli.console import boundary, tell
from smartrank.cli.output import write
from smartrank.errors import SmartrankError, UsageError
from smartrank.query.catalogue import queries, record_of
from smartrank.query.fields import fields_of
from test_schema import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Invoke
    from smartrank import City

COMMANDS = [*queries(), "import", "schema"]
LISTS = [command for command in queries() if command != "show"]
JENA_ANSWERS = [
    name for name in LISTS if name not in ("brief", "check", "compare", "explain", "whatif")
]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the current one."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


EXTENSIONS = (
    "name one with `--format`, or use one of the extensions `.txt`, `.json`, `.ndjson`, `.jsonl`, "
    "`.csv`, `.tsv`, `.md`, `.html`, `.svg`, `.xlsx`"
)


def test_the_commands_and_exit_codes_that_scripts_rely_on() -> None:
    assert {*FIELDS, "import", "schema"} == {*framework.COMMANDS} == {*COMMANDS}
    assert (SmartrankError.exit_code, UsageError.exit_code) == (1, 2)


# --- usage errors: exit 2, nothing on standard output, what is wrong and the way out --------------


@pytest.mark.parametrize(
    ("line", "error", "hint"),
    [
        (
            "ranks atlantis",
            "no data for `atlantis`",
            "available: `jena`; to add a city: `smartrank import --help`",
        ),
        ("ranks jenna", "no data for `jenna`", "did you mean `jena`?"),
        ("show jena@2024", "no edition `2024` of Jena", "available: `jena@2025`"),
        (
            "history jena@2025",
            "`jena@2025` is one edition, but all are asked for",
            "give only the city: `jena`",
        ),
        ("ranks -c mobilitt", "no category `mobilitt`", "did you mean `mobilitaet`?"),
        (
            "whatif --set lpwam=1",
            "Jena 2025 has no indicator `lpwam`",
            "did you mean `lpwan`?",
        ),
        (
            "practices --sort titel",
            "no field `titel` in this answer",
            "did you mean `title`?",
        ),
        (
            "ranks --fields rank,scores",
            "no field `scores` in this answer",
            "did you mean `score`?",
        ),
        (
            "audit --fields x",
            "no field `x` in this answer",
            (
                "available: `city`, `city_name`, `edition`, `category`, `category_name`, `score`, "
                "`recomputed`, `difference`, `tolerance`, `verdict`"
            ),
        ),
        ("ranks --fields ,", "`--fields` names no field", "`--help` lists the fields"),
        (
            "ranks --fields score,rank,score",
            "the field `score` is named twice",
            "name each field once",
        ),
        (
            "ranks --above 1" + "0" * 400,
            "a threshold must be a finite number, not inf",
            "scores run from 0 to 100",
        ),
        (
            "ranks --json --format csv",
            "`--json` and `--format csv` contradict each other",
            "leave one out",
        ),
        (
            "ranks --output ranks.xyz",
            "cannot tell the format from `ranks.xyz`",
            EXTENSIONS,
        ),
        (
            "ranks --output ranks",
            "cannot tell the format from `ranks`",
            EXTENSIONS,
        ),
    ],
    ids=lambda value: value if value.split()[0] in COMMANDS else "",
)
def test_what_cannot_be_asked(
    invoke: Invoke, elsewhere: Path, line: str, error: str, hint: str
) -> None:
    outcome = invoke(*line.split())
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"error: {error}\nhint: {hint}\n"
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("rank", "No such command 'rank'. Did you mean 'ranks'?"),
        ("indikators", "No such command 'indikators'. Did you mean 'indicators'?"),
        ("ranks --limt 3", "No such option: --limt"),
        ("ranks --limt 3", "--limit"),
        ("--frob", "No such option: --frob"),
        ("ranks --limit -1", "-1 is not in the range x>=0"),
        ("ranks --limit x", "'x' is not a valid int"),
        ("ranks --above x", "Invalid value for '--above': `x` is not a number"),
        ("ranks --format cvs", "'cvs' is not one of 'table', 'json'"),
        ("weak --by size", "'size' is not one of 'score', 'potential'"),
        ("show --fields score", "No such option: --fields"),
        ("import", "Missing argument 'PAGE...'"),
        ("ranks --sort", "requires an argument"),
    ],
    ids=lambda value: value if value[0] != "'" else "",
)
def test_typers_own_usage_errors(invoke: Invoke, line: str, said: str) -> None:
    outcome = invoke(*line.split())
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(("Usage: ", "Error: "))
    assert said in outcome.err


def test_the_program_alone_shows_its_help(invoke: Invoke) -> None:
    outcome = invoke()
    assert outcome.code == 2
    assert "Commands:" in outcome.out + outcome.err


@pytest.mark.parametrize("word", ["\x1b[31mx", "x\ny", "\u202eabc"], ids=["esc", "line", "bidi"])
def test_what_was_typed_cannot_drive_the_terminal(invoke: Invoke, word: str) -> None:
    outcome = invoke("ranks", word)
    assert (outcome.code, outcome.out) == (2, "")
    error, hint = outcome.err.splitlines()
    assert error.startswith("error: no data for `")
    assert hint.startswith("hint: available: `jena`;")
    assert error.isprintable()


# --- what cannot be read: exit 1 ------------------------------------------------------------------


@pytest.mark.usefixtures("elsewhere")
def test_missing_data(invoke: Invoke) -> None:
    outcome = invoke("ranks", "--data", "nowhere")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "error: there is no `nowhere`\nhint: name a data file or a folder of data files\n"
    )


def test_a_broken_file_stops_the_commands_that_need_it_and_no_others(
    invoke: Invoke, tmp_path: Path
) -> None:
    (tmp_path / "musterstadt.toml").write_text("[city]\nname = 5\nnome = 1\n", encoding="utf-8")
    assert invoke("ranks", "jena", "--data", tmp_path).code == 0
    for words in (["ranks", "musterstadt"], ["cities"], ["show"], ["weak"]):
        outcome = invoke(*words, "--data", tmp_path)
        assert (outcome.code, outcome.out) == (1, "")
        *faults, hint = outcome.err.splitlines()
        assert len(faults) > 1
        assert all(line.startswith(f"error: {tmp_path}") for line in faults)
        command = f"smartrank check {tmp_path / 'musterstadt.toml'}"
        assert hint.endswith(f"`{command}` lists all errors and warnings")


def test_of_many_faults_five_are_told_and_the_rest_is_counted(
    invoke: Invoke, tmp_path: Path
) -> None:
    file = tmp_path / "musterstadt 2025.toml"
    rows = "    { score = 101.0 },\n" * 150
    file.write_text(f"[city]\nname = 5\n[categories.a]\nindicators = [\n{rows}]\n")
    outcome = invoke("ranks", "--data", file)
    *faults, more, hint = outcome.err.splitlines()
    assert (outcome.code, outcome.out, len(faults)) == (1, "", 5)
    assert all(line.startswith(f"error: {file}:") for line in faults)
    assert more == "error: ... and 150 more"
    assert f'`smartrank check "{file}"` lists' in hint


def test_check_answers_with_faults_and_exits_with_1(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "musterstadt.toml").write_text("city = [", encoding="utf-8")
    outcome = invoke("check", tmp_path, "--json")
    assert outcome.code == 1
    assert [record["severity"] for record in json.loads(outcome.out)] == ["fault"]
    assert outcome.err == "note: 1 file checked: 1 fault, 0 notes\n"


@pytest.mark.parametrize(("option", "code"), [((), 0), (("--strict",), 1)], ids=["", "strict"])
def test_notes_fail_only_a_strict_check(invoke: Invoke, option: tuple[str, ...], code: int) -> None:
    outcome = invoke("check", *option)
    assert outcome.code == code
    assert outcome.err == "note: 1 file checked: 0 faults, 3 notes\n"


def test_check_of_what_cannot_be_looked_into(invoke: Invoke, elsewhere: Path) -> None:
    (elsewhere / "empty").mkdir()
    outcome = invoke("check", "empty", "nowhere", "-f", "csv", "--fields", "file,code,message")
    assert outcome.code == 1
    assert outcome.out.splitlines()[1:] == [
        'empty,unreadable,"`empty` has no data file, `*.toml`"',
        "nowhere,unreadable,there is no `nowhere`",
    ]


def test_check_of_standard_input_and_of_clean_files(invoke: Invoke, jena: City) -> None:
    outcome = invoke("check", "-", "--fields", "code", "-f", "csv", stdin=smartrank.dump(jena))
    assert (outcome.code, outcome.out.count("\n")) == (0, 4)


# --- cities by name -------------------------------------------------------------------------------


def test_the_name_may_be_left_out_while_there_is_one_city(invoke: Invoke, tmp_path: Path) -> None:
    write_city(tmp_path, make_city("Jena", 2024))
    for command in ("show", "history", "whatif --target 70"):
        assert invoke(*command.split(), "--data", tmp_path).code == 0
    write_city(tmp_path, make_city("Musterstadt"))
    for command in ("show", "history", "whatif --target 70"):
        outcome = invoke(*command.split(), "--data", tmp_path)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err == (
            "error: name a city: there is more than one\nhint: available: `jena`, `musterstadt`\n"
        )


def test_the_newest_edition_is_meant_unless_one_is_named(invoke: Invoke, tmp_path: Path) -> None:
    for edition in (2023, 2026):
        write_city(tmp_path, make_city("Jena", edition))
    words = ("--data", tmp_path, "-c", "overall", "--fields", "edition", "-f", "csv", "--no-header")
    assert invoke("ranks", *words).out == "2026\n"
    assert invoke("ranks", "JENA", *words).out == "2026\n"
    assert invoke("ranks", "jena@2023", "jen", "Jena@2023", *words).out == "2023\n2026\n"
    assert json.loads(invoke("show", "jena@2025", "-d", tmp_path, "--json").out)["edition"] == 2025


def test_an_unclear_city_is_not_guessed(invoke: Invoke, tmp_path: Path) -> None:
    for name in ("Halle (Muster)", "Halle (Probe)"):
        write_city(tmp_path, make_city(name))
    outcome = invoke("ranks", "halle", "--data", tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "error: `halle` could be more than one city\n"
        "hint: it may be `halle-muster`, `halle-probe`\n"
    )


# --- help -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command(invoke: Invoke, command: str) -> None:
    outcome = invoke(command, "--help")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == invoke(command, "-h").out
    assert f" {command} [OPTIONS]" in outcome.out.partition("\n")[0]
    lines = [line for line in outcome.out.splitlines() if not line.startswith("  smartrank ")]
    assert max(map(len, lines)) <= 80
    assert "--install-completion" not in outcome.out
    told = outcome.out.partition("Fields:\n")[2]
    if command not in queries():
        assert not told
        return
    meanings = {
        name: f"{info.about.meaning} ({info.about.unit})".removesuffix(" ()")
        for name, info in fields_of(record_of(command)).items()
    }
    assert told.split() == [word for pair in meanings.items() for word in " ".join(pair).split()]


def test_help_of_the_program_lists_all_commands(invoke: Invoke) -> None:
    outcome = invoke("--help")
    assert (outcome.code, outcome.err) == (0, "")
    listed = outcome.out.partition("Commands:\n")[2].splitlines()
    assert sorted(line.split()[0] for line in listed) == sorted(COMMANDS)
    assert not [line for line in listed if line.endswith("...")]  # each says all of it
    assert outcome.out == invoke("-h").out
    assert "--version" in outcome.out


PAGE = """\
Musterstadt

Bundesland Musterland | 12 km² Stadtfläche | 100.001 Einwohner

Platz 10

Musterstadt
Gesamtwertung
Platz Tendenz Kategorie Index
10 +2 Gesamtwertung 59.5
11 -1 Verwaltung 59.5
Verwaltung
Indikator Index
Payment 40.0
Serviceportal 80.0
Sonstige Projekte Verwaltung 5.0
"""


def _examples(text: str) -> list[list[str]]:
    lines = [line.strip() for line in text.splitlines()]
    typed = (line.partition(" > ")[0] for line in lines)  # the rest is done by the shell
    return [
        [found for word in shlex.split(line)[1:] for found in _expanded(word)]
        for line in typed
        if line.startswith("smartrank ")
    ]


def _expanded(word: str) -> list[str]:
    """The files that a pattern stands for, as the shell tells them."""
    return sorted(map(str, Path().glob(word))) if "*" in word else [word]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_examples_of_help_run(
    invoke: Invoke,
    elsewhere: Path,
    jena: City,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    for name in ("my-cities", "my-editions"):
        (elsewhere / name).mkdir()
    write_city(elsewhere / "my-cities", make_city("Musterstadt"))
    earlier = replace(jena, source=replace(jena.source, edition=2024))
    monkeypatch.setenv("SMARTRANK_DATA", str(write_city(elsewhere / "my-editions", earlier)))
    (elsewhere / "page.txt").write_text(PAGE, encoding="utf-8")
    (elsewhere / "pages").mkdir()
    for city in ("Probeburg", "Beispielstadt"):
        page = PAGE.replace("Musterstadt", city)
        (elsewhere / "pages" / f"{city}.txt").write_text(page, encoding="utf-8")
    monkeypatch.setenv("HOME", str(elsewhere / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(elsewhere / "home"))
    if command == "check":
        write_city(elsewhere, make_city("Musterstadt"), stem="musterstadt")
    examples = _examples(invoke(*command.split(), "--help").out)
    assert examples
    for words in examples:
        outcome = invoke(*words)
        # notes fail a strict check: the invented city has one category
        assert outcome.code == (1 if "--strict" in words else 0), (words, outcome.err)
        assert outcome.out or {"-o", "--output", "--save"} & {*words}, words


# --- output ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", LISTS)
def test_json_is_short_for_the_format(invoke: Invoke, command: str) -> None:
    words = {
        "compare": ["compare", "jena", "jena@2025"],
        "whatif": ["whatif", "--set", "lpwan=1"],
    }.get(command, [command])
    short, long = invoke(*words, "--json"), invoke(*words, "--format", "json")
    assert short == long
    assert invoke(*words, "--json", "--format", "json") == long
    if short.code == 0:
        assert isinstance(json.loads(short.out), list)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.json", "json"),
        ("a.ndjson", "ndjson"),
        ("a.jsonl", "ndjson"),
        ("a.csv", "csv"),
        ("a.tsv", "tsv"),
        ("a.md", "markdown"),
        ("a.html", "html"),
        ("a.svg", "svg"),
        ("a.b.CSV", "csv"),
    ],
)
def test_the_format_follows_the_ending(
    invoke: Invoke, elsewhere: Path, name: str, form: str
) -> None:
    outcome = invoke("ranks", "jena", "--output", name)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    expected = invoke("ranks", "jena", "--format", form).data
    assert (elsewhere / name).read_bytes() == expected
    assert [path.name for path in elsewhere.iterdir()] == [name]


def test_a_named_format_wins_over_the_ending(invoke: Invoke, elsewhere: Path) -> None:
    assert invoke("ranks", "-o", "a.json", "-f", "csv").code == 0
    assert (elsewhere / "a.json").read_bytes() == invoke("ranks", "-f", "csv").data
    assert invoke("ranks", "-o", "a.xyz", "--json").code == 0
    assert (elsewhere / "a.xyz").read_bytes() == invoke("ranks", "--json").data


@pytest.mark.parametrize("options", [["-f", "csv"], ["--json"]], ids=["csv", "json"])
def test_a_dash_is_standard_output(invoke: Invoke, elsewhere: Path, options: list[str]) -> None:
    assert invoke("ranks", "-o", "-", *options) == invoke("ranks", *options)
    assert not list(elsewhere.iterdir())


def test_a_file_is_replaced_only_with_force(invoke: Invoke, elsewhere: Path) -> None:
    target = elsewhere / "ranks.csv"
    target.write_bytes(b"mine")
    outcome = invoke("ranks", "--output", "ranks.csv")
    assert (outcome.code, outcome.out, target.read_bytes()) == (2, "", b"mine")
    assert outcome.err == (
        "error: `ranks.csv` exists\nhint: add `--force` to replace it, or name another\n"
    )
    assert invoke("ranks", "--output", "ranks.csv", "--force").code == 0
    assert target.read_bytes() == invoke("ranks", "-f", "csv").data


@pytest.mark.usefixtures("elsewhere")
def test_a_folder_that_is_not_there(invoke: Invoke) -> None:
    outcome = invoke("ranks", "--output", "no/ranks.csv")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "error: cannot write `no/ranks.csv`: no such file or directory\n"
        "hint: create the folder `no` first\n"
    )


def test_an_error_leaves_no_file(invoke: Invoke, elsewhere: Path) -> None:
    assert invoke("ranks", "--fields", "x", "-o", "a.csv").code == 2
    assert invoke("show", "-o", "a.csv").code == 2
    assert not list(elsewhere.iterdir())


def test_fields_in_their_order_and_without_heading(invoke: Invoke) -> None:
    words = ("ranks", "-c", "overall", "--fields", "score, rank,city", "-f", "csv")
    assert invoke(*words).out == "score,rank,city\n67.1,54,jena\n"
    assert invoke(*words, "--no-header").out == "67.1,54,jena\n"


@pytest.mark.parametrize("command", JENA_ANSWERS)
def test_an_empty_answer_is_an_answer(invoke: Invoke, command: str) -> None:
    outcome = invoke(command, "--limit", "0", "--json")
    assert (outcome.code, outcome.out) == (0, "[]\n")


def test_notes_go_to_standard_error_whatever_the_format(invoke: Invoke) -> None:
    notes = {invoke("audit", "-f", form).err for form in ("table", "json", "csv", "html", "svg")}
    assert len(notes) == 1
    assert notes.pop().startswith(
        "note: IT und Kommunikation: by our formula the indicators give 70.72"
    )


# --- the program as a process ---------------------------------------------------------------------


def test_python_m_is_the_same_program(invoke: Invoke) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "smartrank", *words], check=True, capture_output=True
        )

    done = run("ranks", "jena", "--json")
    assert (done.stdout, done.stderr) == (invoke("ranks", "jena", "--json").data, b"")
    assert run("ranks", "--help").stdout.startswith(b"Usage: smartrank ranks [OPTIONS] [CITY]...")


@pytest.fixture
def collecting() -> Iterator[None]:
    """The program switches off what tests go on with: garbage collection, Python's Ctrl-C."""
    yield
    signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.enable()
    gc.unfreeze()


@pytest.mark.usefixtures("collecting")
def test_the_module_runs(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.delitem(sys.modules, "smartrank.__main__", raising=False)
    monkeypatch.setattr(sys, "argv", ["smartrank", "--version"])
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("smartrank", run_name="__main__")
    assert not stop.value.code
    said = capsysbinary.readouterr().out.decode()
    assert said.splitlines() == [f"smartrank {smartrank.__version__}"]


@pytest.mark.usefixtures("collecting")
def test_an_interrupt_ends_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from smartrank.__main__ import main

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("smartrank.cli.output.render_answer", interrupted)
    monkeypatch.setattr(sys, "argv", ["smartrank", "ranks"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 130
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("collecting")
def test_an_interrupt_while_starting_ends_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from smartrank.__main__ import main

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("smartrank.cli.main", interrupted)
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 130
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_nothing_else_is_imported_before_main_can_be_interrupted() -> None:
    code = (
        "import sys; before = {*sys.modules}; import smartrank.__main__; "
        "print(*sorted({*sys.modules} - before))"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.split() == ["smartrank", "smartrank.__main__"]


#: Runs the program and presses Ctrl-C when a module is about to be imported.
IMPATIENT = """
import os, signal, sys
from smartrank.__main__ import main
moment, *words = sys.argv[1:]
class Impatient:
    def find_spec(self, name, path=None, target=None):
        if name == moment:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Impatient())
sys.argv = ["smartrank", *words]
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there a process cannot press Ctrl-C on itself")
@pytest.mark.parametrize(
    "moment", ["typer", "smartrank.cli", "smartrank.dataset.store", "smartrank.query.ranks", "rich"]
)
def test_ctrl_c_at_any_moment_ends_without_a_word(moment: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", IMPATIENT, moment, "ranks", "jena"],
        check=False,
        capture_output=True,
    )
    assert (ran.stdout, ran.stderr, ran.returncode) == (b"", b"", -signal.SIGINT)


@pytest.mark.usefixtures("collecting")
def test_ctrl_c_while_a_file_is_written_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, elsewhere: Path
) -> None:
    from smartrank.__main__ import main

    def interrupted(_: int) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(os, "fsync", interrupted)
    monkeypatch.setattr(sys, "argv", ["smartrank", "ranks", "-o", "ranks.csv"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 130
    assert not list(elsewhere.iterdir())
    assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL


@pytest.mark.usefixtures("collecting")
def test_who_ignores_ctrl_c_goes_on_ignoring_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from smartrank.__main__ import main

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # as `nohup` and `&` in scripts do
    monkeypatch.setattr(sys, "argv", ["smartrank", "--version"])
    with pytest.raises(SystemExit):
        main()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


# --- where it prints ------------------------------------------------------------------------------


def test_a_closed_standard_output_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SmartrankError, match=r"^cannot write to standard output: it is closed$"):
        write(b"x", None, force=False)
    with pytest.raises(SystemExit), boundary():
        raise SystemExit(0)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (BrokenPipeError(32, "Broken pipe"), 0, ""),
        (
            OSError(28, "No space left on device"),
            1,
            "error: cannot write to standard output: no space left on device\n",
        ),
        (
            PermissionError(13, "Permission denied", "jena.toml"),
            1,
            "error: `jena.toml`: permission denied\n",
        ),
    ],
    ids=["closed-pipe", "full-disk", "a-file"],
)
def test_an_error_of_the_system_is_told_as_what_it_was_about(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    *,
    error: OSError,
    code: int,
    said: str,
) -> None:
    with (tmp_path / "out").open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        with pytest.raises(SystemExit) as stop, boundary():
            raise error
        monkeypatch.undo()
    assert (stop.value.code, capsys.readouterr().err) == (code, said)


class Broken:
    """A standard output that fails."""

    encoding = "utf-8"

    def __init__(self, error: OSError, descriptor: int) -> None:
        self.error, self.descriptor = error, descriptor

    def fileno(self) -> int:
        return self.descriptor

    def flush(self) -> None:
        raise self.error


def test_standard_output_that_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "out").open("w", encoding="utf-8") as stream:
        full = OSError(28, "No space left on device")
        monkeypatch.setattr(sys, "stdout", Broken(full, stream.fileno()))
        told = r"^cannot write to standard output: no space left on device$"
        with pytest.raises(SmartrankError, match=told):
            write(b"x", None, force=False)
        with pytest.raises(SystemExit) as stop, boundary():
            raise SystemExit(0)
        assert stop.value.code == 1
        monkeypatch.setattr(sys, "stdout", Broken(BrokenPipeError(), stream.fileno()))
        with pytest.raises(BrokenPipeError):
            write(b"x", None, force=False)


def test_a_pipe_that_closed_while_typer_printed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def printing() -> None:
        stop = SystemExit(1)
        stop.__context__ = BrokenPipeError()
        raise stop

    with (tmp_path / "out").open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        with pytest.raises(SystemExit) as stop, boundary():
            printing()
        monkeypatch.undo()
    assert not stop.value.code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
@pytest.mark.parametrize("words", [["ranks"], ["--help"]], ids=["answer", "help"])
def test_a_full_disk(words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "smartrank", *words],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    said = "error: cannot write to standard output: no space left on device\n"
    assert (ran.returncode, ran.stderr) == (1, said)


def test_closed_standard_input() -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = shlex.join([sys.executable, "-m", "smartrank", *words])
        return subprocess.run(
            f"{command} <&-", shell=True, check=False, capture_output=True, text=True
        )

    ran = run("check", "-", "--fields", "code,message", "-f", "csv")
    assert (ran.returncode, ran.stderr) == (1, "note: 1 file checked: 1 fault, 0 notes\n")
    assert ran.stdout.splitlines()[1:] == [
        "unreadable,cannot read standard input: it is closed",
    ]
    ran = run("import", "-", "--edition", "2025")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("error: cannot read the page `-`: it is closed\nhint: ")


@pytest.mark.skipif(sys.platform == "win32", reason="there the current folder cannot be deleted")
def test_a_current_folder_that_was_deleted(tmp_path: Path, jena: City) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()

    def run(words: str) -> subprocess.CompletedProcess[str]:
        program = f"{shlex.quote(sys.executable)} -m smartrank {words}"
        return subprocess.run(
            f"rmdir ../gone; {program}; mkdir ../gone",
            shell=True,
            check=False,
            cwd=gone,
            capture_output=True,
            text=True,
            input=smartrank.dump(jena),
        )

    checked = run("check - jena.toml --fields file,code -f csv")
    assert checked.stdout.splitlines()[1] == "jena.toml,unreadable"
    assert checked.stderr.startswith("note: 1 file checked: 1 fault, ")
    assert "cannot write `x.json`: no such file" in run("ranks -o x.json").stderr


def test_a_file_is_known_by_its_name_where_the_current_folder_is_gone(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: Path) -> Path:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(Path, "absolute", gone)
    assert invoke("check").err == "note: 1 file checked: 0 faults, 3 notes\n"


def test_messages_are_readable_on_any_console(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.BytesIO()
    with io.TextIOWrapper(shown, encoding="ascii") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        tell("there is no `Würfelburg`, 3 → 4")
        line = shown.getvalue().decode("ascii")
    assert line.startswith("there is no `W")
    assert line.endswith("4\n")
    assert line.isascii()


def test_messages_nobody_listens_to_are_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    tell("hello")

"""What a shell completes: by the protocol of Typer, and with Tab in real shells."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import warnings
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st

import smartrank.cli
import smartrank.dataset.folders
from conftest import make_city, write_city
from smartrank.cli.framework import COMMANDS
from smartrank.cli.shells import joined_words
from smartrank.dataset.folders import FACTS_FILES
from smartrank.query.catalogue import record_of
from smartrank.render import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Invoke


SHELLS = ("bash", "zsh", "fish")
CATEGORIES = ["overall", "verwaltung", "energie-und-umwelt", "it-und-kommunikation", "mobilitaet"]
RANK_FIELDS = [*record_of("ranks")._fields]
FORMATS = [member.value for member in Format]


class BashLine(NamedTuple):
    """A line as bash hands it on: in pieces, of which a reply replaces only the end."""

    words: list[str]
    kept: str
    """What of the last word stands before that."""


def bash_line(line: str) -> BashLine:
    """Break a line as bash does; `test_our_model_of_bash` proves that it does.

    A run of break characters is a piece of its own, and an `@` counts to what is replaced.
    """
    typed = re.split(r"\s+", line)
    words = [piece for word in typed for piece in re.split(r"([=:@]+)", word) if piece]
    kept, replaced = re.fullmatch(r"(.*[=:@])?(.*)", typed[-1]).groups("")  # type: ignore[union-attr]
    kept = kept.removesuffix("@")
    return BashLine([*words, *([""] if not kept + replaced and not typed[-1] else [])], kept)


# --- by the protocol ----------------------------------------------------------------------------


def variables(shell: str, line: str) -> dict[str, str]:
    """What Typer's script for a shell puts into the environment."""
    asked = {"_SMARTRANK_COMPLETE": f"complete_{shell}"}
    if shell == "bash":
        words = bash_line(line).words
        return {**asked, "COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    action = {"_TYPER_COMPLETE_FISH_ACTION": "get-args"} if shell == "fish" else {}
    return {**asked, **action, "_TYPER_COMPLETE_ARGS": line}


def completed_words(shell: str, line: str, reply: str) -> list[str]:
    """The words that a reply makes of the last one."""
    if shell == "bash":
        return [bash_line(line).kept + candidate for candidate in reply.split()]
    if shell == "zsh":
        return re.findall(r'^(?:_arguments .*\(\()?"([^"]*)"', reply, flags=re.MULTILINE)
    return [candidate.partition("\t")[0] for candidate in reply.splitlines() if candidate]


class Complete:
    """Completes a line in this process, as a shell asks for it; nothing may go to stderr."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def reply(self, shell: str, line: str) -> str:
        with self._monkeypatch.context() as patched:
            for name, value in variables(shell, line).items():
                patched.setenv(name, value)
            patched.setitem(sys.modules, "rich", None)
            with pytest.raises(SystemExit) as ended:
                smartrank.cli.main()
        captured = self._capsys.readouterr()
        assert (captured.err, ended.value.code) == ("", 0)
        return captured.out

    def __call__(self, shell: str, line: str) -> list[str]:
        return completed_words(shell, line, self.reply(shell, line))


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Complete:
    return Complete(monkeypatch, capsys)


CASES: dict[str, list[str]] = {
    "": [*COMMANDS],
    "sho": ["show"],
    "ranks --for": ["--format", "--force"],
    "--ver": ["--version"],
    "show ": ["jena"],
    "show j": ["jena"],
    "compare jena j": ["jena"],
    "show x": [],
    "show jena@": ["jena@2025"],
    "show jena@2": ["jena@2025"],
    "show jena@1": [],
    "show JENA@": ["JENA@2025"],
    "compare jena@2025 jena@": ["jena@2025"],
    "whatif jena --set lpw": ["lpwan=18.2", "lpwan=max", "lpwan=+10"],
    "whatif jena --set lpwan=": ["lpwan=18.2", "lpwan=max", "lpwan=+10"],
    "whatif jena --set lpwan=m": ["lpwan=max"],
    "whatif jena --set LPWAN=m": ["LPWAN=max"],
    "whatif jena --set=lpwan=m": ["--set=lpwan=max"],
    "whatif jena@2025 --set=lpwan=m": ["--set=lpwan=max"],
    "whatif jena --set payment=max --set lpwan=m": ["lpwan=max"],
    "whatif jena --set mobilitaet/4=m": ["mobilitaet/4=max"],
    "whatif jena --set in": ["interne-prozesse=", "intelligente-strassenbeleuchtung="],
    "whatif jena --set verw": ["verwaltung/5=89.5", "verwaltung/5=max", "verwaltung/5=+10"],
    "whatif jena --set nothing=": [],
    "ranks --category ": [*CATEGORIES, "gesellschaft-und-bildung"],
    "ranks jena -c m": ["mobilitaet"],
    "ranks jena --category=m": ["--category=mobilitaet"],
    "ranks jena --category m --category ve": ["verwaltung"],
    "ranks --sort r": ["rank", "rank_change", "ranked_cities"],
    "ranks --fields ": RANK_FIELDS,
    "ranks --fields city,r": ["city,rank", "city,rank_change", "city,ranked_cities"],
    "ranks --fields city,rank,r": ["city,rank,rank_change", "city,rank,ranked_cities"],
    "ranks --fields=city,ed": ["--fields=city,edition"],
    "check --fields sev": ["severity"],
    "ranks -f ": FORMATS,
    "ranks --format=m": ["--format=markdown"],
    "weak --by p": ["potential"],
    "schema d": ["dataset"],
    "schema comp": ["compare"],
    "import page.txt --url https://beispiel.invalid/a=b@c --out": ["--output"],
    "import ": [],  # the shell offers files
    "check ": [],
    "ranks --data ": [],
    "nothing ": [*COMMANDS],
    "jen": ["jena"],  # short for `show jena`
    "jena@": ["jena@2025"],
    "xyz": [],
    "jena --no-p": ["--no-pager"],
    "jena 2025 --no-p": ["--no-pager"],
    "hilfe wei": [],
    "help wea": ["weak"],
    "Stärken jena --bo": ["--bonus"],
    "ranks jena —json --no-p": ["--no-pager"],
    "ranks --above x --sort sc": ["score"],
    "ranks --sort category,sc": ["category,score"],
    "ranks --sort category,-sc": ["category,-score"],
    "ranks --sort -sc": ["-score"],
    "ranks --sort -rank,sc": ["-rank,score"],
    "ranks --limit -": [],
    "ranks --sort rank --des": ["--desc"],
    "ranks --edition ": ["2025"],
    "ranks jena --edition 2": ["2025"],
    "show --edition 1": [],
    "ranks --state th": ["thueringen"],
    "ranks jena 2025 -c mob": ["mobilitaet"],
    "whatif jena lpwan=1 --set payment=m": ["payment=max"],
    "whatif lpwan=1 --set payment=m": ["payment=max"],
    "ranks --around j": ["jena"],
    "explain pot": ["potential"],
    "explain likely": ["likely_name"],
}


@pytest.mark.parametrize(
    ("shell", "line", "words"),
    [
        pytest.param(shell, line, words, id=f"{shell}: {line}")
        for shell, (line, words) in product(SHELLS, CASES.items())
    ],
)
def test_every_shell_is_offered_the_same_words(
    complete: Complete, shell: str, line: str, words: list[str]
) -> None:
    assert sorted(complete(shell, f"smartrank {line}")) == sorted(words)


def test_commands_and_options_are_offered_with_what_they_do(complete: Complete) -> None:
    assert complete.reply("fish", "smartrank sho") == "show\tThe whole profile of a city.\n"
    asked = "smartrank ranks --des"
    assert complete.reply("fish", asked) == "--desc\tReverse the order.\n"
    assert '"--desc":"Reverse the order."' in complete.reply("zsh", asked)


def test_every_value_that_is_offered_is_accepted(complete: Complete, invoke: Invoke) -> None:
    rows = json.loads(invoke("indicators", "jena", "--json").out)
    names = [row["indicator"] or f"{row['category']}/{row['position']}" for row in rows[::4]]
    assert "verwaltung/5" in names
    offered = [
        word for name in names for word in complete("zsh", f"smartrank whatif --set {name}=")
    ]
    assert len(offered) > 2 * len(names)
    refused = [word for word in offered if invoke("whatif", "jena", "--set", word).code != 0]
    assert refused == []


# --- which data is read ---------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three invented cities, one of them in two editions, and two files that are broken."""
    write_city(tmp_path, make_city("Aalstadt", rows=(("Aale", 10.0),)), "aalstadt")
    write_city(tmp_path, make_city("Musterstadt", 2024))
    write_city(tmp_path, make_city("Musterstadt", 2025, rows=(("Zebrastreifen", 20.0),)))
    write_city(tmp_path, make_city("Halle (Muster)"))
    (tmp_path / "kaputt.toml").write_text("[city\n", encoding="utf-8")
    (tmp_path / "leer-2025.toml").write_text("", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("given_by", ["option", "environment"])
def test_cities_of_own_folders_are_offered(
    complete: Complete, folder: Path, monkeypatch: pytest.MonkeyPatch, given_by: str
) -> None:
    if given_by == "environment":
        monkeypatch.setenv("SMARTRANK_DATA", str(folder))
    option = f"--data {folder} " if given_by == "option" else ""
    everything = ["aalstadt", "halle-muster", "jena", "kaputt", "leer", "musterstadt"]
    assert complete("zsh", f"smartrank show {option}") == everything
    editions = ["musterstadt@2024", "musterstadt@2025"]
    assert complete("zsh", f"smartrank show {option}musterstadt@") == editions
    assert complete("zsh", f"smartrank whatif musterstadt {option}--set ze") == [
        "zebrastreifen=20",
        "zebrastreifen=max",
        "zebrastreifen=+10",
    ]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("whatif musterstadt --data {} --set ze", ["zebrastreifen=20", "zebrastreifen=max"]),
        ("whatif --data {} musterstadt@2024 --set la", ["laternen=80", "laternen=max"]),
        ("whatif --data {} musterstadt@2024 --set=la", ["--set=laternen=80", "--set=laternen=max"]),
        ("whatif aalstadt --set aale=5 --data {} --set aale=m", ["aale=max"]),
        ("ranks musterstadt --data {} --category p", ["probe"]),
        ("ranks musterstadt --data {} -c v", []),
        ("compare aalstadt jena --data {} -c p", ["probe"]),
        ("compare aalstadt jena --data {} -c verw", ["verwaltung"]),
        ("ranks --data {} --category v jena -c p", []),
        ("ranks --data {} -c ", ["overall", "probe"]),  # of the first city alone
        ("ranks --data {} musterstadt --edition ", ["2024", "2025"]),
        ("ranks --data {} --edition ", ["2025"]),
    ],
)
def test_values_are_those_of_the_city_that_is_named(
    complete: Complete, folder: Path, shell: str, line: str, words: list[str]
) -> None:
    found = complete(shell, f"smartrank {line.format(folder)}")
    assert [word for word in found if not word.endswith("=+10")] == words


PROBE = """
import json, sys
opened = []
def hook(event, details):
    if event == "open" and str(details[0]).endswith(".toml"):
        opened.append(str(details[0]).replace("\\\\", "/").rpartition("/")[2])
sys.addaudithook(hook)
from smartrank.__main__ import main
try:
    main()
except SystemExit:
    loaded = [n for n, m in sys.modules.items() if m and n.partition(".")[0] == "rich"]
    print(json.dumps([opened, loaded]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("shell", "line", "files"),
    [
        pytest.param("bash", "show ", [], id="cities"),
        pytest.param("zsh", "show --data {} mus", [], id="cities-of-a-folder"),
        pytest.param(
            "bash",
            "show --data {} musterstadt@",
            ["musterstadt-2024.toml", "musterstadt-2025.toml"],
            id="editions",
        ),
        pytest.param("fish", "ranks jena --data {} --category ", ["jena.toml"], id="categories"),
        pytest.param("zsh", "whatif --data {} jena --set lpwan=", ["jena.toml"], id="scores"),
        pytest.param("bash", "ranks --data {} --fields city,", [], id="fields"),
        pytest.param("zsh", "ranks --data {} --for", [], id="options-in-zsh"),
        pytest.param("fish", "ranks --data {} --for", [], id="options-in-fish"),
    ],
)
def test_only_needed_files_are_read_and_never_rich(
    folder: Path, shell: str, line: str, files: list[str]
) -> None:
    asked = variables(shell, f"smartrank {line.format(folder)}")
    ran = subprocess.run(
        [sys.executable, "-c", PROBE],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    opened, rich = json.loads(ran.stderr)
    assert (sorted({*opened} - {*FACTS_FILES}), rich) == (files, [])
    assert len(ran.stdout.strip()) > 3


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "line",
    [
        pytest.param("show --data {}/nowhere j", id="no-such-folder"),
        pytest.param("ranks kaputt --data {} --category ", id="broken-file-categories"),
        pytest.param("whatif --data {} kaputt --set ", id="broken-file-rows"),
        pytest.param("show --data {} kaputt@", id="broken-file-editions"),
        pytest.param("ranks leer --data {} -c ", id="empty-file"),
        pytest.param("whatif nowhere --set ", id="no-such-city"),
        pytest.param("show nowhere@", id="no-such-city-editions"),
        pytest.param("whatif jena@1999 --set ", id="no-such-edition"),
        pytest.param("whatif jena --set sonstige=", id="more-than-one-row"),
    ],
)
def test_missing_or_broken_data_offers_nothing(
    complete: Complete, folder: Path, shell: str, line: str
) -> None:
    assert complete(shell, f"smartrank {line.format(folder)}") == []


def test_a_broken_file_hides_no_other_city(complete: Complete, folder: Path) -> None:
    assert complete("zsh", f"smartrank ranks --data {folder} jena -c mob") == ["mobilitaet"]
    assert complete("zsh", f"smartrank show --data {folder} jena@") == ["jena@2025"]


def test_without_any_data_nothing_is_offered(
    complete: Complete, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smartrank.dataset.folders, "bundled_folder", lambda: tmp_path)
    for line in ("show ", "ranks -c ", "whatif --set ", "whatif --set a="):
        assert complete("zsh", f"smartrank {line}") == []
    assert complete("zsh", "smartrank ranks --sort sc") == ["score"]
    assert complete("zsh", "smartrank je") == []


# --- the words of bash ----------------------------------------------------------------------------


@given(
    st.lists(st.from_regex(r"\A-{0,2}[a-z/4,]{1,6}([=@][a-z0-9+]{1,4}){0,3}\Z"), min_size=1),
    st.sampled_from(["", "=", "@"]),
)
def test_words_that_bash_breaks_are_joined_as_typed(typed: list[str], end: str) -> None:
    words = ["smartrank", "whatif", *typed[:-1], typed[-1] + end]
    joined, _ = joined_words(bash_line(" ".join(words)).words)
    assert joined == words


@given(st.lists(st.from_regex(r"\A[^=@\s]{0,6}\Z")))
def test_words_that_bash_leaves_whole_stay_so(words: list[str]) -> None:
    assert joined_words(words) == (words, "")


# --- real shells ----------------------------------------------------------------------------------

LINE = "\x14"  # Ctrl-T, bound to say what stands on the command line
CLEAR = "\x15"  # Ctrl-U

#: How each shell is started, made quiet, and made to say its line.
ARGUMENTS = {
    "bash": ["--norc", "--noprofile", "-i"],
    "zsh": ["-f", "-i"],
    "fish": ["--no-config", "-i"],
}
QUIET = {
    "bash": (
        "bind 'set enable-bracketed-paste off'; bind 'set bell-style none'; "
        "bind 'set page-completions off'; bind 'set completion-query-items 0'; "
        r"""bind -x '"\C-t": printf "\nLINE<%s>\n" "$READLINE_LINE"'"""
    ),
    "zsh": (
        "unsetopt beep; unset zle_bracketed_paste; LISTMAX=999; bindkey '^U' kill-whole-line; "
        'say() { print -r "LINE<$BUFFER>" }; zle -N say; bindkey "^T" say'
    ),
    "fish": (
        "set -g fish_autosuggestion_enabled 0; function fish_prompt; end; "
        r"""bind \ct 'printf "LINE<%s>\n" (commandline)'"""
    ),
}
LOAD = {
    "bash": 'eval "$(smartrank --show-completion)"',
    "zsh": 'autoload -Uz compinit; compinit -u -D; eval "$(smartrank --show-completion)"',
    "fish": "smartrank --show-completion | source",
}


def program() -> Path:
    """The program as it is installed for this Python."""
    for place in (Path(sys.executable).parent, Path(sysconfig.get_path("scripts"))):
        if (place / "smartrank").exists():
            return place / "smartrank"
    pytest.skip("the program `smartrank` is not installed beside this Python")


class Terminal:
    """A shell in a terminal, with the program on its PATH."""

    def __init__(self, shell: str, home: Path, arguments: list[str], setup: str) -> None:
        found = shutil.which(shell)
        if not found:
            pytest.skip(f"the shell {shell} is not installed")
        environment = {
            "HOME": str(home),
            "PATH": f"{program().parent}{os.pathsep}{os.environ['PATH']}",
            "TERM": "xterm",
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "PS1": "",
            "fish_features": "no-query-term",  # else a fish 4 waits for the terminal's answer
        }
        with warnings.catch_warnings():
            # Python 3.12 warns of a fork beside the threads that pytest-xdist starts
            warnings.simplefilter("ignore", DeprecationWarning)
            self._child: Any = pexpect.spawn(
                found,
                arguments,
                env=environment,
                cwd=home,
                encoding="utf-8",
                timeout=20,
                dimensions=(60, 160),
            )
        self.run(setup)

    def run(self, command: str) -> str:
        """Run a command and give what it prints."""
        self._child.sendline(f'{command}; echo REA""DY')
        self._child.expect("READY\r?\n")
        return str(self._child.before)

    def tab(self, line: str, presses: int = 1) -> str:
        """Type a line, press Tab, and give the line as it is then."""
        self._child.send(f"{CLEAR}{line}" + "\t" * presses + LINE)
        self._child.expect(r"LINE<([^>]*)>")
        return str(self._child.match.group(1))

    def listed(self, line: str) -> list[str]:
        """Type a line, press Tab twice, and give the words that the shell lists below it."""
        self.tab(line, presses=2)
        plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\r", " ", str(self._child.before))
        return re.split(r"\s+", plain.strip())

    def close(self) -> None:
        self._child.close(force=True)


@pytest.fixture(scope="module")
def open_shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Terminal]]:
    """Each shell, once for all tests, with the completion script loaded as a user loads it."""
    terminals: dict[str, Terminal] = {}

    def opened(name: str) -> Terminal:
        if name not in terminals:
            home = tmp_path_factory.mktemp(f"home-{name}")
            write_city(home, make_city("Musterstadt", 2024))
            write_city(home, make_city("Musterstadt", 2025))
            setup = f"{QUIET[name]}; {LOAD[name]}"
            terminals[name] = Terminal(name, home, ARGUMENTS[name], setup)
        return terminals[name]

    yield opened
    for terminal in terminals.values():
        terminal.close()


#: What is typed, and what stands there after Tab. In all shells:
TYPED = {
    "sho": "show ",
    "ranks jena --cate": "ranks jena --category ",
    "show je": "show jena ",
    "show jena@": "show jena@2025 ",
    "show --data . musterstadt@": "show --data . musterstadt@202",
    "whatif jena --set lpw": "whatif jena --set lpwan=",
    "whatif jena --set lpwan=m": "whatif jena --set lpwan=max ",
    "whatif jena --set=lpwan=m": "whatif jena --set=lpwan=max ",
    "ranks -c verw": "ranks -c verwaltung ",
    "ranks --fields=city,edi": "ranks --fields=city,edition ",
    "ranks --format=markd": "ranks --format=markdown ",
    "check musterstadt-2024": "check musterstadt-2024.toml ",
    "show --data ./nowhere je": "show --data ./nowhere je",
}
#: In bash, which breaks words:
TYPED_IN_BASH = {
    **TYPED,
    "show jena@20": "show jena@2025 ",
    "compare jena@2025 jena@": "compare jena@2025 jena@2025 ",
    "show 'jena@": "show 'jena@2025' ",
    "whatif jena --set=lpw": "whatif jena --set=lpwan=",
    "whatif jena@2025 --set=mobilitaet/4=m": "whatif jena@2025 --set=mobilitaet/4=max ",
    "ranks --category=verw": "ranks --category=verwaltung ",
    "ranks --fields city,edi": "ranks --fields city,edition ",
    "schema dat": "schema dataset ",
}


@pytest.mark.parametrize(
    ("shell", "line", "after"),
    [
        pytest.param(shell, line, after, id=f"{shell}: {line}")
        for shell in SHELLS
        for line, after in (TYPED_IN_BASH if shell == "bash" else TYPED).items()
    ],
)
def test_tab_completes_in_real_shells(
    open_shell: Callable[[str], Terminal], shell: str, line: str, after: str
) -> None:
    assert open_shell(shell).tab(f"smartrank {line}") == f"smartrank {after}"


@pytest.mark.parametrize("name", SHELLS)
def test_two_tabs_list_what_there_is_in_real_shells(
    open_shell: Callable[[str], Terminal], name: str
) -> None:
    shell = open_shell(name)
    assert {*COMMANDS} <= {*shell.listed("smartrank ")}
    assert {*CATEGORIES} <= {*shell.listed("smartrank ranks --category ")}


@pytest.mark.parametrize("name", SHELLS)
def test_installed_completion_works_in_the_next_shell(name: str, tmp_path: Path) -> None:
    first = Terminal(name, tmp_path, ARGUMENTS[name], QUIET[name])
    try:
        assert f"{name} completion installed" in first.run("smartrank --install-completion")
    finally:
        first.close()
    second = Terminal(name, tmp_path, ["-i"], QUIET[name])
    try:
        if name == "zsh":  # Typer's script for zsh only defines itself at the first Tab
            second.tab("smartrank show jena@")
        assert second.tab("smartrank show jena@") == "smartrank show jena@2025 "
    finally:
        second.close()


@pytest.fixture(scope="module")
def bash_pieces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """How real bash breaks a line, and what it is to replace, each piece in <>."""
    show = (
        r"""probe() { printf '\nPIECES{%s|%s}\n' "$2" "$(printf '<%s>' "${COMP_WORDS[@]}")"; }; """
    )
    home = tmp_path_factory.mktemp("home-pieces")
    setup = f"{QUIET['bash']}; {show}complete -F probe smartrank"
    terminal = Terminal("bash", home, ARGUMENTS["bash"], setup)

    def pieces(line: str) -> str:
        terminal.tab(line)
        found = re.search(r"PIECES\{(.*?)\}", str(terminal._child.before))  # noqa: SLF001
        assert found
        return found[1]

    yield pieces
    terminal.close()


@pytest.mark.parametrize(
    "line",
    [
        "show ",
        "show jena",
        "show jena@",
        "show jena@20",
        "compare jena@2025 jena@2",
        "whatif jena --set lpwan=",
        "whatif jena@2025 --set=lpwan=m",
        "whatif jena --set lpwan=+",
        "import p --url https://beispiel.invalid/a=b@c --out",
        "whatif jena --set a=@",
    ],
)
def test_our_model_of_bash(bash_pieces: Callable[[str], str], line: str) -> None:
    words, kept = bash_line(f"smartrank {line}")
    replaced = line.rsplit(" ", maxsplit=1)[-1].removeprefix(kept)
    assert bash_pieces(f"smartrank {line}") == f"{replaced}|{''.join(f'<{w}>' for w in words)}"


# --- the script of a shell that is named ----------------------------------------------------------


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "words",
    [
        *("--show-completion {}", "--show-completion={}", "--show-completion {} --lang de"),
        *("--lang de --show-completion {}", "--lang=de --show-completion={}"),
    ],
)
def test_the_script_of_a_shell_that_is_named(invoke: Invoke, shell: str, words: str) -> None:
    outcome = invoke(*words.format(shell).split())
    assert (outcome.code, outcome.err) == (0, "")
    assert f"_SMARTRANK_COMPLETE=complete_{shell}" in outcome.out


@pytest.mark.parametrize(
    ("shell", "place"),
    [
        ("bash", ".bash_completions/smartrank.sh"),
        ("zsh", ".zfunc/_smartrank"),
        ("fish", ".config/fish/completions/smartrank.fish"),
    ],
)
def test_completion_is_installed_for_the_shell_that_is_named(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str, place: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    outcome = invoke("--install-completion", shell)
    file = tmp_path / place
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == (f"{shell} completion installed in {file}; it works in the next shell\n")
    script = invoke("--show-completion", shell).out
    assert script.strip() in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "shell", ["quatsch", "csh", "nu", "FISH", "/bin/fish", "fish.exe", "ranks"]
)
@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_a_shell_that_has_no_completion(invoke: Invoke, option: str, shell: str) -> None:
    outcome = invoke(option, shell)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome == invoke(f"{option}={shell}") == invoke("--lang", "en", option, shell)
    assert outcome.err == (
        f"error: no completion for the shell `{shell}`\n"
        "hint: it may be `bash`, `zsh`, `fish`, `powershell` or `pwsh`\n"
    )


@pytest.mark.parametrize("words", ["ranks --show-completion fish", "help --show-completion fish"])
def test_completion_is_no_option_of_a_command(invoke: Invoke, words: str) -> None:
    assert "_SMARTRANK_COMPLETE" not in invoke(*words.split()).out


def test_help_says_that_a_shell_may_be_named(invoke: Invoke) -> None:
    told = " ".join(invoke("--help").out.split())
    assert "Show the completion script of this shell, or of one named behind it." in told

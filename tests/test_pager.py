"""The pager: on a terminal, for what is taller than it."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

import smartrank.cli
from smartrank.cli import console
from smartrank.cli.pager import paged

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., str]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")

MARKING = "sed s/^/P:/"
#: Seven lines.
ANSWER = ("ranks", "jena", "-f", "csv")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the program as on a terminal of 5 lines, and gives what is on it then."""
    monkeypatch.setattr("smartrank.cli.output.is_terminal", lambda _: True)
    monkeypatch.setenv("LINES", "5")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*words: str, **environment: str) -> str:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["smartrank", *words])
        with pytest.raises(SystemExit) as ended:
            smartrank.cli.main()
        assert not ended.value.code
        captured = capfd.readouterr()
        assert captured.err == ""
        return captured.out

    return run


def test_what_is_taller_than_the_screen_is_paged(run: Run) -> None:
    plain = run(*ANSWER, "--no-pager", SMARTRANK_PAGER=MARKING)
    assert plain.startswith("city,")
    paged = run(*ANSWER)
    assert paged == "".join(f"P:{line}\n" for line in plain.splitlines())


def test_what_fits_is_not_paged(run: Run) -> None:
    four_lines = (*ANSWER, "--limit", "3")
    assert run(*four_lines, SMARTRANK_PAGER=MARKING).startswith("city,")
    assert run(*four_lines, LINES="4").startswith("P:city,")


@pytest.mark.parametrize(
    ("environment", "is_paged"),
    [
        ({"SMARTRANK_PAGER": MARKING, "PAGER": "nowhere"}, True),
        ({"PAGER": MARKING}, True),
        ({"SMARTRANK_PAGER": "", "PAGER": MARKING}, False),
        ({"SMARTRANK_PAGER": "cat", "PAGER": MARKING}, False),
        ({"PAGER": "/nowhere/pager"}, False),
        ({"PAGER": "sed 's/^/P:/"}, False),  # a quote that is not closed
        ({"PAGER": MARKING, "TERM": "dumb"}, False),
    ],
)
def test_which_pager(run: Run, environment: dict[str, str], *, is_paged: bool) -> None:
    assert run(*ANSWER, **environment).startswith("P:") is is_paged


def test_a_pager_that_cannot_be_started(run: Run, tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("no program", encoding="utf-8")
    pager.chmod(0o755)
    assert run(*ANSWER, PAGER=str(pager)).startswith("city,")


def test_who_leaves_the_pager_early_is_done(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAGER", "head -n 1")
    assert paged(b"more than a pipe holds\n" * 100_000, 24)
    assert capfd.readouterr() == ("more than a pipe holds\n", "")


def test_less_knows_colours_where_it_is_named_without_options(run: Run) -> None:
    show = f"{sys.executable} -c 'import os; print(os.environ[\"LESS\"])'"
    assert run(*ANSWER, PAGER=show) == "FRX\n"
    assert run(*ANSWER, PAGER=show, LESS="Q") == "Q\n"


def test_ctrl_c_is_the_pagers_own(run: Run) -> None:
    pressing = (
        f"{sys.executable} -c 'import os, signal; os.kill(os.getppid(), signal.SIGINT); print(1)'"
    )
    before = signal.getsignal(signal.SIGINT)
    assert run(*ANSWER, PAGER=pressing) == "1\n"
    assert signal.getsignal(signal.SIGINT) is before


def test_the_size_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS")
    with Path(os.devnull).open("w", encoding="utf-8") as stream:  # it does not say its size
        assert (console.width_of(stream), console.height_of(stream)) == (80, 24)
        monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((0, 0)))
        assert (console.width_of(stream), console.height_of(stream)) == (80, 24)
        monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((132, 50)))
        assert (console.width_of(stream), console.height_of(stream)) == (132, 50)
        monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.setenv("LINES", "x")
        assert (console.width_of(stream), console.height_of(stream)) == (100, 50)


def test_notes_are_broken_between_words_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda _: True)
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setenv("NO_COLOR", "1")
    console.note("twelve words-and-more of a note that goes on")
    assert capsys.readouterr().err == "note: twelve\nwords-and-more of a\nnote that goes on\n"
    console.note("https://beispiel.invalid/a-b")
    assert capsys.readouterr().err == "note:\nhttps://beispiel.invalid/a-b\n"


# --- a real terminal ------------------------------------------------------------------------------


def _terminal(lines: int, **environment: str) -> Any:
    with warnings.catch_warnings():
        # Python 3.12 warns of a fork beside the threads that pytest-xdist starts
        warnings.simplefilter("ignore", DeprecationWarning)
        return pexpect.spawn(
            sys.executable,
            ["-m", "smartrank", "show", "jena"],
            env={**os.environ, "TERM": "xterm", **environment},
            dimensions=(lines, 120),
            encoding="utf-8",
            timeout=20,
        )


@pytest.mark.skipif(not shutil.which("less"), reason="less is not installed")
def test_less_shows_the_first_screen_and_q_ends_it() -> None:
    terminal = _terminal(10)
    terminal.expect("Rank 54 of 83")
    terminal.send("q")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert "Best practice" not in terminal.before
    assert terminal.exitstatus == 0


def test_a_terminal_that_is_tall_enough_has_no_pager() -> None:
    terminal = _terminal(200, PAGER=MARKING)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert "P:" not in terminal.before
    assert terminal.exitstatus == 0

"""The manual page and the completion files, from the program's own help and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import smartrank
from program import Described, Option, about_program, described, shared_options
from smartrank.cli.framework import PROGRAM
from smartrank.cli.shells import completion_script

_VARIABLES = {
    "SMARTRANK_DATA": "Data files and folders beside the shipped ones, separated as in PATH.",
    "SMARTRANK_PAGER": "The pager; empty for none. Else PAGER, else less.",
    "NO_COLOR, FORCE_COLOR": "Never, or always, colour tables.",
}
_FILES = {
    "~/.config/smartrank": "Your own data files, where `import --save` writes. "
    "On macOS ~/Library/Application Support/smartrank, on Windows %APPDATA%\\smartrank.",
}
_EXITS = {
    "0": "Success, even if nothing matched.",
    "1": "A file is missing, invalid or cannot be written, or `check` found an error.",
    "2": "Wrong usage.",
}


def manual_page() -> str:
    """The manual page smartrank(1) as troff."""
    about, options = about_program()
    lines = [
        f'.TH SMARTRANK 1 "" "smartrank {smartrank.__version__}" "User Commands"',
        *_section("NAME", [f"{PROGRAM} \\- {_text(_lowered(about.partition(chr(10))[0]))}"]),
        *_section("SYNOPSIS", [f".B {PROGRAM}", "COMMAND [OPTIONS] [ARGUMENTS]"]),
        *_section("DESCRIPTION", _prose(about)),
        *_section("OPTIONS", _terms(options)),
        ".SH COMMANDS",
        *(line for command in described() for line in _command(command)),
        *_section("SHARED OPTIONS", _terms(shared_options())),
        *_section("EXIT STATUS", _listed(_EXITS)),
        *_section("ENVIRONMENT", _listed(_VARIABLES)),
        *_section("FILES", _listed(_FILES)),
        *_section("HANDBOOK", [*_prose("Pages in `docs/` of the source."), *_listed(_pages())]),
        *_section("NOTES", _prose(_RIGHTS)),
    ]
    return "\n".join(lines) + "\n"


_RIGHTS = (
    "The figures are not under the licence of the program: "
    "Source: Bitkom e. V., Smart City Index 2025."
)


def _pages() -> dict[str, str]:
    """The pages of the handbook, and which question each answers, as its front page says."""
    front = (Path(__file__).parent / "index.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+\?) \| (.+) \|$", front, re.MULTILINE)
    return {page: question for question, links in rows for page in re.findall(r"\((.+?)\)", links)}


def _lowered(sentence: str) -> str:
    return (sentence[:1].lower() + sentence[1:]).removesuffix(".")


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    yield f".SH {heading}"
    yield from lines


def _command(command: Described) -> Iterator[str]:
    yield f".SS {_text(command.usage)}"
    yield from _prose(command.about)
    yield from _terms(command.own)
    yield from (".PP", ".nf", ".RS")
    yield from map(_text, command.examples.splitlines())
    yield from (".RE", ".fi")
    if command.shared:
        yield ".PP"
        yield "Shared options: " + ", ".join(f"\\fB{_text(one.long)}\\fR" for one in command.shared)


def _prose(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        yield ".PP"
        yield _text(paragraph)


def _terms(options: Iterable[Option]) -> Iterator[str]:
    return _listed({option.names: option.help for option in options})


def _listed(terms: dict[str, str]) -> Iterator[str]:
    for term, meaning in terms.items():
        yield ".TP"
        yield f"\\fB{_text(term)}\\fR"
        yield _text(meaning)


def _text(text: str) -> str:
    """Text as troff: no sign of it is a command, what stood between backticks is bold."""
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti")
    safe = re.sub(r"^([.'])", r"\\&\1", safe)
    return re.sub(r"`([^`]+)`", r"\\fB\1\\fR", safe)


def completion_file(shell: str) -> str:
    """What a packager puts where a shell looks for completions."""
    script = completion_script("--show-completion", shell, PROGRAM).strip()
    if shell == "zsh":
        # a file that zsh loads at the first Tab must answer that Tab, too
        function = f"_{PROGRAM}_completion"
        ready = f'if [ "$funcstack[1]" = "_{PROGRAM}" ]; then\n  {function} "$@"\nelse\n'
        script = script.replace(
            f"compdef {function} {PROGRAM}", f"{ready}  compdef {function} {PROGRAM}\nfi"
        )
    return f"{script}\n"

"""The command line in another language than English: help, and what Typer says of wrong usage."""

from __future__ import annotations

import inspect
import re
from typing import Any, NoReturn

from smartrank.cli.console import speech, tell
from smartrank.language import spoken
from smartrank.messages import Message, label, say

#: What Typer says of wrong usage -> the code of our message, which takes the named groups.
USAGE_ERRORS = {
    r"No such option: (?P<name>\S+)": "typer-no-option",
    r"Option '(?P<name>.+)' requires an argument\.": "typer-needs-value",
    r"Option '(?P<name>.+)' does not take a value\.": "typer-takes-no-value",
    r"Missing argument '(?P<name>.+)'\.": "typer-missing-argument",
    r"Missing command\.": "typer-missing-command",
    r"No such command '(?P<name>.+?)'\.": "typer-no-command",
    r"Got unexpected extra arguments? ?(?:\(s\) )?\((?P<name>.+)\)": "typer-extra",
    r"Invalid value for (?P<name>.+?): (?P<value>'.*') is not one of (?P<known>.+)\.": (
        "typer-no-choice"
    ),
    r"Invalid value for (?P<name>.+?): (?P<value>'.*') is not a valid int.*": "typer-no-whole",
    r"Invalid value for (?P<name>.+?): (?P<value>.*) is not in the range (?P<known>.+)\.": (
        "typer-range"
    ),
}
#: What it adds where a name is close to one that there is.
_CLOSE = re.compile(r" (?:Did you mean (.+)\?|(?:\(')?\(Possible options: (.+?)\)(?:',\))?)$")


def localized(command: Any) -> Any:
    """A command whose help is in the language of this run."""
    command.help = paragraphs_spoken(command.help)
    command.options_metavar = _said(command.options_metavar)
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = _said(command.subcommand_metavar)
    for param in command.params:
        param.help = _said(getattr(param, "help", None))
        param.metavar = _said(param.metavar)
    return command


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help text, each on one line; examples, behind a backspace, stay."""
    return [
        part if part.startswith("\b") else " ".join(part.split())
        for part in inspect.cleandoc(text).split("\n\n")
    ]


def paragraphs_spoken(text: str | None) -> str:
    """A help text, paragraph by paragraph, in the language of this run."""
    return "\n\n".join(map(_said, paragraphs(text or "")))


def _said(text: Any) -> Any:
    return spoken(label(text), speech.language) if text else text


def stop_for_usage(error: Any) -> NoReturn:
    """Say what Typer found wrong with the command line, in its form, and end with its code."""
    if error.ctx is not None:
        for line in error.ctx.get_usage().splitlines():
            tell(line)
        tell(say("typer-try-help", command=f"{error.ctx.command_path} --help"))
        tell("")
    tell(say("typer-error", error=usage_error(error)))
    raise SystemExit(error.exit_code)


def usage_error(error: Any) -> str:
    """What Typer found wrong, as a message of ours; as Typer says it where there is none."""
    if isinstance(error.message, Message):
        name = error.param.get_error_hint(error.ctx)
        return say("typer-invalid", name=name, message=error.message)
    text = error.format_message()
    close = _CLOSE.search(text)
    sentence = text[: close.start()] if close else text
    for pattern, code in USAGE_ERRORS.items():
        if found := re.fullmatch(pattern, sentence, re.DOTALL):
            told = say(code, **found.groupdict())
            if close is None:
                return told
            hint = say("did-you-mean", names=close[1] or close[2])
            return say("error-and-hint", error=told, hint=hint)
    return str(text)

"""The commands as Typer has built them: what the handbook and the manual page tell of each."""

from __future__ import annotations

import re
from functools import cache
from inspect import cleandoc
from typing import Any, NamedTuple

import typer

from smartrank.cli import app
from smartrank.cli.framework import COMMANDS, PROGRAM, SCRIPT_OPTIONS


class Option(NamedTuple):
    """An option or argument: as it is typed, its long name, and its help."""

    names: str
    long: str
    help: str


class Described(NamedTuple):
    """A command: usage, help and examples, its own options, and those that others have, too."""

    name: str
    usage: str
    brief: str
    about: str
    examples: str
    own: list[Option]
    shared: list[Option]


@cache
def _group() -> tuple[Any, Any]:
    group: Any = typer.main.get_command(app)
    return group, group.make_context(PROGRAM, [], resilient_parsing=True)


def about_program() -> tuple[str, list[Option]]:
    """The help of the program itself, and its options."""
    group, context = _group()
    return _paragraphs(group.help)[0], [_option(one, context) for one in group.get_params(context)]


@cache
def described() -> tuple[Described, ...]:
    """All commands, in the order of the help."""
    return tuple(map(_described, COMMANDS))


def shared_options() -> list[Option]:
    """The options that several commands have, each once."""
    return list(dict.fromkeys(option for command in described() for option in command.shared))


def _described(name: str) -> Described:
    group, parent = _group()
    command = group.get_command(parent, name)
    context = command.make_context(name, [], parent=parent, resilient_parsing=True)
    about, examples = _paragraphs(command.help)
    shared = COMMANDS[name].shared
    options = [(one, _option(one, context)) for one in command.get_params(context)]
    usage = " ".join([PROGRAM, name, *command.collect_usage_pieces(context)])
    return Described(
        name=name,
        usage=usage,
        brief=about.partition("\n")[0],
        about=about,
        examples=examples,
        own=[option for one, option in options if one.name not in (*shared, "help")],
        shared=[option for one, option in options if one.name in shared],
    )


def _paragraphs(text: str) -> tuple[str, str]:
    """The help without its examples, and the examples, one a line."""
    parts = cleandoc(text).split("\n\n")
    examples = [part for part in parts if part.startswith("\b\n")]
    prose = [" ".join(part.split()) for part in parts if part not in examples]
    return "\n\n".join(prose), "".join(f"{part[2:]}\n" for part in examples)


def _option(parameter: Any, context: Any) -> Option:
    names, told = parameter.get_help_record(context)
    long = max(parameter.opts, key=len)
    told = SCRIPT_OPTIONS.get(long, told)
    return Option(re.sub(r"[<>]", "", names), long, " ".join(told.split()))

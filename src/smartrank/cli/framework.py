"""How commands reach Typer: each is built only when it is named, shared options merged in."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from smartrank.cli.console import boundary, note
from smartrank.cli.options import Options
from smartrank.cli.output import emit
from smartrank.cli.words import (
    command_meant,
    is_city,
    options_meant,
    other_meaning,
    tell_meant,
)
from smartrank.dataset.store import Store
from smartrank.errors import SmartrankError, UnknownNameError, UsageError
from smartrank.messages import Message, any_of, say
from smartrank.names import close_names
from smartrank.query.answer import Answer
from smartrank.query.fields import Field


class Registered(NamedTuple):
    """A command: what is run, what describes it, and the shared options it takes."""

    run: Callable[..., None]
    #: Its parameters and text are read only when the command is built.
    declared: Callable[..., Any]
    shared: Sequence[str]


#: All commands by name, in the order of the help.
COMMANDS: dict[str, Registered] = {}
PROGRAM = "smartrank"
CONTEXT = {"help_option_names": ["-h", "--help"]}
HELP = "help"
#: The options of Typer for the completion script, and what they do here.
SCRIPT_OPTIONS = {
    "--install-completion": "Install completion for this shell, or for one named behind it.",
    "--show-completion": "Show the completion script of this shell, or of one named behind it.",
}


def query_command(
    *shared: str,
) -> Callable[[Callable[..., Answer[Any]]], Callable[..., Answer[Any]]]:
    """Register a command that answers: it gets its own parameters and shared ones as `options`."""

    def register(function: Callable[..., Answer[Any]]) -> Callable[..., Answer[Any]]:
        def run(**given: Any) -> None:
            options = Options(**{name: given.pop(name) for name in shared})
            try:
                answer = function(**given, options=options)
            except UnknownNameError as error:
                error.hint = _advice(error, options.store, shared) or error.hint
                raise
            emit(answer, options)
            if "match" in shared and not answer.records and options.limit != 0:
                note(say("nothing-matched"))
            if answer.has_errors:
                raise typer.Exit(SmartrankError.exit_code)

        COMMANDS[function.__name__] = Registered(run, function, shared)
        return function

    return register


def _advice(error: UnknownNameError, store: Store, shared: Sequence[str]) -> str | None:
    """What to type if the name that is unknown as a city means something else."""
    said = error.message
    if not (isinstance(said, Message) and said.code == "unknown-city"):
        return None
    return other_meaning(said.values["name"], store, categories="category" in shared)


def plain_command(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a command that does something of its own."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        COMMANDS[name] = Registered(function, function, ())
        return function

    return register


def _typer_command(name: str) -> Any:
    """Build a command with the shared options in its signature."""
    run, declared, shared = COMMANDS[name]
    own = inspect.signature(declared, eval_str=True).parameters.values()
    known = inspect.signature(Options).parameters
    merged = [parameter for parameter in own if parameter.name != "options"]
    merged += [known[option].replace(kind=inspect.Parameter.KEYWORD_ONLY) for option in shared]
    run.__signature__ = inspect.Signature(merged)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in merged}
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=Command, help=declared.__doc__, context_settings=CONTEXT)(run)
    return typer.main.get_command(app)


def _plain_words(ctx: Any, args: Sequence[str], known: Mapping[str, bool]) -> list[str]:
    """The words with options as the command knows them; what was changed is said."""
    meant = list(options_meant(args, known))
    for typed, read in meant:
        if typed != read and not ctx.resilient_parsing:
            tell_meant(typed, read)
    return [read for _, read in meant]


def _known_options(command: Any, ctx: Any) -> dict[str, bool]:
    """The options of a command, and whether each takes a value."""
    return {
        name: not getattr(param, "is_flag", False)
        for param in command.get_params(ctx)
        for name in (*param.opts, *param.secondary_opts)
        if name.startswith("-")
    }


class Command(TyperCommand):
    """A command that forgives how options are typed, and whose help ends with its fields."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read options that come with odd dashes or under another name."""
        return super().parse_args(ctx, _plain_words(ctx, args, _known_options(self, ctx)))

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Tell each field as its declaration has it."""
        from smartrank.query.catalogue import is_query, record_of
        from smartrank.query.fields import fields_of

        if not (self.name and is_query(self.name)):
            return
        with formatter.section("Fields"):
            known = fields_of(record_of(self.name))
            formatter.write_dl([(name, _field_help(info.about)) for name, info in known.items()])


def _field_help(about: Field) -> str:
    if not about.unit:
        return about.meaning
    return say("field-with-unit", meaning=about.meaning, unit=about.unit)


def _is_like_a_command(name: str) -> bool:
    """Whether Typer may take a word for an option, or for a command that is mistyped."""
    from difflib import get_close_matches

    return name.startswith("-") or bool(get_close_matches(name, COMMANDS))


def _show_city(ctx: Any, args: list[str]) -> list[str]:
    """The command that shows the city that stands in the place of a command.

    Raises UsageError if it clearly is none.
    """
    name = args[0]
    # its own options say where the data is
    show = _typer_command("show").make_context("show", [*args], parent=ctx, resilient_parsing=True)
    known: list[str] = []
    with suppress(SmartrankError):
        known = Store(show.params.get("data") or []).city_slugs()
    if is_city(name, known):
        return ["show", *args]
    if ctx.resilient_parsing:
        return args
    hint = say("commands-and-cities")
    if close := close_names(name, known):
        hint = say("did-you-mean", names=any_of(close))
    raise UsageError(say("no-command-or-city", name=name), hint=hint)


class Commands(TyperGroup):
    """The group of all commands; it builds only those that are asked for."""

    def __init__(self, **settings: Any) -> None:
        settings["commands"] = dict.fromkeys(COMMANDS)  # Typer suggests from these names
        super().__init__(**settings)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Build the command of a name."""
        return _typer_command(cmd_name) if cmd_name in COMMANDS else None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read `help COMMAND`, and `--show-completion SHELL`, of which Typer knows the first half.

        Raises UsageError for a shell that has no completion.
        """
        words = _plain_words(ctx, args[:1], _known_options(self, ctx)) + args[1:]
        option, equals, shell = words[0].partition("=") if words else ("", "", "")
        if option in SCRIPT_OPTIONS and not ctx.resilient_parsing and (equals or len(words) > 1):
            from smartrank.cli.shells import completion_script

            typer.echo(completion_script(option, shell if equals else words[1], PROGRAM))
            raise typer.Exit
        if words and HELP in (words[0], command_meant(words[0])):
            words = [*words[1:2], "--help"]
        return super().parse_args(ctx, words)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Say of Typer's options for completion that the name of a shell may stand behind them."""
        for param in self.params:
            assert isinstance(param, TyperOption)
            param.help = SCRIPT_OPTIONS.get(param.opts[0], param.help)
        super().format_options(ctx, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named, also in German; a city alone is to be shown."""
        name = args[0]
        if name not in COMMANDS:
            if meant := command_meant(name):
                if not ctx.resilient_parsing:
                    tell_meant(name, meant)
                args = [meant, *args[1:]]
            elif not _is_like_a_command(name):
                args = _show_city(ctx, args)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Commands and options; a city where none of them begins so."""
        found = super().shell_complete(ctx, incomplete)
        if found or not incomplete:
            return found
        from typer._click.shell_completion import CompletionItem

        from smartrank.cli.completion import cities

        names = cities(ctx, incomplete)
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run inside the boundary that turns what goes wrong into a line and an exit code."""
        with boundary():
            return super().main(*args, **settings)

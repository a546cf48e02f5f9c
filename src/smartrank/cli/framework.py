"""How commands reach Typer: each is built only when it is named, shared options merged in."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from smartrank.cli.console import boundary, note, speech
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
from smartrank.language import ENGLISH, language_asked, speak, spoken
from smartrank.messages import Message, any_of, label, say
from smartrank.names import close_names
from smartrank.query.answer import Answer
from smartrank.query.fields import Field

#: Where a command keeps the last word before what is to be completed.
_LAST_WORD = "smartrank.last-word"


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


def command_of(name: str) -> Any:
    """The command of a name, built with the shared options in its signature."""
    run, declared, shared = COMMANDS[name]
    own = inspect.signature(declared, eval_str=True).parameters.values()
    known = inspect.signature(Options).parameters
    merged = [parameter for parameter in own if parameter.name != "options"]
    merged += [known[option].replace(kind=inspect.Parameter.KEYWORD_ONLY) for option in shared]
    run.__signature__ = inspect.Signature(merged)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in merged}
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=Command, help=declared.__doc__, context_settings=CONTEXT)(run)
    return _localized(typer.main.get_command(app))


def _localized(command: Any) -> Any:
    if speech.language == ENGLISH:
        return command
    from smartrank.cli.translated import localized

    return localized(command)


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


def _usage(command: Any, ctx: Any, formatter: Any) -> None:
    """The line that says how a command is called."""
    pieces = command.collect_usage_pieces(ctx)
    usage = spoken(say("typer-usage"), speech.language)
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=f"{usage} ")


def _localized_option(option: Any) -> Any:
    option.help = spoken(label(option.help), speech.language)
    return option


class Command(TyperCommand):
    """A command that forgives how options are typed, and whose help ends with its fields."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """How it is called, in the language of this run."""
        _usage(self, ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:
        """The option that Typer makes by itself."""
        return _localized_option(super().get_help_option(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read options that come with odd dashes or under another name."""
        words = _plain_words(ctx, args, _known_options(self, ctx))
        ctx.meta[_LAST_WORD] = "".join(words[-1:])
        return super().parse_args(ctx, words)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Options; behind one that lacks its value its values, which may begin with a minus."""
        last = ctx.meta[_LAST_WORD]
        if _known_options(self, ctx).get(last):
            (option,) = (param for param in self.get_params(ctx) if last in param.opts)
            found: list[Any] = option.shell_complete(ctx, incomplete)
            return found
        return super().shell_complete(ctx, incomplete)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Tell each field as its declaration has it."""
        from smartrank.query.catalogue import is_query, record_of
        from smartrank.query.fields import fields_of

        if not (self.name and is_query(self.name)):
            return
        with formatter.section(spoken(say("fields"), speech.language)):
            known = fields_of(record_of(self.name))
            described = ((name, _field_help(info.about)) for name, info in known.items())
            formatter.write_dl([(name, spoken(text, speech.language)) for name, text in described])


def _field_help(about: Field) -> str:
    meaning = label(about.meaning)
    return (
        say("field-with-unit", meaning=meaning, unit=label(about.unit)) if about.unit else meaning
    )


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
    show = command_of("show").make_context("show", [*args], parent=ctx, resilient_parsing=True)
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


def _script_asked(words: Sequence[str]) -> tuple[str, str] | None:
    """The option for the script of a shell, and the shell that is named; None if none is."""
    for before, word, after in zip(["", *words], words, [*words[1:], "-"], strict=False):
        option, equals, shell = word.partition("=")
        if option in SCRIPT_OPTIONS and (equals or not after.startswith("-")):
            return option, shell if equals else after
        if not word.startswith("-") and before != "--lang":  # a command
            return None
    return None


class Commands(TyperGroup):
    """The group of all commands; it builds only those that are asked for."""

    def __init__(self, **settings: Any) -> None:
        settings["commands"] = dict.fromkeys(COMMANDS)  # Typer suggests from these names
        super().__init__(**settings)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Build the command of a name."""
        return command_of(cmd_name) if cmd_name in COMMANDS else None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read `help COMMAND`, and `--show-completion SHELL`, of which Typer knows the first half.

        Raises UsageError for a shell that has no completion.
        """
        words = _plain_words(ctx, args[:1], _known_options(self, ctx)) + args[1:]
        asked = _script_asked(words)
        if asked and not ctx.resilient_parsing:
            from smartrank.cli.shells import completion_script

            typer.echo(completion_script(*asked, PROGRAM))
            raise typer.Exit
        if words and HELP in (words[0], command_meant(words[0])):
            words = [*words[1:2], "--help"]
        return super().parse_args(ctx, words)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Say of Typer's options for completion that the name of a shell may stand behind them."""
        for param in self.params:
            assert isinstance(param, TyperOption)
            script = SCRIPT_OPTIONS.get(param.opts[0])
            param.help = spoken(label(script), speech.language) if script else param.help
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
            words = sys.argv[1:] if args[:1] in ((), (None,)) else args[0]
            words = settings.get("args") or words
            speech.language = language_asked(words, os.environ)
            if speech.language == ENGLISH:
                return super().main(*args, **settings)
            return self._main_translated(*args, **settings)

    def _main_translated(self, *args: Any, **settings: Any) -> NoReturn:
        """Run in another language: what Typer says of wrong usage is translated."""
        from typer._click.exceptions import ClickException

        from smartrank.cli.translated import stop_for_usage

        speak(speech.language)
        _localized(self)
        try:
            code = super().main(*args, **{**settings, "standalone_mode": False})
        except ClickException as error:
            stop_for_usage(error)
        raise SystemExit(code or 0)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """How the program is called, in the language of this run."""
        _usage(self, ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:
        """The option that Typer makes by itself."""
        return _localized_option(super().get_help_option(ctx))

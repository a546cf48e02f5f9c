"""How commands reach Typer: each is built only when it is named, shared options merged in."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from smartrank.cli.options import Options
from smartrank.cli.output import boundary, emit
from smartrank.errors import SmartrankError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from smartrank.query.answer import Answer

#: All commands by name, in the order of the help: what is run, the function whose parameters and
#: text describe it (read only when it is built), and the shared options it takes.
COMMANDS: dict[str, tuple[Callable[..., None], Callable[..., Any], Sequence[str]]] = {}
PROGRAM = "smartrank"
CONTEXT = {"help_option_names": ["-h", "--help"]}


def query_command(
    *shared: str,
) -> Callable[[Callable[..., Answer[Any]]], Callable[..., Answer[Any]]]:
    """Register a command that answers: it gets its own parameters and shared ones as `options`."""

    def register(function: Callable[..., Answer[Any]]) -> Callable[..., Answer[Any]]:
        def run(**given: Any) -> None:
            options = Options(**{name: given.pop(name) for name in shared})
            answer = function(**given, options=options)
            emit(answer, options)
            if answer.has_errors:
                raise typer.Exit(SmartrankError.exit_code)

        COMMANDS[function.__name__] = run, function, shared
        return function

    return register


def plain_command(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a command that does something of its own."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        COMMANDS[name] = function, function, ()
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
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name, cls=QueryCommand, help=declared.__doc__, context_settings=CONTEXT)(run)
    return typer.main.get_command(app)


class QueryCommand(TyperCommand):
    """A command whose help ends with the fields of its records."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Name the fields, as their declaration has them."""
        from smartrank.query.catalogue import is_query, record_of

        if self.name and is_query(self.name):
            with formatter.section("Fields"):
                formatter.write_text(", ".join(record_of(self.name)._fields))


class Commands(TyperGroup):
    """The group of all commands; it builds only those that are asked for."""

    def __init__(self, **settings: Any) -> None:
        settings["commands"] = dict.fromkeys(COMMANDS)  # Typer suggests from these names
        super().__init__(**settings)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Build the command of a name."""
        return _typer_command(cmd_name) if cmd_name in COMMANDS else None

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run inside the boundary that turns what goes wrong into a line and an exit code."""
        with boundary():
            return super().main(*args, **settings)

"""The command line: options in, one query, one render."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from smartrank import __version__
from smartrank.cli import commands  # noqa: F401 - it registers them
from smartrank.cli.framework import CONTEXT, PROGRAM, Commands

app = typer.Typer(
    cls=Commands,
    context_settings=CONTEXT,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def smartrank(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Ask a city's place in Bitkom's Smart City Index.

    \b
    smartrank show jena
    smartrank weak jena --by potential
    smartrank indicators --category mobilitaet --json

    Exit codes: 0 answered, also with nothing; 1 a file is missing, invalid or cannot be written;
    2 the command line.
    """


def main() -> None:
    """Run the command line."""
    if f"_{PROGRAM.upper()}_COMPLETE" in os.environ:
        from smartrank.cli.completion import run_completion

        run_completion(lambda: app(prog_name=PROGRAM))
    else:
        app(prog_name=PROGRAM)

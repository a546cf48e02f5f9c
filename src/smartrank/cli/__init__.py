"""The command line: options in, one query, one render."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from smartrank import __version__
from smartrank.cli import commands  # noqa: F401 - it registers them
from smartrank.cli.framework import CONTEXT, PROGRAM, Commands
from smartrank.cli.options import Language

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
    lang: Language = None,
) -> None:
    """Query a city's results in Bitkom's Smart City Index.

    \b
    smartrank show jena
    smartrank weak jena --by potential
    smartrank indicators --category mobilitaet --json

    `smartrank jena` is short for `smartrank show jena`.

    Exit codes: 0 success, even if nothing matched; 1 a file is missing, invalid or cannot be
    written; 2 wrong usage.

    Handbook: `man smartrank`; docs/index.md of the source leads to all its pages.
    """


def main() -> None:
    """Run the command line."""
    if f"_{PROGRAM.upper()}_COMPLETE" in os.environ:
        from smartrank.cli.shells import run_completion

        run_completion(lambda: app(prog_name=PROGRAM))
    else:
        app(prog_name=PROGRAM)

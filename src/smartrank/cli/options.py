"""The options that commands share, each declared once."""

# Annotations are evaluated here, not postponed: a command's signature is made of them.
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from smartrank.model import City
from smartrank.query.select import Selection
from smartrank.render import Format
from smartrank.dataset.store import Store


def completer(name: str) -> Callable[[typer.Context, str], list[str]]:
    """A function of the completion module, which is loaded only when the shell asks."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        from smartrank.cli import completion

        found: list[str] = getattr(completion, name)(ctx, incomplete)
        return found

    return complete


Cities = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[CITY]...",
        help="A city, or CITY@EDITION; without one the newest edition of every city.",
        show_default=False,
        autocompletion=completer("cities"),
    ),
]
OneCity = Annotated[
    str | None,
    typer.Argument(
        metavar="[CITY]",
        help="A city, or CITY@EDITION; may be left out while there is only one.",
        show_default=False,
        autocompletion=completer("cities"),
    ),
]


class Options(NamedTuple):
    """All shared options with their defaults; a command takes those that fit it."""

    data: Annotated[
        list[Path] | None,
        typer.Option(
            "--data", "-d", metavar="PATH", help="Add a data file or a folder of them (repeatable)."
        ),
    ] = None
    category: Annotated[
        list[str] | None,
        typer.Option(
            "--category",
            "-c",
            metavar="NAME",
            help="Keep this category, or `overall` (repeatable).",
            autocompletion=completer("categories"),
        ),
    ] = None
    match: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Keep names that hold this text.")
    ] = None
    above: Annotated[
        float | None, typer.Option(metavar="X", help="Keep scores above X points.")
    ] = None
    below: Annotated[
        float | None, typer.Option(metavar="X", help="Keep scores below X points.")
    ] = None
    sort: Annotated[
        str | None,
        typer.Option(
            metavar="FIELD", help="Order by this field.", autocompletion=completer("field")
        ),
    ] = None
    desc: Annotated[bool, typer.Option("--desc", help="Reverse the order.")] = False
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=0, metavar="N", help="Keep the first N.")
    ] = None
    fields: Annotated[
        str | None,
        typer.Option(
            metavar="A,B,C",
            help="Show these fields, in this order.",
            autocompletion=completer("fields"),
        ),
    ] = None
    form: Annotated[
        Format | None,
        typer.Option(
            "--format", "-f", help="How to write the answer; `table` if nothing says otherwise."
        ),
    ] = None
    json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False
    no_header: Annotated[bool, typer.Option("--no-header", help="Leave out the headings.")] = False
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write to a file; its ending tells the format."
        ),
    ] = None
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False

    @property
    def store(self) -> Store:
        """The data sets at hand."""
        return Store(self.data or [])

    def cities(self, names: list[str] | None) -> list[City]:
        """The cities that are named; without a name the newest edition of every city."""
        return [dataset.city for dataset in self.store.chosen(names or []).datasets]

    @property
    def selection(self) -> Selection:
        """Which records to keep, and their order."""
        return Selection(
            self.category or [],
            self.match,
            self.above,
            self.below,
            self.sort,
            self.desc,
            self.limit,
        )


SOURCES = ("data",)
SELECT = ("category", "match")
THRESHOLDS = ("above", "below")
ORDER = ("sort", "desc", "limit", "fields")
DOCUMENT = ("form", "json", "output", "force")
OUTPUT = (*DOCUMENT, "no_header")
LIST = (*ORDER, *OUTPUT)

"""The options that commands share, each declared once."""

# Annotations are evaluated here, not postponed: a command's signature is made of them.
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import typer

from smartrank.cli.console import note
from smartrank.cli.words import cities_meant
from smartrank.dataset.store import Store
from smartrank.errors import UsageError
from smartrank.messages import all_of, say
from smartrank.model import City
from smartrank.names import listed
from smartrank.query.select import Selection
from smartrank.render import Format

Lang = Literal["en", "de"]


def completer(name: str) -> Callable[[typer.Context, str], list[str]]:
    """A function of the completion module, which is loaded only when the shell asks."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        from smartrank.cli import completion

        found: list[str] = getattr(completion, name)(ctx, incomplete)
        return found

    return complete


def number(typed: str | float) -> float:
    """What stands behind an option that takes a number, for Typer."""
    from smartrank.query.numbers import parse_number

    try:
        return parse_number(str(typed))
    except UsageError as error:
        told = error.message
        if error.hint:
            told = say("error-and-hint", error=told, hint=error.hint)
        raise typer.BadParameter(told) from error


Cities = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[CITY]...",
        help="Cities, or CITY@EDITION  [default: all cities of the newest edition]",
        show_default=False,
        autocompletion=completer("cities"),
    ),
]
#: One name; it is a list so that a year or a change may stand behind it.
OneCity = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[CITY]",
        help="A city, or CITY@EDITION; may be left out while there is only one.",
        show_default=False,
        autocompletion=completer("cities"),
    ),
]


#: It is read before the command line is, so that what is wrong with that is told in it, too.
Language = Annotated[
    Lang | None,
    typer.Option(
        case_sensitive=False,
        help="Language of what people read  [default: SMARTRANK_LANG, else that of the system]",
    ),
]


class Options(NamedTuple):
    """All shared options with their defaults; a command takes those that fit it."""

    data: Annotated[
        list[str] | None,
        typer.Option(
            "--data",
            "-d",
            metavar="PATH",
            help="Add a data file or a folder of data files (repeatable).",
        ),
    ] = None
    edition: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR",
            help="Take this edition instead of the newest.",
            autocompletion=completer("editions"),
        ),
    ] = None
    all_editions: Annotated[
        bool, typer.Option("--all-editions", help="Take all editions of each city.")
    ] = False
    state: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Only cities of this federal state.",
            autocompletion=completer("states"),
        ),
    ] = None
    size: Annotated[
        str | None,
        typer.Option(
            metavar="FROM-TO", help="Only cities of so many inhabitants, as 100000-150000."
        ),
    ] = None
    category: Annotated[
        list[str] | None,
        typer.Option(
            "--category",
            "-c",
            metavar="NAME",
            help="Only this category, or `overall` (repeatable).",
            autocompletion=completer("categories"),
        ),
    ] = None
    match: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Only rows whose name contains TEXT.")
    ] = None
    above: Annotated[
        float | None,
        typer.Option(metavar="X", parser=number, help="Only scores above X points."),
    ] = None
    below: Annotated[
        float | None,
        typer.Option(metavar="X", parser=number, help="Only scores below X points."),
    ] = None
    bonus: Annotated[
        bool, typer.Option("--bonus", help='Include bonus rows ("Sonstige Projekte").')
    ] = False
    sort: Annotated[
        str | None,
        typer.Option(
            metavar="FIELD",
            help="Sort by FIELD, ascending; `-FIELD` descending, `A,-B` by several.",
            autocompletion=completer("sort_fields"),
        ),
    ] = None
    desc: Annotated[bool, typer.Option("--desc", help="Reverse the order.")] = False
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=0, metavar="N", help="Show at most N rows.")
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
            "--format",
            "-f",
            case_sensitive=False,
            help="Output format  [default: table, or the extension of --output]",
        ),
    ] = None
    json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False
    no_header: Annotated[bool, typer.Option("--no-header", help="Leave out the headings.")] = False
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="Never show a long answer page by page.")
    ] = False
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to FILE; the extension selects the format.",
        ),
    ] = None
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it exists.")] = False
    lang: Language = None

    @property
    def store(self) -> Store:
        """The data sets at hand."""
        return Store(self.data or [])

    def cities(self, words: list[str] | None) -> list[City]:
        """The cities that are named; without a name the newest edition of every city."""
        return self._cities(self.store, words)

    def cities_in_field(self, words: list[str] | None) -> tuple[list[City], list[City]]:
        """As `cities`, with those of the ranking lists of their editions."""
        store = self.store
        cities = self._cities(store, words)
        field: dict[tuple[str, int], City] = {}
        for edition in {city.edition for city in cities}:
            group = [city for city in cities if city.edition == edition]
            ranked = store.field(edition, around=group[0])
            if len(ranked) > 1:  # else there is no list
                field |= {city.key: city for city in (*ranked, *group)}
        return cities, list(field.values())

    def city(self, words: list[str] | None) -> City:
        """The one city that is named; without a name the only one there is."""
        return self._city(self.store, words)

    def city_in_field(self, words: list[str] | None) -> tuple[City, list[City]]:
        """As `city`, with those of the ranking lists of its edition."""
        store = self.store
        city = self._city(store, words)
        return city, store.field(city.edition, around=city)

    def _cities(self, store: Store, words: list[str] | None) -> list[City]:
        names = self._names(words)
        chosen = store.chosen(names, self.edition, all_editions=self.all_editions)
        if chosen.left_out:
            without = listed(dataset.city.label for dataset in chosen.left_out)
            note(say("one-edition-listed", edition=chosen.edition, cities=without))
        cities = [dataset.city for dataset in chosen.datasets]
        if self.state is not None or self.size is not None:
            from smartrank.query.groups import of_size, of_state

            cities = cities if self.state is None else of_state(cities, self.state)
            cities = cities if self.size is None else of_size(cities, self.size)
        return cities

    def _city(self, store: Store, words: list[str] | None) -> City:
        name = self._one_name(words)
        if self.edition is not None:
            name = f"{name or store.single(None).city.slug}@{self.edition}"
        return store.single(name).city

    def every_edition(self, words: list[str] | None) -> list[City]:
        """All editions of the one city that is named, or of the only one there is."""
        return [dataset.city for dataset in self.store.all_editions(self._one_name(words))]

    def _names(self, words: list[str] | None) -> list[str]:
        if self.edition is not None and self.all_editions:
            raise UsageError(say("edition-or-all"), hint=say("leave-one-out"))
        names = cities_meant(words or [])
        twice = [name for name in names if "@" in name]
        if twice and (self.edition is not None or self.all_editions):
            raise UsageError(say("edition-twice", name=twice[0]), hint=say("leave-one-out"))
        return names

    def _one_name(self, words: list[str] | None) -> str | None:
        names = self._names(words)
        if len(names) > 1:
            hint = say("use-compare-for", cities=" ".join(names))
            raise UsageError(say("one-city", cities=all_of(names)), hint=hint)
        return names[0] if names else None

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
            self.bonus,
        )


SOURCES = ("data",)
CITIES = ("edition", "all_editions", "state", "size")
SELECT = ("category", "match")
THRESHOLDS = ("above", "below")
ORDER = ("sort", "desc", "limit", "fields")
DOCUMENT = ("form", "json", "output", "force", "no_pager", "lang")
OUTPUT = (*DOCUMENT, "no_header")
LIST = (*ORDER, *OUTPUT)
#: What lists of ratings share.
RATED = (*SOURCES, *CITIES, *SELECT, *THRESHOLDS, *LIST)
#: What lists of indicators share.
ROWS = (*SOURCES, *CITIES, *SELECT, *THRESHOLDS, "bonus", *LIST)

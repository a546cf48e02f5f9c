"""The commands: what each takes, and the one query it asks."""

# Annotations are evaluated here, not postponed: Typer reads them.
# Queries are imported where they are used: a command loads only its own.
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from smartrank.cli.framework import plain_command, query_command
from smartrank.cli.options import (
    DOCUMENT,
    LIST,
    SELECT,
    SOURCES,
    THRESHOLDS,
    Cities,
    OneCity,
    Options,
    completer,
)
from smartrank.cli.output import write
from smartrank.errors import UsageError
from smartrank.model import Direction
from smartrank.query.answer import Answer
from smartrank.dataset.store import bundled_folder

Measure = Literal["score", "potential"]


@query_command(*SOURCES, *DOCUMENT)
def show(options: Options, city: OneCity = None) -> Answer[Any]:
    """The whole profile of a city.

    \b
    smartrank show jena
    smartrank show jena --format html --output jena.html
    """
    from smartrank.query.show import show

    return show(options.store.single(city).city)


@query_command(*SOURCES, "match", *THRESHOLDS, *LIST)
def cities(options: Options) -> Answer[Any]:
    """The data sets at hand, and from which file.

    \b
    smartrank cities
    smartrank cities --data my-cities --fields city,edition,data_file
    """
    from smartrank.query.cities import cities

    return cities(options.store.everything(), options.selection)


@query_command(*SOURCES, *SELECT, *THRESHOLDS, *LIST)
def ranks(options: Options, city: Cities = None) -> Answer[Any]:
    """Rank, trend and score: overall and each category.

    \b
    smartrank ranks jena
    smartrank ranks --category overall --json
    """
    from smartrank.query.ranks import ranks

    return ranks(options.cities(city), options.selection)


@query_command(*SOURCES, *SELECT, *THRESHOLDS, *LIST)
def trends(
    options: Options,
    city: Cities = None,
    up: Annotated[bool, typer.Option("--up", help="Keep what climbed.")] = False,
    down: Annotated[bool, typer.Option("--down", help="Keep what fell.")] = False,
    unchanged: Annotated[
        bool, typer.Option("--unchanged", help="Keep what held its rank.")
    ] = False,
) -> Answer[Any]:
    """The ranks again, biggest fall first.

    \b
    smartrank trends jena
    smartrank trends jena --desc
    smartrank trends --down --category overall
    """
    from smartrank.query.trends import trends

    chosen: dict[Direction, bool] = {"up": up, "down": down, "unchanged": unchanged}
    directions = [direction for direction, wanted in chosen.items() if wanted]
    return trends(options.cities(city), options.selection, directions=directions)


@query_command(*SOURCES, *SELECT, *THRESHOLDS, *LIST)
def indicators(options: Options, city: Cities = None) -> Answer[Any]:
    """Indicator rows in the order of the page.

    \b
    smartrank indicators jena
    smartrank indicators --category mobilitaet --json
    smartrank indicators --below 50 --sort score
    """
    from smartrank.query.indicators import indicators

    return indicators(options.cities(city), options.selection)


Bonus = Annotated[bool, typer.Option("--bonus", help="Count bonus rows, too.")]


@query_command(*SOURCES, *SELECT, *THRESHOLDS, *LIST)
def weak(
    options: Options,
    city: Cities = None,
    by: Annotated[
        Measure,
        typer.Option(
            help="By the part reached of what can be, or by what the overall score would gain."
        ),
    ] = "score",
    bonus: Bonus = False,
) -> Answer[Any]:
    """The weakest indicators.

    The 5 with the lowest part of what they can reach, or all beyond a threshold.

    \b
    smartrank weak jena
    smartrank weak jena --by potential
    smartrank weak jena --below 50
    """
    from smartrank.query.weak import weak

    return weak(options.cities(city), options.selection, by=by, bonus=bonus)


@query_command(*SOURCES, *SELECT, *THRESHOLDS, *LIST)
def strong(options: Options, city: Cities = None, bonus: Bonus = False) -> Answer[Any]:
    """The strongest indicators.

    The 5 with the highest part of what they can reach, or all beyond a threshold.

    \b
    smartrank strong jena
    smartrank strong jena --above 90
    """
    from smartrank.query.strong import strong

    return strong(options.cities(city), options.selection, bonus=bonus)


@query_command(*SOURCES, "match", *LIST)
def practices(options: Options, city: Cities = None) -> Answer[Any]:
    """Best-practice projects.

    \b
    smartrank practices jena
    smartrank practices --json
    """
    from smartrank.query.practices import practices

    return practices(options.cities(city), options.selection)


Rows = Annotated[bool, typer.Option("--indicators", help="All rows, not only the ratings.")]


@query_command(*SOURCES, *SELECT, *THRESHOLDS, *LIST)
def compare(options: Options, city: Cities = None, indicators: Rows = False) -> Answer[Any]:
    """Two or more cities or editions side by side.

    Differences are to the first of them.

    \b
    smartrank compare jena musterstadt --data my-cities
    smartrank compare jena@2024 jena@2025 --indicators
    """
    from smartrank.query.compare import compare

    named = options.cities(city) if city else []
    return compare(named, options.selection, indicators=indicators)


@query_command(*SOURCES, *SELECT, *THRESHOLDS, *LIST)
def history(options: Options, city: OneCity = None, indicators: Rows = False) -> Answer[Any]:
    """All editions of a city, oldest first.

    Differences are to the oldest.

    \b
    smartrank history jena
    smartrank history jena --category overall --data my-editions
    """
    from smartrank.query.history import history

    editions = [dataset.city for dataset in options.store.all_editions(city)]
    return history(editions, options.selection, indicators=indicators)


@query_command(*SOURCES, *SELECT, *LIST)
def whatif(
    options: Options,
    city: OneCity = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="INDICATOR=SCORE",
            help="A new score: 100, +10, -5 or max (repeatable).",
            autocompletion=completer("settings"),
        ),
    ] = None,
    target: Annotated[
        float | None,
        typer.Option(metavar="SCORE", help="Which rows would lift the overall score to this?"),
    ] = None,
) -> Answer[Any]:
    """New scores if indicators had other scores.

    \b
    smartrank whatif jena --set lpwan=100
    smartrank whatif jena --set payment=max --set mobilitaet/4=+10
    smartrank whatif jena --target 75
    """
    from smartrank.query.whatif import plan_for_target, whatif

    if changes and target is not None:
        hint = "ask with one of them, then with the other"
        raise UsageError("`--set` and `--target` are two different questions", hint=hint)
    found = options.store.single(city).city
    if target is not None:
        return plan_for_target(found, target, options.selection)
    return whatif(found, changes or [], options.selection)


@query_command(*SOURCES, *SELECT, *THRESHOLDS, *LIST)
def audit(options: Options, city: Cities = None) -> Answer[Any]:
    """Printed scores against those that the printed rows give.

    \b
    smartrank audit jena
    smartrank audit --json
    """
    from smartrank.query.audit import audit

    return audit(options.cities(city), options.selection)


@query_command(*LIST)
def check(
    options: Options,
    file: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="Data files, folders of them, or - for standard input; else the bundled ones.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 on notes, too.")] = False,
) -> Answer[Any]:
    """Every fault and note of data files.

    Exits with 1 if there is a fault.

    \b
    smartrank check musterstadt.toml
    smartrank check my-cities --strict --json
    """
    from smartrank.query.check import check

    return check(file or [bundled_folder()], options.selection, strict=strict)


@plain_command("import")
def import_page(
    page: Annotated[
        list[str],
        typer.Argument(
            metavar="PAGE...",
            help="Copied pages: files with their text or HTML, or - for standard input.",
            show_default=False,
        ),
    ],
    *,
    edition: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR", help="Edition year [default: taken from the page or from --url]."
        ),
    ] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Address of the page.")] = None,
    ranked_cities: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="Number of cities in the edition [default: as published]."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="Write to this file, or into this folder under a name that fits.",
        ),
    ] = None,
    save: Annotated[
        bool, typer.Option("--save", help="Write to your data folder, which all commands read.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace existing files; manual additions are kept.")
    ] = False,
    diff: Annotated[
        bool,
        typer.Option(
            "--diff", help="Show what would change, write nothing; exit with 1 if anything would."
        ),
    ] = False,
) -> None:
    """Turn copied city pages into data files.

    Nothing is written unless every page is understood.

    \b
    smartrank import page.txt --edition 2025 -o musterstadt.toml
    smartrank import pages/*.txt --edition 2025 --save
    smartrank import page.txt --edition 2025 -o musterstadt.toml --diff
    """
    from smartrank.cli.importing import chosen_target, import_pages, known_of

    target = chosen_target(output, page, save=save, force=force, diff=diff)
    import_pages(page, known_of(edition, url, ranked_cities), target)


@plain_command("schema")
def print_schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="A command, or `dataset` for the data file; without one all of them, by name.",
            show_default=False,
            autocompletion=completer("schemas"),
        ),
    ] = None,
) -> None:
    """JSON Schema of every output, and of the data file.

    \b
    smartrank schema indicators
    smartrank schema dataset > dataset.schema.json
    """
    from json import dumps

    from smartrank.query.schema import schema

    write(f"{dumps(schema(name), ensure_ascii=False, indent=2)}\n".encode(), None, force=False)

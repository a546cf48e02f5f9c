"""The commands: what each takes, and the one question it asks of the public API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

import smartrank
from smartrank.cli.console import write_out
from smartrank.cli.framework import plain_command, query_command
from smartrank.cli.options import (
    CITIES,
    DOCUMENT,
    LIST,
    RATED,
    ROWS,
    SELECT,
    SOURCES,
    THRESHOLDS,
    Cities,
    Language,
    OneCity,
    Options,
    completer,
    number,
)
from smartrank.cli.words import tell_meant
from smartrank.dataset.folders import bundled_folder
from smartrank.errors import UsageError
from smartrank.messages import say
from smartrank.model import Direction
from smartrank.query.answer import Answer
from smartrank.query.select import Measure


@query_command(*SOURCES, "edition", *DOCUMENT)
def show(options: Options, city: OneCity = None) -> Answer[Any]:
    """The whole profile of a city.

    \b
    smartrank show jena
    smartrank show jena --format html --output jena.html
    """
    found, field = options.city_in_field(city)
    return smartrank.show(found, field=field)


@query_command(*SOURCES, "match", *THRESHOLDS, *LIST)
def cities(options: Options) -> Answer[Any]:
    """List available cities, editions and their files.

    \b
    smartrank cities
    smartrank cities --data my-cities --fields city,edition,data_file
    """
    return smartrank.cities(options.store.everything(), options.selection)


@query_command(*RATED)
def ranks(
    options: Options,
    city: Cities = None,
    around: Annotated[
        str | None,
        typer.Option(
            metavar="CITY",
            help="Only ranks up to 5 places ahead of CITY and behind it.",
            autocompletion=completer("cities"),
        ),
    ] = None,
) -> Answer[Any]:
    """Rank, trend and score: overall and by category.

    \b
    smartrank ranks jena
    smartrank ranks --category overall --json
    smartrank ranks --category overall --around jena
    """
    center = None if around is None else options.city([around])
    return smartrank.ranks(options.cities(city), options.selection, around=center)


@query_command(*RATED)
def trends(
    options: Options,
    city: Cities = None,
    up: Annotated[bool, typer.Option("--up", help="Only ranks that climbed.")] = False,
    down: Annotated[bool, typer.Option("--down", help="Only ranks that fell.")] = False,
    unchanged: Annotated[
        bool, typer.Option("--unchanged", help="Only ranks that stayed the same.")
    ] = False,
) -> Answer[Any]:
    """Rank changes since the previous edition, biggest fall first.

    \b
    smartrank trends jena
    smartrank trends jena --desc
    smartrank trends --down --category overall
    """
    chosen: dict[Direction, bool] = {"up": up, "down": down, "unchanged": unchanged}
    directions = [direction for direction, wanted in chosen.items() if wanted]
    return smartrank.trends(options.cities(city), options.selection, directions=directions)


@query_command(*ROWS)
def indicators(options: Options, city: Cities = None) -> Answer[Any]:
    """All indicators in page order.

    \b
    smartrank indicators jena
    smartrank indicators --category mobilitaet --json
    smartrank indicators --below 50 --sort score
    """
    return smartrank.indicators(options.cities(city), options.selection)


@query_command(*ROWS)
def weak(
    options: Options,
    city: Cities = None,
    by: Annotated[
        Measure,
        typer.Option(
            case_sensitive=False,
            help="Order by share of the maximum (score), or by possible gain in the overall score "
            "(potential).",
        ),
    ] = "score",
) -> Answer[Any]:
    """The weakest indicators.

    The 5 indicators furthest below their maximum; with --below or --above, all of those.

    \b
    smartrank weak jena
    smartrank weak jena --by potential
    smartrank weak jena --below 50
    """
    cities, field = options.cities_in_field(city)
    return smartrank.weak(cities, options.selection, by=by, bonus=options.bonus, field=field)


@query_command(*ROWS)
def strong(options: Options, city: Cities = None) -> Answer[Any]:
    """The strongest indicators.

    The 5 indicators closest to their maximum; with --above or --below, all of those.

    \b
    smartrank strong jena
    smartrank strong jena --above 90
    """
    return smartrank.strong(options.cities(city), options.selection, bonus=options.bonus)


@query_command(*SOURCES, *CITIES, "match", *LIST)
def practices(options: Options, city: Cities = None) -> Answer[Any]:
    """Best-practice projects.

    \b
    smartrank practices jena
    smartrank practices --json
    """
    return smartrank.practices(options.cities(city), options.selection)


Rows = Annotated[
    bool, typer.Option("--indicators", help="Include all indicators, not only the ratings.")
]


@query_command(*SOURCES, "edition", *DOCUMENT, "fields", "no_header")
def brief(options: Options, city: OneCity = None) -> Answer[Any]:
    """A few sentences to cite, with their source.

    \b
    smartrank brief jena
    """
    return smartrank.brief(options.city(city))


@query_command(*RATED)
def standing(options: Options, city: Cities = None) -> Answer[Any]:
    """Where a city stands among all others.

    The mean, the best, the next and the previous city, its place in its state and size class.

    \b
    smartrank standing jena
    smartrank standing jena --category overall --json
    """
    cities, field = options.cities_in_field(city)
    return smartrank.standing(cities, options.selection, field=field)


@query_command(*SOURCES, "edition", *SELECT, *LIST)
def moves(options: Options, city: OneCity = None) -> Answer[Any]:
    """Which cities passed a city, and which it passed.

    It compares ranks with those of the previous edition.

    \b
    smartrank moves jena --data my-cities
    """
    found, field = options.city_in_field(city)
    return smartrank.moves(found, options.selection, field=field)


@query_command(*ROWS)
def compare(options: Options, city: Cities = None, indicators: Rows = False) -> Answer[Any]:
    """Two or more cities or editions side by side.

    Differences are to the first of them.

    \b
    smartrank compare jena musterstadt --data my-cities
    smartrank compare jena@2024 jena@2025 --indicators
    """
    named = options.cities(city) if city else []
    return smartrank.compare(named, options.selection, indicators=indicators)


@query_command(*SOURCES, *SELECT, *THRESHOLDS, "bonus", *LIST)
def history(options: Options, city: OneCity = None, indicators: Rows = False) -> Answer[Any]:
    """All editions of a city, oldest first.

    Differences are to the oldest.

    \b
    smartrank history jena
    smartrank history jena --category overall --data my-editions
    """
    editions = options.every_edition(city)
    return smartrank.history(editions, options.selection, indicators=indicators)


@query_command(*SOURCES, "edition", *SELECT, *LIST)
def whatif(
    options: Options,
    city: OneCity = None,
    *,
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
        str | None,
        typer.Option(
            metavar="SCORE",
            help="Find the fewest changes that reach SCORE: 70, verwaltung=75, or mean.",
        ),
    ] = None,
    target_rank: Annotated[
        int | None,
        typer.Option(min=1, metavar="RANK", help="Find the fewest changes that reach RANK."),
    ] = None,
    cap: Annotated[
        float | None,
        typer.Option(metavar="X", parser=number, help="Raise no indicator above X points."),
    ] = None,
) -> Answer[Any]:
    """What the scores would be if indicators changed.

    \b
    smartrank whatif jena --set lpwan=100
    smartrank whatif jena --set payment=max --set mobilitaet/4=+10
    smartrank whatif jena --target 75
    smartrank whatif jena --target verwaltung=75 --cap 90
    """
    names = [word for word in city or [] if "=" not in word]
    for word in city or []:
        if "=" in word:
            tell_meant(word, f"--set {word}")
            changes = [*(changes or []), word]
    asked = [bool(changes), target is not None, target_rank is not None]
    if sum(asked) > 1:
        raise UsageError(say("whatif-questions"), hint=say("one-at-a-time"))
    if cap is not None and changes:
        raise UsageError(say("cap-without-target"), hint=say("leave-one-out"))
    found, field = options.city_in_field(names)
    selection = options.selection
    if target is not None:
        return smartrank.plan_for_target(found, target, selection, cap=cap, field=field)
    if target_rank is not None:
        return smartrank.plan_for_rank(found, target_rank, selection, cap=cap, field=field)
    return smartrank.whatif(found, changes or [], selection, field=field)


@query_command(*RATED)
def audit(options: Options, city: Cities = None) -> Answer[Any]:
    """Check published scores against the published indicators.

    \b
    smartrank audit jena
    smartrank audit --json
    """
    return smartrank.audit(options.cities(city), options.selection)


@query_command(*LIST)
def check(
    options: Options,
    file: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="Data files, folders, or - for standard input  [default: the bundled data]",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 on warnings, too.")] = False,
) -> Answer[Any]:
    """Check data files for errors and warnings.

    Exits with 1 if there is an error.

    \b
    smartrank check musterstadt.toml
    smartrank check my-cities --strict --json
    """
    return smartrank.check(file or [bundled_folder()], options.selection, strict=strict)


@query_command(*DOCUMENT, "fields", "no_header")
def explain(
    options: Options,
    term: Annotated[
        str | None,
        typer.Argument(
            metavar="[TERM]",
            help="A heading, a field or a word of the output  [default: all of them]",
            show_default=False,
            autocompletion=completer("terms"),
        ),
    ] = None,
) -> Answer[Any]:
    """What the words of the output mean.

    \b
    smartrank explain potential
    smartrank explain --json
    """
    return smartrank.explain(term)


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
    tables: Annotated[
        str | None,
        typer.Option(
            metavar="A,B,...",
            help="The lists of a list page, in its order, if its tables have no names: overall, "
            "verwaltung, ...",
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
        bool,
        typer.Option(
            "--force", help="Replace existing files; manual additions and other rows are kept."
        ),
    ] = False,
    diff: Annotated[
        bool,
        typer.Option(
            "--diff", help="Show what would change, write nothing; exit with 1 if anything would."
        ),
    ] = False,
    lang: Language = None,
) -> None:
    """Turn copied city pages or ranking lists into data files.

    Nothing is written unless every page is understood. List pages of an edition go into one file.

    \b
    smartrank import page.txt --edition 2025 -o musterstadt.toml
    smartrank import pages/*.txt --edition 2025 --save
    smartrank import page.txt --edition 2025 -o musterstadt.toml --diff
    """
    from smartrank.cli.importing import chosen_target, import_pages
    from smartrank.importing.page import about

    target = chosen_target(output, save=save, force=force, diff=diff)
    import_pages(page, about(edition, url, ranked_cities), target, tables)


@plain_command("schema")
def print_schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="A command, `dataset` or `ranking` for the data files  [default: all, by name]",
            show_default=False,
            autocompletion=completer("schemas"),
        ),
    ] = None,
    *,
    lang: Language = None,
) -> None:
    """JSON Schema of every output, and of the data file.

    \b
    smartrank schema indicators
    smartrank schema dataset > dataset.schema.json
    """
    from json import dumps

    text = f"{dumps(smartrank.schema(name), ensure_ascii=False, indent=2)}\n"
    write_out(text.encode())

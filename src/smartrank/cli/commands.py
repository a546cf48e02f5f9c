"""The commands: what each takes, and the one query it asks."""

# Annotations are evaluated here, not postponed: Typer reads them.
# Queries are imported where they are used: a command loads only its own.
from typing import Annotated, Literal

import typer

from smartrank.cli.framework import query_command
from smartrank.cli.options import (
    DOCUMENT,
    LIST,
    SELECT,
    SOURCES,
    THRESHOLDS,
    Cities,
    OneCity,
    Options,
)
from smartrank.query.records import Answer

Measure = Literal["score", "potential"]


@query_command(*SOURCES, *DOCUMENT)
def show(options: Options, city: OneCity = None) -> Answer:
    """The whole profile of a city.

    \b
    smartrank show jena
    smartrank show jena --format html --output jena.html
    """
    from smartrank.query.profile import show

    return show(options.store.single(city).city)


@query_command(*SOURCES, "match", *LIST)
def cities(options: Options) -> Answer:
    """Which data sets are at hand, and from which file.

    \b
    smartrank cities
    smartrank cities --data my-cities --fields city,edition,data_file
    """
    from smartrank.query.cities import cities

    return cities(options.store.everything(), options.selection)


@query_command(*SOURCES, *SELECT, *THRESHOLDS, *LIST)
def ranks(options: Options, city: Cities = None) -> Answer:
    """Rank, change, previous rank and score: overall and each category.

    \b
    smartrank ranks jena
    smartrank ranks --category overall --json
    """
    from smartrank.query.ratings import ranks

    return ranks(options.cities(city), options.selection)


@query_command(*SOURCES, *SELECT, *THRESHOLDS, *LIST)
def trends(
    options: Options,
    city: Cities = None,
    up: Annotated[bool, typer.Option("--up", help="Keep what climbed.")] = False,
    down: Annotated[bool, typer.Option("--down", help="Keep what fell.")] = False,
    unchanged: Annotated[bool, typer.Option("--unchanged", help="Keep what held its rank.")] = False,
) -> Answer:
    """What rose and what fell since the edition before, biggest fall first.

    \b
    smartrank trends jena
    smartrank trends jena --desc
    smartrank trends --down --category overall
    """
    from smartrank.query.ratings import trends

    chosen = {"up": up, "down": down, "unchanged": unchanged}
    directions = [name for name, wanted in chosen.items() if wanted]
    return trends(options.cities(city), options.selection, directions=directions)


@query_command(*SOURCES, *SELECT, *THRESHOLDS, *LIST)
def indicators(options: Options, city: Cities = None) -> Answer:
    """Indicator rows in the order of the page.

    \b
    smartrank indicators jena
    smartrank indicators --category mobilitaet --json
    smartrank indicators --below 50 --sort score
    """
    from smartrank.query.rows import indicators

    return indicators(options.cities(city), options.selection)


Bonus = Annotated[bool, typer.Option("--bonus", help="Count bonus rows, too.")]


@query_command(*SOURCES, *SELECT, *THRESHOLDS, *LIST)
def weak(
    options: Options,
    city: Cities = None,
    by: Annotated[
        Measure,
        typer.Option(help="By the part reached of what can be, or by what the overall score would gain."),
    ] = "score",
    bonus: Bonus = False,
) -> Answer:
    """The weakest indicators: the 5 with the lowest score, or all below a threshold.

    \b
    smartrank weak jena
    smartrank weak jena --by potential
    smartrank weak jena --below 50
    """
    from smartrank.query.rows import weak

    return weak(options.cities(city), options.selection, by=by, bonus=bonus)


@query_command(*SOURCES, *SELECT, *THRESHOLDS, *LIST)
def strong(options: Options, city: Cities = None, bonus: Bonus = False) -> Answer:
    """The strongest indicators: the 5 with the highest score, or all above a threshold.

    \b
    smartrank strong jena
    smartrank strong jena --above 90
    """
    from smartrank.query.rows import strong

    return strong(options.cities(city), options.selection, bonus=bonus)


@query_command(*SOURCES, "match", *LIST)
def practices(options: Options, city: Cities = None) -> Answer:
    """Best-practice projects.

    \b
    smartrank practices jena
    smartrank practices --json
    """
    from smartrank.query.practices import practices

    return practices(options.cities(city), options.selection)

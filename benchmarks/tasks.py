"""What is measured: tasks, each with the commands that do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from benchmarks.cities import EDITION
from benchmarks.rivals import QUESTIONS, RIVALS, Figure, read_csv, read_drawn


class Entry(NamedTuple):
    """A command that does a task; `read` takes the figures from what it prints."""

    name: str
    command: str
    program: str
    read: Callable[[str], list[Figure]] | None = None


class Task(NamedTuple):
    """What is done in a folder of so many cities, and by which commands.

    `question` is the key of a question whose figures all entries have to give; None where each
    does something of its own.
    """

    key: str
    title: str
    about: str
    cities: int
    entries: tuple[Entry, ...]
    question: str | None = None


def _rivals(question: str) -> tuple[Entry, ...]:
    """The command of each program that can answer a question."""
    read = read_drawn if question == "table" else read_csv
    columns = QUESTIONS[question].columns
    return tuple(
        Entry(rival.name, rival.commands[question], rival.program, lambda text: read(text, columns))
        for rival in RIVALS
        if question in rival.commands
    )


def _ours(*lines: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(f"`smartrank {words}`", f"smartrank {words}", "smartrank") for words in lines
    )


_PYTHON = Entry("`python -c pass`", "python -c pass", "python")
_ONE_WORD = Entry("Typer, one word", "python one_word.py one", "python")
_ONE_TABLE = Entry("Typer and Rich, one table", "python one_table.py one", "python")

#: How many cities the edition has that is closest to the real one.
FIELD = 83
_CITY = "musterstadt-1"
_FIELD = f"-d ranking-{EDITION}.toml"


def _tasks() -> Iterator[Task]:
    yield Task(
        "start",
        "The start",
        "What any Python program takes, and any that is made with Typer, beside common commands.",
        1,
        (
            _PYTHON,
            _ONE_WORD,
            _ONE_TABLE,
            *_ours(
                "--version",
                "--help",
                "indicators jena -c mobilitaet --json",
                "ranks jena --json",
                "weak jena",
                "show jena",
            ),
        ),
    )
    for count in (1, 100, 10_000):
        yield Task(
            f"city-{count}",
            f"The rows of one category of one city, {_of(count)}",
            "Smartrank and tomlq read one of the files, sqlite3 and sqlite-utils an index, all "
            "others the whole table.",
            count,
            _rivals("city"),
            "city",
        )
    for count in (1, 100, 10_000):
        yield Task(
            f"low-{count}",
            f"All indicators below 10 points, {_of(count)}",
            "All read all rows. Smartrank and tomlq parse a file a city, and smartrank checks "
            "every figure in it; the others read one table that was made before.",
            count,
            _rivals("low"),
            "low",
        )
    yield Task(
        "top",
        "The field: the first ten of a list",
        f"A ranking file of {FIELD} cities and six lists, or the same as a table.",
        FIELD,
        _rivals("top"),
        "top",
    )
    yield Task(
        "field",
        "The field: what only smartrank answers",
        f"Questions to a ranking file of {FIELD} cities, beside an app that draws a table.",
        FIELD,
        (
            _ONE_TABLE,
            *_ours(
                f"standing {_CITY} {_FIELD}",
                f"moves {_CITY} {_FIELD}",
                f"brief {_CITY} {_FIELD}",
                f"whatif {_CITY} {_FIELD} -d cities --target-rank 10",
            ),
        ),
    )
    yield Task(
        "table",
        "Drawing: one category of one city as a table",
        "The same rows as above, drawn for people. (All write to a pipe.)",
        1,
        _rivals("table"),
        "table",
    )
    yield Task(
        "formats",
        "Drawing: a whole profile in each format",
        "The shipped city: some forty figures with headings, bars, notes and source.",
        1,
        (
            _ONE_TABLE,
            *_ours(
                "show jena -f json",
                "show jena -f table",
                "show jena -f markdown",
                "show jena -f html",
                "show jena -f svg",
                "show jena -f xlsx",
            ),
        ),
    )
    yield Task(
        "many",
        "Drawing: all rows of 100 cities in each format",
        "3,700 rows.",
        100,
        _ours(
            *(
                f"indicators -d cities --edition {EDITION} -f {form}"
                for form in ("json", "csv", "table", "markdown", "html", "xlsx")
            )
        ),
    )


def _of(count: int) -> str:
    return "one city at hand" if count == 1 else f"{count:,} cities at hand"


TASKS = tuple(_tasks())

"""What a query gives and every format turns into text: a list of records, or the one profile."""

# Annotations are evaluated, not postponed: a named tuple would compile each one on its own.
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, Literal, NamedTuple

from smartrank.arithmetic import decimals
from smartrank.messages import in_a_row, joined, say
from smartrank.model import City
from smartrank.query.select import R, Selection, arranged, check_selection, rounded, select

#: Ratings of a city; shares of a maximum; ranks from edition to edition; distances between cities;
#: a city's place in the field; scores before and after.
PictureKind = Literal["", "profile", "bars", "slope", "dumbbell", "dots", "change"]


class Side(NamedTuple):
    """A city in an edition that stands beside others, its figures in a column of their own."""

    city: str
    city_name: str
    edition: int
    #: Whether its figures follow from the trends of the next edition.
    from_trend: bool = False


class Excerpt(NamedTuple):
    """A finding with the line of the file it is about; the file as people would name it."""

    file: str
    line: int
    column: int
    key: str
    severity: str
    message: str
    source_line: str


class Sheet(NamedTuple):
    """Records of one class, to be drawn as one table."""

    record: type[Any]
    rows: tuple[Any, ...]
    title: str = ""
    #: The columns to draw; None leaves the choice to the declarations.
    columns: tuple[str, ...] | None = None
    #: Fields that tell apart what was asked for, shown even where one of it is left.
    context: tuple[str, ...] = ()
    #: Rows (by place, from 0) that a footnote of the answer speaks of.
    marked: frozenset[int] = frozenset()
    #: The line of each row, where several may share one, each under its city and edition.
    lines: tuple[int, ...] | None = None
    #: Whether each record is drawn as a block of lines, one field a line.
    vertical: bool = False
    #: A sentence below the table.
    note: str = ""
    #: Columns that may go where there is no room, beside those that are declared so.
    optional: tuple[str, ...] = ()
    #: Columns that stay where others go: what the rows are chosen by.
    needed: tuple[str, ...] = ()
    #: From which width of a screen on it may stand beside the sheet before it; 0 for never.
    beside: int = 0
    #: What stands beside each other on a line, in order: others are compared with the first.
    sides: tuple[Side, ...] = ()
    #: With how many decimals scores are published, of all rows that were asked for: how a column
    #: looks does not depend on which of them are kept.
    decimals: int = 1
    #: The kind of picture that shows it best; none for a list, which is best as a table.
    picture: PictureKind = ""
    #: The heading under which a page sets it, with others of the same.
    section: str = ""
    #: The scores of all cities at hand, best first, by edition and category.
    crowds: tuple[tuple[int, str, tuple[float, ...]], ...] = ()
    #: What a person is shown of rows that are findings, one for each; not what programs read.
    excerpts: tuple[Excerpt, ...] = ()


class _Answer(NamedTuple):
    title: str
    sheets: tuple[Sheet, ...]
    #: Who published the figures.
    source: str
    #: Facts that stand below the title.
    subtitle: tuple[str, ...] = ()
    #: Sentences that marked rows refer to.
    footnotes: tuple[str, ...] = ()
    #: What a reader must know before using the figures; said on standard error, too.
    warnings: tuple[str, ...] = ()
    #: The one nested record of an answer that is no list.
    document: Any = None
    #: What is remarkable, in sentences that can be cited: what a page begins with.
    sentences: tuple[str, ...] = ()
    #: Words of the publisher that stand inside sentences alone, in no cell of a table.
    published: frozenset[str] = frozenset()
    #: Tables that a page has room for, beside those that every format draws.
    further: tuple[Sheet, ...] = ()
    #: The source with the day it was read and whose the rights are, for what is handed on.
    citation: str = ""
    #: Whether people read it nowhere without its title and source, as a sentence to be cited.
    is_cited: bool = False
    #: Whether the answer is that something is wrong.
    has_errors: bool = False


class Answer(_Answer, Generic[R]):  # a generic NamedTuple needs Python 3.11
    """Records of class R with what a reader must know of them; equal if all of that is equal."""

    __slots__ = ()

    @property
    def sheet(self) -> Sheet:
        """The only sheet of a list."""
        (sheet,) = self.sheets
        return sheet

    @property
    def is_nested(self) -> bool:
        """Whether the answer is one nested record, which flat formats cannot hold."""
        return self.document is not None

    @property
    def records(self) -> tuple[R, ...]:
        """The records of a list, or the one that is nested."""
        records: tuple[R, ...] = (self.document,) if self.is_nested else self.sheet.rows
        return records


def answer(
    record: type[R],
    rows: Iterable[R],
    cities: Sequence[City],
    selection: Selection,
    *,
    title: str,
    order: Callable[[R], Any] | None = None,
    warnings: Iterable[str] = (),
    compares: bool = True,
    every: Iterable[R] | None = None,
    picture: PictureKind = "",
) -> Answer[R]:
    """Records -> an answer: selected, sorted, limited, and only then rounded.

    `title` is the code of a message, `order` the query's own order (None keeps that of the rows; a
    key of None sorts last). Where a reader `compares` what is listed, mixed editions are told.
    `every` holds the rows before the query chose some, where it did.

    Raises UsageError for a threshold, category, limit or field that cannot be meant.
    """
    check_selection(record, selection)
    rows = list(rows)
    kept = arranged(select(rows, cities, selection), selection, order)
    sheet = Sheet(
        record,
        tuple(rounded(record, kept)),
        context=told_apart(cities),
        decimals=published_decimals(rows if every is None else every),
        picture=picture,
    )
    return Answer(
        title=titled(title, cities),
        sheets=(sheet,),
        source=source_line(cities),
        warnings=(*warnings, *(_mixed_editions(cities) if compares else ())),
    )


def _mixed_editions(cities: Sequence[City]) -> Iterator[str]:
    editions = sorted({city.edition for city in cities})
    if len(editions) > 1:
        yield say("editions-differ", editions=", ".join(map(str, editions)))


def published_decimals(rows: Iterable[Any]) -> int:
    """With how many decimals the scores of records are published; 1 where they have none."""
    scores = {getattr(row, "score", None) for row in rows}
    return max((decimals(score) for score in scores if score is not None), default=1)


def told_apart(cities: Sequence[City]) -> tuple[str, ...]:
    """The fields by which the cities that were asked for differ."""
    differing = {
        "city_name": len({city.slug for city in cities}) > 1,
        "edition": len({city.edition for city in cities}) > 1,
    }
    return tuple(name for name, differs in differing.items() if differs)


def titled(title: str, cities: Sequence[City]) -> str:
    """The title of an answer, with the cities it is about."""
    return say("title", title=say(title), subject=subject(cities)) if cities else say(title)


def subject(cities: Sequence[City]) -> str:
    """What an answer is about, in short: `Jena 2025`, `Jena 2023-2025`, `3 cities`."""
    names = list(dict.fromkeys(city.name for city in cities))
    if len(names) > 2:
        return say("cities", count=len(names))
    return joined(
        say(
            "name-and-years",
            name=name,
            years=_years([city.edition for city in cities if city.name == name]),
        )
        for name in names
    )


def _years(editions: Sequence[int]) -> str:
    years = sorted(set(editions))
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}-{years[-1]}"
    return in_a_row("and", map(str, years))


def source_line(cities: Iterable[City]) -> str:
    """Who published the figures: publisher, title, editions, and the address if it is one page."""
    sources = [city.source for city in cities]
    texts = []
    for publisher, title in sorted({(source.publisher, source.title) for source in sources}):
        editions = {s.edition for s in sources if (s.publisher, s.title) == (publisher, title)}
        texts.append(f"{publisher}, {title} {', '.join(map(str, sorted(editions)))}")
    if len(sources) == 1 and sources[0].url:
        texts.append(sources[0].url)
    return say("source", works=", ".join(texts)) if texts else ""


def is_record(value: object) -> bool:
    """Whether a value is a record, and not another tuple."""
    return isinstance(value, tuple) and hasattr(value, "_fields")

"""Records: the flat answers of all commands, and the one declaration of their fields.

A record class is a NamedTuple whose annotations carry a `Field`. JSON, CSV, tables, `--fields`,
completion, help and the published schema all read that declaration.
"""

from __future__ import annotations

from types import NoneType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    NamedTuple,
    get_args,
    get_type_hints,
)

from smartrank.model import Direction

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

#: What a field is to a reader; a format that draws decides by it how the field looks.
Role = Literal[
    "text", "name", "key", "whole", "plain", "points", "score", "change", "gain", "verdict"
]
#: Whether formats that draw tables make a column of a field: always, while there is room, only
#: where it differs between records (`context`), where a record has one (`filled`), or on request.
Shown = Literal["always", "room", "context", "filled", "request"]


class Field(NamedTuple):
    """What is said once of a field."""

    heading: str
    meaning: str
    unit: str = ""
    role: Role = "text"
    shown: Shown = "request"


class Computed(float):
    """A figure that we computed: exact while records are sorted, two decimals in an answer."""


CitySlug = Annotated[str, Field("City key", "key of the city", role="key")]
CityName = Annotated[
    str, Field("City", "name of the city as published", role="name", shown="context")
]
Edition = Annotated[
    int, Field("Edition", "edition of the index", "year", role="key", shown="context")
]
CategorySlug = Annotated[
    str, Field("Category key", "key of the category; `overall` is the overall rating", role="key")
]
CategoryName = Annotated[
    str, Field("Category", "name of the category as published", role="name", shown="always")
]
RankChange = Annotated[
    int | None,
    Field(
        "Trend",
        "change of rank since the edition before, plus means climbed; null without one",
        "places",
        role="change",
        shown="always",
    ),
]
PreviousRank = Annotated[
    int | None,
    Field("Before", "rank in the edition before; null without one", "place", "whole", "room"),
]
DirectionWord = Annotated[
    Direction, Field("Direction", "where the rank went; `new` without an edition before")
]
RankedCities = Annotated[
    int | None, Field("Cities", "how many cities the edition ranks", "cities", role="whole")
]
Rank = Annotated[
    int, Field("Rank", "place in the ranking, 1 is the best", "place", "whole", "always")
]
Score = Annotated[
    float,
    Field(
        "Score", "score as published: 0 is the last city, 100 the best", "points", "score", "always"
    ),
]
Position = Annotated[
    int, Field("Row", "place of the row in its category, counted from 1", role="whole")
]
OptionalPosition = Annotated[
    int | None,
    Field(
        "Row", "place of the row in its category, counted from 1; null for a rating", role="whole"
    ),
]
IndicatorSlug = Annotated[
    str | None, Field("Indicator key", "key of the indicator; null if unlabelled", role="key")
]
IndicatorName = Annotated[
    str | None,
    Field("Indicator", "name as published; null if unlabelled", role="name", shown="always"),
]
Level = Annotated[Literal["overall", "category", "indicator"], Field("Level", "what is rated")]


class FieldInfo(NamedTuple):
    """A field of a record class with its name and type, as its annotation tells."""

    name: str
    type: Any
    nullable: bool
    about: Field


def fields_of(record: type[Any]) -> dict[str, FieldInfo]:
    """The declared fields of a record class, in order, by name."""
    hints = get_type_hints(record, include_extras=True)
    return {name: _info(name, hint) for name, hint in hints.items()}


def _info(name: str, hint: Any) -> FieldInfo:
    kind, about = get_args(hint)
    options = get_args(kind)
    nullable = NoneType in options
    if nullable:
        (kind,) = (option for option in options if option is not NoneType)
    return FieldInfo(name, kind, nullable, about)


class Sheet(NamedTuple):
    """Records of one class, to be drawn as one table."""

    record: type[Any]
    rows: Sequence[Any]
    title: str = ""
    #: The columns to draw; None leaves the choice to the declarations.
    columns: tuple[str, ...] | None = None
    #: Fields that tell apart what was asked for, shown even where one of it is left.
    context: tuple[str, ...] = ()
    #: Rows (by place, from 0) that a note of the answer speaks of.
    marked: frozenset[int] = frozenset()
    #: Records for which this gives the same key may share a line, each under its city and edition.
    line_of: Callable[[Any], Hashable] | None = None
    #: Whether each record is drawn as a block of lines, one field a line.
    upright: bool = False


class Answer(NamedTuple):
    """What a query gives and what every format turns into text.

    `document` is set where the answer is one nested object instead of a list of records.
    """

    title: str
    sheets: tuple[Sheet, ...]
    source: str
    facts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    #: What a reader must know before using the figures; said on standard error, too.
    remarks: tuple[str, ...] = ()
    document: Any = None
    #: Whether the answer is that something is wrong.
    faulty: bool = False

    @property
    def sheet(self) -> Sheet:
        """The only sheet of a list answer."""
        (sheet,) = self.sheets
        return sheet

    @property
    def records(self) -> tuple[Any, ...]:
        """The records of a list answer."""
        return tuple(self.sheet.rows)


def is_record(value: object) -> bool:
    """Whether a value is a record, and not another tuple."""
    return isinstance(value, tuple) and hasattr(value, "_fields")

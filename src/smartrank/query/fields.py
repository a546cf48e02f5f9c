"""Fields of records: what is said once of each, and read by every format, help and the schema.

A record class is a NamedTuple whose annotations carry a `Field`.
"""

# Annotations are evaluated, not postponed: a named tuple would compile each one on its own.
from types import NoneType
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_type_hints

from smartrank.model import Direction, Kind

#: What a field is to a reader; a format that draws decides by it how the field looks.
#: A `gain` is good if it is more; a `difference` is neither good nor bad in itself.
Role = Literal[
    "text",
    "name",
    "key",
    "whole",
    "plain",
    "points",
    "score",
    "change",
    "gain",
    "difference",
    "verdict",
    "date",
]
#: Where what a field says comes from: published, or plain arithmetic on what is published; `ours`,
#: by our formula, classes or reading; or the `program`, which names, addresses and reports.
FieldOrigin = Literal["published", "ours", "program"]
#: Whether formats that draw tables make a column of a field: always, if there is room, only where
#: it differs between records (`context`), if any record has one, or on request.
Visibility = Literal["always", "if_room", "context", "if_any", "on_request"]


class Field(NamedTuple):
    """What is said once of a field."""

    heading: str
    meaning: str
    unit: str = ""
    role: Role = "text"
    visibility: Visibility = "on_request"
    #: The message that stands for null where people read, and the fields that must be known for
    #: it to be true, of which it may speak. Without one, a dash stands for null.
    null: tuple[str, ...] = ()
    #: The field whose value is shown in place of null, as likely, unless it has its own column.
    fallback: str = ""
    #: The field that tells rows of another kind, which is said behind their names.
    kind: str = ""
    #: The field that holds the most points it can have; where a record has none, that is 100.
    of: str = ""
    #: The field of which it is the difference to the first city or edition.
    compares: str = ""
    #: Whether it is on a scale of each edition's own: between two, nothing is good or bad.
    per_edition: bool = False
    #: The message under tables that have this column: what it means, in one line.
    legend: str = ""
    origin: FieldOrigin = "published"
    #: Whether it is text of a city's page, German in every language.
    published: bool = False


class Computed(float):
    """A figure that we computed: exact while records are sorted, two decimals in an answer."""


def computed(value: float | None) -> Computed | None:
    """A computed figure, or None where it is unknown."""
    return None if value is None else Computed(value)


CitySlug = Annotated[str, Field("City key", "key of the city", role="key", origin="program")]
CityName = Annotated[
    str, Field("City", "name of the city as published", role="name", visibility="context")
]
Edition = Annotated[
    int, Field("Edition", "edition of the index", "year", role="key", visibility="context")
]
CategorySlug = Annotated[
    str,
    Field(
        "Category key",
        "key of the category; `overall` is the overall rating",
        role="key",
        origin="program",
    ),
]
CategoryName = Annotated[
    str,
    Field(
        "Category",
        "name of the category as published",
        role="name",
        visibility="always",
        published=True,
    ),
]
State = Annotated[
    str | None,
    Field("State", "federal state; null if unknown", role="name", visibility="if_room"),
]
Area = Annotated[float | None, Field("Area", "area of the city; null if unknown", "km²", "plain")]
Population = Annotated[
    int | None, Field("Inhabitants", "inhabitants; null if unknown", "people", "whole")
]
RankChange = Annotated[
    int | None,
    Field(
        "Trend",
        "change of rank since the edition before, plus means climbed; null without one",
        "places",
        role="change",
        visibility="always",
        null=("cell-new", "rank"),
    ),
]
PreviousRank = Annotated[
    int | None,
    Field("Previous", "rank in the edition before; null without one", "place", "whole", "if_room"),
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
        "Score",
        "score as published: 0 is the last city, 100 the best",
        "points",
        "score",
        "always",
        of="max_score",
        legend="legend-score",
    ),
]
OptionalScore = Annotated[
    float | None,
    Field(
        "Score",
        "score as published: 0 is the last city, 100 the best; null where only the rank is known",
        "points",
        "score",
        "always",
        of="max_score",
        legend="legend-score",
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
    str | None,
    Field(
        "Indicator key", "key of the indicator; null if unlabelled", role="key", origin="program"
    ),
]
IndicatorName = Annotated[
    str | None,
    Field(
        "Indicator",
        "name as published; null if unlabelled",
        role="name",
        visibility="always",
        null=("cell-unlabelled", "position"),
        fallback="likely_name",
        kind="kind",
        published=True,
    ),
]
LikelyName = Annotated[
    str | None,
    Field(
        "Likely name",
        "our reading of an unlabelled row, not published",
        role="name",
        legend="legend-likely",
        origin="ours",
        published=True,
    ),
]
OptionalKind = Annotated[
    Kind | None, Field("Kind", "`regular` or `bonus`; null for a rating", role="text")
]
RowAddress = Annotated[
    str,
    Field(
        "Row address",
        "category and place of the row, as `verwaltung/5`",
        role="key",
        origin="program",
    ),
]
OptionalRowAddress = Annotated[
    str | None,
    Field(
        "Row address",
        "category and place of the row, as `verwaltung/5`; null for a rating",
        role="key",
        origin="program",
    ),
]
Ags = Annotated[
    str | None,
    Field("AGS", "official key of the municipality, text since it may begin with 0", role="key"),
]
BestRank = Annotated[
    int | None,
    Field(
        "Best rank",
        "the best overall or category place that the new score can give if all others keep theirs; "
        "null without a field",
        "place",
        "whole",
        "if_any",
        legend="legend-place",
        origin="ours",
    ),
]
WorstRank = Annotated[
    int | None,
    Field(
        "Worst rank",
        "the worst place that it can give; null without a field or where nothing bounds it",
        "place",
        "whole",
        "if_any",
        legend="legend-place",
        origin="ours",
    ),
]
Level = Annotated[
    Literal["overall", "category", "indicator"],
    Field("Level", "what is rated", origin="program"),
]


class FieldInfo(NamedTuple):
    """A field of a record class with its name and type, as its annotation tells."""

    name: str
    type: Any
    nullable: bool
    about: Field


_known: dict[type[Any], dict[str, FieldInfo]] = {}


def fields_of(record: type[Any]) -> dict[str, FieldInfo]:
    """The declared fields of a record class, in order, by name."""
    if record not in _known:  # a profile asks for each of its tables
        hints = get_type_hints(record, include_extras=True)
        _known[record] = {name: _info(name, hint) for name, hint in hints.items()}
    return _known[record]


def shown(hint: Any, visibility: Visibility) -> Field:
    """What a field of other records says of itself, but tables show it otherwise."""
    about: Field = get_args(hint)[1]
    return about._replace(visibility=visibility)


def _info(name: str, hint: Any) -> FieldInfo:
    kind, about = get_args(hint)
    options = get_args(kind)
    nullable = NoneType in options
    if nullable:
        (kind,) = (option for option in options if option is not NoneType)
    return FieldInfo(name, kind, nullable, about)

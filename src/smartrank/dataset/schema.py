"""JSON Schema of the data file: the rules of loading, as far as a schema can say them."""

from __future__ import annotations

from typing import Any

from smartrank.dataset.load import RESERVED_CATEGORIES
from smartrank.dataset.fields import FIRST_YEAR, LAST_YEAR, MOST_KM2, MOST_WHOLE
from smartrank.text import UNSAFE

Schema = dict[str, Any]


def dataset_schema() -> Schema:
    """The schema, without its identity."""
    rating = {
        "rank": _whole("place in the ranking, 1 is the best", 1),
        "rank_change": _whole("the page's Tendenz: plus means climbed", -MOST_WHOLE),
        "score": _number("points, 0 is the last city and 100 the best", maximum=100),
    }
    category = {
        "name": _text("name as published; the key of the table is its slug"),
        **rating,
        "indicators": _array("the rows in the order of the page", _indicator()),
    }
    properties = {
        "city": _table(
            {
                "name": _text("name of the city as published"),
                "state": _text("federal state"),
                "area_km2": {**_number("area in km²", maximum=MOST_KM2), "exclusiveMinimum": 0},
                "population": _whole("inhabitants", 1),
                "ags": _text("official key of the municipality, as text"),
            },
            optional=("ags",),
        ),
        "source": _table(
            {
                "title": _text("title of the publication"),
                "publisher": _text("who publishes it"),
                "edition": _whole("edition, a year", FIRST_YEAR, LAST_YEAR),
                "ranked_cities": _whole("how many cities the edition ranks", 1),
                "url": _text("page the figures were taken from"),
                "retrieved": {
                    "type": "string",
                    "format": "date",
                    "description": "day the page was read, without quotes",
                },
            },
            optional=("ranked_cities", "url", "retrieved"),
        ),
        "overall": _table(rating, optional=("rank_change",)),
        "categories": {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"not": {"enum": list(RESERVED_CATEGORIES)}},
            "additionalProperties": _table(category, optional=("rank_change",)),
        },
        "best_practices": _array("projects that the page presents", _practice()),
    }
    return _table(properties, optional=("best_practices",))


def _indicator() -> Schema:
    return {
        **_table(
            {
                "name": _text("name as published; left out for an unlabelled row"),
                "likely_name": _text("our reading of an unlabelled row"),
                "kind": {
                    "enum": ["regular", "bonus"],
                    "description": "`bonus` for the row of projects outside the indicators",
                },
                "score": _number("points", maximum=100),
            },
            optional=("name", "likely_name", "kind"),
        ),
        "not": {"required": ["name", "likely_name"]},
    }


def _practice() -> Schema:
    milestone = _table(
        {"year": _whole("year", FIRST_YEAR, LAST_YEAR), "what": _text("what was reached")}
    )
    return _table(
        {
            "title": _text("title of the project"),
            "url": _text("page of the project"),
            "summary": _text("what it is, in your own words", newline=True),
            "milestones": _array("what was reached in which year", milestone),
            "partners": _array("who takes part", _text("a partner")),
        },
        optional=("url", "summary", "milestones", "partners"),
    )


def _table(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [key for key in properties if key not in optional],
        "additionalProperties": False,
    }


def _array(description: str, items: Schema) -> Schema:
    return {"type": "array", "description": description, "items": items}


def _text(description: str, *, newline: bool = False) -> Schema:
    """Text that is not blank and holds no control or bidirectional-override character."""
    unsafe = "".join(
        character if character.isprintable() or character == "-" else f"\\u{ord(character):04x}"
        for character in UNSAFE
    )
    pattern = f"(?!\\n)[{unsafe}]" if newline else f"[{unsafe}]"
    return {
        "type": "string",
        "description": description,
        "pattern": "\\S",
        "not": {"pattern": pattern},
    }


def _whole(description: str, minimum: int, maximum: int = MOST_WHOLE) -> Schema:
    return {"type": "integer", "description": description, "minimum": minimum, "maximum": maximum}


def _number(description: str, *, maximum: float) -> Schema:
    return {"type": "number", "description": description, "minimum": 0, "maximum": maximum}

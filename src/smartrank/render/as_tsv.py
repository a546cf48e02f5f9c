"""`tsv`: as csv, separated by tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartrank.render.as_json import encoded
from smartrank.render.flat import delimited, refuse_nested

if TYPE_CHECKING:
    from smartrank.query.answer import Answer
    from smartrank.render import View


def write(answer: Answer[Any], view: View) -> bytes:
    """The records, tab-separated."""
    refuse_nested(answer, "tsv")
    return encoded(delimited(answer, view, "\t"))

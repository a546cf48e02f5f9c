"""`ndjson`: one JSON object a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartrank.render.as_json import encoded, record_lines
from smartrank.render.flat import refuse_nested

if TYPE_CHECKING:
    from smartrank.query.answer import Answer
    from smartrank.render import View


def write(answer: Answer[Any], view: View) -> bytes:
    """The records, each as JSON on a line of its own."""
    refuse_nested(answer, "ndjson")
    return encoded("".join(f"{line}\n" for line in record_lines(answer, view)))

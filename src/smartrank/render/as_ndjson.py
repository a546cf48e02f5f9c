"""`ndjson`: one JSON object a line."""

from __future__ import annotations

from typing import Any

from smartrank.query.answer import Answer
from smartrank.render import View
from smartrank.render.as_json import record_lines


def write(answer: Answer[Any], view: View) -> str:
    """The records, each as JSON on a line of its own."""
    return "".join(f"{line}\n" for line in record_lines(answer, view))

"""`excel`: CSV as a German Excel opens it by a double click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartrank.render.as_json import encoded
from smartrank.render.flat import delimited, refuse_nested

if TYPE_CHECKING:
    from smartrank.query.answer import Answer
    from smartrank.render import View

#: What begins a formula; a text that begins so gets an apostrophe, which Excel takes as "text".
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(answer: Answer[Any], view: View) -> bytes:
    """The records with BOM, semicolon, decimal comma and CRLF."""
    refuse_nested(answer, "excel")
    text = delimited(answer, view, ";", line_end="\r\n", cell=_cell)
    return encoded(f"\ufeff{text}")


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{value}"
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    return value

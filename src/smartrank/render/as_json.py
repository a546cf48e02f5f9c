"""`json`: a bare array of flat records, one record a line; a nested answer is one object.

Records hold text, numbers and null. They are written here, since the module `json` takes a fiftieth
of the start of the program to load; it writes what needs more than that.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from smartrank.query.answer import Answer, is_record
from smartrank.render import View


def write(answer: Answer[Any], view: View) -> str:
    """The answer as JSON text with one final newline.

    Raises ValueError for a number that JSON has no word for.
    """
    if answer.is_nested:
        from json import dumps

        text = dumps(plain(answer.document), ensure_ascii=False, allow_nan=False, indent=2)
    else:
        lines = ",\n".join(record_lines(answer, view))
        text = f"[\n{lines}\n]" if lines else "[]"
    return f"{text}\n"


def record_lines(answer: Answer[Any], view: View) -> Iterator[str]:
    """Each record as a JSON object on one line."""
    names = view.fields or answer.sheet.record._fields
    keys = [f"{_text(name)}: " for name in names]
    for row in answer.sheet.rows:
        values = row if view.fields is None else [getattr(row, name) for name in names]
        members = [
            key + _WRITERS.get(type(value), _other)(value)
            for key, value in zip(keys, values, strict=True)
        ]
        yield f"{{{', '.join(members)}}}"


def plain(value: Any) -> Any:
    """Nested records as nested dictionaries."""
    if is_record(value):
        return {name: plain(part) for name, part in zip(value._fields, value, strict=True)}
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value


# --- one function a type --------------------------------------------------------------------------


def _text(value: str) -> str:
    if value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return _other(value)


def _decimal(value: float) -> str:
    return repr(value) if isfinite(value) else _other(value)


def _null(_: None) -> str:
    return "null"


def _other(value: Any) -> str:
    """What needs escapes, or is of another type."""
    from json import dumps

    return dumps(value, ensure_ascii=False, allow_nan=False)


_WRITERS: dict[type, Any] = {str: _text, int: repr, float: _decimal, type(None): _null}

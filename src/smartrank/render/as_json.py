"""`json`: a bare array of flat records, one record a line; a nested answer is one object."""

from __future__ import annotations

from json import JSONEncoder
from typing import Any

from smartrank.query.answer import Answer, is_record
from smartrank.render import View

_encode = JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def write(answer: Answer[Any], view: View) -> str:
    """The answer as JSON text with one final newline."""
    if answer.is_nested:
        from json import dumps

        text = dumps(plain(answer.document), ensure_ascii=False, allow_nan=False, indent=2)
    else:
        lines = ",\n".join(record_lines(answer, view))
        text = f"[\n{lines}\n]" if lines else "[]"
    return f"{text}\n"


def record_lines(answer: Answer[Any], view: View) -> list[str]:
    """Each record as a JSON object on one line."""
    names = view.fields or answer.sheet.record._fields
    if view.fields is None:
        return [_encode(dict(zip(names, row, strict=True))) for row in answer.sheet.rows]
    return [_encode({name: getattr(row, name) for name in names}) for row in answer.sheet.rows]


def plain(value: Any) -> Any:
    """Nested records as nested dictionaries."""
    if is_record(value):
        return {name: plain(part) for name, part in zip(value._fields, value, strict=True)}
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value

"""Answers -> bytes: one function a format, found by the name of the format."""

from __future__ import annotations

from enum import Enum
from importlib import import_module
from os.path import splitext
from typing import TYPE_CHECKING, Any, NamedTuple

from smartrank.errors import UsageError
from smartrank.query.select import check_field

if TYPE_CHECKING:
    from smartrank.query.answer import Answer


class Format(str, Enum):
    """The formats, each with the endings of its files. `as_<name>.py` holds its `write`."""

    endings: tuple[str, ...]

    TABLE = "table", ".txt"
    JSON = "json", ".json"
    NDJSON = "ndjson", ".ndjson", ".jsonl"
    CSV = "csv", ".csv"
    TSV = "tsv", ".tsv"
    EXCEL = ("excel",)
    MARKDOWN = "markdown", ".md"
    HTML = "html", ".html"
    SVG = "svg", ".svg"

    def __new__(cls, name: str, *endings: str) -> Format:  # noqa: PYI034 - Self needs Python 3.11
        """A member is its name; the endings stand beside it."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.endings = endings
        return member

    @classmethod
    def of_file(cls, name: str) -> Format | None:
        """The format that the ending of a file's name stands for."""
        ending = splitext(name)[1].lower()
        return next((member for member in cls if ending in member.endings), None)


class View(NamedTuple):
    """How an answer is written: which fields (None: those the format chooses), headings or not.

    The rest is for `table`: the screen it is drawn for, by default a file, which bounds no width.
    """

    fields: tuple[str, ...] | None = None
    header: bool = True
    width: int | None = None
    colour: bool = False
    encoding: str = "utf-8"


TO_A_FILE = View()


def render_answer(
    answer: Answer[Any], form: Format | str = Format.TABLE, view: View = TO_A_FILE
) -> bytes:
    """An answer in a format. Every format but `table` is UTF-8.

    Raises UsageError for a field that the answer has not, or a format that cannot hold it.
    """
    if view.fields is not None and answer.is_nested:
        hint = "choose fields of `ranks` or `indicators`"
        raise UsageError("a whole profile has no choice of fields", hint=hint)
    for name in view.fields or ():
        check_field(answer.sheet.record, name)
    written: bytes = import_module(f"smartrank.render.as_{Format(form).value}").write(answer, view)
    return written

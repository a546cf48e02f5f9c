"""Answers -> bytes: one function a format, found by the name of the format, encoded once."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from importlib import import_module
from os.path import splitext
from typing import Any, NamedTuple

from smartrank.errors import UnknownNameError, UsageError
from smartrank.language import ENGLISH, all_spoken
from smartrank.messages import any_of, say
from smartrank.names import did_you_mean
from smartrank.query.answer import Answer
from smartrank.query.select import check_field


class Format(str, Enum):
    """The formats: the endings of their files, and whether they hold a nested answer.

    Those that people read, and not programs, come in the language of the view. A binary one is no
    text, which no terminal can show.

    `as_<name>.py` holds the `write` of a format, or the module of its `family`, among its dialects.
    """

    endings: tuple[str, ...]
    nests: bool
    family: str
    is_read: bool
    is_binary: bool

    TABLE = "table", (".txt",), True, "", True
    JSON = "json", (".json",), True
    NDJSON = "ndjson", (".ndjson", ".jsonl")
    CSV = "csv", (".csv",), False, "delimited"
    TSV = "tsv", (".tsv",), False, "delimited"
    EXCEL = "excel", (), False, "delimited"
    MARKDOWN = "markdown", (".md",), True, "", True
    HTML = "html", (".html",), True, "", True
    SVG = "svg", (".svg",), True, "", True
    XLSX = "xlsx", (".xlsx",), True, "", True, True

    def __new__(  # noqa: PLR0917, PYI034 - members are tuples; Self needs Python 3.11
        cls,
        name: str,
        endings: tuple[str, ...] = (),
        nests: bool = False,
        family: str = "",
        is_read: bool = False,
        is_binary: bool = False,
    ) -> Format:
        """A member is its name; what is said of it stands beside it."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.endings = endings
        member.nests = nests
        member.family = family
        member.is_read = is_read
        member.is_binary = is_binary
        return member

    @classmethod
    def named(cls, name: str) -> Format:
        """The format of a name; raises UnknownNameError with what is close."""
        names = [member.value for member in cls]
        if name not in names:
            hint = did_you_mean(name, names, limit=len(names))
            raise UnknownNameError(say("unknown-format", name=name), hint=hint)
        return cls(name)

    @classmethod
    def of_file(cls, name: str) -> Format | None:
        """The format that the ending of a file's name stands for."""
        ending = splitext(name)[1].lower()
        return next((member for member in cls if ending in member.endings), None)


class View(NamedTuple):
    """How an answer is written: which fields (None: those the format chooses), headings or not.

    The rest is for `table`: the screen it is drawn for, by default a pipe, which bounds no width;
    and whether a list is `framed` there, too, by title, legends, notes and source. What people read
    is in a `language`; what programs read is the same in all.
    """

    fields: tuple[str, ...] | None = None
    header: bool = True
    width: int | None = None
    colour: bool = False
    encoding: str = "utf-8"
    framed: bool = False
    language: str = ENGLISH


TO_A_PIPE = View()


def render_answer(
    answer: Answer[Any], form: Format | str = Format.TABLE, view: View = TO_A_PIPE
) -> bytes:
    """An answer in a format. Every format of text but `table` is UTF-8.

    Raises UnknownNameError for a format or field that there is not, UsageError for a format that
    cannot hold the answer.
    """
    form = Format.named(form)
    _check(answer, form, view)
    if form.is_read and view.language != ENGLISH:
        answer = all_spoken(answer, view.language)
    written = _writer(form)(answer, view)
    if isinstance(written, bytes):
        return written
    # half a surrogate pair, which no file can hold, becomes a question mark
    return written.encode(view.encoding if form is Format.TABLE else "utf-8", "replace")


def _check(answer: Answer[Any], form: Format, view: View) -> None:
    if answer.is_nested and not form.nests:
        nesting = any_of(member.value for member in Format if member.nests)
        hint = say("profile-not-flat-hint", forms=nesting)
        raise UsageError(say("profile-not-flat", form=form.value), hint=hint)
    if answer.is_nested and view.fields is not None:
        raise UsageError(say("profile-fields"), hint=say("profile-fields-hint"))
    for name in view.fields or ():
        check_field(answer.sheet.record, name)


def _writer(form: Format) -> Callable[[Answer[Any], View], str | bytes]:
    module = import_module(f"smartrank.render.{form.family or f'as_{form.value}'}")
    write: Callable[[Answer[Any], View], str | bytes] = (
        module.DIALECTS[form.value].write if form.family else module.write
    )
    return write

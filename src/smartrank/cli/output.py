"""Answers go out here: to standard output, to the pager, or to a file."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartrank.cli.console import (
    can_move_cursor,
    has_colour,
    height_of,
    interrupted_by,
    is_terminal,
    note,
    speech,
    width_of,
    write_out,
)
from smartrank.errors import UsageError
from smartrank.messages import say
from smartrank.names import listed
from smartrank.render import Format, View, render_answer

if TYPE_CHECKING:
    from smartrank.cli.options import Options
    from smartrank.query.answer import Answer

STANDARD_OUTPUT = "-"


def emit(answer: Answer[Any], options: Options) -> None:
    """Write an answer as the options say; what is to be known of it goes to standard error."""
    form, target = chosen_format(options), chosen_target(options)
    if form.is_binary and target is None and is_terminal(sys.stdout):
        hint = say("binary-to-file", name=f"smartrank{form.endings[0]}")
        raise UsageError(say("binary-to-terminal", form=form.value), hint=hint)
    fields = None if options.fields is None else tuple(split_fields(options.fields))
    view = View(
        fields,
        not options.no_header,
        framed=options.output is not None,
        language=speech.language,
    )
    content = render_answer(answer, form, view if target else fitted_to_screen(view))
    if target or options.no_pager or not _was_paged(content):
        write(content, target, force=options.force)
    for warning in answer.warnings:
        note(warning)


def _was_paged(content: bytes) -> bool:
    if not (is_terminal(sys.stdout) and can_move_cursor()):
        return False
    from smartrank.cli.pager import paged

    return paged(content, height_of(sys.stdout))


def write(content: bytes, target: Path | None, *, force: bool) -> None:
    """Write bytes to a file, whole or not at all, or to standard output.

    Raises SmartrankError if it cannot be written.
    """
    if target is None:
        write_out(content)
        return
    from smartrank.files import write_whole

    with interrupted_by(signal.default_int_handler):  # what is written in part is taken away
        write_whole(target, content, force=force)


def chosen_target(options: Options) -> Path | None:
    """The file to write to; None for standard output, also when it is named as `-`."""
    return None if str(options.output) == STANDARD_OUTPUT else options.output


def chosen_format(options: Options) -> Format:
    """The format that is named, else the one that the extension of the output file selects.

    Raises UsageError if they contradict each other or none is known.
    """
    if options.json and options.form not in (None, Format.JSON):
        raise UsageError(say("two-formats", form=options.form.value), hint=say("leave-one-out"))
    named = Format.JSON if options.json else options.form
    if not chosen_target(options):
        return named or Format.TABLE
    ending = Format.of_file(str(options.output))
    if named and ending and named.is_binary != ending.is_binary:
        message = say("not-a-file-of", file=options.output, form=named.value)
        raise UsageError(message, hint=say("format-of-file", form=ending.value))
    if form := named or ending:
        return form
    raise _format_unclear(options.output)


#: Endings of files that another program makes of ours, and how.
_MADE_BY_OTHERS = {".pdf": "print-the-page", ".png": "convert-the-picture"}


def _format_unclear(file: Path | None) -> UsageError:
    assert file is not None
    endings = listed((ending for member in Format for ending in member.endings), limit=99)
    hint = say("name-a-format", endings=endings)
    if way := _MADE_BY_OTHERS.get(file.suffix.lower()):
        hint = say(way, name=file.stem)
    return UsageError(say("format-unclear", file=file), hint=hint)


def split_fields(text: str) -> list[str]:
    """The names in `a,b,c`; raises UsageError if there is none or one occurs twice."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise UsageError(say("no-fields"), hint=say("help-lists-fields"))
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise UsageError(say("field-twice", field=twice), hint=say("field-once"))
    return names


def fitted_to_screen(view: View) -> View:
    """The view with what standard output can show: width, colour and encoding."""
    stream = sys.stdout
    encoding = (stream and stream.encoding) or "utf-8"
    forced = os.environ.get("FORCE_COLOR") and not os.environ.get("NO_COLOR")
    colour = has_colour(stream) or bool(forced)
    width = width_of(stream) if is_terminal(stream) else None
    return view._replace(width=width, colour=colour, encoding=encoding)

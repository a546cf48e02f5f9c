"""The only part that prints: answers to standard output or a file, all else to standard error."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from smartrank.errors import SmartrankError, UsageError
from smartrank.files import reason
from smartrank.render import Format, View, render_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartrank.cli.options import Options
    from smartrank.query.answer import Answer

#: Narrower than this a terminal does not say its width.
_LEAST_WIDTH = 1
STANDARD_OUTPUT = "-"


def emit(answer: Answer[Any], options: Options) -> None:
    """Write an answer as the options say."""
    form, target = chosen_format(options), chosen_target(options)
    fields = None if options.fields is None else tuple(split_fields(options.fields))
    view = View(fields, not options.no_header)
    content = render_answer(answer, form, view if target else fitted_to_screen(view))
    write(content, target, force=options.force)
    for warning in answer.warnings:
        note(warning)


def write(content: bytes, target: Path | None, *, force: bool) -> None:
    """Write bytes to a file, whole or not at all, or to standard output."""
    if target:
        from smartrank.files import write_whole

        write_whole(target, content, force=force)
    elif sys.stdout is None:
        raise SmartrankError("cannot write to standard output: it is closed")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


def chosen_target(options: Options) -> Path | None:
    """The file to write to; None for standard output, also when it is named as `-`."""
    return None if str(options.output) == STANDARD_OUTPUT else options.output


def chosen_format(options: Options) -> Format:
    """The format that is named, else the one the ending of the output file stands for."""
    if options.json and options.form not in (None, Format.JSON):
        both = f"`--json` and `--format {options.form.value}`"
        raise UsageError(f"{both} contradict each other", hint="leave one out")
    if options.json:
        return Format.JSON
    if options.form or not chosen_target(options):
        return options.form or Format.TABLE
    if form := Format.of_file(str(options.output)):
        return form
    endings = " ".join(ending for member in Format for ending in member.endings)
    hint = f"name one with `--format`, or use one of {endings}"
    raise UsageError(f"the ending of `{options.output}` stands for no format", hint=hint)


def split_fields(text: str) -> list[str]:
    """The names in `a,b,c`; raises UsageError if there is none or one stands twice."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise UsageError("`--fields` names no field", hint="`--help` lists the fields")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise UsageError(f"the field `{twice}` is named twice", hint="name each field once")
    return names


def fitted_to_screen(view: View) -> View:
    """The view with what standard output can show: width, colour and encoding."""
    stream = sys.stdout
    encoding = (stream and stream.encoding) or "utf-8"
    is_terminal = bool(stream and stream.isatty())
    dumb = os.environ.get("TERM") in ("dumb", "unknown")
    forced = bool(os.environ.get("FORCE_COLOR"))
    colour = ((is_terminal and not dumb) or forced) and not os.environ.get("NO_COLOR")
    return view._replace(
        width=_width(stream) if is_terminal else None, colour=bool(colour), encoding=encoding
    )


def _width(stream: TextIO) -> int:
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named) >= _LEAST_WIDTH:
        return int(named)
    with suppress(OSError):
        return os.get_terminal_size(stream.fileno()).columns or 80
    return 80


def say(text: str) -> None:
    """A line to standard error; nobody listening there is no reason to fail."""
    from smartrank.text import escape_unsafe

    encoding = (sys.stderr and sys.stderr.encoding) or "utf-8"
    line = escape_unsafe(text)
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        from smartrank.render.glyphs import transliterate

        line = transliterate(text, encoding)
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def note(text: str) -> None:
    """Something to know, on standard error; on a terminal with its lines broken between words."""
    line = f"note: {text}"
    if sys.stderr is not None and sys.stderr.isatty():
        from textwrap import wrap

        lines = wrap(line, _width(sys.stderr), break_on_hyphens=False, break_long_words=False)
        line = "\n".join(lines)
    for part in line.split("\n"):
        say(part)


def complain(error: SmartrankError) -> None:
    """An error for a person: what and where, then the way out."""
    for line in error.lines:
        say(f"error: {line}")
    if error.hint:
        say(f"hint: {error.hint}")


@contextmanager
def boundary() -> Iterator[None]:
    """Turn what goes wrong into a line and an exit code; never a traceback.

    Output is flushed in here, so that a full disk is noticed and a closed pipe ends quietly.
    """
    try:
        try:
            yield
        except SystemExit as stop:
            if isinstance(stop.__context__, BrokenPipeError):  # Typer makes it an exit with 1
                raise stop.__context__ from None
            if sys.stdout is not None:
                sys.stdout.flush()
            raise
    except SmartrankError as error:
        complain(error)
        raise SystemExit(error.exit_code) from error
    except BrokenPipeError as error:
        _abandon_output()
        raise SystemExit(0) from error
    except OSError as error:
        _abandon_output()
        complain(SmartrankError(f"cannot write to standard output: {reason(error)}"))
        raise SystemExit(SmartrankError.exit_code) from error


def _abandon_output() -> None:
    """Let the interpreter flush into nothing when it ends."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

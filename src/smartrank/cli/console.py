"""The terminal and the two streams: their size, what is told on standard error, how they fail."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn, TextIO

from smartrank.cli.hints import hint_of
from smartrank.errors import SmartrankError
from smartrank.files import reason
from smartrank.language import ENGLISH, spoken
from smartrank.messages import Message, say

#: The size of a terminal that does not say it.
_COLUMNS, _LINES = 80, 24
_DUMB = ("dumb", "unknown")
_WINDOWS = os.name == "nt"
#: Code of what is told -> how the word before its colon looks: bold red, cyan, dim yellow (SGR).
_WORD_STYLES = {"error": "1;31", "hint": "36", "note": "2;33"}


# --- the screen -----------------------------------------------------------------------------------


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody looks at a stream."""
    return stream is not None and stream.isatty()


def can_move_cursor() -> bool:
    """Whether the terminal is more than a typewriter."""
    return os.environ.get("TERM") not in _DUMB


def reads_escapes(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal that can move its cursor and change its colours.

    The console of old Windows prints escapes as they are, its Terminal does not.
    """
    is_old = _WINDOWS and not os.environ.get("WT_SESSION")
    return is_terminal(stream) and can_move_cursor() and not is_old


def has_colour(stream: TextIO | None) -> bool:
    """Whether somebody sees colours on a stream, and wants them."""
    return reads_escapes(stream) and not os.environ.get("NO_COLOR")


def width_of(stream: TextIO) -> int:
    """Columns of a terminal; COLUMNS comes first."""
    return _named_size("COLUMNS") or _terminal_size(stream)[0]


def height_of(stream: TextIO) -> int:
    """Lines of a terminal; LINES comes first."""
    return _named_size("LINES") or _terminal_size(stream)[1]


def _named_size(variable: str) -> int:
    named = os.environ.get(variable, "")
    return int(named) if named.isdecimal() else 0


def _terminal_size(stream: TextIO) -> tuple[int, int]:
    with suppress(OSError):
        columns, lines = os.get_terminal_size(stream.fileno())
        return columns or _COLUMNS, lines or _LINES
    return _COLUMNS, _LINES


# --- language ---------------------------------------------------------------------------------


class _Speech:
    """The language of this run: what is said and drawn is in it."""

    language = ENGLISH


speech = _Speech()


# --- standard output ------------------------------------------------------------------------------


def write_out(content: bytes) -> None:
    """Write to standard output. Raises SmartrankError if it cannot be written."""
    if sys.stdout is None:
        raise SmartrankError(say("stdout-closed"))
    with _telling_of_output():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


@contextmanager
def _telling_of_output() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon_output()
        raise SmartrankError(say("stdout-unwritable", reason=reason(error))) from error


def abandon_output() -> None:
    """Let the interpreter flush into nothing when it ends."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def interrupted_by(handler: Any) -> Iterator[None]:
    """What Ctrl-C does meanwhile; else it ends the program at once, without a word."""
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# --- standard error -------------------------------------------------------------------------------


def tell(text: str) -> None:
    """A line to standard error; nobody listening there is no reason to fail."""
    _tell(spoken(text, speech.language), text.code if isinstance(text, Message) else "")


def _tell(text: str, code: str) -> None:
    from smartrank.text import escape_unsafe

    encoding = (sys.stderr and sys.stderr.encoding) or "utf-8"
    line = escape_unsafe(text)
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        from smartrank.render.glyphs import transliterate

        line = transliterate(text, encoding)
    if code in _WORD_STYLES and has_colour(sys.stderr):  # FORCE_COLOR is for tables alone
        word, colon, rest = line.partition(":")
        line = f"\x1b[{_WORD_STYLES[code]}m{word}{colon}\x1b[0m{rest}"
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def note(text: str) -> None:
    """Something to know, on standard error; on a terminal with its lines broken between words."""
    line = spoken(say("note", note=text), speech.language)
    if is_terminal(sys.stderr):
        from textwrap import wrap

        lines = wrap(line, width_of(sys.stderr), break_on_hyphens=False, break_long_words=False)
        line = "\n".join(lines)
    first, *others = line.split("\n")
    _tell(first, "note")
    for part in others:
        _tell(part, "")


def complain(error: SmartrankError) -> None:
    """An error for a person: what and where, then the way out."""
    for line in error.lines:
        tell(say("error", error=line))
    if hint := hint_of(error):
        tell(say("hint", hint=hint))


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
                with _telling_of_output():
                    sys.stdout.flush()
            raise
    except BrokenPipeError as error:
        abandon_output()
        raise SystemExit(0) from error
    except SmartrankError as error:
        _stop(error)
    except OSError as error:
        abandon_output()  # what Typer prints, it prints itself
        _stop(SmartrankError(_system_error(error)))


def _stop(error: SmartrankError) -> NoReturn:
    complain(error)
    raise SystemExit(error.exit_code) from error


def _system_error(error: OSError) -> str:
    """What an error of the system was about: a file it names, else what Typer was printing."""
    if error.filename is None:
        return say("stdout-unwritable", reason=reason(error))
    return say("system-error", name=error.filename, reason=reason(error))

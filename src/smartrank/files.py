"""Reading and writing files: regular files only; writes are atomic."""

from __future__ import annotations

import os
import stat
import sys
from errno import EACCES
from pathlib import Path

from smartrank.errors import SmartrankError, UsageError
from smartrank.messages import label, quoted, say

#: No data file or page comes near this; what does is something else.
MAX_BYTES = 10_000_000
STANDARD_INPUT = "-"

#: What is no file -> the code of the message that names it.
_KINDS = (
    (stat.S_ISDIR, "is-folder"),
    (stat.S_ISFIFO, "is-pipe"),
    (stat.S_ISCHR, "is-device"),
    (stat.S_ISBLK, "is-device"),
    (stat.S_ISSOCK, "is-socket"),
)


def reason(error: OSError | ValueError) -> str:
    """What the system says of an error, in lower case and without its number.

    Of a NUL in a path each Python has words of its own; ours are the same on all.
    """
    if "embedded null" in str(error):
        return say("nul-in-path")
    text = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return label(text[:1].lower() + text[1:])


def read_bytes(path: Path, name: str | None = None) -> bytes:
    """The content of a file of at most 10 MB; `-` is standard input.

    `name` is what it is called in errors. Raises SmartrankError for everything that is no readable
    file; folders, pipes and devices are not opened.
    """
    if str(path) == STANDARD_INPUT:
        return _read_input(name or say("standard-input"))
    named = name or quoted(path)
    try:
        found = path.stat()
        _refuse_what_is_no_file(found.st_mode, named)
        if found.st_size > MAX_BYTES:
            raise _too_large(named)
        with path.open("rb") as file:
            return _limited(file.read(MAX_BYTES + 1), named)
    except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
        raise _unreadable(named, error) from error


def _read_input(name: str) -> bytes:
    if sys.stdin is None:
        raise SmartrankError(say("input-closed", name=name))
    try:
        return _limited(sys.stdin.buffer.read(MAX_BYTES + 1), name)
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from error


def _limited(content: bytes, name: str) -> bytes:
    if len(content) > MAX_BYTES:
        raise _too_large(name)
    return content


def _refuse_what_is_no_file(mode: int, name: str) -> None:
    for is_kind, code in _KINDS:
        if is_kind(mode):
            raise SmartrankError(say(code, name=name))


def _too_large(name: str) -> SmartrankError:
    return SmartrankError(say("too-large", name=name, limit=MAX_BYTES // 1_000_000))


def _unreadable(name: str, error: OSError | ValueError) -> SmartrankError:
    return SmartrankError(say("unreadable", name=name, reason=reason(error)))


def write_whole(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    Raises UsageError if the file exists and `force` is not given, SmartrankError if it cannot be
    written. A symbolic link is followed; what is no ordinary file is never replaced.
    """
    try:
        target = path.resolve() if path.is_symlink() else path
        mode = target.stat().st_mode
    except FileNotFoundError:
        mode = None
    except RuntimeError as error:  # a circle of links, before Python 3.13
        raise _unwritable(path, say("too-many-links")) from error
    except (OSError, ValueError) as error:
        raise _unwritable(path, reason(error)) from error
    if mode is not None:
        _refuse_what_is_no_file(mode, quoted(path))
        if not force:
            raise _exists(path)
    try:
        _replace(target, content, mode, force=force)
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:
        is_there = target.parent.is_dir()
        hint = None if is_there else say("make-folder", folder=quoted(target.parent))
        raise _unwritable(path, reason(error), hint) from error


def _exists(path: Path) -> UsageError:
    return UsageError(say("file-exists", name=quoted(path)), hint=say("replace-or-rename"))


def _unwritable(path: Path, why: str, hint: str | None = None) -> SmartrankError:
    return SmartrankError(say("unwritable", name=quoted(path), reason=why), hint=hint)


def _replace(target: Path, content: bytes, mode: int | None, *, force: bool) -> None:
    import tempfile

    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES))
    # the name begins with a dot and does not end in .toml: a folder of data sets never reads it
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".smartrank-", suffix=".part")
    scratch = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        scratch.chmod(_fresh_mode() if mode is None else stat.S_IMODE(mode))
        if force or not _claimed(target, scratch):
            scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)


def _claimed(target: Path, scratch: Path) -> bool:
    """Give the file its name; raises FileExistsError if somebody took it since we looked."""
    try:
        target.hardlink_to(scratch)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        return False
    return True


def _fresh_mode() -> int:
    """The permissions of a file that is made anew."""
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def short_path(file: str) -> str:
    """The path from the current folder, where that is shorter."""
    if not os.path.isabs(file):  # noqa: PTH117
        return file
    try:
        return min(os.path.relpath(file), file, key=len)
    except (OSError, ValueError):  # a deleted folder; another drive of Windows
        return file

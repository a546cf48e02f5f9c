"""Reading and writing files: only what is a file, and whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from errno import EACCES
from pathlib import Path

from smartrank.errors import SmartrankError, UsageError
from smartrank.messages import say

#: No data file or page comes near this; what does is something else.
MOST_BYTES = 10_000_000
STANDARD_INPUT = "-"

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


def reason(error: OSError | ValueError) -> str:
    """What the system says of an error, in lower case and without its number."""
    text = getattr(error, "strerror", None) or str(error)
    return text[:1].lower() + text[1:]


def read_bytes(path: Path) -> bytes:
    """The content of a file of at most 10 MB; `-` is standard input.

    Raises SmartrankError, without a file name in it, for everything that is no readable file;
    folders, pipes and devices are not opened.
    """
    too_large = SmartrankError(f"is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        if str(path) == STANDARD_INPUT:
            if sys.stdin is None:  # a service, or `<&-`
                raise SmartrankError(say("cannot-be-read", reason=say("stdin-closed")))
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            found = path.stat()
            for is_kind, kind in _KINDS:
                if is_kind(found.st_mode):
                    raise SmartrankError(f"is {kind}, not a file")
            if found.st_size > MOST_BYTES:
                raise too_large
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # a name with a NUL is a ValueError
        raise SmartrankError(say("cannot-be-read", reason=reason(error))) from error
    if len(content) > MOST_BYTES:
        raise too_large
    return content


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
        raise SmartrankError(f"cannot write `{path}`: too many levels of symbolic links") from error
    except (OSError, ValueError) as error:
        raise SmartrankError(f"cannot write `{path}`: {reason(error)}") from error
    for is_kind, kind in _KINDS:
        if mode is not None and is_kind(mode):
            raise SmartrankError(f"cannot write `{path}`: is {kind}, not a file")
    if mode is not None and not force:
        raise UsageError(f"`{path}` exists", hint="add `--force` to replace it, or name another")
    try:
        _replace(target, content, mode, force=force)
    except FileExistsError as error:
        raise UsageError(f"`{path}` exists", hint="add `--force` to replace it") from error
    except OSError as error:
        hint = None if target.parent.is_dir() else f"make the folder `{target.parent}` first"
        raise SmartrankError(f"cannot write `{path}`: {reason(error)}", hint=hint) from error


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

"""The pager: an answer that is taller than the screen is shown a page at a time."""

from __future__ import annotations

import os
import signal
import sys

from smartrank.cli.console import interrupted_by

#: Which program pages; the first that is set counts, and an empty one means none.
VARIABLES = ("SMARTRANK_PAGER", "PAGER")
#: Ends at once if all fits on the screen, shows colours, and leaves the text where it is.
_LESS = "less -FRX"


def paged(content: bytes, height: int) -> bool:
    """Show text in the pager if it is taller than the screen; whether that was done."""
    if content.count(b"\n") < height:
        return False
    command = _pager()
    return bool(command) and _run(command, content)


def _pager() -> list[str]:
    """The words of the pager's command; none if nothing pages."""
    import shlex
    import shutil

    chosen = next((os.environ[name] for name in VARIABLES if name in os.environ), _LESS)
    try:
        words = shlex.split(chosen)
    except ValueError:  # a quote that is not closed
        return []
    return words if words and words[0] != "cat" and shutil.which(words[0]) else []


def _run(command: list[str], content: bytes) -> bool:
    import subprocess

    environment = {"LESS": "FRX", "LV": "-c", **os.environ}  # a pager named without its options
    sys.stdout.flush()
    try:
        # what the user named is what is run
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603
    except OSError:
        return False
    with interrupted_by(signal.SIG_IGN):  # Ctrl-C is meant for the pager, which goes on
        process.communicate(content)  # who has read enough leaves it
    return True

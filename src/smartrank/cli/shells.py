"""What bash, zsh and fish do to the words that are to be completed, and how it is made good."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO

from smartrank.errors import UsageError
from smartrank.messages import any_of, say

_VARIABLE = "_SMARTRANK_COMPLETE"
#: Where bash breaks words (COMP_WORDBREAKS) inside our values: `jena@2025`, `lpwan=100`.
_BREAKS = ("@", "=")


def run_completion(program: Callable[[], None]) -> None:
    """Run the program for a shell that asks for completions."""
    # Typer takes markup out of descriptions with Rich, which costs more than all else at each Tab
    # (fastapi/typer#231); ours have none
    sys.modules["rich"] = None  # type: ignore[assignment]
    fit = _fit_bash() if os.environ.get(_VARIABLE) == "complete_bash" else _fit_whole_words()
    reply = StringIO()
    try:
        with redirect_stdout(reply):
            program()
    finally:
        sys.stdout.write(fit(reply.getvalue()))


def _fit_bash() -> Callable[[str], str]:
    """Join the words that bash has broken; the reply is what is to stand for the last piece.

    Bash hands on `jena@2025` as `jena`, `@`, `2025` (kislyuk/argcomplete#18, jj-vcs/jj#7758).
    """
    words = os.environ.get("COMP_WORDS", "").split("\n")
    joined, kept = joined_words(words[: int(os.environ.get("COMP_CWORD", "0")) + 1])
    os.environ["COMP_WORDS"] = "\n".join(joined)
    os.environ["COMP_CWORD"] = str(len(joined) - 1)
    return lambda reply: "".join(f"{line.removeprefix(kept)}\n" for line in reply.splitlines())


def _fit_whole_words() -> Callable[[str], str]:
    """Put `--set=` before each value: Typer leaves it out, but zsh and fish match whole words.

    Click has the same gap (pallets/click#2847).
    """
    word = os.environ.get("_TYPER_COMPLETE_ARGS", "").rpartition(" ")[2]
    option, equals, _ = word.partition("=")
    if not (equals and option.startswith("-")):
        return str
    # a reply to zsh is `_arguments '*: :(("value"` and on each further line `"value"`
    start = r'(?:^|\(\()"' if os.environ[_VARIABLE] == "complete_zsh" else r"^(?=.)"
    return lambda reply: re.sub(start, lambda at: f"{at[0]}{option}=", reply, flags=re.MULTILINE)


def joined_words(words: list[str]) -> tuple[list[str], str]:
    """The words up to the cursor as they were typed, and what of the last one bash keeps."""
    joined: list[str] = []
    kept = ""
    for place, word in enumerate(words):
        if place > 1 and (word in _BREAKS or words[place - 1] in _BREAKS):
            # an `@` still belongs to what bash replaces, an `=` does not
            kept = joined[-1] + word if word == "=" else joined[-1].removesuffix("@")
            joined[-1] += word
        else:
            kept = ""
            joined.append(word)
    if kept.startswith("-"):  # `--set=lpwan=`: Typer replies with values alone
        kept = kept.partition("=")[2]
    return joined, kept


def completion_script(option: str, shell: str, program: str) -> str:
    """Install or give the completion script of a shell that is named.

    Typer looks for the shell that started the program and has no ear for a name, so that a
    packager, whose shell is none of these, got nothing (laurigates/claude-plugins#1344).

    Raises UsageError for a shell that Typer has no script for.
    """
    from typer._completion_shared import Shells, get_completion_script, install

    known = [str(member.value) for member in Shells]
    if shell not in known:
        raise UsageError(
            say("unknown-shell", shell=shell), hint=say("known-shells", shells=any_of(known))
        )
    variable = f"_{program.upper()}_COMPLETE"
    if option == "--show-completion":
        return get_completion_script(prog_name=program, complete_var=variable, shell=shell)
    _, path = install(shell=shell, prog_name=program, complete_var=variable)
    return say("completion-installed", shell=shell, path=path)

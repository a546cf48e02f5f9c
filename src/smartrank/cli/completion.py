"""What the shell may complete, read from as few files as will do, and without Rich."""

from __future__ import annotations

import os
import re
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from smartrank.errors import SmartrankError

if TYPE_CHECKING:
    from collections.abc import Callable

    from smartrank.dataset.load import Dataset
    from smartrank.dataset.store import Store

    Completer = Callable[[typer.Context, str], list[str]]

_VARIABLE = "_SMARTRANK_COMPLETE"
#: Where bash breaks words (COMP_WORDBREAKS) inside our values: `jena@2025`, `lpwan=100`.
_BREAKS = ("@", "=")


def run_completion(program: Callable[[], None]) -> None:
    """Run the program for a shell that asks for completions."""
    # Typer takes markup out of descriptions with Rich if it finds it; ours have none
    sys.modules["rich"] = None  # type: ignore[assignment]
    fit = _fit_bash() if os.environ.get(_VARIABLE) == "complete_bash" else _fit_whole_words()
    reply = StringIO()
    try:
        with redirect_stdout(reply):
            program()
    finally:
        sys.stdout.write(fit(reply.getvalue()))


def _fit_bash() -> Callable[[str], str]:
    """Join the words that bash has broken; the reply is what is to stand for the last piece."""
    words = os.environ.get("COMP_WORDS", "").split("\n")
    joined, kept = joined_words(words[: int(os.environ.get("COMP_CWORD", "0")) + 1])
    os.environ["COMP_WORDS"] = "\n".join(joined)
    os.environ["COMP_CWORD"] = str(len(joined) - 1)
    return lambda reply: "".join(f"{line.removeprefix(kept)}\n" for line in reply.splitlines())


def _fit_whole_words() -> Callable[[str], str]:
    """Put `--set=` before each value: Typer leaves it out, but zsh and fish match whole words."""
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


# --- what there is to complete ------------------------------------------------------------------


def _store(ctx: typer.Context) -> Store:
    from smartrank.dataset.store import Store

    return Store(ctx.params.get("data") or [])


def _datasets(ctx: typer.Context) -> list[Dataset]:
    """The data sets that the command line names so far; without one, the first city at hand."""
    store = _store(ctx)
    # while the last option lacks its value, Typer leaves the arguments before it in `args`
    named = ctx.params.get("city") or ctx.args or store.city_slugs()[:1]
    return [store.find(name) for name in ([named] if isinstance(named, str) else named)]


def _quietly(complete: Completer) -> Completer:
    """A completer that has nothing to offer where the data is missing or broken."""

    def completer(ctx: typer.Context, incomplete: str) -> list[str]:
        try:
            return complete(ctx, incomplete)
        except SmartrankError:
            return []

    return completer


@_quietly
def cities(ctx: typer.Context, incomplete: str) -> list[str]:
    """City keys; behind an `@` the editions of that city, the only case that reads its files."""
    store = _store(ctx)
    city, at, _ = incomplete.partition("@")
    if not at:
        return store.city_slugs()
    return [f"{city}@{dataset.city.edition}" for dataset in store.editions(city)]


@_quietly
def categories(ctx: typer.Context, incomplete: str) -> list[str]:
    """Category keys of the cities that are named, `overall` among them."""
    keys = (key for dataset in _datasets(ctx) for key, _, _ in dataset.city.ratings())
    return list(dict.fromkeys(keys))


@_quietly
def settings(ctx: typer.Context, incomplete: str) -> list[str]:
    """For `--set`: indicators; behind the `=` its present score, its maximum, and 10 more."""
    from smartrank.query.rows import find_row, row_addresses
    from smartrank.query.whatif import MAXIMUM

    dataset = next(iter(_datasets(ctx)), None)
    if dataset is None:
        return []
    name, equals, _ = incomplete.partition("=")
    if not equals:
        addresses = row_addresses(dataset.city)
        wanted = [address for address in addresses if address.startswith(incomplete)]
        if len(wanted) != 1:
            return [f"{address}=" for address in addresses]
        name = wanted[0]
    row = find_row(dataset.city, name)
    scores = [f"{row.indicator.score:g}", MAXIMUM]
    if row.indicator.score + 10 <= row.max_score:
        scores.append("+10")
    return [f"{name}={score}" for score in scores]


def _record_fields(ctx: typer.Context) -> list[str]:
    from smartrank.query.catalogue import record_of

    return list(record_of(str(ctx.info_name))._fields)


def field(ctx: typer.Context, incomplete: str) -> list[str]:
    """One field of the command's records."""
    return _record_fields(ctx)


def fields(ctx: typer.Context, incomplete: str) -> list[str]:
    """Fields of the command's records, also behind a comma."""
    before, comma, _ = incomplete.rpartition(",")
    used = before.split(",")
    return [f"{before}{comma}{name}" for name in _record_fields(ctx) if name not in used]


def schemas(ctx: typer.Context, incomplete: str) -> list[str]:
    """The names of the published schemas."""
    from smartrank.query.schema import names

    return list(names())

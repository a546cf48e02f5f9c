"""What the shell may complete, read from as few files as will do, and without Rich."""

from __future__ import annotations

from collections.abc import Callable

import typer

from smartrank.dataset.load import Dataset
from smartrank.dataset.store import Store
from smartrank.errors import SmartrankError
from smartrank.names import is_year

Completer = Callable[[typer.Context, str], list[str]]


def _store(ctx: typer.Context) -> Store:
    return Store(ctx.params.get("data") or [])


def _named(ctx: typer.Context, store: Store) -> list[str]:
    """The cities that the command line names so far; without one, the first there is."""
    # while the last option lacks its value, Typer leaves the arguments before it in `args`
    words: list[str] = ctx.params.get("city") or ctx.args
    named = [word for word in words if "=" not in word and not is_year(word)]
    return named or store.city_slugs()[:1]


def _datasets(ctx: typer.Context) -> list[Dataset]:
    store = _store(ctx)
    return [store.find(name) for name in _named(ctx, store)]


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
def editions(ctx: typer.Context, incomplete: str) -> list[str]:
    """The editions of the cities that are named, oldest first."""
    store = _store(ctx)
    found = {
        dataset.city.edition
        for name in _named(ctx, store)
        for dataset in store.editions(name.partition("@")[0])
    }
    return [str(year) for year in sorted(found)]


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


def fields(ctx: typer.Context, incomplete: str) -> list[str]:
    """Fields of the command's records, also behind a comma."""
    before, comma, _ = incomplete.rpartition(",")
    used = before.split(",")
    return [f"{before}{comma}{name}" for name in _record_fields(ctx) if name not in used]


def sort_fields(ctx: typer.Context, incomplete: str) -> list[str]:
    """As `fields`, behind a minus also with it."""
    before, comma, last = incomplete.rpartition(",")
    minus = "-" if last.startswith("-") else ""
    used = [name.lstrip("-") for name in before.split(",")]
    left = [name for name in _record_fields(ctx) if name not in used]
    return [f"{before}{comma}{minus}{name}" for name in left]


def states(ctx: typer.Context, incomplete: str) -> list[str]:
    """The keys of the federal states."""
    from smartrank.model import STATES
    from smartrank.names import slug

    return [slug(state) for state in STATES]


def terms(ctx: typer.Context, incomplete: str) -> list[str]:
    """The fields and words that can be explained."""
    from smartrank.query.explain import explain

    return list(dict.fromkeys(record.term for record in explain().records))


def schemas(ctx: typer.Context, incomplete: str) -> list[str]:
    """The names of the published schemas."""
    from smartrank.query.schema import names

    return list(names())

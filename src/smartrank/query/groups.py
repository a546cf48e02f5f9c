"""Groups of cities: of a state, of a size."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from smartrank.errors import UnknownNameError, UsageError
from smartrank.messages import any_of, say
from smartrank.model import STATES, City
from smartrank.names import close_names, listed, resolve, slug

_SIZE = re.compile(r"(?P<low>[\d.]*)\s*[-–]\s*(?P<high>[\d.]*)")


def of_state(cities: Sequence[City], name: str) -> list[City]:
    """The cities of a federal state, by any form of its name.

    Raises UnknownNameError for a state that is none and that no city has.
    """
    known = {slug(state): state for state in (*STATES, *(c.state for c in cities if c.state))}
    meant = resolve(name, known, "ambiguous-state")
    if meant is None:
        message = say("unknown-state", name=name)
        close = [known[found] for found in close_names(name, known)]
        available = say("known-names", names=listed(known.values(), len(known)))
        hint = say("did-you-mean", names=any_of(close)) if close else available
        raise UnknownNameError(message, hint=hint)
    return [city for city in cities if city.state and slug(city.state) == meant]


def of_size(cities: Iterable[City], size: str) -> list[City]:
    """The cities whose inhabitants lie within bounds, both included: `100000-150000`, `500000-`.

    Raises UsageError for bounds that cannot be read, or that no number lies within.
    """
    found = _SIZE.fullmatch(size.strip())
    bounds = [found[bound].replace(".", "") for bound in ("low", "high")] if found else []
    if not any(bounds):
        raise UsageError(say("size-unreadable", size=size), hint=say("size-hint"))
    low, high = bounds
    if high and int(low or 0) > int(high):
        raise UsageError(say("size-turned", size=size), hint=say("size-hint"))
    return [
        city
        for city in cities
        if city.population is not None
        and city.population >= int(low or 0)
        and (not high or city.population <= int(high))
    ]

"""The way out that the command line has where the library's hint speaks Python."""

from __future__ import annotations

from smartrank.errors import SmartrankError
from smartrank.messages import Message, say

#: Code of an error -> code of the hint that is given instead. `ERROR/HINT` stands for an error with
#: that hint alone. A hint is made from the values of both.
HINTS = {
    "compare-one": "use-compare",
    "compare-none": "use-compare",
    "nothing-to-change": "use-set-or-target",
    "unknown-city/known-names": "known-cities",
    "unknown-city/no-names": "add-a-city",
}


def hint_of(error: SmartrankError) -> str | None:
    """The hint that the command line gives with an error."""
    message, hint = error.message, error.hint
    codes = [said.code if isinstance(said, Message) else "" for said in (message, hint)]
    own = HINTS.get("/".join(codes)) or HINTS.get(codes[0])
    if own is None:
        return hint
    values = [said.values for said in (message, hint) if isinstance(said, Message)]
    return say(own, **{name: value for known in values for name, value in known.items()})

"""The way out that the command line has where the library's hint speaks Python."""

from __future__ import annotations

from smartrank.errors import SmartrankError
from smartrank.messages import Message, say

#: Code of an error, or of the library's hint -> code of the hint that is given instead.
#: `ERROR/HINT` stands for an error with that hint alone. A hint is made from the values of both.
HINTS = {
    "compare-one": "use-compare",
    "edition-contradicts-hint": "edition-option-differs",
    "edition-hint": "edition-option",
    "edition-twice-hint": "edition-or-url",
    "file-exists": "use-force-or-rename",
    "no-city": "use-data",
    "nothing-to-change": "use-set-or-target",
    "ranked-cities-hint": "ranked-cities-option",
    "save-page": "save-page-and-import",
    "unknown-city/known-names": "known-cities",
    "unknown-city/no-names": "add-a-city",
    "url-hint": "url-option",
}


def hint_of(error: SmartrankError) -> str | None:
    """The hint that the command line gives with an error."""
    message, hint = error.message, error.hint
    codes = [said.code if isinstance(said, Message) else "" for said in (message, hint)]
    own = next((HINTS[code] for code in ("/".join(codes), *codes) if code in HINTS), None)
    if own is None:
        return hint
    values = [said.values for said in (message, hint) if isinstance(said, Message)]
    return say(own, **{name: value for known in values for name, value in known.items()})

"""Numbers as people type them: with a decimal point or comma, and any minus."""

from __future__ import annotations

import re

from smartrank.errors import UsageError
from smartrank.messages import say

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
#: A comma before three digits can part thousands as well as decimals.
_TWO_READINGS = re.compile(r"[+-]?\d{1,3},\d{3}")


#: What word processors make of a minus.
_MINUSES = dict.fromkeys(map(ord, "−–—‒‐‑"), "-")


def plain_number(text: str) -> str:
    """A number as it was typed, with a plain minus and without signs that nobody sees."""
    if text.isascii():
        return text.strip()
    import unicodedata

    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return seen.strip().translate(_MINUSES)


def parse_number(text: str, *, hint: str | None = None) -> float:
    """The number that was typed, with a decimal point or comma and any minus.

    Raises UsageError if it is none, or can be read in two ways as `1,000`.
    """
    typed = plain_number(text)
    if _TWO_READINGS.fullmatch(typed):
        whole, _, rest = typed.partition(",")
        message = say("number-ambiguous", number=text)
        raise UsageError(message, hint=say("number-readings", a=f"{whole}.{rest}", b=whole + rest))
    if not _NUMBER.fullmatch(typed):
        raise UsageError(say("not-a-number", number=text), hint=hint)
    return float(typed.replace(",", "."))

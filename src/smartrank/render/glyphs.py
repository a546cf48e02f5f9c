"""Which characters a console can show, and what stands for those it cannot."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from smartrank.text import escape_unsafe

#: Letters and signs that people write in ASCII in a way of their own.
_SPELLED = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS",
        "²": "2", "³": "3", "·": "-", "–": "-", "—": "-", "−": "-", "…": "...", "→": "->",
        "»": '"', "«": '"', "„": '"', "“": '"', "”": '"', "’": "'", "‘": "'", "‚": "'",
        "€": "EUR", "°": " degrees", "×": "x", "±": "+/-",
    }
)  # fmt: skip


class Glyphs(NamedTuple):
    """The signs of a table."""

    bar: str  # from an eighth to a full cell
    up: str
    down: str
    unchanged: str
    nothing: str

    def direction(self, change: int) -> str:
        """The arrow of a change of rank, with a blank behind it; empty if there are no arrows."""
        sign = self.unchanged if change == 0 else self.up if change > 0 else self.down
        return f"{sign} " if sign else ""


UNICODE = Glyphs("▏▎▍▌▋▊▉█", "▲", "▼", "=", "–")
ASCII = Glyphs("#", "", "", "", "-")


def glyphs_for(encoding: str) -> Glyphs:
    """The richest signs that an encoding holds."""
    return UNICODE if _fits("".join(UNICODE), encoding) else ASCII


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def transliterate(text: str, encoding: str) -> str:
    """The text as an encoding can hold it: letters it lacks are spelled out, unsafe ones shown."""
    text = escape_unsafe(text)
    if _fits(text, encoding):
        return text
    return "".join(c if _fits(c, encoding) else _spelled(c, encoding) for c in text)


def _spelled(character: str, encoding: str) -> str:
    spelled = character.translate(_SPELLED)
    if spelled == character:
        decomposed = unicodedata.normalize("NFKD", character)
        spelled = "".join(c for c in decomposed if not unicodedata.combining(c))
    if spelled and _fits(spelled, encoding):
        return spelled
    return "" if unicodedata.combining(character) else "?"

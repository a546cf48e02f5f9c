"""The languages that people read answers in: a sentence made in English, said in another."""

from __future__ import annotations

ENGLISH = "en"


def spoken(text: str, language: str) -> str:
    """A text in a language: a message is said anew from its code and values, all else stays."""
    del language  # English alone, so far
    return text

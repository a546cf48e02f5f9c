"""Names as they are copied -> names as they were published, without marks of the copy."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from smartrank.text import unsafe_characters

_EMPHASIS = re.compile(r"([*_])(\S.*)\1")
_BULLET = re.compile(r"^(?:[^\w\s(\[&]+\s+)+")
_NUMBERING = re.compile(r"^(?:[0-9]{1,2}[.)]|[a-z]\))\s+(?=\S)")
_LEADERS = re.compile(r"\s*(?:[.…·_]\s*){3,}$|\s*…$")
_BARS = re.compile(r"[\s\u2580-\u25ff]+$")
_FOOTNOTE = re.compile(
    r"\s*\[[0-9]{1,2}\]$|\s*[*†‡]+$|(?<=[^\W\d_]{3})\s?(?:[¹²³⁰⁴-⁹]+|(?<!\()[0-9]{1,2}\))$"
)
_SIGNS = re.compile(r"\s*[:,]$|\s+[^\w\s()\[\]\"'“”«»!?%]+$")
_ENDS = (_LEADERS, _BARS, _SIGNS, _FOOTNOTE)
#: Signs that names are made of, beside letters and digits.
_USUAL = set(" -–/&,.()[]+':!%„“”’\"§°")
#: German read in a wrong encoding, and characters that could not be read at all.
_DAMAGED = re.compile(r"\ufffd|Ã[\x80-\xbf„–œŸ¤¶¼]|â€|</?[a-zA-Z][^>]*>")
#: A word that was broken at the end of a line, and not `Ein- und Ausgang`.
_BROKEN = re.compile(r"\w- (?!(?:und|oder|bis|sowie|als|wie)\b)[a-zäöüß]|\w[-–—]$")


class Label(NamedTuple):
    """A name, and what was found about it: whether marks were taken off, and unusual signs."""

    name: str
    is_changed: bool
    unusual: tuple[str, ...]


def read_label(text: str) -> Label:
    """A name without bullets, numbering, leaders and footnote marks around it, in NFKC.

    Ligatures, full-width letters and raised figures become plain, so that keys match.
    """
    name = _NUMBERING.sub("", _BULLET.sub("", text))
    if emphasised := _EMPHASIS.fullmatch(name):
        name = emphasised[2]
    for end in _ENDS:
        name = end.sub("", name)
    name = " ".join(unicodedata.normalize("NFKC", name).split())
    changed = name != " ".join(text.split())
    signs = dict.fromkeys(name)
    unusual = [sign for sign in signs if _is_unusual(sign)]
    if name.count("(") != name.count(")"):
        unusual += [sign for sign in signs if sign in "()"]
    return Label(name, changed, tuple(unusual))


def is_damaged(text: str) -> bool:
    """Whether a text holds what no name does: lost letters, tags, signs that drive a terminal."""
    return bool(_DAMAGED.search(text) or unsafe_characters(text))


def is_broken(name: str) -> bool:
    """Whether a word of a name was broken at the end of a line."""
    return _BROKEN.search(name) is not None


def has_letter(name: str) -> bool:
    """Whether a name holds a letter; what holds none is no name."""
    return any(c.isalpha() for c in name)


def _is_unusual(sign: str) -> bool:
    if sign.isascii():
        return not (sign.isalnum() or sign in _USUAL)
    if sign.isalpha():
        return not unicodedata.name(sign, "").startswith("LATIN")
    return sign not in _USUAL

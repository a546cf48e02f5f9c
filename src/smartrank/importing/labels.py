"""Names as they are copied -> names as they were published, without marks of the copy."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from smartrank.names import slug
from smartrank.text import unsafe_characters

#: Signs that NFKC would make letters and figures of a name: raised and circled ones, `ℹ`, `™`.
_RAISED = "ªº²³¹ʰ-ʸˠ-ˤᴬ-ᵡ⁰-ⁿ™ℹ①-⓿❶-➓"
_QUOTES = "\"'„“”‚‘’«»"
_NUMBERING = (
    r"(?:[(\[]?(?:[0-9]{1,2}(?:\.[0-9]{1,2})*|[a-zA-Z](?!\. ?[A-Z]\.)|[ivxIVX]{2,4})[.:)\]]+"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){2,})\s+"
)
_BEFORE = re.compile(
    rf"^(?:[-–—*•‣◦·▪■□●○►▸→›☐☑✓✔🔗]\s*|[^\w\s(\[&]+\s+|[{_RAISED}]\s*"
    rf"|\[[^\]]*\]\s+|{_NUMBERING})+"
)
_AROUND = re.compile(
    rf"([*_`~=]{{1,2}})([^*_`~=]+)\1|[(\[{{{_QUOTES}]([^()\[\]{{}}{_QUOTES}]+)[)\]}}{_QUOTES}]"
)
_TWICE = re.compile(r"(.{5,99}) ?\1")
_LEADERS = re.compile(r"\s*(?:[.…·_]\s*){3,}$|\s*…$")
_BARS = re.compile(r"[\s\u2580-\u25ff]+$")
_SIGNS = re.compile(
    r"\s*[:,]$|\s+[^\w\s()\[\]\"'“”«»!?%]+$|(?<=[a-zäöüß]{3})\.$"
    rf"|[^\w\s()\[\]{_QUOTES}!?%#+&/.*†‡–—@€$-]+$"
)
_FOOTNOTE = re.compile(
    rf"(?:\s*\[[0-9a-z*{_RAISED}]{{1,2}}\]|\s*[*†‡]+\)?|\s*[①-⓿❶-➓™ℹ]|\^[0-9]{{1,2}}\^?|(?<=[^\W\d_]{{3}})\s?(?:[{_RAISED},]+"
    r"|(?<!\()[0-9]{1,2}\)))+$"
)
_ENDS = (_LEADERS, _BARS, _SIGNS, _FOOTNOTE)
#: What names are seldom made of: other letters and signs, signs and figures inside a word, colons,
#: brackets around a sign, letters that stand alone.
_UNUSUAL = re.compile(
    r"[^a-zA-ZäöüßÄÖÜẞé0-9 –/&,.()+:-]|(?<=[a-zäöüß])(?:[-.,+](?=[a-zäöüß])|[0-9])"
    r"|(?<!\w)[0-9](?=[a-zäöüß]{3})|:(?=\s)|\(\W?(?:\w?|[0-9]+)\W?\)"
    r"|(?<![\w.&+/(-])[a-zA-Z](?![\w.&+/)-])"
)
#: Text read in a wrong encoding or not decoded, and characters that could not be read at all.
_DAMAGED = re.compile(
    r"\ufffd|[ÃÂ]|â€|</?[a-zA-Z][^>]*>|[%=][0-9A-F]{2}|\\[ux][0-9a-f]{2}"
    r"|&(?:[a-zA-Z]{2,8};|#|[aouAOU]uml|szlig|amp|nbsp|quot)"
    r"|(?<=[^\W\d_])[\"„“”§™¤](?=[^\W\d_])|[¨´˘-˝\ue000-\uf8ff]|\s[\u0300-\u036f]"
)
#: A word that was broken at the end of a line, and not `Ein- und Ausgang`; `W o r t`; words that
#: neither begin a name nor end it.
_BROKEN = re.compile(
    r"\w- (?!(?:und|u|oder|bis|sowie|als|wie|bzw)\b)[^\W\d_]|\w[-–—]$|¬|(?<!\w)(?:\w ){4}"
    r"|^(?:am|auf|bei|der|des|die|für|im|in|mit|oder|sowie|und|von|zu|zum|zur)\s"
    r"|\s(?:am|auf|bei|der|des|die|für|im|in|mit|oder|sowie|und|von|zum|zur)$"
)
#: No name is longer; of a longer text each sign would be looked at from each other one.
_LONGEST = 500
#: What programs write where there is no name.
_NO_NAMES = frozenset(("k-a", "leer", "n-a", "nan", "none", "null", "undefined"))


class Label(NamedTuple):
    """A name, and what was found about it: whether marks were taken off, and unusual signs."""

    name: str
    is_changed: bool
    unusual: tuple[str, ...]


def read_label(text: str) -> Label:
    """A name without bullets, numbering, leaders and footnote marks around it, in NFKC.

    Ligatures, full-width letters and raised figures become plain, so that keys match.
    """
    if len(text) > _LONGEST:
        return Label(text, is_changed=False, unusual=())
    name = _BEFORE.sub("", text)
    if around := _AROUND.fullmatch(name):
        name = around[2] or around[3]
    for end in _ENDS:
        name = end.sub("", name)
    name = " ".join(unicodedata.normalize("NFKC", name).split())
    unusual = dict.fromkeys(_UNUSUAL.findall(name))
    if twice := _TWICE.fullmatch(name):
        unusual[twice[1]] = None
    if name.count("(") != name.count(")"):
        unusual |= dict.fromkeys(sign for sign in name if sign in "()")
    return Label(name, name != " ".join(text.split()), tuple(unusual))


def is_damaged(text: str) -> bool:
    """Whether a text holds what no name does: lost letters, tags, signs that drive a terminal."""
    return bool(_DAMAGED.search(text) or unsafe_characters(text))


def is_broken(name: str) -> bool:
    """Whether a name or a word of it was broken at the end of a line, or at each letter."""
    return _BROKEN.search(name) is not None


def is_name(name: str) -> bool:
    """Whether a name holds a letter, and is no word for a name that is missing."""
    return any(c.isalpha() for c in name) and slug(name) not in _NO_NAMES

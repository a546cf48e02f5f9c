"""Slips in a value: numbers and dates as people write them, and what is no value at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from unicodedata import normalize

from smartrank.dataset.fields import Ags, Date, Kind, Number, Text, Whole
from smartrank.dataset.slips.fault import Fault, Slip, Value, replaced, said
from smartrank.messages import say

#: What gives the text in place of what was found; an empty one is no cure.
_Right = str | Callable[[re.Match[str], Value], str]
_QUOTE = "\"'„“”»«‚‘’‹›`´"
_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan feb mär/mar/mrz apr mai/may jun jul aug sep okt/oct nov dez/dec".split(), 1
    )
    for name in names.split("/")
}
#: Words for what a number counts: nothing changes if they are left out.
_UNITS = (
    r"(?:%|Prozent|percent|Punkte?n?|points?|Pkte?\.?|pts?\.?|Einwohner|inhabitants|EW|km²|km2|qkm"
    r"|Platz|Plätze|places?|st|nd|rd|th|Uhr|[*¹²³])"
)
_LARGE = {"t": 1000, "k": 1000, "m": 1_000_000}
#: What people write where they do not know a figure.
_UNKNOWN = re.compile(
    r"(?:[^\w=]|_)+|n\.?/?a\.?|k\. ?A\.|null|none|nil|nan|neu|new|todo|tbd|unbekannt|unknown"
    r"|(?:nicht|keine|not|no) .*",
    re.IGNORECASE,
)


def slips(fault: Fault) -> Iterator[Slip]:
    """What is wrong with the value the parser stopped in."""
    value = fault.value
    if value is None:
        if value := fault.lonely_key:
            yield _no_value(value, " = ")
        return
    for kinds, pattern, code, right in _SPELLINGS:
        found = pattern.match(fault.text, value.start, value.end)
        if found and value.may_be(*kinds):
            text = found.expand(right) if isinstance(right, str) else right(found, value)
            if text:
                yield replaced(code, found, text.strip())
    if not value.text or not value.may_be(Text):
        yield _no_value(value)


def _no_value(value: Value, before: str = "") -> Slip:
    """A value that is missing, unknown to the person, or of another kind."""
    can_go = all(kind.optional for kind in value.kinds)
    if not value.text:
        code = "slip-no-value-optional" if can_go else "slip-no-value"
    elif value.key == "rank_change":
        code = "slip-trend"
    elif can_go and _UNKNOWN.fullmatch(value.text):
        code = "slip-left-out"
    else:
        code = "slip-value"
    kind = value.kinds[0] if value.kinds else Text("")
    pair = value.key if before else f"{value.key} = {value.text}".rstrip()
    message = said(code, key=value.key, pair=pair, found=value.text, expected=say(kind.expected))
    return Slip(value.start, message, value.start, value.end, before + _fitting(kind))


def _fitting(kind: Kind) -> str:
    """A value that the parser takes, to see whether the value was the fault."""
    return "2000-01-01" if isinstance(kind, Date) else "0"


# --- how people write numbers and dates ---------------------------------------------------------


def _thousands(found: re.Match[str], value: Value) -> str:
    """The digits; of one comma only where the number has no decimals."""
    is_decimal = "," in found["number"] and not value.is_only(Whole)
    return "" if is_decimal else re.sub(r"[^0-9+-]", "", found["number"])


def _decimal(found: re.Match[str], _: Value) -> str:
    return found["number"].replace(".", "").replace(",", ".")


def _minus(found: re.Match[str], _: Value) -> str:
    return f"-{found['number'].replace(',', '.')}"


def _written_out(found: re.Match[str], _: Value) -> str:
    number = float(found["number"].replace(",", "."))
    return str(round(number * _LARGE[found["word"][0].lower()]))


def _of_many(found: re.Match[str], value: Value) -> str:
    """The rank in `54 von 83`; of points only if they are of 100."""
    return found["number"] if found["of"] == "100" or value.key == "rank" else ""


def _rank(found: re.Match[str], value: Value) -> str:
    return found["number"] if value.key == "rank" else ""


def _plain(found: re.Match[str], _: Value) -> str:
    return normalize("NFKC", found.group())


def _ags(found: re.Match[str], value: Value) -> str:
    digits = re.sub(r"[ .]", "", found.group())
    return f'"{digits}"' if value.is_only(Ags) else ""


def _day(found: re.Match[str], _: Value) -> str:
    year, month = found["y"], found["m"]
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
    try:
        return date(
            int(f"20{year}" if len(year) == 2 else year), number, int(found["d"])
        ).isoformat()
    except ValueError:
        return ""


def _clear_day(found: re.Match[str], value: Value) -> str:
    """The day, if its first number can be no month."""
    return _day(found, value) if int(found["d"]) > 12 else ""


def _no_day(found: re.Match[str], value: Value) -> str:
    return "" if _day(found, value) else "2000-01-01"


_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_END = r"(?![\w.,'’])"
#: The end of a number, also behind a word for what it counts.
_COUNTED = rf"(?:(?:[ \t]*{_UNITS})?$|{_END})"
_DAY_FIRST = r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4}|\d\d)(?!\d)"
_YEAR_FIRST = r"(?P<y>\d{4})[-/.–‐ ](?P<m>\d{1,2})[-/.–‐ ](?P<d>\d{1,2})(?!\d)"
_DECIMAL = r"[+-]?\d+(?:\.\d{3})*,\d+"
_THOUSANDS = r"[+-]?\d{1,3}(?:(?:[ '’\u00a0\u202f]\d{3})+|(?:\.\d{3}){2,})"
_LARGE_WORDS = r"(?P<word>Tsd\.?|T|k|Tausend|thousand|Mio\.?|Million(?:en)?|million)\b.*"
#: For which kinds of values, how people write them, the code of what is said, what is right. What
#: is to be replaced is named `here`, where it is not all that was found.
_NUMBERS = (Whole, Number)
_SPELLINGS: tuple[tuple[tuple[type[Kind], ...], re.Pattern[str], str, _Right], ...] = tuple(
    # the digits of the keyboard alone
    (kinds, re.compile(pattern.replace(r"\d", "[0-9]")), code, right)
    for kinds, code, right, pattern in (
        ((Date,), "slip-date", _day, _DAY_FIRST),
        ((Date,), "slip-date", _day, _YEAR_FIRST),
        ((Date,), "slip-date", _day, r"(?P<d>\d{1,2})\.? *(?P<m>[^\W0-9_]{3,})\.? +(?P<y>\d{4})"),
        ((Date,), "slip-date", _clear_day, r"(?P<d>\d{1,2})[-/](?P<m>\d{1,2})[-/](?P<y>\d{4})"),
        ((Date,), "slip-no-day", _no_day, _DAY_FIRST),
        ((Date,), "slip-no-day", _no_day, _YEAR_FIRST),
        ((Ags,), "slip-unquoted", _ags, rf"\d[0-9 .]*\d{_END}"),
        (
            _NUMBERS,
            "slip-written-out",
            _written_out,
            rf"(?P<number>\d+(?:[.,]\d+)?) ?{_LARGE_WORDS}",
        ),
        (_NUMBERS, "slip-minus", _minus, rf"[−–—‒‐‑－][ \t]*(?P<number>\d+(?:[.,]\d+)?){_COUNTED}"),
        (_NUMBERS, "slip-number", r"\g<a>\g<b>", rf"(?P<a>[+-])[ \t]+(?P<b>\d+(?:\.\d+)?){_END}"),
        (_NUMBERS, "slip-number", r"\g<a>", rf"[({_QUOTE}]+(?P<a>{_NUMBER})[){_QUOTE}]*$"),
        (_NUMBERS, "slip-number", r"\g<a>", rf"(?P<a>{_NUMBER})\.$"),
        (_NUMBERS, "slip-number", r"\g<a>0\g<b>", rf"(?P<a>[+-]?)(?P<b>\.\d+){_END}"),
        (_NUMBERS, "slip-number", _rank, r"(?:Platz|Rang|[Rr]ank|Nr\.) ?(?P<number>\d+)$"),
        (_NUMBERS, "slip-number", _of_many, rf"(?P<number>{_NUMBER}) ?(?:/|von|of) ?(?P<of>\d+)$"),
        (_NUMBERS, "slip-number", _plain, r"[+\-.0-9]*[０-９．＋－][+\-.0-9０-９．＋－]*$"),
        (_NUMBERS, "slip-thousands", _thousands, rf"(?P<number>[+-]?\d{{1,3}},\d{{3}}){_COUNTED}"),
        (_NUMBERS, "slip-decimal-comma", _decimal, rf"(?P<number>{_DECIMAL}){_COUNTED}"),
        (_NUMBERS, "slip-thousands", _thousands, rf"(?P<number>{_THOUSANDS}){_COUNTED}"),
        (_NUMBERS, "slip-zeros", r"\g<a>\g<b>", rf"(?P<a>[+-]?)0+(?P<b>\d+(?:\.\d+)?){_END}"),
        ((*_NUMBERS, Date), "slip-unit", " ", rf"[0-9+.-]+[ \t]*(?P<here>{_UNITS})$"),
    )
)

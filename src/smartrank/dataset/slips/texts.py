"""Slips in a text: its quotes, what is in them and what is behind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from smartrank.dataset.fields import Text
from smartrank.dataset.slips.fault import Fault, Slip, replaced

_OPENING = "„“”»«‚‘’‹›″´`"
_QUOTE = re.compile("[\"']")
#: What follows a text: the end of its line, or of its part of a row.
_END = r"(?=[ \t]*(?:,[ \t]*[\w-]+[ \t]*[=:]|,?[ \t]*[}\]]|[,;]?[ \t]*(?:#|\n|$)))"
_LIST_END = r"(?=[ \t]*(?:[,}\]#\n]|$))"


def slips(fault: Fault) -> Iterator[Slip]:
    """What is wrong with a text of the line."""
    value = fault.value
    starts = {fault.at: None}
    if value is not None:
        starts[value.start] = None
    quotes = _QUOTE.finditer(fault.text, fault.first, fault.at)
    starts |= dict.fromkeys(quote.start() for quote in quotes)
    for start in starts:
        for pattern, code, right in _QUOTES:
            if found := pattern.match(fault.text, start):
                yield replaced(code, found, right(found))
    if value is not None and value.may_be(Text):
        pattern = _UNQUOTED if value.kinds else _UNQUOTED_WORDS
        if found := pattern.match(fault.text, value.start):
            yield replaced("slip-unquoted", found, _quoted(found))


def _quoted(found: re.Match[str]) -> str:
    """The text in quotes that need no backslash, if there are such."""
    text = found["text"]
    if not re.search(r"[\"\\]", text):
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"{}"'.format(re.sub(r"([\"\\])", r"\\\1", text))


def _closed(found: re.Match[str]) -> str:
    quote = found.group()[0]
    return f"{quote}{found['text']}{quote}"


def _joined(found: re.Match[str]) -> str:
    return f'"{found["text"].rstrip()} {found["more"]}"'


def _nothing(_: re.Match[str]) -> str:
    return ""


_UNQUOTED = re.compile(
    rf"[<{_OPENING}]?(?P<text>[^\s\"',}}\]#=<{_OPENING}][^\n#]*?)[>\"{_OPENING}]?{_END}"
)
#: Of a key that no file has, only what begins like a word.
_UNQUOTED_WORDS = re.compile(rf"(?P<text>[^\W\d][^,\]}}#=\n\"'\\]*?)[\"{_OPENING}]?{_LIST_END}")
_QUOTES: tuple[tuple[re.Pattern[str], str, Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), code, right)
    for pattern, code, right in (
        (
            rf"[{_OPENING}]+(?P<text>[^\n{_OPENING}\"\\]*)[{_OPENING}\"]+{_LIST_END}",
            "slip-quotes",
            _quoted,
        ),
        (
            rf"&(?:quot|[lrb]d?quo);(?P<text>[^\n&]*)&(?:quot|[lr]d?quo);{_LIST_END}",
            "slip-quotes",
            _quoted,
        ),
        (rf"([\"'])\1+(?P<text>[^\"'\n]+)[\"']*{_END}", "slip-quotes-once", _quoted),
        (rf"'(?P<text>[^\"'\n]+)\"{_END}", "slip-quotes-once", _quoted),
        (rf"\"(?P<text>[^\"'\n]+)'{_END}", "slip-quotes-once", _quoted),
        (rf"\"(?P<text>[^\"\n]*\\[^\"\n]*)\"{_END}", "slip-backslash", _quoted),
        (
            rf"([\"'])(?P<text>(?:(?!\1[ \t,{{}}]*(?:[\w-]+[ \t]*=|[ \t]\1))[^\n])+)\1{_END}",
            "slip-quotes-inside",
            _quoted,
        ),
        (
            rf"[\"'](?P<text>[^\"'\n{_OPENING}]*?)[{_OPENING}]?{_END}",
            "slip-open-string",
            _closed,
        ),
        (r"[\"'](?P<text>[^\"'\n]*)\n[ \t]*(?P<more>[^\"'\n=]*)[\"']", "slip-two-lines", _joined),
        (
            rf"\"[^\"\n]*\"[ \t]*(?P<here>[^\W\d_][^\d\"',}}\]#=:\n]*?){_LIST_END}",
            "slip-behind-text",
            _nothing,
        ),
        (r"(?P<here>[\"'])[ \t]*[\w-]+[ \t]*=", "slip-surplus", _nothing),
    )
)

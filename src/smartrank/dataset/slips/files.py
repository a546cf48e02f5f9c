"""Slips of whole files: another kind of file, a merge that was not finished, a file that is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smartrank.dataset.slips.fault import Fault, Slip
from smartrank.messages import say

_CONFLICT = re.compile(
    r"<{7} [^\n]*\n(?P<ours>.*?)(?:^\|{7}[^\n]*\n.*?)?^={7}\n.*?^>{7}[^\n]*",
    re.MULTILINE | re.DOTALL,
)
_MARK = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?: [^\n]*)?(?=\n|$)")
#: What the text of a file begins with or has that is no data file, and the code of what is said.
_KINDS = tuple(
    (re.compile(pattern, re.MULTILINE), code)
    for pattern, code in (
        (r"\A\{\\rtf", "file-is-rtf"),
        (r"\A\s*(?:\{|\[\s*\{)", "file-is-json"),
        (r"\A\s*<[!?a-zA-Z]", "file-is-html"),
        (r"\A%PDF", "file-is-pdf"),
        (r"\A[^\n]*\r[^\n]*\Z", "file-is-cr"),
        (r"\Aversion https://git-lfs", "file-is-pointer"),
        (r"\A(?:diff --git |--- [^\n]*\n\+\+\+ )", "file-is-diff"),
        (r"\A(?:---\n|\s*[\w-]+:\n\s+(?:- |[\w-]+:))", "file-is-yaml"),
        (r"\A[^=\[\n]*?([;,\t])[^=\n]*?\1[^=\n]*\n[^=\n]*\1", "file-is-csv"),
        (r"\A[^=\[]*^[^=\[\n]*\bGesamtwertung\b[^=\[]*\Z", "file-is-page"),
    )
)


def slips(fault: Fault) -> Iterator[Slip]:
    """A file that is something else, and the marks of a merge."""
    for pattern, code in _KINDS:
        if pattern.match(fault.text):
            yield Slip(0, say(code), 0, len(fault.text), "")
    if mark := _MARK.match(fault.text, fault.first):
        conflict = _CONFLICT.match(fault.text, fault.first)
        code, found = ("slip-merge", conflict) if conflict else ("slip-merge-mark", mark)
        ours = conflict["ours"].rstrip("\n") if conflict else ""
        yield Slip(fault.first, say(code), *found.span(), ours)


def last_slips(fault: Fault) -> Iterator[Slip]:
    """A file that has no line of a data file, or ends in the middle of one."""
    if not re.search(r"[=\[]", fault.text):
        yield Slip(0, say("file-is-text"), 0, len(fault.text), "")
    end = len(fault.text.rstrip())
    is_open = fault.text[fault.at : fault.at + 1] in {'"', "'"} and fault.last >= end
    if is_open or fault.at >= end:
        for rest in ("", "]"):
            yield Slip(end, say("slip-cut"), fault.first, len(fault.text), rest)

"""Findings as compilers tell them: the place and what is the matter, the source line, a caret."""

from __future__ import annotations

from collections.abc import Iterator

from smartrank.language import spoken
from smartrank.messages import label, say
from smartrank.query.answer import Excerpt
from smartrank.render import View
from smartrank.render.fit import Measure
from smartrank.render.glyphs import transliterate
from smartrank.render.layout import BLANK, Line, Run

#: How wide a source line is where no screen bounds it, and how far it is set in.
WIDTH, INDENT = 100, 4
_CUT = "…"


def blocks(excerpts: tuple[Excerpt, ...], view: View, measure: Measure) -> Iterator[Line]:
    """A block a finding, parted by a blank line; no line of it is folded."""
    for number, excerpt in enumerate(excerpts):
        if number:
            yield BLANK
        yield _told(excerpt, view)
        if excerpt.source_line.strip():
            yield from _pointed_at(excerpt, view, measure)


def _told(excerpt: Excerpt, view: View) -> Line:
    severity = spoken(label(excerpt.severity), view.language)
    what = excerpt.message
    if excerpt.key:
        what = spoken(say("at-key", key=excerpt.key, message=what), view.language)
    place = f"{excerpt.file}:{excerpt.line}:{excerpt.column}"
    texts = [transliterate(text, view.encoding) for text in (place, severity, what)]
    tone = "down" if excerpt.severity == "fault" else "bar"
    place, severity, what = texts
    return Line((Run(place, "heading"), Run(": "), Run(severity, tone), Run(f": {what}")))


def _pointed_at(excerpt: Excerpt, view: View, measure: Measure) -> Iterator[Line]:
    """The source line, cut around the place where it is long, and a caret below the place."""
    room = max((view.width or WIDTH) - INDENT, 8)
    begin = max(excerpt.column - 1 - room, 0)
    # a line may have millions of signs
    near = excerpt.source_line[begin : excerpt.column + 2 * room].replace("\t", " ")
    cells = [transliterate(sign, view.encoding) for sign in near]
    at = min(excerpt.column - 1 - begin, len(cells))
    cut = transliterate(_CUT, view.encoding)
    first, last = _window([measure(cell) for cell in cells], at, room - 2 * measure(cut))
    before = "".join([cut if first else "", *cells[first:at]])
    after = "".join([*cells[at:last], cut if last < len(cells) else ""])
    yield Line((Run(before + after),), INDENT)
    yield Line((Run(" " * measure(before)), Run("^", "up")), INDENT)


def _window(widths: list[int], at: int, room: int) -> tuple[int, int]:
    """From which to behind which character a line is shown: as much as there is room for."""
    if sum(widths) <= room:
        return 0, len(widths)
    first, last, taken = at, at, 0
    while first and taken + widths[first - 1] <= room // 2:
        first -= 1
        taken += widths[first]
    while last < len(widths) and taken + widths[last] <= room:
        taken += widths[last]
        last += 1
    return first, last

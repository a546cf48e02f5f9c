"""How wide columns become and where text breaks: numbers and text, no drawing.

Widths are in cells of a screen; who draws says how many cells a text takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

Measure = Callable[[str], int]
#: A piece of a text, from its first to behind its last character.
Span = tuple[int, int]

#: Between columns.
GAP = 2
#: A bar is drawn if this many cells are free for it, and takes no more than that many.
MIN_BAR, MAX_BAR = 6, 20
#: Names longer than this are folded to give a bar of some length its place.
WANTED_BAR, EASY_NAME = 12, 36
#: Names longer than this are folded before a column goes that may go.
WHOLE_NAME = 32
#: A column of names is folded down to its longest word, within these bounds; if that is not
#: enough, records stand vertical.
MIN_NAME, MAX_PIECE = 8, 20
#: Where a cell would have more lines than this, records stand vertical, too.
MAX_LINES = 5
_PIECE = re.compile(r"[^\s-]*(?:-+|\s+|$)|-+")
_WORD = re.compile(r"\s*\S+\s*")


class Extent(NamedTuple):
    """How wide a column wants to be, and how far it can be narrowed."""

    cells: int
    #: What its heading takes in one line, in two, and with a line for each word.
    headings: tuple[int, int, int]
    #: How far folding may narrow its cells; None if they can't be folded.
    floor: int | None = None
    #: If it may go where there is no room: what it is called together with those that go with it.
    optional: str = ""
    #: Whether a bar is to stand behind it if there is room.
    bar: bool = False

    def width(self, level: int) -> int:
        """What it takes with its heading broken once, twice or at each word."""
        return max(self.cells, self.headings[level], 1)


def heading_widths(heading: str, measure: Measure) -> tuple[int, int, int]:
    """What a heading takes in one line, in two, and with a line for each word."""
    words = heading.split()
    halves = [
        max(measure(" ".join(words[:n])), measure(" ".join(words[n:]))) for n in range(len(words))
    ]
    longest = max(map(measure, words), default=0)
    return measure(heading), min(halves, default=0), longest


def narrowest(texts: Iterable[str], measure: Measure, *, whole_words: bool = False) -> int:
    """How far a column of texts may be narrowed: to its longest word, within bounds.

    With `whole_words` no word is so long that it may be broken.
    """
    longest = max((_longest_piece(text, measure) for text in texts), default=0)
    return max(MIN_NAME, longest if whole_words else min(longest, MAX_PIECE))


def fitted(extents: Sequence[Extent], limit: int | None) -> dict[int, int]:
    """Place -> width of the columns that are drawn; empty if even the needed ones do not fit.

    Headings are broken first, then long names are folded. Then columns that may go do so, from the
    last; then all names are folded, the longest also to make room for a bar.
    """
    widths = {place: found.width(0) for place, found in enumerate(extents)}
    if limit is None:
        return widths
    floors = {place: found.floor for place, found in enumerate(extents) if found.floor is not None}
    eased = {place: max(EASY_NAME, floor) for place, floor in floors.items()}
    has_bar = any(found.bar for found in extents)
    room = limit - (WANTED_BAR + GAP if has_bar else 0)
    if total(widths.values()) > room:
        widths = _with_broken_headings(extents, eased, limit - (MIN_BAR + GAP if has_bar else 0))
    long = {place: max(WHOLE_NAME, floor) for place, floor in floors.items()}
    widths = _narrowed(widths, long, limit) or widths
    optional = list(dict.fromkeys(found.optional for found in extents if found.optional))
    while total(widths.values()) > limit and optional:
        gone = optional.pop()
        widths = {p: width for p, width in widths.items() if extents[p].optional != gone}
    if any(extents[place].bar for place in widths):
        widths = _narrowed(widths, eased, room) or widths
    return _narrowed(widths, floors, limit)


def _with_broken_headings(
    extents: Sequence[Extent], eased: Mapping[int, int], room: int
) -> dict[int, int]:
    """The widths with headings in two lines, if that is enough; else with a line for each word."""
    widths = {place: found.width(1) for place, found in enumerate(extents)}
    least = [min(width, eased.get(place, width)) for place, width in widths.items()]
    if total(least) <= room:
        return widths
    return {place: found.width(2) for place, found in enumerate(extents)}


def bar_width(widths: Mapping[int, int], limit: int | None) -> int:
    """How wide a bar can be beside columns; 0 for none."""
    free = (limit or 0) - total(widths.values()) - GAP
    return min(free, MAX_BAR) if free >= MIN_BAR else 0


def total(widths: Iterable[int]) -> int:
    """The width of columns with the gaps between them."""
    found = list(widths)
    return sum(found) + GAP * (len(found) - 1)


def _narrowed(widths: dict[int, int], floors: Mapping[int, int], limit: int) -> dict[int, int]:
    """The widths with columns of names made narrower until all fit; none if they cannot."""
    widths = dict(widths)
    while (excess := total(widths.values()) - limit) > 0:
        slack = {p: widths[p] - floor for p, floor in floors.items() if p in widths}
        widest = max((p for p in slack if slack[p] > 0), key=lambda p: widths[p], default=None)
        if widest is None:
            return {}
        others = max((widths[p] for p in slack if p != widest and slack[p] > 0), default=0)
        goal = max(floors[widest], widths[widest] - excess, min(others, widths[widest] - 1))
        widths[widest] = goal
    return widths


# --- breaking text --------------------------------------------------------------------------------


def folded(text: str, width: int, measure: Measure) -> list[str]:
    """The lines of a cell, broken between words, behind hyphens, or where nothing else helps."""
    if measure(text) <= width:
        return [text]
    lines = [""]
    for piece in _PIECE.findall(text):
        bare = piece.rstrip()
        if measure(lines[-1]) + measure(bare) <= width:
            lines[-1] += piece
        else:
            lines.extend(bare[start:end] for start, end in _chopped(bare, width, measure))
            lines[-1] += piece[len(bare) :]
    return [line.rstrip() for line in lines if line]


def wrapped(text: str, width: int | None, measure: Measure) -> list[Span]:
    """The lines of prose, broken between words, or where nothing else helps."""
    if width is None or measure(text) <= width:
        return [(0, len(text))]
    starts, used = [0], 0
    for found in _WORD.finditer(text):
        word, start = found.group(), found.start()
        bare = measure(word.rstrip())
        if bare <= width - used:
            used += measure(word)
            continue
        if start and used:
            starts.append(start)
        used = measure(word)
        if bare > width:
            spans = list(_chopped(word, width, measure))
            starts.extend(start + first for first, _ in spans[1:])
            used = measure(word[spans[-1][0] :])
    ends = [*starts[1:], len(text)]
    return [
        (start, start + len(text[start:end].rstrip()))
        for start, end in zip(starts, ends, strict=True)
    ]


def _chopped(text: str, width: int, measure: Measure) -> Iterator[Span]:
    """A word cut into pieces that fit; a character that is too wide stands alone."""
    if text.isascii():  # each character is one cell
        yield from ((start, min(start + width, len(text))) for start in range(0, len(text), width))
        return
    start = 0
    for place in range(1, len(text)):
        if measure(text[start : place + 1]) > width:
            yield start, place
            start = place
    yield start, len(text)


def _longest_piece(text: str, measure: Measure) -> int:
    return max(measure(piece.rstrip()) for piece in _PIECE.findall(text))

"""The head of a page: the city's name and its facts, and its place in the ranking."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from smartrank.importing.figures import FIGURE, is_inexact, read_area, read_count
from smartrank.importing.labels import Label, is_broken, is_damaged, read_label
from smartrank.importing.lines import Line
from smartrank.importing.problems import Problem, excerpt
from smartrank.importing.ratings import is_like_rating
from smartrank.importing.words import CATEGORIES, LAENDER, OVERALL, PRACTICE, TITLE
from smartrank.messages import any_of, say
from smartrank.names import matches, slug

_NUMBER = r"(?<![^\s|])[0-9][0-9., ]{0,20}?"
_AREA = re.compile(rf"(?P<value>{_NUMBER})\s?km(?:²|2|\^2)(?!\w)")
_PEOPLE = re.compile(rf"(?P<value>{_NUMBER})\s?Einwohner(?!\s?(?:/|je|pro)\s?km)")
#: What is meant to be such a figure, and cannot be read as one.
_LIKE_AREA = re.compile(r"[0-9][^|\n]*?(?:km|㎢|Quadratkilometer)")
_LIKE_PEOPLE = re.compile(r"[0-9][^|\n]*?(?:Einw|EW\b)|Einwohner\w*:?\s*[0-9]")
_PLACE = re.compile(
    r"^Platz:?[\s|]+(?P<value>[0-9]{1,4})(?:\svon\s(?P<field>[0-9]{1,4})\b[^\d\n]*)?$", re.MULTILINE
)
#: A Land with its umlauts in any form, and with a blank, dash or stroke between its words.
_LAND = "|".join(
    name.replace("ü", "(?:ü|ue|u)").replace("-", r"(?:\s?[-–—−/]\s?|\s)")
    for name in sorted(LAENDER.values(), key=len, reverse=True)
)
_LAND = rf"(?i:{_LAND})(?![^\W\d_¹²³]|[-–—−])"
#: What stands before the name of a Land.
_LAND_TITLES = r"(?i:(?:Freistaat|Land|Freie|und|Hansestadt)\s)*"
_STATE = re.compile(
    r"Bundesland\b:?(?P<next_line>[ |]*\n)?"
    rf"(?:[^\w\n]*{_LAND_TITLES}(?P<lands>{_LAND}(?:[^\w\n]+(?:und\s)?{_LAND})*)|[ |]*)"
    r"(?P<value>[^|\n0-9]*)"
)
_DASH_IN_WORD = re.compile(r"(?<=\w)[–—−]")
#: What stands between facts that are no cells.
_FACT_END = re.compile(r"\s*[,;·•/▪◦●‣∙⋅]|\s+[^\w\s(]")
_STATE_NAME = re.compile(r"[^\W\d_]+(?:[-.'’() ]+[^\W\d_]+)*[-.)]?")
#: Words of the filters above ranking lists: no state begins with them.
_NO_STATE = ("Alle", "Aller", "Auswählen", "Wählen", "Filtern", "Ändern")
#: What the title of a page holds beside the name of the city.
_PAGE_TITLE = re.compile(r"\bsmart city\b|\bbitkom\b", re.IGNORECASE)
_MAX_NAMES = 5
_LONGEST_NAME = 100
#: So much before a figure tells whether it is exact.
_LONGEST_WORD = 20


class Head(NamedTuple):
    """What stands above the ratings, and what was found on the way; None is what is missing.

    `area` is in km². `place` is the rank that the page names apart from the ratings.
    """

    name: tuple[Line, Label] | None
    state: str | None
    area: float | None
    people: int | None
    place: tuple[Line, int] | None
    ranked_cities: int | None
    problems: tuple[Problem, ...]
    left_out: tuple[Line, ...]


class _Fact(NamedTuple):
    """A fact with the place from which it was read."""

    value: Any = None
    match: re.Match[str] | None = None


class _Text:
    """The text of several lines, in which a fact may go over the end of a line."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.texts = [" | ".join(line.cells) for line in lines]
        self.whole = "\n".join(self.texts)
        self._starts = [0, *accumulate(len(text) + 1 for text in self.texts)]

    def place(self, found: re.Match[str]) -> int:
        """The place of the line in which a match begins."""
        return bisect_right(self._starts, found.start()) - 1

    def line(self, found: re.Match[str]) -> Line:
        """The line in which a match begins."""
        return self.lines[self.place(found)]

    def without(self, found: Iterable[re.Match[str]]) -> list[str]:
        """The texts of the lines without what was understood."""
        signs = list(self.whole)
        for start, end in (match.span() for match in found):
            signs[start:end] = ("\n" if sign == "\n" else " " for sign in signs[start:end])
        return "".join(signs).split("\n")


def read_head(lines: Sequence[Line]) -> Head:
    """The name and facts of the city."""
    text = _Text(lines)
    problems: list[Problem] = []
    area = _figure(text, (_AREA, _LIKE_AREA), read_area, ("missing-area", "area-unclear"), problems)
    people = _figure(
        text, (_PEOPLE, _LIKE_PEOPLE), read_count, ("missing-people", "people-unclear"), problems
    )
    state = _state(text, problems)
    facts = [fact.match for fact in (area, people, state) if fact.match]
    first = min(map(text.place, facts), default=len(lines))
    places = [found for found in _PLACE.finditer(text.whole) if text.place(found) >= first]
    rest = text.without([*facts, *places])
    problems += _unread(lines, rest, first)
    words = [
        place
        for place, (left, whole) in enumerate(zip(rest, text.texts, strict=False))
        if left == whole and not FIGURE.search(left)
    ]
    above = [lines[place] for place in words if place < first]
    below = [lines[place] for place in words if place > first]
    name = _name(above, below, problems)
    unread = (*lines[:first], *below)
    known = (_key(name[0]) if name else "", OVERALL)
    fields = [int(found["field"]) for found in places if found["field"]]
    return Head(
        name=name,
        state=state.value,
        area=area.value,
        people=people.value,
        place=(text.line(places[0]), int(places[0]["value"])) if places else None,
        ranked_cities=fields[0] if fields else None,
        problems=tuple(problems),
        left_out=tuple(line for line in unread if _key(line) not in known),
    )


def _figure(
    text: _Text,
    patterns: tuple[re.Pattern[str], re.Pattern[str]],
    read: Callable[[str], float | None],
    codes: tuple[str, str],
    problems: list[Problem],
) -> _Fact:
    """The one figure that fits the first pattern; what fits the second alone is not clear.

    `codes` are said if there is none, or no clear one.
    """
    pattern, like = patterns
    missing, unclear = codes
    found = list(pattern.finditer(text.whole))
    if not found:
        meant = like.search(text.whole)
        problems.append(Problem(say(unclear), text.line(meant)) if meant else Problem(say(missing)))
        return _Fact()
    values = {match["value"]: read(match["value"]) for match in found}
    before = (text.whole[max(0, m.start() - _LONGEST_WORD) : m.start()].rstrip() for m in found)
    if any(map(is_inexact, before)) or None in values.values() or len(values) > 1:
        problems.append(Problem(say(unclear), text.line(found[-1])))
    return _Fact(values[found[0]["value"]], found[0])


def _state(text: _Text, problems: list[Problem]) -> _Fact:
    """The state: one of the 16, else what is written behind the word for it."""
    found = [
        (rank, name, match)
        for match in _STATE.finditer(text.whole)
        for rank, name in _state_names(match)
    ]
    best = min((rank for rank, _, _ in found), default=0)
    names = {name: match for rank, name, match in found if rank == best}
    if not names:
        problems.append(Problem(say("missing-state")))
        return _Fact()
    name, match = next(iter(names.items()))
    if len(names) > 1:
        problems.append(Problem(say("state-unclear"), text.line(match)))
    elif name.endswith("-") or "\n" in (match["lands"] or ""):
        problems.append(Problem(say("state-cut"), text.line(match)))
    elif not _STATE_NAME.fullmatch(name):
        problems.append(Problem(say("damaged"), text.line(match)))
    return _Fact(name, match)


def _state_names(found: re.Match[str]) -> Iterator[tuple[int, str]]:
    """What a place may name, with how well.

    0 is a Land, 1 a Land in the next line, 2 other words, 3 one of several Länder.
    """
    lands = {_land(name) for name in re.findall(_LAND, found["lands"] or "")}
    if lands:
        rank = 3 if len(lands) > 1 else bool(found["next_line"])
        yield from ((rank, land) for land in lands)
        return
    written = _FACT_END.split(_DASH_IN_WORD.sub("-", found["value"]).strip())[0].strip()
    if not found["next_line"] and written[:1].isupper() and not written.startswith(_NO_STATE):
        yield 2, unicodedata.normalize("NFKC", written)


def _land(name: str) -> str:
    """The official name of a Land."""
    return LAENDER[matches(name, LAENDER)[0]]


def _unread(lines: Sequence[Line], rest: Sequence[str], first: int) -> Iterator[Problem]:
    """Figures that are no facts: from the first fact on, and wherever they look like a rating.

    A figure alone above the first fact may be the beginning of its own.
    """
    for place, line in enumerate(lines):
        if is_like_rating(line):
            yield Problem(say("no-category-of-index"), line)
        elif FIGURE.search(rest[place]) and (
            place >= first or (place == first - 1 and not any(map(str.isalpha, line.text)))
        ):
            yield Problem(say("unexpected-number"), line)


def _key(line: Line) -> str:
    return slug(read_label(line.text).name)


def _name(
    above: Sequence[Line], below: Sequence[Line], problems: list[Problem]
) -> tuple[Line, Label] | None:
    """The city's name: the words that stand both above its facts and above its ratings.

    Where none do, the only heading of the first level or above the ratings, or the only words.
    """
    kept = [line for line in (*above, *below) if _may_be_name(line)]
    keys = {_key(line) for line in above} & {_key(line) for line in below}
    chosen = [line for line in kept if _key(line) in keys]
    chosen = chosen or [line for line in kept if line.level == 1]
    chosen = chosen or [line for line in below if line.level and _may_be_name(line)] or kept
    if not chosen:
        problems.append(Problem(say("missing-name")))
        return None
    if len({_key(line) for line in chosen}) > 1 or _PAGE_TITLE.search(chosen[0].text):
        names = any_of(dict.fromkeys(excerpt(line.plain) for line in chosen[:_MAX_NAMES]))
        problems.append(Problem(say("name-unclear", names=names)))
    line = next((line for line in chosen if not line.text.isupper()), chosen[0])
    label = read_label(line.text)
    if is_damaged(line.text):
        problems.append(Problem(say("damaged"), line))
    elif is_broken(label.name):
        problems.append(Problem(say("broken-name"), line))
    return line, label


def _may_be_name(line: Line) -> bool:
    key = _key(line)
    is_other = key in (*CATEGORIES, OVERALL, *PRACTICE, "") or slug(TITLE) in key
    return not is_other and len(line.text) < _LONGEST_NAME

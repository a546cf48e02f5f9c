"""The ratings of a page: rank, trend and score of the whole and of each category."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from smartrank.importing.figures import RANK, SCORE, Trend, number, read_trend
from smartrank.importing.lines import Line
from smartrank.importing.problems import Problem, excerpt
from smartrank.importing.words import RATED, RATING_COLUMNS
from smartrank.messages import Message, all_of, say
from smartrank.model import Rating
from smartrank.names import slug

#: No name of a category has more than three words, so one rating takes at most so many lines.
_MAX_LINES = 6
#: What no trend is longer than: more is something else between a rank and a name.
_TREND = r".{0,14}?"
_NAMES = "|".join(
    re.escape(name).replace(r"\ ", r"\s") for name in sorted(RATED.values(), key=len, reverse=True)
)
_PATTERNS = {"platz": RANK, "tendenz": _TREND, "kategorie": _NAMES, "index": SCORE}
#: A rating of something: a rank, perhaps a trend, a name, a score.
_LIKE_RATING = re.compile(rf"{RANK}\s(?:\S{{1,6}}\s)?(?P<name>[^\W\d_][^\d]*)\s{SCORE}")


class RatingRow(NamedTuple):
    """A rating as it is written, the line with which it begins, and over how many it goes."""

    line: Line
    lines: int
    rank: str
    trend: str
    name: str
    score: str


class Ratings(NamedTuple):
    """The ratings by key, with the name as published, and what was found on the way.

    `by_cell` says that the copy has each cell on a line of its own.
    """

    ratings: dict[str, Rating]
    by_cell: bool
    problems: tuple[Problem, ...]
    notes: tuple[Message, ...]
    left_out: tuple[Line, ...]


@cache
def _pattern(columns: tuple[str, ...]) -> re.Pattern[str]:
    """A rating with its columns in this order; the trend may be missing."""
    parts = [rf"(?P<{column}>{_PATTERNS[column]})" for column in columns]
    text = parts[0]
    for column, part in zip(columns[1:], parts[1:], strict=True):
        text += rf"(?:\s{part})?" if column == "tendenz" else rf"\s{part}"
    if columns[0] == "tendenz":
        text = text.replace(rf"{parts[0]}\s", rf"(?:{parts[0]}\s)?", 1)
    return re.compile(text, re.IGNORECASE)


def rating_at(
    lines: Sequence[Line], place: int, columns: tuple[str, ...] = RATING_COLUMNS
) -> RatingRow | None:
    """The rating that begins with a line; None if none does."""
    text = ""
    for count, line in enumerate(lines[place : place + _MAX_LINES], 1):
        text = f"{text} {line.text}" if text else line.text
        if found := _pattern(columns).fullmatch(text):
            parts = found.groupdict()
            return RatingRow(
                line=lines[place],
                lines=count,
                rank=parts["platz"],
                trend=parts.get("tendenz") or "",
                name=parts["kategorie"],
                score=parts["index"],
            )
    return None


def is_like_rating(line: Line) -> bool:
    """Whether a line looks like the rating of a category or city."""
    return _LIKE_RATING.fullmatch(line.text) is not None


def read_ratings(found: Iterable[RatingRow | Line]) -> Ratings:
    """The ratings; what stands between them and is none is a problem, or left out behind them."""
    parts = list(found)
    rows = [part for part in parts if isinstance(part, RatingRow)]
    trends = [(row, read_trend(row.trend)) for row in rows]
    ratings: dict[str, Rating] = {}
    problems = [*_trend_problems(trends), *_row_problems(rows)]
    for row, trend in trends:
        change = trend.change if trend else None
        rating = Rating(rank=int(row.rank), rank_change=change, score=number(row.score))
        ratings.setdefault(slug(row.name), rating)
    between, left_out = _others(parts)
    notes = tuple(_trend_notes(trends))
    by_cell = 2 * sum(row.lines > 2 for row in rows) > len(rows)  # a long name may take two lines
    return Ratings(ratings, by_cell, (*problems, *between), notes, tuple(left_out))


def _row_problems(rows: Sequence[RatingRow]) -> Iterator[Problem]:
    seen = set()
    for row in rows:
        if number(row.score) > 100:
            yield Problem(say("score-above-100"), row.line)
        if slug(row.name) in seen:
            yield Problem(say("second-rating"), row.line)
        seen.add(slug(row.name))


def _trend_problems(trends: Sequence[tuple[RatingRow, Trend | None]]) -> Iterator[Problem]:
    """Trends without a meaning, and those that mean nothing beside the others.

    A city that is new has no trend at all. So a blank or a dash beside other trends may also be a
    rank that did not change, or a sign that was lost.
    """
    for row, trend in trends:
        if trend and trend.change is not None and int(row.rank) + trend.change < 1:
            yield Problem(say("no-previous-rank"), row.line)
    has_others = any(trend and trend.change is not None for _, trend in trends)
    for row, trend in trends:
        if trend is None:
            yield Problem(say("trend-unclear", trend=excerpt(row.trend)), row.line)
        elif trend.source == "absent" and has_others:
            yield Problem(say("trend-dash" if row.trend.strip() else "trend-blank"), row.line)


def _trend_notes(trends: Sequence[tuple[RatingRow, Trend | None]]) -> Iterator[Message]:
    absent = [RATED[slug(row.name)] for row, trend in trends if trend and trend.source == "absent"]
    signs = [row.trend for row, trend in trends if trend and trend.source == "sign"]
    if absent:
        yield say("trends-absent")
    if signs:
        yield say("trends-unchanged", signs=all_of(dict.fromkeys(signs)))


def _others(parts: list[RatingRow | Line]) -> tuple[list[Problem], list[Line]]:
    """Lines that are no rating: words behind the last are left out, all else is a problem."""
    last = max(
        (place for place, part in enumerate(parts) if isinstance(part, RatingRow)), default=-1
    )
    others = [part for part in parts if isinstance(part, Line)]
    behind = [part for part in parts[last + 1 :] if isinstance(part, Line)]
    left_out: list[Line] = []
    if any(isinstance(part, RatingRow) and part.line.is_row for part in parts):
        left_out = [line for line in others if not (line.is_row or is_like_rating(line))]
    elif behind and behind[0].gap and not any(map(_has_digit, behind)):
        left_out = behind
    return [Problem(_what(line), line) for line in others if line not in set(left_out)], left_out


def _has_digit(line: Line) -> bool:
    return any(c.isdigit() for c in line.text)


def _what(line: Line) -> Message:
    found = _LIKE_RATING.fullmatch(line.text)
    if found and not any(name.startswith(f"{found['name']} ") for name in RATED.values()):
        return say("no-category-of-index")
    if found:
        return say("no-rating")
    return say("unexpected-number" if _has_digit(line) else "no-rating")

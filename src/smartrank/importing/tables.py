"""The table of a category: a name and a score a row, or a score alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from smartrank.importing.figures import RANK, SCORE, is_inexact, may_be_split, number, read_trend
from smartrank.importing.labels import Label, is_broken, is_damaged, is_name, read_label
from smartrank.importing.lines import Line
from smartrank.importing.problems import Problem, excerpt, line_list, some
from smartrank.importing.ratings import rating_at
from smartrank.importing.words import BONUS_NAMES, ROW_COLUMNS, Heading, heading
from smartrank.messages import Message, say
from smartrank.model import Indicator, Kind
from smartrank.names import slug

_ROW = re.compile(rf"(?:(?P<name>.*\S)\s)?(?P<score>{SCORE})")
_TURNED_ROW = re.compile(rf"(?P<score>{SCORE})(?:\s(?P<name>\S.*))?")
_DECIMAL = re.compile(rf"(?<!\S){SCORE}(?!\S)")
_LONE_NUMBER = re.compile(r"(?<!\S)[+–-]?[0-9]+(?:[.,][0-9]+)?(?!\S)")
_RANK_AND_TREND = re.compile(rf"{RANK}\s(?P<trend>\S{{1,6}})\s")
_ADDRESS = re.compile(r"(?:https?|file)://")


class Row(NamedTuple):
    """A row as it is written; `name` is None if it has none.

    `is_parted` says that the copy tells where the name ends.
    """

    line: Line
    name: Label | None
    written_score: str
    is_parted: bool

    @property
    def score(self) -> float:
        """The score in points."""
        return number(self.written_score)

    @property
    def key(self) -> str:
        """The key of the name; empty if there is none."""
        return slug(self.name.name) if self.name else ""

    @property
    def is_bonus(self) -> bool:
        """Whether this is the row for projects outside the indicators."""
        return self.key.startswith(BONUS_NAMES)

    @property
    def indicator(self) -> Indicator:
        """The row as the model has it."""
        kind: Kind = "bonus" if self.is_bonus else "regular"
        return Indicator(name=self.name.name if self.name else None, score=self.score, kind=kind)


class Rows(NamedTuple):
    """The rows of a category, what is wrong, and the lines behind them that are none."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[Line, ...]

    @property
    def behind_bonus(self) -> Row | None:
        """The first row behind the bonus row, which is the last of its category on every page."""
        return next((after for row, after in pairwise(self.rows) if row.is_bonus), None)


class _Body(NamedTuple):
    """The lines below the heading of a table, and how they are to be read."""

    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    by_cell: bool
    problems: tuple[Problem, ...]


def begins_with_row(lines: Sequence[Line], place: int) -> bool:
    """Whether a row begins with a line: with name and score, a score alone, or one cell a line."""
    here = lines[place : place + 2]
    return bool(here) and bool(_split(here[0]) or (len(here) > 1 and _is_score(here[1])))


def read_table(lines: Sequence[Line], *, is_last: bool, by_cell: bool) -> Rows:
    """The rows of a table; with `is_last`, what is behind them may be the foot of the page.

    With `by_cell`, the ratings of the page have each cell on a line of its own.
    """
    is_html = any(line.is_row and _split(line) for line in lines)
    outside = [line for line in lines if is_html and not line.is_row]
    strays = [Problem(_what(line), line) for line in outside if _split(line)]
    inside = [line for line in lines if line.is_row or not is_html]
    body = _body([x for x in inside if _split(x) or not _ADDRESS.search(x.plain)], by_cell=by_cell)
    end = max((n for n, line in enumerate(body.lines, 1) if _split(line, body.columns)), default=0)
    found = list(_rows(body._replace(lines=body.lines[:end])))
    rows = tuple(part for part in found if isinstance(part, Row))
    problems = [part for part in found if isinstance(part, Problem)]
    behind = body.lines[end:]
    if not _is_foot(behind, rows, is_last=is_last):
        problems += [Problem(_what(line), line) for line in behind]
        behind = ()
    problems = [*strays, *body.problems, *problems, *_row_problems(rows)]
    return Rows(rows, tuple(problems), (*outside, *behind))


def _body(lines: list[Line], *, by_cell: bool) -> _Body:
    """The table without its heading.

    A heading is repeated where a printed page begins; elsewhere it is that of another table.
    """
    texts = [line.text for line in lines]
    body: list[Line] = []
    problems: list[Problem] = []
    top: Heading | None = None
    place = 0
    while place < len(lines):
        found = heading(texts, place, ROW_COLUMNS)
        if not found:
            body.append(lines[place])
        elif place == 0:
            top = found
        elif not lines[place].page:
            problems.append(Problem(say("table-without-category"), lines[place]))
        place += found.lines if found else 1
    columns = top.columns if top else ROW_COLUMNS
    is_apart = by_cell or (top is not None and top.lines > 1)
    return _Body(tuple(body), columns, columns == ROW_COLUMNS and is_apart, tuple(problems))


def _split(line: Line, columns: tuple[str, ...] = ROW_COLUMNS) -> tuple[str | None, str] | None:
    """Name and score of a row; None if the line is no row."""
    if line.is_parted:
        name, score, *more = line.cells if columns == ROW_COLUMNS else line.cells[::-1]
        return (name, score) if re.fullmatch(SCORE, score) and not more else None
    found = (_ROW if columns == ROW_COLUMNS else _TURNED_ROW).fullmatch(line.text)
    return (found["name"], found["score"]) if found else None


def _is_score(line: Line) -> bool:
    return re.fullmatch(SCORE, line.text) is not None


def _rows(body: _Body) -> Iterator[Row | Problem]:
    """Each line as a row or a problem; a name with a line of its own waits for its score."""
    waiting: Line | None = None
    gaps = [_is_apart(line) for line in body.lines if _is_score(line)]
    is_gap_usual = 2 * sum(gaps) > len(gaps)
    for line, following in zip(body.lines, [*body.lines[1:], None], strict=False):
        name, score = _split(line, body.columns) or (None, None)
        if score is None and body.by_cell and not waiting:
            waiting = line
            continue
        if score is None:
            yield Problem(_what(line), line)
        elif waiting and (name or (_is_apart(line) and not is_gap_usual)):
            yield Problem(_what(waiting), waiting)
        elif body.by_cell and name and following and _is_score(following):
            yield Problem(say("two-scores"), line)
        elif waiting:
            yield Row(waiting, read_label(waiting.text), score, is_parted=True)
        else:
            yield Row(line, read_label(name) if name else None, score, line.is_parted)
        waiting = None


def _is_apart(line: Line) -> bool:
    """Whether a gap is above a line for another reason than that a page begins."""
    return line.gap and not line.page


def _is_foot(lines: Sequence[Line], rows: Sequence[Row], *, is_last: bool) -> bool:
    """Whether lines behind the rows are no part of the table: words, parted from it by a gap.

    The bonus row closes a table: behind the last one, figures are no rows either.
    """
    if not (lines and rows and lines[0].gap):
        return False
    is_closed = rows[-1].is_bonus
    are_words = not any(map(_has_digit, lines))
    return (is_closed or is_last) if are_words else (is_closed and is_last)


def _has_digit(line: Line) -> bool:
    return any(c.isdigit() for c in line.text)


def _what(line: Line) -> Message:
    """What is wrong with a line that is no row."""
    if is_damaged(line.text):
        return say("damaged")
    return say("unexpected-number" if _has_digit(line) else "no-score")


# --- names ----------------------------------------------------------------------------------------


def _row_problems(rows: Sequence[Row]) -> Iterator[Problem]:
    seen: set[str] = set()
    named = [row for row in rows if row.name]
    are_parted = 2 * sum(row.line.is_parted for row in named) > len(named)
    for row in rows:
        if row.score > 100:
            yield Problem(say("score-above-100"), row.line)
        if row.name is None:
            continue
        if what := _name_problem(row, row.name.name):
            yield Problem(what, row.line)
        elif are_parted and not row.line.is_parted:  # perhaps the name alone, as `Industrie 4.0`
            yield Problem(say("two-scores"), row.line)
        elif row.key in seen:
            yield Problem(say("second-row"), row.line)
        seen.add(row.key)


def _name_problem(row: Row, name: str) -> Message | None:
    decimal = _DECIMAL.search(name)
    is_unclear = decimal and not (row.is_parted and decimal.start())
    is_split = not row.is_parted and may_be_split(name, row.written_score)
    found = {
        "score-inexact": is_inexact(row.line.text),
        "damaged": is_damaged(row.line.text),
        "broken-name": is_broken(name),
        "rating-among-rows": _is_rating(row.line),
        "no-name": not is_name(name),
        "two-scores": is_unclear,
        "split-score": is_split,
    }
    return next((say(code) for code, is_found in found.items() if is_found), None)


def _is_rating(line: Line) -> bool:
    found = _RANK_AND_TREND.match(line.text)
    trend = read_trend(found["trend"]) if found else None
    return rating_at([line], 0) is not None or (trend is not None and trend.source != "absent")


def decimals_note(rows: Sequence[Row]) -> Iterator[Message]:
    """Scores with more decimals than most: a raised number behind them is copied as a decimal."""
    counts = [len(re.split("[.,]", row.written_score)[1]) for row in rows]
    usual = max(counts, key=counts.count, default=0)
    odd = [row.line for row, count in zip(rows, counts, strict=True) if count > usual]
    if odd:
        yield say("decimals-differ", lines=line_list(odd))


def label_notes(labels: Iterable[tuple[Line, Label]]) -> Iterator[Message]:
    """What a person should know of names: marks taken off, unusual signs, numbers."""
    named = list(labels)
    changed = [
        say("name-read", line=line.number, text=excerpt(line.text), name=excerpt(label.name))
        for line, label in named
        if label.is_changed
    ]
    unusual = [
        say("name-signs", line=line.number, name=excerpt(label.name), signs=" ".join(label.unusual))
        for line, label in named
        if label.unusual
    ]
    numbers = [
        say("line-text", line=line.number, text=excerpt(label.name))
        for line, label in named
        if _LONE_NUMBER.search(label.name)
    ]
    for code, told in (
        ("names-read", changed),
        ("names-unusual", unusual),
        ("names-with-number", numbers),
    ):
        if told:
            yield say(code, names=some(told))

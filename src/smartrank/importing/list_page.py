"""Lines of a list page -> its tables: every row in them is understood, or a problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import Literal, NamedTuple

from smartrank.importing.figures import RANK, SCORE, Trend, is_inexact, number, read_trend
from smartrank.importing.labels import Label, is_broken, is_damaged, is_name, read_label
from smartrank.importing.lines import Line
from smartrank.importing.problems import Problem
from smartrank.importing.sections import stated_edition
from smartrank.importing.words import (
    RANKING_COLUMNS,
    RATED,
    RATING_HEADINGS,
    heading,
)
from smartrank.messages import Message, say
from smartrank.names import category_key, slug
from smartrank.rankings import ranking_key

#: The first edition had no trend.
LIST_HEADINGS = (RANKING_COLUMNS, ("platz", "stadt", "index"))
#: So many rows without a heading are a list.
_MANY = 3
#: In so many rows one that alone is out of order is no chance.
_MANY_IN_ORDER = 6
#: A row with a cell a line takes so many lines.
_MAX_LINES = 4
_ROW = re.compile(rf"(?P<rank>{RANK})\s(?P<middle>\S.*)\s(?P<score>{SCORE})")
#: What stands behind a table: the filters of the list, and the way to its other pages.
_FILTER = re.compile(r"(?:Bundesland|Größenordnung)\b.*", re.IGNORECASE)
_PAGER = re.compile(
    r"(?:(?:Erste|Vorherige|Aktuelle|Nächste|Letzte|Seite|Weiter|Zurück|\d{1,3}|…|\.\.\.|"
    r"[‹›«»<>←→])(?:\s|$))+",
    re.IGNORECASE,
)


class ListRow(NamedTuple):
    """A row as it is written; `trend` is None if it is not understood.

    `is_sure` says that it cannot be prose: it has a trend, or its cells are parted.
    """

    line: Line
    rank: int
    trend: Trend | None
    written_trend: str
    city: Label
    score: float
    is_sure: bool


class ListTable(NamedTuple):
    """The rows of a table in their order.

    `key` is that of its rating in any edition, None if the table has no name.
    """

    key: str | None
    rows: tuple[ListRow, ...]


class ListPage(NamedTuple):
    """The tables of a list page, and the lines that state an edition, with the year."""

    tables: tuple[ListTable, ...]
    editions: tuple[tuple[Line, int], ...]
    problems: tuple[Problem, ...]
    notes: tuple[Message, ...] = ()


def is_list(lines: Sequence[Line]) -> bool:
    """Whether these are the lines of a list page: by its heading, or by rows without any."""
    texts = [line.text for line in lines]
    if _has_heading(texts, *LIST_HEADINGS):
        return True
    rows = [part for part in _parts(lines) if part.row]
    return len(rows) >= _MANY and not _has_heading(texts, *RATING_HEADINGS)


def read_list(lines: Sequence[Line]) -> ListPage:
    """The tables of a list page."""
    blocks, behind = _tables_among(*_blocks(_parts(lines)))
    has_headings = any(block.is_headed for block in blocks)
    tables: list[ListTable] = []
    problems: list[Problem] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        found = _tables(block, has_headings=has_headings)
        problems += _row_problems(block.rows)
        problems += _doubtful_tables(found)
        problems += _doubtful_ends(block, found)
        problems += _problems_behind(block, following, behind)
        tables += found
    stated = [(line, year) for line in lines if (year := stated_edition(line))]
    first = min((table.rows[0].line.number for table in tables), default=0)
    above = [(line, year) for line, year in stated if line.number < first]
    return ListPage(tuple(tables), tuple(above or stated), tuple(problems))


def _has_heading(texts: Sequence[str], *columns: tuple[str, ...]) -> bool:
    return any(heading(texts, place, *columns) for place in range(len(texts)))


# --- lines --------------------------------------------------------------------------------------


class _Part(NamedTuple):
    """What a line is: a row, a heading, the name of a list, the foot of one, or something else."""

    kind: Literal["row", "heading", "name", "foot", "other"]
    line: Line
    row: ListRow | None = None


def _parts(lines: Sequence[Line]) -> list[_Part]:
    texts = [line.text for line in lines]
    is_html = any(line.is_row for line in lines)
    parts = []
    place = 0
    while place < len(lines):
        line = lines[place]
        count = 1
        if (line.is_row or not is_html) and (found := row_at(lines, place)):
            row, count = found
            parts.append(_Part("row", line, row))
        elif top := heading(texts, place, *LIST_HEADINGS):
            count = top.lines
            parts.append(_Part("heading", line))
        else:
            parts.append(_Part(_kind(line), line))
        place += count
    return parts


def _kind(line: Line) -> Literal["name", "foot", "other"]:
    if slug(read_label(line.text).name) in RATED:
        return "name"
    is_pager = _PAGER.fullmatch(line.text) and not line.text.isdecimal()
    return "foot" if is_pager or _FILTER.fullmatch(line.text) else "other"


def _list_key(line: Line) -> str:
    return category_key(ranking_key(read_label(line.text).name))


def row_at(lines: Sequence[Line], place: int) -> tuple[ListRow, int] | None:
    """The row that begins with a line, and over how many lines it goes; None if none does.

    Over several lines, the name of the city must stand on one of them.
    """
    text = ""
    for count, line in enumerate(lines[place : place + _MAX_LINES], 1):
        text = f"{text} {line.text}" if text else line.text
        found = _ROW.fullmatch(text)
        if not found:
            continue
        trend, city = _trend_and_city(lines[place], found["middle"])
        if any(c.isdigit() for c in city) or read_trend(city):
            return None
        parts = lines[place : place + count]
        is_whole = any(city in part.text for part in parts)
        if count > 1 and (any(part.is_parted for part in parts) or not is_whole):
            return None
        row = ListRow(
            line=lines[place],
            rank=int(found["rank"]),
            trend=read_trend(trend),
            written_trend=trend,
            city=read_label(city),
            score=number(found["score"]),
            is_sure=bool(trend) or count > 1 or line.is_parted,
        )
        return row, count
    return None


def _trend_and_city(line: Line, text: str) -> tuple[str, str]:
    """The longest beginning that is a trend, and the rest.

    What has no letter cannot begin a name: it is a trend that is not understood.
    """
    if len(line.cells) == len(RANKING_COLUMNS) and f"{line.cells[1]} {line.cells[2]}" == text:
        return line.cells[1], line.cells[2]
    is_name_cell = len(line.cells) == len(RANKING_COLUMNS) - 1 and line.cells[1] == text
    words = text.split(" ")
    for count in (2, 1):
        written = " ".join(words[:count])
        trend = read_trend(written) if len(words) > count else None
        if trend and not (is_name_cell and trend.source == "word"):
            return written, " ".join(words[count:])
    if len(words) > 1 and not is_name(words[0]):
        return words[0], " ".join(words[1:])
    return "", text


# --- blocks of rows -----------------------------------------------------------------------------


class _Block(NamedTuple):
    """Rows with nothing between them: with what stands directly above them, and before that."""

    names: list[str]
    has_heading: bool
    between: list[_Part]
    rows: list[ListRow]

    @property
    def is_headed(self) -> bool:
        """Whether the page says that a table begins here."""
        return self.has_heading or bool(self.names)

    @property
    def key(self) -> str | None:
        """The key of the rating that is named above.

        Several names are a menu: of those only one that is repeated below the others counts.
        """
        *others, last = self.names or [""]
        return last if last and (not others or last in others) else None

    @property
    def is_sure(self) -> bool:
        """Whether some of it cannot be prose."""
        return any(row.is_sure for row in self.rows)

    @property
    def is_behind_foot(self) -> bool:
        """Whether the table above has surely ended."""
        return any(part.kind == "foot" for part in self.between)


def _blocks(parts: Sequence[_Part]) -> tuple[list[_Block], list[_Part]]:
    """The blocks of a page, and what is behind the last of them."""
    blocks: list[_Block] = []
    names: list[str] = []
    between: list[_Part] = []
    has_heading = is_open = False
    for part in parts:
        if part.row and is_open:
            blocks[-1].rows.append(part.row)
            continue
        if part.row:
            blocks.append(_Block(names, has_heading, between, [part.row]))
            names, between, has_heading = [], [], False
        elif part.kind == "heading":
            if is_open and part.line.page:  # printed anew at the top of each page
                continue
            has_heading = True
        elif part.kind == "name":
            names.append(_list_key(part.line))
        else:
            between.append(part)
            if part.kind == "other":  # a name further above is the name of something else
                names, has_heading = [], False
        is_open = part.row is not None
    return blocks, between


def _tables_among(
    blocks: Sequence[_Block], behind: Sequence[_Part]
) -> tuple[list[_Block], list[_Part]]:
    """The blocks that are tables, and what is behind the last of them.

    A line of prose may look like a row; it is one more line between the tables.
    """
    has_headings = any(block.is_headed for block in blocks)
    is_sure_kind = any(block.is_sure for block in blocks)
    kept: list[_Block] = []
    between: list[_Part] = []
    for block in blocks:
        is_prose = is_sure_kind and not block.is_sure
        is_stray = has_headings and block.is_behind_foot and len(block.rows) == 1
        between += block.between
        if block.is_headed or not (is_prose or is_stray):
            kept.append(block._replace(between=between))
            between = []
        else:
            between += (_Part("other", row.line) for row in block.rows)
    return kept, [*between, *behind]


def _tables(block: _Block, *, has_headings: bool) -> list[ListTable]:
    """The tables of a block: several where no name and no heading parts them."""
    rows = block.rows
    ranks = [row.rank for row in rows]
    if block.key or (has_headings and len(set(ranks)) == len(ranks)):
        return [ListTable(block.key, tuple(rows))]
    rising, falling = _split(rows, 1), _split(rows, -1)
    parts = rising if len(rising) <= len(falling) else falling
    return [ListTable(None, tuple(part)) for part in parts]


def _split(rows: Sequence[ListRow], direction: Literal[1, -1]) -> list[list[ListRow]]:
    """Rows of several tables: one begins where the ranks begin anew, or a city comes again."""
    parts: list[list[ListRow]] = []
    for row in rows:
        last = parts[-1] if parts else []
        is_next = bool(last) and (row.rank - last[-1].rank) * direction > 0
        if is_next and row.city.name not in (before.city.name for before in last):
            last.append(row)
        else:
            parts.append([row])
    return parts


# --- problems -----------------------------------------------------------------------------------


def _row_problems(rows: Sequence[ListRow]) -> Iterator[Problem]:
    for row in rows:
        if what := _row_problem(row):
            yield Problem(what, row.line)


def _row_problem(row: ListRow) -> Message | None:
    name = row.city.name
    found = {
        "damaged": is_damaged(row.line.text),
        "score-inexact": is_inexact(row.line.text),
        "trend-unclear": row.trend is None,
        "no-name": not is_name(name),
        "broken-name": is_broken(name),
        "score-above-100": row.score > 100,
    }
    code = next((code for code, is_found in found.items() if is_found), None)
    return say(code, trend=row.written_trend) if code else None


def _doubtful_tables(tables: Sequence[ListTable]) -> Iterator[Problem]:
    """Tables that nothing parts must be of one length: else it is not clear where each begins."""
    for table, following in pairwise(tables):
        if len(table.rows) != len(following.rows):
            yield Problem(say("tables-unclear"), following.rows[0].line)


def _doubtful_ends(block: _Block, tables: Sequence[ListTable]) -> Iterator[Problem]:
    """Rows at the ends of a block that may be none, or of another table.

    A row but for the trend that skips ranks may be prose; a row that alone is out of order may
    belong to the table above or below.
    """
    last, first = tables[-1].rows[::-1], tables[0].rows
    for rows in (last,) if block.is_headed else (last, first):
        for row, following in pairwise(rows):
            if row.is_sure:
                break
            if abs(row.rank - following.rank) != 1:
                yield Problem(say("row-or-prose"), row.line)
                break
    for rows in (last, first) if block.key else ():
        if len(rows) >= _MANY_IN_ORDER and _are_in_order(rows[1:]) and not _are_in_order(rows):
            yield Problem(say("row-out-of-order"), rows[0].line)


def _are_in_order(rows: Sequence[ListRow]) -> bool:
    """Whether ranks only rise, or only fall."""
    return len({before.rank < row.rank for before, row in pairwise(rows)}) == 1


def _problems_behind(
    block: _Block, following: _Block | None, behind: Sequence[_Part]
) -> Iterator[Problem]:
    """Lines that belong to a table and are no row of it.

    Between two tables these are all but words that a gap or a foot parts from the one above. Behind
    the last, only what would be its next row: all else is the rest of the page.
    """
    between = following.between if following else behind
    if not between:
        return
    if following and not following.is_headed and block.is_headed and following.is_behind_foot:
        yield Problem(say("row-behind-table"), following.rows[0].line)
    first = between[0].line
    if between[0].kind == "other" and _is_like_next_row(first, block.rows[-1]):
        yield Problem(_what(first), first)
    elif following and not following.is_behind_foot:
        others = [part.line for part in between]
        are_words = following.is_headed and first.gap and not any(map(_has_digit, others))
        if not are_words:
            yield from (Problem(_what(line), line) for line in others)


def _is_like_next_row(line: Line, row: ListRow) -> bool:
    """Whether a line directly behind a row is what its next one may have become."""
    if line.gap:
        return False
    first, *_ = line.text.split(" ")
    is_next = first in (str(row.rank + 1), str(row.rank - 1))
    is_cut = line.is_parted and (
        re.fullmatch(RANK, line.cells[0]) or re.fullmatch(SCORE, line.cells[-1])
    )
    return is_next or bool(is_cut)


def _has_digit(line: Line) -> bool:
    return any(c.isdigit() for c in line.text)


def _what(line: Line) -> Message:
    return say("damaged") if is_damaged(line.text) else say("no-list-row")

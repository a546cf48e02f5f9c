"""List pages -> the ranking file of an edition: rows that fit each other, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from smartrank.dataset.editions import with_facts
from smartrank.dataset.fields import Checked, Problems
from smartrank.dataset.layout import RANKINGS
from smartrank.dataset.load import RankingData
from smartrank.dataset.positions import Lines, locate
from smartrank.dataset.ranking_layout import RANKING_FILE, ROWS
from smartrank.dataset.ranking_lint import lost_trends, ranges
from smartrank.dataset.register import registered
from smartrank.errors import KeyPath
from smartrank.importing.city_page import About
from smartrank.importing.list_page import ListPage, ListRow
from smartrank.importing.merge import Merger
from smartrank.importing.problems import ListsError, Place
from smartrank.importing.tables import label_notes
from smartrank.importing.words import LISTS, PUBLISHER, TITLE, list_name
from smartrank.messages import Message, joined, say
from smartrank.model import Source
from smartrank.names import category_key, listed, slug
from smartrank.rankings import RankingRow, Rankings, ranking_key


class NamedPage(NamedTuple):
    """A list page with the key of the list that each of its tables is."""

    file: str
    page: ListPage
    keys: tuple[str, ...]


class Gathered(NamedTuple):
    """The lists of some pages, and what a person should know of them."""

    rankings: Rankings
    notes: tuple[Message, ...]


def gather(pages: Sequence[NamedPage], known: About, old: RankingData | None = None) -> Gathered:
    """The lists of an edition, from pages in any order and the file that they go into.

    A row may stand on several pages. Raises ListsError, with both places, for rows that contradict
    each other.
    """
    assert known.edition is not None
    lists = _Lists(known.edition)
    for page in pages:
        for key, table in zip(page.keys, page.page.tables, strict=True):
            for row in table.rows:
                place = Place(page.file, row.line.number, row.line.plain)
                lists.add(key, _ranking_row(row), place, is_new=_is_written_new(row))
    read = lists.summary()
    filled = lists.take_over(old) if old else []
    source, merged = _source(known, old)
    problems = Problems()
    tables = {"source": source, RANKINGS: lists.tables()}
    checked = RANKING_FILE.check(tables, (), problems)
    if problems.found:
        raise ListsError(lists.told(path, what) for path, _, what in problems.found)
    if lost := lists.lost_trends():
        raise ListsError(lost, hint=say("write-trend"))
    notes = (
        read,
        *_reading_notes(pages),
        *merged,
        *(lists.changes(old.rankings, filled) if old else ()),
    )
    return Gathered(RANKING_FILE.build(checked), notes)


def _ranking_row(row: ListRow) -> RankingRow:
    assert row.trend  # a page with a trend that is not understood has been refused
    return RankingRow(row.rank, _registered_name(row.city.name), row.trend.change, row.score)


def _is_written_new(row: ListRow) -> bool:
    return row.trend is not None and row.trend.source == "word"


def _registered_name(name: str) -> str:
    known = registered(name)
    return known.name if known else name


class _Lists:
    """The rows of the lists of an edition, each with the place where it was read first."""

    def __init__(self, edition: int) -> None:
        self.edition = edition
        self._rows: dict[str, dict[RankingRow, Place]] = {}
        self._names: dict[str, str] = {}
        self._written_new: set[tuple[str, RankingRow]] = set()

    def summary(self) -> Message:
        """How many lists and rows there are."""
        rows = say("count-rows", count=sum(map(len, self._rows.values())))
        count = len(self._rows)
        return say("lists-read", count=count, title=TITLE, edition=self.edition, rows=rows)

    def add(self, key: str, row: RankingRow, place: Place, *, is_new: bool = False) -> None:
        """Add a row to a list, unless it is known; `is_new` if it says so of its city."""
        self._rows.setdefault(key, {}).setdefault(row, place)
        if is_new:
            self._written_new.add((key, row))

    def take_over(self, old: RankingData) -> list[tuple[str, RankingRow]]:
        """Add what an old file holds; gives its rows that pages know more of, by list."""
        filled = []
        places, texts = Lines(old.text), old.text.split("\n")
        for ranking in old.rankings.rankings:
            key = category_key(ranking.slug)
            self._names[key] = ranking.name
            paths = [(RANKINGS, ranking.slug, ROWS, place) for place in range(len(ranking.rows))]
            offsets = locate(old.text, paths)
            known = {(row.rank, slug(row.city)): row for row in self._rows.get(key, ())}
            for path, written in zip(paths, ranking.rows, strict=True):
                row = written._replace(city=_registered_name(written.city))
                new = known.get((row.rank, slug(row.city)))
                if new and _completes(new, row):
                    filled += [(key, new)] if new != row else []
                    continue
                line, _ = places.at(offsets[path].key)
                self.add(key, row, Place(old.file, line, texts[line - 1].strip(" ,")))
        return filled

    def tables(self) -> Checked:
        """The lists as a file has them, in the order of the page, each by rank."""
        keys = dict.fromkeys((*LISTS, *self._rows))
        return {
            ranking_key(self._name(key)): {
                "name": self._name(key),
                ROWS: [_as_table(row) for row in self._sorted(key)],
            }
            for key in keys
            if key in self._rows
        }

    def _name(self, key: str) -> str:
        return self._names.get(key) or list_name(key, self.edition) or key

    def _sorted(self, key: str) -> list[RankingRow]:
        return sorted(self._rows[key], key=lambda row: row.rank)

    def told(self, path: KeyPath, what: str) -> Message:
        """What is wrong with a row, with its place and that of the one that it contradicts."""
        _, key, _, number, name = path
        key = category_key(str(key))
        rows = self._sorted(key)
        row = rows[int(number)]
        place = self._rows[key][row]
        other = next((o for o in rows[: int(number)] if _is_at_odds(o, row, str(name))), None)
        if other is None:
            return say("in-line", **place._asdict(), what=what)
        return _in_two_lines(what, place, self._rows[key][other])

    def lost_trends(self) -> list[Message]:
        """The rows without a trend of cities that have one elsewhere, with both places."""
        rows = [
            (place, row)
            for key, rows in self._rows.items()
            for row, place in rows.items()
            if (key, row) not in self._written_new
        ]
        return [
            _in_two_lines(say("trend-lost"), place, other) for place, other in lost_trends(rows)
        ]

    def changes(self, old: Rankings, filled: Sequence[tuple[str, RankingRow]]) -> Iterator[Message]:
        """What the pages add to an old file, by list and rank."""
        before = {category_key(r.slug): {row.rank for row in r.rows} for r in old.rankings}
        added = [
            (key, row)
            for key in self._rows
            for row in self._sorted(key)
            if row.rank not in before.get(key, ())
        ]
        for code, rows in (("rows-added", added), ("rows-filled", filled)):
            ranks: dict[str, list[int]] = {}
            for key, row in rows:
                ranks.setdefault(key, []).append(row.rank)
            if ranks:
                told = [self._told_ranks(key, sorted(found)) for key, found in ranks.items()]
                yield say(code, lists=joined(told, "; "))
        if not (added or filled):
            yield say("rows-known")

    def _told_ranks(self, key: str, ranks: Sequence[int]) -> Message:
        return say("ranks-of-list", name=self._name(key), ranks=ranges(ranks), count=len(ranks))


def _in_two_lines(what: str, place: Place, other: Place) -> Message:
    return say(
        "in-two-lines",
        **place._asdict(),
        what=what,
        other_file=other.file,
        other_line=other.line,
    )


def _completes(new: RankingRow, old: RankingRow) -> bool:
    """Whether a row says all that an old one does."""
    pairs = ((new.rank_change, old.rank_change), (new.score, old.score))
    return all(before in (None, now) for now, before in pairs)


def _is_at_odds(other: RankingRow, row: RankingRow, name: str) -> bool:
    """Whether a row before another one in its list is what makes a key of the other wrong."""
    if name == "city":
        return slug(other.city) == slug(row.city)
    if name == "rank_change":
        return other.rating.previous_rank == row.rating.previous_rank
    if name == "score":
        return other.score is not None and row.score is not None and other.score < row.score
    return other.rank == row.rank


def _as_table(row: RankingRow) -> Checked:
    return {key: value for key, value in row._asdict().items() if value is not None}


def _source(known: About, old: RankingData | None) -> tuple[Checked, tuple[Message, ...]]:
    """The source of the new file, with what the old one holds of its own, and notes on that."""
    assert known.edition is not None
    kind: Any = RANKING_FILE.keys["source"]
    source = Source(
        title=TITLE,
        publisher=PUBLISHER,
        edition=known.edition,
        ranked_cities=known.ranked_cities,
        url=known.url,
    )
    notes: tuple[Message, ...] = ()
    if old:
        merger = Merger()
        before = kind.unbuild(old.rankings.source)
        source = kind.build(merger.table(kind, kind.unbuild(source), before, ("source",)))
        notes = tuple(merger.notes(old.text))
    return kind.unbuild(with_facts(source)), notes


# --- what is noted ------------------------------------------------------------------------------


def _reading_notes(pages: Sequence[NamedPage]) -> Iterator[Message]:
    """How names and missing trends were read."""
    every = []
    for page in pages:
        rows = [row for table in page.page.tables for row in table.rows]
        notes = (*page.page.notes, *label_notes((row.line, row.city) for row in rows))
        for note in notes:
            yield note if len(pages) == 1 else say("of-page", page=page.file, note=note)
        every += rows
    absent = [row.city.name for row in every if row.trend and row.trend.change is None]
    if len(absent) == len(every):
        yield say("trends-absent")
    elif absent:
        yield say("cities-new", names=listed(dict.fromkeys(absent)))
    signs = {row.written_trend for row in every if row.trend and row.trend.source == "sign"}
    if signs:
        yield say("trends-unchanged", signs=listed(sorted(signs)))
    names = {row.city.name: _registered_name(row.city.name) for row in every}
    told = [say("name-as", name=name, other=new) for name, new in names.items() if new != name]
    if told:
        yield say("names-registered", names=joined(told))

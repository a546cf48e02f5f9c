"""What people wrote into a data file by hand, kept when the city's page is imported again.

The layout says of each key who decides where the old file and the page differ.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from smartrank.dataset.dump import SCHEMA_LINE
from smartrank.dataset.fields import Array, Checked, Kind, Named, Table, shortened
from smartrank.dataset.layout import CITY_FILE
from smartrank.dataset.load import Dataset
from smartrank.dataset.positions import comment_lines, key_text
from smartrank.errors import KeyPath, UsageError
from smartrank.messages import Message, joined, quoted, say
from smartrank.model import City
from smartrank.names import slug

#: What tells a table of an array from the others.
_KNOWN_BY = ("url", "name", "title")


class Merged(NamedTuple):
    """The imported city with what was kept, and what a person should know of it."""

    city: City
    notes: tuple[Message, ...]


def merge(new: City, old: Dataset) -> Merged:
    """Keep the hand-written keys of the file that is replaced.

    What the page is the source of is the page's, what is given with the import wins, all else is
    kept as it stands in the old file; what is kept, replaced or lost is told in the notes.

    Raises UsageError if the file holds another city or edition.
    """
    before = old.city
    if before.key != new.key:
        message = say("other-city", file=old.file, found=before.label, wanted=new.label)
        raise UsageError(message, hint=say("write-to", file=f"{new.slug}-{new.edition}.toml"))
    merger = _Merger()
    tables = merger.table(CITY_FILE, CITY_FILE.unbuild(new), CITY_FILE.unbuild(before), ())
    return Merged(CITY_FILE.build(tables), tuple(merger.notes(old.text)))


class _Merger:
    """Walks through the tables of a page and those of the old file, side by side."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.replaced: list[str] = []
        self.lost: list[str] = []

    def table(self, table: Table, new: Checked, old: Checked, path: KeyPath) -> Checked:
        """The keys of both, each as its authority says."""
        merged = {
            key: self._value(kind, new.get(key), old.get(key), (*path, key))
            for key, kind in table.keys.items()
        }
        return {key: value for key, value in merged.items() if value is not None}

    def _value(self, kind: Kind, new: Any, old: Any, path: KeyPath) -> Any:
        if old is None or (new is None and isinstance(kind, Table)):
            return self._leaf(kind, new, old, path)
        if isinstance(kind, Table):
            return self.table(kind, new, old, path)
        if isinstance(kind, Named):
            return self._named(kind, new or {}, old, path)
        if isinstance(kind, Array) and isinstance(kind.items, Table) and _is_known(kind.items):
            return self._tables(kind.items, new or [], old, path)
        return self._leaf(kind, new, old, path)

    def _leaf(self, kind: Kind, new: Any, old: Any, path: KeyPath) -> Any:
        default = kind.default or None
        on_page, written = (default if value is None else value for value in (new, old))
        if written in (None, on_page):
            return new
        if kind.authority == "page" or (kind.authority == "import" and new is not None):
            if new is None:
                self.lost.append(_told(path, old))
            elif kind.authority == "import":
                self.replaced.append(_told(path, old))
            return new
        code = "kept-key" if on_page is None else "kept-instead"
        self.kept.append(say(code, key=key_text(path), page=_shown(on_page)))
        return written

    def _named(self, kind: Named, new: Checked, old: Checked, path: KeyPath) -> Checked:
        for key in old:
            if key not in new:
                self._lose(kind.items, old[key], (*path, key))
        return {
            key: self.table(kind.items, table, old.get(key, {}), (*path, key))
            for key, table in new.items()
        }

    def _tables(
        self, table: Table, new: Sequence[Checked], old: Sequence[Checked], path: KeyPath
    ) -> list[Checked]:
        partners = _partners(new, old)
        for place in sorted(set(range(len(old))) - set(partners.values())):
            self._lose(table, old[place], (*path, place))
        return [
            self.table(table, item, old[partners[at]] if at in partners else {}, (*path, at))
            for at, item in enumerate(new)
        ]

    def _lose(self, table: Table, old: Checked, path: KeyPath) -> None:
        """Tell of a table that the page does not have, and of what was written into it."""
        name = next((old[key] for key in _KNOWN_BY[1:] if key in old), None)
        if name is not None:
            self.lost.append(_told(path, name))
        for key, value in old.items():
            kind = table.keys[key]
            if isinstance(kind, Array) and isinstance(kind.items, Table) and _is_known(kind.items):
                for place, item in enumerate(value):
                    self._lose(kind.items, item, (*path, key, place))
            elif kind.authority != "page" and value != name:
                self.lost.append(_told((*path, key), value))

    def notes(self, text: str) -> Iterator[Message]:
        """What a person should know, also of comments in the old text."""
        for code, keys in (
            ("kept", self.kept),
            ("replaced", self.replaced),
            ("not-kept", self.lost),
        ):
            if keys:
                yield say(code, keys=joined(keys))
        comments = comment_lines(text)
        if comments[:1] == [1] and text.partition("\n")[0].rstrip() == SCHEMA_LINE.rstrip():
            comments = comments[1:]
        if comments:
            lines = joined(map(str, comments))
            yield say("comments-lost", count=len(comments), lines=lines)


def _is_known(table: Table) -> bool:
    """Whether tables of an array are told from each other by what they hold."""
    return any(key in table.keys for key in _KNOWN_BY)


def _partners(new: Sequence[Checked], old: Sequence[Checked]) -> dict[int, int]:
    """The place of each new table -> the place of the old one that is the same thing."""
    places: dict[tuple[str, Any], list[int]] = {}
    for place, item in reversed(list(enumerate(old))):
        for mark in _marks(item, place):
            places.setdefault(mark, []).append(place)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for at, item in enumerate(new):
        for mark in _marks(item, at):
            same = places.get(mark, [])
            while same and same[-1] in taken:
                same.pop()
            if same:
                found[at] = same.pop()
                taken.add(found[at])
                break
    if not found and len(new) == len(old) == 1 and "title" in new[0]:
        return {0: 0}  # the only project, under another title
    return found


def _marks(item: Checked, place: int) -> list[tuple[str, Any]]:
    """By what a table is known again: address, name or title; without any by its place."""
    known = [key for key in _KNOWN_BY if key in item]
    marks = [(key, item[key] if key == "url" else slug(item[key])) for key in known]
    return marks or [("place", place)]


def _told(path: KeyPath, value: Any) -> str:
    shown = _shown(value)
    return say("key-and-value", key=key_text(path), value=shown) if shown else key_text(path)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return quoted(shortened(value))
    return "" if isinstance(value, list | Mapping) else str(value)

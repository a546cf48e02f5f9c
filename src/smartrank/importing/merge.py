"""What people wrote into a data file by hand, kept when the city's page is imported again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from smartrank.errors import UsageError
from smartrank.dataset.positions import comment_lines
from smartrank.names import slug
from smartrank.dataset.dump import SCHEMA_LINE

if TYPE_CHECKING:
    from smartrank.dataset.load import Dataset
    from smartrank.model import BestPractice, Category, City

_CITY_KEYS = ("ags",)
_SOURCE_KEYS = ("ranked_cities", "url", "retrieved")
_PRACTICE_KEYS = ("summary", "milestones", "partners")


class Carried(NamedTuple):
    """The imported city with what was kept, and what a person should know of it."""

    city: City
    notes: tuple[str, ...]


def carry_over(new: City, old: Dataset) -> Carried:
    """Keep what a page does not say: the hand-written keys of the file that is replaced.

    Raises UsageError if the file holds another city or edition.
    """
    before = old.city
    if (before.slug, before.edition) != (new.slug, new.edition):
        hint = f"write to `{new.slug}-{new.edition}.toml`"
        message = f"`{old.file}` holds {before.name} {before.edition}, not {new.name} {new.edition}"
        raise UsageError(message, hint=hint)
    kept: list[str] = []
    lost: list[str] = []
    city = replace(
        new,
        **_kept(new, before, _CITY_KEYS, "", kept),
        source=replace(new.source, **_kept(new.source, before.source, _SOURCE_KEYS, "", kept)),
        categories=_categories(new, before, kept, lost),
        best_practices=_practices(new, before, kept, lost),
    )
    return Carried(city, tuple(_notes(kept, lost, old.text)))


def _kept(new: Any, old: Any, keys: tuple[str, ...], where: str, kept: list[str]) -> dict[str, Any]:
    """The keys that the old value has and the new one lacks."""
    found = {key: getattr(old, key) for key in keys if getattr(old, key) and not getattr(new, key)}
    kept.extend(f"{where}{key}" for key in found)
    return found


def _categories(new: City, old: City, kept: list[str], lost: list[str]) -> tuple[Category, ...]:
    likely = {
        (category.slug, position): row.likely_name
        for category in old.categories
        for position, row in category.rows()
        if row.likely_name
    }
    categories = []
    for category in new.categories:
        rows = []
        for position, row in category.rows():
            name = likely.get((category.slug, position)) if row.name is None else None
            if name:
                del likely[category.slug, position]
                kept.append(f"likely_name of {category.slug}/{position}")
            rows.append(replace(row, likely_name=name))
        categories.append(replace(category, indicators=tuple(rows)))
    lost.extend(
        f"likely_name of {key}/{position}, `{name}`" for (key, position), name in likely.items()
    )
    return tuple(categories)


def _practices(new: City, old: City, kept: list[str], lost: list[str]) -> tuple[BestPractice, ...]:
    left = list(old.best_practices)
    practices = []
    for practice in new.best_practices:
        twin = _twin(practice, left, alone=len(new.best_practices) == len(old.best_practices) == 1)
        if twin is None:
            practices.append(practice)
            continue
        left.remove(twin)
        where = f"{practice.title}: "
        practices.append(
            replace(practice, **_kept(practice, twin, ("url", *_PRACTICE_KEYS), where, kept))
        )
        if practice.title != twin.title:
            lost.append(f"title `{twin.title}`, the page has `{practice.title}`")
    lost.extend(f"best practice `{practice.title}`" for practice in left)
    return tuple(practices)


def _twin(
    practice: BestPractice, others: list[BestPractice], *, alone: bool
) -> BestPractice | None:
    for other in others:
        same_address = practice.url is not None and practice.url == other.url
        if same_address or slug(practice.title) == slug(other.title):
            return other
    return others[0] if alone and others else None


def _notes(kept: list[str], lost: list[str], text: str) -> list[str]:
    notes = []
    if kept:
        notes.append(f"carried over from the file that is replaced: {'; '.join(kept)}")
    if lost:
        notes.append(f"not carried over: {'; '.join(lost)}")
    comments = [
        line
        for line in comment_lines(text)
        if line != 1 or not text.startswith(SCHEMA_LINE.strip())
    ]
    if comments:
        notes.append(f"comments are lost: line {', '.join(map(str, comments))} of the old file")
    return notes

"""Every table and key of every kind of data file, once: kind of value, bounds, meaning, optional.

Checking, the JSON Schema, writing and merging walk these declarations; a new key is a line here and
a field of the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, get_args

from smartrank.dataset.fields import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_WHOLE,
    REFUSED,
    Ags,
    Array,
    Checked,
    Choice,
    Date,
    Group,
    Kind,
    Name,
    Named,
    Number,
    Problems,
    Rule,
    Score,
    Table,
    Text,
    Whole,
)
from smartrank.errors import KeyPath
from smartrank.messages import any_of, say
from smartrank.model import (
    OVERALL_NAME,
    BestPractice,
    Category,
    City,
    Indicator,
    Milestone,
    Rating,
    Source,
)
from smartrank.model import Kind as RowKind
from smartrank.names import OVERALL, is_year, nfc, slug

#: The two names of the overall rating; a category cannot have them.
RESERVED_CATEGORIES = (OVERALL, slug(OVERALL_NAME))
#: No city is larger.
MAX_KM2 = 1_000_000
SUFFIX = ".toml"
#: The table that only ranking files have.
RANKINGS = "rankings"
#: The names of the schemas of city files and of ranking files.
DATASET_SCHEMA, RANKING_SCHEMA = "dataset", "ranking"
#: How the name of a ranking file begins.
RANKING = "ranking-"


class File(Table):
    """The tables of one kind of data file; `fits` is the rule for the name of the file."""

    def __init__(
        self,
        meaning: str,
        model: Callable[..., Any],
        keys: Mapping[str, Kind],
        *,
        fits: Callable[[Checked, str, Problems], None],
        rules: Sequence[Rule] = (),
    ) -> None:
        super().__init__(meaning, model, keys, rules=rules)
        self.fits = fits


# --- what ties keys to each other ---------------------------------------------------------------


def check_previous_rank(rating: Checked, path: KeyPath, problems: Problems) -> None:
    """The rank in the edition before is a rank, too."""
    rank, change = rating.get("rank"), rating.get("rank_change")
    if rank is not None and change is not None and rank + change < 1:
        message = partial(say, "previous-rank", rank=rank, change=change)
        problems.add((*path, "rank_change"), "range", message)


def check_rank(rank: int, limit: int | None, path: KeyPath, problems: Problems) -> None:
    """No rank is beyond the number of cities, if that is known."""
    if limit is not None and rank > limit:
        message = partial(say, "rank-beyond-field", limit=limit, rank=rank)
        problems.add((*path, "rank"), "range", message)


def _check_ranks(file: Checked, _: KeyPath, problems: Problems) -> None:
    limit = file.get("source", {}).get("ranked_cities")
    for path, rating in _ratings(file):
        check_rank(rating.get("rank", 0), limit, path, problems)


def _ratings(file: Checked) -> Iterator[tuple[KeyPath, Checked]]:
    yield (OVERALL,), file.get(OVERALL, {})
    for key, category in file.get("categories", {}).items():
        yield ("categories", key), category


def _check_names(category: Checked, path: KeyPath, problems: Problems) -> None:
    """No two rows of a category have one name, or one key."""
    seen: dict[str, str] = {}
    for place, row in enumerate(category.get("indicators", ())):
        name = None if row is REFUSED else row.get("name")
        if name is None:
            continue
        key = slug(name)
        other = seen.get(key)
        if other is not None:
            code = "duplicate" if other == name else "same-key"
            message = partial(say, code, name=name, other=other, key=key)
            problems.add((*path, "indicators", place, "name"), "duplicate", message)
        seen[key] = name


def _check_city_file_name(file: Checked, stem: str, problems: Problems) -> None:
    name = file.get("city", {}).get("name")
    if name is None:
        return
    key, edition = slug(name), file.get("source", {}).get("edition")
    stems = [key] if edition is None else [key, f"{key}-{edition}"]
    if nfc(stem) not in stems and not (edition is None and key in stem_slugs(stem)):
        files = any_of(f"{stem}{SUFFIX}" for stem in stems)
        message = partial(say, "file-name", name=name, files=files)
        problems.add(("city", "name"), "mismatch", message)


def stem_slugs(stem: str) -> list[str]:
    """The city slugs a file of this stem may hold: four digits at its end may be an edition."""
    stem = nfc(stem)
    dated = stem[-5:-4] == "-" and is_year(stem[-4:])
    return [stem, stem[:-5]] if dated else [stem]


def ranking_stem(edition: int) -> str:
    """The name of the ranking file of an edition, without its suffix."""
    return f"{RANKING}{edition}"


def ranking_edition(stem: str) -> int | None:
    """The edition of a ranking file with this stem; None if it is none."""
    year = stem.removeprefix(RANKING)
    return int(year) if stem.startswith(RANKING) and is_year(year) else None


# --- the city file ------------------------------------------------------------------------------

SOURCE_KEYS: dict[str, Kind] = {
    "title": Text("title of the publication"),
    "publisher": Text("who publishes it"),
    "edition": Whole("edition, a year", FIRST_YEAR, LAST_YEAR),
    "ranked_cities": Whole(
        "how many cities the edition ranks", 1, optional=True, authority="import"
    ),
    "url": Text("page the figures were taken from", optional=True, authority="import"),
    "retrieved": Date("day the page was read, without quotes", optional=True, authority="import"),
}
INDICATOR = Table(
    "a row of a category",
    Indicator,
    {
        "name": Name(
            "name as published; left out for an unlabelled row", optional=True, authority="page"
        ),
        "likely_name": Text("our reading of an unlabelled row", optional=True),
        "kind": Choice("`bonus` for the row of projects outside the indicators", get_args(RowKind)),
        "score": Score("points"),
    },
    exclusive=("name", "likely_name"),
)
RATING_KEYS: dict[str, Kind] = {
    "rank": Whole("place in the ranking, 1 is the best", 1, authority="page"),
    "rank_change": Whole(
        "the page's Tendenz: plus means climbed; left out without an earlier edition",
        -MAX_WHOLE,
        optional=True,
        authority="page",
    ),
    "score": Score("points, 0 is the last city and 100 the best", optional=True),
}
CATEGORY = Table(
    "a category, under the key of its name",
    Category,
    {
        "name": Name("name as published; the key of the table is its slug", authority="page"),
        "rating": Group("its place in the ranking", Rating, RATING_KEYS),
        "indicators": Array("the rows in the order of the page", INDICATOR, optional=True),
    },
    rules=[check_previous_rank, _check_names],
)
PRACTICE = Table(
    "a project that the page presents",
    BestPractice,
    {
        "title": Text("title of the project"),
        "url": Text("page of the project", optional=True),
        "summary": Text("what it is, in your own words", newline=True, optional=True),
        "milestones": Array(
            "what was reached in which year",
            Table(
                "what was reached in a year",
                Milestone,
                {"year": Whole("year", FIRST_YEAR, LAST_YEAR), "what": Text("what was reached")},
            ),
            optional=True,
        ),
        "partners": Array("who takes part", Text("a partner"), optional=True),
    },
)
CITY_FILE = File(
    "one city in one edition of the index",
    City,
    {
        "city": Table(
            "facts of the city",
            None,
            {
                "name": Name("name of the city as published"),
                "state": Text("federal state", optional=True),
                "area_km2": Number("area in km²", MAX_KM2, above_zero=True, optional=True),
                "population": Whole("inhabitants", 1, optional=True, is_large=True),
                "ags": Ags("official key of the municipality, as text", optional=True),
            },
        ),
        "source": Table("where the figures come from", Source, SOURCE_KEYS),
        "overall": Table("the overall rating", Rating, RATING_KEYS, rules=[check_previous_rank]),
        "categories": Named(
            "the categories in the order of the page", CATEGORY, reserved=RESERVED_CATEGORIES
        ),
        "best_practices": Array("projects that the page presents", PRACTICE, optional=True),
    },
    fits=_check_city_file_name,
    rules=[_check_ranks],
)

"""TOML text -> model: all faults of a file are found at once, with line, column and key path."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli

from smartrank.errors import DatasetError, SmartrankError
from smartrank.model import BestPractice, Category, City, Indicator, Milestone, Rating, Source
from smartrank.names import OVERALL, slug
from smartrank.dataset.fields import FIRST_YEAR, LAST_YEAR, MOST_KM2, MOST_WHOLE, Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smartrank.errors import Code, Finding
    from smartrank.dataset.positions import Path as KeyPath
    from smartrank.dataset.fields import Problem

#: The two names of the overall rating; a category cannot have them.
RESERVED_CATEGORIES = (OVERALL, "gesamtwertung")


class Dataset(NamedTuple):
    """A city as a file gives it, with the name of the file and the text that places refer to."""

    city: City
    file: str
    text: str


def load(path: str | Path) -> City:
    """Read a data file.

    Raises DatasetError, with every fault of the file, if it cannot be used.
    """
    return read_dataset(Path(path)).city


def read_dataset(path: Path) -> Dataset:
    """Read a data file (`-` is standard input) and keep its text; raises DatasetError."""
    from smartrank.files import STANDARD_INPUT, read_bytes

    file = str(path)
    try:
        content = read_bytes(path)
    except SmartrankError as error:
        raise _refusal(file, 1, 1, "unreadable", str(error)) from error
    if file == STANDARD_INPUT:
        return parse(content, "<stdin>")
    return parse(content, file, stem=path.stem)


def parse(content: bytes, file: str, *, stem: str | None = None) -> Dataset:
    """Turn the bytes of a data file into a city; `file` names it in faults, `stem` must fit it.

    Raises DatasetError.
    """
    text = _decoded(content, file)
    table = _parsed(text, file)
    reader = Reader(table)
    city = _city(reader, stem)
    if reader.problems:
        raise DatasetError(_located(reader.problems, text, file))
    return Dataset(city, file, text)


def stem_slugs(stem: str) -> list[str]:
    """The city slugs a file of this stem may hold: four digits at its end may be an edition."""
    dated = stem[-5:-4] == "-" and stem[-4:].isdecimal()
    return [stem, stem[:-5]] if dated else [stem]


# --- text ---------------------------------------------------------------------------------------


def _decoded(content: bytes, file: str) -> str:
    try:
        return content.removeprefix(BOM_UTF8).decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        what = f"byte 0x{error.object[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise _refusal(file, line, column, "encoding", what) from error


def _parsed(text: str, file: str) -> dict[str, Any]:
    def refused(line: int, column: int, what: str) -> DatasetError:
        return _refusal(file, line, column, "syntax", what)

    try:
        table = tomli.loads(text)
        _refuse_new_syntax(text)
    except tomli.TOMLDecodeError as error:
        from smartrank.text import escape_unsafe

        what = escape_unsafe(error.msg)
        raise refused(
            error.lineno, error.colno, f"not TOML: {what[:1].lower()}{what[1:]}"
        ) from error
    except RecursionError as error:
        raise refused(1, 1, "not a data file: brackets or tables are nested too deep") from error
    except ValueError as error:
        import re

        from smartrank.dataset.positions import Locations, NewSyntaxError

        if isinstance(error, NewSyntaxError):
            what = f"{error} is TOML 1.1; data files are TOML 1.0"
            raise refused(*Locations(text).at(error.offset), what) from error
        found = re.search("[0-9_]{4300,}", text)
        place = Locations(text).at(found.start() if found else 0)
        raise refused(*place, "a number with thousands of digits") from error
    return table


def _refuse_new_syntax(text: str) -> None:
    """Tomli reads TOML 1.1 since 2.5: what another reader would refuse is refused here too.

    Only a text that could hold such syntax is walked through; most cannot.
    """
    long_strings = '"""' in text or "'''" in text
    if long_strings or "\\" in text or ",}" in "".join(text.split()) or _has_odd_braces(text):
        from smartrank.dataset.positions import locate

        locate(text, ())


def _has_odd_braces(text: str) -> bool:
    """Whether a line may be a part of an inline table; most lines with braces are one table."""
    return any(
        "#" in line or line.count("{") != 1 or line.count("}") != 1 or line.rstrip(" ,]")[-1] != "}"
        for line in text.split("\n")
        if "{" in line or "}" in line
    )


def _refusal(file: str, line: int, column: int, code: Code, message: str) -> DatasetError:
    """The error for a file that is no table of keys at all."""
    from smartrank.errors import Finding

    return DatasetError([Finding(file, line, column, "", "fault", code, message)])


# --- faults -------------------------------------------------------------------------------------


def key_text(path: KeyPath) -> str:
    """A key path as text: `categories.verwaltung.indicators[4].score`, counted from 0."""
    from smartrank.text import escape_unsafe

    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            is_bare = part.isascii() and part.replace("-", "_").replace("_", "a").isalnum()
            key = part if is_bare else f'"{escape_unsafe(part)}"'
            text += f".{key}" if text else key
    return text


def _located(problems: Sequence[Problem], text: str, file: str) -> list[Finding]:
    from smartrank.errors import Finding
    from smartrank.dataset.positions import Locations

    locations = Locations(text, [path for path, _, _ in problems])
    found = [
        Finding(
            file,
            *locations.of(path, value=code != "unknown-key"),
            key_text(path),
            "fault",
            code,
            message,
        )
        for path, code, message in problems
    ]
    return sorted(found, key=lambda finding: (finding.line, finding.column))


# --- the tables of a data file ------------------------------------------------------------------


def _city(file: Reader, stem: str | None) -> City:
    table = file.inner("city")
    name = table.name("name")
    state = table.text("state")
    area = table.number("area_km2", MOST_KM2, above_zero=True)
    population = table.whole("population", 1)
    ags = table.optional_text("ags")
    table.close()
    source_table = file.inner("source")
    source = _source(source_table)
    overall_table = file.inner("overall")
    overall = _rating(overall_table, source.ranked_cities)
    overall_table.close()
    city = City(
        name=name,
        state=state,
        area_km2=area,
        population=population,
        ags=ags,
        source=source,
        overall=overall,
        categories=tuple(_categories(file.inner("categories"), source.ranked_cities)),
        best_practices=tuple(map(_best_practice, file.each("best_practices", required=False))),
    )
    file.close()
    known_edition = not source_table.is_faulty("edition")
    if name and stem is not None and not _fits(stem, city, known_edition=known_edition):
        fitting = f"`{city.slug}.toml` or `{city.slug}-{city.edition}.toml`"
        table.report(
            "mismatch", f"`{name}` does not fit the file: it must be called {fitting}", "name"
        )
    return city


def _fits(stem: str, city: City, *, known_edition: bool) -> bool:
    if known_edition:
        return stem in (city.slug, f"{city.slug}-{city.edition}")
    return city.slug in stem_slugs(stem)


def _source(table: Reader) -> Source:
    source = Source(
        title=table.text("title"),
        publisher=table.text("publisher"),
        edition=table.whole("edition", FIRST_YEAR, LAST_YEAR),
        ranked_cities=table.optional_whole("ranked_cities", 1),
        url=table.optional_text("url"),
        retrieved=table.optional_date("retrieved"),
    )
    table.close()
    return source


def _rating(table: Reader, ranked_cities: int | None) -> Rating:
    rank = table.whole("rank", 1)
    change = table.optional_whole("rank_change", -MOST_WHOLE)
    if ranked_cities is not None and rank > ranked_cities:
        table.report(
            "range", f"must be at most {ranked_cities} (`ranked_cities`), not {rank}", "rank"
        )
    if change is not None and rank + change < 1 and not table.is_faulty("rank"):
        message = f"`rank` {rank} and a change of {change:+d} give a previous rank below 1"
        table.report("range", message, "rank_change")
    return Rating(rank=rank, rank_change=change, score=table.score())


def _categories(tables: Reader, ranked_cities: int | None) -> Iterator[Category]:
    for key in tables.table:
        table = tables.inner(key)
        name = table.name("name")
        if key in RESERVED_CATEGORIES:
            table.report("mismatch", "stands for the overall rating, which is the table `overall`")
        elif name and slug(name) != key:
            expected = f"must be `{slug(name)}`, as its name is `{name}`"
            table.report("mismatch", f"the key of the category {expected}")
        rating = _rating(table, ranked_cities)
        indicators = tuple(map(_indicator, table.each("indicators", required=True)))
        _refuse_twins(table, indicators)
        table.close()
        yield Category(name=name, rating=rating, indicators=indicators)
    if not tables.table:
        tables.report("missing-key", "holds no category")


def _refuse_twins(table: Reader, indicators: tuple[Indicator, ...]) -> None:
    seen: dict[str, str] = {}
    for place, row in enumerate(indicators):
        if not row.name:
            continue
        key = slug(row.name)
        if key in seen:
            twin = f"`{row.name}` stands twice in this category"
            if seen[key] != row.name:
                twin = f"`{row.name}` and `{seen[key]}` have the same key, `{key}`"
            table.report("duplicate", twin, "indicators", place, "name")
        seen[key] = row.name


def _indicator(table: Reader) -> Indicator:
    name = table.optional_name("name")
    likely_name = table.optional_text("likely_name")
    kind = table.optional_choice("kind", ("regular", "bonus"))
    if name is not None and likely_name is not None:
        table.report("mismatch", "is for a row without a `name`", "likely_name")
    row = Indicator(
        name=name,
        likely_name=likely_name,
        kind="bonus" if kind == "bonus" else "regular",
        score=table.score(),
    )
    table.close()
    return row


def _best_practice(table: Reader) -> BestPractice:
    practice = BestPractice(
        title=table.text("title"),
        url=table.optional_text("url"),
        summary=table.optional_text("summary", newline=True),
        milestones=tuple(map(_milestone, table.each("milestones", required=False))),
        partners=table.texts("partners"),
    )
    table.close()
    return practice


def _milestone(table: Reader) -> Milestone:
    milestone = Milestone(table.whole("year", FIRST_YEAR, LAST_YEAR), table.text("what"))
    table.close()
    return milestone

"""Page text -> model: reads a city's page as it was copied, understands every figure or stops."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from smartrank.errors import SmartrankError, UsageError
from smartrank.model import BestPractice, Category, City, Indicator, Rating, Source
from smartrank.names import slug
from smartrank.dataset.fields import FIRST_YEAR, LAST_YEAR, MOST_WHOLE
from smartrank.text import counted, escape_unsafe, unsafe_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartrank.model import Kind

TITLE, PUBLISHER = "Smart City Index", "Bitkom e. V."
#: How the name of a category's bonus row begins, by edition.
BONUS_NAMES = ("sonstige-projekte", "weitere-pilotprojekte")
_OVERALL = "gesamtwertung"
_HEADINGS = ({"platz", "tendenz", "kategorie", "index"}, {"indikator", "index"})
_PRACTICE = {"best-practice", "best-practices"}
#: A longer line is no title.
_LONGEST_TITLE = 200

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))
_LINE_END = re.compile(r"\r\n|[\n\r]")
#: What also ends a line of text, but is not counted as one by editors: page breaks and such.
_BREAK = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
_RULE = re.compile(r"[\s|:+=_\u2500-\u257f-]*")
_SCORE = r"\d{1,3}[.,]\d{1,2}"
_CHANGE = r"[+−–—-]\s?\d{1,4}|±\s?0|0|[−–—-]|neu|new"
_RATING = re.compile(
    rf"(?P<rank>\d{{1,4}})(?:\s(?P<change>{_CHANGE}))?\s(?P<name>[^\d\s].*?)\s(?P<score>{_SCORE})"
)
_ROW = re.compile(rf"(?:(?P<name>.*\S)\s)?(?P<score>{_SCORE})")
_FIGURE = re.compile(r"\d[.,]\d|(?<!\S)[+±−–-]?\d+%?(?!\S)")
_ADDRESS = re.compile(r"(https?://[^\s<>\"]+)[\s<>\"]*$")
_STATE = re.compile(r"Bundesland:?\s+(?P<state>[^|\d]*[^|\d\s])")
_AREA = re.compile(r"(?<!\S)(?P<area>\d[\d.,\s]{0,20}?)\s?km(?:²|2|\^2)")
_PEOPLE = re.compile(r"(?<!\S)(?P<people>\d[\d.,\s]{0,20}?)\s?Einwohner")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+|\d+")
_DECIMALS = re.compile(r"\d+(?:[.,]\d{1,2})?")
_PLACE = re.compile(r"Platz:?\s+(?P<rank>\d{1,4})")
_EDITION = re.compile(r"Smart-City-(?P<edition>\d{4})(?:/|$)")


class PageError(SmartrankError):
    """A page that cannot be read to the end: each line that is at fault."""

    @property
    def lines(self) -> tuple[str, ...]:
        """One line a problem."""
        return tuple(str(self).split("\n"))


class Page(NamedTuple):
    """What was read: the city, and what a person should know of the reading."""

    city: City
    notes: tuple[str, ...]


class About(NamedTuple):
    """What the page does not say of itself."""

    edition: int
    url: str | None = None
    ranked_cities: int | None = None


def about(edition: int | None, url: str | None, ranked_cities: int | None) -> About:
    """What a page does not say, with the edition from its address if it is not given.

    Raises UsageError if no edition can be told, or two.
    """
    found = _EDITION.search(url or "")
    named = int(found["edition"]) if found else None
    year = named if edition is None else edition
    if year is None:
        hint = "add `--edition 2025`, or `--url` with the address of the page"
        raise UsageError("the page does not say its edition", hint=hint)
    if named not in (None, year):
        message = f"`--edition {year}` and the address, which is of {named}, contradict each other"
        raise UsageError(message, hint="leave one out")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = f"the edition {year} is no year from {FIRST_YEAR} to {LAST_YEAR}"
        raise UsageError(message, hint="name the year of the edition, as `--edition 2025`")
    if ranked_cities is not None and not 1 <= ranked_cities <= MOST_WHOLE:
        message = f"`--ranked-cities {ranked_cities}` is no number of cities"
        raise UsageError(message, hint="name how many cities the edition ranks")
    if url is not None and (not url.strip() or unsafe_characters(url)):
        message = f"`--url {escape_unsafe(url)}` is no address"
        raise UsageError(message, hint="name the address of the page, or leave it out")
    return About(year, url, ranked_cities)


def read_page(content: bytes, file: str, known: About) -> Page:
    """Read the text of a city's page.

    Raises PageError, with file and line, if a figure fits nowhere or something needed is missing.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        hint = "save the page as UTF-8 text"
        raise PageError(f"{file}:{line}: is not UTF-8", hint=hint) from error
    reader = _PageReader(file)
    reader.read(text)
    return reader.page(known)


# --- lines ----------------------------------------------------------------------------------------


class _Line(NamedTuple):
    """A line of the page: its number, counted from 1, and its text with single blanks.

    `bars` is the text with the bars between its cells, which part the facts of the city.
    """

    number: int
    text: str
    bars: str

    @property
    def is_heading(self) -> bool:
        return set(self.text.casefold().split()) in _HEADINGS

    @property
    def row(self) -> re.Match[str] | None:
        return _ROW.fullmatch(self.text)


def _lines(text: str) -> list[_Line]:
    """The lines that hold something, with the blanks and bars of all copies made one blank."""
    found = []
    parts = (
        (number, part)
        for number, line in enumerate(_LINE_END.split(text), 1)
        for part in _BREAK.split(line)
    )
    for number, raw in parts:
        plain = unicodedata.normalize("NFC", raw).translate(_INVISIBLE)
        plain = re.sub(r"^[\s|]*#+\s", "", plain).replace("**", "")
        cells = re.sub(r"[\s|]+", " ", plain).strip()
        if cells and not _RULE.fullmatch(plain):
            found.append(_Line(number, cells, re.sub(r"\s+", " ", plain)))
    return found


def _bare(address: str) -> str:
    """An address without the full stop or bracket behind it that belongs to the text."""
    address = address.rstrip(".,;:!?")
    if address.endswith(")") and "(" not in address:
        address = address.rstrip(").,;")
    return address


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _excerpt(text: str) -> str:
    return escape_unsafe(text if len(text) <= 60 else f"{text[:59]}…")


# --- the page -------------------------------------------------------------------------------------


class _Project:
    """A best-practice project while its text is read: its title and address."""

    def __init__(self, title: _Line, *, first: bool) -> None:
        self.title = title
        self.first = first
        self.url: str | None = None

    @property
    def is_one(self) -> bool:
        """Whether this is a project, and not the foot of a page behind the last project."""
        return len(self.title.text) <= _LONGEST_TITLE and bool(self.first or self.url)


class _PageReader:
    """Goes through a page line by line; each line belongs to the part that `take` reads."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.take = self._top
        self.problems: list[str] = []
        self.notes: list[str] = []
        self.titles: list[_Line] = []  # lines above the tables that may be the city's name
        self.facts: dict[str, tuple[_Line, str]] = {}
        self.place: tuple[_Line, int] | None = None
        self.ratings: dict[str, tuple[str, Rating]] = {}
        self.rows: dict[str, list[Indicator]] = {}
        self.current: list[Indicator] = []
        self.keys: set[str] = set()  # of the rows of the current category
        self.projects: list[_Project] = []
        self.strange: list[_Line] = []  # lines of the tables that are no heading, row or rating

    def read(self, text: str) -> None:
        lines = _lines(text)
        for line, following in zip(lines, [*lines, None][1:], strict=True):
            if slug(line.text) in _PRACTICE:
                self.take = self._project_title
            elif self._opens_category(line, following):
                self._open_category(line)
            elif not line.is_heading or self.take == self._prose:
                self.take(line, following)

    def problem(self, line: _Line, what: str) -> None:
        self.problems.append(f"{self.file}:{line.number}: {what}: `{_excerpt(line.text)}`")

    def _not_understood(self, line: _Line, following: _Line | None) -> None:
        """A line of the tables that says nothing known: without a figure it is only noted."""
        row = following.row if following else None
        if _FIGURE.search(line.text):
            self.problem(line, "a figure that fits nowhere")
        elif row and not row["name"]:
            self.problem(line, "a name without a figure, before a figure without a name")
        else:
            self.strange.append(line)
            self.notes.append(f"line {line.number} is not understood: `{_excerpt(line.text)}`")

    # --- above the categories: the city's name, its facts, its ratings --------------------------

    def _top(self, line: _Line, following: _Line | None) -> None:
        facts = {
            name: (line, value)
            for pattern in (_STATE, _AREA, _PEOPLE)
            if (found := pattern.search(line.bars))
            for name, value in found.groupdict().items()
        }
        if rating := _RATING.fullmatch(line.text):
            self._rating(line, rating)
        elif place := _PLACE.fullmatch(line.text):
            self.place = (line, int(place["rank"]))
        elif facts:
            self.facts |= facts
            rest = line.bars
            for pattern in (_STATE, _AREA, _PEOPLE):
                rest = pattern.sub(" ", rest, count=1)
            if _FIGURE.search(rest):
                self.problem(line, "a figure that fits nowhere")
        elif _FIGURE.search(line.text):
            self.problem(line, "a figure that fits nowhere")
        elif slug(line.text) != _OVERALL:
            self.titles.append(line)

    def _rating(self, line: _Line, found: re.Match[str]) -> None:
        key = slug(found["name"])
        if key in self.ratings:
            self.problem(line, "a second rating of the same category")
        sign_and_places = re.fullmatch(r"([+−–—-]?)±?\s?(\d+)", found["change"] or "")
        change = None
        if sign_and_places:
            sign, places = sign_and_places.groups()
            change = int(places) if sign in ("", "+") else -int(places)
        rating = Rating(
            rank=int(found["rank"]), rank_change=change, score=self._score(line, found["score"])
        )
        self.ratings[key] = (found["name"], rating)

    def _score(self, line: _Line, text: str) -> float:
        score = _number(text)
        if score > 100:
            self.problem(line, "a score above 100")
        return score

    # --- the table of a category ----------------------------------------------------------------

    def _opens_category(self, line: _Line, following: _Line | None) -> bool:
        key = slug(line.text)
        if key not in self.ratings or key == _OVERALL:
            return False
        if self.take != self._prose:
            return True
        # in the middle of prose only a table that is still due begins with its name
        return (
            key not in self.rows
            and following is not None
            and (following.is_heading or bool(following.row))
        )

    def _open_category(self, line: _Line) -> None:
        key = slug(line.text)
        if key in self.rows:
            self.problem(line, "a second table of the same category")
        self.current = self.rows.setdefault(key, [])
        self.keys = {row.slug for row in self.current if row.slug}
        self.take = self._row

    def _row(self, line: _Line, following: _Line | None) -> None:
        found = line.row
        rating = _RATING.fullmatch(line.text)
        if rating and slug(rating["name"]) in self.ratings:
            self.problem(line, "a rating among the rows of a category")
            return
        if not found:
            self._not_understood(line, following)
            return
        name: str | None = found["name"]
        score = self._score(line, found["score"])
        if name is not None and re.fullmatch(_SCORE, name):
            self.problem(line, "a figure that fits nowhere")
        elif name is not None and re.search(rf"(?<!\S){_SCORE}(?!\S)", name):
            self.notes.append(f"line {line.number}: a name with a figure in it: `{_excerpt(name)}`")
        if name is not None and not slug(name):
            self.problem(line, "a name without a letter or digit")
        elif name is not None and slug(name) in self.keys:
            self.problem(line, "a second row of the same name in its category")
        self.keys.add(slug(name or ""))
        is_bonus = name is not None and slug(name).startswith(BONUS_NAMES)
        kind: Kind = "bonus" if is_bonus else "regular"
        self.current.append(Indicator(name=name, score=score, kind=kind))

    # --- best practice: title and address are taken, the prose is not ---------------------------

    def _project_title(self, line: _Line, following: _Line | None) -> None:
        self.projects.append(_Project(line, first=True))
        self.take = self._prose

    def _prose(self, line: _Line, following: _Line | None) -> None:
        project = self.projects[-1]
        address = _ADDRESS.search(line.text)
        if address and project.url is None:
            project.url = _bare(address[1])
        elif address:
            self.notes.append(f"line {line.number}: a second address is not taken: `{address[1]}`")
        elif project.url is not None:
            # behind its address a project is over: the title of the next, or the foot of the page
            self.projects.append(_Project(line, first=False))

    # --- the result -----------------------------------------------------------------------------

    def page(self, known: About) -> Page:
        name = self._name()
        state, area, people = self._state(), self._area(), self._people()
        overall = self._overall()
        categories = tuple(
            Category(name=label, rating=rating, indicators=tuple(self.rows.get(key, ())))
            for key, (label, rating) in self.ratings.items()
            if key != _OVERALL
        )
        if not categories:
            self.problems.append(f"{self.file}: no rating of a category was found")
        projects = tuple(self._practices())
        if any(not category.indicators for category in categories):
            for line in self.strange:
                self.problem(line, "perhaps the heading of a category that is left without rows")
        if self.problems:
            hint = "mend the lines, or take them out if they are not part of the city's page"
            raise PageError("\n".join(self.problems), hint=hint)
        source = Source(
            title=TITLE,
            publisher=PUBLISHER,
            edition=known.edition,
            ranked_cities=known.ranked_cities,
            url=known.url,
        )
        city = City(
            name=name,
            state=state,
            area_km2=area,
            population=people,
            source=source,
            overall=overall,
            categories=categories,
            best_practices=projects,
        )
        return Page(city, (*self._summary(city), *self.notes))

    def _missing(self, what: str) -> None:
        self.problems.append(f"{self.file}: {what} was not found")

    def _name(self) -> str:
        """The text above the tables; where there are several, the one that stands there twice."""
        counts = Counter(slug(line.text) for line in self.titles)
        names = [line for line in self.titles if counts[slug(line.text)] > 1] or self.titles
        if not names:
            self._missing("the name of the city, above its facts,")
            return ""
        key = slug(names[0].text)
        if any(slug(line.text) != key for line in names):
            listed = " or ".join(f"`{_excerpt(line.text)}`" for line in names[:5])
            self.problems.append(f"{self.file}: the name of the city is not clear: {listed}")
        for line in self.titles:
            if slug(line.text) != key:
                self.notes.append(f"line {line.number} is not understood: `{_excerpt(line.text)}`")
        return names[0].text

    def _state(self) -> str:
        if "state" not in self.facts:
            self._missing("the state, as in `Bundesland Thüringen`,")
        return self.facts["state"][1] if "state" in self.facts else ""

    def _area(self) -> float:
        if "area" not in self.facts:
            self._missing("the area, as in `114 km²`,")
            return 0.0
        line, text = self.facts["area"]
        if not _DECIMALS.fullmatch(text):
            self.problem(line, "an area that can be read in two ways or none")
            return 0.0
        return int(text) if text.isdecimal() else _number(text)

    def _people(self) -> int:
        if "people" not in self.facts:
            self._missing("the number of inhabitants, as in `111.191 Einwohner`,")
            return 0
        line, text = self.facts["people"]
        if not _THOUSANDS.fullmatch(text):
            self.problem(line, "a number of inhabitants that is none")
            return 0
        return int(re.sub(r"\D", "", text))

    def _overall(self) -> Rating:
        if _OVERALL not in self.ratings:
            self._missing("the overall rating, as in `54 -7 Gesamtwertung 67.1`,")
            return Rating(rank=1, score=0.0)
        overall = self.ratings[_OVERALL][1]
        if self.place and self.place[1] != overall.rank:
            self.problem(self.place[0], f"not the rank of the overall rating, {overall.rank}")
        return overall

    def _practices(self) -> Iterator[BestPractice]:
        for project in self.projects:
            if project.is_one:
                yield BestPractice(title=project.title.text, url=project.url)
            else:
                line = project.title
                self.notes.append(f"line {line.number} is not understood: `{_excerpt(line.text)}`")

    def _summary(self, city: City) -> Iterator[str]:
        rows = [row for category in city.categories for row in category.indicators]
        parts = [
            counted(len(city.categories), "category", "categories"),
            counted(len(rows), "row"),
            f"{sum(row.name is None for row in rows)} unlabelled",
            f"{sum(row.kind == 'bonus' for row in rows)} bonus",
            counted(len(city.best_practices), "project"),
        ]
        yield f"read {city.name} {city.edition}: {', '.join(parts)}"
        for category in city.categories:
            if not category.indicators:
                yield f"{category.name} has a rating but no rows"
        if city.best_practices:
            yield (
                "best practice: title and address were taken, the text was not; "
                "tell `summary`, `milestones` and `partners` in your own words"
            )
        address = re.split("[?#]", city.source.url or "")[0]
        path = address.rstrip("/").rpartition("/")[2]
        if path and slug(path) != city.slug:
            yield f"the address ends in `{path}`, the page is of {city.name}"

"""Where data sets are, and which one a name means. A file is read only if an answer needs it."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from smartrank.dataset.layout import SUFFIX, stem_slugs
from smartrank.dataset.load import Dataset, read_dataset
from smartrank.errors import (
    DatasetError,
    Finding,
    SmartrankError,
    UnknownNameError,
    UsageError,
)
from smartrank.files import reason
from smartrank.messages import any_of, quoted, say
from smartrank.model import City
from smartrank.names import (
    ambiguity,
    city_matches,
    did_you_mean,
    listed,
    nfc,
    slug,
    without_title,
)

#: Names files and folders with data sets, separated as PATH is.
DATA_VARIABLE = "SMARTRANK_DATA"
#: Files of the bundled folder that hold facts on cities and editions, and no data set.
FACTS_FILES = ("editions.toml", "register.toml")
#: So many cities are looked for by going through all names; for more an index is made.
_FEW = 8
#: The official key of a municipality (AGS) has so many digits.
_AGS_DIGITS = 8


class Chosen(NamedTuple):
    """The data sets of a list, and the newest of each city that has none of their edition.

    `edition` is what the list is of; None if that differs from city to city.
    """

    datasets: list[Dataset]
    edition: int | None = None
    left_out: list[Dataset] = []  # noqa: RUF012 - it is never changed


class _Place(NamedTuple):
    """A folder and the names of the data files in it, or one file that is named itself."""

    folder: str
    names: list[str]
    is_file: bool

    def paths(self) -> Iterator[str]:
        """The files, by name."""
        for name in sorted(self.names):
            yield os.path.join(self.folder, name)


def bundled_folder() -> Path:
    """The data that comes with the package: beside its files, else in the repository."""
    here = Path(__file__).parents[1]
    beside = here / "data"
    return beside if beside.is_dir() else here.parents[1] / "data"


def user_folder() -> Path:
    """The folder for a user's own data files, there or not: what `typer.get_app_dir` gives."""
    home = os.path.expanduser("~")  # noqa: PTH111 - it gives a path where nobody has a home, too
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or home
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Application Support")
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    return Path(base, "smartrank")


def data_files(path: Path) -> list[str]:
    """The data files a path names: itself, or in a folder every `*.toml`, by name.

    Raises SmartrankError if there is none or it cannot be looked into.
    """
    return list(_named_place(path).paths())


def _named_place(path: str | Path) -> _Place:
    """What a path that somebody named stands for.

    Raises UsageError for an empty path, SmartrankError if nothing is there or no data file in it.
    """
    if not str(path).strip():
        raise UsageError(say("empty-path"), hint=say("name-data"))
    place = _place(Path(path))
    if not place.names:
        message = say("no-data-file", folder=quoted(path), pattern=quoted(f"*{SUFFIX}"))
        raise SmartrankError(message, hint=say("name-data"))
    return place


def _place(path: Path) -> _Place:
    try:
        names = os.listdir(path)
    except (NotADirectoryError, FileNotFoundError) as error:
        if path.exists():
            return _Place(str(path.parent), [path.name], is_file=True)
        raise SmartrankError(
            say("no-such-path", path=quoted(path)), hint=say("name-data")
        ) from error
    except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
        message = say("unreadable-folder", folder=quoted(path), reason=reason(error))
        raise SmartrankError(message) from error
    return _Place(str(path), [name for name in names if _is_data_file(path, name)], is_file=False)


def _is_data_file(folder: Path, name: str) -> bool:
    """Whether a file of a folder is read: one in capitals is, and told that it does not fit."""
    if name[0] == "." or not name.lower().endswith(SUFFIX):
        return False
    return name not in FACTS_FILES or not folder.samefile(bundled_folder())


def _stem(file: str) -> str:
    """The stem as a city's key: one in capitals is read, and then told that it does not fit."""
    return nfc(os.path.splitext(os.path.basename(file))[0]).lower()


def _may_hold(name: str, city: str) -> bool:
    """Whether a file of this name may hold a city, as far as the name tells."""
    return nfc(name)[: len(city)].lower() == city and city in stem_slugs(_stem(name))


class Store:
    """The data sets at hand: bundled, the user's own, of the environment, and those named.

    An equal city and edition takes the earlier one's place. A folder may hold ten thousand files:
    names stay text until a file is read, and a city that is named exactly needs no look at others.
    A file that is named itself is always read, whatever it is called.
    """

    def __init__(self, paths: Iterable[str | Path] = ()) -> None:
        """Look into all folders.

        Raises SmartrankError if something that is named is not there, or a folder has no data file;
        UsageError for an empty path.
        """
        self._places = [_place(bundled_folder())]
        if (own := user_folder()).is_dir():
            self._places.append(_place(own))
        self._places += _of_environment()
        self._places += map(_named_place, paths)
        self._read: dict[str, Dataset] = {}
        self._asked = 0

    @cached_property
    def _own_names(self) -> set[str]:
        """The files that are named themselves."""
        return {path for place in self._places if place.is_file for path in place.paths()}

    @cached_property
    def _paths(self) -> list[str]:
        return [path for place in self._places for path in place.paths()]

    @cached_property
    def _files(self) -> dict[str, list[str]]:
        """The files of folders by the key of the city that they may hold."""
        files: dict[str, list[str]] = {}
        for path in self._paths:
            for city in () if path in self._own_names else stem_slugs(_stem(path)):
                files.setdefault(city, []).append(path)
        return files

    def city_slugs(self) -> list[str]:
        """The cities at hand, in order: as far as the names of files in folders tell.

        Raises DatasetError if a file that is named itself is broken.
        """
        found = {stem_slugs(_stem(path))[-1] for path in self._paths if path not in self._own_names}
        return sorted(found | {dataset.city.slug for dataset in self._latest(self._own_names)})

    def editions(self, name: str) -> list[Dataset]:
        """All editions of one city, oldest first.

        Raises UnknownNameError, or DatasetError if a file that may hold the city is broken.
        """
        exact = slug(name)
        editions = self._of_city(exact)
        if not editions and len(exact) == _AGS_DIGITS and exact.isdecimal():
            editions = self._of_key(exact)
        if editions:
            return editions
        meant = [city for city in city_matches(name, self._known()) if city != exact]
        # a file with four digits at the end of its name is listed under two keys, and holds one
        _refuse_several(name, (stem_slugs(city)[-1] for city in meant))
        editions = [dataset for city in meant for dataset in self._of_city(city)]
        _refuse_several(name, (dataset.city.slug for dataset in editions))
        if not editions:
            hint = did_you_mean(without_title(name), self.city_slugs())
            raise UnknownNameError(say("unknown-city", name=name), hint=hint)
        return editions

    def _known(self) -> list[str]:
        """Every key under which a city may be at hand."""
        named = (dataset.city.slug for dataset in self._latest(self._own_names))
        return list(dict.fromkeys([*self._files, *named]))

    def _of_key(self, ags: str) -> list[Dataset]:
        """The editions of the city of an official key: as registered, else told by content."""
        from smartrank.dataset.register import registered

        if (city := registered(ags)) and (found := self._of_city(city.slug)):
            return found
        every = _ordered(self._latest(self._paths))
        cities = {dataset.city.slug for dataset in every if dataset.city.ags == ags}
        _refuse_several(ags, cities)
        return [dataset for dataset in every if dataset.city.slug in cities]

    def _of_city(self, city: str, stems: Sequence[str] | None = None) -> list[Dataset]:
        """The editions of a city, from files with one of some stems if they are told."""
        paths = self._files_of(city) if city else []
        if stems is not None:
            paths = [path for path in paths if path in self._own_names or _stem(path) in stems]
        return _ordered(dataset for dataset in self._latest(paths) if dataset.city.slug == city)

    def _files_of(self, city: str) -> list[str]:
        """The files that may hold a city, found without a look at all others."""
        self._asked += 1
        if self._asked > _FEW:
            found = [*self._files.get(city, ()), *self._own_names]
            return sorted(found, key=self._order.__getitem__)
        return [
            os.path.join(place.folder, name)
            for place in self._places
            for name in sorted(n for n in place.names if place.is_file or _may_hold(n, city))
        ]

    @cached_property
    def _order(self) -> dict[str, int]:
        return {path: number for number, path in enumerate(self._paths)}

    def find(self, name: str) -> Dataset:
        """The data set that `CITY` (its newest edition) or `CITY@EDITION` means.

        Raises UnknownNameError, or DatasetError if a file that may hold the city is broken.
        """
        city, at, edition = (part.strip() for part in name.partition("@"))
        if not at:
            return self.editions(city)[-1]
        # files whose names tell another edition are no business of this one, broken or not
        exact = slug(city)
        near = self._of_city(exact, (exact, f"{exact}-{edition}"))
        if found := _of_edition(near, edition):
            return found
        editions = self.editions(city)
        if found := _of_edition(editions, edition):
            return found
        newest = editions[-1].city
        message = say("unknown-edition", edition=edition, city=newest.name)
        known = any_of(f"{newest.slug}@{dataset.city.edition}" for dataset in editions)
        raise UnknownNameError(message, hint=say("known-editions", names=known))

    def all_editions(self, name: str | None) -> list[Dataset]:
        """All editions of the city that is named, or of the only one at hand, oldest first.

        Raises UsageError for `CITY@EDITION` or if no city is named and there is more than one.
        """
        if name is None:
            return self.editions(self.single(None).city.slug)
        if "@" in name:
            city = quoted(name.partition("@")[0])
            raise UsageError(say("one-edition", name=name), hint=say("only-city", city=city))
        return self.editions(name)

    def everything(self) -> list[Dataset]:
        """Every edition of every city: by city, oldest edition first. Raises DatasetError."""
        return _ordered(self._latest(self._paths))

    def newest(self) -> list[Dataset]:
        """The newest edition of every city. Raises DatasetError."""
        return _newest(self.everything())

    def newest_edition(self) -> int | None:
        """The newest edition of any city, a year; None without a city. Raises DatasetError."""
        return _newest_edition(self.everything())

    def chosen(
        self, names: Iterable[str] = (), edition: int | None = None, *, all_editions: bool = False
    ) -> Chosen:
        """The data sets that are named, each once; without a name those of all cities.

        A list of all cities is of one edition: the one that is asked for, else the newest at hand;
        with `all_editions` it is of all. Of a city that is named it is that edition, else the
        newest, or all. An edition in the name goes first.

        Raises UnknownNameError for a city or an edition, DatasetError if a file that is needed is
        broken.
        """
        named = [
            dataset for name in names for dataset in self._asked_for(name, edition, all_editions)
        ]
        if named:
            return Chosen(list({dataset.city.key: dataset for dataset in named}.values()), edition)
        every = self.everything()
        if all_editions:
            return Chosen(every)
        year = _newest_edition(every) if edition is None else edition
        found = [dataset for dataset in every if dataset.city.edition == year]
        if edition is not None and not found:
            years = sorted({dataset.city.edition for dataset in every})
            hint = say("known-names", names=listed(map(str, years))) if years else say("no-names")
            raise UnknownNameError(say("no-such-edition", edition=edition), hint=hint)
        cities = {dataset.city.slug for dataset in found}
        left_out = [dataset for dataset in _newest(every) if dataset.city.slug not in cities]
        return Chosen(found, year, left_out)

    def _asked_for(self, name: str, edition: int | None, every: bool) -> list[Dataset]:
        if "@" in name or (edition is None and not every):
            return [self.find(name)]
        return self.editions(name) if every else [self.find(f"{name}@{edition}")]

    def single(self, name: str | None) -> Dataset:
        """The data set that is named; without a name the only city at hand.

        Raises UsageError if there is more than one city and none is named.
        """
        if name is not None:
            return self.find(name)
        newest = self.newest()
        if len(newest) == 1:
            return newest[0]
        if not newest:
            raise UsageError(say("no-city"), hint=say("name-data"))
        hint = did_you_mean("", (dataset.city.slug for dataset in newest))
        raise UsageError(say("several-cities"), hint=hint)

    def _latest(self, paths: Iterable[str]) -> Iterator[Dataset]:
        faults: list[Finding] = []
        found: dict[tuple[str, int], Dataset] = {}
        for path in paths:
            try:
                dataset = self._read.get(path) or self._dataset(path)
            except DatasetError as error:
                faults.extend(error.faults)
                continue
            self._read[path] = dataset
            found[dataset.city.key] = dataset
        if faults:
            raise DatasetError(faults)
        return iter(found.values())

    def _dataset(self, path: str) -> Dataset:
        return read_dataset(Path(path), any_name=path in self._own_names)


def _of_environment() -> Iterator[_Place]:
    """What the environment names; an error says that it was the environment."""
    for path in os.environ.get(DATA_VARIABLE, "").split(os.pathsep):
        if not path:
            continue
        try:
            yield _named_place(path)
        except SmartrankError as error:
            message = say("in-variable", variable=DATA_VARIABLE, error=error.message)
            raise type(error)(message, hint=error.hint) from error


def _of_edition(datasets: Iterable[Dataset], edition: str) -> Dataset | None:
    return next((found for found in datasets if str(found.city.edition) == edition), None)


def _newest(datasets: Iterable[Dataset]) -> list[Dataset]:
    """The last data set of each city."""
    return list({dataset.city.slug: dataset for dataset in datasets}.values())


def _newest_edition(datasets: Iterable[Dataset]) -> int | None:
    return max((dataset.city.edition for dataset in datasets), default=None)


def _refuse_several(name: str, cities: Iterable[str]) -> None:
    several = sorted(set(cities))
    if len(several) > 1:
        raise ambiguity("ambiguous-city", name, several)


def _ordered(datasets: Iterable[Dataset]) -> list[Dataset]:
    return sorted(datasets, key=lambda dataset: dataset.city.key)


def find(name: str, paths: Iterable[str | Path] = ()) -> City:
    """The city that `CITY` (its newest edition) or `CITY@EDITION` means, as on the command line.

    `paths` are data files and folders beside the bundled ones. Raises UnknownNameError, or
    DatasetError if a file that may hold the city is broken.
    """
    return Store(paths).find(name).city

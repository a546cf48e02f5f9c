"""Where data sets are, and which one a name means. A file is read only if an answer needs it."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from smartrank.errors import DatasetError, SmartrankError, UnknownNameError, UsageError
from smartrank.files import reason
from smartrank.dataset.load import read_dataset, stem_slugs
from smartrank.names import MAX_LISTED, did_you_mean, matches, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from smartrank.errors import Finding
    from smartrank.dataset.load import Dataset
    from smartrank.model import City

#: Names files and folders with data sets, separated as PATH is.
DATA_VARIABLE = "SMARTRANK_DATA"
SUFFIX = ".toml"
#: Files of the bundled folder that hold facts on cities and editions, and no data set.
FACTS_FILES = ("editions.toml", "register.toml")


def bundled_folder() -> Path:
    """The data that comes with the package: beside its files, else in the repository."""
    here = Path(__file__).parents[1]
    beside = here / "data"
    return beside if beside.is_dir() else here.parents[1] / "data"


def data_files(path: Path) -> list[str]:
    """The data files a path names: itself, or in a folder every `*.toml`, by name.

    Raises SmartrankError if there is nothing or it cannot be looked into.
    """
    folder, names = _listing(path)
    return [os.path.join(folder, name) for name in sorted(names)]


def _listing(path: Path) -> tuple[str, list[str]]:
    """A folder and the names of the data files in it, or those of the file that is named."""
    try:
        names = os.listdir(path)
    except (NotADirectoryError, FileNotFoundError) as error:
        if path.exists():
            return str(path.parent), [path.name]
        hint = "name a data file or a folder of data files"
        raise SmartrankError(f"there is no `{path}`", hint=hint) from error
    except OSError as error:
        raise SmartrankError(f"cannot read the folder `{path}`: {reason(error)}") from error
    if path == bundled_folder():
        names = [name for name in names if name not in FACTS_FILES]
    return str(path), [name for name in names if name.endswith(SUFFIX) and name[0] != "."]


def _stem(file: str) -> str:
    """The stem as a city's key: one in capitals is read, and then told that it does not fit."""
    return os.path.splitext(os.path.basename(file))[0].lower()


def _may_hold(name: str, city: str) -> bool:
    """Whether a file of this name may hold a city, as far as the name tells."""
    return name[: len(city)].lower() == city and city in stem_slugs(_stem(name))


class Store:
    """The data sets at hand: the bundled ones, those of the environment, and those named.

    An equal city and edition takes the earlier one's place. A folder may hold ten thousand files:
    names stay text until a file is read, and a city that is named exactly needs no look at others.
    """

    def __init__(self, paths: Iterable[str | Path] = ()) -> None:
        named = os.environ.get(DATA_VARIABLE, "").split(os.pathsep)
        folders = [bundled_folder(), *(Path(name) for name in named if name), *map(Path, paths)]
        self._listings = [_listing(folder) for folder in folders]
        self._read: dict[str, Dataset] = {}

    @cached_property
    def _paths(self) -> list[str]:
        return [
            os.path.join(folder, name) for folder, names in self._listings for name in sorted(names)
        ]

    @cached_property
    def _files(self) -> dict[str, list[str]]:
        """The files by the key of the city that they may hold."""
        files: dict[str, list[str]] = {}
        for path in self._paths:
            for city in stem_slugs(_stem(path)):
                files.setdefault(city, []).append(path)
        return files

    def city_slugs(self) -> list[str]:
        """The cities at hand, as far as the names of files tell, in order."""
        return sorted({stem_slugs(_stem(path))[-1] for path in self._paths})

    def editions(self, name: str) -> list[Dataset]:
        """All editions of one city, oldest first.

        Raises UnknownNameError, or DatasetError if a file that may hold the city is broken.
        """
        exact = slug(name)
        editions = self._of_city(exact, self._files_of(exact)) if exact else []
        if editions:
            return editions
        meant = [city for city in matches(name, self._files) if city != exact]
        # a file with four digits at the end of its name is listed under two keys, and holds one
        several = sorted({stem_slugs(city)[-1] for city in meant})
        if len(several) > 1:
            raise _ambiguous(name, several)
        found = [self._of_city(city, self._files[city]) for city in meant]
        editions = [dataset for editions in found for dataset in editions]
        several = sorted({dataset.city.slug for dataset in editions})
        if len(several) > 1:
            raise _ambiguous(name, several)
        if not editions:
            hint = did_you_mean(name, self.city_slugs())
            raise UnknownNameError(f"there is no data on a city `{name}`", hint=hint)
        return editions

    def _files_of(self, city: str) -> list[str]:
        """The files that may hold a city, found without a look at all others."""
        return [
            os.path.join(folder, name)
            for folder, names in self._listings
            for name in sorted(name for name in names if _may_hold(name, city))
        ]

    def find(self, name: str) -> Dataset:
        """The data set that `CITY` (its newest edition) or `CITY@EDITION` means.

        Raises UnknownNameError, or DatasetError if a file that may hold the city is broken.
        """
        city, at, edition = (part.strip() for part in name.partition("@"))
        if not at:
            return self.editions(city)[-1]
        # files whose names tell another edition are no business of this one, broken or not
        exact = slug(city)
        stems = (exact, f"{exact}-{edition}")
        near = [path for path in self._files_of(exact) if _stem(path) in stems] if exact else []
        for dataset in self._of_city(exact, near):
            if str(dataset.city.edition) == edition:
                return dataset
        editions = self.editions(city)
        for dataset in editions:
            if str(dataset.city.edition) == edition:
                return dataset
        known = editions[0].city
        listed = " or ".join(f"`{known.slug}@{dataset.city.edition}`" for dataset in editions)
        message = f"there is no edition `{edition}` of {known.name}"
        raise UnknownNameError(message, hint=f"there is {listed}")

    def all_editions(self, name: str | None) -> list[Dataset]:
        """All editions of the city that is named, or of the only one at hand, oldest first.

        Raises UsageError for `CITY@EDITION` or if no city is named and there is more than one.
        """
        if name is None:
            return self.editions(self.single(None).city.slug)
        if "@" in name:
            hint = f"name the city alone: `{name.partition('@')[0]}`"
            raise UsageError(f"`{name}` is one edition, but all are asked for", hint=hint)
        return self.editions(name)

    def everything(self) -> list[Dataset]:
        """Every edition of every city: by city, oldest edition first. Raises DatasetError."""
        return _ordered(self._latest(self._paths))

    def newest(self) -> list[Dataset]:
        """The newest edition of every city. Raises DatasetError."""
        return list({dataset.city.slug: dataset for dataset in self.everything()}.values())

    def chosen(self, names: Iterable[str]) -> list[Dataset]:
        """The data sets that are named, each once; without a name the newest of every city."""
        found = {(d.city.slug, d.city.edition): d for d in map(self.find, names)}
        return list(found.values()) or self.newest()

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
            hint = "name a data file or a folder of data files with `--data`"
            raise UsageError("there is no city at hand", hint=hint)
        hint = did_you_mean("", (dataset.city.slug for dataset in newest))
        raise UsageError("name a city: there is more than one", hint=hint)

    def _of_city(self, city: str, paths: Iterable[str]) -> list[Dataset]:
        return _ordered(dataset for dataset in self._latest(paths) if dataset.city.slug == city)

    def _latest(self, paths: Iterable[str]) -> Iterator[Dataset]:
        faults: list[Finding] = []
        found: dict[tuple[str, int], Dataset] = {}
        for path in paths:
            try:
                dataset = self._read.get(path) or read_dataset(Path(path))
            except DatasetError as error:
                faults.extend(error.faults)
                continue
            self._read[path] = dataset
            found[dataset.city.slug, dataset.city.edition] = dataset
        if faults:
            raise DatasetError(faults)
        return iter(found.values())


def _ambiguous(name: str, cities: Sequence[str]) -> UnknownNameError:
    listed = ", ".join(f"`{city}`" for city in cities[:MAX_LISTED])
    return UnknownNameError(f"`{name}` could be more than one city", hint=f"it may be {listed}")


def _ordered(datasets: Iterable[Dataset]) -> list[Dataset]:
    return sorted(datasets, key=lambda dataset: (dataset.city.slug, dataset.city.edition))


def find(name: str, paths: Iterable[str | Path] = ()) -> City:
    """The city that `CITY` (its newest edition) or `CITY@EDITION` means, as on the command line.

    `paths` are data files and folders beside the bundled ones. Raises UnknownNameError, or
    DatasetError if a file that may hold the city is broken.
    """
    return Store(paths).find(name).city


def user_folder() -> Path:
    """The folder for a user's own data files, there or not: what `typer.get_app_dir` gives."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or home)
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return base / "smartrank"

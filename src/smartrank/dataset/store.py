"""Which data set a name means. A file is read only if an answer needs it."""

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from smartrank.dataset.folders import data_paths
from smartrank.dataset.layout import ranking_edition, stem_slugs
from smartrank.dataset.load import DataFile, Dataset, RankingData, read_file
from smartrank.errors import DatasetError, Finding, UnknownNameError, UsageError
from smartrank.messages import any_of, quoted, say
from smartrank.model import City
from smartrank.names import (
    ambiguity,
    city_hint,
    city_matches,
    did_you_mean,
    is_ags,
    listed,
    nfc,
    slug,
)

if TYPE_CHECKING:
    from smartrank.dataset.listed import ListedCities

#: So many cities are looked for by going through all names; for more an index is made.
_FEW = 8


class Chosen(NamedTuple):
    """The data sets of a list, and the newest of each city that has none of their edition.

    `edition` is what the list is of; None if that differs from city to city.
    """

    datasets: list[Dataset]
    edition: int | None = None
    left_out: list[Dataset] = []  # noqa: RUF012 - it is never changed


def _stem(file: str) -> str:
    """The stem as a city's key: one in capitals is read, and then told that it does not fit."""
    return nfc(os.path.splitext(os.path.basename(file))[0]).lower()


def _cities_in(file: str) -> list[str]:
    """The cities that a file of a folder may hold, as far as its name tells."""
    stem = _stem(file)
    return [] if ranking_edition(stem) else stem_slugs(stem)


def _may_hold(name: str, city: str) -> bool:
    """Whether a file of this name may hold a city, as far as the name tells."""
    return nfc(name)[: len(city)].lower() == city and city in stem_slugs(_stem(name))


class Store:
    """The data sets at hand: bundled, the user's own, of the environment, and those named.

    An equal city and edition takes the earlier one's place. A folder may hold ten thousand files:
    names stay text until a file is read, and a city that is named exactly needs no look at others.
    A file that is named itself is always read, whatever it is called.

    A ranking file gives its cities for its edition. A city's own file comes first, field by field;
    what neither has comes from the register and from what was published of the edition.
    """

    def __init__(self, paths: Iterable[str | Path] = ()) -> None:
        """Look into all folders.

        Raises SmartrankError if something that is named is not there, or a folder has no data file;
        UsageError for an empty path.
        """
        self._places = data_paths(paths)
        self._read: dict[str, DataFile] = {}
        self._lists: dict[int, ListedCities] = {}
        self._asked = 0

    @cached_property
    def _own_names(self) -> set[str]:
        """The files that are named themselves."""
        return {path for place in self._places if place.is_file for path in place.files()}

    @cached_property
    def _paths(self) -> list[str]:
        return [path for place in self._places for path in place.files()]

    @cached_property
    def _files(self) -> dict[str, list[str]]:
        """The files of folders by the key of the city that they may hold."""
        files: dict[str, list[str]] = {}
        for path in self._paths:
            for city in () if path in self._own_names else _cities_in(path):
                files.setdefault(city, []).append(path)
        return files

    @cached_property
    def _ranking_files(self) -> dict[int, str]:
        """The ranking files by edition: by name in folders, by content where they are named."""
        found = {}
        for place in self._places:
            for path in place.ranking_files():
                edition = self._edition_of(path) if place.is_file else ranking_edition(_stem(path))
                if edition is not None:
                    found[edition] = path
        return found

    def _edition_of(self, path: str) -> int | None:
        """The edition of a ranking file that is named itself; None if it is the file of a city."""
        (file,) = self._opened([path])
        return file.rankings.edition if isinstance(file, RankingData) else None

    def _listed(self, edition: int) -> "ListedCities | None":
        """The cities of the ranking file of an edition; None without one."""
        if edition in self._ranking_files and edition not in self._lists:
            from smartrank.dataset.listed import ListedCities

            (file,) = self._opened([self._ranking_files[edition]])
            if isinstance(file, RankingData):
                self._lists[edition] = ListedCities(file)
        return self._lists.get(edition)

    def city_slugs(self) -> list[str]:
        """The cities at hand, in order: as far as the names of files in folders tell.

        Raises DatasetError if a ranking file, or a file that is named itself, is broken.
        """
        in_folders = (path for path in self._paths if path not in self._own_names)
        named = [cities[-1] for path in in_folders if (cities := _cities_in(path))]
        return sorted({*named, *self._told_by_content()})

    def _told_by_content(self) -> Iterator[str]:
        """The cities of files that are named themselves, and of ranking files."""
        for dataset in self._latest(self._own_names):
            yield dataset.city.slug
        for edition in self._ranking_files:
            if listed := self._listed(edition):
                yield from listed.slugs()

    def editions(self, name: str) -> list[Dataset]:
        """All editions of one city, oldest first.

        Raises UnknownNameError, or DatasetError if a file that may hold the city is broken.
        """
        exact = slug(name)
        editions = self._of_city(exact) or self._of_registered(name)
        if not editions and is_ags(exact):
            editions = self._of_key(exact)
        if editions:
            return editions
        meant = [city for city in city_matches(name, self._known()) if city != exact]
        # a file with four digits at the end of its name is listed under two keys, and holds one
        _refuse_several(name, (stem_slugs(city)[-1] for city in meant))
        editions = [dataset for city in meant for dataset in self._of_city(city)]
        _refuse_several(name, (dataset.city.slug for dataset in editions))
        if not editions:
            hint = city_hint(name, self.city_slugs())
            raise UnknownNameError(say("unknown-city", name=name), hint=hint)
        return editions

    def _known(self) -> list[str]:
        """Every key under which a city may be at hand."""
        return list(dict.fromkeys([*self._files, *self._told_by_content()]))

    def _of_registered(self, name: str) -> list[Dataset]:
        """The editions of the city that a name or official key means exactly in the register."""
        return next(filter(None, map(self._of_city, _registered_slugs(name))), [])

    def _of_key(self, ags: str) -> list[Dataset]:
        """The editions of the city of an official key, told by content."""
        every = self.everything()
        cities = {dataset.city.slug for dataset in every if dataset.city.ags == ags}
        _refuse_several(ags, cities)
        return [dataset for dataset in every if dataset.city.slug in cities]

    def _of_city(self, city: str) -> list[Dataset]:
        """The editions of a city, oldest first."""
        return list(self._newest_first(city))[::-1]

    def _newest_first(self, city: str, edition: str | None = None) -> Iterator[Dataset]:
        """The editions of a city, the newest first; ranking files are read as far as is asked.

        Of one edition, without a look at files whose names tell another.
        """
        own = self._own(city, edition)
        if not own and self._ranking_files:  # what lists call by one name, a file may by another
            own = next(filter(None, (self._own(c, edition) for c in _registered_slugs(city))), {})
        for year in sorted({*own, *self._ranking_files}, reverse=True):
            if edition in (None, str(year)) and (dataset := self._whole(city, year, own.get(year))):
                yield dataset

    def _own(self, city: str, edition: str | None) -> dict[int, Dataset]:
        """The city's own files by edition."""
        paths = self._files_of(city) if city else []
        if edition is not None:
            stems = (city, f"{city}-{edition}")
            paths = [path for path in paths if path in self._own_names or _stem(path) in stems]
        found = self._latest(paths)
        return {data.city.edition: data for data in found if data.city.slug == city}

    def _whole(self, city: str, edition: int, own: Dataset | None) -> Dataset | None:
        """What is known of a city in an edition: from its own file, then from lists and facts."""
        listed = self._listed(edition)
        if own is None:
            return listed.dataset(city) if listed else None
        return own._replace(city=completed(listed.joined(own.city) if listed else own.city))

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
        # files whose names tell another edition are no business of this one, broken or not
        if found := next(self._newest_first(slug(city), edition if at else None), None):
            return found
        if not at:
            return self.editions(city)[-1]
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
        own = self._latest(self._paths)
        found = [self._whole(data.city.slug, data.city.edition, data) for data in own]
        every = [dataset for dataset in found if dataset]
        known = {dataset.city.key for dataset in every}
        for edition in self._ranking_files:
            if listed := self._listed(edition):
                every += listed.others(known)
        return _ordered(every)

    def field(self, edition: int, *, around: City | None = None) -> list[City]:
        """All cities of an edition that are at hand.

        With a city that they are to stand `around`, it and those of the ranking file, which is all
        that a place in the field needs: no other file is read. A city that no list has, although
        they have another one at its rank, is of another field. Raises DatasetError.
        """
        listed = self._listed(edition)
        if around is not None:
            others = listed.others({around.key}) if listed and listed.admits(around) else ()
            return [around, *(dataset.city for dataset in others)]
        every = (data.city for data in self.everything() if data.city.edition == edition)
        return [city for city in every if listed is None or listed.admits(city)]

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

    def _latest(self, paths: Iterable[str]) -> list[Dataset]:
        """The data sets of cities in some files, of each city and edition the last."""
        found = {file.city.key: file for file in self._opened(paths) if isinstance(file, Dataset)}
        return list(found.values())

    def _opened(self, paths: Iterable[str]) -> list[DataFile]:
        """What some files hold. Raises DatasetError with the faults of all of them."""
        faults: list[Finding] = []
        found: list[DataFile] = []
        for path in paths:
            try:
                file = self._read.get(path) or self._file(path)
            except DatasetError as error:
                faults.extend(error.faults)
                continue
            self._read[path] = file
            found.append(file)
        if faults:
            raise DatasetError(faults)
        return found

    def _file(self, path: str) -> DataFile:
        return read_file(Path(path), any_name=path in self._own_names)


def _registered_slugs(name: str) -> list[str]:
    from smartrank.dataset.register import registered

    city = registered(name)
    return city.slugs if city else []


def completed(city: City) -> City:
    """The city with what its file leaves out and the shipped facts have."""
    if city.source.ranked_cities is None:
        from smartrank.dataset.editions import with_facts
        from smartrank.frozen import replace

        city = replace(city, source=with_facts(city.source))
    if None in (city.state, city.area_km2, city.population, city.ags):
        from smartrank.dataset.register import filled

        city = filled(city)
    return city


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

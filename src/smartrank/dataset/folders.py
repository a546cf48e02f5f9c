"""Where data files are: bundled, the user's own, of the environment, and those that are named."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from smartrank.dataset.layout import RANKING, SUFFIX
from smartrank.errors import SmartrankError, UsageError
from smartrank.files import reason
from smartrank.messages import quoted, say

#: Names files and folders with data sets, separated as PATH is.
DATA_VARIABLE = "SMARTRANK_DATA"
#: Files of the bundled folder that hold facts on cities and editions, and no data set.
FACTS_FILES = ("editions.toml", "register.toml")


class DataPath(NamedTuple):
    """A folder with the names of the data files in it, or one file that is named itself."""

    folder: str
    names: list[str]
    is_file: bool

    def files(self) -> Iterator[str]:
        """The files, by name."""
        for name in sorted(self.names):
            yield os.path.join(self.folder, name)

    def ranking_files(self) -> Iterator[str]:
        """The files that may hold ranking lists, as far as their names tell."""
        for name in self.names:
            if self.is_file or name.startswith(RANKING):
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


def data_paths(named: Iterable[str | Path]) -> list[DataPath]:
    """All paths to be read; a data set of a later one takes the place of an equal one before it.

    Raises SmartrankError if something that is named is not there, or a folder has no data file;
    UsageError for an empty path.
    """
    paths = [_at(bundled_folder())]
    if (own := user_folder()).is_dir():
        paths.append(_at(own))
    return [*paths, *_of_environment(), *map(_named, named)]


def data_files(path: Path) -> list[str]:
    """The data files a path names: itself, or in a folder every `*.toml`, by name.

    Raises SmartrankError if there is none or it cannot be looked into.
    """
    return list(_named(path).files())


def _named(path: str | Path) -> DataPath:
    """What a path that somebody named stands for.

    Raises UsageError for an empty path, SmartrankError if nothing is there or no data file in it.
    """
    if not str(path).strip():
        raise UsageError(say("empty-path"), hint=say("name-data"))
    found = _at(Path(path))
    if not found.names:
        message = say("no-data-file", folder=quoted(path), pattern=quoted(f"*{SUFFIX}"))
        raise SmartrankError(message, hint=say("name-data"))
    return found


def _at(path: Path) -> DataPath:
    try:
        names = os.listdir(path)
    except (NotADirectoryError, FileNotFoundError) as error:
        if path.exists():
            return DataPath(str(path.parent), [path.name], is_file=True)
        raise SmartrankError(
            say("no-such-path", path=quoted(path)), hint=say("name-data")
        ) from error
    except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
        message = say("unreadable-folder", folder=quoted(path), reason=reason(error))
        raise SmartrankError(message) from error
    return DataPath(str(path), [name for name in names if _is_data_file(path, name)], is_file=False)


def _is_data_file(folder: Path, name: str) -> bool:
    """Whether a file of a folder is read: one in capitals is, and told that it does not fit."""
    if name[0] == "." or not name.lower().endswith(SUFFIX):
        return False
    return name not in FACTS_FILES or not folder.samefile(bundled_folder())


def _of_environment() -> Iterator[DataPath]:
    """What the environment names; an error says that it was the environment."""
    for path in os.environ.get(DATA_VARIABLE, "").split(os.pathsep):
        if not path:
            continue
        try:
            yield _named(path)
        except SmartrankError as error:
            message = say("in-variable", variable=DATA_VARIABLE, error=error.message)
            raise type(error)(message, hint=error.hint) from error

"""Bytes -> checked tables -> model: all faults of a file at once, each with its place."""

# Annotations are evaluated, not postponed: a named tuple would compile each one on its own.
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import tomli

from smartrank.dataset.fields import Problems, shortened
from smartrank.dataset.layout import CITY_FILE, RANKINGS, SUFFIX, File
from smartrank.errors import Code, DatasetError, Finding, SmartrankError
from smartrank.messages import Message, say
from smartrank.model import City

if TYPE_CHECKING:
    from smartrank.rankings import Rankings

#: The tables that tell a file of each kind best.
_TELLING = ("city", RANKINGS)


class Dataset(NamedTuple):
    """A city as a file gives it, with the name of the file and the text that places refer to."""

    city: City
    file: str
    text: str


class RankingData(NamedTuple):
    """The lists of a ranking file, with its name and the text that places refer to."""

    rankings: "Rankings"
    file: str
    text: str


DataFile: TypeAlias = Dataset | RankingData


def load(path: str | Path) -> City:
    """Read a data file.

    Raises DatasetError, with every fault of the file, if it cannot be used.
    """
    return read_dataset(Path(path)).city


def load_rankings(path: str | Path) -> "Rankings":
    """Read a ranking file.

    Raises DatasetError, with every fault of the file, if it cannot be used.
    """
    return read_rankings(Path(path)).rankings


def read_dataset(path: Path) -> Dataset:
    """Read the file of a city as `read_file` does. Raises DatasetError."""
    return _of_city(read_file(path))


def _of_city(found: DataFile) -> Dataset:
    if isinstance(found, Dataset):
        return found
    raise _refusal(found.file, 1, 1, "unknown-kind", say("is-rankings"))


def read_rankings(path: Path) -> RankingData:
    """Read a ranking file (`-` is standard input) and keep its text. Raises DatasetError."""
    found = read_file(path)
    if isinstance(found, RankingData):
        return found
    raise _refusal(found.file, 1, 1, "unknown-kind", say("is-city"))


def read_file(path: Path, *, any_name: bool = False) -> DataFile:
    """Read a data file of any kind (`-` is standard input) and keep its text.

    With `any_name`, the name of the file need not fit what it holds. Raises DatasetError.
    """
    from smartrank.files import STANDARD_INPUT, read_bytes

    is_input = str(path) == STANDARD_INPUT
    file = "<stdin>" if is_input else str(path)
    try:
        content = read_bytes(path)
    except SmartrankError as error:
        raise _refusal(file, 1, 1, "unreadable", error.message) from error
    if is_input:
        return parse_file(content, file)
    # in `jena.TOML` the end of the name is what does not fit
    is_plain = path.suffix == SUFFIX or path.suffix.lower() != SUFFIX
    stem = path.stem if is_plain else path.name
    return parse_file(content, file, stem=None if any_name else stem)


def parse(content: bytes, file: str, *, stem: str | None = None) -> Dataset:
    """Turn the bytes of a city's file into the city, else as `parse_file`. Raises DatasetError."""
    return _of_city(parse_file(content, file, stem=stem))


def parse_file(content: bytes, file: str, *, stem: str | None = None) -> DataFile:
    """Turn the bytes of a data file into what it holds.

    `file` names it in faults, `stem` must fit what it holds. Raises DatasetError.
    """
    text = _decoded(content, file)
    table = _parsed(text, file)
    kind = kind_of(table)
    if kind is None:
        raise _refusal(file, 1, 1, "unknown-kind", _unknown_kind(table), text)
    _refuse_new_syntax(text, file)
    model = _checked(kind, table, text, file, stem)
    return (Dataset if kind is CITY_FILE else RankingData)(model, file, text)


def kind_of(table: dict[str, Any]) -> File | None:
    """The kind of a data file, told by its tables; None if it is something else."""
    if CITY_FILE.keys.keys() & table.keys() - {"source"}:  # ranking files have that, too
        return CITY_FILE
    if RANKINGS in table:
        from smartrank.dataset.ranking_layout import RANKING_FILE

        return RANKING_FILE
    return None


def _checked(kind: File, table: dict[str, Any], text: str, file: str, stem: str | None) -> Any:
    problems = Problems()
    checked = kind.check(table, (), problems)
    if stem is not None:
        kind.fits(checked, stem, problems)
    if problems.found:
        from smartrank.dataset.positions import findings_at

        faults = findings_at(problems.found, text, file, "fault", table)
        if problems.more:
            last = faults[-1]
            more = say("more-faults", count=problems.more)
            faults.append(last._replace(key="", code="more", message=more))
        raise DatasetError(faults)
    return kind.build(checked)


def _unknown_kind(table: dict[str, Any]) -> Message:
    from smartrank.messages import any_of
    from smartrank.names import listed

    expected = any_of(_TELLING)
    if not table:
        return say("no-keys", expected=expected)
    return say("unknown-kind", found=listed(map(shortened, table), 5), expected=expected)


# --- text ---------------------------------------------------------------------------------------


def _decoded(content: bytes, file: str) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or content[:2].count(0) == 1:
        raise _refusal(file, 1, 1, "encoding", say("is-utf-16"))
    try:
        return content.removeprefix(BOM_UTF8).decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        what = _undecoded(error.object[error.start])
        shown = before + error.object[error.start :].decode("cp1252", "replace")
        raise _refusal(file, line, column, "encoding", what, shown) from error


def _undecoded(byte: int) -> Message:
    """What the encoding looks like: cp1252, if the byte is there a letter or sign of German."""
    sign = bytes([byte]).decode("cp1252", "replace")
    if sign in "ÄÖÜäöüßéè„“”–²’€§":
        return say("is-cp1252", sign=sign)
    return say("not-utf-8", byte=byte)


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        from smartrank.dataset.positions import Lines
        from smartrank.dataset.slips import told

        at, message = told(text, error.pos)
        raise _refusal(file, *Lines(text).at(at), "syntax", message, text) from error
    except RecursionError as error:
        raise _refusal(file, 1, 1, "syntax", say("too-deep")) from error
    except ValueError as error:
        raise _too_many_digits(text, file) from error


def _too_many_digits(text: str, file: str) -> DatasetError:
    import re

    from smartrank.dataset.positions import Lines

    found = re.search("[0-9_]{4300,}", text)
    place = Lines(text).at(found.start() if found else 0)
    return _refusal(file, *place, "syntax", say("huge-number"), text)


def _refuse_new_syntax(text: str, file: str) -> None:
    """Tomli reads TOML 1.1 since 2.5: what another reader would refuse is refused here too.

    Only a text that could hold such syntax is walked through; most cannot.
    """
    if not _may_hold_new_syntax(text):
        return
    from smartrank.dataset.new_syntax import new_syntax
    from smartrank.dataset.positions import Lines

    if found := next(new_syntax(text), None):
        place = Lines(text).at(found.at)
        raise _refusal(file, *place, "syntax", say(found.code), text)


def _may_hold_new_syntax(text: str) -> bool:
    if any(part in text for part in ('"""', "'''", "\\x", "\\e")):
        return True
    if text.count("{") != text.count("}"):
        return True
    return not all(map(_is_plain_table, text.split("{")[1:]))


def _is_plain_table(text: str) -> bool:
    """Whether what follows a brace is an inline table on one line, as most are."""
    table, closed, _ = text.partition("}")
    is_on_one_line = closed and "\n" not in table and "#" not in table
    return bool(is_on_one_line) and table.rstrip(" \t")[-1:] != ","


def _refusal(  # noqa: PLR0917 - a finding, place first
    file: str, line: int, column: int, code: Code, message: str, text: str = ""
) -> DatasetError:
    """The error for a file of which no key can be told."""
    source = "" if not text else text.split("\n")[line - 1]
    return DatasetError([Finding(file, line, column, "", "fault", code, message, source)])

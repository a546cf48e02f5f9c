"""Best practice: title and address of each project are taken, its text is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from smartrank.importing.labels import is_damaged
from smartrank.importing.lines import Line
from smartrank.importing.problems import Problem, excerpt
from smartrank.importing.tables import begins_with_row
from smartrank.importing.words import LINK_LISTS, RATING_HEADINGS, ROW_COLUMNS, heading
from smartrank.messages import Message, say
from smartrank.model import BestPractice
from smartrank.names import slug

#: A longer line is no title.
_LONGEST_TITLE = 200
#: So many words before an address are its label; more are a sentence.
_LABEL_WORDS = 3
#: A title and text have so many words a line; entries of a menu have fewer.
_PROSE_WORDS = 3
#: By how many columns text may end before the headings of a copy.
_MARGIN = 6
_ADDRESS = re.compile(r"(?P<label>.*?)[\s<(\"]*(?P<url>https?://[^\s<>\"]+)[\s<>\"]*")
_CUT_ADDRESS = re.compile(r"(?:.*\s)?https?:/{0,2}")
#: Addresses of the publisher and of city pages, and those that hand a page on.
_NO_PROJECT = re.compile(r"bitkom\.org|/Smart-City-|\bshare|sharer|/intent/", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_SHARE = re.compile(r"(?:.*\s)?teilen:?|share\b.*", re.IGNORECASE)


class Practices(NamedTuple):
    """The projects of a page, and what was found on the way."""

    projects: tuple[BestPractice, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Message, ...]


class _Address(NamedTuple):
    """A line with an address; `words` before it tell a label from a sentence."""

    line: Line
    url: str
    words: int


def read_practices(sections: Sequence[Sequence[Line]], width: int) -> Practices:
    """The projects of all sections of best practice; `width` is that of the copy, in columns."""
    projects: list[BestPractice] = []
    problems: list[Problem] = []
    notes: list[Message] = []
    for lines in (part for section in sections for part in _projects(section)):
        title, *text = lines
        problems += _tables(lines)
        addresses = list(_addresses(text))
        chosen = _chosen(addresses)
        if not _is_title(title) or not (chosen or title.level or _is_prose(lines)):
            notes.append(say("no-title", line=title.number, text=excerpt(title.plain)))
            continue
        problems += _problems(title, text, chosen, width)
        notes += _notes(text, addresses, chosen)
        projects.append(BestPractice(title=title.plain, url=chosen.url if chosen else None))
    return Practices(tuple(projects), tuple(problems), tuple(notes))


def _projects(section: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines of each project: it begins with a heading like that of the first one."""
    keys = [slug(line.text) for line in section]
    end = next((place for place, key in enumerate(keys) if key in LINK_LISTS), len(section))
    level = section[0].level
    starts = [n for n, line in enumerate(section[:end]) if not n or (level and line.level == level)]
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        yield section[start:stop]


def _is_title(line: Line) -> bool:
    return len(line.plain) <= _LONGEST_TITLE and not _ADDRESS.fullmatch(line.plain)


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether lines are a title and text, and not the entries of a menu."""
    words = sum(len(_WORD.findall(line.plain)) for line in lines)
    return words >= _PROSE_WORDS * len(lines)


def _tables(lines: Sequence[Line]) -> Iterator[Problem]:
    """Headings and rows of tables: they would be lost in the text of a project."""
    texts = [line.text for line in lines]
    is_title = len(lines) > 1 and not begins_with_row(lines, 1)  # as `Labor für Industrie 4.0`
    if begins_with_row(lines, 0) and not is_title:
        yield Problem(say("row-in-practice"), lines[0])
    for place, line in enumerate(lines):
        if heading(texts, place, ROW_COLUMNS):
            yield Problem(say("table-without-category"), line)
        elif heading(texts, place, *RATING_HEADINGS):
            yield Problem(say("second-page"), line)


def _addresses(text: Sequence[Line]) -> Iterator[_Address]:
    for line, before in zip(text, [None, *text[:-1]], strict=False):
        found = _ADDRESS.match(line.plain)
        if found:
            url, label = _bare(found["url"]), found["label"]
        elif line.link and line.link.startswith("http"):
            url, label = line.link, line.plain
        else:
            continue
        is_share = any(_SHARE.fullmatch(words) for words in (label, before.plain if before else ""))
        if not (is_share or _NO_PROJECT.search(url)):
            rest = line.plain[found.end() :] if found else ""
            yield _Address(line, url, len(f"{label} {rest}".split()))


def _chosen(addresses: Sequence[_Address]) -> _Address | None:
    """The address of the project: one that has a line of its own, else one behind a label."""
    alone = [address for address in addresses if not address.words]
    labelled = [address for address in addresses if address.words <= _LABEL_WORDS]
    return next(iter(alone or labelled), None)


def _bare(address: str) -> str:
    """An address without the full stop or bracket behind it that belongs to the text."""
    address = address.rstrip(".,;:!?")
    return address.rstrip(").,;") if address.endswith(")") and "(" not in address else address


def _problems(
    title: Line, text: Sequence[Line], chosen: _Address | None, width: int
) -> Iterator[Problem]:
    """Titles and addresses of which a narrow copy may have put a part into the next line."""
    following = dict(zip((title, *text), text, strict=False))
    if is_damaged(title.plain):
        yield Problem(say("damaged"), title)
    after = following.get(title)
    if after and not (title.level or _ADDRESS.match(after.plain)) and _goes_on(title, after, width):
        yield Problem(say("title-cut"), title)
    for line in text:
        if _CUT_ADDRESS.fullmatch(line.plain):
            yield Problem(say("address-cut"), line)
    after = following.get(chosen.line) if chosen else None
    if chosen and after and _continues_address(chosen.line, after, width):
        yield Problem(say("address-cut"), chosen.line)


def _goes_on(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the next line may not have fitted into this one."""
    word = following.plain.split(" ")[0]
    return not following.gap and line.width + len(word) >= width > 0


def _continues_address(line: Line, following: Line, width: int) -> bool:
    """Whether the next line may be the rest of an address, that is broken anywhere."""
    is_word = " " not in following.plain and not _ADDRESS.match(following.plain)
    if following.gap or not (width and is_word):
        return False
    return not following.plain.isalpha() or _goes_on(line, following, width - _MARGIN)


def _notes(
    text: Sequence[Line], addresses: Sequence[_Address], chosen: _Address | None
) -> Iterator[Message]:
    for address in addresses:
        if address is not chosen:
            yield say("address-left", line=address.line.number, url=excerpt(address.url))
    if chosen:
        behind = text[list(text).index(chosen.line) + 1 :]
        lines = {address.line for address in addresses}
        first = next((line for line in behind if line not in lines), None)
        if first:
            yield say("behind-project", line=first.number, text=excerpt(first.plain))

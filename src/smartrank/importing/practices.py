"""Best practice: title and address of each project are taken, its text is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from smartrank.importing.labels import Label, is_broken, is_damaged, read_label
from smartrank.importing.lines import Line
from smartrank.importing.problems import Problem, excerpt
from smartrank.importing.tables import begins_with_row
from smartrank.importing.words import LINK_LISTS, RATING_HEADINGS, ROW_COLUMNS, heading
from smartrank.messages import Message, say
from smartrank.model import BestPractice
from smartrank.names import slug

#: A longer line is no title.
_LONGEST_TITLE = 200
#: So many words beside an address are its label; more are a sentence.
_LABEL_WORDS = 3
#: By how many columns text may end before the headings of a copy.
_MARGIN = 6
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"https?://[^\s<>\"\[\]{}|\\^`„“”«»‹›…¹²³]+")
_HOST = re.compile(r"https?://(?:[\w-]*\w\.)+\w{2,}(?:[:/?#]|$)")
_CUT_ADDRESS = re.compile(r"(?:.*\s)?https?:/{0,2}(?:\s.*)?")
_SHORTENED = re.compile(r"https?://\S*(?:…|\.\.\.)(?:\s|$)")
#: Addresses of the publisher and of city pages, of networks, and those that hand a page on.
_NO_PROJECT = re.compile(
    r"bitkom\.org|/Smart-City-|\bshare|sharer|/intent/|/@\w|//(?:[\w-]+\.)*"
    r"(?:bsky|facebook|instagram|linkedin|threads|tiktok|twitter|wa|whatsapp|x|xing|youtube|youtu)"
    r"\.(?:app|be|com|de|me|net|social)\b",
    re.IGNORECASE,
)
#: Lines around a project that are none of it: to share or print, of pictures, of the page itself.
_ASIDE = re.compile(
    r"(?:[^\w\s©]\s)?(?:"
    r"(?:(?:auf|bei|per|über|via)\s\S+\s|(?:diese[nr]?\s)?(?:artikel|beitrag|jetzt|seite)\s)?"
    r"(?:drucken|empfehlen|share|teilen|tweet)(?:\s(?:auf|bei|on|per|über|via)\s\S+)?:?"
    r"|(?:.*\s)?(?:fotos?|bild|grafik|quelle|copyright)\s?:.*|©.*"
    r"|mehr (?:erfahren|lesen)|weiterlesen|.*(?:smart city index|\bbitkom\b).*|\[[^\]]+\]:)",
    re.IGNORECASE,
)
#: Page numbers, bullets and pictures.
_NO_WORDS = re.compile(r"(?:seite|page)?(?:[\W\d_]|von|of)*|\[.*\]", re.IGNORECASE)
_LAST_SENTENCE = re.compile(r"[^\W\d_]{4}\.$")
#: The end of a sentence, and not of `Tel.` or `e. V.`
_SENTENCE = re.compile(r"[^\W\d_]{4}[.!?](?=$|\s[A-ZÄÖÜ])")


class Practices(NamedTuple):
    """The projects of a page, their titles as they are written, and what was found on the way."""

    projects: tuple[BestPractice, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Message, ...]
    titles: tuple[tuple[Line, Label], ...]


class _Address(NamedTuple):
    """A line with an address; `words` beside it tell a label from a sentence."""

    line: Line
    url: str
    words: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the address is missing, as far as its line tells."""
        is_shown = self.url != self.line.link
        return bool(_HOST.match(self.url)) and not (is_shown and _SHORTENED.search(self.line.plain))


def read_practices(sections: Sequence[Sequence[Line]], width: int) -> Practices:
    """The projects of all sections of best practice, each with its heading as its first line.

    `width` is that of the copy, in columns.
    """
    projects: list[BestPractice] = []
    titles: list[tuple[Line, Label]] = []
    problems = [problem for section in sections for problem in _tables(section)]
    notes: list[Message] = []
    for title, *text in _projects(sections, notes):
        label = read_label(title.plain)
        addresses = list(_addresses(text))
        chosen = _chosen(addresses)
        if not (chosen or any(_SENTENCE.search(line.plain) for line in text)):
            notes.append(_no_title(title))
            continue
        problems += _problems(title, text, chosen, width)
        notes += _notes(text, addresses, chosen)
        titles.append((title, label))
        projects.append(BestPractice(title=label.name, url=chosen.url if chosen else None))
    return Practices(tuple(projects), tuple(problems), tuple(notes), tuple(titles))


def _projects(sections: Sequence[Sequence[Line]], notes: list[Message]) -> list[list[Line]]:
    """The lines of each project from its title on.

    A section that begins as prose is no project: its heading is from the text of the one before.
    """
    projects: list[list[Line]] = []
    for above, *lines in sections:
        aside = list(takewhile(_is_aside, lines))
        notes += map(_no_title, aside)
        for part in _parts(above, lines[len(aside) :], notes):
            if _is_title(part[0]):
                projects.append(part)
            elif projects:
                projects[-1] += part
            else:
                notes.append(_no_title(part[0]))
    return projects


def _parts(above: Line, lines: Sequence[Line], notes: list[Message]) -> Iterator[list[Line]]:
    """The lines of a section from each heading on that is like its first line.

    It ends with a heading that is higher, or as high as its own, and with a list of links.
    """
    level = lines[0].level if lines else 0
    starts = [0]
    for place, line in enumerate(lines):
        is_higher = place > 0 and 0 < line.level < max(level, above.level + 1)
        if is_higher or slug(line.text) in LINK_LISTS:
            notes += [_no_title(line)] if is_higher else []
            lines = lines[:place]
            break
        if place and 0 < line.level == level:
            starts.append(place)
    if lines:
        yield from (list(lines[start:stop]) for start, stop in pairwise([*starts, len(lines)]))


def _is_aside(line: Line) -> bool:
    patterns = (_ASIDE, _NO_WORDS)
    return bool(_ADDRESS.match(line.plain) or any(x.fullmatch(line.plain) for x in patterns))


def _is_title(line: Line) -> bool:
    """Whether a line may be a title, and is no prose."""
    is_prose = line.plain.split(" ")[0].islower() or _LAST_SENTENCE.search(line.plain)
    is_text = len(line.plain) > _LONGEST_TITLE or (is_prose and not line.level)
    return not (is_text or _is_aside(line))


def _no_title(line: Line) -> Message:
    return say("no-title", line=line.number, text=excerpt(line.plain))


def _tables(lines: Sequence[Line]) -> Iterator[Problem]:
    """Headings and rows of tables: they would be lost in the text of a project."""
    texts = [line.text for line in lines]
    is_title = len(lines) > 2 and not begins_with_row(lines, 2)  # as `Labor für Industrie 4.0`
    if begins_with_row(lines, 1) and not is_title:
        yield Problem(say("row-in-practice"), lines[1])
    for place, line in enumerate(lines):
        if heading(texts, place, ROW_COLUMNS):
            yield Problem(say("table-without-category"), line)
        elif heading(texts, place, *RATING_HEADINGS):
            yield Problem(say("second-page"), line)


def _addresses(text: Sequence[Line]) -> Iterator[_Address]:
    above = ""  # may be a label of what follows, if it has no address itself
    for line in text:
        words = " ".join(_ADDRESS.sub(" ", line.plain).split())
        urls = [_bare(url) for url in _ADDRESS.findall(line.plain)]
        is_shown = urls and not _SHORTENED.search(line.plain)
        if not is_shown and line.link and line.link.startswith("http"):
            urls = [line.link]
        if not (_ASIDE.fullmatch(words) or _ASIDE.fullmatch(above)):
            for url in urls:
                if not _NO_PROJECT.search(url):
                    yield _Address(line, url, len(_WORD.findall(words)))
        above = "" if urls else words


def _chosen(addresses: Sequence[_Address]) -> _Address | None:
    """The address of the project: one that has a line of its own, else one behind a label."""
    alone = [address for address in addresses if not address.words]
    labelled = [address for address in addresses if address.words <= _LABEL_WORDS]
    return next(iter(alone or labelled), None)


def _bare(address: str) -> str:
    """An address without the signs behind it that belong to the text, and once if it is doubled."""
    address = address.rstrip(".,;:!?*_'’")
    address = address.rstrip(").,;") if address.endswith(")") and "(" not in address else address
    half = address[: len(address) // 2]
    return half if half + half == address else address


def _problems(
    title: Line, text: Sequence[Line], chosen: _Address | None, width: int
) -> Iterator[Problem]:
    """Titles and addresses of which a narrow copy may have put a part into the next line."""
    following = dict(zip((title, *text), text, strict=False))
    if is_damaged(title.plain):
        yield Problem(say("damaged"), title)
    elif is_broken(title.plain):
        yield Problem(say("broken-name"), title)
    elif title.plain.endswith(("…", "...")) or _continues(title, text, width):
        yield Problem(say("title-cut"), title)
    for line in text:
        if _CUT_ADDRESS.fullmatch(line.plain):
            yield Problem(say("address-cut"), line)
    after = following.get(chosen.line) if chosen else None
    if chosen and (
        not chosen.is_whole or (after and _continues_address(chosen.line, after, width))
    ):
        yield Problem(say("address-cut"), chosen.line)


def _continues(title: Line, text: Sequence[Line], width: int) -> bool:
    """Whether the next line may be the rest of a title: of the same block, and no sentence."""
    if title.level or not text or text[0].gap or _ADDRESS.match(text[0].plain):
        return False
    is_block = len(text) > 1 and text[1].gap and not _is_aside(text[0])
    return (
        (is_block and not _SENTENCE.search(text[0].plain))
        or text[0].plain.split(" ")[0].islower()
        or _goes_on(title, text[0], width)
    )


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

"""Mutates data files and pages, and sees that each is used or refused with its place.

    python tests/fuzz.py [CASES] [SEED]

Case N of a run has the seed SEED + N, so one case alone is `python tests/fuzz.py 1 SEED+N`.
"""

from __future__ import annotations

import faulthandler
import random
import re
import sys
import time
import traceback
from typing import TYPE_CHECKING, NamedTuple

from page_text import RATING_COLUMNS, Form, page_bytes, page_html
from smartrank.dataset.dump import dump
from smartrank.dataset.folders import bundled_folder
from smartrank.dataset.lint import notes_across, notes_on
from smartrank.dataset.load import Dataset, load, parse
from smartrank.errors import SmartrankError
from smartrank.importing.city_page import About
from smartrank.importing.merge import merge
from smartrank.importing.page import read_page
from smartrank.text import unsafe_characters

if TYPE_CHECKING:
    from collections.abc import Callable

    from smartrank.model import City

    Mutation = Callable[[random.Random, bytes], bytes]

#: No case may take longer, in seconds of this process; a hang ends the run with a traceback.
LONGEST, HANG = 2.0, 60
PAGE, DATA = "fuzz.txt", "fuzz.toml"
#: What is told of a data file has its place, but for how much more there is.
DATA_LINE = r"fuzz\.toml:[1-9]\d*:[1-9]\d*: \S|\.\.\. and [1-9]\d* more"

_TOKENS = (
    *("[", "]", "{", "}", "[[", "]]", '"', "'", '"""', "'''", "=", ",", ".", "#", "\\", "|", "---"),
    *("\n", "\r\n", "\r", "\t", " ", "\x00", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u202e"),
    *("\ufeff", "\u200b", "\u00ad", "\u0308", "\u00a0", "\u202f", "ß", "İ", "ﬁ", "²", "٣", "😀"),
    *("true", "nan", "-inf", "1e400", "1e-400", "0x1F", "0b1", "1_0", "-0", "+1", "±0", "−7", "–"),
    *("2025-02-30", "2025-09-11", "07:32:60", "9999999999999", "100.1", "67,1", "111 191", "0.0"),
    *("name = 1", "rank = 0", "score = nan", "[city]", "[categories.overall]", "x = {}", "a.b = 1"),
    *("Jena", "Gesamtwertung", "Best Practice", "Platz 0", "Indikator Index", "https://x.example/"),
    *("54 -7 Gesamtwertung 67.1", "Mobilität", "Bundesland", "114 km²", "0 Einwohner", "\\u0000"),
    *("<td>", "</td>", "<tr>", "<p hidden>", "<select>", "<!--", "&auml;", "&#0;", "[1]", "[a](b)"),
    *("► ", "= ", "neu ", "k. A.", "\ufffd", "\f", "Keyvisual", "Smart City Index 2024", "1 von 3"),
    *("\\x41", "\\e", "\\ud800", "kind = 'bonus'", "likely_name = ''", "{ a = 1, }", "{\na = 1 }"),
)


class Failure(NamedTuple):
    """A case that was neither used nor refused as it should be."""

    seed: int
    kind: str
    what: str


# --- mutations ------------------------------------------------------------------------------------


def _span(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice([0, 1, 1, 2, 5, 20, 100, 500]))


def _flip(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(chance: random.Random, data: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def _copy(chance: random.Random, data: bytes) -> bytes:
    (start, end), (at, _) = _span(chance, data), _span(chance, data)
    return data[:at] + data[start:end] * chance.choice([1, 1, 2, 50]) + data[at:]


def _truncate(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _token(chance: random.Random, data: bytes) -> bytes:
    start, end = _span(chance, data)
    token = chance.choice(_TOKENS).encode("utf-8", "surrogatepass")
    return data[:start] + token + data[chance.choice([start, end]) :]


def _value(chance: random.Random, data: bytes) -> bytes:
    """Another value behind a `=`, or another word in a line."""
    found = list(re.finditer(rb"(?<== )[^\n,}]+|[^\s|]+", data))
    if not found:
        return data
    place = chance.choice(found)
    other = chance.choice([*(token.encode() for token in _TOKENS), *(m.group() for m in found)])
    return data[: place.start()] + other + data[place.end() :]


def _lines(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            del lines[first]
        case 1:
            lines.insert(second, lines[first])
        case 2:
            lines[first], lines[second] = lines[second], lines[first]
        case _:
            lines[first : first + 2] = [b" ".join(lines[first : first + 2])]
    return b"\n".join(lines)


def _blanks(chance: random.Random, data: bytes) -> bytes:
    old, new = chance.sample([b" ", b"\n", b"\t", b"|", b"\r\n", b",", b".", b"-", b"="], 2)
    return data.replace(old, new, chance.choice([1, 10, -1]))


def _encode(chance: random.Random, data: bytes) -> bytes:
    encoding = chance.choice(["latin-1", "utf-16", "utf-8-sig", "cp1252", "utf-7"])
    return data.decode("utf-8", "replace").encode(encoding, "replace")


def _wild(chance: random.Random, data: bytes) -> bytes:
    """Something absurd, in a place of its own or in that of a value."""
    size = chance.choice([10, 100, 330, 400, 480, 600, 3000, 20_000])
    odd = "".join(chr(chance.choice([chance.randrange(32, 0xD800), 0x1F600])) for _ in range(50))
    values = {
        "arrays": f"{'[' * size}{']' * size}",
        "open arrays": "[" * size,
        "tables": f"{'{a=' * size}1{'}' * size}",
        "open tables": "{a=" * size,
        "arrays of tables": f"{'[{a=' * (size // 2)}1{'}]' * (size // 2)}",
        "decimal": "9" * size,
        "hexadecimal": f"0x{'f' * size}",
        "binary": f"0b{'1' * size}",
        "fraction": f"0.{'3' * size}",
        "exponent": f"1e{'9' * size}",
        "text": f'"{"x" * size}"',
        "escapes": '"' + "\\u0041\\n\\\\" * size + '"',
        "quotes": '"""' + '""\\"' * size + '"""',
        "odd text": f'"{odd}"',
        "flat array": f"[{'1, ' * size}]",
        "flat table": "{" + ", ".join(f"k{number} = 1" for number in range(size)) + "}",
    }
    texts = {
        "dotted key": f"{'.'.join('a' * size)} = 1",
        "dotted header": f"[{'.'.join('a' * size)}]\nx = 1",
        "dotted array": f"[[{'.'.join('a' * size)}]]\nx = 1",
        "long key": f"{'k' * size} = 1",
        "quoted key": f'"{odd}{"k" * size}" = 1',
        "many keys": "\n".join(f"k{number} = 1" for number in range(size)),
        "many headers": "\n".join(f"[categories.k{number}]" for number in range(size)),
        "many tables": "[[best_practices]]\n" * size,
        "many rows": "Sonstige 1.0\n" * size,
        "many unlabelled rows": "1.0\n" * size,
        "many lines of words": "\n".join("wort" + chr(256 + number) for number in range(size)),
        "digits": "1" * size,
        "parted digits": "1 " * size,
        "dotted digits": f"{'1.' * size} Einwohner",
        "words": f"Bundesland {'wort ' * size}",
        "letters": f"{'ä' * size} 1.0",
        "bars": "| " * size,
        "rule": "-" * size + "x",
        "signs": "54 " + "-" * size + "7 Gesamtwertung 67.1",
        "addresses": "https://x.example/ " * size,
        "empty lines": "\n" * size,
        "odd line": odd,
        "marks": "a" + "\u0308" * size,
    }
    key = r"(?<== )[^\n,}]+" if chance.random() < 0.7 else r"(?<=\n)\w+ = [^\n,}]+"
    places = list(re.finditer(key.encode(), data))
    if places and chance.random() < 0.5:
        place = chance.choice(places)
        value = chance.choice(list(values.values())).encode()
        return data[: place.start()] + value + data[place.end() :]
    lines = data.split(b"\n")
    chosen = chance.choice([*texts.values(), f"x = {chance.choice(list(values.values()))}"])
    lines.insert(chance.randrange(len(lines) + 1), chosen.encode("utf-8", "replace"))
    return b"\n".join(lines)


_MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _cut, _copy, _truncate, _token, _token, _value, _value, _lines, _lines),
    *(_blanks, _encode, _wild),
)


def _mutated(chance: random.Random, data: bytes) -> tuple[bytes, str]:
    """The data after a few mutations, and their names."""
    mutations = chance.choices(_MUTATIONS, k=chance.choice([1, 1, 1, 2, 3, 6]))
    for mutate in mutations:
        data = mutate(chance, data)
    return data, " ".join(mutate.__name__.strip("_") for mutate in mutations)


def _form(chance: random.Random) -> Form:
    return Form(
        cells=chance.choice([" ", "\t", " | ", "| |", ";", "\n", "  "]),
        columns=tuple(chance.sample(RATING_COLUMNS, 4))
        if chance.random() < 0.2
        else RATING_COLUMNS,
        line_end=chance.choice(["\n", "\r\n"]),
        encoding=chance.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
        blank=chance.choice([" ", " ", "\u00a0"]),
        decomposed=chance.random() < 0.5,
        markdown=chance.random() < 0.2,
        minus=chance.choice(["-", "−", "–", "▼"]),
        zero=chance.choice(["0", "=", "±0"]),
        decimal=chance.choice([".", ","]),
        thousands=chance.choice([".", " ", ","]),
        headings=chance.random() < 0.5,
        edition_line=chance.random() < 0.2,
    )


def _page(chance: random.Random, city: City) -> bytes:
    form = _form(chance)
    if chance.random() < 0.2:
        text = page_html(city, form, end_tags=chance.random() < 0.5)
        return text.encode(form.encoding, "xmlcharrefreplace")
    return page_bytes(city, form)


# --- what must hold -------------------------------------------------------------------------------


def _refused_as_it_should_be(error: SmartrankError, pattern: str) -> None:
    assert error.lines, "refused without a word"
    for line in error.lines:
        assert re.match(pattern, line), f"no place in: {line[:200]}"
        assert not unsafe_characters(line), f"unsafe characters in: {line[:200]!a}"


def try_data(content: bytes, jena: City) -> str:
    """Load and check a data file, write it again, and carry it over to the city."""
    try:
        dataset = parse(content, DATA, stem="jena")
    except SmartrankError as error:
        _refused_as_it_should_be(error, DATA_LINE)
        return "refused"
    lines = dataset.text.split("\n")
    for finding in [*notes_on(dataset), *notes_across([dataset, dataset])]:
        assert 1 <= finding.line <= len(lines), finding
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1, finding
    text = dump(dataset.city)
    assert parse(text.encode(), DATA, stem="jena").city == dataset.city, "changed by writing"
    if dataset.city.edition == jena.edition:
        carried = merge(jena, dataset)
        parse(dump(carried.city).encode(), DATA, stem="jena")
    return "used"


def try_page(content: bytes, jena: City) -> str:
    """Import a page, over the shipped data file if it is of that city."""
    try:
        page = read_page(content, PAGE, About(2025))
    except SmartrankError as error:
        _refused_as_it_should_be(error, r"fuzz\.txt(:[1-9]\d*)?: \S")
        return "refused"
    city = page.city
    if city.slug == jena.slug:
        city = merge(city, Dataset(jena, DATA, dump(jena))).city
    text = dump(city)
    try:
        dataset = parse(text.encode(), DATA)
    except SmartrankError as error:
        _refused_as_it_should_be(error, DATA_LINE)
        return "refused"
    notes_on(dataset)
    assert dataset.city == city, "changed by writing"
    return "used"


def run_case(seed: int, jena: City) -> tuple[str, Failure | None]:
    """One case: what became of it, and how it failed if it did."""
    chance = random.Random(seed)
    is_page = chance.random() < 0.5
    start = _page(chance, jena) if is_page else dump(jena).encode()
    content, names = _mutated(chance, start)
    kind = f"{'page' if is_page else 'data'}, {names}"
    began = time.process_time()
    try:
        outcome = (try_page if is_page else try_data)(content, jena)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what we look for
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__} at {place.name}:{place.lineno}: {str(error)[:300]}"
        return "failed", Failure(seed, kind, what)
    if (taken := time.process_time() - began) > LONGEST:
        return "failed", Failure(seed, kind, f"took {taken:.1f} s")
    return f"{'page' if is_page else 'data'} {outcome}", None


def run(cases: int, seed: int) -> tuple[dict[str, int], list[Failure]]:
    """Run cases; gives how many ended how, and the failures."""
    jena = load(bundled_folder() / "jena.toml")
    counts: dict[str, int] = {}
    failures = []
    for number in range(cases):
        faulthandler.dump_traceback_later(HANG, exit=True, file=2)
        outcome, failure = run_case(seed + number, jena)
        counts[outcome] = counts.get(outcome, 0) + 1
        if failure:
            failures.append(failure)
    faulthandler.cancel_dump_traceback_later()
    return counts, failures


def main(words: list[str]) -> int:
    """Run as a script."""
    cases, seed = (*map(int, words), *(10_000, 1)[len(words) :])
    counts, failures = run(cases, seed)
    lines = [f"seed {failure.seed}: {failure.kind}: {failure.what}" for failure in failures]
    lines += [f"{counts[outcome]} {outcome}" for outcome in sorted(counts)]
    lines.append(f"{cases - len(failures)} passed, {len(failures)} failed")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

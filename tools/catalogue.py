"""Bring the German catalogue up to date: `python tools/catalogue.py`.

Collects every text that people read, merges it into the `.po` file, compiles that, and lists what
is missing. A text that changed in English is to be translated anew.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path
from typing import Any, get_args, get_origin

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from smartrank.cli import app
from smartrank.cli.framework import COMMANDS, SCRIPT_OPTIONS, command_of
from smartrank.cli.translated import paragraphs
from smartrank.language import DOMAIN, LANGUAGES
from smartrank.messages import MESSAGES
from smartrank.query.catalogue import queries, record_of
from smartrank.query.fields import fields_of

LOCALE = Path(__file__).parent.parent / "src/smartrank/locale"
#: What the system says of files, which is said behind a colon.
SYSTEM = (
    errno.EACCES, errno.EBADF, errno.EEXIST, errno.EIO, errno.EISDIR, errno.ELOOP,
    errno.ENAMETOOLONG, errno.ENOENT, errno.ENOSPC, errno.ENOTDIR, errno.ENOTEMPTY, errno.EPERM,
    errno.EROFS,
)  # fmt: skip
#: What Typer asks gettext for while it writes a help page.
TYPER = (
    "Arguments",
    "Options",
    "Commands",
    "default: {default}",
    "required",
    "(dynamic)",
    "Show this message and exit.",
)


def _empty(language: str | None = None) -> Catalog:
    """A catalogue whose head says the same on each day."""
    day = datetime(2026, 11, 26, tzinfo=timezone.utc)
    return Catalog(
        locale=language,
        domain=DOMAIN,
        header_comment=f"# What {DOMAIN} says. `python tools/catalogue.py` brings it up to date.",
        project=DOMAIN,
        version="0.1",
        copyright_holder=DOMAIN,
        msgid_bugs_address="see CONTRIBUTING.md",
        creation_date=day,
        revision_date=day,
        last_translator=DOMAIN,
        language_team="German",
        fuzzy=False,
    )


def template() -> Catalog:
    """Every text that people read, in English."""
    found = _empty()
    for code, text in MESSAGES.items():
        found.add(text, context=code)
    for text in sorted({*_fields(), *_help(), *_system(), *TYPER} - {""}):
        found.add(text)
    return found


def _fields() -> Iterator[str]:
    """Headings, meanings and units of all fields, and the words that stand in their cells."""
    for record in {record_of(query) for query in queries()}:
        yield from _of_record(record)


def _of_record(record: type[Any]) -> Iterator[str]:
    for info in fields_of(record).values():
        yield from (info.about.heading, info.about.meaning, info.about.unit)
        if str(get_origin(info.type)) == "typing.Literal":
            yield from get_args(info.type)
        for inner in (info.type, *get_args(info.type)):
            if hasattr(inner, "_fields"):
                yield from _of_record(inner)


def _system() -> Iterator[str]:
    for number in SYSTEM:
        text = os.strerror(number)
        yield text[:1].lower() + text[1:]


def _help() -> Iterator[str]:
    """What the help pages say."""
    from typer.main import get_command

    for command in (get_command(app), *map(command_of, COMMANDS)):
        yield from (part for part in paragraphs(command.help or "") if part[0] != "\b")
        yield command.options_metavar or ""
        yield getattr(command, "subcommand_metavar", None) or ""
        for param in command.params:
            yield getattr(param, "help", None) or ""
            yield getattr(param, "metavar", None) or ""
    yield from SCRIPT_OPTIONS.values()


def file_of(language: str) -> Path:
    """The catalogue of a language."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    """The catalogue of a language as it is kept."""
    file = file_of(language)
    if not file.exists():
        return _empty(language)
    with file.open("rb") as text:
        return read_po(text, locale=language, domain=DOMAIN)


def updated(language: str, wanted: Catalog) -> Catalog:
    """The catalogue of a language with all that is said now, and nothing else."""
    known = read(language)
    found = _empty(language)
    for text in wanted:
        if not text.id:
            continue
        said = known.get(text.id, text.context)
        string = said.string if said is not None else text.string
        found.add(text.id, string, context=text.context)
    return found


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as gettext reads it."""
    data = BytesIO()
    write_mo(data, catalogue)
    return data.getvalue()


def missing(catalogue: Catalog) -> list[Message]:
    """What has no translation."""
    return [text for text in catalogue if text.id and not all(forms(text.string))]


def forms(side: Any) -> tuple[str, ...]:
    """The forms of a text or of its translation: one, or one and many."""
    return tuple(side) if isinstance(side, (tuple, list)) else (side or "",)


def main() -> None:
    """Update, compile and tell."""
    wanted = template()
    for language in LANGUAGES.keys() - {"en"}:
        catalogue = updated(language, wanted)
        file = file_of(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as text:
            write_po(text, catalogue, width=100, sort_output=False, omit_header=False)
        file.with_suffix(".mo").write_bytes(compiled(catalogue))
        for text_left in missing(catalogue):
            sys.stdout.write(f"{language}: {text_left.context or ''}: {text_left.id!r}\n")


if __name__ == "__main__":
    main()

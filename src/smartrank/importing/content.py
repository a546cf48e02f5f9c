"""Bytes -> lines: the encodings and kinds of files in which people keep a copied page."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import NamedTuple

from smartrank.importing.lines import Line, read_lines
from smartrank.importing.problems import PageError, Problem, refusal
from smartrank.messages import Message, say

#: How files begin that are no text: with what is said, and the way out.
_NO_TEXT = (
    (b"%PDF", "page-is-pdf"),
    (b"{\\rtf", "page-is-rtf"),
    (b"PK\x03\x04", "page-is-document"),
    (b"\xd0\xcf\x11\xe0", "page-is-document"),
    (b"bplist", "page-is-archive"),
    (b"MIME-Version:", "page-is-archive"),
    (b"From: <Saved by", "page-is-archive"),
    (b"\x89PNG", "page-is-picture"),
    (b"\xff\xd8\xff", "page-is-picture"),
)
#: The headers of an e-mail, or of a web archive whose first one is another.
_HEADERS = re.compile(r"\s*(?:[\w-]+:.*\n(?:[ \t].*\n)*)+(?=\r?\n)")
_DATA_FILE = re.compile(r"^\[(?:city|source|overall|categories\..+)\]\s*$|^#:schema ", re.MULTILINE)
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"])")
_HTML = re.compile(r"\s*<(?:!|\?xml|[a-zA-Z][a-zA-Z0-9]*[\s/>])")
#: What may stand behind a line that somebody wrote above it.
_HTML_BEGIN = re.compile(r"^\s*<(?:!doctype html|html)\b", re.IGNORECASE | re.MULTILINE)
#: So many bytes tell how a text is written.
_BEGINNING = 100
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
#: UTF-8 that was read as Windows-1252.
_WAS_UTF8 = re.compile(r"Ã[¤¶¼Ÿ„–œ]")


class Content(NamedTuple):
    """The lines of a page, and what a person should know of how they were read."""

    lines: tuple[Line, ...]
    notes: tuple[Message, ...]
    is_html: bool


def read_content(content: bytes, file: str) -> Content:
    """The lines of a page in text or HTML. Raises PageError for what is neither."""
    for start, code in _NO_TEXT:
        if content[:_BEGINNING].lstrip(b"\xef\xbb\xbf\t\n\r ").startswith(start):
            raise refusal(file, code, "copy-as-text")
    text, notes = _decoded(content, file)
    if not text.strip():
        raise refusal(file, "page-is-empty", "copy-page")
    if _DATA_FILE.search(text):
        raise PageError(
            file, [Problem(say("page-is-data-file"))], hint=say("check-file", file=file)
        )
    headers = _HEADERS.match(text)
    if headers and "mime-version:" in headers[0].lower():
        is_archive = "multipart/related" in headers[0].lower()
        raise refusal(file, "page-is-archive" if is_archive else "page-is-mail", "copy-as-text")
    if _JSON.match(text):
        raise refusal(file, "page-is-json", "copy-as-text")
    if _HTML.match(text) or _HTML_BEGIN.search(text):
        from smartrank.importing.saved_html import read_html

        return Content(read_html(text), notes, is_html=True)
    read = read_lines(text)
    if read.entities:
        notes = (*notes, say("entities", count=read.entities))
    return Content(read.lines, notes, is_html=False)


def _decoded(content: bytes, file: str) -> tuple[str, tuple[Message, ...]]:
    """The text, and what it was read as if that is no Unicode."""
    if encoding := _utf_16(content):
        text = content.decode(encoding, "replace")
        if "\0" not in text:
            return text, ()
    if b"\0" in content:
        raise refusal(file, "page-is-binary", "copy-as-text")
    return _utf8_or_older(content, file)


def _utf_16(content: bytes) -> str | None:
    """Which UTF-16 a text is in, by its mark or by the zero bytes of its letters; else None."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    first, second = (content[start:_BEGINNING:2].count(0) for start in (0, 1))
    if not first and second > _BEGINNING // 4:
        return "utf-16-le"
    return "utf-16-be" if not second and first > _BEGINNING // 4 else None


def _utf8_or_older(content: bytes, file: str) -> tuple[str, tuple[Message, ...]]:
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        named = _CHARSET.search(content[:2000])
        for encoding in (named[1].decode() if named else "cp1252", "cp1252"):
            try:
                text = content.decode(encoding)
            except (LookupError, UnicodeDecodeError):
                continue
            if not _WAS_UTF8.search(text):
                return text, (say("read-as", encoding=encoding),)
        place = content[: error.start].count(b"\n")
        line = Line(place + 1, content.split(b"\n")[place].decode("utf-8", "replace").strip(), ())
        raise PageError(file, [Problem(say("not-utf8"), line)], hint=say("save-utf8")) from error

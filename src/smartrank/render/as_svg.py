"""`svg`: an answer as a picture with its title, legends, notes and source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from smartrank.errors import UsageError
from smartrank.language import spoken
from smartrank.messages import say
from smartrank.query.answer import Answer
from smartrank.render import View
from smartrank.render.beside import grids
from smartrank.render.cells import MARK, legends
from smartrank.render.fit import folded
from smartrank.render.pictures import identity_of, picture_of, table
from smartrank.render.pictures.parts import Picture
from smartrank.render.svg import INK, QUIET, Canvas, Font, document
from smartrank.text import escape_unsafe

#: A slide, in pixels: what needs more room gets it.
WIDTH, HEIGHT = 1280, 720
#: A longer picture is none that anybody looks at.
MAX_LINES = 1000
_MARGIN = 48
_TITLE, _FACT, _NOTE = Font(26, bold=True), Font(15), Font(12)


def write(answer: Answer[Any], view: View) -> str:
    """The answer as a picture, each piece of text as text in it.

    Raises UsageError for an answer that is too long for a picture.
    """
    if sum(len(sheet.rows) for sheet in answer.sheets) > MAX_LINES:
        raise UsageError(
            say("picture-too-long", limit=MAX_LINES), hint=say("picture-too-long-hint")
        )
    pictures = [found for sheet in answer.sheets for found in _pictures(sheet, view)]
    return Frame(answer, view, pictures).drawn()


def _pictures(sheet: Any, view: View) -> Iterator[Picture]:
    found = picture_of(sheet, view)
    if found is not None:
        yield found
        return
    for drawn in grids(sheet, view.fields):
        yield table.picture(drawn, view)


class Frame:
    """What stands around pictures: title and facts above them, legends, notes and source below."""

    def __init__(self, answer: Answer[Any], view: View, pictures: list[Picture]) -> None:
        self.answer = answer
        self.view = view
        self.pictures = pictures
        self.canvas = Canvas()
        self.inner = max(WIDTH - 2 * _MARGIN, *(found.width for found in pictures))

    def drawn(self) -> str:
        """The whole picture."""
        top = float(_MARGIN)
        below = []
        if self.view.header:
            top = self._above(top)
            below = [line for text in self._below() for line in self._broken(text, _NOTE)]
        foot = len(below) * _NOTE.line + 16 if below else 0
        y = top
        for number, found in enumerate(self.pictures):
            rest = HEIGHT - _MARGIN - foot - y if number == len(self.pictures) - 1 else 0
            y = found.draw(self.canvas, _MARGIN, y + (24 if number else 0), self.inner, rest)
        height = max(y + foot + _MARGIN, HEIGHT * (self.view.header))
        base = height - _MARGIN - foot + 16
        for line in below:
            base += _NOTE.line
            self.canvas.text(_MARGIN, base - 4, line, _NOTE, QUIET)
        size = (self.inner + 2 * _MARGIN, height)
        identity = identity_of(self.answer.title, self.canvas)
        lines = [sentence for found in self.pictures for sentence in found.described()]
        title = spoken(self.answer.title, self.view.language)
        return document(self.canvas, size, identity, title, lines) + "\n"

    def _above(self, y: float) -> float:
        texts: list[tuple[str, Font]] = [(self.answer.title, _TITLE)]
        texts += [(fact, _FACT) for fact in self.answer.subtitle]
        for text, font in texts:
            for line in self._broken(text, font):
                y += font.line
                self.canvas.text(_MARGIN, y - font.size * 0.3, line, font, INK)
        return y + 22

    def _below(self) -> Iterator[str]:
        """What a reader must know, each on lines of its own."""
        yield from legends(found for part in self.pictures for found in part.columns)
        for note in self.answer.footnotes:
            yield f"{MARK} {spoken(note, self.view.language)}"
        yield from self.answer.warnings
        if self.answer.source:
            yield self.answer.source

    def _broken(self, text: str, font: Font) -> Iterable[str]:
        shown = escape_unsafe(spoken(text, self.view.language))
        return folded(shown, self.inner, font.width)

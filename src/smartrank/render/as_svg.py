"""`svg`: an answer as a picture with its title, legends, notes and source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from smartrank.errors import UsageError
from smartrank.language import spoken
from smartrank.messages import say
from smartrank.query.answer import Answer
from smartrank.render import View
from smartrank.render.beside import grids
from smartrank.render.cells import MARK, legends
from smartrank.render.fit import folded
from smartrank.render.pictures import board, identity_of, picture_of, table
from smartrank.render.pictures.parts import Picture
from smartrank.render.svg import QUIET, Canvas, Font, document
from smartrank.text import escape_unsafe

#: A slide, in pixels: what needs more room gets it.
WIDTH, _RATIO = 1280, 9 / 16
#: A longer picture is none that anybody looks at.
MAX_LINES = 1000
_MARGIN, _AIR = 48, 20
_TITLE, _FACT, _NOTE = Font(26, bold=True), Font(15), Font(12)


def write(answer: Answer[Any], view: View) -> str:
    """The answer as a picture, each piece of text as text in it.

    Raises UsageError for an answer that is too long for a picture.
    """
    if sum(len(sheet.rows) for sheet in answer.sheets) > MAX_LINES:
        raise UsageError(
            say("picture-too-long", limit=MAX_LINES), hint=say("picture-too-long-hint")
        )
    return Frame(answer, view, [*_pictures(answer, view)]).drawn()


def _pictures(answer: Answer[Any], view: View) -> Iterator[Picture]:
    if answer.is_nested:
        yield board.picture(answer.sheets, view)
        return
    for sheet in answer.sheets:
        found = picture_of(sheet, view)
        if found is not None:
            yield found
        else:
            yield from (
                table.picture(drawn, view)
                for drawn in grids(sheet, view.fields, language=view.language)
            )


class Frame:
    """What stands around pictures: title and facts above them, legends, notes and source below."""

    def __init__(self, answer: Answer[Any], view: View, pictures: list[Picture]) -> None:
        self.answer = answer
        self.view = view
        self.pictures = pictures

    def drawn(self) -> str:
        """The whole picture: as a slide if that is room enough, or nearly."""
        width = max(WIDTH, *(found.width + 2 * _MARGIN for found in self.pictures))
        canvas, height = self._canvas(width)
        if self.view.header and width * _RATIO < height < WIDTH:
            width = round(height / _RATIO)
            canvas, height = self._canvas(width)
        identity = identity_of(self.answer.title, canvas)
        lines = [sentence for found in self.pictures for sentence in found.described()]
        title = spoken(self.answer.title, self.view.language)
        return document(canvas, (width, height), identity, title, lines) + "\n"

    def _canvas(self, width: int) -> tuple[Canvas, float]:
        """All that is drawn at a width, and how high it is."""
        canvas, inner, y = Canvas(), width - 2 * _MARGIN, float(_MARGIN)
        below: list[str] = []
        if self.view.header:
            y = self._above(canvas, y, inner)
            below = [line for text in self._below() for line in _broken(text, inner, _NOTE)]
        foot = _MARGIN + (len(below) * _NOTE.line + _AIR if below else 0)
        least = width * _RATIO if self.view.header else 0
        for number, found in enumerate(self.pictures):
            y += _AIR if number else 0
            room = least - foot - y if number == len(self.pictures) - 1 else 0
            y = found.draw(canvas, _MARGIN, y, inner, room)
        height = max(y + foot, least)
        base = height - foot + _AIR
        for line in below:
            base += _NOTE.line
            canvas.text(_MARGIN, base - 4, line, _NOTE, QUIET)
        return canvas, height

    def _above(self, canvas: Canvas, y: float, inner: int) -> float:
        """Title and facts; gives the y below them."""
        language = self.view.language
        texts = [(self.answer.title, _TITLE), *((fact, _FACT) for fact in self.answer.subtitle)]
        for text, font in texts:
            for line in _broken(spoken(text, language), inner, font):
                y += font.line
                canvas.text(_MARGIN, y - font.size * 0.3, line, font)
        return y + _AIR

    def _below(self) -> Iterator[str]:
        """What a reader must know, each on lines of its own."""
        language = self.view.language
        for legend in legends(column for found in self.pictures for column in found.columns):
            yield spoken(legend, language)
        for note in self.answer.footnotes:
            yield f"{MARK} {spoken(note, language)}"
        for text in (*self.answer.warnings, self.answer.source):
            if text:
                yield spoken(text, language)


def _broken(text: str, width: int, font: Font) -> list[str]:
    return folded(escape_unsafe(text), width, font.width)

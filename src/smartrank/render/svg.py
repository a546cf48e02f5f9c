"""SVG: texts and shapes by presentation attributes alone, and widths of text that hold in any font.

No style sheet, no class and no reference: nothing of one picture reaches into another of the same
page, and programs that know little CSS draw it as browsers do.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from smartrank.text import escape_unsafe

#: Sans-serif fonts of Windows, macOS, Android and Linux, none of them fetched.
FAMILY = "'Segoe UI', 'Helvetica Neue', Roboto, Arial, 'Liberation Sans', sans-serif"

# Colours that people with any colour vision tell apart, each with 3:1 and more to white.
INK, QUIET = "#1c2733", "#55626f"
BAR, UP, DOWN = "#2f6f9f", "#00695c", "#a8380b"
#: The end of what can be reached, and the crowd of other cities.
EDGE = "#75828e"
#: What only guides the eye, and carries nothing.
TRACK, GRID, PAPER = "#e6ecf1", "#dbe2e8", "#ffffff"
TONES = {"": INK, "up": UP, "down": DOWN, "quiet": QUIET}

#: Hundredths of the size of a font that characters take, the most of DejaVu Sans and Arial.
_WIDTHS = {
    character: width
    for width, characters in (
        (29, "'ijlíI"),
        (34, " ,.·‚‘’/:;\\|\xa0"),
        (41, "f-()[]t!²³r"),
        (50, '"*J`°szç„“”c'),
        (59, "?L_–§kvxyFTaoäöáàâó"),
        (64, "eéèêbdghnpqußüúñ$0123456789{}€"),
        (69, "EKPSYAVÄBXZ"),
        (79, "CRUÜHNDẞ&GOQÖ"),
        (86, "w#+<=>^~±×M"),
    )
    for character in characters
}
_OTHER, _WIDE = 102, 110
_BOLD = 1.16


class Font(NamedTuple):
    """A size in pixels and a weight."""

    size: float
    bold: bool = False

    def width(self, text: str) -> int:
        """How many pixels a text takes at most."""
        hundredths = sum(_WIDTHS.get(character) or _unusual(character) for character in text)
        return round(hundredths * self.size * (_BOLD if self.bold else 1) / 100 + 0.5)

    @property
    def line(self) -> int:
        """From one line of text to the next, in pixels."""
        return round(self.size * 1.35)

    @property
    def base(self) -> float:
        """How far below the middle of a line its letters stand, in pixels."""
        return round(self.size * 0.35, 1)


def _unusual(character: str) -> int:
    if combining(character):
        return 0
    return _WIDE if east_asian_width(character) in "WF" else _OTHER


class Canvas:
    """Elements of a picture in the order of drawing, and how far they reach to the right."""

    def __init__(self) -> None:
        self.elements: list[str] = []
        self.right = 0.0

    def text(
        self, x: float, y: float, text: str, font: Font, colour: str = INK, *, anchor: str = "start"
    ) -> None:
        """A line of text that begins (`start`), ends or has its `middle` at x; y is its base."""
        if not text.strip():
            return
        width = font.width(text)
        share = {"start": 1.0, "middle": 0.5, "end": 0.0}[anchor]
        self.right = max(self.right, x + width * share)
        weight = ' font-weight="700"' if font.bold else ""
        placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self.elements.append(
            f'<text x="{_number(x)}" y="{_number(y)}" font-size="{_number(font.size)}"{weight}'
            f'{placed} fill="{colour}">{_spaced(markup(text))}</text>'
        )

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle; nothing for one without a width."""
        if width > 0:
            self.right = max(self.right, x + width)
            self.elements.append(
                f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(width)}"'
                f' height="{_number(height)}" fill="{colour}"/>'
            )

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float = 1) -> None:
        """A line from point to point."""
        places = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        self.elements.append(
            f'<polyline points="{places}" fill="none" stroke="{colour}"'
            f' stroke-width="{_number(width)}" stroke-linejoin="round"/>'
        )

    def circle(self, x: float, y: float, radius: float, colour: str, *, edge: str = "") -> None:
        """A filled circle, with an edge of another colour if one is named."""
        edged = f' stroke="{edge}" stroke-width="2"' if edge else ""
        self.elements.append(
            f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"'
            f' fill="{colour}"{edged}/>'
        )

    def polygon(
        self, points: Sequence[tuple[float, float]], colour: str, *, edge: str = ""
    ) -> None:
        """A filled shape of straight sides, with an edge of another colour if one is named."""
        edged = f' stroke="{edge}" stroke-width="2"' if edge else ""
        places = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        self.elements.append(f'<polygon points="{places}" fill="{colour}"{edged}/>')


def document(
    canvas: Canvas, size: tuple[float, float], identity: str, title: str, lines: Sequence[str]
) -> str:
    """One `<svg>` element with its title and its figures in words, for who cannot see it."""
    width, height = (_number(round(length)) for length in size)
    described = "\n".join(map(markup, lines))
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" font-family="{FAMILY}" role="img"'
        f' aria-labelledby="{identity}-title {identity}-desc">'
    )
    return "\n".join(
        (
            opening,
            f'<title id="{identity}-title">{markup(title)}</title>',
            f'<desc id="{identity}-desc">{described}</desc>',
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
            *canvas.elements,
            "</svg>",
        )
    )


def markup(text: str) -> str:
    """Text of which nothing is markup."""
    return escape(escape_unsafe(text))


def _spaced(text: str) -> str:
    """Text whose blanks are kept where XML would drop them."""
    if "  " in text or text != text.strip():
        return text.replace(" ", "&#160;")
    return text


def _number(value: float) -> str:
    return f"{round(value, 1):.15g}"

"""What pictures share: what each can do, how large it is, and what its rows are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from smartrank.messages import joined, say
from smartrank.query.answer import Sheet
from smartrank.render.cells import Cell, Column, grid, in_language
from smartrank.render.glyphs import UNICODE
from smartrank.render.svg import Canvas, Font

#: More rows are a list, which a table shows best.
MAX_ROWS = 60
#: The fields that say what a row is about.
_LABELS = ("city_name", "edition", "category_name", "indicator_name")


class Picture(Protocol):
    """A part of a picture: it knows how wide it must be, and draws itself."""

    @property
    def width(self) -> int:
        """The least width in pixels."""

    @property
    def columns(self) -> Sequence[Column]:
        """Whose legends a reader needs."""

    def draw(self, canvas: Canvas, x: float, y: float, width: float, height: float) -> float:
        """Draw from x and y (the upper left) on; gives the y below it.

        `height` is what there is to fill, as far as that helps.
        """

    def described(self) -> Iterator[str]:
        """Its figures in words, a sentence a row."""


class Size(NamedTuple):
    """How large rows are drawn, in pixels."""

    font: Font
    small: Font
    least: int  # height of a row
    most: int
    bar: int  # its height, and its least width
    plot: int
    gap: int
    #: From how many pixels on the names of rows, and headings, are broken.
    name: int
    heading: int


SLIDE = Size(Font(16), Font(13), 32, 84, 18, 220, 20, 340, 124)
DENSE = Size(Font(13), Font(11), 21, 30, 9, 90, 14, 250, 92)


class Label(NamedTuple):
    """What a row is called, and what it is part of."""

    name: str
    context: str = ""
    strong: bool = False


# --- what is drawn --------------------------------------------------------------------------------


def columns_of(sheet: Sheet, language: str) -> dict[str, Column]:
    """The columns that a table of the sheet shows, by field."""
    return {found.field: found for found in in_language(grid(sheet), language).columns}


def column_of(sheet: Sheet, name: str, language: str) -> Column:
    """A column of the sheet, whether a table shows it or not."""
    plain = sheet._replace(marked=frozenset())  # a mark stands at a name, which it need not show
    return in_language(grid(plain, (name,)), language).columns[0]


def parted(columns: dict[str, Column]) -> tuple[list[Label], list[Column]]:
    """Columns -> what each row is called, and the figures of all rows.

    The name that tells rows apart best is the name of the row, what else it is part of its context.
    """
    labels = [found for name, found in columns.items() if name in _LABELS]
    names = [found for found in labels if found.role == "name"]
    best = max(reversed(names), key=lambda found: len(set(found.cells)))
    others = [found for found in labels if found is not best]
    rows = zip(*(found.cells for found in (best, *others)), strict=True)
    return (
        [Label(name.text, joined((cell.text for cell in row), " · ")) for name, *row in rows],
        [found for found in columns.values() if found not in labels],
    )


def labels_by_level(names: Sequence[Sequence[Cell]]) -> list[Label]:
    """Columns of categories and indicators -> what rows are called: a rating by its category."""
    return [
        Label(category.text)
        if not indicator or indicator[0].text == UNICODE.nothing
        else Label(indicator[0].text, category.text)
        for category, *indicator in zip(*names, strict=True)
    ]


def described(labels: Sequence[Label], columns: Sequence[Column]) -> Iterator[str]:
    """Rows in words: each with its headings and figures."""
    figures = [found for found in columns if found.field not in _LABELS]
    for row, label in enumerate(labels):
        name = joined(filter(None, (label.context, label.name)), " · ")
        told = [
            say("picture-figure", name=found.heading, figure=one_line(found.cells[row].text))
            for found in figures
        ]
        yield say("picture-row", name=name, figures=joined(told))


def one_line(text: str) -> str:
    """Text without the blanks that line up a column of a terminal."""
    return " ".join(text.split())

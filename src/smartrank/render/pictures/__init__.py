"""Pictures of sheets: one kind a module, each drawn from the cells that tables show."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING
from zlib import crc32

from smartrank.render.svg import Canvas, document

if TYPE_CHECKING:
    from smartrank.query.answer import Sheet
    from smartrank.render import View
    from smartrank.render.pictures.parts import Picture

#: How wide a picture is if nothing in it needs more, in pixels.
WIDTH = 960


def picture(
    sheet: Sheet,
    view: View,
    identity: str,
    *,
    title: str = "",
    kind: str = "",
    width: int = WIDTH,
) -> str | None:
    """A sheet as one `<svg>` element to be put into a page; None where a table is best.

    It has no visible title, legend or source, which the page has; `title` is what a screen reader
    says of it, by default that of the sheet, and `identity` begins its ids, so it must be unique in
    the page. `kind` asks for another picture than the sheet's own: `profile`, `bars`, `slope`,
    `dumbbell`, `dots` or `change`. It is `width` pixels wide, or as wide as its texts need.
    """
    found = picture_of(sheet, view, kind)
    if found is None:
        return None
    canvas = Canvas()
    bottom = found.draw(canvas, 0, 4, max(width, found.width), 0)
    size = (max(width, found.width, canvas.right), bottom + 4)
    return document(canvas, size, identity, title or sheet.title, [*found.described()])


def picture_of(sheet: Sheet, view: View, kind: str = "") -> Picture | None:
    """What draws a sheet; None where a table is best."""
    kind = kind or sheet.picture
    if not kind or view.fields is not None or not sheet.rows:
        return None
    module = import_module(f"smartrank.render.pictures.{kind}")
    found: Picture | None = module.picture(sheet, view)
    return found


def identity_of(title: str, canvas: Canvas) -> str:
    """What begins the ids of a picture that stands alone: it follows from what is drawn."""
    drawn = "".join((title, *canvas.elements))
    return f"smartrank-{crc32(drawn.encode('utf-8', 'replace')):08x}"

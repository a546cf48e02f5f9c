"""A profile: the ratings of a city, the overall one first and strongest."""

from __future__ import annotations

from smartrank.names import OVERALL
from smartrank.query.answer import Sheet
from smartrank.render import View
from smartrank.render.pictures import bars, slope
from smartrank.render.pictures.parts import SLIDE, Picture, Size


def picture(
    sheet: Sheet, view: View, *, size: Size = SLIDE, titled: bool = False
) -> Picture | None:
    """Ratings as bars with rank and trend; as a slope if no score is known."""
    overall = [place for place, row in enumerate(sheet.rows) if row.category == OVERALL]
    strong = overall if len(overall) < len(sheet.rows) else []
    found = bars.picture(sheet, view, size=size, strong=strong, titled=titled)
    return found or slope.picture(sheet, view)

"""`svg`: the table as a picture, drawn with the fonts at hand and with no address in it."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.terminal_theme import TerminalTheme

from smartrank.render.drawing import Drawing, console
from smartrank.text import escape_unsafe

if TYPE_CHECKING:
    from smartrank.query.answer import Answer
    from smartrank.render import View

#: As wide as a table wants to be read; a narrower one is drawn narrower.
WIDTH = 100
_ID = "smartrank"
_BLANK = "\xa0"
_TEXT = re.compile(
    r'<text class="(?P<style>[^"]*)" x="(?P<x>[^"]*)" y="(?P<y>[^"]*)"'
    r' textLength="(?P<length>[^"]*)" clip-path="[^"]*">(?P<text>[^<]*)</text>'
)
#: Rich's own template names fonts on the web; this one asks for what the system has.
_TEMPLATE = """\
<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" \
xmlns="http://www.w3.org/2000/svg" role="img" aria-label="@LABEL@">
<title>@LABEL@</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; white-space: pre; }}
{styles}
</style>
<rect width="100%" height="100%" fill="#ffffff"/>
<g transform="translate({terminal_x}, {terminal_y})">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def write(answer: Answer[Any], view: View) -> str:
    """The answer as a picture, with title, notes and source; each line as text in it."""
    theme = TerminalTheme(
        (255, 255, 255),
        (28, 39, 51),
        [
            (28, 39, 51),
            (163, 39, 31),
            (20, 104, 58),
            (138, 98, 0),
            (29, 78, 137),
            (104, 54, 122),
            (122, 176, 205),
            (91, 104, 117),
        ],
    )
    drawn = view._replace(width=WIDTH, colour=True, encoding="utf-8")
    drawing = Drawing(drawn, bars=True)
    target = console(drawn, record=True)
    target.print(drawing.document(answer, framed=view.header, remarks=True))
    label = escape(escape_unsafe(answer.title)).replace("{", "{{").replace("}", "}}")
    template = _TEMPLATE.replace("@LABEL@", label)
    picture = target.export_svg(theme=theme, code_format=template, unique_id=_ID)
    return _TEXT.sub(_placed, picture)


def _placed(found: re.Match[str]) -> str:
    """A text without the blanks around it, which some programs drop, at its place."""
    text = unescape(found["text"])
    body = text.strip(f"\n{_BLANK}")
    if not body:
        return ""
    cell = float(found["length"]) / len(text)  # Rich counts characters, a wide one has two cells
    before = text[: len(text) - len(text.lstrip(_BLANK))]
    x, length = float(found["x"]) + cell * len(before), cell * cell_len(body)
    shown = escape(body).replace(_BLANK, "&#160;")
    place = f'x="{x:.1f}" y="{found["y"]}" textLength="{length:.1f}"'
    return f'<text class="{found["style"]}" {place}>{shown}</text>'

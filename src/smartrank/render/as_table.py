"""`table`: for people, on a terminal that bounds the width or on a pipe that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartrank.render.drawing import Drawing, console

if TYPE_CHECKING:
    from smartrank.query.answer import Answer
    from smartrank.render import View


def write(answer: Answer[Any], view: View) -> str:
    """The answer as aligned text in the encoding of the screen.

    A list on a pipe is its heading and its rows; a terminal and a whole profile are told title,
    notes and source, too.
    """
    drawing = Drawing(view, bars=view.width is not None)
    framed = view.header and (view.width is not None or answer.is_nested)
    target = console(view)
    target.print(drawing.document(answer, framed=framed, remarks=False))
    drawn: str = target.file.getvalue()  # type: ignore[attr-defined]
    lines = (line.rstrip() for line in drawn.splitlines())
    return "".join(f"{line}\n" for line in lines)

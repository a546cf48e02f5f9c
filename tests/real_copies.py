"""Copies the invented page with real programs, and sees that each is read right or stops.

    python tests/real_copies.py            a table: form x (same, stopped, wrong)
    python tests/real_copies.py --record   the copies that the suite reads, into tests/pages/

Needs w3m, lynx, pdftotext (poppler-utils) and chromium. A copy that is read otherwise than the
page, or that stops with a line that is in order, makes the exit code 1.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from page_text import MUSTERSTADT, PROSE, page_html
from smartrank.importing.city_page import About
from smartrank.importing.page import read_page
from smartrank.importing.problems import PageError

RECORDED = Path(__file__).parent / "pages" / "musterstadt"
PROGRAMS = ("w3m", "lynx", "pdftotext", "chromium")
WIDTHS = range(36, 201)
#: The widths of dumps that the suite reads.
RECORDED_WIDTHS = (36, 48, 60, 80, 200)
_CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
#: Gives what a browser puts into the clipboard for the whole page.
_SELECT_ALL = """<script>
addEventListener("load", () => {
  getSelection().selectAllChildren(document.body);
  const text = getSelection().toString();
  document.body.replaceChildren();
  document.body.append(Object.assign(document.createElement("pre"), {textContent: text}));
});
</script></body>"""

Outcome = Literal["same", "stopped", "wrong"]


class Copy(NamedTuple):
    """A copy of the page: the form it has, what tells it apart within the form, its bytes."""

    form: str
    name: str
    content: bytes


def _run(*words: str | Path) -> bytes:
    return subprocess.run(words, capture_output=True, check=True, timeout=120).stdout


def dumps(page: Path, widths: range | tuple[int, ...] = WIDTHS) -> Iterator[Copy]:
    """What text browsers make of the page at each width."""
    for width in widths:
        w3m = _run("w3m", "-dump", "-T", "text/html", "-O", "UTF-8", "-cols", str(width), page)
        yield Copy("w3m", f"w3m-{width}.txt", w3m)
        for form, more in (("lynx", ()), ("lynx -nolist", ("-nolist",))):
            lynx = _run("lynx", "-dump", *more, f"-width={width}", "-display_charset=utf-8", page)
            yield Copy(form, f"lynx-{width}.txt", lynx)


def prints(page: Path) -> Iterator[Copy]:
    """What is taken out of the page as chromium prints it, with and without headers and footers."""
    for form, more in (("headed", ()), ("bare", ("--no-pdf-header-footer",))):
        pdf = page.with_suffix(".pdf")
        _run("chromium", *_CHROMIUM, *more, f"--print-to-pdf={pdf}", page.as_uri())
        for way in ("", "-layout", "-raw"):
            name = f"pdftotext {way}".strip()
            text = _run("pdftotext", *way.split(), pdf, "-")
            yield Copy(name, f"{name}-{form}.txt".replace(" ", ""), text)


def selections(page: Path) -> Iterator[Copy]:
    """What chromium puts into the clipboard for the whole page."""
    source = page.with_name("selected.html")
    source.write_text(page.read_text("utf-8").replace("</body>", _SELECT_ALL), "utf-8")
    dom = _run("chromium", *_CHROMIUM, "--dump-dom", source.as_uri()).decode()
    (text,) = re.findall("<pre>(.*)</pre>", dom, re.DOTALL)
    yield Copy("chromium, select all", "select-all.txt", html.unescape(text).encode())
    yield Copy(
        "chromium, saved HTML",
        "saved.html",
        _run("chromium", *_CHROMIUM, "--dump-dom", page.as_uri()),
    )


def outcome(copy: bytes) -> tuple[Outcome, list[str]]:
    """How a copy was read, with the lines at which it stopped."""
    try:
        city = read_page(copy, "copy", About(2025)).city
    except PageError as error:
        lines = [problem.line.plain if problem.line else "" for problem in error.problems]
        return ("wrong" if any(map(_is_in_order, lines)) else "stopped"), lines
    return ("same" if city == MUSTERSTADT else "wrong"), []


def _is_in_order(line: str) -> bool:
    """Whether a line that stopped a copy is a whole line of the page, or is missing."""
    (practice,) = MUSTERSTADT.best_practices
    rows = {
        f"{row.name or ''} {row.score:.1f}".strip()
        for category in MUSTERSTADT.categories
        for row in category.indicators
    }
    return not line or line in rows or line in (*PROSE, MUSTERSTADT.name, practice.url)


def layouts() -> dict[str, str]:
    """The page with tables, and with a block for each cell, as in a grid."""
    tables = page_html(MUSTERSTADT)
    blocks = re.sub("<(/?)(?:table|thead|tbody|tr|td|th)>", r"<\1div>", tables)
    return {"tables": tables, "blocks": blocks}


def copies(folder: Path) -> Iterator[Copy]:
    """All copies that the programs make of the page."""
    for layout, text in layouts().items():
        page = folder / f"{layout}.html"
        page.write_text(text, "utf-8")
        for copy in (*dumps(page), *prints(page), *selections(page)):
            yield copy._replace(form=f"{copy.form} of {layout}")


def table() -> int:
    """Read every copy, and tell how many were read how; 1 if any was read wrong."""
    counts: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for copy in copies(Path(folder)):
            how, lines = outcome(copy.content)
            counts.setdefault(copy.form, Counter())[how] += 1
            if how == "wrong":
                sys.stdout.write(f"wrong: {copy.name}: {lines}\n")
    sys.stdout.write(f"{'form':<32} same stopped wrong\n")
    for form, found in counts.items():
        numbers = (found["same"], found["stopped"], found["wrong"])
        sys.stdout.write(f"{form:<32} {numbers[0]:>4} {numbers[1]:>7} {numbers[2]:>5}\n")
    return int(any(found["wrong"] for found in counts.values()))


def record() -> int:
    """Write the copies that the suite reads."""
    RECORDED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(page_html(MUSTERSTADT), "utf-8")
        found = [*dumps(page, RECORDED_WIDTHS), *prints(page), *selections(page)]
        for copy in (copy for copy in found if copy.form != "lynx -nolist"):
            content = copy.content.replace(page.as_uri().encode(), b"https://muster.example/page")
            (RECORDED / copy.name).write_bytes(content)
    return 0


def main(words: list[str]) -> int:
    """Run as a script."""
    if missing := [program for program in PROGRAMS if not shutil.which(program)]:
        sys.stdout.write(f"not there: {', '.join(missing)}\n")
        return 1
    return record() if words == ["--record"] else table()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""Pages in a real browser: `python tests/browser_pages.py FOLDER` writes pictures of them there.

Draws pages at the widths of phones, tablets and screens, in light and dark and on paper, and says
what is wrong: what is wider than the screen, words broken inside, what axe finds, a profile that
needs a second sheet of A4.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from every_answer import ANSWERS, known_cities
from invented_field import invented_field
from smartrank import Answer, City, View, compare, find, render_answer, show, standing

CHROMIUM = "/usr/bin/chromium"
WIDTHS = (320, 390, 768, 1200, 1920)
DARK = 390
HEIGHT = 900

#: Words that stand on more than one line though nothing in them, as a hyphen, lets them.
BROKEN_WORDS = r"""() => {
  const broken = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("svg")) continue;
    for (const word of node.data.matchAll(/[\p{L}\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => box.top)).size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""
#: Tables that are cut on the page of a profile, which nothing needs to scroll.
CUT_TABLES = """() => [...document.querySelectorAll(".top .sheet, .rows .sheet")]
  .filter(box => box.scrollWidth > box.clientWidth).map(box => box.innerText.split("\\n")[0])"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def pages() -> Iterator[tuple[str, Answer[Any], str]]:
    """The shipped city in both languages, and every answer in that of the longer words."""
    jena = find("jena")
    yield "show-jena-en", show(jena), "en"
    yield "show-jena-de", show(jena), "de"
    field = invented_field()
    yield "standing-field", standing([field[17]], field=field), "en"
    yield "compare-field", compare(field[:3]), "en"
    cities: list[City] = known_cities()
    ask: Callable[[list[City]], Answer[Any]]
    for kind, ask in ANSWERS.items():
        yield kind.replace(" ", "-"), ask(cities), "de"


def faults(page: Page, name: str) -> Iterator[str]:
    """What is wrong with a page as it is laid out."""
    if page.evaluate(OVERFLOW) > 0:
        yield "is wider than the screen"
    for word in page.evaluate(BROKEN_WORDS):
        yield f"breaks the word {word}"
    if name.startswith("show-jena"):
        for table in page.evaluate(CUT_TABLES):
            yield f"cuts the table {table}"


def violations(page: Page) -> Iterator[str]:
    """What axe finds in a page as it is drawn."""
    for violation in Axe().run(page).response["violations"]:
        nodes = [node["html"][:120] for node in violation["nodes"]]
        yield f"{violation['id']}: {violation['help']}: {nodes}"


def sheets_of_paper(page: Page, file: Path) -> int:
    """How many sheets of A4 a page takes."""
    page.pdf(path=file, prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", file.read_bytes()))


def check(browser: Browser, file: Path) -> Iterator[str]:
    """All that is wrong with a page, with its picture at each width beside it."""
    page = browser.new_page()
    page.goto(file.as_uri())
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.screenshot(path=file.with_name(f"{file.stem}-{width}.png"), full_page=True)
        found = [*faults(page, file.stem)]
        if width in (WIDTHS[0], WIDTHS[-1]):
            found += violations(page)
        yield from (f"{file.stem}, {width} px: {fault}" for fault in found)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": DARK, "height": HEIGHT})
    page.screenshot(path=file.with_name(f"{file.stem}-dark.png"), full_page=True)
    yield from (f"{file.stem}, dark: {fault}" for fault in violations(page))
    sheets = sheets_of_paper(page, file.with_suffix(".pdf"))
    if file.stem.startswith("show") and sheets != 1:
        yield f"{file.stem}: takes {sheets} sheets of paper"
    page.close()


def main(folder: Path) -> int:
    """Draw and check every page; 1 if anything is wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    wrong, checked = 0, 0
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, answer, language in pages():
            file = folder / f"{name}.html"
            file.write_bytes(render_answer(answer, "html", View(language=language)))
            checked += 1
            for fault in check(browser, file):
                print(fault)
                wrong += 1
        browser.close()
    print(f"{checked} pages, {wrong} faults; their pictures are in {folder}")
    return 1 if wrong or not checked else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

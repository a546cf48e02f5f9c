"""Draw the pictures of the README anew: `python docs/pictures.py`; needs the extra `browser`.

Each is what the program writes of the shipped city, as Debian's chromium shows it.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from smartrank import find, render_answer, show, trends

CHROMIUM = "/usr/bin/chromium"
IMAGES = Path(__file__).parent / "images"
WIDTH, HEIGHT = 1200, 1180


def main() -> None:
    """Write `page.png`, from `show`, and `picture.png`, from `trends`."""
    jena = find("jena")
    page_text = render_answer(show(jena), "html").decode()
    picture_text = render_answer(trends([jena]), "svg").decode()
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(page_text)
        page.screenshot(path=IMAGES / "page.png")
        page.set_content(f'<body style="margin: 0">{picture_text}</body>')
        page.locator("svg").screenshot(path=IMAGES / "picture.png")
        browser.close()
    print(f"written: {', '.join(sorted(file.name for file in IMAGES.iterdir()))}")


if __name__ == "__main__":
    main()

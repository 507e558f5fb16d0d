"""Take the picture of the report that README.md shows: the demonstration's matrix with a cell opened.

make demo && .venv/bin/python docs/take_picture.py
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]


def main() -> None:
    """Write docs/_static/report.png."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1560, "height": 860}, reduced_motion="reduce")
        page.goto((ROOT / "demo-out" / "report.html").as_uri())
        page.locator("#quotations tbody tr").nth(1).locator("td a").first.click()
        page.wait_for_timeout(300)
        page.screenshot(path=ROOT / "docs" / "_static" / "report.png")
        browser.close()


if __name__ == "__main__":
    main()

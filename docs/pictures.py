"""Draw the mail of the sample for the README: ``python docs/pictures.py``.

It needs the development requirements, and Chromium on the PATH or named in DIGEST_CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).with_name("pictures")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
#: Widths of a window for reading mail and of a phone, and how much of the mail is shown, in px.
SIZES = {640: 2000, 375: 2400}


def draw(html: str, chromium: str) -> None:
    """One picture for each width and colour scheme."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for width, height in SIZES.items():
            for scheme in SCHEMES:
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                page.set_content(html)
                page.screenshot(path=FOLDER / f"issue-{width}-{scheme}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    program = os.environ.get("DIGEST_CHROMIUM") or shutil.which("chromium")
    if program is None:
        raise SystemExit("no chromium on the PATH, and DIGEST_CHROMIUM does not name one")
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([sys.executable, "-m", "digest", "weekly", "--sample", "--out", out], check=True)  # noqa: S603
        draw(Path(out, "issue.html").read_text(encoding="utf-8"), program)

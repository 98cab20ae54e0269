"""Pages as PDF, printed by a browser of this machine.

A browser lays Chinese, formulas and charts out as on the screen, and needs no system library that
pip cannot install, as PDF packages do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from questions.errors import InputError

VARIABLE = "KAOGUAN_BROWSER"
_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_SECONDS = 60


def print_pdf(html: str, path: Path) -> None:
    """Write a page as PDF. Raises InputError where there is no browser, or it prints nothing."""
    browser = find_browser()
    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(html, "utf-8")
        command = [
            browser, "--headless", "--disable-gpu", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update",
            "--no-pdf-header-footer", f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={made}", page.as_uri(),
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses to start as root with it
        try:
            subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)  # noqa: S603  # our own page
        except (OSError, subprocess.TimeoutExpired) as error:
            raise InputError(
                f"did not print: {error}", place=browser, hint="print the HTML page"
            ) from None
        if not made.exists():
            raise InputError(
                "printed nothing", place=browser, hint="open the HTML page and print it"
            )
        shutil.copyfile(made, path)


def find_browser() -> str:
    """KAOGUAN_BROWSER, else the first Chromium on the path. Raises InputError without one."""
    chosen = os.environ.get(VARIABLE)
    known = [chosen] if chosen else [*_NAMES, _MAC]
    for name in known:
        if found := shutil.which(name):
            return found
    hint = f"write --html and print that, or set {VARIABLE} to a Chromium or Chrome"
    raise InputError("a PDF needs a browser to print it", hint=hint)

"""The system's Chromium, driven by Playwright. Playwright's own browsers are never downloaded."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "no Chromium is installed, so the inbox is not tested in a browser; "
    "install it: sudo apt-get install --no-install-recommends chromium"
)


def executable() -> str | None:
    """The path of the browser; None if there is none on `PATH`."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """
    A headless browser that runs until the block ends.

    Raises:
        FileNotFoundError: No browser is installed; the text says how to install one.
    """
    found = executable()
    if found is None:
        raise FileNotFoundError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        try:
            yield browser
        finally:
            browser.close()


if __name__ == "__main__":
    raise SystemExit(None if executable() else MISSING)

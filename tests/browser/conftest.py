"""A study that is really served, and a real browser that reads it.

served     one study a worker, filled (see filled.py); clock set to the night when the stories begin
chromium   one browser a file of tests: while Playwright runs, Django refuses its database in this process, so it must
           have stopped before the tests of other rooms begin
visit      visit(user, language="en", width=1440) -> a page of somebody logged in through the log-in pages
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import needs
from tests.browser.reading import Readers
from tests.browser.served import Served, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NEEDED = ("django", "gunicorn", "playwright", "axe_playwright_python")


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """The study."""
    needs.chromium()
    for name in NEEDED:
        needs.package(name)
    with tempfile.TemporaryDirectory(prefix="bedside-served-") as folder:
        study = serve(Path(folder))
        yield study
        study.end()


@pytest.fixture(scope="module")
def chromium(served: Served) -> Iterator[Browser]:
    """Headless Chromium of this machine; nothing is downloaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(needs.chromium()), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def readers(served: Served, chromium: Browser) -> Readers:
    """Who reads: each logs in once a file of tests."""
    return Readers(served, chromium)


@pytest.fixture
def visit(readers: Readers) -> Iterator[Callable[..., Page]]:
    """visit(user, language, width): a page of their own; closed at the end of the test."""
    opened: list[Any] = []

    def made(user: str, language: str = "en", width: int = 1440, fresh: bool = False) -> Page:
        page = readers.page(user, language, width, fresh)
        opened.append(page.context)
        return page

    yield made
    for context in opened:
        context.close()

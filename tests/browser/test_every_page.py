"""Every page of the application, in both languages: axe, width on a desk and on a tablet, heading, language, console.

Axe reads a page on a desk in English and on a tablet in French, and texts that are drawn alike once (`alike`); with
HYPOTHESIS_PROFILE=deep, every text on both in both. A page that nobody put into `pages.PAGES` fails here too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.browser.alike import read_alike_once
from tests.browser.filled import WITHOUT_FACTOR
from tests.browser.left_english import left_english
from tests.browser.pages import BESIDE, FOR_PROGRAMS, NO_PAGE, PAGES, PARTS, Example
from tests.browser.passkeys import add_passkey, authenticator
from tests.browser.reading import Readers, log_in
from tests.browser.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

DESKTOP, TABLET = 1440, 820
DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
READ_AT = {"en": (DESKTOP, TABLET) if DEEP else (DESKTOP,), "fr": (DESKTOP, TABLET) if DEEP else (TABLET,)}
"""The widths at which axe reads a page in a language."""
GRAVE = ("serious", "critical")
LANDMARKS = ("region",)
"""Rules of axe that hold though it calls them moderate: all that a page says stands in one of its landmarks."""
AWAITED = "[hx-get] .later"
"""What stands where a part will be that a page loads after itself, or once it is opened."""
FOUND = "axe.run({resultTypes: ['violations']}).then((found) => found.violations)"
EXAMPLES = [*(each for examples in PAGES.values() for each in examples), *BESIDE]
READERS = sorted({each.reader for each in EXAMPLES})


class Watch:
    """What goes wrong on a page beside what one sees: errors of its console, requests to elsewhere."""

    def __init__(self, page: Page, home: str) -> None:
        self.wrong: list[str] = []
        page.on("console", lambda said: self.wrong.append(f"console: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: self.wrong.append(f"error of a script: {error}"))
        page.on("request", lambda asked: self._asked(asked.url, home))

    def _asked(self, url: str, home: str) -> None:
        if not url.startswith((home, "data:", "blob:")):
            self.wrong.append(f"request to {urlsplit(url).netloc}")

    def since(self, status: int) -> list[str]:
        """What went wrong since the last time; that the page itself was refused is no news."""
        found, self.wrong = self.wrong, []
        return [each for each in found if status == 200 or f"status of {status}" not in each]


@pytest.mark.proves("ground accessible", "ground both-languages")
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("reader", READERS)
def test_every_page(reader: str, language: str, readers: Readers, served: Served, opened: Callable[..., Page]) -> None:
    page = opened(reader, language)
    watch = Watch(page, served.address)
    wrong = [
        f"{address} ({language}): {each}"
        for example in EXAMPLES
        if example.reader == reader
        for address in [example.address(served)]
        for each in _wrong(page, watch, address, example, language)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def _wrong(page: Page, watch: Watch, address: str, example: Example, language: str) -> Iterator[str]:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import expect

    page.set_viewport_size({"width": DESKTOP, "height": 1000})
    answer = page.goto(address)
    assert answer is not None
    if answer.status != example.status:
        yield f"status {answer.status}, not {example.status}"
    if urlsplit(page.url).path != urlsplit(address).path:
        yield f"led to {page.url}"
    if page.locator("html").get_attribute("lang") != (example.language or language):
        yield f"says that it is in “{page.locator('html').get_attribute('lang')}”"
    if page.locator("h1:visible").count() != 1:
        yield f"{page.locator('h1:visible').count()} headings of the first level"
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    expect(page.locator(AWAITED)).to_have_count(0)
    page.evaluate(Axe().axe_script)
    for width in (DESKTOP, TABLET):
        page.set_viewport_size({"width": width, "height": 1000})
        if width in READ_AT[language] and not DEEP:
            read_alike_once(page)
        reach = page.evaluate("document.documentElement.scrollWidth")
        if reach > width:
            yield f"{reach} px wide at {width} px: {_widest(page, width)}"
        for violation in page.evaluate(FOUND) if width in READ_AT[language] else ():
            if violation["impact"] in GRAVE or violation["id"] in LANDMARKS:
                places = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:4])
                yield f"{violation['id']} ({violation['impact']}) at {width} px: {places}"
    if (example.language or language) == "fr":
        yield from left_english(page)
    yield from watch.since(example.status)


def _widest(page: Page, width: int) -> str:
    return str(
        page.evaluate(
            """(width) => [...document.querySelectorAll("body *")].filter((each) =>
        each.getBoundingClientRect().right > width + 1 && !each.closest(".scroll")).slice(-3).map((each) =>
        `${each.tagName.toLowerCase()}.${each.className}`).join(", ")""",
            width,
        )
    )


def test_no_page_is_left_out(served: Served, readers: Readers) -> None:
    """Each named address is a page of the map, is told to be none, or answers no GET."""
    page = readers.page("moreau")
    left = {each["name"]: each["route"] for each in served.told["addresses"]}
    known = {"site": "01", "code": served.person("whole"), "username": "moreau", "visit": "D0", "form": "laboratory"}
    answering = []
    for name, route in left.items():
        if name in {*PAGES, *NO_PAGE, *PARTS} or route.startswith(FOR_PROGRAMS):
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda held: known.get(held.group(1), "1"), f"/{route}")
        if page.request.get(path, max_redirects=0).status != 405:
            answering.append(f"{name} ({path})")
    page.context.close()
    assert not answering, "add to tests/browser/pages.py: " + ", ".join(answering)
    assert not {*PAGES, *NO_PAGE, *PARTS} - left.keys(), "no longer there"


@pytest.mark.parametrize("name", sorted(NO_PAGE))
def test_what_is_no_page_is_none(name: str, served: Served, readers: Readers) -> None:
    page = readers.page(NO_PAGE[name].reader)
    answer = page.request.get(NO_PAGE[name].address(served), max_redirects=0)
    page.context.close()
    assert answer.status in (200, 302)
    assert answer.status == 302 or not answer.headers["content-type"].startswith("text/html")


@pytest.fixture(scope="module")
def opened(readers: Readers, served: Served) -> Iterator[Callable[..., Page]]:
    """opened(reader, language): a page of theirs; those who are only half in are brought there."""
    held: list[Any] = []

    def made(reader: str, language: str) -> Page:
        page = readers.page("" if reader in ("half", "new") else reader, language)
        if reader == "half":
            log_in(page, served, "petit", code=False)
        elif reader == "new":
            log_in(page, served, WITHOUT_FACTOR, code=False)
        elif reader == "roche" and "passkey" not in served.told["persons"]:
            authenticator(page)
            served.told["persons"]["passkey"] = add_passkey(page, served, reader)
        held.append(page.context)
        return page

    yield made
    for context in held:
        context.close()

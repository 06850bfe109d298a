"""Every page in French: no English left on it, and no code where a word should stand.

What is in English by right says so (`lang="en"`: quotations of the public record, names of methods, release notes) or
is a code or a path; quotations in « » are somebody else's words. What people typed in filled.py avoids the words that
are looked for here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.pages import BESIDE, PAGES, Example
from tests.browser.reading import Readers
from tests.browser.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORDS = (
    "the", "of", "and", "with", "not", "was", "were", "is", "are", "from", "has", "have", "been", "by", "nurse",
    "monitor", "investigator", "screens", "yes", "no",
)  # fmt: skip
"""Words that no French sentence holds; some are common in English ones, some are codes that were shown as they are."""
ENGLISH = re.compile(rf"(?<![\w’'/.\-])(?:{'|'.join(WORDS)})(?![\w’'/\-])", re.IGNORECASE)
CODE = re.compile(r"\b[a-z]+_[a-z0-9_]+\b|\{[a-z]+\}|mm\[Hg\]|\b10\*\d")
"""Names as they stand in the protocol's files, and units as computers write them."""
QUOTED = re.compile(r"«[^»]*»")
SAID = """() => {
  document.querySelectorAll("details").forEach((each) => { each.open = true; });
  const apart = "[lang=en], code, kbd, samp, pre, textarea, script, style, .hljs";
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.replace(/\\s+/g, " ").trim();
    if (text && !walker.currentNode.parentElement.closest(apart)) found.push(text);
  }
  for (const name of ["aria-label", "placeholder", "alt"])
    for (const each of document.querySelectorAll(`[${name}]`))
      if (!each.closest(apart)) found.push(each.getAttribute(name));
  return found;
}"""
EXAMPLES = [*(each for examples in PAGES.values() for each in examples), *BESIDE]
LEFT = {"half", "new", "roche"}
"""Whose pages ask for more than a log-in; their words are read by tests of the log-in pages."""
READERS = sorted({each.reader for each in EXAMPLES} - LEFT)


@pytest.fixture(scope="module")
def french(readers: Readers) -> Iterator[Callable[[str], Page]]:
    """french(reader): a page of theirs."""
    held: list[Any] = []

    def made(reader: str) -> Page:
        page = readers.page(reader, "fr")
        held.append(page.context)
        return page

    yield made
    for context in held:
        context.close()


@pytest.mark.proves("ground both-languages")
@pytest.mark.parametrize("reader", READERS)
def test_no_english_on_a_french_page(reader: str, french: Callable[[str], Page], served: Served) -> None:
    page = french(reader)
    wrong = {
        f"{address}: {text}"
        for example in EXAMPLES
        if example.reader == reader and example.language != "en"
        for address in [example.address(served)]
        for text in _english(page, example, address)
    }
    assert not wrong, "\n" + "\n".join(sorted(wrong))


def _english(page: Page, example: Example, address: str) -> Iterator[str]:
    page.goto(address)
    for text in page.evaluate(SAID):
        left = QUOTED.sub("", text)
        if ENGLISH.search(left) or CODE.search(left):
            yield text[:160]

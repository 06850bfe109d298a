"""What a page in French must not say: English, or a code where a word should stand.

What is in English by right says so (`lang="en"`: quotations of the public record, names of methods, release notes) or
is a code or a path; quotations in « » are somebody else's words. What people typed in filled.py avoids the words that
are looked for here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

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


def left_english(page: Page) -> Iterator[str]:
    """What a French page says in English or in code."""
    for text in page.evaluate(SAID):
        left = QUOTED.sub("", text)
        if ENGLISH.search(left) or CODE.search(left):
            yield f"not French: {text[:160]}"

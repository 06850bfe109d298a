"""The lists of a site's day fit on a tablet: nothing of them has to be scrolled to from side to side."""

from __future__ import annotations

import pytest

from tests.browser.reading import Readers
from tests.browser.served import Served

LISTS = {
    "moreau": ("/sites/01/screening/", "/sites/01/participants/", "/sites/01/", "/study/dashboard/"),
    "leroy": ("/queries/?state=any&site=01",),
    "marchand": ("/sites/01/data-review/",),
}
WIDE = """() => [...document.querySelectorAll(".scroll")].filter((each) => each.scrollWidth > each.clientWidth + 1)
  .map((each) => `${each.scrollWidth} px in ${each.clientWidth}: ${each.textContent.trim().slice(0, 60)}`)"""


@pytest.mark.parametrize("width", [820, 1280])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("reader", list(LISTS))
def test_no_list_scrolls_sideways(reader: str, language: str, width: int, readers: Readers, served: Served) -> None:
    page = readers.page(reader, language, width)
    wrong = []
    for address in LISTS[reader]:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        page.evaluate("document.fonts.ready")
        reach = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"{address}: {each}" for each in page.evaluate(WIDE)]
        wrong += [f"{address}: {reach} px wide"] if reach > width else []
    page.context.close()
    assert not wrong, "\n".join(wrong)

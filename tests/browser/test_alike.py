"""Of texts that are drawn alike a few are read for their contrast, and none that is drawn otherwise is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.alike import FEW, read_alike_once
from tests.browser.reading import Readers

if TYPE_CHECKING:
    from playwright.sync_api import Page

MANY = 40
READ = "axe.run({resultTypes: ['violations'], runOnly: ['color-contrast']}).then((found) => found.violations)"
STYLE = """<style>body { background: white; color: black } .pale, .pale-within b { color: #ccc }
tr[data-pale] td { color: #ccc } .dark { background: #111 } td { padding: 4px }</style>"""
PLAIN = "<tr><td>plain text</td></tr>"


def pale(readers: Readers, rows: str) -> list[Any]:
    """What axe finds in a table of these rows."""
    from axe_playwright_python.sync_playwright import Axe

    page: Page = readers.stranger()
    page.set_content(f"<html lang='en'>{STYLE}<body><table>{rows}</table></body></html>")
    page.evaluate(Axe().axe_script)
    read_alike_once(page)
    found = [node["html"] for each in page.evaluate(READ) for node in each["nodes"]]
    page.context.close()
    return found


def test_of_many_alike_a_few_are_read(readers: Readers) -> None:
    assert len(pale(readers, "<tr><td class='pale'>pale text</td></tr>" * MANY)) == FEW
    assert pale(readers, PLAIN * MANY) == []


@pytest.mark.parametrize(
    "odd",
    [
        "<tr><td class='pale'>other</td></tr>",
        "<tr><td style='color: #ccc'>other</td></tr>",
        "<tr data-pale><td>other</td></tr>",
        "<tr class='dark'><td>other</td></tr>",
        "<tr><td style='opacity: .3'>other</td></tr>",
        "<tr class='pale-within'><td><b>other</b></td></tr>",
        "<tr><td style='position: absolute; color: #ccc'>other</td></tr>",
        "<tr><td><svg><text y='20' fill='#ccc'>other</text></svg><span class='pale'>other</span></td></tr>",
    ],
)
def test_one_that_is_drawn_otherwise_is_found_among_many(odd: str, readers: Readers) -> None:
    (found,) = pale(readers, PLAIN * MANY + odd + PLAIN * MANY)
    assert "other" in found


@pytest.mark.parametrize("unread", ["<tr><td class='pale'>{}</td></tr>", "<tr hidden><td class='pale'>unread</td></tr>",
                                    "<tr style='display: none'><td class='pale'>unread</td></tr>",
                                    "<tr style='visibility: hidden'><td class='pale'>unread</td></tr>"])  # fmt: skip
def test_what_axe_passes_over_stands_for_nothing(unread: str, readers: Readers) -> None:
    found = pale(readers, unread.format("") * MANY + "<tr><td class='pale'>shown</td></tr>")
    assert len(found) == 1 and "shown" in found[0]

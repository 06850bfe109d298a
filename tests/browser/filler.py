"""Somebody who fills any form of any trial: what they type follows from what the page asks for, and from nothing else.

A number is the middle of what the page says is expected, once it has said so; a time is that of the visit; of choices
the first. What stands there already is left alone. A question whether something unexpected is right is answered yes,
with a reason, as a person would who reads it in the record.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.typing import save

if TYPE_CHECKING:
    from playwright.sync_api import Page

Items = list[tuple[str, str]]
"""Items of a form: their name, and of which kind each is."""

ROUNDS = 6
"""Times that a form is saved until nothing is refused or asked about any more."""
NUMBER = r"(−?[0-9][0-9, \u00a0\u202f]*(?:[.][0-9]+)?)"
BETWEEN = re.compile(rf"{NUMBER} ?[^0-9]*?(?: to | and |–){NUMBER}")
"""The two bounds in what a check says: `between 25 °C and 45 °C`."""
ROWS = "#sheet .field-row[data-item]"
VALUES = (
    """all => all.filter(each => each.type != "radio" || each.checked).map(each => [each.name.slice(2), each.value])"""
)
OPEN = """all => all.filter(row => {
  const fields = [...row.querySelectorAll("[data-main]:enabled")].filter(each => each.getClientRects().length);
  return fields.length && !fields.some(each => each.type == "radio" ? each.checked && each.value : each.value.trim());
}).map(row => [row.dataset.item, row.dataset.kind])"""


def fill(page: Page, at: str) -> dict[str, str]:
    """Fill the form of the page as of a time (`2026-11-23 08:10`) and save it until it is kept; returns what stands."""
    for number in range(ROUNDS):
        for item, kind in _open(page):
            _type(page, item, kind, at)
        if number:
            for item, kind in _refused(page):
                _correct(page, item, kind, confirm=number > 2)
        save(page)
        if not _refused(page) and not _open(page):
            break
    problems = {item: page.locator(f"#f-{item} .says").inner_text() for item, _ in _refused(page)}
    assert not problems and not _open(page), f"{page.url}: {problems}, {_open(page)}"
    return values(page)


def values(page: Page) -> dict[str, str]:
    """What stands in each item of the form: the text, or the choice."""
    found = page.eval_on_selector_all("#sheet [data-main]", VALUES)
    return dict(found)


def _open(page: Page) -> Items:
    """The items to be filled: shown, writable, empty."""
    found: Items = page.eval_on_selector_all(ROWS, OPEN)
    return found


def _refused(page: Page) -> Items:
    """The items that are not kept yet."""
    found: Items = page.eval_on_selector_all(f"{ROWS}[data-problem]", "all => all.map(each => [each.dataset.item, "
                                             "each.dataset.kind])")  # fmt: skip
    return found


def _type(page: Page, item: str, kind: str, at: str) -> None:
    field = page.locator(f"[name='v-{item}']").first
    if not field.is_visible():  # an answer above has closed the question
        return
    if kind == "choice":
        field.check()
    else:
        field.fill({"number": "1", "time": at, "date": at[:10]}.get(kind, "as in the record"))


def _correct(page: Page, item: str, kind: str, confirm: bool) -> None:
    """Read what the check says, and type what lies in the middle; or say that it is right."""
    row = page.locator(f"#f-{item}")
    found = BETWEEN.search(row.locator(".says").inner_text())
    if found and kind == "number" and not confirm:
        low, high = (_read(each) for each in found.groups())
        row.locator("[data-main]").fill(f"{round((low + high) / 2, 2 if high < 10 else 0):g}")
        return
    row.locator(".reason").fill("read in the record")
    asked = row.locator(".confirm input")
    if asked.is_visible():
        asked.check()


def _read(number: str) -> float:
    return float(re.sub(r"[, \u00a0\u202f]", "", number).replace("−", "-"))

"""Filling forms of the casebook as somebody with a mouse does it, and going from page to page; in no language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def fill_in(page: Page, values: Mapping[str, str]) -> None:
    """Type each item; `40 %` chooses the unit too. Does not save."""
    for item, value in values.items():
        places = page.locator(f"[name='v-{item}']")
        if places.first.get_attribute("type") == "radio":
            page.locator(f"[name='v-{item}'][value='{value}']").check()
            continue
        number, _, unit = value.rpartition(" ")
        units = page.locator(f"select[name='u-{item}']")
        if units.count() and number:
            units.select_option(unit)
            places.fill(number)
        else:
            places.fill(value)


def follow(what: Locator) -> None:
    """Click what leads to a page, and wait until that page is there: a click alone may come back on the page before."""
    with what.page.expect_navigation():
        what.click()


def save(page: Page) -> None:
    """Save with the keys, and wait until the page is back; keys are heard once the page's scripts are there."""
    page.wait_for_load_state()
    with page.expect_navigation():
        page.keyboard.press("Control+s")


def form(page: Page, code: str, place: str, values: Mapping[str, str]) -> None:
    """Open a form, fill it in, save it; everything must be kept."""
    page.goto(f"/participants/{code}/forms/{place}/")
    fill_in(page, values)
    save(page)
    assert not page.locator("[data-problem]").count(), page.locator("[data-problem]").all_inner_texts()


def history_of(page: Page, item: str) -> Locator:
    """Open the history of an item, and wait until it is there."""
    from playwright.sync_api import expect

    history = page.locator(f"#f-{item} details.history")
    history.locator("summary").click()
    expect(history.locator("ol")).to_be_visible()
    return history


def drafted(page: Page) -> None:
    """Wait until the page says that the draft is kept."""
    from playwright.sync_api import expect

    expect(page.locator("#draft-state")).not_to_be_empty()

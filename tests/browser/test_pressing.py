"""What the server answers to a value moves the page: not under somebody's finger."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

UNEXPECTED = "60"
"""A temperature in °C that the form asks about."""


def test_what_is_pressed_stays_where_it_is(visit: Callable[..., Page], served: Served) -> None:
    """A press takes the focus from the value above, whose draft is answered with a question before the press ends."""
    page = visit("faure")
    page.goto(f"/participants/{served.person('renews')}/forms/D0/vital_signs/")
    says, save = page.locator("#f-temperature .says"), page.locator(".sheet-end button").first
    page.locator("[name=v-temperature]").press_sequentially(UNEXPECTED)
    save.scroll_into_view_if_needed()
    place = save.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + 3)
    with page.expect_response(lambda each: "draft" in each.url):
        page.mouse.down()
    page.wait_for_timeout(100)
    assert not says.inner_text()
    assert save.bounding_box() == place
    with page.expect_navigation():
        page.mouse.up()
    assert says.inner_text(), "the saved page asks"

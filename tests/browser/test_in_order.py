"""A save waits for the draft that was sent before it, so that nobody is asked to choose between them; not for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.browser.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _types(page: Page, served: Served, item: str, text: str) -> list[Any]:
    """Type a value and leave it; its draft is held on its way to the server."""
    drafts = list[Any]()
    page.goto(f"/participants/{served.person('waits')}/forms/D0/vital_signs/")
    page.route("**/draft/**", lambda route: drafts.append(route))  # noqa: PLW0108  (no builtin can be a handler)
    page.fill(f"[name=v-{item}]", text)
    with page.expect_request("**/draft/**"):
        page.keyboard.press("Tab")
    return drafts


def test_the_save_follows_the_draft(visit: Callable[..., Page], served: Served) -> None:
    page, saves = visit("faure"), list[str]()
    page.on("request", lambda request: saves.append(request.url) if "/save/" in request.url else None)
    drafts = _types(page, served, "map", "63")
    for _ in range(2):
        page.keyboard.press("Control+s")
    page.wait_for_timeout(300)
    assert not saves, "the save waits for the draft"
    with page.expect_navigation():
        for each in drafts:
            each.continue_()
    assert len(saves) == 1 and page.input_value("[name=v-map]") == "63"
    assert not page.locator("[data-problem]").count(), page.inner_text("#f-map")


def test_a_draft_that_never_comes_back_holds_no_save_up(visit: Callable[..., Page], served: Served) -> None:
    page = visit("faure")
    assert _types(page, served, "spo2", "95")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert page.input_value("[name=v-spo2]") == "95" and not page.locator("[data-problem]").count()


def test_without_a_network_the_page_stays_and_the_save_goes_once_there_is_one(
    visit: Callable[..., Page], served: Served
) -> None:
    page = visit("faure")
    page.goto(f"/participants/{served.person('waits')}/forms/D0/vital_signs/")
    page.context.set_offline(True)
    page.fill("[name=v-temperature]", "38.2")
    page.keyboard.press("Control+s")
    page.wait_for_function("document.getElementById('draft-state').textContent.includes('no network')")
    page.wait_for_timeout(300)
    assert "/forms/D0/vital_signs/" in page.url and page.input_value("[name=v-temperature]") == "38.2"
    page.keyboard.press("Control+s")
    page.wait_for_timeout(300)
    assert page.input_value("[name=v-temperature]") == "38.2", "nor by asking again"
    page.context.set_offline(False)
    page.wait_for_timeout(300)
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert page.input_value("[name=v-temperature]") == "38.2" and not page.locator("[data-problem]").count()
    page.reload()
    assert page.input_value("[name=v-temperature]") == "38.2"

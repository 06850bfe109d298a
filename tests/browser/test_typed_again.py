"""A form that was refused is filled again with what was typed, on the page it came from; nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.reading import log_in_here
from tests.browser.served import Served
from tests.browser.typing import follow

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SAID = {"en": "what you had typed is filled in again", "fr": "ce que vous aviez saisi est rempli de nouveau"}
KEPT = "sessionStorage.getItem('bedside.typed')"
LACKING = ("emergency_no_consent_possible", "emergency_no_relative")
"""Two conditions of the emergency; the others are left out, as at three in the morning."""


@pytest.mark.parametrize("language", SAID)
def test_a_consent_that_lacks_an_answer_is_filled_again(language: str, visit: Callable[..., Page]) -> None:
    page = visit("moreau", language)
    page.goto("/sites/01/screening/")
    follow(page.locator("form[action$='/screening/new/'] button.main"))
    address = f"{page.url.rstrip('/')}/consent/"
    page.goto(address)
    emergency = _emergency(page)
    _certify(emergency)
    typed = emergency.locator("[name=at_emergency_no_relative]").input_value()
    follow(emergency.locator("button.main"))
    assert page.locator(".refusal .what").is_visible()
    follow(page.locator(".refusal a").first)
    assert page.url == address
    emergency = _emergency(page)
    assert SAID[language] in page.locator("main [role=status]").inner_text()
    assert emergency.locator("details, button.main").first.is_visible(), "its place is open"
    assert emergency.locator("[name=given]:checked").count() == len(LACKING)
    assert emergency.locator("[name=at_emergency_no_relative]").input_value() == typed
    assert "csrf" not in page.evaluate(KEPT)
    for box in emergency.locator("[name=given]").all():
        box.check()
    follow(emergency.locator("button.main"))
    assert page.url == address and page.evaluate(KEPT) is None, "recorded: wiped"
    assert not page.locator("main [role=status]", has_text=SAID[language]).count()


def test_what_was_refused_is_wiped_by_another_page_and_by_signing_out(visit: Callable[..., Page]) -> None:
    page = visit("moreau", fresh=True)
    page.goto("/sites/01/screening/")
    follow(page.locator("form[action$='/screening/new/'] button.main"))
    address = f"{page.url.rstrip('/')}/consent/"
    for leave in (_another_page, _sign_out):
        page.goto(address)
        _certify(_emergency(page))
        follow(_emergency(page).locator("button.main"))
        assert page.evaluate(KEPT)
        leave(page)
        assert page.evaluate(KEPT) is None


@pytest.mark.parametrize("same", [True, False])
def test_a_session_that_ended_is_logged_in_again_and_its_form_filled(
    same: bool, visit: Callable[..., Page], served: Served
) -> None:
    """For the same person on the page where it stood; somebody else finds nothing of it, nor does the tab keep it."""
    page = visit("moreau", fresh=True)
    page.goto("/sites/01/screening/")
    follow(page.locator("form[action$='/screening/new/'] button.main"))
    address = f"{page.url.rstrip('/')}/consent/"
    page.goto(address)
    _certify(_emergency(page))
    typed = _emergency(page).locator("[name=at_emergency_no_relative]").input_value()
    page.context.clear_cookies(name="sessionid")
    follow(_emergency(page).locator("button.main"))
    assert "/account/login/" in page.url and page.evaluate(KEPT)
    log_in_here(page, served, "moreau" if same else "garnier")
    page.wait_for_url(address)
    emergency, said = _emergency(page), page.locator("main [role=status]", has_text=SAID["en"])
    if same:
        assert said.count() and emergency.locator("[name=given]:checked").count() == len(LACKING)
        assert emergency.locator("[name=at_emergency_no_relative]").input_value() == typed
    else:
        assert not said.count() and not emergency.locator("[name=given]:checked").count()
        assert page.evaluate(KEPT) is None


def test_an_event_to_come_is_filled_again(visit: Callable[..., Page], served: Served) -> None:
    """A second form: its page has others of the same address, and only the one that was sent is filled."""
    page = visit("faure")
    page.goto(f"/participants/{served.person('renews')}/timeline/")
    form = page.locator("form:has([name=what])")
    form.locator("[name=what]").select_option(index=1)
    chosen = form.locator("[name=what]").input_value()
    form.locator("[name=at]").fill("2031-01-01T10:00")
    follow(form.locator("button.main"))
    follow(page.locator(".refusal a").first)
    form = page.locator("form:has([name=what])")
    assert form.locator("[name=what]").input_value() == chosen
    assert form.locator("[name=at]").input_value() == "2031-01-01T10:00"
    assert "2031" not in " ".join(each.input_value() for each in page.locator("form:has([name=plan]) [name=at]").all())


def _emergency(page: Page) -> Locator:
    return page.locator("form:has([name=route][value=emergency])")


def _certify(form: Locator) -> None:
    form.page.locator("details:has([name=route][value=emergency]) > summary").click()
    for name in LACKING:
        form.locator(f"[name=given][value={name}]").check()


def _another_page(page: Page) -> None:
    follow(page.locator(".refusal a").last)


def _sign_out(page: Page) -> None:
    follow(page.locator("form[action='/account/logout/'] button"))

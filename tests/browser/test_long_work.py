"""What takes long says so meanwhile: the cut that is being taken, the report that is worked out at its first look."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

TAKING = {"en": "The cut is being taken", "fr": "Extraction en cours"}
WORKING = {"en": "The report is being worked out", "fr": "Le rapport est en cours de calcul"}


@pytest.mark.parametrize("language", TAKING)
def test_a_cut_that_is_being_taken_says_so_and_is_asked_for_once(language: str, visit: Callable[..., Page]) -> None:
    from playwright.sync_api import expect

    page, sent = visit("leroy", language), list[str]()
    page.route("**/cuts/take/", lambda route: (sent.append(route.request.url), route.abort("aborted")))
    page.goto("/cuts/")
    page.fill("#why", "steering committee")
    form = page.locator("form[action$='/cuts/take/']")
    button, told = form.locator("button.main"), form.locator("[data-working]")
    expect(told).to_be_hidden()
    for _ in range(2):
        button.click(force=True)
        expect(told).to_be_visible()
    expect(told.locator("[data-seconds]")).not_to_have_text("0")
    assert TAKING[language] in told.inner_text() and len(sent) == 1
    assert button.get_attribute("aria-disabled") == "true" and told.get_attribute("role") == "status"


@pytest.mark.parametrize("kind", ["results", "board"])
@pytest.mark.parametrize("language", WORKING)
def test_a_report_that_is_being_worked_out_says_so_until_it_is_there(
    language: str, kind: str, visit: Callable[..., Page], served: Served
) -> None:
    from playwright.sync_api import expect

    page = visit("brunet", language)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"**/{kind}/report/", hold)
    page.goto(f"/cuts/{served.person('cut')}/{kind}/", wait_until="domcontentloaded")
    told = page.locator("[data-working-page] [data-working]")
    expect(told).to_be_visible()
    assert WORKING[language] in told.inner_text()
    expect(told.locator("[data-seconds]")).not_to_have_text("0")
    (waiting,) = held
    waiting.fulfill(body="<p>the report</p>", content_type="text/html")
    expect(told).to_be_hidden()

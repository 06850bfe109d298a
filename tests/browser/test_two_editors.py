"""The story of two people on one form, and of one whose session ends: nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser import stories
from tests.browser.guide import LANGUAGES, TELLS, WIDTH, Telling
from tests.browser.reading import log_in
from tests.browser.served import Served
from tests.browser.typing import drafted, fill_in, history_of, save

if TYPE_CHECKING:
    from playwright.sync_api import Page

MORNING = "2026-11-23T09:00+01:00"
NINE_HOURS = 9 * 3600
"""Longer than a session lasts."""
WHY = {"en": "source verified", "fr": "vérifié dans la source"}
VISITS = dict(zip(LANGUAGES, ("seeking", "whole"), strict=True))
"""Whose form it is; in each language another's, so that it is empty."""


@pytest.mark.parametrize("language", TELLS)
def test_two_people_on_one_form(language: str, visit: Callable[..., Page], served: Served) -> None:
    from playwright.sync_api import expect

    telling = Telling(stories.TWO_EDITORS, language)
    served.clock.set(MORNING)
    one, other = (visit(user, language, WIDTH, fresh=True) for user in ("petit", "garnier"))
    address = f"/participants/{served.person(VISITS[language])}/forms/D0/vital_signs/"
    for page in (one, other):
        page.goto(address)
    fill_in(one, {"taken_at": "20112026 1200", "temperature": "38,4", "map": "65"})
    drafted(one)
    fill_in(other, {"map": "70"})
    other.locator("[name=v-map]").press("Tab")
    expect(other.locator("#others")).to_contain_text("petit")
    telling.shows("together", other, ".sheet-head", "#others", "#f-map")
    save(one)
    fill_in(other, {"spo2": "94"})
    save(other)
    choice = other.locator("#f-map fieldset.two")
    said = choice.inner_text()
    assert all(each in said for each in ("petit", "2026-11-23 09:0", "65", "70")), said
    assert other.input_value("[name=v-spo2]") == "94"
    telling.shows("choice", other, ".message", "#f-map")
    choice.locator("input[value='1']").check()
    other.fill("[name=r-map]", WHY[language])
    save(other)
    assert not other.locator("[data-problem]").count(), other.locator("[data-problem]").all_inner_texts()
    history = history_of(other, "map").inner_text()
    assert all(each in history for each in ("petit", "65", "garnier", "70", WHY[language])), history
    telling.shows("history", other, "#f-map")
    _session_ends(other, telling, served, address)
    telling.ends()


def _session_ends(page: Page, telling: Telling, served: Served, address: str) -> None:
    from playwright.sync_api import expect

    served.clock.pass_by(NINE_HOURS)
    fill_in(page, {"weight": "71"})
    page.locator("[name=v-weight]").press("Tab")
    expect(page.locator("#draft-state.warn")).not_to_be_empty()
    telling.shows("signed-out", page, ".sheet-head")
    log_in(page, served, "garnier")
    page.goto(address)
    expect(page.locator("[name=v-weight]")).to_have_value("71")
    telling.shows("back", page, ".sheet-head", "#f-weight")
    save(page)
    assert not page.locator("[data-problem]").count()
    assert page.input_value("[name=n-weight]") == "1"

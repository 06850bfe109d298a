"""The story of a lot of the study drug: received, released, dispensed, come back, put right, accounted for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser import stories
from tests.browser.guide import TELLS, WIDTH, Telling
from tests.browser.served import Served
from tests.browser.typing import follow

if TYPE_CHECKING:
    from playwright.sync_api import Page

MORNING = "2026-11-26T09:00+01:00"
HERE = "/sites/01/pharmacy/"
LOTS = {"en": "B2041", "fr": "B2042"}
MAIL = {"en": "sponsor, 25 November", "fr": "promoteur, 25 novembre"}
WRONG = {"en": "counted again: ten", "fr": "recompté : dix"}


@pytest.mark.proves("pharmacy receipt", "pharmacy reconciliation", "pharmacy corrected-by-counter-act")
@pytest.mark.parametrize("language", TELLS)
def test_account_for_the_study_drug(language: str, visit: Callable[..., Page], served: Served) -> None:
    telling, code, lot = Telling(stories.STUDY_DRUG, language), served.person(f"treated-{language}"), LOTS[language]
    served.clock.set(MORNING)
    pharmacist = visit("lambert", language, WIDTH, fresh=True)
    _receives(pharmacist, telling, lot)
    _releases(pharmacist, telling, lot, MAIL[language])
    _dispenses(pharmacist, telling, code, lot)
    _takes_in(pharmacist, telling, lot)
    _puts_right(pharmacist, telling, code, lot, WRONG[language])
    pharmacist.goto(HERE)
    row = pharmacist.locator("section[aria-labelledby=stock] tbody tr", has_text=lot)
    assert row.locator("td.num").all_inner_texts() == ["46", "0", "4", "6"]
    telling.shows("stock", pharmacist, "a[href$='log.pdf']", "section[aria-labelledby=stock] table")
    telling.ends()


def _receives(page: Page, telling: Telling, lot: str) -> None:
    page.goto(HERE)
    received = page.locator("details", has=page.locator("#product"))
    received.locator("summary").click()
    page.select_option("#product", index=1)
    for name, text in {"lot": lot, "expiry": "2027-01", "quantity": "56", "reference": f"BL {lot}"}.items():
        page.fill(f"#{name}", text)
    page.locator("[name=temperature][value=within]").check()
    telling.shows("receive", page, received)
    follow(received.locator("button.main"))
    page.goto(HERE)
    warned = page.locator("section[aria-labelledby=looked-at]")
    assert lot in warned.inner_text()
    telling.shows("warned", page, warned)


def _releases(page: Page, telling: Telling, lot: str, ground: str) -> None:
    follow(page.locator("section[aria-labelledby=stock] a", has_text=lot))
    card = page.locator("section[aria-labelledby=do-release]")
    card.locator("summary").click()
    page.fill("#release-told", ground)
    telling.shows("release", page, "h1", card, space=6)
    follow(card.locator("button.main"))
    assert not page.locator("section[aria-labelledby=do-release]").count()


def _dispenses(page: Page, telling: Telling, code: str, lot: str) -> None:
    page.goto(f"/participants/{code}/pharmacy/")
    card = page.locator("section[aria-labelledby=dispense]")
    page.select_option("#units", value=_offered(page, "#units", lot))
    page.fill("#quantity", "14")
    page.fill("#first", "2026-11-26")
    page.fill("#last", "2026-12-02")
    telling.shows("dispense", page, card)
    follow(card.locator("button.main"))


def _takes_in(page: Page, telling: Telling, lot: str) -> None:
    card = page.locator("section[aria-labelledby=take-in]")
    page.select_option("#back", value=_offered(page, "#back", lot))
    page.fill("#back-quantity", "4")
    telling.shows("back", page, card)
    follow(card.locator("button.main"))


def _puts_right(page: Page, telling: Telling, code: str, lot: str, why: str) -> None:
    """What was dispensed were ten, not fourteen."""
    given = page.locator("section[aria-labelledby=acts] tbody tr").last
    given.locator("summary").click()
    given.locator("input[name=quantity]").fill("10")
    given.locator("input[name=reason]").fill(why)
    telling.shows("undo", page, given)
    follow(given.locator("button.danger"))
    page.goto(f"/participants/{code}/pharmacy/")
    assert page.locator("section[aria-labelledby=acts] tr.gone").count() == 2
    told = page.locator("section[aria-labelledby=reconciliation]")
    assert told.locator("tbody td.num").all_inner_texts() == ["10", "4", "0", "6"]
    telling.shows("difference", page, told)


def _offered(page: Page, select: str, lot: str) -> str:
    """The choice of a list that names the lot."""
    return str(page.locator(f"{select} option", has_text=lot).get_attribute("value"))

"""The story of an amendment: a data manager's dry run and approval, a nurse's renewed consent."""

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

MORNING = "2026-11-25T09:00+01:00"
NOTICES = {"en": "2.0", "fr": "2.1"}
VERSIONS = {"en": "1.1", "fr": "1.2"}
"""In each language another amendment, so that both are approved nowhere before."""


@pytest.mark.proves("amending dry-run", "amending as-looked-at", "amending consent-first")
@pytest.mark.parametrize("language", TELLS)
def test_an_amendment(language: str, visit: Callable[..., Page], served: Served) -> None:
    telling, version = Telling(stories.AMENDMENT, language), VERSIONS[language]
    served.clock.set(MORNING)
    manager, nurse = (visit(user, language, WIDTH, fresh=True) for user in ("leroy", "faure"))
    one, other = served.person("renews"), served.person("waits")
    _looks(manager, telling, version, one)
    _approves(manager, telling, version)
    _registers(manager, telling, NOTICES[language])
    _renews(nurse, telling, version, one, other)
    manager.goto(f"/sites/02/versions/{version}/")
    agreed, waits = (manager.locator(f"#p-{code}") for code in (one, other))
    assert agreed.locator(".chip.good").count() and version in agreed.inner_text()
    assert waits.locator("td .chip.open").count() and f"→ {version}" not in waits.inner_text()
    telling.shows("others", manager, "#persons", agreed, waits)
    telling.ends()


def _looks(manager: Page, telling: Telling, version: str, code: str) -> None:
    manager.goto("/study/")
    follow(manager.locator("a[href='/study/versions/']"))
    telling.shows("versions", manager, "h1", "table")
    follow(manager.locator(f"a[href='/study/versions/{version}/']"))
    assert manager.locator(".diff .gone").count() and manager.locator(".diff .new").count()
    telling.shows("words", manager, "#changes", ".diff")
    follow(manager.locator(f"a[href='/sites/02/versions/{version}/']"))
    telling.shows("look", manager, "h1", "section.card")
    person = manager.locator(f"#p-{code}")
    person.locator("summary").click()
    telling.shows("person", manager, "#persons", person)


def _approves(manager: Page, telling: Telling, version: str) -> None:
    form = manager.locator("form[action$='/approve/']")
    telling.shows("approve", manager, "#approve", form)
    follow(form.locator("button"))
    assert manager.locator("p.message").count() and manager.url.endswith(f"/study/versions/{version}/")


def _registers(manager: Page, telling: Telling, number: str) -> None:
    manager.goto("/study/notices/")
    for name, text in (("number", number), ("approved", "2026-11-20"), ("from", "2026-11-25")):
        manager.fill(f"#{name}", text)
    follow(manager.locator("form[action$='/register/'] button"))
    assert number in manager.locator("tbody tr").first.inner_text()
    telling.shows("notice", manager, "h1", "tbody tr")


def _renews(nurse: Page, telling: Telling, version: str, code: str, other: str) -> None:
    nurse.goto("/sites/02/")
    card = nurse.locator("section[aria-labelledby=seeking]")
    assert card.locator("li", has_text=version).count() == 2
    telling.shows("today", nurse, card)
    follow(card.locator(f"a[href='/participants/{code}/consent/']"))
    offer = nurse.locator("details.offer", has=nurse.locator("input[value=renew]")).filter(
        has=nurse.locator("input[name=route][value=patient]")
    )
    offer.locator("summary").click()
    offer.locator("[name=document]").select_option(NOTICES[telling.language])
    offer.locator("[name=given]").check()
    telling.shows("consent", nurse, ".state-line", offer)
    follow(offer.locator("button"))
    nurse.goto(f"/participants/{code}/timeline/")
    assert version in nurse.locator(".person-head").inner_text()
    telling.shows("holds", nurse, ".person-head", "main svg")
    nurse.goto("/sites/02/")
    left = nurse.locator("section[aria-labelledby=seeking] li", has_text=version)
    assert left.count() == 1 and left.locator(f"a[href='/participants/{other}/consent/']").count() == 1

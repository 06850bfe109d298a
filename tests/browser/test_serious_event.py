"""The story of a serious event: the notice within 24 hours, causality never downgraded, 15 days that become 7."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser import stories
from tests.browser.guide import TELLS, WIDTH, Telling
from tests.browser.served import Served
from tests.browser.typing import fill_in, follow, save

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MORNING, AFTERNOON, LATER = "2026-11-24T09:00+01:00", "2026-11-24T14:00+01:00", "2026-11-26T10:00+01:00"
EVENTS = {"en": "Liver failure", "fr": "Insuffisance hépatique"}
"""In each language another event of one participant, who has one already."""
SAID = {"grade": "grade_3", "began": "23112026 2200", "aware_at": "24112026 0815"}
WHY = dict.fromkeys(("death", "life_threatening", "hospitalisation", "disability", "anomaly"), "no")
"""Each criterion is answered; the sixth one holds."""
WORDS = {
    "en": ("The reaction may have another cause.", "died", "SmPC of 2026-01"),
    "fr": ("L’effet peut avoir une autre cause.", "décès", "RCP de 2026-01"),
}
"""Why the sponsor differs, why the form is corrected, and which reference was read."""
DAY_15, DAY_7 = "2026-12-09", "2026-12-03"


@pytest.mark.parametrize("language", TELLS)
def test_a_serious_event(language: str, visit: Callable[..., Page], served: Served) -> None:
    telling, code = Telling(stories.SERIOUS_EVENT, language), served.person("seeking")
    served.clock.set(MORNING)
    _writes(visit("petit", language, WIDTH, fresh=True), telling, code, language)
    doctor = visit("moreau", language, WIDTH, fresh=True)
    event = _judges(doctor, telling, language)
    _tells(doctor, telling)
    served.clock.set(AFTERNOON)
    _assesses(visit("leroy", language, WIDTH, fresh=True), telling, event, language)
    served.clock.set(LATER)
    doctor, officer = (visit(user, language, WIDTH, fresh=True) for user in ("moreau", "leroy"))
    _follows_up(doctor, telling, event, language)
    _receives(officer, event)
    assert DAY_7 in _clock(officer).inner_text()
    telling.shows("fatal", officer, "section[aria-labelledby=clocks]")
    telling.ends()


def _writes(nurse: Page, telling: Telling, code: str, language: str) -> None:
    """The event on its form, as a nurse proposes it."""
    number, term = TELLS.index(language) + 2, EVENTS[language]
    nurse.goto(f"/participants/{code}/forms/unscheduled/adverse_events/{number}/")
    assert not nurse.locator("#f-important").is_visible()
    fill_in(nurse, {"term": term, **SAID, "serious": "yes"})
    assert nurse.locator("#f-important").is_visible()
    fill_in(nurse, {**WHY, "important": "yes", "relation": "related"})
    telling.shows("form", nurse, "#f-serious", "#f-important")
    save(nurse)


def _judges(doctor: Page, telling: Telling, language: str) -> str:
    """The investigator finds it on the board and confirms it with the keys; returns the address of its page."""
    doctor.goto("/sites/01/")
    card = doctor.locator("section[aria-labelledby=clocks]")
    assert card.locator("li .chip.open").count()
    telling.shows("today", doctor, card, "section[aria-labelledby=judging]")
    follow(doctor.locator("section[aria-labelledby=judging] a", has_text=EVENTS[language]))
    telling.shows("confirm", doctor, "section[aria-labelledby=proposed]")
    save(doctor)
    assert not doctor.locator("section[aria-labelledby=proposed]").count()
    return doctor.url


def _tells(doctor: Page, telling: Telling) -> None:
    offer = _offer(doctor, "notify")
    telling.shows("notify", doctor, offer)
    _sends(doctor, offer)
    assert doctor.locator("article.report").count() == 1


def _assesses(officer: Page, telling: Telling, event: str, language: str) -> None:
    officer.goto(event)
    telling.shows("receive", officer, _offer(officer, "receive"))
    _receives(officer, event)
    why, _, read = WORDS[language]
    offer = _offer(officer, "assess")
    offer.locator("[name=relation][value=unrelated]").check()
    offer.locator("[name=expected][value=unexpected]").check()
    offer.locator("[name=reference]").fill(read)
    offer.locator("[name=because]").fill(why)
    telling.shows("assess", officer, offer)
    _sends(officer, offer)
    assert officer.locator("h2 + p.row .chip.open").count(), "the investigator said related: it stays so"
    assert DAY_15 in _clock(officer).inner_text()
    address = officer.locator("article.report a[href$='report.pdf']").get_attribute("href")
    assert officer.request.get(str(address)).body().startswith(b"%PDF")
    telling.shows("clock", officer, "section[aria-labelledby=clocks]", "article.report")


def _follows_up(doctor: Page, telling: Telling, event: str, language: str) -> None:
    doctor.goto(event)
    follow(doctor.locator("main p.row a[href*='/forms/']").first)
    fill_in(doctor, {"grade": "grade_5", "death": "yes", "outcome": "fatal"})
    for each in ("grade", "death"):
        doctor.fill(f"[name=r-{each}]", WORDS[language][1])
    save(doctor)
    # nobody has recorded the death on the participant's page yet: the form asks, and is answered
    doctor.fill("[name=r-outcome]", WORDS[language][1])
    doctor.locator("#f-outcome .confirm input").check()
    save(doctor)
    doctor.goto(event)
    offer = _offer(doctor, "notify")
    offer.locator("[name=aware]").fill("2026-11-26T09:30")
    _sends(doctor, offer)
    assert doctor.locator("article.report").count() == 2
    telling.shows("follow-up", doctor, "article.report")


def _receives(officer: Page, event: str) -> None:
    officer.goto(event)
    offer = _offer(officer, "receive")
    for each in offer.locator("[name=criteria]").all():
        each.check()
    _sends(officer, offer)


def _clock(page: Page) -> Locator:
    """The clock towards the authority: the one after the notice to the sponsor."""
    return page.locator("section[aria-labelledby=clocks] tbody tr").last


def _offer(page: Page, what: str) -> Locator:
    offer = page.locator("details.offer", has=page.locator(f"form[action$='/{what}/']"))
    if offer.get_attribute("open") is None:
        offer.locator("summary").click()
    return offer


def _sends(page: Page, offer: Locator) -> None:
    follow(offer.locator("button.main"))
    assert page.locator("p.message").count(), page.inner_text("main")

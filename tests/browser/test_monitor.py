"""The story of a monitor's visit: verification, a query, the nurse's correction, verification of the new version."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.browser import stories
from tests.browser.guide import TELLS, WIDTH, Telling
from tests.browser.served import Served
from tests.browser.typing import fill_in, follow, save

if TYPE_CHECKING:
    from playwright.sync_api import Page

MORNING = "2026-11-24T09:00+01:00"


class Visit(NamedTuple):
    """The form that is verified, and the value that differs; in each language another's, so that it is untouched."""

    sheet: str
    form: str
    item: str
    was: str
    is_: str
    asked: str
    answered: str


VISITS = {
    "en": Visit("sheet", "DAILY/3/sofa_day", "creatinine", "141", "147", "The report of 06:10 says 147 µmol/L.",
                "Misread: it is 147."),
    "fr": Visit("results", "D0/laboratory", "fibrinogen", "1,2", "1,7", "Le compte rendu de 10\u00a0h indique 1,7 g/L.",
                "Erreur de lecture\u00a0: c’est 1,7."),
}  # fmt: skip
WHY = {"en": "misread", "fr": "erreur de lecture"}


@pytest.mark.parametrize("language", TELLS)
def test_a_monitors_visit(language: str, visit: Callable[..., Page], served: Served) -> None:
    telling, told = Telling(stories.VISIT, language), VISITS[language]
    served.clock.set(MORNING)
    monitor, nurse = (visit(user, language, WIDTH, fresh=True) for user in ("marchand", "petit"))
    code = served.person("whole")
    form, row = f"/participants/{code}/verification/{served.person(told.sheet)}/", f"#f-{told.item}"
    monitor.goto("/sites/01/data-review/")
    telling.shows("review", monitor, "h1", "section >> nth=1")
    monitor.goto(form)
    telling.shows("form", monitor, "h1", "tr >> nth=6")
    follow(monitor.locator("button[name=all]"))
    assert "marchand" in monitor.locator(row).inner_text()
    telling.shows("verified", monitor, "p.message", "h1", "tr >> nth=6")
    _asks(monitor, telling, row, told)
    _answers(nurse, telling, told, language, f"/participants/{code}/forms/{told.form}/")
    monitor.goto(form)
    assert "petit" in monitor.locator(f"{row} .chip.bad").locator("..").inner_text()
    telling.shows("again", monitor, "thead", row)
    monitor.locator(f"{row} input[name=tick]").check()
    save(monitor)
    assert not monitor.locator(f"{row} .chip.bad").count()
    _closes(monitor, telling, row)
    telling.ends()


def _asks(monitor: Page, telling: Telling, row: str, told: Visit) -> None:
    follow(monitor.locator(f"{row} .marks a").last)
    monitor.fill("#text", told.asked)
    telling.shows("ask", monitor, "h1", "form.card")
    save(monitor)
    assert told.asked in monitor.locator(".thread:target").inner_text()


def _answers(nurse: Page, telling: Telling, told: Visit, language: str, form: str) -> None:
    nurse.goto("/sites/01/")
    card = nurse.locator("section[aria-labelledby=on-me]")
    assert told.asked in card.inner_text()
    telling.shows("on-me", nurse, card)
    follow(card.locator("li", has_text=told.asked).locator("a").first)
    assert form in nurse.url
    fill_in(nurse, {told.item: told.is_})
    nurse.fill(f"[name=r-{told.item}]", WHY[language])
    save(nurse)
    assert nurse.input_value(f"[name=v-{told.item}]") == told.is_
    thread = nurse.locator(".thread", has_text=told.asked)
    thread.locator("textarea").fill(told.answered)
    follow(thread.locator("button").first)
    where = "document.activeElement.matches('textarea') && document.activeElement.closest('.thread').innerText"
    focused = nurse.evaluate(where)
    assert focused and told.asked in focused, "the focus stays where one replied"
    nurse.locator(f"#f-{told.item}").evaluate("(row) => row.scrollIntoView({block: 'center'})")
    telling.shows("corrected", nurse, f"#f-{told.item}", nurse.locator(".thread", has_text=told.asked))


def _closes(monitor: Page, telling: Telling, row: str) -> None:
    follow(monitor.locator(f"{row} .marks a.chip").first)
    follow(monitor.locator(".thread button").last)
    assert "✓" in monitor.locator(".thread").inner_text()
    telling.shows("closed", monitor, "h1", ".thread")

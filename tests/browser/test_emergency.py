"""The story of an emergency inclusion at night: from the first value to the patient's own consent, a week later."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser import stories
from tests.browser.guide import TELLS, WIDTH, Telling
from tests.browser.served import Served
from tests.browser.typing import fill_in, follow, form, history_of, save

if TYPE_CHECKING:
    from playwright.sync_api import Page

NIGHT, MORNING, WEEK_LATER = "2026-11-23T03:04+01:00", "2026-11-24T10:20+01:00", "2026-11-30T15:10+01:00"
ADMITTED = {"hospital_admitted": "22112026 2140", "sex": "male", "age": "54", "weight": "71"}
IN_INTENSIVE_CARE = {"icu_admitted": "22112026 2315"}
MEASURED = {"taken_at": "23112026 0210", "temperature": "39,6", "map": "62"}
SAMPLED = {"taken_at": "23112026 0130", "ferritin": "1840", "fibrinogen": "1,2", "triglycerides": "3,4",
           "hemoglobin": "8,1 g/dL", "wbc": "1,8", "neutrophils": "0,6", "platelets": "31", "ast": "210"}  # fmt: skip
WORST = {"taken_at": "23112026 0230", "gas_at": "23112026 0145", "pao2": "80", "fio2": "40 %", "platelets": "31",
         "bilirubin": "48", "map": "62", "gcs_at": "23112026 0000", "gcs": "9", "creatinine": "176"}  # fmt: skip
YES = frozenset({"hs_acquired", "hs_treatment_needed", "splenomegaly"})
NOT_KNOWN = frozenset({"hemophagocytosis", "hemophagocytosis_tissue", "nk_activity_low"})


@pytest.mark.parametrize("language", TELLS)
def test_from_a_night_to_the_patients_own_word(language: str, visit: Callable[..., Page], served: Served) -> None:
    telling = Telling(stories.EMERGENCY, language)
    served.clock.set(NIGHT)
    page = visit("moreau", language, WIDTH, fresh=True)
    code = _begins(page, telling)
    _types(page, telling, code)
    _answers(page, telling, code)
    _certifies(page, telling, code)
    number = _enrols(page, telling, code)
    served.clock.set(MORNING)
    page = visit("moreau", language, WIDTH, fresh=True)
    _asks_the_relative(page, telling, code, number)
    _corrects(page, telling, code)
    served.clock.set(WEEK_LATER)
    page = visit("moreau", language, WIDTH, fresh=True)
    _asks_the_patient(page, telling, code)
    _looks_back(page, telling, code)
    telling.ends()


def _begins(page: Page, telling: Telling) -> str:
    page.goto("/sites/01/screening/")
    telling.shows("begin", page, "h1", ".side .card")
    follow(page.locator("form[action$='/screening/new/'] button.main"))
    telling.shows("nothing-known", page, ".person-head", ".summary", "section[aria-labelledby=scores]")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def _types(page: Page, telling: Telling, code: str) -> None:
    form(page, code, "D0/demographics", ADMITTED)
    form(page, code, "D0/stays", IN_INTENSIVE_CARE)
    form(page, code, "D0/vital_signs", MEASURED)
    page.goto(f"/participants/{code}/forms/D0/laboratory/")
    fill_in(page, SAMPLED)
    telling.shows("laboratory", page, ".sheet-head", "#f-triglycerides")
    save(page)
    form(page, code, "D0/sofa_day", WORST)
    total = page.locator("#f-sofa")
    assert total.locator("strong").first.inner_text().strip()
    telling.shows("sofa", page, total)


def _answers(page: Page, telling: Telling, code: str) -> None:
    """One key a question; what was not examined is not known."""
    page.goto(f"/participants/{code}/")
    telling.shows("scores", page, ".summary", "section[aria-labelledby=scores]")
    page.locator("[data-question] input").first.focus()
    for _ in range(page.locator("[data-question]").count()):
        name = page.evaluate("document.activeElement.name").removeprefix("q-")
        page.keyboard.press("y" if name in YES else "?" if name in NOT_KNOWN else "n")
    telling.shows("criteria", page, "#E10", "#E13", ".bar-answers")
    save(page)
    assert not page.locator("form[action$='/enrol/']").count(), "there is no lawful basis yet"


def _certifies(page: Page, telling: Telling, code: str) -> None:
    page.goto(f"/participants/{code}/consent/")
    offer = page.locator("details.offer:has(input[name=route][value=emergency])")
    offer.locator("summary").click()
    offer.locator("input[name=at]").fill("2026-11-23T03:04")
    conditions = offer.locator(".condition")
    assert conditions.count() == 6
    for place in range(6):
        conditions.nth(place).locator("input[type=checkbox]").check()
        conditions.nth(place).locator("input[type=datetime-local]").fill("2026-11-23T03:02")
    telling.shows("emergency", page, offer)
    follow(offer.locator("button"))
    assert page.locator(".message").count() == 1


def _enrols(page: Page, telling: Telling, code: str) -> str:
    page.goto(f"/participants/{code}/")
    enrolment = page.locator("form[action$='/enrol/']")
    assert enrolment.count() == 1, page.inner_text(".summary")
    telling.shows("enrol", page, ".summary")
    follow(enrolment.locator("button"))
    assert page.url.endswith("/timeline/")
    number = page.locator("h1").inner_text().split("·")[0].strip()
    assert number.startswith("01-0")
    slip = page.request.get(f"/participants/{code}/slip.pdf")
    assert slip.body().startswith(b"%PDF")
    telling.shows("number", page, ".person-head", ".message", ".timeline-box")
    return number


def _asks_the_relative(page: Page, telling: Telling, code: str, number: str) -> None:
    page.goto("/sites/01/")
    seeking = page.locator("section[aria-labelledby=seeking]")
    assert number in seeking.inner_text()
    telling.shows("morning", page, seeking)
    page.goto(f"/participants/{code}/consent/")
    offer = page.locator("details.offer:has(input[name=step][value='relative agrees'])")
    offer.locator("summary").click()
    offer.locator("[name=document]").select_option("1.0")
    offer.locator("select[name=signatory]").select_option(index=1)
    for box in offer.locator("input[type=checkbox]").all():
        box.check()
    telling.shows("relative", page, ".state-line", offer)
    follow(offer.locator("button"))


def _corrects(page: Page, telling: Telling, code: str) -> None:
    """A digit was lost at night: the correction asks why, and the first value stays in the trail."""
    page.goto(f"/participants/{code}/forms/D0/laboratory/")
    page.fill("[name='v-ferritin']", "18400")
    page.fill("[name='r-ferritin']", {"en": "typing error", "fr": "erreur de saisie"}[telling.language])
    telling.shows("correct", page, "#f-ferritin")
    save(page)
    assert not page.locator("[data-problem]").count(), page.locator("[data-problem]").all_inner_texts()


def _asks_the_patient(page: Page, telling: Telling, code: str) -> None:
    page.goto(f"/participants/{code}/consent/")
    offer = page.locator("details.offer:has(input[name=step][value=continue]):has(input[name=route][value=patient])")
    offer.locator("summary").click()
    offer.locator("[name=document]").select_option("1.0")
    for box in offer.locator("input[type=checkbox]").all():
        box.check()
    follow(offer.locator("button"))
    assert page.locator("details.offer input[value=continue]").count() == 0
    telling.shows("continuation", page, ".state-line", "main .cards-2")


def _looks_back(page: Page, telling: Telling, code: str) -> None:
    page.goto(f"/participants/{code}/timeline/")
    assert page.locator(".timeline-box svg").count() == 1
    telling.shows("timeline", page, ".person-head", ".timeline-box")
    page.goto(f"/participants/{code}/forms/D0/laboratory/")
    follow(history_of(page, "ferritin").locator("a[href^='/trail/field/']"))
    said = page.inner_text("main table")
    assert "1840" in said and "18400" in said and "moreau" in said
    telling.shows("trail", page, "h1", "main table")

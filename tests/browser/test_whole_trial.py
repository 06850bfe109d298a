"""A trial that nobody wrote a line of code for: from `bedside study create` to the last form, in a browser.

People, site, status, consent and enrolment go by the pages as at a hospital; then every form of the casebook is filled
by somebody who knows no form (`filler`), and stands there when it is opened again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import needs
from tests.browser import filler, newcomers
from tests.browser.conftest import NEEDED
from tests.browser.opened import ADMINISTRATOR, SITE
from tests.browser.reading import Readers
from tests.browser.served import Served, serve
from tests.browser.typing import follow

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TRIAL = "adrenal"
MANAGER, DOCTOR = "manager", "doctor"
ROLES = {MANAGER: (("data manager", ""), ("safety officer", "")), DOCTOR: (("investigator", SITE),)}
CODE = f"{SITE}-S001"
SINCE = "2026-11-20"
"""The day from which the site works."""
HREFS = "all => all.map(each => each.getAttribute('href'))"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Served]:
    """A new study of the second trial."""
    needs.chromium()
    for name in NEEDED:
        needs.package(name)
    study = serve(tmp_path, "tests.browser.opened", TRIAL)
    yield study
    study.end()


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Headless Chromium of this machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(needs.chromium()), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.proves("ground another-trial")
def test_from_study_create_to_the_last_form(opened: Served, browser: Browser) -> None:
    readers = Readers(opened, browser)
    _opens_the_study(readers, opened)
    doctor = readers.stranger()
    newcomers.first_log_in(doctor, opened, DOCTOR)
    _includes(doctor, opened)
    visits = _planned(doctor)
    last = max(visits.values())
    opened.clock.set(f"{last + timedelta(hours=1):%Y-%m-%dT%H:%M}+01:00")
    doctor = readers.page(DOCTOR, fresh=True)
    filled = {}
    while waiting := [each for each in _forms(doctor, filled) if each not in filled]:
        for address in waiting:
            filled[address] = _fills(doctor, address, visits)
    assert {_form(address) for address in filled} == {each.stem for each in _written()}
    for address, held in filled.items():
        doctor.goto(address)
        assert filler.values(doctor) == held, address
    assert "Traceback" not in opened.errors()


def _opens_the_study(readers: Readers, served: Served) -> None:
    """The administrator makes accounts; the data manager puts the protocol in force, opens the site, and recruits."""
    admin = readers.stranger()
    newcomers.first_log_in(admin, served, ADMINISTRATOR)
    for user, roles in ROLES.items():
        newcomers.add(admin, served, user, *roles)
    manager = readers.stranger()
    newcomers.first_log_in(manager, served, MANAGER)
    manager.goto("/study/versions/")
    version = manager.locator("main th a").first.inner_text()
    manager.goto(f"/sites/{SITE}/versions/{version}/?from={SINCE}")
    _sends(manager, "form[action$='/approve/']")
    manager.goto(f"/sites/{SITE}/registers/")
    for item in [each.get_attribute("value") for each in manager.locator("form [name=item]").all()]:
        form = f"form:has([name=item][value={item}])"
        manager.locator(f"details:has({form}) > summary").last.click()
        manager.fill(f"{form} [name=day]", SINCE)
        _sends(manager, form)
    for state in ("initiated", "active"):
        manager.check(f"[name=state][value='{state}']")
        _sends(manager, "form:has([name=state])")
    manager.goto("/study/notices/")
    for name, text in (("number", "1.0"), ("approved", SINCE), ("from", SINCE)):
        manager.fill(f"#{name}", text)
    _sends(manager, "form[action$='/register/']")
    manager.goto("/study/")
    manager.locator("[name=status]").select_option("recruiting")
    _sends(manager, "form:has([name=status])")


def _includes(doctor: Page, served: Served) -> None:
    """Questions answered as the worked patient has it, consent by the first way there is, and inclusion."""
    doctor.goto(f"/participants/{CODE}/")
    for question, answer in served.told["answers"].items():
        asked = doctor.locator(f"[name='q-{question}'][value='{answer}']")
        if asked.count():  # what data have settled is not asked
            asked.first.check()
    follow(doctor.locator(".bar-answers button"))
    doctor.goto(f"/participants/{CODE}/consent/")
    offer = doctor.locator("details.offer:has([name=step][value=give])").first
    offer.locator("summary").click()
    offer.locator("[name=document]").select_option("1.0")
    if offer.locator("[name=signatory]").count():
        offer.locator("[name=signatory]").select_option(index=1)
    for box in offer.locator("[type=checkbox]").all():
        box.check()
    follow(offer.locator("button"))
    assert doctor.locator(".message").count() == 1, doctor.inner_text("main")
    doctor.goto(f"/participants/{CODE}/")
    assert doctor.locator("form[action$='/enrol/']").count(), doctor.inner_text("#now")
    _sends(doctor, "form[action$='/enrol/']")
    assert doctor.url.endswith("/timeline/"), doctor.inner_text("main")


def _planned(doctor: Page) -> dict[str, datetime]:
    """When each visit is, as the timeline proposes it; under "" the inclusion."""
    found = {"": datetime.fromisoformat(re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", doctor.inner_text("main table"))[0])}
    for form in doctor.locator("form:has([name=plan])").all():
        visit = form.locator("[name=plan]").input_value()
        found[visit] = datetime.fromisoformat(form.locator("[name=at]").input_value())
    return found


def _written() -> Iterable[Path]:
    """The forms as the trial writes them."""
    return (needs.ROOT / "trials" / TRIAL / "forms").glob("*.yaml")


def _form(address: str) -> str:
    """The form of an address: its last name, before a number where there is one."""
    return re.sub(r"/\d+/$", "/", address).rstrip("/").rsplit("/", 1)[1]


def _forms(doctor: Page, filled: Collection[str]) -> list[str]:
    """The addresses of the casebook's forms; of what can be added, only a form that is nowhere else."""
    doctor.goto(f"/participants/{CODE}/casebook/")
    planned = [str(each) for each in doctor.eval_on_selector_all("a.tile:not(.add)", HREFS)]
    known = {_form(each) for each in (*planned, *filled)}
    more = [each for each in doctor.eval_on_selector_all("a.tile.add", HREFS) if _form(each) not in known]
    return [*planned, *more]


def _fills(doctor: Page, address: str, visits: dict[str, datetime]) -> dict[str, str]:
    """Open a form, and fill it as of its visit."""
    visit = address.split("/forms/")[1].split("/")[0]
    at = visits.get(visit, visits[""]) + timedelta(minutes=5)
    doctor.goto(address)
    return filler.fill(doctor, f"{at:%Y-%m-%d %H:%M}")


def _sends(page: Page, form: str) -> None:
    follow(page.locator(f"{form} button").last)

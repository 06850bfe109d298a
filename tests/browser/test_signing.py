"""The story of a signature: given, fallen by a correction, given again; the form verified, frozen and locked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser import stories
from tests.browser.filled import PASSWORD
from tests.browser.guide import TELLS, WIDTH, Telling
from tests.browser.passkeys import add_passkey, authenticator
from tests.browser.served import Served
from tests.browser.typing import fill_in, follow, form, save

if TYPE_CHECKING:
    from playwright.sync_api import Page

MORNING = "2026-11-26T09:00+01:00"
FORM = "D0/vital_signs"
PLACE = "?visit=D0&form=vital_signs"
MEASURED = "2026-11-18 10:20"
TITLE = {"en": "Vital signs", "fr": "Constantes"}
VALUES = {"taken_at": MEASURED, "temperature": "39,6", "map": "58", "spo2": "94", "weight": "71"}
NAME = "Dr A. Moreau"
FRESH = 5 * 60
"""Seconds for which a passkey stands for the code (`people.proving`)."""
WHY = {"en": "misread at first", "fr": "relu sur le moniteur"}
LOCKED = {"en": "day 0 finished", "fr": "le jour 0 est terminé"}


@pytest.mark.proves("inspection signature-falls", "inspection signature-says")
@pytest.mark.parametrize("language", TELLS)
def test_sign_and_lock(language: str, visit: Callable[..., Page], served: Served) -> None:
    telling, code = Telling(stories.SIGNING, language), served.person(f"signed-{language}")
    served.clock.set(MORNING)
    doctor, nurse, manager, monitor = (
        visit(user, language, WIDTH, fresh=True) for user in ("moreau", "petit", "leroy", "marchand")
    )
    form(nurse, code, FORM, VALUES)
    _signs_first(doctor, served, telling, code)
    _corrects(nurse, code, language)
    _signs_again(doctor, served, telling, code)
    _freezes(manager, nurse, telling, code, language)
    _verifies(monitor, code, language)
    _locks(manager, nurse, telling, code, language)
    telling.ends()


@pytest.mark.proves("inspection signature-says")
def test_a_passkey_stands_for_the_code_for_five_minutes(visit: Callable[..., Page], served: Served) -> None:
    code = served.person("signed-passkey")
    served.clock.set(MORNING)
    form(visit("petit", "en", fresh=True), code, FORM, VALUES)
    doctor = visit("vidal", "en", fresh=True)
    asked, device = authenticator(doctor)
    add_passkey(doctor, served, "vidal")
    _touches(doctor, code)
    served.clock.pass_by(FRESH + 1)
    doctor.reload()
    assert doctor.locator("#code").count() == 1, "asked again once the touch is old"
    _touches(doctor, code)
    _names_and_proves(doctor)
    follow(doctor.locator("section[aria-labelledby=sign] button"))
    doctor.goto(_sign_at(code))
    assert doctor.locator(".signature .chip.good").count() == 1
    (used,) = asked.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert used["signCount"] > 1


def _touches(doctor: Page, code: str) -> None:
    """Use the passkey instead of the code, and come back to the page of the signature."""
    doctor.goto(_sign_at(code))
    follow(doctor.locator("section[aria-labelledby=sign] a[href*='webauthn/reauthenticate']"))
    doctor.click("#passkey-again")
    doctor.wait_for_url(f"**{_sign_at(code)}")
    assert doctor.locator("#password").count() == 1 and doctor.locator("#code").count() == 0


def _sign_at(code: str) -> str:
    return f"/participants/{code}/sign/{PLACE}"


def _signs(doctor: Page, served: Served) -> None:
    _names_and_proves(doctor)
    doctor.fill("#code", served.code("moreau"))


def _names_and_proves(doctor: Page) -> None:
    """Everything but the second factor."""
    assert doctor.locator("input[name=meaning]").count(), doctor.locator("main").inner_text()
    doctor.locator("input[name=meaning]").first.check()
    doctor.fill("#name", NAME)
    doctor.fill("#password", PASSWORD)


def _signs_first(doctor: Page, served: Served, telling: Telling, code: str) -> None:
    doctor.goto("/sites/01/to-sign/")
    row = doctor.locator("tr", has=doctor.locator(f"a[href='{_sign_at(code)}']"))
    telling.shows("waiting", doctor, "h1", row)
    follow(row.locator("a").last)
    _signs(doctor, served)
    telling.shows("sign", doctor, "section[aria-labelledby=sign]")
    follow(doctor.locator("section[aria-labelledby=sign] button"))
    doctor.goto(_sign_at(code))
    assert doctor.locator(".signature .chip.good").count() == 1
    telling.shows("signed", doctor, ".signature")


def _corrects(nurse: Page, code: str, language: str) -> None:
    nurse.goto(f"/participants/{code}/forms/{FORM}/")
    fill_in(nurse, {"map": "61"})
    nurse.fill("[name=r-map]", WHY[language])
    save(nurse)
    assert nurse.input_value("[name=v-map]") == "61"


def _signs_again(doctor: Page, served: Served, telling: Telling, code: str) -> None:
    doctor.goto(_sign_at(code))
    fallen = doctor.locator(".signature", has=doctor.locator(".chip.bad"))
    assert "58" in fallen.inner_text() and "61" in fallen.inner_text() and "petit" in fallen.inner_text()
    telling.shows("fell", doctor, fallen)
    _signs(doctor, served)
    follow(doctor.locator("section[aria-labelledby=sign] button"))
    doctor.goto(_sign_at(code))
    assert [doctor.locator(f".signature .chip.{tone}").count() for tone in ("good", "bad")] == [1, 1]
    telling.shows("again", doctor, ".signature >> nth=0")


def _freezes(manager: Page, nurse: Page, telling: Telling, code: str, language: str) -> None:
    manager.goto(f"/participants/{code}/closing/{PLACE}")
    follow(manager.locator("a.button[href*='checklist=1']"))
    assert manager.locator("table .chip.bad").count() == 1, manager.locator("table").first.inner_text()
    telling.shows("checklist", manager, "section[aria-labelledby=lines]")
    manager.fill("#reason", LOCKED[language])
    follow(manager.locator("button[formaction$='/freeze/']"))
    nurse.goto(f"/participants/{code}/forms/{FORM}/")
    assert nurse.locator("[name=v-map]").is_disabled()
    telling.shows("freeze", nurse, "p.message.warning", "#f-temperature")


def _verifies(monitor: Page, code: str, language: str) -> None:
    monitor.goto(f"/participants/{code}/verification/")
    follow(monitor.locator("tbody a", has_text=TITLE[language]).last)
    follow(monitor.locator("button[name=all]"))


def _locks(manager: Page, nurse: Page, telling: Telling, code: str, language: str) -> None:
    manager.goto(f"/participants/{code}/closing/{PLACE}&checklist=1")
    assert not manager.locator("section[aria-labelledby=lines] .chip.bad").count()
    manager.fill("#reason", LOCKED[language])
    follow(manager.locator("button[formaction$='/lock/']"))
    manager.goto(f"/participants/{code}/closing/{PLACE}")
    telling.shows("lock", manager, "main h2 >> nth=0", ".cards")
    nurse.goto(f"/participants/{code}/forms/{FORM}/")
    assert nurse.locator("[name=v-map]").is_disabled()

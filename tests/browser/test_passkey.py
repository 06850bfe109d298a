"""The story of a passkey: set up once, then the second step of a log-in is a touch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser import stories
from tests.browser.guide import TELLS, WIDTH, Telling
from tests.browser.passkeys import again, authenticator
from tests.browser.reading import log_in
from tests.browser.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

USER = "roche"


@pytest.mark.parametrize("language", TELLS)
def test_a_passkey_is_set_up_and_used(language: str, visit: Callable[..., Page], served: Served) -> None:
    telling = Telling(stories.PASSKEY, language)
    page = visit("", language, WIDTH)
    asked, device = authenticator(page)
    page.goto("/account/login/")
    telling.shows("log-in", page, "main section")
    log_in(page, served, USER, code=False)
    telling.shows("code", page, "main section")
    page.fill("input[name=code]", served.code(USER))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/account/" not in address)
    page.goto("/account/2fa/")
    telling.shows("account", page, "main h1", "main .cards")
    page.goto("/account/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        again(page, served, USER)
    page.fill("input[name=name]", {"en": "ward computer", "fr": "poste du service"}[language])
    telling.shows("add", page, "main section")
    page.click("#passkey-add")
    page.wait_for_url(lambda address: "/add/" not in address)
    held = asked.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert [each["rpId"] for each in held] == ["localhost"]
    page.locator("form[action$='/account/logout/'] button").click()
    page.wait_for_url("**/account/login/")
    log_in(page, served, USER, code=False)
    telling.shows("use", page, "main section")
    page.click("#passkey-use")
    page.wait_for_url(lambda address: "/account/" not in address)
    assert page.locator(".who .user").inner_text() == USER
    used = asked.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert used[0]["signCount"] > held[0]["signCount"]
    telling.ends()

"""Passkeys without a key: Chromium's virtual authenticator, a device that is there, unlocked and touched at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.served import Served
from tests.browser.typing import follow

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def authenticator(page: Page) -> tuple[CDPSession, str]:
    """Give a page a device that holds passkeys; returns the session it is asked through, and its name there."""
    asked = page.context.new_cdp_session(page)
    asked.send("WebAuthn.enable")
    device = asked.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    return asked, str(device)


def add_passkey(page: Page, served: Served, user: str) -> str:
    """Set a passkey up on the page of one's account; returns its number."""
    page.goto("/account/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        again(page, served, user)
    page.click("#passkey-add")
    page.wait_for_url(lambda address: "/add/" not in address)
    page.goto("/account/2fa/webauthn/")
    found = re.search(r"/keys/(\d+)/edit/", page.content())
    assert found, page.inner_text("main")
    return found.group(1)


def again(page: Page, served: Served, user: str) -> None:
    """Show once more that it is oneself, with a code."""
    if "/2fa/" not in page.url:
        follow(page.locator("a[href*='2fa/reauthenticate']"))
    page.fill("input[name=code]", served.code(user))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "reauthenticate" not in address)

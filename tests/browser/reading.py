"""Readers of the study: each with a browser of their own, logged in through the log-in pages with password and code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.browser.filled import PASSWORD
from tests.browser.guide import HEIGHT
from tests.browser.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

THEIR_CLOCK = """(ahead) => {
  const Machine = globalThis.MachineDate || Date;
  globalThis.MachineDate = Machine;
  globalThis.Date = class extends Machine {
    constructor(...given) { given.length ? super(...given) : super(Machine.now() + ahead); }
    static now() { return Machine.now() + ahead; }
  };
}"""
"""The browser's clock, as far ahead as the study's."""


class Readers:
    """Opens pages; whoever logged in once comes back with the same session."""

    def __init__(self, served: Served, browser: Browser) -> None:
        self.served, self.browser = served, browser
        self._sessions: dict[str, Any] = {}

    def page(self, user: str, language: str = "en", width: int = 1440, fresh: bool = False) -> Page:
        """A page of somebody (empty: of nobody yet); `fresh` logs them in again."""
        if user and (fresh or user not in self._sessions):
            self._sessions[user] = self._session(user)
        return self.stranger(language, width, self._sessions.get(user))

    def stranger(self, language: str = "en", width: int = 1440, session: Any = None) -> Page:
        """A page in a browser that holds a session, or nothing at all."""
        context = self.browser.new_context(
            base_url=self.served.address, viewport={"width": width, "height": HEIGHT}, storage_state=session,
            locale="fr-FR" if language == "fr" else "en-GB", timezone_id="Europe/Paris", reduced_motion="reduce",
        )  # fmt: skip
        context.add_cookies([{"name": "django_language", "value": language, "url": self.served.address}])
        context.add_init_script(f"({THEIR_CLOCK})({round(self.served.clock.ahead * 1000)})")
        context.set_default_timeout(60_000)
        return context.new_page()

    def _session(self, user: str) -> Any:
        page = self.stranger()
        log_in(page, self.served, user)
        state = page.context.storage_state()
        page.context.close()
        return state


def log_in(page: Page, served: Served, user: str, code: bool = True) -> None:
    """Log in as people do; without `code` as far as the page that asks for it."""
    page.goto("/account/login/")
    log_in_here(page, served, user, code)


def log_in_here(page: Page, served: Served, user: str, code: bool = True) -> None:
    """The same, on the page of the log-in where somebody is."""
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/login/" not in address)
    if code:
        page.fill("input[name=code]", served.code(user))
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "/account/" not in address)

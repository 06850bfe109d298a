"""People who are new to a study: the first log-in with its second factor, accounts and roles, all by the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.filled import PASSWORD
from tests.browser.served import Served
from tests.browser.typing import follow

if TYPE_CHECKING:
    from playwright.sync_api import Page


def first_log_in(page: Page, served: Served, user: str) -> None:
    """Log in with the password that was shown once, choose one's own, and set up an authenticator app."""
    page.goto("/account/login/")
    page.fill("[name=login]", user)
    page.fill("[name=password]", served.told["passwords"][user])
    _goes_on(page)
    page.fill("[name=oldpassword]", served.told["passwords"][user])
    for name in ("password1", "password2"):
        page.fill(f"[name={name}]", PASSWORD)
    _goes_on(page)
    if not page.locator("main .key").count():
        page.goto("/account/2fa/totp/activate/")
    served.told["secrets"][user] = page.locator("main .key").inner_text().strip()
    page.fill("[name=code]", served.code(user))
    _goes_on(page)


def add(page: Page, served: Served, user: str, *roles: tuple[str, str]) -> None:
    """An administrator makes an account and gives it roles, each at a site (empty: at all)."""
    page.goto("/people/")
    page.fill("[name=username]", user)
    page.fill("[name=organisation]", "Royal Example")
    _goes_on(page)
    served.told["passwords"][user] = page.locator("main .key").inner_text().strip()
    for role, site in roles:
        page.goto(f"/people/of/{user}/")
        form = page.locator("form:has([name=role])")
        form.locator("[name=role]").select_option(role)
        form.locator("[name=site]").select_option(site)
        follow(form.locator("button"))


def _goes_on(page: Page) -> None:
    follow(page.locator("main form:has(input:visible) button.main").first)

"""The story of an inspection: the dossier, one value back to who wrote it, who was left out, and no names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.guide import TELLS, WIDTH, Telling
from tests.browser.inspection import INSPECTION
from tests.browser.served import Served
from tests.browser.typing import follow, history_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

USER = "brunet"


@pytest.mark.proves("inspection inspector-reads-all", "law identity-list", "inspection dossier-training")
@pytest.mark.parametrize("language", TELLS)
def test_an_inspectors_look(language: str, visit: Callable[..., Page], served: Served) -> None:
    telling = Telling(INSPECTION, language)
    page = visit(USER, language, WIDTH)
    _opens_the_dossier(page, telling)
    _reads_a_breach(page, telling, served)
    _follows_a_value(page, telling, served)
    _sees_who_was_left_out(page, telling, served)
    _takes_the_trail(page, telling)
    _asks_for_names(page, telling)
    telling.ends()


def _opens_the_dossier(page: Page, telling: Telling) -> None:
    page.goto("/study/")
    follow(page.locator("a[href='/study/dossier/']"))
    assert page.locator("section[aria-labelledby=chain] .chip.good").count() == 1
    for part in ("software", "proof", "people", "settings", "copies", "deviations", "requirements", "notes"):
        assert page.locator(f"section[aria-labelledby={part}]").count() == 1, part
    telling.shows("dossier", page, "h1", ".cards")


def _reads_a_breach(page: Page, telling: Telling, served: Served) -> None:
    follow(page.locator("section[aria-labelledby=deviations] tbody a").first)
    assert page.url.endswith(f"/deviations/{served.person('breach')}/")
    assert "2026-11-26 23:59" in page.inner_text("section[aria-labelledby=assessments]")
    assert not page.locator("main form").count(), "an inspector writes nothing"
    telling.shows("deviation", page, "h1", ".cards")


def _follows_a_value(page: Page, telling: Telling, served: Served) -> None:
    page.goto(f"/participants/{served.person('whole')}/forms/DAILY/3/sofa_day/")
    history = history_of(page, "platelets")
    telling.shows("field", page, ".sheet-head", page.locator("#f-platelets"))
    follow(history.locator("a[href^='/trail/field/']"))
    assert "petit" in page.inner_text("main") and "44" in page.inner_text("main")
    telling.shows("trail", page, "main h1", "main section")


def _sees_who_was_left_out(page: Page, telling: Telling, served: Served) -> None:
    page.goto("/sites/01/screening/")
    assert served.person("left out") in page.inner_text("main") and "E13" in page.inner_text("main")
    telling.shows("not-included", page, "h1", "main table")


def _takes_the_trail(page: Page, telling: Telling) -> None:
    page.goto("/trail/?action=leave+out")
    with page.expect_download() as held:
        page.locator("a[href^='/trail/export.csv']").click()
    assert "leave out" in held.value.path().read_text(encoding="utf-8")
    telling.shows("export", page, "h1", "main section")


def _asks_for_names(page: Page, telling: Telling) -> None:
    answer = page.goto("/sites/01/identity-list.pdf")
    assert answer is not None and answer.status == 403
    telling.shows("no-names", page, "main section")
    page.goto("/sites/01/registers/")
    assert not page.locator("a[href$='identity-list.pdf']").count()

"""The story of a nurse's day form: by keyboard alone, in less than three minutes at her pace, a reload on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser import stories
from tests.browser.guide import LANGUAGES, TELLS, WIDTH, Telling
from tests.browser.keyboard import TARGET, Keyboard
from tests.browser.served import Served
from tests.browser.typing import drafted

if TYPE_CHECKING:
    from playwright.sync_api import Page

MORNING = "2026-11-24T08:05+01:00"
BEFORE = {"taken_at": "t", "entered": "1", "gas_at": "24112026 0610", "pao2": "92", "fio2": "0,4", "platelets": "44",
          "bilirubin": "39", "map": "66", "gcs_at": "24112026 0730"}  # fmt: skip
AFTER = {"gcs": "13", "gcs_verbal_untestable": "2", "creatinine": "141", "urine_0_6": "310", "urine_6_12": "280",
         "urine_12_18": "330", "urine_18_24": "300"}  # fmt: skip
"""What she types in each item, in the order of the form."""
DAYS = dict(zip(LANGUAGES, (3, 2), strict=True))
"""The day that is filled in; in each language another one, so that the form is empty."""


@pytest.mark.parametrize("language", TELLS)
def test_a_nurses_day_form(language: str, visit: Callable[..., Page], served: Served) -> None:
    telling = Telling(stories.DAY_FORM, language)
    served.clock.set(MORNING)
    page = visit("petit", language, WIDTH, fresh=True)
    nurse = Keyboard(page)
    page.goto("/sites/01/")
    address = f"/participants/{served.person('seeking')}/forms/DAILY/{DAYS[language]}/sofa_day/"
    line = f"//li[p/a[@href='{address}']]"
    telling.shows("board", page, line, f"{line}/preceding-sibling::li[4]")
    nurse.reach(f"a[href='{address}']")
    nurse.go("Enter")
    way = (nurse.keys, nurse.thoughts)
    nurse.press("F8")
    _types(nurse, BEFORE)
    telling.shows("typing", page, "#f-bilirubin", "#f-gcs")
    drafted(page)
    nurse.press("F5")
    page.reload()
    held = {item: page.input_value(f"[name=v-{item}]") for item in BEFORE}
    assert held["map"] == "66", f"what was typed is still there: {held}"
    telling.shows("reload", page, ".sheet-head", ".draft-note", "#f-pao2")
    nurse.press("F8")
    _types(nurse, AFTER)
    nurse.think()
    nurse.go("Control+s")
    assert not page.locator("[data-problem]").count(), page.locator("[data-problem]").all_inner_texts()
    assert page.locator("#f-sofa .worked strong").inner_text().strip()
    telling.shows("saved", page, "#f-urine_18_24", "#f-sofa", ".sheet-end")
    telling.ends()
    assert nurse.without_a_mouse()
    assert nurse.modelled + nurse.waited < TARGET, f"{nurse.keys} keys, {nurse.thoughts} pauses, {nurse.waited:.1f} s"
    on_the_form = (nurse.keys - way[0], nurse.thoughts - way[1])
    assert on_the_form == stories.DAY_FORM_COUNTED, "what the guide says"


def _types(nurse: Keyboard, values: dict[str, str]) -> None:
    """Two pauses a value: to find it in the chart, to check it. Enter goes on."""
    for item, typed in values.items():
        here = nurse.page.evaluate("document.activeElement.closest('[data-item]')?.dataset.item")
        assert here == item, f"the focus is on {here}, not on {item}"
        nurse.think(2)
        if len(typed) == 1:
            nurse.press(typed)
        else:
            nurse.type(typed)
        nurse.press("Enter")

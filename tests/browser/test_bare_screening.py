"""A screening of which nothing is known, typed on one page by keyboard alone until its scores are decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.keyboard import Keyboard
from tests.browser.typing import drafted

if TYPE_CHECKING:
    from playwright.sync_api import Page

VALUES = {"demographics.hospital_admitted": "22112026 2140", "demographics.sex": "2", "demographics.age": "54",
          "vital_signs.taken_at": "t", "vital_signs.temperature": "39,6", "vital_signs.map": "58",
          "laboratory.taken_at": "t", "laboratory.ferritin": ">16500", "laboratory.scd25": "9000",
          "laboratory.fibrinogen": "1,2", "laboratory.triglycerides": "4,6", "laboratory.hemoglobin": "79",
          "laboratory.wbc": "1,2", "laboratory.neutrophils": "0,4", "laboratory.platelets": "18",
          "laboratory.ast": "240",
          "laboratory.bilirubin": "61", "laboratory.creatinine": "188",
          "sofa_day.taken_at": "t", "sofa_day.entered": "1", "sofa_day.gas_at": "t", "sofa_day.pao2": "80",
          "sofa_day.fio2": "0,5", "sofa_day.gcs_at": "t", "sofa_day.gcs": "13",
          "stays.icu_admitted": "t"}  # fmt: skip
"""What is typed in each field, in the order of the page; t is now."""
ANSWERS = {"splenomegaly": "o", "hemophagocytosis": "n", "hemophagocytosis_tissue": "n",
           "known_immunosuppression": "n", "hepatomegaly": "o"}  # fmt: skip
"""The other inputs of the score of probability, by the key that answers each."""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_bare_screening_is_typed_by_keyboard_until_its_scores_are_decided(
    language: str, visit: Callable[..., Page]
) -> None:
    page = visit("petit", language, 1280)
    nurse = Keyboard(page)
    page.goto("/sites/01/screening/")
    nurse.reach("form[action$='/screening/new/'] button.main")
    nurse.go("Enter")
    page.wait_for_load_state()
    assert score(page, "SOFA") == "0–24"
    nurse.press("F8")
    for name, typed in VALUES.items():
        assert _here(page) == name
        nurse.press(typed) if len(typed) == 1 else nurse.type(typed)
        nurse.press("Enter")
        if name == "demographics.age":
            nurse.press("Enter", 2)  # a pregnancy test was not made
    drafted(page)
    page.reload()
    assert page.input_value("[name='v-laboratory.platelets']") == "18", "what was typed is still there"
    for question, key in ANSWERS.items():
        page.focus(f"[name='q-{question}']")
        nurse.press(key)
    nurse.go("Control+s")
    page.wait_for_load_state()
    assert not page.locator("[data-problem]").count(), page.locator("[data-problem]").all_inner_texts()
    assert score(page, "SOFA") == "12"
    assert "–" not in score(page, "HScore")
    assert not page.locator("[name='v-laboratory.platelets']").count(), "known now"
    assert page.locator(".known a[href$='/forms/D0/laboratory/#f-platelets']").count() == 1
    assert page.locator("[name='q-hepatomegaly'][value=yes]").is_checked(), "the answers were saved with the values"
    assert nurse.without_a_mouse()


def test_a_refused_value_stays_with_the_focus_and_a_missing_input_leads_to_its_field(
    visit: Callable[..., Page],
) -> None:
    page = visit("petit", "en", 820)
    page.goto("/sites/01/screening/")
    nurse = Keyboard(page)
    nurse.reach("form[action$='/screening/new/'] button.main")
    nurse.go("Enter")
    page.wait_for_load_state()
    link = page.locator("#I4 .lacks a", has_text="Glasgow")
    link.focus()
    nurse.press("Enter")
    nurse.press("Tab")
    assert _here(page) == "sofa_day.gcs"
    nurse.type("31")
    nurse.go("Control+s")
    page.wait_for_load_state()
    page.wait_for_function("document.activeElement.value === '31'")
    assert _here(page) == "sofa_day.gcs"
    assert page.locator("[id='f-sofa_day.gcs'] .error").count()


def score(page: Page, name: str) -> str:
    """A total as the page shows it, without its maximum."""
    line = page.locator(".score-line", has=page.locator("strong", has_text=name)).first
    return line.locator(".score-value").inner_text().partition("/")[0].strip()


def _here(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('[data-item]')?.dataset.item"))

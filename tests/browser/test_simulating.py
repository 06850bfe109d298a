"""A statistician simulates the trial: begins on a page, sees it run beside the server, stops it, reads the report."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.conduct.designs.small import small_scenarios

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.proves("analysis pages")
def test_a_simulation_is_begun_stopped_and_gone_on_with(visit: Callable[..., Page]) -> None:
    from playwright.sync_api import expect

    page = visit("colin", "en")
    page.goto("/study/")
    page.get_by_role("link", name="Simulations").click()
    page.get_by_label("Trials a scenario").fill("4000")
    page.get_by_label("Seed").fill("7")
    page.get_by_label("Scenarios (YAML)").fill(small_scenarios())
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#state .chip")).to_contain_text("running", timeout=90_000)
    page.get_by_role("button", name="Stop it").click()
    expect(page.locator("#state .chip")).to_contain_text(re.compile(r"stopped at \d+ %"), timeout=120_000)
    page.get_by_role("button", name="Let it go on").click()
    expect(page.locator("iframe.report")).to_be_visible(timeout=240_000)  # no key was pressed: the page looked again
    report = page.frame_locator("iframe.report")
    expect(report.get_by_role("heading", level=1)).to_contain_text("acquired hemophagocytic syndrome")
    with page.expect_download() as files:
        page.get_by_role("link", name="Download report, figures and rows").click()
    assert re.fullmatch(r"simulation-1\.\d-\d+\.zip", files.value.suggested_filename)

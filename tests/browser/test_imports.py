"""The story of a laboratory's file: its layout, the look, what is kept, a conflict decided, the same file again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser import stories
from tests.browser.guide import TELLS, WIDTH, Telling
from tests.browser.served import Served
from tests.browser.typing import follow, form

if TYPE_CHECKING:
    from playwright.sync_api import Page

MORNING = "2026-11-26T09:00+01:00"
FORM, TAKEN = "D0/laboratory", "2026-11-22 10:20"
HERE = "/sites/01/imports/"
NAMES = {"en": "Hospital laboratory", "fr": "Laboratoire de l’hôpital"}
COLUMNS = {"who": "Patient", "taken": "Date", "code": "Analyse", "value": "Valeur", "unit": "Unité"}
CODES = "PLQ; platelets; 10*9/L; G/L\nFER; ferritin; ug/L; µg/L\nHB; hemoglobin; g/dL; g/dL"
ROWS = (("PLQ", "44", "G/L"), ("FER", "9800", "µg/L"), ("HB", "8,4", "g/dL"), ("TROP", "12", "ng/L"))
REASON = {"en": "31 came on another sample", "fr": "31 venait d’un autre prélèvement"}


@pytest.mark.proves("imports never-overwritten", "imports origin-shown", "imports idempotent")
@pytest.mark.parametrize("language", TELLS)
def test_import_results(language: str, visit: Callable[..., Page], served: Served) -> None:
    telling, code = Telling(stories.IMPORTS, language), served.person(f"measured-{language}")
    served.clock.set(MORNING)
    nurse = visit("petit", language, WIDTH, fresh=True)
    form(nurse, code, FORM, {"taken_at": TAKEN, "platelets": "31"})
    _describes(nurse, telling, NAMES[language])
    _sends(nurse, telling, code, language)
    _decides(nurse, telling, code, REASON[language])
    _sends_again(nurse, telling, code, language)
    telling.ends()


def _describes(nurse: Page, telling: Telling, name: str) -> None:
    nurse.goto(f"{HERE}layouts/")
    nurse.fill("#name", name)
    for column, heading in COLUMNS.items():
        nurse.fill(f"#column-{column}", heading)
    nurse.fill("#codes", CODES)
    telling.shows("layout", nurse, "section[aria-labelledby=add]")
    follow(nurse.locator("section[aria-labelledby=add] button"))
    assert nurse.locator("details[open]", has_text=name).count() == 1


def _chooses(nurse: Page, code: str, language: str) -> None:
    """The file and its layout (without a language, the one that stands first), not sent yet."""
    lines = [";".join(COLUMNS.values()), *(f"{code};{TAKEN};{name};{value};{unit}" for name, value, unit in ROWS)]
    nurse.goto(HERE)
    if language:
        nurse.select_option("#layout", f"layout:{NAMES[language]}")
    content = "\n".join(lines).encode()
    nurse.set_input_files("#file", {"name": f"results-{language}.csv", "mimeType": "text/csv", "buffer": content})


def _looks(nurse: Page) -> list[str]:
    """Send it to be looked at; the verdicts, row by row."""
    follow(nurse.locator("form[enctype] button"))
    return [chip.split()[0] for chip in nurse.locator("tbody .chip").all_inner_texts()]


def _sends(nurse: Page, telling: Telling, code: str, language: str) -> None:
    _chooses(nurse, code, language)
    telling.shows("send", nurse, "section[aria-labelledby=send]")
    assert _looks(nurse) == ["≠", "+", "+", "✕"]
    telling.shows("looked", nurse, "h1", "table", space=6)
    follow(nurse.locator("form[action$='/keep/'] button"))
    row = nurse.locator("section[aria-labelledby=decide] tbody tr", has_text=f"results-{language}.csv")
    assert "31" in row.inner_text() and "44" in row.inner_text()


def _decides(nurse: Page, telling: Telling, code: str, reason: str) -> None:
    row = nurse.locator("section[aria-labelledby=decide] tbody tr", has_text=f"results-{telling.language}.csv")
    row.locator("input[name=reason]").fill(reason)
    telling.shows("decide", nurse, "#decide", row)
    follow(row.locator("button[value=theirs]"))
    nurse.goto(f"/participants/{code}/forms/{FORM}/")
    assert nurse.input_value("[name=v-platelets]") == "44" and nurse.input_value("[name=v-ferritin]") == "9800"
    field = nurse.locator("#f-platelets")
    field.locator("summary").first.click()
    assert "31" in field.locator("ol").inner_text() and "SHA-256" in field.inner_text()
    telling.shows("origin", nurse, field)


def _sends_again(nurse: Page, telling: Telling, code: str, language: str) -> None:
    _chooses(nurse, code, language)
    assert _looks(nurse) == ["=", "=", "=", "✕"]
    assert not nurse.locator("form[action$='/keep/']").count()
    telling.shows("again", nurse, "h1", "table", space=6)


def test_a_file_that_is_worked_on_says_so_and_is_sent_once(visit: Callable[..., Page], served: Served) -> None:
    from playwright.sync_api import expect

    served.clock.set(MORNING)
    nurse, sent = visit("petit", "en", fresh=True), list[str]()
    nurse.route("**/imports/look/", lambda route: (sent.append(route.request.url), route.abort("aborted")))
    _chooses(nurse, served.person("whole"), "")
    button, told = nurse.locator("form[enctype] button"), nurse.locator("form[enctype] [data-working]")
    expect(told).to_be_hidden()
    for _ in range(2):
        button.click(force=True)
        expect(told).to_be_visible()
    expect(told.locator("[data-seconds]")).not_to_have_text("0")
    assert told.get_attribute("role") == "status" and "being looked at" in told.inner_text()
    assert told.locator("progress").count() == 1 and len(sent) == 1

"""How often pages and saves ask the database: not once an item, a form of the person, or an account of the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bedside.conduct.casebook.actions import Typed, fill, open_sheet
from bedside.conduct.casebook.places import UNSCHEDULED, Place
from bedside.conduct.participants.reading import protocol_for
from tests.conduct.casebook.generated import answers_for

Make = Callable[..., Any]


def asked(act: Callable[[], object]) -> int:
    """How many statements an act takes."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


@pytest.fixture
def filled(person: Make, actor: Make, user: Make) -> Callable[[str, int], int]:
    """filled(form, number of items): how many statements filling that many items of a form takes."""
    someone, by, who = person(), actor("nurse"), user("nurse")
    protocol = protocol_for(someone)

    def made(form: str, items: int) -> int:
        number = someone.sheets.filter(form=form).count() + 1
        sheet = open_sheet(by, someone, UNSCHEDULED, form, protocol.version, None, number)
        sure = {"reason": "so it is", "confirmed": "expected order tenfold"}
        typed = {
            name: Typed(each.text, each.unit, assay=each.assay, **sure)
            for name, each in list(answers_for(protocol, protocol.form(form)).items())[:items]
        }
        return asked(lambda: fill(by, who, sheet, typed, {}))

    return made


def test_a_save_asks_as_often_for_thirty_items_as_for_three(filled: Callable[[str, int], int]) -> None:
    few, many = filled("eligibility", 3), filled("eligibility", 30)
    assert many <= few + 3 and many <= 60, (few, many)


def test_a_page_asks_as_often_when_the_casebook_has_grown(
    person: Make, actor: Make, user: Make, client_of: Make, filled: Callable[[str, int], int]
) -> None:
    someone, browser = person(), client_of(user("nurse", "01"))
    by, who, protocol = actor("nurse"), user("nurse"), protocol_for(someone)
    place = Place("DAILY", "sofa_day", 9)
    page = place.address(someone.code)
    browser.get(page)  # who reads is noted the first time
    before = asked(lambda: browser.get(page))
    for day in range(1, 7):
        sheet = open_sheet(by, someone, "DAILY", "sofa_day", protocol.version, day)
        fill(by, who, sheet, answers_for(protocol, protocol.form("sofa_day"), day), {})
    assert asked(lambda: browser.get(page)) <= before + 2 and before <= 45, before


def test_today_asks_as_often_when_more_people_work_there(study: Any, user: Make, client_of: Make) -> None:
    browser = client_of(user("nurse", "01"))
    browser.get("/sites/01/")
    before = asked(lambda: browser.get("/sites/01/"))
    for _ in range(5):
        user("investigator", "01")
    assert asked(lambda: browser.get("/sites/01/")) == before

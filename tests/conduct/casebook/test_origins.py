"""A score shown on a day form says which of its parts come from elsewhere, and an empty form is not complete."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.places import Place
from bedside.conduct.casebook.progress import Status, progress_of
from bedside.conduct.casebook.reading import current, zone
from bedside.conduct.participants.reading import protocol_for
from bedside.values.moment import HOUR, Moment, now, to_datetime

Make = Callable[..., Any]
WORST = {"platelets": "44", "bilirubin": "39", "map": "66", "creatinine": "141", "urine_0_6": "310",
         "urine_6_12": "280", "urine_12_18": "330", "urine_18_24": "300"}  # fmt: skip
FROM_DAY_3 = re.compile(
    r"<li>([^<]*)<strong>[^<]*</strong> <span class=\"warn\">\(from “SOFA of the day” of day 3, until"
)


def _clock(at: Moment) -> str:
    return to_datetime(at).astimezone(zone()).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def days(person: Make, actor: Make) -> Callable[..., Any]:
    """days(values): day 3 with its worst values until 20 hours ago, and day 4 with these; the person and day 4."""

    def made(values: dict[str, str]) -> Any:
        someone, by = person(), actor("nurse")
        version, end = protocol_for(someone).version, Moment(now() - HOUR)
        sheets = []
        for day, at, typed in ((3, Moment(end - 20 * HOUR), WORST), (4, end, values)):
            sheet = open_sheet(by, someone, "DAILY", "sofa_day", version, day)
            clock = _clock(at)
            times = {"taken_at": Typed(clock), "entered": Typed("yes")}
            if typed:
                times |= {"gas_at": Typed(clock), "gcs_at": Typed(clock)}
                times |= {"pao2": Typed("92"), "fio2": Typed("0.4"), "gcs": Typed("13")}
            save(by, sheet, times | {name: Typed(text) for name, text in typed.items()})
            sheets.append(sheet)
        return someone, sheets[1]

    return made


def test_an_empty_day_form_is_not_complete_and_says_whose_values_its_score_shows(days: Make, client_of: Make,
                                                                                user: Make) -> None:  # fmt: skip
    someone, sheet = days({})
    form = protocol_for(someone).form("sofa_day")
    found = progress_of(protocol_for(someone), form, current(sheet))
    assert found.status is Status.STARTED and len(found.needed) == 11
    page = client_of(user("nurse")).get(Place("DAILY", "sofa_day", 4).address(someone.code)).content.decode()
    assert "required items complete" not in page
    assert {each.split()[-1] for each in FROM_DAY_3.findall(page)} >= {"respiration", "coagulation", "liver", "renal"}
    assert "du jour 3, jusqu’au" in client_of(user("nurse")).get(
        Place("DAILY", "sofa_day", 4).address(someone.code), headers={"accept-language": "fr"}
    ).content.decode()  # fmt: skip


def test_a_form_of_its_own_values_names_no_other(days: Make, client_of: Make, user: Make) -> None:
    someone, _ = days(WORST | {"platelets": "40", "bilirubin": "45"})
    page = client_of(user("nurse")).get(Place("DAILY", "sofa_day", 4).address(someone.code)).content.decode()
    assert "SOFA renal" in page and not FROM_DAY_3.findall(page)


def test_a_worse_value_of_the_day_before_is_told_beside_the_part_that_it_decides(days: Make, client_of: Make,
                                                                                user: Make) -> None:  # fmt: skip
    someone, _ = days(WORST | {"platelets": "120"})
    page = client_of(user("nurse")).get(Place("DAILY", "sofa_day", 4).address(someone.code)).content.decode()
    assert "coagulation" in " ".join(FROM_DAY_3.findall(page)) and "liver" not in " ".join(FROM_DAY_3.findall(page))


def test_what_is_said_not_done_is_complete(days: Make, actor: Make) -> None:
    someone, sheet = days({})
    form = protocol_for(someone).form("sofa_day")
    asked = [item.id for item in form.items if item.required and item.id not in ("taken_at", "entered")]
    save(actor("nurse"), sheet, {name: Typed(missing="not done", because="not_ordered") for name in asked})
    assert progress_of(protocol_for(someone), form, current(sheet)).status is Status.COMPLETE

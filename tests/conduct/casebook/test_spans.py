"""A time that covers a span says where it overlaps another form's, or begins before its visit; nobody is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.canonical import canonical, typed_of
from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.checks import Finding, Gravity, Sight, judge
from bedside.conduct.casebook.looking import sight_of
from bedside.conduct.casebook.places import Place
from bedside.conduct.casebook.reading import current, zone
from bedside.conduct.participants.reading import protocol_for
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.values.moment import DAY, HOUR, Moment, now, of_datetime, to_datetime
from bedside.values.wording import Text

Make = Callable[..., Any]
NOW = of_datetime(datetime(2026, 11, 28, 12, tzinfo=UTC))
TAKEN = of_datetime(datetime(2026, 11, 22, 8, tzinfo=UTC))
TOLD = ("overlap",)
MINUTE = HOUR // 60


@cache
def trial() -> Protocol:
    return load("jakahdi")


def told(taken: str, *others: Moment) -> dict[str, Finding]:
    """What is told of the time of a day form."""
    form = trial().form("sofa_day")
    spans = {"taken_at": tuple((Text(f"form {i}", f"formulaire {i}"), at) for i, at in enumerate(others))}
    here = Sight(trial(), form, {"taken_at": canonical(form, "taken_at", Typed(taken))}, NOW, spans=spans)
    found = [each for each in judge(here, form.item("taken_at")) if each.check in TOLD]
    assert all(each.gravity is Gravity.TELL for each in found)
    return {each.check: each for each in found}


def written(at: int) -> str:
    return to_datetime(Moment(at)).isoformat()


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        ([], None), ([-24], None), ([-23], None), ([-22.5], ("1\u00a0h 30\u00a0min", "2026-11-22 09:30")),
        ([-18], ("6\u00a0h", "2026-11-22 14:00")), ([18], ("6\u00a0h", "2026-11-22 02:00")),
        ([0], ("24\u00a0h", "2026-11-23 08:00")), ([-48, 30], None), ([-20, 10], ("14\u00a0h", "2026-11-21 18:00")),
    ],
)  # fmt: skip
def test_an_overlap_is_told_with_both_times_its_length_and_the_hour_without_it(hours: Any, says: Any) -> None:
    found = told(written(TAKEN), *(Moment(TAKEN + round(each * HOUR)) for each in hours))
    if says is None:
        assert not found
        return
    for text in (found["overlap"].text.en, found["overlap"].text.fr):
        assert all(each in text for each in ("2026-11-22 08:00", *says)), text
    assert "form " in found["overlap"].text.en and "formulaire" in found["overlap"].text.fr


@pytest.mark.parametrize("taken", ["2026-11-22", "2026-11", "not a time"])
def test_of_a_time_without_its_hour_nothing_is_told(taken: str) -> None:
    assert not told(taken, TAKEN)


@given(st.integers(-3 * 1440, 3 * 1440), st.integers(-3 * 1440, 3 * 1440))
def test_the_proposed_hour_does_not_overlap_and_whoever_is_told_of_one_tells_the_other(one: int, other: int) -> None:
    here, there = Moment(TAKEN + one * MINUTE), Moment(TAKEN + other * MINUTE)
    found = told(written(here), there)
    assert ("overlap" in found) == (DAY - abs(here - there) > HOUR) == ("overlap" in told(written(there), here))
    if "overlap" in found:
        free = found["overlap"].text.en.rpartition("until ")[2].rstrip(".")
        assert not told(f"{free}+00:00".replace(" ", "T"), there)


def test_the_other_forms_are_those_of_the_person_on_which_something_is_dated(person: Make, actor: Make, user: Make,
                                                                            client_of: Make) -> None:  # fmt: skip
    someone, by, end = person(), actor("nurse"), now() - HOUR
    protocol = protocol_for(someone)
    sheets = {}
    for day, hours, typed in ((2, 30, {}), (3, 20, {"platelets": Typed("44")}), (4, 0, {"platelets": Typed("40")})):
        clock = to_datetime(Moment(end - hours * HOUR)).astimezone(zone()).strftime("%Y-%m-%d %H:%M")
        sheets[day] = open_sheet(by, someone, "DAILY", "sofa_day", protocol.version, day)
        save(by, sheets[day], {"taken_at": Typed(clock), **typed})
    sight = sight_of(sheets[4], protocol, typed_of(current(sheets[4])), known_of(someone))
    assert [place.en for place, _ in sight.spans["taken_at"]] == ["Each day in intensive care: day 3"]
    address = Place("DAILY", "sofa_day", 4).address(someone.code)
    page = client_of(user("nurse")).get(address).content.decode()
    assert "(Each day in intensive care: day 3) by 4\u00a0h" in page
    french = client_of(user("nurse", name="fr"), headers={"accept-language": "fr"}).get(address).content.decode()
    assert "recouvrent de 4\u00a0h celles" in french


@pytest.mark.parametrize(
    ("others", "says"),
    [
        ([], None), ([(-1, "90")], None), ([(-24, "45")], None), ([(1, "45")], None),
        ([(-2, "45")], "45\u00a0×\u00a010⁹/L (2026-11-22 06:00)."),
        ([(0, "120")], "120\u00a0×\u00a010⁹/L (2026-11-22 08:00)."),
        ([(-23, "45"), (-3, "60"), (-2, "160")],
         "45\u00a0×\u00a010⁹/L (2026-11-21 09:00), 160\u00a0×\u00a010⁹/L (2026-11-22 06:00)."),
    ],
)  # fmt: skip
def test_other_values_of_the_span_are_told_beside_its_worst(others: Any, says: str | None) -> None:
    form = trial().form("sofa_day")
    before = {"platelets": tuple((Moment(TAKEN + at * HOUR), Decimal(value)) for at, value in others)}
    typed = {"taken_at": canonical(form, "taken_at", Typed(written(TAKEN))), "platelets": Typed("90", "10*9/L")}
    found = judge(Sight(trial(), form, typed, NOW, before=before), form.item("platelets"))
    told_ = [each for each in found if each.check == "elsewhere"]
    assert [each.gravity for each in told_] == [Gravity.TELL] * bool(says)
    assert not says or told_[0].text.en.endswith(f"in these 24 h, platelets: {says}")


def test_amounts_of_a_quarter_of_the_day_are_no_worst_values() -> None:
    form = trial().form("sofa_day")
    before = {"urine": ((Moment(TAKEN - HOUR), Decimal(40)),)}
    typed = {"taken_at": canonical(form, "taken_at", Typed(written(TAKEN))), "urine_18_24": Typed("300", "mL")}
    found = judge(Sight(trial(), form, typed, NOW, before=before), form.item("urine_18_24"))
    assert "elsewhere" not in {each.check for each in found}

"""A stay that a form at inclusion leaves open, and the form of the discharge tells again with its end."""

from __future__ import annotations

import pytest

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.charts import chart_of
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.participants.typed_times import with_offset
from bedside.protocol.evaluating import time_to
from bedside.values.moment import DAY, EVER, HOUR, Moment, now

MINUTE = HOUR // 60
STAY, LENGTH = "icu_stay", "S2"
OPEN, ENDED = ("D0", {}), ("icu_discharge", {"icu_discharged": 5 * DAY})


@pytest.mark.parametrize("order", [(OPEN, ENDED), (ENDED, OPEN)])
def test_the_length_of_stay_ends_at_the_discharge_whichever_was_saved_first(order, included, actor):
    person = included(9.5)
    admitted = Moment((person.enrolled.at_us - DAY) // MINUTE * MINUTE)
    for visit, later in order:
        sheet = open_sheet(actor("nurse"), person, visit, "stays", "1.0")
        typed = {"icu_admitted": admitted} | {name: Moment(admitted + after) for name, after in later.items()}
        save(actor("nurse"), sheet, {name: Typed(with_offset(at)) for name, at in typed.items()})
    alive = open_sheet(actor("nurse"), person, "D7", "vital_status", "1.0")
    save(actor("nurse"), alive, {"known_at": Typed(with_offset(Moment(now() - DAY))), "status": Typed("alive")})
    protocol = protocol_for(person)
    (length,) = [each for each in protocol.durations if each.outcome == LENGTH]
    reached = time_to(length, chart_of(person), Moment(person.enrolled.at_us), now())
    assert reached.hours.low == reached.hours.high == pytest.approx(96, abs=1 / 30), "typed to the minute"
    assert reached.cause == "left_intensive_care"
    stands = [fact for fact in chart_of(person).facts[STAY] if fact.superseded is None]
    assert {fact.end for fact in stands} == {admitted + 5 * DAY}, "that of the hospital source too"
    assert [fact.start for fact in stands].count(admitted) == 1


@pytest.mark.parametrize("later", [60, 60 * 24 * 5], ids=["from another minute", "after a discharge nobody typed"])
def test_a_stay_left_open_ends_by_the_first_discharge_after_it_began(later, included, actor):
    """Nobody is in intensive care twice at once; and a readmission that still lasts stays open."""
    person = included(9.5)
    admitted = Moment((person.enrolled.at_us - DAY) // MINUTE * MINUTE)
    begun, ended = Moment(admitted + later * MINUTE), Moment(admitted + 6 * DAY)
    again = Moment(ended + DAY)
    for visit, first, last in (("D0", admitted, None), ("icu_discharge", begun, ended), ("unscheduled", again, None)):
        sheet = open_sheet(actor("nurse"), person, visit, "stays", "1.0")
        typed = {"icu_admitted": first} | ({"icu_discharged": last} if last else {})
        save(actor("nurse"), sheet, {name: Typed(with_offset(at)) for name, at in typed.items()})
    stands = [fact for fact in chart_of(person).facts[STAY] if fact.superseded is None]
    ends = {fact.start: fact.end for fact in stands if fact.origin.startswith("form stays")}
    assert ends[admitted] == ends[begun] == ended
    assert ends[again] >= EVER // 4

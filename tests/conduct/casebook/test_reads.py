"""Who looks at a participant is in the trail: once a person, participant and hour; saving does not wait for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.casebook.places import UNSCHEDULED, Place
from bedside.conduct.frame import reads
from bedside.conduct.trail.models import Event
from bedside.values.moment import HOUR, now

Make = Callable[..., Any]


def read_by(code: str) -> list[tuple[str, str]]:
    events = Event.objects.filter(action=reads.READ, participant=code).order_by("number")
    return [(each.actor, each.role) for each in events]


@pytest.mark.proves("inspection data-reads-logged")
def test_one_event_an_hour_whatever_is_opened(
    person: Make, user: Make, client_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone, other = person(), person()
    browser, monitor = client_of(user("nurse", "01", "anne")), client_of(user("monitor", "01", "mona"))
    here = f"/participants/{someone.code}/"
    for address in (Place(UNSCHEDULED, "laboratory").address(someone.code), f"{here}casebook/", f"{here}timeline/"):
        assert browser.get(address).status_code == 200
    assert read_by(someone.code) == [("anne", "nurse")] and read_by(other.code) == []
    assert monitor.get(f"{here}casebook/").status_code == 200
    assert read_by(someone.code) == [("anne", "nurse"), ("mona", "monitor")]
    later = now() + HOUR + 1
    monkeypatch.setattr(reads, "now", lambda: later)
    browser.get(f"{here}casebook/")
    assert len(read_by(someone.code)) == 3


def test_who_may_not_read_leaves_no_such_event_and_a_save_is_no_read(person: Make, user: Make, client_of: Make) -> None:
    someone = person()
    stranger, nurse = client_of(user("nurse", "02")), client_of(user("nurse", "01"))
    assert stranger.get(f"/participants/{someone.code}/casebook/").status_code == 403
    place = Place(UNSCHEDULED, "vital_signs")
    nurse.post(place.address(someone.code, "save"), {"n-map": "0", "v-map": "65", "u-map": "mm[Hg]"})
    nurse.post(place.address(someone.code, "draft"), {"n-map": "1", "v-map": "66", "u-map": "mm[Hg]"})
    assert read_by(someone.code) == []

"""A virtual ward as it stands today: the same lives, moved, and nothing known of later."""

from __future__ import annotations

import numpy as np

from bedside.values.moment import DAY, HOUR, Moment, moment
from bedside.virtual.dating import AFTER, cut, moved, today
from bedside.virtual.patients import ward

WARD = ward(6, 3)
NOW = moment("2026-11-22T21:37:12")


def test_moving_keeps_every_distance() -> None:
    later = moved(WARD, 3 * DAY)
    assert (later.facts["start_us"] - WARD.facts["start_us"] == 3 * DAY).all()
    assert (later.facts["low"] == WARD.facts["low"]).all()
    assert (later.stays["discharged_us"] - later.stays["admitted_us"]).tolist() == (
        WARD.stays["discharged_us"] - WARD.stays["admitted_us"]
    ).tolist()
    deaths = [(old, new) for old, new in zip(WARD.truth["died_us"], later.truth["died_us"], strict=True) if old]
    assert deaths
    assert all(new - old == 3 * DAY for old, new in deaths)


def test_today_the_last_patient_came_in_half_a_day_ago_and_nothing_is_later() -> None:
    found = today(WARD, NOW)
    last = int(found.stays["admitted_us"].max())
    assert 0 <= NOW - AFTER - last < HOUR
    assert found.facts["available_us"].max() <= NOW
    ends = [np.ma.compressed(found.stays[name]) for name in ("discharged_us", "hospital_discharged_us", "died_us")]
    assert all(end <= NOW for column in ends for end in column)
    assert np.ma.getmaskarray(found.stays["discharged_us"]).any(), "somebody is there still"


def test_the_hour_of_the_day_makes_no_difference_to_whole_hours() -> None:
    first, second = (today(WARD, Moment(NOW + minutes * HOUR // 60)) for minutes in (0, 20))
    assert (first.stays["admitted_us"] == second.stays["admitted_us"]).all()


def test_who_came_later_is_not_there() -> None:
    at = Moment(int(np.sort(WARD.stays["admitted_us"])[2]))
    found = cut(WARD, at)
    assert len(found.patients["patient_id"]) == len(found.stays["stay_id"]) == 3
    assert set(found.facts["patient_id"]) <= set(found.patients["patient_id"])

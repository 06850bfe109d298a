"""Everything a pharmacy can do, in any order, at any time: no shelf overdrawn, nothing appears, nothing vanishes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.conduct.pharmacy import actions, actions_corrections, actions_leaving, actions_people
from bedside.conduct.pharmacy.accounts import HELD, Account, Kind, Temperature
from bedside.conduct.pharmacy.ledger import balances, overdrawn, standing
from bedside.conduct.pharmacy.models import Lot, Movement
from bedside.conduct.pharmacy.moving import Units
from bedside.conduct.pharmacy.reading import moved, movements, supply_of
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError

from .conftest import ago
from .test_acts import DAYS

STEPS = ("release", "hold", "dispense", "take in", "send", "arrive", "lose", "send back", "count", "undo", "correct")
SITES = ("01", "02")


class _Undo(Exception):
    """Takes back what an example wrote."""


@pytest.mark.proves("pharmacy conserved", "pharmacy never-negative")
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(STEPS), st.sampled_from(SITES), st.integers(1, 12), st.floats(0, 3)), max_size=10
    )
)
@settings(
    max_examples=settings.default.max_examples // 3,  # each example is a shelf of up to ten steps, all of it read again
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None,
)  # fmt: skip
def test_whatever_is_done_in_whatever_order(
    steps: list[tuple[str, str, int, float]], received: Callable[..., Any], enrolled: Callable[..., Any], actor: Any
) -> None:
    try:
        with transaction.atomic():
            lot, person = received(20, days=4), enrolled("01", days=4)
            for step, site, count, days in steps:
                _try(step, site, count, days, lot, person, actor)
            raise _Undo
    except _Undo:
        pass


def _try(step: str, site: str, count: int, days: float, lot: Lot, person: Any, actor: Any) -> None:
    before, events = _state(lot), Event.objects.count()
    try:
        _do(step, site, count, days, lot, person, actor("pharmacist", site))
    except UsageError:
        assert _state(lot) == before and Event.objects.count() == events, "a refusal leaves nothing"
    moves = [moved(row) for row in movements()]
    assert overdrawn(moves) is None
    assert sum(balances(moves).values()) == 0, "nothing appears and nothing vanishes"
    whole = balances(standing(moves))
    assert {shelf: n for shelf, n in whole.items() if n} == {shelf: n for shelf, n in balances(moves).items() if n}
    for each in SITES:  # what the pages show is the sum of the acts
        shown = supply_of(each).of(lot).held
        assert all(shown[a] == sum(n for s, n in whole.items() if (s.site, s.account) == (each, a)) for a in Account)


def _state(lot: Lot) -> Any:
    return [dict(supply_of(each).of(lot).held) for each in SITES]


def _do(step: str, site: str, count: int, days: float, lot: Lot, person: Any, by: Any) -> None:
    units, at, shelf = Units(lot, count), ago(days), HELD[count % len(HELD)]
    last = Movement.objects.filter(site=site).exclude(kind=Kind.RELEASE).order_by("-pk").first()
    sent = Movement.objects.filter(kind=Kind.SEND, to_site=site, undone=None).order_by("-pk").first()
    if (step in ("undo", "correct") and last is None) or (step == "arrive" and sent is None):
        return
    acts: dict[str, Callable[[], object]] = {
        "release": lambda: actions.release(by, site, units, at, "as told"),
        "hold": lambda: actions.hold(by, site, units, at, "warm"),
        "dispense": lambda: actions_people.dispense(by, person, units, at, DAYS),
        "take in": lambda: actions_people.take_in(by, person, units, at),
        "send": lambda: actions.send(by, site, SITES[site == "01"], units, at, "note"),
        "arrive": lambda: actions.arrive(by, sent, count, at, Temperature.WITHIN),
        "lose": lambda: actions_leaving.lose(by, site, shelf, units, at, "broken"),
        "send back": lambda: actions.send_back(by, site, shelf, units, at, "note"),
        "count": lambda: actions_corrections.count(by, site, lot, shelf, count, at, "counted twice"),
        "undo": lambda: actions_corrections.undo(by, last, "an error"),
        "correct": lambda: actions_corrections.correct(by, last, count, "an error"),
    }  # fmt: skip
    acts[step]()

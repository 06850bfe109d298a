"""Numbered kits, by the second trial's content: each is one unit with one place, from its receipt to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.conduct.pharmacy import actions, actions_corrections, actions_leaving, actions_people
from bedside.conduct.pharmacy.accounts import HELD, Account, Kind
from bedside.conduct.pharmacy.actions import Delivery
from bedside.conduct.pharmacy.ledger import balances, overdrawn
from bedside.conduct.pharmacy.models import Lot, Movement
from bedside.conduct.pharmacy.moving import Units
from bedside.conduct.pharmacy.reading import moved, movements, supply_of
from bedside.errors import UsageError

from ..inclusion.conftest import adrenal, running, second_trial
from .conftest import FAR, ago
from .test_acts import DAYS

__all__ = ["adrenal", "running", "second_trial"]

SITE = "02"
"""Works by the second trial (see the fixture `adrenal`)."""
KITS = ("K1", "K2", "K3")


@pytest.fixture
def here(adrenal: Any, actor: Callable[..., Any]) -> Any:
    """A pharmacist of the site."""
    return actor("pharmacist", SITE)


@pytest.fixture
def shipped(here: Any, adrenal: Any) -> Callable[..., Lot]:
    """shipped(kits, expiry, released): a lot of kits that came in four days ago."""

    def made(kits: tuple[str, ...] = KITS, expiry: str = FAR, released: bool = True, lot: str = "B7") -> Lot:
        rows = actions.receive(here, SITE, _delivery(adrenal, kits, expiry, lot), ago(4))
        if released:
            actions.release(here, SITE, Units(rows[0].lot, kits=kits), ago(4), "sponsor's release")
        return rows[0].lot

    return made


@pytest.fixture
def treated(adrenal: Any, actor: Callable[..., Any]) -> Any:
    """Somebody enrolled in the second trial five days ago; who may be enrolled is proved elsewhere."""
    from bedside.conduct.participants import actions as people
    from bedside.conduct.participants import consent
    from bedside.conduct.participants.models import Enrolled, Person
    from bedside.conduct.trail.keeping import Act, keep

    by, at, route = actor("investigator", SITE), ago(5), adrenal.consent_routes[0]
    person = people.screen(actor("nurse", SITE), SITE)
    agreed = frozenset(group[0] for group in route.needs)
    people.record_consent(by, person, consent.Taken(consent.Step.GIVE, at, route.id, "1.0", agreed), "patient")
    row = Enrolled(person=person, number=f"{SITE}-001", at_us=int(at), version=adrenal.version)
    keep(Act(by, "enrol", SITE, person.code), row)
    return Person.objects.get(pk=person.pk)


def _delivery(protocol: Any, kits: tuple[str, ...], expiry: str = FAR, lot: str = "B7", **more: Any) -> Delivery:
    product = protocol.products[0]
    assert product.numbered and product.blinded
    return Delivery(product.id, next(iter(product.offered)), lot, expiry, kits=kits, reference="note 1", **more)


def held(lot: Lot) -> dict[str, int]:
    """What stands on each account of the site, without those that hold nothing."""
    return {account.value: count for account, count in supply_of(SITE).of(lot).held.items() if count}


@pytest.mark.proves("pharmacy receipt")
def test_each_kit_is_received_once(shipped: Any, here: Any, adrenal: Any) -> None:
    lot = shipped(released=False)
    assert held(lot) == {"sponsor": -3, "quarantine": 3}
    assert sorted(Movement.objects.filter(lot=lot).values_list("kit", "quantity")) == [(kit, 1) for kit in KITS]
    for kits, told in ((("K3", "K4"), "kit K3 was received already"), (("K5", "K5"), "no number of units"),
                       ((), "not named as they should be")):  # fmt: skip
        with pytest.raises(UsageError, match=told):
            actions.receive(here, SITE, _delivery(adrenal, kits, lot="B8"), ago(3))
    with pytest.raises(UsageError, match="not named as they should be"):
        actions.release(here, SITE, Units(lot, 2), ago(3), "as told")
    first = Movement.objects.get(lot=lot, kit="K1")
    actions_corrections.undo(here, first, "another label")
    actions.receive(here, SITE, _delivery(adrenal, ("K1",)), ago(3))
    assert held(lot)["quarantine"] == 3


@pytest.mark.proves("pharmacy dispensing", "pharmacy second-trial")
def test_a_kit_is_given_once_and_never_after_its_return(shipped: Any, here: Any, treated: Any) -> None:
    lot = shipped()
    kit = Units(lot, kits=("K2",))
    actions_people.dispense(here, treated, kit, ago(3), DAYS)
    with pytest.raises(UsageError, match="lacking"):
        actions_people.dispense(here, treated, kit, ago(2), DAYS)
    with pytest.raises(UsageError, match="lacking"):
        actions_people.take_in(here, treated, Units(lot, kits=("K1",)), ago(2))
    actions_people.take_in(here, treated, kit, ago(2))
    with pytest.raises(UsageError, match="lacking"):
        actions_people.dispense(here, treated, kit, ago(1), DAYS)
    assert held(lot) == {"sponsor": -3, "stock": 2, "returned": 1}


@pytest.mark.proves("pharmacy dispensing")
def test_a_kit_in_quarantine_or_elsewhere_is_not_given(
    shipped: Any, here: Any, treated: Any, actor: Callable[..., Any]
) -> None:
    lot = shipped()
    actions.hold(here, SITE, Units(lot, kits=("K1",)), ago(3), "12 °C for two hours")
    actions.send(here, SITE, "01", Units(lot, kits=("K3",)), ago(3), "note 9")
    for kit in ("K1", "K3", "K9"):
        with pytest.raises(UsageError, match="lacking"):
            actions_people.dispense(here, treated, Units(lot, kits=(kit,)), ago(2), DAYS)
    assert held(lot)["stock"] == 1


@pytest.mark.proves("pharmacy destruction")
def test_a_kit_is_destroyed_once_as_allowed(shipped: Any, here: Any, treated: Any, actor: Any, user: Any) -> None:
    lot, witness = shipped(), user("nurse", SITE).username
    actions_people.dispense(here, treated, Units(lot, kits=("K1",)), ago(3), DAYS)
    actions_people.take_in(here, treated, Units(lot, kits=("K1",)), ago(2))
    allowed = actions_leaving.authorise(actor("data manager", ""), SITE, lot, 1, "letter 4")

    def destroy(origin: Account, *kits: str) -> None:
        actions_leaving.destroy(here, allowed, origin, Units(lot, kits=kits), ago(1), "burnt", "C-1", witness)

    with pytest.raises(UsageError, match="usable units are not destroyed"):
        destroy(Account.STOCK, "K2")
    with pytest.raises(UsageError, match="lacking"):
        destroy(Account.RETURNED, "K2")
    with pytest.raises(UsageError, match="did not allow so many"):
        destroy(Account.RETURNED, "K1", "K2")
    destroy(Account.RETURNED, "K1")
    with pytest.raises(UsageError, match="did not allow so many"):
        destroy(Account.RETURNED, "K1")
    assert held(lot) == {"sponsor": -3, "stock": 2, "destroyed": 1}


@pytest.mark.proves("pharmacy count")
def test_a_count_that_differs_names_the_kit(shipped: Any, here: Any) -> None:
    """A number alone cannot say which kit is gone: the shelf follows once the kit is said to be lost."""
    lot = shipped()
    with pytest.raises(UsageError):
        actions_corrections.count(here, SITE, lot, Account.STOCK, 2, ago(1), "one is not there")
    assert held(lot)["stock"] == 3
    actions_leaving.lose(here, SITE, Account.STOCK, Units(lot, kits=("K3",)), ago(1), "not on the shelf")
    actions_corrections.count(here, SITE, lot, Account.STOCK, 2, ago(0.5))
    assert held(lot) == {"sponsor": -3, "stock": 2, "lost": 1}


@pytest.mark.proves("pharmacy expiry")
def test_an_expired_kit_is_neither_released_nor_given(
    shipped: Any, here: Any, treated: Any, actor: Any, user: Any
) -> None:
    witness, expired = user("nurse", SITE).username, "2020-01"
    lot = shipped(("K7",), expired, released=False)
    with pytest.raises(UsageError, match="good until 2020-01-31 only"):
        actions.release(here, SITE, Units(lot, kits=("K7",)), ago(1), "as told")
    good = shipped(("K8",), DAYS[0], lot="B9")
    with pytest.raises(UsageError, match=f"good until {DAYS[0]} only"):
        actions_people.dispense(here, treated, Units(good, kits=("K8",)), ago(1), DAYS)
    allowed = actions_leaving.authorise(actor("data manager", ""), SITE, lot, 1, "letter 5")
    actions_leaving.destroy(
        here, allowed, Account.QUARANTINE, Units(lot, kits=("K7",)), ago(1), "burnt", "C-2", witness
    )
    assert held(lot) == {"sponsor": -1, "destroyed": 1}


STEPS = ("release", "hold", "dispense", "take in", "lose", "send back", "send", "undo", "receive")


class _Undo(Exception):
    """Takes back what an example wrote."""


@pytest.mark.proves("pharmacy conserved", "pharmacy never-negative", "pharmacy second-trial")
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(KITS), st.floats(0, 3)), max_size=8))
@settings(
    max_examples=settings.default.max_examples // 3, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_whatever_is_done_every_kit_is_in_one_place(
    steps: list[tuple[str, str, float]], shipped: Any, treated: Any, here: Any, adrenal: Any
) -> None:
    try:
        with transaction.atomic():
            lot = shipped(released=False)
            for step, kit, days in steps:
                before = Movement.objects.count()
                try:
                    _do(step, kit, days, lot, treated, here, adrenal)
                except UsageError:
                    assert Movement.objects.count() == before, "a refusal leaves nothing"
                _each_in_one_place(lot)
            raise _Undo
    except _Undo:
        pass


def _each_in_one_place(lot: Lot) -> None:
    moves = [moved(row) for row in movements()]
    assert overdrawn(moves) is None
    stands = balances(moves)
    for kit in KITS:
        inside = {s: n for s, n in stands.items() if s.kit == kit and n and s.account is not Account.SPONSOR}
        assert list(inside.values()) in ([], [1]), "one place, or back with the sponsor"
    shown = supply_of(SITE).of(lot).held
    for account in Account:
        assert shown[account] == sum(n for s, n in stands.items() if (s.site, s.account) == (SITE, account))
        assert shown[account] >= 0 or account is Account.SPONSOR
    assert sum(shown.values()) == 0


def _do(step: str, kit: str, days: float, lot: Lot, person: Any, by: Any, protocol: Any) -> None:
    units, at, shelf = Units(lot, kits=(kit,)), ago(days), HELD[len(kit + step) % len(HELD)]
    last = Movement.objects.filter(kit=kit).exclude(kind=Kind.UNDO).order_by("-pk").first()
    acts: dict[str, Callable[[], object]] = {
        "receive": lambda: actions.receive(by, SITE, _delivery(protocol, (kit,)), at),
        "release": lambda: actions.release(by, SITE, units, at, "as told"),
        "hold": lambda: actions.hold(by, SITE, units, at, "warm"),
        "dispense": lambda: actions_people.dispense(by, person, units, at, DAYS),
        "take in": lambda: actions_people.take_in(by, person, units, at),
        "lose": lambda: actions_leaving.lose(by, SITE, shelf, units, at, "broken"),
        "send back": lambda: actions.send_back(by, SITE, shelf, units, at, "note"),
        "send": lambda: actions.send(by, SITE, "01", units, at, "note"),
        "undo": lambda: actions_corrections.undo(by, last, "an error"),
    }
    acts[step]()

"""What may be done to units, and what is refused, act by act."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from bedside.conduct.participants.actions import happen, record_consent, screen
from bedside.conduct.pharmacy import actions, actions_corrections, actions_leaving, actions_people
from bedside.conduct.pharmacy.accounts import Account, Kind, Temperature
from bedside.conduct.pharmacy.actions import Delivery
from bedside.conduct.pharmacy.models import Checked, Lot, Movement
from bedside.conduct.pharmacy.moving import Units
from bedside.conduct.pharmacy.reading import left_of, received_by, supply_of
from bedside.conduct.pharmacy.warnings import warnings
from bedside.conduct.study.clock import today
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import DAY, Moment, now

from .conftest import FAR, ago

pytestmark = pytest.mark.usefixtures("study")
DAYS = (today().isoformat(), (today() + datetime.timedelta(days=6)).isoformat())


def held(lot: Lot, site: str = "01") -> dict[str, int]:
    """What stands on each account of a site, without those that hold nothing."""
    return {account.value: count for account, count in supply_of(site).of(lot).held.items() if count}


@pytest.mark.proves("pharmacy receipt")
def test_a_shipment_waits_in_quarantine_until_it_is_released(received: Any, pharmacist: Any) -> None:
    lot = received(60, released=False)
    assert held(lot) == {"sponsor": -60, "quarantine": 60}
    assert warnings(supply_of("01")).waiting[0].lot == lot
    actions.release(pharmacist, "01", Units(lot, 56), ago(1), "sponsor's mail of today; 4 broken")
    assert held(lot) == {"sponsor": -60, "quarantine": 4, "stock": 56}
    events = Event.objects.filter(place__contains="A1").values_list("action", flat=True).order_by("number")
    assert list(events) == ["add lot", "receive drug", "release drug"]


@pytest.mark.proves("pharmacy receipt")
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"product": "aspirin"}, "no product"), ({"strength": "7 mg"}, "no strength"),
        ({"strength": ""}, "no strength"),
        ({"lot": " "}, "left empty"), ({"reference": ""}, "left empty"), ({"expiry": "03/27"}, "no date of expiry"),
        ({"quantity": 0}, "no number of units"), ({"quantity": 100_001}, "no number of units"),
        ({"kits": ("K1",)}, "not named as they should be"), ({"expiry": "2098-01"}, "another expiry"),
    ],
)  # fmt: skip
def test_what_is_no_shipment(changed: dict[str, Any], told: str, received: Any, pharmacist: Any, study: Any) -> None:
    received(1)
    before = Movement.objects.count()
    right = {"product": study.protocol.products[0].id, "strength": "5 mg", "lot": "A1", "expiry": FAR, "quantity": 10,
             "reference": "note 2"}  # fmt: skip
    with pytest.raises(UsageError, match=told):
        actions.receive(pharmacist, "01", Delivery(**{**right, **changed}), ago(1))
    with pytest.raises(UsageError, match="not come yet"):
        actions.receive(pharmacist, "01", Delivery(**right), Moment(now() + DAY))
    assert Movement.objects.count() == before
    actions.receive(pharmacist, "01", Delivery(**right), ago(1))
    assert Lot.objects.count() == 1


@pytest.mark.proves("pharmacy dispensing")
def test_dispensed_checked_returned_and_who_received(received: Any, enrolled: Any, pharmacist: Any, actor: Any) -> None:
    lot, person = received(60), enrolled()
    (row,) = actions_people.dispense(pharmacist, person, Units(lot, 14), ago(0), DAYS)
    assert (row.version, row.first_day, row.last_day) == (person.enrolled.version, *DAYS)
    with pytest.raises(UsageError, match="a second person"):
        actions_people.check(pharmacist, row)
    other = actor("pharmacist", "02")
    assert actions_people.check(other, row).event.actor == other.name
    with pytest.raises(UsageError, match="checked already"):
        actions_people.check(other, row)
    with pytest.raises(UsageError, match="lacking"):
        actions_people.take_in(pharmacist, person, Units(lot, 15), ago(0))
    actions_people.take_in(pharmacist, person, Units(lot, 3), ago(0))
    actions_people.lose_at_home(pharmacist, person, Units(lot, 1), ago(0), "fell on the floor")
    assert held(lot) == {"sponsor": -60, "stock": 46, "participant": 10, "returned": 3, "lost": 1}
    assert received_by(lot) == [(person, 10)] and received_by(lot, ["02"]) == []
    assert Checked.objects.count() == 1


@pytest.mark.proves("pharmacy dispensing")
def test_nothing_is_dispensed_that_should_not_be(
    received: Any, enrolled: Any, pharmacist: Any, actor: Any, study: Any
) -> None:
    good, person = received(20), enrolled()
    soon = today() + datetime.timedelta(days=3)
    early = received(20, lot="B1", expiry=soon.isoformat())
    waiting = received(20, lot="C1", released=False)

    def refused(
        match: str, who: Any = person, lot: Lot = good, count: int = 5, at: Any = None, days: Any = DAYS
    ) -> None:
        with pytest.raises(UsageError, match=match):
            actions_people.dispense(pharmacist, who, Units(lot, count), at or ago(0), days)

    refused("good until", lot=early)
    actions_people.dispense(pharmacist, person, Units(early, 1), ago(0), (DAYS[0], soon.isoformat()))
    refused("lacking", lot=waiting)
    refused("lacking", count=21)
    refused("lacking", count=5, at=ago(4.5))  # before it came in
    refused("not enrolled", who=screen(actor("nurse"), "01"))
    refused("not enrolled", at=ago(6))
    refused("wrong way round", days=DAYS[::-1])
    refused("wrong way round", days=("2020-01-01", "2020-01-05"))
    refused("is not a day", days=("soon", DAYS[1]))
    actions_leaving.recall(actor("data manager", ""), good, "letter 1", "a seal is broken")
    refused("recalled")
    actions_leaving.recall(actor("data manager", ""), good, "letter 2", "it was another lot", back=False)
    ended = next(each for each in study.protocol.products[0].ended_by if each != "consent_withdrawn")
    happen(actor("nurse"), person, ended, ago(1))
    refused("has ended")
    gone = enrolled()
    from bedside.conduct.participants import consent

    record_consent(actor(), gone, consent.Taken(consent.Step.WITHDRAW, now()))
    refused("no lawful basis", who=gone)
    with pytest.raises(UsageError, match="lacking"):  # their own tablets still come back, and no more than they had
        actions_people.take_in(pharmacist, gone, Units(good, 1), ago(0))


@pytest.mark.proves("pharmacy transfer")
def test_what_is_sent_is_on_its_way_until_it_arrives_or_is_lost(received: Any, pharmacist: Any, actor: Any) -> None:
    lot, there = received(40), actor("pharmacist", "02")
    with pytest.raises(UsageError, match="at this site already"):
        actions.send(pharmacist, "01", "01", Units(lot, 10), ago(2), "note 3")
    (sending,) = actions.send(pharmacist, "01", "02", Units(lot, 10), ago(2), "note 3")
    assert [left for _, left in supply_of("02").coming] == [10]
    with pytest.raises(UsageError, match="more than was sent"):
        actions.arrive(there, sending, 11, ago(1), Temperature.WITHIN)
    with pytest.raises(UsageError, match="more than was sent"):
        actions.arrive(there, sending, 5, ago(3), Temperature.WITHIN)
    arrived = actions.arrive(there, sending, 7, ago(1), Temperature.EXCURSION, "two wet boxes")
    actions_leaving.lose_on_the_way(there, sending, 2, ago(0), "not in the parcel")
    assert left_of(sending) == 1
    assert held(lot) == {"sponsor": -40, "stock": 30, "transit": 1, "lost": 2}
    assert held(lot, "02") == {"quarantine": 7}
    with pytest.raises(UsageError, match="not taken back"):
        actions_corrections.undo(pharmacist, sending, "sent another lot")
    actions_corrections.undo(there, arrived, "miscounted")
    assert held(lot, "02") == {} and held(lot)["transit"] == 8 and left_of(sending) == 8


@pytest.mark.proves("pharmacy quarantine")
def test_an_excursion_puts_a_lot_in_quarantine(received: Any, pharmacist: Any) -> None:
    lot = received(20)
    with pytest.raises(UsageError, match="left empty"):
        actions.hold(pharmacist, "01", Units(lot, 20), ago(1), " ")
    actions.hold(pharmacist, "01", Units(lot, 20), ago(1), "34 °C for 6 h")
    assert supply_of("01").of(lot).usable == 0
    old = received(5, lot="OLD", expiry="2020-01", released=False)
    with pytest.raises(UsageError, match="good until 2020-01-31"):
        actions.release(pharmacist, "01", Units(old, 5), ago(0), "it looks well")


@pytest.mark.proves("pharmacy destruction")
def test_destruction_needs_the_sponsors_word_first(
    received: Any, pharmacist: Any, actor: Any, user: Any, enrolled: Any
) -> None:
    lot, sponsor, witness = received(30), actor("data manager", ""), user("nurse", "01").username
    with pytest.raises(UsageError, match="does not hold so many"):
        actions_leaving.authorise(sponsor, "01", lot, 31, "letter 5")
    allowed = actions_leaving.authorise(sponsor, "01", lot, 6, "letter 5")
    person = enrolled()
    actions_people.dispense(pharmacist, person, Units(lot, 8), ago(0), DAYS)
    actions_people.take_in(pharmacist, person, Units(lot, 8), ago(0))

    def destroy(count: int, origin: Account, who: str = witness, method: str = "burnt", paper: str = "C-1") -> Any:
        return actions_leaving.destroy(pharmacist, allowed, origin, Units(lot, count), ago(0), method, paper, who)

    for match, call in {
        "usable units": lambda: destroy(2, Account.STOCK),
        "did not allow": lambda: destroy(7, Account.RETURNED),
        "witness": lambda: destroy(2, Account.RETURNED, pharmacist.name),
        "nobody of this site": lambda: destroy(2, Account.RETURNED, user("nurse", "02").username),
        "left empty": lambda: destroy(2, Account.RETURNED, method=""),
        "is left empty": lambda: destroy(2, Account.RETURNED, paper=""),
        "lacking": lambda: destroy(2, Account.QUARANTINE),
        "cannot be done from there": lambda: destroy(2, Account.LOST),
    }.items():
        with pytest.raises(UsageError, match=match):
            call()
    (row,) = destroy(4, Account.RETURNED)
    assert actions_leaving.left_to_destroy(allowed) == 2 and row.witness == witness
    assert held(lot)["destroyed"] == 4 and held(lot)["returned"] == 4
    actions_corrections.undo(pharmacist, row, "another lot was burnt")
    assert actions_leaving.left_to_destroy(allowed) == 6
    expired = received(5, lot="OLD", expiry="2020-01", released=False)
    old = actions_leaving.authorise(sponsor, "01", expired, 5, "letter 6")
    actions_leaving.destroy(pharmacist, old, Account.QUARANTINE, Units(expired, 5), ago(0), "burnt", "C-2", witness)
    assert held(expired) == {"sponsor": -5, "destroyed": 5}


@pytest.mark.proves("pharmacy corrected-by-counter-act")
def test_an_act_is_taken_back_or_written_anew_never_changed(received: Any, enrolled: Any, pharmacist: Any) -> None:
    lot, person = received(60), enrolled()
    receipt = Movement.objects.get(kind=Kind.RECEIVE)
    actions_people.dispense(pharmacist, person, Units(lot, 50), ago(0), DAYS)
    with pytest.raises(UsageError, match="left empty"):
        actions_corrections.undo(pharmacist, receipt, "")
    with pytest.raises(UsageError, match="60 unit"):
        actions_corrections.undo(pharmacist, receipt, "never came")
    (row,) = Movement.objects.filter(kind=Kind.DISPENSE)
    with pytest.raises(UsageError, match="lacking"):
        actions_corrections.correct(pharmacist, row, 61, "sixty-one")
    with pytest.raises(UsageError, match="no other number"):
        actions_corrections.correct(pharmacist, row, 50, "the same")
    again = actions_corrections.correct(pharmacist, row, 5, "a slip of the finger")
    assert (again.quantity, again.first_day, again.person) == (5, row.first_day, person)
    assert held(lot)["participant"] == 5 and Movement.objects.filter(undoes=row).get().event.reason
    with pytest.raises(UsageError, match="not taken back"):
        actions_corrections.undo(pharmacist, row, "once more")
    with pytest.raises(UsageError, match="not taken back"):
        actions_corrections.undo(pharmacist, Movement.objects.get(undoes=row), "and back again")


@pytest.mark.proves("pharmacy count")
def test_a_count_that_differs_is_explained_and_the_stock_follows(received: Any, pharmacist: Any) -> None:
    lot = received(20)
    assert actions_corrections.count(pharmacist, "01", lot, Account.STOCK, 20, ago(0)).expected == 20
    with pytest.raises(UsageError, match="Explain the difference"):
        actions_corrections.count(pharmacist, "01", lot, Account.STOCK, 18, ago(0))
    actions_corrections.count(pharmacist, "01", lot, Account.STOCK, 18, ago(0), "a blister with two tablets less")
    assert held(lot) == {"sponsor": -20, "stock": 18, "unexplained": 2}
    row = actions_corrections.count(pharmacist, "01", lot, Account.STOCK, 21, ago(0), "a box behind the others")
    assert (row.counted, row.expected) == (21, 18) and held(lot)["stock"] == 21
    with pytest.raises(UsageError, match="cannot be counted"):
        actions_corrections.count(pharmacist, "01", lot, Account.PARTICIPANT, 0, ago(0))
    with pytest.raises(UsageError, match="not taken back"):
        actions_corrections.undo(pharmacist, Movement.objects.get(kind=Kind.FIND), "no")


@pytest.mark.proves("pharmacy warnings")
def test_what_a_site_has_to_look_at(received: Any, enrolled: Any, pharmacist: Any, actor: Any) -> None:
    assert not warnings(supply_of("02"))
    near = (today() + datetime.timedelta(days=20)).isoformat()
    later = (today() + datetime.timedelta(days=80)).isoformat()
    soon, after = received(100, lot="N", expiry=near), received(100, lot="L", expiry=later)
    received(100, lot="F")
    told = warnings(supply_of("01"))
    assert [(each.lot, each.tone) for each in told.expiring] == [(soon, "bad"), (after, "open")]
    assert not told.short and not told.waiting
    received(3, strength="20 mg", lot="S")
    actions_leaving.recall(actor("safety officer", ""), soon, "letter 9", "impurity")
    told = warnings(supply_of("01"))
    assert [(each.usable, each.low) for each in told.short] == [(3, 56)]
    assert [each.lot for each in told.recalled] == [soon]
    person = enrolled()
    yesterday = (today() - datetime.timedelta(days=1)).isoformat()
    actions_people.dispense(pharmacist, person, Units(after, 5), ago(0.9), (yesterday, DAYS[1]))
    assert warnings(supply_of("01")).not_given == (person,)

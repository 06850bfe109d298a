"""Aliquots: freezers and positions, parcels and their discrepancies, assays beside the casebook, the end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.samples import actions, results
from bedside.conduct.samples.actions_custody import (
    Arrival,
    Place,
    add_batch,
    add_freezer,
    assay,
    list_for,
    make_shipment,
    note_excursion,
    receive,
    send,
    store,
    take_step,
)
from bedside.conduct.samples.custody import at_site, in_freezer, one, span_of
from bedside.conduct.samples.flags import present
from bedside.conduct.samples.models import Excursion, Handling
from bedside.conduct.samples.parcels import parcel
from bedside.conduct.samples.spans import Span, within
from bedside.conduct.samples.states import State, Step
from bedside.conduct.samples.work import tally, work_of, work_on
from bedside.errors import UsageError
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval
from bedside.values.moment import HOUR, Moment, now

from .conftest import ago

pytestmark = pytest.mark.usefixtures("running")


@pytest.fixture
def by(actor: Callable[..., Any]) -> Any:
    return actor("nurse")


@pytest.fixture
def stored(made: Callable[..., Any], freezer: Any, by: Any) -> list[Any]:
    """Four aliquots in box B, positions 1 to 4."""
    aliquots: list[Any] = made(hours=3.0)
    store(by, aliquots, Place(freezer, "1", "2", "B", "1"), ago(2.0))
    return aliquots


def flags_of(person: Any) -> dict[str, Any]:
    """What is said of each aliquot of a participant, by its label."""
    flagged = work_on(person).flagged
    return {held.aliquot.label: each.flags for each in flagged for held in each.aliquots}


@pytest.mark.proves("samples positions")
def test_aliquots_take_positions_from_the_first_on(stored: list[Any], freezer: Any) -> None:
    held = in_freezer(freezer)
    assert [each.position.text for each in held if each.position] == [f"F1 · 1 / 2 / B / {n}" for n in (1, 2, 3, 4)]
    assert {each.state for each in held} == {State.STORED}


@pytest.mark.proves("samples positions")
def test_a_position_holds_one_aliquot(
    stored: list[Any], made: Callable[..., Any], freezer: Any, by: Any, actor: Callable[..., Any]
) -> None:
    person = stored[0].processed.draw.person
    others = made(person, "scd25", "D0", 2.0, 2)
    before = Handling.objects.count()
    with pytest.raises(UsageError, match=rf"F1 4 holds {stored[3].label}"):
        store(by, others, Place(freezer, "1", "2", "B", "4"), ago(1))
    assert Handling.objects.count() == before
    with pytest.raises(UsageError, match="the first position is no number"):
        store(by, others, Place(freezer, "1", "2", "B", "a"), ago(1))
    elsewhere = add_freezer(actor("nurse", "02"), "02", "F1")
    with pytest.raises(UsageError, match="of another site"):
        store(by, others, Place(elsewhere, box="B", position="1"), ago(1))
    store(by, stored[3:], Place(freezer, "1", "2", "C", "1"), ago(1))  # it moves, and leaves its position free
    store(by, others[:1], Place(freezer, "1", "2", "B", "4"), ago(1))
    assert [each.step for each in one(stored[3]).steps] == [Step.STORE, Step.MOVE]


@pytest.mark.proves("samples positions")
def test_an_excursion_flags_what_was_there(stored: list[Any], freezer: Any, by: Any) -> None:
    person = stored[0].processed.draw.person
    list_for(by, make_shipment(by, "01", "P1", "Central laboratory", "Courier"), stored[:1])
    send(by, parcel(Handling.objects.exclude(shipment=None).get().shipment).shipment, ago(1.5))
    row = note_excursion(by, freezer, Moment(now() - HOUR), Moment(now() - HOUR // 2), "-55,5", "door left open")
    told = "freezer F1 reached -55.5 °C"
    assert [label for label, those in flags_of(person).items() if told in [each.text.en for each in those]] == [
        each.label for each in stored[1:]
    ]
    note_excursion(by, freezer, Moment(now() - HOUR), Moment(now() - HOUR // 2), "-75")  # within the limit
    assert [flag.verdict for flag in flags_of(person)[stored[1].label]] == [MET, NOT_MET]
    actions.take_back(by, [row], "another freezer")
    assert told not in str(flags_of(person))
    for since, until, highest, said in (
        (1, 2, "-50", "wrong way round"),
        (2, -1, "-50", "to come"),
        (2, 1, "hot", "no number"),
    ):
        with pytest.raises(UsageError, match=said):
            note_excursion(by, freezer, Moment(now() - since * HOUR), Moment(now() - until * HOUR), highest)


SPANS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda ends: Span(min(ends), max(ends)))


@pytest.mark.proves("samples positions")
@given(SPANS, st.none() | SPANS, st.tuples(st.integers(0, 50), st.integers(1, 20)), st.data())
def test_presence_is_sound(start: Span, end: Span | None, warm: tuple[int, int], data: Any) -> None:
    """Whatever the times were within their spans, the verdict holds of them."""
    excursion = Excursion(from_us=warm[0], until_us=warm[0] + warm[1])
    came = data.draw(st.integers(start.first, start.last))
    left = 10**6 if end is None else data.draw(st.integers(end.first, end.last))
    if left < came:
        return
    was_there = came < excursion.until_us and left > excursion.from_us
    assert float(was_there) in present(start, end, excursion)


@pytest.mark.proves("samples processed")
@given(SPANS, SPANS, st.integers(0, 60), st.data())
def test_within_its_limit_is_sound(drawn: Span, spun: Span, limit: int, data: Any) -> None:
    first, last = (data.draw(st.integers(each.first, each.last)) for each in (drawn, spun))
    verdict = within(limit, drawn.until(spun))
    if last >= first:
        assert float(last - first <= limit) in verdict
    if drawn.exact and spun.exact:
        assert verdict in (MET, NOT_MET)


@pytest.mark.proves("samples processed")
def test_the_time_to_the_freezer_is_held_against_the_protocol(made: Callable[..., Any], freezer: Any, by: Any) -> None:
    aliquots = made(hours=4.5)
    person = aliquots[0].processed.draw.person
    waits = work_on(person)
    assert len(waits.to_freeze) == 4 and all(each.late for each in waits.to_freeze)
    store(by, aliquots[:1], Place(freezer, box="B", position="1"), ago(1))
    store(by, aliquots[1:2], Place(freezer, box="B", position="2"), "")  # nobody knows when
    store(by, aliquots[2:3], Place(freezer, box="B", position="3"), ago(0.1))
    flags = flags_of(person)
    assert aliquots[0].label not in flags
    assert [each.verdict for each in flags[aliquots[1].label]] == [CANNOT_TELL]
    assert [each.verdict for each in flags[aliquots[2].label]] == [MET]
    (late,) = flags[aliquots[3].label]
    assert re.fullmatch(r"not in the freezer after 4 h 3[01] min \(limit 4 h\)", late.text.en), "half an hour too late"


@pytest.mark.proves("samples parcels")
def test_a_parcel_from_its_list_to_its_discrepancies(stored: list[Any], by: Any) -> None:
    shipment = make_shipment(by, "01", "P1", "Central laboratory", "Courier", "5,5")
    assert shipment.dry_ice == "5.5"
    with pytest.raises(UsageError, match="nothing is on the list"):
        send(by, shipment, "t")
    list_for(by, shipment, stored)
    take_step(by, stored[3:], Step.UNLIST, "t")
    assert one(stored[3]).state is State.STORED
    send(by, shipment, ago(1))
    assert {one(each).state for each in stored[:3]} == {State.SENT} and one(stored[0]).position is None
    with pytest.raises(UsageError, match="sent already"):
        list_for(by, shipment, stored[3:])
    with pytest.raises(UsageError, match="before it was sent, or to come"):
        receive(by, shipment, Moment(now() - 2 * HOUR), "frozen", Arrival([]))
    arrival = Arrival([each.label for each in stored[:2]], [stored[1].label], ["01-S999-D0-CYT-A1"])
    row = receive(by, shipment, now(), "partly thawed", arrival, "box dented")
    found = parcel(shipment)
    assert [(label, text.en) for label, text in found.discrepancies] == [
        (stored[1].label, "arrived of no use"), (stored[2].label, "on the list and not in the parcel"),
        ("01-S999-D0-CYT-A1", "in the parcel and not on the list"),
    ]  # fmt: skip
    assert [one(each).state for each in stored] == [State.RECEIVED, State.SPOILED, State.MISSING, State.STORED]
    assert one(stored[0]).thaws == 1
    take_step(by, stored[2:3], Step.FIND, "t")
    assert one(stored[2]).state is State.RECEIVED
    with pytest.raises(UsageError, match="something later stands on it"):
        actions.take_back(by, [row, *found.arrivals], "the receipt of another parcel")
    actions.take_back(by, [one(stored[2]).steps[-1]], "not found")
    actions.take_back(by, [row, *parcel(shipment).arrivals], "the receipt of another parcel")
    assert parcel(shipment).under_way and parcel(shipment).discrepancies == []
    actions.take_back(by, parcel(shipment).sendings, "it stayed here")
    assert parcel(shipment).open and {one(each).state for each in stored[:3]} == {State.LISTED}


@pytest.mark.proves("samples aliquot-states")
def test_a_step_that_cannot_follow_says_what_can(stored: list[Any], by: Any) -> None:
    with pytest.raises(UsageError) as error:
        take_step(by, stored[:1], Step.USE_UP, "t")
    label = stored[0].label
    assert str(error.value) == (
        f"{label}: {label} is in the freezer: “nothing is left” cannot follow."
        " What can: move, put on the list of a parcel, assay, is spoiled, destroy."
    )
    with pytest.raises(UsageError, match="needs more than this"):
        take_step(by, stored[:1], Step.SEND, "t")
    with pytest.raises(UsageError, match="no reason is given"):
        take_step(by, stored[:1], Step.DESTROY, "t")
    with pytest.raises(UsageError, match="no aliquot is chosen"):
        take_step(by, [], Step.DESTROY, "t", "why")
    with pytest.raises(UsageError, match="when the step before was done"):
        take_step(by, stored[:1], Step.DESTROY, ago(10), "why")


@pytest.mark.proves("samples assays")
def test_a_run_leads_to_its_results_and_back(stored: list[Any], by: Any) -> None:
    person = stored[0].processed.draw.person
    run = add_batch(by, "01", "R1", "Central laboratory", "Multiplex", "L77", ago(0)[:10])
    assay(by, run, stored[:1])
    with pytest.raises(UsageError, match="in this batch already"):
        assay(by, run, stored[:1])

    def found() -> tuple[list[Any], list[Any]]:
        casebook = results.Casebook([person])
        aliquots = at_site("01")
        return results.lines(aliquots, casebook), results.without_batch([person], aliquots, casebook)

    lines, without = found()
    assert [line.lacking for line in lines] == [True] and len(lines[0].results) == 7
    assert lines[0].results[0].address == f"/participants/{person.code}/forms/D0/cytokines/#f-il2"
    scd25 = [each for each in without if each.item.id == "scd25"]
    assert not scd25
    sheet = open_sheet(by, person, "D0", "cytokines", "1.0")
    save(by, sheet, {"taken_at": Typed(ago(3)), "il6": Typed("<1,5", "pg/mL")})
    save(
        by,
        open_sheet(by, person, "D0", "laboratory", "1.0"),
        {"taken_at": Typed(ago(3)), "scd25": Typed("3000", "U/mL")},
    )
    lines, without = found()
    assert not lines[0].lacking
    assert [(each.value.en, each.value.fr) for each in lines[0].results if each.value] == [("<1.5 pg/mL", "<1,5 pg/mL")]
    assert [(each.item.id, each.entry.typed) for each in without] == [("scd25", "3000")]
    again = add_batch(by, "01", "R2", "Central laboratory", "Multiplex", "L78", ago(0)[:10])
    assay(by, again, stored[:1])
    assert [flag.text.en for flag in flags_of(person)[stored[0].label]] == ["thawed 2 times (limit 1)"]
    take_step(by, stored[:1], Step.USE_UP, "t")
    assert one(stored[0]).state is State.USED_UP


@pytest.mark.proves("samples samples-and-consent")
def test_after_a_withdrawal_samples_are_kept_until_destruction_is_asked_for(
    stored: list[Any], by: Any, ended: Callable[..., None]
) -> None:
    person = stored[0].processed.draw.person
    run = add_batch(by, "01", "R1", "Central laboratory", "Multiplex", "L77", ago(0)[:10])
    ended(person)
    assay(by, run, stored[:1])  # what was drawn before is kept: an assumption, shown as such
    take_step(by, stored[:1], Step.USE_UP, "t")
    actions.ask_destruction(by, person, now())
    with pytest.raises(UsageError, match="“assay” cannot follow"):
        assay(by, run, stored[1:2])
    take_step(by, stored[1:3], Step.DESTROY, "t", "asked for")
    held = work_on(person)
    told = tally(held.collections[0], held.to_destroy[0].asked)
    assert (told.left, told.gone, told.used, told.missing) == (1, 2, 1, 0)
    assert [each.person for each in work_of("01").to_destroy] == [person] and work_of("01").ready == []


@pytest.mark.proves("samples samples-and-consent")
def test_after_an_objection_nothing_is_sent_or_assayed(stored: list[Any], by: Any, ended: Callable[..., None]) -> None:
    ended(stored[0].processed.draw.person, "object")
    shipment = make_shipment(by, "01", "P1", "Central laboratory", "Courier")
    with pytest.raises(UsageError, match="“put on the list of a parcel” cannot follow"):
        list_for(by, shipment, stored)
    freezer = one(stored[0]).position
    assert freezer is not None
    store(by, stored[:1], Place(freezer.freezer, box="Z", position="9"), "t")  # it is still looked after


@pytest.mark.proves("samples corrected")
def test_only_the_last_step_is_taken_back(stored: list[Any], freezer: Any, by: Any) -> None:
    store(by, stored[:1], Place(freezer, box="C", position="1"), ago(1))
    first, last = one(stored[0]).steps
    with pytest.raises(UsageError, match="something later stands on it"):
        actions.take_back(by, [first], "wrong")
    actions.take_back(by, [last], "it was another one")
    held = one(stored[0])
    assert held.position is not None and held.position.position == "1" and held.position.box == "B"
    assert span_of(held.steps[-1]).exact


def test_lengths_of_time_in_words() -> None:
    from bedside.conduct.samples.flags import said

    lengths = ((0, 0), (HOUR, HOUR), (HOUR // 2, 1.5 * HOUR), (0, 4761 * HOUR))
    assert [said(Interval(low, high)).fr for low, high in lengths] == [
        "0 min", "1 h", "30 min à 1 h 30 min", "un temps inconnu",
    ]  # fmt: skip

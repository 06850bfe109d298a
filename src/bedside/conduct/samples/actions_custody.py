"""Everything that is written about aliquots: where each is put, with what it is sent, in what it is assayed, its end.

What becomes of an aliquot is written down whatever the state of the data: a tube does not wait for a lock to be lifted
(ADR 23). Whether it may still be sent or assayed is the participant's decision, read off the table of states.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import Site
from bedside.conduct.registers.actions import iso_day
from bedside.conduct.samples import spans
from bedside.conduct.samples.custody import Held, held_now, held_of, in_freezer
from bedside.conduct.samples.models import (
    Aliquot,
    Batch,
    Excursion,
    Freezer,
    Handling,
    Receipt,
    Shipment,
    Unlisted,
)
from bedside.conduct.samples.parcels import parcel
from bedside.conduct.samples.states import TABLE, State, Step, possible, rule_of
from bedside.conduct.samples.words import CONDITIONS, THAWED
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep, keep_all
from bedside.errors import UsageError
from bedside.values.moment import Moment, now
from bedside.values.wording import Text

CANNOT = Text(
    "{label} is {state}: “{step}” cannot follow.",
    "{label} est «\u00a0{state}\u00a0»\u00a0: «\u00a0{step}\u00a0» ne peut pas suivre.",
)
WHAT_CAN = Text("What can: {listed}.", "Ce qui le peut\u00a0: {listed}.")
NOTHING = Text("nothing", "rien")
TAKEN = Text("{place} holds {label}.", "{place} contient déjà {label}.")


@dataclass(frozen=True)
class Place:
    """Where aliquots are put: `position` is that of the first; the others follow it by number."""

    freezer: Freezer
    shelf: str = ""
    rack: str = ""
    box: str = ""
    position: str = ""

    def of(self, number: int) -> dict[str, Any]:
        """The columns of the aliquot so many places after the first."""
        follows = str(int(self.position) + number) if number else self.position
        return {"freezer": self.freezer, "shelf": self.shelf, "rack": self.rack, "box": self.box, "position": follows}


@dataclass(frozen=True)
class Arrival:
    """What a parcel held: the labels that were in it, those of them that are of no use, and those not on its list."""

    arrived: Collection[str]
    spoiled: Collection[str] = ()
    unlisted: Sequence[str] = field(default=())


# --- freezers -----------------------------------------------------------------------------------------------------


@in_turn
def add_freezer(by: Actor, site: str, name: str) -> Freezer:
    """Name a freezer of a site. Raises UsageError for a site there is not, no name, or one that is there already."""
    _at(site)
    _given(name, "freezer")
    if Freezer.objects.filter(site=site, name=name).exists():
        raise UsageError("there is one of this name already.", "freezer", "Choose another name.")
    return keep(Act(by, "add freezer", site, place=name), Freezer(site=site, name=name))


@in_turn
def note_excursion(
    by: Actor, freezer: Freezer, since: Moment, until: Moment, highest: str, told: str = ""
) -> Excursion:
    """Note that a freezer was too warm, and how warm at most (°C). Every aliquot that was in it is flagged.

    Raises UsageError for times the wrong way round or to come, and for what is no temperature.
    """
    if not since < until <= now() + spans.TOLERANCE:
        raise UsageError("these times are the wrong way round, or to come.", freezer.name, "Correct the times.")
    row = Excursion(freezer=freezer, from_us=int(since), until_us=int(until), highest=_decimal(highest), told=told)
    return keep(Act(by, "note excursion", freezer.site, place=freezer.name), row)


@in_turn
def store(by: Actor, aliquots: Sequence[Aliquot], place: Place, typed: str, told: str = "") -> list[Handling]:
    """Put aliquots into a freezer, one a position; those that are in one already are moved.

    Raises UsageError where a position holds another, for several aliquots whose first position is no number, for a
    freezer of another site, and where an aliquot cannot be stored as it stands.
    """
    held = _held(aliquots)
    if len(held) > 1 and not place.position.isdecimal():
        raise UsageError("the first position is no number.", place.freezer.name, "Put them in one by one.")
    taken = held_now(in_freezer(place.freezer))
    steps = []
    for number, each in enumerate(held):
        step = Step.MOVE if each.state is State.STORED else Step.STORE
        made = _step(by, each, step, typed, told, **place.of(number))
        other = taken.get((place.freezer.pk, *(made[1].shelf, made[1].rack, made[1].box, made[1].position)))
        if other is not None and other.aliquot.pk != each.aliquot.pk:
            where = f"{place.freezer.name} {made[1].position}"
            raise UsageError(TAKEN.filled(place=where, label=other.aliquot.label), where, "Choose a free position.")
        if place.freezer.site != each.person.site:
            raise UsageError("this freezer is of another site.", place.freezer.name, "Choose one of the list.")
        steps.append(made)
    return keep_all(steps)


# --- parcels ------------------------------------------------------------------------------------------------------


@in_turn
def make_shipment(by: Actor, site: str, name: str, destination: str, courier: str, dry_ice: str = "") -> Shipment:
    """Begin a parcel: its number, to whom, by whom, with how much dry ice (kg).

    Raises UsageError for what is not given, a number that another parcel of the site has, what is no weight.
    """
    _at(site)
    for text in (name, destination, courier):
        _given(text, "parcel")
    if Shipment.objects.filter(site=site, name=name).exists():
        raise UsageError("there is one of this name already.", "parcel", "Choose another name.")
    ice = _decimal(dry_ice) if dry_ice.strip() else ""
    row = Shipment(site=site, name=name, destination=destination, courier=courier, dry_ice=ice)
    return keep(Act(by, "make parcel", site, place=name), row)


@in_turn
def list_for(by: Actor, shipment: Shipment, aliquots: Sequence[Aliquot]) -> list[Handling]:
    """Put aliquots on the list of a parcel. Raises UsageError for one that was sent, or is of another site."""
    if not parcel(shipment).open:
        raise UsageError("this parcel was sent already.", shipment.name, "Begin another one.")
    held = _held(aliquots)
    if any(each.person.site != shipment.site for each in held):
        raise UsageError("this parcel is of another site.", shipment.name, "Choose one of the list.")
    return keep_all(_step(by, each, Step.LIST, "t", shipment=shipment) for each in held)


@in_turn
def send(by: Actor, shipment: Shipment, typed: str, told: str = "") -> list[Handling]:
    """Note that a parcel was given to its courier, with everything on its list. Raises UsageError for an empty list."""
    held = on_list(shipment, State.LISTED)
    if not held:
        raise UsageError("nothing is on the list of this parcel.", shipment.name, "Put aliquots on it first.")
    return keep_all(_step(by, each, Step.SEND, typed, told, shipment=shipment) for each in held)


@in_turn
def receive(by: Actor, shipment: Shipment, at: Moment, condition: str, arrival: Arrival, told: str = "") -> Receipt:
    """Note that a parcel was received, in what condition, and what was in it; the rest of its list is missing.

    Raises UsageError for a parcel that is not under way, a time before it was sent or to come, another condition.
    """
    held = on_list(shipment, State.SENT)
    if not held:
        raise UsageError("this parcel is not under way.", shipment.name, "Look at its list.")
    if condition not in CONDITIONS:
        raise UsageError(f"“{condition}” is no condition.", shipment.name, "Choose one of the list.")
    if not min(each.last.first for each in held) <= at <= now() + spans.TOLERANCE:
        raise UsageError("this is before it was sent, or to come.", shipment.name, "Correct the time.")
    act = Act(by, "receive parcel", shipment.site, place=shipment.name)
    row = keep(act, Receipt(shipment=shipment, at_us=int(at), condition=condition, told=told))
    keep_all(_arrived(by, shipment, row, held, arrival))
    keep_all(_of_no_use(by, held, arrival, at))
    for label in arrival.unlisted:
        keep(Act(by, "note unlisted", shipment.site, place=shipment.name), Unlisted(receipt=row, label=label))
    return row


def _arrived(
    by: Actor, shipment: Shipment, row: Receipt, held: Sequence[Held], arrival: Arrival
) -> list[tuple[Act, Handling]]:
    span = spans.at(Moment(row.at_us))
    return [
        _at_span(by, each, Step.ARRIVE if each.aliquot.label in arrival.arrived else Step.MISS, span,
                 shipment=shipment, thawed=row.condition in THAWED and each.aliquot.label in arrival.arrived)
        for each in held
    ]  # fmt: skip


def _of_no_use(by: Actor, held: Sequence[Held], arrival: Arrival, at: Moment) -> list[tuple[Act, Handling]]:
    wanted = [
        each.aliquot.pk
        for each in held
        if each.aliquot.label in arrival.spoiled and each.aliquot.label in arrival.arrived
    ]
    return [_at_span(by, each, Step.SPOIL, spans.at(at)) for each in held_of(Aliquot.objects.filter(pk__in=wanted))]


def on_list(shipment: Shipment, *states: State) -> list[Held]:
    """The aliquots of a parcel that stand so."""
    return [each for each in parcel(shipment).aliquots if each.state in states]


# --- assays and ends ----------------------------------------------------------------------------------------------


@in_turn
def add_batch(by: Actor, site: str, name: str, laboratory: str, assay: str, lot: str, run_day: str) -> Batch:
    """Name a run of an assay. Raises UsageError for what is not given, a name that is there, a day to come."""
    _at(site)
    for text in (name, laboratory, assay, lot):
        _given(text, "batch")
    if Batch.objects.filter(site=site, name=name).exists():
        raise UsageError("there is one of this name already.", "batch", "Choose another name.")
    day = iso_day(run_day, "batch", past=True)
    row = Batch(site=site, name=name, laboratory=laboratory, assay=assay, lot=lot, run_day=day)
    return keep(Act(by, "add batch", site, place=name), row)


@in_turn
def assay(by: Actor, batch: Batch, aliquots: Sequence[Aliquot]) -> list[Handling]:
    """Note that aliquots were assayed in a run, each thawed once more. Raises UsageError where one cannot be, or was
    in this very run.
    """
    held = _held(aliquots)
    if any(batch in each.batches for each in held):
        raise UsageError("an aliquot is in this batch already.", batch.name, "Look at its list.")
    if any(batch.site != each.person.site for each in held):
        raise UsageError("this batch is of another site.", batch.name, "Choose one of the list.")
    return keep_all(_step(by, each, Step.ASSAY, batch.run_day, batch=batch, thawed=True) for each in held)


@in_turn
def take_step(by: Actor, aliquots: Sequence[Aliquot], step: Step, typed: str, told: str = "") -> list[Handling]:
    """Take a step that needs no place, parcel or run: off a list, found after all, used up, spoiled, destroyed.

    Raises UsageError for another step, where it cannot be taken, and for a destruction or a spoiling without a why.
    """
    if step not in ALONE:
        raise UsageError(f"“{step}” needs more than this.", "aliquot", "Choose one of the list.")
    if step in WITH_REASON and not told.strip():
        raise UsageError("no reason is given.", "aliquot", "Say why.")
    return keep_all(_step(by, each, step, typed, told) for each in _held(aliquots))


ALONE = frozenset({Step.UNLIST, Step.FIND, Step.USE_UP, Step.SPOIL, Step.DESTROY})
WITH_REASON = frozenset({Step.SPOIL, Step.DESTROY})


def _step(by: Actor, held: Held, step: Step, typed: str, told: str = "", **where: Any) -> tuple[Act, Handling]:
    return _at_span(by, held, step, spans.read(typed, held.last.first, held.aliquot.label), told, **where)


def _at_span(by: Actor, held: Held, step: Step, span: spans.Span, told: str = "", **where: Any) -> tuple[Act, Handling]:
    if not possible(held.state, held.use, step):
        listed = Text.joined(", ", [rule.text for rule in TABLE if held.can(rule.step)] or [NOTHING])
        what = CANNOT.filled(label=held.aliquot.label, state=held.text, step=rule_of(step).text)
        raise UsageError(what, held.aliquot.label, WHAT_CAN.filled(listed=listed))
    person: Person = held.person
    act = Act(by, "handle aliquot", person.site, person.code, held.aliquot.label, detail={"step": step.value})
    return act, Handling(aliquot=held.aliquot, step=step.value, told=told, typed=span.typed, first_us=span.first,
                         last_us=span.last, **where)  # fmt: skip


def _held(aliquots: Sequence[Aliquot]) -> list[Held]:
    if not aliquots:
        raise UsageError("no aliquot is chosen.", "aliquot", "Tick those that are meant.")
    return held_of(Aliquot.objects.filter(pk__in=[each.pk for each in aliquots]))


def _at(site: str) -> None:
    if not Site.objects.filter(code=site).exists():
        raise UsageError(f"there is no site {site}.", "site", "Choose one of the study's sites.")


def _given(text: str, where: str) -> None:
    if not text.strip():
        raise UsageError("something is not filled in.", where, "Fill in every field.")


def _decimal(text: str) -> str:
    """A number as it is kept; a decimal comma is read too."""
    held = text.strip().replace(",", ".").replace("−", "-")
    try:
        if Decimal(held).is_finite() and len(held) <= 10:
            return held
    except InvalidOperation:
        pass
    raise UsageError(f"“{text}” is no number.", "sample", "Write it like 2.5.")

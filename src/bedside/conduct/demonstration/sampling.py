"""Samples of the demonstration: tubes in freezers, one spun late, one that waits, a parcel that lacks one, a run.

Which tubes there are is read off the protocol; a trial without samples gets none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bedside.conduct.demonstration.cast import Cast
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.people.roles import Action
from bedside.conduct.samples import actions
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
)
from bedside.conduct.samples.custody import at_site
from bedside.conduct.samples.models import Aliquot, Freezer
from bedside.conduct.samples.states import State
from bedside.conduct.samples.tubes import Standing, Tube, collection
from bedside.conduct.trail.keeping import Actor, in_turn
from bedside.values.moment import DAY, HOUR, Moment, now

MINUTE = HOUR // 60
LATE, USUAL = 190 * MINUTE, 45 * MINUTE
"""From the draw to the centrifuge: of the first tube, and of the others."""
WAITS = 70 * MINUTE
"""How long ago the tube was drawn that still waits."""
STORED = 6 * HOUR
"""What was to be drawn so long ago is in a freezer by now."""
LABORATORY = "Laboratoire central (fictif)"
COURIER = "Transporteur fictif"


@in_turn
def add_samples(cast: Cast, site: str) -> None:
    """Draw what was to be drawn at a site, send some of it, and leave something to do."""
    persons = [each for each in Person.objects.filter(site=site, enrolled__isnull=False).order_by("pk")]
    tubes = [tube for person in persons if consent_of(person).lawful for tube in collection(person).tubes]
    if not tubes:
        return
    by = cast.acting(Action.RECORD_SAMPLES, site)
    freezer = add_freezer(by, site, "A (-80)")
    _keep(by, freezer, _past(tubes))
    _send(by, site)
    note_excursion(by, freezer, Moment(now() - DAY - HOUR), Moment(now() - DAY), "-58", "door not shut")
    due = next(
        (tube for tube in tubes if tube.standing is Standing.DUE and WAITS <= now() - _since(tube) < STORED), None
    )
    if due is not None:
        actions.draw(by, due.person, due.expected.place, with_offset(Moment(now() - WAITS)), "research nurse")


def _past(tubes: Iterable[Tube]) -> Iterator[Tube]:
    return (tube for tube in tubes if tube.open and now() - _since(tube) >= STORED)


def _since(tube: Tube) -> int:
    target = tube.expected.target
    return int(now()) + DAY if target is None else int(target)


def _keep(by: Actor, freezer: Freezer, tubes: Iterable[Tube]) -> None:
    """Draw, process and store; the first is spun late, of the second nobody knows when, and one was forgotten."""
    position = 1
    for number, tube in enumerate(tubes):
        if number == 4:
            actions.not_drawn(by, tube.person, tube.expected.place, "forgotten")
            continue
        at = _since(tube) + 20 * MINUTE
        held = actions.draw(by, tube.person, tube.expected.place, with_offset(Moment(at)), "ward nurse")
        spun = "" if number == 1 else with_offset(Moment(at + (LATE if number == 0 else USUAL)))
        row = actions.process(by, held, spun, "slight" if number == 2 else "none", True, tube.sample.aliquots)
        aliquots = list(row.aliquots.order_by("pk"))
        put = with_offset(Moment(at + 200 * MINUTE))
        store(by, aliquots, Place(freezer, "1", "1", "B1", str(position)), put)
        position += len(aliquots)


def _send(by: Actor, site: str) -> None:
    """A parcel of the first aliquots, one of them missing on arrival; a run of what arrived."""
    stored = [held.aliquot for held in at_site(site) if held.state is State.STORED][:4]
    if len(stored) < 2:
        return
    shipment = make_shipment(by, site, f"E-{site}-1", LABORATORY, COURIER, "8")
    list_for(by, shipment, stored)
    send(by, shipment, with_offset(Moment(now() - 2 * HOUR)))
    arrived = [each.label for each in stored[1:]]
    receive(by, shipment, Moment(now() - HOUR), "frozen", Arrival(arrived))
    run = add_batch(by, site, "S-26-104", LABORATORY, "Multiplex (fictif)", "L-0426", with_offset(now())[:10])
    assay(by, run, list(Aliquot.objects.filter(label__in=arrived).order_by("pk")[:2]))

"""Everything that is written about a deviation, from assessment to closure, and about urgent safety measures."""

from __future__ import annotations

from bedside.conduct.participants.actions import TOLERANCE
from bedside.conduct.participants.models import Deviation
from bedside.conduct.people.models import Site
from bedside.conduct.registers.breaches import KINDS, MEASURES, Severity, State, line
from bedside.conduct.registers.models import (
    Classified,
    Closed,
    Measure,
    MeasureDone,
    Notified,
    Urgent,
    UrgentNotified,
)
from bedside.conduct.study.clock import read_day, today
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import UsageError
from bedside.values.moment import Moment, now


@in_turn
def deviate_at(by: Actor, site: str, kind: str, found: Moment, told: str, serious: bool | None = None) -> Deviation:
    """Record a departure from the protocol by a site as a whole: a freezer that failed, a task that nobody delegated.

    Raises UsageError for a site or kind there is not, a moment to come, no text.
    """
    _known(site, "deviation")
    if kind not in KINDS:
        raise UsageError(f"“{kind}” is no kind of deviation.", "deviation", f"Choose from {', '.join(KINDS)}.")
    _has(told, "Say what happened.")
    _between(0, found)
    row = Deviation(kind=kind, found_us=int(found), serious=serious, told=told)
    return keep(Act(by, "record site deviation", site, place=kind), row)


@in_turn
def classify(by: Actor, deviation: Deviation, severity: Severity, aware: Moment, told: str) -> Classified:
    """Say how grave a deviation is, why, and since when the sponsor knows of it.

    Raises UsageError without a why, and for a moment before the deviation was found or to come.
    """
    _has(told, "Say why, for instance what it did to the patient or to the data.")
    if not deviation.found_us <= aware <= now() + TOLERANCE:
        raise UsageError("the sponsor cannot have known then.", "deviation", "Correct the time.")
    row = Classified(deviation=deviation, severity=severity.value, aware_us=int(aware), told=told)
    return keep(_about(by, "assess deviation", deviation), row)


@in_turn
def notify(by: Actor, deviation: Deviation, at: Moment, reference: str) -> Notified:
    """Note that the authority was told. Raises UsageError for what is no serious breach or was notified already,
    without a reference, and for a moment before the sponsor knew or to come.
    """
    held = line(deviation)
    if held.state is not State.TO_NOTIFY or held.classified is None:
        raise UsageError("there is nothing to notify.", "deviation", "Assess it as a serious breach first.")
    _has(reference, "Write the reference of the notification.")
    _between(held.classified.aware_us, at)
    row = Notified(deviation=deviation, at_us=int(at), reference=reference)
    return keep(_about(by, "notify breach", deviation), row)


@in_turn
def plan_measure(by: Actor, deviation: Deviation, kind: str, due_day: str, told: str) -> Measure:
    """Plan a corrective or preventive action. Raises UsageError for another kind, no day, no text, once closed."""
    if kind not in MEASURES:
        raise UsageError(f"“{kind}” is no kind of action.", "deviation", f"Choose from {', '.join(MEASURES)}.")
    if line(deviation).state is State.CLOSED:
        raise UsageError("this deviation is closed.", "deviation", "Have it assessed anew.")
    _has(told, "Say what is to be done, and who does it.")
    row = Measure(deviation=deviation, kind=kind, due_day=iso_day(due_day, "deviation"), told=told)
    return keep(_about(by, "plan measure", deviation), row)


@in_turn
def finish_measure(by: Actor, measure: Measure, day: str) -> MeasureDone:
    """Note that it was done on a day. Raises UsageError when that was noted already, or for a day to come."""
    if MeasureDone.objects.filter(measure=measure).exists():
        raise UsageError("this was done already.", "deviation", "Look at the list.")
    done = iso_day(day, "deviation", past=True)
    return keep(_about(by, "finish measure", measure.deviation), MeasureDone(measure=measure, day=done))


@in_turn
def close(by: Actor, deviation: Deviation) -> Closed:
    """Close a deviation. Raises UsageError saying what is in the way: an assessment, a notification, a measure."""
    held = line(deviation)
    if held.state is State.CLOSED:
        raise UsageError("this deviation is closed already.", "deviation", "Look at the list.")
    if held.classified is None:
        raise UsageError("this deviation was not assessed.", "deviation", "Assess it first.")
    if held.state is State.TO_NOTIFY:
        raise UsageError("this serious breach was not notified.", "deviation", "Notify the authority first.")
    if held.undone:
        raise UsageError("an action is not done yet.", "deviation", "Do it, or note that it was done.")
    return keep(_about(by, "close deviation", deviation), Closed(classified=held.classified))


@in_turn
def record_urgent(by: Actor, taken: Moment, told: str, site: str = "") -> Urgent:
    """Note an urgent safety measure, at a site or (empty) at all. Raises UsageError for a site there is not, a moment
    to come, no text.
    """
    if site:
        _known(site, "urgent safety measure")
    _has(told, "Say what happened, and what was done about it.")
    _between(0, taken)
    row = Urgent(site=site, taken_us=int(taken), told=told)
    return keep(Act(by, "record urgent measure", site), row)


@in_turn
def notify_urgent(by: Actor, urgent: Urgent, at: Moment, reference: str) -> UrgentNotified:
    """Note that the authority was told of it. Raises UsageError when that was noted already, without a reference, and
    for a moment before it was taken or to come.
    """
    if UrgentNotified.objects.filter(urgent=urgent).exists():
        raise UsageError("this measure was notified already.", "urgent safety measure", "Look at the list.")
    _has(reference, "Write the reference of the notification.")
    _between(urgent.taken_us, at)
    row = UrgentNotified(urgent=urgent, at_us=int(at), reference=reference)
    return keep(Act(by, "notify urgent measure", urgent.site), row)


def iso_day(text: str, where: str, past: bool = False) -> str:
    """A day as it is kept, today at the latest where it is `past`. Raises UsageError for anything else."""
    day = read_day(text, where)
    if past and day > today():
        raise UsageError(f"{day} is to come.", where, "Write the day on which it was done.")
    return day.isoformat()


def _about(by: Actor, action: str, deviation: Deviation) -> Act:
    first = deviation.event
    return Act(by, action, first.site, first.participant, f"deviation {deviation.pk}")


def _known(site: str, where: str) -> None:
    if not Site.objects.filter(code=site).exists():
        raise UsageError(f"there is no site {site}.", where, "Choose one of the study's sites.")


def _has(text: str, todo: str) -> None:
    if not text.strip():
        raise UsageError("something is left empty.", "registers", todo)


def _between(first: int, at: Moment) -> None:
    if not first <= at <= now() + TOLERANCE:
        raise UsageError("this is before it could be, or in time to come.", "registers", "Correct the time.")

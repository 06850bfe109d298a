"""An inclusion put right: its time corrected, or the whole of it taken back where nothing was done under it (ADR 29).

Whether the criteria were met at the corrected time is looked at and shown, and asks for nothing: somebody who was not
eligible is a departure from the protocol, and stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from bedside.conduct.locks.reading import check_open
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.participants.actions import TOLERANCE
from bedside.conduct.participants.following import tell_followers
from bedside.conduct.participants.models import Enrolled, EnrolmentCorrected, EnrolmentTakenBack, Person
from bedside.conduct.participants.reading import consent_of, happened_of, planned_of
from bedside.conduct.pharmacy.accounts import Kind
from bedside.conduct.study.clock import on_day
from bedside.conduct.study.protocol import approved_from
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.words import ACTIONS
from bedside.errors import UsageError
from bedside.values.moment import Moment, now
from bedside.values.wording import Text

WHERE = "enrolment"
NOT_DONE_UNDER_IT = ("participants_", "registers_", "monitoring_", "locks_", "trail_", "casebook_sheet",
                     "casebook_checked", "casebook_computed")  # fmt: skip
"""How the tables begin whose rows are no act of the study upon a participant: what they decide themselves, what was
done wrong, what others ask and close, sheets without an entry, what the rules work out. Anything else counts."""
DONE = Text("acts of the study were done since: {listed}.", "des actes de l’étude ont eu lieu depuis\u00a0: {listed}.")
LEAVE = Text("Record that they were not eligible as a departure from the protocol, or a withdrawal of consent.",
             "Consignez la non-éligibilité comme écart au protocole, ou un retrait du consentement.")  # fmt: skip


@in_turn
def correct_enrolment(by: Actor, person: Person, at: Moment, reason: str) -> EnrolmentCorrected:
    """Say at what time the inclusion of a person took place; every window is reckoned from it.

    Raises UsageError without a reason, for somebody who is not enrolled, the time that is said already, one to come or
    without a lawful basis or a version of the protocol, and one after what happens only to participants.
    """
    held = _held(person, reason)
    if int(at) == held.at_us:
        raise UsageError("this is the time that is recorded.", WHERE, "Correct the time.")
    if at > now() + TOLERANCE:
        raise UsageError("this time has not come yet.", WHERE, "Correct the time.")
    _check_lawful(person, at)
    if min(_done_at(person), default=at) < at:
        raise UsageError("something is recorded of this participant before this time.", WHERE, "Correct either time.")
    act = Act(by, "correct enrolment", person.site, person.code, held.number, reason)
    row = keep(act, EnrolmentCorrected(enrolled_id=held.pk, at_us=int(at)))
    _tell(by, person)
    return row


@in_turn
def take_back_enrolment(by: Actor, person: Person, reason: str) -> EnrolmentTakenBack:
    """Say that a person was included by mistake: they are in screening again, and the number is never given again.

    Raises UsageError without a reason, for somebody who is not enrolled, and once anything of the study was done.
    """
    held = _held(person, reason)
    if done := done_under(person):
        raise UsageError(DONE.filled(listed=Text.joined(", ", done)), WHERE, LEAVE)
    act = Act(by, "take back enrolment", person.site, person.code, held.number, reason)
    row = keep(act, EnrolmentTakenBack(enrolled_id=held.pk))
    _tell(by, person)
    return row


def done_under(person: Person) -> list[Text]:
    """What was done of the study since somebody's inclusion, in the words of the trail: what happened to them and was
    not taken back, what is planned, and every other row that was kept of them."""
    kept = Event.objects.filter(participant=person.code, number__gt=person.enrolled.pk).exclude(kept_in="")
    for tables in NOT_DONE_UNDER_IT:
        kept = kept.exclude(kept_in__startswith=tables)
    names = set(kept.values_list("action", flat=True))
    names |= {"event"} if happened_of(person) else set()
    names |= {"plan visit"} if planned_of(person) else set()
    return [text for name, text in ACTIONS.items() if name in names]


def _held(person: Person, reason: str) -> Enrolled:
    """The inclusion that is put right, read in this turn."""
    check_open(Scope(person.site, person.code))
    if not reason.strip():
        raise UsageError("no reason is given.", WHERE, "Say why it does not hold.")
    person.refresh_from_db()
    if not hasattr(person, "enrolled"):
        raise UsageError("this person is not enrolled.", WHERE, "Enrol, or leave out.")
    return person.enrolled


def _check_lawful(person: Person, at: Moment) -> None:
    basis, began = consent_of(person).since, approved_from(person.site)
    if basis is None or at < basis:
        todo = "Correct the time, or first that of the consent."
        raise UsageError("the lawful basis was given after this time.", WHERE, todo)
    if began is not None and on_day(at) < began:
        raise UsageError("no version of the protocol was in force then.", WHERE, "Correct the time.")


def _done_at(person: Person) -> Iterator[Moment]:
    """The moments of what happens only to participants: events, visits agreed, units of study drug dispensed."""
    yield from (each.at for each in happened_of(person))
    yield from planned_of(person).values()
    dispensed = person.drug_movements.filter(kind=Kind.DISPENSE, undone=None)
    yield from (Moment(at) for at in dispensed.values_list("at_us", flat=True))


def _tell(by: Actor, person: Person) -> None:
    person.refresh_from_db()  # who is asked what is known now must not remember what was known before
    tell_followers(by, person)

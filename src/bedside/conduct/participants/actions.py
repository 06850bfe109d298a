"""Everything that happens to a person of the study; each one transaction, with its entry in the trail.

What is recorded of somebody who is frozen or locked is refused (`Shut`). Consent and departures from the protocol are
not: what a person decides, and what was done wrong, is written down whatever the state of the data (ADR 16).
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings

from bedside.conduct.locks.reading import check_open
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.participants import consent
from bedside.conduct.participants.following import tell_followers
from bedside.conduct.participants.models import (
    ConsentStep,
    ConsentTakenBack,
    Deviation,
    Happened,
    Imported,
    Person,
    Planned,
    TakenBack,
)
from bedside.conduct.participants.reading import LEAVING, consent_of, died_at, protocol_for, second_physician, taken_of
from bedside.conduct.people.models import Site
from bedside.conduct.study import notices
from bedside.conduct.study.clock import on_day
from bedside.conduct.study.protocol import approved_from, protocol_of
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import UsageError
from bedside.protocol.model import Protocol
from bedside.protocol.schedule import last_close
from bedside.protocol.wording import one
from bedside.rules.chart import Fact
from bedside.values.moment import SECOND, Moment, now
from bedside.values.wording import Text

TOLERANCE = 120 * SECOND
"""How far a clock at the bedside may run ahead of ours."""
TOO_LATE = Text(
    "the schedule follows nobody for so long: a visit is planned until {until} at the latest, twice its length.",
    "le calendrier ne suit personne aussi longtemps\u00a0: une visite se planifie jusqu’au {until} au plus tard, deux "
    "fois sa durée.",
)


@in_turn
def screen(
    by: Actor, site: str, source: str = "", stay: str = "", facts: Iterable[Fact] = (), recorded: Iterable[str] = ()
) -> Person:
    """Begin a person's screening, with what a hospital source knows of them. Nothing of their identity is kept.

    `recorded` are the variables of which the source records every occurrence: of those, no record means none.

    Raises UsageError for a site there is not, or a stay of that source that is being screened already.
    """
    if not Site.objects.filter(code=site).exists():
        raise UsageError(f"there is no site {site}.", "screening", "Choose one of the study's sites.")
    check_open(Scope(site))
    key = source_key(source, stay) if stay else ""
    if key and Person.objects.filter(site=site, source_key=key).exists():
        raise UsageError("this stay is on the screening list already.", "screening", "Open it there.")
    code = f"{site}-S{Person.objects.filter(site=site).count() + 1:03d}"
    listed = " ".join(sorted(recorded))
    person = Person(code=code, site=site, source=source, source_key=key, recorded=listed)
    keep(Act(by, "screen", site, code), person)
    for fact in facts:
        _import(by, person, fact)
    return person


@in_turn
def import_records(by: Actor, person: Person, facts: Iterable[Fact]) -> list[Imported]:
    """Keep what a hospital source knows of a person besides what it said before; a record that is kept already is not
    kept twice."""
    check_open(Scope(person.site, person.code))
    known = {_same(row) for row in person.imported.all()}
    return [_import(by, person, fact) for fact in facts if _same(_imported(person, fact)) not in known]


def _same(row: Imported) -> tuple[object, ...]:
    """What makes two records the same, wherever they came from."""
    return row.variable, row.start_us, row.end_us, row.low, row.high, row.available_us, row.course, row.because


def source_key(source: str, stay: str) -> str:
    """A keyed digest that finds a stay again and from which it cannot be found."""
    key = bytes.fromhex(settings.FOLDER.secret("source"))
    return hmac.new(key, f"{source}\n{stay}".encode(), "sha256").hexdigest()


def _import(by: Actor, person: Person, fact: Fact) -> Imported:
    return keep(Act(by, "import record", person.site, person.code, fact.variable), _imported(person, fact))


def _imported(person: Person, fact: Fact) -> Imported:
    return Imported(
        person=person, variable=fact.variable, start_us=int(fact.start), end_us=int(fact.end),
        low=repr(fact.value.low), high=repr(fact.value.high), available_us=int(fact.available),
        course=f"{int(fact.course[0])} {int(fact.course[1])}" if fact.course else "",
        because=fact.because.value if fact.because else "", origin=fact.origin, written=fact.written,
    )  # fmt: skip


@in_turn
def record_consent(
    by: Actor, person: Person, taken: consent.Taken, signatory: str = "", version: str = ""
) -> ConsentStep:
    """Take a step of consent. `version` is that of the protocol it is about (default: the site's).

    Raises ConsentError when law or protocol do not allow it now: a step that cannot follow, a condition that is not
    certified, a time to come or before the site had the protocol, a step that the dead do not take, an information that
    was read and whose version is not said or was not in use that day, somebody who signed and is not said to be who.
    """
    protocol, taken = protocol_of(version) if version else protocol_for(person), replace(taken, signatory=signatory)
    _check(person, protocol, taken)
    if taken.step is consent.Step.GIVE and hasattr(person, "not_enrolled"):
        raise consent.ConsentError("the screening of this person has ended.", person.code, "Open another one.")
    consent.after(protocol, consent_of(person, protocol), taken, second_physician())
    step = _keep_step(by, person, protocol, taken)
    tell_followers(by, person)
    return step


@in_turn
def take_back_consent(by: Actor, step: ConsentStep, reason: str, at: Moment | None = None) -> ConsentTakenBack:
    """Say that a step of consent was recorded by mistake; with `at`, record it anew at the time when it was taken.

    Raises UsageError without a reason, or when it was taken back already; ConsentError when what followed could not
    have followed, and for the basis of somebody enrolled, of which only the time can be corrected.
    """
    if not reason.strip():
        raise UsageError("no reason is given.", "consent", "Say why it does not hold.")
    if ConsentTakenBack.objects.filter(step=step).exists():
        raise UsageError("this step was taken back already.", "consent", "Look at the history of the consent.")
    person, taken = step.person, taken_of(step)
    if at is None and taken.step is consent.Step.GIVE and hasattr(person, "enrolled"):
        todo = "Give the time when it was taken, or record a withdrawal."
        raise consent.ConsentError("somebody was enrolled on this basis.", person.code, todo)
    act = Act(by, "take back consent", person.site, person.code, "consent", reason, detail={"step": step.step})
    row = keep(act, ConsentTakenBack(step=step))
    if at is not None:
        protocol, moved = protocol_of(step.version), taken.moved(at)
        _check(person, protocol, moved)
        _keep_step(by, person, protocol, moved)
    consent_of(Person.objects.get(pk=person.pk))  # what followed must still follow
    tell_followers(by, person)
    return row


def _check(person: Person, protocol: Protocol, taken: consent.Taken) -> None:
    """Raises ConsentError for what cannot be a step of this person's, whatever went before."""
    if taken.at > now() + TOLERANCE:
        raise consent.ConsentError("this time has not come yet.", person.code, "Correct the time.")
    began, died = approved_from(person.site), died_at(person)
    if began is not None and on_day(taken.at) < began:
        raise consent.ConsentError("no version of the protocol was in force then.", person.code, "Correct the time.")
    if died is not None and taken.at > died and taken.step in consent.OF_THE_LIVING:
        todo = "Correct the time of either; else record that the patient died before deciding."
        raise consent.ConsentError("this is after the death that is recorded.", person.code, todo)
    if taken.step is consent.Step.DIE and hasattr(person, "enrolled") and taken.at < person.enrolled.at_us:
        raise consent.ConsentError("this death is before inclusion.", person.code, "Correct the time.")
    if _reads(protocol, taken):
        if not taken.document:
            what = "no version of the information is named."
            raise consent.ConsentError(what, person.code, "Say which one was read.")
        if (refused := notices.refusal(taken.document, on_day(taken.at))) is not None:
            raise consent.ConsentError(refused[0], person.code, refused[1])
    _check_signed(person, protocol, taken)


def _check_signed(person: Person, protocol: Protocol, taken: consent.Taken) -> None:
    """Raises ConsentError where nobody is said to have signed, or the patient where that is for somebody else."""
    routes, todo = consent.routes_for(protocol, taken.step), "Choose one of the list."
    route = next((each for each in routes if each.id == taken.route), None)
    if route is None and routes and taken.step is consent.Step.RENEW:
        raise consent.ConsentError("nobody is said to have signed or attested.", person.code, todo)
    if taken.step is consent.Step.RELATIVE_REFUSES and taken.signatory == consent.THE_PATIENT:
        raise consent.ConsentError("this is said by somebody for the patient.", person.code, todo)
    if route is None or not consent.signed_by_another(protocol, route):
        return
    if not taken.signatory:
        raise consent.ConsentError("nobody is said to have signed or attested.", person.code, todo)
    own = consent.patient_may_sign(protocol, taken.step, route)
    if taken.signatory == consent.THE_PATIENT and not own:
        raise consent.ConsentError("the patient does not sign here for somebody else.", person.code, todo)


def _keep_step(by: Actor, person: Person, protocol: Protocol, taken: consent.Taken) -> ConsentStep:
    detail = {"step": taken.step.value, "route": taken.route, "document": taken.document, "signatory": taken.signatory}
    given = {name: int(taken.times.get(name, taken.at)) for name in sorted(taken.given)}
    step = ConsentStep(
        person=person, step=taken.step.value, route=taken.route, at_us=int(taken.at), document=taken.document,
        version=protocol.version, signatory=taken.signatory, given=json.dumps(given) if given else "",
    )  # fmt: skip
    return keep(Act(by, "record consent", person.site, person.code, "consent", detail=detail), step)


def _reads(protocol: Protocol, taken: consent.Taken) -> bool:
    """Whether somebody has read the information at this step: everybody but whoever certifies an emergency."""
    if taken.step is not consent.Step.GIVE:
        return taken.step in consent.READ
    route = one(protocol.consent_routes, "id", taken.route, "consent route")
    return consent.kind_of(protocol, route) is not consent.Kind.NOBODY


@in_turn
def happen(by: Actor, person: Person, what: str, at: Moment) -> Happened:
    """Note an event of the schedule. Raises ProtocolError for one there is not; UsageError before inclusion, in time
    to come, twice (one that leaves nothing due happens once), or for the end of a consent, recorded with the consent.
    """
    check_open(Scope(person.site, person.code))
    effect = protocol_for(person).schedule.event(what)
    if what in LEAVING.values():
        raise UsageError("the end of a consent is a step of the consent.", "event", "Record it on the consent page.")
    if not hasattr(person, "enrolled"):
        raise UsageError("this person is not enrolled.", "event", "Enrol, or leave out.")
    if not person.enrolled.at_us <= at <= now() + TOLERANCE:
        raise UsageError("this is before inclusion, or in time to come.", "event", "Correct the time.")
    if person.happened.filter(what=what, at_us=int(at), taken_back=None).exists():
        raise UsageError("this event is recorded already.", "event", "Look at the list of events.")
    if effect.otherwise == "nothing" and person.happened.filter(what=what, taken_back=None).exists():
        todo = "If the first was wrong, take it back, then record this one."
        raise UsageError("this happens once, and is recorded already with another time.", "event", todo)
    row = keep(Act(by, "event", person.site, person.code, what), Happened(person=person, what=what, at_us=int(at)))
    tell_followers(by, person)
    return row


@in_turn
def take_back(by: Actor, happened: Happened, reason: str) -> TakenBack:
    """Say that an event was recorded by mistake. Raises UsageError without a reason, or when it was already."""
    if not reason.strip():
        raise UsageError("no reason is given.", "event", "Say why it does not hold.")
    if TakenBack.objects.filter(happened=happened).exists():
        raise UsageError("this event was taken back already.", "event", "Look at the list of events.")
    person = happened.person
    check_open(Scope(person.site, person.code))
    act = Act(by, "take back event", person.site, person.code, happened.what, reason)
    row = keep(act, TakenBack(happened=happened))
    tell_followers(by, person)
    return row


@in_turn
def plan(by: Actor, person: Person, visit: str, at: Moment | None, day: int | None = None) -> Planned:
    """Plan a visit of the schedule for a moment, or (None) for none any more; `day` for one of a daily visit.

    A moment outside the window may be planned: the timeline tells. Raises ProtocolError for a visit there is not;
    UsageError before enrolment or inclusion, for a day that the visit does not have, later than twice as long as the
    schedule follows anybody (a slip of the hand, not an appointment), and for what is planned already.
    """
    check_open(Scope(person.site, person.code))
    held = protocol_for(person).schedule.visit(visit)
    if not hasattr(person, "enrolled"):
        raise UsageError("this person is not enrolled.", "visit", "Enrol, or leave out.")
    if (day is None) != (held.until_day is None) or (day is not None and not held.day <= day <= (held.until_day or 0)):
        raise UsageError("this visit has no such day.", "visit", "Choose one of the timeline.")
    if at is not None and at < person.enrolled.at_us:
        raise UsageError("this is before inclusion.", "visit", "Correct the time.")
    if at is not None and at > (latest := _latest_plan(person)):
        raise UsageError(TOO_LATE.filled(until=on_day(latest).isoformat()), "visit", "Correct the time.")
    before = person.planned.filter(visit=visit, day=day).order_by("-pk").first()
    if (before.at_us if before else None) == at:
        raise UsageError("this is planned already.", "visit", "Look at the timeline.")
    place = visit if day is None else f"{visit} {day}"
    row = Planned(person=person, visit=visit, day=day, at_us=None if at is None else int(at))
    return keep(Act(by, "plan visit", person.site, person.code, place), row)


def _latest_plan(person: Person) -> Moment:
    """The latest moment for which a visit may be planned: twice as long after inclusion as the last window closes."""
    inclusion = Moment(person.enrolled.at_us)
    return Moment(2 * last_close(protocol_for(person).schedule, inclusion) - inclusion)


@in_turn
def deviate(
    by: Actor, person: Person, kind: str, found: Moment, told: str, criterion: str = "", serious: bool | None = None
) -> Deviation:
    """Record a departure from the protocol; the person stays in follow-up and in the analysis."""
    act = Act(by, "record deviation", person.site, person.code, criterion or kind)
    held = Deviation(person=person, kind=kind, criterion=criterion, found_us=int(found), serious=serious, told=told)
    return keep(act, held)

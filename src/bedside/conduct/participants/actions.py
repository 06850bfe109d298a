"""Everything that happens to a person of the study; each one transaction, with its entry in the trail."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from bedside.conduct.participants import consent
from bedside.conduct.participants.models import ConsentStep, Deviation, Happened, Imported, Person
from bedside.conduct.participants.reading import consent_of, protocol_for
from bedside.conduct.people.models import Site
from bedside.conduct.trail.keeping import Act, Actor, keep
from bedside.errors import UsageError
from bedside.rules.chart import Fact
from bedside.values.moment import Moment


@transaction.atomic
def screen(by: Actor, site: str, source: str = "", stay: str = "", facts: Iterable[Fact] = ()) -> Person:
    """Begin a person's screening, with what a hospital source knows of them. Nothing of their identity is kept.

    Raises UsageError for a site there is not, or a stay of that source that is being screened already.
    """
    if not Site.objects.filter(code=site).exists():
        raise UsageError(f"there is no site {site}.", "screening", "Choose one of the study's sites.")
    key = source_key(source, stay) if stay else ""
    if key and Person.objects.filter(site=site, source_key=key).exists():
        raise UsageError("this stay is on the screening list already.", "screening", "Open it there.")
    code = f"{site}-S{Person.objects.filter(site=site).count() + 1:03d}"
    person = keep(Act(by, "screen", site, code), Person(code=code, site=site, source=source, source_key=key))
    for fact in facts:
        _import(by, person, fact)
    return person


def source_key(source: str, stay: str) -> str:
    """A keyed digest that finds a stay again and from which it cannot be found."""
    key = bytes.fromhex(settings.FOLDER.secret("source"))
    return hmac.new(key, f"{source}\n{stay}".encode(), "sha256").hexdigest()


def _import(by: Actor, person: Person, fact: Fact) -> Imported:
    act = Act(by, "import record", person.site, person.code, fact.variable)
    return keep(
        act,
        Imported(
            person=person, variable=fact.variable, start_us=int(fact.start), end_us=int(fact.end),
            low=repr(fact.value.low), high=repr(fact.value.high), available_us=int(fact.available),
            course=f"{int(fact.course[0])} {int(fact.course[1])}" if fact.course else "",
            because=fact.because.value if fact.because else "", origin=fact.origin, written=fact.written,
        ),
    )  # fmt: skip


@transaction.atomic
def record_consent(by: Actor, person: Person, taken: consent.Taken) -> ConsentStep:
    """Take a step of consent. Raises ConsentError when law or protocol do not allow it now."""
    protocol = protocol_for(person)
    consent.after(protocol, consent_of(person, protocol), taken)
    detail = {"step": taken.step.value, "route": taken.route, "document": taken.document}
    step = ConsentStep(
        person=person, step=taken.step.value, route=taken.route, at_us=int(taken.at), document=taken.document,
        given=json.dumps(sorted(taken.given)) if taken.given else "",
    )  # fmt: skip
    return keep(Act(by, "record consent", person.site, person.code, "consent", detail=detail), step)


@transaction.atomic
def happen(by: Actor, person: Person, what: str, at: Moment) -> Happened:
    """Note an event of the schedule. Raises ProtocolError for one there is not, UsageError before inclusion."""
    protocol_for(person).schedule.event(what)
    if not hasattr(person, "enrolled"):
        raise UsageError("this person is not enrolled.", "event", "Enrol, or leave out.")
    return keep(Act(by, "event", person.site, person.code, what), Happened(person=person, what=what, at_us=int(at)))


@transaction.atomic
def deviate(
    by: Actor, person: Person, kind: str, found: Moment, told: str, criterion: str = "", serious: bool | None = None
) -> Deviation:
    """Record a departure from the protocol; the person stays in follow-up and in the analysis."""
    act = Act(by, "record deviation", person.site, person.code, criterion or kind)
    held = Deviation(person=person, kind=kind, criterion=criterion, found_us=int(found), serious=serious, told=told)
    return keep(act, held)

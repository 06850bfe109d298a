"""The amendment of the demonstration: made up from the protocol itself, in force at one site, planned at another.

The last visit that the schedule plans once gets a wider window: nothing else of a protocol can be changed without
knowing the trial. Of the participants who are to agree anew, the first does.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bedside.conduct.amending.actions import approve_as_looked_at, look_at
from bedside.conduct.demonstration.cast import SITES, Cast
from bedside.conduct.demonstration.site_files import OPINION
from bedside.conduct.participants.actions import record_consent
from bedside.conduct.participants.consent import (
    THE_PATIENT,
    Kind,
    Step,
    Taken,
    kind_of,
    patient_may_sign,
    possible,
    routes_for,
    rule_of,
    signed_by_another,
)
from bedside.conduct.participants.consent_words import SIGNATORIES
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of, to_renew, with_history
from bedside.conduct.people.roles import Action
from bedside.conduct.study.actions import add_version
from bedside.conduct.study.actions_notices import register_notice
from bedside.conduct.study.clock import today
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.keeping import in_turn
from bedside.protocol.model import Protocol, Visit
from bedside.rules.words import said_length
from bedside.values.moment import DAY, HOUR, now, read_length
from bedside.values.wording import Text

IN_FORCE, PLANNED = SITES[2][0], SITES[1][0]
AGO, AHEAD = timedelta(days=12), timedelta(days=14)
"""Since when it is in force at the one, and from when it is planned at the other."""
TITLE = Text("Fictional amendment: the window of “{visit}” closes {span} later",
             "Amendement fictif\u00a0: la fenêtre de «\u00a0{visit}\u00a0» se ferme {span} plus tard")  # fmt: skip
WIDER = 7 * DAY
"""How much later the window closes."""
DOCUMENT = "2.0"
"""The version of the information that goes with it."""


@in_turn
def amend(cast: Cast, protocol: Protocol) -> Version:
    """Keep the amendment, put it in force at a site, plan it at another, and renew one consent."""
    held = keep_amendment(cast, protocol, today() - AGO - timedelta(days=30))
    used = (today() - AGO).isoformat()
    register_notice(cast.acting(Action.APPROVE_VERSION), DOCUMENT, used, used, OPINION)
    for site, day in ((IN_FORCE, today() - AGO), (PLANNED, today() + AHEAD)):
        _approve(cast, held, site, day)
    _renew(cast, held)
    return held


def keep_amendment(cast: Cast, protocol: Protocol, dated: date) -> Version:
    """Keep the version that the amendment makes; it is approved nowhere."""
    visit = next(each for each in reversed(protocol.schedule.visits) if each.until_day is None)
    said = Text(*(said_length(WIDER, language) for language in ("en", "fr")))
    title = TITLE.filled(visit=visit.text, span=said)
    by = cast.acting(Action.APPROVE_VERSION)
    return add_version(by, amended(protocol, visit), True, f"{title.en} · {title.fr}", dated)


def amended(protocol: Protocol, visit: Visit) -> Protocol:
    """The protocol under the next number, with a visit whose window closes a week later."""
    wider = replace(visit, after=f"PT{(read_length(visit.after) + WIDER) // HOUR}H")
    visits = tuple(wider if each.id == visit.id else each for each in protocol.schedule.visits)
    return replace(
        protocol, version=_next(protocol.version), amended_from=(*protocol.amended_from, protocol.version),
        schedule=replace(protocol.schedule, visits=visits), hash="",
    )  # fmt: skip


def _next(version: str) -> str:
    """`1.1` after `1.0`."""
    first, _, last = version.rpartition(".")
    return f"{first}.{int(last) + 1}" if first else f"{int(last) + 1}"


def _approve(cast: Cast, held: Version, site: str, day: date) -> None:
    mark = look_at(held, site, day.isoformat()).mark
    approve_as_looked_at(cast.acting(Action.APPROVE_VERSION, site), held, site, day.isoformat(), mark)


def _renew(cast: Cast, held: Version) -> None:
    """The first of those who can agree does; the others are asked on the board of their site."""
    enrolled = Person.objects.filter(site=IN_FORCE, enrolled__isnull=False).order_by("pk")
    for person in with_history(list(enrolled)):
        if to_renew(person) and possible(consent_of(person), rule_of(Step.RENEW)):
            by, (taken, signatory) = cast.acting(Action.RECORD_CONSENT, IN_FORCE), _signed(held, person)
            record_consent(by, person, taken, signatory, held.version)
            return


def _signed(held: Version, person: Person) -> tuple[Taken, str]:
    """Renewed by the patient, or by somebody for a patient who cannot decide yet; and who signs beside them."""
    protocol, state = protocol_of(held.version), consent_of(person)
    routes = routes_for(protocol, Step.RENEW)
    kind = Kind.OTHER if state.seeking else Kind.PATIENT
    route = next((each for each in routes if kind_of(protocol, each) is kind), routes[0])
    given = frozenset(group[0] for group in route.needs)
    own = not state.seeking and patient_may_sign(protocol, Step.RENEW, route)
    beside = THE_PATIENT if own else next(iter(SIGNATORIES))
    return Taken(Step.RENEW, now(), route.id, DOCUMENT, given), beside if signed_by_another(protocol, route) else ""

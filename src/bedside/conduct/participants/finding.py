"""Finding a person of the study for a page, and what the reader may do there."""

from __future__ import annotations

from django.http import HttpRequest

from bedside.conduct.frame.pages import allowed
from bedside.conduct.participants import consent
from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import User
from bedside.conduct.people.permissions import may
from bedside.conduct.people.roles import Action
from bedside.errors import UsageError
from bedside.protocol.model import Protocol


def person_for(request: HttpRequest, code: str, action: Action) -> Person:
    """The person of this code or number, whom the reader may see. Raises UsageError, Forbidden."""
    known = Person.objects.select_related("event", "enrolled", "not_enrolled")
    if request.method == "GET":  # a page asks for them more than once, and changes none of them
        known = known.prefetch_related("consent_steps__taken_back", "happened__taken_back", "planned")
    person = known.filter(code=code).first() or known.filter(enrolled__number=code).first()
    if person is None:
        raise UsageError(f"there is nobody {code}.", "participants", "Look in the list of the site.")
    allowed(request, action, person.site)
    return person


def may_act(request: HttpRequest, action: Action, site: str) -> bool:
    """Whether the reader may do an action at a site: what a page then offers."""
    return isinstance(request.user, User) and may(request.user, action, site)


def who_records(protocol: Protocol, step: consent.Step, route: str) -> Action:
    """Which action a step of a consent asks: an emergency is certified by those who may certify one."""
    for each in consent.routes_for(protocol, step):
        if each.id == route and consent.kind_of(protocol, each) is consent.Kind.NOBODY:
            return Action.CERTIFY_EMERGENCY
    return Action.RECORD_CONSENT

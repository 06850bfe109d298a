"""Persons of two trials: `person(trial)` is somebody in screening at a site of that trial, `consented` lawfully in it.

JAKAHDI is the study of the tests; the adrenal trial stands beside it at a site of its own, where no other version is in
force, so that everything of the casebook is tried on both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from bedside.conduct.participants.models import Person
    from bedside.protocol.model import Protocol

TRIALS = {"jakahdi": "01", "adrenal": "90"}


@cache
def adrenal() -> Protocol:
    """The adrenal trial, under a number that JAKAHDI does not have."""
    from bedside.protocol.loading import load

    return replace(load("adrenal"), version="90.0")


def person_of(trial: str, by: Any) -> Person:
    """Somebody in screening."""
    from bedside.conduct.participants.actions import screen
    from bedside.conduct.people.actions import open_site
    from bedside.conduct.people.models import Site
    from bedside.conduct.registers.actions_sites import open_whole
    from bedside.conduct.study.actions import add_version, approve
    from bedside.conduct.study.models import Version

    site = TRIALS[trial]
    if not Site.objects.filter(code=site).exists():
        open_site(by, site, "Trial site")
        open_whole(by, site, "2020-01-01")
    if trial == "adrenal" and not Version.objects.filter(version="90.0").exists():
        approve(by, add_version(by, adrenal()), site, "2000-01-01")
    return screen(by, site)


def consent_to(person: Person, by: Any) -> None:
    """Give consent by the first route of the protocol, an hour ago."""
    from bedside.conduct.participants import consent
    from bedside.conduct.participants.actions import record_consent
    from bedside.conduct.participants.reading import protocol_for
    from bedside.values.moment import HOUR, Moment, now
    from tests.conduct.notices import approved

    protocol = protocol_for(person)
    route = protocol.consent_routes[0]
    signatory = "child" if consent.signed_by_another(protocol, route) else ""
    given = frozenset(name for group in route.needs for name in group)
    at = Moment(now() - HOUR)
    record_consent(by, person, consent.Taken(consent.Step.GIVE, at, route.id, approved(), given), signatory)


@pytest.fixture(params=sorted(TRIALS))
def trial(request: pytest.FixtureRequest) -> str:
    """Each trial in turn."""
    return str(request.param)


@pytest.fixture
def person(study: Any, actor: Callable[..., Any]) -> Callable[..., Person]:
    """person(trial, consented=True): somebody of a trial."""

    def made(trial: str = "jakahdi", consented: bool = True) -> Person:
        by = actor("administrator", TRIALS[trial])
        held = person_of(trial, by)
        if consented:
            consent_to(held, actor("investigator", TRIALS[trial]))
        return held

    return made

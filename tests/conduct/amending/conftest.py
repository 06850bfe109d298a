"""Participants of a study in which a made-up version is kept.

included   included(days, route, site) -> somebody enrolled so many days ago (inclusion's)
keep       keep(protocol, reconsent) -> the protocol as version 1.1, kept and approved nowhere
look       look(version, day, reconsent, site) -> the dry run, from today on unless said
on         on(impact, person) -> what it says of them
approve    approve(version, site, day) -> as looked at just now
agree      agree(person, version) -> their consent, renewed
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.conduct.inclusion.conftest import eligible as _eligible
from tests.conduct.inclusion.conftest import included as _included
from tests.conduct.inclusion.conftest import running as _running
from tests.conduct.inclusion.conftest import second_trial as _second_trial

eligible, included, running, second_trial = _eligible, _included, _running, _second_trial
Make = Callable[..., Any]


@pytest.fixture
def keep(running: Any, actor: Make) -> Make:
    """Keep a changed protocol."""
    from bedside.conduct.study.actions import add_version

    def made(protocol: Any, reconsent: bool = False, number: str = "1.1", title: str = "Changed · Modifié") -> Any:
        version = replace(protocol, version=number, amended_from=(running.protocol.version,))
        return add_version(actor("data manager", ""), version, reconsent, title, date(2026, 3, 1))

    return made


@pytest.fixture
def look() -> Make:
    """Look at what a version would change."""
    from bedside.conduct.amending.actions import look_at
    from bedside.conduct.study.clock import today

    def made(version: Any, day: str = "", reconsent: bool | None = None, site: str = "01") -> Any:
        return look_at(version, site, day or today().isoformat(), reconsent)

    return made


@pytest.fixture
def on() -> Make:
    """What a dry run says of somebody."""
    return lambda impact, person: next(each for each in impact.persons if each.code == person.code)


@pytest.fixture
def approve(look: Make, actor: Make) -> Make:
    """Approve what was just looked at."""
    from bedside.conduct.amending.actions import approve_as_looked_at
    from bedside.conduct.study.clock import today

    def made(version: Any, site: str = "01", day: str = "", **parts: Any) -> Any:
        from_day = day or today().isoformat()
        mark = look(version, from_day, parts.get("reconsent"), site).mark
        return approve_as_looked_at(actor("data manager", ""), version, site, from_day, mark, **parts)

    return made


@pytest.fixture
def agree(actor: Make) -> Make:
    """Renew a consent."""
    from bedside.conduct.participants.actions import record_consent
    from bedside.conduct.participants.consent import Step, Taken
    from bedside.conduct.participants.models import Person
    from bedside.values.moment import now

    def made(person: Any, version: str = "1.1") -> Any:
        taken = Taken(Step.RENEW, now(), "patient", "2", frozenset({"consent_signed_by_patient"}))
        record_consent(actor("nurse", person.site), person, taken, version=version)
        return Person.objects.get(pk=person.pk)

    return made

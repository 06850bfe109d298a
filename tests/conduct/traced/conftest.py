"""Participants of the study as they stand some days after inclusion.

enrolled    enrolled(days): somebody enrolled so many days ago; who may be enrolled is proved elsewhere
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def enrolled(study: Any, actor: Callable[..., Any]) -> Callable[..., Any]:
    """Lawfully consented, and enrolled without asking the criteria."""
    from bedside.conduct.participants.models import Enrolled, Person
    from bedside.conduct.trail.keeping import Act, keep
    from bedside.values.moment import DAY, now
    from tests.conduct.casebook.conftest import consent_to, person_of

    def made(days: float = 0) -> Any:
        by = actor()
        person = person_of("jakahdi", actor("administrator", "01"))
        consent_to(person, by)
        at, version = int(now() - days * DAY), study.protocol.version
        keep(Act(by, "enrol", "01", person.code), Enrolled(person=person, number="01-001", at_us=at, version=version))
        return Person.objects.get(pk=person.pk)

    return made

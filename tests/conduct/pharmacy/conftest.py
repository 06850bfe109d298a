"""A study drug at sites, and somebody to give it to.

enrolled    enrolled(site, days): somebody enrolled so many days ago; who may be enrolled is proved elsewhere
received    received(quantity, site, lot, expiry, days): a lot that came in so many days ago and was released
pharmacist  an actor of site 01
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bedside.values.moment import DAY, Moment, now

FAR = "2099-12"
"""An expiry that no test reaches."""


def ago(days: float) -> Moment:
    """A moment so many days ago."""
    return Moment(now() - int(days * DAY))


@pytest.fixture
def pharmacist(actor: Callable[..., Any]) -> Any:
    return actor("pharmacist", "01")


@pytest.fixture
def enrolled(study: Any, actor: Callable[..., Any]) -> Callable[..., Any]:
    """Lawfully consented, and enrolled without asking the criteria."""
    from bedside.conduct.participants import actions, consent
    from bedside.conduct.participants.models import Enrolled, Person
    from bedside.conduct.trail.keeping import Act, keep

    def made(site: str = "01", days: float = 5) -> Any:
        by, at, route = actor("investigator", site), ago(days), study.protocol.consent_routes[0]
        person = actions.screen(actor("nurse", site), site)
        given = frozenset(group[0] for group in route.needs)
        actions.record_consent(by, person, consent.Taken(consent.Step.GIVE, at, route.id, "1.0", given))
        number = f"{site}-{Enrolled.objects.filter(person__site=site).count() + 1:03d}"
        row = Enrolled(person=person, number=number, at_us=int(at), version=study.protocol.version)
        keep(Act(by, "enrol", site, person.code), row)
        return Person.objects.get(pk=person.pk)

    return made


@pytest.fixture
def received(study: Any, actor: Callable[..., Any]) -> Callable[..., Any]:
    """A lot of tablets of 5 mg, released unless said otherwise; returns the lot."""
    from bedside.conduct.pharmacy import actions
    from bedside.conduct.pharmacy.actions import Delivery
    from bedside.conduct.pharmacy.moving import Units

    def made(
        quantity: int = 60, site: str = "01", lot: str = "A1", expiry: str = FAR, days: float = 4,
        strength: str = "5 mg", released: bool = True,
    ) -> Any:  # fmt: skip
        by = actor("pharmacist", site)
        held = Delivery(study.protocol.products[0].id, strength, lot, expiry, quantity, reference="note 1")
        (row,) = actions.receive(by, site, held, ago(days))
        if released:
            actions.release(by, site, Units(row.lot, quantity), ago(days), "sponsor's release")
        return row.lot

    return made

"""How long the law gives, as one table, and until when that is.

Days are calendar days. The day on which a period begins is not counted, and it ends with the last hour of its last
day (Regulation (EEC, Euratom) 1182/71 art. 3 (1)), on the sites' clock. Art. 3 (4) lets a period that would end on a
Saturday, a Sunday or a holiday end with the next working day; it is not used here, so a deadline shown is never late.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from bedside.values.moment import Moment, of_datetime, to_datetime
from bedside.values.wording import Text


@dataclass(frozen=True)
class Clock:
    """A period of the law: its length in days, what it is for, its source, and when that was read (ISO 8601)."""

    days: int
    text: Text
    source: Text
    read: str


BREACH = Clock(
    7,
    Text(
        "A serious breach is notified to the authority within 7 days from when the sponsor became aware of it.",
        "Un manquement grave est notifié à l’autorité dans les 7 jours après que le promoteur en a eu connaissance.",
    ),
    Text("Regulation (EU) 536/2014 art. 52 (1)", "Règlement (UE) 536/2014, art. 52 (1)"),
    "2026-11-28",
)
URGENT = Clock(
    7,
    Text(
        "An urgent safety measure is notified to the authority within 7 days from when it was taken.",
        "Une mesure urgente de sécurité est notifiée à l’autorité dans les 7 jours après avoir été prise.",
    ),
    Text("Regulation (EU) 536/2014 art. 54 (2)", "Règlement (UE) 536/2014, art. 54 (2)"),
    "2026-11-28",
)


def deadline(clock: Clock, since: Moment) -> Moment:
    """The last moment that is in time, as of the clocks of safety: the end of the last day, on the sites' clock."""
    begun = timezone.localtime(to_datetime(since)).date()
    after = begun + datetime.timedelta(days=clock.days + 1)
    return Moment(of_datetime(timezone.make_aware(datetime.datetime.combine(after, datetime.time()))) - 1)

"""What an inspector asks for first, read off the running system: software, protocol, people, settings, copies, trail.

Everything here is counted or read at the moment of asking; nothing is kept for the page's sake.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

import bedside
from bedside.conduct.people.reading import Account, accounts
from bedside.conduct.study import choices, reading
from bedside.conduct.study.choices import Choice, Chosen
from bedside.conduct.study.models import Approval, Version
from bedside.conduct.study.software import Software, software
from bedside.conduct.trail import anchor, verifying
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.telling import Line, lines
from bedside.errors import UsageError
from bedside.values.wording import Text

COPIES = ("back up", "restore")
STARTS = ("serve",)
DEVIATIONS = ("record deviation",)
MOST = 50
"""Lines of a list that can grow without end; all of it is in the trail."""
TABLE = Path(bedside.__file__).parents[2] / "docs" / "generated" / "traceability.csv"
"""From each requirement to the tests that prove it, where bedside runs from its sources."""


@dataclass(frozen=True)
class Chain:
    """The trail at a glance: how many events, the last one, how far it was anchored, and what is wrong with it."""

    events: int
    last: Event | None
    anchored: int
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Dossier:
    """The dossier as of now."""

    software: Software
    versions: Sequence[Version]
    approvals: Sequence[Approval]
    people: Sequence[Account]
    settings: Sequence[tuple[Choice, Text]]
    chosen: Sequence[Chosen]
    copies: Sequence[Line]
    starts: Sequence[Line]
    deviations: Sequence[Line]
    chain: Chain
    table: bool


def dossier(language: str) -> Dossier:
    """Everything on the page, events told in the reader's language."""
    return Dossier(
        software(), reading.versions(), list(Approval.objects.select_related("event", "version").order_by("-pk")),
        accounts(), current(), choices.history(),
        *(list(lines(_events(actions), language)) for actions in (COPIES, STARTS, DEVIATIONS)), chain(),
        TABLE.is_file(),
    )  # fmt: skip


def current() -> list[tuple[Choice, Text]]:
    """Each choice with what holds now, in words."""
    return [(each, each.offered[choices.chosen(name)]) for name, each in choices.CHOICES.items()]


def chain() -> Chain:
    """What can be told at once; `bedside verify` reads it all."""
    try:
        anchored, wrong = anchor.read(settings.FOLDER.anchor)[0], tuple(verifying.at_a_glance())
    except UsageError as error:
        anchored, wrong = 0, (str(error),)
    return Chain(Event.objects.count(), Event.objects.order_by("-number").first(), anchored, wrong)


def _events(actions: Sequence[str]) -> list[Event]:
    return list(Event.objects.filter(action__in=actions).order_by("-number")[:MOST])

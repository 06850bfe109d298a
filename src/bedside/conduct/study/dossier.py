"""What an inspector asks for first, read off the running system: software, protocol, people, settings, copies, trail.

Everything here is counted or read at the moment of asking; nothing is kept for the page's sake.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.utils.safestring import SafeString

from bedside.conduct.people.reading import Account, accounts
from bedside.conduct.study import choices, reading, shipped
from bedside.conduct.study.choices import Choice, Chosen
from bedside.conduct.study.markdown import html
from bedside.conduct.study.models import Approval, Version
from bedside.conduct.study.notices import Held, notices
from bedside.conduct.study.shipped import Outcome, Proved, Run
from bedside.conduct.study.software import Software, software
from bedside.conduct.study.words import OUTCOMES
from bedside.conduct.trail import anchor, verifying
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.telling import Line, lines
from bedside.errors import UsageError
from bedside.values.wording import Text

COPIES = ("back up", "restore")
STARTS = ("serve",)
MOST = 50
"""Lines of a list that can grow without end; all of it is in the trail."""


@dataclass(frozen=True)
class Chain:
    """The trail at a glance: how many events, the last one, how far it was anchored, and what is wrong with it."""

    events: int
    last: Event | None
    anchored: int
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Tested:
    """The requirements, how the last whole run of their tests came out, and whether this very software was tested."""

    requirements: Sequence[Proved]
    run: Run | None
    same: bool


Told = tuple[Proved, tuple[str, Text], list[tuple[str, Text]]]
"""A requirement, what became of it (as a code and in words), and how each of its tests came out."""


@dataclass(frozen=True)
class Dossier:
    """The dossier as of now. `notes` are the release notes (Markdown, empty where they were not brought along)."""

    software: Software
    versions: Sequence[Version]
    approvals: Sequence[Approval]
    notices: Sequence[Held]
    people: Sequence[Account]
    settings: Sequence[tuple[Choice, Text]]
    chosen: Sequence[Chosen]
    copies: Sequence[Line]
    starts: Sequence[Line]
    chain: Chain
    notes: str
    tested: Tested

    @property
    def run_counts(self) -> list[tuple[Text, int]]:
        """How many tests came out in each way of those that there are."""
        return _counted(self.tested.run.tests.values() if self.tested.run else ())

    @property
    def counts(self) -> list[tuple[Text, int]]:
        """The same of the requirements."""
        return _counted(each.outcome for each in self.tested.requirements)

    @property
    def requirements(self) -> Iterator[tuple[Text, list[Told]]]:
        """The requirements group by group, each with its outcome and those of its tests, in words."""
        for group, those in groupby(self.tested.requirements, lambda each: each.group):
            yield group, [_in_words(each) for each in those]

    @property
    def told_notes(self) -> SafeString:
        """The release notes as HTML."""
        return html(self.notes)


def dossier(language: str) -> Dossier:
    """Everything on the page, events told in the reader's language."""
    return Dossier(
        software(), reading.versions(), list(Approval.objects.select_related("event", "version").order_by("-pk")),
        notices(), accounts(), current(), choices.history(),
        *(list(lines(_events(actions), language)) for actions in (COPIES, STARTS)), chain(),
        shipped.notes(), tested(),
    )  # fmt: skip


def _in_words(each: Proved) -> Told:
    tests = [(test, OUTCOMES[outcome]) for test, outcome in each.tests]
    return each, (each.outcome.value, OUTCOMES[each.outcome]), tests


def _counted(found: Iterable[Outcome]) -> list[tuple[Text, int]]:
    counts = Counter(found)
    return [(OUTCOMES[each], counts[each]) for each in Outcome if counts[each]]


def tested() -> Tested:
    """What was brought along about the tests, read again: a file that was exchanged shows."""
    last = shipped.run(settings.FOLDER.path)
    return Tested(shipped.requirements(last), last, last is not None and last.software == software().digest)


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

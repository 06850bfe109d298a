"""Which queries a list shows: by site, participant, form, state and age, the oldest first; and the same as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from bedside.conduct.monitoring.models import Query, Reply
from bedside.conduct.monitoring.states import WAITS_FOR, State, Step
from bedside.conduct.monitoring.threads import Thread, threads_of
from bedside.conduct.people.models import User
from bedside.conduct.people.permissions import may
from bedside.values.moment import to_datetime

GOING, ANY = "going", "any"
"""States that are chosen together: what is not over, and all."""
AGES = (7, 14, 30, 60)
"""From how many days on, as a list offers it."""


@dataclass(frozen=True)
class Choice:
    """What was asked for; empty: everything of it. `state` is one of `State`, or `GOING`, or `ANY`."""

    site: str = ""
    participant: str = ""
    form: str = ""
    state: str = GOING
    days: int = 0

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Choice:
        """As an address says it; what it says wrongly is left out."""
        state, days = asked.get("state", GOING), asked.get("days", "")
        known = state if state in {*State, ANY} else GOING
        words = {name: asked.get(name, "").strip()[:60] for name in ("site", "participant", "form")}
        return cls(**words, state=known, days=int(days) if days.isdecimal() and len(days) < 5 else 0)

    @property
    def asked(self) -> dict[str, str]:
        """As an address says it."""
        said = {"site": self.site, "participant": self.participant, "form": self.form, "state": self.state,
                "days": str(self.days or "")}  # fmt: skip
        return {name: value for name, value in said.items() if value}

    def threads(self, sites: Sequence[str]) -> list[Thread]:
        """The queries of these sites that were asked for, the oldest first."""
        wanted = Query.objects.filter(person__site__in=[self.site] if self.site in sites else sites)
        if self.site and self.site not in sites:
            return []
        if self.participant:
            wanted = wanted.filter(Q(person__code=self.participant) | Q(person__enrolled__number=self.participant))
        if self.form:
            wanted = wanted.filter(form=self.form)
        if self.state not in (State.CLOSED, ANY):
            last = Reply.objects.filter(query=OuterRef("pk")).order_by("-pk").values("step")[:1]
            wanted = wanted.annotate(last=Subquery(last)).filter(Q(last=None) | ~Q(last=Step.CLOSE.value))
        return [each for each in threads_of(wanted) if self._shows(each)]

    def _shows(self, thread: Thread) -> bool:
        if thread.days < self.days:
            return False
        if self.state == GOING:
            return not thread.over
        return self.state in (ANY, thread.state)


def on_me(user: User, site: str) -> list[Thread]:
    """The queries of a site that wait for what this person may do there, the oldest first."""
    mine = {state for state, action in WAITS_FOR.items() if may(user, action, site)}
    if not mine:
        return []
    found = [thread for thread in Choice(site=site).threads([site]) if thread.state in mine]
    return sorted(found, key=lambda thread: thread.opened)


COLUMNS = (
    "query", "site", "participant", "visit", "day", "form", "occurrence", "item", "check", "state", "opened_utc",
    "opened_local", "days", "raised_by", "role", "question", "last_step", "last_by", "last_said",
)  # fmt: skip


def rows(threads: Iterable[Thread]) -> Iterator[Sequence[object]]:
    """A list as a table, under the same names whatever the reader's language; the question in English."""
    yield COLUMNS
    for each in threads:
        yield tuple(_row(each).values())


def _row(thread: Thread) -> dict[str, Any]:
    query, last = thread.query, thread.replies[-1] if thread.replies else None
    at = to_datetime(thread.opened)
    return {
        "query": query.pk, "site": query.person.site, "participant": query.person.code, "visit": query.visit,
        "day": "" if query.day is None else query.day, "form": query.form, "occurrence": query.occurrence,
        "item": query.item, "check": query.rule, "state": thread.state.value,
        "opened_utc": at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "opened_local": timezone.localtime(at).isoformat(timespec="seconds"), "days": thread.days,
        "raised_by": query.event.actor, "role": query.event.role, "question": query.text or "",
        "last_step": last.step if last else Step.RAISE.value,
        "last_by": last.event.actor if last else query.event.actor, "last_said": (last.text or "") if last else "",
    }  # fmt: skip

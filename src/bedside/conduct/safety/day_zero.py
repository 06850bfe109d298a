"""Day 0 of the sponsor's clocks: the receipt of what makes an event one to report to the authority.

What the sponsor received and what it judged are put in order; day 0 is the beginning of the stretch, up to now, in
which it held the minimum criteria and all that it knew allowed that the event be serious, related and unexpected. What
nobody has said may be so: a sponsor who waits with its assessment gains no day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bedside.conduct.safety.deadlines import either, susar
from bedside.values.moment import Moment


@dataclass(frozen=True)
class Received:
    """A report that the sponsor received: which minimum criteria it held, and what it says."""

    at: Moment
    criteria: frozenset[str]
    serious: bool
    related: bool | None


@dataclass(frozen=True)
class Judged:
    """A view of the sponsor; `at` is when it received the information on which that stands, not when it was written."""

    at: Moment
    related: bool
    unexpected: bool


Known = Received | Judged


@dataclass(frozen=True)
class _State:
    """What the sponsor knows after some of it."""

    criteria: frozenset[str] = frozenset()
    serious: bool = False
    by_investigator: bool | None = None
    by_sponsor: bool | None = None
    unexpected: bool | None = None

    def after(self, known: Known) -> _State:
        if isinstance(known, Judged):
            return _State(self.criteria, self.serious, self.by_investigator, known.related, known.unexpected)
        held = self.criteria | known.criteria
        return _State(held, known.serious, known.related, self.by_sponsor, self.unexpected)

    def reportable(self, needed: frozenset[str]) -> bool:
        related = either(self.by_investigator, self.by_sponsor)
        return self.criteria >= needed and susar(self.serious, related, self.unexpected) is not False


def in_order(received: Iterable[Received], judged: Iterable[Judged]) -> list[Known]:
    """Both in order of time, a view after the report on which it stands; no view counts before an earlier one."""
    views: list[Judged] = []
    for each in judged:
        at = max(each.at, views[-1].at) if views else each.at
        views.append(Judged(at, each.related, each.unexpected))
    return sorted([*received, *views], key=lambda each: (each.at, isinstance(each, Judged)))


def day_zero(known: Iterable[Known], needed: frozenset[str]) -> Moment | None:
    """Since when the sponsor has held what makes the event reportable; None: by all that it knows it is not."""
    state, since = _State(), None
    for each in known:
        state = state.after(each)
        since = (since or each.at) if state.reportable(needed) else None
    return since

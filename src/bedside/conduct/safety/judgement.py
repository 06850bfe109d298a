"""Who judged what of an adverse event: what anybody else writes is a proposal until an investigator confirms it.

Seriousness and causality are for the investigator to judge (Regulation (EU) 536/2014 art. 41 and annex III; ICH E2A).
Which items that is, the protocol says (`Safety.judged`). A proposal adds to what may be true and takes nothing away: a
clock that it starts runs at once, one that it would stop runs on until an investigator has judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bedside.values.moment import Moment

Values = Mapping[str, str]


@dataclass(frozen=True)
class Wrote:
    """A version of an item: its number in the trail, when, and whether who wrote it is one who judges."""

    number: int
    at: Moment
    item: str
    value: str
    judges: bool


@dataclass(frozen=True)
class Confirmed:
    """That an investigator holds these versions to be so."""

    number: int
    at: Moment
    entries: frozenset[int]


Step = Wrote | Confirmed


@dataclass(frozen=True)
class Standing:
    """What stands on the form after some steps.

    `open` are the items to be assessed: each with all that may be true of it, which is what was judged last (if
    anything was) and whatever was proposed since, in that order.
    """

    judged: frozenset[str]
    values: Values = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)
    open: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def after(self, step: Step) -> Standing:
        """What stands after one more."""
        if isinstance(step, Confirmed):
            kept = {name: held for name, held in self.open.items() if self.versions[name] not in step.entries}
            return Standing(self.judged, self.values, self.versions, kept)
        held = dict(self.open)
        if step.judges:
            held.pop(step.item, None)
        elif step.item in self.judged:
            before = held.get(step.item) or ((self.values[step.item],) if step.item in self.values else ())
            held[step.item] = (*before, step.value)
        values, versions = {**self.values, step.item: step.value}, {**self.versions, step.item: step.number}
        return Standing(self.judged, values, versions, held)

    @property
    def waiting(self) -> frozenset[int]:
        """The versions that an investigator would confirm now."""
        return frozenset(self.versions[name] for name in self.open)

    def possible(self) -> Iterator[Values]:
        """The form as written, and as written but for one item of which something else may be true."""
        yield self.values
        for name, held in self.open.items():
            yield from ({**self.values, name: value} for value in held)

    def may(self, holds: Callable[[Values], bool]) -> bool:
        """Whether something may hold that any single item can bring about."""
        return any(holds(values) for values in self.possible())


def standing(judged: frozenset[str], steps: Iterable[Step]) -> Standing:
    """What stands after all of these steps, which are in the order of the trail."""
    held = Standing(judged)
    for step in steps:
        held = held.after(step)
    return held


def since(judged: frozenset[str], steps: Iterable[Step], holds: Callable[[Standing], bool]) -> Moment | None:
    """From when on something holds without a break; None: it does not hold now."""
    held, found = Standing(judged), None
    for step in steps:
        held = held.after(step)
        found = (found or step.at) if holds(held) else None
    return found

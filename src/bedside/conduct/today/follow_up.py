"""What became of those included, in the manner of CONSORT: treated, followed, assessed, kept for the analysis.

At each stage everybody stands in exactly one place; what nothing is recorded of yet is a place of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bedside.protocol.casebook import Event
from bedside.protocol.estimands import AnalysisSet, Intercurrent, Membership, Method, Promised
from bedside.protocol.model import Endpoint, OutcomeKind, Protocol
from bedside.values.wording import Text


class Assessed(StrEnum):
    """Whether an outcome is known: it is, it cannot be told though its moment is past, its moment is to come."""

    KNOWN = "known"
    UNDETERMINED = "undetermined"
    NOT_DUE = "not_due"


@dataclass(frozen=True)
class Course:
    """What is recorded of somebody included: whether they object to the use of their data (then nothing else is said),
    had the study drug, the first event by which they left the study, which intercurrent events they had, whether the
    main outcome is known, and whether they met every criterion (None: cannot be told)."""

    objected: bool = False
    dosed: bool = False
    left: str = ""
    had: frozenset[str] = frozenset()
    outcome: Assessed = Assessed.NOT_DUE
    eligible: bool | None = None


Counted = tuple[tuple[Text, int], ...]
"""How many, by reason: those of which there are any."""


@dataclass(frozen=True)
class Kept:
    """An analysis set: how many it holds, leaves out, and of how many that cannot be told."""

    text: Text
    members: int
    others: int
    open: int


@dataclass(frozen=True)
class FollowUp:
    """Everybody included. `dosed` is None where the protocol names no dose, `outcome` empty where it has none that a
    rule works out; `meanwhile` alone may hold somebody more than once."""

    included: int
    objected: int
    kept: int
    dosed: int | None
    not_dosed: Counted
    awaiting: int
    followed: int
    left: Counted
    meanwhile: Counted
    outcome: str
    assessed: int
    undetermined: int
    not_due: int
    sets: tuple[Kept, ...]

    @property
    def never_dosed(self) -> int:
        """Those of whom no dose is recorded, for whatever reason."""
        return self.awaiting + _sum(self.not_dosed)

    @property
    def gone(self) -> int:
        """Those who left the study."""
        return _sum(self.left)

    @property
    def reconciles(self) -> bool:
        """True when everybody stands in exactly one place at each stage."""
        stages = [
            self.followed + self.gone,
            *([self.dosed + self.never_dosed] if self.dosed is not None else []),
            *([self.assessed + self.undetermined + self.not_due] if self.outcome else []),
            *(each.members + each.others + each.open for each in self.sets),
        ]
        return self.included == self.objected + self.kept and all(stage == self.kept for stage in stages)


def follow_up_of(courses: Iterable[Course], protocol: Protocol, other: Text) -> FollowUp:
    """Count courses; an event that is not the protocol's any more counts as another reason."""
    held = list(courses)
    kept = [each for each in held if not each.objected]
    promised, undosed = protocol.promised, [each for each in kept if not each.dosed]
    ends = [(each.id, each.text) for each in protocol.schedule.events if _ends(each)]
    return FollowUp(
        len(held), len(held) - len(kept), len(kept),
        len(kept) - len(undosed) if promised and promised.first_dose else None,
        _by_reason(undosed, ends, other), sum(not each.left for each in undosed),
        sum(not each.left for each in kept), _by_reason(kept, ends, other), _meanwhile(kept, protocol),
        main_outcome(protocol), *(sum(each.outcome is state for each in kept) for state in Assessed),
        tuple(_kept(each, kept) for each in promised.sets) if promised else (),
    )  # fmt: skip


def _sum(counted: Counted) -> int:
    return sum(count for _, count in counted)


def _ends(event: Event) -> bool:
    """Whether nothing is due after an event, but for what it leaves."""
    return event.otherwise == "nothing"


def ending(protocol: Protocol) -> frozenset[str]:
    """The events of the schedule by which somebody leaves the study."""
    return frozenset(each.id for each in protocol.schedule.events if _ends(each))


def _by_reason(held: Sequence[Course], ends: Sequence[tuple[str, Text]], other: Text) -> Counted:
    counts, known = Counter(each.left for each in held if each.left), {name for name, _ in ends}
    rest = sum(count for name, count in counts.items() if name not in known)
    return (
        *((text, counts[name]) for name, text in ends if counts[name]),
        *(((other, rest),) if rest else ()),
    )


def _meanwhile(held: Sequence[Course], protocol: Protocol) -> Counted:
    """How many had each intercurrent event by which nobody leaves the study."""
    ends = ending(protocol)
    events = [each for each in _promised(protocol) if not each.event or each.event not in ends]
    counts = [(each.text, sum(each.id in course.had for course in held)) for each in events]
    return tuple((text, count) for text, count in counts if count)


def _promised(protocol: Protocol) -> Sequence[Intercurrent]:
    return protocol.promised.intercurrent if protocol.promised else ()


_HOLDS: dict[Membership, Callable[[Course], bool | None]] = {
    Membership.INCLUDED: lambda course: True,
    Membership.TREATED: lambda course: course.dosed,
    Membership.ELIGIBLE: lambda course: course.eligible,
}


def _kept(each: AnalysisSet, held: Sequence[Course]) -> Kept:
    found = Counter(_HOLDS[each.holds](course) for course in held)
    return Kept(each.text, found[True], found[False], found[None])


# --- the outcome ------------------------------------------------------------------------------------------------------


def main_outcome(protocol: Protocol) -> str:
    """The outcome that is told of: the first promised as a yes or no, else the first primary one that a rule works out;
    empty where there is none."""
    worked = {each.outcome for each in protocol.endpoints if each.verdict.truth}
    promised: Promised | None = protocol.promised
    named = [each.outcome for each in promised.estimands if each.method is Method.PROPORTION] if promised else []
    named += [each.id for each in protocol.outcomes if each.kind is OutcomeKind.PRIMARY]
    return next((name for name in named if name in worked), "")


def main_endpoint(protocol: Protocol) -> Endpoint | None:
    """The rule of that outcome."""
    name = main_outcome(protocol)
    return next((each for each in protocol.endpoints if each.outcome == name and each.verdict.truth), None)

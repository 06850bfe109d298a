"""A trial whose looks are in force, followed from look to look: where it ended, by which boundary, and what it shows.

Each look takes the participants in the order of their inclusion. The first look at which a boundary is met ends the
trial; whoever was included after those it took is counted and enters no test. A trial that met none ends at its last
look with as many as were analysed: its boundary is then the rule's own for that number. A rule that is a list of
numbers says nothing of another number; there the boundary is the fewest successes whose p-value is at most the exact
type I error of the plan, so that this error is kept.

Of two stages that stop for futility alone the inference is Koyama and Chen's, of all other looks that of `after_looks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bedside.design.binomial import ROUNDING, at_least, fewest
from bedside.design.boundaries import last_needed, plan_of
from bedside.design.characteristics import characteristics
from bedside.design.hypotheses import Hypotheses
from bedside.design.monitoring import Monitoring
from bedside.design.plan import Look, Plan
from bedside.statistics.after_looks import METHOD, after_looks, chance_of_extreme
from bedside.statistics.after_two_stages import Stages, after_two_stages
from bedside.statistics.answer import NOBODY, Absent, Estimate, Test
from bedside.statistics.given import LEVEL
from bedside.values.wording import Text

FUTILITY_ALONE = Absent(
    Text("this look can end for futility alone", "cette analyse ne peut arrêter l’essai que pour futilité")
)
TOO_MANY = Absent(Text("not even all successes would be enough", "même la totalité des succès ne suffirait pas"))
GOING_ON = Absent(
    Text(
        "the last look lets the trial go on, and nobody after it is analysed",
        "la dernière analyse laisse l’essai continuer, et personne n’est analysé au-delà",
    )
)


class Said(StrEnum):
    """What a look said."""

    GOES_ON = "goes_on"
    SUCCESS = "ended_success"
    FUTILE = "ended_futile"


@dataclass(frozen=True)
class Seen:
    """A look before the last one, as it was held."""

    look: Look
    successes: int

    @property
    def said(self) -> Said:
        """By its boundaries."""
        if self.look.is_success(self.successes):
            return Said.SUCCESS
        return Said.FUTILE if self.look.is_futile(self.successes) else Said.GOES_ON


@dataclass(frozen=True)
class Course:
    """How a trial went: the looks that were held, and whom the look that ended it took.

    `beyond` were analysed and were not among them.
    """

    seen: tuple[Seen, ...]
    size: int
    successes: int
    beyond: int = 0

    @property
    def stopped(self) -> bool:
        """Whether a look before the last one ended it."""
        return bool(self.seen) and self.seen[-1].said is not Said.GOES_ON

    @property
    def waits(self) -> bool:
        """Whether a look let it go on, and nobody more was analysed."""
        return bool(self.seen) and not self.stopped and self.seen[-1].look.size == self.size

    @property
    def passed(self) -> tuple[Look, ...]:
        """The looks that let it go on."""
        return tuple(each.look for each in self.seen if each.said is Said.GOES_ON)


@dataclass(frozen=True)
class Shown:
    """What a course shows: the one-sided test, the rate with its interval, the boundary, and the decision."""

    test: Test
    rate: Estimate
    needed: int | Absent
    success: bool | Absent


@dataclass(frozen=True)
class InForce:
    """A way of monitoring that is in force, for these hypotheses."""

    monitoring: Monitoring
    asked: Hypotheses

    @cached_property
    def plan(self) -> Plan:
        """Its boundaries as planned. Raises DesignError where they meet."""
        return plan_of(self.monitoring, self.asked)

    @cached_property
    def alpha(self) -> float:
        """Its exact type I error as planned."""
        return float(characteristics(self.plan, [self.asked.p0]).power[0])

    @cached_property
    def stages(self) -> Stages | None:
        """Its two stages, where it has two and the first ends for futility alone."""
        first, *others = self.plan.looks
        if len(others) != 1 or first.success is not None or first.futile is None or self.plan.needed > self.plan.size:
            return None
        return Stages(first.size, first.futile, self.plan.size, self.plan.needed - 1)

    def course(self, outcomes: Sequence[bool]) -> Course:
        """How the trial went in which these succeeded or not, in the order of their inclusion."""
        seen: list[Seen] = []
        for look in self.plan.looks[:-1]:
            if look.size > len(outcomes):
                break
            seen.append(Seen(look, sum(outcomes[: look.size])))
            if seen[-1].said is not Said.GOES_ON:
                return Course(tuple(seen), look.size, seen[-1].successes, len(outcomes) - look.size)
        return Course(tuple(seen), len(outcomes), sum(outcomes))

    def shown(self, course: Course, level: float = LEVEL) -> Shown:
        """What it shows; each part is absent, with the reason, where the trial goes on or nobody was analysed."""
        why = NOBODY if not course.size else GOING_ON if course.waits else None
        if why is not None:
            return Shown(Test(METHOD, why), Estimate(METHOD, why, why, why, level), why, why)
        test, rate = self._inferred(course, course.successes, level)
        if course.stopped:
            last = course.seen[-1]
            needed = FUTILITY_ALONE if last.look.success is None else last.look.success
            return Shown(test, rate, needed, last.said is Said.SUCCESS)
        needed = self.needed(course)
        return Shown(test, rate, needed, not isinstance(needed, Absent) and course.successes >= needed)

    def needed(self, course: Course) -> int | Absent:
        """The fewest successes with which the last look succeeds, for the number that it took."""
        if course.size == self.plan.size:
            found: int | None = self.plan.needed
        else:
            found = last_needed(self.monitoring, self.asked, course.passed, course.size)
        if found is None:
            found = self._kept(course)
        return found if found <= course.size else TOO_MANY

    def _kept(self, course: Course) -> int:
        """The fewest successes whose p-value is at most the type I error of the plan; one more than all if none are.

        Of two stages: whose conditional p-value is at most the conditional type I error of the planned second stage.
        """
        p0, stages = self.asked.p0, self.stages
        if stages is not None and course.seen:
            first = course.seen[0].successes
            left = float(at_least(stages.r + 1 - first, stages.n - stages.n1, p0))
            return first + int(fewest(course.size - stages.n1, p0, left)) if left else course.size + 1
        chances = (chance_of_extreme(course.passed, course.size, x, p0) for x in range(course.size + 1))
        return next((x for x, p in enumerate(chances) if p <= self.alpha + ROUNDING), course.size + 1)

    def _inferred(self, course: Course, successes: int, level: float) -> tuple[Test, Estimate]:
        """Test and rate after so many successes at the look that ended the trial."""
        p0, stages = self.asked.p0, self.stages
        if stages is None or not course.seen:
            found = after_looks(course.passed, course.size, successes, p0, level)
            return found.test, found.rate
        first = successes if course.stopped else course.seen[0].successes
        two = after_two_stages(stages, first, successes - first, course.size - stages.n1, p0, level)
        return two.test, two.rate

"""A design worked out: its candidates with their characteristics, from which all rows are read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bedside.design.candidates import Candidate, candidates
from bedside.design.characteristics import Characteristics, characteristics
from bedside.design.plan import Plan
from bedside.design.single_stage import ExactTest, exact_test
from bedside.design.stated import Stated
from bedside.report.rows import Row, Value

RATES = tuple(round(step / 100, 2) for step in range(101))
"""The true rates at which characteristics are worked out."""
ONE, PARTICIPANTS, SUCCESSES, WORDS = "1", "{participants}", "{successes}", ""
"""Units (UCUM); words have none."""


@dataclass(frozen=True)
class Worked:
    """A design and its candidates, at least one of which has a plan."""

    stated: Stated
    candidates: tuple[Candidate, ...]

    @cached_property
    def planned(self) -> dict[str, Plan]:
        """The plans that there are, by the name of their candidate."""
        return {each.id: each.plan for each in self.candidates if each.plan}

    @cached_property
    def held(self) -> dict[str, Characteristics]:
        """The characteristics of each plan: at p0, at p1, then at each of RATES."""
        at = [self.stated.asked.p0, self.stated.asked.p1, *RATES]
        return {name: characteristics(plan, at) for name, plan in self.planned.items()}

    @cached_property
    def overruled(self) -> dict[str, float]:
        """The type I error of each plan that may stop for futility, were it to go on all the same."""
        plans = {name: plan.overruled for name, plan in self.planned.items()}
        p0 = self.stated.asked.p0
        return {name: float(characteristics(plan, [p0]).power[0]) for name, plan in plans.items() if plan}

    @cached_property
    def main(self) -> ExactTest:
        """The test whose decisions are tabulated: one look at as many participants as the first plan takes."""
        return exact_test(next(iter(self.planned.values())).size, self.stated.asked)

    def row(
        self, analysis: str, statistic: str, value: Value, unit: str, method: str, *,
        group: str = "", at: object = "", warning: str = "",
    ) -> Row:  # fmt: skip
        """A row about the outcome of this design."""
        return Row(analysis, group, self.stated.outcome, str(at), statistic, value, unit, method, warning)


def work_out(stated: Stated) -> Worked:
    """Raises DesignError, with the way out, where no design at all can be had."""
    found = candidates(stated)
    if found[0].why and not any(each.plan for each in found):
        raise found[0].why
    return Worked(stated, found)

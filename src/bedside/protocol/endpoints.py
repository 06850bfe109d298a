"""How an outcome is worked out: a verdict over rules at their own moments, or the time until something ends."""

from __future__ import annotations

from dataclasses import dataclass

from bedside.rules.nodes import Named
from bedside.values.variable import Variable


@dataclass(frozen=True)
class Evaluation:
    """One rule asked `after` a time from inclusion (a length as in `values.moment.read_length`)."""

    variable: Variable
    after: str
    rule: Named


@dataclass(frozen=True)
class Endpoint:
    """How an outcome is worked out: evaluations at their own moments, and a `verdict` rule that reads them.

    The verdict reads each evaluation as a variable of its name, so one algebra says all of it. `part` tells the
    results apart of an outcome that has several (each cytokine of a panel).
    """

    outcome: str
    evaluations: tuple[Evaluation, ...]
    verdict: Named
    part: str = ""

    @property
    def name(self) -> str:
        """The outcome, with the part: `S3_il6`."""
        return _name(self.outcome, self.part)


@dataclass(frozen=True)
class Duration:
    """The time from inclusion to the first of several `endings`, and which of them it was.

    Each ending is a yes/no rule about what is in force; the name of the rule is the cause. Of two that hold from
    the same moment on, the one listed first is the cause. What has not ended `up_to` a time from inclusion is
    left open there (censored), never taken for an end.
    """

    outcome: str
    endings: tuple[Named, ...]
    up_to: str
    part: str = ""

    @property
    def name(self) -> str:
        """The outcome, with the part: `S9_time`."""
        return _name(self.outcome, self.part)


def _name(outcome: str, part: str) -> str:
    return f"{outcome}_{part}" if part else outcome

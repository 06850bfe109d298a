"""How a trial is monitored, as data: at which numbers of participants it is looked at, and by which rules it stops.

A rule is its kind and the level at which it holds:

    successes    numbers of successes, one for each look
    p_value      success: the exact one-sided p-value against p0 is at most the level
    spending     success: the type I error spent so far is at most what a spending function allows
    posterior    success: P(rate > p0 | data) is at least the level; futility: P(rate > p1 | data) is at most the level
    predictive   the predictive probability of success at the last look is at least, or at most, the level

Posterior and predictive probabilities stand on a beta prior.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bedside.design.binomial import EVEN
from bedside.design.hypotheses import within
from bedside.design.plan import check_sizes
from bedside.design.spending import SPENDING
from bedside.errors import DesignError


class Kind(StrEnum):
    """What a rule looks at."""

    SUCCESSES = "successes"
    P_VALUE = "p_value"
    SPENDING = "spending"
    POSTERIOR = "posterior"
    PREDICTIVE = "predictive"


ALLOWED: Mapping[str, tuple[Kind, ...]] = {
    "success": tuple(Kind),
    "futility": (Kind.SUCCESSES, Kind.POSTERIOR, Kind.PREDICTIVE),
    "decides": (Kind.P_VALUE, Kind.POSTERIOR),
}
"""The kinds of rules at each place."""


@dataclass(frozen=True)
class Rule:
    """A rule of one kind.

    `level` is a probability; `counts` are the numbers of a rule of successes, None where it does not stop a look;
    `function` is the name of a spending function.
    """

    kind: Kind
    level: float = 0.0
    counts: tuple[int | None, ...] = ()
    function: str = ""


@dataclass(frozen=True)
class Monitoring:
    """Looks at these numbers of participants, and what is decided there.

    `success` and `futility` stop early. `decides` says when the last look ends in success (by default: the exact test
    of level alpha); a rule of successes or of spending for `success` speaks of the last look itself. Raises DesignError
    for looks out of order and for rules that do not fit their place.
    """

    sizes: tuple[int, ...]
    success: Rule | None = None
    futility: Rule | None = None
    decides: Rule | None = None
    prior: tuple[float, float] = EVEN

    def __post_init__(self) -> None:
        check_sizes(self.sizes)
        for place in ALLOWED:
            rule = getattr(self, place)
            if rule is not None:
                _check(rule, place, len(self.sizes))
        if min(self.prior) <= 0:
            raise DesignError(
                "a beta prior has two numbers above 0.", "prior", "Write 1 and 1 for one that favours no rate."
            )
        if self.decides and self.success and self.success.kind in (Kind.SUCCESSES, Kind.SPENDING):
            what = f"a rule of {self.success.kind} decides the last look itself."
            raise DesignError(what, "decides", "Take one of the two out.")


def _check(rule: Rule, place: str, looks: int) -> None:
    if rule.kind not in ALLOWED[place]:
        raise DesignError(f"“{rule.kind}” is no rule for {place}.", place, f"It may be: {', '.join(ALLOWED[place])}.")
    if rule.kind is Kind.SPENDING:
        if rule.function not in SPENDING:
            todo = f"There are: {', '.join(SPENDING)}."
            raise DesignError(f"no spending function is called “{rule.function}”.", place, todo)
    elif rule.kind is not Kind.SUCCESSES:
        within(rule.level, place)
    elif len(rule.counts) != looks:
        what = f"a rule of successes has {len(rule.counts)} of the {looks} numbers that it needs."
        raise DesignError(what, place, "Give one for each look; “none” where it does not stop.")
    elif place == "success" and rule.counts[-1] is None:
        raise DesignError("the last look has no number of successes.", place, "Say from how many on it succeeds.")

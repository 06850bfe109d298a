"""What a protocol says of its design: the rates that its primary outcome is to tell apart, the errors, the looks.

Every number is a parameter of the protocol, by name, so that it has its source or its assumption; an empty name says
that the protocol states none. What follows from them is worked out by the room `design`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bedside.protocol.casebook import LATER
from bedside.values.wording import Text

ONE_ANALYSIS = "single_analysis"
"""What a protocol adopts that says there is no look before the end."""


@dataclass(frozen=True)
class StoppingRule:
    """A rule of one `kind` (successes, p_value, spending, posterior, predictive).

    `level` is the name of a parameter; `counts` are the numbers of a rule of successes, None where a look has none;
    `function` is the name of a spending function.
    """

    kind: str
    level: str = ""
    counts: tuple[int | None, ...] = ()
    function: str = ""


@dataclass(frozen=True)
class Looks:
    """A way of monitoring the trial: looks at these numbers of participants, and the rules by which it stops there.

    `prior` names the two parameters of a beta prior, or none where it favours no rate.
    """

    id: str
    text: Text
    sizes: tuple[int, ...]
    success: StoppingRule | None = None
    futility: StoppingRule | None = None
    decides: StoppingRule | None = None
    prior: tuple[str, ...] = ()
    source: str = ""
    assumptions: tuple[str, ...] = ()
    where: str = field(default="", compare=False)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that it names."""
        rules = (self.success, self.futility, self.decides)
        return (*(rule.level for rule in rules if rule and rule.level), *self.prior)


@dataclass(frozen=True)
class Design:
    """The design of a trial whose primary outcome either is a success or is not.

    `ruled_out` and `hoped_for` are rates of success, `error` the one-sided type I error, `participants` the planned
    number, `lost` the share expected not to be evaluable. `adopted` is the way of monitoring that is in force, by its
    id, or ONE_ANALYSIS; empty where no source says whether any is.
    """

    outcome: str
    ruled_out: str
    hoped_for: str
    error: str
    power: str
    participants: str = ""
    lost: str = ""
    monitoring: tuple[Looks, ...] = ()
    where: str = field(default="", compare=False)
    adopted: str = field(default="", metadata=LATER)

    @property
    def in_force(self) -> Looks | None:
        """The way of monitoring that is adopted; None where none is, or where no source says."""
        return next((each for each in self.monitoring if each.id == self.adopted), None)

    def named(self) -> Iterator[tuple[str, str]]:
        """Its own numbers, with the names of their parameters."""
        for name in ("ruled_out", "hoped_for", "error", "power", "participants", "lost"):
            if getattr(self, name):
                yield name, getattr(self, name)

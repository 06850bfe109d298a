"""A plan: how many participants are looked at, and what is decided there by the number of successes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bedside.design.hypotheses import MOST
from bedside.errors import DesignError


@dataclass(frozen=True)
class Look:
    """A look at the first `size` participants.

    `futile`: that many successes or fewer stop the trial without success; `success`: that many or more stop it with
    success. None: it is not stopped that way.
    """

    size: int
    futile: int | None = None
    success: int | None = None

    def goes_on(self, successes: int) -> bool:
        """Whether the trial goes on after this number of successes."""
        return not self.is_futile(successes) and not self.is_success(successes)

    def is_futile(self, successes: int) -> bool:
        return self.futile is not None and successes <= self.futile

    def is_success(self, successes: int) -> bool:
        return self.success is not None and successes >= self.success


@dataclass(frozen=True)
class Plan:
    """Looks at ever more participants, the last of which decides. Raises DesignError where they contradict it."""

    looks: tuple[Look, ...]

    def __post_init__(self) -> None:
        check_sizes([look.size for look in self.looks])
        for each in self.looks:
            if each.futile is not None and each.success is not None and each.futile >= each.success:
                what = f"{each.futile} of {each.size} would be too few and enough at once."
                raise DesignError(what, f"look at {each.size}", "Move one boundary so that they do not meet.")
        last = self.looks[-1]
        if last.futile is None or last.success != last.futile + 1:
            raise DesignError("not every number of successes is decided on.", f"look at {last.size}",
                              "Let the last look end in success from one number on, and without it below.")  # fmt: skip

    @property
    def size(self) -> int:
        """The most participants it takes."""
        return self.looks[-1].size

    @property
    def overruled(self) -> Plan | None:
        """The same where nobody heeds a stop for futility before the last look; None where there is no such stop."""
        *early, last = self.looks
        if all(each.futile is None for each in early):
            return None
        return Plan((*(Look(each.size, None, each.success) for each in early), last))

    @property
    def needed(self) -> int:
        """The successes needed at the last look."""
        last = self.looks[-1].success
        assert last is not None
        return last


def check_sizes(sizes: Sequence[int]) -> None:
    """Raise DesignError for looks at no participant, or at no more than the look before."""
    if not sizes or sizes[0] < 1 or sizes[-1] > MOST:
        what = f"a plan needs a look at one participant or more, and none at more than {MOST}."
        raise DesignError(what, "looks", "Give the numbers of participants, such as 14, 28, 42.")
    for before, after in pairwise(sizes):
        if after <= before:
            what = f"a look at {after} participants follows one at {before}."
            raise DesignError(what, "looks", "Give their numbers in growing order, each once.")


def single(size: int, success: int) -> Plan:
    """One look at the end: success from that many successes on."""
    return Plan((Look(size, success - 1, success),))


def staged(sizes: Iterable[int], futile: Iterable[int]) -> Plan:
    """Stages that stop for futility alone, as two-stage designs are published: `staged((16, 46), (7, 23))`."""
    looks = [Look(size, most) for size, most in zip(sizes, futile, strict=True)]
    last = looks[-1]
    assert last.futile is not None
    return Plan((*looks[:-1], Look(last.size, last.futile, last.futile + 1)))

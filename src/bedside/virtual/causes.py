"""Why a virtual patient is in intensive care: causes and their shares in a ward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bedside.errors import UsageError
from bedside.virtual.calibration import calibration


@dataclass(frozen=True)
class Cause:
    """An illness: its family of laws, and how it departs from the family."""

    name: str
    family: str
    hemophagocytic: bool
    immunosuppressed: float
    course: float
    after: float
    organs: Mapping[str, float]
    labs: Mapping[str, float]
    label: Mapping[str, str]


@cache
def causes() -> Mapping[str, Cause]:
    """Every cause by name, as declared in `calibration.yaml`."""
    rows = calibration().section("causes")
    return {
        name: Cause(
            name, row["family"], row["hemophagocytic"], row["immunosuppressed"], row["course"], row["after"],
            row["organs"], row["labs"], {language: row[language] for language in ("en", "fr")},
        )
        for name, row in rows.items()
    }  # fmt: skip


@dataclass(frozen=True)
class Mix:
    """Shares of causes in a ward; they need not sum to 1. Raises UsageError for an unknown cause or no share."""

    shares: tuple[tuple[str, float], ...]

    def __post_init__(self) -> None:
        unknown = [name for name, _ in self.shares if name not in causes()]
        if unknown:
            raise UsageError(f"no cause is called “{unknown[0]}”.", "mix", f"There are: {', '.join(causes())}.")
        if any(share < 0 for _, share in self.shares) or self.total <= 0:
            raise UsageError("the shares of a mix are none below 0 and at least one above.", "mix", "Correct them.")

    @property
    def total(self) -> float:
        """The sum of the shares."""
        return sum(share for _, share in self.shares)

    def pick(self, uniform: float) -> Cause:
        """The cause that a number in [0, 1) falls on."""
        reached = 0.0
        for name, share in self.shares:
            reached += share / self.total
            if uniform < reached:
                return causes()[name]
        return causes()[max(self.shares, key=lambda pair: pair[1])[0]]


def _declared(hemophagocytic: bool | None) -> Mix:
    rows = calibration().section("causes")
    chosen = {n: r for n, r in rows.items() if hemophagocytic is None or r["hemophagocytic"] is hemophagocytic}
    return Mix(tuple((name, float(row["share"])) for name, row in chosen.items()))


DEFAULT = _declared(None)
"""A mixed unit where one stay in four is a haemophagocytic syndrome (far more than in life, for demonstration)."""
HEMOPHAGOCYTIC = _declared(True)
"""Haemophagocytic syndrome only."""

"""Supplementary analyses of an outcome (ICH E9(R1), A.5.3): what is looked at beside the estimand's main analysis."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bedside.values.wording import Text


@dataclass(frozen=True)
class Course:
    """The daily course of a score: days alive without organ failure, and the area under the score while alive.

    `until` is the visit on whose day it ends, `failing` the parameter in points from which on a component is a failing
    organ. `after` is an event of the schedule, or empty: days from it on that nobody scored are taken to be without
    points in a second derivation.
    """

    text: Text
    score: str
    until: str
    failing: str
    after: str = ""


class Scale(StrEnum):
    """On which scale measurements are modelled: their logarithms, or as they are."""

    LOGARITHM = "logarithm"
    AS_MEASURED = "as measured"


class BelowLimit(StrEnum):
    """What a value below a limit of quantification enters a mixed model as: half of the limit, or the limit."""

    HALF = "half"
    LIMIT = "limit"


@dataclass(frozen=True)
class OverTime:
    """Measurements at baseline and at each visit, in a mixed model for repeated measures.

    `covariances` are structures of the covariance in the order in which they are tried.
    """

    text: Text
    covariances: tuple[str, ...]
    below_limit: BelowLimit


@dataclass(frozen=True)
class Delta:
    """A fall that is not known, imputed many times and made worse by each of some deltas, in points.

    `imputations` is how many times, `seed` the beginning of the random numbers.
    """

    text: Text
    deltas: tuple[int, ...]
    imputations: int
    seed: int


class Better(StrEnum):
    """Who of two did better: whose event came later or sooner, whose value is higher or lower."""

    LATER = "later"
    SOONER = "sooner"
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True)
class Ranked:
    """One component of a hierarchy: an outcome, who does better on it, and the `ending` of one that has several."""

    outcome: str
    better: Better
    ending: str = ""


@dataclass(frozen=True)
class Hierarchy:
    """A hierarchical composite: outcomes in the order of their importance, compared pair by pair."""

    text: Text
    components: tuple[Ranked, ...]

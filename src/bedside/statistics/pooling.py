"""Results of several imputations as one: Rubin's rules, with degrees of freedom for small samples.

Rubin DB, Multiple Imputation for Nonresponse in Surveys, Wiley 1987, §3.3; Barnard J, Rubin DB, Biometrika
1999;86:948-955. The interval of a proportion is Wilson's as Lott A, Reiter JP, Am Stat 2020;74:109-115 extend it: it
stays between 0 and 1, and needs no variation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isinf, sqrt

from bedside.errors import UsageError
from bedside.statistics.answer import NO_VARIATION, Absent, Estimate, Number, finite
from bedside.statistics.given import LEVEL, numbers, proportion, same_length
from bedside.statistics.student import spread, two_sided
from bedside.values.wording import Text

RUBIN = "Rubin’s rules, degrees of freedom of Barnard and Rubin 1999"
WILSON = "Rubin’s rules, interval of Lott and Reiter 2020"
ENDLESS = Absent(Text("unlimited: the normal distribution applies", "illimités\u202f: la loi normale s’applique"))
ONCE = Absent(
    Text("one imputation says nothing on what is missing", "une seule imputation ne dit rien de ce qui manque")
)


@dataclass(frozen=True, slots=True)
class Pooled:
    """One estimate of all imputations, with the two-sided p-value of its being 0.

    `missing_information` is the share of the information that is lost with what is missing; `between` and `within` are
    the variances between imputations and, on average, within them.
    """

    estimate: Estimate
    df: Number
    p: Number
    missing_information: Number
    between: Number
    within: Number
    imputations: int


def pooled(
    estimates: Sequence[float], variances: Sequence[float], complete_df: float = inf, level: float = LEVEL
) -> Pooled:
    """From the estimate and its variance of each imputation.

    `complete_df` are the degrees of freedom that complete data would have. Raises UsageError where numbers are not
    finite or a variance is below 0.
    """
    proportion(level, "level")
    held, each = numbers(estimates, "estimates"), numbers(variances, "variances")
    same_length(each, len(held), "variances")
    if not len(held) or (each < 0).any() or complete_df <= 0:
        raise UsageError(
            Text("there is no estimate with a variance.", "il n’y a pas d’estimation avec une variance."),
            "variances",
            Text("Give both of each imputation.", "Donnez les deux pour chaque imputation."),
        )
    m, value, within = len(held), float(held.mean()), float(each.mean())
    if m < 2:
        return _told(value, ONCE, m, level)
    if not within:
        return _told(value, NO_VARIATION, m, level)
    between = float(held.var(ddof=1))
    increase = (1 + 1 / m) * between / within
    df = _barnard_rubin(increase / (1 + increase), m, complete_df)
    error = sqrt(within * (1 + increase))
    half = spread(level, df) * error
    estimate = Estimate(RUBIN, value, finite(value - half), finite(value + half), level, error)
    missing = (increase + 2 / (df + 3)) / (1 + increase)
    return Pooled(estimate, finite(df, ENDLESS), two_sided(value / error, df), missing, between, within, m)


def pooled_share(shares: Sequence[float], size: int, level: float = LEVEL) -> Estimate:
    """From the share of successes of each imputation among `size` participants.

    Raises UsageError where a share is not from 0 to 1 or the size not above 0.
    """
    proportion(level, "level")
    held = numbers(shares, "shares")
    if not len(held) or (held < 0).any() or (held > 1).any() or size < 1:
        raise UsageError(
            Text("there is no share from 0 to 1.", "il n’y a pas de proportion comprise entre 0 et 1."),
            "shares",
            Text("Give the successes divided by the participants.", "Donnez les succès divisés par les participants."),
        )
    m, value = len(held), float(held.mean())
    if m < 2:
        return Estimate(WILSON, value, ONCE, ONCE, level, ONCE)
    within, between = float((held * (1 - held)).mean() / size), float(held.var(ddof=1))
    increase = (1 + 1 / m) * between / within if within else 0.0
    df = (m - 1) * (1 + 1 / increase) ** 2 if increase else inf
    wide = spread(level, df) ** 2 * (1 + increase) / size
    middle, reach = (2 * value + wide) / (2 * (1 + wide)), value**2 / (1 + wide)
    half = sqrt(max(0.0, middle**2 - reach))
    return Estimate(
        WILSON, value, max(0.0, middle - half), min(1.0, middle + half), level, sqrt(within + (1 + 1 / m) * between)
    )


def _barnard_rubin(share: float, m: int, complete_df: float) -> float:
    """`share` is that of the total variance which comes from what is missing."""
    observed = 0.0 if isinf(complete_df) else 1 / ((complete_df + 1) / (complete_df + 3) * complete_df * (1 - share))
    rate = share**2 / (m - 1) + observed
    return 1 / rate if rate else inf


def unpooled(why: Absent, m: int, level: float = LEVEL) -> Pooled:
    """Nothing, and why."""
    return _told(why, why, m, level)


def _told(value: Number, why: Absent, m: int, level: float) -> Pooled:
    """The estimate alone, if there is one."""
    return Pooled(Estimate(RUBIN, value, why, why, level, why), why, why, why, why, why, m)

"""Measurements over time: a mixed model for repeated measures of baseline and of each visit, while alive.

Mallinckrodt CH, Lane PW, Schnell D, Peng Y, Mancuso JP, Drug Inf J 2008;42:303-319. Baseline is one of the visits, so
that who has a value at any of them takes part. Of logarithms the results are geometric means and ratios to baseline.
Beside the mean of a visit stands that in which a value beyond a limit of quantification is censored, not a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

from bedside.analysis.rows import OBSERVED, ONE, WORDS, About, Row
from bedside.analysis.series import BASELINE, Series, series_of
from bedside.analysis.values import read_by
from bedside.analysis.warned import NOBODY_MEASURED, at_limits, few_pairs, left_out, not_fitted
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand
from bedside.protocol.model import Endpoint
from bedside.protocol.supplementary import Scale
from bedside.statistics.answer import UNDEFINED, Absent, Estimate, Number
from bedside.statistics.quantification import Mark, quantified
from bedside.statistics.repeated.contrasts import Contrast, Repeated
from bedside.statistics.repeated.covariance import Structure
from bedside.statistics.repeated.model import repeated
from bedside.values.wording import Text

OVER_TIME = "over_time"
"""The variable of rows over time; their group is what was measured."""
EVERYBODY = ""
"""The group of a model without groups."""
FEWEST = 3
"""Of fewer people with a value at baseline and on a day the model, not the data, says how much they changed: of two
the spread of a change has one degree of freedom."""
LARGEST = 700.0
"""The power of e beyond which a double ends."""


def over_time(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """All rows of an outcome's measurements over time, part by part."""
    assert estimand.over_time is not None
    for endpoint in worked.endpoints(estimand):
        variable = None if endpoint.verdict.truth else read_by(endpoint)
        if variable is not None:
            about = About(estimand.outcome, estimand.set, OVER_TIME, variable.name)
            yield from _modelled(worked, about, endpoint, estimand.over_time)


def _modelled(worked: Worked, about: About, endpoint: Endpoint, scale: Scale) -> Iterator[Row]:
    held = worked.promised.over_time
    assert held is not None
    series = series_of(worked, endpoint, worked.members(about.set), scale)
    yield about.people("in_model", len({each.person for each in series.values}))
    yield about.row("values_in_model", len(series.values), "{values}", OBSERVED)
    if not series.values:
        yield about.row("covariance", NOBODY_MEASURED, WORDS, "MMRM")
        return
    numbers = [each.number(held.below_limit, scale) for each in series.values]
    fit, structure, failed = fitted(series, numbers, [Structure(each) for each in held.covariances])
    chosen = fit.fit if isinstance(fit.fit, Absent) else str(structure)
    yield about.row("covariance", chosen, WORDS, fit.method, *(not_fitted(*each) for each in failed))
    for day in series.days:
        yield from _of_day(about.of(time=str(day)), series, day, fit, scale, endpoint.verdict.unit)


def fitted(
    series: Series, numbers: Sequence[float], structures: Sequence[Structure]
) -> tuple[Repeated, Structure, list[tuple[str, Text]]]:
    """The model with the first structure with which it can be fitted, else the last; and why earlier ones cannot.

    `numbers` are what the values of the series enter as; there is at least one structure.
    """
    people, days = [each.person for each in series.values], [each.day for each in series.values]
    failed: list[tuple[str, Text]] = []
    for structure in structures:
        fit = repeated(numbers, people, days, series.days, structure=structure)
        if not isinstance(fit.fit, Absent) or structure is structures[-1]:
            break
        failed.append((str(structure), fit.fit.reason))
    return fit, structure, failed


def _of_day(about: About, series: Series, day: int, fit: Repeated, scale: Scale, unit: str) -> Iterator[Row]:
    """The values of a day, their mean by the model, its difference or ratio to baseline, and the censored mean."""
    held, outside = series.on(day), series.left_out[series.days.index(day)]
    beyond = sum(each.mark is not Mark.EXACT for each in held)
    warned = (*((at_limits(beyond),) if beyond else ()), *((left_out(outside),) if outside else ()))
    yield about.row("at_visit", len(held), "{values}", OBSERVED, *warned)
    yield about.row("beyond_limits", beyond, "{values}", OBSERVED)
    mean, change = fit.mean(EVERYBODY, day), _since(fit, day, series)
    both = len({each.person for each in held} & {each.person for each in series.on(BASELINE)}) if change else 0
    few = (few_pairs(both),) if both < FEWEST else ()
    if scale is Scale.AS_MEASURED:
        yield from about.estimate("model_mean", mean.estimate, unit, *warned)
        yield from about.estimate("model_change", change.estimate, unit, *few) if change else ()
    else:
        yield from about.estimate("geometric_mean", exponential(mean.estimate), unit, *warned)
        yield from about.estimate("model_ratio", exponential(change.estimate), ONE, *few) if change else ()
        censored = quantified([each.at for each in held], [each.mark for each in held])
        yield from about.estimate("censored_mean", censored.geometric_mean, unit)
    if change:
        yield about.row("change_df", change.df, ONE, fit.method)


def _since(fit: Repeated, day: int, series: Series) -> Contrast | None:
    """The change since baseline; None of baseline itself, and where there is none."""
    return fit.change(EVERYBODY, day, BASELINE) if day != BASELINE and BASELINE in series.days else None


def exponential(found: Estimate) -> Estimate:
    """An estimate of a logarithm as one of the number."""
    value, low, high = (_power(each) for each in (found.value, found.low, found.high))
    return Estimate(f"{found.method}, of logarithms", value, low, high, found.level)


def _power(value: Number) -> Number:
    """e to the power of a number; the reason where it is none, or too great to be one."""
    if isinstance(value, Absent):
        return value
    return exp(value) if value < LARGEST else UNDEFINED

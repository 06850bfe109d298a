"""The time to the first of several endings: how many ended for each cause, and when.

A time of which only a range is known is censored at its lower end: until then nothing had ended. The curve of either
ending is Kaplan-Meier's; that of one cause treats the others as competing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from bedside.analysis.incidence import incidence_rows
from bedside.analysis.people import Person
from bedside.analysis.rows import DAYS, About, Row
from bedside.analysis.survival import curve_rows
from bedside.analysis.varied import analyses
from bedside.analysis.warned import calendar_tells
from bedside.analysis.worked import Worked
from bedside.design.binomial import Floats, Whole
from bedside.protocol.estimands import Estimand
from bedside.protocol.model import Duration
from bedside.records.deaths import DEAD
from bedside.rules.nodes import variables
from bedside.statistics.survival_curve import kaplan_meier
from bedside.statistics.survival_summaries import median_follow_up, quantile, restricted_mean
from bedside.values.moment import DAY, HOUR, read_length
from bedside.values.wording import Text

HOURS_A_DAY = DAY / HOUR


def competing(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """All rows of an outcome that is the time to an ending, for each of its parts."""
    for about, members, warned in analyses(worked, estimand):
        for duration in worked.durations(estimand):
            place = about.of(variable=duration.part or "ending")
            yield from _duration(worked, place, members, duration, estimand, warned)


def _duration(
    worked: Worked,
    about: About,
    members: Sequence[Person],
    duration: Duration,
    estimand: Estimand,
    untreated: tuple[Text, ...],
) -> Iterator[Row]:
    horizon = read_length(duration.up_to) / DAY
    causes = {ending.name: number for number, ending in enumerate(duration.endings, 1)}
    times, ended = ended_by(members, duration, causes, worked)
    yield about.of(group="any").people("participants", len(members), *untreated)
    yield about.of(group="any").people("ended", int((ended > 0).sum()))
    yield about.of(group="any").people("censored", int((ended == 0).sum()))
    for name, number in causes.items():
        untold = _untold(members, ended, dict(estimand.endings).get(name, ""), read_length(duration.up_to))
        warned = (calendar_tells(untold),) if untold else ()
        yield about.of(group=name).people("ended", int((ended == number).sum()), *warned)
    either = kaplan_meier(times, (ended > 0).astype(np.int64))
    yield from about.of(group="any").estimate("median", quantile(either), DAYS)
    yield from about.of(group="any").estimate("restricted_mean", restricted_mean(either, horizon), DAYS)
    yield from about.of(group="any").estimate("follow_up", median_follow_up(times, (ended > 0).astype(np.int64)), DAYS)
    days = [*(float(day) for day in worked.days() if day < horizon), horizon]
    yield from curve_rows(about.of(group="any"), either, days)
    yield from incidence_rows(about, times, ended, causes, days)


def _untold(members: Sequence[Person], ended: Whole, event: str, up_to: int) -> int:
    """Of how many the calendar tells of an ending in time, and their records of none at all."""
    open_ = (person for person, number in zip(members, ended, strict=True) if not number)
    happened = (person.happened[event].last - person.included for person in open_ if event in person.happened)
    return sum(after <= up_to for after in happened)


def fatal(duration: Duration) -> frozenset[str]:
    """The names of the endings that are deaths: those that read nothing but whether somebody is dead."""
    return frozenset(ending.name for ending in duration.endings if set(variables(ending)) == {DEAD})


def ended_by(
    members: Sequence[Person], duration: Duration, causes: dict[str, int], worked: Worked
) -> tuple[Floats, Whole]:
    """Days to the ending or to where it is censored, and the number of the cause (0: censored), one a participant.

    Somebody without an answer is censored at inclusion.
    """
    times, ended = [], []
    for person in members:
        answer = person.answers.get((duration.outcome, duration.part))
        known = answer is not None and answer.known
        number = causes.get(answer.cause, 0) if answer is not None and known else 0
        last = (worked.taken - person.included) / DAY
        time = answer.value.low / HOURS_A_DAY if answer is not None else 0.0
        times.append(time if number else max(min(time, last), 0.0))
        ended.append(number)
    return np.array(times, dtype=float), np.array(ended, dtype=np.int64)

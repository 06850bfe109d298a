"""A hierarchical composite of two arms: every participant of one compared with every one of the comparator.

Components are outcomes in the order of their importance; what is tied or hidden by censoring goes on to the next. The
pairs that each component decides, and the ties, stand beside the ratio, which hides them (`statistics.wins`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import nan

import numpy as np

from bedside.analysis.comparing import others, why_not
from bedside.analysis.competing import ended_by
from bedside.analysis.people import Person
from bedside.analysis.rows import OBSERVED, ONE, About, Row
from bedside.analysis.survival import followed
from bedside.analysis.values import value_of
from bedside.analysis.worked import Worked, answer_of, asked_at, due
from bedside.protocol.estimands import Estimand, Method
from bedside.protocol.model import Endpoint
from bedside.protocol.supplementary import Better, Ranked
from bedside.statistics.hierarchy import Component, Measured, Timed
from bedside.statistics.wins import RATIO, wins

PAIRS = "{pairs}"


def hierarchy(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """All rows of an outcome's hierarchical composite, or why there is none."""
    assert estimand.hierarchy is not None
    about = About(estimand.outcome, estimand.set, "wins", time=worked.visit(estimand.outcome))
    why = why_not(worked)
    if why is not None:
        yield about.of(variable="hierarchy").row("win_ratio", why, ONE, RATIO)
        return
    members = worked.members(estimand.set)
    components = [_component(worked, each, members) for each in estimand.hierarchy.components]
    found = wins(components, others(worked, members) == 1)
    for each in found.components:
        for statistic, count in (("won", each.wins), ("lost", each.losses), ("tied", each.ties),
                                 ("hidden", each.undecided)):  # fmt: skip
            yield about.of(group=each.name).row(statistic, count, PAIRS, OBSERVED)
    for statistic, count in (("pairs", found.pairs), ("won", found.wins), ("lost", found.losses), ("tied", found.ties)):
        yield about.row(statistic, count, PAIRS, OBSERVED)
    yield from about.estimate("win_ratio", found.win_ratio)
    yield from about.estimate("win_odds", found.win_odds)
    yield from about.estimate("net_benefit", found.net_benefit)
    yield about.row("two_sided_p", found.test.p, ONE, found.test.method)


def _component(worked: Worked, each: Ranked, members: Sequence[Person]) -> Component:
    """One outcome of everybody, as it ranks two of them."""
    estimand = worked.protocol.estimand(each.outcome)
    if estimand.method is Method.COMPETING:
        return _ending(worked, each, estimand, members)
    endpoint = next(
        one for one in worked.endpoints(estimand) if one.verdict.truth is (estimand.method is not Method.VALUES)
    )
    if estimand.method is Method.SURVIVAL:
        times, died = followed(members, asked_at(endpoint), worked.taken)
        return Timed(each.outcome, times, died, later_wins=each.better is Better.LATER)
    values = [_number(worked, person, endpoint) for person in members]
    return Measured(each.outcome, np.array(values, dtype=float), higher_wins=each.better is Better.HIGHER)


def _ending(worked: Worked, each: Ranked, estimand: Estimand, members: Sequence[Person]) -> Component:
    """The time to one ending; who ended otherwise is censored then."""
    duration = worked.durations(estimand)[0]
    causes = {ending.name: number for number, ending in enumerate(duration.endings, 1)}
    times, ended = ended_by(members, duration, causes, worked)
    return Timed(each.outcome, times, ended == causes[each.ending], later_wins=each.better is Better.LATER)


def _number(worked: Worked, person: Person, endpoint: Endpoint) -> float:
    """Somebody's value or verdict, not a number where it is not known or not due."""
    if not due(person, endpoint, worked.taken):
        return nan
    answer = answer_of(person, endpoint) if endpoint.verdict.truth else None
    value = answer.value if answer else value_of(person, endpoint)
    return value.low if value is not None and value.known else nan

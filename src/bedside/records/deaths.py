"""What a death says of somebody's other records: until then they lived, after it they were not in intensive care.

Said here for the facts of one person, and in `from_stays` for the tables of a source: whoever forgot to write that a
stay ended, the rules answer the same of a casebook and of its records read back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bedside.records.from_stays import DERIVED
from bedside.rules.chart import LONG_AGO, Chart, Fact
from bedside.values.interval import MET, NOT_MET
from bedside.values.moment import Moment

STAY, DEAD = DERIVED


def death_in(facts: Iterable[Fact]) -> Fact | None:
    """The first death that is recorded; None of somebody of whom none is."""
    died = (fact for fact in facts if fact.variable == DEAD and fact.value == MET)
    return min(died, key=lambda fact: fact.start, default=None)


def alive_before(death: Fact) -> Fact:
    """That somebody lived until they died, as far as the death is known."""
    return replace(death, start=LONG_AGO, end=death.start, value=NOT_MET, course=(LONG_AGO, death.start))


def ended_by(death: Fact | None, fact: Fact) -> tuple[Fact, ...]:
    """A record of somebody who died: a stay lasts to that very moment at most, and one that begins later is none.

    Until the death was learned of the stay went on: that is told beside it, as superseded then.
    """
    if death is None or fact.variable != STAY or fact.value == NOT_MET or fact.end <= death.start + 1:
        return (fact,)
    learned, end = max(death.available, fact.available), Moment(death.start + 1)
    before = (replace(fact, superseded=learned),) if fact.available < learned else ()
    if fact.start > death.start:
        return before
    return (*before, replace(fact, end=end, available=learned, course=fact.course and (fact.course[0], end)))


def lived(chart: Chart) -> Chart:
    """A chart with what a death in it says of its other records; the same one where it says so already."""
    death = death_in(chart.facts.get(DEAD, ()))
    if death is None or alive_before(death) in chart.facts[DEAD]:
        return chart
    stays = tuple(told for fact in chart.facts.get(STAY, ()) for told in ended_by(death, fact))
    held = {**chart.facts, STAY: stays, DEAD: (*chart.facts[DEAD], alive_before(death))}
    return replace(chart, facts={name: facts for name, facts in held.items() if facts})

"""However little is known of a patient, what would settle a trial's population is found without trying sets of many.

A set of unknowns is one of 2ⁿ: a search among thirty of them would not end, and a hospital's records lack as many.
"""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.protocol.loading import find_trial, load
from bedside.rules.nodes import Node, Over, Pick, variables
from bedside.rules.settle import MOST_SETS, Settler
from bedside.screening.screen import costs_of
from bedside.values.interval import MET, Interval

TRIALS = ("jakahdi", "adrenal")


@cache
def population(trial: str) -> tuple[Node, dict[str, float]]:
    protocol = load(find_trial(trial))
    return protocol.population, costs_of(protocol)


def found(look: Over, known: frozenset[str], high: bool) -> Interval:
    """What a look gives: its range, or one end of it where its variable is known."""
    if look.variable.name not in known:
        return Interval.point(0.0) if look.pick is Pick.COUNT else look.range
    end = look.range.high if high else look.range.low
    return Interval.point(end) if look.range.bounded else Interval.point(250.0 if high else 1.0)


@pytest.mark.parametrize("trial", TRIALS)
@given(data=st.data())
def test_no_search_among_many(trial: str, data: st.DataObject) -> None:
    rule, costs = population(trial)
    names = sorted(variables(rule))
    known = frozenset(data.draw(st.sets(st.sampled_from(names), max_size=len(names)), label="known"))
    ends = data.draw(st.lists(st.booleans(), min_size=200, max_size=200), label="ends")
    settler = Settler(rule, costs)
    search = Settler._first_that_decides

    def few(self: Settler, part: object, among: list[str], *rest: object) -> object:
        assert len(among) < MOST_SETS.bit_length(), among
        return search(self, part, among, *rest)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Settler, "_first_that_decides", few)
        values = [found(look, known, high) for look, high in zip(settler.looks, ends, strict=False)]
        for goal in (None, MET):
            settlement = settler.settle(values, goal)
            assert settlement is None or not known & set(settlement.names)

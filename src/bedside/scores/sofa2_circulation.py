"""The cardiovascular system in SOFA-2: drugs together, hour by hour, mechanical support, pressure."""

from __future__ import annotations

from itertools import pairwise

from bedside.records.dictionary import variable
from bedside.rules.language import any_of, choose, constant, greatest, highest, named, points, scored
from bedside.rules.nodes import Named, Node, Over, Pick
from bedside.scores.score import ONE, recorded
from bedside.scores.sofa2_missing import above, at_least, ever, or_zero, reach, worst
from bedside.scores.sofa2_options import Sofa2
from bedside.scores.sofa2_tables import (
    ANOTHER,
    CATECHOLAMINES,
    DOPAMINE,
    PRESSURE,
    PRESSURE_ALONE,
    SALTS,
    SOURCE,
    WITH_ANOTHER,
)
from bedside.values.moment import Window
from bedside.values.variable import Variable

MAP = variable("map")
NORADRENALINE, ADRENALINE = variable("norepinephrine"), variable("epinephrine")
DOPAMINE_RATE, DOBUTAMINE = variable("dopamine"), variable("dobutamine")
OTHERS = variable("other_vasoactive")
MECHANICAL, ECMO = variable("mechanical_circulation"), variable("ecmo_circulatory")

PARTS = 24
"""Into how many parts the window is cut, in each of which drugs are given together: hours of a day. The rates of two
drugs are added within one part, at their highest: never less than what ran at one moment. A drug stands beside another
once its own course has lasted long enough."""
NONE = constant("0 ug/kg/min")
HAIR = constant("0.0000000005 ug/kg/min", "binary rounding: half of the last decimal of a rate")
"""Taken off a sum, so that one that is at a printed bound does not pass it: 0.1 + 0.2 = 0.30000000000000004."""


def circulation(options: Sofa2) -> Named:
    """The component, 0 to 4 points."""
    table = PRESSURE_ALONE if "vasopressors" in options.treatment_limits else PRESSURE
    pressure = at_least(worst(Pick.LOWEST, MAP, options), 4 if table is PRESSURE_ALONE else 1, table)
    parts = [or_zero(pressure, options, recorded(MAP, reach(options)))]
    parts += [_together(window, options) for window in _cut(options.window)]
    parts += _each(Window(options.window), options)
    if options.devices == "recorded":
        parts += [scored(ever(each, options.window, options), 4) for each in (MECHANICAL, ECMO)]
    rule = greatest(*parts)
    return named("cardiovascular", rule, SOURCE, en="SOFA-2 cardiovascular", fr="SOFA-2 cardiovasculaire")


def _cut(window: int) -> list[Window]:
    edges = [window * part // PARTS for part in range(PARTS + 1)]
    return [Window(back, until) for until, back in pairwise(edges) if back > until]


def _each(window: Window, options: Sofa2) -> list[Node]:
    """Points for each drug by itself in the window: a course that has lasted long enough counts from its start."""
    adrenaline, dopamine = _rate(ADRENALINE, window, options), _rate(DOPAMINE_RATE, window, options)
    noradrenaline = _base(window, options)
    beside = any_of(noradrenaline > NONE, adrenaline > NONE, *_another(window, options))
    single = choose(beside, points(0), above(dopamine, 0, DOPAMINE))
    return [*(above(rate - HAIR, 0, CATECHOLAMINES) for rate in (noradrenaline, adrenaline)), single]


def _together(window: Window, options: Sofa2) -> Node:
    """Points for what ran in one part of the window."""
    together = _base(window, options) + _rate(ADRENALINE, window, options) - HAIR
    dopamine = _rate(DOPAMINE_RATE, window, options)
    beside = above(together, ANOTHER, WITH_ANOTHER)
    single = choose(together > NONE, beside, above(dopamine, 0, DOPAMINE))
    whole = choose(dopamine > NONE, single, above(together, 0, CATECHOLAMINES))
    return choose(any_of(*_another(window, options)), beside, whole)


def _another(window: Window, options: Sofa2) -> tuple[Node, Node]:
    return _ran(DOBUTAMINE, window, options), _ran(OTHERS, window, options)


def _base(window: Window, options: Sofa2) -> Node:
    """The rate of noradrenaline, as the base."""
    return _rate(NORADRENALINE, window, options) / constant(f"{SALTS[options.norepinephrine_as]} 1", SOURCE)


def _rate(drug: Variable, window: Window, options: Sofa2) -> Node:
    """The highest rate of a drug; where nothing was recorded, none if missing counts as zero."""
    rate = highest(drug, window, sustained=options.vasopressor_minimum)
    if options.missing == "unknown":
        return rate
    return choose(_told(drug, window, options), rate, NONE)


def _ran(drug: Variable, window: Window, options: Sofa2) -> Node:
    """Whether a drug ran, at any rate above zero."""
    lasted = options.vasopressor_minimum
    ran = highest(drug, window, sustained=lasted)
    found = ran if drug.truth else ran > constant(f"0 {drug.unit}")
    return found if options.missing == "unknown" else _told(drug, window, options) & found


def _told(drug: Variable, window: Window, options: Sofa2) -> Node:
    return Over(drug, window, Pick.COUNT, sustained=options.vasopressor_minimum) >= ONE

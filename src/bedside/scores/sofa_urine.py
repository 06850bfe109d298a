"""When urine that was charted makes up the output of a day, and the points for it in SOFA.

Below 500 mL in 24 h are 3 points, below 200 mL 4 (Vincent 1996, table 3; see `sofa`). The paper does not say which
records are a day: that is the option `urine`.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from bedside.records.dictionary import variable
from bedside.rules.language import all_of, any_of, bands, choose, highest, named, points, total
from bedside.rules.nodes import Bands, Node, Over, Pick
from bedside.rules.words import OURS
from bedside.scores.score import ONE, recorded
from bedside.scores.sofa_options import Sofa
from bedside.values.moment import HOUR, NOW, Window

SOURCE = "Vincent 1996, Intensive Care Med 22:707, doi:10.1007/BF01709751, table 3"
URINE, ICU_STAY = variable("urine"), variable("icu_stay")
URINE_OUTPUT = (("200", 3), ("500", 0))
"""mL in 24 h: 4 points below 200, 3 below 500."""

ADDED_UP = Window(23 * HOUR + 1)
"""The records that mimic-code adds up at a record: those of the 23 h until it, the far end among them."""
COVERED = range(23, 31)
"""How many hours they may cover, from the record before the first of them (or the first hour of the stay) on."""


def urine_points(options: Sofa) -> Node:
    """The points for urine, 0 where what was charted is no day's output."""
    if options.urine == "22 to 30 hours covered":
        return _by_record(options)
    return choose(_urine_observed(options), _output(total(URINE, options.window)), points(0))


def _output(amount: Node, covered: int = 24) -> Bands:
    """Points by the amount of so many hours: the bounds of a day, in proportion."""
    steps = [(f"from {_share(at, covered)} {URINE.unit}", score) for at, score in URINE_OUTPUT]
    return bands(amount, 4, *steps, source=SOURCE)


def _share(bound: str, covered: int) -> str:
    share = (Decimal(bound) * covered / 24).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return bound if covered == 24 else str(share)


def _urine_observed(options: Sofa) -> Node:
    """Whether the urine records of the window make up a whole day's output."""
    if options.urine == "as charted":
        return recorded(URINE, options.window)
    quarter = options.window // 4
    quarters = [Over(URINE, Window((turn + 1) * quarter, turn * quarter), Pick.COUNT) >= ONE for turn in range(4)]
    throughout = highest(ICU_STAY, NOW, sustained=options.window)
    return named(
        "urine_observed",
        all_of(throughout, *quarters),
        OURS,
        en="urine observed over the whole window",
        fr="diurèse observée sur toute la fenêtre",
    )


def _by_record(options: Sofa) -> Node:
    """The most points that any record of the window gives, with those before it.

    The hours covered are whole hours, rounded up: urine is charted on the hour.
    """
    by_hours = {hours: (_record_before(hours), _output(total(URINE, ADDED_UP), hours)) for hours in COVERED}
    first = {hours: (_stay_began(hours), given) for hours, (_, given) in by_hours.items()}
    rules = [*(by_hours[hours] for hours in COVERED if hours > 23), *first.values()]
    rule: Node = points(0)
    for when, given in reversed(rules):
        rule = choose(when, given, rule)
    counted = any_of(*(when for when, _ in rules))
    worst = highest(URINE, options.window, each=rule, where=counted)
    return choose(recorded(URINE, options.window, counted), worst, points(0))


def _record_before(hours: int) -> Node:
    """Whether a record of this stay stands in that hour before the moment, its far end included."""
    there = highest(ICU_STAY, NOW, sustained=(hours - 1) * HOUR)
    return (Over(URINE, Window(hours * HOUR + 1, (hours - 1) * HOUR + 1), Pick.COUNT) >= ONE) & there


def _stay_began(hours: int) -> Node:
    """Whether intensive care began in that hour before the moment."""
    inside, before = ((hours - 1) * HOUR + 1, hours * HOUR + 1)
    return highest(ICU_STAY, Window(inside, inside)) & ~highest(ICU_STAY, Window(before, before))

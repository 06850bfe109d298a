"""What a charted Glasgow coma score counts as in SOFA: as it stands, or as a specification has it read."""

from __future__ import annotations

from bedside.records.dictionary import variable
from bedside.rules.language import add, any_of, choose, latest, own, points
from bedside.rules.nodes import Node
from bedside.scores.score import recorded
from bedside.scores.sofa_options import Sofa
from bedside.values.moment import hours

GCS, UNTESTABLE = variable("gcs"), variable("gcs_verbal_untestable")
PARTS = {variable("gcs_eye"): 4, variable("gcs_verbal"): 5, variable("gcs_motor"): 6}
"""The parts of the score, each with what it is in health."""
EARLIER = hours(6)
"""How old a part may be that stands in for one that was not charted (mimic-code's measurement/gcs.sql, 2026-08)."""


def gcs_as_read(sedated: Node, options: Sofa) -> Node | None:
    """What a charted Glasgow coma score counts as, asked at its own time; None: as it stands."""
    each: Node = own(GCS)
    if options.partial_gcs == "earlier or normal":
        each = choose(any_of(*(recorded(part, 1) for part in PARTS)), _filled(), each)
    if options.untestable_verbal == "15":
        each = choose(_tube(options), points(15), each)
    if options.sedated_gcs == "assume 15":
        each = choose(sedated, points(15), each)
    return None if each == own(GCS) else each


def _tube(options: Sofa) -> Node:
    """Whether a tube made the verbal part untestable: as charted at that moment, or as last charted before."""
    if options.partial_gcs == "range":
        return recorded(UNTESTABLE, 1, own(UNTESTABLE))
    return recorded(UNTESTABLE, EARLIER) & latest(UNTESTABLE, EARLIER)


def _filled() -> Node:
    """The sum of the parts, each the latest of the last hours, or else as in health."""
    return add(
        *(choose(recorded(part, EARLIER), latest(part, EARLIER), points(health)) for part, health in PARTS.items())
    )

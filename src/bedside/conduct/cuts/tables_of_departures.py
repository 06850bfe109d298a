"""What an analysis must know of how the protocol was kept, as tables of a cut: deviations, and inclusions put right.

A deviation of a site as a whole has no participant. Of whom the cut leaves out, neither table says anything.
"""

from __future__ import annotations

from collections.abc import Collection

from bedside.conduct.cuts.columns import PARTICIPANT, SITE, code, text, time, utc, whole
from bedside.conduct.participants.models import Deviation, Enrolled
from bedside.conduct.registers.breaches import KINDS, SEVERITIES, STATES, Line, lines
from bedside.exports.tables import Cell
from bedside.values.wording import Text

DEPARTED = Text("departures from the protocol", "écarts au protocole")
DEVIATIONS = (
    PARTICIPANT, SITE,
    whole("number", "number of the deviation", "numéro de l’écart"),
    code("kind", "kind of deviation", "nature de l’écart", KINDS),
    text("criterion", "criterion that it is about", "critère concerné"),
    time("found", "when it was found", "quand il a été constaté"),
    whole("serious", "1: perhaps a serious breach, 0: none, empty: not assessed at the site",
          "1\u00a0: violation grave possible, 0\u00a0: non, vide\u00a0: non évalué au centre"),
    code("severity", "how grave the sponsor finds it; empty: not assessed",
         "gravité selon le promoteur\u00a0; vide\u00a0: non évaluée", SEVERITIES),
    code("state", "where it stands", "où il en est", STATES),
    text("told", "what happened", "ce qui s’est passé", typed=True),
)  # fmt: skip

RECORDED = Text("inclusions as recorded, also those taken back", "inclusions consignées, y compris annulées")
INCLUSIONS = (
    PARTICIPANT, SITE,
    text("enrolled_as", "number of enrolment", "numéro d’inclusion"),
    time("at", "moment of inclusion, as first said", "moment de l’inclusion, comme dit d’abord"),
    time("put_right", "moment of inclusion, as last put right", "moment de l’inclusion, comme rectifié en dernier"),
    time("recorded", "when it was recorded", "quand elle a été consignée"),
    text("protocol", "version of the protocol", "version du protocole"),
    whole("taken_back", "1: recorded by mistake, it does not count", "1\u00a0: consignée par erreur, ne compte pas"),
)  # fmt: skip


def deviations(left_out: Collection[int]) -> list[dict[str, Cell]]:
    """Rows of `deviations`, in the order of their numbers; those about these people are left out, by their keys."""
    held = lines(Deviation.objects.order_by("pk"))
    return [_deviation(each) for each in held if each.deviation.person_id not in left_out]


def _deviation(line: Line) -> dict[str, Cell]:
    held = line.deviation
    return {
        "participant": held.person.code if held.person else None, "site": held.event.site, "number": held.pk,
        "kind": held.kind, "criterion": held.criterion or None, "found": utc(held.found_us),
        "serious": None if held.serious is None else int(held.serious),
        "severity": line.severity.value if line.severity else None, "state": line.state.value,
        "told": held.told or None,
    }  # fmt: skip


def inclusions(left_out: Collection[int]) -> list[dict[str, Cell]]:
    """Rows of `inclusions`, in the order in which they were recorded; those of these people are left out."""
    held = Enrolled.objects.exclude(person__in=left_out).order_by("pk")
    held = held.select_related("person", "event", "taken_back").prefetch_related("corrections")
    return [_inclusion(each) for each in held]


def _inclusion(held: Enrolled) -> dict[str, Cell]:
    last = max(held.corrections.all(), key=lambda each: each.pk, default=None)
    return {
        "participant": held.person.code, "site": held.person.site, "enrolled_as": held.number, "at": utc(held.at_us),
        "put_right": utc(last.at_us) if last else None, "recorded": utc(held.event.at_us), "protocol": held.version,
        "taken_back": int(hasattr(held, "taken_back")),
    }  # fmt: skip

"""Whether the analysis that a design decides by has come: the planned number included, everybody's time passed.

Before it a test is a description: the error that it states is that of one analysis. Its rows stand, by the boundary of
the number that was reached, each with this caution; sentences decide nothing. A trial that closed short decides by the
number that it reached, with another caution.
"""

from __future__ import annotations

from collections.abc import Iterable

from bedside.analysis.looked import Looked
from bedside.analysis.rows import Row
from bedside.analysis.worked import Worked, due
from bedside.protocol.model import Endpoint
from bedside.statistics.answer import Absent
from bedside.values.wording import Text

TOO_FEW = Absent(
    Text(
        "the planned number of participants is not reached, and no look in force ended the trial",
        "l’effectif prévu n’est pas atteint, et aucune analyse intermédiaire en vigueur n’a arrêté l’essai",
    )
)
TOO_EARLY = Absent(
    Text(
        "the time of some participants has not come, and no look in force ended the trial",
        "l’échéance de certains participants n’est pas passée, et aucune analyse intermédiaire en vigueur n’a arrêté"
        " l’essai",
    )
)
EARLY = (TOO_FEW.reason, TOO_EARLY.reason)
"""What a decision that is none yet carries as its caution."""
WOULD_MEET = {"decision": "would_meet", "success": "meets", "no_success": "meets_not"}
"""What a table calls a decision that is none yet, and what it says in its place."""


def only_would(rows: Iterable[Row]) -> bool:
    """Whether these decisions are none yet: a reader may be told what the count would meet, and no decision.

    Where none of them has a value nothing is told that could be taken for one.
    """
    told = [row for row in rows if row.statistic == "decision"]
    return any(row.value is not None for row in told) and any(each in EARLY for row in told for each in row.warnings)


def undecided(worked: Worked, endpoint: Endpoint, looked: Looked | None) -> Absent | None:
    """Why an outcome's design decides nothing yet; None where it decides, or where the design is of another outcome.

    `looked` are the looks in force at the main analysis. Whoever objects to the use of their data counts towards the
    planned number. Of a trial that closed, the number reached is the final one.
    """
    planned = planned_of(worked, endpoint, looked)
    if planned is None:
        return None
    if worked.reached < planned and worked.closed is None:
        return TOO_FEW
    return None if all(due(each, endpoint, worked.taken) for each in worked.people) else TOO_EARLY


def closed_short(worked: Worked, endpoint: Endpoint, looked: Looked | None) -> Text | None:
    """That the trial closed before the number that an outcome's design is of; None where it did not."""
    planned = planned_of(worked, endpoint, looked)
    if planned is None or worked.closed is None or worked.reached >= planned:
        return None
    told = worked.closed.told
    return Text(
        f"the trial closed at {worked.reached} of {planned} planned ({told.en}): the number reached is the final one,"
        " and the error rates of the design no longer hold exactly",
        f"l’essai a été clos à {worked.reached} des {planned} prévus ({told.fr})\u00a0: le nombre atteint est le nombre"
        " final, et les risques d’erreur du plan ne valent plus exactement",
    )


def planned_of(worked: Worked, endpoint: Endpoint, looked: Looked | None) -> int | None:
    """The number that decides an outcome; None where the design is of another one, or a look ended the trial before."""
    design = worked.design
    if design is None or design.outcome != endpoint.outcome or (looked is not None and looked.course.stopped):
        return None
    return design.participants if looked is None else looked.in_force.plan.size

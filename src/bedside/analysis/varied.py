"""The main analysis of an outcome and its sensitivity analyses: what each is called, of whom, and who is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.analysis.people import Person
from bedside.analysis.rows import About
from bedside.analysis.time_zero import from_first_dose
from bedside.analysis.warned import untreated
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand, Sensitivity
from bedside.values.wording import Text

Analysis = tuple[About, Sequence[Person], tuple[Text, ...]]
"""What an analysis is called, of whom it is, and what its reader has to know of them."""


def analyses(worked: Worked, estimand: Estimand) -> Iterator[Analysis]:
    """The main analysis, then each sensitivity analysis that is of other people or from another time zero."""
    about = About(estimand.outcome, estimand.set, time=worked.visit(estimand.outcome))
    yield about, worked.members(estimand.set), ()
    for each in estimand.sensitivity:
        yield varied(worked, estimand, each)


def varied(worked: Worked, estimand: Estimand, each: Sensitivity) -> Analysis:
    """A sensitivity analysis by its set and its time zero."""
    name = each.set or estimand.set
    about = About(f"{estimand.outcome}.{each.id}", name, time=worked.visit(estimand.outcome))
    members = worked.members(name)
    if not each.from_first_dose:
        return about, members, ()
    treated = from_first_dose(worked, estimand, members)
    left_out = len(members) - len(treated)
    return about, treated, (untreated(left_out),) if left_out else ()

"""The extent of exposure: doses, days of treatment, days with a dose, and interruptions.

A day is 24 hours from the first dose on. An interruption is one or more whole such days without a recorded dose between
the first and the last: no length that somebody would have to choose enters. Source: ICH E3, 1995, 12.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bedside.analysis.describing import SHARES, described
from bedside.analysis.rows import PEOPLE, About, Row
from bedside.analysis.worked import Worked
from bedside.analysis.written_times import Span
from bedside.protocol.estimands import Membership
from bedside.values.interval import Interval
from bedside.values.moment import DAY

EXTENT = "extent"
DOSES, TREATED, DOSED, WITHOUT, GAPS = "doses", "days_treated", "days_dosed", "days_without", "interruptions"
UNITS = {DOSES: "{doses}", TREATED: "d", DOSED: "d", WITHOUT: "d", GAPS: "{interruptions}"}


@dataclass(frozen=True)
class Course:
    """What somebody had: doses, days from the first to the last with both, days with one, runs of days without."""

    doses: int
    treated: int
    dosed: int
    gaps: int

    @property
    def without(self) -> int:
        """Days between the first and the last dose without any."""
        return self.treated - self.dosed


def course_of(doses: Sequence[Span]) -> Course:
    """What the times of at least one dose come to, the first one first; a time known in part counts from its begin."""
    on = sorted({(each.first - doses[0].first) // DAY for each in doses})
    gaps = sum(later - earlier > 1 for earlier, later in pairwise(on))
    return Course(len(doses), on[-1] - on[0] + 1, len(on), gaps)


def extent(worked: Worked) -> Iterator[Row]:
    """All rows; none where the protocol has no set of the treated or does not say where doses stand."""
    held = next((each for each in worked.promised.sets if each.holds is Membership.TREATED), None)
    if held is None or not worked.promised.first_dose:
        return
    about, members = About(EXTENT, held.id), worked.members(held.id)
    courses = [course_of(person.doses) for person in members]
    yield about.people("extent_members", len(members))
    for name, values in _values(courses).items():
        line = about.of(variable=name)
        yield line.row("extent_total", sum(values), UNITS[name], "counted")
        yield from described(line, "", [Interval.point(float(each)) for each in values], UNITS[name], tuple(SHARES))
    yield about.row("extent_interrupted", sum(each.gaps > 0 for each in courses), PEOPLE, "counted")


def _values(courses: Sequence[Course]) -> dict[str, list[int]]:
    return {
        DOSES: [each.doses for each in courses], TREATED: [each.treated for each in courses],
        DOSED: [each.dosed for each in courses], WITHOUT: [each.without for each in courses],
        GAPS: [each.gaps for each in courses],
    }  # fmt: skip

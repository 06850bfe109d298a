"""What is assumed of a virtual trial, as numbers: how people fare, what is recorded of them, how they are recruited."""

from __future__ import annotations

from dataclasses import dataclass

from bedside.values.wording import Text


@dataclass(frozen=True)
class Course:
    """How a participant fares from one day to the next; all rates are hazards a day.

    A death happens at `death`·exp(`death_per_point`·(points − `death_at`)), where points is the sum of the six levels.
    Every organ by itself improves by one level at the rate `recovery`, times the effect of treatment, and worsens by
    one at `worsening`. Whoever has at most `leaves_at` points leaves intensive care at the rate `leaving`.
    """

    death: float
    death_per_point: float
    death_at: float
    recovery: float
    worsening: float
    leaving: float
    leaves_at: int


@dataclass(frozen=True)
class Records:
    """What is not recorded: probabilities for each organ, by where the participant is; `whole_sheet` of all six.

    `drop_out` is the hazard a day of being lost: from then on nothing is recorded, death included.
    """

    at_inclusion: tuple[float, ...]
    in_intensive_care: tuple[float, ...]
    on_the_ward: tuple[float, ...]
    whole_sheet: float
    drop_out: float


@dataclass(frozen=True)
class Site:
    """A site that opens `opens` days after the first day of the trial and recruits `per_month` on average."""

    id: str
    opens: float
    per_month: float


@dataclass(frozen=True)
class Looking:
    """How a look happens: `after` days from the last outcome that it needs; recruitment `pauses` until then, or not."""

    after: float
    pauses: bool


@dataclass(frozen=True)
class Scenario:
    """What is true in a scenario. `ratio` is the effect of treatment: the hazard ratio of recovery."""

    id: str
    text: Text
    ratio: float
    course: Course
    records: Records
    sites: tuple[Site, ...]
    looking: Looking

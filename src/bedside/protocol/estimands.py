"""What a protocol promises to estimate: an estimand for each outcome, and who and what its analyses take.

The five attributes of an estimand (population, treatment, variable, intercurrent events with their strategies, summary
measure) and the names of the strategies are those of ICH E9(R1), addendum on estimands, 2019, sections A.3.2 and A.3.3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bedside.protocol.casebook import LATER
from bedside.protocol.supplementary import Course, Delta, Hierarchy, OverTime, Scale
from bedside.values.wording import Text


class Strategy(StrEnum):
    """How an intercurrent event enters what is estimated."""

    TREATMENT_POLICY = "treatment policy"
    COMPOSITE = "composite"
    WHILE_ALIVE = "while alive"
    HYPOTHETICAL = "hypothetical"
    PRINCIPAL_STRATUM = "principal stratum"


class Membership(StrEnum):
    """Whom an analysis set holds: everybody, who had a first dose, or who met every criterion at inclusion."""

    INCLUDED = "included"
    TREATED = "treated"
    ELIGIBLE = "eligible"


FOUND_INELIGIBLE = frozenset({"ineligible", "ineligible after enrolment"})
"""The kinds of deviation that say of somebody included that a criterion was not met: it is known now, whatever their
records say. The second one is what the page of a participant wrote before it wrote the first."""


class Method(StrEnum):
    """The kind of main analysis: of a yes or no, of measurements, of counted events, of times."""

    PROPORTION = "proportion"
    VALUES = "values"
    COUNTS = "counts"
    COMPETING = "competing"
    SURVIVAL = "survival"


class Worst(StrEnum):
    """Which of several values before inclusion is the worst, and therefore the baseline."""

    LOWEST = "lowest"
    HIGHEST = "highest"


@dataclass(frozen=True)
class AnalysisSet:
    """Those whom an analysis takes."""

    id: str
    text: Text
    holds: Membership
    more: Text
    assumptions: tuple[str, ...] = ()
    where: str = field(default="", compare=False)


@dataclass(frozen=True)
class Intercurrent:
    """What may happen between inclusion and the measurement: an `event` of the schedule, or a time on a form.

    `item` is "form.item"; one of the two is empty.
    """

    id: str
    text: Text
    event: str = ""
    item: str = ""


@dataclass(frozen=True)
class Handling:
    """How one estimand deals with one intercurrent event, by its id."""

    event: str
    strategy: Strategy
    text: Text


@dataclass(frozen=True)
class Fall:
    """A success that is a fall of a score, so that it can be looked at by component.

    `score` is the name of the score; `before`, `after` and `alive` are evaluations of the outcome's endpoint, `least`
    the parameter by how much the score has to fall.
    """

    score: str
    before: str
    after: str
    alive: str
    least: str


@dataclass(frozen=True)
class Listing:
    """The form that lists counted events, and its items: when one began, and by what they are told apart."""

    form: str
    began: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exposure:
    """The time over which events are counted: while alive, or `during` a support; a rate is told per `per` days."""

    per: int
    during: str = ""


@dataclass(frozen=True)
class Sensitivity:
    """The main analysis once more, with one thing changed.

    On another `set`; `without` these components of the score; or with every undetermined result of those to whom the
    event `after` happened taken for a success; or `from_first_dose`, with the first dose as time zero of those treated.
    """

    id: str
    text: Text
    set: str = ""
    without: tuple[str, ...] = ()
    after: str = ""
    from_first_dose: bool = field(default=False, metadata=LATER)


@dataclass(frozen=True)
class Estimand:
    """What is estimated of one outcome, by which analysis, and what has to be so for the estimate to mean it.

    `set` is the population's analysis set. `missing` says what is done with what is not observed, which is no
    intercurrent event. `fall` and `delta` belong to a proportion, `listing` and `exposure` to counts; `endings`, of a
    time, name each with the intercurrent event by which the calendar tells of it too. `course` and `over_time` belong
    to measurements.
    """

    outcome: str
    set: str
    population: Text
    treatment: Text
    variable: Text
    events: tuple[Handling, ...]
    measure: Text
    method: Method
    analysis: Text
    rests_on: Text
    sensitivity: tuple[Sensitivity, ...] = ()
    fall: Fall | None = None
    listing: Listing | None = None
    exposure: Exposure | None = None
    endings: tuple[tuple[str, str], ...] = ()
    assumptions: tuple[str, ...] = ()
    where: str = field(default="", compare=False)
    delta: Delta | None = field(default=None, metadata=LATER)
    course: Course | None = field(default=None, metadata=LATER)
    over_time: Scale | None = field(default=None, metadata=LATER)
    hierarchy: Hierarchy | None = field(default=None, metadata=LATER)
    missing: Text | None = field(default=None, metadata=LATER)

    @property
    def id(self) -> str:
        """That of its outcome: each has one."""
        return self.outcome


@dataclass(frozen=True)
class Baseline:
    """The value before treatment: the worst within a parameter's time before inclusion, and which end is worst."""

    window: str
    worst: tuple[tuple[str, Worst], ...] = ()
    assumptions: tuple[str, ...] = ()
    where: str = field(default="", compare=False)


@dataclass(frozen=True)
class Promised:
    """All that a protocol says of its analysis. `first_dose` is the item that tells when treatment began, or empty;
    `comparator` the arm that the other one is compared with, or empty. `unobserved` holds what ends the observation, so
    that what would have come after it is missing: no intercurrent event (ICH E9(R1), A.3.1).
    """

    sets: tuple[AnalysisSet, ...]
    intercurrent: tuple[Intercurrent, ...]
    estimands: tuple[Estimand, ...]
    baseline: Baseline | None = None
    first_dose: str = ""
    over_time: OverTime | None = field(default=None, metadata=LATER)
    comparator: str = field(default="", metadata=LATER)
    unobserved: tuple[Intercurrent, ...] = field(default=(), metadata=LATER)

    @property
    def happenings(self) -> tuple[Intercurrent, ...]:
        """What is looked for between inclusion and the measurement: intercurrent events, and ends of observation."""
        return (*self.intercurrent, *self.unobserved)

    def supplementary(self, estimand: Estimand) -> tuple[Text, ...]:
        """What is looked at beside an outcome's main analysis, in words."""
        over_time = self.over_time if estimand.over_time else None
        return tuple(each.text for each in (estimand.delta, estimand.course, over_time, estimand.hierarchy) if each)

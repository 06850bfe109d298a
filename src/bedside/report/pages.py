"""What a report shows, as plain frozen data: whoever fills it in, the pages look the same.

Times are microseconds UTC. Words are `Text` (English and French). A verdict is one of the words that the table of
verdicts uses (`candidate`, `eligible`, `met`, ...); how it is said and drawn is for `words` and the templates.
"""

from __future__ import annotations

from dataclasses import dataclass

from bedside.values.interval import Interval
from bedside.values.wording import Text

UNDECIDED = "cannot tell"


@dataclass(frozen=True)
class Lacking:
    """What would settle a verdict: the things to learn, each with its cost, in the protocol's points of effort."""

    things: tuple[tuple[Text, float], ...] = ()

    @property
    def cost(self) -> float:
        """What learning all of it costs."""
        return sum(cost for _, cost in self.things)

    def __bool__(self) -> bool:
        return bool(self.things)


@dataclass(frozen=True)
class ScoreNow:
    """A score at one hour: its range, the most points there are, and the bound that the protocol asks for."""

    name: str
    text: Text
    value: Interval
    maximum: float
    needed: float | None = None


@dataclass(frozen=True)
class Barring:
    """A criterion that keeps a patient out: one of exclusion because it holds, any other because it does not."""

    id: str
    text: Text
    exclusion: bool


@dataclass(frozen=True)
class WardRow:
    """One stay in the ward list, at its last hour. `page` says that a patient page of it follows.

    `lacking` would settle the verdict either way, `to_qualify` could make it a yes; `bars` are the criteria that keep
    the stay out, `data_bars` those that do so by hospital data alone. `ended_us` is when the stay ended, if it has,
    and `died` whether by death.
    """

    stay: str
    patient: str
    unit: Text
    hours: int
    at_us: int
    data_verdict: str
    verdict: str
    since_us: int
    scores: tuple[ScoreNow, ...] = ()
    data_lacking: Lacking = Lacking()
    lacking: Lacking = Lacking()
    page: bool = False
    data_to_qualify: Lacking = Lacking()
    to_qualify: Lacking = Lacking()
    data_bars: tuple[Barring, ...] = ()
    bars: tuple[Barring, ...] = ()
    ended_us: int | None = None
    died: bool = False


@dataclass(frozen=True)
class Path:
    """A score along the hours of a stay: (time, low, high) for each hour, in order of time."""

    text: Text
    maximum: float
    hours: tuple[tuple[int, float, float], ...]
    needed: float | None = None
    parts: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Bound:
    """A number at which a rule of the protocol changes sides: `strong` when a criterion compares with it."""

    value: float
    strong: bool


@dataclass(frozen=True)
class Series:
    """The records of one variable: (time, low, high) each, the unit as written (UCUM), and the bounds that matter."""

    text: Text
    unit: str
    records: tuple[tuple[int, float, float], ...]
    bounds: tuple[Bound, ...] = ()


@dataclass(frozen=True)
class TraceLine:
    """A line of a trace, indented by `level`."""

    level: int
    text: str


@dataclass(frozen=True)
class CriterionNow:
    """A criterion at the last hour: the record's sentence, our words, the verdict, what settles it, and why.

    `trace` holds the reasons by language. `answered_by` names who can answer, as in `values.variable.Answerer`.
    """

    id: str
    exclusion: bool
    sentence: str
    text: Text
    verdict: str
    answered_by: tuple[str, ...]
    lacking: Lacking
    trace: tuple[tuple[str, tuple[TraceLine, ...]], ...]


@dataclass(frozen=True)
class Tally:
    """A rule "at least n of these" at the last hour: how many are met for certain, and how many could be."""

    text: Text
    needed: int
    items: tuple[tuple[Text, str], ...]

    @property
    def met(self) -> Interval:
        """How many of the items are met, as a range."""
        sure = sum(verdict == "met" for _, verdict in self.items)
        return Interval(float(sure), float(sure + sum(verdict == UNDECIDED for _, verdict in self.items)))


@dataclass(frozen=True)
class PatientPage:
    """One stay in full: what the ward list says of it, trajectories, criteria with their reasons."""

    row: WardRow
    sex: str
    age: Interval | None
    admitted_us: int
    discharged_us: int | None
    died_us: int | None
    paths: tuple[Path, ...]
    series: tuple[Series, ...]
    tallies: tuple[Tally, ...]
    criteria: tuple[CriterionNow, ...]


@dataclass(frozen=True)
class FlowStep:
    """Stays that left the flow for one reason: `first` counts each stay once, `all` every stay it applies to.

    `name` is the criterion's id, or empty for what no criterion decides by itself. An `exclusion` criterion bars those
    of whom it holds, the others those of whom it does not.
    """

    name: str
    text: Text
    exclusion: bool
    first: int
    all: int


@dataclass(frozen=True)
class Flow:
    """How the stays of a source went through the criteria, each counted once.

    `decided` is the word of those who pass (`candidate`, `eligible`); `open` counts, by what is missing, those of
    whom nothing can be told yet. assessed = excluded + undecided + passed, always.
    """

    decided: str
    assessed: int
    steps: tuple[FlowStep, ...]
    open: tuple[tuple[Lacking, int], ...]
    passed: int

    @property
    def excluded(self) -> int:
        """Stays that some criterion bars."""
        return sum(step.first for step in self.steps)

    @property
    def undecided(self) -> int:
        """Stays of which it cannot be told."""
        return sum(count for _, count in self.open)

    @property
    def reconciles(self) -> bool:
        """True when every stay assessed ended in exactly one place."""
        return self.assessed == self.excluded + self.undecided + self.passed


@dataclass(frozen=True)
class WardReport:
    """A whole report. `language` is shown first; `left_off` counts stays too many for the list.

    `not_real` puts the banner on every page. `imported` are the sentences of the import report. `at_us` is the moment
    that the list was asked for; without it each stay stands as at its last hour.
    """

    title: Text
    source: Text
    not_real: bool
    protocol: str
    version: str
    hash: str
    made_at_us: int
    as_of: str
    first_us: int
    last_us: int
    rows: tuple[WardRow, ...]
    patients: tuple[PatientPage, ...]
    flows: tuple[Flow, ...]
    stays: int
    imported: tuple[Text, ...] = ()
    language: str = "en"
    at_us: int | None = None

    @property
    def left_off(self) -> int:
        """Stays that were screened and stand in no row."""
        return self.stays - len(self.rows)

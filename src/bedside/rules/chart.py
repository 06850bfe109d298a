"""What a rule can read about one patient: facts with their times, and what the source records at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bedside.values.interval import Interval
from bedside.values.moment import EVER, Moment
from bedside.values.unknown import Because
from bedside.values.variable import Variable

LONG_AGO = Moment(-EVER)
UNRECORDED = "unrecorded"
"""The origin of a fact that stands for all that nobody recorded of a variable."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One record of a variable.

    A measurement at one moment has `start == end`; over an interval it says that the moment lies somewhere in
    it. What lasts (infusion, support) is in force in [start, end). `available` is when the record could first
    be read. `value` is a point, or a range where only a limit is known (`>16500`) or the result is pending.
    `course` is the uninterrupted course (start, end) that an infusion's rate belongs to. `origin` says where it
    came from (table, row, device) and `written` what stood there, with its unit. `superseded` is when something
    that arrived later took its place: it is read only with what was known before.
    """

    variable: str
    start: Moment
    end: Moment
    value: Interval
    available: Moment = LONG_AGO
    course: tuple[Moment, Moment] | None = None
    because: Because | None = None
    origin: str = ""
    written: str = ""
    superseded: Moment | None = None

    @property
    def said_until(self) -> Moment | None:
        """Of what stands for all that nobody recorded: the last moment that was spoken of. None of any other record,
        and where nothing ever was."""
        return Moment(self.start - 1) if self.origin == UNRECORDED and self.start > LONG_AGO else None


@dataclass(frozen=True)
class Chart:
    """The facts of one patient, by variable name.

    `recorded` names the variables of which this source records every occurrence, so that no record means none
    (an infusion that was not given); of any other variable, no record means not known. `supplied` names all
    that it can supply (None: not stated), which only sharpens the reason for an unknown.
    """

    facts: Mapping[str, tuple[Fact, ...]]
    recorded: frozenset[str] = frozenset()
    supplied: frozenset[str] | None = None

    @classmethod
    def of(cls, facts: Iterable[Fact], recorded: Iterable[str] = (), supplied: Iterable[str] | None = None) -> Chart:
        """A chart from facts in any order."""
        held: dict[str, list[Fact]] = {}
        for fact in facts:
            held.setdefault(fact.variable, []).append(fact)
        listed = None if supplied is None else frozenset(supplied)
        return cls({name: tuple(those) for name, those in held.items()}, frozenset(recorded), listed)

    def about(self, variable: Variable, known: Moment) -> list[Fact]:
        """The facts of a variable that could be read at the moment `known`."""
        return [
            fact
            for fact in self.facts.get(variable.name, ())
            if fact.available <= known and (fact.superseded is None or known < fact.superseded)
        ]

    def why_unknown(self, variable: Variable) -> Because:
        """Why nothing is there about a variable."""
        if variable.kind == "answer":
            return Because.NOT_ANSWERED
        if self.supplied is not None and variable.name not in self.supplied:
            return Because.NOT_RECORDED_HERE
        return Because.NOT_MEASURED

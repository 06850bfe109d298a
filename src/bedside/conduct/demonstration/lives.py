"""Virtual patients for the demonstration: each moved in time so that it is included when its story says.

A life is chosen by what a nurse would type of it: only who qualifies by the forms as they will be filled is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bedside.conduct.demonstration.nurse import filled, occurrences, readable
from bedside.conduct.inclusion.questions import asked_of, inclusion_visit
from bedside.conduct.participants.consent import questions_of
from bedside.protocol.evaluating import evaluate
from bedside.protocol.forms import recorded_by
from bedside.protocol.model import CriterionKind, Protocol
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import Meaning, ask
from bedside.rules.nodes import Named
from bedside.values.interval import MET, NOT_MET, Interval
from bedside.values.moment import DAY, HOUR, Moment
from bedside.virtual.causes import DEFAULT, HEMOPHAGOCYTIC
from bedside.virtual.patients import Ward, ward

SEED = 2_000
"""The wards that participants come from: other seeds than that of the ward which is screened."""
AT_ONCE = 40
WARDS = 16
"""How many wards of so many patients are looked through, at most."""
INCLUDED_H = (26, 34, 50)
"""Hours after admission to intensive care at which somebody may be included."""
FORMS = 10 * HOUR // 60
"""How long before inclusion the forms of the inclusion visit are filled in."""
Answers = Mapping[str, bool]


@dataclass(frozen=True)
class Life:
    """Somebody who does not exist: their records, and the answers by which they qualify at `included`."""

    chart: Chart
    included: Moment
    answers: Answers
    died: Moment | None
    left_hospital: Moment | None

    def lasted(self, variable: str) -> tuple[Moment, Moment] | None:
        """The stretch of a state that inclusion falls in."""
        held = (each for each in self.chart.facts.get(variable, ()) if each.start <= self.included < each.end)
        return next(((each.start, each.end) for each in held), None)

    def died_by(self, at: Moment) -> bool:
        """Whether death came before or at a moment."""
        return self.died is not None and self.died <= at

    def days_until(self, at: Moment | None) -> float:
        """Days from inclusion."""
        return float("inf") if at is None else (at - self.included) / DAY

    def succeeded(self, protocol: Protocol, now: Moment) -> Interval:
        """The first outcome that is worked out, as the records have it now; nothing known where there is none."""
        if not protocol.endpoints:
            return Interval(0, 1)
        return evaluate(protocol.endpoints[0], self.chart, self.included, now).verdict.value

    def at(self, included: Moment) -> Life:
        """The same life, included at another time."""
        by = included - self.included
        ends = [None if end is None else Moment(end + by) for end in (self.died, self.left_hospital)]
        return Life(_moved(self.chart, by), included, self.answers, *ends)


def lives(protocol: Protocol) -> Iterator[Life]:
    """Lives that qualify, one after the other, until the wards are looked through."""
    for number in range(WARDS):
        held = ward(AT_ONCE, SEED + number, (HEMOPHAGOCYTIC, DEFAULT)[number % 2], complete=True)
        for place in range(AT_ONCE):
            found = _qualifying(protocol, held, place)
            if found is not None:
                yield found


def _qualifying(protocol: Protocol, held: Ward, place: int) -> Life | None:
    chart = held.chart(str(held.patients["patient_id"][place]))
    admitted, left = (int(held.stays[name][place]) for name in ("admitted_us", "discharged_us"))
    died, home = held.truth["died_us"][place], held.stays["hospital_discharged_us"][place]
    for hour in INCLUDED_H:
        included = Moment(admitted + hour * HOUR)
        if included + HOUR >= left:
            return None
        if ask(protocol.data_population, chart, included, included).value == NOT_MET:
            continue
        answers = answers_that_qualify(protocol, chart, included)
        if answers is not None:
            out = None if home is None or died == home else Moment(int(home))
            return Life(chart, included, answers, None if died is None else Moment(int(died)), out)
    return None


def answers_that_qualify(protocol: Protocol, chart: Chart, included: Moment) -> Answers | None:
    """Answers to the questions of the criteria by which the forms, as they will be typed, qualify; None: none do.

    What the records answer stands, and only what a criterion waits for is answered: no, and yes where no does not do.
    """
    at, typed = Moment(included - FORMS), typed_by(protocol, chart, included)
    asked = {each.variable.name for each in asked_of(protocol)} - set(chart.facts)
    answers: dict[str, bool] = {}

    def told(rule: Named, given: Answers) -> Meaning:
        return ask(rule, _with(protocol, typed, given, at), included, included)

    for criterion in protocol.criteria:
        good = MET if criterion.kind is CriterionKind.INCLUSION else NOT_MET
        while (found := told(criterion.rule, answers)).value != good:
            open_ = sorted({each.name for each in found.unknown} & asked - set(answers))
            if not open_:
                return None
            tried = {name: {**answers, **dict.fromkeys(open_, False), name: True} for name in open_}
            fits = (name for name in open_ if told(criterion.rule, tried[name]).value == good)
            no = {**answers, **dict.fromkeys(open_, False)}
            answers = no if told(criterion.rule, no).value == good else tried.get(next(fits, ""), no)
    return answers if told(protocol.population, answers).value == MET else None


def typed_by(protocol: Protocol, chart: Chart, included: Moment) -> list[Fact]:
    """What the rules would read at inclusion of the forms as they are typed, but for the answers."""
    at, found = Moment(included - FORMS), []
    for name in inclusion_visit(protocol).forms:
        form = protocol.form(name)
        found += readable(protocol, name, [filled(protocol, form, chart, at, {})])
    for form in protocol.forms:
        if form.repeats:
            found += readable(
                protocol, form.id, (typed for _, typed in occurrences(protocol, form, chart, at, included))
            )
    return found


def _with(protocol: Protocol, typed: list[Fact], answers: Answers, at: Moment) -> Chart:
    """The chart of what is typed, with the answers, and a consent of every kind."""
    given = {**answers, **dict.fromkeys(questions_of(protocol), True)}
    said = [Fact(name, at, at, MET if yes else NOT_MET, at) for name, yes in given.items()]
    return Chart.of([*typed, *said], recorded_by(protocol))


def _moved(chart: Chart, by: int) -> Chart:
    facts = {name: tuple(_later(each, by) for each in those) for name, those in chart.facts.items()}
    return replace(chart, facts=facts)


def _later(fact: Fact, by: int) -> Fact:
    course = None if fact.course is None else (Moment(fact.course[0] + by), Moment(fact.course[1] + by))
    return replace(
        fact,
        start=Moment(fact.start + by),
        end=Moment(fact.end + by),
        available=Moment(fact.available + by),
        course=course,
    )

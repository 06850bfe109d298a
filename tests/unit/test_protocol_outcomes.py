"""Outcomes worked out: the time to an end, parts of one outcome, and what death says of the time before it."""

from pathlib import Path

import pytest

from bedside.errors import BedsideError, ProtocolError
from bedside.protocol import artefact
from bedside.protocol.authoring import duration, endpoint, evaluation, value
from bedside.protocol.evaluating import NOT_ENDED, UNCERTAIN, Reached, evaluate, time_to
from bedside.protocol.loading import load
from bedside.records.deaths import lived
from bedside.records.dictionary import variable
from bedside.rules.chart import Chart, Fact
from bedside.rules.language import count, in_force, latest, named, quantity
from bedside.rules.nodes import Node
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval
from bedside.values.moment import DAY, EVER, HOUR, Moment, hours, moment
from tests.unit.tiny_trial import PROTOCOL, write_trial

START = moment("2026-03-01T08:00")
STAY, DEAD, VENTILATED = variable("icu_stay"), variable("dead"), variable("invasive_ventilation")
DIED, LEFT = named("death", in_force(DEAD)), named("discharge", ~in_force(STAY))
EVENT = duration("S1", "P10D", DIED, LEFT)


def lasts(name: str, since: float, until: float | None, yes: bool = True, available: float = -99) -> Fact:
    """What lasts, in days from the start."""
    start = Moment(START + round(since * DAY))
    end = Moment(START + EVER) if until is None else Moment(START + round(until * DAY))
    return Fact(name, start, end, MET if yes else NOT_MET, Moment(START + round(available * DAY)), (start, end))


def reached(*facts: Fact, recorded: tuple[str, ...] = ("icu_stay", "dead"), known: float | None = 99) -> Reached:
    at = None if known is None else Moment(START + round(known * DAY))
    return time_to(EVENT, Chart.of(facts, recorded), START, at)


def days(low: float, high: float, cause: str) -> Reached:
    return Reached(Interval(low * 24, high * 24), cause)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([lasts("icu_stay", -1, 4)], days(4, 4, "discharge")),
        ([lasts("icu_stay", -1, 4), lasts("icu_stay", 6, 9)], days(4, 4, "discharge")),
        ([lasts("icu_stay", -1, None), lasts("dead", 3, None)], days(3, 3, "death")),
        ([lasts("icu_stay", -1, 4), lasts("dead", 4, None)], days(4, 4, "death")),
        ([lasts("icu_stay", -1, 4), lasts("dead", 6, None)], days(4, 4, "discharge")),
        ([lasts("icu_stay", -1, None)], days(10, 10, NOT_ENDED)),
        ([lasts("icu_stay", -1, 10)], days(10, 10, "discharge")),
        ([lasts("icu_stay", -1, 10.5)], days(10, 10, NOT_ENDED)),
        ([lasts("icu_stay", -1, 0)], days(0, 0, "discharge")),
        ([], days(0, 0, "discharge")),
    ],
    ids=["left", "readmitted", "died there", "both at once", "died later", "still there", "left on the last moment",
         "left after it", "left at inclusion", "never there"],
)  # fmt: skip
def test_the_first_ending_counts_with_its_cause(facts: list[Fact], expected: Reached) -> None:
    assert reached(*facts) == expected


def test_what_nobody_recorded_leaves_the_time_and_the_cause_open() -> None:
    there = lasts("icu_stay", -1, 4)
    assert reached(there, recorded=("icu_stay",)) == days(0, 4, UNCERTAIN)
    assert reached(there, lasts("dead", -1, 2, yes=False), recorded=("icu_stay",)) == days(2, 4, UNCERTAIN)
    assert reached(there, lasts("dead", -1, 5, yes=False), recorded=("icu_stay",)) == days(4, 4, "discharge")
    assert reached(recorded=()) == days(0, 10, UNCERTAIN)


def test_a_death_says_that_the_person_was_alive_before_it() -> None:
    there, dead = lasts("icu_stay", -1, 4), lasts("dead", 7, None)
    assert reached(there, dead, recorded=("icu_stay",)) == days(4, 4, "discharge")
    alive = evaluation("alive", "P2D", ~in_force(DEAD))
    outcome = endpoint("P1", value(alive), alive)
    assert evaluate(outcome, Chart.of([dead]), START, Moment(START + 9 * DAY)).verdict.value == MET
    assert evaluate(outcome, Chart.of([]), START).verdict.value == CANNOT_TELL
    chart = Chart.of([there])
    assert lived(chart) is chart


def test_after_what_is_known_nothing_is() -> None:
    there = lasts("icu_stay", -1, None)
    assert reached(there, known=6) == days(6, 10, UNCERTAIN)
    assert reached(there, known=None) == days(10, 10, NOT_ENDED)
    assert reached(there, lasts("dead", 3, None, available=5), known=4) == days(4, 10, UNCERTAIN)
    assert reached(there, lasts("dead", 3, None, available=5), known=5) == days(3, 3, "death")


@pytest.mark.parametrize(
    "rule", [latest(variable("platelets"), hours(24)) > quantity("50 10*9/L"), latest(variable("platelets"), hours(24))]
)
def test_an_ending_is_about_what_is_in_force(rule: Node) -> None:
    with pytest.raises(ProtocolError, match="the ending “better” is no yes/no rule about what is in force"):
        duration("S1", "P10D", named("better", rule))


def test_a_number_of_records_needs_an_upper_end() -> None:
    rule = count(variable("map"), hours(24))
    found = evaluation("found", "P1D", rule, 0, quantity("99 1"))
    assert found.variable.bounds == Interval(0, 99)
    with pytest.raises(ProtocolError, match="the evaluation “found” has no bounds"):
        evaluation("found", "P1D", rule, 0, quantity("99 d"))


ENDPOINTS = """\
from bedside.protocol.authoring import duration, endpoint, evaluation, value
from bedside.records.dictionary import variable
from bedside.rules.language import in_force, latest, named
from bedside.values.moment import hours


def endpoints(trial):
    taken = evaluation("creatinine_at_day_3", trial.ends("D3"), latest(variable("creatinine"), hours(24)))
    gone = named("gone", in_force(trial.variable("gone_home")))
    return [
        endpoint("P1", value(taken), taken, part="first"),
        endpoint("P1", value(taken), taken, part="second"),
        duration("P1", trial.day("D9"), gone),
    ]
"""
OWN = PROTOCOL.replace("criteria:\n  inclusion", """\
logic: {criteria: criteria.py, endpoints: endpoints.py}
variables:
  gone_home: {kind: support, truth: true, en: at home, fr: à la maison}
  pain: {kind: measurement, unit: "{points}", low: 0, high: 10, decimals: 0, en: pain, fr: douleur}
criteria:
  inclusion""")  # fmt: skip


def test_parts_times_and_variables_of_its_own(tmp_path: Path) -> None:
    protocol = load(write_trial(tmp_path, protocol_yaml=OWN, **{"endpoints.py": ENDPOINTS}))
    assert [each.name for each in protocol.endpoints] == ["P1_first", "P1_second"]
    assert protocol.endpoint("P1") is None and protocol.endpoint("P1", "second") is protocol.endpoints[1]
    assert protocol.duration("P1") is protocol.durations[0] and protocol.duration("P1", "x") is None
    assert protocol.endpoints[0].evaluations[0].after == "P4D"
    assert (protocol.vocabulary["pain"].bounds, protocol.vocabulary["gone_home"].lasting) == (Interval(0, 10), True)
    again = artefact.read(artefact.canonical(protocol))
    assert again == protocol and again.durations == protocol.durations
    went = lasts("gone_home", 2, None)
    assert time_to(again.durations[0], Chart.of([went], ["gone_home"]), START) == days(2, 2, "gone")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("pain: {", "willing: {", "“willing” is already a question. Choose another name."),
        ("pain: {", "creatinine: {", "“creatinine” is already a variable of the dictionary. Choose another name."),
        ("low: 0, high: 10", "low: 10, high: 0", "bounds 10 to 0 are empty. Give low < high."),
        ("kind: support, truth", "kind: answer, truth", "“kind” is “answer”. It may be: measurement, output"),
    ],
)
def test_a_variable_of_its_own_that_cannot_be(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in OWN
    with pytest.raises(BedsideError) as error:
        load(write_trial(tmp_path, protocol_yaml=OWN.replace(old, new), **{"endpoints.py": ENDPOINTS}))
    assert said in str(error.value) and "protocol.yaml:" in str(error.value)


def test_a_part_twice_is_refused(tmp_path: Path) -> None:
    twice = ENDPOINTS.replace('part="second"', 'part="first"')
    with pytest.raises(ProtocolError, match="“P1_first” is written twice"):
        load(write_trial(tmp_path, protocol_yaml=OWN, **{"endpoints.py": twice}))


def test_hours_are_hours() -> None:
    assert reached(lasts("icu_stay", -1, 1.5 / 24)) == Reached(Interval(1.5, 1.5), "discharge")
    assert HOUR * 24 == DAY and VENTILATED.lasting

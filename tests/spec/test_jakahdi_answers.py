"""No answer decides for ever: each question of a shipped trial says how long its answer counts, on an assumption."""

import pytest

from bedside.protocol.loading import find_trial, load, shipped
from bedside.protocol.model import Question
from bedside.protocol.worked import read_cases
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import ask
from bedside.rules.nodes import Over, walk
from bedside.values.interval import CANNOT_TELL, MET, Interval
from bedside.values.moment import DAY, EVER, Moment, moment, read_length

PROTOCOL = load("jakahdi")
AT = moment("2026-03-01T08:00")
QUESTIONS = [(trial, question) for trial in shipped() for question in load(trial).questions]
FOR_EVER = {"pml_history", "lactose_intolerance", "hypersensitivity_ruxolitinib", "hypersensitivity_excipients"}


@pytest.mark.parametrize(("trial", "question"), QUESTIONS, ids=[f"{t}-{q.name}" for t, q in QUESTIONS])
def test_each_question_rests_on_an_assumption_and_every_rule_reads_it_no_longer(trial: str, question: Question) -> None:
    protocol = load(trial)
    assert "answer_validity" in question.assumptions
    read = [
        node.window.back
        for criterion in protocol.criteria
        for node in walk(criterion.rule)
        if isinstance(node, Over) and node.variable.name == question.name
    ]
    assert set(read) <= {read_length(question.valid_for)}


def test_only_what_does_not_change_is_answered_once_for_ever() -> None:
    assert {each.name for each in PROTOCOL.questions if each.valid_for == "ever"} == FOR_EVER


@pytest.mark.parametrize("question", [q for q in PROTOCOL.questions if q.name == "moribund"], ids=lambda q: q.name)
def test_an_answer_counts_until_it_is_as_old_as_its_validity(question: Question) -> None:
    length = read_length(question.valid_for)
    for age, expected in ((length - 1, MET), (length, CANNOT_TELL), (length + 1, CANNOT_TELL)):
        at = Moment(AT - age)
        chart = Chart.of([Fact(question.name, at, at, Interval.point(1.0), at)])
        assert ask(PROTOCOL.criterion("E1").rule, chart, AT).value == expected, age


def test_the_answers_of_an_earlier_stay_make_nobody_eligible() -> None:
    """Everything measured again six months later; of the answers, those that cannot change alone still count."""
    cases = read_cases(find_trial("jakahdi"), PROTOCOL)
    (case,) = [each for each in cases if (each.about[:5], each.name) == ("whole", "eligible")]
    assert ask(PROTOCOL.population, case.chart, case.at).value == MET
    asked = {each.name for each in PROTOCOL.questions}
    facts = [fact for those in case.chart.facts.values() for fact in those]
    old = [_earlier(fact) if fact.variable in asked else fact for fact in facts]
    chart = Chart.of(old, case.chart.recorded)
    assert ask(PROTOCOL.population, chart, case.at).value == CANNOT_TELL
    left = {c.id for c in PROTOCOL.criteria if ask(c.rule, chart, case.at).value == CANNOT_TELL}
    assert left == {"I2", "I4", "I5", "E1", "E3", "E7", "E9", "E10", "E11", "E12", "E13"}


def _earlier(fact: Fact) -> Fact:
    at = Moment(fact.start - 183 * DAY)
    return Fact(fact.variable, at, at, fact.value, at, origin=fact.origin, written=fact.written)


def test_for_ever_is_longer_than_a_life() -> None:
    assert read_length("ever") == EVER > 150 * 366 * DAY

"""What a trial's Python is given, and how it is told that it asked for the wrong thing."""

from pathlib import Path

import pytest

from bedside.errors import BedsideError, ProtocolError, RuleError, UnreadableFile
from bedside.protocol.authoring import Trial, duration, endpoint, evaluation, exclusion, inclusion, value
from bedside.protocol.marked_yaml import marked, read_marked
from bedside.protocol.model import Parameter, Question, Text, Visit
from bedside.records.dictionary import variable
from bedside.rules.chart import Chart
from bedside.rules.language import count, in_force, latest, total
from bedside.rules.meaning import ask
from bedside.rules.nodes import Constant
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval
from bedside.values.moment import ALWAYS, DAY, HOUR, hours
from bedside.values.quantity import quantity
from bedside.values.variable import Kind, yes_no

NAME = Text("a", "b")
TRIAL = Trial(
    {
        "limit": Parameter("limit", quantity("1.50 d"), NAME, source="a paper"),
        "assumed": Parameter("assumed", quantity("3 1"), NAME, assumption="guess"),
        "kind": Parameter("kind", "a choice", NAME, source="a paper"),
    },
    {},
    {},
)


def test_parameters_as_quantities_spans_texts_and_choices() -> None:
    assert TRIAL.quantity("limit") == quantity("1.50 d")
    assert TRIAL.written("limit") == "1.5 d"
    assert TRIAL.span("limit") == hours(36)
    assert TRIAL.whole("assumed") == 3
    assert TRIAL.choice("kind") == "a choice"
    assert TRIAL.threshold("limit") == Constant(quantity("1.50 d"), "a paper")
    assert TRIAL.threshold("assumed").source == "assumption guess"


@pytest.mark.parametrize(
    ("method", "name", "said"),
    [
        ("quantity", "kind", "the parameter “kind” is no quantity. Ask for it with choice()."),
        ("choice", "limit", "the parameter “limit” is a quantity. Ask for it with quantity()."),
        ("whole", "limit", "the parameter “limit” is no whole number."),
        ("span", "assumed", "cannot be converted to “h” (time)"),
        ("quantity", "limits", "no parameter is called “limits”. protocol.yaml has: assumed, kind, limit."),
        ("answer", "willing", "no question is called “willing”. protocol.yaml has: none."),
        ("consent", "signed", "no consent route is called “signed”. protocol.yaml has: none."),
    ],
)
def test_asking_for_the_wrong_thing(method: str, name: str, said: str) -> None:
    with pytest.raises(BedsideError) as error:
        getattr(TRIAL, method)(name)
    assert said in str(error.value)


def test_outside_its_condition_an_inclusion_is_met_and_an_exclusion_is_not() -> None:
    female, positive = latest(variable("female"), ALWAYS), latest(variable("hcg_positive"), ALWAYS)
    chart = Chart.of([])
    for given, included, excluded in (({"female": 0.0}, MET, NOT_MET), ({"female": 1.0}, CANNOT_TELL, CANNOT_TELL)):
        assert ask(inclusion("I1", positive, condition=female).rule, chart, hours(0), given=given).value == included
        assert ask(exclusion("E1", positive, condition=female).rule, chart, hours(0), given=given).value == excluded


def test_an_evaluation_stands_as_a_variable_of_its_own() -> None:
    alive = evaluation("alive", "P7D", ~in_force(variable("dead")), en="alive", fr="vivant")
    warm = evaluation("warm", "P7D", latest(variable("temperature"), hours(24)), 1)
    assert alive.variable.truth and alive.variable.say("fr") == "vivant"
    assert (warm.variable.unit, warm.variable.bounds) == ("Cel", Interval(25, 45))
    assert endpoint("P1", value(alive), alive, warm).verdict.name == "endpoint_P1"


@pytest.mark.parametrize("rule", [total(variable("urine"), hours(24)), count(variable("map"), hours(24))])
def test_an_evaluation_without_bounds_is_refused(rule: object) -> None:
    with pytest.raises(ProtocolError, match="the evaluation “sum” has no bounds"):
        evaluation("sum", "P7D", rule)  # type: ignore[arg-type]


def test_an_evaluation_at_no_time_is_refused() -> None:
    with pytest.raises(RuleError, match="“a week” is not a length of time"):
        evaluation("alive", "a week", ~in_force(variable("dead")))


def test_files_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("é: 1".encode("latin-1"))
    for name, said in (
        ("none.yaml", "there is no such file"),
        ("latin.yaml", "not UTF-8"),
        (".", "cannot be read"),
    ):
        with pytest.raises(UnreadableFile, match=said):
            read_marked(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [" + "[" * 70 + "]" * 70 + "]", "f:1: this is nested too deeply."),
        ("[" * 5000 + "]" * 5000, "f:1: this is nested too deeply."),
        ("- " * 70 + "x", "f:1: this is nested too deeply."),
        ("a: \0", "f:1: this is not YAML text."),
        ("a: !python/object:os.system x", "f:1: this is not YAML"),
        ("---\na: 1\n---\nb: 2\n", "f:3: this is not YAML"),
        ("a: *b\n", "f:1: this is not YAML"),
    ],
)
def test_yaml_that_nobody_should_write(text: str, said: str) -> None:
    with pytest.raises(ProtocolError) as error:
        marked(text, "f")
    assert said in str(error.value)


def test_words_that_yaml_would_turn_into_something_else_stay_words() -> None:
    held = marked("{a: no, b: on, c: 2026-01-01, d: true, e: 12, f: 1.5}", "f")
    assert held.data == {"a": "no", "b": "on", "c": "2026-01-01", "d": True, "e": 12, "f": 1.5}


def _trial(**visits: tuple[int, str, str]) -> Trial:
    planned = {name: Visit(name, NAME, day, before, after, ()) for name, (day, before, after) in visits.items()}
    return Trial({}, {}, {}, planned)


@pytest.mark.parametrize(
    ("visit", "closes", "width", "within"),
    [
        ((28, "P3D", "P3D"), "P31D", 6 * DAY, (28, 27, 29, 26, 30, 25)),
        ((7, "PT0H", "P1D"), "P8D", DAY, (7,)),
        ((3, "PT12H", "P2D"), "P5D", 60 * HOUR, (3, 4)),
        ((3, "PT36H", "PT36H"), "PT108H", 72 * HOUR, (3, 2)),
        ((3, "PT6H", "PT6H"), "PT78H", 12 * HOUR, ()),
    ],
)
def test_the_window_of_a_visit(visit: tuple[int, str, str], closes: str, width: int, within: tuple[int, ...]) -> None:
    trial = _trial(V=visit)
    assert (trial.day("V"), trial.closes("V"), trial.width("V")) == (f"P{visit[0]}D", closes, width)
    assert trial.days_within("V") == within


def test_a_visit_that_is_not_planned() -> None:
    with pytest.raises(ProtocolError, match=r"no visit is called “D9”\. protocol\.yaml has: D7"):
        _trial(D7=(7, "PT0H", "P1D")).closes("D9")


def test_an_answer_is_read_no_longer_than_it_is_valid() -> None:
    variable = yes_no("willing", Kind.ANSWER)
    trial = Trial({}, {"willing": Question("willing", variable, NAME, "PT12H")}, {})
    assert trial.answer("willing") == latest(variable, hours(12))


def test_what_is_no_rule_is_refused_in_outcomes_too() -> None:
    equal = latest(variable("age"), ALWAYS) == latest(variable("weight"), ALWAYS)
    for make in (
        lambda: evaluation("alive", "P7D", equal), lambda: endpoint("P1", equal), lambda: duration("P1", "P7D", equal),
        lambda: exclusion("E1", in_force(variable("icu_stay")), condition=equal),
    ):  # fmt: skip
        with pytest.raises(ProtocolError, match=r"holds the plain value False where a rule belongs\. Compare by <"):
            make()

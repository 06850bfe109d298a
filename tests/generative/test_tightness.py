"""The promise: a rule monotone in each unknown, which it uses once, is answered by the hull of completions."""

from decimal import Decimal
from itertools import islice

from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from bedside.rules.chart import Chart, Fact
from bedside.rules.language import scored
from bedside.rules.meaning import ask
from bedside.rules.nodes import (
    All,
    Any,
    Arithmetic,
    AtLeast,
    Bands,
    Compare,
    Comparison,
    Constant,
    Node,
    Not,
    Operation,
    Over,
    Pick,
    Step,
    variables,
)
from bedside.values.interval import hull
from bedside.values.moment import HOUR, NOW, Moment, Window
from bedside.values.quantity import Quantity
from bedside.values.variable import Variable
from tests.generative.completions import completions
from tests.generative.strategies import (
    ASKED,
    FLAG,
    LEVEL,
    RATIO,
    SIGNED,
    START,
    SUPPORT,
    TENTH,
    facts,
    moments,
)

MANY = 400
"""Completions worked out for one case; a case with more is left out."""
COMBINED = (Operation.ADD, Operation.SUBTRACT, Operation.LEAST, Operation.GREATEST, Operation.MULTIPLY)
READ = (LEVEL, RATIO, SIGNED, TENTH, FLAG, ASKED, SUPPORT)


@st.composite
def monotone_rules(draw: DrawFn) -> Node:
    """Looks at different variables, joined until one rule is left; nothing is used twice."""
    read = draw(st.lists(st.sampled_from(READ), min_size=1, max_size=3, unique=True))
    waiting = [draw(_looks(variable)) for variable in read]
    while len(waiting) > 1:
        one, other = waiting.pop(), waiting.pop()
        waiting.append(draw(_joined(draw(_changed(one)), draw(_changed(other)))))
    return draw(_changed(waiting[0]))


@st.composite
def _looks(draw: DrawFn, variable: Variable) -> Node:
    if variable.lasting:
        return Over(variable, NOW, Pick.HIGHEST)
    length = draw(st.sampled_from((3, 6, 24))) * HOUR
    return Over(variable, Window(length), draw(st.sampled_from((Pick.LATEST, Pick.HIGHEST, Pick.LOWEST))))


@st.composite
def _changed(draw: DrawFn, rule: Node) -> Node:
    """The rule itself, or a monotone step of it alone: bands that rise or fall, a threshold, points."""
    how = draw(st.sampled_from(("as it is", "step")))
    if how == "as it is":
        return rule
    if rule.truth:
        return draw(st.sampled_from((Not(rule), scored(rule, 2), All((rule,)))))
    bound = draw(st.sampled_from(("-1", "0.5", "1", "2")))
    if draw(st.booleans()):
        return Compare(rule, draw(st.sampled_from(Comparison)), Constant(Quantity(Decimal(bound), rule.unit)))
    scores = sorted(draw(st.lists(st.integers(0, 5), min_size=3, max_size=3)), reverse=draw(st.booleans()))
    first, second, third = map(Decimal, scores)
    steps = (Step(Decimal(bound), draw(st.booleans()), second), Step(Decimal(bound) + 1, False, third))
    return Bands(rule, first, steps, "1")


@st.composite
def _joined(draw: DrawFn, one: Node, other: Node) -> Node:
    if one.truth and other.truth:
        return draw(st.sampled_from((All((one, other)), Any((one, other)), AtLeast(2, (one, other)))))
    if one.truth or other.truth or one.unit != other.unit:
        number, truth = (other, one) if one.truth else (one, other)
        return draw(_joined(_asked(number), _asked(truth)))
    operation = draw(st.sampled_from(COMBINED))
    if operation is Operation.MULTIPLY and min(one.range.low, other.range.low) < 0:
        return Compare(one, draw(st.sampled_from(Comparison)), other)
    return Arithmetic(operation, (one, other))


def _asked(rule: Node) -> Node:
    return rule if rule.truth else Compare(rule, Comparison.ABOVE, Constant(Quantity(Decimal(1), rule.unit)))


@st.composite
def patients(draw: DrawFn, rule: Node) -> Chart:
    """At most two records a variable, with exact, late, fuzzy, limited or pending ones among them."""
    held: list[Fact] = []
    for variable in variables(rule).values():
        held += [draw(facts(variable)) for _ in range(draw(st.integers(0, 2)))]
    return Chart.of(held)


@given(st.data(), monotone_rules(), moments())
def test_the_answer_is_the_hull_of_its_completions(data: st.DataObject, rule: Node, at: Moment) -> None:
    chart = data.draw(patients(rule))
    ways = list(islice(completions(rule, chart, MANY, ends_only=True), MANY + 1))
    assume(len(ways) <= MANY)
    completed = [ask(rule, complete, at, given=values).value for complete, values in ways]
    assert ask(rule, chart, at).value == hull(completed)


def test_a_rule_that_uses_an_unknown_twice_may_be_wider_and_never_wrong() -> None:
    level = Over(LEVEL, Window(HOUR), Pick.LATEST)
    rule = Arithmetic(Operation.SUBTRACT, (level, level))
    answer = ask(rule, Chart.of([]), START).value
    assert (answer.low, answer.high) == (-3.0, 3.0)
    assert 0.0 in answer

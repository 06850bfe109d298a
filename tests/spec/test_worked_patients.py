"""Every worked patient of every trial that comes with bedside says what was written down by hand."""

from collections import defaultdict
from pathlib import Path

import pytest

from bedside.protocol.loading import find_trial, load, shipped
from bedside.protocol.worked import Case, differences, read_cases
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval

PROTOCOLS = {name: load(name) for name in shipped()}
CASES = [(name, case) for name in shipped() for case in read_cases(find_trial(name), PROTOCOLS[name])]


def _label(trial: str, case: Case) -> str:
    return f"{trial}-{Path(case.where.rsplit(':', 1)[0]).stem}-{case.name}".replace(" ", "_")


@pytest.mark.proves("criterion *")
@pytest.mark.parametrize(("trial", "case"), CASES, ids=[_label(*each) for each in CASES])
def test_the_protocol_says_what_the_worked_patient_expects(trial: str, case: Case) -> None:
    found = [f"{each.rule}: {each.found}, expected {each.expected}" for each in differences(case, PROTOCOLS[trial])]
    assert found == [], case.where


@pytest.mark.proves("criterion *")
def test_each_jakahdi_criterion_has_a_patient_met_one_not_met_and_one_unknown() -> None:
    reached: dict[str, set[Interval]] = defaultdict(set)
    for trial, case in CASES:
        if trial == "jakahdi":
            for rule, verdict in case.expected.items():
                reached[rule].add(verdict)
    for criterion in PROTOCOLS["jakahdi"].criteria:
        for rule in (criterion.rule, criterion.data_rule):
            if rule is not None:
                assert reached[rule.name] == {MET, NOT_MET, CANNOT_TELL}, rule.name
    assert reached["eligible"] == reached["candidate"] == {MET, NOT_MET, CANNOT_TELL}


def test_a_wrong_expectation_is_reported() -> None:
    trial, case = next(each for each in CASES if each[1].name == "eighteen")
    wrong = Case(case.about, case.name, case.chart, case.at, {"I1": NOT_MET}, "", case.where)
    (difference,) = differences(wrong, PROTOCOLS[trial])
    assert (difference.rule, difference.expected, difference.found) == ("I1", NOT_MET, MET)

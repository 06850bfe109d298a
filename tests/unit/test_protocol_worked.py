"""Worked patients that cannot be read: what, which file and line, what to do."""

from pathlib import Path

import pytest

from bedside.errors import BedsideError, ProtocolError
from bedside.protocol.loading import load, load_versions
from bedside.protocol.worked import differences, failures, read_cases
from bedside.values.moment import HOUR, moment
from tests.unit.tiny_trial import AMENDMENT, write_trial

CASES = """\
about: the tiny trial
recorded: [icu_stay]
facts:
  - {variable: age, value: 44 a}
cases:
  high creatinine:
    moment: 2026-04-01T12:00
    facts:
      - {variable: creatinine, value: 3 mg/dL, at: 2026-04-01T11:00, available: "-0.5 h"}
      - {variable: icu_stay, value: true, since: "-2 d", until: "+1 h"}
    expect: {E1: met, I1: met, I2: cannot tell, eligible: not met}
"""


def test_times_units_and_what_lasts(tmp_path: Path) -> None:
    protocol = load(write_trial(tmp_path, **{"patients/a.yaml": CASES}))
    (case,) = read_cases(tmp_path, protocol)
    assert differences(case, protocol) == ()
    (creatinine,), (stay,) = case.chart.facts["creatinine"], case.chart.facts["icu_stay"]
    at = moment("2026-04-01T12:00")
    assert (creatinine.start, creatinine.available) == (at - HOUR, at - HOUR // 2)
    assert creatinine.value.low == 265.2
    assert (stay.start, stay.end, case.chart.recorded) == (at - 48 * HOUR, at + HOUR, {"icu_stay"})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("variable: age", "variable: years", "a.yaml:4: no variable is called “years”."),
        ("value: 44 a", "value: true", "a.yaml:4: age: True is no number."),
        ("value: true", "value: 1 h", "a.yaml:10: icu_stay: '1 h' is no truth."),
        ("value: 44 a", "value: 144 a", "a.yaml:4: 144 a is impossible for age."),
        ("value: 44 a", "value: 44 kg", "a.yaml:4: “kg” (mass) of age cannot be converted to “a” (time)."),
        ("2026-04-01T11:00", "noon", "a.yaml:9: “noon” is not a time."),
        ("moment: 2026-04-01T12:00", "moment: noon", "a.yaml:6: “noon” is not a time."),
        ("E1: met", "E1: perhaps", "a.yaml:11: “E1” is “perhaps”. It may be: met, not met, cannot tell."),
    ],
)
def test_a_case_that_cannot_be_read(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in CASES
    protocol = load(write_trial(tmp_path, **{"patients/a.yaml": CASES.replace(old, new)}))
    with pytest.raises(BedsideError) as error:
        read_cases(tmp_path, protocol)
    assert said in str(error.value)


def test_a_rule_that_does_not_exist(tmp_path: Path) -> None:
    protocol = load(write_trial(tmp_path, **{"patients/a.yaml": CASES.replace("E1: met", "E7: met")}))
    (case,) = read_cases(tmp_path, protocol)
    with pytest.raises(ProtocolError, match="no rule is called “E7”"):
        differences(case, protocol)


def test_a_worked_patient_that_fails_is_a_sentence_with_its_place(tmp_path: Path) -> None:
    wrong = CASES.replace("E1: met, I1: met", "E1: not met, I1: cannot tell")
    files = {"patients/a.yaml": CASES, "patients/b.yaml": wrong, "patients/c.yaml": CASES.replace("E1:", "E7:")}
    protocol = load(write_trial(tmp_path, **files))
    told = [each.replace(f"{tmp_path}/patients/", "") for each in failures(tmp_path, protocol)]
    assert told == [
        "b.yaml:6: “high creatinine” (the tiny trial): E1 is met, expected not met.",
        "b.yaml:6: “high creatinine” (the tiny trial): I1 is met, expected cannot tell.",
        "c.yaml:6: no rule is called “E7”. There are: I1, I1_data, I2, E1, E1_data, eligible, candidate.",
    ]


def test_worked_patients_that_pass_or_are_not_there_say_nothing(tmp_path: Path) -> None:
    protocol = load(write_trial(tmp_path))
    assert failures(tmp_path, protocol) == []
    write_trial(tmp_path, **{"patients/a.yaml": CASES})
    assert failures(tmp_path, protocol) == []


# --- versions: the invented amendment raises the age from 18 to 21 ---------------------------------------------

AGED = """\
about: the age
cases:
  eighteen once was enough:
    until: "1.0"
    facts: [{variable: age, value: 18 a}]
    expect: {I1: met}
  eighteen is too young now:
    from: "1.1"
    facts: [{variable: age, value: 18 a}]
    expect: {I1: not met}
  forty always is enough:
    facts: [{variable: age, value: 40 a}]
    expect: {I1: met}
"""


def amended(folder: Path, cases: str) -> Path:
    return write_trial(folder, **{"patients/a.yaml": cases, "amendments/a.yaml": AMENDMENT})


def test_a_case_holds_between_its_versions(tmp_path: Path) -> None:
    old, new = load_versions(amended(tmp_path, AGED))
    told = [[case.name for case in read_cases(tmp_path, protocol)] for protocol in (old, new)]
    assert told == [
        ["eighteen once was enough", "forty always is enough"],
        ["eighteen is too young now", "forty always is enough"],
    ]
    assert (failures(tmp_path, old), failures(tmp_path, new)) == ([], [])


def test_a_case_of_every_version_is_asked_of_each(tmp_path: Path) -> None:
    old, new = load_versions(amended(tmp_path, AGED.replace('    until: "1.0"\n', "")))
    assert failures(tmp_path, old) == [] and "I1 is not met, expected met" in failures(tmp_path, new)[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('until: "1.0"', 'until: "2.0"', "a.yaml:4: there is no version “2.0”. There are: 1.0, 1.1."),
        ('until: "1.0"', "until: 1.0", "a.yaml:4: "),
        ('until: "1.0"', 'from: "1.1"\n    until: "1.0"', "a.yaml:5: it holds from version 1.1 until 1.0, which is"),
    ],
)
def test_versions_that_cannot_be(tmp_path: Path, old: str, new: str, said: str) -> None:
    protocol = load(amended(tmp_path, AGED.replace(old, new)))
    with pytest.raises(ProtocolError) as error:
        read_cases(tmp_path, protocol)
    assert said in str(error.value)

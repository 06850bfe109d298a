"""No parameter of a shipped trial is idle: a rule reads it, or a sentence that people read quotes it.

Loading notes which file asks `Trial` for a parameter (criteria.py, endpoints.py) and which text quotes it
(`{name}` in protocol.yaml or a form): `Parameter.read_by`.
"""

from pathlib import Path

import pytest

from bedside.protocol.loading import load, shipped
from bedside.protocol.model import Parameter
from tests.unit.tiny_trial import PROTOCOL, write_trial

PARAMETERS = [(trial, parameter) for trial in shipped() for parameter in load(trial).parameters]


@pytest.mark.parametrize(("trial", "parameter"), PARAMETERS, ids=[f"{t}-{p.name}" for t, p in PARAMETERS])
def test_every_parameter_is_read_by_something(trial: str, parameter: Parameter) -> None:
    assert parameter.read_by, f"{trial}: nothing reads “{parameter.name}”"


def test_which_files_read_it() -> None:
    read = {each.name: each.read_by for each in load("jakahdi").parameters}
    assert read["infection_onset"] == ("endpoints.py", "forms/infections.yaml", "protocol.yaml")
    assert read["contraception_after_last_dose"] == (
        "forms/eligibility.yaml",
        "forms/ruxolitinib.yaml",
        "protocol.yaml",
    )
    assert read["moribund_life_expectancy"] == ("forms/eligibility.yaml", "protocol.yaml")
    assert read["sofa_window"] == ("analysis.yaml", "criteria.py", "endpoints.py", "protocol.yaml")


def test_an_idle_parameter_is_found(tmp_path: Path) -> None:
    idle = '  idle: {value: 3 d, en: idle, fr: inutile, source: "invented"}\n'
    text = PROTOCOL.replace("parameters:\n", f"parameters:\n{idle}")
    read = {each.name: each.read_by for each in load(write_trial(tmp_path, protocol_yaml=text)).parameters}
    assert read == {"idle": (), "minimum_age": ("criteria.py",), "creatinine_limit": ("criteria.py",)}


def test_a_text_follows_the_parameter_that_it_quotes(tmp_path: Path) -> None:
    """One fact, one place: changing the number changes the sentences, singular and plural, in both languages."""
    said = "{en: 'Of {minimum_age} and {creatinine_limit}.', fr: 'De {minimum_age} et {creatinine_limit}.'}"
    text = PROTOCOL.replace("{en: A creatinine instead., fr: Une créatinine à la place.}", said)
    assert text != PROTOCOL
    for value, en, fr in (("18 a", "18\u00a0years", "18\u00a0ans"), ("1 a", "1\u00a0year", "1\u00a0an")):
        protocol = load(write_trial(tmp_path, protocol_yaml=text.replace("value: 18 a", f"value: {value}")))
        taken = protocol.assumption("limit").taken
        assert (taken.en, taken.fr) == (f"Of {en} and 200\u00a0µmol/L.", f"De {fr} et 200\u00a0µmol/L.")

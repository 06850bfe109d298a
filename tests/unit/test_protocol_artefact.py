"""The stored artefact: read back without the trial's Python, equal, and of the same opinion on every patient."""

import json
import subprocess
import sys
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from bedside.errors import ProtocolError, WireError
from bedside.protocol import artefact
from bedside.protocol.loading import find_trial, load, shipped
from bedside.protocol.worked import differences, read_cases
from bedside.rules import wire
from tests.unit.tiny_trial import write_trial


@pytest.mark.parametrize("trial", shipped())
def test_read_back_it_is_equal_and_says_the_same_of_every_worked_patient(trial: str) -> None:
    protocol = load(trial)
    again = artefact.read(artefact.canonical(protocol))
    assert again == protocol and again.hash == protocol.hash
    assert again.population == protocol.population
    cases = read_cases(find_trial(trial), again)
    assert cases and not any(differences(case, again) for case in cases)


def test_the_hash_is_that_of_the_text_and_the_same_in_another_process(tmp_path: Path) -> None:
    protocol = load(write_trial(tmp_path))
    program = f"from bedside.protocol.loading import load; print(load({str(tmp_path)!r}).hash)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == protocol.hash == wire.digest(json.loads(artefact.canonical(protocol)))


def test_reading_runs_nothing_of_the_trial(tmp_path: Path) -> None:
    text = artefact.canonical(load(write_trial(tmp_path)))
    (tmp_path / "criteria.py").write_text("raise SystemExit('the trial was run')")
    assert artefact.read(text).id == "tiny"


def _changed(tmp_path: Path, change: Any) -> str:
    data = json.loads(artefact.canonical(load(write_trial(tmp_path))))
    change(data)
    return json.dumps(data)


BROKEN = {
    "another format": (lambda d: d.update(format="bedside-protocol/0"), "/format: this is no stored protocol"),
    "a part too many": (lambda d: d.update(more=1), "a stored protocol holds format, protocol and rules"),
    "a field lost": (lambda d: d["protocol"].pop("arms"), "/protocol: fields too many or too few: arms"),
    "a field of another kind": (lambda d: d["protocol"].update(version=1), "/protocol/version: int where str"),
    "not a list": (lambda d: d["protocol"].update(arms={}), "/protocol/arms: dict where list"),
    "a rule lost": (
        lambda d: d["protocol"]["criteria"][0]["rule"].update(rule="nowhere"), "no named rule “nowhere” is stored"
    ),
    "an unknown kind": (
        lambda d: d["protocol"]["criteria"][0].update(kind="perhaps"), "/protocol/criteria/0/kind: 'perhaps'"
    ),
    "a cost that is no number": (
        lambda d: d["protocol"]["costs"]["classes"][0].update(cost="dear"), "/protocol/costs/classes/0/cost"
    ),
    "not canonical": (
        lambda d: d["protocol"]["costs"]["classes"][0].update(cost="1.0"), "not written in the one canonical way"
    ),
    "a float": (lambda d: d["protocol"]["schedule"]["visits"][0].update(day=1.5), "this is not JSON"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_an_artefact_that_was_tampered_with_is_refused_at_its_place(tmp_path: Path, name: str) -> None:
    change, said = BROKEN[name]
    with pytest.raises(WireError) as error:
        artefact.read(_changed(tmp_path, change))
    assert said in str(error.value)


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(WireError, match="this is not JSON"):
        artefact.read("{")


def test_a_field_that_came_later_is_left_out_where_it_says_nothing_and_kept_where_it_does() -> None:
    protocol = load("jakahdi")
    forms = {each["id"]: each for each in artefact.document(protocol)["protocol"]["forms"]}
    assert "reporting" not in forms["laboratory"]
    assert forms["adverse_events"]["reporting"]["within"] == "PT24H"
    items = {each["id"]: each for each in forms["sofa_day"]["items"]}
    assert "up_to_date" not in items["map"] and items["entered"]["up_to_date"] == ["organ_support", "vasoactive_drugs"]
    assert "covers" not in items["gas_at"] and items["taken_at"]["covers"] == "P1D"
    events = {each["id"]: each for each in artefact.document(protocol)["protocol"]["schedule"]["events"]}
    assert "ends" not in events["death"] and events["icu_discharge"]["ends"] == "icu_stay"
    silent = artefact.document(protocol)
    next(each for each in silent["protocol"]["forms"] if each["id"] == "laboratory")["reporting"] = None
    with pytest.raises(WireError, match="canonical"):
        artefact.read(wire.canonical(silent))


def test_a_form_that_names_no_assumption_of_the_protocol_is_refused_with_its_file(tmp_path: Path) -> None:
    copytree(find_trial("jakahdi"), tmp_path / "jakahdi")
    file = tmp_path / "jakahdi/forms/adverse_events.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("[serious_clock]", "[serious_watch]"), encoding="utf-8")
    with pytest.raises(ProtocolError, match=r"adverse_events\.yaml.*no assumption is called “serious_watch”"):
        load(tmp_path / "jakahdi")

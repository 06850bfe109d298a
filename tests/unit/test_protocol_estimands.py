"""The estimands of a protocol: read from their file, refused with file and line, told, stored, compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from bedside.errors import ProtocolError
from bedside.protocol import artefact
from bedside.protocol.comparing import compare
from bedside.protocol.estimands import Method, Strategy
from bedside.protocol.loading import find_trial, load, shipped
from bedside.protocol.schema import schema
from bedside.protocol.telling import prose

HELD = load("jakahdi")
WRITTEN = (find_trial("jakahdi") / "analysis.yaml").read_text(encoding="utf-8")
FALL = next(line for line in WRITTEN.splitlines() if "fall:" in line)


def altered(folder: Path, stands: str, instead: str, trial: str = "jakahdi", file: str = "analysis.yaml") -> Path:
    """A copy of a trial in which the first of some words are others."""
    copytree(find_trial(trial), folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert stands in text
    (folder / file).write_text(text.replace(stands, instead, 1), encoding="utf-8")
    return folder


@pytest.mark.proves("analysis estimands")
@pytest.mark.parametrize("trial", shipped())
def test_every_outcome_of_every_trial_has_one(trial: str) -> None:
    protocol = load(trial)
    assert protocol.promised is not None
    assert [each.outcome for each in protocol.promised.estimands] == [each.id for each in protocol.outcomes]


@pytest.mark.parametrize(
    ("stands", "instead", "told"),
    [
        ("first_dose: ruxolitinib.given_at", "first_dose: ruxolitinib.taken_at", "“ruxolitinib.taken_at”"),
        ("  S15: {like: S1}\n", "", "the outcome “S15” has no estimand"),
        ("  S15: {like: S1}\n", "  S15: {like: S1}\n  S99: {like: S1}\n", "no outcome is called “S99”"),
        ("  S15: {like: S1}\n", "  S15: {like: S5}\n", "“S5” is no estimand to be like"),
        ("    rests_on:\n", "    rests_upon:\n", "has no “rests_upon”"),
        ("  P1:\n    set: included", "  P1:\n    set: everybody", "no analysis set is called “everybody”"),
        ("    method: survival", "    method: competing", "no rule says how long S9 lasts"),
        ("    method: survival", "    method: values", "no rule answers S9 by a number"),
        ("    method: competing", "    method: proportion", "no rule answers S2 by yes or no"),
        ("    method: survival", "    method: cox", "“method” is “cox”"),
        ("strategy: composite", "strategy: ignored", "“strategy” is “ignored”"),
        ("      death: {strategy", "      dying: {strategy", "no intercurrent event is called “dying”"),
        ("event: death}", "event: dying}", "no event is called “dying”"),
        ("item: hs_treatment.given_at", "item: hs_treatment.at", "no form item is called “hs_treatment.at”"),
        ("before: sofa_at_inclusion", "before: sofa_before", "“sofa_before” is no evaluation of the endpoint of P1"),
        ("least: sofa_decrease", "least: sofa_window", "“sofa_window” is no parameter in points"),
        (FALL, "", "there is no score to leave components out of"),
        ("after: icu_discharge", "after: discharge", "no event is called “discharge”"),
        ("set: treated}", "set: dosed}", "no analysis set is called “dosed”"),
        ("{left_intensive_care: icu", "{left_ward: icu", "“left_ward” is no ending of S2"),
        ("{left_intensive_care: icu_discharge", "{left_intensive_care: left", "no intercurrent event is called “left”"),
        ("  window: sofa_window", "  window: sofa_decrease", "“sofa_decrease” is no parameter that is a time"),
        ("    temperature: highest", "    temprature: highest", "no variable is called “temprature”"),
        ("began: began, by: [grade", "began: began_at, by: [grade", "no form item is called “adverse_events.began_at”"),
        ("during: icu_stay", "during: ward_stay", "no variable is called “ward_stay”"),
        ("  P1:\n    set: included\n", "  P1:\n", "the estimand of “P1” lacks “set”"),
        ("failing: organ_failing", "failing: sofa_window", "“sofa_window” is no parameter in points"),
        ("      score: sofa\n", "      score: apache\n", "no rule of an outcome is called “apache”"),
        ("until: D28", "until: D29", "no visit is called “D29”"),
        ("      after: icu_discharge\n      ass", "      after: gone\n      ass", "no intercurrent event is"),
        ("{score: sofa, before", "{score: apache, before", "no rule of an outcome is called “apache”"),
        ("over_time: logarithm", "over_time: cube", "“over_time” is “cube”"),
        ("below_limit: half", "below_limit: zero", "“below_limit” is “zero”"),
        ("covariances: [unstructured,", "covariances: [any,", "is “any”"),
        ("    method: survival", "    over_time: logarithm\n    method: survival", "only measurements are modelled"),
        ("first_dose: ruxolitinib.given_at", "", "no item tells of the first dose"),
        ("{outcome: S9, better: later}", "{outcome: S8, better: higher}", "“S8” is no outcome that ranks"),
        ("{outcome: S9, better: later}", "{outcome: S9, better: lower}", "“lower” does not rank “S9”"),
        ("ending: left_intensive_care}", "ending: left}", "“left” is no ending of S2"),
        ("first_dose: rux", "comparator: placebo\nfirst_dose: rux", "no arm is called “placebo”"),
    ],
)  # fmt: skip
def test_a_slip_is_one_sentence_with_file_and_line(stands: str, instead: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ProtocolError) as error:
        load(altered(tmp_path / "jakahdi", stands, instead))
    assert told in error.value.what and "analysis.yaml:" in error.value.where and error.value.todo


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    folder = altered(tmp_path / "jakahdi", "analysis: analysis.yaml", "analysis: plan.yaml", file="protocol.yaml")
    with pytest.raises(ProtocolError, match=r"there is no plan\.yaml beside protocol\.yaml"):
        load(folder)


def test_a_protocol_may_promise_nothing_yet(tmp_path: Path) -> None:
    folder = altered(tmp_path / "adrenal", "analysis: analysis.yaml\n", "", "adrenal", "protocol.yaml")
    text = (folder / "protocol.yaml").read_text(encoding="utf-8")
    begins, ends = text.index("  analysis_of_all:"), text.index("  followed_by_contact:")
    (folder / "protocol.yaml").write_text(text[:begins] + text[ends:], encoding="utf-8")
    protocol = load(folder)
    assert protocol.promised is None
    assert "promised" not in artefact.canonical(protocol)
    with pytest.raises(ProtocolError, match="no estimand is called “P1”"):
        protocol.estimand("P1")


def test_it_is_in_the_artefact_and_read_back() -> None:
    again = artefact.read(artefact.canonical(HELD))
    assert again == HELD and again.promised == HELD.promised


def test_a_change_is_told_in_prose_and_by_its_place() -> None:
    assert HELD.promised is not None
    first, *others = HELD.promised.estimands
    other = replace(first, events=tuple(replace(each, strategy=Strategy.HYPOTHETICAL) for each in first.events))
    found = compare(HELD, replace(HELD, promised=replace(HELD.promised, estimands=(other, *others))))
    assert all(each.path.startswith("/promised/estimands/P1/events") for each in found.places) and found.places
    assert any("Death (hypothetical)" in line for each in found.prose for line in each.added)


def test_the_prose_tells_every_attribute_in_both_languages() -> None:
    english, french = prose(HELD, "en"), prose(HELD, "fr")
    for words in ("Population: All included", "Death (composite): Death before", "It rests on: That 40%"):
        assert words in english.replace("\u00a0", " ")
    assert "Décès (composite)" in french and "Mesure de synthèse" in french


def test_what_is_like_another_says_what_it_says_itself() -> None:
    ward, hospital = HELD.estimand("S2"), HELD.estimand("S4")
    assert hospital.events == ward.events and hospital.variable != ward.variable
    assert HELD.estimand("S12").variable == HELD.outcome("S12").text


def test_what_the_schema_allows_is_what_there_is() -> None:
    parts = schema("analysis")["$defs"]
    assert parts["method"]["enum"] == list(Method) and parts["strategy"]["enum"] == list(Strategy)

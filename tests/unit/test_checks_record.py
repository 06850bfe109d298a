"""The protocol against the registry's record, and amendments beside one another."""

import datetime
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bedside.errors import AmendmentError, ProtocolError, RegistryError
from bedside.lint.checks import check, check_trial
from bedside.protocol.amendments import Amendment, Change
from bedside.protocol.model import Protocol, Text
from bedside.registry.drafting import write_draft
from bedside.registry.page import read_page
from bedside.registry.reading import read_registry
from bedside.registry.record import Place, RegistryRecord, Sentence
from tests.clean_protocol import CLEAN_TRIAL, clean, with_criterion, with_line
from tests.needs import ROOT, shared
from tests.unit.test_protocol_worked import AGED
from tests.unit.test_registry_text import PAGE
from tests.unit.tiny_trial import AMENDMENT, write_trial

TEXT = Text("an amendment", "un amendement")


def record(*left_out: str, added: str = "") -> RegistryRecord:
    """What the clean protocol quotes, as a registry would print it."""
    said = [claim.said.text for claim in clean().claims() if claim.said.text not in left_out]
    lines = [*dict.fromkeys(said), *([added] if added else [])]
    number = Sentence("NCT00000000", Place("invented.txt", 1))
    sentences = tuple(Sentence(f"{words};", Place("invented.txt", i + 2)) for i, words in enumerate(lines))
    return RegistryRecord("page", "invented.txt", number, number, other=sentences)


def test_a_record_that_is_quoted_whole_leaves_only_its_number() -> None:
    (found,) = check(clean(), record()).findings
    assert (found.code, found.where, found.message.en) == (
        "P061", "invented.txt:1", "nothing answers for “NCT00000000”",
    )  # fmt: skip


def test_a_sentence_that_nothing_answers_for_is_found() -> None:
    found = check(clean(), record(added="Known allergy to paracetamol"))
    told = [each.message.en for each in found.with_code("P061")]
    assert told == ["nothing answers for “NCT00000000”", "nothing answers for “Known allergy to paracetamol;”"]
    assert found.exit_code == 0


def test_a_quotation_that_the_record_does_not_hold_is_an_error() -> None:
    found = check(with_criterion("I1", "aged 21 years or older"), record())
    assert [each.message.en for each in found.with_code("P062")] == ["the record does not say “aged 21 years or older”"]
    assert found.exit_code == 1
    assert check(clean(), record("Overall survival")).codes == ("P061", "P062")


# --- the record of another trial ----------------------------------------------------------------------------


def numbered(number: str, says: str = "", name: str = "registration_number") -> Protocol:
    """The clean protocol, registered."""
    return with_line(name, number, says)


def test_the_record_of_another_trial_is_one_error_and_is_not_compared() -> None:
    protocol = with_criterion("I1", "aged 21 years or older")
    protocol = with_line("registration_number", "NCT11111111", protocol=protocol)
    (found,) = check(protocol, record(added="Known allergy to paracetamol")).findings
    assert (found.code, found.severity, found.where) == ("P064", "error", "invented.txt:1")
    assert found.message == Text(
        "this is the record of NCT00000000, the protocol is registered as NCT11111111: nothing was compared.",
        "ce registre est celui de NCT00000000, le protocole est enregistré sous NCT11111111\u00a0: rien n’a été"
        " comparé.",
    )
    assert found.question == Text("", "")


@pytest.mark.parametrize("number", ["NCT00000000", "nct00000000", "2019-000123-45, NCT00000000"])
def test_the_protocols_own_record_is_compared(number: str) -> None:
    assert check(numbered(number), record()).codes == ("P061",)


@pytest.mark.parametrize("name", ["secondary_ids", "other_registration", "identifiers", "eudract_number"])
def test_a_record_under_a_secondary_number_is_compared(name: str) -> None:
    protocol = with_line(name, "NCT00000000", protocol=numbered("NCT11111111"))
    assert check(protocol, record()).codes == ("P061",)


def test_a_number_inside_a_longer_one_or_elsewhere_in_the_record_is_not_the_protocols() -> None:
    assert check(numbered("NCT000000001"), record()).codes == ("P064",)
    follows = with_line("background", "follows NCT00000000", protocol=numbered("NCT11111111"))
    assert check(follows, record()).codes == ("P064",)


def test_a_protocol_without_number_is_compared() -> None:
    assert check(clean(), record()).codes == ("P061",)


def test_two_shipped_trials_are_not_taken_for_each_other() -> None:
    told = read_registry(shared("reference", "NCT06244862-registry-record.txt"))
    assert not {"P061", "P062", "P064"} & set(check_trial(ROOT / "trials" / "jakahdi", record=told).codes)
    found = check_trial(ROOT / "trials" / "adrenal", record=told)
    assert [each.code for each in found.findings if each.severity == "error"] == ["P064"]
    assert not {"P061", "P062"} & set(found.codes)


# --- amendments ---------------------------------------------------------------------------------------------


def amendment(base: str, version: str, path: str) -> Amendment:
    change = Change(path, "a", "b")
    return Amendment(base, version, datetime.date(2026, 3, 1), TEXT, False, (change,), "amendments/any.yaml:1")


def test_amendments_of_one_version_collide() -> None:
    both = (amendment("1.0", "2.0", "/parameters/fever"), amendment("1.0", "2.1", "/parameters/fever/value"))
    (found,) = check(clean(), amendments=both).findings
    assert (found.code, found.severity, found.where) == ("P060", "error", "amendments/any.yaml:1")
    assert found.message.en == (
        "the amendments to 2.0 and to 2.1 both start from 1.0 and both change /parameters/fever/value."
    )


def test_amendments_of_one_version_collide_even_in_different_places() -> None:
    both = (amendment("1.0", "2.0", "/parameters/fever"), amendment("1.0", "2.1", "/questions"))
    (found,) = check(clean(), amendments=both).findings
    assert found.message.en == "the amendments to 2.0 and to 2.1 both start from 1.0."


def test_amendments_in_a_chain_do_not_collide() -> None:
    chain = (amendment("1.0", "2.0", "/parameters/fever"), amendment("2.0", "3.0", "/parameters/fever"))
    assert check(clean(), amendments=chain).findings == ()


AMENDING = """from: "{base}"
version: "{version}"
date: "2026-03-01"
title: {{en: Higher fever, fr: Fièvre plus haute}}
reconsent: false
changes:
  - {{path: /parameters/fever/value, from: "{before}", to: "{after}"}}
"""


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    folder = tmp_path / "trial"
    shutil.copytree(CLEAN_TRIAL, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "amendments").mkdir()
    return folder


def amend(trial: Path, base: str, version: str, before: str, after: str) -> None:
    text = AMENDING.format(base=base, version=version, before=before, after=after)
    (trial / "amendments" / f"v{version}.yaml").write_text(text, encoding="utf-8")


def test_a_trial_whose_amendments_collide_is_told_so(trial: Path) -> None:
    amend(trial, "1.0", "2.0", "38.5 Cel", "39 Cel")
    amend(trial, "1.0", "2.1", "38.5 Cel", "38 Cel")
    found = check_trial(trial)
    assert (found.id, found.version, found.hash, found.exit_code) == ("clean_trial", "1.0", "", 1)
    (one,) = found.findings
    assert (one.code, one.where) == ("P060", "amendments/v2.1.yaml:1")
    assert "both change /parameters/fever/value" in one.message.en


def test_a_trial_with_a_chain_of_amendments_is_silent_in_every_version(trial: Path) -> None:
    amend(trial, "1.0", "2.0", "38.5 Cel", "39 Cel")
    amend(trial, "2.0", "3.0", "39 Cel", "40 Cel")
    assert [check_trial(trial, version).findings for version in ("1.0", "2.0", "3.0")] == [(), (), ()]
    assert check_trial(trial).version == "3.0"


def test_an_amendment_that_does_not_apply_remains_an_error(trial: Path) -> None:
    amend(trial, "1.0", "2.0", "37 Cel", "39 Cel")
    with pytest.raises(AmendmentError, match="not “37 Cel”"):
        check_trial(trial)


def test_a_trial_that_does_not_load_remains_an_error(trial: Path) -> None:
    (trial / "criteria.py").write_text("def criteria(trial):\n    return 1\n", encoding="utf-8")
    with pytest.raises(ProtocolError):
        check_trial(trial)


def test_the_hash_of_the_checked_protocol_is_told() -> None:
    assert check(clean()).hash == clean().hash
    assert check(replace(clean(), hash="abc")).hash == "abc"


def test_a_worked_patient_that_the_rules_contradict_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "trial"
    shutil.copytree(ROOT / "trials" / "jakahdi", folder)
    assert "P063" not in check_trial(folder).codes
    patient = folder / "patients" / "I1.yaml"
    text = patient.read_text(encoding="utf-8")
    assert "I1: not met" in text
    patient.write_text(text.replace("I1: not met", "I1: met", 1), encoding="utf-8")
    found = check_trial(folder)
    (told,) = found.with_code("P063")
    assert "patients/I1.yaml:" in told.where and "I1 is not met, expected met" in told.message.en
    assert found.exit_code == 1


def test_worked_patients_are_asked_of_the_version_that_is_checked(tmp_path: Path) -> None:
    write_trial(tmp_path, **{"patients/a.yaml": AGED, "amendments/a.yaml": AMENDMENT})
    assert "P063" not in check_trial(tmp_path).codes + check_trial(tmp_path, "1.0").codes
    write_trial(tmp_path, **{"patients/a.yaml": AGED.replace('    until: "1.0"\n', "")})
    assert [each.where.rpartition("/")[2] for each in check_trial(tmp_path).with_code("P063")] == ["a.yaml:3"]
    assert "P063" not in check_trial(tmp_path, "1.0").codes


# --- the record beside the protocol ---------------------------------------------------------------------------


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    return write_draft(read_page(PAGE, "page.txt"), tmp_path / "drafted")


def test_a_record_that_nobody_gives_is_told_as_not_compared(drafted: Path) -> None:
    found = check_trial(drafted)
    assert (found.record, found.compared) == ("page.txt", False)
    assert " ".join(found.to_text().split()).endswith(
        "not compared with the record, page.txt: give it with --record, or put it beside the protocol."
    )
    assert "n’ont pas été comparées au registre, page.txt\u00a0:" in " ".join(found.to_text("fr").split(" "))
    assert json.loads(found.to_json())["record"] == {"file": "page.txt", "compared": False}


def test_a_record_beside_the_protocol_is_compared(drafted: Path) -> None:
    (drafted / "page.txt").write_text(PAGE, encoding="utf-8")
    found = check_trial(drafted)
    assert (found.exit_code, found.compared) == (0, True)
    assert "not compared" not in found.to_text()
    assert json.loads(found.to_json())["record"] == {"file": "page.txt", "compared": True}
    (drafted / "page.txt").write_text(PAGE.replace("Shivering scoreAt", "Trembling scoreAt"), encoding="utf-8")
    assert [each.message.en for each in check_trial(drafted).with_code("P062")] == [
        "the record does not say “Shivering score”"
    ]


def test_a_record_that_is_given_wins_over_the_one_beside(drafted: Path) -> None:
    (drafted / "page.txt").write_text("not a record", encoding="utf-8")
    assert check_trial(drafted, record=read_page(PAGE, "page.txt")).exit_code == 0
    with pytest.raises(RegistryError, match="not a registry record"):
        check_trial(drafted)

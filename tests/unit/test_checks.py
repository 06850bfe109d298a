"""The protocol checks as a whole: the clean trial, JAKAHDI, the order, the texts and the manual's page."""

import json
import re
from pathlib import Path

import pytest

from bedside.lint.checks import RULES, Finding, Findings, Severity, check_trial, rules_page
from bedside.lint.record import compared
from bedside.lint.stated import Stated
from bedside.protocol.loading import load
from bedside.protocol.model import Text
from bedside.registry.reading import read_registry
from tests.clean_protocol import CLEAN_TRIAL
from tests.golden import same_as
from tests.needs import ROOT, shared

LINT = ROOT / "src" / "bedside" / "lint"
JAKAHDI = ROOT / "trials" / "jakahdi"


def test_the_clean_trial_is_silent() -> None:
    found = check_trial(CLEAN_TRIAL)
    assert (found.findings, found.exit_code) == ((), 0)
    assert found.to_text() == (
        f"clean_trial 1.0 ({found.hash[:12]}): nothing found.\n\n"
        "The sentences were not compared with the record, invented.txt: give it with --record, or put it beside the\n"
        "protocol.\n"
    )


# --- JAKAHDI: what the checks must find in its public record --------------------------------------------------


@pytest.fixture(scope="module")
def jakahdi() -> Findings:
    return check_trial(JAKAHDI)


LABORATORY = {"S3", "S6", "S7", "S10", "S12", "S13", "S14", "S15", "S16"}
AT_DAY_28 = {"S1", "S3", "S5", "S6", "S7", "S10", "S12", "S13", "S14", "S16"}
ANSWERED_BY_PEOPLE = {"I5", "I6", "E1", *(f"E{n}" for n in range(3, 14))}


@pytest.mark.parametrize(
    ("code", "severity", "parts", "message", "assumption"),
    [
        ("P001", "warning", {"P1", "S1"}, "from 0 to 24, not from 0 to 4", "0 to 24, higher is worse"),
        ("P002", "warning", {"P1", "S1"}, "a higher SOFA is worse", "0 to 24, higher is worse"),
        ("P003", "warning", {"P1", "S1"}, "not neurological function", "0 to 24, higher is worse"),
        ("P006", "question", {"I2", "I4"}, "worst values", "24 hours|72 hours"),
        ("P007", "question", {"I2"}, "fever", "38.5 °C"),
        ("P008", "question", {"P1"}, "start is not said", "24 hours before inclusion"),
        ("P010", "question", {"I2"}, "“5 or 6” of 8", "At least five"),
        ("P011", "question", {"I1"}, "exactly 18 years", "18 years or older"),
        ("P012", "question", {"E2"}, "how old the test may be", "7 days"),
        ("P013", "question", {"E9"}, "“Uncontrolled”", "^$"),
        ("P020", "warning", {"aim"}, "better than standard of care alone", "no comparison is derived"),
        ("P021", "question", {"ruxolitinib"}, "no dose", "None is assumed"),
        ("P022", "question", {"standard_of_care"}, "consists of", "^$"),
        ("P023", "question", {"D0"}, "no visit schedule", "Inclusion is day 0"),
        ("P024", "question", {"target_enrolment"}, "sample size of 42", "what 42 participants can show"),
        ("P030", "question", LABORATORY, "neither unit nor assay", "laboratory's own"),
        ("P031", "question", {"S11"}, "not defined", "Microbiologically documented"),
        ("P032", "question", {"S11"}, "fungal ones are not", "fungal ones and endogenous"),
        ("P033", "question", {"S2", "S4"}, "discharge or by death alike", "which of the two ended it"),
        ("P034", "question", AT_DAY_28 | {"S15"}, "have died", "Nothing is measured"),
        ("P035", "question", AT_DAY_28 | {"S15", "P1"}, "discharged before", "never zero or normal"),
        ("P036", "question", {"S8"}, "legal category", "counted apart"),
        ("P043", "info", ANSWERED_BY_PEOPLE, "no data source can answer it", "^$"),
    ],
)
def test_jakahdi(jakahdi: Findings, code: str, severity: str, parts: set[str], message: str, assumption: str) -> None:
    found = jakahdi.with_code(code)
    assert {each.where.rpartition(" ")[2] for each in found} == parts
    for each in found:
        assert each.severity == severity and message in each.message.en, each
        assert re.search(assumption, " ".join(each.assumption.en.split())), each


def test_jakahdis_versions(jakahdi: Findings) -> None:
    found = {each.message.en: each for each in jakahdi.with_code("P004")}
    ctcae, sofa = sorted(found, key=lambda message: "SOFA" in message)
    assert "version of CTCAE" in ctcae and found[ctcae].assumption.en == "CTCAE v5.0."
    assert "version of SOFA" in sofa and "SOFA of 1996" in found[sofa].assumption.en


def test_jakahdi_has_no_error_and_every_place_has_a_line(jakahdi: Findings) -> None:
    assert jakahdi.exit_code == 0
    assert all(re.match(r"(protocol|analysis|forms/\w+)\.yaml:\d+ \w+|costs$", each.where) for each in jakahdi.findings)


def test_jakahdi_answers_for_every_sentence_of_its_record() -> None:
    record = read_registry(shared("reference", "NCT06244862-registry-record.txt"))
    assert list(compared(Stated(load(JAKAHDI)), record)) == []


def test_no_rule_knows_a_trial() -> None:
    trials = [load(path.parent) for path in (ROOT / "trials").glob("*/protocol.yaml")]
    numbers = {line.value for trial in trials if (line := trial.line("registration_number"))}
    drugs = {each.name for trial in trials for arm in trial.arms for each in arm.interventions}
    known = {trial.id for trial in trials} | numbers | drugs - {"standard_of_care", "placebo"}
    assert {"jakahdi", "NCT06244862", "ruxolitinib"} <= known
    for path in [*LINT.glob("*.py"), *LINT.glob("*.yaml")]:
        text = path.read_text(encoding="utf-8").casefold()
        assert not [name for name in known if name.casefold() in text], path


# --- order, texts and the manual --------------------------------------------------------------------------


TWO_OR_THREE = Text("“2 or 3” of 4.", "«\u00a02 ou 3\u00a0» sur 4.")
FIVE_OR_SIX = Text("“5 or 6” of 8.", "«\u00a05 ou 6\u00a0» sur 8.")
DOES_IT, AT_LEAST = Text("Does it?", "Est-ce le cas\u202f?"), Text("At least 2.", "Au moins 2.")
NOT_FED = Text("no form item feeds it.", "aucune rubrique de formulaire ne l’alimente.")
NO_SOURCE = Text("no data source can answer it.", "aucune source de données ne peut y répondre.")
LONG = Text(f"A {'very ' * 30}long message.", f"Un message {'très ' * 30}long.")
FINDINGS = Findings.of(
    "invented",
    "2.0",
    "0123456789abcdef",
    [
        Finding("P043", Severity.INFO, "protocol.yaml:9 criterion E2", NO_SOURCE),
        Finding("P010", Severity.QUESTION, "protocol.yaml:12 criterion I2", TWO_OR_THREE, DOES_IT, AT_LEAST),
        Finding("P010", Severity.QUESTION, "protocol.yaml:9 criterion I1", FIVE_OR_SIX, DOES_IT, AT_LEAST),
        Finding("P001", Severity.WARNING, "protocol.yaml:30 outcome P1", LONG, Text("Which?", "Lequel\u202f?")),
        Finding("P044", Severity.ERROR, "protocol.yaml:31 outcome S1", NOT_FED),
        Finding("P044", Severity.ERROR, "protocol.yaml:31 outcome S1", NOT_FED),
    ],
)


def test_errors_come_first_then_codes_then_lines_and_nothing_twice() -> None:
    assert [(each.code, each.where) for each in FINDINGS.findings] == [
        ("P044", "protocol.yaml:31 outcome S1"),
        ("P001", "protocol.yaml:30 outcome P1"),
        ("P010", "protocol.yaml:9 criterion I1"),
        ("P010", "protocol.yaml:12 criterion I2"),
        ("P043", "protocol.yaml:9 criterion E2"),
    ]
    assert FINDINGS.codes == ("P001", "P010", "P043", "P044")


def test_the_text() -> None:
    same_as("checks.txt", FINDINGS.to_text())
    same_as("checks_fr.txt", FINDINGS.to_text("fr"))


def test_the_json() -> None:
    held = json.loads(FINDINGS.to_json())
    assert held["protocol"] == {"id": "invented", "version": "2.0", "hash": "0123456789abcdef"}
    assert held["findings"][2] == {
        "code": "P010",
        "severity": "question",
        "where": "protocol.yaml:9 criterion I1",
        "message": "“5 or 6” of 8.",
        "question": "Does it?",
        "assumption": "At least 2.",
    }
    assert [each["severity"] for each in held["findings"]] == ["error", "warning", "question", "question", "info"]


def test_the_json_in_french_has_the_same_keys_places_and_severities() -> None:
    english, french = (json.loads(FINDINGS.to_json(language)) for language in ("en", "fr"))
    assert french["protocol"] == english["protocol"]
    told = {"message": "«\u00a05 ou 6\u00a0» sur 8.", "question": "Est-ce le cas\u202f?", "assumption": "Au moins 2."}
    assert french["findings"][2] == {**english["findings"][2], **told}
    assert [list(each) for each in french["findings"]] == [list(each) for each in english["findings"]]


def test_only_an_error_makes_the_check_fail() -> None:
    assert FINDINGS.exit_code == 1
    others = [each for each in FINDINGS.findings if each.severity is not Severity.ERROR]
    assert Findings.of("invented", "2.0", "", others).exit_code == 0


def test_codes_are_unique_and_every_rule_says_what_it_is_and_how_to_mend_it() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes)) and all(re.fullmatch(r"P\d{3}", code) for code in codes)
    for rule in RULES:
        assert re.match(r"[A-Z“].*[.?)]$", rule.says) and rule.fix, rule.code


def test_every_rule_is_in_the_manual_and_under_test() -> None:
    page = rules_page()
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_checks_*.py"))
    for rule in RULES:
        assert f"| {rule.code} | {rule.severity} | " in page
        assert f'"{rule.code}"' in tests, rule.code
    assert page.count("\n| P") == len(RULES)

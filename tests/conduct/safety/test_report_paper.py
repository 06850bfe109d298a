"""The paper of a report: participant, doses, other drugs, history, results and narrative, as known when it was made."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.participants.actions import happen, take_back
from bedside.conduct.safety import actions
from bedside.conduct.safety.beside import death_of
from bedside.conduct.safety.case import CRITERIA
from bedside.conduct.safety.icsr import icsr
from bedside.conduct.safety.icsr_lacks import lacks
from bedside.conduct.safety.reading import case_of, known_in
from bedside.conduct.safety.report_pdf import page, pdf
from bedside.values.moment import HOUR, Moment, now

from .conftest import ago

V3 = "{urn:hl7-org:v3}"


@pytest.fixture
def filled(included, actor):
    """Somebody of whom much is written."""
    person, by = included(5), actor("nurse")

    def write(form, visit="unscheduled", number=1, **items):
        sheet = open_sheet(by, person, visit, form, "1.0", None, number)
        units = {"platelets": "10*9/L", "creatinine": "umol/L"}
        save(by, sheet, {name: Typed(text, units.get(name, "")) for name, text in items.items()})
        return sheet

    write("demographics", "D0", hospital_admitted=ago(24 * 20), sex="female", age="54")
    write("medical_history", "D0", asked_at=ago(24 * 5), immunosuppression="yes", immunosuppression_kind="transplant")
    for number, hours in enumerate((60, 48, 36), 1):
        write("ruxolitinib", number=number, given_at=ago(hours), dose="10", route="tube")
    write("concomitant_medication", drug="Fluconazole", dose="400 mg IV", began=ago(80), ended=ago(20))
    write("concomitant_medication", number=2, drug="Heparin", began=ago(90))
    write("laboratory", taken_at=ago(40), platelets="84")
    write("laboratory", number=2, taken_at=ago(10), platelets="20")
    person.write = write
    return person


@pytest.fixture
def report(event, filled, actor):
    """A report of a fatal event of theirs, received."""
    sheet = event(filled, dose=None, death="yes", outcome="fatal", grade="grade_5")
    made = actions.notify(actor(), sheet, None, Moment(now() - HOUR // 2), "Fever, then shock within hours.")
    actions.receive(actor("safety officer", ""), made, Moment(now() - HOUR // 4), CRITERIA)
    return made


def told(report):
    """Every line around the event, by its heading."""
    return {part["heading"]: dict(map(tuple, part["rows"])) for part in page(report)["parts"]}


def test_a_report_says_who_what_was_given_what_else_and_what_was_measured(report):
    held = told(report)
    assert held["Participant"] == {"Age at the event": "54 years", "Sex": "female"}
    assert list(held["ruxolitinib: what was given"].values()) == ["10 mg, by tube, given 3 times"]
    drugs = held["Other drugs"]
    assert list(drugs) == ["Heparin", "Fluconazole"], "in order of their beginning"
    assert drugs["Fluconazole"].startswith("400 mg IV, ") and drugs["Heparin"].endswith(" – ?")
    assert held["History"]["Kind of immunosuppression"] == "transplant"
    (platelets,) = (said for label, said in held["Laboratory results"].items() if "latelet" in label)
    assert "before: 84 10⁹/L" in platelets and "since: 20 10⁹/L" in platelets
    assert held["Narrative"] == {"Initial report": "Fever, then shock within hours."}
    assert not any(value == "" for part in held.values() for value in part.values())
    with override("fr"):
        french = told(report)
    assert french["Participant"]["Sexe"] == "féminin" and "Récit" in french
    assert list(french["ruxolitinib\u00a0: ce qui a été donné"].values()) == ["10 mg, par sonde, 3 prises"]


@pytest.mark.proves("law sae-follow-up")
def test_what_is_written_or_taken_back_after_a_report_is_not_in_its_papers(report, filled, actor):
    before = pdf(report), icsr(report)
    filled.write("concomitant_medication", number=3, drug="Aciclovir", began=ago(30))
    filled.write("laboratory", number=3, taken_at=ago(5), platelets="12")
    filled.write("vital_status", "D28", known_at=ago(0.2), status="dead", died_at=ago(0.3), cause="Septic shock")
    died = happen(actor(), filled, "death", Moment(now() - HOUR // 4))
    assert (pdf(report), icsr(report)) == before and death_of(known_in(report)) is None
    follow = actions.notify(actor(), report.sheet, Moment(now() - HOUR // 8), now(), "The patient died.")
    actions.receive(actor("safety officer", ""), follow, now(), CRITERIA)
    kept = pdf(follow), icsr(follow)
    take_back(actor(), died, "not of this patient")
    assert (pdf(follow), icsr(follow)) == kept
    assert told(follow)["Participant"]["Cause of death"] == "Septic shock"
    assert list(told(follow)["Narrative"]) == ["Initial report", "Follow-up 1"]


def test_a_death_is_told_where_the_guide_says_and_what_lacks_of_it_is_said(report, filled, actor):
    said = {"when the participant died (D.9.1)", "the cause of the death (D.9.2.r)"}
    assert said <= {each.en for each in lacks(report)}
    happen(actor(), filled, "death", Moment(now() - HOUR // 4))
    assert death_of(case_of(report.sheet)).cause == ""
    filled.write("vital_status", "D28", known_at=ago(0.2), status="dead", died_at=ago(0.3), cause="Septic shock")
    follow = actions.notify(actor(), report.sheet, Moment(now() - HOUR // 8), now(), "The patient died.")
    actions.receive(actor("safety officer", ""), follow, now(), CRITERIA)
    assert not any("D.9" in each.en for each in lacks(follow))
    root = ElementTree.fromstring(icsr(follow))
    (player,) = root.iter(f"{V3}player1")
    assert [child.tag[len(V3) :] for child in player] == [
        "name", "administrativeGenderCode", "birthTime", "deceasedTime"]  # fmt: skip
    (cause,) = (each for each in root.iter(f"{V3}observation") if each.find(f"{V3}code").get("code") == "32")
    assert cause.findtext(f"{V3}value/{V3}originalText") == "Septic shock"
    (autopsy,) = (each for each in root.iter(f"{V3}observation") if each.find(f"{V3}code").get("code") == "5")
    assert autopsy.find(f"{V3}value").get("nullFlavor") == "NASK"


def test_of_somebody_of_whom_nothing_is_written_each_part_says_so(event, actor):
    bare = actions.notify(actor(), event(dose=None), None, Moment(now() - HOUR // 2))
    held = told(bare)
    assert held["Other drugs"] == held["Narrative"] == {"none recorded": ""}
    assert held["Participant"]["Sex"] == "–"

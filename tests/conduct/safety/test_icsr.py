"""The E2B(R3) message of a report: what stands in which element, what never does, and the order of its parts.

The schema that HL7 and ICH distribute is not in the repository. Where it lies beside the project, the message is
validated by it; without it, the order and the places of elements are held against a table of our own.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.safety import actions, icsr_event
from bedside.conduct.safety.actions import Judgement
from bedside.conduct.safety.case import CRITERIA
from bedside.conduct.safety.icsr import icsr
from bedside.conduct.safety.icsr_lacks import lacks
from bedside.conduct.safety.icsr_parts import LONGEST, UNSPEAKABLE, fits, typed
from bedside.errors import UsageError
from bedside.values.moment import HOUR, Moment, now
from bedside.values.wording import LANGUAGES
from tests import needs

from .conftest import ago

V3 = {"": "urn:hl7-org:v3"}
XSI = "{http://www.w3.org/2001/XMLSchema-instance}type"
CASE = "PORR_IN049016UV/controlActProcess/subject/investigationEvent"
ROLE = f"{CASE}/component/adverseEventAssessment/subject1/primaryRole"
DRUG = f"{ROLE}/subjectOf2/organizer/component/substanceAdministration"


@pytest.fixture
def participant(included, actor):
    """Somebody whose sex, age and doses are recorded."""
    person, by = included(5), actor("nurse")
    told = {"hospital_admitted": ago(24 * 20), "sex": "female", "age": "54"}
    save(by, open_sheet(by, person, "D0", "demographics", "1.0"), {name: Typed(text) for name, text in told.items()})
    for number, (hours, dose, route) in enumerate([(60, "10", "tube"), (48, "10", "tube"), (36, "5", "mouth")], 1):
        sheet = open_sheet(by, person, "unscheduled", "ruxolitinib", "1.0", None, number)
        given_ = {"given_at": ago(hours), "dose": dose, "route": route}
        save(by, sheet, {name: Typed(text) for name, text in given_.items()})
    return person


@pytest.fixture
def reported(event, told, actor):
    """reported(person, ...): a report that was received, of an event with these items."""

    def made(person, note="", language="fr", **items):
        sheet = event(person, dose=None, **items)
        moment = now()
        report = actions.notify(actor(), sheet, None, Moment(moment - HOUR // 2), note, language)
        actions.receive(actor("safety officer", ""), report, Moment(moment - HOUR // 4), CRITERIA)
        return report

    return made


def read(report):
    """The message, parsed."""
    return ElementTree.fromstring(icsr(report))


def observed(root, code):
    """The value of the observation of this code."""
    for held in root.iter("{urn:hl7-org:v3}observation"):
        if held.find("code", V3).get("code") == code:
            return held.find("value", V3)
    return None


def test_what_was_told_stands_where_the_guide_says(participant, reported):
    root = read(reported(participant, "Seen at the round.", action="stopped", outcome="recovering",
                         given_again="not_given_again"))  # fmt: skip
    case = f"FR-AssistancePubliqueHopitauxDeParis-jakahdi-{participant.code}-"
    held = {
        "C.1.1": root.find(f"{CASE}/id[@root='2.16.840.1.113883.3.989.2.1.3.1']", V3).get("extension"),
        "C.1.8.1": root.find(f"{CASE}/id[@root='2.16.840.1.113883.3.989.2.1.3.2']", V3).get("extension"),
        "N.2.r.1": root.find("PORR_IN049016UV/id", V3).get("extension"),
    }
    assert len(set(held.values())) == 1 and held["C.1.1"].startswith(case)
    assert root.find(f"{ROLE}/player1/administrativeGenderCode", V3).get("code") == "2"
    assert (observed(root, "3").get("value"), observed(root, "3").get("unit")) == ("54", "a")
    study = root.find(f"{ROLE}/subjectOf1/researchStudy", V3)
    assert study.find("authorization/studyRegistration/id", V3).get("extension") == "NCT06244862"
    term = observed(root, "29")
    assert term.findtext("originalText", None, V3) == "Sepsis"
    assert term.find("originalText", V3).get("language") == "fra" and term.get("nullFlavor") == "NI"
    assert [observed(root, code).get("value") for code in ("26", "34")] == ["true", None]
    assert (observed(root, "27").get("code"), observed(root, "31").get("code")) == ("2", "4")
    assert root.find(f"{DRUG}/inboundRelationship/act/code", V3).get("code") == "1"
    assert "Terme" in root.findtext(f"{CASE}/text", None, V3) and "Seen at the round." in root.findtext(
        f"{CASE}/text", None, V3
    )


def numbers(report):
    """The elements that are said to be empty in the file of a report."""
    return {each for text in lacks(report) for each in re.findall(r"\(([A-Z]\.[\w.]+)", text.en)}


def test_what_a_gateway_misses_is_said_and_no_more_once_it_is_there(participant, included, reported, coded, actor):
    bare = reported(included(5), language="", relation="", important="no", began=None)
    always = {"N.1.4", "N.1.3", "C.2.r.1", "G.k.2.1"}
    assert numbers(bare) == always | {
        "E.i.2.1b", "E.i.1.1b", "E.i.3.2", "E.i.4", "E.i.7", "D.5", "D.2.2", "G.k.9.i.2.r", "G.k.4",
    }  # fmt: skip
    assert read(bare).find(f"{DRUG}/outboundRelationship2/substanceAdministration", V3) is None
    whole = reported(participant, outcome="recovered")
    coded(whole.sheet, "10040047")
    assert numbers(whole) == always
    assert all(text.fr and text.fr != text.en for text in lacks(bare))


def test_what_is_empty_in_the_file_is_said_beside_its_link(participant, reported, user, client_of):
    report = reported(participant)
    at = f"/participants/{participant.code}/safety/{report.sheet_id}/"
    for language, said in (("en", "the receiver’s identifier"), ("fr", "l’identifiant du destinataire")):
        page = client_of(user("safety officer", ""), headers={"accept-language": language}).get(at).content.decode()
        assert said in page and "icsr.xml" in page


@pytest.mark.proves("law sae-criteria")
def test_every_criterion_that_holds_is_told_and_of_the_others_nothing(included, reported):
    root = read(reported(included(5), death="yes", hospitalisation="yes", important="no"))
    held = {code: observed(root, code).attrib for code in ("34", "21", "33", "35", "12", "26")}
    assert [code for code, value in held.items() if value.get("value") == "true"] == ["34", "33"]
    assert {value.get("nullFlavor") for value in held.values()} == {None, "NI"}, "no is not among what the guide allows"


def test_each_stretch_of_the_same_dose_is_told_once(participant, reported):
    doses = read(reported(participant)).findall(f"{DRUG}/outboundRelationship2/substanceAdministration", V3)
    told = [(each.find("doseQuantity", V3).attrib, each.findtext("routeCode/originalText", None, V3),
             each.findtext("text", None, V3)) for each in doses]  # fmt: skip
    assert told == [
        ({"value": "10", "unit": "mg"}, "by tube", "10 mg, given 2 times"),
        ({"value": "5", "unit": "mg"}, "by mouth", "5 mg, given once"),
    ]
    ends = [each.find("effectiveTime", V3) for each in doses]
    assert all(end.get(XSI) == "IVL_TS" and {child.tag[-3:] for child in end} <= {"low", "igh"} for end in ends)


def test_who_somebody_is_and_what_nobody_said_has_no_value(included, reported):
    root = read(reported(included(5), language=""))
    player = root.find(f"{ROLE}/player1", V3)
    assert [child.get("nullFlavor") for child in player] == ["MSK", "UNK", "MSK"]
    assert observed(root, "3") is None and observed(root, "31") is None
    assert observed(root, "27").get("code") == "0", "no outcome was told: unknown"
    assert observed(root, "29").find("originalText", V3).get("language") == "und"
    names = root.findall(f"{CASE}/outboundRelationship/relatedInvestigation//assignedPerson/name/*", V3)
    assert {each.get("nullFlavor") for each in names} == {"MSK"} and not any(each.text for each in names)


def test_both_views_of_causality_stand_in_it_once_they_are_held(participant, reported, actor):
    report = reported(participant)
    assert [view for view, _ in _views(report)] == ["Investigator"]
    judged = Judgement("unrelated", "unexpected", "SmPC 2026-09", "another cause")
    actions.assess(actor("safety officer", ""), report, judged)
    assert _views(report) == [
        ("Investigator", "reasonable possibility"), ("Sponsor", "no reasonable possibility"),
    ]  # fmt: skip


def _views(report):
    found = read(report).iter("{urn:hl7-org:v3}causalityAssessment")
    return [(each.findtext(".//author//originalText", None, V3), each.findtext("value", None, V3))
            for each in found if each.find("author", V3) is not None]  # fmt: skip


def test_every_reference_in_it_leads_somewhere(participant, reported):
    root = read(reported(participant, given_again="recurred", action="stopped"))
    own = {held.find("id", V3).get("root") for tag in ("observation", "substanceAdministration")
           for held in root.iter(f"{{urn:hl7-org:v3}}{tag}") if held.find("id", V3) is not None}  # fmt: skip
    references = ("adverseEffectReference", "productUseReference", "actReference")
    named = {held.find("id", V3).get("root") for tag in references for held in root.iter(f"{{urn:hl7-org:v3}}{tag}")}
    assert named and named <= own


def test_a_code_stands_in_it_while_it_is_that_of_the_text_that_was_told(participant, reported, actor, coded):
    report = reported(participant)
    coded(report.sheet, "90001")
    held = observed(read(report), "29")
    assert (held.get("code"), held.get("codeSystemVersion")) == ("90001", "27.1")
    save(actor("nurse"), report.sheet, {"term": Typed("Septic shock", reason="it got worse")})
    assert observed(read(report), "29").get("code") == "90001", "what was told is what was coded"


def test_the_number_of_a_case_stays_the_same_over_its_reports(participant, reported, actor):
    first = reported(participant)
    save(actor("nurse"), first.sheet, {"outcome": Typed("fatal")})
    second = actions.notify(actor(), first.sheet, Moment(now() - HOUR // 8), Moment(now() - HOUR // 16))
    actions.receive(actor("safety officer", ""), second, now(), CRITERIA)
    numbers = [[held.get("extension") for held in read(each).findall(f"{CASE}/id", V3)] for each in (first, second)]
    assert numbers[0] == numbers[1]


def test_before_its_receipt_there_is_none(event, told):
    with pytest.raises(UsageError, match="receipt is not written"):
        icsr(told(event()))


@pytest.mark.parametrize(
    ("items", "note", "match"),
    [
        ({"term": "x" * 251}, "", r"“x{40}…” is 251 characters long; element E\.i\.1\.1a of E2B\(R3\) allows 250"),
        ({"term": "Sep\x0bsis"}, "", r"element H\.1 of E2B\(R3\) would hold a character"),
    ],
)
def test_what_an_element_cannot_hold_is_refused_and_not_cut(items, note, match, participant, reported):
    with pytest.raises(UsageError, match=match):
        icsr(reported(participant, note, **items))


@given(st.sampled_from(sorted(LONGEST)), st.text(max_size=300))
def test_a_text_stands_as_it_is_or_is_refused(number, text):
    most = LONGEST[number]
    if len(text) <= most and not UNSPEAKABLE.search(text):
        assert fits(number, text) == text
    else:
        with pytest.raises(UsageError):
            fits(number, text)


@pytest.mark.parametrize(
    ("when", "held"),
    [
        ("2026", "2026"), ("2026-11", "202611"), ("2026-11-22", "20261122"),
        ("2026-11-22T08:05+01:00", "202611220805+0100"), ("2026-11-22T08:05", "202611220805"),
        ("2026-06-22T23:59-03:30", "202606222359-0330"),
    ],
)  # fmt: skip
def test_a_time_is_as_precise_as_it_was_typed(when, held):
    assert typed(when) == held


def test_every_language_of_the_study_has_its_code():
    assert set(icsr_event.ISO_639_2) == set(LANGUAGES)


def test_it_fits_the_schema(participant, reported):
    schemas = sorted((needs.SHARED / "validators" / "xsd").rglob("MCCI_IN200100UV01.xsd"))
    if not schemas:
        pytest.skip("the schema of E2B(R3), MCCI_IN200100UV01.xsd, is not among the validators beside the project")
    etree = pytest.importorskip("lxml.etree")
    report = reported(participant, action="stopped", given_again="recurred", ended=ago(1))
    etree.XMLSchema(etree.parse(str(schemas[0]))).assertValid(etree.fromstring(icsr(report)))

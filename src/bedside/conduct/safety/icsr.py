"""A report of a serious event as an individual case safety report: ICH E2B(R3), an HL7 v3 message.

Element numbers are those of the ICH implementation guide. Everything in it is as it was known in that report, so that
the file is the same whenever it is made again. Who somebody is stays masked (nullFlavor MSK); what nobody has said is
left out, or has the nullFlavor that the guide allows there, and never a default.
"""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterator
from xml.etree.ElementTree import Element, indent, tostring

from bedside.conduct.people.models import Site
from bedside.conduct.people.roles import Role
from bedside.conduct.safety.beside import doses_of
from bedside.conduct.safety.case import Case, contents
from bedside.conduct.safety.icsr_event import causalities, drug, event, patient, study
from bedside.conduct.safety.icsr_parts import (
    ICH,
    INTERACTIONS,
    country,
    flag,
    identifier,
    observed,
    part,
    stamp,
    text,
    value,
)
from bedside.conduct.safety.models import Receipt, Report
from bedside.conduct.safety.reading import known_in
from bedside.conduct.safety.words import WORDS
from bedside.conduct.study.protocol import protocol_of
from bedside.errors import UsageError
from bedside.protocol.casebook import Item
from bedside.values.moment import Moment

SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
SENDERS = {"pharmaceutical_company": "1", "other": "6"}
"""What kind of organisation sends (C.3.1)."""
PHYSICIAN, OTHER_PROFESSIONAL = "1", "3"
"""Who reported (C.2.r.4): an investigator is a physician (Regulation (EU) 536/2014 art. 49)."""
FROM_STUDY, NOT_A_REGULATOR = "2", "2"


def icsr(report: Report) -> bytes:
    """The message as UTF-8 XML.

    Raises UsageError before the sponsor has written down the receipt of the report (its dates stand on it), and for a
    text that an element cannot hold.
    """
    case = known_in(report)
    receipt = case.receipt_of(report)
    if receipt is None:
        raise UsageError(
            "its receipt is not written yet.", f"{case.person.code}, report {report.number}",
            "Write down when it was received.",
        )  # fmt: skip
    made = Element("MCCI_IN200100UV01", {"xmlns": "urn:hl7-org:v3", "xmlns:xsi": SCHEMA, "ITSVersion": "XML_1.0"})
    _batch(made, case, report, receipt)
    indent(made)
    return bytes(tostring(made, "utf-8", xml_declaration=True))


class Names:
    """How the message calls things: what a case is called stays the same over its reports, and before enrolment."""

    def __init__(self, case: Case) -> None:
        protocol = protocol_of(case.sheet.version)
        lines = {line.name: line.value for line in protocol.record.lines}
        self.registration, self.sponsor = lines.get("registration_number", ""), lines.get("sponsor", "")
        self.study, self.title = protocol.id, protocol.text.en
        self.country = case.safety.case_report.country if case.safety.case_report else ""
        plain = unicodedata.normalize("NFKD", self.sponsor.title())
        company = "".join(each for each in plain if each.isascii() and each.isalnum())[:40]
        self.case = f"{self.country or 'XX'}-{company}-{self.study}-{case.person.code}-{case.sheet.pk}"
        self.event = str(uuid.uuid5(uuid.NAMESPACE_URL, f"bedside:{self.case}:event"))
        self.drug = str(uuid.uuid5(uuid.NAMESPACE_URL, f"bedside:{self.case}:drug"))


# --- envelope -----------------------------------------------------------------------------------------------------


def _batch(made: Element, case: Case, report: Report, receipt: Receipt) -> None:
    name, at = Names(case), stamp(case.known_at)
    identifier(made, "N.1.2", f"{ICH}.3.22", f"{name.case}-{report.number}")
    part(made, "creationTime", "N.1.5", value=at)
    part(made, "responseModeCode", code="D")
    part(made, "interactionId", root=INTERACTIONS, extension="MCCI_IN200100UV01")
    part(made, "name", "N.1.1", code="1", codeSystem=f"{ICH}.1.1")
    control = _message(made, name, at)
    _investigation(part(control, "subject", typeCode="SUBJ"), case, report, receipt, name)
    _device(made, "receiver", "N.1.4", f"{ICH}.3.14", "")
    _device(made, "sender", "N.1.3", f"{ICH}.3.13", name.sponsor)


def _message(parent: Element, name: Names, at: str) -> Element:
    made = part(parent, "PORR_IN049016UV")
    identifier(made, "N.2.r.1", f"{ICH}.3.1", name.case)
    part(made, "creationTime", "N.2.r.4", value=at)
    part(made, "interactionId", root=INTERACTIONS, extension="PORR_IN049016UV")
    for tag, code in (("processingCode", "P"), ("processingModeCode", "T"), ("acceptAckCode", "AL")):
        part(made, tag, code=code)
    _device(made, "receiver", "N.2.r.3", f"{ICH}.3.12", "")
    _device(made, "sender", "N.2.r.2", f"{ICH}.3.11", name.sponsor)
    act = part(made, "controlActProcess", classCode="CACT", moodCode="EVN")
    part(act, "code", code="PORR_TE049016UV", codeSystem="2.16.840.1.113883.1.18")
    part(act, "effectiveTime", "C.1.2", value=at)
    return act


def _device(parent: Element, tag: str, number: str, root: str, extension: str) -> None:
    """Sender and receiver; what the authority calls itself is agreed with it, and not known here."""
    made = part(parent, tag, typeCode="RCV" if tag == "receiver" else "SND")
    device = part(made, "device", classCode="DEV", determinerCode="INSTANCE")
    if extension:
        identifier(device, number, root, extension)
    else:
        part(device, "id", number, root=root, nullFlavor="NI")


# --- the case -----------------------------------------------------------------------------------------------------


def _investigation(parent: Element, case: Case, report: Report, receipt: Receipt, name: Names) -> None:
    made = part(parent, "investigationEvent", classCode="INVSTG", moodCode="EVN")
    identifier(made, "C.1.1", f"{ICH}.3.1", name.case)
    identifier(made, "C.1.8.1", f"{ICH}.3.2", name.case)
    part(made, "code", code="PAT_ADV_EVNT", codeSystem="2.16.840.1.113883.5.4")
    text(made, "text", "H.1", "; ".join(_narrative(case, report)))
    part(made, "statusCode", code="active")
    first = min(row.received_us for each in case.reports if (row := case.receipt_of(each)) is not None)
    part(part(made, "effectiveTime"), "low", "C.1.4", value=stamp(Moment(first)))
    part(made, "availabilityTime", "C.1.5", value=stamp(_latest(case, receipt)))
    _assessed(made, case, report, name)
    for code, number, held in (("1", "C.1.6.1", False), ("23", "C.1.7", case.susar)):
        value(observed(part(made, "component", typeCode="COMP"), "observationEvent", code), "BL", number, **flag(held))
    _first_sender(made)
    _source(made, case, report, name)
    _sender(made, case, name)
    _characteristic(made, "1", "C.1.3", "CE", code=FROM_STUDY, codeSystem=f"{ICH}.1.2")
    _characteristic(made, "2", "C.1.9.1", "BL", nullFlavor="NI")


def _latest(case: Case, receipt: Receipt) -> Moment:
    """When the sponsor had the most recent information: with the report, or later that by which it is reportable."""
    informed = (row.informed.at_us for row in case.assessments if hasattr(row, "informed"))
    return Moment(max((receipt.received_us, *informed)))


def _narrative(case: Case, report: Report) -> Iterator[str]:
    """Everything that was told, in the language in which it was written, and what was said with it."""
    language = case.language_of(report) or "en"
    for item, held in _said(case, report):
        said = next((code.text.say(language) for code in item.codes if code.code == held), held)
        if case.proposed(item.id):
            said = WORDS["proposed"].filled(what=said).say(language)
        yield f"{item.text.say(language)}: {said}"
    for each in case.reports:
        if each.note and each.number <= report.number:
            yield f"[{each.number}] {each.note}"


def _said(case: Case, report: Report) -> Iterator[tuple[Item, str]]:
    values = contents(report)
    return ((item, values[item.id]) for item in case.form.items if item.id in values)


def _assessed(parent: Element, case: Case, report: Report, name: Names) -> None:
    made = part(part(parent, "component", typeCode="COMP"), "adverseEventAssessment",
                classCode="INVSTG", moodCode="EVN")  # fmt: skip
    role = part(part(made, "subject1", typeCode="SBJ"), "primaryRole", classCode="INVSBJ")
    player = part(role, "player1", classCode="PSN", determinerCode="INSTANCE")
    part(player, "name", "D.1", nullFlavor="MSK")
    study(part(role, "subjectOf1", typeCode="SBJ"), name.study, name.title, name.registration)
    patient(role, player, case)
    event(role, case, report, name.event, name.country)
    drug(role, case, contents(report), (name.drug, name.event), doses_of(case))
    causalities(made, case, (name.drug, name.event))


def _characteristic(parent: Element, what: str, number: str, kind: str, **held: str) -> None:
    made = part(part(parent, "subjectOf2", typeCode="SUBJ"), "investigationCharacteristic",
                classCode="OBS", moodCode="EVN")  # fmt: skip
    part(made, "code", code=what, codeSystem=f"{ICH}.1.23")
    value(made, kind, number, **held)


# --- who says so --------------------------------------------------------------------------------------------------


def _first_sender(parent: Element) -> None:
    entity = _related(part(parent, "outboundRelationship", typeCode="SPRT"), "1")
    part(entity, "code", "C.1.8.2", code=NOT_A_REGULATOR, codeSystem=f"{ICH}.1.3")


def _source(parent: Element, case: Case, report: Report, name: Names) -> None:
    """Who told the sponsor: by profession, organisation and country, never by name."""
    link = part(parent, "outboundRelationship", typeCode="SPRT")
    part(link, "priorityNumber", "C.2.r.5", value="1")
    entity = _related(link, "2")
    person = part(entity, "assignedPerson", classCode="PSN", determinerCode="INSTANCE")
    called = part(person, "name")
    part(called, "given", "C.2.r.1.2", nullFlavor="MSK")
    part(called, "family", "C.2.r.1.4", nullFlavor="MSK")
    profession = PHYSICIAN if report.event.role == Role.INVESTIGATOR else OTHER_PROFESSIONAL
    qualified = part(person, "asQualifiedEntity", classCode="QUAL")
    part(qualified, "code", "C.2.r.4", code=profession, codeSystem=f"{ICH}.1.6")
    if name.country:
        country(part(person, "asLocatedEntity", classCode="LOCE"), "location", "C.2.r.3", name.country)
    _organisation(entity, "C.2.r.2.1", Site.objects.get(code=case.person.site).name)


def _sender(parent: Element, case: Case, name: Names) -> None:
    act = part(part(parent, "subjectOf1", typeCode="SUBJ"), "controlActEvent", classCode="CACT", moodCode="EVN")
    entity = part(part(act, "author", typeCode="AUT"), "assignedEntity", classCode="ASSIGNED")
    kind = case.safety.case_report.sender if case.safety.case_report else "other"
    part(entity, "code", "C.3.1", code=SENDERS[kind], codeSystem=f"{ICH}.1.7")
    _organisation(entity, "C.3.2", name.sponsor)


def _related(link: Element, code: str) -> Element:
    made = part(link, "relatedInvestigation", classCode="INVSTG", moodCode="EVN")
    part(made, "code", code=code, codeSystem=f"{ICH}.1.22")
    act = part(part(made, "subjectOf2", typeCode="SUBJ"), "controlActEvent", classCode="CACT", moodCode="EVN")
    return part(part(act, "author", typeCode="AUT"), "assignedEntity", classCode="ASSIGNED")


def _organisation(entity: Element, number: str, name: str) -> None:
    """An organisation; the one directly at the entity would be its department."""
    within = part(entity, "representedOrganization", classCode="ORG", determinerCode="INSTANCE")
    whole = part(part(within, "assignedEntity", classCode="ASSIGNED"), "representedOrganization",
                 classCode="ORG", determinerCode="INSTANCE")  # fmt: skip
    text(whole, "name", number, name)

"""A report of a serious event as an individual case safety report: ICH E2B(R3), an HL7 v3 message.

Element numbers are those of the ICH implementation guide. Who somebody is stays masked (nullFlavor MSK); what nobody
has said has a nullFlavor too, and never a default. An event has a MedDRA code only where somebody coded it: none is
shipped, so the term stands as reported.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Comment, Element, SubElement, indent, tostring

from bedside.conduct.safety.case import Case, contents
from bedside.conduct.safety.listing import number_of
from bedside.conduct.safety.models import Report
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.safety import Safety
from bedside.values.moment import Moment, now, to_datetime

ICH = "2.16.840.1.113883.3.989.2.1"
OBSERVATIONS, CATEGORIES = f"{ICH}.1.19", f"{ICH}.1.20"
SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
CRITERIA: Mapping[str, tuple[str, str]] = {
    "death": ("34", "E.i.3.2a"), "life_threatening": ("21", "E.i.3.2b"), "hospitalisation": ("33", "E.i.3.2c"),
    "disability": ("35", "E.i.3.2d"), "congenital_anomaly": ("12", "E.i.3.2e"), "other": ("26", "E.i.3.2f"),
}  # fmt: skip
"""Criterion of seriousness -> code of the observation, element (ICH E2B(R3) implementation guide, appendix I)."""
OUTCOMES: Mapping[str, str] = {
    "recovered": "1", "recovering": "2", "not_recovered": "3", "recovered_with_sequelae": "4", "fatal": "5",
}  # fmt: skip
UNKNOWN_OUTCOME = "0"
ACTIONS: Mapping[str, str] = {
    "withdrawn": "1", "reduced": "2", "increased": "3", "unchanged": "4", "not_applicable": "9",
}  # fmt: skip
"""What was done with the drug (G.k.8); a dose that was suspended has no code of its own and is told as unknown."""
UNKNOWN_ACTION = "0"


def icsr(case: Case, report: Report) -> bytes:
    """The message as UTF-8 XML. `case` gives what the sponsor holds now, `report` what was told."""
    made = Element("MCCI_IN200100UV01", {"xmlns": "urn:hl7-org:v3", "xmlns:xsi": SCHEMA, "ITSVersion": "XML_1.0"})
    name = _Names(case, report)
    at = _stamp(now())
    _id(made, "N.1.2", f"{ICH}.3.22", f"{name.case}-{report.number}")
    _part(made, "creationTime", "N.1.5", value=at)
    _part(made, "responseModeCode", code="D")
    _part(made, "interactionId", root="2.16.840.1.113883.1.6", extension="MCCI_IN200100UV01")
    _part(made, "name", "N.1.1", code="1", codeSystem=f"{ICH}.1.1")
    _message(made, case, report, name, at)
    _device(made, "receiver", "N.1.4", f"{ICH}.3.14", None)
    _device(made, "sender", "N.1.3", f"{ICH}.3.13", name.sponsor)
    indent(made)
    return bytes(tostring(made, "utf-8", xml_declaration=True))


class _Names:
    """How the message calls things: case, event and drug have identifiers that stay the same over its reports."""

    def __init__(self, case: Case, report: Report) -> None:
        protocol = protocol_of(case.sheet.version)
        lines = {line.name: line.value for line in protocol.record.lines}
        self.study, self.title = lines.get("registration_number", protocol.id), protocol.text.en
        self.sponsor, self.country = lines.get("sponsor", ""), lines.get("country", "")
        self.case = f"{protocol.id}-{number_of(case.person)}-{case.sheet.form}-{case.sheet.number}"
        self.event = str(uuid.uuid5(uuid.NAMESPACE_URL, f"bedside:{self.case}:event"))
        self.drug = str(uuid.uuid5(uuid.NAMESPACE_URL, f"bedside:{self.case}:drug"))


# --- envelope -----------------------------------------------------------------------------------------------------


def _message(parent: Element, case: Case, report: Report, name: _Names, at: str) -> None:
    made = SubElement(parent, "PORR_IN049016UV")
    _id(made, "N.2.r.1", f"{ICH}.3.1", f"{name.case}-{report.number}")
    _part(made, "creationTime", "N.2.r.4", value=at)
    _part(made, "interactionId", root="2.16.840.1.113883.1.6", extension="PORR_IN049016UV")
    for tag, code in (("processingCode", "P"), ("processingModeCode", "T"), ("acceptAckCode", "AL")):
        _part(made, tag, code=code)
    _device(made, "receiver", "N.2.r.3", f"{ICH}.3.12", None)
    _device(made, "sender", "N.2.r.2", f"{ICH}.3.11", name.sponsor)
    act = _part(made, "controlActProcess", classCode="CACT", moodCode="EVN")
    _part(act, "code", code="PORR_TE049016UV", codeSystem="2.16.840.1.113883.1.18")
    _part(act, "effectiveTime", "C.1.2", value=at)
    _investigation(_part(act, "subject", typeCode="SUBJ"), case, report, name)


def _device(parent: Element, tag: str, number: str, root: str, extension: str | None) -> None:
    made = _part(parent, tag, number, typeCode="RCV" if tag == "receiver" else "SND")
    device = _part(made, "device", classCode="DEV", determinerCode="INSTANCE")
    _part(device, "id", root=root, **({"extension": extension} if extension else {"nullFlavor": "NI"}))


def _investigation(parent: Element, case: Case, report: Report, name: _Names) -> None:
    made = _part(parent, "investigationEvent", classCode="INVSTG", moodCode="EVN")
    _id(made, "C.1.1", f"{ICH}.3.1", name.case)
    _id(made, "C.1.8.1", f"{ICH}.3.2", name.case)
    _part(made, "code", code="PAT_ADV_EVNT", codeSystem="2.16.840.1.113883.5.4")
    narrative = _part(made, "text", "H.1")
    narrative.text = "; ".join(f"{item.text.en}: {value}" for item, value in _said(case, report))
    _part(made, "statusCode", code="active")
    first = min((each.receipt.received_us for each in case.reports if hasattr(each, "receipt")), default=None)
    latest = getattr(report, "receipt", None)
    _part(_part(made, "effectiveTime", "C.1.4"), "low", **_time(first))
    _part(made, "availabilityTime", "C.1.5", **_time(latest.received_us if latest else None))
    _patient(made, case, report, name)
    _flag(made, "1", "C.1.6.1", False)
    _flag(made, "23", "C.1.7", case.susar)
    _sender(made, name)
    kind = _part(_part(made, "subjectOf2", "C.1.3: report from study", typeCode="SUBJ"), "investigationCharacteristic",
                 classCode="OBS", moodCode="EVN")  # fmt: skip
    _part(kind, "code", code="1", codeSystem=f"{ICH}.1.23")
    _value(kind, "CE", code="2", codeSystem=f"{ICH}.1.2")


def _said(case: Case, report: Report) -> Iterator[tuple[object, str]]:
    """The items that were told, as the form asks them."""
    values = contents(report)
    for item in case.form.items:
        if item.id in values:
            code = next((each.text.en for each in item.codes if each.code == values[item.id]), values[item.id])
            yield item, code


def _flag(parent: Element, code: str, number: str, value: bool | None) -> None:
    held = _part(_part(parent, "component", number, typeCode="COMP"), "observationEvent",
                 classCode="OBS", moodCode="EVN")  # fmt: skip
    _part(held, "code", code=code, codeSystem=OBSERVATIONS)
    _value(held, "BL", **({"nullFlavor": "NI"} if value is None else {"value": str(value).lower()}))


def _sender(parent: Element, name: _Names) -> None:
    author = _author(_part(parent, "subjectOf1", "C.3", typeCode="SUBJ"))
    _part(author, "code", "C.3.1: patient safety of a sponsor", code="1", codeSystem=f"{ICH}.1.7")
    organisation = _part(author, "representedOrganization", classCode="ORG", determinerCode="INSTANCE")
    _text(organisation, "name", "C.3.2", name.sponsor)


def _author(parent: Element) -> Element:
    act = _part(parent, "controlActEvent", classCode="CACT", moodCode="EVN")
    return _part(_part(act, "author", typeCode="AUT"), "assignedEntity", classCode="ASSIGNED")


# --- patient, event, drug -----------------------------------------------------------------------------------------


def _patient(parent: Element, case: Case, report: Report, name: _Names) -> None:
    made = _part(_part(parent, "component", typeCode="COMP"), "adverseEventAssessment",
                 classCode="INVSTG", moodCode="EVN")  # fmt: skip
    role = _part(_part(made, "subject1", typeCode="SBJ"), "primaryRole", classCode="INVSBJ")
    player = _part(role, "player1", classCode="PSN", determinerCode="INSTANCE")
    _part(player, "name", "D.1: known to the site alone", nullFlavor="MSK")
    _part(player, "administrativeGenderCode", "D.5", nullFlavor="MSK")
    _part(player, "birthTime", "D.2.1", nullFlavor="MSK")
    _study(role, name)
    _event(role, case, contents(report), name)
    _drug(role, case, contents(report), name)
    character = _causality(made, "20", "G.k.1: suspect")
    _value(character, "CE", code="1", codeSystem=f"{ICH}.1.13")
    _uses(character, name)
    for source, answer in (("Investigator", case.by_investigator), ("Sponsor", case.by_sponsor)):
        _relatedness(made, source, answer, name)


def _study(role: Element, name: _Names) -> None:
    made = _part(_part(role, "subjectOf1", "C.5", typeCode="SBJ"), "researchStudy", classCode="CLNTRL", moodCode="EVN")
    _id(made, "C.5.3", f"{ICH}.3.5", name.study)
    _part(made, "code", "C.5.4: clinical trial", code="1", codeSystem=f"{ICH}.1.8")
    _text(made, "title", "C.5.2", name.title)


def _event(role: Element, case: Case, values: Mapping[str, str], name: _Names) -> None:
    held: Safety = case.safety
    made = _part(_part(role, "subjectOf2", "E.i", typeCode="SBJ"), "observation", classCode="OBS", moodCode="EVN")
    _part(made, "id", root=name.event)
    _part(made, "code", code="29", codeSystem=OBSERVATIONS)
    time = _part(made, "effectiveTime", **{"xsi:type": "IVL_TS"})
    _part(time, "low", "E.i.4", **_typed(values.get(held.began, "")))
    _part(time, "high", "E.i.5", **_typed(values.get(held.ended, "")))
    term = _value(made, "CE", "E.i.2.1b: not coded", nullFlavor="NI")
    original = _text(term, "originalText", "E.i.1.1a", values.get(held.term, ""))
    original.set("language", "fra")
    criterion, outcome = held.criterion.meaning(values), held.outcome.meaning(values)
    for word, (code, number) in CRITERIA.items():
        flag = {"value": "true"} if word == criterion else {"nullFlavor": "NI"}
        _value(_of_event(made, code, number), "BL", **flag)
    _value(_of_event(made, "27", "E.i.7"), "CE", code=OUTCOMES.get(outcome, UNKNOWN_OUTCOME), codeSystem=f"{ICH}.1.11")
    _value(_of_event(made, "24", "E.i.8"), "BL", value="true")


def _of_event(parent: Element, code: str, number: str) -> Element:
    link = _part(parent, "outboundRelationship2", number, typeCode="PERT")
    made = _part(link, "observation", classCode="OBS", moodCode="EVN")
    _part(made, "code", code=code, codeSystem=OBSERVATIONS)
    return made


def _drug(role: Element, case: Case, values: Mapping[str, str], name: _Names) -> None:
    group = _part(_part(role, "subjectOf2", "G.k", typeCode="SBJ"), "organizer", classCode="CATEGORY", moodCode="EVN")
    _part(group, "code", code="4", codeSystem=CATEGORIES)
    made = _part(
        _part(group, "component", typeCode="COMP"), "substanceAdministration", classCode="SBADM", moodCode="EVN"
    )
    _part(made, "id", root=name.drug)
    kind = _part(_part(made, "consumable", typeCode="CSM"), "instanceOfKind", classCode="INST")
    _text(_part(kind, "kindOfProduct", classCode="MMAT", determinerCode="KIND"), "name", "G.k.2.2", case.safety.drug.en)
    dose = _part(_part(made, "outboundRelationship2", "G.k.4.r", typeCode="COMP"), "substanceAdministration",
                 classCode="SBADM", moodCode="EVN")  # fmt: skip
    time = _part(dose, "effectiveTime", **{"xsi:type": "IVL_TS"})
    _part(time, "low", "G.k.4.r.4", **_time(case.first_dose))
    cause = _part(_part(made, "inboundRelationship", typeCode="CAUS"), "act", classCode="ACT", moodCode="EVN")
    action = ACTIONS.get(case.safety.action.meaning(values), UNKNOWN_ACTION)
    _part(cause, "code", "G.k.8", code=action, codeSystem=f"{ICH}.1.15")


def _causality(parent: Element, code: str, number: str) -> Element:
    made = _part(_part(parent, "component", number, typeCode="COMP"), "causalityAssessment",
                 classCode="OBS", moodCode="EVN")  # fmt: skip
    _part(made, "code", code=code, codeSystem=OBSERVATIONS)
    return made


def _relatedness(parent: Element, source: str, answer: bool | None, name: _Names) -> None:
    """Both views stand in the message; neither replaces the other."""
    made = _causality(parent, "39", "G.k.9.i.2.r")
    words = {True: "reasonable possibility", False: "no reasonable possibility", None: "not assessed"}
    _value(made, "ST", "G.k.9.i.2.r.3").text = words[answer]
    _text(_part(made, "methodCode"), "originalText", "G.k.9.i.2.r.2", "Global introspection")
    author = _part(_part(made, "author", typeCode="AUT"), "assignedEntity", classCode="ASSIGNED")
    _text(_part(author, "code"), "originalText", "G.k.9.i.2.r.1", source)
    effect = _part(_part(made, "subject1", "G.k.9.i.1", typeCode="SUBJ"), "adverseEffectReference",
                   classCode="OBS", moodCode="EVN")  # fmt: skip
    _part(effect, "id", root=name.event)
    _uses(made, name)


def _uses(parent: Element, name: _Names) -> None:
    use = _part(_part(parent, "subject2", typeCode="SUBJ"), "productUseReference", classCode="SBADM", moodCode="EVN")
    _part(use, "id", root=name.drug)


# --- parts --------------------------------------------------------------------------------------------------------


def _part(parent: Element, tag: str, number: str = "", **attributes: str) -> Element:
    """An element in its parent; its number in the guide stands before it as a comment."""
    if number:
        parent.append(Comment(f" {number} "))
    return SubElement(parent, tag, attributes)


def _id(parent: Element, number: str, root: str, extension: str) -> None:
    _part(parent, "id", number, root=root, extension=extension)


def _text(parent: Element, tag: str, number: str, text: str) -> Element:
    made = _part(parent, tag, number, **({} if text else {"nullFlavor": "NI"}))
    made.text = text or None
    return made


def _value(parent: Element, kind: str, number: str = "", **attributes: str) -> Element:
    return _part(parent, "value", number, **{"xsi:type": kind, **attributes})


def _stamp(at: int) -> str:
    """A moment as HL7 writes it, in UTC."""
    return to_datetime(Moment(at)).strftime("%Y%m%d%H%M%S+0000")


def _time(at: int | None) -> dict[str, str]:
    return {"nullFlavor": "NI"} if at is None else {"value": _stamp(at)}


def _typed(text: str) -> dict[str, str]:
    """A typed day, month or year as it was typed; a time to the second with its offset. Nothing is completed."""
    day, _, clock = text.partition("T")
    digits = day.replace("-", "")
    if not digits:
        return {"nullFlavor": "NI"}
    hours = "".join(each for each in clock[:5] if each.isdigit())
    offset = clock[-6:].replace(":", "") if hours and clock[-6:-5] in ("+", "-") else ""
    return {"value": f"{digits}{hours}{offset}"}

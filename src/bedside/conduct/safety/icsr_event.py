"""The medical part of an E2B(R3) message: participant, study, event, suspect drug, and both views of its causality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from bedside.conduct.coding.models import Coded
from bedside.conduct.safety.beside import Died, Doses, age_of, death_of, sex_of
from bedside.conduct.safety.case import Case, contents
from bedside.conduct.safety.icsr_parts import (
    ICH,
    OBSERVATIONS,
    UNDETERMINED,
    country,
    flag,
    identifier,
    observed,
    part,
    text,
    typed,
    value,
)
from bedside.conduct.safety.models import Report

MEDDRA = "2.16.840.1.113883.6.163"
SEXES = {"male": "1", "female": "2"}
ISO_639_2: Mapping[str, str] = {"en": "eng", "fr": "fra"}
"""Languages by the codes that element E.i.1.1b takes."""
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
AGAIN: Mapping[str, str] = {"recurred": "1", "not_recurred": "2", "unknown": "3", "not_given_again": "4"}
"""Whether the event came back when the drug was given again (G.k.9.i.4)."""
SUSPECT, CLINICAL_TRIAL = "1", "1"
METHOD = "Global introspection"
"""How causality is judged where a physician is asked for a reasonable possibility, and no algorithm is used."""
VIEWS = {True: "reasonable possibility", False: "no reasonable possibility"}


def patient(role: Element, player: Element, case: Case) -> None:
    """Sex, age and death; the day of birth is known to the site alone."""
    sex = SEXES.get(sex_of(case))
    known = {"code": sex, "codeSystem": "1.0.5218"} if sex else {"nullFlavor": "UNK"}
    part(player, "administrativeGenderCode", "D.5", **known)
    part(player, "birthTime", "D.2.1", nullFlavor="MSK")
    age = age_of(case)
    if age is not None:
        held = observed(part(role, "subjectOf2", typeCode="SBJ"), "observation", "3")
        value(held, "PQ", "D.2.2", value=str(age), unit="a")
    _death(role, player, death_of(case))


def _death(role: Element, player: Element, died: Died | None) -> None:
    """When and of what somebody died; whether there was an autopsy no form asks."""
    if died is None:
        return
    if died.at:
        part(player, "deceasedTime", "D.9.1", value=typed(died.at))
    if died.cause:
        held = observed(part(role, "subjectOf2", typeCode="SBJ"), "observation", "32")
        text(value(held, "CE", nullFlavor="NI"), "originalText", "D.9.2.r.2", died.cause)
    held = observed(part(role, "subjectOf2", typeCode="SBJ"), "observation", "5")
    value(held, "BL", "D.9.3", nullFlavor="NASK")


def study(parent: Element, name: str, title: str, registration: str) -> None:
    """Which study it is; the country of a registry that is no country's has no code."""
    made = part(parent, "researchStudy", classCode="CLNTRL", moodCode="EVN")
    identifier(made, "C.5.3", f"{ICH}.3.5", name)
    part(made, "code", "C.5.4", code=CLINICAL_TRIAL, codeSystem=f"{ICH}.1.8")
    text(made, "title", "C.5.2", title)
    if registration:
        held = part(part(made, "authorization", typeCode="AUTH"), "studyRegistration", classCode="ACT", moodCode="EVN")
        identifier(held, "C.5.1.r.1", f"{ICH}.3.6", registration)


# --- the event ----------------------------------------------------------------------------------------------------


def event(role: Element, case: Case, report: Report, name: str, where: str) -> None:
    """The event as it was told."""
    held, values = case.safety, contents(report)
    made = part(part(role, "subjectOf2", typeCode="SBJ"), "observation", classCode="OBS", moodCode="EVN")
    part(made, "id", "E.i", root=name)
    part(made, "code", code="29", codeSystem=OBSERVATIONS)
    ends = [("low", "E.i.4", values.get(held.began)), ("high", "E.i.5", values.get(held.ended))]
    _interval(made, [(tag, number, when) for tag, number, when in ends if when])
    _term(made, case, report, values.get(held.term, ""))
    if where:
        entity = part(part(made, "location", typeCode="LOC"), "locatedEntity", classCode="LOCE")
        country(entity, "locatedPlace", "E.i.9", where)
    ticked, outcome = held.ticked(values), held.outcome.meaning(values)
    for word, (code, number) in CRITERIA.items():
        value(_of(made, code), "BL", number, **flag(True if word in ticked else None))
    value(_of(made, "27"), "CE", "E.i.7", code=OUTCOMES.get(outcome, UNKNOWN_OUTCOME), codeSystem=f"{ICH}.1.11")
    value(_of(made, "24"), "BL", "E.i.8", value="true")


def _term(made: Element, case: Case, report: Report, term: str) -> None:
    """The term in the language in which it was written, and its MedDRA code if somebody has coded that very text."""
    coded, code = coded_term(case, term), {"nullFlavor": "NI"}
    if coded is not None:
        code = {"code": coded.code, "codeSystem": MEDDRA, "codeSystemVersion": coded.dictionary.version}
    held = value(made, "CE", "E.i.2.1", **code)
    language = ISO_639_2.get(case.language_of(report), UNDETERMINED)
    text(held, "originalText", "E.i.1.1a", term, language=language)


def coded_term(case: Case, term: str) -> Coded | None:
    """What somebody has coded this very text of the event as; None where nobody has."""
    coded = Coded.objects.filter(
        entry__sheet=case.sheet, entry__item=case.safety.term, pk__lt=case.horizon.sponsor
    ).select_related("entry", "dictionary").last()  # fmt: skip
    return coded if coded is not None and coded.entry.typed == term else None


def _of(made: Element, code: str) -> Element:
    return observed(part(made, "outboundRelationship2", typeCode="PERT"), "observation", code)


def _interval(made: Element, ends: Iterable[tuple[str, str, str]]) -> None:
    found = list(ends)
    if found:
        time = part(made, "effectiveTime", **{"xsi:type": "IVL_TS"})
        for tag, number, when in found:
            part(time, tag, number, value=typed(when))


# --- the drug -----------------------------------------------------------------------------------------------------


def drug(
    role: Element, case: Case, values: Mapping[str, str], names: tuple[str, str], doses: Iterable[Doses]
) -> None:  # fmt: skip
    """The suspect drug: what was given, what was done with it, and whether the event came back with it."""
    group = part(part(role, "subjectOf2", typeCode="SBJ"), "organizer", classCode="CATEGORY", moodCode="EVN")
    part(group, "code", code="4", codeSystem=f"{ICH}.1.20")
    made = part(part(group, "component", typeCode="COMP"), "substanceAdministration", classCode="SBADM", moodCode="EVN")
    part(made, "id", "G.k", root=names[0])
    kind = part(part(made, "consumable", typeCode="CSM"), "instanceOfKind", classCode="INST")
    product = part(kind, "kindOfProduct", classCode="MMAT", determinerCode="KIND")
    text(product, "name", "G.k.2.2", case.safety.drug.en)
    for each in doses:
        _dose(made, each)
    _again(made, case, values, names[1])
    cause = part(part(made, "inboundRelationship", typeCode="CAUS"), "act", classCode="ACT", moodCode="EVN")
    action = ACTIONS.get(case.safety.action.meaning(values), UNKNOWN_ACTION)
    part(cause, "code", "G.k.8", code=action, codeSystem=f"{ICH}.1.15")


def _dose(made: Element, held: Doses) -> None:
    """A stretch of the same dose: how much each time, how often, from when until when, by which way."""
    dose = part(part(made, "outboundRelationship2", typeCode="COMP"), "substanceAdministration",
                classCode="SBADM", moodCode="EVN")  # fmt: skip
    said = f"{held.amount} {held.unit}".strip() if held.amount else "dose not recorded"
    text(dose, "text", "G.k.4.r.8", f"{said}, given {'once' if held.times == 1 else f'{held.times} times'}")
    _interval(dose, [("low", "G.k.4.r.4", held.first), ("high", "G.k.4.r.5", held.last)])
    if held.route is not None:
        text(part(dose, "routeCode"), "originalText", "G.k.4.r.10.1", held.route.en)
    if held.number:
        part(dose, "doseQuantity", "G.k.4.r.1", value=held.number, unit=held.unit)


def _again(made: Element, case: Case, values: Mapping[str, str], event_: str) -> None:
    asked = case.safety.case_report and case.safety.case_report.rechallenge
    code = AGAIN.get(asked.meaning(values)) if asked else None
    if code is not None:
        held = _of(made, "31")
        value(held, "CE", "G.k.9.i.4", code=code, codeSystem=f"{ICH}.1.16")
        link = part(held, "outboundRelationship1", typeCode="REFR")
        part(part(link, "actReference", classCode="OBS", moodCode="EVN"), "id", root=event_)


def causalities(made: Element, case: Case, names: tuple[str, str]) -> None:
    """The drug's role, and each view that somebody holds of the causality: neither replaces the other."""
    role = observed(part(made, "component", typeCode="COMP"), "causalityAssessment", "20")
    value(role, "CE", "G.k.1", code=SUSPECT, codeSystem=f"{ICH}.1.13")
    _uses(role, names[0])
    for source, answer in (("Investigator", case.by_investigator), ("Sponsor", case.by_sponsor)):
        if answer is not None:
            _view(made, source, VIEWS[answer], names)


def _view(parent: Element, source: str, result: str, names: tuple[str, str]) -> None:
    made = observed(part(parent, "component", typeCode="COMP"), "causalityAssessment", "39")
    value(made, "ST", "G.k.9.i.2.r.3").text = result
    text(part(made, "methodCode"), "originalText", "G.k.9.i.2.r.2", METHOD)
    author = part(part(made, "author", typeCode="AUT"), "assignedEntity", classCode="ASSIGNED")
    text(part(author, "code"), "originalText", "G.k.9.i.2.r.1", source)
    effect = part(part(made, "subject1", "G.k.9.i.1", typeCode="SUBJ"), "adverseEffectReference",
                  classCode="OBS", moodCode="EVN")  # fmt: skip
    part(effect, "id", root=names[1])
    _uses(made, names[0])


def _uses(parent: Element, name: str) -> None:
    use = part(part(parent, "subject2", typeCode="SUBJ"), "productUseReference", classCode="SBADM", moodCode="EVN")
    part(use, "id", root=name)

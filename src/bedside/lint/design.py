"""Checks of the design: what it claims against what it can show, and what a trial cannot be run without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bedside.lint.both_languages import NOTHING, filled, listed
from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.stated import Sentence, Stated, clauses, on_one_line
from bedside.protocol.model import Arm, Intervention, OutcomeKind, Text
from bedside.registry.drafting_protocol import MARK

ONE_GROUP = re.compile(r"\bsingle[\s_-]*(?:group|arm)|\bone[\s-]arm|\buncontrolled\b", re.IGNORECASE)
COMPARES = re.compile(
    r"\b(?:(?:better|worse|more|less|fewer|higher|lower|faster|longer|shorter)\b[^.;]{0,60}?\bthan|"
    r"(?:superior|non-?inferior)(?:ity)?(?: to)?|compared (?:with|to)|in comparison (?:with|to)|versus|vs\.?)"
    r"\s+(?P<with>[^.;,]+)",
    re.IGNORECASE,
)
WITH_ITSELF = re.compile(r"^(?:the\s+)?(?:baseline|inclusion|before|admission|day\s*0|\d)|years", re.IGNORECASE)
CONTROL = re.compile(
    r"\b(?:historical|external|synthetic|concurrent|matched|registry)\s+(?:control|comparator|cohort)|"
    r"\b(?:performance goal|objective performance|benchmark|null proportion)",
    re.IGNORECASE,
)
BACKGROUND = re.compile(
    r"\b(?:standard (?:of )?(?:care|therapy|treatment)|usual care|best supportive care)\b", re.IGNORECASE
)
HYPOTHESIS = re.compile(
    r"\b(?:power(?:ed)? (?:of )?\d|\d+\s*% power|type I error|alpha\s*(?:of|=|:)?\s*\d|significance level|"
    r"null hypothesis|expected (?:proportion|rate|difference|mean)|assuming (?:a|an|that))",
    re.IGNORECASE,
)


PLANNED = r"\bvisits?\b|\bscheduled?\b|how far from"


@rule(
    "P020", Severity.WARNING, "Name the control (“than in the historical cohort ...”), or claim no comparison.",
    Text(
        "a single group cannot show “{claim}”: {sentence}",
        "un essai à un seul groupe ne peut pas montrer «\u00a0{claim}\u00a0»\u00a0: {sentence}",
    ),
    Text(
        "With what is the treatment compared in a trial of a single group?",
        "À quoi le traitement est-il comparé dans un essai à un seul groupe\u202f?",
    ),
)  # fmt: skip
def comparison_without_control(stated: Stated) -> Iterator[Hit]:
    """A trial of a single group claims a comparison and names no control."""
    if not _single_group(stated) or any(CONTROL.search(text) for text in stated.sourced):
        return
    for sentence in stated.sentences:
        if sentence.label.startswith("criterion "):
            continue
        for clause in clauses(sentence.text):
            match = COMPARES.search(clause)
            if match and not WITH_ITSELF.search(match["with"]):
                claim = f"{match[0].removesuffix(match['with'])}{' '.join(match['with'].split()[:4])}"
                taken = stated.assumption("single group|control|compar", near=sentence.assumptions)
                yield Hit(sentence.where, {"claim": claim, "sentence": sentence.quoted}, taken)


def _single_group(stated: Stated) -> bool:
    lines = [line for line in stated.protocol.record.lines if re.search("design|model|arm", line.name)]
    told = any(ONE_GROUP.search(f"{line.value} {line.said.text if line.said else ''}") for line in lines)
    return told or len(stated.protocol.arms) == 1


AMOUNT = re.compile(
    r"\b\d[\d.,]*\s*(?:[mkµμ]?g|mcg|ug|ng|IU|U|units?|m?mol|m?Eq|m?[lL]|%|puffs?|tablets?|capsules?|drops?|Gy|mg/kg)\b",
)
"""A number with a unit in which treatments are given."""
DOSE, DURATION = Text("dose", "de la dose"), Text("duration", "de la durée")


@rule(
    "P021", Severity.QUESTION, "`dose` and `duration` of the intervention, as the protocol states them.",
    Text(
        "no {missing} of {what} is stated{described}.",
        "rien n’est dit {missing} de «\u00a0{what}\u00a0»{described}.",
    ),
    Text(
        "What are the dose, frequency, route and duration of {what}?",
        "Quelles sont la dose, la fréquence, la voie d’administration et la durée de «\u00a0{what}\u00a0»\u202f?",
    ),
)  # fmt: skip
def no_dose(stated: Stated) -> Iterator[Hit]:
    """An intervention of the record has no stated dose or duration."""
    for arm in stated.protocol.arms:
        for each in arm.interventions:
            missing = [name for name, text in ((DOSE, each.dose), (DURATION, each.duration)) if text is None]
            if not missing and stated.open(each.assumptions, r"\bdose|\bduration"):
                missing = [DOSE]
            if missing and not BACKGROUND.search(f"{each.text.en} {each.said.text if each.said else ''}"):
                found = _described(stated, arm, each)
                described = filled(DESCRIBED, {"words": found.quoted}) if found else NOTHING
                gaps = listed(missing, Text(" and no ", " ni "))
                places = {"missing": gaps, "what": each.text, "described": described}
                taken = stated.assumption(r"\bdose", near=each.assumptions)
                yield Hit(stated.place(f"intervention {each.name}"), places, taken)


DESCRIBED = Text(
    " where a program reads it, but the record's words give an amount: {words}",
    " là où un programme le lit, mais les mots du registre donnent une quantité\u00a0: {words}",
)


def _described(stated: Stated, arm: Arm, given: Intervention) -> Sentence | None:
    """A sentence of the record that gives an amount, and speaks of this intervention or stands beside its name."""
    names = {_bare(given.text.en), *((_bare(given.said.text),) if given.said else ())}
    beside = {*names, _bare(arm.text.en)} if len(arm.interventions) == 1 else names
    lines = {f"record {line.name}": line.name for line in stated.protocol.record.lines}
    named = {
        lines[each.label].rpartition("_")[0]
        for each in stated.sentences
        if each.label in lines and _bare(each.text) in beside
    } - {""}
    for each in stated.sentences:
        mine = each.label in lines and lines[each.label].rpartition("_")[0] in named
        if AMOUNT.search(each.text) and (mine or (each.label in lines and _speaks_of(each.text, names))):
            return each
    return None


def _bare(name: str) -> str:
    """A name without the registry's kind before it (“Drug: ...”)."""
    return on_one_line(re.sub(r"^[A-Za-z ]+: ", "", name)).strip(" .").casefold()


def _speaks_of(text: str, names: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text.casefold()) for name in names if name)


@rule(
    "P022", Severity.QUESTION, "What standard care consists of: a stated regimen, or the investigator's choice.",
    Text("what “{what}” consists of is not stated.", "le contenu de «\u00a0{what}\u00a0» n’est pas précisé."),
    Text(
        "Is “{what}” a stated regimen or the investigator's choice?",
        "«\u00a0{what}\u00a0»\u00a0: schéma fixé par le protocole, ou choix de l’investigateur\u202f?",
    ),
)  # fmt: skip
def undefined_background(stated: Stated) -> Iterator[Hit]:
    """Standard or usual care is part of an arm and nothing says what it consists of."""
    for arm in stated.protocol.arms:
        for each in arm.interventions:
            is_background = BACKGROUND.search(f"{each.text.en} {each.said.text if each.said else ''}")
            if is_background and (each.dose is None or stated.open(each.assumptions, "standard|usual|care")):
                topics = (BACKGROUND.pattern, "consist|regimen|mandatory|choice")
                taken = stated.assumption(*topics, near=each.assumptions)
                yield Hit(stated.place(f"intervention {each.name}"), {"what": each.text}, taken)


@rule(
    "P023", Severity.QUESTION, "Visits with their days and windows, resting on no assumption.",
    Text("no visit schedule is stated; {told}.", "aucun calendrier des visites n’est énoncé\u202f; {told}."),
    Text(
        "Which visits are planned, and how far from their day may they take place?",
        "Quelles visites sont prévues, et de combien peuvent-elles s’écarter de leur jour\u202f?",
    ),
)  # fmt: skip
def no_visit_schedule(stated: Stated) -> Iterator[Hit]:
    """No visit schedule is stated: there are no visits, or some are only assumed."""
    visits = stated.protocol.schedule.visits
    assumed = [visit for visit in visits if visit.assumptions]
    if len(assumed) < len(visits):
        assumed = [visit for visit in assumed if stated.open(visit.assumptions, PLANNED)]
    if visits and not assumed:
        return
    names = ", ".join(visit.id for visit in assumed)
    only = Text(f"only assumed: {names}", f"seulement supposées\u00a0: les visites {names}")
    told = only if visits else Text("there are no visits", "il n’y a aucune visite")
    place = stated.place(f"visit {assumed[0].id}") if assumed else "schedule"
    near = [name for visit in assumed for name in visit.assumptions]
    taken = stated.assumption(PLANNED, near=near)
    yield Hit(place, {"told": told}, taken if assumed else None)


@rule(
    "P024", Severity.QUESTION, "A sourced parameter: “power of 90 % to tell 60 % from 40 %, alpha of 5 %”.",
    Text(
        "the sample size{number} stands on no stated hypothesis (proportions, error rates, interim looks).",
        "l’effectif{number} ne repose sur aucune hypothèse énoncée (proportions attendues, risques d’erreur, analyses"
        " intermédiaires).",
    ),
    Text(
        "On which hypothesis does the number of participants stand?",
        "Sur quelle hypothèse repose le nombre de participants\u202f?",
    ),
)  # fmt: skip
def no_hypothesis(stated: Stated) -> Iterator[Hit]:
    """The number of participants stands on no stated hypothesis."""
    if any(HYPOTHESIS.search(text) for text in stated.sourced):
        return
    lines = stated.protocol.record.lines
    target = next((each for each in lines if re.search("enrol|sample|target", each.name)), None)
    told = target.value if target and target.value.isdigit() else ""
    number = Text(f" of {told} participants", f" de {told} participants") if told else NOTHING
    place = stated.place(f"record {target.name}") if target else "record"
    yield Hit(place, {"number": number}, stated.assumption("hypothes|sample size|power"))


@rule(
    "P025", Severity.QUESTION, "One primary outcome, or a stated rule for several.",
    Text("{told}.", "{told}."),
    Text("Which outcome is primary?", "Quel est le critère de jugement principal\u202f?"),
)  # fmt: skip
def number_of_primaries(stated: Stated) -> Iterator[Hit]:
    """There is no primary outcome, or several without a rule for the error of testing them all."""
    primaries = [outcome for outcome in stated.protocol.outcomes if outcome.kind is OutcomeKind.PRIMARY]
    told = any(re.search("multiplicity|co-?primary|hierarchical|bonferroni", text, re.I) for text in stated.sourced)
    if len(primaries) == 1 or (primaries and told):
        return
    many = Text(f"{len(primaries)} primary outcomes", f"{len(primaries)} critères de jugement principaux")
    count = many if primaries else Text("no primary outcome", "aucun critère de jugement principal")
    place = stated.place(f"outcome {primaries[0].id}") if primaries else "outcomes"
    yield Hit(place, {"told": count}, stated.assumption("primary", "multipl|several"))


@rule(
    "P026", Severity.WARNING,
    "Every line read, confirmed or corrected, and its `draft_` assumption renamed or removed.",
    Text(
        "a draft: {count} proposals are not confirmed ({names}).",
        "ébauche\u202f; propositions non confirmées\u00a0: {count} ({names}).",
    ),
)  # fmt: skip
def a_draft(stated: Stated) -> Iterator[Hit]:
    """The protocol was drafted from a registry record, and what was proposed has not been confirmed."""
    left = [each.name for each in stated.protocol.assumptions if each.name.startswith(MARK)]
    if left:
        names = ", ".join(left[:3]) + (", …" if len(left) > 3 else "")
        yield Hit(f"assumption {left[0]}", {"count": len(left), "names": names})


RULES = (
    comparison_without_control, no_dose, undefined_background, no_visit_schedule, no_hypothesis,
    number_of_primaries,
    a_draft,
)  # fmt: skip

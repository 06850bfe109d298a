"""The forms of a draft: the questions, the variables that the proposed rules read, one line for each outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from bedside.records.dictionary import dictionary
from bedside.registry.drafting_criteria import Asked, DraftCriterion
from bedside.registry.drafting_sentences import Data, in_both
from bedside.rules.nodes import variables
from bedside.scores import hlh2004, hscore, sofa
from bedside.scores.score import Score
from bedside.values.variable import Variable

SCORES: dict[str, Callable[[], Score]] = {"sofa": sofa.sofa, "hscore": hscore.hscore, "hlh2004": hlh2004.hlh2004}


def asked_as(asked: Asked, unsorted: bool) -> dict[str, str]:
    """The words with which a question is asked: they quote the record and say no more than it."""
    said = " ".join(asked.words.split())
    if asked.exactly:
        en, fr = "Of a patient aged exactly", "Pour un patient d’exactement"
        return {
            "en": f"{en} {asked.exactly}: is this so, “{said}”?",
            "fr": f"{fr} {asked.exactly.split()[0]} ans : ceci est-il vrai, « {said} » ?",
        }
    if unsorted:
        return {
            "en": f"Does this sentence let the patient in: “{said}”?",
            "fr": f"Cette phrase permet-elle d’inclure le patient : « {said} » ?",
        }
    return {"en": f"Is this so of the patient: “{said}”?", "fr": f"Ceci est-il vrai du patient : « {said} » ?"}


def forms_of(criteria: Sequence[DraftCriterion], outcomes: Mapping[str, str]) -> dict[str, Data]:
    """The forms by name; `outcomes` gives the record's words by the outcome's id."""
    found = {}
    asked = [(question, each.unsorted) for each in criteria for question in each.questions]
    if asked:
        found["eligibility"] = _form(
            "eligibility", "Eligibility", "Éligibilité", {**_when("answered_at"), **_questions(asked)}
        )
    read = variables_read(criteria)
    if read:
        items = {**_when("observed_at"), **_observed(read)}
        found["observations"] = _form("observations", "Observations", "Observations", items)
    if outcomes:
        lines = {name.lower(): {**in_both(words), "kind": "text"} for name, words in outcomes.items()}
        found["outcomes"] = _form("outcomes", "Outcomes", "Critères de jugement", lines)
    return found


def variables_read(criteria: Sequence[DraftCriterion]) -> tuple[Variable, ...]:
    """Every canonical variable that the proposed rules read, those of their scores included, by name."""
    names: set[str] = set()
    for name in {name for each in criteria for name in each.reads}:
        names |= set(variables(SCORES[name]().total)) if name in SCORES else {name}
    return tuple(dictionary()[name] for name in sorted(names))


def _form(name: str, en: str, fr: str, items: Data) -> Data:
    return {"id": name, "title": {"en": en, "fr": fr}, "items": items}


def _when(name: str) -> Data:
    words = {"answered_at": ("Answered at", "Répondu le"), "observed_at": ("Observed at", "Observé le")}[name]
    return {name: {"en": words[0], "fr": words[1], "kind": "date and time", "required": True}}


def _questions(asked: Iterable[tuple[Asked, bool]]) -> Data:
    return {
        each.name: {**asked_as(each, unsorted), "kind": "yes/no", "variable": each.name, "time": "answered_at"}
        for each, unsorted in asked
    }


def _observed(read: Iterable[Variable]) -> Data:
    items: Data = {}
    for each in read:
        items.update(_lasting(each) if each.lasting else {each.name: _once(each, {"time": "observed_at"})})
    return items


def _once(each: Variable, times: Mapping[str, str]) -> Data:
    kind = {"kind": "yes/no"} if each.truth else {"kind": "number", "units": [each.unit]}
    return {"en": each.say("en"), "fr": each.say("fr"), **kind, "variable": each.name, **times}


def _lasting(each: Variable) -> Data:
    """What lasts has a begin and an end; of a yes/no state these say it all, an infusion has its rate too."""
    begin, end = f"{each.name}_from", f"{each.name}_until"
    state = {"variable": each.name, "until": end} if each.truth else {}
    items: Data = {
        begin: {
            "en": f"{each.say('en')}: from",
            "fr": f"{each.say('fr')} : depuis",
            "kind": "date and time",
            **state,
        },
        end: {"en": f"{each.say('en')}: until", "fr": f"{each.say('fr')} : jusqu’à", "kind": "date and time"},
    }
    return items if each.truth else {**items, each.name: _once(each, {"time": begin, "until": end})}

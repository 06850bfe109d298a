"""protocol.yaml of a draft, part by part: what the record says, and an assumption for what it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any as Anything

import yaml

from bedside.records.dictionary import dictionary
from bedside.registry.drafting_clauses import patterns
from bedside.registry.drafting_criteria import DraftCriterion
from bedside.registry.drafting_forms import asked_as, forms_of
from bedside.registry.drafting_sentences import Data, at, in_both, meant, quoted, said, slug, walk
from bedside.registry.drafting_visits import days_of
from bedside.registry.record import Arm, Intervention, Outcome, Place, RegistryRecord
from bedside.scores import hlh2004, hscore, sofa

FORMAT, VERSION = "bedside-protocol/1", "0.1"
MARK = "draft_"
"""With it the name of every assumption of a draft begins."""
UNPLACED = "UNPLACED"
ANSWERS_HOLD = "P30D"
"""How long an answer counts in a draft: an assumption, in drafting_assumptions.yaml in words."""
ANSWERERS = ("investigator", "patient or relative", "document")


def with_routes(criteria: tuple[DraftCriterion, ...]) -> tuple[DraftCriterion, ...]:
    """An inclusion criterion that asks for consent, and nothing else, asks for a consent route."""
    return tuple(
        replace(each, rule=f'trial.consent("{_route(each)}")') if _is_consent(each) else each for each in criteria
    )


def _is_consent(each: DraftCriterion) -> bool:
    words = each.said.text.casefold()
    turned = re.search(r"\b(?:no|not|without|unable|refus\w*|withdr\w*|impede\w*)\b", words)
    said = re.search(patterns()["consent"], words) is not None and turned is None
    return each.kind == "inclusion" and not each.unsorted and not each.extent and not each.needs and said


def _route(each: DraftCriterion) -> str:
    return f"consent_{each.id.lower()}"


@dataclass(frozen=True)
class DraftProtocol:
    """A draft in the making; each method gives one part of protocol.yaml."""

    record: RegistryRecord
    id: str
    read: date
    criteria: tuple[DraftCriterion, ...]

    @property
    def forms(self) -> dict[str, Data]:
        return forms_of(self.criteria, {name: each.measure.text for name, _, each in self._outcomes()})

    def protocol(self) -> Data:
        body: Data = {
            "parameters": self._parameters(),
            "questions": self._questions(),
            "criteria": {kind: self._criteria(kind) for kind in ("inclusion", "exclusion")},
            "consent_routes": self._routes(),
            "arms": self._arms(),
            "outcomes": {name: self._outcome(name, kind, each) for name, kind, each in self._outcomes()},
            "schedule": {"visits": self._visits(), "events": {}},
            "forms": list(self.forms),
            "costs": _costs(),
        }
        title = self.record.title.text
        return {
            "bedside": FORMAT,
            "id": self.id,
            "version": VERSION,
            "title": {"en": f"Draft: {title}", "fr": f"Brouillon : {title}"},
            "logic": {"criteria": "criteria.py"},
            "record": self._record(body),
            "assumptions": {name: row for name, row in _assumptions().items() if name in set(_named(body))},
            **body,
        }

    # --- the record -----------------------------------------------------------------------------------------

    def _record(self, body: Data) -> Data:
        """The record; every sentence that nothing else quotes is a line of its own."""
        claimed = set(quoted(body))
        lines: Data = {}
        for path, sentence in walk(self.record, ()):
            if (sentence.text, at(sentence.place)) not in claimed:
                claimed.add((sentence.text, at(sentence.place)))
                lines[self._line_name(path)] = {"value": meant(path[0], sentence.text), **said(sentence)}
        source = self.record.source or "the record"
        return {"registry": self.record.form, "file": source, "read": self.read.isoformat(), "lines": lines}

    def _line_name(self, path: tuple[str, ...]) -> str:
        if path[0] == "enrolment" and self.record.target_enrolment is not None:
            return "target_enrolment"
        if path[0] == "model" and self.record.design is None:
            return "design"
        return "_".join(path)

    def _source(self, place: Place) -> str:
        where = f"line {place.line}" if place.pointer is None else at(place)
        return f"{self.record.registration_number.text} record, {where}, read {self.read.isoformat()}"

    def _parameters(self) -> Data:
        found: Data = {}
        target = self.record.enrolment
        if target is not None and self.record.target_enrolment is not None:
            words = {"en": "participants planned", "fr": "participants prévus"}
            found["target_enrolment"] = {
                "value": f"{int(target.text)} 1",
                **words,
                "source": self._source(target.place),
            }
        for each in self.criteria:
            for name, bound in each.bounds:
                source = f"{self._source(each.said.place)}: {bound.written}"
                found[name] = {"value": bound.value, **_bound_words(bound.what, each.id), "source": source}
        needed = {name for each in self.criteria for name in each.needs}
        return found | {name: row for need, name, row in _shared_parameters() if not need or need in needed}

    # --- eligibility ----------------------------------------------------------------------------------------

    def _questions(self) -> Data:
        return {
            asked.name: {
                "answerer": str(asked.answerer),
                **in_both(asked.words),
                "ask": asked_as(asked, each.unsorted),
                "valid_for": ANSWERS_HOLD,
                "assumptions": [f"{MARK}answer_validity"],
            }
            for each in self.criteria
            for asked in each.questions
        }

    def _criteria(self, kind: str) -> Data:
        found: Data = {}
        for each in (each for each in self.criteria if each.kind == kind):
            parts = [said(part) for part in each.said.walk()][1:]
            nested = {"parts": parts} if parts else {}
            found[each.id] = {**said(each.said), **in_both(each.words), **nested, "assumptions": _assumed(each)}
        return found

    def _routes(self) -> Data:
        return {
            _route(each): {**in_both(each.words), "needs": [[each.questions[0].name]], "continuation": False}
            for each in self.criteria
            if _is_consent(each)
        }

    # --- what is given --------------------------------------------------------------------------------------

    def _arms(self) -> Data:
        found: Data = {}
        for arm in self.record.arms:
            name = _free(slug(arm.label.text) or "arm", found)
            found[name] = {**said(arm.label), **in_both(arm.label.text), "interventions": _given(arm)}
        if not found and self.record.interventions:
            words = {"en": "Groups not stated", "fr": "Groupes non précisés"}
            found["groups_not_stated"] = {**words, "interventions": _unassigned(self.record.interventions)}
        return found

    # --- outcomes and visits ----------------------------------------------------------------------------------

    def _outcomes(self) -> Iterator[tuple[str, str, Outcome]]:
        kinds = (
            ("P", "primary", self.record.primary_outcomes),
            ("S", "secondary", self.record.secondary_outcomes),
            ("O", "other", self.record.other_outcomes),
        )
        for letter, kind, listed in kinds:
            yield from ((f"{letter}{number}", kind, each) for number, each in enumerate(listed, start=1))

    def _outcome(self, name: str, kind: str, each: Outcome) -> Data:
        days = _days(each)
        described = {} if each.description is None else {"description": said(each.description)}
        return {
            "kind": kind,
            **said(each.measure),
            "time_frame": said(each.time_frame or each.measure),
            **described,
            **in_both(each.measure.text),
            "visits": [f"D{day}" for day in days] or [UNPLACED],
            "items": [f"outcomes.{name.lower()}"],
            "assumptions": [f"{MARK}items", f"{MARK}visits" if days else f"{MARK}unplaced"],
        }

    def _visits(self) -> Data:
        forms = list(self.forms)
        first = [form for form in forms if form != "outcomes"]
        taken = [_days(each) for _, _, each in self._outcomes()]
        found = {"D0": _visit("Inclusion", "Inclusion", 0, first)}
        for day in sorted({day for days in taken for day in days}):
            at_first = first if day == 0 else []
            words = ("Inclusion", "Inclusion") if day == 0 else (f"Day {day}", f"J{day}")
            found[f"D{day}"] = _visit(*words, day, [*at_first, "outcomes"])
        if () in taken:
            found[UNPLACED] = _visit("Not yet placed", "Reste à placer", 0, ["outcomes"], "unplaced")
        return found


# --- parts without a record -----------------------------------------------------------------------------------


def _days(outcome: Outcome) -> tuple[int, ...]:
    return () if outcome.time_frame is None else days_of(outcome.time_frame.text)


def _visit(en: str, fr: str, day: int, forms: list[str], assumed: str = "visits") -> Data:
    windows = {"before": "PT0H", "after": "P1D"}
    return {"en": en, "fr": fr, "day": day, **windows, "forms": forms, "assumptions": [f"{MARK}{assumed}"]}


def _given(arm: Arm) -> Data:
    found: Data = {}
    for each in arm.interventions:
        name = _free(slug(each.text) or "intervention", found)
        found[name] = {**said(each), **in_both(each.text), "assumptions": [f"{MARK}dose"]}
    return found


def _unassigned(interventions: tuple[Intervention, ...]) -> Data:
    found: Data = {}
    for each in interventions:
        name = _free(slug(each.name.text) or "intervention", found)
        words = {**said(each.name), **in_both(each.name.text)}
        found[name] = {**words, "assumptions": [f"{MARK}arms", f"{MARK}dose"]}
    return found


def _assumed(each: DraftCriterion) -> list[str]:
    names = ["rule"] if each.extent else []
    names += ["women"] if each.condition else []
    names += ["at_the_limit"] if any(asked.exactly for asked in each.questions) else []
    if "no_criteria" not in each.needs and not each.unsorted and any(not asked.exactly for asked in each.questions):
        names.append("question")
    names += ["unsorted"] if each.unsorted else []
    names += ["consent"] if _is_consent(each) else []
    return [f"{MARK}{name}" for name in (*names, *sorted(each.needs))]


def _bound_words(what: str, criterion: str) -> dict[str, str]:
    known = dictionary().get(what)
    shown = {"sofa": "SOFA", "hscore": "HScore", "hlh2004": "HLH-2004", "pao2_fio2": "PaO₂/FiO₂"}.get(what, what)
    en, fr = (known.say("en"), known.say("fr")) if known else (shown, shown)
    return {"en": f"limit ({en}) in {criterion}", "fr": f"limite ({fr}) dans {criterion}"}


def _shared_parameters() -> Iterator[tuple[str, str, Data]]:
    """What rules need, the parameter that gives it, and its row: each stands on an assumption."""
    rows = (
        ("look_back", "look_back", "24 h", "age of a value that counts", "ancienneté d’une valeur qui compte"),
        (
            "fio2_tolerance",
            "fio2_tolerance",
            "4 h",
            "age of the FiO₂ of a PaO₂",
            "ancienneté de la FiO₂ d’une PaO₂",
        ),
        ("sofa", "sofa_variant", next(iter(sofa.VARIANTS)), "variant of SOFA", "variante du SOFA"),
        ("hscore", "hscore_variant", next(iter(hscore.VARIANTS)), "variant of the HScore", "variante du HScore"),
        ("hlh2004", "hlh2004_variant", next(iter(hlh2004.VARIANTS)), "variant of HLH-2004", "variante de HLH-2004"),
        (
            "",
            "sample_size_hypothesis",
            "not stated",
            "hypothesis behind the sample size",
            "hypothèse de l’effectif",
        ),
    )
    for need, name, value, en, fr in rows:
        yield need, name, {"value": value, "en": en, "fr": fr, "assumption": f"{MARK}{need or 'sample_size'}"}


def _costs() -> Data:
    return {
        "assumption": f"{MARK}effort",
        "classes": {"alike": {"cost": 1, "en": "any question or measurement", "fr": "toute question ou mesure"}},
        "answers": dict.fromkeys(ANSWERERS, "alike"),
        "otherwise": "alike",
    }


@cache
def _assumptions() -> Mapping[str, Anything]:
    text = files("bedside.registry").joinpath("drafting_assumptions.yaml").read_text(encoding="utf-8")
    held: Mapping[str, Anything] = yaml.safe_load(text)
    return held


def _named(data: object) -> Iterator[str]:
    """Every assumption that a part of the draft names."""
    if isinstance(data, dict):
        yield from data.get("assumptions", ())
        if isinstance(data.get("assumption"), str):
            yield data["assumption"]
        for each in data.values():
            yield from _named(each)


def _free(name: str, taken: Mapping[str, object]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found

"""What is known of participants beside their forms: who takes part, consent, events, deviations, calendar, results.

No table names anybody: not the participant, nor who signed, nor who typed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from bedside.conduct.casebook.bench import Bench
from bedside.conduct.casebook.computing import computed_items
from bedside.conduct.casebook.gate import Gate
from bedside.conduct.casebook.grid import grid
from bedside.conduct.casebook.reading import Sheets
from bedside.conduct.cuts.columns import OCCASION, PARTICIPANT, SITE, occasion, text, time, utc, whole
from bedside.conduct.cuts.tables_of_forms import Written
from bedside.conduct.inclusion.timeline import Timeline
from bedside.conduct.laboratory.judging import FLAGS
from bedside.conduct.participants.consent import Basis, Continuation, Data, Part, State
from bedside.conduct.participants.consent_words import said
from bedside.conduct.participants.models import Deviation, Person
from bedside.conduct.participants.reading import steps_of
from bedside.conduct.study.protocol import protocol_of
from bedside.exports.tables import Cell, Column, Type
from bedside.values.wording import Text

Rows = Iterator[Mapping[str, Cell]]


def _codes(values: type) -> tuple[tuple[str, Text], ...]:
    return tuple((each.value, said(each)) for each in values)  # type: ignore[attr-defined]


PARTICIPANTS = (
    PARTICIPANT, SITE,
    text("enrolled_as", "number of enrolment", "numéro d’inclusion"),
    time("enrolled", "moment of inclusion", "moment de l’inclusion"),
    text("protocol", "version of the protocol at inclusion", "version du protocole à l’inclusion"),
    text("basis", "lawful basis", "base légale", codes=_codes(Basis)),
    text("route", "route of consent", "voie du consentement"),
    text("continuation", "the patient’s own decision", "décision du patient", codes=_codes(Continuation)),
    text("part", "taking part", "participation", codes=_codes(Part)),
    text("data", "use of the data", "utilisation des données", codes=_codes(Data)),
)  # fmt: skip


def participant(person: Person, consent: State) -> dict[str, Cell]:
    """A row of `participants`."""
    return {
        "participant": person.code, "site": person.site, "enrolled_as": person.enrolled.number,
        "enrolled": utc(person.enrolled.at_us), "protocol": person.enrolled.version, "basis": consent.basis.value,
        "route": consent.route or None, "continuation": consent.continuation.value, "part": consent.part.value,
        "data": consent.data.value,
    }  # fmt: skip


CONSENT = (
    PARTICIPANT, SITE,
    text("step", "step of consent", "étape du consentement"),
    text("route", "route of consent", "voie du consentement"),
    time("at", "when it was taken", "quand elle a été franchie"),
    text("document", "version of the information", "version de l’information"),
    text("protocol", "version of the protocol", "version du protocole"),
)  # fmt: skip


def consent_steps(person: Person) -> Rows:
    """Rows of `consent`."""
    for step in steps_of(person):
        yield {
            "participant": person.code, "site": person.site, "step": step.step, "route": step.route or None,
            "at": utc(step.at_us), "document": step.document or None, "protocol": step.version,
        }  # fmt: skip


EVENTS = (
    PARTICIPANT, SITE,
    text("event", "event of the schedule", "événement du calendrier"),
    time("at", "when it happened", "quand il est survenu"),
    whole("taken_back", "1: recorded by mistake", "1\u00a0: consigné par erreur"),
)  # fmt: skip


def events(person: Person) -> Rows:
    """Rows of `events`."""
    for each in sorted(person.happened.all(), key=lambda each: each.pk):
        yield {
            "participant": person.code, "site": person.site, "event": each.what, "at": utc(each.at_us),
            "taken_back": int(hasattr(each, "taken_back")),
        }  # fmt: skip


DEVIATIONS = (
    PARTICIPANT, SITE,
    text("kind", "kind of deviation", "nature de l’écart"),
    text("criterion", "criterion that it is about", "critère concerné"),
    time("found", "when it was found", "quand il a été constaté"),
    whole("serious", "1: perhaps a serious breach, 0: none, empty: not assessed",
          "1\u00a0: violation grave possible, 0\u00a0: non, vide\u00a0: non évalué"),
    text("told", "what happened", "ce qui s’est passé", typed=True),
)  # fmt: skip


def deviations(person: Person, kept: Sequence[Deviation]) -> Rows:
    """Rows of `deviations`."""
    for each in kept:
        yield {
            "participant": person.code, "site": person.site, "kind": each.kind, "criterion": each.criterion or None,
            "found": utc(each.found_us), "serious": None if each.serious is None else int(each.serious),
            "told": each.told or None,
        }  # fmt: skip


COMPUTED = (
    *OCCASION,
    text("form", "form", "formulaire"),
    text("item", "item of the form", "élément du formulaire"),
    text("rule", "rule of the protocol", "règle du protocole"),
    whole("version", "which version, from 1", "version, à partir de 1"),
    whole("latest", "1: the version that stands", "1\u00a0: la version en vigueur"),
    Column("low", Type.NUMBER, Text("the least that it can be", "le moins qu’elle puisse être")),
    Column("high", Type.NUMBER, Text("the most that it can be", "le plus qu’elle puisse être")),
    time("asked", "moment that it was asked about", "moment interrogé"),
    text("inputs", "events of the entries it stands on", "événements des saisies dont elle dépend"),
    text("missing", "what was unknown, and why", "ce qui était inconnu, et pourquoi"),
    time("saved", "when it was worked out", "quand elle a été calculée"),
)  # fmt: skip


def computed(written: Written) -> Rows:
    """Rows of `computed`: every version of every computed item of a sheet."""
    sheet = written.sheet
    latest = {each.item: each.number for each in written.computed}
    order = [item.id for item in computed_items(protocol_of(sheet.version).form(sheet.form))]
    for each in sorted(written.computed, key=lambda each: (order.index(each.item), each.number)):
        inputs = json.loads(each.inputs)
        yield occasion(sheet, written.code, written.site) | {
            "form": sheet.form, "item": each.item, "rule": inputs["rule"], "version": each.number,
            "latest": int(latest[each.item] == each.number), "low": float(each.low), "high": float(each.high),
            "asked": utc(inputs["at_us"]), "inputs": " ".join(map(str, inputs["entries"])) or None,
            "missing": "; ".join(inputs["missing"]) or None, "saved": utc(each.event.at_us),
        }  # fmt: skip


CALENDAR = (
    PARTICIPANT, SITE,
    text("visit", "visit or event of the schedule", "visite ou événement du calendrier"),
    whole("day", "day from inclusion, of a daily visit", "jour depuis l’inclusion, si quotidienne"),
    time("opens", "its window opens", "ouverture de la fenêtre"),
    time("target", "when it is due", "moment prévu par le protocole"),
    time("closes", "its window closes", "fermeture de la fenêtre"),
    time("planned", "agreed with the participant", "convenu avec le participant"),
    time("actual", "first moment that its forms say", "premier moment que disent ses formulaires"),
    whole("forms", "forms asked", "formulaires demandés"),
    whole("done", "forms complete", "formulaires complets"),
)  # fmt: skip


def calendar(person: Person, held: Timeline) -> Rows:
    """Rows of `calendar`."""
    for visit in held.visits:
        yield {
            "participant": person.code, "site": person.site, "visit": visit.due.visit, "day": visit.due.day,
            "opens": utc(visit.due.opens), "target": utc(visit.due.target), "closes": utc(visit.due.closes),
            "planned": utc(visit.planned), "actual": utc(visit.actual), "forms": len(visit.forms),
            "done": sum(form.progress.value == "done" for form in visit.forms),
        }  # fmt: skip


LABORATORY = (
    *OCCASION,
    text("form", "form", "formulaire"),
    text("variable", "analyte", "analyte"),
    text("unit", "unit of value and limits (UCUM)", "unité de la valeur et des limites (UCUM)"),
    time("sampled", "when it was sampled", "quand il a été prélevé"),
    Column("low", Type.NUMBER, Text("the least that it can be", "le moins qu’il puisse être")),
    Column("high", Type.NUMBER, Text("the most that it can be", "le plus qu’il puisse être")),
    text("flag", "against its range", "par rapport aux valeurs de référence",
         codes=tuple((flag.value, words) for flag, words in FLAGS.items())),
    text("range_low", "lower limit, as the laboratory gives it", "limite inférieure du laboratoire"),
    text("range_high", "upper limit, as the laboratory gives it", "limite supérieure du laboratoire"),
    text("range_unit", "unit of the range", "unité des limites"),
    text("ctcae", "version of CTCAE", "version du CTCAE"),
    text("grade", "worst grade (+: a condition may raise it; ?: cannot be told)",
         "pire grade (+\u00a0: une condition peut l’élever\u202f; ?\u00a0: indéterminé)"),
    text("baseline_grade", "grade of the baseline", "grade de la valeur initiale"),
)  # fmt: skip


def laboratory(person: Person, bench: Bench, sheets: Sheets, gate: Gate) -> Rows:
    """Rows of `laboratory`: every result, judged as the screens judge it."""
    _, rows = grid(bench, sheets, gate, frozenset(), {})
    for row in rows:
        for cell in row.cells:
            if cell.judged is not None:
                held, range_ = cell.judged, cell.judged.range
                yield occasion(cell.column.sheet, person.code, person.site) | {
                    "form": cell.column.form.id, "variable": row.variable.name, "unit": row.variable.unit,
                    "sampled": utc(cell.column.at), "low": held.value.low, "high": held.value.high,
                    "flag": held.flag.value, "range_low": range_.low or None if range_ else None,
                    "range_high": range_.high or None if range_ else None,
                    "range_unit": range_.unit or None if range_ else None, "ctcae": held.version.value,
                    "grade": held.brief.en if held.brief else None,
                    "baseline_grade": held.baseline_brief.en if held.baseline_brief else None,
                }  # fmt: skip


REPORTS = (
    *OCCASION,
    text("form", "form of the report", "formulaire de déclaration"),
    whole("to_report", "1: what it says must be reported", "1\u00a0: ce qu’il dit doit être déclaré"),
    time("aware", "when it was known", "quand cela a été connu"),
    time("reported", "when it was reported", "quand cela a été déclaré"),
    time("saved", "when that was saved", "quand cela a été enregistré"),
)  # fmt: skip


def reports(written: Written, held: Timeline) -> Rows:
    """Rows of `adverse_events`: each form that may have to be reported, with its clock."""
    sheet = written.sheet
    if protocol_of(sheet.version).form(sheet.form).reporting is None:
        return
    at = (sheet.visit, sheet.day, sheet.form, sheet.number)
    found = next((each for each in held.filled if (each.visit, each.day, each.form, each.number) == at), None)
    told = found.told if found else None
    yield occasion(sheet, written.code, written.site) | {
        "form": sheet.form, "to_report": int(told is not None), "aware": utc(told.aware) if told else None,
        "reported": utc(told.reported) if told else None, "saved": utc(told.saved) if told else None,
    }  # fmt: skip


SCREENING = (
    text("screened", "code in screening", "code en présélection"), SITE,
    time("begun", "when it began", "quand elle a commencé"),
    text("state", "where it is", "où elle en est", codes=(
        ("in_screening", Text("in screening", "en présélection")), ("enrolled", Text("enrolled", "inclus")),
        ("left_out", Text("not included", "non inclus")),
    )),
    text("criteria", "criteria in the way", "critères en cause"),
)  # fmt: skip


def screening(person: Person, state: str) -> dict[str, Cell]:
    """A row of `screening`: somebody who was looked at, by code, and why not included."""
    left = getattr(person, "not_enrolled", None)
    return {
        "screened": person.code, "site": person.site, "begun": utc(person.event.at_us), "state": state,
        "criteria": left.criteria if left else None,
    }  # fmt: skip

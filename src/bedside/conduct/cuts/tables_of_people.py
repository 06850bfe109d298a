"""What is known of participants beside their forms: who takes part, consent, events, calendar, reports.

No table names anybody: not the participant, nor who signed, nor who typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.cuts.columns import DAY, SITE, VISIT, code, text, time, utc, whole
from bedside.conduct.cuts.leaving import One
from bedside.conduct.cuts.listings import Listing
from bedside.conduct.inclusion.filled import Told, time_of
from bedside.conduct.inclusion.timeline import Progress
from bedside.conduct.participants.consent import TABLE, Basis, Continuation, Data, Part
from bedside.conduct.participants.consent_words import said
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import left_by_consent, steps_of
from bedside.conduct.safety.case import Case
from bedside.conduct.study.protocol import protocol_of
from bedside.exports.tables import Cell
from bedside.values.moment import Moment
from bedside.values.wording import Text


def _said(values: type[StrEnum]) -> Mapping[str, Text]:
    return {each: said(each) for each in values}


PARTICIPANTS = Listing(
    "participants", Text("who was included", "qui a été inclus"), lambda one: [one], (
        (text("enrolled_as", "number of enrolment", "numéro d’inclusion"), lambda one: one.person.enrolled.number),
        (time("enrolled", "moment of inclusion", "moment de l’inclusion"), lambda one: one.inclusion),
        (text("protocol", "version of the protocol at inclusion", "version du protocole à l’inclusion"),
         lambda one: one.person.enrolled.version),
        (code("basis", "lawful basis", "base légale", _said(Basis)), lambda one: one.consent.basis),
        (text("route", "route of consent", "voie du consentement"), lambda one: one.consent.route),
        (code("continuation", "the patient’s own decision", "décision du patient", _said(Continuation)),
         lambda one: one.consent.continuation),
        (code("part", "taking part", "participation", _said(Part)), lambda one: one.consent.part),
        (code("data", "use of the data", "utilisation des données", _said(Data)), lambda one: one.consent.data),
    ), of_all=True,
)  # fmt: skip

CONSENT = Listing(
    "consent", Text("steps of consent", "étapes du consentement"), lambda one: steps_of(one.person), (
        (code("step", "step of consent", "étape du consentement", {rule.step: rule.text for rule in TABLE}),
         lambda step: step.step),
        (text("route", "route of consent", "voie du consentement"), lambda step: step.route),
        (time("at", "when it was taken", "quand elle a été franchie"), lambda step: step.at_us),
        (text("document", "version of the information", "version de l’information"), lambda step: step.document),
        (text("protocol", "version of the protocol", "version du protocole"), lambda step: step.version),
    ),
)  # fmt: skip


def _events(one: One) -> Iterator[tuple[str, int, bool]]:
    """Events as they were recorded, with whether by mistake; then those that a step of consent is."""
    for each in sorted(one.person.happened.all(), key=lambda each: each.pk):
        yield each.what, each.at_us, hasattr(each, "taken_back")
    for left in left_by_consent(one.person):
        yield left.event, left.at, False


EVENTS = Listing(
    "events", Text("what happened to participants", "ce qui est arrivé aux participants"), _events, (
        (text("event", "event of the schedule", "événement du calendrier"), lambda each: each[0]),
        (time("at", "when it happened", "quand il est survenu"), lambda each: each[1]),
        (whole("taken_back", "1: recorded by mistake", "1\u00a0: consigné par erreur"), lambda each: each[2]),
    ),
)  # fmt: skip

CALENDAR = Listing(
    "calendar", Text("visits and their windows", "visites et leurs fenêtres"), lambda one: one.timeline.visits, (
        (VISIT, lambda visit: visit.due.visit),
        (DAY, lambda visit: visit.due.day),
        (time("opens", "its window opens", "ouverture de la fenêtre"), lambda visit: visit.due.opens),
        (time("target", "when it is due", "moment prévu par le protocole"), lambda visit: visit.due.target),
        (time("closes", "its window closes", "fermeture de la fenêtre"), lambda visit: visit.due.closes),
        (time("planned", "agreed with the participant", "convenu avec le participant"), lambda visit: visit.planned),
        (time("actual", "first moment that its forms say", "premier moment que disent ses formulaires"),
         lambda visit: visit.actual),
        (whole("forms", "forms asked", "formulaires demandés"), lambda visit: len(visit.forms)),
        (whole("done", "forms complete", "formulaires complets"),
         lambda visit: sum(form.progress is Progress.DONE for form in visit.forms)),
    ),
)  # fmt: skip


def _reports(one: One) -> Iterator[tuple[Sheet, Told | None]]:
    """Each form that may have to be reported, with what it says of its clock."""
    told = {(each.visit, each.day, each.form, each.number): each.told for each in one.timeline.filled}
    for sheet, _ in one.sheets:
        if protocol_of(sheet.version).form(sheet.form).reporting is not None:
            case = one.events.get(sheet.pk)
            yield sheet, _of_event(case) if case else told.get((sheet.visit, sheet.day, sheet.form, sheet.number))


def _of_event(case: Case) -> Told | None:
    """Of an adverse event, as far as an investigator has judged it: what is only proposed exempts from nothing."""
    if not case.serious or case.exempt:
        return None
    saved = case.entries.get(case.asked.item)
    return Told(
        case.form.text, case.asked, _aware(case), case.notified,
        bool(case.values.get(case.asked.late)), Moment((saved or case.sheet).event.at_us),
    )  # fmt: skip


def _aware(case: Case) -> Moment | None:
    """When it was known, as its clock has it: as first told, else as the form says."""
    return Moment(case.reports[0].aware_us) if case.told else time_of(case.entries.get(case.asked.aware))


REPORTS = Listing(
    "adverse_events", Text("what may have to be reported", "ce qui peut devoir être déclaré"), _reports, (
        (text("form", "form of the report", "formulaire de déclaration"), lambda each: each[0].form),
        (whole("to_report", "1: what it says must be reported", "1\u00a0: ce qu’il dit doit être déclaré"),
         lambda each: each[1] is not None),
        (time("aware", "when it was known", "quand cela a été connu"), lambda each: each[1] and each[1].aware),
        (time("reported", "when it was reported", "quand cela a été déclaré"),
         lambda each: each[1] and each[1].reported),
        (time("saved", "when that was saved", "quand cela a été enregistré"), lambda each: each[1] and each[1].saved),
    ), sheet=lambda each: each[0], of_all=True,
)  # fmt: skip

LISTINGS = (PARTICIPANTS, CONSENT, EVENTS, REPORTS, CALENDAR)

SCREENED = Text("who was looked at", "qui a été examiné")
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

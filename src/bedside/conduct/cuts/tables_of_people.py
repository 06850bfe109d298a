"""What is known of participants beside their forms: who takes part, consent, events, calendar, reports.

No table names anybody: not the participant, nor who signed, nor who typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.offering import terms_of
from bedside.conduct.cuts.columns import DAY, SITE, VISIT, code, text, time, utc, whole
from bedside.conduct.cuts.leaving import One
from bedside.conduct.cuts.listings import Listing
from bedside.conduct.inclusion.filled import Told, time_of
from bedside.conduct.inclusion.timeline import Progress
from bedside.conduct.participants.consent import TABLE, Basis, Continuation, Data, Part
from bedside.conduct.participants.consent_words import said
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import by_consent, steps_of
from bedside.conduct.safety.case import Case
from bedside.conduct.study.protocol import protocol_of
from bedside.exports.tables import Cell
from bedside.protocol.safety import RELATED, UNRELATED
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
    for left in by_consent(one.person):
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


@dataclass(frozen=True)
class _Reported:
    """A form that may have to be reported, what it says of its clock, and the adverse event that it is of."""

    sheet: Sheet
    told: Told | None
    case: Case | None

    def of(self, read: Callable[[Case], object]) -> object:
        """What its event says; nothing where there is none."""
        return None if self.case is None else read(self.case)


def _reports(one: One) -> Iterator[_Reported]:
    told = {(each.visit, each.day, each.form, each.number): each.told for each in one.timeline.filled}
    for sheet, _ in one.sheets:
        if protocol_of(sheet.version).form(sheet.form).reporting is not None:
            case = one.events.get(sheet.pk)
            of_form = told.get((sheet.visit, sheet.day, sheet.form, sheet.number))
            yield _Reported(sheet, _of_event(case) if case else of_form, case)


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


RELATION = {RELATED: Text("related", "lié"), UNRELATED: Text("not related", "non lié")}
EXPECTED = {"expected": Text("expected", "attendu"), "unexpected": Text("unexpected", "inattendu")}
YES_NO = {
    "yes": Text("yes", "oui"), "no": Text("no", "non"), "cannot_tell": Text("cannot be told yet", "pas encore connu"),
}  # fmt: skip


def _relation(related: bool | None) -> str:
    return {None: "", True: RELATED, False: UNRELATED}[related]


def _yes_no(held: bool | None) -> str:
    return {None: "cannot_tell", True: "yes", False: "no"}[held]


def _listed(case: Case) -> str:
    """Whether its term is one of the list that the trial names; of a list that is held in part a “no” is unknown."""
    terms = terms_of(case.safety)
    return _yes_no(terms.says(case.term)) if terms is not None and case.term else ""


def _class(case: Case) -> str:
    terms = terms_of(case.safety)
    return terms.above(case.term) if terms is not None else ""


def _received(case: Case) -> Moment | None:
    """When the sponsor first received a report."""
    held = (case.receipt_of(each) for each in case.reports)
    return min((Moment(each.received_us) for each in held if each is not None), default=None)


def _assessed(case: Case, name: str) -> object:
    """What the sponsor's assessment that counts, the latest, says."""
    return getattr(case.assessments[-1], name) if case.assessments else None


def _sent(case: Case, name: str, which: int = 0) -> object:
    return getattr(case.submissions[which], name) if case.submissions else None


REPORTS = Listing(
    "adverse_events", Text("what may have to be reported", "ce qui peut devoir être déclaré"), _reports, (
        (text("form", "form of the report", "formulaire de déclaration"), lambda each: each.sheet.form),
        (whole("to_report", "1: what it says must be reported", "1\u00a0: ce qu’il dit doit être déclaré"),
         lambda each: each.told is not None),
        (time("aware", "when it was known", "quand cela a été connu"), lambda each: each.told and each.told.aware),
        (time("reported", "when it was reported", "quand cela a été déclaré"),
         lambda each: each.told and each.told.reported),
        (time("saved", "when that was saved", "quand cela a été enregistré"),
         lambda each: each.told and each.told.saved),
        (code("term_listed", "the term is one of the list of the trial", "le terme est de la liste de l’essai", YES_NO),
         lambda each: each.of(_listed)),
        (text("term_class", "class of the term in that list", "classe du terme dans cette liste", typed=True),
         lambda each: each.of(_class)),
        (whole("reports", "reports to the sponsor, the first one and its follow-ups",
               "déclarations au promoteur, la première et ses suivis"),
         lambda each: each.of(lambda case: len(case.reports))),
        (code("by_investigator", "causality by the investigator, as last told",
              "causalité selon l’investigateur, dernière déclarée", RELATION),
         lambda each: each.of(lambda case: _relation(case.by_investigator))),
        (time("received", "when the sponsor first received a report",
              "quand le promoteur a reçu la première déclaration"), lambda each: each.of(_received)),
        (time("day_zero", "day 0: when the sponsor received what makes it reportable",
              "jour 0\u00a0: quand le promoteur a reçu ce qui la rend à déclarer"),
         lambda each: each.of(lambda case: case.zero)),
        (code("by_sponsor", "causality by the sponsor", "causalité selon le promoteur", RELATION),
         lambda each: each.of(lambda case: _assessed(case, "relation"))),
        (code("expected", "expectedness by the sponsor", "caractère attendu selon le promoteur", EXPECTED),
         lambda each: each.of(lambda case: _assessed(case, "expected"))),
        (text("safety_information", "version of the reference safety information",
              "version de l’information de référence sur la sécurité", typed=True),
         lambda each: each.of(lambda case: _assessed(case, "reference"))),
        (code("susar", "suspected unexpected serious adverse reaction", "effet indésirable grave inattendu suspecté",
              YES_NO), lambda each: each.of(lambda case: _yes_no(case.susar))),
        (whole("submissions", "times that a report was sent to an authority",
               "envois d’une déclaration à une autorité"), lambda each: each.of(lambda case: len(case.submissions))),
        (time("submitted", "when a report was first sent to an authority", "premier envoi à une autorité"),
         lambda each: each.of(lambda case: _sent(case, "at_us"))),
        (time("last_submitted", "when a report was last sent to an authority", "dernier envoi à une autorité"),
         lambda each: each.of(lambda case: _sent(case, "at_us", -1))),
        (text("authority", "to which authority it was first sent", "autorité du premier envoi", typed=True),
         lambda each: each.of(lambda case: _sent(case, "authority"))),
        (text("authority_reference", "number that it was given there", "numéro reçu de cette autorité", typed=True),
         lambda each: each.of(lambda case: _sent(case, "reference"))),
    ), sheet=lambda each: each.sheet, of_all=True,
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

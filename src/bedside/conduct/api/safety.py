"""Safety: adverse events with their clocks and reports, pregnancies, listings; told, received, assessed and sent."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema, Status

from bedside.conduct.api.callers import asks, at, reach
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import A_PAGE, MOST, Code, person_of
from bedside.conduct.api.shapes import BIG, REFUSALS, UTC, FirstDay, LastDay, Name, Sent, Short, Words, utc
from bedside.conduct.casebook.models import Sheet
from bedside.conduct.frame.exports import exported
from bedside.conduct.frame.words import say
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.typed_times import read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import checked
from bedside.conduct.safety import actions, actions_corrections, listing, pregnancies, tabulation
from bedside.conduct.safety.actions_judgement import confirm as confirm_event
from bedside.conduct.safety.case import Case, contents
from bedside.conduct.safety.deadlines import Clock
from bedside.conduct.safety.icsr import icsr
from bedside.conduct.safety.icsr_lacks import lacks
from bedside.conduct.safety.models import Report
from bedside.conduct.safety.reading import case_of, cases, cases_of, first_doses
from bedside.conduct.safety.report_pdf import file_name, pdf
from bedside.conduct.safety.told import clock_now
from bedside.errors import UsageError
from bedside.values.moment import Moment, now

router = Router(tags=["safety"])
Event = Annotated[int, Path(ge=1, le=BIG, description="the event: the number of its form", examples=[812])]
Number = Annotated[int, Path(ge=1, le=BIG, description="of the report: 1 is the initial one", examples=[1])]
Typed = Annotated[str, Field(max_length=40, description="ISO 8601; without an offset, on the sites' clock",
                             examples=["2026-11-22T08:05"])]  # fmt: skip
Answer = Annotated[str, Field(description="`yes`, `no` or `cannot_tell`", examples=["cannot_tell"])]
Note = Annotated[Words, Field(max_length=2000, description="never a name", examples=["seen at the round"])]
Reason = Annotated[Short, Field(description="why a text that may identify somebody may stay", examples=[""])]
Criterion = Literal["patient", "reporter", "drug", "event"]


class ClockNow(Schema):
    """Something that has to be done by a time."""

    duty: str = Field(examples=["notify the sponsor"])
    text: str
    source: str = Field(description="which law says so")
    since: UTC
    due: UTC
    done: UTC | None
    certain: bool = Field(description="false while it is not known whether it has to be done at all")
    progress: str = Field(description="`running`, `overdue`, `done` or `late`", examples=["running"])
    why: str = Field(description="what was said where it was done late; else empty", examples=[""])
    entered_late: bool = Field(description="done in time, and written down only after that")


class AdverseEventLine(Schema):
    """An adverse event as it stands."""

    event: int = Field(examples=[812])
    participant: str = Field(examples=["01-S001"])
    number: str = Field(description="of somebody enrolled; else the code", examples=["01-001"])
    site: str = Field(examples=["01"])
    term: str
    grade: str
    above_baseline: int | None = Field(description="grades above that before treatment")
    began: str = Field(description="as typed", examples=["2026-11-22"])
    ended: str = Field(description="as typed; empty: not written")
    emergent: Answer
    serious: bool
    criterion: str = Field(description="why serious")
    exempt: str = Field(description="why it is not told at once; empty where it is")
    by_investigator: Answer
    by_sponsor: Answer
    related: Answer
    unexpected: Answer
    susar: Answer
    outcome: str
    action: str
    to_assess: list[str] = Field(description="proposed; an investigator has to judge it", examples=[["relation"]])
    reports: int
    clocks: list[ClockNow]


class AdverseEvents(Schema):
    """Some of them, in the order in which their forms were opened."""

    items: list[AdverseEventLine]
    next: int | None = Field(description="send it as `after` for the next ones; null: there are none", examples=[812])


class AssessmentLine(Schema):
    """A view of the sponsor."""

    relation: str = Field(examples=["related"])
    expected: str = Field(examples=["unexpected"])
    reference: str = Field(description="version of the reference safety information", examples=["2026-09"])
    because: str | None = Field(description="why it differs; null where it was redacted")
    by: str
    at: UTC


class SubmissionLine(Schema):
    """That it left for an authority."""

    authority: str
    reference: str
    at: UTC


class ReportLine(Schema):
    """What was told, and what the sponsor made of it."""

    report: int = Field(description="1 is the initial one", examples=[1])
    aware_at: UTC
    told_at: UTC
    by: str
    note: str | None = Field(description="null where it was redacted")
    language: str = Field(description="of its texts; empty: nobody said", examples=["fr"])
    contents: dict[str, str] = Field(description="the form as it was told, by item")
    received_at: UTC | None
    criteria: list[str] = Field(description="the minimum criteria that it held", examples=[["patient", "drug"]])
    lacks: list[str] = Field(description="what a gateway will miss in the E2B(R3) file of it, once it was received")
    assessments: list[AssessmentLine]
    submissions: list[SubmissionLine]


class EventNow(AdverseEventLine):
    """An adverse event with its thread of reports, the first one first."""

    versions: list[int] = Field(description="of the items to be assessed: send them to confirm them", examples=[[814]])
    thread: list[ReportLine]


class PregnancyTold(Schema):
    """What was told of a pregnancy."""

    report: int = Field(examples=[1])
    aware_at: UTC
    told_at: UTC
    outcome: str = Field(examples=["ongoing"])
    note: str | None = Field(description="null where it was redacted")
    by: str


class PregnancyLine(Schema):
    """A pregnancy that is followed."""

    pregnancy: int = Field(examples=[1])
    whose: str = Field(description="`participant` or `partner`", examples=["partner"])
    outcome: str = Field(examples=["ongoing"])
    reports: list[PregnancyTold]


class SafetyOf(Schema):
    """Everything of one participant."""

    events: list[AdverseEventLine]
    pregnancies: list[PregnancyLine]


class ConfirmationSent(Sent):
    """That an investigator holds what is proposed to be so."""

    versions: list[int] = Field(max_length=50, description="those that were looked at: `versions` of the event")


class KnownSent(Sent):
    """When news was known at the site."""

    aware_at: Typed


class ReportSent(Sent):
    """A report to the sponsor."""

    told_at: Typed
    aware_at: Typed | None = Field(None, description="of a follow-up: when what is new was known; null: as was written")
    note: Note = ""
    language: Literal["", "en", "fr"] = Field("", description="of the texts on the form and here")
    reason: Reason = ""


class Received(Sent):
    """The receipt of a report."""

    received_at: Typed
    criteria: list[Criterion] = Field(max_length=4, description="the minimum criteria that it held")


class ReceivedAnew(Received):
    """The same, corrected."""

    why: Annotated[Words, Field(max_length=500)] = Field(description="what was wrong, and why")
    reason: Reason = ""


class TakenBack(Sent):
    """That a submission was written down by mistake."""

    why: Annotated[Words, Field(max_length=500)] = Field(description="what was wrong, and why")
    reason: Reason = ""


class Assessed(Sent):
    """The sponsor's view."""

    relation: Literal["related", "unrelated"]
    expected: Literal["expected", "unexpected"]
    reference: Short = Field(description="version of the reference safety information", examples=["2026-09"])
    because: Note = ""
    informed_at: Typed | None = Field(
        None, description="where this makes an event reportable that was not: when the information was received"
    )
    reason: Reason = ""


class Submitted(Sent):
    """A submission to an authority."""

    authority: Short = Field(examples=["ANSM"])
    reference: Annotated[Words, Field(max_length=100)] = Field(examples=["EC-2026-1"])
    at: Typed


class PregnancySent(Sent):
    """What is told of a pregnancy."""

    pregnancy: int | None = Field(None, ge=1, le=BIG, description="of the one that is followed; null: a new one")
    whose: Literal["participant", "partner"]
    aware_at: Typed
    told_at: Typed
    outcome: Annotated[Words, Field(max_length=40)] = Field("ongoing", examples=["live birth"])
    note: Note = ""
    reason: Reason = ""


class TermCount(Schema):
    """Serious events of one term: told in the period, and since the beginning of the study."""

    system: str = Field(description="system organ class of a coded term; else empty")
    term: str
    period: list[int] = Field(description="all, related, unexpected and related, fatal", examples=[[2, 1, 0, 0]])
    whole: list[int] = Field(description="the same since the beginning", examples=[[4, 1, 0, 1]])


class Annual(Schema):
    """The annual safety listing."""

    first: str = Field(description="day, included (ISO 8601)", examples=["2026-01-01"])
    last: str = Field(description="day, included", examples=["2026-12-31"])
    exposed: int = Field(description="participants who had the drug until the last day", examples=[12])
    columns: list[str]
    lines: list[list[str]]
    counts: list[TermCount]


class Board(Schema):
    """The line listing for a data monitoring board."""

    columns: list[str]
    lines: list[list[str]]
    summary: list[list[str]] = Field(description="numbers over all of them, each with its words")


# --- reading ------------------------------------------------------------------------------------------------------


@router.get("/safety/events", response={200: AdverseEvents, **REFUSALS}, summary="Adverse events")
@asks(Action.SEE_SAFETY)
def events(
    request: HttpRequest,
    site: Annotated[Name | None, Query(description="only of this site", examples=["01"])] = None,
    serious: Annotated[bool, Query(description="only serious ones")] = False,
    after: Annotated[int, Query(ge=0, le=BIG, description="`next` of the page before")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST, description="how many at most")] = A_PAGE,
) -> dict[str, Any]:
    """The adverse events at the sites that the token may see, with their clocks."""
    persons = [each for each in persons_of(request) if site in (None, each.site)]
    held = (each for each in cases(persons) if each.serious or not serious)
    some = sorted((each for each in held if each.sheet.pk > after), key=lambda each: each.sheet.pk)[: limit + 1]
    more = some[limit - 1].sheet.pk if len(some) > limit else None
    return {"items": [_line(each, now()) for each in some[:limit]], "next": more}


@router.get("/participants/{code}/safety", response={200: SafetyOf, **REFUSALS}, summary="Safety of a participant")
@asks(Action.SEE_SAFETY)
def of_participant(request: HttpRequest, code: Code) -> dict[str, Any]:
    """Their adverse events and pregnancies."""
    person, moment = person_of(request, code), now()
    return {
        "events": [_line(each, moment) for each in cases_of(person)],
        "pregnancies": [_pregnancy(each) for each in pregnancies.followed([person])],
    }


@router.get("/participants/{code}/safety/{event}", response={200: EventNow, **REFUSALS}, summary="An adverse event")
@asks(Action.SEE_SAFETY)
def event_of(request: HttpRequest, code: Code, event: Event) -> dict[str, Any]:
    """One event with its thread of reports."""
    return _whole(_case(person_of(request, code), event))


@router.get(
    "/participants/{code}/safety/{event}/reports/{number}/pdf", response={200: None, **REFUSALS}, summary="Its PDF",
    openapi_extra={"responses": {200: {"content": {"application/pdf": {"schema": {"type": "string"}}}}}},
)  # fmt: skip
@asks(Action.SEE_SAFETY)
def report_pdf(request: HttpRequest, code: Code, event: Event, number: Number) -> HttpResponse:
    """A report as it was known then; that it left is noted."""
    return _file(request, code, event, number, "pdf")


@router.get(
    "/participants/{code}/safety/{event}/reports/{number}/icsr", response={200: None, **REFUSALS},
    summary="Its E2B(R3) message",
    openapi_extra={"responses": {200: {"content": {"application/xml": {"schema": {"type": "string"}}}}}},
)  # fmt: skip
@asks(Action.SEE_SAFETY)
def report_icsr(request: HttpRequest, code: Code, event: Event, number: Number) -> HttpResponse:
    """A report as an E2B(R3) message, once its receipt is written; that it left is noted."""
    return _file(request, code, event, number, "xml")


@router.get("/safety/board", response={200: Board, **REFUSALS}, summary="Listing for the monitoring board")
@asks(Action.SEE_SAFETY)
def board(request: HttpRequest) -> dict[str, Any]:
    """Every adverse event, line by line."""
    persons = persons_of(request)
    found = list(cases(persons))
    return {"columns": listing.header(), "lines": [listing.line(each) for each in found],
            "summary": [list(row) for row in tabulation.summary(found, first_doses(persons))]}  # fmt: skip


@router.get("/safety/annual", response={200: Annual, **REFUSALS}, summary="Annual safety listing")
@asks(Action.SEE_SAFETY)
def annual(request: HttpRequest, first: FirstDay = None, last: LastDay = None) -> dict[str, Any]:
    """Serious events of a period, line by line, and counted by term beside those since the beginning."""
    first, last = tabulation.period(first, last)
    persons = persons_of(request)
    found = tabulation.annual(cases(persons), first_doses(persons), first, last)
    counts = [{"system": each.system, "term": each.term, "period": list(each.period), "whole": list(each.whole)}
              for each in found.counts]  # fmt: skip
    return {
        "first": first.isoformat(), "last": last.isoformat(), "exposed": found.exposed, "counts": counts,
        "columns": listing.header(annual=True), "lines": [listing.annual_line(each) for each in found.cases],
    }  # fmt: skip


# --- writing ------------------------------------------------------------------------------------------------------


@router.post(
    "/participants/{code}/safety/{event}/confirmation",
    response={201: EventNow, **REFUSALS}, summary="Confirm the judgement of an event",
)  # fmt: skip
@asks(Action.JUDGE_EVENT)
def confirm(request: HttpRequest, code: Code, event: Event, sent: ConfirmationSent) -> Any:
    """Keep that what is proposed of seriousness and causality is the investigator's judgement."""
    person = person_of(request, code)
    confirm_event(at(request, person.site, person.code), _case(person, event).sheet, sent.versions)
    return Status(201, _whole(_case(person, event)))


@router.post(
    "/participants/{code}/safety/{event}/known", response={201: EventNow, **REFUSALS}, summary="Say when news was known"
)
@asks(Action.WRITE_DATA)
def learn(request: HttpRequest, code: Code, event: Event, sent: KnownSent) -> Any:
    """Keep when somebody at the site knew of the news on an event's form: its 24 hours run from there."""
    person = person_of(request, code)
    by, case = at(request, person.site, person.code), _case(person, event)
    actions.learn(by, case.sheet, read_local(sent.aware_at, "aware_at"))
    return Status(201, _whole(_case(person, event)))


@router.post(
    "/participants/{code}/safety/{event}/reports", response={201: EventNow, **REFUSALS}, summary="Tell the sponsor"
)
@asks(Action.NOTIFY_SAFETY)
def notify(request: HttpRequest, code: Code, event: Event, sent: ReportSent) -> Any:
    """Tell the sponsor of an event as its form stands; what is new afterwards is a follow-up."""
    person = person_of(request, code)
    by, case = at(request, person.site, person.code), _case(person, event)
    knew = read_local(sent.aware_at, "aware_at") if sent.aware_at else None
    note = checked(sent.note, bool(sent.reason.strip()))
    actions.notify(by, case.sheet, knew, read_local(sent.told_at, "told_at"), note, sent.language)
    return Status(201, _whole(_case(person, event)))


@router.post(
    "/participants/{code}/safety/{event}/reports/{number}/receipt",
    response={201: EventNow, **REFUSALS}, summary="Write down a receipt",
)  # fmt: skip
@asks(Action.ASSESS_SAFETY)
def receive(request: HttpRequest, code: Code, event: Event, number: Number, sent: Received) -> Any:
    """Write down when the sponsor received a report, and what it held."""
    person, report = _asked(request, code, event, number)
    by = at(request, person.site, person.code)
    actions.receive(by, report, read_local(sent.received_at, "received_at"), sent.criteria)
    return Status(201, _whole(_case(person, event)))


@router.post(
    "/participants/{code}/safety/{event}/reports/{number}/receipt-correction",
    response={201: EventNow, **REFUSALS}, summary="Correct a receipt",
)  # fmt: skip
@asks(Action.ASSESS_SAFETY)
def correct_receipt(request: HttpRequest, code: Code, event: Event, number: Number, sent: ReceivedAnew) -> Any:
    """Write a receipt anew; what was written first stays beside it."""
    person, report = _asked(request, code, event, number)
    received, why = read_local(sent.received_at, "received_at"), checked(sent.why, bool(sent.reason.strip()))
    by = at(request, person.site, person.code)
    actions_corrections.correct_receipt(by, report, received, sent.criteria, why)
    return Status(201, _whole(_case(person, event)))


@router.post(
    "/participants/{code}/safety/{event}/reports/{number}/submission/taking-back",
    response={201: EventNow, **REFUSALS}, summary="Take a submission back",
)  # fmt: skip
@asks(Action.ASSESS_SAFETY)
def take_back(request: HttpRequest, code: Code, event: Event, number: Number, sent: TakenBack) -> Any:
    """The last submission of a report that stands: it was written down by mistake, and its clock runs again."""
    person, report = _asked(request, code, event, number)
    case = _case(person, event)
    row = next((each for each in reversed(case.submissions) if each.report_id == report.pk), None)
    if row is None:
        raise UsageError("there is nothing to take back.", person.code, "Nothing to do.")
    actions_corrections.take_back(
        at(request, person.site, person.code), row, checked(sent.why, bool(sent.reason.strip()))
    )
    return Status(201, _whole(_case(person, event)))


@router.post(
    "/participants/{code}/safety/{event}/reports/{number}/assessment",
    response={201: EventNow, **REFUSALS}, summary="Assess an event",
)  # fmt: skip
@asks(Action.ASSESS_SAFETY)
def assess(request: HttpRequest, code: Code, event: Event, number: Number, sent: Assessed) -> Any:
    """Keep the sponsor's view; the investigator's stays beside it."""
    person, report = _asked(request, code, event, number)
    because = checked(sent.because, bool(sent.reason.strip()))
    informed = read_local(sent.informed_at, "informed_at") if sent.informed_at else None
    judged = actions.Judgement(sent.relation, sent.expected, sent.reference, because, informed)
    actions.assess(at(request, person.site, person.code), report, judged)
    return Status(201, _whole(_case(person, event)))


@router.post(
    "/participants/{code}/safety/{event}/reports/{number}/submission",
    response={201: EventNow, **REFUSALS}, summary="Write down a submission",
)  # fmt: skip
@asks(Action.ASSESS_SAFETY)
def submit(request: HttpRequest, code: Code, event: Event, number: Number, sent: Submitted) -> Any:
    """Write down that a report left for an authority."""
    person, report = _asked(request, code, event, number)
    by = at(request, person.site, person.code)
    actions.submit(by, report, sent.authority, sent.reference, read_local(sent.at, "at"))
    return Status(201, _whole(_case(person, event)))


@router.post("/participants/{code}/pregnancies", response={201: SafetyOf, **REFUSALS}, summary="Tell of a pregnancy")
@asks(Action.NOTIFY_SAFETY)
def pregnancy(request: HttpRequest, code: Code, sent: PregnancySent) -> Any:
    """Tell the sponsor of a pregnancy, or what came of one."""
    person = person_of(request, code)
    told = pregnancies.Told(
        sent.whose, read_local(sent.aware_at, "aware_at"), read_local(sent.told_at, "told_at"), sent.outcome,
        checked(sent.note, bool(sent.reason.strip())),
    )  # fmt: skip
    pregnancies.tell_pregnancy(at(request, person.site, person.code), person, told, sent.pregnancy)
    return Status(201, of_participant(request, code))


# --- parts --------------------------------------------------------------------------------------------------------


def persons_of(request: HttpRequest) -> list[Person]:
    """Everybody at the sites of the token of whom something is written."""
    _, sites = reach(request)
    held = Person.objects.filter(sheets__isnull=False).distinct().select_related("event", "enrolled").order_by("pk")
    return list(held if sites is None else held.filter(site__in=sites))


def _case(person: Person, event: int) -> Case:
    sheet = Sheet.objects.filter(pk=event, person=person).first()
    if sheet is None:
        raise NotFound(say("api.not_there"), person.code)
    sheet.person = person
    return case_of(sheet)


def _asked(request: HttpRequest, code: str, event: int, number: int) -> tuple[Person, Report]:
    person = person_of(request, code)
    held = Report.objects.filter(sheet__person=person, sheet=event, number=number).select_related(
        "event", "sheet__person"
    )
    report = held.first()
    if report is None:
        raise NotFound(say("api.not_there"), person.code)
    return person, report


def _file(request: HttpRequest, code: str, event: int, number: int, ending: str) -> HttpResponse:
    person, report = _asked(request, code, event, number)
    made = pdf(report) if ending == "pdf" else icsr(report)
    by, kind = at(request, person.site, person.code), f"application/{ending}"
    return exported(by, file_name(report, ending), made, kind, person.site, person.code)


def _line(case: Case, moment: Moment) -> dict[str, Any]:
    held = case.safety
    answers = {name: listing.ANSWERS[getattr(case, name)]
               for name in ("emergent", "by_investigator", "by_sponsor", "related", "unexpected", "susar")}  # fmt: skip
    return {
        "event": case.sheet.pk, "participant": case.person.code, "number": case.number, "site": case.person.site,
        "term": in_words(case.term_said), "grade": in_words(case.grade_said), "above_baseline": case.above_baseline,
        "began": case.values.get(held.began, ""), "ended": case.values.get(held.ended, ""),
        "serious": case.serious, "criterion": in_words(case.criterion_said) if case.serious else "",
        "exempt": in_words(case.exempt.text) if case.exempt else "", "outcome": in_words(case.outcome_said),
        "action": in_words(case.said(held.action.item)), "reports": len(case.reports), **answers,
        "to_assess": [each.id for each in case.to_assess],
        "clocks": [_clock(each, moment) for each in case.clocks],
    }  # fmt: skip


def _clock(clock: Clock, moment: Moment) -> dict[str, Any]:
    shown = clock_now(clock, moment)
    return {
        "duty": clock.duty.value, "text": shown.what, "source": shown.source, "since": utc(clock.since),
        "due": utc(clock.due), "done": utc(clock.done), "certain": clock.certain,
        "progress": clock.progress(moment).value, "why": shown.why, "entered_late": clock.entered_late,
    }  # fmt: skip


def _whole(case: Case) -> dict[str, Any]:
    thread = [_report(case, each) for each in case.reports]
    return {**_line(case, now()), "versions": sorted(case.standing.waiting), "thread": thread}


def _report(case: Case, report: Report) -> dict[str, Any]:
    receipt = case.receipt_of(report)
    return {
        "report": report.number, "aware_at": utc(report.aware_us), "told_at": utc(report.told_us),
        "by": report.event.actor, "note": report.note, "language": case.language_of(report),
        "contents": contents(report), "received_at": utc(receipt.received_us) if receipt else None,
        "criteria": receipt.criteria.split() if receipt else [],
        "lacks": [in_words(each) for each in lacks(report)] if receipt else [],
        "assessments": [
            {"relation": row.relation, "expected": row.expected, "reference": row.reference, "because": row.because,
             "by": row.event.actor, "at": utc(row.event.at_us)}
            for row in report.assessments.all()
        ],
        "submissions": [{"authority": row.authority, "reference": row.reference, "at": utc(row.at_us)}
                        for row in report.submissions.all() if not case.taken_back(row)],
    }  # fmt: skip


def _pregnancy(each: pregnancies.Followed) -> dict[str, Any]:
    return {
        "pregnancy": each.last.which, "whose": each.last.whose, "outcome": each.last.outcome,
        "reports": [
            {"report": row.number, "aware_at": utc(row.aware_us), "told_at": utc(row.told_us), "outcome": row.outcome,
             "note": row.note, "by": row.event.actor}
            for row in each.rows
        ],
    }  # fmt: skip

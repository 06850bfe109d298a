"""The pages of one participant's safety: their events, one event with its thread of reports, what is told of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.values_said import typed_text
from bedside.conduct.frame.exports import exported
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import language, say, told
from bedside.conduct.participants.finding import may_act, person_for
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.typed_times import local, local_now, read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.safety import actions, pregnancies
from bedside.conduct.safety.actions_judgement import confirm as confirm_event
from bedside.conduct.safety.case import CRITERIA, Case, contents
from bedside.conduct.safety.deadlines import DAY_ZERO, LIMITS, UPGRADE_RULE, notified_by
from bedside.conduct.safety.icsr import icsr
from bedside.conduct.safety.icsr_lacks import lacks
from bedside.conduct.safety.listing import facts
from bedside.conduct.safety.models import Receipt, Report, Submission
from bedside.conduct.safety.reading import case_of, cases_of
from bedside.conduct.safety.report_pdf import file_name, pdf
from bedside.conduct.safety.told import ClockNow, clock_now
from bedside.conduct.study.protocol import read_once
from bedside.errors import UsageError
from bedside.protocol.casebook import Item
from bedside.values.moment import Moment, now, read_length
from bedside.values.wording import Text

NOTE = 2000
"""The longest note, in characters."""
LANGUAGE_NAMES = {"en": "English", "fr": "français"}
"""Each language by its own name."""


@dataclass(frozen=True)
class Thread:
    """A report as the page shows it: its receipts, oldest first, the last of which counts; its submissions, each with
    whether it was taken back; what it changed against the one before, what its E2B(R3) file lacks, whether it was told
    in time.
    """

    report: Report
    receipts: tuple[Receipt, ...]
    submissions: tuple[tuple[Submission, bool], ...]
    changed: tuple[tuple[Text, Text, Text], ...]
    lacks: tuple[Text, ...]
    clock: ClockNow


@page(Action.SEE_SAFETY)
@read_once()
def participant(request: HttpRequest, code: str) -> HttpResponse:
    """Every adverse event of a participant with its clocks, and pregnancies."""
    person = person_for(request, code, Action.SEE_SAFETY)
    at, held = now(), cases_of(person)
    context = {
        "person": person, "here": person.site, "tab": "safety", "rows": [(each, clocks_now(each, at)) for each in held],
        "pregnancies": pregnancies.followed([person]), "whose": pregnancies.WHOSE.items(),
        "outcomes": pregnancies.OUTCOMES.items(), "now": local_now(), "title": None,
        "tells": may_act(request, Action.NOTIFY_SAFETY, person.site),
    }  # fmt: skip
    return render(request, "safety/participant.html", context)


@page(Action.SEE_SAFETY)
@read_once()
def event(request: HttpRequest, code: str, sheet: int) -> HttpResponse:
    """One event: what the form says, its clocks, the thread of its reports, and what the reader may do next."""
    person = person_for(request, code, Action.SEE_SAFETY)
    case, at = case_at(person, sheet), now()
    context = {
        "person": person, "here": person.site, "tab": "safety", "case": case, "clocks": clocks_now(case, at),
        "thread": _threads(case), "criteria": CRITERIA, "limits": LIMITS.values(), "day_zero": DAY_ZERO,
        "upgrade_rule": UPGRADE_RULE, "now": local_now(), "last": case.reports[-1] if case.reports else None,
        "notifies": may_act(request, Action.NOTIFY_SAFETY, person.site) and (case.told or case.serious),
        "assesses": may_act(request, Action.ASSESS_SAFETY, person.site) and bool(case.reports),
        "facts": facts(case), "exempt_said": told(case.exempt.text) if case.exempt else "",
        "knows_aware": case.asked.aware in case.values, "to_receive": case.to_receive,
        "languages": LANGUAGE_NAMES.items(), "language": language(), "late": _late(case, at),
        "untold": [_row(*each) for each in case.untold], "proposed": _proposed(case),
        "judges": may_act(request, Action.JUDGE_EVENT, person.site),
        "perhaps_exempt": told(case.exempt_once_confirmed.text) if case.exempt_once_confirmed else "",
        "told_then": local(case.notified) if case.notified and not case.told else local_now(),
        "news": case.pressing_since, "news_known": local(case.news_known) if case.news_known else "",
        "learns": may_act(request, Action.WRITE_DATA, person.site), "lacking": case.lacking,
        "closed": bool(case.assessments) and not case.zero and not case.lacking,
    }  # fmt: skip
    return render(request, "safety/event.html", context)


def _proposed(case: Case) -> list[tuple[Text, Text, Entry]]:
    """What waits for an investigator's judgement: the item, what is proposed, and the entry that says by whom."""
    return [(item.text, case.said(item.id), case.entries[item.id]) for item in case.to_assess]


@require_POST
@page(Action.JUDGE_EVENT)
def confirm(request: HttpRequest, code: str, sheet: int) -> HttpResponse:
    """Keep that what is proposed of an event is the investigator's judgement."""
    person = person_for(request, code, Action.JUDGE_EVENT)
    by, case = allowed(request, Action.JUDGE_EVENT, person.site), case_at(person, sheet)
    seen = [int(each) for each in request.POST.getlist("seen") if each.isdecimal()]
    confirm_event(by, case.sheet, seen)
    messages.success(request, say("safety.was_confirmed"))
    return _back(case)


@require_POST
@page(Action.WRITE_DATA)
def learn(request: HttpRequest, code: str, sheet: int) -> HttpResponse:
    """Keep when somebody at the site knew of the news of an event."""
    person = person_for(request, code, Action.WRITE_DATA)
    by, case = allowed(request, Action.WRITE_DATA, person.site), case_at(person, sheet)
    actions.learn(by, case.sheet, read_local(request.POST.get("aware", ""), "aware"))
    messages.success(request, say("safety.was_learned"))
    return _back(case)


def _late(case: Case, at: Moment) -> Moment | None:
    """By when the sponsor was to be told, where that has passed and nobody has written that it was; None otherwise."""
    if case.told:
        known = case.news_known or case.pressing_since
    else:
        known = case.aware if case.asked.aware in case.values else None
    by = notified_by(known, read_length(case.asked.within)) if known is not None else at
    return by if at > by else None


def clocks_now(case: Case, at: Moment) -> list[ClockNow]:
    """The clocks of an event in words."""
    return [clock_now(each, at) for each in case.clocks]


def _threads(case: Case) -> list[Thread]:
    """The reports, the latest first, each with what it says otherwise than the one before."""
    found, before = [], {}
    for report in case.reports:
        held = contents(report)
        pairs = ((item, before.get(item.id, ""), held.get(item.id, "")) for item in case.form.items)
        rows = tuple(_row(item, was, says) for item, was, says in pairs if was != says)
        receipts = tuple(case.receipts_of(report))
        sent = tuple((row, case.taken_back(row)) for row in report.submissions.all())
        empty = tuple(lacks(report)) if receipts else ()
        stopped = clock_now(case.clock_of(report), Moment(report.told_us))
        found.append(Thread(report, receipts, sent, rows if report.number > 1 else (), empty, stopped))
        before = held
    return found[::-1]


def _row(item: Item, was: str, says: str) -> tuple[Text, Text, Text]:
    return item.text, typed_text(item, was), typed_text(item, says)


@require_POST
@page(Action.NOTIFY_SAFETY)
def notify(request: HttpRequest, code: str, sheet: int) -> HttpResponse:
    """Tell the sponsor of an event as its form stands."""
    person = person_for(request, code, Action.NOTIFY_SAFETY)
    by, case = allowed(request, Action.NOTIFY_SAFETY, person.site), case_at(person, sheet)
    aware = request.POST.get("aware", "")
    at = read_local(request.POST.get("told", ""), "told")
    knew = read_local(aware, "aware") if aware else None
    note, spoken = free_text(request, "note")[:NOTE], request.POST.get("language", "")
    report = actions.notify(by, case.sheet, knew, at, note, spoken)
    messages.success(request, say("safety.was_notified", number=report.number))
    return _back(case)


@require_POST
@page(Action.ASSESS_SAFETY)
def receive(request: HttpRequest, code: str, sheet: int, number: int) -> HttpResponse:
    """Write down when the sponsor received a report, and with which minimum criteria."""
    person = person_for(request, code, Action.ASSESS_SAFETY)
    by, report = allowed(request, Action.ASSESS_SAFETY, person.site), report_of(person, sheet, number)
    at = read_local(request.POST.get("at", ""), "received")
    actions.receive(by, report, at, request.POST.getlist("criteria"))
    messages.success(request, say("safety.was_received"))
    return _back(case_at(person, sheet))


@require_POST
@page(Action.ASSESS_SAFETY)
def assess(request: HttpRequest, code: str, sheet: int, number: int) -> HttpResponse:
    """Keep the sponsor's view of an event."""
    person = person_for(request, code, Action.ASSESS_SAFETY)
    by, report = allowed(request, Action.ASSESS_SAFETY, person.site), report_of(person, sheet, number)
    informed = request.POST.get("informed", "")
    judged = actions.Judgement(
        request.POST.get("relation", ""), request.POST.get("expected", ""), request.POST.get("reference", ""),
        free_text(request, "because")[:NOTE], read_local(informed, "informed") if informed else None,
    )  # fmt: skip
    actions.assess(by, report, judged)
    messages.success(request, say("safety.was_assessed"))
    return _back(case_at(person, sheet))


@require_POST
@page(Action.ASSESS_SAFETY)
def submit(request: HttpRequest, code: str, sheet: int, number: int) -> HttpResponse:
    """Write down that a report left for an authority."""
    person = person_for(request, code, Action.ASSESS_SAFETY)
    by, report = allowed(request, Action.ASSESS_SAFETY, person.site), report_of(person, sheet, number)
    at = read_local(request.POST.get("at", ""), "submitted")
    actions.submit(by, report, request.POST.get("authority", ""), request.POST.get("reference", ""), at)
    messages.success(request, say("safety.was_submitted"))
    return _back(case_at(person, sheet))


@require_POST
@page(Action.NOTIFY_SAFETY)
def pregnancy(request: HttpRequest, code: str) -> HttpResponse:
    """Tell the sponsor of a pregnancy, or what came of one."""
    person = person_for(request, code, Action.NOTIFY_SAFETY)
    by = allowed(request, Action.NOTIFY_SAFETY, person.site)
    which = request.POST.get("which", "")
    what = pregnancies.Told(
        request.POST.get("whose", ""), read_local(request.POST.get("aware", ""), "aware"),
        read_local(request.POST.get("told", ""), "told"), request.POST.get("outcome", ""),
        free_text(request, "note")[:NOTE],
    )  # fmt: skip
    pregnancies.tell_pregnancy(by, person, what, int(which) if which.isdecimal() else None)
    messages.success(request, say("safety.pregnancy_told"))
    return redirect("safety-participant", code=person.code)


@page(Action.SEE_SAFETY)
def report_pdf(request: HttpRequest, code: str, sheet: int, number: int) -> HttpResponse:
    """A report as a PDF; that it left the study is noted."""
    person = person_for(request, code, Action.SEE_SAFETY)
    by, report = allowed(request, Action.SEE_SAFETY, person.site), report_of(person, sheet, number)
    return exported(by, file_name(report, "pdf"), pdf(report), "application/pdf", person.site, person.code)


@page(Action.SEE_SAFETY)
def report_icsr(request: HttpRequest, code: str, sheet: int, number: int) -> HttpResponse:
    """A report as an E2B(R3) message; that it left the study is noted."""
    person = person_for(request, code, Action.SEE_SAFETY)
    by, report = allowed(request, Action.SEE_SAFETY, person.site), report_of(person, sheet, number)
    name, kind = file_name(report, "xml"), "application/xml; charset=utf-8"
    return exported(by, name, icsr(report), kind, person.site, person.code)


def case_at(person: Person, sheet: int) -> Case:
    """The event of a sheet of somebody. Raises UsageError where there is none."""
    held = Sheet.objects.filter(pk=sheet, person=person).first()
    if held is None:
        raise UsageError("there is no such event.", person.code, "Look in the list of their events.")
    return case_of(held)


def report_of(person: Person, sheet: int, number: int) -> Report:
    """One of its reports. Raises UsageError where there is none."""
    found = (
        Report.objects.filter(sheet__person=person, sheet=sheet, number=number).select_related("sheet__person").first()
    )
    if found is None:
        raise UsageError("there is no such report.", person.code, "Look in the thread of the event.")
    return found


def _back(case: Case) -> HttpResponse:
    return redirect("safety-event", code=case.person.code, sheet=case.sheet.pk)

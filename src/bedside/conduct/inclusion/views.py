"""The pages of one person: eligibility and enrolment, primary outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bedside.conduct.casebook.reading import zone
from bedside.conduct.frame.exports import exported
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import language, say
from bedside.conduct.inclusion import actions, questions
from bedside.conduct.inclusion.links import Lacks, Link, grouped, least_first, links_of
from bedside.conduct.inclusion.measured_page import measured_context, measured_now
from bedside.conduct.inclusion.preview import preview, unsaid
from bedside.conduct.inclusion.scoring import scores
from bedside.conduct.inclusion.slip import slip
from bedside.conduct.inclusion.standing import CriterionNow, Standing, standing
from bedside.conduct.inclusion.views_put_right import put_right_context
from bedside.conduct.participants import consent_words
from bedside.conduct.participants.actions import deviate
from bedside.conduct.participants.consent import questions_of
from bedside.conduct.participants.finding import may_act, person_for
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of, protocol_for
from bedside.conduct.participants.typed_times import local_now, read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.errors import UsageError
from bedside.protocol.form_words import worded
from bedside.protocol.model import CriterionKind
from bedside.rules.text import tell
from bedside.values.interval import MET, Interval
from bedside.values.moment import DAY, EVER, Moment, now
from bedside.values.wording import Text

RECORDS = 3
"""Records shown under each look of a trace."""
INELIGIBLE = "ineligible"
"""The kind of deviation that an ineligibility found later is."""


@dataclass(frozen=True)
class Row:
    """A criterion as the page shows it."""

    now: CriterionNow
    verdict: str
    tone: str
    trace: str
    questions: tuple[questions.Answered, ...]
    lacks: list[Lacks]
    consent: bool


@page(Action.SEE_PARTICIPANTS)
def person_page(request: HttpRequest, code: str) -> HttpResponse:
    """One person against the protocol: every criterion, scores, questions to answer, enrolment."""
    person = person_for(request, code, Action.SEE_PARTICIPANTS)
    at = read_local(request.GET["at"], "moment") if request.GET.get("at") else None
    enrolled = getattr(person, "enrolled", None)
    when = at or (Moment(enrolled.at_us) if enrolled else None)
    found = standing(person, when, Moment(max(when, now())) if when else None)
    return render(request, "inclusion/person.html", _person_context(request, person, found, at))


def _person_context(request: HttpRequest, person: Person, found: Standing, at: Moment | None) -> dict[str, object]:
    protocol = found.protocol
    enrolled, left_out = getattr(person, "enrolled", None), getattr(person, "not_enrolled", None)
    open_ = enrolled is None and left_out is None
    writes = may_act(request, Action.SCREEN, person.site) and open_
    book, groups = measured_now(request, person, found, open_ and at is None)
    links = links_of(book, groups)
    rows = _rows(person, found, links)
    state = consent_of(person, protocol)
    tone, headline = consent_words.headline(state)
    forms = {each.asked.form: each.asked.time for row in rows for each in row.questions}
    times = [(form, name, questions.answered_at(person, protocol, form, name)) for form, name in forms.items()]
    return _standing_context(person, found, links) | put_right_context(request, person) | {
        **measured_context(request, book, groups, links),
        "here": person.site, "tab": "person", "found": found, "protocol": protocol, "at": at,
        "inclusion_rows": [row for row in rows if row.now.criterion.kind is CriterionKind.INCLUSION],
        "exclusion_rows": [row for row in rows if row.now.criterion.kind is CriterionKind.EXCLUSION],
        "state": state, "consent_tone": tone, "consent_headline": headline,
        "writes": writes, "asks": any(row.questions for row in rows) and writes,
        "answered_at": next((text for *_, text in times if text), ""),
        "enrols": may_act(request, Action.ENROL, person.site) and open_ and at is None,
        "left_out_criteria": _left_out(person, found),
        "deviates": enrolled is not None and may_act(request, Action.RECORD_DEVIATION, person.site),
        "deviations": person.deviations.select_related("event").order_by("pk"),
        "barring_then": _barring_then(found) if enrolled and at is None else (),
        "ended": _record_end(person, found), "criteria": protocol.criteria,
    }  # fmt: skip


def _standing_context(person: Person, found: Standing, links: Mapping[str, Link]) -> dict[str, object]:
    """What the page says of the person as a whole: verdicts, scores, what is in the way."""
    left_out = getattr(person, "not_enrolled", None)
    open_ = left_out is None and not hasattr(person, "enrolled")
    return {
        "person": person, "left_out": left_out, "now": local_now(), "scores": scores(found),
        "verdict": _verdict(found.verdict), "verdict_tone": _tone(found.verdict == MET, found.verdict),
        "data_verdict": _verdict(found.data_verdict), "data_tone": _tone(found.data_verdict == MET, found.data_verdict),
        "to_qualify": least_first(grouped(found.to_qualify, links)), "links": links,
        "in_the_way": actions.in_the_way(person, found) if open_ else (),
    }  # fmt: skip


def _rows(person: Person, found: Standing, links: Mapping[str, Link]) -> list[Row]:
    consent = questions_of(found.protocol)
    asked = {each.asked.variable.name: each for each in questions.answered(person, found)}
    said = partial(worded, found.protocol)
    told_ = []
    for each in found.criteria:
        value = each.meaning.value
        mine = tuple(asked.pop(name) for name in each.criterion.variables if name in asked)
        beside = consent | {one.asked.variable.name for one in mine}
        lacks = grouped((unknown.name for unknown in each.meaning.unknown if unknown.name not in beside), links)
        told_.append(
            Row(
                each, _verdict(value), _criterion_tone(each),
                "\n".join(map(str, tell(each.meaning, language(), RECORDS, zone(), said))), mine, lacks,
                not value.known and bool(consent & set(each.criterion.variables)),
            )
        )  # fmt: skip
    return told_


def _verdict(value: Interval) -> str:
    return "cannot tell" if not value.known else "met" if value == MET else "not met"


def _criterion_tone(each: CriterionNow) -> str:
    value = each.meaning.value
    return _tone((value == MET) != (each.criterion.kind is CriterionKind.EXCLUSION), value)


def _tone(good: bool, value: Interval) -> str:
    return "open" if not value.known else "good" if good else "bad"


def _left_out(person: Person, found: Standing) -> list[Text]:
    held = getattr(person, "not_enrolled", None)
    if held is None:
        return []
    named = {each.id: each.text for each in found.protocol.criteria}
    return [
        Text(f"{name} {named[name].en}", f"{name} {named[name].fr}") for name in held.criteria.split() if name in named
    ]


def _record_end(person: Person, found: Standing) -> Moment | None:
    """Where the imported record ends, when that is not about now: the moment to look at."""
    ends = [Moment(min(row.start_us, row.available_us)) for row in person.imported.all() if row.start_us < EVER]
    last = max(ends, default=None)
    return last if last is not None and abs(last - found.at) > 2 * DAY else None


def _barring_then(found: Standing) -> tuple[Text, ...]:
    """The criteria that, by what is known now, were not met when the person was enrolled."""
    return tuple(Text(f"{each.id} {each.text.en}", f"{each.id} {each.text.fr}") for each in found.barring)


@require_POST
@page(Action.SCREEN)
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Save answers to the questions of the criteria, in the casebook."""
    person = person_for(request, code, Action.SCREEN)
    actor = allowed(request, Action.SCREEN, person.site)
    if hasattr(person, "enrolled") or hasattr(person, "not_enrolled"):
        raise UsageError("the screening of this person has ended.", person.code, "Correct it in the casebook.")
    given = {name[2:]: value for name, value in request.POST.items() if name.startswith("q-")}
    at = read_local(request.POST.get("answered_at", "") or local_now(), "answered at")
    if at > now() + 120_000_000:
        raise UsageError("this time has not come yet.", "answered at", "Correct the time.")
    count = questions.answer(actor, person, protocol_for(person), given, at, free_text(request, "reason"))
    messages.success(request, say("inclusion.saved", count=count) if count else say("inclusion.nothing_changed"))
    return redirect(f"/participants/{person.code}/")


@require_POST
@page(Action.SCREEN)
def suppose(request: HttpRequest, code: str) -> HttpResponse:
    """How the person would stand with the answers as they are on the page; nothing is kept."""
    person = person_for(request, code, Action.SCREEN)
    protocol, at = protocol_for(person), now()
    given = {name[2:]: value for name, value in request.POST.items() if name.startswith("q-")}
    found = standing(person, at, at, questions.supposed(protocol, given, at))
    supposed = [(each.criterion.id, _verdict(each.meaning.value), _criterion_tone(each)) for each in found.criteria]
    links = links_of(*measured_now(request, person, found, True))
    return render(request, "inclusion/now.html", _standing_context(person, found, links) | {"supposed": supposed})


@require_POST
@page(Action.ENROL)
def enrol(request: HttpRequest, code: str) -> HttpResponse:
    """Include a person."""
    person = person_for(request, code, Action.ENROL)
    actor = allowed(request, Action.ENROL, person.site)
    try:
        held = actions.enrol(actor, person, read_local(request.POST.get("at", ""), "enrolment"))
    except actions.NotEligible as error:
        context = {"person": person, "here": person.site, "reasons": error.reasons}
        return render(request, "inclusion/not_eligible.html", context, status=422)
    messages.success(request, say("inclusion.enrolled_as", number=held.number))
    return redirect(f"/participants/{person.code}/timeline/")


@require_POST
@page(Action.SCREEN)
def leave_out(request: HttpRequest, code: str) -> HttpResponse:
    """End a screening without inclusion."""
    person = person_for(request, code, Action.SCREEN)
    actor = allowed(request, Action.SCREEN, person.site)
    actions.leave_out(actor, person, request.POST.getlist("criteria"), free_text(request, "other"))
    messages.success(request, say("inclusion.left_out_done"))
    return redirect(f"/participants/{person.code}/")


@require_POST
@page(Action.RECORD_DEVIATION)
def ineligible(request: HttpRequest, code: str) -> HttpResponse:
    """Record that somebody enrolled was not eligible: a deviation, assessed as a possible serious breach."""
    person = person_for(request, code, Action.RECORD_DEVIATION)
    actor = allowed(request, Action.RECORD_DEVIATION, person.site)
    if not hasattr(person, "enrolled"):
        raise UsageError("this person is not enrolled.", person.code, "Leave them out instead.")
    criterion = protocol_for(person).criterion(request.POST.get("criterion", "")).id
    serious = {"yes": True, "no": False}.get(request.POST.get("serious", ""))
    told_ = free_text(request, "told")
    if not told_:
        raise UsageError("nothing is said of what was found.", person.code, "Say what was found.")
    deviate(actor, person, INELIGIBLE, read_local(request.POST.get("found", ""), "found"), told_, criterion, serious)
    messages.success(request, say("inclusion.recorded"))
    return redirect(f"/participants/{person.code}/")


@page(Action.SEE_PARTICIPANTS)
def slip_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The enrolment slip, to be printed; that it left the study is noted."""
    person = person_for(request, code, Action.SEE_PARTICIPANTS)
    by, content = allowed(request, Action.SEE_PARTICIPANTS, person.site), slip(person)
    name = f"{person.enrolled.number}.pdf"
    answer = exported(by, name, content, "application/pdf", person.site, person.code)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@page(Action.SEE_IDENTITY_FREE_DATA)
def preview_page(request: HttpRequest, code: str) -> HttpResponse:
    """The primary outcome as far as it is known."""
    person = person_for(request, code, Action.SEE_IDENTITY_FREE_DATA)
    if not hasattr(person, "enrolled"):
        raise UsageError("this person is not enrolled.", person.code, "There is an outcome once they are.")
    context = {
        "person": person, "here": person.site, "tab": "preview", "outcomes": preview(person), "unsaid": unsaid(person),
    }  # fmt: skip
    return render(request, "inclusion/preview.html", context)

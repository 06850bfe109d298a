"""Everybody who was looked at: where each stands, what is planned, what came of it."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from bedside.conduct.api.callers import asks, at, reach
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.shapes import BIG, REFUSALS, UTC, Name, Verdict, utc, verdict_of
from bedside.conduct.frame.words import language, say
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.inclusion.preview import preview
from bedside.conduct.inclusion.standing import standing
from bedside.conduct.inclusion.timeline import timeline
from bedside.conduct.participants import consent_words
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of, protocol_for
from bedside.conduct.people.models import Site
from bedside.conduct.people.roles import Action
from bedside.protocol.form_words import worded
from bedside.rules.text import tell
from bedside.values.moment import Moment, now

router = Router(tags=["participants"])
A_PAGE, MOST = 50, 200
RECORDS = 3
"""Records told under each look of a trace."""
Code = Annotated[Name, Path(description="the code, or the number of somebody enrolled", examples=["01-S001"])]
SiteCode = Annotated[Name, Path(description="of the site", examples=["01"])]
State = Literal["in screening", "enrolled", "left out"]


class PersonLine(Schema):
    """Somebody who was looked at."""

    code: str = Field(examples=["01-S001"])
    number: str = Field(description="of somebody enrolled; else empty", examples=["01-001"])
    site: str = Field(examples=["01"])
    state: State
    screened_at: UTC
    enrolled_at: UTC | None


class People(Schema):
    """Some of them, in the order in which they were screened."""

    items: list[PersonLine]
    next: int | None = Field(description="send it as `after` for the next ones; null: there are none", examples=[41])


class ConsentNow(Schema):
    """Where a consent stands, in its parts."""

    lawful: bool = Field(description="whether acts of the study may be done")
    headline: str = Field(examples=["lawful basis given"])
    basis: str
    relative: str
    continuation: str
    part: str
    data: str
    since: UTC | None = Field(description="when the basis was given")


class PersonNow(PersonLine):
    """One of them, with the consent and the version of the protocol that holds."""

    version: str = Field(examples=["1.0"])
    consent: ConsentNow


class CriterionLine(Schema):
    """A criterion as it stands."""

    id: str = Field(examples=["I1"])
    kind: str = Field(description="`inclusion` or `exclusion`", examples=["inclusion"])
    text: str
    verdict: Verdict
    evidence: list[str] = Field(description="how it was worked out, line by line")
    settled_by: list[str] = Field(description="what would settle it, by variable")


class StandingNow(Schema):
    """How somebody stands against the protocol."""

    at: UTC
    eligible: bool = Field(description="every criterion answered, and answered for inclusion")
    verdict: Verdict
    data_verdict: Verdict = Field(description="by the criteria that data answer")
    criteria: list[CriterionLine]
    to_qualify: list[str] = Field(description="the cheapest that could make them eligible, by variable")


class VisitLine(Schema):
    """A visit or event with its window and what became of it."""

    visit: str = Field(examples=["D7"])
    day: int | None = Field(examples=[7])
    text: str
    target: UTC | None = Field(description="when the schedule means it")
    planned: UTC | None = Field(description="when it was agreed with the participant")
    opens: UTC | None
    closes: UTC | None
    done: UTC | None
    progress: str = Field(description="`to_come`, `open`, `started`, `done`, `overdue`, `closed`", examples=["open"])
    missing: list[str] = Field(description="forms that are not complete")


class HappenedLine(Schema):
    """An event that happened."""

    event: str = Field(examples=["icu_discharge"])
    at: UTC


class TimelineNow(Schema):
    """Everything planned for a participant, in order of time."""

    inclusion: UTC
    visits: list[VisitLine]
    happened: list[HappenedLine]


class PartLine(Schema):
    """One evaluation of an outcome."""

    text: str
    at: UTC
    value: str
    known: bool
    early: bool = Field(description="its time has not come yet")
    why: list[str] = Field(description="what is missing")


class OutcomeLine(Schema):
    """A primary outcome as it stands, not for analysis."""

    outcome: str = Field(examples=["primary"])
    name: str
    value: str
    parts: list[PartLine]
    trace: str


@router.get("/participants", response={200: People, **REFUSALS}, summary="Participants")
@asks(Action.SEE_PARTICIPANTS)
def participants(
    request: HttpRequest,
    site: Annotated[Name | None, Query(description="only of this site", examples=["01"])] = None,
    state: Annotated[State | None, Query(description="only who are so far")] = None,
    after: Annotated[int, Query(ge=0, le=BIG, description="`next` of the page before")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST, description="how many at most")] = A_PAGE,
) -> dict[str, Any]:
    """Everybody whom the token may see, some at a time: a page stays what it was while others write."""
    if site is not None:
        check_site(request, site)
        sites: list[str] | None = [site]
    else:
        _, sites = reach(request)
    found = _people(state).filter(pk__gt=after)
    if sites is not None:
        found = found.filter(site__in=sites)
    some = list(found.order_by("pk")[: limit + 1])
    return {"items": [_line(each) for each in some[:limit]], "next": some[limit - 1].pk if len(some) > limit else None}


@router.get("/participants/{code}", response={200: PersonNow, **REFUSALS}, summary="One participant")
@asks(Action.SEE_PARTICIPANTS)
def participant(request: HttpRequest, code: Code) -> dict[str, Any]:
    """Where they are, and where their consent stands."""
    person = person_of(request, code)
    protocol = protocol_for(person)
    state = consent_of(person, protocol)
    parts = {name: getattr(state, name).value for name in consent_words.PARTS}
    consent = {
        "lawful": state.lawful,
        "headline": in_words(consent_words.headline(state)[1]),
        "since": utc(state.since),
    }
    return {**_line(person), "version": protocol.version, "consent": {**consent, **parts}}


@router.get("/participants/{code}/standing", response={200: StandingNow, **REFUSALS}, summary="Eligibility")
@asks(Action.SEE_PARTICIPANTS)
def standing_of(request: HttpRequest, code: Code) -> dict[str, Any]:
    """Every criterion now (of somebody enrolled: at their inclusion), with its evidence and what is missing."""
    person = person_of(request, code)
    enrolled = getattr(person, "enrolled", None)
    when = Moment(enrolled.at_us) if enrolled else None
    found = standing(person, when, Moment(max(when, now())) if when else None)
    said = partial(worded, protocol_for(person))
    criteria = [
        {
            "id": each.criterion.id, "kind": each.criterion.kind.value, "text": in_words(each.criterion.text),
            "verdict": verdict_of(each.meaning.value), "settled_by": list(each.settled_by),
            "evidence": [str(line) for line in tell(each.meaning, language(), RECORDS, worded=said)],
        }
        for each in found.criteria
    ]  # fmt: skip
    return {
        "at": utc(found.at), "eligible": found.eligible, "verdict": verdict_of(found.verdict),
        "data_verdict": verdict_of(found.data_verdict), "criteria": criteria, "to_qualify": list(found.to_qualify),
    }  # fmt: skip


@router.get("/participants/{code}/timeline", response={200: TimelineNow, **REFUSALS}, summary="Timeline")
@asks(Action.SEE_PARTICIPANTS)
def timeline_of(request: HttpRequest, code: Code) -> dict[str, Any]:
    """The visits of somebody enrolled with their windows, and what happened."""
    found = timeline(_enrolled(person_of(request, code)))
    visits = [
        {
            "visit": each.due.visit, "day": each.due.day, "text": in_words(each.text), "target": utc(each.due.target),
            "planned": utc(each.planned), "opens": utc(each.due.opens), "closes": utc(each.due.closes),
            "done": utc(each.actual), "progress": each.progress.value,
            "missing": [form.form.id for form in each.missing],
        }
        for each in found.visits
    ]  # fmt: skip
    happened = [{"event": each.event, "at": utc(each.at)} for each in found.happened]
    return {"inclusion": utc(found.inclusion), "visits": visits, "happened": happened}


@router.get("/participants/{code}/outcomes", response={200: list[OutcomeLine], **REFUSALS}, summary="Outcomes so far")
@asks(Action.SEE_IDENTITY_FREE_DATA)
def outcomes(request: HttpRequest, code: Code) -> list[dict[str, Any]]:
    """The primary outcome of somebody enrolled as it stands, and why it is not known yet."""
    return [
        {
            "outcome": each.outcome.id, "name": each.name, "value": in_words(each.value), "trace": in_words(each.trace),
            "parts": [
                {"text": in_words(part.text), "at": utc(part.at), "value": in_words(part.value), "known": part.known,
                 "early": part.early, "why": [in_words(text) for text in part.why]}
                for part in each.parts
            ],
        }
        for each in preview(_enrolled(person_of(request, code)))
    ]  # fmt: skip


def person_of(request: HttpRequest, code: str) -> Person:
    """The person of a code or number, for whom the token may do what the operation asks. Raises NotFound, Forbidden."""
    named = Q(code=code) | Q(enrolled__number=code)
    person = Person.objects.select_related("event", "enrolled", "not_enrolled").filter(named).first()
    if person is None:
        raise NotFound(say("api.nobody", code=code), "participants")
    at(request, person.site, person.code)
    return person


def check_site(request: HttpRequest, code: str) -> None:
    """Raises NotFound where there is no such site, Forbidden where the token may not do there what is asked."""
    if not Site.objects.filter(code=code).exists():
        raise NotFound(say("api.no_site", site=code), "sites")
    at(request, code)


def _people(state: str | None) -> QuerySet[Person]:
    found = Person.objects.select_related("event", "enrolled", "not_enrolled")
    if state is None:
        return found
    wanted = {"enrolled": Q(enrolled__isnull=False), "left out": Q(enrolled=None, not_enrolled__isnull=False),
              "in screening": Q(enrolled=None, not_enrolled=None)}  # fmt: skip
    return found.filter(wanted[state])


def _enrolled(person: Person) -> Person:
    if not hasattr(person, "enrolled"):
        raise NotFound(say("api.not_enrolled", code=person.code), person.code)
    return person


def _line(person: Person) -> dict[str, Any]:
    enrolled = getattr(person, "enrolled", None)
    return {
        "code": person.code, "number": enrolled.number if enrolled else "", "site": person.site,
        "state": state_of(person), "screened_at": utc(person.event.at_us),
        "enrolled_at": utc(enrolled.at_us) if enrolled else None,
    }  # fmt: skip


def state_of(person: Person) -> State:
    """How far somebody has come."""
    if hasattr(person, "enrolled"):
        return "enrolled"
    return "left out" if hasattr(person, "not_enrolled") else "in screening"

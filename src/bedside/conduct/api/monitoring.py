"""Queries, source data verification and its plan: read as the screens show them, and written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from bedside.conduct.api.callers import asks, at, reach
from bedside.conduct.api.casebook import Day, FormName, ItemName, Number, Visit, sheet_on
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import Code, person_of
from bedside.conduct.api.shapes import BIG, REFUSALS, UTC, Name, Refusal, Sent, Told, Words, utc
from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import place_of_sheet
from bedside.conduct.frame.words import say
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.monitoring import actions, actions_verification
from bedside.conduct.monitoring.choosing import ANY, Choice
from bedside.conduct.monitoring.models import Query as Asked
from bedside.conduct.monitoring.plan import critical, plan_now, verifiable
from bedside.conduct.monitoring.threads import Thread, thread_of
from bedside.conduct.monitoring.verification import marked
from bedside.conduct.people.models import Site
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import latest

router = Router(tags=["monitoring"])
A_PAGE, MOST = 50, 200
QueryNumber = Annotated[int, Path(ge=1, le=BIG, description="of the query", examples=[812])]
State = Literal["open", "answered", "corrected", "closed", "settled", "going", "any"]


class Said(Schema):
    """What was done with a query after it was raised."""

    step: str = Field(examples=["answer"])
    text: str | None = Field(description="null where it was redacted")
    by: str
    role: str
    at: UTC


class QueryNow(Schema):
    """A query, where it stands, and what was said."""

    query: int
    participant: str = Field(examples=["01-S001"])
    site: str = Field(examples=["01"])
    visit: str
    day: int | None
    form: str
    number: int
    item: str = Field(description="empty: the whole form")
    check: str = Field(description="that asks; empty where somebody does", examples=["tenfold"])
    about: int = Field(description="the version that was asked about; 0: none")
    text: str | None = Field(description="null where it was redacted")
    state: str = Field(description="`open`, `answered`, `corrected`, `closed` or `settled`", examples=["open"])
    opened_at: UTC
    days: int = Field(description="whole days since it was opened (again)")
    by: str
    role: str
    said: list[Said]


class Queries(Schema):
    """Some of them, the oldest first."""

    items: list[QueryNow]
    next: int | None = Field(description="send it as `after` for the next ones; null: there are none", examples=[812])


class Saying(Sent):
    """Something to be said in a query."""

    text: Words = Field("", description="never a name", examples=["The report says 147."])
    reason: Words = Field("", description="why a text that may identify somebody may stay", examples=[""])


class ItemMark(Schema):
    """Where the verification of an item stands."""

    item: str
    version: int = Field(description="that stands")
    need: str = Field(description="`always`, `sampled` or `never`", examples=["always"])
    mark: str = Field(description="`not_asked`, `to_verify`, `verified` or `changed`", examples=["verified"])
    verified_by: str = Field(description="last; empty for nobody")
    verified_at: UTC | None


class Seen(Sent):
    """The version of each item that was compared with the source."""

    seen: dict[Name, Annotated[int, Field(ge=1, le=BIG)]] = Field(min_length=1, max_length=500)


class PlanLine(Schema):
    """Of whom an item is verified."""

    form: str
    item: str
    need: str = Field(description="`always`, `sampled` or `never`")
    critical: list[str] = Field(description="why: `criteria`, `primary`, `consent`, `safety`")
    chosen: bool = Field(description="whether somebody chose so")


class PlanNow(Schema):
    """The plan that holds."""

    fraction: int = Field(description="of participants in the sample, in percent", examples=[20])
    items: list[PlanLine]


class Choosing(Sent):
    """A change of one line of the plan."""

    what: Annotated[str, Field(max_length=130, pattern=r"^[A-Za-z0-9_.-]+$")] = Field(
        description="`fraction`, or an item as `form.item`", examples=["fraction"]
    )
    value: Annotated[str, Field(max_length=20, pattern=r"^[a-z0-9]+$")] = Field(examples=["25"])
    reason: Told = Field(examples=["risk assessment of May"])


# --- queries ------------------------------------------------------------------------------------------------------


@router.get("/queries", response={200: Queries, **REFUSALS}, summary="Queries")
@asks(Action.SEE_IDENTITY_FREE_DATA)
def queries(
    request: HttpRequest,
    site: Annotated[Name | None, Query(description="only of this site")] = None,
    participant: Annotated[Name | None, Query(description="only of this one")] = None,
    form: Annotated[Name | None, Query(description="only about this form")] = None,
    state: Annotated[State, Query(description="`going`: neither closed nor settled")] = ANY,
    days: Annotated[int, Query(ge=0, le=9999, description="only those open for so many days")] = 0,
    after: Annotated[int, Query(ge=0, le=BIG, description="`next` of the page before")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST, description="how many at most")] = A_PAGE,
) -> dict[str, Any]:
    """The queries of the sites that the token may see."""
    _, sites = reach(request)
    known = list(Site.objects.values_list("code", flat=True)) if sites is None else sites
    found = Choice(site or "", participant or "", form or "", state, days).threads(known)
    some = [thread for thread in found if thread.query.pk > after][: limit + 1]
    more = some[limit - 1].query.pk if len(some) > limit else None
    return {"items": [_query(thread) for thread in some[:limit]], "next": more}


@router.post(
    "/participants/{code}/sheets/{visit}/{form}/items/{item}/queries",
    response={200: QueryNow, **REFUSALS}, summary="Raise a query",
)  # fmt: skip
@asks(Action.RAISE_QUERY)
def raise_query(
    request: HttpRequest, code: Code, visit: Visit, form: FormName, item: ItemName, sent: Saying, day: Day = None,
    number: Number = 1,
) -> dict[str, Any]:  # fmt: skip
    """Ask about an item, its form begun or not."""
    person = person_of(request, code)
    by = at(request, person.site, person.code)
    place = place_of_sheet(sheet_on(person, visit, form, day, number))
    return _query(thread_of(actions.raise_query(by, person, place, item, sent.text, sent.reason)))


@router.post(
    "/participants/{code}/queries/{query}/answer", response={200: QueryNow, **REFUSALS}, summary="Answer a query"
)
@asks(Action.ANSWER_QUERY)
def answer(request: HttpRequest, code: Code, query: QueryNumber, sent: Saying) -> dict[str, Any]:
    """Answer it; it stays open for who may close it."""
    return _step(request, code, query, sent, actions.answer)


@router.post(
    "/participants/{code}/queries/{query}/close", response={200: QueryNow, **REFUSALS}, summary="Close a query"
)
@asks(Action.CLOSE_QUERY)
def close(request: HttpRequest, code: Code, query: QueryNumber, sent: Saying) -> dict[str, Any]:
    """Close it; one of a check with the reason why the value may stand."""
    return _step(request, code, query, sent, actions.close)


@router.post(
    "/participants/{code}/queries/{query}/reopen", response={200: QueryNow, **REFUSALS}, summary="Reopen a query"
)
@asks(Action.CLOSE_QUERY)
def reopen(request: HttpRequest, code: Code, query: QueryNumber, sent: Saying) -> dict[str, Any]:
    """Open it again, saying why."""
    return _step(request, code, query, sent, actions.reopen)


def _step(request: HttpRequest, code: str, number: int, sent: Saying, step: Callable[..., object]) -> dict[str, Any]:
    person = person_of(request, code)
    by = at(request, person.site, person.code)
    held = Asked.objects.filter(pk=number, person=person).select_related("person").first()
    if held is None:
        raise NotFound(say("api.not_there"), f"query {number}")
    step(by, held, sent.text, sent.reason)
    return _query(thread_of(held))


def _query(thread: Thread) -> dict[str, Any]:
    query = thread.query
    return {
        "query": query.pk, "participant": query.person.code, "site": query.person.site, "visit": query.visit,
        "day": query.day, "form": query.form, "number": query.occurrence, "item": query.item, "check": query.rule,
        "about": query.base, "text": in_words(thread.asked) if thread.asked else None, "state": thread.state.value,
        "opened_at": utc(thread.opened), "days": thread.days, "by": query.event.actor, "role": query.event.role,
        "said": [
            {"step": each.step, "text": each.text, "by": each.event.actor, "role": each.event.role,
             "at": utc(each.event.at_us)}
            for each in thread.replies
        ],
    }  # fmt: skip


# --- verification -------------------------------------------------------------------------------------------------


@router.get(
    "/participants/{code}/sheets/{visit}/{form}/verification",
    response={200: list[ItemMark], **REFUSALS}, summary="Verification of a sheet",
)  # fmt: skip
@asks(Action.SEE_IDENTITY_FREE_DATA)
def verification(
    request: HttpRequest, code: Code, visit: Visit, form: FormName, day: Day = None, number: Number = 1
) -> list[dict[str, Any]]:
    """Every item that holds something; `changed` ones were verified in an earlier version."""
    return list(_marks(sheet_on(person_of(request, code), visit, form, day, number)))


@router.post(
    "/participants/{code}/sheets/{visit}/{form}/verification",
    response={200: list[ItemMark], **REFUSALS, 409: Refusal}, summary="Verify items",
)  # fmt: skip
@asks(Action.VERIFY_SOURCE)
def verify(
    request: HttpRequest, code: Code, visit: Visit, form: FormName, sent: Seen, day: Day = None, number: Number = 1
) -> list[dict[str, Any]]:
    """Keep that these versions were found in the source, all or none; 409 where another stands by now."""
    person = person_of(request, code)
    by = at(request, person.site, person.code)
    held = sheet_on(person, visit, form, day, number)
    if held.pk is None:
        raise NotFound(say("api.not_there"), f"{visit} / {form}")
    actions_verification.verify(by, held, sent.seen)
    return list(_marks(held))


def _marks(held: Sheet) -> Iterator[dict[str, Any]]:
    for each in marked(held) if held.pk else ():
        event = each.verified.event if each.verified else None
        yield {
            "item": each.item.id, "version": each.entry.number, "need": each.need.value, "mark": each.mark.value,
            "verified_by": event.actor if event else "", "verified_at": utc(event.at_us) if event else None,
        }  # fmt: skip


@router.get("/verification-plan", response={200: PlanNow, **REFUSALS}, summary="The verification plan")
@asks(Action.SEE_STUDY)
def plan(request: HttpRequest) -> dict[str, Any]:
    """Of whom every item of the protocol is verified."""
    at(request)
    return _plan()


@router.post("/verification-plan", response={200: PlanNow, **REFUSALS}, summary="Change the verification plan")
@asks(Action.SET_VERIFICATION_PLAN)
def choose(request: HttpRequest, sent: Choosing) -> dict[str, Any]:
    """Change one line of the plan, with the reason."""
    actions_verification.change_plan(at(request), sent.what, sent.value, sent.reason)
    return _plan()


def _plan() -> dict[str, Any]:
    protocol, held = latest(), plan_now()
    lines = [
        {"form": form.id, "item": item.id, "need": held.need(protocol, form.id, item.id).value,
         "critical": sorted(critical(protocol).get((form.id, item.id), ())),
         "chosen": f"{form.id}.{item.id}" in held.chosen}
        for form in protocol.forms for item in verifiable(form)
    ]  # fmt: skip
    return {"fraction": held.fraction, "items": lines}

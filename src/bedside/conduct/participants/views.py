"""The page of a consent: where it stands, the steps that are possible now, and the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say, told
from bedside.conduct.participants import actions, consent, consent_words
from bedside.conduct.participants.finding import may_act, person_for, who_records
from bedside.conduct.participants.models import ConsentStep, ConsentTakenBack, Person
from bedside.conduct.participants.reading import (
    consent_of,
    died_at,
    protocol_for,
    reassess_after,
    renewable,
    said_dead,
    second_physician,
    taken_of,
    to_renew,
)
from bedside.conduct.participants.typed_times import local, local_now, read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.study.actions import not_enrolling
from bedside.conduct.study.notices import notices
from bedside.conduct.study.protocol import protocol_of
from bedside.errors import UsageError
from bedside.protocol.model import ConsentRoute, Protocol
from bedside.values.moment import DAY, HOUR, now
from bedside.values.wording import Text

CAREFUL = frozenset({consent.Step.REFUSE, consent.Step.DECLINE, consent.Step.RELATIVE_REFUSES, consent.Step.WITHDRAW,
                     consent.Step.OBJECT, consent.Step.DIE})  # fmt: skip
"""Steps that end something; their button says so by its look."""
ASSUMES = frozenset({consent.Step.DECLINE, consent.Step.RELATIVE_REFUSES, consent.Step.DIE})
"""Steps after which data collected without the patient's own consent are kept: the law leaves it open."""


@dataclass(frozen=True)
class Condition:
    """A group of questions of which one is to be answered yes: (name, words) each."""

    questions: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class Offer:
    """A step that can be recorded now, by one route where it goes by one, with what is to be certified for it."""

    step: consent.Step
    text: Text
    route: str = ""
    how: Text | None = None
    conditions: tuple[Condition, ...] = ()
    reads: bool = False
    signatories: tuple[tuple[str, Text], ...] = ()
    one_by_one: bool = False
    careful: bool = False

    @property
    def objects(self) -> bool:
        """Whether the data may not be used any more after it."""
        return self.step is consent.Step.OBJECT

    @property
    def renews(self) -> bool:
        """Whether a version is asked for that was not agreed to before."""
        return self.step is consent.Step.RENEW

    @property
    def told(self) -> bool:
        """Whether it is somebody's word, not a signature."""
        return self.step in consent.TOLD

    @property
    def assumes(self) -> bool:
        """Whether what becomes of data already collected is an assumption of law."""
        return self.step in ASSUMES

    @property
    def dies(self) -> bool:
        """Whether its time is that of the patient's death."""
        return self.step is consent.Step.DIE

    @property
    def key(self) -> str:
        """What tells its inputs apart on the page."""
        return f"{self.step.name}-{self.route}".lower().rstrip("-")


@page(Action.SEE_PARTICIPANTS)
def consent_page(request: HttpRequest, code: str) -> HttpResponse:
    """Where the consent stands; a POST records a step."""
    person = person_for(request, code, Action.SEE_PARTICIPANTS)
    if request.method == "POST":
        return _record(request, person)
    protocol = protocol_for(person)
    state = consent_of(person, protocol)
    writes = may_act(request, Action.RECORD_CONSENT, person.site)
    tone, text = consent_words.headline(state)
    died = died_at(person) or said_dead(person)
    since = now() - state.reassessed if state.seeking and state.reassessed and died is None else None
    agreed = {number for number, _ in state.documents}
    return render(
        request,
        "participants/consent.html",
        {
            "person": person, "here": person.site, "state": state, "tone": tone, "headline": text, "tab": "consent",
            "parts": list(consent_words.parts_of(state, died is not None)), "history": list(_history(person, protocol)),
            "offers": _ordered(_offers(request, person, protocol, state), died is not None) if writes else [],
            "not_enrolling": not_enrolling(), "now": local_now(), "died": died,
            "died_typed": local(died) if died else "",
            "writes": writes, "renew": to_renew(person) if state.lawful else "",
            "hours": None if since is None else since // HOUR,
            "late": since is not None and since >= reassess_after(),
            "notices": notices(), "not_agreed": [each for each in notices() if each.notice.number not in agreed],
            "act": request.GET.get("act", ""),
        },
    )  # fmt: skip


def _ordered(offers: Iterable[Offer], died: bool) -> list[Offer]:
    """What ends something comes last; of the dead, that they died before deciding comes first."""
    return sorted(offers, key=lambda each: (not died or each.step is not consent.Step.DIE, each.careful))


def _record(request: HttpRequest, person: Person) -> HttpResponse:
    allowed(request, Action.RECORD_CONSENT, person.site)  # before anything that was sent is looked at
    posted = request.POST
    if "take_back" in posted:
        return _take_back(request, person)
    step = _step(posted.get("step", ""))
    protocol = protocol_for(person)
    actor = allowed(request, who_records(protocol, step, posted.get("route", "")), person.site)
    at = read_local(posted.get("at", ""), "consent")
    given = posted.getlist("given")
    times = {name: read_local(posted[f"at_{name}"], name) for name in given if posted.get(f"at_{name}")}
    taken = consent.Taken(
        step, at, posted.get("route", ""), posted.get("document", "").strip(), frozenset(given),
        {name: min(when, at) if when - at < actions.TOLERANCE else when for name, when in times.items()},
    )  # fmt: skip
    version = renewable(person) if step in consent.RENEWING else ""
    signatory = posted.get("signatory", "")
    if signatory and signatory not in consent_words.SIGNATORIES:
        raise UsageError(f"“{signatory}” is nobody who signs.", "consent", "Choose one of the list.")
    kept = actions.record_consent(actor, person, taken, signatory, version)
    messages.success(request, say("participants.recorded", step=told(consent.rule_of(step).text)))
    if hours := _long_before(kept):
        messages.warning(request, say("participants.long_before", hours=hours))
    return redirect(f"/participants/{person.code}/consent/")


def _take_back(request: HttpRequest, person: Person) -> HttpResponse:
    number, at = request.POST["take_back"], request.POST.get("taken_at", "").strip()
    step = next((each for each in person.consent_steps.all() if str(each.pk) == number), None)
    if step is None:
        raise UsageError("there is no such step.", "consent", "Look at the history of the consent.")
    actor = allowed(request, who_records(protocol_of(step.version), consent.Step(step.step), step.route), person.site)
    moved = read_local(at, "consent") if at else None
    actions.take_back_consent(actor, step, free_text(request, "reason"), moved)
    messages.success(request, say("participants.corrected" if at else "participants.was_taken_back"))
    return redirect(f"/participants/{person.code}/consent/")


def _step(name: str) -> consent.Step:
    try:
        return consent.Step(name)
    except ValueError:
        raise UsageError(f"“{name}” is no step of a consent.", "consent", "Choose one of the page.") from None


def _offers(request: HttpRequest, person: Person, protocol: Protocol, state: consent.State) -> Iterator[Offer]:
    second = second_physician()
    for rule in consent.TABLE:
        if not consent.possible(state, rule) or (rule.step is consent.Step.GIVE and hasattr(person, "not_enrolled")):
            continue
        if rule.step in consent.RENEWING and not renewable(person):
            continue
        routes = consent.routes_for(protocol, rule.step)
        careful, reads = rule.step in CAREFUL, rule.step in consent.READ
        if not routes:
            yield Offer(rule.step, rule.text, reads=reads, careful=careful, signatories=_tellers(rule.step))
        for route in routes:
            if consent.may_go_by(protocol, state, rule.step, route) and may_act(
                request, who_records(protocol, rule.step, route.id), person.site
            ):
                kind = consent.kind_of(protocol, route)
                nobody = kind is consent.Kind.NOBODY
                conditions = tuple(_condition(protocol, g) for g in consent.needs_of(protocol, route, second))
                yield Offer(rule.step, rule.text, route.id, route.text, conditions, reads and not nobody,
                            _signatories(protocol, rule.step, route, state), nobody, careful)  # fmt: skip


def _signatories(
    protocol: Protocol, step: consent.Step, route: ConsentRoute, state: consent.State
) -> tuple[tuple[str, Text], ...]:
    """Who may be said to have signed a step; nobody where only the patient does."""
    if not consent.signed_by_another(protocol, route):
        return ()
    return tuple(consent_words.signatories(consent.patient_may_sign(protocol, step, route, state.seeking)))


def _tellers(step: consent.Step) -> tuple[tuple[str, Text], ...]:
    """Who may be said to have said it; nobody of a step that is not somebody's word."""
    told_ = step in consent.TOLD
    return tuple(consent_words.signatories(step is not consent.Step.RELATIVE_REFUSES)) if told_ else ()


def _condition(protocol: Protocol, group: tuple[str, ...]) -> Condition:
    return Condition(
        tuple(
            (
                name,
                consent.SECOND_PHYSICIAN_ASKED if name == consent.SECOND_PHYSICIAN else protocol.question(name).asked,
            )
            for name in group
        )
    )


@dataclass(frozen=True)
class Line:
    """A step of the history."""

    step: ConsentStep
    text: Text
    how: Text | None
    signatory: Text | None
    given: tuple[tuple[Text, int], ...]
    undone: ConsentTakenBack | None
    stands: bool
    """Whether an inclusion stands on it: its time can be corrected, and nothing else."""
    hours_before: int
    """How long before the screening was opened; 0 where that is no reason to look at the time again."""


def _history(person: Person, protocol: Protocol) -> Iterator[Line]:
    routes = {route.id: route.text for route in protocol.consent_routes}
    asked = {question.name: question.variable for question in protocol.questions}
    for step in person.consent_steps.select_related("event", "taken_back__event").order_by("-at_us", "-pk"):
        taken = taken_of(step)
        given = tuple(
            (
                Text(asked[name].say("en"), asked[name].say("fr")) if name in asked else consent.SECOND_PHYSICIAN_ASKED,
                at,
            )
            for name, at in sorted(taken.times.items(), key=lambda item: item[1])
        )
        text = consent.rule_of(taken.step).text
        stands = taken.step is consent.Step.GIVE and hasattr(person, "enrolled")
        undone = getattr(step, "taken_back", None)
        signatory = consent_words.SIGNATORIES.get(step.signatory)
        yield Line(step, text, routes.get(step.route), signatory, given, undone, stands, _long_before(step))


def _long_before(step: ConsentStep) -> int:
    """A wrong day is the commonest mistake in a consent, and few are asked a day before anybody opened a screening."""
    before = step.person.event.at_us - step.at_us
    return before // HOUR if before >= DAY else 0

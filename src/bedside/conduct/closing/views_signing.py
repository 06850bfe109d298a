"""Signing: what waits for a signature, and the page on which one signs, having proved once more who one is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from bedside.conduct.casebook.places import Place, visit_text
from bedside.conduct.closing.actions import ChangedMeanwhile, sign
from bedside.conduct.closing.meanings import SIGNED_AT, Meaning, said
from bedside.conduct.closing.models import Signature
from bedside.conduct.closing.signing import Signatures, changes, digest_of, proved
from bedside.conduct.closing.standing import ToSign, in_the_way, not_begun, to_sign
from bedside.conduct.closing.views import parts, query, scope_in
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.refusals import told
from bedside.conduct.frame.words import language, say
from bedside.conduct.locks.scopes import Level, Scope
from bedside.conduct.participants.finding import may_act, person_for
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.people import proving
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import read_once
from bedside.values.wording import Text


@page(Action.SEE_CLOSING)
@require_GET
def waiting(request: HttpRequest, site: str) -> HttpResponse:
    """The forms of a site that are ready to be signed, participant by participant, those that fell first."""
    if not Site.objects.filter(code=site).exists():
        raise Http404
    persons = list(Person.objects.filter(site=site, enrolled__isnull=False).select_related("enrolled").order_by("pk"))
    held: dict[Person, list[ToSign]] = {}
    for each in to_sign(persons):
        held.setdefault(each.person, []).append(each)
    groups = [
        (person, sign_address(Scope(site, person.code)), [(each, sign_address(each.scope)) for each in rows])
        for person, rows in held.items()
    ]
    return render(request, "closing/to_sign.html", {
        "here": site, "groups": groups, "signs": may_act(request, Action.SIGN, site),
    })  # fmt: skip


@page(Action.SEE_CLOSING)
@require_http_methods(["GET", "POST"])
def signing(request: HttpRequest, code: str) -> HttpResponse:
    """What a form, a visit or a casebook is signed with, and signing it."""
    if request.method == "POST":
        return _sign(request, code)
    person = person_for(request, code, Action.SEE_CLOSING)
    return _page(request, person, scope_in(request.GET, Scope(person.site, person.code)))


def _sign(request: HttpRequest, code: str) -> HttpResponse:
    person = person_for(request, code, Action.SIGN)
    by, scope = allowed(request, Action.SIGN, person.site), scope_in(request.POST, Scope(person.site, person.code))
    meaning, name = request.POST.get("meaning", ""), request.POST.get("name", "").strip()[:150]
    if meaning not in set(Meaning):
        raise Http404
    assert isinstance(request.user, User)
    if wrong := proving.wrong(request, request.user):
        return _page(request, person, scope, wrong)
    try:
        sign(by, person, scope, Meaning(meaning), name, language(), request.POST.get("seen", ""))
    except ChangedMeanwhile as changed:
        return _page(request, person, scope, {"seen": told(changed).what})
    messages.success(request, say("closing.signed"))
    return redirect(sign_address(scope))


def sign_address(scope: Scope) -> str:
    """The page on which a scope is signed."""
    return reverse("closing-sign", kwargs={"code": scope.participant}) + query(scope)


def _page(request: HttpRequest, person: Person, scope: Scope, wrong: dict[str, str] | None = None) -> HttpResponse:
    if scope.level not in SIGNED_AT:
        raise Http404
    assert isinstance(request.user, User)
    user, signatures = request.user, Signatures([person])
    with read_once():
        over = [_signature(person, each, signatures) for each in signatures.over(scope)]
        signs = may_act(request, Action.SIGN, person.site)
        context: dict[str, Any] = {
            "here": person.site, "person": person, "scope": scope, "state": signatures.state(scope), "over": over,
            "title": _titled(person, scope), "wider": _wider(person, scope), "signs": signs, "wrong": wrong or {},
            "in_the_way": in_the_way(person, scope) if signs else [], "level": scope.level.value,
            "not_begun": not_begun(person, scope) if signs and scope.level is not Level.FORM else None,
            "meanings": [(each.value, said(each, scope.level)) for each in Meaning],
            "chosen": request.POST.get("meaning", Meaning.REVIEWED.value), "name": _printed(request, user),
            "sheet_at": _sheet(scope), "sent": parts(scope), "seen": digest_of(person, scope),
            **proving.asked(request, user),
        }  # fmt: skip
    return render(request, "closing/sign.html", context, status=422 if wrong else 200)


def _signature(person: Person, signature: Signature, signatures: Signatures) -> dict[str, Any]:
    holds = signatures.holds(signature)
    return {
        "signature": signature, "holds": holds, "proved": proved(person, signature),
        "changes": [] if holds else changes(person, signature),
    }  # fmt: skip


def _printed(request: HttpRequest, user: User) -> str:
    """The name that was typed, or with which they signed last."""
    last = Signature.objects.filter(event__actor=user.username).order_by("-pk").first()
    return request.POST.get("name", "") or (last.name if last and last.name else "")


def _titled(person: Person, scope: Scope) -> Text:
    """What is signed, in words."""
    if scope.level is Level.PARTICIPANT:
        number = person.enrolled.number if hasattr(person, "enrolled") else person.code
        return Text(number, number)
    protocol = protocol_for(person)
    visit = visit_text(protocol, scope.visit, scope.day)
    if scope.level is Level.VISIT:
        return visit
    form = next((each.text for each in protocol.forms if each.id == scope.form), Text(scope.form, scope.form))
    return Text(f"{form.en} · {visit.en}", f"{form.fr} · {visit.fr}")


def _wider(person: Person, scope: Scope) -> list[tuple[Text, str]]:
    """The visit and the casebook in which it lies, which may be signed as a whole."""
    wider = [Scope(scope.site, scope.participant, scope.visit, scope.day)] if scope.level is Level.FORM else []
    wider += [Scope(scope.site, scope.participant)] if scope.level is not Level.PARTICIPANT else []
    return [(_titled(person, each), sign_address(each)) for each in wider]


def _sheet(scope: Scope) -> str:
    if scope.level is not Level.FORM:
        return reverse("casebook", kwargs={"code": scope.participant})
    return Place(scope.visit, scope.form, scope.day, scope.number).address(scope.participant)

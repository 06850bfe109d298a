"""The delegation log as it is written: each line signed by who delegates and by who accepts, proving who they are."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import language, say
from bedside.conduct.people import proving
from bedside.conduct.people.models import User
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.registers import actions_people
from bedside.conduct.registers.delegation import MEANINGS, TASKS, Hand, Line, Part, staff, waits
from bedside.conduct.registers.models import Delegated, LogSignature
from bedside.conduct.registers.views_sites import site_of, user_of
from bedside.conduct.study.clock import today


@require_http_methods(["GET", "POST"])
@page(Action.DELEGATE)
def delegate(request: HttpRequest, site: str) -> HttpResponse:
    """Delegate tasks to somebody, and sign for it."""
    by, wrong = allowed(request, Action.DELEGATE, site_of(site).code), _wrong(request)
    if request.method == "GET" or wrong:
        others = dict.fromkeys(user for user, _ in staff(site) if user != request.user)
        return _signing(request, "registers/delegate.html", Part.DELEGATES, wrong, {
            "here": site, "others": list(others), "tasks": list(TASKS.items()), "ticked": request.POST.getlist("task"),
            "chosen": _typed(request, "user"), "from": _typed(request, "from") or today().isoformat(),
            "to": _typed(request, "to"),
        })  # fmt: skip
    user, days = user_of(_typed(request, "user")), (_typed(request, name) for name in ("from", "to"))
    actions_people.delegate(by, site, user, request.POST.getlist("task"), *days, hand=_hand(request))
    messages.success(request, say("registers.delegated"))
    return redirect("registers-site", site)


@require_http_methods(["GET", "POST"])
@page(Action.ACCEPT_TASKS)
def accept(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Accept what was delegated to oneself, and sign for it."""
    by, held = allowed(request, Action.ACCEPT_TASKS, site), _delegated(site, number)
    wrong = _wrong(request)
    if request.method == "GET" or wrong:
        return _signing(
            request, "registers/accept.html", Part.ACCEPTS, wrong,
            {"here": site, "line": Line(held), "mine": held.user == request.user, "waits": waits(Line(held))},
        )  # fmt: skip
    actions_people.accept(by, held, _hand(request))
    messages.success(request, say("registers.tasks_accepted"))
    return redirect("registers-site", site)


@require_POST
@page(Action.DELEGATE)
def end(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Let a delegation hold until a day and no longer."""
    by, day, reason = allowed(request, Action.DELEGATE, site), _typed(request, "day"), free_text(request, "reason")
    actions_people.end_delegation(by, _delegated(site, number), day, reason)
    return redirect("registers-site", site)


def _signing(
    request: HttpRequest, template: str, part: Part, wrong: dict[str, str], more: dict[str, object]
) -> HttpResponse:  # fmt: skip
    """A page on which somebody signs, with what was typed and what was wrong with it."""
    user = _who(request)
    return render(request, template, {
        "said": MEANINGS[part], "wrong": wrong, "name": _typed(request, "name") or _printed(user),
        **proving.asked(request, user), **more,
    }, status=422 if wrong else 200)  # fmt: skip


def _wrong(request: HttpRequest) -> dict[str, str]:
    """What is wrong with the proofs that were sent; empty of a page that is only looked at."""
    return proving.wrong(request, _who(request)) if request.method == "POST" else {}


def _hand(request: HttpRequest) -> Hand:
    return Hand(_typed(request, "name")[:150], language())


def _printed(user: User) -> str:
    """The name with which they signed last."""
    last = LogSignature.objects.filter(event__actor=user.username).order_by("-pk").first()
    return last.signed_as if last and last.signed_as else ""


def _who(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _delegated(site: str, number: int) -> Delegated:
    held = Delegated.objects.filter(pk=number, site=site).select_related("user").first()
    if held is None:
        raise Http404
    return held


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()

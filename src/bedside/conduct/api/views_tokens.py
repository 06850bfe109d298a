"""The screens of tokens: one's own, and for administrators everybody's and those of machines."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.api import actions
from bedside.conduct.api.fresh import ask_again, is_fresh
from bedside.conduct.api.models import Token
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.people.factors import has_second_factor
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.permissions import may, rights
from bedside.conduct.people.roles import ACTIONS, Action
from bedside.conduct.study.clock import today
from bedside.conduct.trail.keeping import Actor
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import Moment, now, of_datetime
from bedside.values.wording import Text

USUAL = datetime.timedelta(days=90)
"""How long a token holds unless its maker says otherwise."""


@dataclass(frozen=True)
class Line:
    """A token as a list shows it: `state` open, expired or ended; `used_us` when it was used last."""

    token: Token
    actions: tuple[Text, ...]
    made_us: int
    by: str
    state: str
    used_us: int | None


@require_GET
@page(Action.MAKE_TOKENS)
def own(request: HttpRequest) -> HttpResponse:
    """One's own tokens."""
    user = _person(request)
    return render(request, "api/tokens.html", {"lines": _lines(Token.objects.filter(user=user)), "whose": user})


@never_cache
@page(Action.MAKE_TOKENS)
def make(request: HttpRequest) -> HttpResponse:
    """Make one for oneself, with a second factor just shown; its text is shown once."""
    user = _person(request)
    return _make(request, allowed(request, Action.MAKE_TOKENS, _first(user)), user)


@require_POST
@page(Action.MAKE_TOKENS)
def end(request: HttpRequest, public: str) -> HttpResponse:
    """Take one of one's own back."""
    user, token = _person(request), _token(public)
    if token.user_id != user.pk:
        raise UsageError(say("api.no_token", token=public), "token", say("api.look_at_tokens"))
    actions.end_token(allowed(request, Action.MAKE_TOKENS, _first(user)), token, _reason(request))
    return redirect("tokens")


@require_GET
@page(Action.SEE_PEOPLE)
def everybody(request: HttpRequest) -> HttpResponse:
    """Everybody's tokens, and the accounts of machines, for which an administrator makes them."""
    writes = may(_person(request), Action.MANAGE_PEOPLE)
    machines = [each for each in User.objects.filter(is_active=True).order_by("username") if _is_machine(each)]
    context = {"lines": _lines(Token.objects.all()), "machines": machines if writes else [], "writes": writes}
    return render(request, "api/tokens.html", context)


@never_cache
@page(Action.MANAGE_PEOPLE)
def make_for(request: HttpRequest, username: str) -> HttpResponse:
    """Make one for an account that nobody logs in to."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise UsageError(f"there is no user {username}.", "people", "Look at the list of people.")
    return _make(request, allowed(request, Action.MANAGE_PEOPLE), user)


@require_POST
@page(Action.MANAGE_PEOPLE)
def end_any(request: HttpRequest, public: str) -> HttpResponse:
    """Take anybody's back."""
    actions.end_token(allowed(request, Action.MANAGE_PEOPLE), _token(public), _reason(request))
    return redirect("tokens_everybody")


def _make(request: HttpRequest, by: Actor, user: User) -> HttpResponse:
    if not is_fresh(request):
        return ask_again(request)
    if request.method != "POST":
        day = (today() + USUAL).isoformat()
        held = {"whose": user, "offered": _offered(user), "sites": _sites(user), "until": day}
        return render(request, "api/make.html", held)
    given = request.POST
    scope = [each for each in actions.OFFERED if each.name in given.getlist("action")]
    sites, until = given.getlist("site"), _until(given.get("until", ""))
    token, text = actions.make_token(by, user, given.get("name", ""), scope, sites, until)
    return render(request, "api/made.html", {"token": token, "text": text, "whose": user})


def _offered(user: User) -> list[tuple[str, Text]]:
    return [(each.name, ACTIONS[each]) for each in actions.grantable(user)]


def _sites(user: User) -> list[Site]:
    """Those at which the user has any role."""
    held = {right.site for right in rights(user)}
    return [site for site in Site.objects.all() if held & {"", site.code}]


def _lines(tokens: Iterable[Token]) -> list[Line]:
    held = list(tokens)
    events = {each.number: each for each in Event.objects.filter(number__in=[token.pk for token in held])}
    return [_line(token, events[token.pk]) for token in held]


def _line(token: Token, made: Event) -> Line:
    state = "ended" if hasattr(token, "ended") else "open" if token.until_us > now() else "expired"
    used = Event.objects.filter(actor=token.user.username, action="use token", detail__contains=token.public)
    last = used.order_by("-number").values_list("at_us", flat=True).first()
    told = tuple(ACTIONS[Action[name]] for name in token.scope.split())
    return Line(token, told, made.at_us, made.actor, state, last)


def _token(public: str) -> Token:
    token = Token.objects.select_related("user").filter(public=public).first()
    if token is None:
        raise UsageError(say("api.no_token", token=public), "token", say("api.look_at_tokens"))
    return token


def _is_machine(user: User) -> bool:
    return not has_second_factor(user)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _first(user: User) -> str:
    """A site at which the user may make tokens; empty where they may everywhere."""
    if may(user, Action.MAKE_TOKENS):
        return ""
    known = Site.objects.values_list("code", flat=True)
    return next((site for site in known if may(user, Action.MAKE_TOKENS, site)), "")


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()


def _until(text: str) -> Moment:
    """The end of a day on the sites' clock. Raises UsageError."""
    try:
        day = datetime.date.fromisoformat(text) + datetime.timedelta(days=1)
        return of_datetime(datetime.datetime.combine(day, datetime.time(), ZoneInfo(settings.TIME_ZONE)))
    except (ValueError, OverflowError) as error:
        raise UsageError(say("api.no_day", text=text), "token", say("api.write_day")) from error

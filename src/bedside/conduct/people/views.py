"""The pages of people: who there is, in which role, and everything an administrator does about it."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import check_for_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.people import actions
from bedside.conduct.people.models import Grant, Site, User
from bedside.conduct.people.reading import accounts
from bedside.conduct.people.roles import ROLES, Action, Role
from bedside.conduct.people.signing_in import by as oneself
from bedside.errors import UsageError
from bedside.values.moment import Moment, of_datetime


@require_GET
@page(Action.SEE_PEOPLE)
def everybody(request: HttpRequest) -> HttpResponse:
    """The list of people."""
    return render(request, "people/everybody.html", {"accounts": accounts(), "may": _may(request)})


@require_GET
@page(Action.SEE_PEOPLE)
def one(request: HttpRequest, username: str) -> HttpResponse:
    """One account: its roles now and before, and what can be done about it."""
    known = {"roles": ROLES, "sites": Site.objects.all(), "may": _may(request)}
    return render(request, "people/one.html", {"account": accounts([_user(username)])[0], **known})


@require_POST
@never_cache
@page(Action.MANAGE_PEOPLE)
def add(request: HttpRequest) -> HttpResponse:
    """Make an account, and show its first password, once."""
    by = allowed(request, Action.MANAGE_PEOPLE)
    username = request.POST.get("username", "").strip()
    try:
        User._meta.get_field("username").clean(username, None)
    except ValidationError as error:
        raise UsageError(say("people.name_wrong"), username, say("people.username_help")) from error
    user, password = actions.invite(by, username, request.POST.get("organisation", "").strip())
    return render(request, "people/password.html", {"person": user, "password": password})


@require_POST
@page(Action.MANAGE_PEOPLE)
def give(request: HttpRequest, username: str) -> HttpResponse:
    """Give a role at one site or at all, for a time or without end."""
    by, user = allowed(request, Action.MANAGE_PEOPLE), _user(username)
    role = request.POST.get("role", "")
    if role not in set(Role):
        raise UsageError(f"“{role}” is no role.", "role", "Choose one of the list.")
    actions.grant(by, user, Role(role), request.POST.get("site", ""), _until(request.POST.get("until", "")))
    return redirect("people_one", username)


@require_POST
@page(Action.MANAGE_PEOPLE)
def take_back(request: HttpRequest, username: str, grant: int) -> HttpResponse:
    """Take a role back."""
    by = allowed(request, Action.MANAGE_PEOPLE)
    given = Grant.objects.filter(pk=grant, user=_user(username)).first()
    if given is None:
        raise UsageError("this role was never given.", f"user {username}", "Look at the list of people.")
    actions.end_grant(by, given, _reason(request))
    return redirect("people_one", username)


@require_POST
@page(Action.MANAGE_PEOPLE)
def shut_out(request: HttpRequest, username: str) -> HttpResponse:
    """Close an account."""
    actions.shut_out(allowed(request, Action.MANAGE_PEOPLE), _user(username), _reason(request))
    return redirect("people_one", username)


@require_POST
@page(Action.MANAGE_PEOPLE)
def reopen(request: HttpRequest, username: str) -> HttpResponse:
    """Open a closed account again."""
    actions.reopen(allowed(request, Action.MANAGE_PEOPLE), _user(username), _reason(request))
    return redirect("people_one", username)


@require_POST
@never_cache
@page(Action.MANAGE_PEOPLE)
def renew(request: HttpRequest, username: str) -> HttpResponse:
    """Replace a forgotten password, and show the new one, once."""
    user = _user(username)
    password = actions.renew_password(allowed(request, Action.MANAGE_PEOPLE), user)
    return render(request, "people/password.html", {"person": user, "password": password})


@require_POST
@page(Action.MANAGE_PEOPLE)
def take_factor(request: HttpRequest, username: str) -> HttpResponse:
    """Remove the second factor of somebody who lost it."""
    actions.take_second_factor(allowed(request, Action.MANAGE_PEOPLE), _user(username), _reason(request))
    return redirect("people_one", username)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The language of the screens: of this browser for anybody, and for who is logged in wherever they log in."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and check_for_language(chosen):
        actions.choose_language(oneself(request.user), request.user, chosen)
    return set_language(request)


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise UsageError(f"there is no user {username}.", "people", "Look at the list of people.")
    return user


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()


def _until(text: str) -> Moment | None:
    """The end of a day on the sites' clock, None when no day is given."""
    if not text:
        return None
    try:
        day = datetime.date.fromisoformat(text)
        end = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), ZoneInfo(settings.TIME_ZONE))
    except (ValueError, OverflowError) as error:
        raise UsageError(f"“{text}” is not a day.", "role", "Write it like 2026-11-22.") from error
    return of_datetime(end)


def _may(request: HttpRequest) -> bool:
    """Whether the reader may change anything here."""
    from bedside.conduct.people.permissions import may

    assert isinstance(request.user, User)
    return may(request.user, Action.MANAGE_PEOPLE)

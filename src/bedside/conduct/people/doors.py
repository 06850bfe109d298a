"""Where a session may go: nowhere but to set up its second factor until it has one, and no longer than eight hours.

There is no way around it: a password alone reaches the pages by which one gets a second factor, and a session that
was opened before the account had one does not count afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from bedside.conduct.people.factors import has_second_factor
from bedside.conduct.people.models import User
from bedside.conduct.people.signing_in import SECOND, SINCE, THROUGH, by
from bedside.conduct.trail.keeping import Act, note

ALWAYS = frozenset({"account_logout", "set_language"})
TO_A_PASSWORD = ALWAYS | {"account_change_password"}
TO_A_FACTOR = ALWAYS | {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}

Respond = Callable[[HttpRequest], HttpResponse]


def guard(respond: Respond) -> Respond:
    """A middleware that lets a session only where it may go."""

    def guarded(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return respond(request)
        if time.time() - request.session.get(SINCE, 0) >= settings.SESSION_COOKIE_AGE:
            return _ended(request, user, "eight hours")
        if user.provisional and request.session.get(THROUGH) != user.pk:
            return respond(request) if _name(request) in TO_A_PASSWORD else redirect("account_change_password")
        if request.session.get(SECOND) and has_second_factor(user):
            return respond(request)
        if has_second_factor(user):
            return _ended(request, user, "opened without second factor")
        return respond(request) if _name(request) in TO_A_FACTOR else redirect("mfa_index")

    return guarded


def _ended(request: HttpRequest, user: User, why: str) -> HttpResponse:
    note(Act(by(user), "log out", detail={"because": why}))
    logout(request)
    return redirect("account_login")


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""

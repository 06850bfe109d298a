"""Where a session may go: nowhere but to set up its second factor until it has one; it ends after eight hours, and
after half an hour in which nothing was done.

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
from django.utils import translation

from bedside.conduct.people.factors import has_second_factor
from bedside.conduct.people.models import User
from bedside.conduct.people.signing_in import SECOND, SEEN, SINCE, THROUGH, by
from bedside.conduct.people.way_back import to_log_in
from bedside.conduct.trail.keeping import Act, note

ALWAYS = frozenset({"account_logout", "set_language"})
TO_A_PASSWORD = ALWAYS | {"account_change_password"}
TO_A_FACTOR = ALWAYS | {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}
A_MINUTE = 60
"""How often at most a session is written to say that it is in use, in seconds."""

Respond = Callable[[HttpRequest], HttpResponse]


def guard(respond: Respond) -> Respond:
    """A middleware that lets a session only where it may go."""

    def guarded(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return respond(request)
        over = _over(request)
        if over:
            return _ended(request, user, over)
        _read_in(request, user.language)
        if user.provisional and request.session.get(THROUGH) != user.pk:
            return respond(request) if _name(request) in TO_A_PASSWORD else redirect("account_change_password")
        if request.session.get(SECOND) and has_second_factor(user):
            return respond(request)
        if has_second_factor(user):
            return _ended(request, user, "opened without second factor")
        return respond(request) if _name(request) in TO_A_FACTOR else redirect("mfa_index")

    return guarded


def _over(request: HttpRequest) -> str:
    """Why the session is at its end, empty while it is not; that it is in use is noted."""
    now, since = time.time(), request.session.get(SINCE, 0)
    seen = request.session.get(SEEN, since)
    if now - since >= settings.SESSION_COOKIE_AGE:
        return "eight hours"
    if now - seen >= settings.SESSION_IDLE_AGE:
        return "nothing done for half an hour"
    if now - seen >= A_MINUTE:
        request.session[SEEN] = now
    return ""


def _read_in(request: HttpRequest, language: str) -> None:
    """Show pages in the language that somebody chose, whatever their browser says."""
    if language:
        translation.activate(language)
        request.LANGUAGE_CODE = language


def _ended(request: HttpRequest, user: User, why: str) -> HttpResponse:
    note(Act(by(user), "log out", detail={"because": why}))
    logout(request)
    return to_log_in(request)


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""

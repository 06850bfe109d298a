"""Where somebody was when they were sent away, to a refusal or to log in: the page to come back to."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils.http import url_has_allowed_host_and_scheme

OF_ACCOUNTS = "/account/"
"""Where the pages begin by which one logs in: nobody is led back to them."""


def to_log_in(request: HttpRequest) -> HttpResponse:
    """To the log-in, and from there back to the page that was asked for, or on which the form that was sent stood.

    A part of a page that a script asks for says so in its place (401): the page around it stays, and what is typed.
    """
    if "HX-Request" in request.headers:
        at = _log_in(_ours(request, request.headers.get("HX-Current-URL", "")))
        return render(request, "people/session_over.html", {"log_in": at}, status=401)
    return HttpResponseRedirect(_log_in(sent_from(request) if request.method == "POST" else _shown(request)))


def _log_in(where: str) -> str:
    if not where or where.startswith(OF_ACCOUNTS):
        return str(settings.LOGIN_URL)
    return f"{settings.LOGIN_URL}?{urlencode({'next': where}, safe='/')}"


def sent_from(request: HttpRequest) -> str:
    """The page on which the form that was sent stood: one of ours, as the browser names it; empty where it is not said.

    What a browser says is not believed: the same origin, and a path of ours that no browser takes for another host.
    """
    return _ours(request, request.headers.get("Referer", "")) if request.method == "POST" else ""


def _ours(request: HttpRequest, said: str) -> str:
    origin = f"{request.scheme}://{request.get_host()}/"
    where = "/" + said.removeprefix(origin)
    path = urlsplit(where).path
    if not said.startswith(origin) or not url_has_allowed_host_and_scheme(where, allowed_hosts=None):
        return ""
    return where if is_valid_path(path) else ""


def _shown(request: HttpRequest) -> str:
    """The page that was asked for; empty for a part of one, which a script asks for."""
    part = request.headers.get("Sec-Fetch-Dest", "document") != "document"
    return "" if part else request.get_full_path()

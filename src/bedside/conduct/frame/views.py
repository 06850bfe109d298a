"""The way in, and the pages for what went wrong before or beside a view."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from bedside.conduct.frame.pages import around, refusal
from bedside.conduct.frame.words import say
from bedside.conduct.people.roles import Action
from bedside.errors import BedsideError


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Safety, for who assesses it and writes nothing else; else the first of the reader's sites; for who belongs to
    none, the study's page."""
    held = around(request)
    mine, may = held.get("my_sites", []), held.get("my_actions", set())
    if Action.ASSESS_SAFETY.name in may and Action.WRITE_DATA.name not in may:
        return redirect("/safety/")
    return redirect(f"/sites/{mine[0]}/" if mine else "/study/")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page."""
    return render(request, "frame/not_found.html", status=404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Refused by the framework, not by the table of roles."""
    return refusal(request, BedsideError(say("not_allowed")), 403)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that no page of ours sends: a wrong host, too many fields."""
    return HttpResponse(_alone("not_understood"), status=400)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: from another site, or from a page that was open since before the log-in."""
    return refusal(request, BedsideError(say("forged"), "", say("forged_todo")), 403)


def broken(request: HttpRequest) -> HttpResponse:
    """An error of ours. It leans on nothing that may be broken: no database, no session."""
    return HttpResponse(_alone("broken", "broken_todo"), status=500)


def _alone(*keys: str) -> str:
    return render_to_string("frame/alone.html", {"keys": keys})

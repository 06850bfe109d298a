"""The way in, and the page for an address that there is not."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bedside.conduct.frame.pages import around


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The first of the reader's sites; the study's page for who belongs to none."""
    mine = around(request).get("my_sites", [])
    return redirect(f"/sites/{mine[0]}/") if mine else redirect("/study/")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page."""
    return render(request, "frame/not_found.html", status=404)

"""The page of data cuts: those that were taken, a new one, their files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.cuts import actions, reading
from bedside.conduct.cuts.kinds import KINDS, MEANING, kind_of
from bedside.conduct.cuts.models import Cut
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.people.models import User
from bedside.conduct.people.permissions import may
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.study.protocol import latest


@require_GET
@page(Action.SEE_CUTS)
def cuts(request: HttpRequest) -> HttpResponse:
    """Every cut, with whether it still holds."""
    allowed(request, Action.SEE_CUTS)
    assert isinstance(request.user, User)
    kinds = [(kind.value, text, MEANING[kind]) for kind, text in KINDS.items()]
    held = {
        "cuts": reading.issued(), "kinds": kinds, "takes": may(request.user, Action.TAKE_CUT),
        "planned": latest().promised is not None, "designed": latest().design is not None,
    }  # fmt: skip
    return render(request, "cuts/cuts.html", held)


@require_POST
@page(Action.TAKE_CUT)
def take(request: HttpRequest) -> HttpResponse:
    """Take a cut of what the study holds now."""
    by, kind = allowed(request, Action.TAKE_CUT), kind_of(request.POST.get("kind", ""))
    cut = actions.take_cut(by, kind, free_text(request, "reason"))
    messages.success(request, say("cuts.taken", hash=cut.hash[:12]))
    return redirect("cuts")


@require_POST
@page(Action.SEE_CUTS)
def download(request: HttpRequest, number: int) -> HttpResponse:
    """The file of a cut, with the reason for which it leaves."""
    by, cut = allowed(request, Action.SEE_CUTS), get_object_or_404(Cut, pk=number)
    content = actions.issue(by, cut, free_text(request, "reason"))
    name = f'attachment; filename="{cut.file}"'
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": name})

"""The page of the versions of the information notice."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.people.models import User
from bedside.conduct.people.permissions import may
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.study.actions_notices import end_notice, register_notice
from bedside.conduct.study.clock import today
from bedside.conduct.study.models import Notice
from bedside.conduct.study.notices import notices


@require_GET
@page(Action.SEE_STUDY)
def held(request: HttpRequest) -> HttpResponse:
    """Every version, when it was approved and when it is used; a data manager registers and ends them here."""
    assert isinstance(request.user, User)
    day = today()
    return render(request, "study/notices.html", {
        "notices": [(each, each.in_use(day), each.notice.from_day > day.isoformat()) for each in notices()],
        "today": day.isoformat(), "may": may(request.user, Action.APPROVE_VERSION),
    })  # fmt: skip


@require_POST
@page(Action.APPROVE_VERSION)
def register(request: HttpRequest) -> HttpResponse:
    """Register a version."""
    by = allowed(request, Action.APPROVE_VERSION)
    number, approved, first = (request.POST.get(name, "").strip() for name in ("number", "approved", "from"))
    register_notice(by, number, approved, first, free_text(request, "reference"))
    messages.success(request, say("study.notice_registered", number=number))
    return redirect("study_notices")


@require_POST
@page(Action.APPROVE_VERSION)
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Say the last day of a version."""
    by, notice = allowed(request, Action.APPROVE_VERSION), Notice.objects.filter(pk=number).first()
    if notice is None:
        raise Http404
    end_notice(by, notice, request.POST.get("last", "").strip(), free_text(request, "reason"))
    messages.success(request, say("study.notice_ended", number=notice.number))
    return redirect("study_notices")

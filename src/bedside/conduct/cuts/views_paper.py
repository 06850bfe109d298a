"""What is printed: a casebook with its trail, the forms to fill by hand, the forms annotated."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from bedside.conduct.cuts.casebook_on_paper import casebook_pdf
from bedside.conduct.frame.exports import exported
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import language
from bedside.conduct.participants.finding import person_for
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import latest
from bedside.exports.forms_on_paper import forms_pdf

PDF = "application/pdf"


@require_GET
@page(Action.EXPORT_TRAIL)
def casebook(request: HttpRequest, code: str) -> HttpResponse:
    """The casebook of a participant with the whole trail: for whoever may take the trail out."""
    person = person_for(request, code, Action.EXPORT_TRAIL)
    by = allowed(request, Action.EXPORT_TRAIL, person.site)
    return exported(by, f"casebook-{code}.pdf", casebook_pdf(person, language()), PDF, person.site, code)


@require_GET
@page(Action.SEE_STUDY)
def blank(request: HttpRequest) -> HttpResponse:
    """The forms of the latest version to fill by hand, while the application is down."""
    return _forms(request, "blank", annotated=False)


@require_GET
@page(Action.SEE_STUDY)
def annotated(request: HttpRequest) -> HttpResponse:
    """The forms of the latest version, each item with where its value goes."""
    return _forms(request, "annotated", annotated=True)


def _forms(request: HttpRequest, name: str, annotated: bool) -> HttpResponse:
    by, protocol = allowed(request, Action.SEE_STUDY), latest()
    content = forms_pdf(protocol, language(), annotated, settings.DEMONSTRATION)
    return exported(by, f"forms-{name}-{protocol.version}.pdf", content, PDF)

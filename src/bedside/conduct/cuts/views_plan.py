"""The statistical analysis plan of the study's latest version: its page, the plan that stands in it, its PDF."""

from __future__ import annotations

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bedside.conduct.frame.exports import exported
from bedside.conduct.frame.framed import framed, framing
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import language
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import latest
from bedside.conduct.trail.keeping import Act, note
from bedside.documents.page import page_of
from bedside.documents.plan import plan_document
from bedside.documents.printed import pdf_of
from bedside.protocol.model import Protocol
from bedside.values.wording import LANGUAGES

PDF = "application/pdf"


@require_GET
@page(Action.SEE_STUDY)
def plan_page(request: HttpRequest) -> HttpResponse:
    """What will be analysed, and how, before anybody has seen a result."""
    allowed(request, Action.SEE_STUDY)
    return framing(render(request, "cuts/plan.html", {"protocol": planned()}))


@require_GET
@page(Action.SEE_STUDY)
def plan(request: HttpRequest) -> HttpResponse:
    """The plan itself, under a policy of its own."""
    by, protocol = allowed(request, Action.SEE_STUDY), planned()
    text = _page(protocol, protocol.hash, language())
    note(Act(by, "see plan", place=protocol.version, detail={"hash": protocol.hash}))
    return framed(text)


@lru_cache(maxsize=len(LANGUAGES))
def _page(protocol: Protocol, content: str, first: str) -> str:
    """The plan of a version of that content, as a page that begins in a language: everybody reads the same."""
    return page_of({each: plan_document(protocol, each) for each in LANGUAGES}, first)


@require_GET
@page(Action.SEE_STUDY)
def printed(request: HttpRequest) -> HttpResponse:
    """The plan, to print."""
    by, protocol = allowed(request, Action.SEE_STUDY), planned()
    return exported(by, file_of(protocol), pdf_of(plan_document(protocol, language())), PDF)


def planned() -> Protocol:
    """The latest version, which says what is estimated; else there is no such page."""
    protocol = latest()
    if protocol.promised is None:
        raise Http404
    return protocol


def file_of(protocol: Protocol) -> str:
    """The name of its PDF."""
    return f"analysis-plan-{protocol.version}.pdf"

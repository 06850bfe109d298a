"""What is printed, as PDF: casebooks, forms to fill by hand, slips, labels, logs, listings. That each left is noted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from bedside.conduct.api.callers import asks, at, reach
from bedside.conduct.api.custody import PARCEL, Named, named
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import Code, SiteCode, check_site, person_of
from bedside.conduct.api.safety import persons_of
from bedside.conduct.api.shapes import REFUSALS, FirstDay, LastDay
from bedside.conduct.cuts.casebook_on_paper import casebook_pdf
from bedside.conduct.frame.exports import exported
from bedside.conduct.frame.words import language, say
from bedside.conduct.inclusion.slip import slip
from bedside.conduct.people.models import Site
from bedside.conduct.people.roles import Action
from bedside.conduct.pharmacy import log
from bedside.conduct.pharmacy.reading import supply_of
from bedside.conduct.safety import tabulation
from bedside.conduct.safety.listing_pdf import annual_pdf, board_pdf
from bedside.conduct.samples.labels import labels
from bedside.conduct.samples.labels import manifest as on_paper
from bedside.conduct.samples.models import Shipment
from bedside.conduct.samples.parcels import parcel
from bedside.conduct.samples.work import work_on
from bedside.conduct.study.protocol import latest, read_once
from bedside.documents.plan import plan_document
from bedside.documents.printed import pdf_of
from bedside.exports.forms_on_paper import forms_pdf

router = Router(tags=["on paper"])
PDF = "application/pdf"
PAPER: dict[str, Any] = {
    "response": {200: None, **REFUSALS},
    "openapi_extra": {"responses": {200: {"content": {PDF: {"schema": {"type": "string"}}}}}},
}
"""How an operation says that it answers with a PDF."""


@router.get("/papers/blank-forms", **PAPER, summary="Blank forms")
@asks(Action.SEE_STUDY)
def blank(request: HttpRequest) -> HttpResponse:
    """The forms of the latest version to fill by hand, while the application is down."""
    return _forms(request, "blank", annotated=False)


@router.get("/papers/annotated-forms", **PAPER, summary="Annotated forms")
@asks(Action.SEE_STUDY)
def annotated(request: HttpRequest) -> HttpResponse:
    """The forms of the latest version, each item with where its value goes."""
    return _forms(request, "annotated", annotated=True)


@router.get("/papers/analysis-plan", **PAPER, summary="Statistical analysis plan")
@asks(Action.SEE_STUDY)
def analysis_plan(request: HttpRequest) -> HttpResponse:
    """What will be analysed, and how, written from the latest version."""
    by, protocol = at(request), latest()
    if protocol.promised is None:
        raise NotFound(say("api.no_plan", version=protocol.version), "papers")
    content = pdf_of(plan_document(protocol, language()))
    return exported(by, f"analysis-plan-{protocol.version}.pdf", content, PDF)


@router.get("/papers/adverse-events", **PAPER, summary="Listing for the monitoring board, to print")
@asks(Action.SEE_SAFETY)
@read_once()
def board(request: HttpRequest) -> HttpResponse:
    """Every adverse event, line by line, with its summary."""
    return exported(reach(request)[0], "adverse-events.pdf", board_pdf(persons_of(request)), PDF)


@router.get("/papers/serious-events", **PAPER, summary="Annual safety listing, to print")
@asks(Action.SEE_SAFETY)
@read_once()
def annual(request: HttpRequest, first: FirstDay = None, last: LastDay = None) -> HttpResponse:
    """Serious events of a period, line by line, and counted by term beside those since the beginning."""
    first, last = tabulation.period(first, last)
    content = annual_pdf(persons_of(request), first, last)
    return exported(reach(request)[0], f"serious-events-{first}-{last}.pdf", content, PDF)


@router.get("/sites/{site}/papers/study-drug", **PAPER, summary="Log of the study drug, to print")
@asks(Action.SEE_PHARMACY)
def study_drug(request: HttpRequest, site: SiteCode) -> HttpResponse:
    """The log of a site, lot by lot, to sign."""
    check_site(request, site)
    content = log.pdf(Site.objects.get(code=site), supply_of(site))
    return exported(at(request, site), f"study-drug-{site}.pdf", content, PDF, site)


@router.get(f"{PARCEL}/manifest", **PAPER, summary="What goes with a parcel")
@asks(Action.SEE_SAMPLES)
def manifest(request: HttpRequest, site: SiteCode, name: Named) -> HttpResponse:
    """What is in a parcel, to go with it."""
    held = parcel(named(request, Shipment, site, name))
    content = on_paper(held, Site.objects.get(code=site))
    return exported(at(request, site), f"manifest-{site}-{held.shipment.pk}.pdf", content, PDF, site)


@router.get("/participants/{code}/papers/casebook", **PAPER, summary="A casebook, to print")
@asks(Action.EXPORT_TRAIL)
def casebook(request: HttpRequest, code: Code) -> HttpResponse:
    """The casebook of a participant with the whole trail: for whoever may take the trail out."""
    person = person_of(request, code)
    by, content = at(request, person.site, person.code), casebook_pdf(person, language())
    return exported(by, f"casebook-{person.code}.pdf", content, PDF, person.site, person.code)


@router.get("/participants/{code}/papers/slip", **PAPER, summary="Enrolment slip")
@asks(Action.SEE_PARTICIPANTS)
def enrolment_slip(request: HttpRequest, code: Code) -> HttpResponse:
    """Number, code, site, moment, protocol: it names nobody."""
    person = person_of(request, code)
    by, content = at(request, person.site, person.code), slip(person)
    return exported(by, f"{person.enrolled.number}.pdf", content, PDF, person.site, person.code)


@router.get("/participants/{code}/papers/labels", **PAPER, summary="Labels of samples")
@asks(Action.SEE_SAMPLES)
def sample_labels(request: HttpRequest, code: Code) -> HttpResponse:
    """The labels of a participant's tubes and aliquots."""
    person = person_of(request, code)
    by, content = at(request, person.site, person.code), labels(work_on(person).collections[0])
    return exported(by, f"labels-{person.code}.pdf", content, PDF, person.site, person.code)


def _forms(request: HttpRequest, name: str, annotated: bool) -> HttpResponse:
    by, protocol = at(request), latest()
    content = forms_pdf(protocol, language(), annotated, settings.DEMONSTRATION)
    return exported(by, f"forms-{name}-{protocol.version}.pdf", content, PDF)

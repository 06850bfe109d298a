"""The pages of versions: all of them, one in words, and what one would change at a site before it is put in force."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.amending import actions
from bedside.conduct.amending.differing import differing
from bedside.conduct.amending.impact import HEADS, Impact, Renewal
from bedside.conduct.amending.versions import before, kept_versions, version_of
from bedside.conduct.frame.exports import as_csv, exported
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import language, say
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.permissions import may, sites
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.study.clock import today
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import protocol_of
from bedside.errors import UsageError
from bedside.protocol.comparing import compare

STATED = {"": None, "yes": True, "no": False}
"""What may be stated of renewed consent: nothing (as the amendment says), that it is asked for, or not."""
UNTOLD = ("cannot_asked", "cannot_until", "cannot_drafts")


@require_GET
@page(Action.SEE_STUDY)
def versions(request: HttpRequest) -> HttpResponse:
    """Every kept version, with a matrix of where each is in force."""
    context = {"versions": kept_versions(), "sites": list(Site.objects.all())}
    return render(request, "amending/versions.html", context)


@require_GET
@page(Action.SEE_STUDY)
def version(request: HttpRequest, version: str) -> HttpResponse:
    """What one version changes in words, and its sites."""
    assert isinstance(request.user, User)
    held = version_of(version)
    kept = next(each for each in kept_versions() if each.version.pk == held.pk)
    known = {site.code: site for site in Site.objects.all()}
    own = sites(request.user, Action.SEE_IDENTITY_FREE_DATA, list(known))
    context = {"kept": kept, "before": before(held), "sites": [(known[each.site], each, each.site in own)
                                                               for each in kept.cells]}  # fmt: skip
    return render(request, "amending/version.html", context | _compared(held))


def _compared(held: Version) -> dict[str, object]:
    """What differs from the version before it."""
    last = before(held)
    if last is None:
        return {}
    old, new = protocol_of(last.version), protocol_of(held.version)
    found = compare(old, new, language())
    return {"prose": found.prose, "places": found.places, "items": differing(old, new).items}


@require_GET
@page(Action.SEE_IDENTITY_FREE_DATA)
def dry_run(request: HttpRequest, site: str, version: str) -> HttpResponse:
    """What the version would change at a site; a data manager approves it from here."""
    assert isinstance(request.user, User)
    held, impact = _looked(request, site, version)
    counts = {each.value: impact.count(each) for each in Renewal}
    context = {
        "here": site, "version": held, "impact": impact, "stated": request.GET.get("reconsent", ""), "counts": counts,
        "follows": sum(each.follows for each in impact.persons),
        "asked": counts[Renewal.TO_ASK] + counts[Renewal.AWAITED],
        "untold": [f"amending.{name}" for name in UNTOLD],
        "approves": may(request.user, Action.APPROVE_VERSION, site),
    }  # fmt: skip
    return render(request, "amending/dry_run.html", context)


@require_GET
@page(Action.SEE_IDENTITY_FREE_DATA)
def impact_csv(request: HttpRequest, site: str, version: str) -> HttpResponse:
    """The same as a file."""
    by = allowed(request, Action.SEE_IDENTITY_FREE_DATA, site)
    _, impact = _looked(request, site, version)
    content = as_csv([HEADS, *impact.rows(language())])
    return exported(by, f"impact-{version}-{site}.csv", content, "text/csv; charset=utf-8", site)


@require_POST
@page(Action.APPROVE_VERSION)
def approve(request: HttpRequest, site: str, version: str) -> HttpResponse:
    """Put the version in force at the site, as it was looked at."""
    by, sent = allowed(request, Action.APPROVE_VERSION, site), request.POST
    day, mark, reason = sent.get("from", "").strip(), sent.get("mark", "").strip(), free_text(request, "reason")
    actions.approve_as_looked_at(by, version_of(version), site, day, mark, stated(sent.get("reconsent", "")), reason)
    messages.success(request, say("amending.approved", version=version, site=site, day=day))
    return redirect("version", version=version)


def _looked(request: HttpRequest, site: str, version: str) -> tuple[Version, Impact]:
    held, day = version_of(version), request.GET.get("from", "") or today().isoformat()
    return held, actions.look_at(held, site, day, stated(request.GET.get("reconsent", "")))


def stated(text: str) -> bool | None:
    """What was stated of renewed consent. Raises UsageError for anything else."""
    if text not in STATED:
        raise UsageError(f"“{text[:20]}” is not offered.", "approval", "Choose one of the list.")
    return STATED[text]

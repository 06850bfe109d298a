"""What pages of samples post: texts that name nobody, aliquots that were ticked, times as typed."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from bedside.conduct.people.models import Site
from bedside.conduct.samples.models import Aliquot, Freezer
from bedside.errors import UsageError


def text(request: HttpRequest, name: str) -> str:
    """A posted text without the spaces around it."""
    return request.POST.get(name, "").strip()


def ticked(request: HttpRequest, site: str, name: str = "aliquot") -> list[Aliquot]:
    """The aliquots that were ticked, of this site only; in the order of their labels."""
    keys = [int(key) for key in request.POST.getlist(name) if key.isdecimal() and len(key) < 19]
    return list(Aliquot.objects.filter(pk__in=keys, processed__draw__person__site=site).order_by("pk"))


def freezer(request: HttpRequest, site: str) -> Freezer:
    """The freezer that was chosen. Raises UsageError for none of the site."""
    key = text(request, "freezer")
    held: Freezer | None = (
        Freezer.objects.filter(site=site, pk=key).first() if key.isdecimal() and len(key) < 19 else None
    )
    if held is None:
        raise UsageError("no freezer is chosen.", "freezer", "Choose one of the list.")
    return held


def whole(request: HttpRequest, name: str) -> int:
    """A posted whole number. Raises UsageError for anything else."""
    typed = text(request, name)
    if not (typed.isdecimal() and len(typed) < 5):
        raise UsageError(f"“{typed}” is no number.", "sample", "Write it like 2.")
    return int(typed)


def site_of(code: str) -> Site:
    """The site of an address. Raises Http404 for none."""
    held = Site.objects.filter(code=code).first()
    if held is None:
        raise Http404
    return held

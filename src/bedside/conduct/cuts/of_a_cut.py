"""What each report on a cut is to its reader: the page that frames it, the report itself, the archive that leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bedside.conduct.cuts import actions, reading, results
from bedside.conduct.cuts.models import Cut
from bedside.conduct.frame.framed import framed, framing
from bedside.conduct.frame.pages import allowed
from bedside.conduct.frame.words import language
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.trail.keeping import Act, note

Has = Callable[[Cut], bool]
"""Whether a cut has a report of a kind."""


def page_of(
    request: HttpRequest, number: int, action: Action, template: str, has: Has = results.analysed
) -> HttpResponse:  # fmt: skip
    """The page that frames a report on a cut."""
    allowed(request, action)
    cut = cut_with(number, has)
    each = next(one for one in reading.issued() if one.cut.pk == cut.pk)
    return framing(render(request, template, {"each": each}))


def report_of(
    request: HttpRequest, number: int, action: Action, read: str, text_of: Callable[[Cut, str], str],
    has: Has = results.analysed,
) -> HttpResponse:  # fmt: skip
    """The report itself, under a policy of its own; that it was `read` is in the trail."""
    by, cut = allowed(request, action), cut_with(number, has)
    text = text_of(cut, language())
    note(Act(by, read, place=cut.file, detail={"hash": cut.hash, "cut": cut.pk}))
    return framed(text)


def leaving(
    request: HttpRequest, number: int, action: Action, archive_of: Callable[[Cut, str], Path],
    has: Has = results.analysed,
) -> HttpResponse:  # fmt: skip
    """Its archive, with the reason for which it leaves."""
    by, cut = allowed(request, action), cut_with(number, has)
    actions.reasoned(reason := free_text(request, "reason"))
    archive = archive_of(cut, language())
    content = actions.issue_results(by, cut, archive, reason)
    name = f'attachment; filename="{archive.name}"'
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": name})


def cut_with(number: int, has: Has) -> Cut:
    """A cut that has such a report, by its number; another is not found."""
    cut: Cut = get_object_or_404(Cut, pk=number)
    if not has(cut):
        raise Http404
    return cut

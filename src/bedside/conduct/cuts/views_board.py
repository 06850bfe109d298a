"""The report to the safety board: its page without the primary outcome, and its files, with it for who may ask."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.cuts import actions, reading, results
from bedside.conduct.cuts.views_results import analysed_cut
from bedside.conduct.frame.framed import framed, framing
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import language
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.trail.keeping import Act, note


@require_GET
@page(Action.SEE_BOARD)
def board_page(request: HttpRequest, number: int) -> HttpResponse:
    """What the safety board reads of this cut."""
    allowed(request, Action.SEE_BOARD)
    cut = analysed_cut(number)
    each = next(one for one in reading.issued() if one.cut.pk == cut.pk)
    return framing(render(request, "cuts/board.html", {"each": each}))


@require_GET
@page(Action.SEE_BOARD)
def board(request: HttpRequest, number: int) -> HttpResponse:
    """The report itself, under a policy of its own; nothing of the primary outcome is in it."""
    by, cut = allowed(request, Action.SEE_BOARD), analysed_cut(number)
    text = results.board_page_of(cut, language())
    note(Act(by, "see board", place=cut.file, detail={"hash": cut.hash, "cut": cut.pk}))
    return framed(text)


@require_POST
@page(Action.SEE_BOARD)
def files(request: HttpRequest, number: int) -> HttpResponse:
    """Its page and its PDFs, with the reason for which they leave."""
    return _leaving(request, number, Action.SEE_BOARD, primary=False)


@require_POST
@page(Action.SEE_BOARD_PRIMARY)
def files_with_primary(request: HttpRequest, number: int) -> HttpResponse:
    """The same with the primary outcome, as at a look that the protocol states."""
    return _leaving(request, number, Action.SEE_BOARD_PRIMARY, primary=True)


def _leaving(request: HttpRequest, number: int, action: Action, primary: bool) -> HttpResponse:
    by, cut = allowed(request, action), analysed_cut(number)
    actions.reasoned(reason := free_text(request, "reason"))
    archive = results.board_of(cut, language(), primary)
    content = actions.issue_results(by, cut, archive, reason)
    name = f'attachment; filename="{archive.name}"'
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": name})

"""The report to the safety board: its page without the primary outcome, and its files, with it for who may ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.cuts import results
from bedside.conduct.cuts.models import Cut
from bedside.conduct.cuts.of_a_cut import leaving, page_of, report_of
from bedside.conduct.frame.pages import page
from bedside.conduct.people.roles import Action


@require_GET
@page(Action.SEE_BOARD)
def board_page(request: HttpRequest, number: int) -> HttpResponse:
    """What the safety board reads of this cut."""
    return page_of(request, number, Action.SEE_BOARD, "cuts/board.html", results.for_board)


@require_GET
@page(Action.SEE_BOARD)
def board(request: HttpRequest, number: int) -> HttpResponse:
    """The report itself, under a policy of its own; nothing of the primary outcome is in it."""
    return report_of(request, number, Action.SEE_BOARD, "see board", results.board_page_of, results.for_board)


@require_POST
@page(Action.SEE_BOARD)
def files(request: HttpRequest, number: int) -> HttpResponse:
    """Its page and its PDFs, with the reason for which they leave."""
    return leaving(request, number, Action.SEE_BOARD, _asked(request, primary=False), results.for_board)


@require_POST
@page(Action.SEE_BOARD_PRIMARY)
def files_with_primary(request: HttpRequest, number: int) -> HttpResponse:
    """The same with the primary outcome, as at a look that the protocol states."""
    return leaving(request, number, Action.SEE_BOARD_PRIMARY, _asked(request, primary=True))


def _asked(request: HttpRequest, primary: bool) -> Callable[[Cut, str], Path]:
    """What makes the report, with a profile of each participant where the form asks for them."""
    return partial(results.board_of, primary=primary, profiles="profiles" in request.POST)

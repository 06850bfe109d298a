"""The pages of coding: what waits, what was coded, and one text with the terms that it may mean."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.casebook.models import Entry
from bedside.conduct.coding import actions, shelf
from bedside.conduct.coding.books import KINDS, Kind
from bedside.conduct.coding.standing import STATES, Line, State, lines, standing_of
from bedside.conduct.frame.exports import as_csv, exported
from bedside.conduct.frame.pages import SCREENS, allowed, page, reader
from bedside.conduct.participants.finding import may_act
from bedside.conduct.people.models import Site
from bedside.conduct.people.permissions import acting, sites
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.study.protocol import read_once

PAGE = 100
"""Lines of the list on one page."""


@require_GET
@page(Action.SEE_IDENTITY_FREE_DATA)
@read_once()
def terms(request: HttpRequest) -> HttpResponse:
    """Every text to be coded that the reader may see, those that wait first."""
    found = lines(_seen(request))
    asked = request.GET.get("state", "")
    shown = sorted((each for each in found if asked in ("", each.state)), key=lambda each: each.state is State.CODED)
    counts = [(state, text, sum(each.state is state for each in found)) for state, text in STATES.items()]
    held = [(KINDS[kind], shelf.in_use(kind)) for kind in Kind]
    return render(request, "coding/terms.html", {
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")), "counts": counts, "state": asked,
        "dictionaries": held, "codes": may_act(request, Action.CODE_TERMS, ""),
    })  # fmt: skip


@require_GET
@page(Action.SEE_IDENTITY_FREE_DATA)
@read_once()
def export(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    seen = _seen(request)
    by = acting(reader(request), Action.SEE_IDENTITY_FREE_DATA, seen[0] if seen else "", SCREENS)
    return exported(by, "coded-terms.csv", as_csv([HEADER, *map(_row, lines(seen))]), "text/csv; charset=utf-8")


HEADER = ("participant", "form", "item", "text", "dictionary", "version", "state", "code", "term", "above", "coded_by")


def _row(line: Line) -> tuple[str, ...]:
    entry, held = line.entry, line.coded
    told = (held.dictionary.version, line.state.value, held.code, held.name, " > ".join(line.above),
            held.event.actor) if held else ("", line.state.value, "", "", "", "")  # fmt: skip
    return (entry.sheet.person.code, entry.sheet.form, entry.item, entry.typed or "", line.kind.value, *told)


@require_GET
@page(Action.CODE_TERMS)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One text, and the terms that it, or what is searched for, may mean."""
    held = _line(request, number)
    wanted = request.GET.get("q", "").strip()[:200]
    found = shelf.book(held.dictionary).suggest(wanted or held.entry.typed or "") if held.dictionary else []
    return render(request, "coding/one.html", {"line": held, "kind": KINDS[held.kind], "found": found, "q": wanted})


@require_POST
@page(Action.CODE_TERMS)
def code(request: HttpRequest, number: int) -> HttpResponse:
    """Say which term it means; on to the next that waits."""
    held = _line(request, number)
    by = allowed(request, Action.CODE_TERMS, held.entry.sheet.person.site)
    actions.code(by, held.entry, request.POST.get("code", "").strip(), free_text(request, "reason"))
    return redirect("coding")


def _line(request: HttpRequest, number: int) -> Line:
    entry = Entry.objects.select_related("sheet__person").filter(pk=number).first()
    held = standing_of(entry) if entry else None
    if held is None:
        allowed(request, Action.CODE_TERMS)
        raise Http404
    allowed(request, Action.CODE_TERMS, held.entry.sheet.person.site)
    return held


def _seen(request: HttpRequest) -> list[str]:
    known = list(Site.objects.values_list("code", flat=True))
    return sites(reader(request), Action.SEE_IDENTITY_FREE_DATA, known)

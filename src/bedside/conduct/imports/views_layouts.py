"""How the laboratories of a site write their files: the list with its history, and one more."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.imports import actions
from bedside.conduct.imports.files import ENCODINGS
from bedside.conduct.imports.layouts import COLUMNS, NEEDED, TAKEN, Typed, history_of, problems
from bedside.conduct.imports.views import site_of
from bedside.conduct.inclusion.importing import sources
from bedside.conduct.laboratory.analytes import variables
from bedside.conduct.people.models import User
from bedside.conduct.people.permissions import may
from bedside.conduct.people.roles import Action
from bedside.values.wording import Text


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
def layouts(request: HttpRequest, site: str) -> HttpResponse:
    """Every layout that was ever kept here, the latest first."""
    return _page(request, site_of(site), Typed(), [])


@page(Action.IMPORT_DATA)
@require_POST
def add(request: HttpRequest, site: str) -> HttpResponse:
    """Keep one more; what is wrong with it is shown beside what was typed."""
    by = allowed(request, Action.IMPORT_DATA, site_of(site))
    sent = {name: request.POST.get(name, "").strip() for name in ("name", "source", "encoding")}
    columns = {name: request.POST.get(f"column-{name}", "").strip()[:60] for name in COLUMNS}
    typed = Typed(**{name: text[:60] for name, text in sent.items()}, codes=request.POST.get("codes", "")[:20_000],
                  columns=columns)  # fmt: skip
    found = problems(typed)
    if found:
        return _page(request, site, typed, found)
    actions.keep_layout(by, site, typed)
    messages.success(request, say("imports.layout_kept"))
    return redirect("imports-layouts", site=site)


def _page(request: HttpRequest, site: str, typed: Typed, found: list[Text]) -> HttpResponse:
    assert isinstance(request.user, User)
    context = {
        "here": site, "typed": typed, "problems": found, "encodings": ENCODINGS, "sources": list(sources()),
        "rows": [(each, holds, json.loads(each.columns)) for each, holds in history_of(site)],
        "columns": [(name, f"imports.{'taken_column' if name == TAKEN else name}", typed.columns.get(name, ""),
                     name in NEEDED) for name in COLUMNS],
        "known": [(name, ", ".join(units)) for name, (_, units) in sorted(variables().items())],
        "imports": may(request.user, Action.IMPORT_DATA, site),
    }  # fmt: skip
    return render(request, "imports/layouts.html", context, status=422 if found else 200)

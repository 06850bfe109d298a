"""The laboratory grid of one person: seen in the unit that is asked for, and typed into where a cell is empty."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.casebook import gate
from bedside.conduct.casebook.actions import Filled, fill
from bedside.conduct.casebook.bench import bench_of
from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.grid import grid
from bedside.conduct.casebook.models import Draft, Sheet
from bedside.conduct.casebook.places import place_of_sheet
from bedside.conduct.casebook.reading import sheets_of
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.casebook.views import person_of
from bedside.conduct.casebook.words import WORDS
from bedside.conduct.frame.pages import allowed, page, reader
from bedside.conduct.frame.words import say
from bedside.conduct.laboratory.analytes import analytes
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.people.models import User
from bedside.conduct.people.permissions import may
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import Item

LONGEST = 40
"""Of a number typed in a cell, in characters."""


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
def laboratory(request: HttpRequest, code: str) -> HttpResponse:
    """Analytes by time. `u.<variable>` in the address asks for another unit of that row."""
    person = person_of(code)
    allowed(request, Action.SEE_IDENTITY_FREE_DATA, person.site)
    protocol, sheets, user = protocol_for(person), sheets_of(person), reader(request)
    bench = bench_of(person, protocol, known_of(person, protocol, sheets))
    writes = may(user, Action.WRITE_DATA, person.site)
    columns, rows = grid(bench, sheets, gate.gate_of(person, protocol), _drafts(user, person), _units(request.GET))
    context: dict[str, Any] = {
        "here": person.site, "person": person, "columns": columns, "rows": rows, "title": WORDS["laboratory"],
        "writes": writes and any(cell.name for row in rows for cell in row.cells), "bench": bench,
        "asked": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "casebook/laboratory.html", context)


@page(Action.WRITE_DATA)
@require_POST
def save(request: HttpRequest, code: str) -> HttpResponse:
    """Save what was typed in empty cells, sheet by sheet, as their forms would; what is not kept waits there."""
    person, user = person_of(code), reader(request)
    by, kept, held = allowed(request, Action.WRITE_DATA, person.site), 0, []
    drafts = _drafts(user, person)
    for sheet, typed in _typed(request, person):
        if sheet.pk in drafts:
            held.append(place_of_sheet(sheet).address(code))
            continue
        filled: Filled = fill(by, user, sheet, typed, dict.fromkeys(typed, 0))
        kept += len(filled.kept)
        held += [f"{place_of_sheet(sheet).address(code)}#f-{item}" for item in sorted(filled.held)]
    if kept:
        messages.success(request, say("casebook.n_saved", count=kept))
    if held:
        messages.error(request, say("casebook.n_held", count=len(held)))
        return redirect(held[0])
    if not kept:
        messages.info(request, say("casebook.nothing"))
    asked = request.POST.get("asked", "")[:1000]
    return redirect(f"{request.path.removesuffix('save/')}{'?' if asked else ''}{asked}")


def _typed(request: HttpRequest, person: Person) -> list[tuple[Sheet, dict[str, Typed]]]:
    """What was typed, by sheet; a cell that was filled meanwhile is passed on, and its form shows both."""
    units, found = _units(request.POST), []
    for sheet in person.sheets.order_by("pk"):
        form = protocol_of(sheet.version).form(sheet.form)
        items = {item.id: item for item in analytes(protocol_of(sheet.version), form)}
        texts = {name: request.POST.get(f"v.{sheet.pk}.{name}", "").strip()[:LONGEST] for name in items}
        given = {name: _one(items[name], text, units) for name, text in texts.items() if text}
        if given:
            found.append((sheet, given))
    return found


def _one(item: Item, text: str, units: dict[str, str]) -> Typed:
    unit = units.get(item.variable, "")
    return Typed(text, unit if unit in item.units else item.units[0])


def _units(sent: Any) -> dict[str, str]:
    return {name[2:]: value for name, value in sent.items() if name.startswith("u.")}


def _drafts(user: User, person: Person) -> frozenset[int]:
    return frozenset(Draft.objects.filter(user=user, sheet__person=person).values_list("sheet", flat=True))

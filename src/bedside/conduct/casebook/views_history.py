"""The history of one item, which the page of its sheet loads once it is asked for."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from bedside.conduct.casebook.history import history_of
from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import place_of_sheet
from bedside.conduct.casebook.views import person_of
from bedside.conduct.frame.pages import allowed, page, reader
from bedside.conduct.people.permissions import may
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import protocol_of


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
def history(request: HttpRequest, code: str, sheet: int, item: str) -> HttpResponse:
    """Every version of an item of a sheet, newest first, and the checks that were shown of it; opened by itself it is a
    page."""
    person = person_of(code)
    allowed(request, Action.SEE_IDENTITY_FREE_DATA, person.site)
    held = get_object_or_404(Sheet, pk=sheet, person=person)
    form = protocol_of(held.version).form(held.form)
    asked = [each for each in form.items if each.id == item]
    if not asked:
        raise Http404
    trail = may(reader(request), Action.SEE_TRAIL, person.site)
    told = {
        "history": history_of(held, asked[0]), "sheet": held, "item": asked[0], "trail_at": trail, "person": person,
        "here": person.site, "form": form, "form_at": f"{place_of_sheet(held).address(code)}#f-{item}",
    }  # fmt: skip
    return render(request, f"casebook/history{'' if 'HX-Request' in request.headers else '_page'}.html", told)

"""The freezers of a site: what each holds and where, and when one was too warm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.participants.finding import may_act
from bedside.conduct.participants.typed_times import local_now, read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.samples import actions, actions_custody, posted
from bedside.conduct.samples.custody import Held, at_site
from bedside.conduct.samples.flags import present, stays_of
from bedside.conduct.samples.models import Excursion, Freezer, counting
from bedside.conduct.study.protocol import read_once
from bedside.values.interval import NOT_MET


@dataclass(frozen=True)
class Contents:
    """A freezer, what it holds in the order of its positions, and how many aliquots each of its excursions concerns."""

    freezer: Freezer
    aliquots: tuple[Held, ...]
    excursions: tuple[tuple[Excursion, int], ...]


@page(Action.SEE_SAMPLES)
@require_GET
@read_once()
def freezers(request: HttpRequest, site: str) -> HttpResponse:
    """Every freezer of the site."""
    held, everything = posted.site_of(site), at_site(site)
    contents = [_contents(each, everything) for each in Freezer.objects.filter(site=site).order_by("name")]
    context = {
        "site": held, "here": site, "tab": "samples", "part": "freezers", "contents": contents, "now": local_now(),
        "writes": may_act(request, Action.RECORD_SAMPLES, site),
    }  # fmt: skip
    return render(request, "samples/freezers.html", context)


def _contents(freezer: Freezer, everything: Sequence[Held]) -> Contents:
    inside = [each for each in everything if each.position is not None and each.position.freezer == freezer]
    warm = counting(Excursion.objects.filter(freezer=freezer)).select_related("event").order_by("-from_us")
    counted = ((each, sum(_was_there(held, each) for held in everything)) for each in warm)
    return Contents(freezer, tuple(sorted(inside, key=_by_position)), tuple(counted))


def _by_position(held: Held) -> tuple[tuple[bool, int, str], ...]:
    """Positions that are numbers as numbers: 2 comes before 10."""
    assert held.position is not None
    parts = held.position.key[1:]
    return tuple((not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts)


def _was_there(held: Held, excursion: Excursion) -> bool:
    stays = [(start, end) for freezer, start, end in stays_of(held) if freezer == excursion.freezer_id]
    return any(present(start, end, excursion) != NOT_MET for start, end in stays)


@page(Action.RECORD_SAMPLES)
@require_POST
def add(request: HttpRequest, site: str) -> HttpResponse:
    """Name a freezer of the site."""
    by = allowed(request, Action.RECORD_SAMPLES, site)
    actions_custody.add_freezer(by, site, free_text(request, "called"))
    return _back(request, site)


@page(Action.RECORD_SAMPLES)
@require_POST
def store(request: HttpRequest, site: str) -> HttpResponse:
    """Put the aliquots that were ticked into a freezer, or elsewhere in it; goes back to where they were ticked."""
    by, freezer = allowed(request, Action.RECORD_SAMPLES, site), posted.freezer(request, site)
    parts = (posted.text(request, name) for name in ("shelf", "rack", "box", "position"))
    place, aliquots = actions_custody.Place(freezer, *parts), posted.ticked(request, site)
    kept = actions_custody.store(by, aliquots, place, posted.text(request, "at"), free_text(request, "told"))
    messages.success(request, say("samples.recorded"))
    return redirect("samples-person", kept[0].aliquot.processed.draw.person.code)


@page(Action.RECORD_SAMPLES)
@require_POST
def excursion(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Note that a freezer was too warm."""
    by = allowed(request, Action.RECORD_SAMPLES, site)
    freezer = Freezer.objects.filter(pk=number, site=site).first()
    if freezer is None:
        raise Http404
    since, until = (read_local(posted.text(request, name), freezer.name) for name in ("from", "until"))
    highest, told = posted.text(request, "highest"), free_text(request, "told")
    actions_custody.note_excursion(by, freezer, since, until, highest, told)
    return _back(request, site)


@page(Action.RECORD_SAMPLES)
@require_POST
def take_back(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Say that an excursion was written by mistake."""
    by = allowed(request, Action.RECORD_SAMPLES, site)
    held = Excursion.objects.filter(pk=number, freezer__site=site).select_related("event").first()
    if held is None:
        raise Http404
    actions.take_back(by, [held], free_text(request, "reason"))
    return _back(request, site)


def _back(request: HttpRequest, site: str) -> HttpResponse:
    messages.success(request, say("samples.recorded"))
    return redirect("samples-freezers", site)

"""The trail on the screen: searched, sorted, exported; the history of one field; what somebody should look at.

Who reads or exports it leaves an event too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from bedside.conduct.frame.pages import SCREENS, allowed, page
from bedside.conduct.frame.words import language
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.permissions import Forbidden, acting, may, sites
from bedside.conduct.people.roles import Action
from bedside.conduct.trail import exporting, reviewing
from bedside.conduct.trail.choosing import A_PAGE, SORTS, Choice
from bedside.conduct.trail.keeping import Act, Actor, end, note
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.telling import Line, lines
from bedside.conduct.trail.words import ACTIONS

Reach = list[str] | None
"""The sites whose events somebody may read; None: all, and those of no site."""


@page(Action.SEE_TRAIL)
def trail(request: HttpRequest) -> HttpResponse:
    """The whole trail, newest first unless asked otherwise."""
    by, reach = _reader(request, Action.SEE_TRAIL)
    choice, after = Choice.of(request.GET.dict()), request.GET.get("after", "")
    events = choice.page(reach, int(after) if after.isdecimal() else None)
    shown = list(lines(events[:A_PAGE], language()))
    note(_reading(by, "read trail", choice, reach))
    return render(request, "trail/trail.html", {
        "lines": shown, "choice": choice, "asked": choice.asked, "actions": _actions(), "sites": _known(reach),
        "here": choice.asked.get("site", ""), "columns": _columns(choice), "after": after,
        "next": _address(choice, after=events[A_PAGE - 1].number) if len(events) > A_PAGE else "",
        "first": _address(choice), "may_export": _may_export(request),
    })  # fmt: skip


@page(Action.SEE_TRAIL)
def history(request: HttpRequest, code: str, place: str) -> HttpResponse:
    """Everything that was kept of one field of one participant, newest first."""
    return _history(request, code, place)


@page(Action.SEE_TRAIL)
def field(request: HttpRequest, sheet: int, item: str) -> HttpResponse:
    """The history of an item of a sheet, whose number is that of the event that opened it."""
    opened = Event.objects.filter(pk=sheet).exclude(participant="").first()
    if opened is None:
        raise Http404(f"{sheet} {item}")
    return _history(request, opened.participant, f"{opened.place} / {item}")


@page(Action.EXPORT_TRAIL)
def export_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The lines that were asked for, as CSV."""
    return _export(request, "csv", "text/csv; charset=utf-8", exporting.as_csv)


@page(Action.EXPORT_TRAIL)
def export_json(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The lines that were asked for, as JSON."""
    return _export(request, "json", "application/json", exporting.as_json)


@page(Action.SEE_TRAIL)
def review(request: HttpRequest) -> HttpResponse:
    """What somebody should look at."""
    by, reach = _reader(request, Action.SEE_TRAIL)
    limits = reviewing.Limits.of_study()
    found = reviewing.odd(reach, limits)
    note(Act(by, "review trail", _only(reach)))
    told = list(zip(found, lines([each.event for each in found], language()), strict=True))
    kinds = [(kind, [pair for pair in told if pair[0].kind == kind]) for kind in reviewing.looks()]
    return render(request, "trail/review.html", {"kinds": kinds, "limits": limits})


def _history(request: HttpRequest, code: str, place: str) -> HttpResponse:
    held = Event.objects.filter(participant=code, place=place).exclude(kept_in="")
    last = held.order_by("-number").first()
    if last is None:
        raise Http404(f"{code} {place}")
    by = allowed(request, Action.SEE_TRAIL, last.site)
    shown = list(lines(list(held.order_by("-number")[:1000]), language()))
    note(Act(by, "read history", last.site, code, place))
    return render(request, "trail/history.html", {
        "lines": shown, "code": code, "place": shown[0].place, "here": last.site,
    })  # fmt: skip


def _export(
    request: HttpRequest, kind: str, type_: str, written: Callable[[Iterable[Line]], Iterator[str]]
) -> StreamingHttpResponse:
    by, reach = _reader(request, Action.EXPORT_TRAIL)
    choice, last = Choice.of(request.GET.dict()), (end() or (0, ""))[0]
    count = choice.events(reach).filter(number__lte=last).count()
    note(_reading(by, "export trail", choice, reach, format=kind, lines=count, up_to=last))
    told = (line for some in choice.all(reach, last) for line in lines(some, language() if kind == "csv" else "en"))
    return StreamingHttpResponse(
        written(told), content_type=type_, headers={"Content-Disposition": f'attachment; filename="audit-trail.{kind}"'}
    )


def _reader(request: HttpRequest, action: Action) -> tuple[Actor, Reach]:
    """Who reads, in which role, and the sites of which they may. Raises Forbidden where there are none."""
    user = request.user
    assert isinstance(user, User)
    if may(user, action):
        return acting(user, action, "", SCREENS), None
    own = sites(user, action, list(Site.objects.values_list("code", flat=True)))
    if not own:
        raise Forbidden("there is no site whose trail you may read.", "audit trail", "Ask an administrator.")
    return acting(user, action, own[0], SCREENS), own


def _may_export(request: HttpRequest) -> bool:
    try:
        _reader(request, Action.EXPORT_TRAIL)
    except Forbidden:
        return False
    return True


def _reading(by: Actor, action: str, choice: Choice, reach: Reach, **more: Any) -> Act:
    """The act of reading: what was asked for, but not texts looked for in reasons, which may name somebody."""
    asked = {name: value for name, value in choice.asked.items() if name != "reason"}
    if "reason" in choice.asked:
        asked["searched"] = "reason"
    return Act(by, action, _only(reach), detail={**asked, "sort": choice.sort, **more})


def _only(reach: Reach) -> str:
    """The site of who reads one site alone: what they did there is theirs to see."""
    return reach[0] if reach is not None and len(reach) == 1 else ""


def _known(reach: Reach) -> list[str]:
    return reach if reach is not None else list(Site.objects.values_list("code", flat=True))


def _actions() -> list[tuple[str, str]]:
    return sorted(((action, text.say(language())) for action, text in ACTIONS.items()), key=lambda each: each[1])


def _address(choice: Choice, sort: str = "", **more: object) -> str:
    kept = sort or f"{'-' if choice.down else ''}{choice.sort}"
    return "?" + urlencode({**choice.asked, **({} if kept == "-number" else {"sort": kept}), **more})


def _columns(choice: Choice) -> list[tuple[str, str, str]]:
    """Each order: its name, the address that sorts so (the other way round when it does already), and how it is."""
    made = []
    for sort in SORTS:
        now = ("descending" if choice.down else "ascending") if sort == choice.sort else ""
        down = now == "ascending" or (not now and sort == "number")
        made.append((sort, _address(choice, f"{'-' if down else ''}{sort}"), now))
    return made

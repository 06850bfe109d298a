"""Redacting a text of a kept row from its place on the screen: chosen, never typed again, with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import language, say, told
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy import scanning
from bedside.conduct.trail.keeping import Act
from bedside.conduct.trail.models import Event, Kept
from bedside.conduct.trail.reading import rows_of
from bedside.conduct.trail.redacting import redact
from bedside.conduct.trail.telling import lines, redactable
from bedside.conduct.trail.words import COLUMNS
from bedside.values.wording import Text


@dataclass(frozen=True)
class Choice:
    """A text that may be emptied: of the event (its reason) or of the row that it brought about."""

    row: Event | Kept
    column: str

    @property
    def name(self) -> str:
        """As the form sends it."""
        return f"{self.row._meta.db_table}.{self.column}"

    @property
    def label(self) -> Text:
        """The column, in words."""
        return COLUMNS.get(self.column, Text(self.column, self.column))

    @property
    def text(self) -> str:
        """What stands there."""
        return str(getattr(self.row, self.column))


@page(Action.REDACT)
def redacting(request: HttpRequest, number: int) -> HttpResponse:
    """The texts that an event left behind, one of which is emptied for good."""
    event = Event.objects.filter(pk=number).first()
    if event is None:
        raise Http404(f"event {number}")
    by = allowed(request, Action.REDACT, event.site)
    choices, reason = _choices(event), request.POST.get("reason", "").strip()
    chosen = next((each for each in choices if each.name == request.POST.get("text")), None)
    wrong = _wrong(request, chosen, reason) if request.method == "POST" else ""
    if chosen is None or wrong or request.method != "POST":
        line = next(lines([event], language()))
        held = {"event": event, "line": line, "choices": choices, "chosen": chosen, "reason": reason, "wrong": wrong}
        return render(request, "trail/redact.html", held, status=422 if wrong else 200)
    redact(Act(by, "redact", event.site, event.participant, event.place, reason), chosen.row, chosen.column)
    return redirect("trail-redact", number)


def _choices(event: Event) -> list[Choice]:
    rows: list[Event | Kept] = [event, *rows_of([event]).get((event.kept_in, event.number), [])]
    return [Choice(row, column) for row in rows for column in redactable(row)]


def _wrong(request: HttpRequest, chosen: Choice | None, reason: str) -> str:
    """What keeps it from being done, in the reader's language: nothing chosen, no reason, a reason that names."""
    if chosen is None:
        return say("trail.redact_choose")
    if not reason:
        return say("trail.redact_why")
    if found := scanning.scan(reason):
        return say("trail.redact_names", what=told(scanning.said(found)))
    return "" if request.POST.get("sure") == "yes" else say("trail.redact_sure_missing")

"""The timeline of a participant: what is planned, was done, and happened; events and appointments are recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from bedside.conduct.casebook.places import UNSCHEDULED, Place
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.inclusion.timeline import Timeline, VisitNow, timeline
from bedside.conduct.inclusion.timeline_figure import figure
from bedside.conduct.participants.actions import happen, plan, take_back
from bedside.conduct.participants.consent import Step, rule_of
from bedside.conduct.participants.finding import may_act, person_for
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import LEAVING, died_by_consent, left_by
from bedside.conduct.participants.typed_times import local_now, read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.errors import UsageError
from bedside.values.wording import Text

_AS_SCHEDULED = frozenset({Step.WITHDRAW, Step.OBJECT})
"""The steps that are what the schedule calls them; for who declines, or whose relative refuses, it has one event."""


@dataclass(frozen=True)
class Row:
    """A visit, or the days of a daily visit between two others."""

    visits: tuple[VisitNow, ...]

    @property
    def first(self) -> VisitNow:
        """The first of them."""
        return self.visits[0]

    @property
    def last(self) -> VisitNow:
        """The last of them."""
        return self.visits[-1]

    @property
    def done(self) -> int:
        """How many are complete."""
        return sum(visit.progress.value == "done" for visit in self.visits)


@page(Action.SEE_PARTICIPANTS)
def timeline_page(request: HttpRequest, code: str) -> HttpResponse:
    """Visits, windows, forms and events of a participant; a POST records an event, or plans a visit."""
    person = person_for(request, code, Action.SEE_PARTICIPANTS)
    if request.method == "POST":
        return _record(request, person)
    context: dict[str, object] = {"person": person, "here": person.site, "tab": "timeline", "now": local_now()}
    if hasattr(person, "enrolled"):
        context |= _context(request, person, timeline(person))
    return render(request, "inclusion/timeline.html", context)


def _context(request: HttpRequest, person: Person, found: Timeline) -> dict[str, object]:
    schedule = found.protocol.schedule
    kept = person.happened.select_related("event", "taken_back").order_by("-at_us", "-pk")
    steps = {each: rule_of(step).text for each, step in left_by(person) if step not in _AS_SCHEDULED}
    found = _named({each.event: text for each, text in steps.items()}, found)
    told = [(steps.get(each, schedule.event(each.event).text), each.at) for each in found.happened]
    died = died_by_consent(person)
    by_consent = [each for each in found.happened if each.event in LEAVING.values() or each == died]
    return {
        "found": found, "svg": mark_safe(figure(found, told)), "rows": list(rows(found.visits)),
        "by_consent": [(steps.get(each, schedule.event(each.event).text), int(each.at)) for each in by_consent],
        "kept_told": [(each, schedule.event(each.what).text) for each in kept],
        "choices": [event for event in schedule.events if event.id not in LEAVING.values()],
        "unscheduled": list(_unscheduled(person, found)),
        "writes": may_act(request, Action.WRITE_DATA, person.site),
        "reads_data": may_act(request, Action.SEE_IDENTITY_FREE_DATA, person.site),
    }  # fmt: skip


def _named(steps: Mapping[str, Text], found: Timeline) -> Timeline:
    """The timeline with what the end of a consent asks for under the step that it was."""
    visits = (replace(each, text=steps.get(each.due.visit, each.text)) for each in found.visits)
    return replace(found, visits=tuple(visits)) if steps else found


def rows(visits: Sequence[VisitNow]) -> Iterator[Row]:
    """The visits in order; days of a daily visit that follow each other stand together."""
    for daily, those in groupby(visits, lambda each: each.due.visit if each.daily else ""):
        if daily:
            yield Row(tuple(those))
        else:
            yield from (Row((each,)) for each in those)


def _unscheduled(person: Person, found: Timeline) -> Iterator[tuple[Text, str]]:
    """Every form with the address at which it is filled once more, beside the schedule."""
    numbers: dict[str, int] = {}
    for each in found.filled:
        if each.visit == UNSCHEDULED:
            numbers[each.form] = max(numbers.get(each.form, 0), each.number)
    for form in found.protocol.forms:
        place = Place(UNSCHEDULED, form.id, None, numbers.get(form.id, 0) + 1)
        yield form.text, place.address(person.code)


def _record(request: HttpRequest, person: Person) -> HttpResponse:
    actor, posted = allowed(request, Action.WRITE_DATA, person.site), request.POST
    if posted.get("take_back"):
        held = next((each for each in person.happened.all() if str(each.pk) == posted["take_back"]), None)
        if held is None:
            raise UsageError("there is no such event.", person.code, "Look at the list of events.")
        take_back(actor, held, free_text(request, "reason"))
    elif posted.get("plan"):
        at = posted.get("at", "").strip()
        plan(actor, person, posted["plan"], read_local(at, "visit") if at else None)
    else:
        happen(actor, person, posted.get("what", ""), read_local(posted.get("at", ""), "event"))
    messages.success(request, say("inclusion.recorded"))
    return redirect(f"/participants/{person.code}/timeline/")

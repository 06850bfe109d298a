"""A part of the study as the checks before a lock look at it: its people, their sheets and visits, read once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from bedside.conduct.casebook.models import Draft, Sheet
from bedside.conduct.casebook.places import Place, scope_of
from bedside.conduct.closing.signing import Signatures
from bedside.conduct.inclusion.filled import Filled, filled_of
from bedside.conduct.inclusion.timeline import FormNow, Progress, VisitNow, timelines
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import with_history


class Part:
    """Everything in a scope, and what a scope that is but one item lies in."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @cached_property
    def persons(self) -> list[Person]:
        """The people in it, with their history."""
        found = Person.objects.all()
        if self.scope.site:
            found = found.filter(site=self.scope.site)
        if self.scope.participant:
            found = found.filter(code=self.scope.participant)
        return with_history(list(found))

    @property
    def enrolled(self) -> list[Person]:
        """Those who were included."""
        return [person for person in self.persons if hasattr(person, "enrolled")]

    @cached_property
    def signatures(self) -> Signatures:
        """Their signatures."""
        return Signatures(self.persons)

    def touches(self, scope: Scope) -> bool:
        """Whether a place is in it, or holds it."""
        return self.scope.covers(scope) or scope.covers(self.scope)

    def filled(self) -> Iterator[tuple[Person, Scope, Filled]]:
        """Every sheet in it that was begun."""
        held = filled_of(self.persons)
        for person in self.persons:
            for each in held[person.pk]:
                scope = Scope(person.site, person.code, each.visit, each.day, each.form, each.number)
                if self.touches(scope):
                    yield person, scope, each

    @cached_property
    def visits(self) -> list[tuple[Person, VisitNow, list[FormNow]]]:
        """Every visit in it that the schedule asks of somebody, with the forms of it that are in it."""
        lines = timelines(self.enrolled)
        return [
            (person, visit, forms)
            for person in self.enrolled
            for visit in lines[person.pk].visits
            if (forms := [form for form in visit.forms if self.touches(at(person, form.place))])
        ]

    def overdue(self) -> Iterator[tuple[Person, FormNow]]:
        """Every form in it that nobody has begun though the window of its visit has closed."""
        for person, visit, forms in self.visits:
            for form in forms if visit.progress is Progress.OVERDUE else ():
                if form.progress is Progress.TO_COME:
                    yield person, form

    def drafts(self) -> Iterator[Draft]:
        """What somebody typed in it and has not saved."""
        persons = {person.pk: person for person in self.persons}
        held = Draft.objects.filter(sheet__person__in=list(persons)).exclude(typed={})
        for draft in held.select_related("sheet", "user").order_by("at_us"):
            sheet: Sheet = draft.sheet
            sheet.person = persons[sheet.person_id]
            if any(self.touches(scope_of(sheet, item)) for item in draft.typed):
                yield draft


def at(person: Person, place: Place) -> Scope:
    """The scope of an occasion of a form."""
    return Scope(person.site, person.code, place.visit, place.day, place.form, place.number)

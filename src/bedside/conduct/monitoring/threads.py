"""Queries as people read them: what was asked and said, where each stands, how old it is, whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import UNSCHEDULED, Place, having, place_of_sheet, visit_text
from bedside.conduct.casebook.words import WORDS as FORM_WORDS
from bedside.conduct.laboratory.choices import delta_factor
from bedside.conduct.monitoring.finding import RULES, Standing
from bedside.conduct.monitoring.models import Query, Reply
from bedside.conduct.monitoring.states import SIGNS, STATES, TONES, Kind, State, Step, possible, state_of
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.study.clock import today
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.protocol.model import Form, Protocol
from bedside.values.moment import DAY, Moment, now
from bedside.values.wording import Text

WHOLE_FORM = Text("the whole form", "tout le formulaire")


@dataclass(frozen=True)
class Thread:
    """A query with what was said since. `opened` is when it was raised or opened again, `changed` the version of the
    item that was saved after the last thing said (None: there is none, or the query was closed)."""

    query: Query
    replies: tuple[Reply, ...]
    state: State
    opened: Moment
    changed: Entry | None
    form: Form
    visit: Text

    @property
    def place(self) -> Place:
        """The occasion that it is about."""
        return place_of_query(self.query)

    @property
    def address(self) -> str:
        """The field that it is about."""
        form = self.place.address(self.query.person.code)
        return f"{form}#f-{self.query.item}" if self.query.item else form

    @property
    def record(self) -> Text:
        """The form in words, with the number of the record where there may be others beside it."""
        if self.query.occurrence == 1 and not self.form.repeats and self.query.visit != UNSCHEDULED:
            return self.form.text
        return Text.joined(" ", (self.form.text, FORM_WORDS["number"].filled(number=self.query.occurrence)))

    @property
    def about(self) -> Text:
        """The item in words."""
        return self.form.item(self.query.item).text if self.query.item else WHOLE_FORM

    @property
    def asked(self) -> Text | None:
        """The question: a check's in both languages, somebody's as it was typed; None where it was redacted."""
        if self.query.text is None:
            return None
        return Text(self.query.text, self.query.french or self.query.text)

    @property
    def rule(self) -> Text | None:
        """The check that asks, in words; None where somebody does."""
        return RULES.get(self.query.rule, Text(self.query.rule, self.query.rule)) if self.query.rule else None

    @property
    def days(self) -> int:
        """How many whole days ago it was opened (again)."""
        return max(0, int(now()) - self.opened) // DAY

    @property
    def over(self) -> bool:
        """Whether nobody has to do anything about it."""
        return self.state in (State.CLOSED, State.SETTLED)

    @property
    def text(self) -> Text:
        """The state in words."""
        return STATES[self.state]

    @property
    def sign(self) -> str:
        """The state as a sign, beside its words."""
        return SIGNS[self.state]

    @property
    def tone(self) -> str:
        """The state as a class of the style sheet."""
        return TONES[self.state]

    def can(self, step: Step) -> bool:
        """Whether a step may be taken where it stands."""
        return possible(self.state, step)

    @property
    def answerable(self) -> bool:
        """Whether it may be answered."""
        return self.can(Step.ANSWER)

    @property
    def closable(self) -> bool:
        """Whether it may be closed."""
        return self.can(Step.CLOSE)

    @property
    def reopenable(self) -> bool:
        """Whether it may be opened again."""
        return self.can(Step.REOPEN)


def place_of_query(query: Query) -> Place:
    """The occasion that a query is about, its sheet begun or not."""
    return Place(query.visit, query.form, query.day, query.occurrence)


def on_place(person: Person, place: Place) -> QuerySet[Query]:
    """Everything that was asked about one sheet."""
    where = {"visit": place.visit, "day": place.day, "form": place.form, "occurrence": place.number}
    return Query.objects.filter(person=person, **where)


def thread_of(query: Query) -> Thread:
    """One query."""
    return threads_of(Query.objects.filter(pk=query.pk))[0]


def threads_of(queries: QuerySet[Query]) -> list[Thread]:
    """These queries, the oldest first."""
    held = queries.select_related("event", "person__enrolled", "person__not_enrolled").order_by("pk")
    found = list(held.prefetch_related("replies__event"))
    with read_once():
        later = _Later(found)
        return [later.thread(query) for query in found]


class _Later:
    """What was saved, after the oldest was raised, that queries which nobody has closed may be about; and the version
    of the protocol by which each is read."""

    def __init__(self, queries: Sequence[Query]) -> None:
        of = {"person__in": {query.person_id for query in queries}, "form__in": {query.form for query in queries}}
        sheets = Sheet.objects.filter(**of)
        self.versions = {(sheet.person_id, place_of_sheet(sheet)): sheet.version for sheet in sheets}
        going = [query for query in queries if _last(query) is not Step.CLOSE]
        persons, forms = {query.person_id for query in going}, {query.form for query in going}
        forms |= {form for query in going if query.rule for form in self._beside(query)}
        saved = Entry.objects.filter(sheet__person__in=persons, sheet__form__in=forms)
        self.entries: dict[int, list[Entry]] = {}
        first = min((query.pk for query in going), default=0)
        for entry in saved.filter(event__gt=first).select_related("event", "sheet").order_by("pk") if going else ():
            self.entries.setdefault(entry.sheet.person_id, []).append(entry)

    def thread(self, query: Query) -> Thread:
        said, last = _said(query), _last(query)
        opening = [query, *(reply for reply in said if reply.step == Step.REOPEN)][-1]
        kind = Kind.CHECK if query.rule else Kind.TYPED
        own = [] if last is Step.CLOSE else self._own(query, opening.pk if query.rule else (query, *said)[-1].pk)
        changed = bool(own) if kind is Kind.TYPED else last is not Step.CLOSE and self._read(query, opening.pk)
        silent = changed and kind is Kind.CHECK and not _fires(query)
        protocol = self._protocol(query)
        return Thread(
            query, said, state_of(kind, last, changed, silent), Moment(opening.event.at_us), own[-1] if own else None,
            protocol.form(query.form), visit_text(protocol, query.visit, query.day),
        )  # fmt: skip

    def _own(self, query: Query, since: int) -> list[Entry]:
        """The versions of the item (of a whole form: of any) that were saved since."""
        return [
            entry
            for entry in self.entries.get(query.person_id, ())
            if entry.pk > since and place_of_sheet(entry.sheet) == place_of_query(query)
            and query.item in ("", entry.item)
        ]  # fmt: skip

    def _read(self, query: Query, since: int) -> bool:
        """Whether something was saved since that a check of the item may read: the same sheet, the same variable."""
        beside = self._beside(query)
        return any(
            entry.pk > since
            and (place_of_sheet(entry.sheet) == place_of_query(query)
                 or entry.item in beside.get(entry.sheet.form, ()))
            for entry in self.entries.get(query.person_id, ())
        )  # fmt: skip

    def _beside(self, query: Query) -> dict[str, set[str]]:
        """The items that record the same variable as that of a query, by form."""
        protocol = self._protocol(query)
        variables = _variables(protocol.form(query.form), query.item)
        found = ((form.id, {item.id for item in form.items if variables & _variables(form, item.id)})
                 for form in protocol.forms)  # fmt: skip
        return {form: items for form, items in found if items}

    def _protocol(self, query: Query) -> Protocol:
        """The version of the sheet that it is about; of one that nobody has begun, the one that holds."""
        version = self.versions.get((query.person_id, place_of_query(query)))
        return protocol_of(version) if version else having(protocol_for(query.person), query.form)


def _said(query: Query) -> tuple[Reply, ...]:
    return tuple(sorted(query.replies.all(), key=lambda reply: reply.pk))


def _last(query: Query) -> Step:
    """The last step that somebody took."""
    said = _said(query)
    return Step(said[-1].step) if said else Step.RAISE


def _variables(form: Form, item: str) -> frozenset[str]:
    """The variables that an item records; none for one that the form no longer has."""
    found = next((each for each in form.items if each.id == item), None)
    named = (found.variable, *(code.variable for code in found.codes)) if found else ()
    return frozenset(name for name in named if name)


_standing: dict[int, tuple[tuple[object, ...], Standing]] = {}


def _fires(query: Query) -> bool:
    """Whether the check still has something to say; a casebook is judged again only when something of it changed."""
    mark = _mark(query.person)
    if _standing.get(query.person_id, (None,))[0] != mark:
        _standing[query.person_id] = (mark, Standing.of(query.person))
    return _standing[query.person_id][1].fires(place_of_query(query), query.item, query.rule)


def _mark(person: Person) -> tuple[object, ...]:
    """All that the checks of a casebook depend on beside the time of the day."""
    last = Entry.objects.filter(sheet__person=person).order_by("-pk").values_list("event__seal", flat=True).first()
    return last, getattr(person, "enrolled", None), protocol_for(person).hash, delta_factor(), today()


def tally(threads: Iterable[Thread]) -> Mapping[State, int]:
    """How many stand where, in the order of the states."""
    held = list(threads)
    return {state: sum(each.state is state for each in held) for state in State}

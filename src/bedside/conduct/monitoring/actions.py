"""Everything that is done with queries: raised by somebody or by a check, answered, closed, opened again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bedside.conduct.casebook.actions_comments import LONGEST, MayIdentify
from bedside.conduct.casebook.checks_consent import AFTER_LEAVING
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import Place, form_and_items, place_of, protocol_at
from bedside.conduct.monitoring.finding import Found, lacking, violated
from bedside.conduct.monitoring.models import Query, Reply
from bedside.conduct.monitoring.states import State, Step
from bedside.conduct.monitoring.threads import Thread, thread_of, threads_of
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import left_at, steps_of
from bedside.conduct.privacy import scanning
from bedside.conduct.study.protocol import read_once
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep, keep_all
from bedside.errors import UsageError
from bedside.protocol.model import ItemKind
from bedside.values.wording import Text

ACTS = {Step.ANSWER: "answer query", Step.CLOSE: "close query", Step.REOPEN: "reopen query"}
"""What the trail calls each step."""


@in_turn
def raise_query(by: Actor, person: Person, place: Place, item: str, text: str, reason: str = "") -> Query:
    """Ask about an item; `reason` is why a text that may identify somebody may stay.

    Raises UsageError for an empty or too long text and an item that nobody types, MayIdentify for a text that may name
    somebody, ProtocolError for an item that the form does not have.
    """
    protocol = protocol_at(person, place)
    asked = protocol.form(place.form).item(item)
    where = form_and_items(protocol, place.form, [item])
    if asked.kind is ItemKind.COMPUTED:
        raise UsageError("nobody types this value: it is worked out.", where, "Ask about one of its inputs.")
    said = _said(text, where, reason)
    return keep(_act(by, "raise query", person, place, item, reason), _query(person, place, item, "", said))


@in_turn
def raise_found(by: Actor, person: Person, found: Iterable[Found]) -> list[Query]:
    """Raise what rules found of a person's casebook, but for what was asked already; returns the new queries.

    One that is going on is not asked twice, and one that somebody closed not again before the value changes.
    """
    asked = {(t.place, t.query.item, t.query.rule): t for t in threads_of(Query.objects.filter(person=person))}
    new = [each for each in found if _is_new(each, asked.get(each.key))]
    return keep_all(
        (_act(by, "raise query", person, each.place, each.item),
         _query(person, each.place, each.item, each.rule, each.text.en, each.text.fr, each.base))
        for each in new
    )  # fmt: skip


def ask_about_later(by: Actor, person: Person) -> list[Query]:
    """Raise a query about every value that was collected after the end of the consent and stands, because that end
    was recorded later; none about somebody whose consent goes on."""
    now = Person.objects.get(pk=person.pk)
    if left_at(steps_of(now)) is None:
        return []
    return raise_found(by, now, [each for each in violated(now) if each.rule == AFTER_LEAVING])


def raise_at_site(by: Actor, site: str) -> list[Query]:
    """Raise what the checks find in the casebooks of a site; each person's queries are a turn of their own."""
    persons = list(Person.objects.filter(site=site).select_related("enrolled", "not_enrolled").order_by("pk"))
    with read_once():
        lacks = lacking(persons)
        new = [raise_found(by, each, [*violated(each), *lacks[each.pk]]) for each in persons]
    return [query for raised in new for query in raised]


@in_turn
def answer(by: Actor, query: Query, text: str, reason: str = "") -> Reply:
    """Answer a query. It stays open for who asked. Raises as `raise_query`, and UsageError where it is closed."""
    return _step(by, query, Step.ANSWER, text, reason)


@in_turn
def answer_all(chosen: Sequence[tuple[Actor, Query]], text: str, reason: str = "") -> list[Reply]:
    """Answer several queries with one text, all or none; each in the name of who may answer at its site."""
    if not chosen:
        raise UsageError("no query is chosen.", "queries", "Tick those that the answer is for.")
    return [answer(by, query, text, reason) for by, query in chosen]


@in_turn
def close(by: Actor, query: Query, text: str = "", reason: str = "") -> Reply:
    """Close a query. What a check asks is closed with the reason why the value may stand: nothing else tells."""
    return _step(by, query, Step.CLOSE, text, reason, may_be_silent=not query.rule)


@in_turn
def reopen(by: Actor, query: Query, text: str, reason: str = "") -> Reply:
    """Open a closed query again, saying why."""
    return _step(by, query, Step.REOPEN, text, reason)


def _step(by: Actor, query: Query, step: Step, text: str, reason: str, may_be_silent: bool = False) -> Reply:
    thread, where = thread_of(query), f"query {query.pk}"
    if not thread.can(step):
        raise UsageError(_CANNOT[step].filled(state=thread.text), where, "Look at what was said meanwhile.")
    said = "" if may_be_silent and not text.strip() else _said(text, where, reason)
    act = _act(by, ACTS[step], query.person, thread.place, query.item, reason)
    return keep(act, Reply(query=query, step=step.value, text=said))


_CANNOT = {
    Step.ANSWER: Text("this query is {state}: it cannot be answered.",
                      "cette question est\u00a0: {state}\u00a0; on ne peut pas y répondre."),
    Step.CLOSE: Text("this query is {state}: it cannot be closed.",
                     "cette question est\u00a0: {state}\u00a0; on ne peut pas la clore."),
    Step.REOPEN: Text("this query is {state}: it cannot be opened again.",
                      "cette question est\u00a0: {state}\u00a0; on ne peut pas la rouvrir."),
}  # fmt: skip


def _said(text: str, where: str | Text, reason: str) -> str:
    """A text as it is kept."""
    said = text.strip()
    if not said:
        raise UsageError("nothing is written.", where, "Write it in a sentence.")
    if len(said) > LONGEST:
        raise UsageError(f"the text is longer than {LONGEST} characters.", where, "Write it shorter.")
    found = scanning.scan(said)
    if found and not reason.strip():
        raise MayIdentify(found, where)
    return said


def _is_new(found: Found, before: Thread | None) -> bool:
    if before is None:
        return True
    return before.state is State.CLOSED and found.base > _version(before)


def _version(thread: Thread) -> int:
    """The version that stood when a query was closed."""
    closed = thread.replies[-1].pk
    held = _entries(thread.query.person, thread.place, thread.query.item).filter(pk__lt=closed)
    return held.values_list("number", flat=True).order_by("-number").first() or 0


def _entries(person: Person, place: Place, item: str) -> Any:
    sheets = Sheet.objects.filter(person=person, visit=place.visit, day=place.day, form=place.form, number=place.number)
    return Entry.objects.filter(sheet__in=sheets, item=item)


def _query(
    person: Person, place: Place, item: str, rule: str, text: str, french: str = "", base: int | None = None
) -> Query:
    last = _entries(person, place, item).values_list("number", flat=True).order_by("-number").first()
    return Query(
        person=person, visit=place.visit, day=place.day, form=place.form, occurrence=place.number, item=item, rule=rule,
        base=(last or 0) if base is None else base, text=text, french=french,
    )  # fmt: skip


def _act(by: Actor, action: str, person: Person, place: Place, item: str, reason: str = "") -> Act:
    where = place_of(place.visit, place.day, place.form, place.number)
    return Act(by, action, person.site, person.code, f"{where} / {item}" if item else where, reason.strip())

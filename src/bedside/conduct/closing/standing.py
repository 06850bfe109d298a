"""What an investigator has to sign: what is ready, what fell since it was signed, what is still in the way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bedside.conduct.casebook.places import Place, visit_text
from bedside.conduct.casebook.progress import Status
from bedside.conduct.closing.models import Signature
from bedside.conduct.closing.part import Part
from bedside.conduct.closing.signing import Signatures, Signing
from bedside.conduct.closing.words import WORDS
from bedside.conduct.locks.scopes import Level, Scope
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.protocol.model import Protocol
from bedside.values.wording import Text


@dataclass(frozen=True)
class ToSign:
    """A form that is complete and not signed, or changed since `last` was given."""

    person: Person
    scope: Scope
    visit: Text
    form: Text
    address: str
    state: Signing
    last: Signature | None


def to_sign(persons: Sequence[Person]) -> list[ToSign]:
    """The complete forms of participants that no signature holds for, those that fell first."""
    found = [each for person in persons for each in _of(person)]
    return sorted(found, key=lambda each: (each.state is not Signing.FALLEN, each.person.code))


def _of(person: Person) -> Iterator[ToSign]:
    part = Part(Scope(person.site, person.code))
    with read_once():
        for someone, scope, each in part.filled():
            state = part.signatures.state(scope)
            if state is Signing.SIGNED or each.progress.status is not Status.COMPLETE:
                continue
            protocol = protocol_of(someone.enrolled.version) if hasattr(someone, "enrolled") else None
            if protocol is not None:
                last = next(iter(part.signatures.over(scope)), None)
                yield _to_sign(protocol, someone, scope, state, last)


def _to_sign(protocol: Protocol, person: Person, scope: Scope, state: Signing, last: Signature | None) -> ToSign:
    place = Place(scope.visit, scope.form, scope.day, scope.number)
    form = next((each.text for each in protocol.forms if each.id == scope.form), Text(scope.form, scope.form))
    visit = visit_text(protocol, scope.visit, scope.day)
    return ToSign(person, scope, visit, form, place.address(person.code), state, last)


def in_the_way(person: Person, scope: Scope) -> list[Text]:
    """What keeps a scope from being signed: nothing there, forms that are not complete, what somebody typed."""
    part = Part(scope)
    held = list(part.filled())
    found = []
    if not any(each.progress.answered for _, _, each in held):
        found.append(WORDS["nothing_there"])
    open_ = [each for _, _, each in held if each.progress.status is not Status.COMPLETE]
    if open_:
        found.append(WORDS["not_complete"].filled(forms=_titles(person, {each.form for each in open_})))
    if drafts := [draft.user.username for draft in part.drafts()]:
        found.append(WORDS["typed_by"].filled(who=", ".join(sorted(set(drafts)))))
    return found


def not_begun(person: Person, scope: Scope) -> Text | None:
    """What a visit or casebook lacks that is signed: its forms of closed windows that nobody began; None: nothing."""
    left = {form.place.form for _, form in Part(scope).overdue()}
    return WORDS["not_begun"].filled(forms=_titles(person, left)) if left else None


def _titles(person: Person, forms: Collection[str]) -> Text:
    """The titles of forms; of one that the protocol has no longer, its name."""
    titles = {each.id: each.text for each in protocol_for(person).forms}
    return Text.joined(", ", (titles.get(form, Text(form, form)) for form in sorted(forms)))


def levels(scope: Scope) -> Iterator[Scope]:
    """The scope of a sheet, then its visit's, then the casebook's."""
    yield scope
    if scope.level is Level.FORM:
        yield Scope(scope.site, scope.participant, scope.visit, scope.day)
    if scope.level in (Level.FORM, Level.VISIT):
        yield Scope(scope.site, scope.participant)


def signed_by(signatures: Signatures, scope: Scope) -> list[tuple[Signature, bool]]:
    """The signatures over a scope, the latest first, and whether each holds."""
    return [(each, signatures.holds(each)) for each in signatures.over(scope)]

"""How a screening ends: inclusion, or not. Each one transaction, with its entry in the trail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bedside.conduct.inclusion import words
from bedside.conduct.inclusion.standing import Standing, standing
from bedside.conduct.locks.reading import check_open
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.participants.actions import TOLERANCE
from bedside.conduct.participants.following import tell_followers
from bedside.conduct.participants.models import Enrolled, Included, NotEnrolled, Person
from bedside.conduct.participants.reading import consent_of, protocol_for, said_dead
from bedside.conduct.registers.activation import ENROLLING as ENROLLING_SITES
from bedside.conduct.registers.activation import STATES as SITE_STATES
from bedside.conduct.registers.activation import state_of
from bedside.conduct.study.actions import current_status
from bedside.conduct.study.clock import today
from bedside.conduct.study.protocol import version_at
from bedside.conduct.study.statuses import ENROLLING
from bedside.conduct.study.statuses import WORDS as STATUSES
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import AmendmentError, BedsideError, UsageError
from bedside.protocol.model import CriterionKind
from bedside.values.moment import Moment, now
from bedside.values.wording import Text


class NotEligible(BedsideError):
    """Enrolment is refused; there is no way around it. `reasons` is everything that is in the way."""

    def __init__(self, code: str, reasons: tuple[Text, ...]) -> None:
        said = Text.joined("; ", reasons)
        what = Text("cannot be enrolled: {said}.", "ne peut pas être inclus\u00a0: {said}.").filled(said=said)
        super().__init__(what, code, "Settle each of these, or leave out.")
        self.reasons = reasons


@in_turn
def leave_out(by: Actor, person: Person, criteria: Iterable[str], other: str = "") -> NotEnrolled:
    """End a screening without inclusion, for these criteria or another reason. Raises UsageError without any."""
    check_open(Scope(person.site, person.code))
    known = {criterion.id for criterion in protocol_for(person).criteria}
    named = list(criteria)
    if strange := [name for name in named if name not in known]:
        raise UsageError(f"there is no criterion {', '.join(strange)}.", "screening", "Name those of the protocol.")
    if not named and not other.strip():
        raise UsageError("no reason is given.", "screening", "Name a criterion, or another reason.")
    if _ended(person):
        raise UsageError("the screening of this person has ended.", "screening", "Open another one.")
    listed = " ".join(named)
    return keep(
        Act(by, "leave out", person.site, person.code), NotEnrolled(person=person, criteria=listed, other=other.strip())
    )


@in_turn
def enrol(by: Actor, person: Person, at: Moment) -> Enrolled:
    """Include a person: every criterion met at that moment, as far as is known now, on a lawful basis given by then,
    in a study that recruits, at a site that is active and where the version is in force. There is no override.

    Raises NotEligible, saying everything that is in the way.
    """
    check_open(Scope(person.site, person.code))
    found = standing(person, at, Moment(max(at, now())))
    if reasons := in_the_way(person, found):
        raise NotEligible(person.code, reasons)
    number = f"{person.site}-{Enrolled.objects.filter(person__site=person.site).count() + 1:03d}"
    version = found.protocol.version
    act = Act(by, "enrol", person.site, person.code, detail={"number": number, "version": version})
    row = keep(act, Enrolled(person=person, number=number, at_us=int(at), version=version))
    person.refresh_from_db()  # it may remember that it was not enrolled
    tell_followers(by, person)
    return row


def in_the_way(person: Person, found: Standing) -> tuple[Text, ...]:
    """Everything that keeps a person from being enrolled at the moment of their standing, in words."""
    return tuple([*_around(person, found.at), *_criteria(found)])


def _around(person: Person, at: Moment) -> Iterator[Text]:
    """What is in the way beside the criteria."""
    status, basis = current_status(), consent_of(person)
    if Included.objects.filter(person=person).exists():
        yield words.WORDS["enrolled_already"]
    if NotEnrolled.objects.filter(person=person).exists():
        yield words.WORDS["screening_ended"]
    if status not in ENROLLING:
        yield _said("study_is", STATUSES[status])
    if (site := state_of(person.site)) not in ENROLLING_SITES:
        yield _said("site_is", SITE_STATES[site], person.site)
    if not _in_force(person.site):
        yield words.WORDS["no_version_in_force"]
    if not basis.lawful:
        yield words.WORDS["no_lawful_basis"]
    elif basis.since is not None and basis.since > at:
        yield words.WORDS["basis_later"]
    if (died := said_dead(person)) is not None and died < at:
        yield words.WORDS["died_before"]
    if at > now() + TOLERANCE:
        yield words.WORDS["time_to_come"]


def _criteria(found: Standing) -> Iterator[Text]:
    for each in found.barring:
        word = "bars" if each.kind is CriterionKind.EXCLUSION else "not_met"
        yield _said(word, each.text, each.id)
    for each in found.criteria:
        if not each.meaning.value.known:
            yield _said("not_answered", each.criterion.text, each.criterion.id)
    if not found.eligible and not found.barring and all(each.meaning.value.known for each in found.criteria):
        yield words.WORDS["not_eligible"]


def _said(word: str, text: Text, name: str = "") -> Text:
    held = words.WORDS[word]
    return Text(held.en.format(text=text.en, id=name), held.fr.format(text=text.fr, id=name))


def _ended(person: Person) -> bool:
    ends = (Included, NotEnrolled)
    return any(end.objects.filter(person=person).exists() for end in ends)


def _in_force(site: str) -> bool:
    try:
        return bool(version_at(site, today()))
    except AmendmentError:
        return False

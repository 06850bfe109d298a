"""Everything that is written about delegation and training."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.conduct.people.models import User
from bedside.conduct.people.roles import Role
from bedside.conduct.registers.actions import iso_day
from bedside.conduct.registers.delegation import MEANINGS, TASKS, Hand, Part, staff
from bedside.conduct.registers.models import Accepted, Delegated, DelegationEnded, LogSignature, Required, Trained
from bedside.conduct.registers.training import TOPICS, required
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import UsageError

LOG, TRAINING = "delegation", "training"


@in_turn
def delegate(
    by: Actor, site: str, user: User, tasks: Sequence[str], from_day: str, to_day: str, hand: Hand
) -> Delegated:  # fmt: skip
    """Delegate tasks to somebody who has a role at the site, and sign for it; who asks has just proved who they are.

    Raises UsageError for anybody else or oneself, for no task or one there is not, for what are no days or are the
    wrong way round, without a name.
    """
    if user.username == by.name or user not in [each for each, _ in staff(site)]:
        raise UsageError("nothing can be delegated to them here.", LOG, "Choose somebody else who works at this site.")
    if not tasks or set(tasks) - set(TASKS):
        raise UsageError("no task is chosen, or one there is not.", LOG, f"Choose from {', '.join(TASKS)}.")
    first, last = iso_day(from_day, LOG), iso_day(to_day, LOG) if to_day else ""
    if last and last < first:
        raise UsageError("the days are the wrong way round.", LOG, "Correct them.")
    listed = " ".join(each for each in TASKS if each in tasks)
    row = Delegated(user=user, site=site, tasks=listed, from_day=first, to_day=last)
    keep(Act(by, "delegate", site, place=f"user {user.username}"), row)
    _sign(by, row, Part.DELEGATES, hand)
    return row


@in_turn
def accept(by: Actor, delegated: Delegated, hand: Hand) -> Accepted:
    """Accept what was delegated to oneself, and sign for it; who asks has just proved who they are.

    Raises UsageError for anybody else, twice, once it was ended, without a name.
    """
    if by.name != delegated.user.username:
        raise UsageError("only who is to do it accepts it.", LOG, f"Ask {delegated.user.username} to log in.")
    if Accepted.objects.filter(delegated=delegated).exists():
        raise UsageError("this was accepted already.", LOG, "Look at the log.")
    if DelegationEnded.objects.filter(delegated=delegated).exists():
        raise UsageError("this was ended already.", LOG, "Ask for another delegation.")
    row = keep(_about(by, "accept delegation", delegated), Accepted(delegated=delegated))
    _sign(by, delegated, Part.ACCEPTS, hand)
    return row


@in_turn
def end_delegation(by: Actor, delegated: Delegated, to_day: str, reason: str) -> DelegationEnded:
    """Let a delegation hold until a day and no longer. Raises UsageError without a reason, twice, for a day before
    its first.
    """
    if not reason.strip():
        raise UsageError("no reason is given.", LOG, "Say why it no longer holds.")
    if DelegationEnded.objects.filter(delegated=delegated).exists():
        raise UsageError("this was ended already.", LOG, "Look at the log.")
    day = iso_day(to_day, LOG)
    if day < delegated.from_day:
        raise UsageError(f"it does not hold on {day}.", LOG, "Choose a day on which it does.")
    act = _about(by, "end delegation", delegated, reason)
    return keep(act, DelegationEnded(delegated=delegated, to_day=day))


@in_turn
def require(by: Actor, role: Role, topic: str, version: str = "", needed: bool = True) -> Required:
    """Say that a role needs a training (of a version), or no longer. Raises UsageError for a topic there is not, and
    for what holds already.
    """
    _topic(topic)
    held = required().get(role, {})
    if (held.get(topic) == version) if needed else topic not in held:
        raise UsageError("this holds already.", TRAINING, "Look at the list.")
    row = Required(role=role.value, topic=topic, version=version if needed else "", needed=needed)
    return keep(Act(by, "require training", place=f"{TRAINING} / {topic}"), row)


@in_turn
def record_training(
    by: Actor, user: User, topic: str, day: str, reference: str, version: str = "", site: str = ""
) -> Trained:
    """Note that somebody was trained, by which certificate or list of presence. Raises UsageError for a topic there is
    not, a day to come, no reference.
    """
    _topic(topic)
    if not reference.strip():
        raise UsageError("nothing shows it.", TRAINING, "Name the certificate or the list of presence.")
    held = iso_day(day, TRAINING, past=True)
    row = Trained(user=user, topic=topic, version=version, day=held, reference=reference)
    return keep(Act(by, "record training", site, place=f"user {user.username}"), row)


def _topic(topic: str) -> None:
    if topic not in TOPICS:
        raise UsageError(f"“{topic}” is no topic.", TRAINING, f"Choose from {', '.join(TOPICS)}.")


def _about(by: Actor, action: str, delegated: Delegated, reason: str = "") -> Act:
    return Act(by, action, delegated.site, place=f"user {delegated.user.username}", reason=reason)


def _sign(by: Actor, delegated: Delegated, part: Part, hand: Hand) -> None:
    if not hand.name.strip():
        raise UsageError("no name is given.", LOG, "Write your name as it is to be printed.")
    said = MEANINGS[part].say(hand.language)
    keep(_about(by, "sign delegation", delegated), LogSignature(
        delegated=delegated, part=part.value, said=said, signed_as=hand.name.strip()
    ))  # fmt: skip

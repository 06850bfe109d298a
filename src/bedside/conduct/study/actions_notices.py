"""What is written of the versions of the information notice."""

from __future__ import annotations

from bedside.conduct.study.clock import read_day, today
from bedside.conduct.study.models import Notice, NoticeEnded
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import UsageError

WHERE = "information notice"


@in_turn
def register_notice(by: Actor, number: str, approved_day: str, from_day: str, reference: str = "") -> Notice:
    """Register a version that the ethics committee approved: the day of the approval and its reference, and from which
    day on it is used (ISO 8601).

    Raises UsageError for a number that is missing or taken, what is no day, an approval to come, or a use before it.
    """
    if not number:
        raise UsageError("the version has no number.", WHERE, "Write it as it stands on the notice, for instance 1.0.")
    if Notice.objects.filter(number=number).exists():
        raise UsageError(f"version {number} is registered already.", WHERE, "Give the new version its own number.")
    approved, first = read_day(approved_day, WHERE), read_day(from_day, WHERE)
    if approved > today():
        raise UsageError(f"{approved} is to come.", WHERE, "Register it once it is approved.")
    if first < approved:
        raise UsageError("it is used before it was approved.", WHERE, "Correct one of the days.")
    row = Notice(number=number, approved_day=approved.isoformat(), from_day=first.isoformat(), reference=reference)
    return keep(Act(by, "register notice", place=f"{WHERE} {number}"), row)


@in_turn
def end_notice(by: Actor, notice: Notice, last_day: str, reason: str) -> NoticeEnded:
    """Say which day is the last on which a version is read to anybody; who agreed to it has agreed to it.

    Raises UsageError for what is no day, one that has ended already, or without a reason.
    """
    last = read_day(last_day, WHERE)
    if NoticeEnded.objects.filter(notice=notice).exists():
        raise UsageError(f"version {notice.number} has its last day already.", WHERE, "Register a new version.")
    if not reason.strip():
        raise UsageError("no reason is given.", WHERE, "Say why it is no longer used.")
    act = Act(by, "end notice", place=f"{WHERE} {notice.number}", reason=reason)
    return keep(act, NoticeEnded(notice=notice, last_day=last.isoformat()))

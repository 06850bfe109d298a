"""What the sponsor wrote wrongly of a report, put right: its receipt, and that it left for an authority.

A clock of law stands on both, so neither may stay wrong; what was written first stays beside it, and why it was not so.
"""

from __future__ import annotations

from collections.abc import Collection

from bedside.conduct.safety.actions import act_of, receipt_at, where_of
from bedside.conduct.safety.models import Receipt, Report, Submission, Unsent
from bedside.conduct.safety.reading import case_of
from bedside.conduct.trail.keeping import Actor, in_turn, keep
from bedside.errors import UsageError
from bedside.values.moment import Moment


@in_turn
def correct_receipt(by: Actor, report: Report, at: Moment, criteria: Collection[str], why: str) -> Receipt:
    """Write a receipt anew: when the report was received, and which of the minimum criteria it held.

    Raises UsageError where no receipt is written, without a reason, where nothing changes, and what `receive` raises
    for times and criteria.
    """
    before, where = case_of(report.sheet).receipt_of(report), where_of(report)
    if before is None:
        raise UsageError("its receipt is not written yet.", where, "Write down when it was received.")
    row = receipt_at(report, at, criteria)
    if (row.received_us, row.criteria) == (before.received_us, before.criteria):
        raise UsageError("this is what stands there.", where, "Write what was wrong otherwise.")
    _check_why(why, where)
    return keep(act_of(by, "correct receipt", report, why.strip()), row)


@in_turn
def take_back(by: Actor, submission: Submission, why: str) -> Unsent:
    """Write down that a report did not leave for an authority as was written: the clock that it stopped runs again.

    Raises UsageError without a reason, and where it was taken back already.
    """
    report = submission.report
    where = where_of(report)
    if Unsent.objects.filter(submission=submission).exists():
        raise UsageError("this was taken back already.", where, "Nothing to do.")
    _check_why(why, where)
    return keep(act_of(by, "take submission back", report, why.strip()), Unsent(submission=submission))


def _check_why(why: str, where: str) -> None:
    if not why.strip():
        raise UsageError("no reason is given.", where, "Say why.")

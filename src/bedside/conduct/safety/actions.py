"""Everything that is written of participants' safety: told by the site, received, assessed and sent by the sponsor.

A report is never changed. What comes to be known afterwards is a follow-up with the next number; each holds the form as
it stood when it was made, so that it can be shown what was told and what was known.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import scope_of
from bedside.conduct.safety.case import CRITERIA, Case, contents
from bedside.conduct.safety.day_zero import Judged
from bedside.conduct.safety.deadlines import notified_by
from bedside.conduct.safety.models import Assessment, Informed, Language, Learned, Message, Receipt, Report, Submission
from bedside.conduct.safety.outbox import written
from bedside.conduct.safety.reading import case_of
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import UsageError
from bedside.protocol.safety import EXPECTED, RELATED, UNEXPECTED, UNRELATED
from bedside.values.moment import SECOND, Moment, now, read_length
from bedside.values.wording import LANGUAGES

AHEAD = 120 * SECOND
"""By how much the clock of whoever types may be ahead of ours."""


@dataclass(frozen=True)
class Judgement:
    """The sponsor's view of an event: its relation to the drug, and whether it is expected by which version.

    `informed` is when the sponsor received the information by which an event that was not reportable is (None: with the
    report on which the view stands).
    """

    relation: str
    expected: str
    reference: str
    because: str = ""
    informed: Moment | None = None


@in_turn
def learn(by: Actor, sheet: Sheet, aware: Moment) -> Learned:
    """Write down when somebody at the site knew of the news that stands on an event's form: its hours run from there.

    Raises UsageError where there is no such news, and for a time that cannot be.
    """
    case = case_of(sheet)
    where = f"{sheet.person.code}, {sheet.form} {sheet.number}"
    if case.pressing_since is None:
        raise UsageError("there is no news of this event to tell.", where, "Nothing to do.")
    _check_known(case, aware, case.pressing_since, where)
    act = Act(by, "say known", case.person.site, case.person.code, scope_of(sheet).place)
    return keep(act, Learned(sheet=sheet, aware_us=int(aware)))


def _check_known(case: Case, aware: Moment, latest: Moment, where: str) -> None:
    """Raises UsageError where news was known later than it was written (or said to be), or before the event."""
    if aware > latest:
        raise UsageError("the news was known earlier than that.", where, "Write when somebody first knew of it.")
    if aware < case.reports[0].aware_us:
        raise UsageError("the news was not known before the event.", where, "Correct the time.")


@in_turn
def notify(
    by: Actor, sheet: Sheet, aware: Moment | None, told: Moment, note: str = "", language: str = ""
) -> Report:  # fmt: skip
    """Tell the sponsor of a serious event as its form stands, and queue the mail that says so.

    `aware` is when the investigator knew of what is new (None: as was written with the news); of the first report the
    form says it. `note` is what there is to say, and why it was told late; `language` is that of the texts (empty:
    nobody says). Raises UsageError for what is not serious and was never told, without a time of awareness, with times
    that cannot be, late without a reason, in a language there is not, and for a follow-up that says nothing new.
    """
    case = case_of(sheet)
    where = f"{sheet.person.code}, {sheet.form} {sheet.number}"
    if not (case.told or case.serious):
        raise UsageError("this event is not serious.", where, "Say on its form that it is, if it is.")
    knew = (aware or case.news_known) if case.told else case.aware if case.asked.aware in case.values else aware
    if knew is None:
        raise UsageError("it is not written when the investigator knew of it.", where, "Write it on the form first.")
    if case.told and case.pressing_since is not None:
        _check_known(case, knew, case.news_known or case.pressing_since, where)
    check_told(knew, told, read_length(case.asked.within), note, where)
    same = case.told and not case.judged_since and contents(case.reports[-1]) == case.values
    if same and not note.strip():
        raise UsageError("nothing has changed since the last report.", where, "Correct the form, or say what is new.")
    report = Report(
        sheet=sheet, number=len(case.reports) + 1, aware_us=int(knew), told_us=int(told), note=note.strip(),
        contents=json.dumps(case.values, ensure_ascii=False, sort_keys=True),
    )  # fmt: skip
    if language not in ("", *LANGUAGES):
        raise UsageError(f"“{language}” is no language of this study.", where, "Choose one that is offered.")
    kept = keep(act_of(by, "notify event", report), report)
    if language:
        keep(act_of(by, "say language", kept), Language(report=kept, code=language))
    subject, body = written(kept)
    keep(act_of(by, "queue mail", kept), Message(report=kept, subject=subject, body=body))
    return kept


def check_told(aware: Moment, told: Moment, within: int, why: str, where: str) -> None:
    """Raises UsageError for times in the wrong order or to come, and for a late one without a reason."""
    if told < aware:
        raise UsageError("it was told before anybody knew of it.", where, "Correct one of the two times.")
    if told > now() + AHEAD:
        raise UsageError("this time has not come yet.", where, "Correct the time.")
    if told > notified_by(aware, within) and not why.strip():
        raise UsageError("it was told late, and nobody says why.", where, "Say why it was told late.")


@in_turn
def receive(by: Actor, report: Report, at: Moment, criteria: Collection[str]) -> Receipt:
    """Write down when the sponsor received a report, and which of the minimum criteria it held.

    Raises UsageError when that was written already, for a time that cannot be, and for a criterion there is not.
    """
    if Receipt.objects.filter(report=report).exists():
        raise UsageError("its receipt is written already.", where_of(report), "Correct it, and say why.")
    return keep(act_of(by, "receive report", report), receipt_at(report, at, criteria))


def receipt_at(report: Report, at: Moment, criteria: Collection[str]) -> Receipt:
    """A receipt that is not kept yet. Raises UsageError for a time that cannot be, a criterion there is not."""
    where = where_of(report)
    if at < report.aware_us or at > now() + AHEAD:
        raise UsageError("it cannot have been received then.", where, "Correct the time.")
    if strange := set(criteria) - set(CRITERIA):
        raise UsageError(f"there is no criterion “{min(strange)}”.", where, f"There are: {', '.join(CRITERIA)}.")
    held = " ".join(name for name in CRITERIA if name in criteria)
    return Receipt(report=report, received_us=int(at), criteria=held)


@in_turn
def assess(by: Actor, report: Report, judged: Judgement) -> Assessment:
    """Keep the sponsor's view. The investigator's stays beside it, and the report's causality is the higher of both.

    Raises UsageError for a report that was not received, an answer there is not, expectedness without the version that
    was read, a view that differs from the investigator's, or lowers the sponsor's own, without a reason, and one that
    makes an event reportable without a word on when the sponsor received what makes it so.
    """
    case, where = case_of(report.sheet), where_of(report)
    if (receipt := case.receipt_of(report)) is None:
        raise UsageError("its receipt is not written yet.", where, "Write down when it was received.")
    if judged.relation not in (RELATED, UNRELATED) or judged.expected not in (EXPECTED, UNEXPECTED):
        raise UsageError("the assessment is not complete.", where, "Answer relation and expectedness.")
    if not judged.reference.strip():
        raise UsageError("the reference safety information has no version.", where, "Write its version or date.")
    differs = case.by_investigator is not None and case.by_investigator is not (judged.relation == RELATED)
    if differs and not judged.because.strip():
        raise UsageError("it differs from the investigator's view, and nobody says why.", where, "Say why.")
    if _lowers(case, judged) and not judged.because.strip():
        raise UsageError("it lowers the sponsor's own view, and nobody says why.", where, "Say why.")
    _check_informed(case, receipt, judged, where)
    row = Assessment(
        report=report, relation=judged.relation, expected=judged.expected, reference=judged.reference.strip(),
        because=judged.because.strip(),
    )  # fmt: skip
    kept = keep(act_of(by, "assess event", report), row)
    if judged.informed is not None:
        keep(act_of(by, "say information", report), Informed(assessment=kept, at_us=int(judged.informed)))
    return kept


def _check_informed(case: Case, receipt: Receipt, judged: Judgement, where: str) -> None:
    """Day 0 of what a view makes reportable: the receipt of a report that came since the last view, or as it says."""
    at = judged.informed or Moment(receipt.received_us)
    view = Judged(at, judged.relation == RELATED, judged.expected == UNEXPECTED)
    makes = case.zero is None and case.zero_with(view) is not None
    if judged.informed is None:
        if makes and case.assessments and case.receipts_of(receipt.report)[0].pk < case.assessments[-1].pk:
            raise UsageError(
                "this makes it reportable, and nobody says by which information.", where,
                "Write when the sponsor received what makes it so.",
            )  # fmt: skip
        return
    if not makes:
        raise UsageError("this view makes nothing reportable that was not.", where, "Leave the time empty.")
    first = min(row.received_us for each in case.reports if (row := case.receipt_of(each)) is not None)
    if at < first or at > now() + AHEAD:
        raise UsageError("it cannot have been received then.", where, "Correct the time.")


def _lowers(case: Case, judged: Judgement) -> bool:
    """Whether a clock of the sponsor may stop by this: no longer related, or no longer unexpected."""
    return bool((case.by_sponsor and judged.relation == UNRELATED) or (case.unexpected and judged.expected == EXPECTED))


@in_turn
def submit(by: Actor, report: Report, authority: str, reference: str, at: Moment) -> Submission:
    """Write down that a report left for an authority, with the reference that it was given there.

    Raises UsageError for what is no suspected unexpected serious adverse reaction, without authority or reference, and
    for a time that cannot be.
    """
    case, where = case_of(report.sheet), where_of(report)
    if case.susar is not True:
        raise UsageError("it is no suspected unexpected serious adverse reaction.", where, "Assess it first.")
    if not authority.strip() or not reference.strip():
        raise UsageError("authority or reference is missing.", where, "Write both.")
    if case.lacking:
        raise UsageError("a minimum criterion of its receipt is not there.", where, "Correct the receipt.")
    if case.zero is None:
        raise UsageError("its receipt is not written yet.", where, "Write down when it was received.")
    if at > now() + AHEAD or at < case.zero:
        raise UsageError("it cannot have been sent then.", where, "Correct the time.")
    row = Submission(report=report, authority=authority.strip(), reference=reference.strip(), at_us=int(at))
    return keep(act_of(by, "submit report", report), row)


def where_of(report: Report) -> str:
    """A report, as a refusal names it."""
    return f"{report.sheet.person.code}, report {report.number}"


def act_of(by: Actor, action: str, report: Report, reason: str = "") -> Act:
    """Something that is done about a report."""
    sheet = report.sheet
    place = f"{sheet.form} {sheet.number} / report {report.number}"
    return Act(by, action, sheet.person.site, sheet.person.code, place, reason=reason)

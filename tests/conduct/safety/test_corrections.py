"""What the sponsor wrote wrongly of a report is put right: the clocks follow, and both versions stay."""

from __future__ import annotations

import pytest

from bedside.conduct.participants.typed_times import local
from bedside.conduct.safety import actions
from bedside.conduct.safety.actions import Judgement
from bedside.conduct.safety.actions_corrections import correct_receipt, take_back
from bedside.conduct.safety.case import CRITERIA
from bedside.conduct.safety.deadlines import Duty, Progress
from bedside.conduct.safety.models import Receipt, Submission
from bedside.conduct.safety.reading import case_of
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import DAY, HOUR, Moment, now

ALL = tuple(CRITERIA)
SUSAR = Judgement("related", "unexpected", "SmPC 2026-09")


def back(hours):
    """A moment so many hours ago, to the minute as people type it."""
    at = now() - int(hours * HOUR)
    return Moment(at - at % (HOUR // 60))


@pytest.fixture
def sponsor(actor):
    return actor("safety officer", "")


@pytest.fixture
def report(event, actor):
    """Of a serious event known five days ago and told an hour later."""
    return actions.notify(actor(), event(aware=120, began=121, dose=144), None, back(119))


def one(sheet, duty):
    """The clock of a duty; None where there is none."""
    return next((each for each in case_of(sheet).clocks if each.duty is duty), None)


@pytest.mark.proves("law sae-day-zero")
def test_without_a_minimum_criterion_there_is_no_day_zero_and_it_is_told(report, sponsor, client_of, user):
    actions.receive(sponsor, report, back(118), ALL[:3])
    actions.assess(sponsor, report, SUSAR)
    case = case_of(report.sheet)
    assert (case.susar, case.zero, [each.en for each in case.lacking]) == (True, None, ["adverse event"])
    reader = client_of(user("safety officer", ""))
    page = reader.get(f"/participants/{case.person.code}/safety/{report.sheet.pk}/").content.decode()
    assert "No day 0, so no clock of the law runs. What was received lacks: adverse event" in page
    running = reader.get("/safety/").content.decode().split('id="serious"')[0]
    assert f"/safety/{report.sheet.pk}/" in running, "it stands first among what is to be done"
    assert "no day 0, lacking: adverse event" in running
    with pytest.raises(UsageError, match="minimum criterion of its receipt"):
        actions.submit(sponsor, report, "ANSM", "EC-1", back(1))
    correct_receipt(sponsor, report, back(118), ALL, "a box was forgotten")
    clock = one(report.sheet, Duty.SUSAR)
    assert clock is not None and clock.since == back(118), "from the true receipt, not from its correction"
    assert not case_of(report.sheet).lacking
    assert "no day 0" not in reader.get("/safety/").content.decode()


@pytest.mark.proves("law sae-day-zero")
def test_a_wrong_time_of_receipt_is_corrected_and_both_stay(report, sponsor, client_of, user):
    actions.receive(sponsor, report, back(10), ALL)
    actions.assess(sponsor, report, SUSAR)
    corrected = correct_receipt(sponsor, report, back(118), ALL, "the mail came on the day before")
    assert one(report.sheet, Duty.SUSAR).since == back(118)
    assert Receipt.objects.filter(report=report).count() == 2
    kept = Event.objects.get(pk=corrected.pk)
    assert (kept.action, kept.reason) == ("correct receipt", "the mail came on the day before")
    page = client_of(user("inspector", "")).get(f"/participants/{report.sheet.person.code}/safety/{report.sheet.pk}/")
    said = page.content.decode()
    assert said.count("Received by the sponsor") == 2 and "the mail came on the day before" in said


def test_a_correction_says_why_changes_something_and_keeps_to_what_can_be(report, sponsor):
    with pytest.raises(UsageError, match="its receipt is not written yet"):
        correct_receipt(sponsor, report, back(100), ALL, "x")
    actions.receive(sponsor, report, back(110), ALL)
    with pytest.raises(UsageError, match="already"):
        actions.receive(sponsor, report, back(100), ALL)
    for at, criteria, why, said in (
        (back(110), ALL, "x", "this is what stands there"), (back(100), ALL, " ", "no reason is given"),
        (back(130), ALL, "x", "cannot have been received then"), (Moment(now() + DAY), ALL, "x", "then"),
        (back(100), ("weather",), "x", "no criterion"),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=said):
            correct_receipt(sponsor, report, at, criteria, why)
    assert Receipt.objects.filter(report=report).count() == 1


@pytest.mark.proves("law sae-news")
def test_a_submission_that_did_not_leave_is_taken_back_and_its_clock_runs_again(report, sponsor, client_of, user):
    actions.receive(sponsor, report, back(118), ALL)
    actions.assess(sponsor, report, SUSAR)
    sent = actions.submit(sponsor, report, "ANSM", "EC-1", back(2))
    assert one(report.sheet, Duty.SUSAR).progress(now()) is Progress.DONE
    with pytest.raises(UsageError, match="no reason is given"):
        take_back(sponsor, sent, "")
    take_back(sponsor, sent, "it was another participant's")
    assert one(report.sheet, Duty.SUSAR).progress(now()) is Progress.RUNNING
    with pytest.raises(UsageError, match="taken back already"):
        take_back(sponsor, sent, "again")
    assert Submission.objects.filter(report=report).count() == 1, "it stays"
    page = client_of(user("safety officer", "")).get(
        f"/participants/{report.sheet.person.code}/safety/{report.sheet.pk}/"
    )
    assert "EC-1" in page.content.decode() and "it was another participant&#x27;s" in page.content.decode()
    actions.submit(sponsor, report, "ANSM", "EC-2", back(1))
    assert one(report.sheet, Duty.SUSAR).progress(now()) is Progress.DONE


def test_both_are_put_right_on_the_page_by_who_assesses_alone(report, sponsor, client_of, user):
    actions.receive(sponsor, report, back(100), ALL)
    actions.assess(sponsor, report, SUSAR)
    sent = actions.submit(sponsor, report, "ANSM", "EC-1", back(2))
    event = f"/participants/{report.sheet.person.code}/safety/{report.sheet.pk}/"
    officer, monitor = client_of(user("safety officer", "")), client_of(user("monitor", "01"))
    assert "Correct the receipt" in officer.get(event).content.decode()
    assert "Correct the receipt" not in monitor.get(event).content.decode()
    typed = {"at": "2026-01-01T08:00", "criteria": list(ALL), "reason": "read again"}
    assert monitor.post(f"{event}{report.number}/receipt/", typed).status_code == 403
    assert officer.post(f"{event}{report.number}/receipt/", typed).status_code == 422, "before the event was known"
    typed |= {"criteria": list(ALL[:2]), "at": local(back(99))}
    assert officer.post(f"{event}{report.number}/receipt/", typed).status_code == 302
    assert len(case_of(report.sheet).lacking) == 2
    assert officer.post(f"{event}submissions/{sent.pk}/back/", {"reason": "not sent"}).status_code == 302
    assert not case_of(report.sheet).submissions
    assert officer.post(f"{event}submissions/999999/back/", {"reason": "x"}).status_code == 404

"""Mails before a clock ends: once when a quarter of its time is left, once when it has run out, nothing else."""

from __future__ import annotations

import pytest

from bedside.conduct.safety import actions, actions_corrections, outbox, reminding
from bedside.conduct.safety.deadlines import Duty
from bedside.conduct.safety.models import Message, Reminder
from bedside.conduct.safety.reading import case_of
from bedside.conduct.trail.models import Event
from bedside.values.moment import DAY, HOUR, Moment, now

pytestmark = pytest.mark.django_db

ALL = ("patient", "reporter", "drug", "event")


@pytest.fixture
def clock_of():
    """clock_of(sheet, duty): the clock of an event that runs."""
    return lambda sheet, duty: next(each for each in case_of(sheet).clocks if each.duty is duty and each.done is None)


@pytest.fixture
def remind(actor):
    """remind(at): how many mails are written at this moment."""
    return lambda at: reminding.remind(actor("administrator", ""), Moment(at))


@pytest.mark.proves("law sae-mail")
def test_a_site_is_reminded_when_a_quarter_of_its_hours_is_left_and_when_they_are_over(event, clock_of, remind):
    sheet = event(aware=2)
    due = clock_of(sheet, Duty.NOTIFY).due
    assert due - clock_of(sheet, Duty.NOTIFY).since == 24 * HOUR
    assert remind(due - 6 * HOUR - 1) == 0
    assert remind(due - 6 * HOUR) == 1 and remind(due - HOUR) == 0 and remind(due) == 0
    assert remind(due + 1) == 1 and remind(due + DAY) == 0
    assert list(Reminder.objects.order_by("pk").values_list("duty", "late")) == [
        ("notify the sponsor", False), ("notify the sponsor", True)
    ]  # fmt: skip


def test_who_looks_only_afterwards_is_told_once_that_it_ran_out(event, clock_of, remind):
    due = clock_of(event(aware=2), Duty.NOTIFY).due
    assert remind(due + HOUR) == 1
    assert Reminder.objects.get().late


def test_nobody_is_reminded_of_what_was_done_is_not_serious_or_is_exempt(event, told, remind):
    sheet = event(aware=2)
    told(sheet)
    event(sheet.person, number=2, serious="no")
    assert remind(now() + DAY) == 0


@pytest.mark.proves("law sae-mail")
def test_the_sponsor_is_reminded_of_days_and_anew_when_their_beginning_moves(event, told, actor, clock_of, remind):
    report = told(event(aware=90), hours=80)
    safety = actor("safety officer", "")
    actions.receive(safety, report, Moment(now() - 78 * HOUR), ALL)
    first = clock_of(report.sheet, Duty.SUSAR)
    soon = first.due - (first.due - first.since) // 4
    assert remind(soon - 1) == 0 and remind(soon) == 1
    actions_corrections.correct_receipt(safety, report, Moment(now() - 30 * HOUR), ALL, "the first was of a call")
    second = clock_of(report.sheet, Duty.SUSAR)
    assert second.due > first.due
    assert remind(soon) == 0 and remind(second.due - HOUR) == 1
    assert set(Reminder.objects.values_list("due_us", flat=True)) == {first.due, second.due}


def test_a_reminder_says_whose_which_and_until_when_and_nothing_of_what_happened(event, clock_of, remind, settings):
    settings.ADDRESS, settings.TIME_ZONE = "https://trial.example.org", "Europe/Paris"
    sheet = event(term="Candidaemia", aware=2)
    due = clock_of(sheet, Duty.NOTIFY).due
    remind(due - HOUR)
    remind(due + HOUR)
    number = sheet.person.enrolled.number
    page = f"https://trial.example.org/participants/{sheet.person.code}/safety/{sheet.pk}/"
    soon, late = Message.objects.order_by("pk")
    until = reminding.shown(due)
    assert soon.subject == (
        f"A deadline ends soon: participant {number}, until {until} / "
        f"Une échéance approche\u00a0: participant {number}, jusqu’au {until}"
    )
    english, french = late.body.strip().split("\n\n")
    assert english == (
        f"Serious adverse event, to the sponsor: was to be done until {until} (the study’s clock), for an event of "
        f"participant {number} of site 01, and nobody has written that it was. Log in at {page}. "
        "This mail says nothing else on purpose."
    )
    assert french == (
        f"Événement indésirable grave, au promoteur\u00a0: était à faire avant le {until} (heure de l’étude), pour un "
        f"événement du participant {number} du centre 01, et personne n’a écrit que c’est fait. Connectez-vous à "
        f"{page}. Ce courriel ne dit rien d’autre, à dessein."
    )
    assert not any("Candidaemia" in f"{each.subject}{each.body}" for each in (soon, late))
    events = Event.objects.filter(action="remind of a clock")
    assert {each.participant for each in events} == {sheet.person.code} and events.count() == 4


def test_a_reminder_waits_leaves_and_is_read_like_any_mail(
    event, clock_of, remind, actor, settings, mailoutbox, user, client_of
):
    settings.MAIL_TO = ["safety@example.org"]
    sheet = event(aware=2)
    remind(clock_of(sheet, Duty.NOTIFY).due - HOUR)
    address = f"/participants/{sheet.person.code}/safety/{sheet.pk}/"
    assert outbox.unsent(["01"]).count == 1 and outbox.unsent(["02"]).count == 0
    assert outbox.send(actor("administrator", "")) == outbox.Sent(1, 0) and len(mailoutbox) == 1
    shown = client_of(user("inspector", "")).get("/safety/mails/").content.decode()
    assert address in shown and "reminder of a deadline" in shown and "taken by the mail server" in shown
    assert address not in client_of(user("nurse", "02")).get("/safety/mails/").content.decode()

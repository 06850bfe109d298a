"""The pages of safety, by role and in both languages; what leaves: PDF, E2B(R3), listings, mail."""

from __future__ import annotations

import csv
import io
import itertools
import re
import subprocess
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from bedside.conduct.casebook.actions import Typed, save
from bedside.conduct.safety import actions, outbox
from bedside.conduct.safety.actions import Judgement
from bedside.conduct.safety.case import CRITERIA
from bedside.conduct.safety.models import Assessment, Message, Receipt, Report, Sending, Submission
from bedside.conduct.safety.reading import case_of
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import HOUR, Moment, now
from tests import needs

from .conftest import because


def minutes_ago(minutes):
    """A time as a browser sends it."""
    return (timezone.localtime() - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")


def page_of(sheet, rest=""):
    """The address of an event."""
    return f"/participants/{sheet.person.code}/safety/{sheet.pk}/{rest}"


@pytest.fixture
def assessed(event, told, actor):
    """A serious event that was told, received and assessed: its sheet and report."""
    sheet = event()
    report = told(sheet)
    by = actor("safety officer", "")
    actions.receive(by, report, Moment(now() - HOUR // 4), CRITERIA)
    actions.assess(by, report, Judgement("unrelated", "unexpected", "SmPC 2026-09", "another cause"))
    return sheet, report


def test_a_thread_from_the_site_to_the_authority_on_the_screens(event, user, client_of):
    sheet = event()
    site, sponsor = client_of(user("investigator")), client_of(user("safety officer", ""))
    assert site.post(page_of(sheet, "notify/"), {"told": minutes_ago(5)}).status_code == 302
    sent = {"at": minutes_ago(4), "criteria": list(CRITERIA)}
    assert sponsor.post(page_of(sheet, "1/receive/"), sent).status_code == 302
    view = {"relation": "related", "expected": "unexpected", "reference": "SmPC 2026-09"}
    assert sponsor.post(page_of(sheet, "1/assess/"), view).status_code == 302
    left = {"authority": "ANSM", "reference": "EC-1", "at": minutes_ago(1)}
    assert sponsor.post(page_of(sheet, "1/submit/"), left).status_code == 302
    assert [kind.objects.count() for kind in (Report, Receipt, Assessment, Submission)] == [1, 1, 1, 1]
    assert "EC-1" in sponsor.get(page_of(sheet)).content.decode()


@pytest.mark.parametrize(
    ("role", "site", "reads", "offers"),
    [
        ("nurse", "01", True, ""), ("investigator", "01", True, "notify/"), ("investigator", "02", False, ""),
        ("monitor", "01", True, ""), ("inspector", "", True, ""), ("safety officer", "", True, "1/assess/"),
        ("administrator", "", False, ""),
    ],
)  # fmt: skip
def test_who_reads_and_what_is_offered(role, site, reads, offers, assessed, user, client_of):
    sheet, _ = assessed
    answer = client_of(user(role, site)).get(page_of(sheet))
    assert answer.status_code == (200 if reads else 403)
    for act in ("notify/", "1/assess/"):
        assert (f'action="{page_of(sheet, act)}"' in answer.content.decode()) is (act == offers)


@pytest.mark.parametrize("role", ["nurse", "monitor", "inspector", "safety officer", "statistician"])
def test_only_the_site_s_investigator_tells(role, event, user, client_of):
    sheet = event()
    client = client_of(user(role, "01" if role in ("nurse", "monitor") else ""))
    assert client.post(page_of(sheet, "notify/"), {"told": minutes_ago(5)}).status_code == 403
    assert not Report.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_in_both_languages(language, assessed, user, client_of):
    sheet, _ = assessed
    client = client_of(user("safety officer", ""), headers={"accept-language": language})
    for path in ("/safety/", "/safety/board/", "/safety/annual/", f"/participants/{sheet.person.code}/safety/",
                 page_of(sheet)):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200 and f'<html lang="{language}">' in answer.content.decode(), path
    assert ("Vigilance" if language == "fr" else "Safety") in client.get("/safety/").content.decode()


def test_a_page_is_red_only_while_something_is_overdue(event, user, client_of):
    client = client_of(user("safety officer", ""))
    event(aware=2)
    assert "chip bad" not in client.get("/safety/").content.decode()
    event(aware=30)
    assert "overdue by 6 h" in client.get("/safety/").content.decode()


@pytest.mark.parametrize(
    ("language", "again", "came"),
    [("en", "Tell what was learned since",
      ("Initial report · goes on", "Follow-up 1 · live birth", "Follow-up 2 · stillbirth")),
     ("fr", "Déclarer ce qui a été appris depuis",
      ("Déclaration initiale · en cours", "Suivi 1 · naissance vivante", "Suivi 2 · mort fœtale"))],
)  # fmt: skip
def test_a_pregnancy_of_known_outcome_is_still_followed_on_its_page(language, again, came, event, user, client_of):
    someone, site = event().person, client_of(user("investigator"))
    site.cookies["django_language"] = language
    here = f"/participants/{someone.code}/safety/"
    sent = {"which": "", "whose": "partner", "aware": minutes_ago(9), "told": minutes_ago(8), "outcome": "ongoing"}
    assert site.post(f"{here}pregnancy/", sent).status_code == 302
    assert again not in site.get(here).content.decode()
    for outcome in ("live birth", "stillbirth"):
        assert site.post(f"{here}pregnancy/", {**sent, "which": "1", "outcome": outcome}).status_code == 302
    page = site.get(here).content.decode()
    assert again in page and '<option value="stillbirth" selected>' in page
    for line in came:
        assert line in page, line


def test_a_name_in_a_note_is_asked_about(event, user, client_of):
    client, sheet = client_of(user("investigator")), event()
    sent = {"told": minutes_ago(5), "note": "Seen by Dr Martin"}
    assert client.post(page_of(sheet, "notify/"), sent).status_code == 422
    assert client.post(page_of(sheet, "notify/"), {**sent, "names_nobody": "yes"}).status_code == 302


def test_another_site_s_events_are_in_no_list(event, user, client_of):
    event(term="Rare term")
    client = client_of(user("investigator", "02"))
    for path in ("/safety/", "/safety/board/", "/safety/board.csv", "/safety/annual/"):
        assert "Rare term" not in client.get(path).content.decode()


def test_pdf_names_nobody_and_its_leaving_is_noted(assessed, user, client_of):
    sheet, _ = assessed
    answer = client_of(user("safety officer", "")).get(page_of(sheet, "1/report.pdf"))
    assert answer.content.startswith(b"%PDF") and Event.objects.filter(action="export").exists()


def test_listings(assessed, event, user, client_of):
    sheet, _ = assessed
    event(sheet.person, number=2, term="=1+1", serious="no")
    client = client_of(user("safety officer", ""))
    rows = list(csv.reader(io.StringIO(client.get("/safety/board.csv").content.decode("utf-8-sig"))))
    assert [row[3] for row in rows[1:]] == ["Sepsis", "'=1+1"]
    assert dict(zip(rows[0], rows[1], strict=True))["Related, in the report (the higher of both)"] == "yes"
    year = list(csv.reader(io.StringIO(client.get("/safety/annual.csv").content.decode("utf-8-sig"))))
    assert len(year) == 2
    assert "No serious" in client.get("/safety/annual/?first=2020-01-01&last=2020-12-31").content.decode()
    assert client.get("/safety/annual/?first=2021-01-01&last=2020-12-31").status_code == 422
    assert client.get("/safety/annual/?first=yesterday").status_code == 422


def test_a_listing_on_the_screen_tells_times_on_the_sites_clock(event, user, client_of):
    from bedside.conduct.safety.listing import COLUMNS, line, on_screen

    case = case_of(event())
    at = COLUMNS.index("began")
    day, _, clock = line(case)[at].partition("T")
    assert on_screen(case)[at] == f"{day} {clock[:5]}"
    assert f'<span class="when">{day}</span> {clock[:5]}<' in (
        client_of(user("safety officer", "")).get("/safety/board/").content.decode()
    )


# --- on the form of an event ----------------------------------------------------------------------------------------


def form_of(sheet):
    """The address of the form of an event."""
    return f"/participants/{sheet.person.code}/forms/unscheduled/adverse_events/{sheet.number}/"


@pytest.mark.parametrize(("language", "tell", "again", "reports"), [
    ("en", "Tell the sponsor", "Tell what is new", "Thread of reports"),
    ("fr", "Déclarer au promoteur", "Déclarer un suivi", "Fil des déclarations"),
])  # fmt: skip
@pytest.mark.proves("law sae-deadlines", "law sae-news")
def test_the_form_of_a_serious_event_says_by_when_it_is_told_and_leads_there(
    language, tell, again, reports, event, told, actor, user, client_of
):
    sheet, client, nurse = event(), client_of(user("investigator", "01")), client_of(user("nurse", "01"))
    client.cookies["django_language"] = nurse.cookies["django_language"] = language
    assert _led(nurse, sheet) == reports and _led(client, sheet) == tell
    told(sheet)
    assert _led(client, sheet) == reports
    save(actor("nurse"), sheet, {"outcome": Typed("fatal")})
    assert _led(client, sheet) == again


def _led(client, sheet):
    shown = client.get(form_of(sheet)).content.decode()
    card = shown[shown.index('aria-labelledby="telling"') :].split("</section>")[0]
    assert 'class="plain clocks"' in card
    return re.search(rf'href="{page_of(sheet)}">([^<]+)</a>', card).group(1)


def test_an_event_that_is_not_serious_or_is_exempt_asks_nobody_to_hurry(event, user, client_of):
    client = client_of(user("nurse", "01"))
    light = event(serious="no")
    assert 'aria-labelledby="telling"' not in client.get(form_of(light)).content.decode()
    exempt = event(light.person, number=2, **because("hospitalisation"), disease="yes", relation="unrelated")
    card = client.get(form_of(exempt)).content.decode().split('aria-labelledby="telling"')[1].split("</section>")[0]
    assert "clocks" not in card and "recorded all the same" in card


# --- mail ---------------------------------------------------------------------------------------------------------


@pytest.mark.proves("law sae-mail")
def test_a_mail_says_that_something_was_told_and_nothing_of_it(event, told):
    report = told(event(term="Candidaemia"))
    held = Message.objects.get(report=report)
    text = f"{held.subject} {held.body}"
    assert report.sheet.person.enrolled.number in text and "Candidaemia" not in text
    assert not mail.outbox, "nothing leaves with the report itself"


@pytest.mark.proves("law sae-mail")
def test_a_failed_mail_waits_and_is_tried_again(event, told, actor, settings, monkeypatch):
    told(event())
    settings.MAIL_TO = ["safety@example.org"]
    monkeypatch.setattr(outbox.EmailMessage, "send", _refused)
    by = actor("administrator", "")
    assert outbox.send(by) == outbox.Sent(0, 1)
    monkeypatch.undo()
    settings.MAIL_TO = ["safety@example.org"]
    assert outbox.send(by) == outbox.Sent(1, 0) and outbox.send(by) == outbox.Sent(0, 0)
    assert [bool(each.error) for each in Sending.objects.order_by("pk")] == [True, False]
    assert [each.to for each in mail.outbox] == [["safety@example.org"]]


@pytest.mark.proves("law sae-mail")
@pytest.mark.parametrize(("language", "failed", "taken"), [
    ("en", "failed, to be tried again", "taken by the mail server"),
    ("fr", "échec, à retenter", "pris par le serveur de messagerie"),
])  # fmt: skip
def test_every_mail_and_every_try_is_read_on_its_page(
    language, failed, taken, event, told, actor, settings, monkeypatch, user, client_of
):
    report = told(event(term="Candidaemia"))
    settings.MAIL_TO = ["safety@example.org"]
    client = client_of(user("inspector", ""))
    client.cookies["django_language"] = language
    monkeypatch.setattr(outbox.EmailMessage, "send", _refused)
    outbox.send(actor("administrator", ""))
    shown = client.get("/safety/mails/").content.decode()
    assert failed in shown and "ConnectionRefusedError: no server" in shown and "Candidaemia" not in shown
    assert page_of(report.sheet) in shown and "safety@example.org" in shown
    monkeypatch.undo()
    settings.MAIL_TO = ["safety@example.org"]
    outbox.send(actor("administrator", ""))
    shown = client.get("/safety/mails/").content.decode()
    assert taken in shown and failed not in shown and "ConnectionRefusedError: no server" in shown


def test_mails_of_another_site_are_not_read(event, told, user, client_of):
    sheet = told(event()).sheet
    assert page_of(sheet) in client_of(user("nurse", "01")).get("/safety/mails/").content.decode()
    elsewhere = client_of(user("nurse", "02"))
    assert page_of(sheet) not in elsewhere.get("/safety/mails/").content.decode()
    assert "not sent" not in elsewhere.get("/safety/").content.decode()


def _refused(self):
    raise ConnectionRefusedError("no server")


@pytest.mark.parametrize(("demonstration", "to"), [(True, ["safety@example.org"]), (False, [])])
def test_no_mail_leaves_a_demonstration_or_unless_it_is_said_how(demonstration, to, event, told, actor, settings):
    told(event())
    settings.DEMONSTRATION, settings.MAIL_TO = demonstration, to
    with pytest.raises(UsageError):
        outbox.send(actor("administrator", ""))
    assert not mail.outbox and not Sending.objects.exists() and len(outbox.waiting()) == 1


def test_a_trial_without_an_adverse_event_form_has_nothing_to_tell(adrenal, user, client_of, actor):
    from bedside.conduct.participants.actions import screen

    person = screen(actor("nurse", "02"), "02")
    answer = client_of(user("investigator", "02")).get(f"/participants/{person.code}/safety/")
    assert answer.status_code == 200 and "No adverse event is recorded" in answer.content.decode()


def test_a_case_is_read_in_as_many_questions_for_one_as_for_many(event, told, django_assert_max_num_queries):
    first = event()
    told(first)
    event(first.person, number=2)
    with django_assert_max_num_queries(13):
        assert case_of(first).told


# --- counted ------------------------------------------------------------------------------------------------------


def test_the_year_is_counted_beside_all_since_the_beginning(assessed, event, told, coded):
    from bedside.conduct.safety.reading import cases, first_doses
    from bedside.conduct.safety.tabulation import annual, summary

    first, _ = assessed
    coded(first, "90001")
    other = event(first.person, number=2, term="Rash", relation="unrelated", outcome="fatal")
    told(other)
    today, doses = timezone.localdate(), first_doses([first.person])
    held = annual(cases([first.person]), doses, today - timedelta(days=2), today)
    assert [(each.system, each.term, each.period, each.whole) for each in held.counts] == [
        ("", "Rash", (1, 0, 0, 1), (1, 0, 0, 1)), ("Made-up class", "Made-up sepsis", (1, 1, 1, 0), (1, 1, 1, 0)),
    ]  # fmt: skip
    before = today - timedelta(days=9)
    assert annual(cases([first.person]), doses, before, before).counts == ()
    assert held.exposed == 1 and ("Serious", "2") in list(summary(cases([first.person]), doses))


def overprinted(content, place):
    """The words of a PDF that lie upon the next one of their line."""
    needs.program("pdftotext")
    place.write_bytes(content)
    told = subprocess.run(["pdftotext", "-bbox", place, "-"], capture_output=True, check=True, text=True).stdout
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>', told)
    words = sorted((float(top), float(left), float(right), text) for left, top, right, text in found)
    return [(one[3], two[3]) for one, two in itertools.pairwise(words) if one[0] == two[0] and one[2] > two[1] + 1]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", ["board.pdf", "annual.pdf"])
def test_listings_are_printed(path, language, assessed, user, client_of, tmp_path):
    client = client_of(user("safety officer", ""), headers={"accept-language": language})
    content = client.get(f"/safety/{path}").content
    assert content.startswith(b"%PDF") and overprinted(content, tmp_path / "listing.pdf") == []


@pytest.mark.proves("law sae-clock")
@pytest.mark.parametrize(("hours", "why", "asked"), [(30, "", True), (30, "nobody on duty", False), (20, "", False)])
def test_the_form_asks_why_it_was_told_late(hours, why, asked, event, user, actor):
    from bedside.conduct.casebook.actions import Typed, fill

    from .conftest import ago

    sheet = event(aware=hours)
    typed = {"told_at": Typed(ago(0)), **({"told_late": Typed(why)} if why else {})}
    filled = fill(actor("nurse"), user("nurse"), sheet, typed, {})
    assert ([each.check for each in filled.found.get("told_at", ())] == ["notice"]) is asked
    assert all("told late" not in each.text.fr for found in filled.found.values() for each in found)

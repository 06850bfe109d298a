"""The registers as people use them: recorded at the site, assessed by the sponsor, exported, warned of."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bedside.conduct.people.models import User
from bedside.conduct.registers import actions_people
from bedside.conduct.registers.breaches import deviations
from bedside.conduct.registers.models import Accepted, Delegated, Trained, Urgent
from bedside.conduct.trail.models import Event

pytestmark = pytest.mark.usefixtures("study")
SITE = "/sites/01/registers/"


@pytest.mark.proves("inspection breach-states")
def test_from_the_site_to_the_sponsor_and_to_the_authority(
    user: Callable[..., User], client_of: Callable[..., Client], actor: Callable[..., Any]
) -> None:
    from bedside.conduct.participants.actions import screen

    person = screen(actor("nurse", "01"), "01")
    nurse, safety = client_of(user("nurse", "01")), client_of(user("safety officer", ""))
    sent = {"participant": person.code, "kind": "safety", "found": "2026-01-05T10:00", "told": "told <late>",
            "serious": "yes"}  # fmt: skip
    assert nurse.post(f"{SITE}deviations/add/", {**sent, "kind": "gossip"}).status_code == 422
    assert nurse.post(f"{SITE}deviations/add/", sent).status_code == 302
    held = deviations(["01"])[0]
    one = f"{SITE}deviations/{held.deviation.pk}/"
    assert "told &lt;late&gt;" in nurse.get(SITE).content.decode()
    assessed = {"severity": "minor", "aware": "2026-01-06T10:00", "told": "x"}
    assert nurse.post(f"{one}assess/", assessed).status_code == 403
    assert safety.post(f"{one}assess/", {"severity": "grave", "aware": "2026-01-06T10:00"}).status_code == 422
    safety.post(f"{one}assess/", {"severity": "serious breach", "aware": "2026-01-06T10:00", "told": "harm"})
    page = safety.get(one).content.decode()
    assert "2026-01-13 23:59" in page and "too late" in page and "536/2014 art. 52" in page
    assert "serious breach, to be notified by 2026-01-13 23:59" in nurse.get("/sites/01/").content.decode()
    nurse.post(f"{one}measures/", {"kind": "corrective", "due": "2026-02-01", "told": "call at once"})
    safety.post(f"{one}notified/", {"at": "2026-01-13T23:59", "reference": "CTIS 77"})
    assert not deviations(["01"])[0].late
    assert safety.post(f"{one}close/").status_code == 422
    measure = deviations(["01"])[0].measures[0]
    nurse.post(f"{one}measures/{measure.pk}/done/", {"day": "2026-01-20"})
    assert safety.post(f"{one}close/").status_code == 302
    assert deviations(["01"])[0].state == "closed"
    (row,) = csv.DictReader(io.StringIO(nurse.get(f"{SITE}deviations.csv").content.decode("utf-8-sig")))
    assert (row["state"], row["reference"], row["late"]) == ("closed", "CTIS 77", "no")


@pytest.mark.proves("inspection breach-site")
@pytest.mark.parametrize(("language", "whole"), [("en", "Site 01"), ("fr", "Centre 01")])
def test_a_deviation_of_the_site_from_first_notice_to_closure(
    language: str, whole: str, user: Callable[..., User], client_of: Callable[..., Client]
) -> None:
    nurse, safety = client_of(user("nurse", "01")), client_of(user("safety officer", ""))
    nurse.cookies["django_language"] = safety.cookies["django_language"] = language
    sent = {"kind": "equipment", "found": "2026-01-05T10:00", "told": "the freezer failed"}
    for whose in ({}, {"participant": "01-S001", "whole": "yes"}):
        assert nurse.post(f"{SITE}deviations/add/", {**sent, **whose}).status_code == 422
    assert nurse.post(f"{SITE}deviations/add/", {**sent, "whole": "yes"}).status_code == 302
    one = f"{SITE}deviations/{deviations(['01'])[0].deviation.pk}/"
    for page in (SITE, "/study/registers/"):
        assert re.search(rf'href="{one}">\s*{whole}\s*</a>', nurse.get(page).content.decode())
    safety.post(f"{one}assess/", {"severity": "serious breach", "aware": "2026-01-06T10:00", "told": "tubes are lost"})
    assert f"<strong>{whole}</strong>" in nurse.get("/sites/01/").content.decode()
    safety.post(f"{one}notified/", {"at": "2026-01-07T10:00", "reference": "CTIS 78"})
    nurse.post(f"{one}measures/", {"kind": "preventive", "due": "2026-02-01", "told": "an alarm by telephone"})
    nurse.post(f"{one}measures/{deviations(['01'])[0].measures[0].pk}/done/", {"day": "2026-01-20"})
    assert safety.post(f"{one}close/").status_code == 302
    (row,) = csv.DictReader(io.StringIO(nurse.get(f"{SITE}deviations.csv").content.decode("utf-8-sig")))
    assert (row["site"], row["participant"], row["state"]) == ("01", "", "closed")


@pytest.mark.proves("inspection delegation", "inspection delegation-signed")
@pytest.mark.parametrize(("language", "says"), [("en", "I delegate these tasks"), ("fr", "Je délègue ces tâches")])
def test_signed_by_who_delegates_and_accepted_in_ones_own_session_only(
    language: str, says: str, user: Callable[..., User], client_of: Callable[..., Client], password: str,
    code: Callable[[Any], str],
) -> None:  # fmt: skip
    doctor, nurse, other = user("investigator", "01"), user("nurse", "01"), user("nurse", "01")
    theirs, mine, elsewhere = client_of(doctor), client_of(nurse), client_of(other)
    theirs.cookies["django_language"] = language
    gap = f"{nurse.username} has a role here and no delegation"
    assert gap in mine.get("/sites/01/").content.decode()
    sent = {"user": nurse.username, "task": ["data"], "from": "2026-01-01", "to": "", "name": "Dr A. Example",
            "password": password}  # fmt: skip
    for wrong in ({"password": "no"}, {"code": "000000"}):
        again = theirs.post(f"{SITE}delegation/", {**sent, **wrong})
        assert again.status_code == 422 and says in again.content.decode()
        assert f"<option selected>{nurse.username}" in again.content.decode(), "what was typed stays"
    assert not Delegated.objects.exists()
    assert theirs.post(f"{SITE}delegation/", {**sent, "code": code(doctor)}).status_code == 302
    accept = f"{SITE}delegation/{Delegated.objects.get().pk}/accept/"
    assert accept not in elsewhere.get(SITE).content.decode() and accept in mine.get(SITE).content.decode()
    assert 'name="password"' not in elsewhere.get(accept).content.decode()
    hand = {"name": "B. Example", "password": password}
    assert elsewhere.post(accept, {**hand, "code": code(other)}).status_code == 422
    assert mine.post(accept, {**hand, "code": "000000"}).status_code == 422 and not Accepted.objects.exists()
    assert mine.post(accept, {**hand, "code": code(nurse)}).status_code == 302
    event = Event.objects.get(number=Accepted.objects.get().pk)
    assert (event.actor, event.action) == (nurse.username, "accept delegation")
    shown = mine.get(SITE).content.decode()
    assert "✍ Dr A. Example" in shown and "✍ B. Example" in shown
    assert gap not in mine.get("/sites/01/").content.decode()


@pytest.mark.proves("inspection training", "inspection dossier-training")
def test_trainings_stand_on_the_dossier_with_their_days(
    user: Callable[..., User], client_of: Callable[..., Client], actor: Callable[..., Any]
) -> None:
    from bedside.conduct.people.roles import Role

    nurse, elsewhere = user("nurse", "01"), user("nurse", "02")
    actions_people.require(actor("data manager", ""), Role.NURSE, "gcp")
    client = client_of(user("investigator", "01"))
    sent = {"user": nurse.username, "topic": "protocol", "day": "2026-03-02", "reference": "certificate 12",
            "version": "1.0"}  # fmt: skip
    assert client.post(f"{SITE}training/", {**sent, "user": elsewhere.username}).status_code == 422
    client.post(f"{SITE}training/", sent)
    assert Trained.objects.get().user == nurse
    assert "certificate 12" in client.get(SITE).content.decode()
    page = client_of(user("inspector", "")).get("/study/dossier/").content.decode()
    assert 'the protocol 1.0 <span class="when">2026-03-02</span>' in page and "needed, not done" in page


@pytest.mark.proves("inspection site-states")
def test_a_site_is_put_on_hold_and_an_item_is_lost(user: Callable[..., User], client_of: Callable[..., Client]) -> None:
    client = client_of(user("data manager", ""))
    assert client.post(f"{SITE}state/", {"state": "on hold"}).status_code == 422, "it needs a reason"
    assert client.post(f"{SITE}state/", {"state": "on hold", "reason": "the pharmacy is closed"}).status_code == 302
    assert client.post(f"{SITE}initiation/", {"item": "ethics", "reason": "withdrawn"}).status_code == 302
    page = client.get(SITE).content.decode()
    assert "the pharmacy is closed" in page and "Nobody can be enrolled here now." in page and "withdrawn" in page


@pytest.mark.proves("inspection urgent-measures")
def test_an_urgent_safety_measure_is_a_line_of_the_study(
    user: Callable[..., User], client_of: Callable[..., Client]
) -> None:
    client = client_of(user("safety officer", ""))
    client.post("/study/registers/urgent/", {"taken": "2026-01-05T10:00", "told": "dosing stopped", "site": ""})
    page = client.get("/study/registers/").content.decode()
    assert "dosing stopped" in page and "2026-01-12 23:59" in page and "536/2014 art. 54" in page
    held = Urgent.objects.get()
    client.post(f"/study/registers/urgent/{held.pk}/notified/", {"at": "2026-01-07T10:00", "reference": "CTIS 3"})
    assert "CTIS 3" in client_of(user("nurse", "01")).get("/study/registers/").content.decode()


def test_of_other_sites_nothing_is_seen(
    user: Callable[..., User], client_of: Callable[..., Client], deviation: Callable[..., Any]
) -> None:
    here, there = deviation("01"), deviation("02")
    client = client_of(user("monitor", "01"))
    for page in (client.get("/study/registers/"), client.get("/study/registers/deviations.csv")):
        assert here.person.code in page.content.decode() and there.person.code not in page.content.decode()
    assert client.get(f"/sites/01/registers/deviations/{there.pk}/").status_code == 404
    assert client.get(f"/sites/02/registers/deviations/{there.pk}/").status_code == 403


@pytest.mark.parametrize("log", ["deviations", "delegation", "training", "initiation"])
def test_every_log_leaves_as_a_file_and_in_the_trail(
    log: str, user: Callable[..., User], client_of: Callable[..., Client], deviation: Callable[..., Any]
) -> None:
    deviation("01")
    answer = client_of(user("monitor", "01")).get(f"{SITE}{log}.csv")
    header, *_ = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert len(header) >= 5 and Event.objects.order_by("-number").first().place == f"{log}-01.csv"
    assert client_of(user("monitor", "01")).get(f"{SITE}gossip.csv").status_code == 404


@pytest.mark.parametrize(("language", "word"), [("en", "Delegation log"), ("fr", "Registre de délégation")])
def test_both_languages(
    language: str, word: str, user: Callable[..., User], client_of: Callable[..., Client], deviation: Callable[..., Any]
) -> None:
    held, client = deviation("01"), client_of(user("investigator", "01"))
    client.cookies["django_language"] = language
    assert word in client.get(SITE).content.decode()
    for page in ("/study/registers/", f"{SITE}deviations/{held.pk}/"):
        assert client.get(page).content.decode().count("<h1") == 1

"""Safety by programs: as the screens do it, and refused in the same shape."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.safety import outbox
from bedside.values.moment import HOUR, Moment, now

pytestmark = pytest.mark.usefixtures("study")


@pytest.fixture(autouse=True)
def _no_limit_reached(study: Any) -> None:
    cache.clear()


def ago(hours: float) -> str:
    """A time as it is sent."""
    return with_offset(Moment(now() - int(hours * HOUR)))


@pytest.fixture
def sheet(someone: Any, actor: Any) -> Any:
    """A serious adverse event that was known two hours ago."""
    person = someone("01")
    held = open_sheet(actor("nurse"), person, "unscheduled", "adverse_events", "1.0")
    typed = {"term": "Sepsis", "grade": "grade_3", "serious": "yes", "important": "yes", "relation": "related",
             "began": ago(30), "aware_at": ago(2)}  # fmt: skip
    save(actor("nurse"), held, {name: Typed(text) for name, text in typed.items()})
    return held


def test_from_first_notice_to_the_authority(user: Any, program: Any, sheet: Any) -> None:
    site, sponsor = program(user("investigator", "01")), program(user("safety officer", ""))
    at = f"/participants/{sheet.person.code}/safety/{sheet.pk}"
    made = site.send("POST", f"{at}/reports", {"told_at": ago(0.5), "language": "fr"})
    assert made.status_code == 201 and [each["report"] for each in made.json()["thread"]] == [1]
    assert sponsor.get(f"{at}/reports/1/icsr").status_code == 422, "not received yet"
    held = ["patient", "reporter", "drug", "event"]
    assert (
        sponsor.send("POST", f"{at}/reports/1/receipt", {"received_at": ago(0.25), "criteria": held}).status_code == 201
    )
    view = {"relation": "related", "expected": "unexpected", "reference": "2026-09"}
    told = sponsor.send("POST", f"{at}/reports/1/assessment", view).json()
    assert (told["susar"], told["clocks"][-1]["duty"], told["clocks"][-1]["progress"]) == (
        "yes", "report the reaction", "running",
    )  # fmt: skip
    left = {"authority": "ANSM", "reference": "EC-1", "at": ago(0)}
    assert sponsor.send("POST", f"{at}/reports/1/submission", left).json()["clocks"][-1]["progress"] == "done"
    assert sponsor.get(f"{at}/reports/1/pdf").content.startswith(b"%PDF")
    assert sponsor.get(f"{at}/reports/1/icsr").content.startswith(b"<?xml")
    assert sponsor.send("POST", f"{at}/reports", {"told_at": ago(0)}).status_code == 403
    assert site.send("POST", f"{at}/reports/1/assessment", view).status_code == 403


def test_an_investigator_confirms_what_a_nurse_proposed(user: Any, program: Any, sheet: Any) -> None:
    site, at = program(user("investigator", "01")), f"/participants/{sheet.person.code}/safety/{sheet.pk}"
    held = site.get(at).json()
    assert held["to_assess"] == ["serious", "important", "relation"] and held["by_investigator"] == "cannot_tell"
    nurse, to, seen = program(user("nurse", "01")), f"{at}/confirmation", held["versions"]
    assert nurse.send("POST", to, {"versions": seen}).status_code == 403
    assert site.send("POST", to, {"versions": seen[:1]}).status_code == 422
    done = site.send("POST", to, {"versions": seen})
    assert done.status_code == 201 and (done.json()["to_assess"], done.json()["by_investigator"]) == ([], "yes")


def test_news_has_its_clock_from_when_it_was_known(user: Any, program: Any, actor: Any, sheet: Any) -> None:
    site, nurse = program(user("investigator", "01")), program(user("nurse", "01"))
    at = f"/participants/{sheet.person.code}/safety/{sheet.pk}"
    assert nurse.send("POST", f"{at}/known", {"aware_at": ago(1)}).status_code == 422, (
        "nothing was told, nothing is new"
    )
    site.send("POST", f"{at}/reports", {"told_at": ago(1.5)})
    save(actor("nurse"), sheet, {"outcome": Typed("fatal")})
    known = nurse.send("POST", f"{at}/known", {"aware_at": ago(1)})
    news = known.json()["clocks"][-1]
    assert known.status_code == 201 and (news["duty"], news["progress"]) == ("tell the sponsor the news", "running")
    assert program(user("safety officer", "")).send("POST", f"{at}/known", {"aware_at": ago(1)}).status_code == 403
    told = site.send("POST", f"{at}/reports", {"told_at": ago(0.5)}).json()["clocks"][-1]
    assert (told["since"], told["progress"], told["why"], told["entered_late"]) == (news["since"], "done", "", False)


def test_a_view_that_makes_an_event_reportable_says_by_which_information(user: Any, program: Any, sheet: Any) -> None:
    site, sponsor = program(user("investigator", "01")), program(user("safety officer", ""))
    at = f"/participants/{sheet.person.code}/safety/{sheet.pk}"
    site.send("POST", f"{at}/reports", {"told_at": ago(1.5)})
    held = ["patient", "reporter", "drug", "event"]
    sponsor.send("POST", f"{at}/reports/1/receipt", {"received_at": ago(1), "criteria": held})
    view = {"relation": "related", "expected": "expected", "reference": "2026-09"}
    assert sponsor.send("POST", f"{at}/reports/1/assessment", view).json()["susar"] == "no"
    view |= {"expected": "unexpected", "reference": "2026-11"}
    assert sponsor.send("POST", f"{at}/reports/1/assessment", view).status_code == 422
    made = sponsor.send("POST", f"{at}/reports/1/assessment", {**view, "informed_at": ago(0.5)})
    assert made.status_code == 201 and made.json()["clocks"][-1]["duty"] == "report the reaction"


def test_a_name_asks_why_it_may_stay(user: Any, program: Any, sheet: Any) -> None:
    site, to = program(user("investigator", "01")), f"/participants/{sheet.person.code}/safety/{sheet.pk}/reports"
    sent = {"told_at": ago(0.5), "note": "Seen by Dr Martin"}
    assert site.send("POST", to, sent).status_code == 422
    assert site.send("POST", to, {**sent, "reason": "an author"}).status_code == 201


def test_lists_hold_what_the_token_reaches(user: Any, program: Any, sheet: Any) -> None:
    reader = program(user("monitor", "01"))
    found = reader.get("/safety/events", serious="true").json()
    assert [each["event"] for each in found["items"]] == [sheet.pk] and found["next"] is None
    assert reader.get("/safety/events", after=sheet.pk).json()["items"] == []
    assert program(user("monitor", "02")).get("/safety/events").json()["items"] == []
    assert len(reader.get("/safety/board").json()["lines"]) == 1
    year = reader.get("/safety/annual").json()
    assert (year["lines"], year["counts"], year["exposed"]) == ([], [], 0), "nobody was told of it yet"
    assert reader.get("/safety/annual", first="2026-02-01", last="2026-01-01").status_code == 422
    assert reader.get(f"/participants/{sheet.person.code}/safety/7").status_code == 404


def test_a_pregnancy_is_told_and_followed(user: Any, program: Any, sheet: Any) -> None:
    site, to = program(user("investigator", "01")), f"/participants/{sheet.person.code}/pregnancies"
    sent = {"whose": "partner", "aware_at": ago(2), "told_at": ago(1)}
    (told,) = site.send("POST", to, sent).json()["pregnancies"]
    followed = site.send("POST", to, {**sent, "pregnancy": told["pregnancy"], "outcome": "live birth"}).json()
    assert [each["outcome"] for each in followed["pregnancies"]] == ["live birth"]


def test_mails_are_read_with_their_tries_by_whoever_sees_the_safety_of_the_site(
    user: Any, program: Any, sheet: Any, actor: Any, settings: Any
) -> None:
    program(user("investigator", "01")).send(
        "POST", f"/participants/{sheet.person.code}/safety/{sheet.pk}/reports", {"told_at": ago(0.5), "language": "en"}
    )
    reader = program(user("inspector", ""))
    (queued,) = reader.get("/safety/mails").json()
    assert (queued["participant"], queued["event"], queued["report"]) == (sheet.person.code, sheet.pk, 1)
    assert (queued["taken"], queued["tries"]) == (False, []) and "Sepsis" not in queued["subject"] + queued["body"]
    settings.DEMONSTRATION, settings.MAIL_TO = False, ["safety@example.org"]
    outbox.send(actor("administrator", ""))
    (sent,) = reader.get("/safety/mails").json()
    assert sent["taken"] and [(each["recipients"], each["error"]) for each in sent["tries"]] == [
        ("safety@example.org", "")
    ]
    assert program(user("nurse", "02")).get("/safety/mails").json() == []

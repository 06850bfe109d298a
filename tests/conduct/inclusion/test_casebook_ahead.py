"""What the casebook shows at once of the visits of a participant, and what it folds away."""

from __future__ import annotations

import re
from datetime import timedelta

from bedside.conduct.casebook.places import visit_text
from bedside.conduct.inclusion.timeline import timeline
from bedside.conduct.participants.actions import happen
from bedside.conduct.participants.reading import protocol_for
from bedside.values.moment import now, of_datetime, to_datetime

DAILY = "Each day in intensive care"


def _visits(page: str) -> tuple[list[str], list[str]]:
    """The visits in sight and those folded, as the page names them, without their windows."""
    planned = re.search(r'aria-labelledby="planned".*?</section>', page, re.DOTALL)
    assert planned
    parts = re.split(r"<details><summary>Later visits: \d+</summary>", planned[0])
    named = [re.findall(r'<th scope="row">([^<]+)', part) for part in (*parts, "")]
    return named[0], named[1]


def test_the_visits_after_the_next_one_are_folded(user, client_of, included):
    person, nurse = included(0), client_of(user("nurse"))
    near, later = _visits(nurse.get(f"/participants/{person.code}/casebook/").content.decode())
    assert near[0] == "Inclusion" and 2 <= len(near) <= 4, near
    assert "6 months" in later[-1] and len(later) > 3, later


def test_they_come_into_sight_with_their_windows(user, client_of, included, monkeypatch):
    from bedside.conduct.casebook import views_overview

    person, nurse = included(0), client_of(user("nurse"))
    whole = of_datetime(to_datetime(person.enrolled.at_us) + timedelta(days=400))
    monkeypatch.setattr(views_overview, "now", lambda: whole)
    near, later = _visits(nurse.get(f"/participants/{person.code}/casebook/").content.decode())
    assert "6 months" in near[-1] and later == []


def test_an_event_that_ends_a_stay_ends_its_daily_visits(user, client_of, included, actor):
    person, nurse = included(3), client_of(user("nurse"))
    address = f"/participants/{person.code}/casebook/"
    assert len(_daily(nurse.get(address).content.decode())) > 20
    happen(actor("nurse"), person, "icu_discharge", now())
    due = [visit_text(protocol_for(person), each.due.visit, each.due.day).en for each in timeline(person).visits]
    assert _daily(nurse.get(address).content.decode()) == [text for text in due if text.startswith(DAILY)]


def _daily(page: str) -> list[str]:
    return [text for part in _visits(page) for text in part if text.startswith(DAILY)]

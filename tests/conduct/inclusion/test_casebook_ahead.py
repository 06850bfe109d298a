"""What the casebook shows at once of the visits of a participant, and what it folds away."""

from __future__ import annotations

import re
from datetime import timedelta

from bedside.values.moment import of_datetime, to_datetime


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

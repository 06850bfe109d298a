"""The ward is a page: the report of its screening under a policy of its own, and a way from it into the study."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from bedside.conduct.frame.framed import policy_of
from bedside.conduct.people.models import User
from bedside.conduct.trail.models import Event


@pytest.fixture
def nurse(demonstration: Any, client_of: Any) -> Client:
    """The nurse of the first site."""
    client: Client = client_of(User.objects.get(username="nurse"))
    return client


def test_the_ward_lists_who_is_there_and_who_is_screened_already(demonstration: Any, nurse: Client) -> None:
    shown = nurse.get("/sites/01/ward/")
    assert shown.status_code == 200
    text = shown.content.decode()
    assert all(stay in text for stay in demonstration.stays)
    assert f'href="/participants/{demonstration.stages["imported"][0]}/"' in text
    assert "frame-src 'self'" in shown.headers["Content-Security-Policy"]
    assert Event.objects.filter(action="see ward", actor="nurse").exists()


def test_a_stay_of_the_ward_begins_its_screening(demonstration: Any, nurse: Client) -> None:
    other = demonstration.stays[-1]
    begun = nurse.post("/sites/01/screening/new/", {"source": "ward", "stay": other}, follow=True)
    assert begun.status_code == 200
    again = nurse.get("/sites/01/ward/").content.decode()
    assert f'value="{other}"' not in again


def test_the_report_runs_its_own_script_and_nothing_else(demonstration: Any, nurse: Client) -> None:
    shown = nurse.get("/sites/01/ward/report/ward/")
    policy = shown.headers["Content-Security-Policy"]
    assert shown.status_code == 200
    assert "unsafe-inline" not in policy
    assert "sandbox allow-scripts" in policy
    assert "default-src 'none'" in policy
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert policy_of(shown.content.decode().replace("use strict", "use else")) != policy


def test_only_the_site_sees_its_ward(demonstration: Any, nurse: Client, client_of: Any) -> None:
    assert nurse.get("/sites/02/ward/").status_code == 403
    assert nurse.get("/sites/01/ward/report/none/").status_code == 404
    assert client_of(User.objects.get(username="monitor")).get("/sites/01/ward/").status_code == 403
    elsewhere = client_of(User.objects.get(username="nurse-02")).get("/sites/02/ward/").content.decode()
    assert "No hospital source" in elsewhere

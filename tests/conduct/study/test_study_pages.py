"""The study's pages: what it is, its status and who changed it, its sites, the table of roles and its file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bedside.conduct.participants import actions as participants
from bedside.conduct.people.models import User
from bedside.conduct.people.roles import TABLE, Action, Reach, Role
from bedside.conduct.study import actions
from bedside.conduct.study.statuses import FOLLOWS, Status
from bedside.conduct.trail.models import Event


@pytest.fixture
def sponsor(study: Any, user: Callable[..., User], client_of: Callable[..., Client]) -> Client:
    """The browser of the safety officer, who owns the status."""
    return client_of(user("safety officer", "", "sam"))


@pytest.mark.proves("inspection dossier-study", "record registration_number", "record target_enrolment")
def test_identity(sponsor: Client, study: Any) -> None:
    page = sponsor.get("/study/").content.decode()
    for told in (
        study.protocol.text.en,
        study.protocol.hash,
        "JAKAHDI",
        "NCT06244862",
        "0 of 42 enrolled",
        *study.sites,
    ):
        assert told in page, told


def test_recruitment_counts_who_was_looked_at(sponsor: Client, actor: Callable[..., Any]) -> None:
    participants.screen(actor("nurse", "01"), "01")
    assert "1 screened" in sponsor.get("/study/").content.decode()


@pytest.mark.proves("ground status-machine", "inspection dossier-study")
def test_the_status_is_changed_by_who_owns_it_with_its_history(sponsor: Client) -> None:
    before = Event.objects.count()
    assert sponsor.post("/study/status/", {"status": "recruiting"}).status_code == 302
    assert sponsor.post("/study/status/", {"status": "suspended"}).status_code == 422  # no reason
    sponsor.post("/study/status/", {"status": "suspended", "reason": "supply of the drug"})
    assert actions.current_status() is Status.SUSPENDED
    added = Event.objects.filter(number__gt=before).values_list("actor", "action")
    assert list(added) == [("sam", "set status")] * 2
    page = sponsor.get("/study/").content.decode()
    assert "supply of the drug" in page and "sam" in page and "Nobody can be enrolled now." in page


@pytest.mark.proves("ground status-machine")
@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("after", Status)
def test_the_table_of_statuses(study: Any, actor: Callable[..., Any], before: Status, after: Status) -> None:
    from bedside.conduct.study import models
    from bedside.conduct.trail.keeping import Act, keep
    from bedside.errors import UsageError

    by = actor("safety officer", "")
    keep(Act(by, "set status"), models.Status(status=before))
    if after in FOLLOWS[before]:
        actions.set_status(by, after, "because")
        assert actions.current_status() is after
    else:
        with pytest.raises(UsageError):
            actions.set_status(by, after, "because")
        assert actions.current_status() is before


def test_a_status_that_is_none(sponsor: Client) -> None:
    assert sponsor.post("/study/status/", {"status": "flourishing"}).status_code == 422


@pytest.mark.proves("ground status-machine")
def test_who_may_not_sees_no_form(study: Any, user: Callable[..., User], client_of: Callable[..., Client]) -> None:
    nurse = client_of(user("nurse", "01"))
    assert "/study/status/" not in nurse.get("/study/").content.decode()
    assert nurse.post("/study/status/", {"status": "recruiting"}).status_code == 403


@pytest.mark.proves("ground permission-cells", "inspection exports-logged")
def test_the_table_of_roles_as_a_file_is_the_table(sponsor: Client) -> None:
    before = Event.objects.count()
    answer = sponsor.get("/study/roles.csv")
    assert list(Event.objects.filter(number__gt=before).values_list("actor", "action", "place")) == [
        ("sam", "export", "roles.csv")
    ]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    words = {None: "", Reach.SITE: "own sites", Reach.ALL: "all sites"}
    assert [row[1:] for row in rows[1:]] == [[words[TABLE[role].get(action)] for role in Role] for action in Action]


@pytest.mark.parametrize(("language", "word"), [("en", "Who may do what"), ("fr", "Qui peut faire quoi")])
def test_both_languages(sponsor: Client, language: str, word: str) -> None:
    sponsor.cookies["django_language"] = language
    for path in ("/study/", "/study/roles"):
        page = sponsor.get(path).content.decode()
        assert word in page and page.count("<h1") == 1


@pytest.mark.proves("ground typed-is-text")
@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1+1", "-x", "@x"])
def test_no_cell_of_a_file_is_a_formula(cell: str) -> None:
    from bedside.conduct.frame.exports import as_csv

    assert as_csv([[cell]]).strip("\ufeff\r\n") == f"'{cell}"

"""Redaction through the pages: from a field's history to the text that is gone, and the chain that still holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.conduct.casebook.models import Comment, Entry, Sheet
from bedside.conduct.participants.models import Person
from bedside.conduct.people.roles import TABLE, Action, Role
from bedside.conduct.trail.keeping import Act, Actor, keep
from bedside.conduct.trail.models import Event, Redaction
from bedside.conduct.trail.verifying import verify

pytestmark = pytest.mark.django_db
BY = Actor("anna", "nurse", "CHU", "screens")
PLACE = "unscheduled / medical_history / trigger_detail"
SAID = "Unscheduled / History and trigger / "
NAME = "Mme Dupont, sepsis"
SENT = {"text": "casebook_entry.typed", "reason": "a surname", "sure": "yes"}


@pytest.fixture
def entry(study: Any) -> Entry:
    """A text that names somebody, the reason of its correction that does too, and a comment."""
    person = keep(Act(BY, "screen", "01", "01-S001"), Person(code="01-S001", site="01"))
    sheet = keep(Act(BY, "open form", "01", "01-S001", "unscheduled / medical_history"),
                 Sheet(person=person, visit="unscheduled", form="medical_history", version="1.0"))  # fmt: skip
    keep(
        Act(BY, "comment", "01", "01-S001", PLACE),
        Comment(sheet=sheet, item="trigger_detail", text="her son is M. Dupont"),
    )
    row = Entry(sheet=sheet, item="trigger_detail", number=1, typed=NAME, originator="anna")
    return keep(Act(BY, "save item", "01", "01-S001", PLACE, "Dr Martin said so"), row)


@pytest.fixture
def manager(user: Callable[..., Any], client_of: Callable[..., Client]) -> Client:
    """A data manager."""
    return client_of(user("data manager", ""))


def _history(client: Client) -> str:
    return client.get(reverse("trail_of", args=["01-S001", PLACE])).content.decode()


@pytest.mark.proves("inspection redaction-shown")
def test_from_the_history_to_a_text_that_is_gone(entry: Entry, manager: Client) -> None:
    address = reverse("trail-redact", args=[entry.pk])
    assert NAME in _history(manager) and f'href="{address}"' in _history(manager)
    page = manager.get(address).content.decode()
    assert SAID in page and NAME in page and 'name="reason"' in page
    assert set(re.findall(r'name="text" value="([^"]+)"', page)) == {"trail_event.reason", SENT["text"]}

    assert manager.post(address, SENT).status_code == 302
    done = Redaction.objects.get()
    assert (done.table, done.row, done.column) == ("casebook_entry", entry.pk, "typed")
    told = Event.objects.get(action="redact")
    assert (told.site, told.participant, told.place, told.reason) == ("01", "01-S001", PLACE, "a surname")
    assert told.actor and told.role == "data manager"
    assert NAME not in _history(manager) and "[redacted]" in _history(manager) and "a surname" in _history(manager)

    assert manager.post(address, SENT | {"text": "trail_event.reason", "reason": "a physician"}).status_code == 302
    assert "Dr Martin" not in _history(manager)
    assert Redaction.objects.count() == 2 and "No text of this event is left" in manager.get(address).content.decode()
    assert manager.post(address, SENT).status_code == 422
    assert list(verify()) == []


def test_a_comment_is_redacted_from_where_it_is_read(entry: Entry, manager: Client) -> None:
    comment = Comment.objects.get()
    sheet = manager.get("/participants/01-S001/forms/unscheduled/medical_history/").content.decode()
    assert "M. Dupont" in sheet and reverse("trail-redact", args=[comment.pk]) in sheet
    sent = SENT | {"text": "casebook_comment.text"}
    assert manager.post(reverse("trail-redact", args=[comment.pk]), sent).status_code == 302
    sheet = manager.get("/participants/01-S001/forms/unscheduled/medical_history/").content.decode()
    assert "M. Dupont" not in sheet and "redacted" in sheet


@pytest.mark.parametrize(("changed", "said"), [
    ({"reason": " "}, "quelle sorte"), ({"reason": "nom de Mme Durand"}, "un nom (“Mme Durand”)"),
    ({"sure": ""}, "Confirmez"), ({"text": "casebook_entry.item"}, "Choisissez un texte"),
])  # fmt: skip
def test_what_is_not_done(entry: Entry, manager: Client, changed: dict[str, str], said: str) -> None:
    manager.cookies["django_language"] = "fr"
    answer = manager.post(reverse("trail-redact", args=[entry.pk]), SENT | changed)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Redaction.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if Action.REDACT not in TABLE[role]])
def test_nobody_else_may(entry: Entry, user: Any, client_of: Any, role: Role) -> None:
    client, address = client_of(user(role.value, "01")), reverse("trail-redact", args=[entry.pk])
    assert client.get(address).status_code == client.post(address, SENT).status_code == 403
    assert not Redaction.objects.exists()
    if Action.SEE_TRAIL in TABLE[role]:
        assert address not in _history(client)


def test_there_is_no_such_event(study: Any, manager: Client) -> None:
    assert manager.get("/trail/99999/redact/").status_code == 404

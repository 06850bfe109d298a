"""The pages of versions, in both languages, for whom they are."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bedside.conduct.trail.models import Event
from bedside.values.wording import Text

from . import changes

Make = Callable[..., Any]


@pytest.fixture
def kept(included: Make, keep: Make, running: Any) -> tuple[Any, Any]:
    """A participant, and a version with a window that changes, a visit called like a formula, an item less."""
    person = included(3, "patient")
    wider = changes.visit_with(running.protocol, "D28", text=Text("=1+1", "=1+1"), after="P9D")
    return person, keep(changes.without_item(wider, "vital_signs", "weight"), reconsent=True)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Versions of the protocol", "no longer there", "to be asked for", "Stays on version 1.0")),
     ("fr", ("Versions du protocole", "supprimé", "à demander", "Reste sur la version 1.0"))],
)  # fmt: skip
@pytest.mark.proves("amending dry-run")
def test_in_the_readers_words(
    kept: Any, user: Make, client_of: Callable[..., Client], language: str, words: tuple[str, ...]
) -> None:
    client = client_of(user("monitor", "01"))
    client.cookies["django_language"] = language
    paths = ("/study/versions/", "/study/versions/1.1/", "/sites/01/versions/1.1/", "/sites/01/versions/1.1/")
    for path, word in zip(paths, words, strict=True):
        page = client.get(path).content.decode()
        assert word in page and page.count("<h1") == 1, (path, word)


def test_the_first_version_has_none_before_it(running: Any, user: Make, client_of: Callable[..., Client]) -> None:
    page = client_of(user("nurse", "01")).get("/study/versions/1.0/").content.decode()
    assert "The first version" in page and "/sites/01/versions/1.0/" in page and "/sites/02/versions" not in page


def test_who_sees_no_participants_reads_the_words_alone(
    kept: Any, user: Make, client_of: Callable[..., Client]
) -> None:
    client = client_of(user("administrator", ""))
    page = client.get("/study/versions/1.1/").content.decode()
    assert "=1+1" in page and "/sites/01/versions" not in page
    assert client.get("/sites/01/versions/1.1/").status_code == 403
    nurse = client_of(user("nurse", "02"))
    assert nurse.get("/sites/01/versions/1.1/").status_code == 403
    assert nurse.get("/sites/02/versions/1.1/").status_code == 200
    assert nurse.get("/study/versions/9.9/").status_code == 422


@pytest.mark.proves("ground typed-is-text", "inspection data-reads-logged", "inspection exports-logged")
def test_the_file_is_no_formula_and_the_look_is_in_the_trail(
    kept: Any, user: Make, client_of: Callable[..., Client]
) -> None:
    client, before = client_of(user("data manager", "")), Event.objects.count()
    client.get("/sites/01/versions/1.1/")
    answer = client.get("/sites/01/versions/1.1/impact.csv")
    events = Event.objects.filter(number__gt=before).values_list("action", "site", "place")
    assert ("export", "01", "impact-1.1-01.csv") in events and any(site == "01" for _, site, _ in events[:1])
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["where"] for row in rows if row["change"] == "window changes"] == ["'=1+1"]
    assert {row["renewed_consent"] for row in rows} == {"to be asked for"}


@pytest.mark.proves("law consent-anew")
def test_the_head_of_a_participants_pages_says_which_version_holds(
    kept: Any, approve: Make, agree: Make, user: Make, client_of: Callable[..., Client]
) -> None:
    person, version = kept
    client, own = client_of(user("nurse", "01")), f"/participants/{person.code}/timeline/"
    assert "protocol 1.0" in client.get(own).content.decode()
    approve(version)
    page = client.get(own).content.decode()
    assert "protocol 1.0" in page and "renewed consent awaited for 1.1" in page
    assert "version 1.1 asks for consent anew" in client.get("/sites/01/").content.decode()
    agree(person)
    page = client.get(own).content.decode()
    assert "protocol 1.1" in page and "awaited" not in page


def test_a_new_version_is_offered_to_sign_to_those_who_can(
    kept: Any, included: Make, approve: Make, user: Make, client_of: Callable[..., Client]
) -> None:
    (_, version), person = kept, included(1.0, "relative")
    approve(version)
    page = client_of(user("nurse", "01")).get(f"/participants/{person.code}/consent/").content.decode()
    offers = re.findall(r'name="step" value="renew"><input type="hidden" name="route" value="(\w+)"', page)
    assert offers == ["relative"]  # the patient's own decision is sought: they agree to go on instead
    field = page[page.index('id="document-renew-relative"') :].partition("</select>")[0]
    assert 'value="2"' in field and 'value="1.0"' not in field  # that one was agreed to

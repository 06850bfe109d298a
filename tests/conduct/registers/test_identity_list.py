"""The list that leads from numbers to people: printed for the site, completed by hand, and never here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from bedside.conduct.participants.actions import screen, source_key
from bedside.conduct.participants.models import NotEnrolled, Person
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.roles import TABLE, Action, Role
from bedside.conduct.registers.identity import COLUMNS, SPARE, contents
from bedside.conduct.trail.keeping import Act, keep
from bedside.conduct.trail.models import Event, Kept

pytestmark = pytest.mark.usefixtures("study")
OF_PATIENTS = {"participants", "casebook", "inclusion", "laboratory", "registers"}
"""Applications whose tables are about patients (those of people are about who logs in)."""
IDENTITY = {"name", "first_name", "last_name", "surname", "birth_date", "birthdate", "born", "date_of_birth", "ipp",
            "nir", "hospital_number", "mrn", "address", "telephone", "phone", "email", "initials"}  # fmt: skip
WHO = "QUIDAM-ZZYX"


@pytest.mark.proves("law identity-list")
def test_only_people_of_the_site_print_it_and_it_is_in_the_trail(
    user: Callable[..., User], client_of: Callable[..., Client], actor: Callable[..., Any]
) -> None:
    assert {role for role in Role if Action.PRINT_IDENTITY_LIST in TABLE[role]} == {Role.NURSE, Role.INVESTIGATOR}
    screen(actor("nurse", "01"), "01")
    client = client_of(user("nurse", "01"))
    answer = client.get("/sites/01/identity-list.pdf")
    assert answer.content.startswith(b"%PDF") and answer["Content-Type"] == "application/pdf"
    event = Event.objects.order_by("-number").first()
    assert (event.action, event.place, event.site) == ("export", "identification-list-01.pdf", "01")
    assert client.get("/sites/02/identity-list.pdf").status_code == 403
    for role in ("data manager", "monitor", "inspector", "administrator"):
        assert client_of(user(role, "")).get("/sites/01/identity-list.pdf").status_code == 403


@pytest.mark.proves("law identity-list")
def test_what_is_filled_in_and_what_is_left_blank(actor: Callable[..., Any]) -> None:
    nurse = actor("nurse", "01")
    waiting, left, _ = (screen(nurse, "01") for _ in range(3))
    keep(Act(nurse, "leave out", "01", left.code), NotEnrolled(person=left, criteria="", other="moved"))
    screen(actor("nurse", "02"), "02")
    held = contents(Site.objects.get(code="01"))
    rows = held["rows"]
    assert [row[1] for row in rows][:-SPARE] == ["01-S001", "01-S003"] and waiting.code == "01-S001"
    assert all(len(row) == 3 for row in rows) and len(held["columns"]) == len(COLUMNS) == 8
    assert "digest" in held["notes"][2]


@pytest.mark.proves("law identity-list")
def test_no_table_about_patients_has_a_column_for_who_they_are() -> None:
    columns = {
        f"{model._meta.label}.{field.name}" for model in apps.get_models() if model._meta.app_label in OF_PATIENTS
        for field in model._meta.concrete_fields if field.name.lower() in IDENTITY
    }  # fmt: skip
    assert not columns


@pytest.mark.proves("law identity-list")
def test_a_stay_is_found_again_by_its_number_and_the_number_by_nothing(actor: Callable[..., Any]) -> None:
    screen(actor("nurse", "01"), "01", "hospital", "77812345")
    held = Person.objects.get(source_key=source_key("hospital", "77812345"))
    assert held.code == "01-S001" and len(held.source_key) == 64
    assert not any("77812345" in text for text in _texts())
    assert source_key("hospital", "77812346") != held.source_key != source_key("other", "77812345")


@pytest.mark.proves("law identity-list")
def test_no_address_takes_who_somebody_is(
    user: Callable[..., User], client_of: Callable[..., Client], actor: Callable[..., Any]
) -> None:
    """Sent to every address of the study under every name that it might have, it is nowhere afterwards."""
    person = screen(actor("nurse", "01"), "01")
    clients = [client_of(user(role, site), raise_request_exception=False)
               for role, site in (("nurse", "01"), ("investigator", "01"), ("data manager", ""))]  # fmt: skip
    sent = dict.fromkeys(IDENTITY, WHO)
    for path in _paths({"site": "01", "code": person.code}):
        cache.clear()
        for client in clients:
            client.post(path, sent)
            client.post(path, sent, content_type="application/json")
    assert not any(WHO in text for text in _texts())


def _paths(values: dict[str, str]) -> Iterator[str]:
    """Every address about sites and participants, its parameters filled."""
    for route in _routes(get_resolver(), ""):
        if route.startswith(("sites/", "participants/", "api/v1/", "study/")):
            pieces = route.replace("<path:", "<").split("<")
            filled = pieces[0]
            for piece in pieces[1:]:
                name, rest = piece.split(">", 1)
                kind, _, plain = name.rpartition(":")
                filled += values.get(plain, "1" if kind == "int" else "some") + rest
            yield f"/{filled}"


def _routes(resolver: URLResolver, before: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        yield from [route] if isinstance(each, URLPattern) else _routes(each, route)


def _texts() -> Iterator[str]:
    """Every text of every row of the study, but for those of who logs in."""
    for model in [Event, *(each for each in apps.get_models() if issubclass(each, Kept))]:
        names = [each.attname for each in model._meta.concrete_fields
                 if isinstance(each, models.CharField | models.TextField)]  # fmt: skip
        for row in model._default_manager.values_list(*names):
            yield from (text for text in row if text)

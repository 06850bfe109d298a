"""The API against its own OpenAPI document, by requests that schemathesis makes up from it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from ninja import Schema
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from bedside.conduct.api import limits
from bedside.conduct.api.operations import api
from bedside.conduct.casebook.places import Place
from bedside.conduct.monitoring.actions import raise_query
from bedside.conduct.people.actions import grant
from bedside.conduct.people.roles import ACTIONS, Action, Role

CHECKS = (
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, negative_data_rejection, unsupported_method,
)  # fmt: skip
"""Not that data that fit the document are accepted: there may be nobody of that code, a check may refuse a value."""
FEWER = 10
"""By how much fewer requests an operation than the profile's examples: each is a whole request."""


@pytest.fixture
def _held() -> Iterator[None]:
    """A request does not close the connection that the test's transaction is on, as in Django's own test client."""
    around = (request_started, request_finished)
    for signal in around:
        signal.disconnect(close_old_connections)
    yield
    for signal in around:
        signal.connect(close_old_connections)


@cache
def _as_served() -> Any:
    """Read once: the document is the same whoever asks."""
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    refused = document.config.checks.negative_data_rejection
    refused.expected_statuses = [*refused.expected_statuses, "413"]  # what is too large is not even read
    return document


@pytest.fixture
def document(
    study: Any, _held: None, user: Any, token_of: Any, someone: Any, occasion: Any, actor: Any, monkeypatch: Any
) -> Iterator[Any]:
    """The document as it is served, with somebody to ask about and a token that may do everything it names."""
    monkeypatch.setattr(limits, "MOST", {"token": 10**9, "address": 10**9})
    people = user("investigator", "01")
    for role in (Role.MONITOR, Role.DATA_MANAGER, Role.PHARMACIST):
        grant(actor("administrator", ""), people, role, "01")
    found = _as_served()
    found.token = token_of(people)
    visit, form, item = occasion
    person = someone("01")
    query = raise_query(actor("monitor"), person, Place(visit, form), item, "Is it so?")
    found.known = {"code": person.code, "site": "01", "version": study.protocol.version, "visit": visit, "form": form,
                   "item": item, "query": str(query.pk)}  # fmt: skip
    yield found


def aim(case: Any, known: dict[str, str]) -> None:
    """Three of four times ask of somebody or something that there is."""
    for name in case.path_parameters:
        if len(str(case.path_parameters[name])) % 4:
            case.path_parameters[name] = known.get(name, case.path_parameters[name])
    if isinstance(case.body, dict):
        if "items" in case.body:
            case.body["items"] = {known["item"]: next(iter(case.body["items"].values()))}
        for record in case.body.get("records", ()):
            record.update(variable="platelets", unit="10*9/L", start="2026-11-22T07:05:00Z")


def operations() -> list[tuple[str, str]]:
    paths = api.get_openapi_schema(path_prefix="/api/v1")["paths"]
    return [(path, method.upper()) for path, methods in paths.items() for method in methods]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fits", "does not fit"])
@pytest.mark.parametrize(("path", "method"), operations())
def test_every_answer_is_as_the_document_says(path: str, method: str, mode: Any, document: Any) -> None:
    @settings(max_examples=max(settings.default.max_examples // FEWER, 3), suppress_health_check=[*HealthCheck])
    @given(document[path][method].as_strategy(generation_mode=mode))
    def answered(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            aim(case, document.known)
        case.call_and_validate(headers={"Authorization": f"Bearer {document.token}"}, checks=CHECKS)

    answered()


@pytest.mark.usefixtures("study")
def test_the_document_is_whole() -> None:
    document = api.get_openapi_schema()
    assert json.loads(json.dumps(document, default=str)) and document["openapi"].startswith("3.")
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            where = f"{method} {path}"
            assert Action(told["x-action"]) in ACTIONS, where
            assert told["summary"] and told["description"] and told["security"], where
            for parameter in told.get("parameters", ()):
                assert parameter["schema"].get("description") or parameter.get("description"), (where, parameter)


def _below(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def test_no_two_shapes_share_a_name() -> None:
    """Of two, the document would tell one in the place of the other."""
    names = Counter(each.__name__ for each in _below(Schema) if each.__module__.startswith("bedside."))
    assert len(names) > 100
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.usefixtures("study")
def test_it_is_served_and_told_to_people(client: Any, user: Any, client_of: Any) -> None:
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "bedside"
    page = client_of(user("monitor", "01")).get("/api/").content.decode()
    for path in api.get_openapi_schema()["paths"]:
        assert path in page
    assert "https://" not in page
    assert client.get("/api/").status_code == 302

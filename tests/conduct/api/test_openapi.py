"""The API against its own OpenAPI document, by requests that schemathesis makes up from it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
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
from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.places import Place
from bedside.conduct.imports import actions as imports
from bedside.conduct.imports.files import received
from bedside.conduct.imports.layouts import records
from bedside.conduct.imports.looking import look
from bedside.conduct.imports.models import Held
from bedside.conduct.monitoring.actions import raise_query
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.people.actions import grant
from bedside.conduct.people.roles import ACTIONS, TABLE, Action, Role
from bedside.conduct.safety import actions as safety
from bedside.conduct.safety.case import CRITERIA
from bedside.conduct.study.models import Notice
from bedside.values.moment import HOUR, Moment, now

CHECKS = (
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, negative_data_rejection, unsupported_method,
)  # fmt: skip
"""Not that data that fit the document are accepted: there may be nobody of that code, a check may refuse a value."""
ROLES = ((Role.MONITOR, "01"), (Role.DATA_MANAGER, ""), (Role.PHARMACIST, "01"), (Role("safety officer"), ""),
         (Role.STATISTICIAN, ""))  # fmt: skip
"""What the token's owner is beside an investigator: together they may do everything that the document names."""
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
    for role, site in ROLES:
        grant(actor("administrator", ""), people, role, site)
    found = _as_served()
    found.token = token_of(people)
    visit, form, item = occasion
    person = someone("01")
    query = raise_query(actor("monitor"), person, Place(visit, form), item, "Is it so?")
    found.known = {"code": person.code, "site": "01", "version": study.protocol.version, "visit": visit, "form": form,
                   "item": item, "query": str(query.pk), "name": "ctcae"}  # fmt: skip
    found.beside = partial(beside, Beside(person, actor))
    yield found


@dataclass
class Beside:
    """Whose it is, and who acts."""

    person: Any
    actor: Any


def beside(held: Beside, path: str) -> dict[str, str]:
    """What else there is to ask about at an address: made only for the addresses that name it."""
    return next((made(held, path) for part, made in MADE.items() if part in path), {})


def _event(held: Beside, path: str) -> dict[str, str]:
    """A serious event; of its first report as much as the address speaks of."""
    sheet = open_sheet(held.actor("nurse"), held.person, "unscheduled", "adverse_events", "1.0")
    ago = with_offset(Moment(now() - 2 * HOUR))
    typed = {"term": "Sepsis", "grade": "grade_3", "serious": "yes", "important": "yes", "relation": "related",
             "began": ago, "aware_at": ago}  # fmt: skip
    save(held.actor(), sheet, {name: Typed(text) for name, text in typed.items()})
    if "/reports/" in path:
        report = safety.notify(held.actor(), sheet, None, Moment(now() - HOUR), language="en")
        if "receipt" not in path:
            safety.receive(held.actor("safety officer", ""), report, Moment(now() - HOUR // 2), tuple(CRITERIA))
    return {"event": str(sheet.pk), "number": "1"}


def _consent(held: Beside, path: str) -> dict[str, str]:
    return {"number": str(held.person.consent_steps.get().pk)}


def _notice(held: Beside, path: str) -> dict[str, str]:
    return {"number": str(Notice.objects.order_by("pk")[0].pk)}


def _term(held: Beside, path: str) -> dict[str, str]:
    sheet = open_sheet(held.actor("nurse"), held.person, "unscheduled", "adverse_events", "1.0")
    (entry,) = save(held.actor(), sheet, {"term": Typed("Sepsis")})
    return {"number": str(entry.pk)}


def _row(held: Beside, path: str) -> dict[str, str]:
    """A row of a file that waits: it contradicts another one."""
    rows = "".join(f"{held.person.code},platelets,2026-11-20T07:05:00+01:00,{each},10*9/L\n" for each in ("84", "48"))
    sent = received("r.csv", f"participant,variable,start,value,unit\n{rows}".encode(), "utf-8")
    plan = look("01", records(""), sent)
    imports.keep_file(held.actor("nurse"), "01", records(""), sent, plan.mark)
    return {"number": str(Held.objects.order_by("pk")[0].pk)}


MADE: Mapping[str, Callable[[Beside, str], dict[str, str]]] = {
    "{event}": _event, "/consent/{number}": _consent, "/notices/{number}": _notice, "/coded-terms/{number}": _term,
    "/held/{number}": _row,
}  # fmt: skip
"""By part of an address. What has none (lots, tubes, parcels, cuts, delegations) is asked for by made-up numbers here,
and by real ones in the tests of each room's operations."""


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
    known = {**document.known, **(document.beside(path) if mode is GenerationMode.POSITIVE else {})}

    @settings(max_examples=max(settings.default.max_examples // FEWER, 3), suppress_health_check=[*HealthCheck])
    @given(document[path][method].as_strategy(generation_mode=mode))
    def answered(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            aim(case, known)
        case.call_and_validate(headers={"Authorization": f"Bearer {document.token}"}, checks=CHECKS)

    answered()


def test_every_operation_lets_the_tokens_owner_through() -> None:
    """None of them answers only that they may not."""
    held = {action for role in (Role.INVESTIGATOR, *(role for role, _ in ROLES)) for action in TABLE[role]}
    paths = api.get_openapi_schema(path_prefix="/api/v1")["paths"]
    asked = {Action(told["x-action"]) for methods in paths.values() for told in methods.values()}
    assert asked <= held, asked - held


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

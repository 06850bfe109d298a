"""Freezes, locks, signatures and completeness by the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from bedside.conduct.casebook.places import scope_of
from bedside.conduct.closing.actions import sign
from bedside.conduct.closing.meanings import Meaning
from tests.conduct.casebook.conftest import person as _person
from tests.conduct.laboratory.conftest import included as _included
from tests.conduct.laboratory.conftest import result as _result

person, included, result = _person, _included, _result
pytestmark = pytest.mark.usefixtures("study")


@pytest.fixture(autouse=True)
def _no_limit_reached(study: Any) -> None:
    cache.clear()


def test_a_freeze_stops_the_api_too(included: Any, result: Any, user: Any, program: Any) -> None:
    sheet = result(included(), 1, wbc="9")
    where = f"/participants/{sheet.person.code}"
    manager, nurse = program(user("data manager", "")), program(user("nurse", "01"))
    sent = {"way": "freeze", "reason": "review", "visit": sheet.visit, "form": sheet.form}
    assert nurse.send("POST", f"{where}/closings", sent).status_code == 403
    assert manager.send("POST", f"{where}/closings", {**sent, "way": "lock"}).status_code == 422
    assert manager.send("POST", f"{where}/closings", {**sent, "reason": ""}).status_code == 422
    assert manager.send("POST", f"{where}/closings", sent).status_code == 201
    items = {"items": {"wbc": {"text": "7", "reason": "typing error", "base": 1}}}
    at = f"{where}/sheets/{sheet.visit}/{sheet.form}/items"
    refused = nurse.send("PUT", at, items)
    assert refused.status_code == 422 and "frozen since" in refused.json()["what"]
    assert [each["state"] for each in nurse.get(f"{where}/closings").json()] == ["frozen"]
    assert manager.send("POST", f"{where}/closings", {**sent, "way": "lift freeze"}).status_code == 201
    assert nurse.send("PUT", at, items).status_code == 200


def test_signatures_and_completeness_are_read(included: Any, result: Any, user: Any, program: Any, actor: Any) -> None:
    sheet = result(included(), 1, wbc="9")
    sign(actor("investigator"), sheet.person, scope_of(sheet), Meaning.REVIEWED, "Dr Example", "en")
    caller = program(user("monitor", "01"))
    (told,) = caller.get(f"/participants/{sheet.person.code}/signatures").json()
    assert (told["name"], told["holds"], len(told["digest"])) == ("Dr Example", True, 64)
    degrees = {each["degree"] for each in caller.get("/sites/01/completeness").json()}
    assert "not due" in degrees
    assert caller.get("/sites/77/completeness").status_code == 404

"""The study drug by the API: what the screens show, and what a pharmacy's own system may write."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.study.clock import today

from ..pharmacy.conftest import ago, enrolled, received

pytestmark = pytest.mark.usefixtures("study")
__all__ = ["enrolled", "received"]


@pytest.fixture(autouse=True)
def _no_limit_reached(study: Any) -> None:
    cache.clear()


@pytest.mark.proves("pharmacy receipt")
def test_a_shipment_goes_into_quarantine(user: Any, program: Any, study: Any) -> None:
    caller = program(user("pharmacist", "01"))
    sent = {"product": study.protocol.products[0].id, "strength": "5 mg", "lot": "A1", "expiry": "2099-01",
            "quantity": 20, "temperature": "within", "reference": "note 1", "at": "2026-01-05T10:00"}  # fmt: skip
    where = "/sites/01/drug-shipments"
    for wrong in ({"temperature": "warm"}, {"expiry": "soon"}, {"quantity": -1}, {"colour": "red"}):
        assert caller.send("POST", where, {**sent, **wrong}).status_code == 422
    (made,) = caller.send("POST", where, sent).json()
    (line,) = caller.get("/sites/01/drug-stock").json()
    assert (line["lot"], line["held"], line["usable"]) == (made["lot"], {"sponsor": -20, "quarantine": 20}, 0)
    assert program(user("monitor", "01")).send("POST", where, sent).status_code == 403
    assert caller.send("POST", "/sites/02/drug-shipments", sent).status_code == 403


@pytest.mark.proves("pharmacy dispensing")
def test_out_to_a_participant_and_back(user: Any, program: Any, enrolled: Any, received: Any) -> None:
    caller, person, lot = program(user("pharmacist", "01")), enrolled(), received(20)
    where, at = f"/participants/{person.code}/drug", with_offset(ago(0.01))
    out = {"lot": lot.pk, "quantity": 6, "at": at, "first_day": today().isoformat(), "last_day": "2098-12-31"}
    assert caller.send("POST", f"{where}/dispensed", {**out, "lot": 1}).status_code == 404
    assert caller.send("POST", f"{where}/dispensed", {**out, "quantity": 21}).status_code == 422
    assert caller.send("POST", f"{where}/dispensed", out).status_code == 201
    back = {"lot": lot.pk, "quantity": 2, "at": at}
    assert caller.send("POST", f"{where}/returned", back).json()[0]["target"] == "returned"
    reader = program(user("inspector", ""))
    (line,) = reader.get(where).json()
    assert (line["kept"], line["unit"], line["difference"]) == (20, "mg", 20)
    acts = [each["act"] for each in reader.get("/sites/01/drug-acts").json()]
    assert acts == ["receive", "release", "dispense", "take in"]

"""What is printed, by the API: the PDF of the screen, in the reader's language, and that it left."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from bedside.conduct.samples import actions, actions_custody
from bedside.conduct.trail.models import Event
from tests import needs

from ..inclusion.conftest import eligible, included, running, second_trial
from ..samples.conftest import ago

__all__ = ["eligible", "included", "running", "second_trial"]
pytestmark = pytest.mark.usefixtures("running")


@pytest.fixture(autouse=True)
def _no_limit_reached(study: Any) -> None:
    cache.clear()


@pytest.fixture
def text(tmp_path: Path) -> Any:
    """text(answer) -> what stands in the PDF that it is."""
    needs.program("pdftotext")

    def read(answer: Any) -> str:
        assert answer.status_code == 200, answer.content
        assert answer["Content-Type"] == "application/pdf"
        (tmp_path / "a.pdf").write_bytes(answer.content)
        told = subprocess.run(["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True)
        return told.stdout.decode()

    return read


@pytest.mark.proves("programs reads")
def test_the_papers_of_a_participant(user: Any, program: Any, included: Any, text: Any) -> None:
    person = included(0.5)
    caller, where = program(user("data manager", "")), f"/participants/{person.code}/papers"
    assert person.enrolled.number in text(caller.get(f"{where}/slip"))
    assert person.enrolled.number in text(caller.get(f"{where}/casebook"))
    label = program(user("nurse", "01")).get(f"{where}/labels")
    assert f"{person.code}-D0-CYT" in text(label)
    left = Event.objects.filter(action="export", participant=person.code, origin="api")
    assert [event.place.split("-")[0] for event in left.order_by("number")] == ["01", "casebook", "labels"]
    assert program(user("nurse", "01")).get(f"{where}/casebook").status_code == 403
    assert program(user("nurse", "02")).get(f"{where}/slip").status_code == 403


@pytest.mark.proves("programs reads")
def test_forms_and_listings(user: Any, program: Any, text: Any) -> None:
    caller = program(user("safety officer", ""))
    for caller.language, heading in (("en", "Platelets"), ("fr", "Plaquettes")):
        assert heading in text(caller.get("/papers/blank-forms"))
    assert "platelets" in text(caller.get("/papers/annotated-forms"))
    text(caller.get("/papers/adverse-events"))
    assert "2026-01-01" in text(caller.get("/papers/serious-events", first="2026-01-01", last="2026-06-30"))
    assert caller.get("/papers/serious-events", first="2026-06-30", last="2026-01-01").status_code == 422
    assert caller.get("/papers/serious-events", first="0").status_code == 422, "no number of seconds"
    assert caller.get("/safety/annual").status_code == 200, "either day may be left out"
    assert "01" in text(program(user("pharmacist", "01")).get("/sites/01/papers/study-drug"))


@pytest.mark.proves("programs reads", "samples parcels")
def test_what_goes_with_a_parcel(user: Any, program: Any, included: Any, actor: Any, text: Any) -> None:
    by, person = actor("nurse"), included(0.2)
    held = actions.draw(by, person, ("cytokines", "D0", None), ago(2), "research nurse")
    aliquots = list(actions.process(by, held, ago(1.5), "none", True, 2).aliquots.order_by("pk"))
    freezer = actions_custody.add_freezer(by, "01", "F1")
    actions_custody.store(by, aliquots, actions_custody.Place(freezer, box="B", position="1"), ago(1))
    shipment = actions_custody.make_shipment(by, "01", "P1", "Laboratory", "Courier", "5")
    actions_custody.list_for(by, shipment, aliquots)
    caller = program(user("nurse", "01"))
    assert aliquots[0].label in text(caller.get("/sites/01/parcels/P1/manifest"))
    back = {"reason": "not handed over"}
    assert caller.send("POST", "/sites/01/parcels/P1/taking-back", back).json()["what"] == (
        "there is nothing to take back."
    )
    actions_custody.send(by, shipment, ago(0.5))
    assert caller.send("POST", "/sites/01/parcels/P1/taking-back", back).json() == {"aliquots": 2}
    assert caller.get("/sites/01/parcels").json()[0]["sent_at"] is None
    assert caller.get("/sites/01/parcels/P2/manifest").status_code == 404

"""The samples by the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from bedside.conduct.samples.actions_custody import add_freezer
from bedside.conduct.samples.models import Draw

from ..inclusion.conftest import eligible, included, running, second_trial
from ..samples.conftest import ago, ended

__all__ = ["eligible", "ended", "included", "running", "second_trial"]
pytestmark = pytest.mark.usefixtures("running")


@pytest.fixture(autouse=True)
def _no_limit_reached(study: Any) -> None:
    cache.clear()


@pytest.mark.proves("samples drawn-or-not", "samples custody")
def test_a_tube_from_its_draw_to_its_end(user: Any, program: Any, included: Any, actor: Any, ended: Any) -> None:
    person, caller = included(0.2), program(user("nurse", "01"))
    where = f"/participants/{person.code}/samples"
    assert {each["standing"] for each in caller.get(where).json()} == {"due", "to come"}
    sent = {"kind": "cytokines", "visit": "D0", "at": ago(1), "drawer": "ward nurse"}
    assert caller.send("POST", f"{where}/draws", {**sent, "told": "Mme DUPONT"}).status_code == 422
    assert caller.send("POST", f"{where}/draws", {**sent, "drawer": "Dr Dupont"}).status_code == 422
    made = caller.send("POST", f"{where}/draws", sent)
    label = f"{person.code}-D0-CYT"
    assert made.status_code == 201 and made.json()["label"] == label
    spun = {"at": ago(0.5), "haemolysis": "none", "enough": True, "aliquots": 2}
    assert caller.send("POST", f"{where}/none-such/processing", spun).status_code == 422
    kept = caller.send("POST", f"{where}/{label}/processing", spun).json()
    assert [each["state"] for each in kept] == ["made", "made"]
    labels = [each["label"] for each in kept]
    add_freezer(actor("nurse"), "01", "F1")
    put = {"labels": labels, "freezer": "F1", "box": "B", "position": "9", "at": ago(0.2)}
    assert caller.send("POST", "/sites/01/aliquots/store", {**put, "freezer": "F2"}).status_code == 422
    stored = caller.send("POST", "/sites/01/aliquots/store", put).json()
    assert [each["position"] for each in stored] == ["F1 · – / – / B / 9", "F1 · – / – / B / 10"]
    tube = next(each for each in caller.get(where).json() if each["label"] == label)
    assert (tube["standing"], [each["text"] for each in tube["flags"]]) == ("processed", ["2 of 4 aliquots"])
    assert caller.get("/sites/01/freezers").json()[0]["aliquots"] == labels
    refused = caller.send("POST", "/sites/01/aliquots/steps", {"labels": ["x"], "step": "destroy", "at": ""})
    assert refused.json()["what"] == "there is no aliquot x."
    ended(person)
    asked = {"asked_at": ago(0)}
    assert caller.send("POST", f"{where}/destruction", asked).status_code == 201
    gone = {"labels": labels, "step": "destroy", "at": "", "told": "asked for"}
    assert {each["state"] for each in caller.send("POST", "/sites/01/aliquots/steps", gone).json()} == {"destroyed"}
    assert {each["use"] for each in caller.get("/sites/01/aliquots").json()} == {"to destroy"}


@pytest.mark.proves("samples drawn-or-not")
def test_a_tube_that_is_not_drawn_and_who_may_say_so(user: Any, program: Any, included: Any) -> None:
    person = included(0.2)
    where, sent = f"/participants/{person.code}/samples", {"kind": "cytokines", "visit": "D0", "because": "too ill"}
    for role, site in (("monitor", "01"), ("data manager", ""), ("nurse", "02")):
        assert program(user(role, site)).send("POST", f"{where}/not-drawn", sent).status_code == 403
    caller = program(user("investigator", "01"))
    assert caller.send("POST", f"{where}/not-drawn", sent).status_code == 201
    assert {each["not_drawn_because"] for each in caller.get(where).json()} == {"", "too ill"}
    assert not Draw.objects.exists()


@pytest.mark.proves("samples parcels", "samples assays")
def test_parcels_and_runs_are_read(user: Any, program: Any, included: Any, actor: Any) -> None:
    from bedside.conduct.samples import actions, actions_custody
    from bedside.values.moment import now

    by, person = actor("nurse"), included(0.2)
    held = actions.draw(by, person, ("cytokines", "D0", None), ago(2), "research nurse")
    row = actions.process(by, held, ago(1.5), "none", True, 2)
    aliquots = list(row.aliquots.order_by("pk"))
    place = actions_custody.Place(add_freezer(by, "01", "F1"), box="B", position="1")
    actions_custody.store(by, aliquots, place, ago(1))
    shipment = actions_custody.make_shipment(by, "01", "P1", "Laboratory", "Courier", "5")
    actions_custody.list_for(by, shipment, aliquots)
    actions_custody.send(by, shipment, ago(0.5))
    actions_custody.receive(by, shipment, now(), "frozen", actions_custody.Arrival([aliquots[0].label]))
    run = actions_custody.add_batch(by, "01", "R1", "Laboratory", "Multiplex", "L1", ago(0)[:10])
    actions_custody.assay(by, run, aliquots[:1])
    caller = program(user("monitor", "01"))
    (parcel,) = caller.get("/sites/01/parcels").json()
    assert (parcel["condition"], parcel["dry_ice_kg"]) == ("frozen", "5")
    assert parcel["discrepancies"] == [{"label": aliquots[1].label, "what": "on the list and not in the parcel"}]
    (told,) = caller.get("/sites/01/assay-runs").json()
    assert (told["aliquots"], told["lacking"]) == ([aliquots[0].label], [aliquots[0].label])
    assert caller.get("/sites/02/parcels").status_code == 403


@pytest.mark.proves("samples custody", "programs writes")
def test_what_was_written_by_mistake_is_taken_back_and_stays_in_the_chain(
    user: Any, program: Any, included: Any
) -> None:
    person, caller = included(0.2), program(user("nurse", "01"))
    where = f"/participants/{person.code}/samples"
    sent = {"kind": "cytokines", "visit": "D0", "at": ago(1), "drawer": "ward nurse"}
    drawn = caller.send("POST", f"{where}/draws", sent).json()
    spun = {"at": ago(0.5), "haemolysis": "none", "enough": True, "aliquots": 1}
    (aliquot,) = caller.send("POST", f"{where}/{drawn['label']}/processing", spun).json()
    back, reason = f"{where}/acts/{{}}/taking-back", {"reason": "wrong tube"}
    stands = caller.send("POST", back.format(drawn["number"]), reason)
    assert stands.status_code == 422 and stands.json()["what"] == "something later stands on it."
    (act,) = [each["act"] for each in caller.get(where).json() if each["label"] == drawn["label"]]
    assert caller.send("POST", back.format(act), {"reason": "M. Dupont"}).status_code == 422
    assert caller.send("POST", back.format(act), reason).status_code == 201
    chain = caller.get(f"/sites/01/aliquots/{aliquot['label']}/custody").json()
    assert [(each["text"], each["taken_back"]) for each in chain] == [
        ("drawn", False), ("centrifuged, aliquots made", True)
    ]  # fmt: skip
    assert caller.send("POST", back.format(drawn["number"]), reason).status_code == 201
    assert {each["standing"] for each in caller.get(where).json()} == {"due", "to come"}
    assert caller.send("POST", back.format(999999), reason).status_code == 404

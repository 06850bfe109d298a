"""The samples as people use them: work list, tubes, freezers, parcels, assays, files, in both languages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bedside.conduct.people.models import User
from bedside.conduct.samples.models import Aliquot, Draw, Freezer, Shipment
from bedside.conduct.trail.models import Event

from .conftest import ago

pytestmark = pytest.mark.usefixtures("running")
SITE = "/sites/01/samples/"


@pytest.fixture
def nurse(user: Callable[..., User], client_of: Callable[..., Client]) -> Client:
    return client_of(user("nurse", "01"))


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.proves("samples custody", "samples drawn-or-not", "samples processed")
def test_a_tube_from_the_work_list_to_its_chain_of_custody(nurse: Client, included: Callable[..., Any]) -> None:
    person = included(0.2)
    own = f"/participants/{person.code}/samples/"
    assert f"{person.code}-D0-CYT" in page(nurse, SITE) and f"{person.code}-D0-CYT" in page(nurse, f"{SITE}card/")
    assert f'href="{own}"' in page(nurse, f"/participants/{person.code}/timeline/")
    today = page(nurse, "/sites/01/")
    assert SITE in today and "Text(" not in today
    sent = {"kind": "cytokines", "visit": "D0", "day": "", "at": ago(1), "drawer": "ward nurse", "told": ""}
    assert nurse.post(f"{own}draw/", {**sent, "told": "for Mme DUPONT"}).status_code == 422
    assert nurse.post(f"{own}draw/", sent).status_code == 302
    held = Draw.objects.get()
    assert "left" in page(nurse, f"{SITE}card/")
    spun = {"at": ago(0.5), "haemolysis": "none", "enough": "yes", "aliquots": "2", "told": "clot <removed>"}
    assert nurse.post(f"{own}process/{held.pk}/", {**spun, "aliquots": "many"}).status_code == 422
    assert nurse.post(f"{own}process/{held.pk}/", spun).status_code == 302
    nurse.post(f"{SITE}freezers/add/", {"called": "F1"})
    put = {"aliquot": [each.pk for each in Aliquot.objects.all()], "freezer": Freezer.objects.get().pk, "shelf": "1",
           "rack": "", "box": "B", "position": "7", "at": "t", "told": ""}  # fmt: skip
    assert nurse.post(f"{SITE}freezers/store/", put).status_code == 302
    told = page(nurse, own)
    assert "F1 · 1 / – / B / 8" in told and "2 of 4 aliquots" in told and "clot &lt;removed&gt;" in told
    first = Aliquot.objects.order_by("pk").first()
    assert first is not None
    links = page(nurse, f"{own}aliquots/{first.pk}/").split("<tbody>")[1]
    assert links.index("drawn") < links.index("centrifuged, aliquots made") < links.index("F1 · 1 / – / B / 7")
    assert first.label in page(nurse, f"{SITE}freezers/")
    step = f"{own}aliquots/{first.pk}/step/"
    assert nurse.post(step, {"step": "vanish", "at": "t"}).status_code == 422
    assert nurse.post(step, {"step": "destroy", "at": "t", "told": "tube broken"}).status_code == 302
    last = first.handlings.order_by("-pk").first()
    assert nurse.post(f"{own}take-back/{last.pk}/", {"reason": "it was another tube"}).status_code == 302
    custody = page(nurse, f"{own}aliquots/{first.pk}/")
    assert "taken back: it was another tube" in custody and "tube broken" in custody


@pytest.mark.proves("samples parcels", "samples assays")
def test_a_parcel_and_an_assay(
    nurse: Client, made: Callable[..., Any], freezer: Any, actor: Callable[..., Any]
) -> None:
    from bedside.conduct.samples.actions_custody import Place, store

    aliquots = made(hours=3.0)
    store(actor("nurse"), aliquots, Place(freezer, box="B", position="1"), ago(2))
    nurse.post(f"{SITE}parcels/add/", {"called": "P1", "destination": "Central", "courier": "Courier", "dry_ice": "5"})
    shipment = Shipment.objects.get()
    own = f"{SITE}parcels/{shipment.pk}/"
    nurse.post(f"{own}list/", {"aliquot": [each.pk for each in aliquots[:2]]})
    rows = list(csv.DictReader(io.StringIO(nurse.get(f"{own}manifest.csv").content.decode("utf-8-sig"))))
    assert [row["label"] for row in rows] == [each.label for each in aliquots[:2]] and rows[0]["parcel"] == "P1"
    pdf = nurse.get(f"{own}manifest.pdf")
    assert pdf.content.startswith(b"%PDF") and pdf.headers["Content-Type"] == "application/pdf"
    assert nurse.get(f"{own}manifest.exe").status_code == 404
    nurse.post(f"{own}send/", {"at": ago(1), "told": ""})
    sent = {"at": ago(0)[:16], "condition": "frozen", "arrived": [aliquots[0].pk], "unlisted": "A-1\nA-2", "told": ""}
    assert nurse.post(f"{own}receive/", {**sent, "condition": "cold"}).status_code == 422
    assert nurse.post(f"{own}receive/", sent).status_code == 302
    told = page(nurse, own)
    assert told.count("in the parcel and not on the list") == 2 and "on the list and not in the parcel" in told
    assert "3 discrepancies" in page(nurse, f"{SITE}parcels/")
    run = {"called": "R1", "laboratory": "Central", "assay": "Multiplex", "lot": "L1", "run_day": ago(0)[:10]}
    nurse.post(f"{SITE}assays/add/", run)
    number = page(nurse, f"{SITE}assays/").split("/assays/")[1:]
    batch = next(part.split("/")[0] for part in number if part.split("/")[0].isdecimal())
    assert nurse.post(f"{SITE}assays/{batch}/assay/", {"aliquot": aliquots[0].pk}).status_code == 302
    assert "no result yet" in page(nurse, f"{SITE}assays/") and "Assayed, without a result" in page(
        nurse, f"{SITE}assays/"
    )
    assert nurse.post(f"{own}take-back/", {"reason": "another parcel"}).status_code == 422  # something stands on it


@pytest.mark.proves("samples labels")
def test_labels_and_files_leave_a_line_in_the_trail(nurse: Client, made: Callable[..., Any]) -> None:
    person = made()[0].processed.draw.person
    answer = nurse.get(f"/participants/{person.code}/samples/labels.pdf")
    assert answer.content.startswith(b"%PDF")
    assert Event.objects.filter(action="export", place=f"labels-{person.code}.pdf", participant=person.code).exists()
    rows = list(csv.DictReader(io.StringIO(nurse.get(f"{SITE}tubes.csv").content.decode("utf-8-sig"))))
    assert {row["standing"] for row in rows} >= {"processed", "due", "to come"}
    assert next(row for row in rows if row["standing"] == "processed")["aliquots"].count(":made") == 4


@pytest.mark.proves("samples samples-and-consent")
def test_what_a_withdrawal_means_is_said_as_an_assumption(
    nurse: Client, made: Callable[..., Any], ended: Callable[..., None]
) -> None:
    person = made()[0].processed.draw.person
    own = f"/participants/{person.code}/samples/"
    assert "assumption of law" not in page(nurse, own)
    ended(person)
    told = page(nurse, own)
    assert "assumption of law" in told and "The participant asks for destruction" in told
    nurse.post(f"{own}destruction/", {"at": ago(0)[:16], "told": ""})
    assert "4 left to destroy, 0 destroyed, 0 used up, 0 missing." in page(nurse, own)
    assert "4 left to destroy" in page(nurse, SITE)


def test_of_another_site_nothing_is_reached(
    nurse: Client, made: Callable[..., Any], user: Callable[..., User], client_of: Callable[..., Client]
) -> None:
    aliquot = made()[0]
    person = aliquot.processed.draw.person
    other = client_of(user("nurse", "02"))
    assert other.get(f"/participants/{person.code}/samples/").status_code == 403
    other.post("/sites/02/samples/freezers/add/", {"called": "F1"})
    put = {"aliquot": aliquot.pk, "freezer": Freezer.objects.get().pk, "box": "B", "position": "1", "at": "t"}
    assert other.post("/sites/02/samples/freezers/store/", put).status_code == 422  # no aliquot of theirs is ticked
    somebody = made(kind="scd25", count=1)[0]
    elsewhere = f"/participants/{somebody.processed.draw.person.code}/samples/aliquots/{aliquot.pk}/"
    assert nurse.get(elsewhere).status_code == 404
    assert nurse.post(f"/participants/{person.code}/samples/take-back/1/", {"reason": "x"}).status_code == 404


def test_sponsors_people_read_and_do_not_write(
    made: Callable[..., Any], user: Callable[..., User], client_of: Callable[..., Client]
) -> None:
    person = made()[0].processed.draw.person
    for role, site in (("monitor", "01"), ("data manager", ""), ("inspector", "")):
        client = client_of(user(role, site))
        told = page(client, f"/participants/{person.code}/samples/")
        assert "<form" not in told.split("<main")[1] and "Record the draw" not in told


def test_a_trial_without_samples_has_no_such_page(
    adrenal: Any, user: Callable[..., User], client_of: Callable[..., Client]
) -> None:
    client = client_of(user("nurse", "02"))
    assert "/sites/02/samples/" not in page(client, "/sites/02/")
    assert "no research samples" in page(client, "/sites/02/samples/")


@pytest.mark.parametrize(("language", "word"), [("en", "Chain of custody"), ("fr", "Chaîne de traçabilité")])
def test_both_languages(language: str, word: str, nurse: Client, made: Callable[..., Any]) -> None:
    aliquot = made()[0]
    own = f"/participants/{aliquot.processed.draw.person.code}/samples/"
    nurse.cookies["django_language"] = language
    assert word in page(nurse, f"{own}aliquots/{aliquot.pk}/")
    for path in (own, SITE, f"{SITE}freezers/", f"{SITE}parcels/", f"{SITE}assays/"):
        assert page(nurse, path).count("<h1") == 1

"""Where aliquots go: freezers and their excursions, parcels, assay runs; what was an error is taken back."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Schema, Status

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import SiteCode, check_site
from bedside.conduct.api.samples import Label, When, labelled, router
from bedside.conduct.api.shapes import REFUSALS, Day, Number, Recorded, Sent, Short, TakingBack, Told
from bedside.conduct.api.shapes import When as Exact
from bedside.conduct.frame.words import say
from bedside.conduct.participants.typed_times import read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import nobody
from bedside.conduct.samples import actions, actions_custody
from bedside.conduct.samples.models import Batch, Excursion, Freezer, Shipment, counting
from bedside.conduct.samples.parcels import parcel

Labels = Annotated[list[Label], Field(min_length=1, max_length=200)]
Given = Annotated[Short, Field(min_length=1)]
Named = Annotated[Short, Path(description="its name at the site", examples=["P-7"])]
PARCEL = "/sites/{site}/parcels/{name}"


class FreezerSent(Sent):
    """A freezer of the site."""

    name: Given = Field(examples=["F1"])


class ExcursionSent(Sent):
    """That it was too warm."""

    since: Exact
    until: Exact
    highest: Short = Field(description="°C", examples=["-52,5"])
    told: Told = ""


class ParcelSent(Sent):
    """A parcel that is begun."""

    name: Given = Field(examples=["P-7"])
    destination: Given
    courier: Given
    dry_ice_kg: Short = ""


class ListSent(Sent):
    """Aliquots for its list."""

    labels: Labels


class SendingSent(Sent):
    """That the courier took it."""

    at: When
    told: Told = ""


class ArrivalSent(Sent):
    """What was in it; what of its list is not named is missing."""

    at: Exact
    condition: Short = Field(examples=["frozen"])
    arrived: list[Label] = Field(max_length=500)
    spoiled: list[Label] = Field(default_factory=list, max_length=500)
    unlisted: list[Label] = Field(default_factory=list, max_length=500, description="not on its list")
    told: Told = ""


class RunSent(Sent):
    """A run of an assay."""

    name: Given = Field(examples=["R-12"])
    laboratory: Given
    assay: Given
    lot: Given
    day: Day


class Done(Schema):
    """How many aliquots it was done with."""

    aliquots: int


@router.post("/sites/{site}/freezers", response={201: Recorded, **REFUSALS}, summary="Name a freezer")
@asks(Action.RECORD_SAMPLES)
def add_freezer(request: HttpRequest, site: SiteCode, sent: FreezerSent) -> Any:
    """Names are of one freezer a site."""
    check_site(request, site)
    return Status(201, {"number": actions_custody.add_freezer(at(request, site), site, nobody(sent.name)).pk})


@router.post(
    "/sites/{site}/freezers/{name}/excursions", response={201: Recorded, **REFUSALS}, summary="Note an excursion"
)
@asks(Action.RECORD_SAMPLES)
def excursion(request: HttpRequest, site: SiteCode, name: Named, sent: ExcursionSent) -> Any:
    """Every aliquot that was in it is flagged."""
    held = named(request, Freezer, site, name)
    times = (read_local(sent.since, "since"), read_local(sent.until, "until"))
    row = actions_custody.note_excursion(at(request, site), held, *times, sent.highest, sent.told)
    return Status(201, {"number": row.pk})


@router.post(
    "/sites/{site}/excursions/{number}/taking-back",
    response={201: Recorded, **REFUSALS},
    summary="Take an excursion back",
)
@asks(Action.RECORD_SAMPLES)
def no_excursion(request: HttpRequest, site: SiteCode, number: Number, sent: TakingBack) -> Any:
    """It stays where it was written, and no longer flags."""
    check_site(request, site)
    held = counting(Excursion.objects.filter(pk=number, freezer__site=site)).first()
    if held is None:
        raise NotFound(say("api.not_there"), f"{site} / {number}")
    (row,) = actions.take_back(at(request, site), [held], sent.reason)
    return Status(201, {"number": row.pk})


@router.post("/sites/{site}/parcels", response={201: Recorded, **REFUSALS}, summary="Begin a parcel")
@asks(Action.RECORD_SAMPLES)
def make_parcel(request: HttpRequest, site: SiteCode, sent: ParcelSent) -> Any:
    """Its list is empty at first."""
    check_site(request, site)
    told = map(nobody, (sent.name, sent.destination, sent.courier))
    row = actions_custody.make_shipment(at(request, site), site, *told, sent.dry_ice_kg)
    return Status(201, {"number": row.pk})


@router.post(f"{PARCEL}/list", response={201: Done, **REFUSALS}, summary="List aliquots for a parcel")
@asks(Action.RECORD_SAMPLES)
def list_for(request: HttpRequest, site: SiteCode, name: Named, sent: ListSent) -> Any:
    """Until it is sent."""
    held = named(request, Shipment, site, name)
    return _done(actions_custody.list_for(at(request, site), held, labelled(site, sent.labels)))


@router.post(f"{PARCEL}/sending", response={201: Done, **REFUSALS}, summary="A parcel was sent")
@asks(Action.RECORD_SAMPLES)
def send(request: HttpRequest, site: SiteCode, name: Named, sent: SendingSent) -> Any:
    """With everything on its list."""
    held = named(request, Shipment, site, name)
    return _done(actions_custody.send(at(request, site), held, sent.at, sent.told))


@router.post(f"{PARCEL}/receipt", response={201: Recorded, **REFUSALS}, summary="A parcel was received")
@asks(Action.RECORD_SAMPLES)
def receive(request: HttpRequest, site: SiteCode, name: Named, sent: ArrivalSent) -> Any:
    """In what condition, with what in it."""
    held = named(request, Shipment, site, name)
    arrival = actions_custody.Arrival(sent.arrived, sent.spoiled, [nobody(label) for label in sent.unlisted])
    by, when = at(request, site), read_local(sent.at, "at")
    row = actions_custody.receive(by, held, when, sent.condition, arrival, sent.told)
    return Status(201, {"number": row.pk})


@router.post(f"{PARCEL}/taking-back", response={201: Done, **REFUSALS}, summary="Take a receipt or sending back")
@asks(Action.RECORD_SAMPLES)
def unsend(request: HttpRequest, site: SiteCode, name: Named, sent: TakingBack) -> Any:
    """The receipt of the parcel; without one, its sending."""
    rows = parcel(named(request, Shipment, site, name)).last_acts
    return _done(actions.take_back(at(request, site), rows, sent.reason))


@router.post("/sites/{site}/assay-runs", response={201: Recorded, **REFUSALS}, summary="Name an assay run")
@asks(Action.RECORD_SAMPLES)
def add_run(request: HttpRequest, site: SiteCode, sent: RunSent) -> Any:
    """Names are of one run a site."""
    check_site(request, site)
    told = map(nobody, (sent.name, sent.laboratory, sent.assay, sent.lot))
    return Status(201, {"number": actions_custody.add_batch(at(request, site), site, *told, sent.day).pk})


@router.post("/sites/{site}/assay-runs/{name}/aliquots", response={201: Done, **REFUSALS}, summary="Assay aliquots")
@asks(Action.RECORD_SAMPLES)
def assay(request: HttpRequest, site: SiteCode, name: Named, sent: ListSent) -> Any:
    """Each thawed once more."""
    held = named(request, Batch, site, name)
    return _done(actions_custody.assay(at(request, site), held, labelled(site, sent.labels)))


def named(request: HttpRequest, kind: Any, site: str, name: str) -> Any:
    """The freezer, parcel or run of a name. Raises NotFound, Forbidden."""
    check_site(request, site)
    held = kind.objects.filter(site=site, name=name).first()
    if held is None:
        raise NotFound(say("api.not_there"), f"{site} / {name}")
    return held


def _done(rows: list[Any]) -> Any:
    return Status(201, {"aliquots": len(rows)})

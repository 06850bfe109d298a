"""Research samples: tubes, aliquots, freezers, parcels and assay runs, read and recorded as on the screens.

An aliquot goes by its label, a freezer, a parcel and a run by its name at the site. No free text may identify somebody.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema, Status

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import Code, SiteCode, check_site, person_of
from bedside.conduct.api.shapes import REFUSALS, UTC, Name, Number, Sent, Short, TakingBack, Told, utc
from bedside.conduct.frame.words import say
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.typed_times import read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.samples import actions, actions_custody, results
from bedside.conduct.samples.chain import Link, act_of, links_of
from bedside.conduct.samples.custody import Held, at_site, one
from bedside.conduct.samples.models import Aliquot, Batch, Draw, Excursion, Freezer, Shipment, counting
from bedside.conduct.samples.parcels import Parcel, parcels
from bedside.conduct.samples.states import Step
from bedside.conduct.samples.tubes import Tube
from bedside.conduct.samples.work import Work, work_on
from bedside.conduct.study.protocol import read_once
from bedside.errors import UsageError

router = Router(tags=["samples"])
Label = Annotated[Short, Field(description="what stands on it", examples=["01-S001-D0-CYT-A1"])]
OfTube = Annotated[Short, Path(description="label of the tube", examples=["01-S001-D0-CYT"])]
OfAliquot = Annotated[Short, Path(description="its label", examples=["01-S001-D0-CYT-A1"])]
When = Annotated[
    Short,
    Field(description="ISO 8601, exact or only the day; empty: not known", examples=["2026-11-22T08:05", "2026-11-22"]),
]
Alone = Literal["unlist", "find", "use up", "spoil", "destroy"]


class FlagLine(Schema):
    """Something that is out of its limit, or of which that cannot be told."""

    text: str = Field(examples=["centrifuged after 3 h (limit 2 h)"])
    certain: bool


class AliquotLine(Schema):
    """An aliquot and where it stands."""

    label: Label
    participant: str = Field(examples=["01-S001"])
    state: str = Field(description="see docs/generated/aliquots.svg", examples=["stored"])
    use: str = Field(description="`free`, `kept`, `stopped`, `to destroy`", examples=["free"])
    position: str = Field(description="freezer · shelf / rack / box / position; empty: in none", examples=[""])
    thaws: int
    flags: list[FlagLine] = Field(description="with the samples of a participant; else empty")


class TubeLine(Schema):
    """A tube that is to be drawn, or was."""

    kind: str = Field(examples=["cytokines"])
    visit: str = Field(examples=["D0"])
    day: int | None = Field(description="of a daily visit")
    label: Label
    standing: str = Field(description="`to come`, `due`, `missed`, `not drawn`, `drawn`, `processed`", examples=["due"])
    opens_at: UTC | None
    closes_at: UTC | None
    drawn_from: UTC | None = Field(description="the moments between which it was drawn: equal where that is known")
    drawn_until: UTC | None
    spun_from: UTC | None
    spun_until: UTC | None
    spin_before: UTC | None = Field(description="of a tube that waits: to be in time for certain")
    act: int | None = Field(description="the last act on it, by its number in the trail; null: none")
    not_drawn_because: str = Field(examples=[""])
    flags: list[FlagLine]
    aliquots: list[AliquotLine]


class FreezerLine(Schema):
    """A freezer, what it holds, and when it was too warm."""

    name: str = Field(examples=["F1"])
    aliquots: list[str]
    excursions: list[dict[str, Any]]


class ParcelLine(Schema):
    """A parcel, its list, and where list and contents disagree."""

    name: str = Field(examples=["P-7"])
    destination: str
    courier: str
    dry_ice_kg: str = Field(examples=["5"])
    aliquots: list[str]
    sent_at: UTC | None
    received_at: UTC | None
    condition: str = Field(description="empty: not received", examples=["frozen"])
    discrepancies: list[dict[str, str]]


class RunLine(Schema):
    """A run of an assay with the aliquots in it; `lacking` those without a result in the casebook."""

    name: str = Field(examples=["R-12"])
    laboratory: str
    assay: str
    lot: str
    day: str = Field(description="ISO 8601", examples=["2026-11-22"])
    aliquots: list[str]
    lacking: list[str]


class TubeSent(Sent):
    """Which tube."""

    kind: Name = Field(examples=["cytokines"])
    visit: Name = Field(examples=["D0"])
    day: int | None = Field(None, ge=0, le=10_000)
    told: Told = ""


class DrawSent(TubeSent):
    """A tube that was drawn."""

    at: When
    drawer: Short = Field(description="`research nurse`, `ward nurse`, `physician`, `technician`, `other`")


class NotDrawnSent(TubeSent):
    """A tube that is not drawn."""

    because: Short = Field(examples=["too ill"])


class ProcessingSent(Sent):
    """A tube that was centrifuged."""

    at: When
    haemolysis: Short = Field(description="`none`, `slight`, `marked`, `not looked at`", examples=["none"])
    enough: bool = Field(description="the volume was enough")
    aliquots: int = Field(ge=0, le=99)
    told: Told = ""


class StoreSent(Sent):
    """Aliquots that are put into a freezer, from a first position on."""

    labels: list[Label] = Field(min_length=1, max_length=200)
    freezer: Short
    shelf: Annotated[str, Field(max_length=20)] = ""
    rack: Annotated[str, Field(max_length=20)] = ""
    box: Annotated[str, Field(max_length=20)] = ""
    position: Annotated[str, Field(max_length=6)]
    at: When
    told: Told = ""


class StepSent(Sent):
    """A step that needs no place, parcel or run."""

    labels: list[Label] = Field(min_length=1, max_length=200)
    step: Alone
    at: When
    told: Told = ""


class DestructionSent(Sent):
    """That somebody asks for the destruction of their samples."""

    asked_at: Annotated[Short, Field(description="ISO 8601, exact", examples=["2026-11-22T08:05"])]
    told: Told = ""


class CustodyLine(Schema):
    """One act of the chain of custody."""

    number: int = Field(description="of the act in the trail", examples=[214])
    text: str = Field(examples=["stored"])
    at_from: UTC | None = Field(description="the moments between which it was: equal where that is known")
    at_until: UTC | None
    where: str = Field(examples=["F1 · – / – / B / 9"])
    told: str | None = Field(description="null where it was redacted")
    by: str
    taken_back: bool


class ActRecorded(Schema):
    """What was recorded."""

    number: int = Field(description="of the act in the trail", examples=[214])
    label: str = Field(description="of the tube, empty of anything else", examples=["01-S001-D0-CYT"])


@router.get("/participants/{code}/samples", response={200: list[TubeLine], **REFUSALS}, summary="Samples")
@asks(Action.SEE_SAMPLES)
def samples(request: HttpRequest, code: Code) -> list[dict[str, Any]]:
    """Every tube of a participant with its aliquots, in order of time."""
    person = person_of(request, code)
    at(request, person.site, person.code)
    work = work_on(person)
    return [_tube(work, each) for each in work.tubes]


@router.get("/sites/{site}/aliquots", response={200: list[AliquotLine], **REFUSALS}, summary="Aliquots")
@asks(Action.SEE_SAMPLES)
def aliquots(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """Every aliquot of a site and where it stands."""
    check_site(request, site)
    with read_once():
        return [_aliquot(each) for each in at_site(site)]


@router.get("/sites/{site}/freezers", response={200: list[FreezerLine], **REFUSALS}, summary="Freezers")
@asks(Action.SEE_SAMPLES)
def freezers(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """The freezers of a site, what each holds, and its excursions."""
    check_site(request, site)
    held = [each for each in at_site(site) if each.position is not None]
    return [
        {
            "name": each.name,
            "aliquots": [a.aliquot.label for a in held if a.position is not None and a.position.freezer == each],
            "excursions": [
                {"from": utc(row.from_us), "until": utc(row.until_us), "highest": row.highest, "number": row.pk}
                for row in counting(Excursion.objects.filter(freezer=each)).order_by("from_us")
            ],
        }
        for each in Freezer.objects.filter(site=site).order_by("name")
    ]  # fmt: skip


@router.get("/sites/{site}/parcels", response={200: list[ParcelLine], **REFUSALS}, summary="Parcels of samples")
@asks(Action.SEE_SAMPLES)
def parcels_of(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """The parcels of a site, the latest first."""
    check_site(request, site)
    return [_parcel(each) for each in parcels(list(Shipment.objects.filter(site=site).order_by("-pk")))]


@router.get("/sites/{site}/assay-runs", response={200: list[RunLine], **REFUSALS}, summary="Assay runs")
@asks(Action.SEE_SAMPLES)
def runs(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """The assay runs of a site, the latest first, with what of them is not in the casebook."""
    check_site(request, site)
    persons = list(Person.objects.filter(site=site, enrolled__isnull=False).order_by("pk"))
    casebook = results.Casebook(persons)
    lines = results.lines([each for each in at_site(site) if each.person.pk in casebook.protocols], casebook)
    return [
        {
            "name": run.name, "laboratory": run.laboratory, "assay": run.assay, "lot": run.lot, "day": run.run_day,
            "aliquots": [each.held.aliquot.label for each in lines if each.batch == run],
            "lacking": [each.held.aliquot.label for each in lines if each.batch == run and each.lacking],
        }
        for run in Batch.objects.filter(site=site).order_by("-pk")
    ]  # fmt: skip


@router.post("/participants/{code}/samples/draws", response={201: ActRecorded, **REFUSALS}, summary="Record a draw")
@asks(Action.RECORD_SAMPLES)
def draw(request: HttpRequest, code: Code, sent: DrawSent) -> Any:
    """Record that a tube was drawn; its label comes back."""
    person = person_of(request, code)
    by, where = at(request, person.site, person.code), (sent.kind, sent.visit, sent.day)
    row = actions.draw(by, person, where, sent.at, sent.drawer, sent.told)
    return Status(201, {"number": row.pk, "label": row.label})


@router.post(
    "/participants/{code}/samples/not-drawn", response={201: ActRecorded, **REFUSALS}, summary="Record a tube not drawn"
)
@asks(Action.RECORD_SAMPLES)
def not_drawn(request: HttpRequest, code: Code, sent: NotDrawnSent) -> Any:
    """Record that a tube is not drawn, and why."""
    person = person_of(request, code)
    by, where = at(request, person.site, person.code), (sent.kind, sent.visit, sent.day)
    row = actions.not_drawn(by, person, where, sent.because, sent.told)
    return Status(201, {"number": row.pk, "label": ""})


@router.post(
    "/participants/{code}/samples/{label}/processing", response={201: list[AliquotLine], **REFUSALS},
    summary="Record a processing",
)  # fmt: skip
@asks(Action.RECORD_SAMPLES)
def processing(request: HttpRequest, code: Code, label: OfTube, sent: ProcessingSent) -> Any:
    """Record that a tube was centrifuged; the aliquots that were made come back."""
    person = person_of(request, code)
    by = at(request, person.site, person.code)
    held = counting(Draw.objects.filter(person=person, label=label)).select_related("person").first()
    if held is None:
        raise UsageError("there is no such tube.", "samples", "Look at the list.")
    told = sent.told
    row = actions.process(by, held, sent.at, sent.haemolysis, sent.enough, sent.aliquots, told)
    return Status(201, [_aliquot(one(each)) for each in row.aliquots.order_by("pk")])


@router.post("/sites/{site}/aliquots/store", response={201: list[AliquotLine], **REFUSALS}, summary="Store aliquots")
@asks(Action.RECORD_SAMPLES)
def store(request: HttpRequest, site: SiteCode, sent: StoreSent) -> Any:
    """Put aliquots into a freezer, or elsewhere in it: one a position."""
    check_site(request, site)
    by, freezer = at(request, site), Freezer.objects.filter(site=site, name=sent.freezer).first()
    if freezer is None:
        raise UsageError("no freezer is chosen.", "freezer", "Choose one of the list.")
    place = actions_custody.Place(freezer, sent.shelf, sent.rack, sent.box, sent.position)
    held = labelled(site, sent.labels)
    actions_custody.store(by, held, place, sent.at, sent.told)
    return Status(201, [_aliquot(one(each)) for each in held])


@router.post("/sites/{site}/aliquots/steps", response={201: list[AliquotLine], **REFUSALS}, summary="Take a step")
@asks(Action.RECORD_SAMPLES)
def step(request: HttpRequest, site: SiteCode, sent: StepSent) -> Any:
    """Take aliquots off a list, note that they are found, used up, spoiled or destroyed."""
    check_site(request, site)
    by, held = at(request, site), labelled(site, sent.labels)
    actions_custody.take_step(by, held, Step(sent.step), sent.at, sent.told)
    return Status(201, [_aliquot(one(each)) for each in held])


@router.post(
    "/participants/{code}/samples/destruction", response={201: ActRecorded, **REFUSALS}, summary="Ask for destruction"
)
@asks(Action.RECORD_SAMPLES)
def destruction(request: HttpRequest, code: Code, sent: DestructionSent) -> Any:
    """Record that somebody who no longer takes part asks that what is left of their samples be destroyed."""
    person = person_of(request, code)
    by, asked = at(request, person.site, person.code), read_local(sent.asked_at, "samples")
    row = actions.ask_destruction(by, person, asked, sent.told)
    return Status(201, {"number": row.pk, "label": ""})


@router.get(
    "/sites/{site}/aliquots/{label}/custody", response={200: list[CustodyLine], **REFUSALS}, summary="Chain of custody"
)
@asks(Action.SEE_SAMPLES)
def custody(request: HttpRequest, site: SiteCode, label: OfAliquot) -> list[dict[str, Any]]:
    """Everything that was ever written of an aliquot, from the vein to its end."""
    check_site(request, site)
    held = Aliquot.objects.filter(label=label, processed__draw__person__site=site).first()
    if held is None:
        raise NotFound(say("api.not_there"), f"{site} / {label}")
    return [_link(each) for each in links_of(held)]


@router.post(
    "/participants/{code}/samples/acts/{number}/taking-back", response={201: ActRecorded, **REFUSALS},
    summary="Take an act back",
)  # fmt: skip
@asks(Action.RECORD_SAMPLES)
def take_back(request: HttpRequest, code: Code, number: Number, sent: TakingBack) -> Any:
    """Say that a draw, a processing or a step was written by mistake; 422 while something later stands on it."""
    person = person_of(request, code)
    by, act = at(request, person.site, person.code), act_of(person, number)
    if act is None:
        raise NotFound(say("api.not_there"), f"{person.code} / {number}")
    (row,) = actions.take_back(by, [act], sent.reason)
    return Status(201, {"number": row.pk, "label": ""})


def labelled(site: str, labels: list[str]) -> list[Aliquot]:
    """The aliquots of these labels, in the order of the labels. Raises UsageError for one there is not."""
    rows = Aliquot.objects.filter(label__in=labels, processed__draw__person__site=site)
    found = {each.label: each for each in rows}
    lacking = [label for label in labels if label not in found]
    if lacking:
        raise UsageError(f"there is no aliquot {lacking[0]}.", "aliquot", "Look at the list.")
    return [found[label] for label in dict.fromkeys(labels)]


def _aliquot(held: Held, flags: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {
        "label": held.aliquot.label, "participant": held.person.code, "state": held.state.value,
        "use": held.use.value, "position": held.position.text if held.position else "", "thaws": held.thaws,
        "flags": flags or [],
    }  # fmt: skip


def _flags(flags: Any) -> list[dict[str, Any]]:
    return [{"text": in_words(each.text), "certain": each.certain} for each in flags]


def _tube(work: Work, tube: Tube) -> dict[str, Any]:
    drawn, spun, expected = tube.drawn, tube.spun, tube.expected
    return {
        "kind": expected.kind, "visit": expected.visit, "day": expected.day, "label": tube.label,
        "standing": tube.standing.value, "opens_at": utc(expected.opens), "closes_at": utc(expected.closes),
        "drawn_from": utc(drawn.first) if drawn else None, "drawn_until": utc(drawn.last) if drawn else None,
        "spun_from": utc(spun.first) if spun else None, "spun_until": utc(spun.last) if spun else None,
        "act": _act(tube), "spin_before": utc(tube.spin_by),
        "not_drawn_because": tube.not_drawn.because if tube.not_drawn else "", "flags": _flags(work.of_tube(tube)),
        "aliquots": [_aliquot(each, _flags(work.of_aliquot(each, tube))) for each in tube.aliquots],
    }  # fmt: skip


def _act(tube: Tube) -> int | None:
    """What of a tube was written last."""
    rows = (tube.processed, tube.draw, tube.not_drawn)
    return next((row.pk for row in rows if row is not None), None)


def _link(each: Link) -> dict[str, Any]:
    return {
        "number": each.row.pk, "text": in_words(each.text), "where": each.where, "told": each.told,
        "at_from": utc(each.span.first) if each.span else None, "by": each.row.event.actor,
        "at_until": utc(each.span.last) if each.span else None, "taken_back": each.undone is not None,
    }  # fmt: skip


def _parcel(held: Parcel) -> dict[str, Any]:
    return {
        "name": held.shipment.name, "destination": held.shipment.destination, "courier": held.shipment.courier,
        "dry_ice_kg": held.shipment.dry_ice, "aliquots": [each.aliquot.label for each in held.aliquots],
        "sent_at": utc(held.sent.first) if held.sent else None,
        "received_at": utc(held.receipt.at_us) if held.receipt else None,
        "condition": held.receipt.condition if held.receipt else "",
        "discrepancies": [{"label": label, "what": in_words(text)} for label, text in held.discrepancies],
    }  # fmt: skip

"""The study, its protocol and its sites."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Router, Schema

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.shapes import REFUSALS, Name
from bedside.conduct.frame.words import say, told
from bedside.conduct.people.roles import Action
from bedside.conduct.study import reading
from bedside.conduct.study.actions import current_status
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import latest
from bedside.conduct.study.statuses import WORDS, Status

router = Router(tags=["study"])


class StudyNow(Schema):
    """The study and where it stands."""

    trial: str = Field(description="the protocol's name", examples=["example"])
    version: str = Field(description="of the protocol that was added last", examples=["1.0"])
    hash: str = Field(description="SHA-256 of its canonical JSON", examples=["9f2c"])
    status: str = Field(description="of recruitment", examples=["recruiting"])
    status_text: str = Field(description="the same in words", examples=["recruiting"])
    recruits: bool
    target: int | None = Field(description="participants that the protocol means to enrol", examples=[42])
    screened: int = Field(examples=[17])
    enrolled: int = Field(examples=[5])


class SiteNow(Schema):
    """A site and how far recruitment has come there."""

    code: str = Field(examples=["01"])
    name: str = Field(examples=["Saint-Exemple"])
    target: int | None = Field(description="participants", examples=[14])
    screened: int = Field(examples=[9])
    enrolled: int = Field(examples=[3])
    version: str = Field(description="of the protocol in force; empty: none", examples=["1.0"])
    since: str = Field(description="the day from which it is (ISO 8601)", examples=["2026-11-22"])
    reconsent: bool = Field(description="whether it asks participants to consent anew")
    next_version: str = Field(description="approved from a day to come; empty: none", examples=["1.1"])
    next_from: str = Field(description="that day (ISO 8601)", examples=["2026-12-15"])
    next_reconsent: bool = Field(description="whether that version asks participants to consent anew")


@router.get("/study", response={200: StudyNow, **REFUSALS}, summary="The study")
@asks(Action.SEE_STUDY)
def study(request: HttpRequest) -> dict[str, object]:
    """Its status, the version of its protocol, how many were screened and enrolled."""
    at(request)
    protocol, status, sites = latest(), current_status(), reading.recruitment()
    return {
        "trial": protocol.id, "version": protocol.version, "hash": protocol.hash, "status": status.value,
        "status_text": told(WORDS[status]), "recruits": status is Status.RECRUITING,
        "target": reading.target(protocol), "screened": sum(site.screened for site in sites),
        "enrolled": sum(site.enrolled for site in sites),
    }  # fmt: skip


@router.get("/sites", response={200: list[SiteNow], **REFUSALS}, summary="The sites")
@asks(Action.SEE_STUDY)
def sites(request: HttpRequest) -> list[dict[str, object]]:
    """Every site, with its counts and the version of the protocol in force."""
    at(request)
    return [vars(site) for site in reading.recruitment()]


@router.get("/protocol", response={200: dict, **REFUSALS}, summary="The protocol")
@asks(Action.SEE_STUDY)
def protocol(request: HttpRequest) -> HttpResponse:
    """The canonical JSON of the version that was added last, byte for byte: its hash is `hash` of the study."""
    at(request)
    return _artefact(latest().version)


@router.get("/protocol/{version}", response={200: dict, **REFUSALS}, summary="A version of the protocol")
@asks(Action.SEE_STUDY)
def protocol_version(
    request: HttpRequest, version: Annotated[Name, Path(description="its number", examples=["1.0"])]
) -> HttpResponse:
    """The canonical JSON of one version, byte for byte."""
    at(request)
    return _artefact(version)


def _artefact(version: str) -> HttpResponse:
    held = Version.objects.filter(version=version).first()
    if held is None:
        raise NotFound(say("api.no_version", version=version), "protocol")
    return HttpResponse(held.artefact, content_type="application/json", headers={"ETag": f'"{held.hash}"'})

"""The numbers behind the dashboard and the figures of a participant, and the alerts of the protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema

from bedside.conduct.api.callers import asks, reach
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import Code, person_of
from bedside.conduct.api.shapes import REFUSALS
from bedside.conduct.frame.words import say
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.inclusion.alerts import alerts_of
from bedside.conduct.people.models import Site
from bedside.conduct.people.roles import Action
from bedside.conduct.pictures.collecting import of_person, of_study
from bedside.conduct.study.protocol import read_once

router = Router(tags=["pictures"])
OfStudy = Annotated[Literal["recruitment", "flow", "completeness", "queries"], Path(description="which picture")]
OfPerson = Annotated[Literal["treatment", "scores", "results"], Path(description="which figure")]


class Table(Schema):
    """The numbers of a picture, as the table beside it says them."""

    heads: list[str] = Field(examples=[["day", "enrolled"]])
    rows: list[list[str]] = Field(examples=[[["2026-11-22", "1"]]])


class AlertLine(Schema):
    """An alert of the protocol: shown, never an order."""

    alert: str = Field(description="its name in the protocol", examples=["cytopenia"])
    text: str
    state: str = Field(description="`met`, `overdue` (to be known by now), `cannot_tell`, `not_met`", examples=["met"])
    missing: list[str] = Field(description="what it would take to tell")
    source: str


@router.get("/dashboard/{picture}", response={200: Table, **REFUSALS}, summary="The dashboard")
@asks(Action.SEE_DASHBOARD)
def dashboard(request: HttpRequest, picture: OfStudy) -> dict[str, Any]:
    """One of its pictures in numbers, of the sites of the token together."""
    _, sites = reach(request)
    with read_once():
        held = sites if sites is not None else list(Site.objects.values_list("code", flat=True))
        return _table(of_study(held)[picture][1])


@router.get("/participants/{code}/figures/{figure}", response={200: Table, **REFUSALS}, summary="Figures")
@asks(Action.SEE_IDENTITY_FREE_DATA)
def figures(request: HttpRequest, code: Code, figure: OfPerson) -> dict[str, Any]:
    """One of the figures of somebody enrolled in numbers; each record with the least and the greatest it can be."""
    person = person_of(request, code)
    if not hasattr(person, "enrolled"):
        raise NotFound(say("api.not_enrolled", code=person.code), person.code)
    return _table(of_person(person)[figure][1])


@router.get("/participants/{code}/alerts", response={200: list[AlertLine], **REFUSALS}, summary="Alerts")
@asks(Action.SEE_IDENTITY_FREE_DATA)
def alerts(request: HttpRequest, code: Code) -> list[dict[str, Any]]:
    """Every alert that is asked now, those to be told first; none before inclusion."""
    return [
        {"alert": each.alert.id, "text": in_words(each.alert.text), "state": each.state.value,
         "missing": [in_words(text) for text in each.missing], "source": in_words(each.source)}
        for each in alerts_of(person_of(request, code))
    ]  # fmt: skip


def _table(listed: Callable[[], Iterable[Sequence[object]]]) -> dict[str, Any]:
    heads, *rows = ([str(cell) for cell in row] for row in listed())
    return {"heads": heads, "rows": rows}

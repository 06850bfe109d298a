"""The page of the API for people: its operations, read off its own OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bedside.conduct.api.operations import api
from bedside.conduct.api.summaries import summary
from bedside.conduct.frame.pages import page
from bedside.conduct.people.roles import ACTIONS, Action
from bedside.values.wording import Text


@dataclass(frozen=True)
class Operation:
    """One operation, as the page tells it."""

    method: str
    path: str
    summary: Text
    description: str
    action: Text


@require_GET
@page(Action.SEE_STUDY)
def operations(request: HttpRequest) -> HttpResponse:
    """What the API can do, which action of the table of roles each operation is, and where its document stands."""
    return render(request, "api/operations.html", {"operations": _operations()})


@cache
def _operations() -> tuple[Operation, ...]:
    """All of them; the document is the same as long as the application runs."""
    return tuple(_read(api.get_openapi_schema()))


def _read(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            action = ACTIONS[Action(told["x-action"])]
            yield Operation(method.upper(), path, summary(told["summary"]), told.get("description", ""), action)

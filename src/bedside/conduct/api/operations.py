"""The API as a whole: its operations, their one way in, their answers to errors, and its OpenAPI document."""

from __future__ import annotations

from ninja import NinjaAPI

from bedside.conduct.api import (
    amending,
    casebook,
    closing,
    coding,
    cuts,
    files,
    imports,
    infections,
    monitoring,
    outbox,
    participants,
    pharmacy,
    registers,
    safety,
    samples,
    screening,
    study,
    trail,
)  # fmt: skip
from bedside.conduct.api.callers import Bearer, traced
from bedside.conduct.api.errors import explain

api = NinjaAPI(
    title="bedside",
    version="1",
    description="The study as its screens show it: the same permissions, the same trail, the same refusals. Every time"
    " is UTC; every text is in the language of Accept-Language (en, fr).",
    urls_namespace="api",
    auth=Bearer(),
    docs_url=None,
    openapi_url="/openapi.json",
)
api.add_decorator(traced, mode="view")
for room in (
    study, amending, participants, screening, casebook, monitoring, closing, imports, files, registers, safety,
    outbox, infections, coding, pharmacy, samples, trail, cuts,
):  # fmt: skip
    api.add_router("", room.router)
explain(api)

"""The API as a whole: its operations, their one way in, their answers to errors, and its OpenAPI document."""

from __future__ import annotations

from ninja import NinjaAPI

from bedside.conduct.api import (
    amending,
    breaches,
    casebook,
    closing,
    coding,
    consent,
    course,
    custody,
    cuts,
    day,
    dossier,
    files,
    imports,
    inclusion,
    infections,
    laboratory,
    monitoring,
    outbox,
    papers,
    participants,
    pharmacy,
    pharmacy_acts,
    pictures,
    registers,
    safety,
    samples,
    screening,
    staff,
    steering,
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
rooms = (
    study, steering, dossier, amending, day, participants, screening, inclusion, consent, course, casebook, monitoring,
    closing,
    imports, files, laboratory, registers, breaches, staff, safety, outbox, infections, coding, pharmacy,
    pharmacy_acts, samples, custody, pictures, papers, trail, cuts,
)  # fmt: skip
for router in dict.fromkeys(room.router for room in rooms):  # what is read and written at one address shares a router
    api.add_router("", router)
explain(api)

"""A process that saves visits until it is killed, and says each (its number, its last event) once it is committed."""

from __future__ import annotations

import sys

import django

django.setup()

from tests.conduct.trail.writing import save  # noqa: E402  # Django first

visit = int(sys.argv[1])
while True:
    visit += 1
    print(visit, save(visit), flush=True)

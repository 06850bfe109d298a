"""The list that leads from numbers to people, as a sheet of paper that the site completes by hand and keeps.

The study's database holds the left half of it and has no place for the rest. The sheet is made when somebody of the
site asks for it; what is written on it never comes back here.
"""

from __future__ import annotations

import json
from pathlib import Path

import typst
from django.conf import settings
from django.utils import timezone

from bedside.conduct.frame.words import language, say, told
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import site_protocol
from bedside.conduct.people.models import Site
from bedside.values.moment import Moment, now, to_datetime

TEMPLATE = Path(__file__).with_name("identity.typ")
COLUMNS = (
    "identity_number", "identity_code", "identity_included", "identity_name", "identity_first_name", "identity_birth",
    "identity_hospital", "identity_by",
)  # fmt: skip
SPARE = 3
"""Empty lines at the end, for who is included before the list is printed again."""


def identity_list(site: Site) -> bytes:
    """The list of a site as a PDF, in the reader's language."""
    return bytes(typst.compile(TEMPLATE, sys_inputs={"held": json.dumps(contents(site), ensure_ascii=False)}))


def contents(site: Site) -> dict[str, object]:
    """What is printed: three columns filled in, five to be completed by hand."""
    protocol = site_protocol(site.code)
    return {
        "language": language(), "title": say("registers.identity_title", site=f"{site.code}, {site.name}"),
        "study": f"{told(protocol.text)} ({protocol.id})",
        "notes": [say(f"registers.identity_{name}") for name in ("keep", "never", "stay")],
        "columns": [say(f"registers.{name}") for name in COLUMNS], "rows": [*_rows(site), *[["", "", ""]] * SPARE],
        "footer": say("registers.identity_printed", at=_local(now(), "%Y-%m-%d %H:%M")),
        "not_real": say("not_real") if settings.DEMONSTRATION else "",
    }  # fmt: skip


def _rows(site: Site) -> list[list[str]]:
    """Everybody enrolled by number, then who is in screening; nobody whose screening ended without inclusion."""
    persons = Person.objects.filter(site=site.code, not_enrolled=None).select_related("enrolled").order_by("pk")
    enrolled = sorted((each for each in persons if hasattr(each, "enrolled")), key=lambda each: each.enrolled.number)
    waiting = (each for each in persons if not hasattr(each, "enrolled"))
    rows = [[each.enrolled.number, each.code, _local(each.enrolled.at_us, "%Y-%m-%d")] for each in enrolled]
    return [*rows, *(["", each.code, ""] for each in waiting)]


def _local(at_us: int, form: str) -> str:
    return timezone.localtime(to_datetime(Moment(at_us))).strftime(form)

"""The enrolment slip as a PDF: number, code, site, moment, protocol and its hash, who enrolled. It names nobody."""

from __future__ import annotations

import json
from pathlib import Path

import typst
from django.conf import settings
from django.utils import timezone

from bedside.conduct.frame.words import language, say, told
from bedside.conduct.participants.consent import Step
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import steps_of
from bedside.conduct.people.models import Site
from bedside.conduct.study.protocol import protocol_of
from bedside.errors import UsageError
from bedside.values.moment import Moment, now, to_datetime

TEMPLATE = Path(__file__).with_name("slip.typ")


def slip(person: Person) -> bytes:
    """The slip of somebody enrolled, in the reader's language. Raises UsageError for anybody else."""
    if not hasattr(person, "enrolled"):
        raise UsageError("this person is not enrolled.", person.code, "There is a slip once they are.")
    return bytes(typst.compile(TEMPLATE, sys_inputs={"held": json.dumps(contents(person), ensure_ascii=False)}))


def contents(person: Person) -> dict[str, object]:
    """What stands on the slip."""
    enrolled = person.enrolled
    protocol = protocol_of(enrolled.version)
    site = Site.objects.get(code=person.site)
    given = next((step for step in steps_of(person) if step.step == Step.GIVE.value), None)
    routes = {route.id: told(route.text) for route in protocol.consent_routes}
    basis = f"{routes.get(given.route, '')}, {_local(given.at_us)}" if given else ""
    rows = [
        (say("inclusion.code"), person.code),
        (say("inclusion.slip_site"), f"{site.code}, {site.name}"),
        (say("inclusion.slip_at"), _local(enrolled.at_us)),
        (say("inclusion.slip_basis"), basis),
        (say("inclusion.slip_protocol"), f"{protocol.id} {protocol.version}"),
        (say("inclusion.slip_hash"), "\u200b".join(protocol.hash[i : i + 8] for i in range(0, len(protocol.hash), 8))),
        (say("inclusion.slip_by"), f"{enrolled.event.actor} ({enrolled.event.organisation})"),
        (say("inclusion.slip_printed"), _local(now())),
    ]
    return {
        "language": language(), "title": say("inclusion.slip_title"), "study": told(protocol.text),
        "number": enrolled.number, "rows": rows, "note": say("inclusion.slip_identity"),
        "not_real": say("inclusion.not_real") if settings.DEMONSTRATION else "",
    }  # fmt: skip


def _local(at_us: int) -> str:
    held = timezone.localtime(to_datetime(Moment(at_us)))
    return f"{held:%Y-%m-%d %H:%M} ({held:%Z})"

"""The mails about adverse events: what each says, and what came of every try at sending it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from bedside.conduct.api.callers import asks, reach
from bedside.conduct.api.shapes import REFUSALS, UTC, utc
from bedside.conduct.people.models import Site
from bedside.conduct.people.roles import Action
from bedside.conduct.safety.outbox import Queued, queue
from bedside.values.moment import Moment

router = Router(tags=["safety"])


class Try(Schema):
    """One try at sending a mail."""

    at: UTC
    recipients: str = Field(examples=["safety@example.org"])
    error: str = Field(description="what the mail server said; empty: it took the mail")


class Mail(Schema):
    """A mail that was queued with a report, or to remind of a deadline."""

    participant: str = Field(examples=["01-S001"])
    event: int = Field(examples=[812])
    report: int | None = Field(description="1 is the initial one; none: a reminder of a deadline", examples=[1])
    queued: UTC
    subject: str
    body: str
    taken: bool = Field(description="whether a mail server took it; false: it waits")
    tries: list[Try] = Field(description="oldest first")


@router.get("/safety/mails", response={200: list[Mail], **REFUSALS}, summary="Mails about adverse events")
@asks(Action.SEE_SAFETY)
def mails(request: HttpRequest) -> list[dict[str, Any]]:
    """Every mail about people at the sites that the token may see, the latest first."""
    _, sites = reach(request)
    return [_mail(each) for each in queue(Site.objects.values_list("code", flat=True) if sites is None else sites)]


def _mail(each: Queued) -> dict[str, Any]:
    message, report = each.message, each.message.report
    return {
        "participant": each.sheet.person.code, "event": each.sheet.pk,
        "report": None if report is None else report.number,
        "queued": utc(Moment(message.event.at_us)), "subject": message.subject, "body": message.body,
        "taken": each.taken is not None,
        "tries": [{"at": utc(Moment(row.event.at_us)), "recipients": row.recipients, "error": row.error}
                  for row in each.tries],
    }  # fmt: skip

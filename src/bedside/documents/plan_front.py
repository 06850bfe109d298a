"""The first chapters of a plan: what it is of, who answers for it, and what the trial is for."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.documents.blocks import Block, Facts, Grid, Marked
from bedside.documents.planned import Planned
from bedside.protocol.telling_blocks import Heading, Paragraph
from bedside.rules.words import said_source

SIGNING = ("author", "senior_statistician", "chief_investigator")


def administration(plan: Planned) -> Iterator[Block]:
    """Title and registration, version, signatures, and that a single group compares nothing."""
    record = plan.protocol.record
    yield Heading(2, plan.say("administration"), "administration")
    yield Facts(
        (
            (plan.say("trial"), plan.protocol.text.say(plan.language)),
            (plan.say("registration"), plan.line("registration_number") or "–"),
            (plan.say("record_read"), f"{said_source(record.registry, plan.language)}, {record.read}"),
            (plan.say("sponsor"), plan.line("sponsor") or "–"),
            (plan.say("protocol_version"), f"{plan.protocol.version} ({plan.protocol.hash})"),
        )
    )
    yield Paragraph(plan.say("plan_is_protocol"))
    groups = plan.say("plan_groups", count=len(plan.protocol.arms))
    yield Marked(plan.say("plan_one_group") if plan.nobody.one_group else groups)
    head = plan.heads("role", "person", "signed")
    yield Grid("", plan.say("signatures"), head, tuple((plan.say(each), "", "") for each in SIGNING))


def introduction(plan: Planned) -> Iterator[Block]:
    """Background and aim in the words of the public record, and the outcomes."""
    yield Heading(2, plan.say("introduction"), "introduction")
    for key in ("background", "aim"):
        if words := plan.line(key):
            yield Heading(3, plan.say(key), key)
            yield Paragraph(plan.quoted(words), quoted=True)
    yield Heading(3, plan.say("objectives"), "objectives")
    yield Paragraph(plan.say("objectives_more"))
    body = tuple(
        (each.id, each.text.say(plan.language), plan.say(str(each.kind)), plan.quoted(each.time_frame.text))
        for each in plan.protocol.outcomes
    )
    yield Grid("", plan.say("outcomes"), plan.heads("numbered", "outcome", "rank", "time_frame"), body, sides=4)

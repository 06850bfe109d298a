"""The first chapter of a report: participants, the primary result, deaths, all others at a glance, what limits them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

from bedside.documents.blocks import Block, Grid, Marked
from bedside.documents.headlines import headlines
from bedside.documents.reported import Reported
from bedside.documents.safety_told import contradicted, exposed_blocks, glance_lines
from bedside.documents.sentences import sentences
from bedside.protocol.estimands import Estimand, Method
from bedside.protocol.telling_blocks import Heading, Paragraph, Points
from bedside.values.wording import Text

AT_A_GLANCE = frozenset({
    "participants", "successes", "estimate", "p_value", "decision", "measured", "within_limits", "median",
    "median_from", "any_at_least", "share", "events", "at_level", "level_share", "ended", "incidence", "deaths",
    "survival",
})  # fmt: skip
"""The statistics that a synopsis shows of an outcome: their warnings stand beside them."""


def synopsis_chapter(report: Reported) -> Iterator[Block]:
    """What a reader takes away who reads nothing else."""
    protocol = report.worked.protocol
    yield Heading(2, report.say("synopsis"), "synopsis")
    if report.worked.snapshot.manifest["not_real"]:
        yield Marked(report.say("not_real_more"))
    yield Heading(3, report.say("synopsis_people"), "synopsis_people")
    yield Paragraph(accounted(report))
    yield from exposed_blocks(report)
    yield from contradicted(report)
    held = report.worked.promised.estimands
    primary = [(each, "primary_result") for each in held if report.primary(each)]
    others = [each for each in held if not report.primary(each)]
    deaths = [(each, "mortality_result") for each in others if each.method is Method.SURVIVAL]
    for each, key in (*primary, *deaths):
        outcome = protocol.outcome(each.outcome)
        yield Heading(3, report.say(key, title=outcome.text), f"synopsis_{outcome.id}")
        yield Paragraph(" ".join(sentences(report.found(each))))
        if warned := tuple(warned_of(report, [each])):
            yield Points(warned)
    yield Marked(report.say(report.worked.stated))
    yield Heading(3, report.say("at_a_glance"), "at_a_glance")
    yield glance(report, others)
    yield Paragraph(report.say("limits_short", assumed=len(report.assumptions), absent=_absent(report)))


def accounted(report: Reported) -> str:
    """How many were screened, included, objecting, treated; how many were planned, and whether more are to come."""
    people = report.people()
    told = [report.say("people_said", **people)]
    told += [report.say("people_planned", **people)] if "planned" in people else []
    if (closed := report.worked.closed) is not None:
        told += [report.say("people_closed", told=closed.told, reached=report.worked.reached)]
    return " ".join([*told, report.say("people_treated", **people)])


def _absent(report: Reported) -> int:
    """How many numbers could not be worked out, not even as a range."""
    place = attrgetter("analysis", "set", "variable", "group", "time", "statistic")
    known = {place(row) for row in report.rows if row.value is not None}
    return sum(row.value is None and (*place(row)[:-1], f"{row.statistic}_from") not in known for row in report.rows)


def glance(report: Reported, estimands: Iterable[Estimand]) -> Grid:
    """Everybody's safety first, then outcomes, a line each result; below, what each result's reader has to know."""
    held = list(estimands)
    body = [*glance_lines(report), *((each.outcome, *line) for each in held for line in headlines(report.found(each)))]
    head = report.heads("outcome", "of_what", "of_whom", "result")
    return Grid("", report.say("at_a_glance"), head, tuple(body), tuple(warned_of(report, held)), sides=2)


def warned_of(report: Reported, estimands: Iterable[Estimand]) -> Iterator[str]:
    """The warnings of the results that a line shows, each once, with the outcomes that it concerns."""
    found: dict[Text, list[str]] = {}
    for each in estimands:
        rows = report.found(each).rows
        for row in rows:
            for warning in row.warnings if row.statistic in AT_A_GLANCE and row.value is not None else ():
                outcomes = found.setdefault(warning, [])
                outcomes += [] if each.outcome in outcomes else [each.outcome]
    for warning, outcomes in found.items():
        yield report.say("warned_glance", outcomes=", ".join(outcomes), told=warning)

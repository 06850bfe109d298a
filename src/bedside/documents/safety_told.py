"""What a synopsis leads with: everybody exposed so far, and what in the data contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bedside.analysis.contradictions import CONTRADICTION
from bedside.analysis.exposed import EXPOSED, INCLUDED, REDUCED, TREATED, UNTREATED
from bedside.analysis.recorded import listing_of
from bedside.analysis.rows import Row
from bedside.documents.blocks import Block, Marked
from bedside.documents.reported import Reported
from bedside.protocol.telling_blocks import Heading, Paragraph, Points
from bedside.rules.words import said_number

SENTENCES = (
    (TREATED, "exposed_said"), (INCLUDED, "included_said"), (UNTREATED, "unexposed_said"), (REDUCED, "reduced_said"),
)  # fmt: skip
IN_WINDOW = (TREATED, INCLUDED)
"""Those of whom the outcome counts, so that its own window can be told beside."""


def exposed_blocks(report: Reported) -> Iterator[Block]:
    """Of everybody exposed so far: events, people, deaths; nothing where the protocol lists no adverse events."""
    if told := tuple(exposed_told(report)):
        yield Heading(3, report.say("exposed_head"), "synopsis_exposed")
        yield Points(told)


def exposed_told(report: Reported) -> Iterator[str]:
    """A sentence for each group of people, and one on the outcome's own window."""
    lines, found = _lines(report), listing_of(report.worked)
    for group, key in SENTENCES:
        if found is not None and group in lines:
            numbers = _numbers(lines[group], report.language)
            inside = report.say("window_said", outcome=found[0].outcome, **numbers) if group in IN_WINDOW else ""
            yield f"{report.say(key, **numbers)} {inside}".strip()


def glance_lines(report: Reported) -> Iterator[tuple[str, str, str, str]]:
    """Lines of results at a glance: serious events to the cut, those of the window, and deaths."""
    lines, found = _lines(report), listing_of(report.worked)
    for group, _ in SENTENCES:
        if found is None or group not in lines:
            continue
        numbers, outcome = _numbers(lines[group], report.language), found[0].outcome
        who, of = report.say(group), numbers["exposed_members"]
        yield outcome, report.say("glance_serious", who=who), of, report.say("glance_events", **numbers)
        if group in IN_WINDOW:
            what = report.say("glance_window", who=who, outcome=outcome)
            yield outcome, what, of, report.say("glance_in_window", **numbers)
        if "exposed_deaths" in numbers:
            yield outcome, report.say("glance_deaths", who=who), of, numbers["exposed_deaths"]


def contradicted(report: Reported) -> Iterator[Block]:
    """What contradicts itself, each with whose it is and what the analysis made of it; one sentence where nothing does.

    Those of an outcome that is not read here are not among the rows of the report, and not told.
    """
    told = tuple(row.warnings[0].say(report.language) + "." for row in report.rows if row.variable == CONTRADICTION)
    yield Heading(3, report.say("contradictions_head"), "synopsis_contradictions")
    if not told:
        yield Paragraph(report.say("contradictions_none"))
        return
    yield Marked(report.say("contradictions_some", count=said_number(str(len(told)), report.language)))
    yield Points(told)


def whom_it_holds(report: Reported) -> str:
    """Which people the snapshot holds, by what it was taken for."""
    worked = report.worked
    if not worked.snapshot.for_safety:
        return report.say("cut_of_efficacy", people=len(worked.people))
    return report.say("cut_of_safety", people=len(worked.people), reduced=len(worked.reduced))


def _lines(report: Reported) -> Mapping[str, Mapping[str, Row]]:
    lines: dict[str, dict[str, Row]] = {}
    for row in report.rows:
        if row.analysis == EXPOSED:
            lines.setdefault(row.group, {})[row.statistic] = row
    return lines


def _numbers(line: Mapping[str, Row], language: str) -> dict[str, str]:
    return {name: said_number(str(row.value), language) for name, row in line.items()}

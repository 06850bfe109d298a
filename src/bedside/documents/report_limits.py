"""The chapters on what limits the results, and on how to have them again."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from bedside import __version__
from bedside.analysis.computed_with import computed_with
from bedside.analysis.methods_run import methods_not_run, methods_run
from bedside.analysis.rows import Row, as_csv
from bedside.documents.blocks import Block, Facts, Grid, Marked
from bedside.documents.reported import Reported
from bedside.protocol.telling_blocks import Heading, Paragraph, Points
from bedside.values.wording import Text


def limits_chapter(report: Reported) -> Iterator[Block]:
    """That a single group compares nothing, what the snapshot leaves out, and every warning with its outcomes."""
    yield Heading(2, report.say("limits"), "limits")
    yield Marked(report.say(report.worked.stated))
    yield from (Paragraph(each.say(report.language)) for each in report.worked.told)
    yield Paragraph(report.say("warned_more"))
    yield _warnings(report)


def _warnings(report: Reported) -> Grid:
    """Each warning, the outcomes that it concerns, and how many numbers bear it."""
    found: dict[Text, list[str]] = {}
    for row in report.rows:
        for each in row.warnings:
            found.setdefault(each, []).append(row.outcome)
    outcomes = {each.outcome for each in report.worked.promised.estimands}
    body = tuple(
        (each.say(report.language), _named(report, names, outcomes), str(len(names))) for each, names in found.items()
    )
    head = report.heads("warning", "concerned_outcomes", "numbers_concerned")
    return Grid("", report.say("warned"), head, body, sides=2)


def _named(report: Reported, names: list[str], outcomes: set[str]) -> str:
    """Outcomes by their numbers; what is told of everybody by its words."""
    kept = dict.fromkeys(name if name in outcomes else report.say("who") for name in names)
    return ", ".join(kept)


def again_chapter(report: Reported, rows: tuple[Row, ...], command: str) -> Iterator[Block]:
    """Hashes (`rows` are all of the analysis), versions, the command, the methods of its numbers and those not run."""
    worked = report.worked
    yield Heading(2, report.say("again"), "again")
    yield Paragraph(report.say("again_more"))
    manifest, protocol = worked.snapshot.manifest, worked.protocol
    arms = [(report.say("arms_list"), worked.arms.hash)] if worked.arms else []
    yield Facts(
        (
            (f"{report.say('snapshot')}, {report.say('snapshot_hash')}", worked.snapshot.hash),
            (report.say("snapshot_event"), str(manifest["event"])),
            (report.say("cut_by"), f"bedside {manifest['software']}"),
            *arms,
            (report.say("protocol"), f"{protocol.id} {protocol.version} ({protocol.hash})"),
            (report.say("rows_hash"), sha256(as_csv(rows).encode()).hexdigest()),
            (report.say("software"), f"bedside {__version__}"),
            (report.say("computed_with"), computed_with()),
            (report.say("command"), f"bedside {command} {protocol.id} --data CUT --out DIR"),
        )
    )
    yield Heading(3, report.say("methods"), "methods")
    if run := methods_run(report.rows, report.language):
        yield Points(run)
    if not_run := methods_not_run(report.rows, report.language):
        yield Paragraph(not_run)

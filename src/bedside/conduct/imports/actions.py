"""Everything that imports keep: a layout, a file with what came of its rows, a decision on a held row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from bedside.conduct.casebook.actions import Typed, open_sheets, save, save_together
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import act_on
from bedside.conduct.imports import layouts
from bedside.conduct.imports.files import Sent
from bedside.conduct.imports.layouts import Read
from bedside.conduct.imports.looking import RIVAL, SHUT, Line, Plan, Verdict, look, rivals, typed_of
from bedside.conduct.imports.models import File, Held, Layout, Settled, Taken
from bedside.conduct.imports.placing import Placed
from bedside.conduct.imports.rows import Result
from bedside.conduct.people.models import Site
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep, keep_all
from bedside.errors import UsageError

OURS, THEIRS = "ours", "theirs"
"""What may be decided: what stands (or nothing) stays; what the file says is taken."""
IMPORT = "import"
"""Where values come from that a file brings, as the trail says it."""


@in_turn
def keep_layout(by: Actor, site: str, typed: layouts.Typed) -> Layout:
    """Keep how a laboratory writes its files, from now on. Raises UsageError for what is none."""
    found = layouts.problems(typed)
    if found:
        raise UsageError(found[0], f"layout {typed.name[:40]}", "Correct it.")
    if not Site.objects.filter(code=site).exists():
        raise UsageError(f"there is no site {site}.", "layout", "Open the site first.")
    columns = json.dumps({name: heading for name, heading in typed.columns.items() if heading}, ensure_ascii=False)
    row = Layout(site=site, name=typed.name, source=typed.source, encoding=typed.encoding, columns=columns,
                 codes=typed.codes)  # fmt: skip
    return keep(Act(by, "describe layout", site, place=f"imports / {typed.name}"), row)


@in_turn
def keep_file(by: Actor, site: str, layout: Read, sent: Sent, mark: str) -> File:
    """Keep what is new in a file, and list what somebody has to decide on: all of it or nothing.

    `mark` is that of the plan that was shown. Raises UsageError when the casebook has changed since, or nothing in the
    file is new; NoLawfulBasis and UnreadableFile as the look does.
    """
    with read_once():
        plan = look(site, layout, sent)
        if plan.mark != mark:
            raise UsageError("the casebook changed since this file was looked at.", sent.name, "Look at it again.")
        if not plan.keeps:
            raise UsageError("nothing in this file is new.", sent.name, "There is nothing to do.")
        by = replace(by, origin=IMPORT)
        file = keep(Act(by, "import file", site, place=f"imports / {sent.name}"), _file(site, layout, sent, plan))
        for samples in plan.by_person:
            _keep_person(by, file, layout, samples)
    return file


@in_turn
def settle(by: Actor, held: Held, decision: str, reason: str) -> Settled:
    """Decide on a held row, with a reason. What the file says is saved through the casebook's own door, as a new
    version whose originator is the laboratory; the rows that contradict it are left out with it.

    Raises UsageError without a reason, when it was decided already, or when what stands has changed since it was held.
    """
    where = f"{held.sheet.person.code}, {held.item}"
    if decision not in (OURS, THEIRS):
        raise UsageError(f"“{decision[:20]}” is no decision.", where, "Keep what stands, or take what the file says.")
    if not reason.strip():
        raise UsageError("no reason is given.", where, "Say why.")
    if Settled.objects.filter(held=held).exists():
        raise UsageError("this was decided already.", where, "Look at the list again.")
    entry = _taken_over(by, held, reason) if decision == THEIRS else None
    settled = _settled(by, held, decision, reason, entry)
    if entry is not None:
        keep(*_origin(by, held.file, held.row, entry))
        for rival in rivals(held, Held.objects.filter(sheet=held.sheet, item=held.item, settled=None)):
            _settled(by, rival, OURS, reason)
    return settled


def _settled(by: Actor, held: Held, decision: str, reason: str, entry: Entry | None = None) -> Settled:
    row = Settled(held=held, decision=decision, entry=entry)
    return keep(act_on(by, "settle import", held.sheet, held.item, reason), row)


def _taken_over(by: Actor, held: Held, reason: str) -> Entry:
    now = held.sheet.entries.filter(item=held.item).order_by("-number").first()
    if (now.pk if now else None) != held.ours_id:
        what = "somebody changed what stands there since."
        raise UsageError(what, held.item, "Keep what stands, or import the file again.")
    confirmed = " ".join(name for name in held.checks.split() if name not in (SHUT, RIVAL))
    asks = protocol_of(held.sheet.version).form(held.sheet.form).item(held.item).assay
    typed = Typed(held.typed or "", held.unit, assay=held.file.laboratory if asks else "", reason=reason,
                  confirmed=confirmed, originator=held.file.laboratory)  # fmt: skip
    kept = save(by, held.sheet, {held.item: typed})
    if not kept:
        raise UsageError("the text of the file was redacted.", held.item, "Keep what stands.")
    return kept[0]


def _file(site: str, layout: Read, sent: Sent, plan: Plan) -> File:
    return File(
        site=site, layout=layout.kept, laboratory=layout.name, name=sent.name, digest=sent.digest, rows=len(plan.lines),
        new=plan.count(Verdict.NEW), same=plan.count(Verdict.SAME), conflicts=plan.count(Verdict.CONFLICT),
        asked=plan.count(Verdict.ASKED), refused=plan.count(Verdict.REFUSED),
    )  # fmt: skip


def _keep_person(by: Actor, file: File, layout: Read, samples: Sequence[Sequence[Line]]) -> None:
    """Everything that a file says of one person, in a few statements however many samples there are."""
    placed = [_placed(lines) for lines in samples]
    sheets = open_sheets(by, placed[0].sheet.person, [each.sheet for each in placed])
    typed = [typed_of(each, _fresh(lines), layout) for each, lines in zip(placed, samples, strict=True)]
    rows = {(sheet.pk, line.item): line.row for sheet, lines in zip(sheets, samples, strict=True) for line in lines}
    first = {sheet.pk: lines[0].row for sheet, lines in zip(sheets, samples, strict=True)}
    kept = save_together(by, placed[0].sheet.person, list(zip(sheets, typed, strict=True)))
    keep_all(_origin(by, file, rows.get((each.sheet_id, each.item), first[each.sheet_id]), each) for each in kept)
    keep_all((act_on(by, "hold import", sheet, line.item), _held(file, sheet, line))
             for sheet, lines in zip(sheets, samples, strict=True)
             for line in lines if line.verdict is not Verdict.NEW)  # fmt: skip


def _placed(lines: Sequence[Line]) -> Placed:
    placed = lines[0].placed
    assert placed is not None
    return placed


def _fresh(lines: Sequence[Line]) -> dict[str, Result]:
    return {line.item: line.result for line in lines if line.verdict is Verdict.NEW and line.result is not None}


def _held(file: File, sheet: Sheet, line: Line) -> Held:
    assert line.result is not None
    return Held(file=file, row=line.row, sheet=sheet, item=line.item, ours=line.ours, typed=line.result.text,
                unit=line.result.unit, checks=line.checks)  # fmt: skip


def _origin(by: Actor, file: File, row: int, entry: Entry) -> tuple[Act, Taken]:
    return act_on(by, "import value", entry.sheet, entry.item), Taken(file=file, row=row, entry=entry)

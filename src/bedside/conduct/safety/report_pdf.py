"""A report of a serious event as a PDF: what was told, by whom and when, what the casebook held around it then, and
what the sponsor had made of it before the next report. It names nobody, and is the same whenever it is printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import typst
from django.conf import settings
from django.utils import timezone

from bedside.conduct.casebook.times import shown
from bedside.conduct.frame.templatetags.words import local
from bedside.conduct.frame.words import language, say, told
from bedside.conduct.people.models import Site
from bedside.conduct.people.roles import ROLES, Role
from bedside.conduct.safety.around import Result, Row, history, other_drugs, results
from bedside.conduct.safety.beside import Doses, age_of, death_of, doses_of, sex_of
from bedside.conduct.safety.case import CRITERIA, Case, contents
from bedside.conduct.safety.listing import answer, by_investigator, judged, proposed
from bedside.conduct.safety.models import Report
from bedside.conduct.safety.reading import known_in
from bedside.conduct.safety.told import promptness
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import ItemKind

TEMPLATE = Path(__file__).with_name("report.typ")
Rows = list[tuple[str, str]]


def pdf(report: Report) -> bytes:
    """The report in the reader's language."""
    return bytes(typst.compile(TEMPLATE, sys_inputs={"held": json.dumps(page(report), ensure_ascii=False)}))


def file_name(report: Report, ending: str) -> str:
    """What a file of a report is called: by the participant's number, never by a name."""
    return f"{known_in(report).number}-event-{report.sheet_id}-report-{report.number}.{ending}"


def page(report: Report) -> dict[str, object]:
    """What stands on it."""
    case = known_in(report)
    protocol = protocol_of(case.sheet.version)
    kind = say("safety.initial") if report.number == 1 else say("safety.follow_up", number=report.number - 1)
    return {
        "language": language(), "title": f"{say('safety.report_title')} · {kind}", "study": told(protocol.text),
        "number": case.number, "told": _told(case, report), "event": list(_event(case, report)),
        "sponsor": list(_sponsor(case, report)), "headings": [say("safety.as_told"), say("safety.of_sponsor")],
        "parts": [{"heading": heading, "rows": rows or [(say("safety.none_recorded"), "")]}
                  for heading, rows in _parts(case, report)],
        "note": say("safety.report_note"), "not_real": say("not_real") if settings.DEMONSTRATION else "",
    }  # fmt: skip


def _told(case: Case, report: Report) -> Rows:
    site = Site.objects.get(code=case.person.site)
    return [
        (say("safety.site"), f"{site.code}, {site.name}"),
        (say("safety.aware_at"), local(report.aware_us)),
        (say("safety.told_at"), local(report.told_us)),
        (say("safety.in_time"), promptness(case.clock_of(report))),
        (say("safety.reporter"), _reporter(report)),
        (say("safety.drug"), told(case.safety.drug)),
        (say("safety.emergent"), answer(case.emergent)),
        (say("safety.known_at"), local(case.known_at)),
    ]


def _event(case: Case, report: Report) -> Iterator[tuple[str, str]]:
    values = contents(report)
    for item in case.form.items:
        if item.id in values:
            code = next((each.text for each in item.codes if each.code == values[item.id]), None)
            held = told(code) if code else _read(item.kind, values[item.id])
            said = {"yes": say("yes"), "no": say("no")}.get(held, held)
            yield told(item.text), proposed(case, (item.id,), said)


def _parts(case: Case, report: Report) -> Iterator[tuple[str, Rows]]:
    """What the casebook held around the event when the report was made."""
    yield say("safety.of_patient"), list(_patient(case))
    yield say("safety.doses_of", drug=told(case.safety.drug)), [_given(each) for each in doses_of(case)]
    yield say("safety.other_drugs"), _rows(other_drugs(case))
    yield say("safety.history"), _rows(history(case))
    yield say("safety.results"), [(told(each.label), _measured(each)) for each in results(case)]
    yield (
        say("safety.narrative"),
        [
            (say("safety.initial") if each.number == 1 else say("safety.follow_up", number=each.number - 1), each.note)
            for each in case.reports
            if each.note and each.number <= report.number
        ],
    )


def _patient(case: Case) -> Iterator[tuple[str, str]]:
    age, sex, died = age_of(case), sex_of(case), death_of(case)
    yield say("safety.age_then"), "–" if age is None else say("safety.years", years=age)
    yield say("safety.sex"), say(f"safety.sex_{sex}") if sex else "–"
    if died is not None:
        yield say("safety.died_at"), shown(died.at, timezone.get_current_timezone()) if died.at else "–"
        yield say("safety.cause"), died.cause or "–"


def _given(held: Doses) -> tuple[str, str]:
    here = timezone.get_current_timezone()
    times = " – ".join(dict.fromkeys(shown(each, here) for each in (held.first, held.last)))
    dose = f"{held.amount} {held.unit}" if held.amount else say("safety.dose_unknown")
    count = say("safety.given_times", count=held.times) if held.times > 1 else ""
    return times, ", ".join(filter(None, (dose, told(held.route) if held.route else "", count)))


def _measured(held: Result) -> str:
    said = {"before_event": held.before, "since_event": held.since}
    return "; ".join(f"{say(f'safety.{name}', value=told(each.value))} ({local(each.at)})"
                     for name, each in said.items() if each is not None)  # fmt: skip


def _rows(rows: Iterable[Row]) -> Rows:
    return [(told(label), told(held)) for label, held in rows]


def _reporter(report: Report) -> str:
    event = report.event
    return f"{event.actor}, {told(ROLES[Role(event.role)])} ({event.organisation})"


def _read(kind: ItemKind, typed: str) -> str:
    """What was typed; a time on the sites' clock, as everywhere on the page."""
    return shown(typed, timezone.get_current_timezone()) if kind is ItemKind.TIME else typed


def _sponsor(case: Case, report: Report) -> Iterator[tuple[str, str]]:
    receipt = case.receipt_of(report)
    if receipt is not None:
        held = ", ".join(told(CRITERIA[name]) for name in receipt.criteria.split())
        yield say("safety.received_at"), f"{local(receipt.received_us)} ({held or '–'})"
    yield say("safety.by_investigator"), by_investigator(case)
    yield say("safety.by_sponsor"), judged(case, case.by_sponsor)
    yield say("safety.related"), answer(case.related)
    reference = f" ({case.assessments[-1].reference})" if case.assessments else ""
    yield say("safety.unexpected"), judged(case, case.unexpected) + reference
    yield say("safety.susar"), answer(case.susar)
    if case.susar is not False and case.zero is not None:
        yield say("safety.day_zero"), local(case.zero)
    for row in case.submissions:
        yield say("safety.sent"), f"{local(row.at_us)}, {row.authority} ({row.reference})"

"""Rows turned into tables: scenarios, designs in each scenario, and the probability to stop at each look."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.design.tables import NONE, Table
from bedside.rules.words import said_number
from bedside.simulation.report import Report
from bedside.simulation.rows import ONE, PER_DAY, Result
from bedside.simulation.words import word

PLUS_MINUS = "\u00a0±\u00a0"


def tables_of(report: Report, language: str) -> tuple[Table, ...]:
    """All tables: that of the scenarios first, then two for each of them."""
    return (_scenarios(report, language), *_each(report, language))


def _scenarios(report: Report, language: str) -> Table:
    head = ("scenario", "ratio", "recovery", "true_rate", "rate", "died", "lost", "open")
    body = []
    for name, text in report.scenarios.items():
        held = {each: report.row(name, "", each) for each in ("ratio", "recovery", "rate", "died", "lost", "open")}
        true = exact(held["rate"], language)
        body.append((text.say(language), shown(held["ratio"], language), shown(held["recovery"], language), true,
                     *(shown(held[each], language) for each in head[4:])))  # fmt: skip
    return _made(
        "scenarios", word("scenarios").say(language), word("scenarios_note").say(language), head, body, language
    )


def _each(report: Report, language: str) -> Iterator[Table]:
    for name, text in report.scenarios.items():
        title = f"{text.say(language)}"
        yield _designs(report, name, title, language)
        if any(len(plan.looks) > 1 for plan in report.ready.plans.values()):
            yield _looks(report, name, title, language)


def _designs(report: Report, scenario: str, title: str, language: str) -> Table:
    success = [report.row(scenario, design, "success") for design in report.designs]
    head = ("design", success[0].statistic, "exact", "estimate", "bias", "evaluated", "enrolled", "duration")
    body = []
    for row in success:
        first = report.designs[row.design].say(language), shown(row, language) + ("*" if row.fault else "")
        others = (shown(report.row(scenario, row.design, each), language) for each in head[3:])
        body.append((*first, exact(row, language), *others))
    notes = (word("fault").say(language),) if any(row.fault for row in success) else ()
    return _made(f"designs_{scenario}", title, "", head, body, language, notes)


def _looks(report: Report, scenario: str, title: str, language: str) -> Table:
    head = ("design", "at_look", "stop_futile", "exact", "stop_success", "exact")
    body = []
    for design, plan in report.ready.plans.items():
        for look in plan.looks if len(plan.looks) > 1 else ():
            pair = [report.row(scenario, design, each, str(look.size)) for each in ("stop_futile", "stop_success")]
            cells = [cell for row in pair for cell in (shown(row, language), exact(row, language))]
            body.append((report.letters[design], str(look.size), *cells))
    return _made(f"looks_{scenario}", title, word("each_look").say(language), head, body, language)


def _made(
    name: str, title: str, note: str, head: tuple[str, ...], body: list[tuple[str, ...]], language: str,
    footnotes: tuple[str, ...] = (),
) -> Table:  # fmt: skip
    return Table(name, title, note, tuple(word(each).say(language) for each in head), tuple(body), footnotes)


def shown(row: Result, language: str) -> str:
    """A value with its Monte Carlo error; without one where it has none."""
    digits = _digits(row)
    value = said_number(f"{row.value:.{digits}f}", language)
    return value if row.error is None else value + PLUS_MINUS + said_number(f"{row.error:.{_finer(row)}f}", language)


def exact(row: Result, language: str) -> str:
    """The exact value beside it."""
    return NONE if row.exact is None else said_number(f"{row.exact:.{_digits(row)}f}", language)


def _digits(row: Result) -> int:
    """Probabilities to four digits, hazards to three, counts and months to one."""
    return 4 if row.unit == ONE and row.statistic != "ratio" else 3 if row.unit in (ONE, PER_DAY) else 1


def _finer(row: Result) -> int:
    return _digits(row) + (0 if row.unit == ONE else 2)

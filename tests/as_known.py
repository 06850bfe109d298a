"""Records as they stood at a moment: what had arrived by then; what went on then, without the end that came later."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bedside.records.contract import FAR_FUTURE_US, facts_columns
from bedside.records.dictionary import dictionary
from bedside.rules.chart import Chart, Fact
from bedside.values.moment import Moment

FAR = Moment(FAR_FUTURE_US)


def chart_then(chart: Chart, at: Moment, lasting: frozenset[str]) -> Chart:
    """A chart as it stood at a moment; `lasting` names the variables whose records last."""
    held = [fact for facts in chart.facts.values() for fact in facts if fact.available <= at]
    there = [fact for fact in held if fact.superseded is None or fact.superseded > at]
    return Chart.of((_then(fact, at, fact.variable in lasting) for fact in there), chart.recorded, chart.supplied)


def _then(fact: Fact, at: Moment, lasting: bool) -> Fact:
    """Nobody knows yet that it will be superseded, or end."""
    said = replace(fact, superseded=None)
    if not lasting:
        return said
    course = fact.course and (fact.course[0], _until(fact.course[1], at))
    return replace(said, end=_until(fact.end, at), course=course)


def _until(end: Moment, at: Moment) -> Moment:
    return FAR if end > at else end


LASTING = frozenset(name for name, variable in dictionary().items() if variable.lasting)


def facts_then(connection: Any, moments: str, into: str) -> None:
    """A table of facts in which every moment m is a person of their own, with the facts as they stood at that moment.

    Whoever is asked about the person m can find nothing that came later: it is not there.
    """
    names = ", ".join(f"'{name}'" for name in sorted(LASTING))
    goes_on = f"f.variable IN ({names}) AND f.{{}} > m.moment_us"
    changed = {
        "patient_id": "m.m",
        "end_us": f"CASE WHEN {goes_on.format('end_us')} THEN {FAR} ELSE f.end_us END",
        "course_end_us": f"CASE WHEN {goes_on.format('course_end_us')} THEN {FAR} ELSE f.course_end_us END",
        "superseded_us": "NULL::BIGINT",
    }
    columns = ", ".join(f"{changed.get(name, f'f.{name}')} AS {name}" for name in facts_columns().split(", "))
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE {into} AS SELECT {columns} FROM {moments} m
        JOIN facts f ON f.patient_id = m.patient_id AND f.available_us <= m.moment_us
        AND coalesce(f.superseded_us > m.moment_us, true)""")

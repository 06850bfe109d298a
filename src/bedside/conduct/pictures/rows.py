"""The numbers of each picture as rows: its table beside it, and what leaves the study as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.conduct.frame.words import say, told
from bedside.conduct.participants.typed_times import local
from bedside.conduct.pictures.completeness import Complete
from bedside.conduct.pictures.lanes import Lane
from bedside.conduct.pictures.query_age import Aged
from bedside.conduct.pictures.recruitment import Recruitment, cumulative
from bedside.conduct.pictures.recruitment_figure import day
from bedside.conduct.today.flow_figure import WholeFlow
from bedside.report.pages import Series
from bedside.rules.words import said_unit
from bedside.values.interval import tidy

Rows = list[Sequence[str]]
"""Heads first."""


def recruitment_rows(found: Recruitment) -> Rows:
    """Each enrolment in order of time, then when the target would be reached."""
    rows: Rows = [(say("pictures.day_of"), say("pictures.enrolled"))]
    rows += [(day(at), str(number)) for at, number in cumulative(found.enrolled)]
    if found.target is not None and found.count < found.target:
        names = ("pictures.expected", "pictures.earliest", "pictures.latest")
        dates = zip(names, found.reached(), strict=True)
        rows += [(day(at), f"{found.target} ({say(name)})") for name, at in dates]
    return rows


def flow_rows(flow: WholeFlow) -> Rows:
    """Everybody screened, by where they ended, and what became of those included."""
    return [(say("pictures.step"), say("pictures.people")), *flow.lines]


def completeness_rows(found: Sequence[Complete]) -> Rows:
    """Each site and visit."""
    heads = ("site", "visit", "forms_done", "forms_due", "answered", "asked", "percent")
    rows: Rows = [tuple(say(f"pictures.{name}") for name in heads)]
    for each in found:
        numbers = (each.done, each.due, each.answered, each.asked, each.share)
        rows.append((each.site, told(each.visit), *map(str, numbers)))
    return rows


def query_rows(found: Sequence[Aged]) -> Rows:
    """Each site and age of queries that are not over."""
    rows: Rows = [(say("pictures.site"), say("pictures.open_for"), say("pictures.open_queries"))]
    return [*rows, *((each.site, each.age, str(each.count)) for each in found)]


def lane_rows(found: Sequence[Lane]) -> Rows:
    """Each mark of each row."""
    rows: Rows = [tuple(say(f"pictures.{name}") for name in ("form", "what", "from", "until", "says"))]
    for lane in found:
        for mark in lane.marks:
            until = say("pictures.goes_on") if mark.ended is None else local(mark.ended)
            ends = "" if mark.ended == mark.began else until
            rows.append((told(lane.form), told(lane.of) if lane.of else "", local(mark.began), ends, told(mark.says)))
    return rows


def series_rows(found: Sequence[Series], language: str) -> Rows:
    """Each record of each series: least and greatest that it can be."""
    rows: Rows = [tuple(say(f"pictures.{name}") for name in ("what", "at", "least", "greatest", "unit"))]
    for each in found:
        unit = said_unit(each.unit, language)
        rows += [(told(each.text), local(at), tidy(low), tidy(high), unit) for at, low, high in each.records]
    return rows

"""The pictures that there are, each with how it is drawn and its rows: of the study, and of a participant."""

from __future__ import annotations

from bedside.conduct.frame.words import language
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import with_history
from bedside.conduct.people.models import Site
from bedside.conduct.pictures import (
    completeness,
    lanes,
    lanes_figure,
    panels,
    query_age,
    recruitment_figure,
    rows,
    trajectories,
)
from bedside.conduct.pictures.exporting import Picture
from bedside.conduct.pictures.recruitment import Recruitment
from bedside.conduct.study.protocol import latest
from bedside.conduct.study.reading import target
from bedside.conduct.today.flow_figure import figure, whole_flow
from bedside.values.moment import Moment, now


def of_study(held: list[str]) -> dict[str, Picture]:
    """The pictures of these sites together: recruitment, flow, completeness, the age of queries."""
    protocol = latest()
    known = Person.objects.filter(site__in=held).select_related("event", "enrolled", "not_enrolled")
    persons = with_history(list(known.order_by("pk")))
    at, everywhere = now(), len(held) == Site.objects.count()
    began = min((person.event.at_us for person in persons), default=int(at))
    enrolled = sorted(Moment(person.enrolled.at_us) for person in persons if hasattr(person, "enrolled"))
    goal = target(protocol) if everywhere else _goal(held)
    found = Recruitment(Moment(min([began, *enrolled])), at, tuple(enrolled), goal)
    ended, complete = whole_flow(persons, protocol), completeness.completeness(persons)
    queries = query_age.aged(held)
    return {
        "recruitment": (lambda: recruitment_figure.figure(found), lambda: rows.recruitment_rows(found)),
        "flow": (lambda: figure(ended), lambda: rows.flow_rows(ended)),
        "completeness": (lambda: completeness.figure(complete), lambda: rows.completeness_rows(complete)),
        "queries": (lambda: query_age.figure(queries), lambda: rows.query_rows(queries)),
    }


def of_person(person: Person) -> dict[str, Picture]:
    """The pictures of somebody enrolled: treatment on one axis, scores, results."""
    inclusion, at, span = Moment(person.enrolled.at_us), now(), trajectories.span_of(person)
    drawn, scored, measured = lanes.lanes(person), trajectories.scores(person), trajectories.results(person)
    return {
        "treatment": (lambda: lanes_figure.figure(drawn, inclusion, at), lambda: rows.lane_rows(drawn)),
        "scores": (lambda: panels.figure(scored, span), lambda: rows.series_rows(scored, language())),
        "results": (lambda: panels.figure(measured, span), lambda: rows.series_rows(measured, language())),
    }


def _goal(held: list[str]) -> int | None:
    """What the sites mean to enrol together; None where one of them does not say."""
    goals = [goal for goal in Site.objects.filter(code__in=held).values_list("target", flat=True) if goal is not None]
    return sum(goals) if len(goals) == len(held) and held else None

"""A cut read back by the rules that read a hospital's data says what the screens showed, of everybody in it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bedside.conduct.casebook.charts import chart_of
from bedside.conduct.cuts.actions import file_of, take_cut
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.cuts.models import Cut
from bedside.conduct.inclusion.scoring import scores
from bedside.conduct.inclusion.standing import standing
from bedside.conduct.participants.consent import Data
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of, protocol_for
from bedside.conduct.trail.keeping import Actor
from bedside.protocol.evaluating import evaluate
from bedside.protocol.model import OutcomeKind, Protocol
from bedside.records.answers_file import add_answers
from bedside.records.canonical import open_canonical
from bedside.records.charts import charts
from bedside.rules.chart import Chart
from bedside.rules.meaning import ask
from bedside.scores.catalogue import built, chosen, rules_of
from bedside.values.interval import MET
from bedside.values.moment import HOUR, Moment, now

BY = Actor("dora", "data manager", "Sponsor", "test")


def unpacked(cut: Cut, place: Path) -> Path:
    with zipfile.ZipFile(file_of(cut)) as packed:
        packed.extractall(place)
    return place


def read_back(folder: Path, protocol: Protocol) -> dict[str, Chart]:
    source = open_canonical(folder)
    with duckdb.connect() as connection:
        loaded = source.load(connection)
        questions = {each.name: each.variable for each in protocol.questions}
        answers = add_answers(connection, folder / "questions.csv", questions)
        assert not loaded.report.dropped and not answers.refused
        return dict(charts(connection, source))


@pytest.mark.slow
@pytest.mark.proves("out read-again")
def test_the_cut_says_what_the_screens_showed(demonstration: Any, tmp_path: Path) -> None:
    cut, at = take_cut(BY, Kind.EFFICACY, "interim analysis"), now()
    held = read_back(unpacked(cut, tmp_path) / "canonical", demonstration.protocol)
    people = [each for each in Person.objects.filter(enrolled__isnull=False)]
    kept = [each for each in people if consent_of(each).data is Data.ALLOWED]
    assert 0 < len(kept) < len(people) and set(held) == {each.code for each in kept}
    for person in kept:
        chart = held[person.code]
        died = min((fact.start for fact in chart.facts.get("dead", ()) if fact.value == MET), default=at + 1)
        moments = (at, *(Moment(person.enrolled.at_us + hours * HOUR) for hours in (0, 7, 30, 150)))
        for when in (each for each in moments if each < died):  # a dead person's stay has ended, whoever forgot it
            same_standing(person, chart, when, at)
        same_outcomes(person, chart, at)


def same_standing(person: Person, chart: Chart, when: Moment, known: Moment) -> None:
    shown = standing(person, when, known)
    for each in shown.criteria:
        found = ask(each.criterion.rule, chart, when, known).value
        assert found == each.meaning.value, (person.code, each.criterion.id)
    for score in scores(shown):
        assert ask(score.meaning.rule, chart, when, known).value == score.total.value, (person.code, score.total.name)
    for name in ("sofa", "hscore", "hlh2004"):
        rule = rules_of(built(name, chosen(name, None, {})))[0]
        found, told = (ask(rule, each, when, known).value for each in (chart, shown.chart))
        assert found == told, (person.code, name)


def same_outcomes(person: Person, chart: Chart, known: Moment) -> None:
    protocol, inclusion = protocol_for(person), Moment(person.enrolled.at_us)
    primary = {each.id for each in protocol.outcomes if each.kind is OutcomeKind.PRIMARY}
    for endpoint in protocol.endpoints:
        if endpoint.outcome in primary:
            shown = evaluate(endpoint, chart_of(person, protocol), inclusion, known)
            found = evaluate(endpoint, chart, inclusion, known)
            assert found.verdict.value == shown.verdict.value, (person.code, endpoint.name)

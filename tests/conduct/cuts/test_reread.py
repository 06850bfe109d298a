"""A cut read back by the rules that read a hospital's data says what the screens showed, of everybody in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bedside.conduct.casebook.charts import chart_of
from bedside.conduct.cuts.actions import take_cut
from bedside.conduct.cuts.gathering import gather
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.inclusion.scoring import scores, totals_of
from bedside.conduct.inclusion.standing import standing
from bedside.conduct.participants.consent import Data
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of, protocol_for
from bedside.conduct.pictures.trajectories import scores as drawn
from bedside.conduct.trail.keeping import Actor
from bedside.protocol.evaluating import evaluate, time_to
from bedside.protocol.model import Protocol
from bedside.records.deaths import DEAD, STAY, death_in
from bedside.rules.meaning import ask
from bedside.rules.nodes import Node
from bedside.scores.catalogue import built, chosen, rules_of
from bedside.screening.screen import scores_of
from bedside.values.interval import Interval
from bedside.values.moment import HOUR, Moment, moment, now, read_length
from tests.conduct.cuts.rereading import Asked, Reread, outcome_of, readable, reread, unpacked

BY = Actor("dora", "data manager", "Sponsor", "test")
SCORES = ("sofa", "hscore", "hlh2004")
HOURS = (0, 7, 30, 150, 24 * 12)
"""After inclusion, when everybody is asked about."""
WORDS = {"met": Interval.point(1.0), "not met": Interval.point(0.0), "cannot tell": Interval(0.0, 1.0)}


@pytest.fixture(scope="module")
def again(demonstration: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reread]:
    """A cut of the demonstration study, read again."""
    cut = take_cut(BY, Kind.EFFICACY, "interim analysis")
    folder = unpacked(cut, tmp_path_factory.mktemp("cut")) / "canonical"
    with reread(folder, demonstration.protocol) as held:
        yield held


def kept() -> list[Person]:
    """Who leaves."""
    people = Person.objects.filter(enrolled__isnull=False).order_by("pk")
    return [each for each in people if consent_of(each).data is Data.ALLOWED]


def rules(protocol: Protocol) -> dict[str, Node]:
    """Every rule of which the screens show an answer, by a name of its own."""
    found: dict[str, Node] = {f"criterion {each.id}": each.rule for each in protocol.criteria}
    for total, parts in totals_of(protocol).items():
        found |= {f"score {each.name}": each for each in (total, *parts)}
    for name in SCORES:
        found |= {f"{name} {rule.name}": rule for rule in rules_of(built(name, chosen(name, None, {})))}
    return found


@pytest.mark.slow
@pytest.mark.proves("out read-again")
def test_every_criterion_and_score_is_what_the_screens_show(demonstration: Any, again: Reread) -> None:
    people, known, asked = kept(), now(), rules(demonstration.protocol)
    assert 0 < len(people) < Person.objects.filter(enrolled__isnull=False).count()
    assert set(again.charts()) == {each.code for each in people}
    moments = {each.pk: [Moment(each.enrolled.at_us + hours * HOUR) for hours in HOURS] for each in people}
    found = again.answers(asked, [(each.code, at) for each in people for at in moments[each.pk]])
    for person in people:
        for at in moments[person.pk]:
            shown = standing(person, at, known)
            told = {f"criterion {each.criterion.id}": each.meaning.value for each in shown.criteria}
            for score in scores(shown):
                told |= {f"score {each.name}": each.value for each in (score.total, *score.parts)}
            told |= {name: ask(rule, shown.chart, at, known).value for name, rule in asked.items() if name not in told}
            assert told == found[person.code, at], (person.code, at)


@pytest.mark.slow
@pytest.mark.proves("out read-again")
def test_every_outcome_is_what_the_casebook_says(demonstration: Any, again: Reread) -> None:
    held, known = again.charts(), now()
    for protocol in {protocol_for(each).version: protocol_for(each) for each in kept()}.values():
        people = [each for each in kept() if protocol_for(each).version == protocol.version]
        endpoints = [
            each for each in protocol.endpoints if readable(protocol, [part.rule for part in each.evaluations])
        ]
        parts = [part for endpoint in endpoints for part in endpoint.evaluations]
        asked: list[Asked] = [
            (each.code, Moment(each.enrolled.at_us + read_length(part.after))) for each in people for part in parts
        ]
        found = again.answers({part.variable.name: part.rule for part in parts}, asked)
        for person in people:
            chart, inclusion = chart_of(person, protocol), Moment(person.enrolled.at_us)
            for endpoint in endpoints:
                answers = {
                    each.variable.name: found[person.code, Moment(inclusion + read_length(each.after))][
                        each.variable.name
                    ]
                    for each in endpoint.evaluations
                }
                shown = evaluate(endpoint, chart, inclusion, known)
                assert answers == {name: each.value for name, each in shown.answers.items()}, (person.code, endpoint)
                assert outcome_of(endpoint, inclusion, answers) == shown.verdict.value, (person.code, endpoint.name)
            for duration in (each for each in protocol.durations if readable(protocol, each.endings)):
                assert time_to(duration, chart, inclusion, known) == time_to(
                    duration, held[person.code], inclusion, known
                ), (person.code, duration.name)


@pytest.mark.slow
@pytest.mark.proves("out verdicts-in-the-cut")
def test_the_tables_of_the_cut_say_it_too(demonstration: Any, again: Reread) -> None:
    tables = {each.name: each.records() for each in gather(Kind.EFFICACY).tables}
    asked = rules(demonstration.protocol)
    for person in kept():
        shown = standing(person, Moment(person.enrolled.at_us), now())
        rows = {row["criterion"]: row for row in tables["criteria"] if row["participant"] == person.code}
        assert WORDS[str(rows["eligible"]["verdict"])] == shown.verdict
        for each in shown.criteria:
            row = rows[each.criterion.id]
            assert Interval(row["low"], row["high"]) == WORDS[row["verdict"]] == each.meaning.value
            assert row["missing"] == ("; ".join(sorted({str(one) for one in each.meaning.unknown})) or None)
        figure = {(name, at): ends for name, at, ends in _drawn(person)}
        for row in tables["scores"]:
            if row["participant"] == person.code and row["component"] is None:
                at = moment(str(row["asked"]))
                assert figure[row["score"], at] == (row["low"], row["high"]), row
    pairs = [(row["participant"], moment(row["asked"])) for row in tables["scores"]]
    assert bool(pairs) is bool(totals_of(demonstration.protocol))
    found = again.answers(asked, pairs) if pairs else {}
    for row, pair in zip(tables["scores"], pairs, strict=True):
        assert found[pair][f"score {row['component'] or row['score']}"] == Interval(row["low"], row["high"]), row
    for row in tables["outcomes"]:
        assert row["low"] is not None and row["high"] is not None


def _drawn(person: Person) -> Iterator[tuple[str, Moment, tuple[float, float]]]:
    """The scores as the participant's page draws them."""
    named = {str(each.say("en")): each.name for each in scores_of(protocol_for(person).population)}
    for series in drawn(person):
        yield from ((named[series.text.en], Moment(at), (low, high)) for at, low, high in series.records)


@pytest.mark.slow
@pytest.mark.proves("out read-again")
def test_after_a_death_nobody_is_in_intensive_care_whoever_forgot_the_discharge(
    demonstration: Any, again: Reread
) -> None:
    held, dead = again.charts(), 0
    for person in kept():
        charts = chart_of(person), held[person.code]
        deaths = [death_in(chart.facts.get(DEAD, ())) for chart in charts]
        assert (deaths[0] is None) is (deaths[1] is None)
        if deaths[0] is not None and deaths[1] is not None:
            dead += 1
            for chart, death in zip(charts, deaths, strict=True):
                stays = [fact for fact in chart.facts.get(STAY, ()) if fact.superseded is None]
                assert all(fact.end <= death.start + 1 for fact in stays), person.code
    assert dead

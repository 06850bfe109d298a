"""Strategies that contradict their outcome are errors, each with a way out, in both languages; the trials have none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bedside.lint.checks import check
from bedside.lint.findings import Finding, Severity
from bedside.protocol.estimands import Estimand, Handling, Strategy
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.values.wording import Text
from tests.clean_protocol import clean, codes

CODES = ("P073", "P074", "P075", "P076")
SAID = Text("It is so.", "C’est ainsi.")


def found(protocol: Protocol, code: str) -> tuple[Finding, ...]:
    return check(protocol).with_code(code)


def handling(trial: str, outcome: str, event: str, strategy: Strategy) -> Protocol:
    """A trial in which an outcome handles an event so, whatever it did before."""
    protocol = load(trial)
    assert protocol.promised is not None

    def changed(estimand: Estimand) -> Estimand:
        if estimand.outcome != outcome:
            return estimand
        others = tuple(each for each in estimand.events if each.event != event)
        return replace(estimand, events=(*others, Handling(event, strategy, SAID)))

    promised = replace(protocol.promised, estimands=tuple(map(changed, protocol.promised.estimands)))
    return replace(protocol, promised=promised)


def moved(protocol: Protocol, event: str) -> Protocol:
    """What ends the observation called an intercurrent event."""
    assert protocol.promised is not None
    held = protocol.promised
    one = next(each for each in held.unobserved if each.id == event)
    promised = replace(held, intercurrent=(*held.intercurrent, one), unobserved=())
    return replace(protocol, promised=promised)


@pytest.mark.proves("analysis strategies")
@pytest.mark.parametrize("trial", ["jakahdi", "adrenal"])
def test_the_trials_have_none_of_it(trial: str) -> None:
    assert not set(CODES) & set(codes(load(trial)))
    assert not set(CODES) & set(codes(clean()))


@pytest.mark.proves("analysis strategies")
@pytest.mark.parametrize("strategy", list(Strategy))
def test_death_is_no_intercurrent_event_of_survival(strategy: Strategy) -> None:
    (finding,) = found(handling("jakahdi", "S9", "death", strategy), "P073")
    assert finding.severity is Severity.ERROR and "S9" in finding.message.en
    assert finding.where.startswith("analysis.yaml:") and "take it out" in finding.message.en
    assert "le décès est ce que mesure S9" in finding.message.fr
    assert check(handling("jakahdi", "S9", "death", strategy)).exit_code == 1


def test_nor_of_being_alive_at_a_moment() -> None:
    protocol = load("adrenal")
    assert protocol.promised is not None
    death = replace(protocol.promised.unobserved[0], id="death", event="death")
    promised = replace(protocol.promised, intercurrent=(death,))
    told = replace(promised.estimands[0], events=(Handling("death", Strategy.COMPOSITE, SAID),))
    protocol = replace(protocol, promised=replace(promised, estimands=(told, *promised.estimands[1:])))
    (finding,) = found(protocol, "P073")
    assert finding.message.en.startswith(f"death is what {told.outcome} measures")


def test_death_may_be_failure_of_an_outcome_that_is_more_than_being_alive() -> None:
    assert not found(handling("jakahdi", "P1", "death", Strategy.COMPOSITE), "P073")


@pytest.mark.proves("analysis strategies")
@pytest.mark.parametrize("event", ["lost", "consent_withdrawn", "continuation_refused"])
def test_who_leaves_the_study_has_missing_data_and_no_intercurrent_event(event: str) -> None:
    protocol = moved(handling("jakahdi", "S2", event, Strategy.TREATMENT_POLICY), event)
    (finding,) = found(protocol, "P074")
    assert finding.severity is Severity.ERROR
    assert "S2: treatment policy" in finding.message.en and "`unobserved`" in finding.message.en
    assert "met fin à l’observation" in finding.message.fr


@pytest.mark.parametrize(
    ("strategy", "refused"),
    [(Strategy.COMPOSITE, True), (Strategy.TREATMENT_POLICY, True), (Strategy.WHILE_ALIVE, False)],
)
def test_a_death_that_competes_is_handled_while_alive(strategy: Strategy, refused: bool) -> None:
    told = found(handling("jakahdi", "S2", "death", strategy), "P075")
    assert bool(told) == refused
    assert all("write `while alive`" in each.message.en and "écrire" in each.message.fr for each in told)


def test_an_estimand_says_what_is_done_with_missing_data() -> None:
    protocol = load("jakahdi")
    assert protocol.promised is not None
    first, *others = protocol.promised.estimands
    silent = replace(protocol.promised, estimands=(replace(first, missing=None), *others))
    (finding,) = found(replace(protocol, promised=silent), "P076")
    assert finding.severity is Severity.WARNING and "P1" in finding.where

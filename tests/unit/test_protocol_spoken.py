"""Until when what a casebook says of infusions and supports holds; after that, anything."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.protocol.evaluating import evaluate
from bedside.protocol.forms import Answer, Missing, facts_from, recorded_by
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.protocol.spoken import limited, recorders, spoken_until, vouched
from bedside.records.deaths import DEAD, STAY
from bedside.rules.chart import LONG_AGO, Chart, Fact
from bedside.rules.language import highest, in_force
from bedside.rules.meaning import ask
from bedside.rules.nodes import Named, free_own, walk
from bedside.rules.text import tell
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval
from bedside.values.moment import DAY, EVER, HOUR, Moment, moment

TRIALS = {name: load(name) for name in ("jakahdi", "adrenal")}
INCLUSION = moment("2026-11-10T08:00")
TOLD = Moment(INCLUSION + 3 * DAY)


def at(hours: float) -> Moment:
    return Moment(TOLD + round(hours * HOUR))


def chart(protocol: Protocol, facts: list[Fact], until: Moment = TOLD) -> Chart:
    """What is known where every form was last spoken of at a moment."""
    spoken = {form.id: until for form in protocol.forms if form.complete}
    return Chart.of(limited(facts, spoken_until(protocol, spoken)), recorded_by(protocol, spoken))


def treated(began: str, ended: str = "") -> list[Fact]:
    typed = {"began": began, "norepinephrine": Answer("0.2", "ug/kg/min")} | ({"ended": ended} if ended else {})
    return facts_from(TRIALS["jakahdi"], "vasoactive_drugs", typed)


@pytest.mark.proves("ground said-until")
@pytest.mark.parametrize(
    ("facts", "hour", "found"),
    [
        ([], -1, Interval.point(0)),
        ([], 0, Interval.point(0)),
        ([], 1, Interval(0, 30)),
        (treated("2026-11-12T08:00"), -1, Interval.point(0.2)),
        (treated("2026-11-12T08:00"), 0, Interval.point(0.2)),
        (treated("2026-11-12T08:00"), 1, Interval(0, 30)),
        (treated("2026-11-12T08:00", "2026-11-13T06:00"), -1, Interval.point(0)),
        (treated("2026-11-12T08:00", "2026-11-13T06:00"), 1, Interval(0, 30)),
        (treated("2026-11-12T08:00", "2026-11-14T06:00"), 1, Interval(0.2, 30)),
    ],
)  # fmt: skip
def test_what_was_said_holds_up_to_the_moment_for_which_it_was_said(
    facts: list[Fact], hour: float, found: Interval
) -> None:
    protocol = TRIALS["jakahdi"]
    drug = protocol.vocabulary["norepinephrine"]
    most = float(drug.high) if found.high == 30 else found.high
    assert ask(highest(drug, 0), chart(protocol, facts), at(hour), Moment(EVER // 2)).value == Interval(found.low, most)


def test_a_stay_lasts_until_its_end_is_told_and_a_death_for_ever() -> None:
    protocol = TRIALS["jakahdi"]
    stays = facts_from(protocol, "stays", {"icu_admitted": "2026-11-09T08:00"})
    died = [Fact(DEAD, at(-2), Moment(at(0) + EVER), MET, at(-2))]
    held = chart(protocol, [*stays, *died])
    for name in (STAY, DEAD):
        assert ask(in_force(protocol.vocabulary[name]), held, at(900)).value == MET
    assert not recorders(protocol).keys() & {STAY, "out_of_hospital"}


def test_what_was_said_not_to_be_until_a_moment_was_spoken_of_until_then() -> None:
    support = TRIALS["jakahdi"].vocabulary["sedation"]
    denied = Fact("sedation", LONG_AGO, at(5), NOT_MET, at(5))
    held = Chart.of(limited([denied], {support: TOLD}), ["sedation"])
    assert [ask(in_force(support), held, at(hour), at(99)).value for hour in (1, 4.9, 6)] == [
        NOT_MET,
        NOT_MET,
        CANNOT_TELL,
    ]


@pytest.mark.parametrize(
    ("answers", "until"),
    [
        ({"entered": "yes", "taken_at": "2026-11-12T08:00"}, moment("2026-11-12T08:00")),
        ({"entered": "yes", "taken_at": "2026-11-12"}, moment("2026-11-12T00:00")),
        ({"entered": "yes", "taken_at": "2027-11-12T08:00"}, TOLD),
        ({"entered": "no", "taken_at": "2026-11-12T08:00"}, None),
        ({"entered": Answer(missing=Missing.UNKNOWN), "taken_at": "2026-11-12T08:00"}, None),
        ({"entered": "yes"}, None),
        ({"entered": "yes", "taken_at": "yesterday"}, None),
        ({"taken_at": "2026-11-12T08:00"}, None),
    ],
)
def test_who_vouches_for_what(answers: dict[str, Answer | str], until: Moment | None) -> None:
    found = vouched(TRIALS["jakahdi"].form("sofa_day"), answers, TOLD)
    assert found == ({} if until is None else dict.fromkeys(("organ_support", "vasoactive_drugs"), until))


def test_of_two_forms_the_last_word_counts_and_nobody_who_said_nothing() -> None:
    protocol = TRIALS["jakahdi"]
    found = {each.name: until for each, until in spoken_until(protocol, {"organ_support": TOLD, "stays": TOLD}).items()}
    assert found == dict.fromkeys((name for name, of in recorders(protocol).items() if "organ_support" in of), TOLD)
    assert STAY not in found


RULES = {
    name: [
        node for each in protocol.criteria for node in walk(each.rule) if isinstance(node, Named) and not free_own(node)
    ]
    for name, protocol in TRIALS.items()
}


@pytest.mark.proves("ground said-until")
@settings(deadline=None)
@given(trial=st.sampled_from(sorted(TRIALS)), data=st.data(), hour=st.integers(0, 1000))
def test_none_said_narrows_nothing_about_a_later_moment(trial: str, data: st.DataObject, hour: int) -> None:
    """Whatever a rule asks of a moment after the last word, it answers as if nobody had said that there was none."""
    protocol, rules = TRIALS[trial], RULES[trial]
    rule, when = data.draw(st.sampled_from(rules)), Moment(TOLD + 1 + hour * HOUR)
    silent = Chart({}, frozenset({STAY}))
    none = chart(protocol, [])
    none = Chart(none.facts, none.recorded & recorders(protocol).keys() | {STAY})
    assert ask(rule, none, when).value == ask(rule, silent, when).value
    before = Moment(TOLD - hour * HOUR)
    said, unsaid = (ask(rule, each, before).value for each in (none, silent))
    assert unsaid.low <= said.low <= said.high <= unsaid.high


def test_on_day_0_none_said_leaves_the_day_7_open_as_it_was() -> None:
    protocol = TRIALS["jakahdi"]
    (primary,) = [each for each in protocol.endpoints if each.outcome == "P1"]
    said = chart(protocol, [], INCLUSION)
    unsaid = Chart({}, recorded_by(protocol, ["stays"]))
    told = [evaluate(primary, each, INCLUSION, INCLUSION).answers["sofa_at_day_7"].value for each in (said, unsaid)]
    assert told[0] == told[1] == Interval(0, 24)
    assert evaluate(primary, said, INCLUSION, INCLUSION).answers["sofa_at_inclusion"].value.high < 24


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "said only up to 2026-11-13 08:00"), ("fr", "renseigné seulement jusqu’au 2026-11-13 08:00")],
)
def test_the_trace_says_up_to_when_it_was_said(language: str, words: str) -> None:
    protocol = TRIALS["jakahdi"]
    drug = protocol.vocabulary["norepinephrine"]
    lines = [str(line) for line in tell(ask(highest(drug, HOUR), chart(protocol, []), at(2)), language)]
    assert any(words in line and drug.say(language) in line for line in lines), lines
    assert not any("unrecorded" in line for line in lines)

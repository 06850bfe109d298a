"""Simulated trials against what was not written here, and the table of verdicts against the interpreter.

Closed forms by SciPy (binomial, gamma, Poisson); Simon 1989 (Control Clin Trials 10:1-10, table 1); the Monte Carlo
errors of Morris 2019 (Stat Med 38:2074-2102, table 6 and section 5.2); and, for the binary margin, the exact sums of
`bedside.design`, which tests/double/test_designs_published.py holds against published tables. A simulated number may be
four of its standard errors away.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from bedside.design.characteristics import characteristics
from bedside.design.plan import Look, Plan, single, staged
from bedside.protocol.loading import load
from bedside.simulation.checking import verdict_of_chart
from bedside.simulation.exact_rate import rate, ratio_for
from bedside.simulation.judging import DIED, LOST, NO, OPEN, YES, Judge, judge
from bedside.simulation.living import live, uniforms
from bedside.simulation.looking import Ended, look_at
from bedside.simulation.model import Course, Looking, Records, Scenario, Site
from bedside.simulation.recruiting import MONTH, Recruitment
from bedside.simulation.rows import _mean
from bedside.simulation.sheets import CODES, LEVELS, ORGANS, SHEETS, codes, number
from bedside.values.wording import Text

ALL_THERE = Records((0.0,) * 6, (0.0,) * 6, (0.0,) * 6, 0.0, 0.0)
SOME_MISSING = Records((0.02,) * 6, (0.03,) * 6, (0.3, 0.02, 0.1, 0.02, 0.05, 0.02), 0.01, 0.002)
COURSE = Course(0.02, 0.12, 8, 0.25, 0.04, 0.25, 4)
SITES = (Site("first", 0, 1.5), Site("second", 40, 0.5), Site("third", 100, 1))
NOW = Looking(0, pauses=False)
PEOPLE = np.array([codes(number) for number in np.random.default_rng(1).integers(0, SHEETS, 4000)], dtype=np.int8)
PEOPLE = PEOPLE[(PEOPLE < LEVELS).all(axis=1) & (PEOPLE.sum(axis=1) >= 4)][:150]


@cache
def judged(trial: str) -> Judge:
    endpoint = load(trial).endpoint("P1")
    assert endpoint
    return judge(endpoint)


def scenario(course: Course = COURSE, records: Records = SOME_MISSING, ratio: float = 1.0) -> Scenario:
    return Scenario("one", Text("one", "un"), ratio, course, records, SITES, NOW)


def outcomes(seed: int, trials: int, size: int, by: Judge, of: Scenario) -> np.ndarray:
    return live(uniforms(seed, 0, trials, size, by.day), PEOPLE, by, of).verdicts


def near(found: np.ndarray, expected: float, errors: float = 4.0) -> bool:
    """Whether a mean is where it should be, by its own standard error."""
    return bool(abs(found.mean() - expected) <= errors * found.std(ddof=1) / np.sqrt(len(found)))


# --- the same rules as for real data --------------------------------------------------------------------------------

sheets = st.lists(st.integers(0, CODES - 1), min_size=6, max_size=6).map(number)


@pytest.mark.proves("simulation same-rules")
@pytest.mark.parametrize("trial", ["jakahdi", "adrenal"])
@given(first=sheets, last=sheets, fate=st.sampled_from([None, None, DIED, LOST]))
def test_the_table_says_what_the_interpreter_says_of_the_whole_chart(
    trial: str, first: int, last: int, fate: int | None
) -> None:
    endpoint, by = load_endpoint(trial), judged(trial)
    later = last if fate is None else fate
    assert int(by.of(np.array(first), np.array(later))) == verdict_of_chart(by.day, endpoint, first, last, later)


@cache
def load_endpoint(trial: str):  # type: ignore[no-untyped-def]
    return load(trial).endpoint("P1")


@pytest.mark.proves("simulation same-rules")
def test_known_situations_of_the_first_trial() -> None:
    """A fall by three points, by two; death; loss; a sheet whose missing organ decides, and one whose does not."""
    by, sick, three, two = judged("jakahdi"), (2, 2, 2, 2, 0, 0), (1, 2, 1, 1, 0, 0), (1, 2, 1, 2, 0, 0)
    unclear, clear = (1, 2, 1, 1, 5, 0), (0, 0, 0, 0, 5, 0)
    cases = [(three, YES), (two, NO), (unclear, OPEN), (clear, YES), ((5,) * 6, OPEN)]
    for last, expected in cases:
        assert by.of(np.array(number(sick)), np.array(number(last))) == expected
    assert by.day == 8
    assert by.of(np.array(number(sick)), np.array([DIED, LOST])).tolist() == [NO, OPEN]


# --- the course of participants -------------------------------------------------------------------------------------


@pytest.mark.proves("simulation exact")
@pytest.mark.parametrize("ratio", [0.5, 1.0, 2.5])
def test_simulated_participants_succeed_as_often_as_the_chain_says(ratio: float) -> None:
    by, of = judged("jakahdi"), scenario(ratio=ratio)
    shares = (outcomes(11, 4000, 42, by, of) == YES).mean(axis=1)
    assert near(shares, rate(PEOPLE, by, of.course, of.records, ratio))


def test_recovery_alone_is_a_sum_of_binomial_counts() -> None:
    """Nobody dies or worsens, all is recorded: six organs at level 4 improve by Binomial(7, p) levels, 4 at most."""
    by, people = judged("jakahdi"), np.full((1, 6), 4, dtype=np.int8)
    course = Course(0.0, 0.0, 8, 0.05, 0.0, 0.0, 0)
    one = stats.binom.pmf(np.arange(8), 7, -np.expm1(-0.05))
    one = np.append(one[:4], one[4:].sum())
    total = np.array([1.0])
    for _ in ORGANS:
        total = np.convolve(total, one)
    assert rate(people, by, course, ALL_THERE) == pytest.approx(total[3:].sum(), abs=1e-12)


def test_survival_without_illness_is_exponential() -> None:
    """A hazard of death that knows no points, and one of loss: ninety days of both, in the second trial."""
    by = judged("adrenal")
    records = Records((0.0,) * 6, (0.0,) * 6, (0.0,) * 6, 0.0, 0.001)
    course = Course(0.004, 0.0, 8, 0.3, 0.1, 0.2, 4)
    assert rate(PEOPLE, by, course, records) == pytest.approx(stats.expon.sf(90, scale=1 / 0.005), abs=1e-12)


def test_a_wanted_rate_is_met() -> None:
    by = judged("jakahdi")
    for wanted in (0.2, 0.4, 0.6):
        found = ratio_for(wanted, lambda ratio: rate(PEOPLE, by, COURSE, SOME_MISSING, ratio), "here")
        assert rate(PEOPLE, by, COURSE, SOME_MISSING, found) == pytest.approx(wanted, abs=1e-8)


# --- recruitment ----------------------------------------------------------------------------------------------------


def test_one_site_recruits_after_gamma_times() -> None:
    recruitment = Recruitment.of([Site("only", 20, 2.0)])
    drawn = np.random.default_rng(3).standard_exponential((20_000, 12)).cumsum(axis=1)
    day = recruitment.day_of(drawn[:, -1]) - 20
    assert stats.kstest(day, stats.gamma(12, scale=MONTH / 2).cdf).pvalue > 1e-4


def test_several_sites_recruit_as_many_as_poisson_says() -> None:
    """By day 150 the three sites have been open for 150, 110 and 50 days."""
    recruitment = Recruitment.of(SITES)
    expected = (150 * 1.5 + 110 * 0.5 + 50 * 1) / MONTH
    assert recruitment.by(np.array(150.0)) == pytest.approx(expected, rel=1e-12)
    drawn = np.random.default_rng(4).standard_exponential((20_000, 60)).cumsum(axis=1)
    counts = (recruitment.day_of(drawn) <= 150).sum(axis=1)
    assert near(counts, expected)
    assert counts.var(ddof=1) == pytest.approx(expected, rel=0.05)


# --- looks ----------------------------------------------------------------------------------------------------------


def looked(plan: Plan, success: np.ndarray, looking: Looking = NOW) -> Ended:
    arrival = np.random.default_rng(6).standard_exponential(success.shape)
    return look_at(success, arrival, plan, Recruitment.of(SITES), looking, 8)


SIMON = (
    (0.4, (16, 46), (7, 23), 24.5, 0.72),
    (0.4, (34, 39), (17, 20), 34.4, 0.91),
    (0.3, (15, 46), (5, 18), 23.6, 0.72),
)
"""Table 1: p0, sizes, r1 and r, expected participants, and the probability of early termination."""


@pytest.mark.proves("simulation exact")
@pytest.mark.parametrize(("p0", "sizes", "most", "expected", "early"), SIMON)
def test_simons_designs_stop_as_published(
    p0: float, sizes: tuple[int, ...], most: tuple[int, ...], expected: float, early: float
) -> None:
    success = np.random.default_rng(5).random((20_000, sizes[-1])) < p0
    ended = looked(staged(sizes, most), success)
    assert abs((ended.look == 0).mean() - early) < 0.005 + 4 * np.sqrt(early * (1 - early) / 20_000)
    evaluated = np.array(sizes)[ended.look]
    assert abs(evaluated.mean() - expected) < 0.05 + 4 * evaluated.std() / np.sqrt(20_000)


PLANS = (single(42, 23), staged((16, 46), (7, 23)), Plan((Look(14, 2, None), Look(28, 9, 20), Look(42, 22, 23))))


@pytest.mark.proves("simulation exact")
@pytest.mark.parametrize("plan", PLANS, ids=["one look", "two stages", "three looks"])
@pytest.mark.parametrize("ratio", [0.6, 1.2])
def test_the_binary_margin_agrees_with_the_exact_sums(plan: Plan, ratio: float) -> None:
    by, of = judged("jakahdi"), scenario(ratio=ratio)
    exact = characteristics(plan, [rate(PEOPLE, by, of.course, of.records, ratio)])
    ended = looked(plan, outcomes(12, 4000, 46, by, of) == YES)
    assert near(ended.won, float(exact.power[0]))
    sizes = np.array([look.size for look in plan.looks])[ended.look]
    assert len(plan.looks) == 1 or near(sizes, float(exact.expected[0]))
    for place in range(len(plan.looks)):
        for won, chances in ((True, exact.success), (False, exact.futile)):
            here, chance = (ended.look == place) & (ended.won == won), float(chances[place, 0])
            assert abs(here.mean() - chance) <= 4 * np.sqrt(chance * (1 - chance) / len(here))


# --- errors ---------------------------------------------------------------------------------------------------------


def test_monte_carlo_errors_as_published() -> None:
    """Morris 2019, section 5.2: coverage of 95 % is known to 0.5 % after 1900 repetitions."""
    covered = np.arange(1900) < 1805
    assert _mean("s", "d", "power", covered, "1").error == pytest.approx(0.005, rel=1e-3)

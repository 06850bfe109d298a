"""A yes or no of each participant: the proportion of successes, its test and intervals, what the unknown can change.

The declared derivation counts as failure whatever the rules do not call a success for certain. Beside it stand the
least and the most that the successes can be, the successes among those who are known, and each sensitivity analysis.
Where looks are in force, test, boundary, estimate and interval are those after the look that ended the trial.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bedside.analysis.falls import without
from bedside.analysis.finality import closed_short, undecided
from bedside.analysis.looked import Looked, looks_held, tested_after_looks
from bedside.analysis.people import Person
from bedside.analysis.rows import ONE, PEOPLE, WORDS, About, Row
from bedside.analysis.varied import varied
from bedside.analysis.warned import ASSUMED, NEVER_ENOUGH, NO_ADJUDICATION, NO_RATE, ONE_LOOK, not_due
from bedside.analysis.worked import Worked, answer_of, asked_at, due
from bedside.design.binomial import at_least, fewest
from bedside.design.rows_decision import NULL_RATES
from bedside.protocol.estimands import Estimand, Sensitivity
from bedside.protocol.model import Endpoint
from bedside.statistics.answer import NOBODY, Absent
from bedside.statistics.posterior import posterior
from bedside.statistics.proportions import Interval, binomial_test, interval, mid_p_test
from bedside.statistics.stages import InForce
from bedside.statistics.tipping import OUT_OF_REACH, tipping
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET
from bedside.values.interval import Interval as Range
from bedside.values.wording import Text

SUCCESS, DECLARED, LEAST, MOST, KNOWN = "success", "declared", "least", "most", "known"
EXACT = "exact binomial test of level alpha, one-sided"
Verdict = Callable[[Person], Range]


@dataclass(frozen=True)
class Split:
    """How many succeeded, failed, or may have done either."""

    successes: int
    failures: int
    open: int

    @property
    def size(self) -> int:
        """All of them."""
        return self.successes + self.failures + self.open


def proportion(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """All rows of an outcome that is a yes or no."""
    main = _main(worked, estimand)
    yield from main.all()
    yield from main.beside()
    for each in estimand.sensitivity:
        changed = _changed(worked, estimand, main.endpoint, each)
        yield from replace(changed, undecided=main.undecided, closed=main.closed).all()
    yield main.about.of(variable="adjudication").row("estimate", NO_ADJUDICATION, ONE, "proportion as adjudicated")


def cautions(worked: Worked, estimand: Estimand) -> tuple[Text, ...]:
    """What whatever is decided of an outcome carries: that it is no decision yet, or that the trial closed short."""
    return _main(worked, estimand).cautions


def _main(worked: Worked, estimand: Estimand) -> _Analysis:
    """The main analysis, with why it decides nothing yet."""
    endpoint = next(each for each in worked.endpoints(estimand) if each.verdict.truth)
    about = About(estimand.outcome, estimand.set, SUCCESS, time=worked.visit(estimand.outcome))
    main = _Analysis(worked, endpoint, about, worked.members(estimand.set), _as_worked_out(endpoint))
    looked = main.looked(DECLARED)
    why, short = undecided(worked, endpoint, looked), closed_short(worked, endpoint, looked)
    return replace(main, undecided=why, closed=short)


def _as_worked_out(endpoint: Endpoint) -> Verdict:
    def verdict(person: Person) -> Range:
        answer = answer_of(person, endpoint)
        return answer.value if answer else CANNOT_TELL

    return verdict


def _changed(worked: Worked, estimand: Estimand, endpoint: Endpoint, each: Sensitivity) -> _Analysis:
    """The same analysis with the one thing changed that a sensitivity analysis changes."""
    verdict = _as_worked_out(endpoint)
    if each.without:
        assert estimand.fall is not None
        verdict = without(worked, estimand.fall, endpoint, each.without)
    elif each.after:
        verdict = _success_after(endpoint, worked.intercurrent(each.after), verdict)
    about, members, warned = varied(worked, estimand, each)
    return _Analysis(worked, endpoint, about.of(variable=SUCCESS), members, verdict, warned)


def _success_after(endpoint: Endpoint, event: str, verdict: Verdict) -> Verdict:
    """The verdict, an open one of somebody to whom the event happened in time being a success."""

    def changed(person: Person) -> Range:
        found, at = verdict(person), person.happened.get(event)
        in_time = at is not None and at.last <= person.included + asked_at(endpoint)
        living = not person.died_by(person.included + asked_at(endpoint))
        return MET if not found.known and in_time and living else found

    return changed


@dataclass(frozen=True)
class _Analysis:
    """One analysis: of whom, by which verdict.

    `undecided` says why its test is no decision yet, `closed` that the trial closed short of its planned number.
    """

    worked: Worked
    endpoint: Endpoint
    about: About
    members: Sequence[Person]
    verdict: Verdict
    told: tuple[Text, ...] = ()
    undecided: Absent | None = None
    closed: Text | None = None

    @property
    def split(self) -> Split:
        """Of those whose time had come."""
        found = [self.verdict(each) for each in self.members if due(each, self.endpoint, self.worked.taken)]
        return Split(found.count(MET), found.count(NOT_MET), len(found) - found.count(MET) - found.count(NOT_MET))

    def all(self) -> Iterator[Row]:
        """The declared derivation, the bounds, and those known alone."""
        split, later = self.split, len(self.members) - self.split.size
        warned = (*self.told, *((not_due(later),) if later else ()))
        about = self.about.of(group=DECLARED)
        yield about.people("members", len(self.members))
        yield about.people("not_due", later)
        yield about.people("known_successes", split.successes)
        yield about.people("known_failures", split.failures)
        yield about.people("dead", self._dead())
        yield about.people("undetermined", split.open)
        for group, successes, size in (
            (DECLARED, split.successes, split.size),
            (LEAST, split.successes, split.size),
            (MOST, split.successes + split.open, split.size),
            (KNOWN, split.successes, split.size - split.open),
        ):
            row = self.about.of(group=group)
            yield row.people("participants", size, *warned)
            yield row.people("successes", successes)
            if (looked := self.looked(group)) is not None:
                yield from tested_after_looks(row, looked, self._beside_looks, self.undecided)
                continue
            aside = (ONE_LOOK,) if self.in_force else ()
            yield from row.estimate("estimate", interval(successes, size), ONE, *aside)
            yield from self._tested(row, successes, size, aside)

    @property
    def in_force(self) -> InForce | None:
        """The looks in force, where the design is of this outcome."""
        return self.worked.in_force if self.rate else None

    def looked(self, group: str) -> Looked | None:
        """The looks in force at this analysis as derived so; None where none is, or where it is not of those they take.

        A look takes the first so many of all: a part of them, such as those treated or known, was never looked at.
        """
        if self.in_force is None or group == KNOWN or self.members != self.everybody:
            return None
        return Looked(self.in_force, self.in_order(group))

    @property
    def everybody(self) -> Sequence[Person]:
        """Those of the main analysis."""
        return self.worked.members(next(each.set for each in self.worked.promised.estimands
                                        if each.outcome == self.endpoint.outcome))  # fmt: skip

    def in_order(self, group: str) -> tuple[bool, ...]:
        """Who succeeded, in the order of inclusion, of those whose time had come."""
        ready = (each for each in self.members if due(each, self.endpoint, self.worked.taken))
        found = (self.verdict(each) for each in sorted(ready, key=lambda each: (each.included, each.code)))
        return tuple(each == MET or (group == MOST and each != NOT_MET) for each in found)

    def _dead(self) -> int:
        """Those who had died by the last moment that is asked about."""
        after = asked_at(self.endpoint)
        return sum(
            each.died_by(each.included + after) for each in self.members if due(each, self.endpoint, self.worked.taken)
        )

    @property
    def rate(self) -> tuple[float, float] | None:
        """The rate to be ruled out and the one-sided error, where the design is of this outcome."""
        design = self.worked.design
        return (design.asked.p0, design.asked.alpha) if design and design.outcome == self.endpoint.outcome else None

    def _tested(self, about: About, successes: int, size: int, aside: tuple[Text, ...]) -> Iterator[Row]:
        """The exact test against the rate to be ruled out, its boundary for this number, and the decision."""
        if self.rate is None:
            yield about.row("p_value", NO_RATE, ONE, EXACT)
            return
        p0, alpha = self.rate
        test, told = binomial_test(successes, size, p0), (*self._assumed, *aside, *self.cautions)
        yield about.row("p_value", test.p, ONE, test.method, *told)
        bound = interval(successes, size, level=1 - 2 * alpha)  # its lower end is the test's own: one-sided, alpha
        yield about.row("least_rate", bound.low, ONE, bound.method, *told)
        needed = needed_for(size, p0, alpha)
        yield about.row("needed", needed, PEOPLE, EXACT, *told)
        met = not isinstance(needed, Absent) and successes >= needed
        yield about.row("decision", _decided(met, size), WORDS, EXACT, *told)

    @property
    def cautions(self) -> tuple[Text, ...]:
        """That a decision is none yet, or that the trial closed short."""
        early = (self.undecided.reason,) if self.undecided else ()
        return (*early, *((self.closed,) if self.closed else ()))

    @property
    def _beside_looks(self) -> tuple[Text, ...]:
        return (*self._assumed, *((self.closed,) if self.closed else ()))

    @property
    def _assumed(self) -> tuple[Text, ...]:
        design = self.worked.design
        return (ASSUMED,) if design and design.assumptions else ()

    # --- beside the main analysis -------------------------------------------------------------------------------

    def beside(self) -> Iterator[Row]:
        """Other intervals, the posterior, the tipping point, and the decision over the rate to be ruled out."""
        split, looked = self.split, self.looked(DECLARED)
        about, aside = self.about.of(group=DECLARED), (ONE_LOOK,) if looked else ()
        if looked is not None:
            yield from looks_held(self.about, looked, self._beside_looks, self.undecided)
        for kind in Interval:
            found = interval(split.successes, split.size, kind)
            yield from about.of(variable="interval", group=kind.value).estimate("estimate", found, ONE, *aside)
        if self.rate:
            p0, alpha = self.rate
            test = mid_p_test(split.successes, split.size, p0)
            yield about.row("mid_p_value", test.p, ONE, test.method, *self._assumed, *aside)
            believed = posterior(split.successes, split.size, p0)
            yield about.row("posterior_above", believed.above, ONE, believed.method, *self._assumed)
            yield from about.estimate("posterior_rate", believed.rate)
            yield from self._tipping(split, p0, alpha, aside)
            yield from self._over_rates(split, alpha, aside)

    def _tipping(self, split: Split, p0: float, alpha: float, aside: tuple[Text, ...]) -> Iterator[Row]:
        """Every number of successes among the undetermined, and the fewest with which the trial succeeds."""
        about, needed = self.about.of(variable="tipping"), needed_for(split.size, p0, alpha)
        if isinstance(needed, Absent):
            yield about.row("tips_at", needed, PEOPLE, EXACT, *aside)
            return
        found = tipping(split.successes, split.size - split.open, split.open, needed, p0)
        tips, told = OUT_OF_REACH if isinstance(found.needed, Absent) else found.needed, (*self._assumed, *aside)
        yield about.row("tips_at", tips, PEOPLE, found.method, *told, *self.cautions)
        for each in found.rows:
            row = about.of(group=str(each.succeed))
            yield row.people("successes", each.successes)
            yield row.row("p_value", each.p, ONE, found.method, *told)
            yield row.row("decision", _decided(each.success, split.size), WORDS, found.method, *told, *self.cautions)

    def _over_rates(self, split: Split, alpha: float, aside: tuple[Text, ...]) -> Iterator[Row]:
        """What is decided for each rate to be ruled out."""
        for rate in NULL_RATES:
            about, needed = (
                self.about.of(variable="null_rates", group=f"{rate:.2f}"),
                needed_for(split.size, rate, alpha),
            )
            yield about.row("needed", needed, PEOPLE, EXACT, *aside)
            p = float(at_least(split.successes, split.size, rate)) if split.size else NOBODY
            yield about.row("p_value", p, ONE, EXACT, *aside)
            met = not isinstance(needed, Absent) and split.successes >= needed
            yield about.row("decision", _decided(met, split.size), WORDS, EXACT, *aside, *self.cautions)


def _decided(met: bool, size: int) -> str | Absent:
    """By the boundary of the number that was reached, whether a rate is ruled out."""
    return ("success" if met else "no_success") if size else NOBODY


def needed_for(size: int, p0: float, alpha: float) -> int | Absent:
    """The fewest successes that rule a rate out, for the number that was reached."""
    found = int(fewest(size, p0, alpha))
    return NOBODY if not size else found if found <= size else NEVER_ENOUGH

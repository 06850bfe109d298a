"""The stated rules of reading, as tables: what counts in a window, and what an answer is when not all is known.

Hours count from the beginning of a day; every question is asked at hour 24 unless a row says otherwise.
"""

import pytest

from bedside.errors import RuleError
from bedside.rules.chart import Chart, Fact
from bedside.rules.language import (
    answer,
    at_least,
    bands,
    choose,
    count,
    highest,
    in_force,
    latest,
    lowest,
    named,
    own,
    points,
    total,
)
from bedside.rules.meaning import ask
from bedside.rules.nodes import Node, Over, Pick
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval
from bedside.values.moment import HOUR, NOW, Moment, Window, hours, moment
from bedside.values.quantity import quantity
from bedside.values.unknown import Because, Unknown
from bedside.values.variable import Kind, measured, yes_no

DAWN = moment("2150-03-01T00:00")
T = 24.0

LAB = measured("lab", "1", "0", "10", 1)
OTHER = measured("other", "1", "1", "5", 1)
SIGN = yes_no("sign", Kind.MEASUREMENT)
URINE = measured("urine", "mL", "-100", "1000", kind=Kind.OUTPUT)
DRUG = measured("drug", "ug/kg/min", "0", "20", 2, kind=Kind.INFUSION)
TUBE = yes_no("tube", Kind.SUPPORT)
ASKED = yes_no("asked")

ALL_LAB = Interval(0, 10)


def hour(number: float) -> Moment:
    return Moment(DAWN + round(number * HOUR))


def at(time: float, value: float, name: str = "lab", until: float | None = None, known: float | None = None) -> Fact:
    """A record of a moment, or of some moment from `time` to `until`; available at once or when `known`."""
    end = hour(time if until is None else until)
    return Fact(name, hour(time), end, Interval.point(value), end if known is None else hour(known))


def pending(time: float, name: str = "lab") -> Fact:
    return Fact(name, hour(time), hour(time), ALL_LAB, hour(time), because=Because.PENDING)


def limited(time: float, low: float, high: float) -> Fact:
    return Fact("lab", hour(time), hour(time), Interval(low, high), hour(time), because=Because.CENSORED)


def runs(start: float, end: float, rate: float, name: str = "drug", course: tuple[float, float] | None = None) -> Fact:
    span = None if course is None else (hour(course[0]), hour(course[1]))
    return Fact(name, hour(start), hour(end), Interval.point(rate), hour(start), span)


def value(rule: Node, *facts: Fact, recorded: tuple[str, ...] = (), when: float = T) -> Interval:
    return ask(rule, Chart.of(facts, recorded), hour(when)).value


def known(number: float) -> Interval:
    return Interval.point(number)


MINUTE = 1 / 60


@pytest.mark.parametrize(
    ("window", "time", "counts"),
    [
        (Window(hours(6)), 24, True),
        (Window(hours(6)), 24 + MINUTE, False),
        (Window(hours(6)), 18 + MINUTE, True),
        (Window(hours(6)), 18, False),
        (Window(hours(6), hours(2)), 22, True),
        (Window(hours(6), hours(2)), 22 + MINUTE, False),
        (Window(hours(6), hours(2)), 18 + MINUTE, True),
        (Window(hours(6), hours(2)), 18, False),
    ],
)
def test_a_window_leaves_out_its_far_end_and_holds_its_near_end(window: Window, time: float, counts: bool) -> None:
    assert value(latest(LAB, window), at(time, 3)) == (known(3) if counts else ALL_LAB)


RECORDS = (at(20, 3), at(21, 7), at(22, 5))


@pytest.mark.parametrize(
    ("pick", "expected"),
    [(Pick.LATEST, known(5)), (Pick.HIGHEST, known(7)), (Pick.LOWEST, known(3)), (Pick.COUNT, known(3))],
)
def test_each_pick_takes_its_record(pick: Pick, expected: Interval) -> None:
    assert value(Over(LAB, Window(hours(24)), pick), *RECORDS) == expected


@pytest.mark.parametrize(
    ("pick", "expected"),
    [(Pick.LATEST, ALL_LAB), (Pick.HIGHEST, ALL_LAB), (Pick.LOWEST, ALL_LAB), (Pick.COUNT, known(0))],
)
def test_nothing_recorded_is_anything_but_a_count_of_none(pick: Pick, expected: Interval) -> None:
    assert value(Over(LAB, Window(hours(24)), pick)) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((at(20, 3), at(20, 7)), Interval(3, 7)),
        ((at(20, 3), at(20, 3)), known(3)),
        ((at(20, 3), at(20, 7), at(21, 5)), known(5)),
        ((at(19, 9), at(20, 3), at(20, 7)), Interval(3, 7)),
        ((at(20, 3), at(18, 7, until=21)), Interval(3, 7)),  # either could be the later
        ((at(20, 3), at(18, 7, until=20)), Interval(3, 7)),  # may be just as late
        ((at(20, 3), at(18, 7, until=19)), known(3)),
        ((at(20, 3), at(20.5, 7, until=22)), known(7)),
        ((at(20, 3), at(22, 7, until=26, known=24)), Interval(3, 7)),  # perhaps not in the window
    ],
)
def test_latest_is_every_record_that_none_is_surely_later_than(facts: tuple[Fact, ...], expected: Interval) -> None:
    assert value(latest(LAB, hours(24)), *facts) == expected


@pytest.mark.parametrize(
    ("other", "reason"),
    [(at(20, 7), Because.CONTRADICTED), (at(18, 7, until=21), Because.UNCERTAIN_TIME)],
)
def test_known_records_that_leave_a_range_say_whether_they_are_tied_or_of_a_vague_time(
    other: Fact, reason: Because
) -> None:
    asked = ask(latest(LAB, hours(24)), Chart.of([at(20, 3), other]), hour(T))
    assert asked.unknown == (Unknown("lab", reason),)


@pytest.mark.parametrize(
    ("pick", "fuzzy", "expected"),
    [
        (Pick.HIGHEST, at(19, 8, until=20), known(8)),  # all of it in the window
        (Pick.HIGHEST, at(17, 8, until=19), Interval(5, 8)),  # begins before the window
        (Pick.HIGHEST, at(17, 2, until=19), known(5)),  # could not be the highest anyway
        (Pick.LOWEST, at(17, 2, until=19), Interval(2, 5)),
        (Pick.LOWEST, at(17, 8, until=19), known(5)),
        (Pick.HIGHEST, at(16, 8, until=18), known(5)),  # over when the window begins
        (Pick.HIGHEST, at(18, 8, until=19), Interval(5, 8)),  # the far end itself is outside
        (Pick.COUNT, at(17, 8, until=19), Interval(1, 2)),
    ],
)
def test_a_time_that_is_not_exact(pick: Pick, fuzzy: Fact, expected: Interval) -> None:
    assert value(Over(LAB, Window(hours(6)), pick), at(22, 5), fuzzy) == expected


def test_a_record_that_only_may_be_in_the_window_leaves_everything_open() -> None:
    asked = ask(latest(LAB, hours(6)), Chart.of([at(17, 8, until=19)]), hour(T))
    assert asked.value == ALL_LAB
    assert asked.unknown == (Unknown("lab", Because.NOT_MEASURED), Unknown("lab", Because.UNCERTAIN_TIME))


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        (latest(LAB, hours(24)), (at(20, 3), pending(22)), ALL_LAB),
        (latest(LAB, hours(24)), (at(23, 3), pending(22)), known(3)),
        (highest(LAB, hours(24)), (at(20, 3), pending(22)), Interval(3, 10)),
        (lowest(LAB, hours(24)), (at(20, 3), pending(22)), Interval(0, 3)),
        (count(LAB, hours(24)), (at(20, 3), pending(22)), known(2)),
        (highest(LAB, hours(24)), (at(20, 3), limited(22, 5, 10)), Interval(5, 10)),
        (lowest(LAB, hours(24)), (at(20, 3), limited(22, 5, 10)), known(3)),
        (highest(LAB, hours(24)) >= quantity("5 1"), (limited(22, 5, 10),), MET),
        (highest(LAB, hours(24)) > quantity("5 1"), (limited(22, 5, 10),), CANNOT_TELL),
        (lowest(LAB, hours(24)) < quantity("5 1"), (limited(22, 5, 10),), NOT_MET),
    ],
)
def test_pending_and_limited_results(rule: Node, facts: tuple[Fact, ...], expected: Interval) -> None:
    assert value(rule, *facts) == expected


def test_a_record_counts_from_when_it_was_available() -> None:
    late = at(20, 3, known=22)
    assert [value(latest(LAB, hours(24)), late, when=when) for when in (21, 21.99, 22)] == [
        ALL_LAB,
        ALL_LAB,
        known(3),
    ]


def test_what_is_known_later_can_be_asked_about_an_earlier_moment() -> None:
    chart = Chart.of([at(20, 3, known=22)])
    assert ask(latest(LAB, hours(24)), chart, hour(20), known=hour(22)).value == known(3)


@pytest.mark.parametrize(
    ("start", "end", "window", "counts"),
    [
        (10, 24, NOW, False),  # over at T: what is in force ends before its end
        (10, 24 + MINUTE, NOW, True),
        (24, 30, NOW, True),
        (24 + MINUTE, 30, NOW, False),
        (10, 18, Window(hours(6)), False),
        (10, 18 + MINUTE, Window(hours(6)), True),
        (24, 30, Window(hours(6)), True),
        (10, 30, Window(hours(6), hours(6)), True),
    ],
)
def test_what_lasts_counts_when_in_force_at_any_moment(start: float, end: float, window: Window, counts: bool) -> None:
    facts = [runs(start, end, 0.5)]
    assert value(highest(DRUG, window), *facts, recorded=("drug",)) == known(0.5 if counts else 0)
    assert value(highest(DRUG, window), *facts) == (known(0.5) if counts else DRUG.bounds)


def test_no_record_of_what_is_always_recorded_means_none() -> None:
    assert value(in_force(TUBE)) == CANNOT_TELL
    assert value(in_force(TUBE), recorded=("tube",)) == NOT_MET
    assert value(in_force(TUBE), runs(20, 30, 1, "tube"), recorded=("tube",)) == MET


def test_the_lowest_of_what_lasts_is_none_only_without_a_record() -> None:
    """Whether every record says yes: the records that there are, not the gaps between them."""
    rule = lowest(TUBE, hours(6))
    assert value(rule, runs(10, 30, 1, "tube"), recorded=("tube",)) == MET
    assert value(rule, recorded=("tube",)) == NOT_MET
    low_rate = lowest(DRUG, hours(6))
    assert value(low_rate, runs(19, 21, 0.5), runs(21, 30, 0.2), recorded=("drug",)) == known(0.2)


@pytest.mark.parametrize(
    ("when", "expected"),
    [(10.5, 0), (11, 0.2), (12, 0.2), (13.99, 0.2), (14, 0)],
)
def test_a_rate_counts_once_its_course_has_lasted(when: float, expected: float) -> None:
    course = (10, 14)
    facts = (runs(10, 10.5, 0.9, course=course), runs(10.5, 14, 0.2, course=course))
    rule = highest(DRUG, NOW, sustained=hours(1))
    assert value(rule, *facts, recorded=("drug",), when=when) == known(expected)


@pytest.mark.parametrize(("when", "expected"), [(10.9, 0), (11, 0.9), (14, 0.9), (16.4, 0.9), (16.5, 0.2), (20, 0)])
def test_once_a_course_has_lasted_every_rate_of_it_counts(when: float, expected: float) -> None:
    course = (10, 14)
    facts = (runs(10, 10.5, 0.9, course=course), runs(10.5, 14, 0.2, course=course))
    rule = highest(DRUG, hours(6), sustained=hours(1))
    assert value(rule, *facts, recorded=("drug",), when=when) == known(expected)


def test_a_course_too_short_never_counts() -> None:
    rule = highest(DRUG, hours(6), sustained=hours(1))
    assert value(rule, runs(20, 20.9, 0.5), recorded=("drug",)) == known(0)
    assert value(rule, runs(20, 21 - MINUTE, 0.5), recorded=("drug",)) == known(0)
    assert value(rule, runs(20, 21, 0.5), recorded=("drug",)) == known(0.5)  # an hour is at least an hour


RATIO = own(LAB) / latest(OTHER, hours(4))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((at(20, 8), at(19, 2, "other")), known(4)),
        ((at(20, 8), at(19, 2, "other"), at(21, 4, "other")), known(4)),  # in force when it was drawn
        ((at(20, 8), at(15, 2, "other")), Interval(1.6, 8)),  # too old, so any other
        ((at(20, 8), at(19, 2, "other"), at(22, 3)), Interval(4, 4)),
        ((at(20, 8), at(19, 2, "other"), at(23.5, 9)), Interval(4, 9)),
        ((at(19, 2, "other"),), Interval(0, 10)),
    ],
)
def test_each_is_asked_at_the_time_of_its_record(facts: tuple[Fact, ...], expected: Interval) -> None:
    assert value(highest(LAB, hours(24), each=RATIO), *facts) == expected


def test_each_knows_what_is_known_now() -> None:
    late = at(19, 2, "other", known=23)
    assert value(highest(LAB, hours(24), each=RATIO), at(20, 8), late, when=22) == Interval(1.6, 8)
    assert value(highest(LAB, hours(24), each=RATIO), at(20, 8), late, when=23) == known(4)


def test_looks_about_a_record_of_inexact_time_may_find_anything() -> None:
    facts = (at(18, 8, until=20), at(17, 4, "other"), at(19, 2, "other"))
    low_and_high = value(highest(LAB, hours(24), each=RATIO), *facts)
    assert low_and_high.low <= 2 and low_and_high.high >= 4


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        (highest(LAB, hours(24), where=own(LAB) < quantity("5 1")), (at(20, 3), at(21, 7)), known(3)),
        (highest(LAB, hours(24), where=own(LAB) < quantity("5 1")), (at(21, 7),), ALL_LAB),
        (count(LAB, hours(24), where=own(LAB) < quantity("5 1")), (at(20, 3), at(21, 7)), known(1)),
        (count(LAB, hours(24), where=own(LAB) < quantity("5 1")), (at(20, 3), pending(21)), Interval(1, 2)),
        (count(LAB, hours(24), where=latest(SIGN, hours(2))), (at(20, 3), at(19, 1, "sign")), known(1)),
        (count(LAB, hours(24), where=latest(SIGN, hours(2))), (at(20, 3), at(19, 0, "sign")), known(0)),
        (count(LAB, hours(24), where=latest(SIGN, hours(2))), (at(20, 3), at(17, 1, "sign")), Interval(0, 1)),
        (highest(LAB, hours(24), where=latest(SIGN, hours(2))),
         (at(20, 3), at(19, 1, "sign"), at(12, 7)), Interval(3, 7)),
    ],
)  # fmt: skip
def test_where_keeps_the_records_for_which_it_holds(rule: Node, facts: tuple[Fact, ...], expected: Interval) -> None:
    assert value(rule, *facts) == expected


@pytest.mark.parametrize(
    ("facts", "recorded", "expected"),
    [
        ((at(20, 100, "urine"), at(22, 50, "urine")), (), known(150)),
        ((at(20, 100, "urine"), at(22, -30, "urine")), (), known(70)),
        ((), (), Interval(float("-inf"), float("inf"))),
        ((), ("urine",), known(0)),
        ((at(20, 100, "urine"), at(17, 50, "urine", until=19)), (), Interval(100, 150)),
        ((at(20, 100, "urine"), at(17, -50, "urine", until=19)), (), Interval(50, 100)),
        ((at(17, 50, "urine", until=19),), ("urine",), Interval(0, 50)),
    ],
)
def test_totals(facts: tuple[Fact, ...], recorded: tuple[str, ...], expected: Interval) -> None:
    assert value(total(URINE, hours(6)), *facts, recorded=recorded) == expected


def test_a_total_does_not_depend_on_the_order_of_addition() -> None:
    tenths = measured("tenths", "mL", "0", "10", 1, kind=Kind.OUTPUT)
    facts = [at(20 + i / 10, amount, "tenths") for i, amount in enumerate([0.1, 0.2, 0.3, 0.7] * 5)]
    assert value(total(tenths, hours(24)), *facts) == value(total(tenths, hours(24)), *facts[::-1]) == known(6.5)


SCORE = bands(latest(LAB, hours(24)), 4, ("from 2 1", 1), ("above 5 1", 3))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((at(20, 1.9),), known(4)), ((at(20, 2),), known(1)), ((at(20, 5),), known(1)), ((at(20, 5.1),), known(3)),
        ((), Interval(1, 4)), ((limited(20, 3, 10),), Interval(1, 3)), ((limited(20, 0, 1),), known(4)),
    ],
)  # fmt: skip
def test_bands_give_least_and_greatest_points_of_what_is_touched(facts: tuple[Fact, ...], expected: Interval) -> None:
    assert value(SCORE, *facts) == expected


YES, NO, MAYBE = (at(20, 1, "sign"),), (at(20, 0, "sign"),), ()
SIGNED, ANSWERED = latest(SIGN, hours(24)), answer(ASKED)


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        (SIGNED & ANSWERED, NO, NOT_MET), (SIGNED & ANSWERED, YES, CANNOT_TELL),
        (SIGNED | ANSWERED, YES, MET), (SIGNED | ANSWERED, NO, CANNOT_TELL),
        (~SIGNED, YES, NOT_MET), (~SIGNED, MAYBE, CANNOT_TELL),
        (at_least(1, SIGNED, ANSWERED), YES, MET), (at_least(2, SIGNED, ANSWERED), NO, NOT_MET),
        (at_least(2, SIGNED, ANSWERED), YES, CANNOT_TELL),
        (SIGNED | ~SIGNED, MAYBE, CANNOT_TELL),  # an unknown used twice widens, and is never wrong
        (choose(SIGNED, points(1), points(3)), YES, known(1)),
        (choose(SIGNED, points(1), points(3)), NO, known(3)),
        (choose(SIGNED, points(1), points(3)), MAYBE, Interval(1, 3)),
    ],
)  # fmt: skip
def test_verdicts(rule: Node, facts: tuple[Fact, ...], expected: Interval) -> None:
    assert value(rule, *facts) == expected


@pytest.mark.parametrize(
    ("chart", "rule", "because"),
    [
        (Chart.of([]), latest(LAB, hours(1)), Because.NOT_MEASURED),
        (Chart.of([], supplied=["other"]), latest(LAB, hours(1)), Because.NOT_RECORDED_HERE),
        (Chart.of([], supplied=["lab"]), latest(LAB, hours(1)), Because.NOT_MEASURED),
        (Chart.of([], supplied=["lab"]), answer(ASKED), Because.NOT_ANSWERED),
        (Chart.of([pending(23.5)]), latest(LAB, hours(1)), Because.PENDING),
        (Chart.of([limited(23.5, 0, 3)]), latest(LAB, hours(1)), Because.CENSORED),
    ],
)
def test_every_unknown_has_its_reason(chart: Chart, rule: Over, because: Because) -> None:
    assert ask(rule, chart, hour(T)).unknown == (Unknown(rule.variable.name, because),)


def test_a_record_that_counts_only_if_something_else_is_so_is_not_missing_itself() -> None:
    rule = lowest(LAB, hours(4), where=in_force(TUBE))
    there = Chart.of([at(23, 4)])
    assert ask(rule, there, hour(T)).unknown == (Unknown("tube", Because.NOT_MEASURED),)
    assert {each.name for each in ask(rule, Chart.of([]), hour(T)).unknown} == {"lab", "tube"}
    assert ask(rule, Chart.of([at(23, 4)], ["tube"]), hour(T)).unknown == (Unknown("lab", Because.NOT_MEASURED),)


def test_given_answers_take_the_place_of_what_is_unknown_and_of_nothing_else() -> None:
    rule = latest(LAB, hours(6))
    for facts, expected in (([], 4), ([pending(23)], 4), ([at(23, 7)], 7), ([at(12, 7)], 4)):
        assert ask(rule, Chart.of(facts), hour(T), given={"lab": 4}).value == known(expected)
    assert ask(in_force(DRUG), Chart.of([]), hour(T), given={"drug": 0.5}).value == known(0.5)
    assert ask(in_force(DRUG), Chart.of([], ["drug"]), hour(T), given={"drug": 0.5}).value == known(0)


def test_a_named_part_is_found_in_the_answer() -> None:
    inner = named("inner", latest(LAB, hours(6)))
    asked = ask(named("outer", inner > quantity("2 1")), Chart.of([at(23, 7)]), hour(T))
    assert (asked.find("inner").value, asked.find("outer").value) == (known(7), MET)
    with pytest.raises(KeyError):
        asked.find("nobody")


def test_the_value_of_a_record_needs_a_record() -> None:
    with pytest.raises(RuleError, match=r"lab: `Own` outside `each` or `where`\. Use latest, highest or lowest\."):
        ask(own(LAB) > quantity("1 1"), Chart.of([]), hour(T))

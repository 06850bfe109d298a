"""The rows of what a design stands on, of the candidates, of their looks, and of their operating characteristics."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.design.binomial import ROUNDING
from bedside.design.hypotheses import Hypotheses
from bedside.design.plan import Plan
from bedside.design.worked import ONE, PARTICIPANTS, RATES, SUCCESSES, WORDS, Worked
from bedside.report.rows import Row, Value


def inputs(worked: Worked) -> Iterator[Row]:
    """What everything stands on, each with its source or its assumption."""
    for each in worked.stated.inputs:
        unit = PARTICIPANTS if each.name == "participants" else ONE
        warning = f"assumed ({each.assumption.name}): no public source states it" if each.assumption else ""
        yield worked.row("inputs", each.name, each.value, unit, each.origin.en, warning=warning)


def designs(worked: Worked) -> Iterator[Row]:
    """Each candidate in a few numbers; one that there is not is a row that says why."""
    for each in worked.candidates:
        if each.plan is None:
            yield worked.row(
                "designs", "participants", None, PARTICIPANTS, each.method, group=each.id, warning=str(each.why)
            )
            continue
        held, size, overruled = worked.held[each.id], each.plan.size, worked.overruled.get(each.id)
        statistics: list[tuple[str, Value, str]] = [
            ("participants", size, PARTICIPANTS),
            ("enrolled", worked.stated.enrolled(size), PARTICIPANTS),
            ("boundaries", boundaries(each.plan), WORDS),
            ("alpha", float(held.power[0]), ONE),
            *([] if overruled is None else [("alpha_overruled", overruled, ONE)]),
            ("power", float(held.power[1]), ONE),
            ("expected_p0", float(held.expected[0]), PARTICIPANTS),
            ("expected_p1", float(held.expected[1]), PARTICIPANTS),
            ("early_p0", float(held.early[0]), ONE),
        ]
        for statistic, value, unit in statistics:
            warning = _fault(statistic, value, worked.stated.asked)
            yield worked.row("designs", statistic, value, unit, each.method, group=each.id, warning=warning)


def boundaries(plan: Plan) -> str:
    """As they are published: `≥ 23/42`, of two stages `7/16 23/46`; of more, the last one and how many they are."""
    last = plan.looks[-1]
    if len(plan.looks) == 2 and plan.looks[0].success is None:
        return " ".join(f"{look.futile}/{look.size}" for look in plan.looks)
    return f"≥ {last.success}/{last.size}" + (f" ({len(plan.looks)})" if len(plan.looks) > 1 else "")


def _fault(statistic: str, value: Value, asked: Hypotheses) -> str:
    """What is wrong with an error of a design that is not as asked."""
    if not isinstance(value, float):
        return ""
    if statistic in ("alpha", "alpha_overruled") and value > asked.alpha + ROUNDING:
        return f"above the type I error of {asked.alpha:g} that was asked"
    if statistic == "power" and value < asked.power - ROUNDING:
        return f"below the power of {asked.power:g} that was asked"
    return ""


def looks(worked: Worked) -> Iterator[Row]:
    """The boundaries of each look of the designs that have several, and how often it stops at p0 and at p1."""
    for each in worked.candidates:
        if each.plan is None or len(each.plan.looks) == 1:
            continue
        held = worked.held[each.id]
        for number, look in enumerate(each.plan.looks):
            found: list[tuple[str, Value, str]] = [
                ("futile_at_most", look.futile, SUCCESSES),
                ("success_from", look.success, SUCCESSES),
            ]
            found += [
                (f"{way}_{rate}", float(stopped[number, column]), ONE)
                for column, rate in enumerate(("p0", "p1"))
                for way, stopped in (("futile", held.futile), ("success", held.success))
            ]
            for statistic, value, unit in found:
                warning = "this look does not stop that way" if value is None else ""
                yield worked.row(
                    "looks", statistic, value, unit, each.method, group=each.id, at=look.size, warning=warning
                )


def characteristics(worked: Worked) -> Iterator[Row]:
    """The probability of success, the expected size and the probability of stopping early, over the true rate."""
    methods = {each.id: each.method for each in worked.candidates}
    for name, held in worked.held.items():
        for column, rate in enumerate(RATES, start=2):
            for statistic, values, unit in (
                ("success", held.power, ONE), ("expected", held.expected, PARTICIPANTS), ("early", held.early, ONE),
            ):  # fmt: skip
                yield worked.row("characteristics", statistic, float(values[column]), unit, methods[name], group=name,
                                 at=f"{rate:.2f}")  # fmt: skip

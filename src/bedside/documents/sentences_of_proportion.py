"""What is said of a yes or no: who succeeded, the proportion with its bounds, the test, and how much it depends."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.analysis import later_deaths
from bedside.analysis.contradictions import CONTRADICTION
from bedside.analysis.finality import EARLY
from bedside.analysis.layouts import Column, Shown
from bedside.analysis.looked import LOOKS
from bedside.analysis.proportion import DECLARED, LEAST, MOST, SUCCESS
from bedside.analysis.warned import ASSUMED
from bedside.analysis.worked import due
from bedside.design.binomial import at_least, fewest
from bedside.design.characteristics import characteristics
from bedside.design.hypotheses import Hypotheses
from bedside.documents.found import Found, estimate
from bedside.documents.looks_in_force import overruled_of, said_percent
from bedside.rules.words import said_number
from bedside.statistics.stages import Said
from bedside.values.wording import Text


def of_proportion(found: Found) -> Iterator[str]:
    """The sentences, in the order in which a reader asks."""
    held = found.of(variable=SUCCESS)
    declared = held.of(group=DECLARED)
    counted = {name: declared.number(name) for name in ("participants", "dead")}
    yield found.say(
        "proportion_people", successes=declared.number("known_successes"), failures=declared.number("known_failures"),
        open=declared.number("undetermined"), **counted,
    )  # fmt: skip
    yield _estimated(found, held, declared)
    yield from _to_be_doubted(found)
    in_force = found.of(variable=LOOKS)
    if in_force.rows:
        yield from _after_looks(found, declared, in_force)
        yield from _overruled(found)
    else:
        yield from _tested(found, declared)
    yield from _closed_short(found, declared)
    yield from _unfinished(found, declared)
    yield from _died_later(found)


def _to_be_doubted(found: Found) -> Iterator[str]:
    """That data contradict a success, and that nobody analysed was treated."""
    worked, endpoint = found.worked, next(each for each in found.worked.endpoints(found.estimand) if each.verdict.truth)
    ready = [each for each in worked.members(found.estimand.set) if due(each, endpoint, worked.taken)]
    if ready and worked.promised.first_dose and not any(each.dosed for each in ready):
        yield found.say("proportion_untreated")
    if contradicted := found.of(variable=CONTRADICTION).rows:
        yield found.say("proportion_contradicted", count=said_number(str(len(contradicted)), found.language))


def _closed_short(found: Found, declared: Found) -> Iterator[str]:
    """That the trial closed before its planned number, and what the exact error rates of the number reached are."""
    worked, analysed, design = found.worked, declared.row("participants"), found.worked.design
    looks, closed = found.of(variable=LOOKS), found.worked.closed
    if closed is None or design is None or analysed is None or (looks.rows and _ended_early(looks)):
        return
    planned = worked.in_force.plan.size if worked.in_force is not None and looks.rows else design.participants
    early = _undecided(declared) in EARLY
    if planned is None or worked.reached >= planned or early or declared.row("decision") is None or not analysed.value:
        return
    places = {"reached": worked.reached, "planned": planned, "told": closed.told}
    if looks.rows:
        yield found.say("closed_looks_said", **places)
        return
    asked, size = design.asked, int(str(analysed.value))
    here, there = (_chances(each, asked) for each in (size, planned))
    yield found.say(
        "closed_said", size=declared.number("participants"), p0=found.percent(asked.p0), p1=found.percent(asked.p1),
        error=found.percent(here[0]), power=found.percent(here[1]), planned_error=found.percent(there[0]),
        planned_power=found.percent(there[1]), **places,
    )  # fmt: skip


def _died_later(found: Found) -> Iterator[str]:
    """How many of the successes died after the outcome's moment, by each later visit."""
    since = found.of(variable=later_deaths.VARIABLE)
    succeeded = since.row("succeeded")
    if succeeded is None or not succeeded.value:
        return
    told = []
    for day in since.each("time", "died_after"):
        at = since.of(time=day)
        key = "later_deaths_open" if (lost := at.row("not_followed")) and lost.value else "later_deaths_by"
        told.append(found.say(
            key, day=found.name(day, "time"), count=at.number("died_after"), open=at.number("not_followed")
        ))  # fmt: skip
    yield found.say("later_deaths_said", count=since.number("succeeded"), listed=", ".join(told))


def _chances(size: int, asked: Hypotheses) -> tuple[float, float]:
    """The chance of success of the exact test of so many, at the rate to be ruled out and at the one hoped for."""
    needed = int(fewest(size, asked.p0, asked.alpha))
    found = [float(at_least(needed, size, rate)) if needed <= size else 0.0 for rate in (asked.p0, asked.p1)]
    return found[0], found[1]


def _unfinished(found: Found, declared: Found) -> Iterator[str]:
    """That it is not the final analysis, where fewer are analysed than the design is of."""
    analysed, design = declared.row("participants"), found.worked.design
    planned = design.participants if design is not None else None
    looks, held = found.of(variable=LOOKS), found.worked.in_force
    if held is not None and looks.rows:
        planned = None if _ended_early(looks) else held.plan.size
    if planned is None or analysed is None or _undecided(declared) is None:
        return
    if found.worked.closed is not None:
        planned = min(planned, found.worked.reached)
    if isinstance(analysed.value, int) and analysed.value < planned:
        yield found.say("not_final", analysed=declared.number("participants"), planned=planned)


def _estimated(found: Found, held: Found, declared: Found) -> str:
    """The proportion as declared, and between what it lies where somebody's result is open."""
    told, undetermined = declared.told(estimate("estimate")), declared.row("undetermined")
    if undetermined is not None and undetermined.value == 0:
        return found.say("proportion_known", estimate=told)
    point = Column("estimate", Shown.PERCENT)
    least, most = (held.of(group=group).told(point) for group in (LEAST, MOST))
    return found.say("proportion_estimate", estimate=told, least=least, most=most)


def _tested(found: Found, declared: Found) -> Iterator[str]:
    """The exact test against the rate to be ruled out; where the protocol states none, that it does not."""
    design = found.worked.design
    decision = declared.row("decision")
    if design is None or decision is None:
        yield found.say("proportion_untested")
        return
    rate, why = found.percent(design.asked.p0), _undecided(declared)
    yield found.say(
        "proportion_test" if why is None else "proportion_test_early",
        needed=declared.number("needed"), participants=declared.number("participants"),
        rate=rate, alpha=found.percent(design.asked.alpha), successes=declared.number("successes"),
        p=declared.told(Column("p_value", Shown.P)), least=declared.told(Column("least_rate", Shown.PERCENT)),
    )  # fmt: skip
    if why is None:
        yield found.say(f"proportion_{decision.value}", rate=rate)
    else:
        yield found.say("proportion_undecided", why=why)
    if ASSUMED in decision.warnings:
        yield found.say("proportion_assumed")
    if why is None:
        yield from _over_rates(found)
        yield from _tipping(found, declared)


def _undecided(declared: Found) -> Text | None:
    """Why the test is no decision yet; None where it is one, or where there is no test."""
    decision = declared.row("decision")
    if decision is None:
        return None
    early = [each for each in decision.warnings if each in EARLY]
    return early[0] if early else decision.warnings[0] if decision.value is None else None


def _ended_early(looks: Found) -> bool:
    """Whether a look before the last one ended the trial."""
    return any(str(row.value) in (Said.SUCCESS, Said.FUTILE) for row in looks.rows if row.statistic == "look_said")


def _after_looks(found: Found, declared: Found, looks: Found) -> Iterator[str]:
    """What each look said, and what the one that ended the trial shows."""
    held = [size for size in looks.each("group", "look_said") if _value(looks.of(group=size), "look_said") is not None]
    for size in held:
        at = looks.of(group=size)
        said = at.told(Column("look_said", Shown.WORD))
        yield found.say("look_told", size=size, successes=at.number("look_successes"), said=said)
    decision, design = declared.row("decision"), found.worked.design
    if decision is None or design is None:
        return
    if decision.value is None:
        why = decision.warnings[0]
        final = found.worked.closed is not None and why not in EARLY
        yield found.say("proportion_closed_undecided" if final else "proportion_undecided", why=why)
        return
    rate, ended = found.percent(design.asked.p0), looks.of(group=held[-1])
    short = found.worked.closed is not None and not _ended_early(looks)
    yield found.say(
        "proportion_staged_closed" if short else "proportion_staged",
        rate=rate, size=held[-1], needed=declared.number("needed"),
        successes=ended.number("look_successes"), p=declared.told(Column("p_value", Shown.P)),
    )  # fmt: skip
    yield found.say(f"proportion_{decision.value}", rate=rate)
    yield found.say(
        "proportion_staged_estimate", successes=declared.number("successes"),
        participants=declared.number("participants"),
    )  # fmt: skip
    if ASSUMED in decision.warnings:
        yield found.say("proportion_assumed")


def _overruled(found: Found) -> Iterator[str]:
    """The exact type I error of the looks in force, with stops for futility heeded and overruled."""
    held = found.worked.in_force
    overruled = overruled_of(held) if held else None
    if held is None or overruled is None:
        return
    exact = float(characteristics(held.plan, [held.asked.p0]).power[0])
    yield found.say(
        "proportion_overruled", exact=said_percent(exact, found.language),
        overruled=said_percent(overruled, found.language),
    )  # fmt: skip


def _value(found: Found, statistic: str) -> object:
    row = found.row(statistic)
    return row.value if row else None


def _over_rates(found: Found) -> Iterator[str]:
    """Up to which rate of the table the decision is success."""
    decided = [row for row in found.of(variable="null_rates").rows if row.statistic == "decision"]
    won = [row.group for row in decided if row.value == "success"]
    lost = [row.group for row in decided if row.value == "no_success"]
    rates = {key: found.percent(float(pick)) for key, pick in (("won", max(won, default="0")),
                                                             ("lost", min(lost, default="0")))}  # fmt: skip
    if won and lost:
        yield found.say("rates_some", **rates)
    elif won:
        yield found.say("rates_all", **rates)
    elif lost:
        yield found.say("rates_none", **rates)


def _tipping(found: Found, declared: Found) -> Iterator[str]:
    """How many of the undetermined would have to succeed for the trial to succeed."""
    tips = found.of(variable="tipping")
    row = tips.row("tips_at")
    if row is None:
        return
    if row.value == 0:
        yield found.say("tips_already")
    elif row.value is None:
        undetermined = declared.row("undetermined")
        if undetermined is not None and undetermined.value != 0:
            yield found.say("tips_never")
    else:
        yield found.say("tips_at_said", count=tips.number("tips_at"), open=declared.number("undetermined"))

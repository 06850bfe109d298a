"""What is said of the analyses that stand beside the main one: what was asked, the result, and what it does not say.

They are supplementary (ICH E9(R1) A.5.3): no sentence here draws a conclusion on the trial, and the last one says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from bedside.analysis.courses import LEFT, RECORDED
from bedside.analysis.layouts import Column, Shown, quartiles
from bedside.documents.found import Found, estimate
from bedside.documents.sentences import begun
from bedside.rules.words import said_unit, semicolon

CHANGES = ("model_change", "model_ratio")
"""What a mixed model tells against baseline: a difference, or a ratio where logarithms were modelled."""


def beside(found: Found) -> tuple[str, ...]:
    """The sentences on an outcome's supplementary analyses, and how to read them; none where it has none."""
    told = (
        *_delta(found.of(variable="delta")), *_course(found), *_over_time(found.of(variable="over_time")),
        *_wins(found.of(variable="wins")),
    )  # fmt: skip
    return (*told, found.say("beside_reads")) if told else ()


def _delta(found: Found) -> Iterator[str]:
    """The result with unknown falls imputed as they are, and from which delta on the decision would be another."""
    deltas = found.each("group", "share")
    if not deltas:
        return
    least = found.of(group=min(deltas, key=float))
    yield found.say(
        "delta_said", imputed=least.number("imputed"), share=least.told(estimate("share")),
        delta=found.name(min(deltas, key=float), "time"), tips=found.number("tips_at_delta"),
        most=found.name(max(deltas, key=float), "time"),
    )  # fmt: skip


def _wins(found: Found) -> Iterator[str]:
    """Pairs won, lost and tied, what they come to, and which component decided how many."""
    every = found.of(group="all")
    if every.row("pairs") is None:
        return
    counted = {key: every.number(key) for key in ("pairs", "won", "lost", "tied")}
    yield found.say(
        "wins_said", ratio=every.told(estimate("win_ratio", Shown.NUMBER)), net=every.told(estimate("net_benefit")),
        odds=every.told(estimate("win_odds", Shown.NUMBER)), p=every.told(Column("two_sided_p", Shown.P)), **counted,
    )  # fmt: skip
    parts = [found.of(group=each) for each in found.each("group", "won") if each != "all"]
    told = (
        found.say("wins_part", name=part.name(part.rows[0].group), won=part.number("won"), lost=part.number("lost"))
        for part in parts
    )
    yield found.say("wins_parts_said", listed=semicolon(found.language).join(told))


def _course(found: Found) -> Iterator[str]:
    """Each number of the daily course, by each derivation."""
    for name in ("failure_free_days", "score_area", "score_mean"):
        for group in found.of(variable=name).each("group", "participants"):
            part = found.of(variable=name, group=group)
            counted = {key: part.number(key) for key in ("participants", "dead", "fully_known")}
            how = found.say({RECORDED: "course_recorded", LEFT: "course_left"}[group])
            yield found.say(
                "course_said", name=begun(found.name(name)), how=how, median=part.told(quartiles()), **counted
            )


def _over_time(found: Found) -> Iterator[str]:
    """Each measurement's change since baseline at the last day at which the model tells one."""
    for group in found.each("group", "in_model"):
        part = found.of(group=group)
        statistic = next((each for each in CHANGES if part.each("time", each)), "")
        if not statistic:
            continue
        day = max(part.each("time", statistic), key=float)
        at = part.of(time=day)
        told = found.say(
            f"{statistic}_said", name=begun(found.name(group, "group")), participants=part.number("in_model"),
            day=found.name(day, "time"), values=at.number("at_visit"),
            change=at.told(estimate(statistic, Shown.NUMBER)), unit=_unit(part, statistic),
        )  # fmt: skip
        row = at.row(statistic)
        warned = row.warnings if row is not None and row.value is not None else ()
        yield " ".join((told, *(f"{begun(each.say(found.language))}." for each in warned)))


def _unit(found: Found, statistic: str) -> str:
    row = found.row(statistic)
    return said_unit(row.unit, found.language) if row else ""

"""What is said of an outcome, by rule from its rows: every number in a sentence is that of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from bedside.analysis.adverse import ADVERSE, ALL, BETWEEN, SERIOUS
from bedside.analysis.layouts import Column, Shown, quartiles
from bedside.analysis.listed_events import OUTSIDE
from bedside.analysis.rates_from_dose import FROM_DOSE, GROUP, SERIOUS_FROM_DOSE
from bedside.documents.found import Found, estimate
from bedside.documents.sentences_of_proportion import of_proportion
from bedside.protocol.estimands import Method
from bedside.records.dictionary import variable
from bedside.rules.words import semicolon

MEASURED, COUNTED, LEVELLED = "measured", "any_at_least", "at_level"
"""The statistics by which a part that was measured, counted, or told by its worst is known."""
OF_WHOM = ("participants", "measured", "within_limits", "dead", "not_measured")
"""Who has a value, and who has none and why."""


def sentences(found: Found) -> tuple[str, ...]:
    """The sentences on the main analysis of an outcome."""
    return tuple(BY_METHOD[found.estimand.method](found))


def of_values(found: Found) -> Iterator[str]:
    """Each measurement: of whom it is, its median and quartiles, its change where there is a baseline."""
    none = in_nobody(found)
    for name in found.each("variable", MEASURED):
        if name in none:
            continue
        part = found.of(variable=name)
        counted = {
            key: part.number(key) for key in ("participants", "measured", "within_limits", "dead", "not_measured")
        }
        told = found.say("values_said", name=begun(found.name(name)), median=part.told(quartiles()), **counted)
        if part.row("with_baseline") is not None:
            change = part.told(quartiles("change"))
            told += " " + found.say("values_change", change=change, count=part.number("with_baseline"))
        yield told
    if none:
        yield found.say("measured_nobody", count=len(none), listed=listed_names(found, none))


def in_nobody(found: Found) -> tuple[str, ...]:
    """The measurements that nobody has, where there are several: one line tells of them all."""
    parts = {name: found.of(variable=name) for name in found.each("variable", MEASURED)}
    none = [name for name, part in parts.items() if all(_none(part, each) for each in (MEASURED, "within_limits"))]
    return tuple(none) if len(none) > 1 else ()


def _none(part: Found, statistic: str) -> bool:
    row = part.row(statistic)
    return row is None or row.value == 0


def listed_names(found: Found, names: Sequence[str]) -> str:
    """What they are called, one after the other."""
    return ", ".join(found.name(each) for each in names)


def of_counts(found: Found) -> Iterator[str]:
    """Each count: participants with any, events, the rate, and the cumulative incidence of the first."""
    for name in found.each("variable", COUNTED):
        part = found.of(variable=name)
        counted = {key: part.number(key) for key in ("participants", "any_at_least", "events", "confirmed")}
        yield found.say("counts_said", name=begun(found.name(name)), share=part.told(estimate("share")), **counted)
    yield from _levels(found)
    rated = found.of(group="rate")
    if rated.row("rate") is not None:
        exposure = found.estimand.exposure
        during = variable(exposure.during).say(found.language) if exposure and exposure.during else ""
        yield _with_warnings(
            rated, "rate_during_said" if during else "rate_said", during=during,
            rate=rated.told(estimate("rate", Shown.NUMBER)), per=exposure.per if exposure else "",
            events=rated.number("events_in_time"), days=rated.told(estimate("days", Shown.NUMBER)),
        )  # fmt: skip
    yield from _from_dose(found.of(group=GROUP))
    yield from _adverse(found.of(group=ALL))
    yield from _incidence(found.of(variable="listed"))


def _with_warnings(rated: Found, key: str, **places: object) -> str:
    """A sentence on a rate, and what its reader has to know."""
    row = rated.row("rate")
    warned = row.warnings if row is not None and row.value is not None else ()
    return " ".join((rated.say(key, **places), *(f"{begun(each.say(rated.language))}." for each in warned)))


def _from_dose(found: Found) -> Iterator[str]:
    """The rates from the first dose on, of all adverse events and of serious ones."""
    exposure = found.estimand.exposure
    for name in (FROM_DOSE, SERIOUS_FROM_DOSE):
        rated = found.of(variable=name)
        if exposure is not None and rated.row("rate") is not None:
            yield _with_warnings(
                rated, "rate_dose_said", name=begun(found.name(name)), events=rated.number("events_in_time"),
                days=rated.told(Column("days", Shown.NUMBER)), rate=rated.told(estimate("rate", Shown.NUMBER)),
                per=exposure.per,
            )  # fmt: skip


def _adverse(found: Found) -> Iterator[str]:
    """Adverse events in the safety set: who had any, who a serious one, and how many events are coded."""
    held = found.of(variable=ADVERSE)
    if held.row("ae_members") is None:
        return
    yield found.say(
        "adverse_said", set=found.name(held.rows[0].set, "set"), share=held.told(Column("ae_share", Shown.PERCENT)),
        members=held.number("ae_members"), participants=held.number("ae_participants"),
        events=held.number("ae_events"), coded=held.number("ae_coded"),
    )  # fmt: skip
    if (serious := found.of(variable=f"{ADVERSE}{BETWEEN}{SERIOUS}")).row("ae_events") is not None:
        yield found.say(
            "adverse_serious_said", share=serious.told(Column("ae_share", Shown.PERCENT)),
            participants=serious.number("ae_participants"), events=serious.number("ae_events"),
        )  # fmt: skip
    if (left := found.of(variable=OUTSIDE)).row("outside_events") is not None:
        yield found.say(
            "outside_said", events=left.number("outside_events"), serious=left.number("outside_serious")
        )  # fmt: skip


def _levels(found: Found) -> Iterator[str]:
    """The worst of each participant's events: how many have which."""
    for name in found.each("variable", LEVELLED):
        part = found.of(variable=name)
        told = (
            found.say(
                "level_said", level=found.name(level, "group"), count=part.of(group=level).number(LEVELLED),
                share=part.of(group=level).told(Column("level_share", Shown.PERCENT)),
            )
            for level in part.each("group", "level_share")
        )  # fmt: skip
        listed = semicolon(found.language).join(told) or part.number(LEVELLED)
        whom = part.number("participants")
        yield found.say("levels_said", name=begun(found.name(name)), participants=whom, listed=listed)


def of_competing(found: Found) -> Iterator[str]:
    """Each time to an ending: how many ended, the median time, and the incidence of each cause at the last day."""
    for name in found.each("variable", "ended"):
        part = found.of(variable=name)
        either = part.of(group="any")
        yield found.say(
            "competing_said", participants=either.number("participants"), ended=either.number("ended"),
            censored=either.number("censored"), median=either.told(estimate("median", Shown.NUMBER)),
        )  # fmt: skip
        yield from _incidence(part)


def _incidence(found: Found) -> Iterator[str]:
    """The incidence of each cause at the last day that it is read at."""
    if told := incidence_listed(found):
        yield told


def incidence_listed(found: Found) -> str:
    """The same as one sentence; empty where nothing is read."""
    days = found.each("time", "incidence")
    if not days:
        return ""
    last = max(days, key=float)
    told = (
        f"{found.name(cause)} {found.of(group=cause, time=last).told(estimate('incidence'))}"
        for cause in found.of(time=last).each("group", "incidence")
    )
    return found.say("incidence_said", day=found.name(last, "time"), listed=semicolon(found.language).join(told))


def of_survival(found: Found) -> Iterator[str]:
    """Deaths, the probability of being alive at the last day, the restricted mean and the follow-up."""
    days = found.each("time", "survival")
    last = max(days, key=float)
    yield found.say(
        "survival_said", day=found.name(last, "time"), alive=found.of(time=last).told(estimate("survival")),
        mean=found.told(estimate("restricted_mean", Shown.NUMBER)),
        follow_up=found.told(estimate("follow_up", Shown.NUMBER)), at_risk=found.of(time=last).number("at_risk"),
        **{key: found.number(key) for key in ("participants", "deaths", "censored")},
    )  # fmt: skip


def begun(name: str) -> str:
    """A name as a sentence begins."""
    return name[:1].upper() + name[1:]


BY_METHOD: Mapping[Method, Callable[[Found], Iterator[str]]] = {
    Method.PROPORTION: of_proportion,
    Method.VALUES: of_values,
    Method.COUNTS: of_counts,
    Method.COMPETING: of_competing,
    Method.SURVIVAL: of_survival,
}

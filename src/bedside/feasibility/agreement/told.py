"""Rows of a comparison turned into sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor, log10

from bedside.design.tables import NONE, Table
from bedside.engines.stages import AsOf
from bedside.feasibility.agreement.asked import Version
from bedside.feasibility.agreement.found import TOTAL, Found
from bedside.feasibility.agreement.rows import ALL, SIDES, SORTS
from bedside.feasibility.agreement.words import word
from bedside.report.rows import Row
from bedside.rules.words import said_number
from bedside.values.interval import tidy

AGREEMENT = ("known_both", "same", "same_share", "kappa", "kappa_quadratic", "difference", "limits")
CHANGES = ("changed", "changed_stays", "changed_known", "mean_change", "changed_sides", "changed_sides_stays")
WAYS = ("switched_from_a", "taken_back_from_b")


class Told:
    """What was found, said in one language."""

    def __init__(self, rows: Sequence[Row], found: Found, language: str) -> None:
        self.found, self.language = found, language
        self.held = {(row.analysis, row.group, row.at if row.analysis == "options" else "", row.statistic): row
                     for row in rows if row.analysis != "cross"}  # fmt: skip

    def say(self, key: str, **places: object) -> str:
        """A word or sentence."""
        return word(key, **places).say(self.language)

    def cell(self, analysis: str, group: str, statistic: str, at: str = "") -> str:
        """A value as it is read, a dash where there is none."""
        row = self.held[analysis, group, at, statistic]
        if row.value is None or isinstance(row.value, str):
            return NONE if row.value is None else row.value
        if isinstance(row.value, int):
            return said_number(str(row.value), self.language)
        if row.unit == "%":
            sign = "\u00a0%" if self.language == "fr" else "%"
            return f"{said_number(_share(row.value), self.language)}{sign}"
        return said_number(f"{row.value:.3f}" if row.unit == "1" else _points(row.value), self.language)

    def estimate(self, group: str, statistic: str, form: str = "beside_interval") -> str:
        """An estimate of agreement, with its interval where it has one."""
        value, low, high = (self.cell("agreement", group, f"{statistic}{end}") for end in ("", "_low", "_high"))
        return value if NONE in (low, high) else self.say(form, value=value, low=low, high=high)

    def limits(self, group: str) -> str:
        """The limits of agreement."""
        low, high = (self.cell("agreement", group, name) for name in ("limit_low", "limit_high"))
        return NONE if NONE in (low, high) else self.say("from_to", low=low, high=high)

    @property
    def at(self) -> str:
        """The threshold."""
        return said_number(tidy(self.found.asked.threshold), self.language)

    @property
    def title(self) -> str:
        return self.say("title", a=self.found.asked.first.name, b=self.found.asked.second.name)


def _share(value: float) -> str:
    """A percentage to one decimal; what is neither none nor all is not rounded to it."""
    return f"{value:.1f}" if value in (0, 100) else f"{min(max(value, 0.1), 99.9):.1f}"


def _points(value: float) -> str:
    """Two decimals, or two digits of a small number."""
    size = abs(value)
    if size < 1e-9:
        return "0"
    return f"{value:.2f}" if size >= 0.1 else f"{value:.{1 - floor(log10(size))}f}"


def sentences(told: Told) -> Iterator[str]:
    """What was found."""
    asked = told.found.asked
    places = ("hours", "stays", "known_a", "known_b", "known_both", "stays_known_both")
    counts = {name: told.cell("known", TOTAL, name) for name in places}
    yield told.say("known", a=asked.first.name, b=asked.second.name, **counts)
    if told.found.known[TOTAL].both:
        same = {name: told.cell("agreement", TOTAL, name) for name in ("same", "same_share")}
        kappas = {name: told.estimate(TOTAL, name, "with_interval") for name in ("kappa", "kappa_quadratic")}
        yield told.say("same_total", **same, **kappas)
        yield told.say("apart", difference=told.cell("agreement", TOTAL, "difference"), limits=told.limits(TOTAL))
    else:
        yield told.say("never")
    hours = {name: told.cell("sides", "hours", name) for name in SORTS}
    turned = told.cell("sides", "stays", "with_changed_hour")
    yield told.say("beside_hours", at=told.at, from_where=asked.threshold_of, changed_stays=turned, **hours)
    yield told.say("beside_stays", **{name: told.cell("sides", "stays", name) for name in SORTS})
    yield from _most(told)


def _most(told: Told) -> Iterator[str]:
    """The option that changes most totals when it alone is switched; of equals the first."""
    alone = [(held.hours, step.option) for step, held in told.found.steps if step.of == "a" and held is not None]
    if not alone:
        return
    option = max(alone, key=lambda each: each[0])[1]
    options = {step.option for step, _ in told.found.steps}
    first, second = _values(told, option)
    changed = told.cell("options", option, "changed", WAYS[0])
    yield told.say("only" if len(options) == 1 else "most", number=len(options), option=option, first=first,
                   second=second, changed=changed)  # fmt: skip


def warned(told: Told) -> Iterator[str]:
    """What to know first."""
    asked = told.found.asked
    yield told.say("not_real" if asked.not_real else "unmasked")
    yield told.say("as_available" if asked.as_of is AsOf.AVAILABLE else "as_measured")
    if any(held.both for held in told.found.known.values()):
        yield told.say("known_only")
        yield told.say("not_independent")
    if asked.apart:
        yield told.say("in_one_only", names=", ".join(rule.say(told.language) for rule in asked.apart))
    if not asked.same_score:
        yield told.say("two_scores")


def tables_of(told: Told) -> tuple[Table, ...]:
    """Agreement, sides, and what each option changes."""
    made = (
        _agreement(told),
        *(_sides(told, group) for group in ("hours", "stays")),
        *(_steps(told, at) for at in WAYS),
    )
    return tuple(table for table in made if table.body)


def _agreement(told: Told) -> Table:
    body = []
    for part in told.found.pairs:
        named = {rule.name: rule.say(told.language) for rule in told.found.asked.components}
        body.append((
            named.get(part, told.say("total")), told.cell("known", part, "known_both"),
            *(told.cell("agreement", part, name) for name in ("same", "same_share")),
            told.estimate(part, "kappa"), told.estimate(part, "kappa_quadratic"),
            told.cell("agreement", part, "difference"), told.limits(part),
        ))  # fmt: skip
    return _table(told, "agreement", ("part", *AGREEMENT), body, "agreement_note")


def _sides(told: Told, group: str) -> Table:
    named = {side: told.say(f"side_{side}", at=told.at) for side in SIDES.values()}
    body = tuple(
        (named[one], *(told.cell("sides", group, f"{one}_{other}") for other in SIDES.values()))
        for one in SIDES.values()
    )
    head = (told.say("side"), *(told.say("in_b", side=named[other]) for other in SIDES.values()))
    return Table(group, told.say(group), "", head, body)


def _steps(told: Told, way: str) -> Table:
    body = []
    options = list(dict.fromkeys(step.option for step, _ in told.found.steps))
    for option in options if len(options) > 1 or way == WAYS[0] else ():  # one alone is the same both ways
        values = _values(told, option)
        change = " → ".join(values if way == WAYS[0] else reversed(values))
        body.append((f"{option}: {change}", *(told.cell("options", option, name, way) for name in CHANGES)))
    if len(body) > 1 and way == WAYS[0]:
        body.append((told.say("all_options"), *(told.cell("options", ALL, name, way) for name in CHANGES)))
    return _table(told, way, ("option", *CHANGES), body, "options_note" if len(body) > 1 else "")


def inputs(told: Told) -> Table:
    """Every option of both."""
    asked = told.found.asked
    names = dict.fromkeys((*asked.first.described, *asked.second.described))
    body = [(name, *_values(told, name)) for name in names]
    return _table(told, "inputs", ("option", "value_a", "value_b"), body)


def _values(told: Told, option: str) -> tuple[str, str]:
    def of(version: Version) -> str:
        return version.described.get(option, NONE)

    return of(told.found.asked.first), of(told.found.asked.second)


def _table(told: Told, name: str, heads: Sequence[str], body: Sequence[tuple[str, ...]], note: str = "") -> Table:
    return Table(name, told.say(name), told.say(note) if note else "", tuple(map(told.say, heads)), tuple(body))

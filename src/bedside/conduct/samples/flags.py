"""What went otherwise than the protocol asks: worked out from the times and the looks that were written, never typed.

A flag is three-valued: out of the limit for certain, or not to be told because a time or a limit is unknown. What is
within its limit for certain has no flag; but an excursion of a freezer is told of everything that was there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from bedside.conduct.samples.custody import Held, span_of
from bedside.conduct.samples.models import Excursion
from bedside.conduct.samples.spans import Span, limit_of, within
from bedside.conduct.samples.states import HELD, State, Step, rule_of
from bedside.conduct.samples.tubes import Tube
from bedside.conduct.samples.words import FLAGS, LOOKS, MARKED, NONE, RANGE, UNKNOWN, UNKNOWN_WITHIN
from bedside.protocol.model import Protocol
from bedside.protocol.samples import Sample
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval, least, negate
from bedside.values.moment import DAY, HOUR, SECOND
from bedside.values.quantity import Quantity
from bedside.values.wording import Text

MINUTE = 60 * SECOND


@dataclass(frozen=True)
class Flag:
    """Something out of its limit (`verdict` met), or of which that cannot be told."""

    text: Text
    verdict: Interval

    @property
    def certain(self) -> bool:
        """Whether it is out of its limit for certain."""
        return self.verdict == MET

    @property
    def sign(self) -> str:
        """The same as a sign, beside its words."""
        return "!" if self.certain else "✓" if self.verdict == NOT_MET else "?"

    @property
    def tone(self) -> str:
        """The same as a class of the style sheet."""
        return "bad" if self.certain else "still" if self.verdict == NOT_MET else "open"


def tube_flags(tube: Tube) -> list[Flag]:
    """What is to be said of a tube."""
    if tube.drawn is None:
        return []
    return [*_window(tube, tube.drawn), *_spun(tube, tube.drawn), *_look(tube)]


def _window(tube: Tube, drawn: Span) -> Iterator[Flag]:
    opens, closes = tube.expected.opens, tube.expected.closes
    if opens is None or closes is None:
        return
    minute = opens - opens % MINUTE  # times are typed to the minute
    inside = Interval(
        float(minute <= drawn.first and drawn.last < closes), float(drawn.first < closes and minute <= drawn.last)
    )
    yield from _unless(inside, FLAGS["window"])


def _spun(tube: Tube, drawn: Span) -> Iterator[Flag]:
    limit = limit_of(tube.protocol, tube.sample.limits.spun_within)
    if limit is not None:
        yield from _late(limit, drawn, tube.spun, tube.at, "spun")


def _late(limit: int, drawn: Span, done: Span | None, now: int, what: str) -> Iterator[Flag]:
    """Late for certain or perhaps; of what is not done yet, only what is late for certain by now."""
    spent = drawn.until(done or Span(now, now))
    flag = FLAGS[what if done else f"{what}_not_yet"].filled(spent=said(spent), limit=said(Interval.point(limit)))
    ok = within(limit, spent)
    if done is not None or ok == NOT_MET:
        yield from _unless(ok, flag)


def _look(tube: Tube) -> Iterator[Flag]:
    held = tube.processed
    if held is None:
        return
    if held.haemolysis != NONE:
        verdict = MET if held.haemolysis == MARKED else CANNOT_TELL
        yield Flag(FLAGS["haemolysis"].filled(look=LOOKS[held.haemolysis]), verdict)
    if not held.enough:
        yield Flag(FLAGS["volume"], MET)
    if len(tube.aliquots) < tube.sample.aliquots:
        yield Flag(FLAGS["fewer"].filled(made=len(tube.aliquots), asked=tube.sample.aliquots), MET)


def aliquot_flags(held: Held, protocol: Protocol, excursions: Iterable[Excursion], now: int) -> list[Flag]:
    """What is to be said of an aliquot by itself; `excursions` are those of the freezers."""
    sample = protocol.sample(held.draw.kind)
    own = (_frozen(held, protocol, sample, now), _thawed(held, protocol, sample))
    return [*(flag for flags in own for flag in flags), *_warm(held, protocol, sample, excursions)]


def _frozen(held: Held, protocol: Protocol, sample: Sample, now: int) -> Iterator[Flag]:
    limit = limit_of(protocol, sample.limits.frozen_within)
    first = next((span_of(each) for each in held.steps if each.step == Step.STORE), None)
    waits = first is None and held.state is State.MADE
    if limit is not None and (first is not None or waits):
        yield from _late(limit, span_of(held.draw), first, now, "frozen")


def _thawed(held: Held, protocol: Protocol, sample: Sample) -> Iterator[Flag]:
    most = _number(protocol, sample.limits.thaws, "1")
    if most is not None and held.thaws > most:
        yield Flag(FLAGS["thaws"].filled(count=held.thaws, most=most), MET)


def _warm(held: Held, protocol: Protocol, sample: Sample, excursions: Iterable[Excursion]) -> Iterator[Flag]:
    """Every excursion of a freezer while the aliquot was there, or may have been."""
    most, stays = _number(protocol, sample.limits.stored_at_most, "Cel"), list(stays_of(held))
    for each in excursions:
        there = max(
            (present(start, end, each) for freezer, start, end in stays if freezer == each.freezer_id),
            key=lambda verdict: (verdict.high, verdict.low), default=NOT_MET,
        )  # fmt: skip
        if there != NOT_MET:
            above = CANNOT_TELL if most is None else Interval.point(float(Decimal(each.highest) > most))
            yield Flag(FLAGS["warm"].filled(freezer=each.freezer.name, highest=each.highest), least(there, above))


def stays_of(held: Held) -> Iterator[tuple[int, Span, Span | None]]:
    """The freezers that an aliquot was in: since when, and until when (None: it still is)."""
    inside: tuple[int, Span] | None = None
    for step in held.steps:
        stays = rule_of(Step(step.step)).after in HELD
        if inside is not None and (step.freezer_id is not None or not stays):
            yield (*inside, span_of(step))
            inside = None
        if step.freezer_id is not None:
            inside = step.freezer_id, span_of(step)
    if inside is not None:
        yield (*inside, None)


def present(start: Span, end: Span | None, each: Excursion) -> Interval:
    """Verdict: whether an aliquot was in the freezer at some moment of an excursion."""
    surely = start.last < each.until_us and (end is None or end.first > each.from_us)
    perhaps = start.first < each.until_us and (end is None or end.last > each.from_us)
    return Interval(float(surely), float(perhaps))


def _number(protocol: Protocol, parameter: str, unit: str) -> Decimal | None:
    value = protocol.parameter(parameter).value if parameter else None
    return value.to(unit).number if isinstance(value, Quantity) else None


def _unless(ok: Interval, text: Text) -> Iterator[Flag]:
    if ok != MET:
        yield Flag(text, negate(ok))


def said(spent: Interval) -> Text:
    """A length of time (microseconds), or what is known of it: `1 h 35 min`, `50 min to 3 h 10 min`, 4 h at most."""
    low, high = (_length(int(each)) for each in (spent.low, spent.high))
    if low == high:
        return low
    if spent.low >= MINUTE:
        return RANGE.filled(low=low, high=high)
    return UNKNOWN_WITHIN.filled(most=high) if spent.high < 2 * DAY else UNKNOWN


def _length(span: int) -> Text:
    hours, minutes = span // HOUR, span % HOUR // MINUTE
    parts = [f"{hours} h"] if hours else []
    length = " ".join([*parts, f"{minutes} min"] if minutes or not hours else parts)
    return Text(length, length)

"""What a nurse would type of a virtual patient in the forms of a protocol: records become the text of items.

Nothing of any trial stands here: an item says which variable it records, and which other item says when. An item
that says when is filled with the time of the visit if it is the one that the form asks for, else with the time of
what it dates. The value is the last one recorded by then, or an amount since the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from bedside.conduct.casebook.typed import Typed
from bedside.conduct.demonstration.worst import worst
from bedside.conduct.participants.typed_times import with_offset
from bedside.errors import BedsideError
from bedside.protocol.forms import Missing
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.rules.chart import Chart, Fact
from bedside.values.interval import MET
from bedside.values.moment import DAY, HOUR, Moment, read_length
from bedside.values.unknown import Because
from bedside.values.variable import Kind, Variable

Filled = dict[str, Typed]
PIECE = DAY
"""A rate is written once a day, the highest of the day."""
UNSAID = (ItemKind.TIME, ItemKind.DATE, ItemKind.COMPUTED)
"""What is never said to be unknown: what dates the form, and what nobody types."""
LATEST = 26 * HOUR
"""What was measured longer ago than this is not written as of today; rounds are not a day apart to the minute."""


def filled(
    protocol: Protocol,
    form: Form,
    chart: Chart,
    at: Moment,
    answers: Mapping[str, bool],
    occasion: str = "",
    happened: bool = False,
) -> Filled:
    """A form as of a moment: from the records, and the answers to questions. Empty where nothing is known.

    `occasion` names the visit or event that asks for the form; one that an event asks for (`happened`) is never
    empty. What the form requires and no record says is said of the occasion; the rest nobody knows.
    """
    chart = _with_the_worst(chart, worst(protocol, form, chart, at))
    times = {item.id: _time(protocol, form, item, chart, at) for item in form.items if item.kind is ItemKind.TIME}
    found: Filled = {}
    for item in form.items:
        typed = _typed(protocol, form, item, chart, times, answers, at)
        if typed is not None:
            found[item.id] = typed
    dates = {item.time for item in form.items if item.id in found} | {
        item.until for item in form.items if item.id in found
    }
    for name in sorted((dates - {""}) & set(times)):
        if (when := times[name]) is not None:
            found[name] = Typed(with_offset(when))
    if found:
        found |= {item.id: Typed("yes") for item in form.items if item.up_to_date and item.time in found}
    if occasion and (found or happened):
        said = {item.id: _of_the_occasion(item, times, occasion) for item in form.items if item.id not in found}
        found |= {name: typed for name, typed in said.items() if typed is not None}
    return found


def completed(form: Form, typed: Filled) -> Filled:
    """With what nobody knows said to be unknown: what the form requires, or all of it where nothing but times is known.

    A required time stays open where it is not known: it dates the form, and without it nothing on it can be read.
    """
    asked = [item for item in _asked(form) if item.kind not in UNSAID]
    if not typed:
        return typed
    if any(item.id in typed for item in asked):
        shown = [item for item in form.items if item.kind not in UNSAID and _is_shown(item, typed)]
        asked = [item for item in shown if item.required and item.id not in typed]
    return {**typed, **{item.id: Typed(missing=Missing.UNKNOWN, because="not_in_record") for item in asked}}


def _is_shown(item: Item, typed: Filled) -> bool:
    """Whether skip logic asks it, by what is typed."""
    when = item.shown_when
    return when is None or (when.item in typed and typed[when.item].text in when.holds)


def _of_the_occasion(item: Item, times: Mapping[str, Moment | None], occasion: str) -> Typed | None:
    """A required time is that of the event, a required choice the one that is named like it, or else the first."""
    if not item.required or item.shown_when or item.variable:
        return None
    if item.kind is ItemKind.TIME and (when := times[item.id]) is not None:
        return Typed(with_offset(when))
    if item.kind is ItemKind.CHOICE:
        return Typed(next((code.code for code in item.codes if code.code in occasion), item.codes[0].code))
    return None


def not_done(form: Form, because: str) -> Filled:
    """A form of which nothing could be done: every item says so."""
    return {item.id: Typed(missing=Missing.NOT_DONE, because=because) for item in _asked(form)}


def _asked(form: Form) -> list[Item]:
    """The items that somebody fills in, whatever the others say."""
    return [item for item in form.items if item.kind is not ItemKind.COMPUTED and not item.shown_when]


def _with_the_worst(chart: Chart, picked: Mapping[str, Fact]) -> Chart:
    """The chart as if of these variables nothing else had been recorded: it is what is written down."""
    return replace(chart, facts={**chart.facts, **{name: (fact,) for name, fact in picked.items()}})


# --- one item -------------------------------------------------------------------------------------------------


def _time(protocol: Protocol, form: Form, item: Item, chart: Chart, at: Moment) -> Moment | None:
    """What an item of time says: the visit, or when the things that it dates were recorded."""
    dated = [each for each in form.items if each.time == item.id and each.variable]
    of = [protocol.vocabulary[each.variable] for each in dated]
    once = [chart.facts[each.name][0].start for each in of if len(chart.facts.get(each.name, ())) == 1]
    if dated and len(once) == len(dated) and all(each.kind is Kind.MEASUREMENT for each in of):
        return min(once)
    first = next((each for each in form.items if each.kind is ItemKind.TIME and each.required), None)
    if item is first or any(each.until == item.id and _is_now(protocol, each) for each in form.items):
        return at
    return min((last.start for each in of if (last := _last(chart, each, at))), default=None)


def asks_now(protocol: Protocol, form: Form) -> bool:
    """Whether a form asks about a state of now: what it says is known until then, and not at that very moment."""
    return any(_is_now(protocol, item) and item.until for item in form.items)


def _is_now(protocol: Protocol, item: Item) -> bool:
    """A state that is asked about without its begin is asked about now."""
    return bool(item.variable) and protocol.vocabulary[item.variable].lasting and not item.time


def _typed(
    protocol: Protocol, form: Form, item: Item, chart: Chart, times: Mapping[str, Moment | None],
    answers: Mapping[str, bool], at: Moment,
) -> Typed | None:  # fmt: skip
    if item.kind is ItemKind.DATE and item.required:
        return Typed(with_offset(at)[:10])
    if not item.variable:
        return None
    variable = protocol.vocabulary[item.variable]
    if variable.lasting:
        return _state(form, item, variable, chart, at)
    when = times.get(item.time)
    if variable.kind is Kind.ANSWER and variable.name in answers:
        return _truth(item, answers[variable.name])
    if when is None:
        return None
    if variable.kind is Kind.OUTPUT:
        return _amount(form, item, variable, chart, when)
    fact = _last(chart, variable, when) or (_last(chart, variable, at) if when < at else None)
    return None if fact is None else _value(item, variable, fact)


def _last(chart: Chart, variable: Variable, at: Moment) -> Fact | None:
    """The last record by a moment: of answers and of what is recorded once, ever; of measurements, of the last day."""
    facts = chart.facts.get(variable.name, ())
    lasts = variable.kind is Kind.ANSWER or len(facts) == 1
    known = (
        each for each in facts if each.start <= at and each.available <= at and (lasts or at - each.start < LATEST)
    )
    return max(known, key=lambda each: each.start, default=None)


def _value(item: Item, variable: Variable, fact: Fact) -> Typed | None:
    if fact.because is Because.PENDING:
        return Typed(missing=Missing.AWAITED)
    if item.kind in (ItemKind.YES_NO, ItemKind.CHOICE):
        return _truth(item, fact.value == MET)
    low, high = (Decimal(repr(end)) for end in (fact.value.low, fact.value.high))
    unit = variable.unit if variable.unit in item.units else (item.units or ("",))[0]
    if fact.value.known:
        return Typed(_plain(low), unit)
    limit = f"<{_plain(high)}" if low <= variable.low else f">{_plain(low)}"
    return Typed(limit, unit) if item.limits else None


def _truth(item: Item, yes: bool) -> Typed | None:
    if item.kind is ItemKind.YES_NO:
        return Typed("yes" if yes else "no")
    code = next((code.code for code in item.codes if code.means == int(yes)), None)
    return None if code is None else Typed(code)


def _amount(form: Form, item: Item, variable: Variable, chart: Chart, at: Moment) -> Typed | None:
    """The sum since the item before it of the same variable; the first reaches back as far as the second."""
    befores = sorted(
        {read_length(each.before) if each.before else 0 for each in form.items if each.variable == variable.name}
    )
    own = read_length(item.before) if item.before else 0
    place = befores.index(own)
    width = (befores[place + 1] - own) if place + 1 < len(befores) else (own - befores[place - 1] if place else DAY)
    last, first = at - own, at - own - width
    facts = [each for each in chart.facts.get(variable.name, ()) if first < each.start <= last]
    if not facts:
        return None
    return Typed(
        _plain(Decimal(repr(variable.round(Decimal(repr(sum(each.value.low for each in facts))))))), variable.unit
    )


def _state(form: Form, item: Item, variable: Variable, chart: Chart, at: Moment) -> Typed | None:
    """Something that lasts, asked as a choice of now: the code that says no, or the one that asks since when."""
    held = next((each for each in chart.facts.get(variable.name, ()) if each.start <= at < each.end), None)
    if item.kind is ItemKind.TIME:
        return Typed(with_offset(held.start)) if held and item.shown_when else None
    if item.kind is not ItemKind.CHOICE or item.time:
        return None
    if held is None:
        return _truth(item, False)
    asks = (each.shown_when for each in form.items if each.variable == item.variable and each.shown_when)
    code = next((when.holds[0] for when in asks if when.item == item.id), None)
    return None if code is None else Typed(code)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


# --- what lasts -----------------------------------------------------------------------------------------------


def occurrences(
    protocol: Protocol, form: Form, chart: Chart, known: Moment, cut: Moment
) -> Iterator[tuple[Moment, Filled]]:
    """A form that repeats, once for everything that lasted and began by `known`: when it began, and what is typed.

    Ends after `known` are not known yet. Rates are written once a day, the days parted at the hour of `cut`.
    """
    found: list[tuple[Moment, Filled]] = []
    for item in form.items:
        begin = item.id if item.kind is ItemKind.TIME else item.time
        for variable, code in _recorded(protocol, item):
            if begin and item.until and variable.lasting:
                for start, end, text in _stretches(item, variable, chart, code, cut):
                    if start <= known:
                        found.append(
                            (start, _lasting(item, begin, start, end if end <= known else None, text, variable))
                        )
    yield from sorted(found, key=lambda each: each[0])


def _recorded(protocol: Protocol, item: Item) -> Iterator[tuple[Variable, str]]:
    """What an item records, and the code (or nothing) that says so."""
    if item.variable:
        yield protocol.vocabulary[item.variable], ""
    for code in item.codes:
        if code.variable:
            yield protocol.vocabulary[code.variable], code.code


def _stretches(
    item: Item, variable: Variable, chart: Chart, code: str, cut: Moment
) -> Iterator[tuple[Moment, Moment, str]]:
    facts = chart.facts.get(variable.name, ())
    for start, end in sorted({each.course or (each.start, each.end) for each in facts}):
        if item.kind is not ItemKind.NUMBER:
            yield start, end, code
            continue
        for first, last in _pieces(start, end, cut):
            rates = [each.value.low for each in facts if each.start < last and each.end > first]
            if rates:
                yield first, last, _plain(Decimal(repr(max(rates))))


def _pieces(start: Moment, end: Moment, cut: Moment) -> Iterator[tuple[Moment, Moment]]:
    """Days parted half a day away from `cut`, so that none begins shortly before it."""
    first = start
    while first < end:
        last = Moment(min(end, first + PIECE - (first - cut - PIECE // 2) % PIECE))
        yield first, last
        first = last


def _lasting(item: Item, begin: str, start: Moment, end: Moment | None, text: str, variable: Variable) -> Filled:
    found: Filled = {begin: Typed(with_offset(_minute(start)))}
    if item.id != begin:
        unit = variable.unit if variable.unit in item.units else (item.units or ("",))[0]
        found[item.id] = Typed(text, unit if item.kind is ItemKind.NUMBER else "")
    if end is not None and _minute(end) > _minute(start):
        found[item.until] = Typed(with_offset(_minute(end)))
    return found


def _minute(at: Moment) -> Moment:
    return Moment(at - at % (HOUR // 60))


def readable(protocol: Protocol, form: str, typed: Iterable[Filled]) -> list[Fact]:
    """The facts that the rules would read of what is typed; none of what cannot be read."""
    from bedside.conduct.casebook.reading import zone
    from bedside.protocol.forms import Answer, facts_from

    found: list[Fact] = []
    for each in typed:
        held = {
            name: Answer(item.text, item.unit, Missing(item.missing) if item.missing else None)
            for name, item in each.items()
        }
        try:
            found += facts_from(protocol, form, held, zone=zone())
        except BedsideError:
            continue
    return found

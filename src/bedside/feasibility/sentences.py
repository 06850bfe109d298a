"""What a feasibility count found in sentences, and what a reader has to know before using it."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.engines.patients_asked import PASS
from bedside.engines.stages import AsOf
from bedside.feasibility.cells import ALL, STANDING
from bedside.feasibility.found import Found
from bedside.feasibility.tables import MASK, Told
from bedside.feasibility.words import word
from bedside.rules.words import said_number
from bedside.values.moment import Moment, show


def found_in_words(told: Told, found: Found) -> list[str]:
    """How many, how many a year, which criterion costs most, and after how long."""
    lines = [told.say("sentence", **{n: told.cell("patients", ALL, n) for n in ("assessed", *STANDING.values())})]
    lines.append(_rate(told))
    lines += _costliest(told, found)
    if _is_told(told, "wait", "met", "median"):
        lines.append(told.say("waited", **{name: told.cell("wait", "met", name)
                                           for name in ("median", "lower_quartile", "upper_quartile")}))  # fmt: skip
    return lines


def warned(told: Told, found: Found) -> Iterator[str]:
    """What to know first."""
    language = told.language
    if found.stated.not_real:
        yield told.say("not_real")
    yield told.say("how")
    asked = {each.id for each in found.criteria}
    people = [each.id for each in found.stated.protocol.criteria if each.id not in asked]
    if people:
        yield told.say("people_answer", criteria=", ".join(people))
    yield told.say("as_available" if found.stated.as_of is AsOf.AVAILABLE else "as_measured")
    if found.shifted:
        yield told.say("shifted")
    else:
        first, last = (show(Moment(at))[:10] for at in (found.observed.first_us, found.observed.last_us))
        yield told.say("observed", first=first, last=last)
    if found.observed.future and not found.shifted:
        yield told.say("future", number=said_number(str(found.observed.future), language))
    if found.observed.unasked:
        yield told.say("unasked", number=told.cell("observation", ALL, "not_asked"))
    if found.stated.mask_below > 1:
        yield told.say("masked", most=found.stated.mask_below - 1, sign=MASK)
    elif not found.stated.not_real:
        yield told.say("unmasked")


def _rate(told: Told) -> str:
    names = [f"{name}{end}" for name in ("met", "possible") for end in ("", "_low", "_high")]
    if not _is_told(told, "observation", ALL, "years"):
        return told.say("no_rate")
    places = {name: told.cell("rates", ALL, name) for name in names}
    return told.say("rate_between", **places, years=told.cell("observation", ALL, "years"))


def _costliest(told: Told, found: Found) -> Iterator[str]:
    """The criterion without which most more would be met; of equals the first. None where none costs anything."""
    gains = [cost.dropped.certain for cost in found.costs]
    most = max(gains, default=0)
    if not gains or most == found.standings[PASS]:
        return
    criterion = found.criteria[gains.index(most)]
    yield word("costliest", id=criterion.id, text=criterion.text,
               gain=told.cell("criteria", criterion.id, "gain_certain"),
               resolved=told.cell("criteria", criterion.id, "gain_resolved")).say(told.language)  # fmt: skip


def _is_told(told: Told, *key: str) -> bool:
    row = told.row(*key)
    return row is not None and row.value is not None

"""The chapters on statistical principles and on the trial's population."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.documents.blocks import Block, Facts, Grid
from bedside.documents.planned import Planned
from bedside.protocol.estimands import Intercurrent
from bedside.protocol.model import Criterion
from bedside.protocol.telling_blocks import Heading, Paragraph, Points
from bedside.protocol.telling_estimands import promised_facts
from bedside.protocol.telling_words import WORDS as OF_PROTOCOL
from bedside.rules.words import colon


def principles_chapter(plan: Planned) -> Iterator[Block]:
    """Intervals and p-values, analysis sets, baseline, intercurrent events: items 17 to 21 of Gamble 2017."""
    yield Heading(2, plan.say("principles"), "principles")
    yield Heading(3, plan.say("levels"), "levels")
    yield Paragraph(plan.say("levels_are") if plan.design else plan.say("levels_untested"))
    yield Heading(3, plan.say("sets"), "sets")
    body = tuple(
        (
            each.text.say(plan.language),
            each.more.say(plan.language),
            _used(plan, each.id),
            plan.assumed(each.assumptions),
        )
        for each in plan.promised.sets
    )
    yield Grid("", plan.say("sets"), plan.heads("set", "holds", "used_for", "assumption"), body, sides=4)
    yield Paragraph(plan.say("sets_recomputed"))
    yield Heading(3, plan.say("beginning"), "beginning")
    facts = promised_facts(plan.protocol, plan.promised, plan.language)[len(plan.promised.sets) :]
    yield Points((plan.say("time_zero"), *facts))
    yield from _events(plan)


def _used(plan: Planned, name: str) -> str:
    """The analyses that take a set."""
    found = [each.outcome for each in plan.promised.estimands if each.set == name]
    found += [
        f"{each.outcome} ({plan.say('sensitivity')})"
        for each in plan.promised.estimands
        if any(one.set == name for one in each.sensitivity)
    ]
    return ", ".join(found) or "–"


def _events(plan: Planned) -> Iterator[Block]:
    yield Heading(3, plan.say("intercurrent_events"), "intercurrent_events")
    yield Paragraph(plan.say("intercurrent_more"))
    body = tuple(
        (each.text.say(plan.language), _recorded(plan, each), _handled(plan, each.id))
        for each in plan.promised.intercurrent
    )
    yield Grid("", plan.say("intercurrent_events"), plan.heads("event", "recorded_by", "strategies"), body, sides=3)
    if plan.promised.unobserved:
        yield Paragraph(plan.say("unobserved_more"))
        ends = tuple((each.text.say(plan.language), _recorded(plan, each)) for each in plan.promised.unobserved)
        yield Grid("", plan.say("unobserved_events"), plan.heads("event", "recorded_by"), ends, sides=2)


def _recorded(plan: Planned, event: Intercurrent) -> str:
    """What tells of it: an event of the calendar, an item of a form."""
    calendar = next((each.text for each in plan.protocol.schedule.events if each.id == event.event), None)
    if calendar:
        return plan.told("calendar", calendar.say(plan.language))
    form, _, item = event.item.partition(".")
    held = plan.protocol.form(form)
    return f"{held.text.say(plan.language)}{colon(plan.language)}{held.item(item).text.say(plan.language)}"


def _handled(plan: Planned, event: str) -> str:
    """Each strategy with the outcomes that follow it."""
    found: dict[str, list[str]] = {}
    for estimand in plan.promised.estimands:
        for each in estimand.events:
            if each.event == event:
                strategy = OF_PROTOCOL[f"strategy {each.strategy}"].say(plan.language)
                found.setdefault(strategy, []).append(estimand.outcome)
    told = (f"{name}{colon(plan.language)}{', '.join(outcomes)}" for name, outcomes in found.items())
    return plan.listed(told) or "–"


def population_chapter(plan: Planned) -> Iterator[Block]:
    """Screening, eligibility, withdrawal and what is told of everybody: items 22 to 25 of Gamble 2017."""
    yield Heading(2, plan.say("population"), "population")
    yield Paragraph(plan.say("accounted"))
    for key, criteria in (("inclusion", plan.protocol.inclusion), ("exclusion", plan.protocol.exclusion)):
        yield Heading(3, OF_PROTOCOL[key].say(plan.language), key)
        yield Facts(tuple((each.id, _criterion(plan, each)) for each in criteria))
    yield Heading(3, plan.say("withdrawal"), "withdrawal")
    yield Paragraph(plan.say("withdrawal_is"))


def _criterion(plan: Planned, criterion: Criterion) -> str:
    assumed = f" ({plan.assumed(criterion.assumptions)})" if criterion.assumptions else ""
    return f"{criterion.text.say(plan.language)}{assumed}"

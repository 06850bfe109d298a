"""The looks that a protocol adopts, told in the plan and to the board: when each is held, and its boundaries."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bedside.design.characteristics import characteristics
from bedside.documents.blocks import Block, Grid
from bedside.documents.words import word
from bedside.protocol.design import Looks
from bedside.protocol.model import Protocol
from bedside.protocol.telling_blocks import Paragraph, Points
from bedside.protocol.telling_design import looks_facts
from bedside.rules.words import said_number
from bedside.statistics.stages import InForce

NONE = "–"
Assumed = Callable[[tuple[str, ...]], str]
"""The numbers of some assumptions."""


def looks_told(protocol: Protocol, in_force: InForce | None, language: str, assumed: Assumed) -> Iterator[Block]:
    """The looks in force with their rules and boundaries; where none is adopted, that and what is assumed meanwhile."""
    design = protocol.design
    if design is None or not (design.monitoring or design.adopted):
        yield Paragraph(word("no_looks").say(language))
    elif design.in_force and in_force:
        yield Paragraph(_in_force(in_force, design.in_force, language))
        yield Points((_rules(protocol, design.in_force, language, assumed),))
        yield boundaries_of(in_force, language)
        yield Paragraph(word("looks_analysed").say(language))
    elif design.adopted:
        yield Paragraph(word("no_looks_adopted").say(language))
    else:
        yield Paragraph(word("looks_stated", count=len(design.monitoring)).say(language))


def _in_force(held: InForce, looks: Looks, language: str) -> str:
    """Which, when, and with which exact errors."""
    asked, plan = held.asked, held.plan
    power = characteristics(plan, [asked.p0, asked.p1]).power
    rates = {"p0": asked.p0, "p1": asked.p1, "alpha": asked.alpha, "exact": power[0], "power": power[1]}
    percent = {name: said_percent(value, language) for name, value in rates.items()}
    sizes = ", ".join(str(look.size) for look in plan.looks)
    told = word("looks_in_force", name=looks.text, sizes=sizes, **percent).say(language)
    overruled = overruled_of(held)
    if overruled is None:
        return told
    return f"{told} {word('looks_overruled', overruled=said_percent(overruled, language)).say(language)}"


def overruled_of(held: InForce) -> float | None:
    """The exact type I error where stops for futility are not heeded; None where a plan in force has none."""
    plan = held.plan.overruled
    return None if plan is None else float(characteristics(plan, [held.asked.p0]).power[0])


def said_percent(rate: float, language: str) -> str:
    """`4.321 %`."""
    return f"{said_number(f'{100 * rate:.4g}', language)}\u00a0%"


def _rules(protocol: Protocol, looks: Looks, language: str, assumed: Assumed) -> str:
    between = "\u202f; " if language == "fr" else "; "
    facts = between.join(fact.rstrip(".") for fact in looks_facts(protocol, looks, language))
    told = f" ({assumed(looks.assumptions)})" if looks.assumptions else ""
    return f"{looks.text.say(language)}{told}. {facts}."


def boundaries_of(held: InForce, language: str) -> Grid:
    """The boundaries of each look."""
    head = ("look_at", "futile_at_most", "success_from")
    body = tuple(
        (str(look.size), *(NONE if each is None else str(each) for each in (look.futile, look.success)))
        for look in held.plan.looks
    )
    return Grid("", word("looks_boundaries").say(language), tuple(word(key).say(language) for key in head), body)

"""The chapter on methods of the study: groups, number of participants, looks at the data, and when what is assessed."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.design.worked import Worked as WorkedDesign
from bedside.documents.blocks import Block, Grid
from bedside.documents.looks_in_force import looks_told
from bedside.documents.planned import Planned
from bedside.protocol.model import Arm, Visit
from bedside.protocol.telling_blocks import Heading, Paragraph, Points
from bedside.protocol.telling_design import looks_facts
from bedside.rules.words import colon, said_length, said_number
from bedside.values.moment import read_length

OF_SIZE = ("designs", "sizes", "null_rates", "consistent")
"""The tables of a design that stand in a plan, beside its inputs and its looks."""


def methods_chapter(plan: Planned) -> Iterator[Block]:
    """Trial design, sample size, framework, interim analyses, timing: items 9 to 16 of Gamble 2017."""
    yield Heading(2, plan.say("study_methods"), "study_methods")
    yield from _groups(plan)
    yield from _size(plan)
    yield from _looks(plan)
    yield from _timing(plan)


def _groups(plan: Planned) -> Iterator[Block]:
    yield Heading(3, plan.say("trial_design"), "trial_design")
    count = len(plan.protocol.arms)
    yield Paragraph(plan.say("single_group") if count == 1 else plan.say("several_groups", count=count))
    yield Points(tuple(_arm(plan, each) for each in plan.protocol.arms))


def _arm(plan: Planned, arm: Arm) -> str:
    doses = (
        f"{each.text.say(plan.language)} ({each.dose.say(plan.language)})"
        if each.dose
        else each.text.say(plan.language)
        for each in arm.interventions
    )
    return f"{arm.text.say(plan.language)}{colon(plan.language)}{plan.listed(doses)}"


# --- number of participants ---------------------------------------------------------------------------------------


def _size(plan: Planned) -> Iterator[Block]:
    yield Heading(3, plan.say("sample_size"), "sample_size")
    if plan.design is None:
        yield Paragraph(plan.say("no_design"))
        return
    if plan.nobody.in_force is None:
        yield Paragraph(_test(plan, plan.design))
    yield Paragraph(plan.say("exact_numbers"))
    yield plan.design_grid("inputs", sides=3)
    for name in OF_SIZE:
        if name in plan.design_tables:
            yield plan.design_grid(name)


def _test(plan: Planned, design: WorkedDesign) -> str:
    """The test that decides, with its exact errors."""
    asked, main = design.stated.asked, design.main
    places = {"p0": asked.p0, "p1": asked.p1, "alpha": asked.alpha, "exact": main.alpha, "power": main.power}
    percent = {name: f"{said_number(f'{100 * value:.4g}', plan.language)}\u00a0%" for name, value in places.items()}
    outcome = plan.protocol.outcome(design.stated.outcome)
    return plan.say(
        "exact_test", outcome=f"{outcome.id}, {outcome.text.say(plan.language)}", size=main.size,
        successes=main.successes, **percent,
    )  # fmt: skip


def _looks(plan: Planned) -> Iterator[Block]:
    """The ways of monitoring that the protocol states, each with its rules and boundaries."""
    yield Heading(3, plan.say("interim"), "interim")
    design = plan.protocol.design
    yield from looks_told(plan.protocol, plan.nobody.in_force, plan.language, plan.assumed)
    others = [each for each in (design.monitoring if design else ()) if design and each is not design.in_force]
    if others and design and design.adopted:
        yield Paragraph(plan.say("looks_others"))
    for each in others:
        facts = plan.listed(fact.rstrip(".") for fact in looks_facts(plan.protocol, each, plan.language))
        assumed = f" ({plan.assumed(each.assumptions)})" if each.assumptions else ""
        yield Points((f"{each.text.say(plan.language)}{assumed}. {facts}.",))
    if "looks" in plan.design_tables:
        yield plan.design_grid("looks", sides=2)


# --- when ---------------------------------------------------------------------------------------------------------


def _timing(plan: Planned) -> Iterator[Block]:
    yield Heading(3, plan.say("final_analysis"), "final_analysis")
    yield Paragraph(plan.say("final_analysis_is"))
    yield Heading(3, plan.say("assessments"), "assessments")
    yield Paragraph(plan.say("windows_are"))
    body = tuple(_visit(plan, each) for each in plan.protocol.schedule.visits)
    yield Grid(
        "",
        plan.say("visit_windows"),
        plan.heads("visit", "day", "before", "after", "concerned_outcomes"),
        body,
        sides=1,
    )


def _visit(plan: Planned, visit: Visit) -> tuple[str, ...]:
    days = str(visit.day) if visit.until_day is None else f"{visit.day}–{visit.until_day}"
    spans = (read_length(each) for each in (visit.before, visit.after))
    taken = ", ".join(each.id for each in plan.protocol.outcomes if visit.id in each.visits)
    window = (said_length(span, plan.language) if span else "–" for span in spans)
    return (visit.text.say(plan.language), days, *window, taken or "–")

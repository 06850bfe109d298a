"""The chapters on the analysis: each outcome with its estimand and rules, what holds of all, and the tables to come."""

from __future__ import annotations

from collections.abc import Iterator

from bedside import __version__
from bedside.analysis.computed_with import computed_with
from bedside.design.sources import sources_of
from bedside.documents.blocks import Block, Facts
from bedside.documents.planned import Planned
from bedside.documents.references import references_of
from bedside.documents.shells import figures_to_come, shells
from bedside.protocol.estimands import Estimand
from bedside.protocol.telling_blocks import Heading, Paragraph, Points
from bedside.protocol.telling_estimands import told_of
from bedside.protocol.telling_outcomes import worked_out

OF_ALL = ("missing", "harms", "comparisons", "unplanned", "software_used")
"""Sections on what holds of every outcome, each a sentence or two."""


def analysis_chapter(plan: Planned) -> Iterator[Block]:
    """Outcomes, analyses, missing data, harms, software: items 26 to 32 of Gamble 2017."""
    yield Heading(2, plan.say("analysis_chapter"), "analysis_chapter")
    yield Paragraph(plan.say("attributes"))
    for each in plan.promised.estimands:
        yield from _estimand(plan, each)
    for key in OF_ALL:
        yield Heading(3, plan.say(key), key)
        yield Paragraph(plan.say(f"{key}_is", software=f"bedside {__version__}", computed=computed_with()))
    yield Heading(3, plan.say("references"), "references")
    yield Points((plan.say("ich_e9"),))
    cited = dict.fromkeys((*sources_of(plan.design_rows), *references_of(plan.nobody)))
    yield Points((plan.say("gamble"), *cited), "en")


def _estimand(plan: Planned, estimand: Estimand) -> Iterator[Block]:
    """Five attributes with analyses and what they rest on, then how the outcome is worked out."""
    outcome = plan.protocol.outcome(estimand.outcome)
    yield Heading(3, f"{outcome.id}. {outcome.text.say(plan.language)}", f"outcome_{outcome.id}")
    told = [(head.say(plan.language), what.say(plan.language)) for head, what in told_of(plan.promised, estimand)]
    for key, words in (("if_dead", outcome.dead), ("if_discharged", outcome.discharged)):
        told += [(plan.say(key), words.say(plan.language))] if words else []
    names = tuple(dict.fromkeys((*estimand.assumptions, *outcome.assumptions)))
    told += [(plan.say("assumed_status"), plan.assumed(names))] if names else []
    yield Facts(tuple(told))
    if rules := tuple(worked_out(plan.protocol, estimand.outcome, plan.language)):
        yield Paragraph(plan.say("worked_out"))
        yield Points(rules)


def tables_chapter(plan: Planned) -> Iterator[Block]:
    """The figures by their titles, and the shells of all tables."""
    yield Heading(2, plan.say("tables_to_come"), "tables_to_come")
    yield Heading(3, plan.say("figures_to_come"), "figures_to_come")
    yield Points(figures_to_come(plan.nobody, plan.language))
    yield Heading(3, plan.say("shells"), "shells")
    yield Paragraph(plan.say("tables_to_come_more"))
    yield from shells(plan.nobody, plan.language)
